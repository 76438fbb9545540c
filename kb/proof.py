"""Proves exact wording, character by character, against reference texts, and remembers the proof.

Reference texts are no part of the project: a JSONL file with an article a line (docs/formats.md). Where it is absent,
the record of the last proof stands in: a SHA-256 for each exact article, in the library's `proven.txt`. An article
that was changed, or written without proof, differs from the record, and `lint` says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.corpus import Corpus
from kb.errors import InputProblem
from kb.law import Article, Instrument, Problem, Version
from kb.markup import version_file
from kb.ranks import Wording

RECORD = "proven.txt"

Key = tuple[int, int]
"""Article number and suffix: 第二百九十三条之一 is (293, 1); a text without articles is (0, 0)."""


@dataclass(frozen=True, slots=True)
class Record:
    """One article of one version in the reference texts; days as ISO texts, which sort as days do."""

    instrument: str
    key: Key
    text: str
    promulgated: str | None
    in_force: str
    until: str | None


Reference = Mapping[str, tuple[Record, ...]]
"""The records of the reference texts, by instrument."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How many articles and versions were compared, and what differs."""

    articles: int
    versions: int
    problems: tuple[Problem, ...]


def read_reference(path: Path) -> Reference:
    """Read reference texts: JSONL with `instrument`, `article`, `suffix`, `text`, `version`, `effective`, `repealed`.

    Raises:
        InputProblem: no such file, or a line that is no such record.
    """
    records: dict[str, list[Record]] = {}
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                record = _record(line, f"{path} 第 {number} 行")
                records.setdefault(record.instrument, []).append(record)
    except OSError as fault:
        raise InputProblem(f"读不了参考文本 {path}：{fault.strerror}。") from fault
    return {name: tuple(found) for name, found in records.items()}


def _record(line: str, where: str) -> Record:
    try:
        row = json.loads(line)
        days = row["version"], str(row["effective"]), row["repealed"]
        return Record(row["instrument"], (int(row["article"]), int(row["suffix"])), row["text"], *days)
    except (ValueError, KeyError, TypeError) as fault:
        raise InputProblem(f"参考文本 {where}读不懂（{fault}）：格式见 docs/formats.md。") from fault


def prove(corpus: Corpus, reference: Reference) -> Proof:
    """Compare every exact article and version: words, days, and the number of articles of a whole version."""
    compared, versions = 0, 0
    problems: list[Problem] = []
    for instrument, version in _exact(corpus):
        records = reference.get(instrument.id, ())
        if records or version.articles:
            versions += 1
            problems += _days(instrument, version, records)
        held = _in_force(records, version.in_force)
        for article in version.articles:
            record = None if article.number.division else held.get((article.number.number, article.number.suffix))
            compared += record is not None
            if fault := _difference(article, record):
                problems.append(Problem(version_file(version), article.line, fault))
    return Proof(compared, versions, tuple(problems))


def _exact(corpus: Corpus) -> Iterator[tuple[Instrument, Version]]:
    for instrument in corpus.instruments.values():
        yield from ((instrument, v) for v in instrument.versions if v.wording is Wording.EXACT)


def _in_force(records: Iterable[Record], day: date) -> dict[Key, Record]:
    """The records in force on a day; of two, the later."""
    iso = day.isoformat()
    applying = (r for r in records if r.in_force <= iso and (r.until is None or r.until > iso))
    return {r.key: r for r in sorted(applying, key=lambda r: r.in_force)}


def _difference(article: Article, record: Record | None) -> str:
    """Where the words differ from the record, or nothing."""
    where = str(article.number) or "全文"
    if record is None:
        return f"{where}：参考文本里没有这一天有效的这一条，不能算原文"
    typed, law = article.text, record.text
    if typed == law:
        return ""
    at = next((i for i, (a, b) in enumerate(zip(typed, law, strict=False)) if a != b), min(len(typed), len(law)))
    near = slice(max(0, at - 8), at + 8)
    return f"{where}第 {at + 1} 字：写的是 {typed[near]!r}，参考文本是 {law[near]!r}"


