"""Cases: questions with what a good answer rests on, read from JSONL (docs/formats.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evals.references import WHOLE, is_guide, split, well_formed
from evals.rows import read_lines
from kb import Corpus, InputProblem, Problem

KINDS = (
    "simple", "colloquial", "typo", "distracting", "several", "situational",
    "multi_turn", "out_of_scope", "false_premise", "stale_law", "injection", "crisis",
)  # fmt: skip
SPLITS = ("open", "held_out")
ACTIONS = ("answer", "clarify", "decline", "crisis")
VERDICTS = ("unlawful", "likely_unlawful", "breaches_industry_rule", "lawful", "needs_facts", "not_applicable")

CHANNELS = ("direct", "sms", "base64", "english", "traditional", "multi_turn", "poisoned_article")
"""By which way an instruction that is none of the reader's comes in."""


@dataclass(frozen=True, slots=True)
class Case:
    """One evaluation question, asked in one turn or several, and what is expected of the last answer."""

    id: str
    source: str
    kind: str
    turns: tuple[str, ...]
    """What the borrower says; more than one turn is one conversation."""
    reason: str
    split: str = "open"
    expect: tuple[tuple[str, ...], ...] = ()
    """Groups of references; any one of its references satisfies a group."""
    as_of: date | None = None
    action: str = ""
    """Empty: not judged."""
    verdicts: tuple[str, ...] = ()
    """Any of them is right; empty: not judged."""
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()
    channel: str = ""
    """Of an injection: its way in."""
    today: date | None = None
    """The day on which it is asked, where its words count from it (上个月); otherwise the day of the run."""
    line: int = 0

    @property
    def question(self) -> str:
        """The turns as one text, for people; of a case that is held out, only that it is."""
        return "（留出题，不显示）" if self.held_out else " ｜ ".join(self.turns)

    @property
    def held_out(self) -> bool:
        """Whether it is only scored: whoever mends a kind of failure must not read it."""
        return self.split == "held_out"


def read_cases(path: Path) -> tuple[Case, ...]:
    """Read a file of cases, one JSON object a line; blank lines are passed over.

    Raises:
        InputProblem: the file cannot be read, or a line is not a case; names `file:line` for up to five faults.
    """
    lines = read_lines(path)
    text = "\n".join(dict(lines).get(n, "") for n in range(1, lines[-1][0] + 1)) if lines else ""
    cases, problems = parse_cases(text, path.name)
    if problems:
        more = f"；还有 {len(problems) - 5} 处" if len(problems) > 5 else ""
        raise InputProblem("题目文件有误，请改正：" + "；".join(str(p) for p in problems[:5]) + more)
    if not cases:
        raise InputProblem(f"{path} 里没有题目；一行写一个 JSON 对象")
    return cases


def parse_cases(text: str, file: str) -> tuple[tuple[Case, ...], tuple[Problem, ...]]:
    """The cases of a file's text, and every fault in it."""
    cases: list[Case] = []
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        reader = _Row(file, number)
        case = reader.case(line)
        problems += reader.problems
        if case is None:
            continue
        if case.id in first:
            problems.append(Problem(file, number, f"编号 {case.id} 与第 {first[case.id]} 行重复"))
        first.setdefault(case.id, number)
        cases.append(case)
    return tuple(cases), tuple(problems)


