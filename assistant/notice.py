"""A public notice (法律变更公告) of what a new text of an instrument changes for borrowers: exact words, old and new.

Only articles that youju speaks of are told in full. The law's words are quoted, every other sentence of law is one that
the verifier has passed; a part that fails is left out and named in `withheld`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.conduct import Transition
from kb import (
    ArticleChange,
    Corpus,
    Fate,
    InstrumentChange,
    Piece,
    Provision,
    Touched,
    Version,
    Wording,
    verbatim,
    written,
)
from kb import Change as Kept

TOLD = frozenset({"guide", "rule", "scope", "letter"})
"""The kinds of places that a borrower reads."""


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """The notice as Markdown, and what could not be told."""

    text: str
    withheld: tuple[str, ...]


Fault = Callable[[str], str]
"""Why a sentence may not be shown, empty if it may: `Verifier.fault` for the law of the later day."""


@dataclass(frozen=True, slots=True)
class _Change:
    """An article that youju speaks of, and what cites it."""

    change: ArticleChange
    cited: tuple[Touched, ...]


def public_notice(
    law: Sequence[InstrumentChange],
    touched: Iterable[Touched],
    corpus: Corpus,
    day: date,
    transitions: Sequence[Transition],
    fault: Fault,
) -> PublicNotice:
    """The notice of every instrument that changed and that youju speaks of.

    Args:
        law: what changed.
        touched: the places that cite it.
        corpus: the later library.
        day: the later day.
        transitions: what to say of acts before the change.
        fault: the verifier's question.
    """
    told = [t for t in touched if t.place.kind in TOLD]
    lines: list[str] = []
    withheld: list[str] = []
    for change in law:
        articles = _articles(change, told)
        if not articles or change.new is None or change.old is None:
            continue
        rows = [r for r in transitions if r.instrument == change.instrument.id]
        lines += ["", *_opening(change, change.new), "", *_transition(rows, corpus, day, fault, withheld)]
        for article in articles:
            lines += ["", *_article(article, change, corpus, day, withheld)]
        rest = len(change.articles) - len(articles)
        lines += ["", f"另有 {rest} 条也有变动，这里的内容没有引用，没有列出。"] if rest else []
    head = ["# 法律变更公告", "", "这份公告只列和催收有关的条文；引号里的都是原话，逐字核对过。"]
    body = lines or ["", "没有和这里的内容有关的变更。"]
    return PublicNotice("\n".join([*head, *body]) + "\n", tuple(withheld))


def _articles(change: InstrumentChange, told: Sequence[Touched]) -> list[_Change]:
    """The changes that are cited, those first that most rests on."""
    by_change: dict[int, list[Touched]] = {}
    for item in told:
        by_change.setdefault(id(item.change), []).append(item)
    found = [_Change(a, tuple(by_change[id(a)])) for a in change.articles if id(a) in by_change]
    return sorted(found, key=lambda c: -len(c.cited))


def _opening(change: InstrumentChange, new: Version) -> Iterator[str]:
    day = new.in_force
    yield f"## 《{change.instrument.id}》换了新文本"
    yield ""
    yield f"新文本的施行日是{day.year}年{day.month}月{day.day}日（来源：{new.source}，核对日 {new.verified}）。"
    own = next((a for a in reversed(new.articles) if f"自{day.year}年{day.month}月{day.day}日起施行" in a.text), None)
    if own and new.wording is Wording.EXACT:
        yield f"“{own.paragraphs[-1][0]}”（《{change.instrument.id}》{own.number}）"


def _transition(
    rows: Sequence[Transition], corpus: Corpus, day: date, fault: Fault, withheld: list[str]
) -> Iterator[str]:
    """What applies to acts before the change that are punished after it."""
    sentences = []
    for basis in (b for row in rows for b in row.law):
        provision = corpus.provision(basis.ref, day)
        sentence = f"{basis.says}（{_label(provision)}）。" if provision else ""
        if not sentence or (reason := fault(sentence)):
            withheld.append(f"{basis.says}：{reason if sentence else '依据没有收录'}")
        else:
            sentences.append(f"- {sentence}")
    if sentences:
        yield "**以前发生、现在才处理的事**"
        yield ""
        yield from sentences


def _label(provision: Provision) -> str:
    """The provision as the verifier reads it, with the year of a text that is no longer in force."""
    version = provision.version
    if version.until is None or version.promulgated is None:
        return provision.label
    title = f"《{provision.instrument.id}》"
    return provision.label.replace(title, f"{title}（{version.promulgated.year}年修正）", 1)


def _article(told: _Change, change: InstrumentChange, corpus: Corpus, day: date, withheld: list[str]) -> Iterator[str]:
    """One article: where it stands, the old words, the new words, what differs, and what of ours moves."""
    article, title = told.change, change.instrument.id
    year = f"（{change.old.promulgated.year}年修正）" if change.old and change.old.promulgated else ""
    yield f"### {_heading(article, title, year)}"
    yield ""
    if article.old and change.old:
        until = (change.old.until or day) - timedelta(days=1)
        yield from _quoted(
            f"到{until}为止", f"《{title}》{year}{article.number}", article.old.text, change.old, withheld
        )
    elif article.fate is not Fate.NEW:
        yield "- 旧条文的原文没有收录。"
    for ref in article.targets or (f"{title}#{article.number.key}",) * (article.new is not None):
        now = corpus.provision(ref, day)
        if now:
            yield from _quoted("现在", now.label, now.text, now.version, withheld)
    if article.pieces:
        yield from _difference(article.pieces)
    elif article.old and article.new:
        yield "- 文字没有变，只换了条号。"
    yield from _ours(told.cited, corpus)


def _heading(article: ArticleChange, title: str, year: str) -> str:
    """The old number under the year of its text, and the new one."""
    now = "、".join(dict.fromkeys(written(ref) for ref in article.targets))
    if now:
        return f"原来的《{title}》{year}{article.number}，现在是{now}"
    says = {Fate.NEW: "新增的", Fate.CHANGED: "文字改了", Fate.REPEALED: "新文本里没有对应的条文"}
    return f"《{title}》{article.number}：{says.get(article.fate, '变了')}"


def _ours(cited: Sequence[Touched], corpus: Corpus) -> Iterator[str]:
    """What of youju's own rests on it: guides by their questions, the rest counted by kind."""
    guides = dict.fromkeys(t.place.unit for t in cited if t.place.kind == "guide")
    found = (corpus.section(ref) for ref in guides)
    titles = [f"「{section.title}」" for _, section in filter(None, found)]
    if titles:
        more = f"等 {len(titles)} 节" if len(titles) > _TITLES else ""
        yield f"- 引用它的指南：{''.join(titles[:_TITLES])}{more}"
    for kind, name in (("letter", "信件"), ("rule", "核对规则"), ("scope", "先说的话")):
        count = len({t.place.unit for t in cited if t.place.kind == kind})
        if count:
            yield f"- 引用它的{name}：{count} 处"


def _quoted(when: str, label: str, text: str, version: Version, withheld: list[str]) -> Iterator[str]:
    """An article's words, a line each; a summary is never quoted."""
    if version.wording is not Wording.EXACT:
        withheld.append(f"{label}：资料库里是概括，不引原话")
        return
    yield f"- {when}（{label}）："
    for line in text.split("\n"):
        if verbatim(line, text):
            yield f"  > “{line}”"


_LEAST = 2
"""Fewer characters tell a reader nothing."""
_TITLES = 5
"""How many guides are named."""


def _difference(pieces: Sequence[Piece]) -> Iterator[str]:
    """Words taken out and words put in, as they stand."""
    for kind, title in ((Kept.REMOVED, "去掉的话"), (Kept.ADDED, "加上的话")):
        words = dict.fromkeys(p.text.strip("，。；：、\n ") for p in pieces if p.change is kind)
        shown = [f"“{w}”" for w in words if len(w) >= _LEAST and "\n" not in w]
        if shown:
            yield f"- {title}：{'、'.join(shown)}"