def _days(instrument: Instrument, version: Version, records: Iterable[Record]) -> Iterator[Problem]:
    """In force, until, promulgated; and the number of articles where the reference holds the whole version."""
    where = f"《{instrument.id}》{version.in_force}的版本"
    own = [r for r in records if r.in_force == version.in_force.isoformat()]
    if not own:
        yield Problem("instruments.toml", version.line, f"{where}：参考文本里没有这一天起施行的版本")
        return
    for name, day, known in (
        ("until", version.until, {r.until for r in own}),  # an amendment of a few articles ends the others' version
        ("promulgated", version.promulgated, {r.promulgated for r in own}),
    ):
        if (day.isoformat() if day else None) not in known:
            days = "、".join(sorted(map(str, known)))
            yield Problem("instruments.toml", version.line, f"{where}：{name} 是 {day}，参考文本是 {days}")
    keys = _in_force(records, version.in_force)
    numbers = {key[0] for key in keys} - {0}
    last = max(numbers, default=None)
    if numbers != set(range(1, (last or 0) + 1)):
        return
    inserted = sorted(key for key in keys if key[1])
    for name, held, proven in (
        ("articles", version.last_article, last),
        ("inserted", list(version.inserted), [f"{number}-{suffix}" for number, suffix in inserted]),
    ):
        if held != proven:
            message = f"{where}：{name} 是 {held}，参考文本是 {proven}"
            yield Problem("instruments.toml", version.line, message)


def digest(article: Article) -> str:
    """SHA-256 of an article's text, hexadecimal."""
    return hashlib.sha256(article.text.encode()).hexdigest()


def frame(version: Version) -> str:
    """SHA-256 of a version's days and numbers of articles, hexadecimal: what was proven beside its words."""
    days = version.in_force, version.until, version.promulgated
    return hashlib.sha256(repr((*map(str, days), version.last_article, version.inserted)).encode()).hexdigest()


def record_of(corpus: Corpus) -> dict[str, str]:
    """The digest of every exact article, then of every version, by reference: what `proven.txt` says after a proof."""
    refs = {f"{i.id}@{v.in_force}#{a.number.key}": digest(a) for i, v in _exact(corpus) for a in v.articles}
    frames = {f"{i.id}@{v.in_force}": frame(v) for i, v in _exact(corpus)}
    return dict(sorted(refs.items())) | dict(sorted(frames.items()))


def write_record(corpus: Corpus, folder: Path) -> int:
    """Write the record of a proof into the library; returns how many articles and versions it names.

    Raises:
        InputProblem: the place cannot be written.
    """
    record = record_of(corpus)
    try:
        (folder / RECORD).write_text("".join(f"{sha}  {ref}\n" for ref, sha in record.items()), encoding="utf-8")
    except OSError as fault:
        raise InputProblem(f"写不了 {folder / RECORD}：{fault.strerror}。") from fault
    return len(record)


def unproven(corpus: Corpus) -> Iterator[Problem]:
    """Exact articles and days that differ from the record of the last proof; none where a library keeps no record."""
    if not corpus.proven:
        return
    known = dict(corpus.proven)
    framed = any("#" not in ref for ref in known)
    for instrument, version in _exact(corpus):
        recorded = known.pop(f"{instrument.id}@{version.in_force}", None)
        if framed and recorded != frame(version):
            fault = "还没有核对" if recorded is None else "核对以后改过"
            where = f"《{instrument.id}》{version.in_force}的版本"
            message = f"{where}：施行、公布、结束的日子和条数{fault}：请运行 youju lint --prove 参考文本 --record"
            yield Problem("instruments.toml", version.line, message)
        for article in version.articles:
            recorded = known.pop(f"{instrument.id}@{version.in_force}#{article.number.key}", None)
            if recorded == digest(article):
                continue
            fault = "还没有逐字核对" if recorded is None else "核对以后改过"
            where = f"《{instrument.id}》{str(article.number) or '全文'}"
            message = f"{where}{fault}：请运行 youju lint --prove 参考文本 --record"
            yield Problem(version_file(version), article.line, message)
    for line, ref in enumerate(corpus.proven, 1):
        if ref in known:
            yield Problem(RECORD, line, f"{ref} 不在资料库里，或者不再是原文：请重新核对，更新记录")
