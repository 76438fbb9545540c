"""An advice page, line by line: what belongs to the article, and what was left out and why.

Three kinds of knowledge, in this order: rules of wording (kb/data/noise.toml); what a page's extractor holds to be the
article, where there was one; and shape: an article has sentences, what surrounds it has titles and cut-off
beginnings. In doubt a line between two sentences of the article is kept: a person reviews the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kb.noise import Noise, NoiseRule, plain
from kb.page_day import first_day

_SENTENCE_END = re.compile(r"[。.!;:…][”\"')）】]*$")
_CUT = re.compile(r"(?:(?<!\.)\.{3,}|(?<!…)…+|(?<!。)。{3,})$")
_NUMBERED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[、.]|[(（][一二三四五六七八九十\d]{1,3}[)）]"
    r"|第[一二三四五六七八九十]{1,3}[步点个,、:])"
)
_LISTED = re.compile(r"^\s*(?:[•·●○◆■□▪▶*✅❌-]|\d{1,2}[.、)])\s*\S")
_LEAST_SENTENCE, _LEAST_BODY = 20, 3
"""Characters of a line that can be an article's sentence, and such lines that make a body."""
_TITLE_LONG, _TITLE_EARLY = 60, 10
"""Characters of a title, and lines from the top among which it stands."""
_SAME = 10
"""Characters of a line from which its second occurrence is a repetition, not a way to speak."""
_AFTER = 0.35
"""What follows an article's end may have that share of sentences."""
_MENU, _LINK, _BLOCK, _ROW, _PARTED = 10, 24, 4, 4, 3
"""Characters of a link above the title, and elsewhere; links below each other, beside each other, and with | between
them, of a menu."""
_PREFIX, _ALIKE = 4, 3
"""Characters that titles of one list begin with, and such titles below each other."""
_TRUSTED = 0.5
"""An extractor that finds less than this share of the article's characters is not believed."""
_HOTLINE = re.compile(r"(?<!\d)(?:1[12]0|12\d{3})(?!\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source, by its number."""

    number: int
    text: str

    @property
    def listed(self) -> bool:
        """Whether a list mark stands before it."""
        return bool(_LISTED.match(self.text))


@dataclass(frozen=True, slots=True)
class Noisy:
    """A line that was left out: what kind of noise it is, and why."""

    number: int
    text: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sifted:
    """A page with its article and its noise apart."""

    title: str
    published: date | None
    kept: tuple[Line, ...]
    dropped: tuple[Noisy, ...]


def sift(text: str, noise: Noise, title: str = "", main: str = "") -> Sifted:
    """Part the lines of a page; `title` and `main` are what the page itself and an extractor say, where they do."""
    page = _Page([Line(n, raw.strip()) for n, raw in enumerate(text.split("\n"), 1) if raw.strip()], noise)
    page.find_title(title)
    page.by_rule()
    page.repeated()
    page.foot()
    page.teasers()
    page.alike()
    page.menus()
    page.tail()
    page.outside(main)
    kept = tuple(line for line in page.lines if line.number not in page.out)
    dropped = tuple(page.out[line.number] for line in page.lines if line.number in page.out)
    return Sifted(page.title, first_day(page.furniture()), kept, dropped)


class _Page:
    """The lines of a page, and which of them are out so far."""

    def __init__(self, lines: Sequence[Line], noise: Noise) -> None:
        self.lines = lines
        self.plain = [plain(line.text) for line in lines]
        self.rules: list[NoiseRule | None] = [noise.of(words) for words in self.plain]
        self.out: dict[int, Noisy] = {}
        self.title = ""
        self._title_at = -1

    def drop(self, at: int, kind: str, reason: str) -> None:
        """Leave a line out; the first reason stays."""
        line = self.lines[at]
        self.out.setdefault(line.number, Noisy(line.number, line.text, kind, reason))

    def is_out(self, at: int) -> bool:
        """Whether a line is out already."""
        return self.lines[at].number in self.out

    def furniture(self) -> Iterator[tuple[str, str]]:
        """Lines that are out as the page's furniture, each behind the line above it."""
        for above, words, line in zip(("", *self.plain), self.plain, self.lines, strict=False):
            if line.number in self.out and self.out[line.number].kind == "furniture":
                yield above, words

    def body(self, at: int) -> bool:
        """Whether a line has the shape of an article's sentence, and nothing speaks against it."""
        return not self.is_out(at) and self.rules[at] is None and is_sentence(self.plain[at])

    def find_title(self, told: str) -> None:
        """The line near the top that the page calls its title, or repeats; else the one of the article's own words."""
        short = [
            at
            for at, words in enumerate(self.plain[:_TITLE_EARLY])
            if self.rules[at] is None
            and 4 <= len(words) <= _TITLE_LONG
            and not (_SENTENCE_END.search(words) or _row(self.lines[at].text))
        ]
        called = [at for at in short if told and plain(told).startswith(self.plain[at])]
        again = [
            at
            for at in short
            if len(self.plain[at]) >= _SAME and any(w.startswith(self.plain[at]) for w in self.plain[at + 1 :])
        ]
        before = next(
            (at for at in range(len(self.lines)) if self.rules[at] is None and is_sentence(self.plain[at])), 0
        )
        first = [at for at in short if at <= before]
        pairs = {
            w[i : i + 2]
            for at, w in enumerate(self.plain)
            if not self.rules[at] and is_sentence(w)
            for i in range(len(w) - 1)
        }
        first.sort(key=lambda at: -sum(self.plain[at][i : i + 2] in pairs for i in range(len(self.plain[at]) - 1)))
        if found := (called or again or first):
            self._title_at = found[0]
            self.title = self.lines[found[0]].text.lstrip("# ")
        elif told:
            self.title = re.split(r"(?<!\s)\s*[-_|–—]\s*", told)[0]

    def by_rule(self) -> None:
        """Lines whose wording tells that they are no advice."""
        for at, rule in enumerate(self.rules):
            if rule and at != self._title_at:
                self.drop(at, rule.kind, rule.reason)

    def repeated(self) -> None:
        """Lines that stand there twice, and cut-off beginnings of others."""
        seen = {self.plain[self._title_at]} if self._title_at >= 0 else set()
        for at, words in enumerate(self.plain):
            if self.is_out(at) or at == self._title_at:
                continue
            stem = _CUT.sub("", words)
            if len(words) >= _SAME and words in seen:
                self.drop(at, "duplicate", "和前面一行相同")
            elif stem != words and len(stem) >= _SAME and self._begins_another(at, stem):
                self.drop(at, "duplicate", "另一行的开头")
            else:
                seen.add(words)

    def _begins_another(self, at: int, stem: str) -> bool:
        return any(i != at and len(words) > len(stem) and words.startswith(stem) for i, words in enumerate(self.plain))

    def foot(self) -> None:
        """Everything below the first line that ends an article and behind which no article goes on."""
        for at, rule in enumerate(self.rules):
            if not (rule and rule.foot):
                continue
            above = [i for i in range(at) if self.body(i)]
            below = [i for i in range(at + 1, len(self.lines)) if not self.is_out(i)]
            sentences = sum(len(self.plain[i]) for i in below if self.body(i))
            whole = sum(len(self.plain[i]) for i in below)
            enough = len(above) >= _LEAST_BODY and sentences < sum(len(self.plain[i]) for i in above)
            if enough and sentences <= _AFTER * whole:
                for i in below:
                    self.drop(i, "related", "文末：别的文章的标题或开头")
                return

    def teasers(self) -> None:
        """Titles and cut-off beginnings right below a heading of related articles, in the middle of an article too."""
        open_ = False
        for at, rule in enumerate(self.rules):
            if rule:
                open_ = rule.opens if rule.kind != "furniture" else open_
            elif open_ and not self.is_out(at):
                teaser = not _NUMBERED.match(self.lines[at].text) and not is_sentence(self.plain[at])
                if teaser:
                    self.drop(at, "related", "相关文章的标题或开头")
                open_ = teaser

    def alike(self) -> None:
        """Three titles or more below each other that begin alike: what a site lists, never how one writes."""
        run: list[int] = []
        for at in [at for at in range(len(self.lines)) if not self.is_out(at)] + [-1]:
            title = at >= 0 and at != self._title_at and self._link(at, _TITLE_LONG)
            if run and not (title and self.plain[at][:_PREFIX] == self.plain[run[0]][:_PREFIX]):
                for i in run if len(run) >= _ALIKE else ():
                    self.drop(i, "related", "一列开头相同的标题")
                run = []
            if title and len(self.plain[at]) > _PREFIX:
                run.append(at)

    def menus(self) -> None:
        """Rows of links, and blocks of short lines above the first or below the last sentence."""
        for at, line in enumerate(self.lines):
            if _row(line.text):
                self.drop(at, "navigation", "一排链接")
        body = [at for at in range(len(self.lines)) if self.body(at)]
        if not body:
            return
        top = max(self._title_at, 0) if self._title_at < body[0] else 0
        for first, last in ((0, top), (top + 1, body[0]), (body[-1] + 1, len(self.lines))):
            self._blocks(first, last, *((1, _MENU) if last <= top else (_BLOCK, _LINK)))

    def _blocks(self, first: int, last: int, least: int, longest: int) -> None:
        run: list[int] = []
        for at in [*range(first, last), -1]:
            if at >= 0 and self.is_out(at):
                continue
            if at >= 0 and at != self._title_at and self._link(at, longest):
                run.append(at)
                continue
            if len(run) >= least:
                for i in run:
                    self.drop(i, "navigation", "一列链接")
            run = []

    def _link(self, at: int, longest: int) -> bool:
        words, before = self.plain[at], self.lines[at - 1].text if at else ""
        listed = self.lines[at].listed or _NUMBERED.match(self.lines[at].text)
        return (
            len(words) <= longest
            and not listed
            and not _SENTENCE_END.search(words)
            and not before.endswith((":", "："))
        )

    def tail(self) -> None:
        """Below the article's last sentence and a line of noise: what is no sentence and no item of a list."""
        last = max((at for at in range(len(self.lines)) if self.body(at)), default=len(self.lines))
        framed = False
        for at in range(last + 1, len(self.lines)):
            if self.is_out(at):
                framed = True
            elif framed and self._link(at, _TITLE_LONG) and not _HOTLINE.search(self.plain[at]):
                self.drop(at, "navigation", "文末：网站的链接和按钮")

    def outside(self, main: str) -> None:
        """What stands before or behind the article as the extractor sees it, if it sees most of what is left."""
        if not main:
            return
        held = re.sub(r"\s", "", plain(main.replace("\n", "")))
        left = [at for at in range(len(self.lines)) if not self.is_out(at)]
        inside = [at for at in left if re.sub(r"\s", "", self.plain[at]) in held]
        if sum(len(self.plain[at]) for at in inside) < _TRUSTED * sum(len(self.plain[at]) for at in left):
            return
        for at in left:
            if (at < inside[0] or at > inside[-1]) and at != self._title_at:
                self.drop(at, "outside", "网页正文以外")


def is_sentence(words: str) -> bool:
    """Whether a plain line reads like an article: long enough, ended, not cut off, and more than one bare question."""
    if len(words) < _LEAST_SENTENCE or _CUT.search(words):
        return False
    return bool(_SENTENCE_END.search(words)) or bool(re.search(r"[,。;]", words) and "。" in words)


def _row(line: str) -> bool:
    """Whether a line is nothing but short words beside each other, as menus are."""
    words = re.split(r"[\s|·/丨]+", line)
    parted = len(re.split("[|丨]", line)) >= _PARTED
    return (parted or len(words) >= _ROW) and all(1 < len(w) <= 8 and re.fullmatch(r"[\w+]+", w) for w in words)
