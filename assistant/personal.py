"""What counts as personal data here, and a text made even so that it can be looked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

KINDS: Mapping[str, str] = {
    "标记": "文字里本来就有的〔手机1〕一类标记",
    "邮箱": "邮箱地址",
    "案号": "法院案号，如（2026）京0105民初12345号",
    "编号": "合同、借据、订单、工单等的号码，前面写着是什么号",
    "微信": "微信号，前面写着微信、wx、vx、加V，或以 wxid_ 开头",
    "QQ": "QQ 号，前面写着 QQ、扣扣、企鹅",
    "身份证": "18 位身份证号（校验位对）、15 位身份证号（日期对）",
    "银行卡": "16 到 19 位银行卡号（Luhn 校验对）",
    "手机": "手机号，包括空格、横线、全角、中文数字、幺、+86",
    "座机": "带区号的座机和分机；没有区号的，前面要写着电话、座机",
    "号码": "其余 11 位以上的数字，以及证件号、账号后面校验不对的数字",
    "车牌": "车牌，包括新能源",
    "地址": "门牌、小区楼栋、村组；写着住在、地址的，只到区县也算",
    "单位": "工作单位、学校：在……上班、单位是……、就职于……",
    "姓名": "姓名：前后有提示的、看着就是姓名的、称呼（喊我大鱼就行、群昵称、@某人），和另给的名单",
}
"""The kinds, as the tags name them, in order of rank: where two overlap as long, the one further up names both."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """Personal data where it stands in a text."""

    start: int
    end: int
    kind: str
    key: str
    """What it is, however it is written: 138 1234 5678 and 13812345678 have one key."""


@lru_cache(maxsize=1 << 14)
def _even(character: str) -> str:
    """One character for one, so that every offset stays."""
    wide = unicodedata.normalize("NFKC", character)
    return wide if len(wide) == 1 else character


_SAME = {
    ord("－"): "-",
    ord("–"): "-",
    ord("‐"): "-",
    ord("‑"): "-",
    ord("−"): "-",
    ord("\u3000"): " ",
    ord("\xa0"): " ",
}


def even(text: str) -> str:
    """The text in half width, character for character."""
    return "".join(map(_even, text)).translate(_SAME)


def compact(text: str) -> str:
    """A spelling without spaces, marks and case, to compare by."""
    return "".join(c for c in even(text) if c.isalnum()).upper()


def everywhere(text: str, names: frozenset[str] | set[str]) -> Iterator[Found]:
    """Every place where one of the names stands, the longest first; one pass, however many names."""
    by_start: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        by_start.setdefault(name[:2], []).append(name)
    at = 0
    while by_start and at < len(text) - 1:
        name = next((n for n in by_start.get(text[at : at + 2], ()) if text.startswith(n, at)), "")
        if name:
            yield Found(at, at + len(name), "姓名", name)
        at += len(name) or 1
