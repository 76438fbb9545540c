"""Exceptions, conditions and joints of a sentence that its articles do not have."""

from __future__ import annotations

import re

from assistant.grounds import Grounds, clauses
from assistant.roles import PARTY

_EXCEPTION = re.compile(r"除外|例外|除非|不在此限|不适用$|但是")
_EXCEPTED = re.compile(r"除外|例外|除非|不适用|另有|不受|但是|不在此限")
_CONDITION = re.compile(
    r"前提是|为前提|为条件|[只仅]限于|^(?:必须|须)先|须先|^并且(?:要|须|应)|并须|才(?:可以|能|有效|生效)$|(?:须|经)[^，]{0,100}批准"
)
_FRAME = re.compile(
    r"，|除外|例外|除非|不在此限|不适用|但是|但|超过|金额|前提是|以|为前提|为条件|只限于|仅限于|必须|须|先|并且|只有|才|可以|另有|"
    r"本人|债务人|债权人|借款人|机构|公司|法院|人民|银行|你|他|对方|的|已经|应当|不|了|要|经|在|以后|到"
)
_COUNTED = re.compile(r"(?:种|情形|情况|也有|有)(?:除外|例外)$|另有(?:约定|规定|说明)|有[^，]{0,4}例外|几种|这些")
_OTHERWISE = re.compile(r"另有(?!约定|规定|说明|法律|一[条道种])[\u4e00-\u9fff]{2}$")
_LEAST = 0.16
"""Least share of an exception's own words that the articles must have."""
_LEAST_CONDITION = 0.4
_AND, _OR = re.compile(r"(?:并且|而且|且|并)(?P<next>[\u4e00-\u9fff]{2})"), r"或者?[以对在者向是]?"
_BOTH = re.compile(r"(?P<one>[\u4e00-\u9fff]{2})并且(?P<other>[\u4e00-\u9fff]{2})")


def invented(said: str, grounds: Grounds) -> str:
    """An exception or a condition of which the articles have no word."""
    for clause in clauses(said):
        exception, condition = _EXCEPTION.search(clause), _CONDITION.search(clause)
        if exception and not _EXCEPTED.search(grounds.text):
            return "所引条文里没有这个例外"
        otherwise = _OTHERWISE.search(clause)
        if otherwise and otherwise[0] not in grounds.text:
            return f"所引条文里没有“{otherwise[0]}”"
        if not (exception or condition) or _COUNTED.search(clause):
            continue
        own = [part for part in _FRAME.split(PARTY.sub("，", clause)) if len(part) > 1]
        if own and max(grounds.share(part) for part in own) < (_LEAST if exception else _LEAST_CONDITION):
            return f"所引条文里没有“{clause}”"
    return ""


def joined(said: str, grounds: Grounds) -> str:
    """What the sentence joins with 并且 though the law offers it with 或者."""
    for match in _AND.finditer(said):
        words = re.escape(match["next"])
        if re.search(rf"{_OR}{words}", grounds.text) and not re.search(rf"[并且和及、]处?{words}", grounds.text):
            return f"所引条文在“{match['next']}”前面写的是或者"
    for match in _BOTH.finditer(said):
        if f"{match['one']}或者{match['other']}" in grounds.text and match[0] not in grounds.text:
            return f"所引条文写的是“{match['one']}或者{match['other']}”"
    return ""
