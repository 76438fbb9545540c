"""Every problem of a library at once, as values with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from kb.asked import newest_held
from kb.citations import parse_reference
from kb.corpus import Corpus
from kb.graph import ASKED, Place
from kb.law import ITEM_MARK, Article, Guide, Instrument, Problem, Section, Version
from kb.markup import version_file
from kb.numerals import from_chinese
from kb.proof import RECORD, unproven
from kb.quotations import find_quotations, verbatim
from kb.ranks import Status
from kb.statutebook import Absence, Reason

_SHELF = "instruments.toml"
LEAST_WAYS, LONGEST_WAY = 5, 60
"""How many ways to ask for an article, and of how many characters."""
_TELLING = 20
"""Two articles may both say 略, or 从其规定; of so many characters no two are alike."""
_NEARLY_ALL = 0.9
"""A version of which that share of articles is held is meant to be held whole."""


def lint(corpus: Corpus, today: date) -> tuple[Problem, ...]:
    """Faults found while reading, then in versions, names, maps and guides; sorted by file and line."""
    found = [
        *corpus.problems,
        *unproven(corpus),
        *_names(corpus),
        *(p for i in corpus.instruments.values() for p in _instrument(i, today)),
        *_moved(corpus),
        *_phantoms(corpus),
        *_asked(corpus),
        *(p for g in corpus.guides for p in _guide(g, corpus, today)),
    ]
    return tuple(sorted(set(found), key=lambda p: (p.file, p.line, p.message)))


def losses(corpus: Corpus) -> tuple[Problem, ...]:
    """What is not there though it should be: files and entries that were not read, articles that were proven once."""
    held = {
        f"{i.id}@{v.in_force}#{a.number.key}"
        for i in corpus.instruments.values()
        for v in i.versions
        for a in v.articles
    }
    gone = [(line, ref) for line, ref in enumerate(corpus.proven, 1) if "#" in ref and ref not in held]
    return (*corpus.problems, *(Problem(RECORD, line, f"{ref} 核对过，现在不在资料库里") for line, ref in gone))


_ELSEWHERE = frozenset({"guide", ASKED, "shelf", "moved", "ways", "case", "paraphrase"})
"""Kinds of places that another check reads, or that name on purpose what does not exist."""
_DEAD = frozenset({Reason.UNKNOWN_INSTRUMENT, Reason.PHANTOM, Reason.REPEALED, Reason.NO_ARTICLE, Reason.NO_UNIT})


def lint_citations(places: Iterable[Place], corpus: Corpus, today: date) -> Iterator[Problem]:
    """Citations in data files that lead nowhere: no such instrument, no such article, or gone without a new one."""
    book = corpus.on(today)
    for place in places:
        if place.kind in _ELSEWHERE:
            continue
        found = book.resolve(place.citation)
        if isinstance(found, Absence) and found.reason in _DEAD:
            yield Problem(place.file, place.line, f"{place.unit} 引用的{place.citation}落空：{found.note}")


def _names(corpus: Corpus) -> Iterator[Problem]:
    """Every name leads to one instrument, and what replaced an instrument is known."""
    for instrument in corpus.instruments.values():
        for name in (instrument.id, instrument.full, *instrument.aliases, instrument.document):
            other = corpus.titles.find(name) if name else instrument.id
            if other != instrument.id:
                yield Problem(_SHELF, instrument.line, f"《{instrument.id}》的名称“{name}”也是《{other}》的名称")
        if instrument.replaced_by and instrument.replaced_by not in corpus.instruments:
            message = f"取代《{instrument.id}》的《{instrument.replaced_by}》不在资料库里"
            yield Problem(_SHELF, instrument.line, message)


def _instrument(instrument: Instrument, today: date) -> Iterator[Problem]:
    if not instrument.versions:
        yield Problem(_SHELF, instrument.line, f"《{instrument.id}》没有任何版本")
    for earlier, later in zip(instrument.versions, instrument.versions[1:], strict=False):
        if earlier.until is None or earlier.until > later.in_force:
            message = f"《{instrument.id}》{earlier.in_force}的版本没有在{later.in_force}前结束（until）"
            yield Problem(_SHELF, earlier.line, message)
        elif earlier.until < later.in_force:
            message = f"《{instrument.id}》{earlier.until}到{later.in_force}之间没有版本"
            yield Problem(_SHELF, earlier.line, message)
    for version in instrument.versions:
        where = f"《{instrument.id}》{version.in_force}的版本"
        if version.until is not None and version.until <= version.in_force:
            yield Problem(_SHELF, version.line, f"{where}在施行以前就结束了（until = {version.until}）")
        if version.promulgated is not None and version.promulgated > version.in_force:
            yield Problem(_SHELF, version.line, f"{where}施行以后才公布（promulgated = {version.promulgated}）")
        if version.verified is not None and version.verified > today:
            yield Problem(_SHELF, version.line, f"{where}的核对日（verified = {version.verified}）在将来")
        if version.articles:
            yield from _articles(instrument, version)


def _articles(instrument: Instrument, version: Version) -> Iterator[Problem]:
    """Numbering and source of a version that is held."""
    file = version_file(version)
    if not version.source:
        yield Problem(_SHELF, version.line, f"《{instrument.id}》{version.in_force}的版本没有写来源（source）")
    if version.verified is None:
        yield Problem(_SHELF, version.line, f"《{instrument.id}》{version.in_force}的版本没有写核对日（verified）")
    before = None
    for article in version.articles:
        where = f"《{instrument.id}》{str(article.number) or '全文'}"
        if before is not None and article.number < before and not article.number.division:
            yield Problem(file, article.line, f"{where}排在了更大的条号之后")
        if version.last_article is not None and article.number.number > version.last_article:
            yield Problem(file, article.line, f"{where}超过了全文的条数（{version.last_article}）")
        if fault := _items(article):
            yield Problem(file, article.line, f"{where}{fault}")
        before = article.number
    yield from _doubled(instrument, version, file)
    held = {a.number.number for a in version.articles}
    last = version.last_article or 0
    if last > 10 and len(held) >= _NEARLY_ALL * last:
        for missing in sorted(set(range(1, last + 1)) - held):
            yield Problem(file, 1, f"缺第{missing}条")


def _doubled(instrument: Instrument, version: Version, file: str) -> Iterator[Problem]:
    """Two articles of one version with the same words: one of them was pasted."""
    first: dict[str, Article] = {}
    for article in version.articles:
        twin = first.setdefault(article.text, article)
        if twin is not article and len(article.text) >= _TELLING:
            message = f"《{instrument.id}》{article.number}和{twin.number}的文字完全一样，有一条贴错了"
            yield Problem(file, article.line, message)


def _items(article: Article) -> str:
    """Items of a paragraph count 一, 二, 三 without a gap or a double."""
    for number, lines in enumerate(article.paragraphs, 1):
        marks = [found[0] for line in lines if (found := ITEM_MARK.match(line))]
        for expected, mark in enumerate(marks, 1):
            if from_chinese(mark.strip("（）")) != expected:
                return f"第{number}款的项不连续：{mark}"
    return ""


def _moved(corpus: Corpus) -> Iterator[Problem]:
    """Both ends of a move are versions on the shelf, articles they can have, and lead forward in time."""
    for row in corpus.moved:
        days: list[date] = []
        for ref in (row.old, *row.new):
            cited = parse_reference(ref, corpus.titles)
            instrument = corpus.instruments.get(cited.instrument) if cited else None
            version = (
                next((v for v in instrument.versions if cited and v.in_force == cited.version), None)
                if instrument
                else None
            )
            if cited is None or cited.number is None or version is None:
                yield Problem("moved.toml", row.line, f"{ref} 不是资料库里的版本")
                continue
            days.append(version.in_force)
            if version.last_article and cited.number.number > version.last_article:
                yield Problem("moved.toml", row.line, f"{ref} 超过了全文的条数（{version.last_article}）")
        if any(day <= days[0] for day in days[1:]):
            yield Problem("moved.toml", row.line, f"{row.old} 不能移到更早或者同一个版本里")


def _phantoms(corpus: Corpus) -> Iterator[Problem]:
    for phantom in corpus.phantoms:
        if known := corpus.titles.find(phantom.title):
            yield Problem("phantoms.toml", phantom.line, f"“{phantom.title}”又在 instruments.toml 里（{known}）")
        for ref in phantom.meant:
            if re.split("[@#]", ref)[0] not in corpus.instruments:
                yield Problem("phantoms.toml", phantom.line, f"“{phantom.title}”所指的 {ref} 不在资料库里")


def _asked(corpus: Corpus) -> Iterator[Problem]:
    """Ways to ask stand under articles that are held, are enough, and each leads to one article."""
    for name, ways in corpus.asked.items():
        file = f"asked/{name.replace('/', '-')}.toml"
        instrument = corpus.instruments.get(name)
        newest = newest_held(instrument) if instrument else None
        held = {a.number.key for a in newest.articles} if newest else set()
        taken: dict[str, str] = {}
        for number, lines in ways.items():
            if number not in held:
                yield Problem(file, 1, f"《{name}》最新的版本里没有 {number} 这一条")
            if len(lines) < LEAST_WAYS:
                yield Problem(file, 1, f"{number} 只有{len(lines)}种问法，至少要{LEAST_WAYS}种")
            for line in lines:
                if not line.strip() or len(line) > LONGEST_WAY:
                    yield Problem(file, 1, f"{number} 的问法“{line[:20]}”是空的，或超过{LONGEST_WAY}字")
                if taken.setdefault(line, number) != number or lines.count(line) > 1:
                    yield Problem(file, 1, f"问法“{line[:20]}”写了两次（{taken[line]}、{number}）")


def _guide(guide: Guide, corpus: Corpus, today: date) -> Iterator[Problem]:
    file = f"guides/{guide.id}.md"
    if guide.reviewed > today:
        yield Problem(file, 1, f"审阅日（{guide.reviewed}）在将来")
    for section in guide.sections:
        yield from _section(guide, section, file, corpus, today)


def _section(guide: Guide, section: Section, file: str, corpus: Corpus, today: date) -> Iterator[Problem]:
    reviewed, now = corpus.on(guide.reviewed), corpus.on(today)
    place = f"“{section.title}”"
    for mention in corpus.finder.find(section.text):
        found = now.resolve(mention.citation)
        if isinstance(found, Absence):
            whole = mention.citation.number is None and found.reason is Reason.NOT_HELD
            if not whole and (found.reason is not Reason.UNKNOWN_INSTRUMENT or corpus.titles.law_like(mention.title)):
                yield Problem(file, section.line, f"{place}引用的{mention.citation}：{found.note}")
        elif now.status(found) is not Status.IN_FORCE and mention.citation.edition is None:
            yield Problem(file, section.line, f"{place}引用的{mention.citation}在{today}不是现行有效")
        elif reviewed.version_of(mention.citation, found.instrument) != found.version:
            message = f"{place}审阅（{guide.reviewed}）之后，{found.label}换了版本，需要重新审阅"
            yield Problem(file, section.line, message)
    for line in (*section.answer, *(x for lines in section.lists.values() for x in lines)):
        cited = [now.resolve(m.citation) for m in corpus.finder.find(line)]
        texts = [p.article.text for p in cited if not isinstance(p, Absence) and p.wording == "exact"]
        for quotation in find_quotations(line):
            if cited and not quotation.speech and not any(verbatim(quotation.text, t) for t in texts):
                yield Problem(file, section.line, f"{place}的引文“{quotation.text[:20]}”与所引条文不一致")
