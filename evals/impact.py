"""What a change of the law did: articles, the places that cite them, the cases that it touches; as JSON and text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from evals.reruns import Rerun
from kb import (
    Change,
    Corpus,
    Fate,
    InputProblem,
    InstrumentChange,
    Look,
    Piece,
    Source,
    Touched,
    changes,
    library_sources,
    places,
    touched,
    units,
)

KINDS: Mapping[str, str] = {
    "guide": "指南", "asked": "指南的问法", "moved": "条号对照", "glossary": "说法对照", "phantom": "假文件名单",
    "shelf": "书架说明", "ways": "法条问法", "rule": "规则", "scope": "先说的话", "figure": "数字", "call": "催收核对",
    "letter": "信件", "case": "评测题", "dated": "日期题", "paragraph": "引用体检题", "described": "通话题",
    "paraphrase": "改写句",
}  # fmt: skip
"""What kinds of places are called."""
LISTED = 30
"""How many places or cases the text names in one list; the JSON and the page have them all."""


@dataclass(frozen=True, slots=True)
class Side:
    """A library on a day."""

    corpus: Corpus
    folder: Path
    day: date


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything a change of the law touches."""

    before: Side
    after: Side
    law: tuple[InstrumentChange, ...]
    touched: tuple[Touched, ...]
    shelf: Mapping[str, tuple[str, ...]]
    """What the later library has and the earlier has not, by `instruments`, `gone`, `versions`."""
    reruns: tuple[Rerun, ...] = ()

    @property
    def broken(self) -> bool:
        """Whether a place must be mended, or a case fails that passed."""
        urgent = any(t.look in {Look.BROKEN, Look.MOVED, Look.CHANGED} for t in self.touched)
        return urgent or any(r.newly_failing for r in self.reruns)

    def to_dict(self) -> dict[str, object]:
        """The JSON of docs/interface.md."""
        return {
            "old": {"library": str(self.before.folder), "day": self.before.day.isoformat()},
            "new": {"library": str(self.after.folder), "day": self.after.day.isoformat()},
            "shelf": {name: list(refs) for name, refs in self.shelf.items()},
            "instruments": [_instrument(change) for change in self.law],
            "places": [_place(item) for item in self.touched],
            "cases": [_rerun(r) for r in self.reruns],
        }


def trace(before: Side, after: Side, sources: Iterable[Source], *, today: date, only: str = "") -> Impact:
    """Compare two libraries, or one library on two days.

    Args:
        before: the earlier side.
        after: the later side.
        sources: data files outside the library that cite articles.
        today: the day that a place speaks of that tells none.
        only: the instrument to look at; empty for all.

    Raises:
        InputProblem: no such instrument.
    """
    name = after.corpus.titles.find(only) if only else ""
    if name is None:
        raise InputProblem(f"资料库里没有“{only}”：请写简称，例如 --only 治安管理处罚法")
    both = {**before.corpus.instruments, **after.corpus.instruments}
    finder = replace(after.corpus, instruments=both).finder
    same = before.folder == after.folder
    own = library_sources(after.folder)
    revised: frozenset[str] = frozenset()
    cited = places((*own, *sources), finder)
    if not same:
        earlier = units(library_sources(before.folder))
        revised = frozenset(unit for unit, text in units(own).items() if earlier.get(unit) != text)
        cited = tuple(replace(p, day=None) if p.kind in {"guide", "asked"} else p for p in cited)
    law = changes(before.corpus.on(before.day), after.corpus.on(after.day))
    law = tuple(change for change in law if not name or change.instrument.id == name)
    found = touched(cited, law, after.corpus.on(after.day), written=today if same else None, revised=revised)
    return Impact(before, after, law, found, _shelf(before.corpus, after.corpus))


def with_reruns(found: Impact, reruns: tuple[Rerun, ...]) -> Impact:
    """The same impact with the cases that were asked again."""
    return replace(found, reruns=reruns)


def _shelf(before: Corpus, after: Corpus) -> dict[str, tuple[str, ...]]:
    old, new = before.instruments, after.instruments
    versions = tuple(
        f"{name}@{version.in_force}"
        for name, instrument in new.items()
        if name in old
        for version in instrument.versions
        if all(version.in_force != v.in_force for v in old[name].versions)
    )
    added, gone = (tuple(n for n in one if n not in two) for one, two in ((new, old), (old, new)))
    return {"instruments": added, "gone": gone, "versions": versions}


def _instrument(change: InstrumentChange) -> dict[str, object]:
    return {
        "instrument": change.instrument.id,
        "old": change.old.in_force.isoformat() if change.old else None,
        "new": change.new.in_force.isoformat() if change.new else None,
        "articles": [
            {
                "number": article.number.key,
                "fate": article.fate.value,
                "targets": list(article.targets),
                "compared": bool(article.old and article.new),
                "note": article.note,
                "pieces": [{"change": p.change.value, "text": p.text} for p in article.pieces],
            }
            for article in change.articles
        ],
    }


