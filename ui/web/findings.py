"""A checked text as HTML: the count, the text with its marks in place, each finding with its law and what to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant import Cited
from kb import (
    Change,
    Check,
    Corpus,
    Finding,
    Proposal,
    Provision,
    Rewording,
    StatuteBook,
    Wording,
    parse_reference,
    propose,
)
from ui.checks import OLD_NAME, Checked, Mark, Piece, mark_of, marked
from ui.html import Html, join, tag
from ui.mending import CHANGED, OPEN, Mended
from ui.render import line_of
from ui.web.glossed import glossed
from ui.web.sheet import badge, rank_badge, sheet, status_badge
from ui.web.words import word

_HUES = {"right": "green", "doubt": "grey", "wrong": "danger", "old": "amber", "none": "danger"}
_TAGS = {Change.ADDED: "ins", Change.REMOVED: "del"}
_LONG = 160
"""Characters of an article that a finding shows; the whole opens beside it."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a check gave, the book it was made by, and the mended text with the faults that are left in it."""

    checked: Checked
    book: StatuteBook
    corpus: Corpus
    mended: Mended
    left: int
    lang: str


def result(given: Result) -> Html:
    """The whole; articles open as `check-N`."""
    checks, lang = given.checked.checks, given.lang
    wrong = [(n, c) for n, c in enumerate(checks, 1) if c.finding is not Finding.OK]
    right = [(n, c) for n, c in enumerate(checks, 1) if c.finding is Finding.OK]
    rows = [(n, c, _right(c, given)) for n, c in (*wrong, *right)]
    faults = [_finding(n, c, p, given) for n, c, p in rows[: len(wrong)]]
    sound = [tag("li", _where(c, given), _opener(n, p[0], given)) for n, c, p in rows[len(wrong) :] if p]
    body = tag(
        "div",
        tag("h3", counted(checks, lang), class_="headline"),
        tag("p", word(lang, "check.day", day=given.book.day), class_="day"),
        tag("section", tag("h3", word(lang, "check.text")), _text(given)),
        tag("section", tag("h3", word(lang, "check.faults")), *faults) if faults else Html(),
        _notes(given),
        tag("details", tag("summary", word(lang, "check.right", n=len(right))), tag("ul", *sound), class_="kept")
        if sound
        else Html(),
        _downloads(given) if checks else Html(),
        tag("p", word(lang, "check.limits"), class_="limits"),
        class_="answer checked",
    )
    return join([body, tag("div", *(_shelf(n, p, given) for n, _, p in rows), hidden=True)])


def counted(checks: Sequence[Check], lang: str) -> str:
    """31 处引用：20 处正确，8 处旧条文，3 处无法核对, as one sentence."""
    if not checks:
        return word(lang, "check.none")
    found = [(f, sum(c.finding is f for c in checks)) for f in Finding]
    told = [word(lang, "check.count_one", n=n, finding=said(f, lang)) for f, n in found if n]
    between, end = ("，", "。") if lang == "zh" else (", ", ".")
    return word(lang, "check.count", n=len(checks)) + between.join(told) + end


def said(finding: Finding, lang: str) -> str:
    """The name of a finding."""
    return word(lang, f"check.{finding.value}")


def _badge(mark: Mark, named: str) -> Html:
    return badge(mark.icon, named, _HUES[mark.tone])


def _text(given: Result) -> Html:
    """Joined without the badges it is the text as it was written."""
    found = given.checked
    return tag("div", *(_piece(p, given) for p in marked(found.text, found.checks, found.notes)), class_="marked-text")


