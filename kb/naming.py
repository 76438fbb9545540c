"""Reads what stands around a title: its edition, the short name a text gives it, and whose an untitled article is.

All functions read folded text (kb.folding).
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kb.titles import KINDS
from kb.units import NUMERAL

DOCUMENT = (
    r"(?:法释|法发|高检发(?:释字)?|国发|国办发|国办函|银发|银监发|银保监发|银保监规|银保监办发|金规|金发|公通字|整治办函)"
    r"[(\[]\d{4}[)\]]第?\d{1,5}号|刑法修正案\([一二三四五六七八九十]{1,3}\)"
)
"""A document number names an instrument as a title does: 法释〔2020〕27号; 刑法修正案（十一） is another than 刑法."""

LONGEST_LINK = 40
"""Characters that may stand between a title and its article."""

BARE_LINK = re.compile(r"[》*\s的\"]{0,4}")
"""What may stand between a title and a number without 第: 《民法典》1033条."""

_KIND = "|".join(KINDS)
_JOINT = r"[》*:,、\s的中里之()\"·•\-]"
_LINK = re.compile(
    rf"{_JOINT}*(?:(?:第{NUMERAL}(?:分?编|章|节)[一-鿿]{{0,12}}?|[一-鿿]{{1,8}}编|总则|分则|附则"
    rf"|规定|修订|修正|修改|所称|条文){_JOINT}*){{0,4}}"
)
_PARENTHESIS = re.compile(r"\(((?:[^()\n]|\([^()\n]*\)){1,80})\)")
_EDITION = re.compile(r"自?(\d{4})年?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:第[一二三]次)?[一-鿿]{0,6}")
_EDITION_AFTER = re.compile(r"(\d{4})年?(?:版|修正|修订|修改)(?:版|本|文本)?")
_EDITION_BEFORE = re.compile(
    r"(\d{4})年(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"(?P<said>(?:新?版|新?修正|新?修订|新?修改|公布|颁布|施行|通过|生效|后|的)*)$"
)
_SHORT = re.compile(r"(?:以下|下)(?:统|简)?称(?:为)?:?[\"《]*([^\"《》()、,.]{2,20})[\"》]*$")
_CONTRACTS = "合同|协议|章程|约定|保单|须知|判决书?|裁定书?|公告"
_OWNER = re.compile(rf"([一-鿿]{{0,24}}?(?:{_KIND}|决定|纪要|{_CONTRACTS})(?:\([^()]{{1,4}}\))?)$")
_POINTED = re.compile(rf"(?:前述|上述|同|该|本|此|这部)(?:{_KIND})$")
_CONTRACT = re.compile(rf"(?:{_CONTRACTS}|(?:公司|平台|单位|学校|小区|银行|家|内部|行业)的?规定)$")
_LEADING = re.compile(
    r"^.*(?:根据|依据|依照|按照|违反|参照|参见|适用|触犯|符合|以及|和|与|及|或|是|在|的|了|把|被|由|对|看|按|依|据|如)"
)
_ANY_RULE = re.compile(rf"(?:国家|法律|法规|相关|有关|上述|前述|这一|这个|该|此|本|同|其|明文|明确)*(?:{_KIND})?")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a title: the year of its edition, the short name it is given, and where all that ends."""

    edition: int | None
    short: str
    end: int


def read_around(text: str, start: int, end: int, years: AbstractSet[int]) -> Around:
    """Read around the title at [start, end): 2012年修正的《…》, 《…》（2012修正）（以下简称《办法》）.

    Args:
        text: folded text.
        start: where the title begins.
        end: where it ends.
        years: of the versions known; a bare 2020年《…》 tells the edition only if there is one of that year.
    """
    edition, short = None, ""
    if year := _EDITION_AFTER.match(text, end):
        edition, end = int(year[1]), year.end()
    while found := _PARENTHESIS.match(text, end):
        if year := _EDITION.fullmatch(found[1]):
            edition = int(year[1])
        elif named := _SHORT.search(found[1]):
            short = named[1]
        elif not re.search(r"\d号", found[1]):
            break
        end = found.end()
    before = _EDITION_BEFORE.search(text[max(0, start - 24) : start]) if edition is None else None
    if before and (before["said"].strip("的后") or int(before[1]) in years):
        edition = int(before[1])
    return Around(edition, short, end)


def edition_in(title: str) -> int | None:
    """The year that a title carries itself: 《治安管理处罚法（2012修正）》."""
    found = _PARENTHESIS.search(title)
    year = _EDITION.fullmatch(found[1]) if found else None
    return int(year[1]) if year else None


def linked(text: str, title_end: int, at: int) -> bool:
    """Whether an article at a place stands right behind a title: nothing between but marks, 规定, 第四编第六章."""
    return at - title_end <= LONGEST_LINK and bool(_LINK.fullmatch(text, title_end, at))


def owner_before(before: str) -> str | None:
    """Whose an article without a title is, told by the words right before it.

    None: no owner stands there, so it is of the law named last. Empty: a contract's, a judgment's or a house rule's.
    Otherwise the title of a rule that no shelf knows.
    """
    owner = _OWNER.search(before)
    if owner is None:
        return None
    if _POINTED.search(owner[1]):
        return None
    name = _LEADING.sub("", owner[1])
    if _CONTRACT.search(name):
        return ""
    known_kind = _ANY_RULE.fullmatch(name) or len(name) < (3 if name.endswith(("法", "条例")) else 5)
    return None if known_kind else name
