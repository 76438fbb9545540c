"""No text makes a pattern blow up: time grows with the text alone, for every pattern there is, and for the whole work.

The patterns are found by themselves (`tests/patterns.py`): those in the sources, and those made from the tables. One
without a long repeat does a bounded amount of work at each place of a text, so it is linear, and only its pace is
measured. Of the others the growth is measured, on what they repeat and on runs of characters.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date
from functools import cache, partial

import pytest

from assistant import Assistant, mask
from kb import Checker, Corpus, InputProblem, Likeness, read_corpus, respelt, standard
from tests.patterns import Written, calls, patterns, strings, unbounded, unseen

DAY = date(2026, 11, 22)
MOST = 2.2**2
"""How much longer four times the text may take: 2.2 for each doubling."""
FLOOR = 0.002
"""Seconds under which nothing is told by a clock."""
PACE = 20e-6
"""Seconds for each character, at most."""
STEPS = (16, 20, 25, 31, 39, 49, 61, 76, 95, 119, 149, 186)
"""Sizes in characters; what explodes and takes under 5 ms for one of them takes at most a second for the next."""
AT_ONCE = 0.005
"""Seconds that no such size may take."""
OWN = {
    "ui/web/document.py": "the page that Gradio makes, before anybody has typed anything",
    "kb/training": "not needed to run",
    "kb/noise.py": "tried on the first 1,000 characters of a line, its blanks run together",
}
"""Files whose patterns never see what somebody sends."""


def _seconds(one: Written, text: str, times: int = 3) -> float:
    """The best of several runs, by the processor's clock: everything found, or one match where it is only matched."""
    compiled, best = re.compile(one.pattern, one.flags), float("inf")
    for _ in range(times):
        began = time.process_time()
        if one.anchored:
            compiled.match(text)
            compiled.fullmatch(text)
        else:
            for _found in compiled.finditer(text):
                pass
        best = min(best, time.process_time() - began)
        if best < FLOOR / 10 or best > 1:
            break
    return best