def _piece(piece: Piece, given: Result) -> Html:
    if not piece.mark:
        return tag("bdi", piece.text)
    words = tag("bdi", piece.text, class_=f"cited {piece.mark.tone}")
    if piece.quoted:
        return words
    if not piece.n:
        return join([_badge(OLD_NAME, word(given.lang, "check.old_name")), words])
    check = given.checked.checks[piece.n - 1]
    named = said(check.finding, given.lang)
    opens: dict[str, str | bool] = (
        {"data_cite": f"check-{piece.n}", "aria_controls": "sheet"}
        if check.finding is Finding.OK
        else {"data_finding": str(piece.n)}
    )
    return join(
        [
            tag(
                "button",
                tag("span", piece.mark.icon, aria_hidden="true"),
                named,
                type="button",
                class_=f"verdict-mark {_HUES[piece.mark.tone]}",
                id=f"check-place-{piece.n}",
                **opens,
            ),
            words,
        ]
    )


def _finding(n: int, check: Check, right: Sequence[Provision], given: Result) -> Html:
    lang, mark = given.lang, mark_of(check.finding)
    proposal = propose(check, given.book, given.corpus.titles)
    unsure = check.finding is Finding.UNVERIFIABLE
    return tag(
        "article",
        tag(
            "h4",
            _badge(mark, said(check.finding, lang)),
            " ",
            tag("span", word(lang, "check.nth", n=n, line=line_of(given.checked.text, check.mention.span))),
        ),
        tag("p", word(lang, "check.written"), tag("q", _once(check.mention.raw)), lang="zh-CN"),
        tag("p", glossed(check.explain, lang, given.corpus), class_="why") if check.explain else Html(),
        *(part for p in right for part in _law(n, p, right, given)),
        *(_proposed(proposal, right, lang, given.corpus) if proposal else ()),
        tag("p", word(lang, "check.unverified"), class_="warning") if unsure else Html(),
        tag("p", *(_copies(proposal, lang) if proposal else ()), _back(n, lang), class_="tools"),
        class_=f"one-finding {mark.tone}",
        id=f"check-finding-{n}",
        tabindex="-1",
    )


def _back(n: int, lang: str) -> Html:
    return tag("button", word(lang, "check.place"), type="button", class_="quiet", data_place=str(n))


def _where(check: Check, given: Result) -> Html:
    n = line_of(given.checked.text, check.mention.span)
    return tag("span", word(given.lang, "check.line", n=n), " ", tag("q", _once(check.mention.raw), lang="zh-CN"))


def _opener(n: int, provision: Provision, given: Result, key: str = "") -> Html:
    return tag(
        "button",
        tag("span", provision.label, class_="label", lang="zh-CN"),
        tag(
            "span",
            rank_badge(provision.instrument.authority, given.lang),
            status_badge(given.book.status(provision), given.lang),
            class_="looks",
        ),
        type="button",
        class_="source",
        data_cite=f"check-{n}{key}",
        aria_controls="sheet",
    )


def _law(n: int, provision: Provision, among: Sequence[Provision], given: Result) -> Iterator[Html]:
    """The right article as a button, and its own words, or that they are a summary."""
    yield _opener(n, provision, given, "" if provision is among[0] else "b")
    exact, words = provision.wording is Wording.EXACT, provision.text
    shown = words if len(words) <= _LONG else words[:_LONG] + "……"
    note = Html() if exact else tag("p", tag("strong", word(given.lang, "is_summary")))
    yield tag("div", note, tag("p", shown), class_="law" if exact else "law summary", lang="zh-CN")


def _proposed(proposal: Proposal, right: Sequence[Provision], lang: str, corpus: Corpus) -> Iterator[Html]:
    """What to write instead, to be copied with one tap; only where the article and its number are certain."""
    certain = bool(right) and not any(p.article.unconfirmed for p in right)
    if proposal.citation:
        copy = (
            tag("button", word(lang, "check.copy"), type="button", class_="quiet", data_copy=proposal.citation)
            if certain
            else tag("span", word(lang, "check.number_open"), class_="limits")
        )
        yield tag(
            "p", tag("strong", word(lang, "check.write")), tag("ins", proposal.citation, lang="zh-CN"), copy,
            class_="proposal",
        )  # fmt: skip
    yield tag("p", glossed(proposal.advice, lang, corpus), class_="advice")
    for words in proposal.words:
        if words.changes:
            heading = tag("strong", word(lang, "check.compared"))
            yield tag("p", heading, *_reworded(words), class_="compared", lang="zh-CN")


