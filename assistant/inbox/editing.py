"""A draft that somebody has changed: what is not word for word as it was proposed is verified again, by sentences.

An edited draft that does not pass keeps its words, so that nothing is typed twice; its faults name each failing
sentence, and with a fault it is neither approved nor exported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import Action, Cited
from assistant.inbox.drafts import SHORT, Drafts
from assistant.inbox.intake import Intake, Source
from assistant.inbox.objections import objections
from assistant.lines import line_pattern, read_lines
from assistant.sentences import CITE_MARK, split_sentences, states_law
from assistant.verification import Verifier
from kb import Checker

_LEAD = re.compile(r"^\s*(?:[-*•]\s+|\d{1,2}[.、]\s*|#+\s*|>\s*)?")


def edited(
    matter: Intake, verifier: Verifier, checker: Checker, *, short: str | None = None, long: str | None = None
) -> Intake:
    """The matter with other words in a draft, masked, and with what they rest on.

    Args:
        matter: the matter; what the assistant itself proposed for it stays shown as it was verified.
        verifier: for the law of the matter's day.
        checker: for the same law.
        short: the new WeChat reply; None keeps it.
        long: the new long reply; None keeps it.
    """
    own = own_sentences(matter)
    words = matter.drafts.short if short is None else matter.disguise.hide_again(short).strip()
    whole = matter.drafts.long if long is None else matter.disguise.hide_again(long).strip()
    if matter.answer and matter.answer.action is Action.CRISIS:
        written = Drafts(words, words)
        return replace(matter, drafts=written, faults=tuple(dict.fromkeys(_crisis_faults(written.short, own))))
    written = Drafts(words, _remarked(whole, own, matter.sources))
    changed = [s for s in _sentences(f"{written.short}\n{written.long}") if s not in own]
    faults = [
        *_long_faults(written),
        *(_fault(s, verifier, matter.words) for s in changed),
        *cited_faults(written, checker),
    ]
    return replace(
        matter,
        drafts=written,
        faults=tuple(dict.fromkeys(fault for fault in faults if fault)),
        sources=_sources(matter, written, changed, verifier),
    )


def own_sentences(matter: Intake) -> frozenset[str]:
    """The sentences that the assistant proposed for this matter; each was verified for it."""
    proposed = matter.proposed or matter.drafts
    return frozenset(_sentences(f"{proposed.short}\n{proposed.long}"))


def cited_faults(written: Drafts, checker: Checker) -> Iterator[str]:
    """Citations of the drafts that the checker objects to."""
    alone = [s for s in split_sentences(written.short) if s not in written.long]
    for check in objections("\n".join([written.long, *alone]), checker):
        yield f"{check.mention.raw}：{check.explain}"


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a draft without marks, list signs and emphasis."""
    for line in text.split("\n"):
        bare = _LEAD.sub("", CITE_MARK.sub("", line)).replace("**", "").strip().strip("*").strip()
        yield from (s.strip() for s in split_sentences(bare) if s.strip())


def _fault(sentence: str, verifier: Verifier, told: str) -> str:
    fault = verifier.fault(sentence, told)
    return f"“{sentence}”：{fault}" if fault else ""


def _long_faults(written: Drafts) -> Iterator[str]:
    if len(written.short) > SHORT:
        yield f"微信回复有 {len(written.short)} 个字，最多 {SHORT} 个字"
    for name, words in (("微信回复", written.short), ("长回复", written.long)):
        if not words:
            yield f"{name}是空的"


def _crisis_faults(words: str, own: frozenset[str]) -> Iterator[str]:
    """To somebody in danger no law, and always a number to call."""
    urgent = tuple(line for line in read_lines().lines if line.urgent)
    if not line_pattern(urgent).search(words):
        yield "有生命危险的回复要留着能打的电话，例如 110、120、12356"
    if len(words) > SHORT:
        yield f"回复有 {len(words)} 个字，最多 {SHORT} 个字"
    for sentence in _sentences(words):
        if sentence not in own and (states_law(sentence) or "《" in sentence):
            yield f"“{sentence}”：先顾人，这里不写法条"


def _remarked(text: str, own: frozenset[str], sources: Sequence[Source]) -> str:
    """The text, where a changed sentence keeps a mark only behind the article that the mark stands for."""
    labels = {source.cited.n: source.cited.label for source in sources}

    def kept(match: re.Match[str]) -> str:
        before = CITE_MARK.sub("", match.string[: match.start()])
        return match[0] if before.endswith(labels.get(int(match[1]), "\0")) else ""

    lines = text.split("\n")
    return "\n".join(line if own.issuperset(_sentences(line)) else CITE_MARK.sub(kept, line) for line in lines)


def _sources(matter: Intake, written: Drafts, changed: Sequence[str], verifier: Verifier) -> tuple[Source, ...]:
    """What the drafts rest on now: sources that are still named, and those of the changed sentences."""
    marked = {int(n) for n in CITE_MARK.findall(written.long)}
    words = CITE_MARK.sub("", f"{written.short}\n{written.long}")
    kept = [s for s in matter.sources if s.cited.n in marked or s.cited.label in words]
    known = {s.cited.ref for s in kept}
    added: list[Cited] = []
    highest = max((s.cited.n for s in matter.sources), default=0)
    for cited in verifier.verify("\n".join(changed)).citations:
        if cited.ref not in known:
            added.append(replace(cited, n=highest + len(added) + 1))
    return (*kept, *(Source(cited, True, "") for cited in added))
