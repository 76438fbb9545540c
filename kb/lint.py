"""Every problem of a library at once, as values with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kb.corpus import Corpus
from kb.law import Guide, Instrument, Problem, Section, Status, Version
from kb.quotations import find_quotations, verbatim
from kb.statutebook import Absence, Reason


def lint(corpus: Corpus, today: date) -> tuple[Problem, ...]:
    """Faults found while reading, then in versions, names, maps and guides; sorted by file and line."""
    found = [
        *corpus.problems,
        *(p for i in corpus.instruments.values() for p in _instrument(i)),
        *_maps(corpus),
        *(p for g in corpus.guides for p in _guide(g, corpus, today)),
    ]
    return tuple(sorted(set(found), key=lambda p: (p.file, p.line, p.message)))


def version_file(version: Version) -> str:
    """Where a version's text stands in the library."""
    return f"statutes/{version.instrument.replace('/', '-')}/{version.in_force}.md"


def _instrument(instrument: Instrument) -> Iterator[Problem]:
    shelf = "instruments.toml"
    for earlier, later in zip(instrument.versions, instrument.versions[1:], strict=False):
        if earlier.until is None or earlier.until > later.in_force:
            yield Problem(shelf, 1, f"《{instrument.id}》{earlier.in_force}的版本没有在{later.in_force}前结束（until）")
    for version in instrument.versions:
        file = version_file(version)
        if not version.articles:
            continue
        if not version.source:
            yield Problem(shelf, 1, f"《{instrument.id}》{version.in_force}的版本没有写来源（source）")
        seen = None
        for article in version.articles:
            where = f"《{instrument.id}》{article.number or '全文'}"
            if seen is not None and article.number == seen:
                yield Problem(file, article.line, f"{where}重复")
            if seen is not None and article.number < seen and not article.number.division:
                yield Problem(file, article.line, f"{where}排在了更大的条号之后")
            last = version.last_article
            if last is not None and article.number.number > last:
                yield Problem(file, article.line, f"{where}超过了全文的条数（{last}）")
            seen = article.number
        yield from _gaps(version, file)


def _gaps(version: Version, file: str) -> Iterator[Problem]:
    """A version with nearly all of its articles is meant to be complete: what is missing is named."""
    held = {a.number.number for a in version.articles}
    last = version.last_article or 0
    if last > 10 and len(held) >= 0.9 * last:
        for missing in sorted(set(range(1, last + 1)) - held):
            yield Problem(file, 1, f"缺第{missing}条")


def _maps(corpus: Corpus) -> Iterator[Problem]:
    for moved in corpus.moved:
        for ref in (moved.old, *moved.new):
            name, _, rest = ref.partition("@")
            day, _, number = rest.partition("#")
            instrument = corpus.instruments.get(name)
            version = next((v for v in instrument.versions if str(v.in_force) == day), None) if instrument else None
            if version is None:
                yield Problem("moved.toml", 1, f"{ref} 不是资料库里的版本")
            elif (
                version.last_article
                and number.split("-")[0].isdigit()
                and int(number.split("-")[0]) > version.last_article
            ):
                yield Problem("moved.toml", 1, f"{ref} 超过了全文的条数（{version.last_article}）")
    for phantom in corpus.phantoms:
        if known := corpus.titles.find(phantom.title):
            yield Problem("phantoms.toml", 1, f"“{phantom.title}”又在 instruments.toml 里（{known}）")


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
        then = reviewed.resolve(mention.citation)
        found = now.resolve(mention.citation)
        if isinstance(found, Absence):
            whole = mention.citation.number is None and found.reason is Reason.NOT_HELD
            if not whole and (found.reason is not Reason.UNKNOWN_INSTRUMENT or corpus.titles.law_like(mention.title)):
                yield Problem(file, section.line, f"{place}引用的{mention.citation}：{found.note}")
        elif now.status(found) is not Status.IN_FORCE and mention.citation.edition is None:
            yield Problem(file, section.line, f"{place}引用的{mention.citation}在{today}不是现行有效")
        elif not isinstance(then, Absence) and then.version.in_force != found.version.in_force:
            yield Problem(
                file, section.line, f"{place}审阅（{guide.reviewed}）之后，{found.label}换了版本，需要重新审阅"
            )
    for line in (*section.answer, *(x for lines in section.lists.values() for x in lines)):
        cited = [now.resolve(m.citation) for m in corpus.finder.find(line)]
        texts = [p.article.text for p in cited if not isinstance(p, Absence) and p.wording == "exact"]
        for quotation in find_quotations(line):
            if cited and not quotation.speech and not any(verbatim(quotation.text, t) for t in texts):
                yield Problem(file, section.line, f"{place}的引文“{quotation.text[:20]}”与所引条文不一致")
