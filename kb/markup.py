"""Markdown ⇄ versions and guides. Parsing and writing are inverse; faults come back as problems, all at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from kb.law import ITEM_MARK, Article, ArticleNumber, Guide, Problem, Section
from kb.numerals import NUMERAL_CHARACTERS, from_chinese

_T = TypeVar("_T")

_NUMERAL = f"[{NUMERAL_CHARACTERS}]+"
_HEADING = re.compile(r"(#{2,6}) (.+)")
_ARTICLE = re.compile(rf"\*\*(?P<label>(?:第[^*（]+|全文)?)(?P<doubt>（条号待核）)?\*\*(?: (?P<rest>.*))?")
_LABEL = re.compile(rf"第(?P<number>{_NUMERAL})条(?:之(?P<suffix>{_NUMERAL}))?$")
_SECTION_LABEL = re.compile(r"第(?P<section>\d+(?:\.\d+)*)节$")
_CHAPTER_LABEL = re.compile(rf"第(?P<chapter>{_NUMERAL})章$")
_GUIDE_SECTION = re.compile(r"## (?P<title>.+?) \{#(?P<id>[a-z0-9][a-z0-9-]*)\}$")
VERDICTS = ("unlawful", "likely_unlawful", "breaches_industry_rule", "lawful", "needs_facts", "not_applicable")
"""How a section may conclude; docs/interface.md."""
MAX_HEADLINE = 25
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
        return {}, [], [Problem(file, 2, f"首部不是合法的 TOML：{error}")]
    return front, list(enumerate(lines[end + 1 :], end + 2)), []


def _want(front: dict[str, object], key: str, kind: type[_T], faults: _Faults) -> _T | None:
    value = front.get(key)
    if isinstance(value, kind):
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
    base = front.get("base")
    articles = tuple(_articles(body, faults))
    if instrument is None or in_force is None:
        return None, tuple(faults.problems)
    if base is not None and not isinstance(base, date):
        faults.add(1, "base 应是日期")
        base = None
    return VersionText(instrument, in_force, base, articles), tuple(faults.problems)


def _articles(body: list[tuple[int, str]], faults: _Faults) -> Iterator[Article]:
    headings: dict[int, str] = {}
    opened: tuple[ArticleNumber, bool, int, tuple[str, ...]] | None = None
    paragraphs: list[list[str]] = []
    fresh = False
    for number, line in body:
        line = line.rstrip()
        if not line:
            fresh = True
            continue
        heading = _HEADING.match(line)
        article = _ARTICLE.match(line)
        if (heading or article) and opened:
            yield _close(opened, paragraphs)
            opened, paragraphs = None, []
        if heading:
            level = len(heading[1])
            headings = {k: v for k, v in headings.items() if k < level} | {level: heading[2].strip()}
        elif article:
            where = parse_article_label(article["label"])
            if where is None:
                faults.add(number, f"看不懂的条号：{article['label'] or line[:20]}")
                continue
            opened = (where, bool(article["doubt"]), number, tuple(headings[k] for k in sorted(headings)))
            paragraphs = [[article["rest"]]] if article["rest"] else []
            if not article["rest"]:
                faults.add(number, f"{article['label']}没有正文")
        elif opened is None:
            faults.add(number, "正文不在任何一条之下")
        elif fresh and not ITEM_MARK.match(line):
            paragraphs.append([line])
        else:
            if fresh:
                faults.add(number, "项与上一行之间不应有空行")
            paragraphs[-1].append(line)
        fresh = False
    if opened:
        yield _close(opened, paragraphs)


def _close(opened: tuple[ArticleNumber, bool, int, tuple[str, ...]], paragraphs: list[list[str]]) -> Article:
    number, unconfirmed, line, headings = opened
    return Article(number, tuple(tuple(p) for p in paragraphs), headings, unconfirmed, line)


def format_version(version: VersionText) -> str:
    """Write a statute file; the inverse of `parse_version`."""
    front = [f'instrument = "{version.instrument}"', f"in_force = {version.in_force}"]
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
    names = {key: _want(front, key, str, faults) for key in ("id", "title", "topic", "licence")}
    reviewed = _want(front, "reviewed", date, faults)
    sections = tuple(_sections(body, faults))
    for duplicate in {s.id for s in sections if sum(s.id == other.id for other in sections) > 1}:
        faults.add(1, f"小节编号重复：{duplicate}")
    if reviewed is None or any(value is None for value in names.values()):
        return None, tuple(faults.problems)
    given = {key: value or "" for key, value in names.items()}
    return (
        Guide(given["id"], given["title"], given["topic"], reviewed, given["licence"], sections),
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
    out += [f'{key} = "{getattr(guide, key)}"' for key in ("id", "title", "topic")]
    out += [f"reviewed = {guide.reviewed}", f'licence = "{guide.licence}"', "+++", ""]
    for section in guide.sections:
        out.append(f"## {section.title} {{#{section.id}}}")
        out += [f"问法：{' ｜ '.join(section.asked)}"] if section.asked else []
        out += [f"覆盖：{' '.join(section.covers)}"] if section.covers else []
        out += [f"结论：{section.verdict}｜{section.headline}"] if section.headline else []
        for paragraph in section.answer:
            out += ["", paragraph]
        for name, lines in section.lists.items():
            out += ["", f"### {name}", *(f"- {line}" for line in lines)]
        out.append("")
    return "\n".join(out)
