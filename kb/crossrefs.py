"""Which articles an article refers to, and which refer to it: 本法第三十条, 前款, 本条第二款, and other laws by title.

A law speaks of itself in words that mean nothing elsewhere; so each stretch that opens with such a word is read as if
the law's own title, and the place that it is read at, stood before it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kb.citations import Citation, CitationFinder, Span
from kb.folding import fold
from kb.law import ITEM_MARK, Article, ArticleNumber, Instrument, Version
from kb.numerals import from_chinese
from kb.units import read_units

_OWN = re.compile(
    r"本(?:法|条例|规定|办法|解释|细则|规则|通知|意见|批复|公约|指引|标准|文件|决定)(?=第)"
    r"|本条(?=第)|本款(?=第)|前(?P<count>[一二两三四五六])?(?P<unit>[款条项])"
)
"""Words by which a law speaks of itself."""
_PLACES = frozenset({"本条", "本款"})


@dataclass(frozen=True, slots=True)
class Pointer:
    """Words in one line of an article that refer to another article, or to another part of the same."""

    paragraph: int
    line: int
    """The place of the line within its paragraph, from 0."""
    span: Span
    citation: Citation
    """With a version where the law's own article is meant; another law's is that of the day of reading."""


@dataclass(frozen=True, slots=True)
class Referring:
    """An article that refers to another."""

    instrument: str
    version: Version
    article: Article

    @property
    def ref(self) -> str:
        """`刑法@2024-03-01#293-1`."""
        return f"{self.instrument}@{self.version.in_force}#{self.article.number.key}"


class CrossReferences:
    """The references between the articles of a library; read when first asked for, then remembered."""

    def __init__(self, instruments: Mapping[str, Instrument], finder: CitationFinder) -> None:
        self._instruments = instruments
        self._finder = finder
        self._known: dict[tuple[str, str, str], tuple[Pointer, ...]] = {}
        self._referring: dict[tuple[str, str], tuple[Referring, ...]] | None = None
        self._lock = threading.Lock()

    def of(self, version: Version, article: Article) -> tuple[Pointer, ...]:
        """What an article of a version refers to, in reading order."""
        key = version.instrument, version.in_force.isoformat(), article.number.key
        if key not in self._known:
            self._known[key] = tuple(self._pointers(version, article))
        return self._known[key]

    def to(self, version: Version, number: ArticleNumber) -> tuple[Referring, ...]:
        """The articles that refer to an article of a version, by instrument and number.

        A law's own articles are those of the same version; another law refers to the number, whatever the version.
        """
        with self._lock:
            if self._referring is None:
                self._referring = self._all()
        found = self._referring.get((version.instrument, number.key), ())
        return tuple(r for r in found if r.instrument != version.instrument or r.version.in_force == version.in_force)

    def _all(self) -> dict[tuple[str, str], tuple[Referring, ...]]:
        rows: dict[tuple[str, str], dict[str, Referring]] = {}
        for instrument in self._instruments.values():
            for version in instrument.versions:
                for article in version.articles:
                    one = Referring(instrument.id, version, article)
                    for pointer in self.of(version, article):
                        cited = pointer.citation
                        same = cited.instrument == instrument.id and cited.number == article.number
                        if cited.number and not same:
                            rows.setdefault((cited.instrument, cited.number.key), {}).setdefault(one.ref, one)
        return {key: tuple(found.values()) for key, found in rows.items()}

    def _pointers(self, version: Version, article: Article) -> Iterator[Pointer]:
        for number, lines in enumerate(article.paragraphs, 1):
            for place, line in enumerate(lines):
                mark = ITEM_MARK.match(line)
                item = from_chinese(mark[0].strip("（）")) if mark else None
                here = Citation(version.instrument, article.number, number, item, version.in_force)
                for span, cited in _in_line(line, here, version, self._finder):
                    yield Pointer(number, place, span, _within(cited, here, article))


def _within(cited: Citation, here: Citation, article: Article) -> Citation:
    """第一项, said in a paragraph that has no items, is of the paragraph that has them."""
    own = (cited.instrument, cited.number, cited.version) == (here.instrument, here.number, here.version)
    missing = own and cited.item is not None and article.part(cited.paragraph, cited.item) is None
    return replace(cited, paragraph=article.paragraph_of(cited.item or 0)) if missing else cited


def _in_line(line: str, here: Citation, version: Version, finder: CitationFinder) -> Iterator[tuple[Span, Citation]]:
    """The references in one line that stands at `here`; the places of a range share their words."""
    opening = list(_OWN.finditer(line))
    cuts = [0, *(m.start() for m in opening), len(line)]
    end = 0
    for at, until, own in zip(cuts, cuts[1:], (None, *opening), strict=False):
        start = at
        for span, cited in _own(line, own, here, version) if own else ():
            yield span, cited
            start = end = span[1]
        law = own is not None and not own["unit"] and own[0] not in _PLACES
        if own and law:
            start = own.end()
        if "第" not in line[start:until]:
            continue
        title = f"《{here.instrument}》"
        prefix = f"{title}{_place(here)}。\n{title if law else ''}"
        last_span = (-1, -1)
        for mention in finder.find(prefix + line[start:until]):
            first, last = (x - len(prefix) + start for x in mention.span)
            cited = mention.citation
            if last <= start or cited.number is None:
                continue
            if cited.instrument == here.instrument and cited.edition is None:
                cited = replace(cited, version=here.version)
            span = (at if law and first <= start else max(first, start), last)
            if span == last_span or span[0] >= end:
                yield span, cited
                last_span, end = span, last


def _place(here: Citation) -> str:
    return str(replace(here, item=None)).partition("》")[2]


def _own(line: str, found: re.Match[str], here: Citation, version: Version) -> Iterator[tuple[Span, Citation]]:
    """前款, 前两款, 前条第二款, 本条第一款: what they mean, seen from where they stand."""
    unit, count = found["unit"], from_chinese(found["count"].replace("两", "二")) if found["count"] else 1
    bare = replace(here, paragraph=None, item=None)
    if unit is None and found[0] not in _PLACES:
        return
    if unit == "款":
        back = range((here.paragraph or 1) - count, here.paragraph or 1)
        meant = [replace(bare, paragraph=p) for p in back if p > 0]
    elif unit == "项":
        meant = [replace(here, item=here.item - n) for n in range(count, 0, -1) if here.item and here.item > n]
    elif unit == "条":
        meant = [replace(bare, number=n) for n in _before(version, here.number, count)]
    else:
        meant = [bare if found[0] == "本条" else replace(here, item=None)]
    if not meant:
        return
    folded = fold(line[found.end() :])
    parts = read_units(folded.text, 0)
    if not parts or len(meant) > 1:
        if unit:
            yield from ((found.span(), one) for one in meant)
        return
    for n, part in enumerate(parts):
        first, last = folded.span(part.start, part.end)
        start = found.start() if not n else found.end() + first
        paragraph = part.paragraph if part.paragraph is not None else meant[0].paragraph
        yield (start, found.end() + last), replace(meant[0], paragraph=paragraph, item=part.item)


def _before(version: Version, number: ArticleNumber | None, count: int) -> tuple[ArticleNumber, ...]:
    """The articles before one; where the shelf does not hold the one before, its number is counted."""
    if number is None or number.division:
        return ()
    held = [a.number for a in version.articles if not a.number.division and a.number < number]
    near = [n for n in held if n.number >= number.number - count][-count:]
    counted = tuple(ArticleNumber(n) for n in range(max(1, number.number - count), number.number))
    return tuple(near) if len(near) == count else counted
