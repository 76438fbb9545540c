"""Markdown ⇄ versions and guides. Parsing and writing are inverse; faults come back as problems, all at once."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from kb.law import DEBTOR, ITEM_MARK, READERS, Article, ArticleNumber, Guide, Problem, Section, Version
from kb.numerals import NUMERAL_CHARACTERS, from_chinese

_T = TypeVar("_T")

_NUMERAL = f"[{NUMERAL_CHARACTERS}]+"
_HEADING = re.compile(r"(#{2,6}) (.+)")
_ARTICLE = re.compile(r"\*\*(?P<label>(?:第[^*（]+|全文)?)(?P<doubt>（条号待核）)?\*\*\s*(?P<rest>.*)")
_LABEL = re.compile(rf"第(?P<number>{_NUMERAL})条(?:之(?P<suffix>{_NUMERAL}))?$")
_SECTION_LABEL = re.compile(r"第(?P<section>\d+(?:\.\d+)*)节$")
_CHAPTER_LABEL = re.compile(rf"第(?P<chapter>{_NUMERAL})章$")
_GUIDE_SECTION = re.compile(r"## (?P<title>.+?) \{#(?P<id>[a-z0-9][a-z0-9-]*)\}$")
VERDICTS = ("unlawful", "likely_unlawful", "breaches_industry_rule", "lawful", "needs_facts", "not_applicable")
"""How a section may conclude; docs/interface.md."""
MAX_HEADLINE = 25
SOURCE_MARK = "原文，改写后删去"
"""Stands above another's words in the draft of a guide."""
LIST_HEADINGS = ("现在做", "留证", "找谁", "限度")
"""The lists a guide section may have, in this order."""


@dataclass(frozen=True, slots=True)
class VersionText:
    """What one statute file says: the articles of one version of one instrument."""

    instrument: str
    in_force: date
    base: date | None = None
    """The version that holds every article not written here."""
    articles: tuple[Article, ...] = ()


def version_file(version: Version) -> str:
    """Where a version's text stands in the library."""
    return f"statutes/{version.instrument.replace('/', '-')}/{version.in_force}.md"


@dataclass(slots=True)
class _Faults:
    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, message))


def split_front_matter(text: str, file: str) -> tuple[dict[str, object], list[tuple[int, str]], list[Problem]]:
    """Cut a file into its TOML front matter and its numbered body lines."""
    lines = text.split("\n")
    if not lines or lines[0].strip() != "+++":
        return {}, list(enumerate(lines, 1)), [Problem(file, 1, "缺少 +++ 开头的 TOML 首部")]
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == "+++"), None)
    if end is None:
        return {}, [], [Problem(file, 1, "TOML 首部没有以 +++ 结束")]
    try:
        front = tomllib.loads("\n".join(lines[1:end]))
    except tomllib.TOMLDecodeError as error:
        return {}, [], [Problem(file, toml_line(error, end - 1) + 1, f"首部不是合法的 TOML：{error}")]
    return front, list(enumerate(lines[end + 1 :], end + 2)), []


def toml_line(error: tomllib.TOMLDecodeError, last: int) -> int:
    """The line a TOML error speaks of, counted from 1; `last` where it speaks of the end of the document."""
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else last


def _want(front: dict[str, object], key: str, kind: type[_T], faults: _Faults) -> _T | None:
    value = front.get(key)
    if isinstance(value, kind) and not isinstance(value, datetime):
        return value
    faults.add(1, f"首部缺少 {key}（{'日期' if kind is date else '文字'}）")
    return None


def parse_article_label(label: str) -> ArticleNumber | None:
    """第二百九十三条之一, 第5.3节, 第三章 or 全文 as an article number; None for anything else."""
    if label == "全文":
        return ArticleNumber()
    if found := _LABEL.match(label):
        suffix = from_chinese(found["suffix"]) if found["suffix"] else 0
        return ArticleNumber(from_chinese(found["number"]), suffix)
    if found := _SECTION_LABEL.match(label):
        return ArticleNumber(division=f"s{found['section']}")
    if found := _CHAPTER_LABEL.match(label):
        return ArticleNumber(division=f"ch{from_chinese(found['chapter'])}")
    return None