def _reworded(words: Rewording) -> list[Html]:
    return [tag(_TAGS.get(c.change, "span"), c.text.replace("\n", "")) for c in words.changes]


def _copies(proposal: Proposal, lang: str) -> Iterator[Html]:
    """The law's own words in place of those that were quoted."""
    for words in proposal.words:
        if words.changes:
            said = word(lang, "check.copy_words")
            yield tag("button", said, type="button", class_="quiet", data_copy=f"“{words.text}”")


def _right(check: Check, given: Result) -> tuple[Provision, ...]:
    """What a finding rests on: the paragraph or item that is meant, else the article; of a right citation, itself."""
    if check.finding is Finding.OK:
        return (check.found,) if isinstance(check.found, Provision) else ()
    proposal = propose(check, given.book, given.corpus.titles)
    if proposal and proposal.words:
        return tuple(words.provision for words in proposal.words)
    cited = parse_reference(check.correct, given.corpus.titles) if "#" in check.correct else None
    right = given.book.resolve(cited) if cited else None
    both = (check.found, right) if check.finding is Finding.CONFLATED else (right,)
    return tuple(p for p in both if isinstance(p, Provision))


def _shelf(n: int, right: Sequence[Provision], given: Result) -> Html:
    """The articles, hidden until one is opened."""
    return join(
        tag("div", sheet(_cited(n, p, given), given.corpus, given.book, given.lang), id=f"sheet-check-{n}{key}")
        for p, key in zip(right, ("", "b"), strict=False)
    )


def _cited(n: int, provision: Provision, given: Result) -> Cited:
    exact = provision.wording is Wording.EXACT
    return Cited(
        n,
        provision.ref,
        provision.label,
        provision.text if exact else "",
        given.book.status(provision).value,
        provision.instrument.authority.value,
        provision.wording.value,
        "" if exact else provision.text,
    )


def _notes(given: Result) -> Html:
    """Authorities by an old name, and what they are called today."""
    found = given.checked
    rows = [
        tag("li", word(given.lang, "check.line", n=line_of(found.text, note.span)), " ", tag("span", note.explain))
        for note in found.notes
    ]
    heading = tag("h3", word(given.lang, "check.old_names"))
    return tag("section", heading, tag("ul", *rows, lang="zh-CN")) if rows else Html()


def _downloads(given: Result) -> Html:
    """The report as a file, and the text with what is proposed in it."""
    lang, new = given.lang, given.mended
    files = [
        tag("button", word(lang, f"check.report_{kind}"), type="button", class_="quiet", data_report=kind)
        for kind in ("docx", "html")
    ]
    kept = tag("textarea", given.checked.text, class_="checked-words", hidden=True, readonly=True, tabindex="-1")
    parts = [tag("p", *files, class_="tools"), kept]
    if new.changes:
        copy = tag("button", word(lang, "check.copy_text"), type="button", class_="quiet", data_copy=new.marked)
        pieces = [join([tag(_TAGS.get(p.change, "span"), p.text), _flag(p.mark)]) for p in new.pieces]
        parts.append(
            tag(
                "details",
                tag("summary", word(lang, "check.mended", n=new.changes)),
                tag("p", word(lang, "check.mended_left" if given.left else "check.mended_all", n=given.left)),
                tag("p", copy, class_="tools"),
                tag("div", *pieces, class_="marked-text"),
                class_="kept",
            )
        )
    return tag("section", *parts, class_="downloads", data_day=given.book.day.isoformat(), data_name=given.checked.name)


def _flag(mark: str) -> Html:
    return tag("b", mark, class_="flag") if mark in {CHANGED, OPEN} else Html()


def _once(words: str) -> str:
    return " ".join(words.split())