def _place(item: Touched) -> dict[str, object]:
    place = item.place
    return {
        "kind": place.kind,
        "file": place.file,
        "line": place.line,
        "unit": place.unit,
        "ref": place.citation.ref,
        "look": item.look.value,
        "fate": item.change.fate.value,
        "targets": list(item.change.targets),
        "says": item.says,
    }


def _rerun(found: Rerun) -> dict[str, object]:
    shown = not found.case.held_out  # whoever mends a kind of failure must not read these
    sides = {"old": found.before, "new": found.after}
    return {
        "id": found.case.id,
        "why": list(found.affected.why),
        "changed": bool(found.pieces),
        "newly_failing": list(found.newly_failing),
        "newly_passing": list(found.newly_passing),
        **{
            name: {"text": s.reply.text if s.reply and shown else None, "cited": list(s.cited)}
            for name, s in sides.items()
        },
        "pieces": [{"change": p.change.value, "text": p.text} for p in found.pieces] if shown else [],
    }


def impact_text(found: Impact) -> str:
    """Markdown that also reads well on a terminal."""
    return "\n\n".join("\n".join(part) for part in _parts(found) if part) + "\n"


def _parts(found: Impact) -> Iterator[list[str]]:
    yield [f"# 法律变了什么，碰到了哪里：{found.before.day} → {found.after.day}"]
    for name, title in (("instruments", "新增文件"), ("gone", "少了文件"), ("versions", "新增版本")):
        if found.shelf[name]:
            yield [f"{title}：{'、'.join(found.shelf[name])}"]
    if not found.law:
        yield ["两边的法律没有差别。"]
    for change in found.law:
        yield _law_lines(change)
    counts = Counter(t.look for t in found.touched)
    yield ["## 要看的地方", "、".join(f"{look.chinese} {counts[look]}" for look in Look if counts[look]) or "没有。"]
    for look in Look:
        items = [t for t in found.touched if t.look is look]
        if items and look in {Look.BROKEN, Look.MOVED, Look.CHANGED}:
            yield [f"### {look.chinese}（{len(items)}）", *_some([_place_line(t) for t in items])]
        elif items:
            kinds = Counter(t.place.kind for t in items)
            yield [f"### {look.chinese}（{len(items)}）", "、".join(f"{KINDS.get(k, k)} {n}" for k, n in kinds.items())]
    if found.reruns:
        yield from _case_lines(found.reruns)


def _law_lines(change: InstrumentChange) -> list[str]:
    old, new = (v.in_force.isoformat() if v else "没有" for v in (change.old, change.new))
    fates = Counter(a.fate for a in change.articles)
    counted = "，".join(f"{fate.chinese} {fates[fate]} 条" for fate in Fate if fates[fate])
    return [f"## 《{change.instrument.id}》：{old} 的文本 → {new} 的文本", counted]


def _place_line(item: Touched) -> str:
    place = item.place
    return (
        f"- {place.file}:{place.line} {KINDS.get(place.kind, place.kind)} {place.unit}：{place.citation}。{item.says}"
    )


def _case_lines(reruns: Sequence[Rerun]) -> Iterator[list[str]]:
    other = [r for r in reruns if r.pieces]
    worse, better = ([r for r in reruns if getattr(r, name)] for name in ("newly_failing", "newly_passing"))
    counted = f"只在新的一边不合格 {len(worse)} 题，只在旧的一边不合格 {len(better)} 题"
    yield [
        "## 受影响的评测题",
        f"重新问了 {len(reruns)} 题：答复变了 {len(other)} 题，{counted}。",
    ]
    if worse:
        yield ["### 只在新的一边不合格", *_some([f"- {r.case.id}：{'、'.join(r.newly_failing)}" for r in worse])]
    shown = [f"- {r.case.id}：{marked(r.pieces)}" for r in other if not r.case.held_out]
    if shown:
        yield ["### 答复变在哪里（[-旧-]{+新+}）", *_some(shown)]


def _some(lines: Sequence[str]) -> list[str]:
    more = len(lines) - LISTED
    return [*lines[:LISTED], *([f"- ……还有 {more} 处，--json 和 --report 里有全部"] if more > 0 else [])]


_SIGNS = {Change.SAME: ("", ""), Change.REMOVED: ("[-", "-]"), Change.ADDED: ("{+", "+}")}
_CONTEXT = 12


def marked(pieces: Sequence[Piece]) -> str:
    """The pieces as `git diff --word-diff` marks them, with little of what stayed."""
    out = []
    for piece in pieces:
        words = piece.text.replace("\n", " ")
        if piece.change is Change.SAME and len(words) > 2 * _CONTEXT:
            words = f"{words[:_CONTEXT]}……{words[-_CONTEXT:]}"
        before, after = _SIGNS[piece.change]
        out.append(f"{before}{words}{after}")
    return "".join(out)
