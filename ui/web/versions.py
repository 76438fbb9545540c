"""Two texts of one instrument: what became of each article, and two articles side by side, word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kb import (
    ArticleChange,
    Change,
    Corpus,
    Fate,
    Instrument,
    Piece,
    Provision,
    StatuteBook,
    Version,
    Wording,
    changes,
    differences,
    written,
)
from ui.html import Html, join, tag
from ui.web.library import crumb
from ui.web.looks import badge
from ui.web.relations import between
from ui.web.view import View

_LOOKS = {
    Fate.CHANGED: ("✎", "amber"),
    Fate.MOVED: ("→", "accent"),
    Fate.REPEALED: ("－", "danger"),
    Fate.NEW: ("＋", "green"),
}

_SIDES = {"old": ("↻", "amber"), "new": ("✓", "green")}


def changed(corpus: Corpus, one: Instrument, old: Version, new: Version) -> tuple[ArticleChange, ...]:
    """What became of each article of which anything is held or known."""
    books = (StatuteBook(v.in_force, {one.id: one}, {}, corpus.moved) for v in (old, new))
    found = (change for each in changes(*books) for change in each.articles)
    return tuple(c for c in found if c.old or c.new or c.targets)


def two_versions(one: Instrument, old: Version, new: Version, view: View) -> Html:
    """Every article that is not as it was, by what became of it; of what is not held nothing is claimed."""
    found = changed(view.corpus, one, old, new)
    counts = Counter(change.fate for change in found)
    total = [tag("li", _fate(fate, view), tag("b", str(counts[fate]))) for fate in Fate if counts[fate]]
    parts = [
        crumb(view, tag("a", f"《{one.id}》", href=view.link(one.id), lang="zh-CN")),
        tag("h3", view.say("compare_title", name=one.id), tabindex="-1", class_="page-title"),
        tag("p", view.say("compare_days", old=old.in_force, new=new.in_force), class_="lead"),
        tag("ul", *total, class_="totals") if found else tag("p", view.say("no_change")),
    ]
    if any(v.last_article and len(v.articles) < v.last_article for v in (old, new)):
        parts.append(tag("p", view.say("partly", old=len(old.articles), new=len(new.articles)), class_="warning"))
    rows = [tag("li", _row(change, one, old, new, view)) for change in found]
    return join([*parts, tag("ul", *rows, class_="rows changes")])


def _fate(fate: Fate, view: View) -> Html:
    icon, hue = _LOOKS[fate]
    return badge(icon, view.say(f"fate_{fate.value}"), hue)


def _row(change: ArticleChange, one: Instrument, old: Version, new: Version, view: View) -> Html:
    """One article: what became of it, and the comparison where both texts are held."""
    here, same = (f"{one.id}@{v.in_force}#{change.number.key}" for v in (old, new))
    there = change.targets[0] if change.targets else same
    names = "、".join(written(ref).partition("》")[2] for ref in change.targets)
    said = f"{change.number} → {names}" if names else str(change.number)
    head = tag("span", tag("b", said), _fate(change.fate, view), class_="head", lang="zh-CN")
    more = [_aside(change.note)] if change.note else []
    if change.old and change.new:
        more += [] if change.pieces else [_aside(view.say("only_number"))]
        return tag("a", head, *more, href=view.link(between(here, there)), class_="row article")
    held = change.new or change.old
    if change.fate in {Fate.CHANGED, Fate.MOVED}:
        more.append(_aside(view.say("one_missing")))
    elif held:
        more.append(_aside(held.text.partition("\n")[0]))
    if held is None:
        return tag("div", head, *more, class_="row article")
    return view.opens(there if change.new else here, head, *more, class_="row article")


def _aside(said: str) -> Html:
    return tag("span", said, class_="first-words", lang="zh-CN")


def two_articles(old: Provision, new: Provision, view: View) -> Html:
    """Both texts beside each other, what went and what came marked; style of punctuation does not count."""
    pieces = differences(old.article.text, new.article.text)
    name = new.instrument.id
    versions = view.link(f"{name}@{old.version.in_force}..{new.version.in_force}")
    parts = [
        crumb(
            view,
            tag("a", f"《{name}》", href=view.link(name), lang="zh-CN"),
            tag("a", view.say("whole_comparison"), href=versions),
        ),
        tag("h3", tag("bdi", _pair(old, new)), tabindex="-1", class_="page-title", lang="zh-CN"),
    ]
    notes = [row.note for row in view.book.successors(old.article_ref) if new.article_ref in row.new]
    parts += [tag("p", note, class_="about", lang="zh-CN") for note in dict.fromkeys(notes)]
    if not pieces:
        parts.append(tag("p", badge("＝", view.say("same_words"), "green")))
    else:
        parts.append(tag("p", view.say("legend"), class_="legend"))
    if Wording.SUMMARY in {old.wording, new.wording}:
        parts.append(tag("p", view.say("summary_compare"), class_="warning"))
    left, right = sides(old.article.text, new.article.text, pieces)
    columns = [_column(old, left, "old", view), _column(new, right, "new", view)]
    return join([*parts, tag("div", *columns, class_="sides")])


def _pair(old: Provision, new: Provision) -> str:
    numbers = dict.fromkeys((str(old.article.number), str(new.article.number)))
    return f"《{new.instrument.id}》{' → '.join(numbers)}"


def sides(old: str, new: str, pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The pieces of each text alone, letter by letter its own: of what stayed, the old text keeps its own marks."""
    if not pieces:
        return (Piece(Change.SAME, old),), (Piece(Change.SAME, new),)
    kept = tuple(p for p in pieces if p.change is not Change.REMOVED)
    # The other way round the roles change, and with them whose letters are given for what stayed.
    back = differences(new, old)
    turned = {Change.SAME: Change.SAME, Change.ADDED: Change.REMOVED}
    return tuple(Piece(turned[p.change], p.text) for p in back if p.change in turned), kept


def _column(one: Provision, pieces: Sequence[Piece], side: str, view: View) -> Html:
    (icon, hue), status = _SIDES[side], view.say(f"{side}_side")
    looks = "law" if one.wording is Wording.EXACT else "law summary"
    number = one.label.partition("》")[2]
    return tag(
        "section",
        tag("h4", badge(icon, status, hue), tag("bdi", number)),
        tag("p", view.days(one.version), class_="days"),
        tag("div", *_marked(pieces, view), class_=looks, lang="zh-CN"),
        view.opens(one.ref, view.say("open_whole"), class_="quiet"),
        class_=f"side {side}",
    )


def _marked(pieces: Sequence[Piece], view: View) -> Iterator[Html | str]:
    """Words that went struck through, words that came underlined; each said aloud."""
    for piece in pieces:
        if piece.change is Change.SAME or not piece.text.strip():
            yield piece.text
            continue
        name, said = ("del", "went") if piece.change is Change.REMOVED else ("ins", "came")
        aloud = tag("span", view.say(said), class_="sr")
        lines = [tag(name, aloud, line) if line else Html() for line in piece.text.split("\n")]
        yield join(lines, "\n")
