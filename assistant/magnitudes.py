"""Whether the numbers of a sentence are those of its articles: the figure, its bound, and the rule it belongs to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.grounds import Grounds
from assistant.quantities import Quantity, dates, quantities
from kb import Provision

_NUMBER = r"(?:(?<![零一二三四五六七八九十百千万两])[零一二三四五六七八九十百千万两]+|(?<!\d)\d+(?:\.\d+)?)"
_UNIT = r"(?:个工作日|工作日|个月|小时|分钟|周岁|万元|[日天年月元倍次%点人])"
_RANGE = re.compile(rf"({_NUMBER}{_UNIT})(?:以上|到|至)(?:不满|不足)?({_NUMBER}{_UNIT})")
_UPPER = re.compile(rf"(?<!以上)(?<![\d零一二三四五六七八九十百千万两])({_NUMBER}{_UNIT})以下")
_BOUNDED = re.compile(
    rf"(?P<least>不得?少于|不得?低于|至少|最低|最短)?(?P<most>不得?超过|不得?高于|至多|最多|最长|最高)?(?P<figure>{_NUMBER}{_UNIT})"
    r"的?(?:(?P<up>以上|及以上|以后|之后|后(?![一几两]))|(?P<down>以下|以内|之内|内))?"
)
_STRETCHES = re.compile(r"[。；：]")
_OPEN = re.compile(r"有没有|是不是|是否|算不算")
_ONE = re.compile(r"一(?P<unit>[次人])(?P<next>[\u4e00-\u9fff]{2})")
_PERSONS = re.compile(rf"(?:不得?少于|至少|最多|至多|不得?超过)[^，。；\d]{{0,3}}(?P<count>{_NUMBER})(?P<unit>人|名)")
_AT_LEAST, _AT_MOST = "至少", "至多"


def wrong_amounts(bare: str, grounds: Grounds, question: str) -> str:
    """The first number that its articles do not have, or have elsewhere, or bound the other way."""
    asked = quantities(question)
    loose = quantities(bare) - quantities(grounds.text) - asked
    if loose:
        return f"所引条文里没有“{'、'.join(f'{v:g}{u}' for v, u in sorted(loose))}”"
    law = unicodedata.normalize("NFKC", grounds.text)
    said = unicodedata.normalize("NFKC", bare)
    return (
        _wrong_one(said, law)
        or _wrong_range(said, law)
        or _out_of_range(said, law)
        or _wrong_bound(said, law)
        or _of_another_rule(bare, grounds, asked)
    )


def wrong_days(bare: str, provisions: Sequence[Provision], question: str) -> str:
    """The first date that has nothing to do with the provisions, their versions or the question."""
    known = dates(question)
    for provision in provisions:
        known |= {
            d.isoformat()
            for d in (provision.version.in_force, provision.version.until, provision.version.promulgated)
            if d
        }
        known |= dates(provision.article.text)
        known |= {d.isoformat() for v in provision.instrument.versions for d in (v.in_force, v.until) if d}
    for written in dates(bare):
        if not any(day.startswith(written) for day in known):
            return f"所引条文与“{written}”这个日期无关"
    return ""


def _wrong_one(said: str, law: str) -> str:
    """一次 and 一人 are seldom counted; they are where the law counts the same otherwise: 两次传票, 不少于二人."""
    for match in _ONE.finditer(said):
        counted = set(re.findall(rf"({_NUMBER}){match['unit']}(?:以上)?的?{match['next']}", law))
        if counted and not counted & {"一", "1"}:
            return f"所引条文里没有“{match[0]}”"
    for match in _PERSONS.finditer(said):
        counted = {number.replace("两", "二") for number in re.findall(rf"({_NUMBER})(?:人|名)", law)}
        if counted and match["count"].replace("两", "二") not in counted:
            return f"所引条文里没有“{match[0]}”"
    return ""


def _wrong_range(said: str, law: str) -> str:
    ranges = {(quantities(m[1]), quantities(m[2])) for m in _RANGE.finditer(law)}
    for match in _RANGE.finditer(said):
        low, high = quantities(match[1]), quantities(match[2])
        backwards = any(a > b and one == two for a, one in low for b, two in high)
        if backwards or (ranges and "以上" in match[0] and (low, high) not in ranges):
            return f"所引条文里没有“{match[0]}”"
    return ""


def _out_of_range(said: str, law: str) -> str:
    """处十日以下 where the law knows ten days only as the upper end of 五日以上十日以下."""
    ends = {quantities(m[1]) for m in _UPPER.finditer(law)}
    for match in _UPPER.finditer(said):
        figure = quantities(match[1])
        if figure and figure not in ends and figure in {quantities(m[2]) for m in _RANGE.finditer(law)}:
            return f"所引条文里“{match[1]}”前面还有下限"
    return ""


def _wrong_bound(said: str, law: str) -> str:
    known = _bounds(law)
    for match in _BOUNDED.finditer(said):
        if _OPEN.search(said[max(0, match.start() - 8) : match.start()]):
            continue
        bound = _bound(match)
        for figure in quantities(match["figure"]):
            bounds = known.get(figure, set()) - {""}
            if bound and bounds and bound not in bounds:
                return f"所引条文里“{match['figure']}”的上下限不是这样"
    return ""


def _bounds(law: str) -> dict[Quantity, set[str]]:
    """For each figure of the law, the ways in which it is bounded."""
    known: dict[Quantity, set[str]] = {}
    for match in _BOUNDED.finditer(law):
        for figure in quantities(match["figure"]):
            known.setdefault(figure, set()).add(_bound(match))
    return known


def _bound(match: re.Match[str]) -> str:
    if match["most"] or match["down"]:
        return _AT_MOST
    return _AT_LEAST if match["least"] or match["up"] else ""


def _of_another_rule(bare: str, grounds: Grounds, asked: frozenset[Quantity]) -> str:
    """A figure that stands in the articles, but not in the sentence of them that the words are about."""
    units = [tuple(part for part in grounds.parts if part in unit) for unit in grounds.cited.split("\n")]
    held = {unit for _, unit in quantities(grounds.cited)}
    for stretch in _STRETCHES.split(bare):
        for clause in re.split("[，、]", stretch):
            figures = frozenset(f for f in quantities(clause) - asked if f[1] in held)
            if not figures:
                continue
            homes = list(grounds.homes(stretch))
            homes += [part for words in (stretch, clause) for unit in units for part in grounds.homes(words, unit)]
            there = frozenset().union(*(quantities(part) for part in homes))
            if homes and (loose := figures - there):
                return f"所引条文把“{'、'.join(f'{v:g}{u}' for v, u in sorted(loose))}”用在别处"
    return ""
