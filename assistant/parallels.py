"""Clauses that restate a clause of the law word for word but for a figure, a party or a 应当."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from assistant.grounds import Grounds, clauses
from assistant.quantities import quantities
from assistant.roles import PARTY, sides_in
from kb import bigrams

_ALIKE, _NEARLY = 0.7, 0.05
"""Likeness (Dice) from which a clause restates one of the law, both without the words that are compared; and how near
to the best another clause must come, to be restated as well."""
_FEW = 4
"""Fewer pairs of characters than this restate nothing."""
_FIGURE = re.compile(
    r"百分之[零一二三四五六七八九十百]+|(?:(?<![零一二三四五六七八九十百千万两])[零一二三四五六七八九十百千万两]+|(?<!\d)\d+(?:\.\d+)?)"
    r"(?:个工作日|工作日|个月|小时|周岁|万元|[日天年月元倍次%人])"
)
_NOT = r"不满|不足|不予|不再|没有|不|未|没|无"
_MODAL = r"应当|必须|不得|可以|有权|无权|应予|禁止|不应"
_UNNAMED = re.sub(r"\?P<\w+>", "?:", PARTY.pattern)
_OPERATORS = re.compile(f"{_FIGURE.pattern}|{_UNNAMED}|{_MODAL}|{_NOT}")


def altered(said: str, grounds: Grounds) -> str:
    """The first such clause, and what in it is not the law's."""
    law = [(_bare(clause), clause) for part in grounds.parts if part in grounds.cited for clause in clauses(part)]
    for clause in clauses(said):
        pairs = _bare(clause)
        if len(pairs) < _FEW:
            continue
        scored = [(2 * len(pairs & other) / (len(pairs) + len(other)), text) for other, text in law if other]
        best = max((score for score, _ in scored), default=0.0)
        if best < _ALIKE:
            continue
        nearest = [text for score, text in scored if score >= best - _NEARLY]
        alike = [text for other, text in law if len(pairs & other) >= _ALIKE * len(pairs)]
        for differs, restated in ((_other_figure, alike), (_other_party, nearest), (_other_force, nearest)):
            if fault := _all(differs, clause, restated):
                return f"所引条文写的是“{nearest[0].strip()}”：{fault}"
    return ""


def _all(differs: Callable[[str, str], str], clause: str, restated: Sequence[str]) -> str:
    """The difference, if the clause differs so from each clause that it may restate."""
    found = [differs(clause, law) for law in restated]
    return found[0] if found and all(found) else ""


def _other_figure(clause: str, law: str) -> str:
    said, theirs = quantities(clause), quantities(law)
    units = {unit for _, unit in theirs}
    return "数字不同" if any(f not in theirs for f in said if f[1] in units) else ""


def _other_party(clause: str, law: str) -> str:
    said, theirs = sides_in(clause), sides_in(law)
    return "当事人不同" if said and theirs and said - theirs and theirs - said else ""


def _other_force(clause: str, law: str) -> str:
    said, theirs = _kinds(clause), _kinds(law)
    return "应当、可以、不得不同" if said and theirs and not said & theirs else ""


_FORCES = {
    "ban": "不得|无权|禁止|不应|不可以|不能",
    "duty": "应当|必须|应予",
    "leave": "(?<!不)可以(?!请|申请|要求|主张)|有权",
}


def _kinds(text: str) -> set[str]:
    return {kind for kind, words in _FORCES.items() if re.search(words, text)}


@lru_cache(maxsize=1 << 12)
def _bare(clause: str) -> frozenset[str]:
    return frozenset(bigrams(_OPERATORS.sub("", clause)))