class _Row:
    """Reads one line, and collects what is wrong with it."""

    def __init__(self, file: str, line: int) -> None:
        self.problems: list[Problem] = []
        self._file, self._line = file, line

    def case(self, line: str) -> Case | None:
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            self._fault(f"不是合法的 JSON：{error}")
            return None
        if not isinstance(row, dict):
            self._fault("一行应是一个 JSON 对象")
            return None
        for name in sorted(row.keys() - _FIELDS.keys()):
            self._fault(f"未知字段 {name}；可用的是{'、'.join(_FIELDS)}")
        for name in sorted(_REQUIRED - row.keys()):
            self._fault(f"缺少字段 {name}")
        case = Case(
            id=self._text(row, "id"),
            source=self._text(row, "source"),
            kind=self._one_of(row, "kind", KINDS),
            turns=self._turns(row.get("text", "")) if "text" in row else (),
            reason=self._text(row, "reason"),
            split=self._one_of(row, "split", SPLITS),
            expect=self._groups(row.get("expect", [])),
            as_of=self._day(row.get("as_of")),
            action=self._one_of(row, "action", ACTIONS),
            verdicts=self._verdicts(row),
            must_say=self._entries(row, "must_say"),
            must_not_say=self._entries(row, "must_not_say"),
            channel=self._one_of(row, "channel", CHANNELS),
            line=self._line,
        )
        return None if self.problems else case

    def _fault(self, message: str) -> None:
        self.problems.append(Problem(self._file, self._line, message))

    def _text(self, row: Mapping[str, object], name: str) -> str:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if name in row:
            self._fault(f"{name} 应是不空的文字")
        return ""

    def _one_of(self, row: Mapping[str, object], name: str, allowed: Sequence[str]) -> str:
        value = self._text(row, name)
        if value and value not in allowed:
            self._fault(f"{name} 不认识 {value}；可用的是{'、'.join(allowed)}")
        return value

    def _strings(self, value: object, name: str) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value):
            return tuple(value)
        self._fault(f"{name} 应是一列不空的文字")
        return ()

    def _turns(self, value: object) -> tuple[str, ...]:
        if isinstance(value, str) and value.strip():
            return (value,)
        turns = self._strings(value, "text")
        if value == []:
            self._fault("text 里没有话")
        return turns

    def _groups(self, value: object) -> tuple[tuple[str, ...], ...]:
        if not isinstance(value, list):
            self._fault("expect 应是一列组，每组是一列引用")
            return ()
        groups = tuple(self._strings(group, "expect 的每一组") for group in value)
        if any(group == [] for group in value):
            self._fault("expect 里有空组")
        for ref in (ref for group in groups for ref in group if not well_formed(ref)):
            self._fault(f"看不懂的引用 {ref}；写法如 民法典#1033、治安管理处罚法@2026-01-01#50")
        return groups

    def _day(self, value: object) -> date | None:
        if value is None:
            return None
        try:
            return date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
        except ValueError:
            self._fault(f"as_of 不是日期：{value}；写法如 2025-12-31")
            return None

    def _verdicts(self, row: Mapping[str, object]) -> tuple[str, ...]:
        words = tuple(self._text(row, "verdict").split("|")) if row.get("verdict") is not None else ()
        for word in words:
            if word not in VERDICTS:
                self._fault(f"verdict 不认识 {word}；可用的是{'、'.join(VERDICTS)}")
        return words

    def _entries(self, row: Mapping[str, object], name: str) -> tuple[str, ...]:
        entries = self._strings(row[name], name) if name in row else ()
        if any(not part.strip() for entry in entries for part in entry.split("|")):
            self._fault(f"{name} 的“|”两边都要有字")
        return entries


_FIELDS: Mapping[str, bool] = {
    "id": True, "source": True, "kind": True, "text": True, "as_of": False, "expect": True, "action": False,
    "verdict": False, "must_say": False, "must_not_say": False, "split": True, "reason": True, "channel": False,
}  # fmt: skip
"""Every field of a line, and whether it must be there."""
_REQUIRED = frozenset(name for name, needed in _FIELDS.items() if needed)


def select(cases: Sequence[Case], suite: str | None, also: Sequence[str] = ()) -> tuple[Case, ...]:
    """The cases of a suite: a kind (`crisis`), a split (`open`), one case's id, or several of these with commas.

    None and `all` mean every case; `also` are names that would do elsewhere, for the message.

    Raises:
        InputProblem: nothing goes by that name.
    """
    if suite is None or suite == "all":
        return tuple(cases)
    wanted = {word.strip() for word in suite.split(",") if word.strip()}
    unknown = sorted(wanted - {name for case in cases for name in (case.kind, case.split, case.id)})
    if unknown or not wanted:
        known = "、".join(("all", *also, *SPLITS, *KINDS))
        raise InputProblem(f"没有叫“{'、'.join(unknown)}”的题组；可用的是{known}，或者题目编号")
    return tuple(case for case in cases if wanted & {case.kind, case.split, case.id})


def unheld(cases: Sequence[Case], corpus: Corpus) -> Iterator[tuple[Case, str]]:
    """Expected references that no search can find, since the library does not hold the article."""
    for case in cases:
        for ref in (ref for group in case.expect for ref in group):
            if not _held(ref, corpus):
                yield case, ref


def _held(ref: str, corpus: Corpus) -> bool:
    if is_guide(ref):
        return corpus.section(ref) is not None
    instrument, day, article = split(ref)
    known = corpus.instruments.get(instrument)
    versions = [v for v in known.versions if not day or v.in_force.isoformat() == day] if known else []
    if article == WHOLE:
        return any(v.articles for v in versions)
    return any(a.number.key == article for v in versions for a in v.articles)
