"""Reads a corpus of articles made by somebody else: JSON Lines, packed or not, into Passages."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

from kb.asked import wording_key
from kb.errors import InputProblem
from kb.law import ArticleNumber
from kb.passages import FOREVER, Passage, day_number
from kb.ranks import Authority
from kb.words import article_keys


def read_articles(path: Path, ways: Mapping[str, Sequence[str]] = MappingProxyType({})) -> tuple[Passage, ...]:
    """Read `{"id"?, "instrument", "article_label" or "article", "headings"?, "text", "effective"?, "repealed"?}` lines.

    Passage ids are made unique; the id in the file is kept as `echo`. An article may be a label or a number. `ways` are
    the ways people ask, by the key of an article's words (kb/asked.py): written for one copy, they fit any other.

    Raises:
        InputProblem: the file cannot be read, or a line is not such an object; names the file and the line.
    """
    passages: dict[str, Passage] = {}
    number = 0
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            for line in file:
                number += 1
                if line.strip():
                    passage = _passage(orjson.loads(line.removeprefix(codecs.BOM_UTF8)), passages, ways)
                    passages[passage.id] = passage
    except orjson.JSONDecodeError as fault:
        raise InputProblem(f"{path}:{number}: 这一行不是 UTF-8 编码的 JSON。请改正后重试。") from fault
    except _Fault as fault:
        raise InputProblem(f"{path}:{number}: {fault}。请改正后重试。") from fault
    except (OSError, EOFError, zlib.error) as fault:
        raise InputProblem(f"{path} 读不出来（{fault}）。请检查路径和文件是否完整。") from fault
    if not passages:
        raise InputProblem(f"{path} 里没有任何条文。")
    return tuple(passages.values())


class _Fault(Exception):
    """What is wrong with a line."""


def _passage(row: Any, taken: Mapping[str, Passage], ways: Mapping[str, Sequence[str]]) -> Passage:
    if not isinstance(row, dict):
        raise _Fault("这一行应是一个 JSON 对象")
    title, text = _text(row, "instrument"), _text(row, "text")
    label = _label(row)
    start, end = _day(row, "effective"), _day(row, "repealed")
    key = next(iter(article_keys(label)), label)
    base = f"{title}@{start}#{key}" if start else f"{title}#{key}"
    id_, copy = base, 2
    while id_ in taken:
        id_, copy = f"{base}~{copy}", copy + 1
    echo = row.get("id")
    return Passage(
        id=id_,
        kind="article",
        title=title,
        number=label,
        headings=_headings(row.get("headings")),
        text=text,
        asked="\n".join(ways.get(wording_key(text), ())) if ways else "",
        authority=guess_authority(title),
        in_force=day_number(start) if start else 0,
        until=day_number(end) if end else FOREVER,
        instrument=title,
        echo="" if echo is None else str(echo),
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _Fault(f"缺少“{name}”，或它不是文字")
    return value.strip()


def _label(row: Mapping[str, Any]) -> str:
    value = row.get("article_label", row.get("article"))
    written = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if written.isdecimal():
        try:
            return str(ArticleNumber(int(written)))
        except ValueError as fault:
            raise _Fault("条号超出范围") from fault
    if not written:
        raise _Fault("缺少“article_label”或“article”")
    return written


def _headings(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return " ".join(value)
    raise _Fault("“headings”应是文字或文字列表")


def _day(row: Mapping[str, Any], name: str) -> date | None:
    value = row.get(name)
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as fault:
        raise _Fault(f"“{name}”应写成 2021-01-01 的样子") from fault


_SUPREME = re.compile("最高人民法院|最高人民检察院|最高法|最高检|两高")
_PLACE = re.compile(
    "(?:北京|上海|天津|重庆|.{2,6}(?:省|自治区|自治州|自治县|经济特区)|(?!城市|都市).{2,3}市(?![场容政区]))"
)
_GUESSES = (
    (re.compile(r"(?:解释|批复)$"), Authority.JUDICIAL_INTERPRETATION),
    (re.compile(r"公约|自律"), Authority.INDUSTRY_RULE),
    (re.compile(r"GB|国家标准"), Authority.STANDARD),
    (re.compile(r"办法|规定|细则|规则"), Authority.DEPARTMENTAL_RULE),
    (re.compile(r"法典?$|修正案|宪法|全国人民代表大会"), Authority.LAW),
    (re.compile(r"条例|^国务院"), Authority.REGULATION),
)
"""Tried in this order, after courts and places, so that 办法 is not taken for a 法."""


def guess_authority(title: str) -> Authority:
    """Guess an instrument's rank from its title, for corpora that do not say; good enough to order hits."""
    bare = re.sub(r"[（(][^（()）]*[）)]|[《》\s]", "", title).removeprefix("中华人民共和国")
    if _SUPREME.search(bare):
        document = re.search(r"(意见|通知|纪要)$", bare)
        return Authority.JUDICIAL_DOCUMENT if document else Authority.JUDICIAL_INTERPRETATION
    if re.search(r"条例$", bare) and _PLACE.match(bare):
        return Authority.LOCAL_REGULATION
    if re.search(r"法实施条例$|条例$|^国务院", bare):
        return Authority.REGULATION
    return next((rank for pattern, rank in _GUESSES if pattern.search(bare)), Authority.NORMATIVE_DOCUMENT)
