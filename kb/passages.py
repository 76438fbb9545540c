"""Cuts versions and guides into passages, the unit of search, each with an id that can be read aloud.

An article is one passage; where it has several paragraphs (款) or items (项), each of these is one too, since a long
article that says the thing in one line is drowned by its other lines. Search folds parts into their article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from kb.law import ITEM_MARK, Article, Guide, Instrument, Provision, Section, Version, unit_label
from kb.numerals import from_chinese
from kb.ranks import Authority

FOREVER = 99991231
"""The day after all days, as an integer; `until` of what is in force with no end."""


def day_number(day: date) -> int:
    """2021-01-01 as 20210101: Chroma and tantivy compare numbers, not days."""
    return day.year * 10000 + day.month * 100 + day.day


@dataclass(frozen=True, slots=True)
class Passage:
    """An article of one version, a part of it, or a section of a guide, with what search needs to know of it."""

    id: str
    """`民法典@2021-01-01#1033`, `治安管理处罚法@2026-01-01#50.1.5` or `guide:recording#secret-recording`."""
    kind: str
    """`article`, `part` or `guide`."""
    title: str
    """Instrument or guide, as a reader knows it."""
    number: str
    """第一千零三十三条, 第五十条第一款第五项, or the section's question."""
    headings: str
    text: str
    asked: str = ""
    """Ways people ask for it, a line each; searched, never shown."""
    authority: Authority = Authority.LAW
    in_force: int = 0
    """First day it applies, as an integer (20210101)."""
    until: int = FOREVER
    """First day it no longer applies."""
    instrument: str = ""
    """Instrument id; empty for guides."""
    cites: str = ""
    """Articles that a guide section rests on, as references without a day, separated by spaces."""
    echo: str = ""
    """An id given by the maker of a foreign corpus, echoed in results."""
    within: str = ""
    """Of a part: the id of its article."""

    @property
    def undated(self) -> str:
        """Its reference whatever the version: `民法典#1033`."""
        work, _, number = self.id.partition("#")
        return f"{work.partition('@')[0]}#{number}"

    def in_force_on(self, day: int) -> bool:
        """Whether it may be shown as law of that day (an integer such as 20261122)."""
        return self.in_force <= day < self.until


Ways = Mapping[str, Sequence[str]]
"""By reference with its version, the ways people ask for an article."""


def cut_version(instrument: Instrument, version: Version, ways: Ways = MappingProxyType({})) -> tuple[Passage, ...]:
    """One passage for each article of the version, each followed by its parts."""
    return tuple(p for article in version.articles for p in _cut_article(instrument, version, article, ways))


def _cut_article(instrument: Instrument, version: Version, article: Article, ways: Ways) -> Iterator[Passage]:
    id_ = f"{instrument.id}@{version.in_force}#{article.number.key}"
    whole = Passage(
        id=id_,
        kind="article",
        title=instrument.full,
        number=str(article.number),
        headings=" ".join(article.headings),
        text=article.text,
        asked="\n".join(ways.get(id_, ())),
        authority=instrument.authority,
        in_force=day_number(version.in_force),
        until=day_number(version.until) if version.until else FOREVER,
        instrument=instrument.id,
    )
    yield whole
    for paragraph, item in _parts(article):
        part = Provision(instrument, version, article, paragraph, item)
        lead = article.paragraphs[paragraph - 1][0] + "\n" if item else ""  # an item says little without its lead
        number = unit_label(article.number, paragraph, item)
        yield replace(whole, id=part.ref, kind="part", number=number, text=lead + part.text, asked="", within=whole.id)


def _parts(article: Article) -> Iterator[tuple[int, int | None]]:
    """Paragraphs and items of an article that has more than one unit; a paragraph that has items by these alone."""
    for paragraph, lines in enumerate(article.paragraphs, 1):
        items = [from_chinese(mark[0].strip("（）")) for line in lines if (mark := ITEM_MARK.match(line))]
        if items:
            yield from ((paragraph, item) for item in items)
        elif len(article.paragraphs) > 1:
            yield paragraph, None


Cites = Callable[[str], Iterable[str]]
"""The articles a text cites, as references without a day."""


def cut_guide(guide: Guide, cites: Cites) -> tuple[Passage, ...]:
    """One passage for each section of the guide."""
    return tuple(_cut_section(guide, section, cites) for section in guide.sections)


def _cut_section(guide: Guide, section: Section, cites: Cites) -> Passage:
    return Passage(
        id=guide.section_ref(section),
        kind="guide",
        title=guide.title,
        number=section.title,
        headings=guide.topic,
        text=section.text,
        asked="\n".join(section.asked),
        authority=Authority.GUIDE,
        cites=" ".join(dict.fromkeys(cites(section.text))),
    )


def cut(
    instruments: Iterable[Instrument],
    guides: Iterable[Guide],
    cites: Cites = lambda _: (),
    ways: Ways = MappingProxyType({}),
) -> tuple[Passage, ...]:
    """All passages, instruments first, in the order given. `cites` finds the articles that a guide rests on."""
    laws = [p for i in instruments for v in i.versions for p in cut_version(i, v, ways)]
    return (*laws, *(p for g in guides for p in cut_guide(g, cites)))
