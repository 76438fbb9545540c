"""Finds citations in a text, follows 该法 and 前款 back to what they mean, and writes citations.

Finding is not resolving: a Citation says what is pointed at; whether it exists on a day is for a StatuteBook.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from kb.folding import Folded, fold
from kb.law import WHOLE, ArticleNumber, unit_key, unit_label
from kb.naming import BARE_LINK, DOCUMENT, LONGEST_LINK, edition_in, linked, owner_before, read_around
from kb.titles import KINDS, Titles
from kb.units import Back, Numbered, read_articles, read_back, read_division, read_lone_units, read_units

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Citation:
    """Instrument, article, paragraph and item, normalised."""

    instrument: str
    """An id, or the title as written if it is unknown."""
    number: ArticleNumber | None = None
    """None: the instrument as a whole is meant."""
    paragraph: int | None = None
    item: int | None = None
    version: date | None = None
    """The day in force of the version meant, where a reference names it."""
    edition: int | None = None
    """The year written behind the title: （2012修正）."""

    @property
    def ref(self) -> str:
        """`治安管理处罚法@2013-01-01#42.1.5`."""
        day = f"@{self.version}" if self.version else ""
        unit = unit_key(self.number, self.paragraph, self.item) if self.number else ""
        return f"{self.instrument}{day}" + (f"#{unit}" if self.number else "")

    def __str__(self) -> str:
        """《治安管理处罚法》第四十二条第一款第五项."""
        edition = f"（{self.edition}年版）" if self.edition else ""
        unit = unit_label(self.number, self.paragraph, self.item) if self.number else ""
        return f"《{self.instrument}》{edition}{unit}"


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation where it stands in a text."""

    citation: Citation
    span: Span
    raw: str
    title: str
    """The title it was cited by, as written; empty when it follows from the text before."""


_POINTER = re.compile(r"^(?:前述|上述|同|该|本|此|这部|这个|那部)")
_BACK = rf"{_POINTER.pattern[1:]}(?:{'|'.join(KINDS)})(?=[的中里:,\s*]*第)"
_NAME_GOES_ON = r"(?!(?<=法)[律规院制定官庭])"
"""刑法 in 刑法律师 and 合同法 in 合同法律关系 are no titles."""
_REFERENCE = re.compile(
    r"^(?P<name>[^#@《》]+?)(?:@(?P<day>\d{4}-\d{2}-\d{2}))?"
    r"#(?P<unit>s\d+(?:\.\d+)*|ch\d{1,4}|\d{1,9}(?:-\d{1,4})?(?:\.\d{0,9}(?:\.\d{1,9})?)?)$",
    re.ASCII,
)
_NEAR_UNIT = 300
"""Characters behind a citation up to which 第二款 is still taken to be of that article."""
_NEAR = 2000
"""Characters behind its title up to which an article is still taken to be of that instrument."""


def parse_reference(text: str, titles: Titles) -> Citation | None:
    """Read the form programs use, else None: `民法典#1033`, `治安管理处罚法@2026-01-01#50.1.5`, `刑法#293-1`."""
    found = _REFERENCE.match(text.strip())
    if not found:
        return None
    try:
        day = date.fromisoformat(found["day"]) if found["day"] else None
    except ValueError:
        return None
    name = titles.find(found["name"]) or found["name"].strip()
    return Citation(name, *_unit(found["unit"]), day)


def written(ref: str) -> str:
    """A reference as a lawyer writes it, without its day: 《治安管理处罚法》第五十条第一款第五项."""
    found = _REFERENCE.match(ref)
    if not found:
        return f"《{ref}》"
    return f"《{found['name']}》{unit_label(*_unit(found['unit']))}"


def _unit(key: str) -> tuple[ArticleNumber, int | None, int | None]:
    """`50.1.5`, `293-1` or `s5.3` as article, paragraph and item."""
    if key[0] in "sc":
        return ArticleNumber(division=key), None, None
    article, *parts = key.split(".")
    number, _, suffix = article.partition("-")
    paragraph, item = (int(part) if part else None for part in (*parts, "", "")[:2])
    return ArticleNumber(int(number), int(suffix or 0)), paragraph, item