def _long(before: str, body: str, end: str, n: int) -> str:
    """A text of n characters between its beginning and its end."""
    return before + (body * (n // len(body) + 1))[:n] + end


def _grows(one: Written) -> str:
    """On which text a pattern takes more than its share, and how much; nothing if on none."""
    for before, body in strings(one.pattern, one.flags):
        for end in ("", "\x00"):
            told = _growth(one, partial(_long, before, body, end))
            if told:
                tail = " + NUL" if end else ""
                return f"{one.where}: {told} on {before[:20]!r} + {body[:20]!r}·n{tail}: {one.pattern[:90]}"
    return ""


def _growth(one: Written, text: Callable[[int], str]) -> str:
    """Small sizes by small steps first, so that what explodes is seen before it hurts."""
    for size in STEPS:
        if (took := _seconds(one, text(size))) > AT_ONCE:
            return f"{took:.3f} s for {size} characters"
    seconds = 0.0
    for size in (250, 1000, 4000):
        before, seconds = seconds, _seconds(one, text(size))
        if seconds > 0.5:
            return f"{seconds:.1f} s for {size} characters"
        if seconds > FLOOR and seconds > MOST * before:
            break
    else:
        return ""
    sizes = (1000, 4000) if seconds > 10 * FLOOR else (4000, 16_000)
    for _ in range(3):  # others use the processor too: what is slow is slow each time
        first, last = (_seconds(one, text(size), 5) for size in sizes)
        if last <= MOST * first:
            return ""
    return f"×{last / first:.1f} from {sizes[0]} to {sizes[1]} characters"


def test_every_pattern_is_known() -> None:
    """None is made as the program runs without having been seen here, but where the reason stands in `MADE`."""
    assert len(patterns()) > 5000
    assert [place for place in unseen() if place.partition(":")[0] not in MADE] == []
    assert {file for file in MADE if not any(place.startswith(f"{file}:") for place in unseen())} == set()


MADE = {
    "assistant/inbox/ahead.py": "words of a table, none of which repeats",
    "assistant/inbox/disguise.py": "tags and names, escaped",
    "assistant/limits.py": "two characters of the claim itself",
    "assistant/lint_aids.py": "numbers of our own tables, escaped",
    "assistant/magnitudes.py": "a number, which is measured, between two words",
    "assistant/negations.py": "two verbs of the claim, words of a table before them",
    "assistant/told.py": "patterns that are measured where they are named",
    "evals/mutators.py": "patterns that have a name there, on our own sentences",
    "kb/bodies.py": "names of offices, escaped",
    "ui/web/found.py": "two characters of what was sought, escaped",
    "ui/web/letter.py": "two patterns that are measured where they are named",
}
"""Files that make patterns as they work, and why none of these can blow up."""


@cache
def _measured() -> tuple[Written, ...]:
    return tuple(
        one for one in patterns() if unbounded(one.pattern, one.flags) and not one.where.startswith(tuple(OWN))
    )


def test_no_pattern_grows_faster_than_its_text() -> None:
    """Each pattern that may repeat without a bound, on what it repeats and on runs of what has been trouble before."""
    assert len(_measured()) > 150
    assert "\n".join(told for one in _measured() if (told := _grows(one))) == ""


def test_a_pattern_with_bounds_keeps_its_pace() -> None:
    """Much work at each place of a text would be as bad."""
    slow = []
    for one in patterns():
        if not unbounded(one.pattern, one.flags):
            for before, body in strings(one.pattern, one.flags)[-3:]:
                text = before + (body * (1000 // len(body) + 1))[:1000]
                if _seconds(one, text) > PACE * len(text):
                    slow.append(f"{one.where}: {_seconds(one, text, 5):.3f} s on {body[:20]!r}: {one.pattern[:90]}")
    assert "\n".join(slow) == ""


@pytest.mark.parametrize(
    ("pattern", "anchored"),
    [
        (r"(?:a|aa)*b", True),  # explodes
        (r"[0-9]+元", False),  # every place of a run is tried
        (r"\s*,", False),
        (r"“[^”]*”", False),
        (r"\s*x?\s*=", True),
        (r"(?:a.*)b", False),
    ],
)
def test_what_grows_too_fast_is_seen(pattern: str, anchored: bool) -> None:
    """The measure above would notice."""
    assert unbounded(pattern, 0)
    assert _grows(Written(pattern, 0, "here", anchored))


def test_calls_are_found_in_the_sources() -> None:
    """The search for calls of `re` itself finds what is there."""
    found = {(call.file, call.name) for call in calls()}

    assert ("assistant/numbers.py", "_RUN") in found
    assert ("kb/numerals.py", "") not in found


SIZES = (1_000, 2_000, 4_000)
BAD: dict[str, str] = {
    "one word": "a",
    "one character": "法",
    "numeral": "一",
    "digits": "1",
    "spaced digits": "1 ",
    "spaces": " ",
    "lines": "\n",
    "opening quotes": "“",
    "opening titles": "《",
    "brackets": "（",
    "articles": "第一条",
    "numbers": "第一、二、",
    "titles": "《民法典》",
    "law after law": "法律法规",
    "cue after cue": "催收说要来我家吞了",
    "sums": "借了1万元，",
    "names": "我叫王",
    "speakers": "王：",
    "heads": "[2026-11-22 ",
    "e-mail": "a@a.",
    "tags": "〔姓名1〕",
    "emoji": "😀‍",
    "marks": "e\u0301\u0301",
    "zero width": "催\u200b收",
    "negations": "不是没有",
    "english": "they owe me 1 ",
}
"""What is repeated to make a long text."""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The shipped library."""
    return read_corpus()


@pytest.fixture(scope="module")
def assistant(shipped: Assistant) -> Assistant:
    """An assistant without a model, with everything loaded."""
    shipped.ask("催收半夜打电话合法吗？")
    return shipped


def _linear(work: Callable[[str], object], unit: str, sizes: tuple[int, ...] = SIZES) -> str:
    """What is wrong with how the time of a piece of work grows; a doubt is measured again."""
    for times in (1, 3):
        taken = []
        for size in sizes:
            text = (unit * (size // len(unit) + 1))[:size]
            best = float("inf")
            for _ in range(times):
                began = time.process_time()
                work(text)
                best = min(best, time.process_time() - began)
            taken.append(best)
        if taken[-1] < 0.15 or taken[-1] <= MOST * taken[0] + 0.05:
            return ""
    return f"{unit[:8]!r}: " + " → ".join(f"{one:.2f}" for one in taken)


def test_finding_masking_and_spelling_grow_with_the_text(corpus: Corpus) -> None:
    """Of every bad text, twice as much takes about twice as long."""
    checker = Checker(corpus.on(DAY), corpus.finder, Likeness(corpus.instruments.values()))
    works: dict[str, Callable[[str], object]] = {"check": checker.check, "mask": mask, "standard": standard}
    works["respelt"] = respelt

    told = [
        f"{name}: {fault}" for name, work in works.items() for unit in BAD.values() if (fault := _linear(work, unit))
    ]

    assert told == []


def test_a_question_of_any_words_is_answered_in_time(assistant: Assistant) -> None:
    """Eight thousand characters of anything: an answer, or one sentence, within five seconds."""
    late = []
    for name, unit in BAD.items():
        text = (unit * 8000)[:8000]
        began = time.process_time()
        try:
            assistant.ask(text)
        except InputProblem as problem:
            late += [f"{name}: more than a sentence"] if "\n" in str(problem) else []
        if (spent := time.process_time() - began) > 5:
            late.append(f"{name}: {spent:.1f} s")

    assert late == []