def parse_version(text: str, file: str) -> tuple[VersionText | None, tuple[Problem, ...]]:
    """Read a statute file. Returns None for the version only where its front matter cannot be used."""
    front, body, problems = split_front_matter(text, file)
    faults = _Faults(file, problems)
    if problems:
        return None, tuple(problems)
    instrument = _want(front, "instrument", str, faults)
    in_force = _want(front, "in_force", date, faults)
    base = _want(front, "base", date, faults) if "base" in front else None
    articles = tuple(_articles(body, faults))
    seen: set[ArticleNumber] = set()
    for article in articles:
        if article.number in seen:
            faults.add(article.line, f"{str(article.number) or '全文'}重复")
        seen.add(article.number)
    if instrument is None or in_force is None:
        return None, tuple(faults.problems)
    return VersionText(instrument, in_force, base, articles), tuple(faults.problems)


@dataclass(slots=True)
class _Open:
    """An article that is being read."""

    number: ArticleNumber
    unconfirmed: bool
    line: int
    headings: tuple[str, ...]
    paragraphs: list[list[str]]

    def add(self, line: str, *, fresh: bool) -> str:
        """Take one line in; what is wrong with its place, or nothing."""
        item = bool(ITEM_MARK.match(line))
        if not self.paragraphs or (fresh and not item):
            self.paragraphs.append([line])
        else:
            self.paragraphs[-1].append(line)
        return "项与上一行之间不应有空行" if fresh and item else ""

    def close(self) -> Iterator[Article]:
        """The article, if it has any text."""
        if self.paragraphs:
            paragraphs = tuple(tuple(lines) for lines in self.paragraphs)
            yield Article(self.number, paragraphs, self.headings, self.unconfirmed, self.line)


def _articles(body: list[tuple[int, str]], faults: _Faults) -> Iterator[Article]:
    headings: dict[int, str] = {}
    opened: _Open | None = None
    fresh = False
    for number, line in ((n, raw.rstrip()) for n, raw in body):
        heading, article = _HEADING.match(line), _ARTICLE.match(line)
        if (heading or article) and opened:
            yield from opened.close()
            opened = None
        if heading:
            level = len(heading[1])
            headings = {k: v for k, v in headings.items() if k < level} | {level: heading[2].strip()}
        elif article:
            above = tuple(headings[k] for k in sorted(headings))
            opened = _opened(article, number, above, faults)
        elif line and opened is None:
            faults.add(number, "正文不在任何一条之下")
        elif line and opened:
            if line.startswith("#"):
                faults.add(number, "标题写作“## 第一章 总则”，用两个到六个 #，后面空一格")
            if fault := opened.add(line, fresh=fresh):
                faults.add(number, fault)
        fresh = not line
    if opened:
        yield from opened.close()


def _opened(article: re.Match[str], line: int, headings: tuple[str, ...], faults: _Faults) -> _Open | None:
    where, rest = parse_article_label(article["label"]), article["rest"]
    if where is None:
        faults.add(line, f"看不懂的条号：{article['label'] or article[0][:20]}")
        return None
    if not rest:
        faults.add(line, f"{article['label']}没有正文")
    return _Open(where, bool(article["doubt"]), line, headings, [[rest]] if rest else [])


def format_version(version: VersionText) -> str:
    """Write a statute file; the inverse of `parse_version`."""
    front = [f"instrument = {_toml(version.instrument)}", f"in_force = {version.in_force}"]
    if version.base:
        front.append(f"base = {version.base}")
    out = ["+++", *front, "+++", ""]
    above: tuple[str, ...] = ()
    for article in version.articles:
        for depth, heading in enumerate(article.headings):
            if above[: depth + 1] != article.headings[: depth + 1]:
                out += ["#" * (depth + 2) + f" {heading}", ""]
                above = article.headings[: depth + 1]
        above = article.headings
        label = str(article.number) or "全文"
        bold = f"**{label}{'（条号待核）' if article.unconfirmed else ''}**"
        for index, lines in enumerate(article.paragraphs):
            out += [f"{bold} {lines[0]}" if index == 0 else lines[0], *lines[1:], ""]
    return "\n".join(out)