class CitationFinder:
    """Finds every citation in a text. Built once for a set of titles."""

    def __init__(self, titles: Titles) -> None:
        self.titles = titles
        self._token = re.compile(
            rf"《(?P<book>(?:[^《》\n]|《[^《》\n]{{1,100}}》){{1,150}})》|(?P<document>{DOCUMENT})"
            rf"|(?P<name>(?:中华人民共和国)?(?:{titles.pattern or '(?!)'})){_NAME_GOES_ON}"
            rf"|(?P<back>{_BACK})|(?P<points>前[条款项]|[该本同][条款])|(?P<number>第)"
        )

    def find(self, text: str) -> tuple[Mention, ...]:
        """All citations in reading order. Spans are offsets of `text`; ranges and lists give one Mention each."""
        return _Reader(self.titles, self._token, text, fold(text)).mentions()


@dataclass(slots=True)
class _Reader:
    """Walks through one text and remembers which instrument and which article was named last."""

    titles: Titles
    token: re.Pattern[str]
    text: str
    folded: Folded
    found: list[Mention] = field(default_factory=list)
    current: Citation | None = None
    title: str = ""
    start: int = 0
    end: int = 0
    """Where the title, with what belongs to it, stands in the folded text."""
    pending: bool = False
    """The title has not been cited with an article yet."""
    quiet: bool = False
    """The title says nothing by itself: it points back, or is a plain word that no shelf knows."""
    last: Citation | None = None
    seen: int = 0
    """Where the mention found last ends, in the folded text."""
    kinds: dict[str, Citation] = field(default_factory=dict)
    """For 该办法, 该法: the instrument of that kind named last; under the empty word, of any kind."""
    short: dict[str, str] = field(default_factory=dict)
    """Names that the text gives an instrument itself: （以下简称《办法》）."""

    def mentions(self) -> tuple[Mention, ...]:
        """Every citation, in reading order."""
        whole, at = self.folded.text, 0
        while found := self.token.search(whole, at):
            at = found.end()
            if found["number"]:
                at = max(at, self._numbered(found.start()))
            elif found["points"]:
                at = max(at, self._pointing(found.start()))
            else:
                at = self._back(found) if found["back"] else self._titled(found)
                link = BARE_LINK.match(whole, at)
                at = max(at, self._numbered(link.end() if link else at, bare=True))
        self._flush()
        return tuple(self.found)

    def _flush(self) -> None:
        """Take in the instrument named last, if no article of it was cited."""
        if self.current and self.pending and not self.quiet:
            self._add(self.current, self.start, self.end, self.title)
        self.pending = False

    def _add(self, cited: Citation, start: int, end: int, title: str) -> None:
        first, last = self.folded.span(start, end)
        self.found.append(Mention(cited, (first, last), self.text[first:last], title))
        self.seen = max(self.seen, end)

    def _titled(self, found: re.Match[str]) -> int:
        """Take in a title: which instrument it means, its edition, and what stands in brackets behind it."""
        self._flush()
        group = found.lastgroup or "name"
        first, last = self.folded.span(*found.span(group))
        written = self.text[first:last]
        known = self.short.get(found[group]) or self.titles.find(written)
        if known is None and found[group] in self.kinds:
            known = self.kinds[found[group]].instrument
        years = self.titles.years(known) if known else frozenset[int]()
        around = read_around(self.folded.text, found.start(), found.end(), years)
        inside = edition_in(found[group]) if group == "book" else None
        self.current = Citation(known or written, edition=around.edition or inside)
        self.title, self.start, self.end, self.pending = written, found.start(), around.end, True
        self.quiet = group != "book" and known is None and self.titles.phantom(written) is None
        self._remember(self.current, around.short)
        return around.end

    def _remember(self, cited: Citation, short: str) -> None:
        if short:
            self.short[short] = cited.instrument
        self.kinds[""] = cited
        for kind in self.titles.kinds(cited.instrument):
            self.kinds[kind] = cited

    def _back(self, found: re.Match[str]) -> int:
        """该办法 is the last instrument named that is a 办法; 该法 simply the last that is a law."""
        meant = self.kinds.get(_POINTER.sub("", found["back"])) or self.kinds.get("")
        if meant:
            self._flush()
            self.current = meant
            self.title, self.start, self.end, self.pending, self.quiet = "", found.start(), found.end(), True, True
        return found.end()

    def _numbered(self, at: int, *, bare: bool = False) -> int:
        """Take in the articles named at a place, and return where they end."""
        whole = self.folded.text
        articles = read_articles(whole, at, bare=bare)
        if not articles:
            divided = self.current is not None and self.titles.divided(self.current.instrument)
            division = read_division(whole, at, bare=bare) if divided else None
            articles = (division,) if division else ()
        if not articles:
            return at if bare else self._lone(at)
        adjacent = self.current is not None and self.pending and linked(whole, self.end, at)
        if not adjacent:
            self._own(at)
            adjacent = self.current is not None and self.end == at
        if self.current is None or at - max(self.end, self.seen) > _NEAR:
            return articles[-1].end
        return self._cite(articles, adjacent=adjacent)

    def _lone(self, at: int) -> int:
        """Take in 第二款, said of the article cited last."""
        near = self.last is not None and self.last.number is not None and at - self.seen <= _NEAR_UNIT
        units = read_lone_units(self.folded.text, at) if near else ()
        for unit in units:
            paragraph = unit.paragraph if unit.paragraph is not None or self.last is None else self.last.paragraph
            if self.last is not None:
                self._add(replace(self.last, paragraph=paragraph, item=unit.item), unit.start, unit.end, "")
        if units:
            self.last = self.found[-1].citation
        return units[-1].end if units else at

    def _cite(self, articles: tuple[Numbered, ...], *, adjacent: bool) -> int:
        """One mention for each article; paragraphs and items belong to the last."""
        current = self.current or Citation("")
        title = self.title if adjacent else ""
        units = read_units(self.folded.text, articles[-1].end)
        for index, one in enumerate(articles):
            start = self.start if adjacent and not index else one.start
            cited = replace(current, number=one.number)
            if one is not articles[-1] or not units:
                self._add(cited, start, one.end, title)
                continue
            for unit in units:
                self._add(
                    replace(cited, paragraph=unit.paragraph, item=unit.item),
                    start if unit is units[0] else unit.start,
                    unit.end,
                    title,
                )
        self.pending = False
        self.last = self.found[-1].citation
        return units[-1].end if units else articles[-1].end

    def _own(self, at: int) -> None:
        """Whose an untitled 第三条 is: a contract's, an unknown rule's named just before, or still the last law's."""
        before = self.folded.text[max(self.seen, at - LONGEST_LINK, 0) : at].rpartition("\n")[2]
        name = owner_before(before)
        if name is None:
            return
        start = at - len(name)
        if self.start < start or not self.pending:
            self._flush()
        if not name:
            self.current = None
            return
        first, last = self.folded.span(start, at)
        written = self.text[first:last]
        self.current = Citation(self.titles.find(written) or written)
        self.title, self.start, self.end, self.pending, self.quiet = written, start, at, True, True
        self._remember(self.current, "")

    def _pointing(self, at: int) -> int:
        """前条 is the article before the last, 前款 the paragraph before; 该条第二款 is of the same article."""
        back = read_back(self.folded.text, at)
        if back is None or self.last is None or self.last.number is None or at - self.seen > _NEAR:
            return at
        meant = _meant(self.last, back)
        units = read_units(self.folded.text, back.end)
        if meant is None or not (back.before or units):
            return back.end
        if not units:
            self._add(meant, back.start, back.end, "")
        for unit in units:
            paragraph = meant.paragraph if unit.paragraph is None else unit.paragraph
            start = back.start if unit is units[0] else unit.start
            self._add(replace(meant, paragraph=paragraph, item=unit.item), start, unit.end, "")
        self.last = self.found[-1].citation
        return units[-1].end if units else back.end


def _meant(last: Citation, back: Back) -> Citation | None:
    """What a word that points back means, seen from the article cited last; None where there is nothing before."""
    number, paragraph, item = last.number or WHOLE, last.paragraph, last.item
    step = 1 if back.before else 0
    if back.unit == "项":
        return replace(last, item=item - step) if item and item > step else None
    if back.unit == "款":
        return replace(last, paragraph=max(1, paragraph - step) if paragraph else None, item=None)
    if not step:
        return replace(last, paragraph=None, item=None)
    if number.number <= 1 and not number.suffix:
        return None
    earlier = ArticleNumber(number.number, number.suffix - 1) if number.suffix else ArticleNumber(number.number - 1)
    return replace(last, number=earlier, paragraph=None, item=None)
