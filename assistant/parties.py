"""Whether a sentence says of the right party what its articles say: creditor or debtor, court or police, or all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.grounds import Grounds, before, clause_around, occurrences, stretch_around
from assistant.roles import PARTY, sides_in

_OPPOSED = (
    {"creditor", "debtor"}, {"creditor", "guarantor"}, {"debtor", "guarantor"}, {"creditor", "heir"},
    {"debtor", "heir"}, {"creditor", "transferor"}, {"court", "police"}, {"court", "procuratorate"},
    {"police", "procuratorate"}, {"bank", "collector"}, {"plaintiff", "defendant"}, {"injured", "doer"},
)  # fmt: skip
"""Who is easily put for whom. A borrower's word for one of a side (债务人 for 被执行人) is no fault."""
_ALL = re.compile(r"任何人|任何(?:机构|公司|平台)|所有人|(?<!他)人人(?!身)|谁都(?=可以|应当|必须|不得|有权)")
_LAW_ALL = re.compile(r"任何|一切|所有|凡|公民|自然人|民事主体|单位和个人")
_TOWARDS = re.compile(
    r"(?:向|对|与|同|给|被|为|根据|按照|依|替|请求|要求|送达|通知|告知|被)(?:上一级|原审|执行|其|同一|该)?$"
)
"""What makes a party the one to whom something is done, not the one who does it."""
_SAYS_SO = 0.4
"""Share of a clause that the articles must have before a party in it may be called the wrong one."""
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
_AHEAD, _BACK = 12, 40
_COMMON = 6


def somebody_else(said: str, grounds: Grounds) -> str:
    """A party of which the law says nothing of the kind, though it does of the one it is put for."""
    law = grounds.text.replace("人民法院", "法院")
    said = said.replace("人民法院", "法院")
    for match in PARTY.finditer(said):
        if said[: match.start()].endswith(("原", "新", "没告")):
            continue
        side = str(match.lastgroup)
        against = {other for pair in _OPPOSED if side in pair for other in pair - {side}}
        clause = clause_around(said, match.start())
        near = "\n".join(grounds.homes(stretch_around(said, match.start()))).replace("人民法院", "法院")
        if against and _put_for(said, match, law, against):
            return f"所引条文在这里写的不是{match[0]}"
        if not against or grounds.share(PARTY.sub("，", clause)) < _SAYS_SO or _just_so(said, match, near):
            continue
        votes = set(_votes(said, match, law))
        if votes and side not in votes and votes & against:
            return f"所引条文这里说的不是{match[0]}"
        if side not in sides_in(law) and _stands_for(clause, grounds, against):
            return f"所引条文没有说到{match[0]}"
    return ""


def _put_for(said: str, match: re.Match[str], law: str, against: set[str]) -> bool:
    """Whether the law has the opposed party between the very words that stand around this one, and not this one."""
    first, last = match.span()
    before, behind = said[max(0, first - 1) : first], said[last : last + 2]
    if not _HAN.fullmatch(behind) or match[0] + behind in law:
        return False
    before = before if _HAN.fullmatch(before * 2) else ""
    if not before and behind in {"可以", "应当", "不得", "有权", "必须"}:
        return False
    opposed = [m for m in PARTY.finditer(law) if str(m.lastgroup) in against and law.startswith(behind, m.end())]
    around = {
        law[max(0, m.start() - 1) : m.start()] for m in opposed if before or not _TOWARDS.search(law[: m.start()])
    }
    return bool(around) and (not before or before in around)


def _just_so(said: str, match: re.Match[str], law: str) -> bool:
    """Whether the law has the party with the words right before or right behind it."""
    first, last = match.span()
    return any(
        len(words) == len(match[0]) + 2 and not re.search(r"[，。；：、（）]", words) and words in law
        for words in (said[max(0, first - 2) : last], said[first : last + 2])
    )


def everybody(said: str, grounds: Grounds) -> str:
    """A duty or power of some that is said to be everybody's."""
    found = _ALL.search(said)
    if found and not _LAW_ALL.search(grounds.cited):
        return f"所引条文没有说“{found[0]}”"
    return ""


def _votes(said: str, match: re.Match[str], law: str) -> Iterator[str]:
    """The parties that the law names before the words that stand behind a party in the sentence."""
    words = re.split(r"[，。；：]", said[match.end() : match.end() + _AHEAD])[0]
    towards = _TOWARDS.search(said[: match.start()])
    for first in range(max(0, len(words) - 1)):
        pair = words[first : first + 2]
        if law.count(pair) > _COMMON or PARTY.search(pair):
            continue
        for place in occurrences(law, pair):
            near = before(law, place, _BACK)
            named = list(PARTY.finditer(near))
            doers = named if towards else [m for m in named if not _TOWARDS.search(near[: m.start()])]
            for place_of, one in enumerate(reversed(doers)):
                yield str(one.lastgroup)
                before_it = doers[-place_of - 2].end() if place_of + 1 < len(doers) else 0
                if near[before_it : one.start()] not in {"、", "或者", "和", "或"}:
                    break


def _stands_for(clause: str, grounds: Grounds, against: set[str]) -> bool:
    """Whether the law's own sentence names the other party, which the clause does not."""
    homes = grounds.homes(PARTY.sub("，", clause))[:1]
    return bool(homes and sides_in(homes[0]) & against and not sides_in(clause) & against)