def parse_guide(text: str, file: str) -> tuple[Guide | None, tuple[Problem, ...]]:
    """Read a guide file. Returns None for the guide only where its front matter cannot be used."""
    front, body, problems = split_front_matter(text, file)
    faults = _Faults(file, problems)
    if problems:
        return None, tuple(problems)
    if front.get("draft"):
        faults.add(1, "这是导入的草稿（draft = true），没有读入：改写、审阅、写上 reviewed 之后，删去 draft 这一行")
        return None, tuple(faults.problems)
    if left := next((number for number, line in body if SOURCE_MARK in line), 0):
        faults.add(left, f"还留着导入的原文（{SOURCE_MARK}），没有读入：用自己的话改写，再删去原文")
        return None, tuple(faults.problems)
    names = {key: _want(front, key, str, faults) for key in ("id", "title", "topic", "licence")}
    reviewed = _want(front, "reviewed", date, faults)
    if (reader := str(front.get("reader", DEBTOR))) not in READERS:
        faults.add(1, f"reader 只能是{'或'.join(READERS)}，现在是{reader}")
        return None, tuple(faults.problems)
    sections = tuple(_sections(body, faults))
    seen: set[str] = set()
    for section in sections:
        if section.id in seen:
            faults.add(section.line, f"小节编号重复：{section.id}")
        seen.add(section.id)
    if reviewed is None or any(value is None for value in names.values()):
        return None, tuple(faults.problems)
    given = {key: value or "" for key, value in names.items()}
    return (
        Guide(given["id"], given["title"], given["topic"], reviewed, given["licence"], sections, reader),
        tuple(faults.problems),
    )


def _sections(body: list[tuple[int, str]], faults: _Faults) -> Iterator[Section]:
    start: re.Match[str] | None = None
    at = 0
    lines: list[tuple[int, str]] = []
    for number, line in body:
        if line.startswith("## "):
            if start:
                yield _section(start, at, lines, faults)
            start, at, lines = _GUIDE_SECTION.match(line.rstrip()), number, []
            if start is None:
                faults.add(number, "小节标题应写作“## 问题 {#id}”")
        elif start:
            lines.append((number, line.rstrip()))
        elif line.strip():
            faults.add(number, "正文不在任何小节之下")
    if start:
        yield _section(start, at, lines, faults)


def _section(start: re.Match[str], at: int, lines: list[tuple[int, str]], faults: _Faults) -> Section:
    asked: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    verdict = headline = ""
    answer: list[str] = []
    lists: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in lines:
        if not line:
            continue
        if line.startswith("问法："):
            asked = tuple(part.strip() for part in line[3:].split("｜") if part.strip())
        elif line.startswith("覆盖："):
            covers = tuple(line[3:].split())
        elif line.startswith("结论："):
            verdict, _, headline = (part.strip() for part in line[3:].partition("｜"))
            if verdict not in VERDICTS or not headline or len(headline) > MAX_HEADLINE:
                faults.add(number, f"结论要写成“结论：{'、'.join(VERDICTS[:2])}…｜不超过{MAX_HEADLINE}字的一句话”")
        elif line.startswith("### "):
            name = line[4:].strip()
            if name not in LIST_HEADINGS:
                faults.add(number, f"小节里的清单只有{'、'.join(LIST_HEADINGS)}，没有“{name}”")
            current = lists.setdefault(name, [])
        elif line.startswith("- "):
            if current is None:
                faults.add(number, "清单要放在“### 现在做”等标题之下")
                continue
            current.append(line[2:].strip())
        elif current is not None:
            faults.add(number, "清单里每行以“- ”开头")
        else:
            answer.append(line)
    if not answer:
        faults.add(at, f"“{start['title']}”没有直接回答")
    kept = {name: tuple(rows) for name, rows in lists.items()}
    return Section(start["id"], start["title"], tuple(answer), kept, asked, covers, at, headline, verdict)


def format_guide(guide: Guide) -> str:
    """Write a guide file; the inverse of `parse_guide`."""
    out = ["+++"]
    out += [f"{key} = {_toml(getattr(guide, key))}" for key in ("id", "title", "topic")]
    out += [f"reader = {_toml(guide.reader)}"] if guide.reader != DEBTOR else []
    out += [f"reviewed = {guide.reviewed}", f"licence = {_toml(guide.licence)}", "+++", ""]
    for section in guide.sections:
        out.append(f"## {section.title} {{#{section.id}}}")
        out += [f"问法：{' ｜ '.join(section.asked)}"] if section.asked else []
        out += [f"覆盖：{' '.join(section.covers)}"] if section.covers else []
        out += [f"结论：{section.verdict}｜{section.headline}"] if section.headline else []
        for paragraph in section.answer:
            out += ["", paragraph]
        out += [""] if section.lists else []
        for name, lines in section.lists.items():
            out += [f"### {name}", *(f"- {line}" for line in lines)]
        out.append("")
    return "\n".join(out)


def _toml(text: str) -> str:
    """A TOML basic string; JSON escapes the same characters, but for delete."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
