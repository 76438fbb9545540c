"""Why this answer: what was read, searched, chosen, drafted and withheld on the way to one answer."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant import Answer, Assistant, Draft, Material, Notice
from kb import Hit

MOST_HITS = 30


@dataclass(frozen=True, slots=True)
class Trace:
    """One answer with everything that led to it."""

    answer: Answer
    notices: tuple[Notice, ...]
    material: Material | None
    """None where nothing was composed: a route answered alone."""
    drafts: tuple[Draft, ...]

    def to_dict(self) -> dict[str, object]:
        """As programs see it (docs/interface.md)."""
        chosen = self.material
        return {
            "answer": self.answer.to_dict(),
            "routes": [{"route": n.route, "headline": n.headline, "final": n.final} for n in self.notices],
            "hits": [_hit(hit) for hit in (chosen.hits[:MOST_HITS] if chosen else ())],
            "rules": [
                {"rule": f.rule.id, "title": f.rule.title, "informs": f.rule.informs}
                for f in (chosen.findings if chosen else ())
            ],
            "sections": [guide.section_ref(section) for guide, section in (chosen.sections if chosen else ())],
            "provisions": [p.ref for p in (chosen.provisions if chosen else ())],
            "unsure": bool(chosen and chosen.unsure),
            "drafts": [{"headline": d.headline, "body": d.body} for d in self.drafts],
        }


def _hit(hit: Hit) -> dict[str, object]:
    part = hit.part.id if hit.part else ""
    return {"ref": hit.passage.id, "part": part, "score": round(hit.score, 4), "rankings": list(hit.rankings)}


@dataclass(slots=True)
class _Seen:
    """A composer that keeps what it was given and what it gave."""

    within: Assistant
    name: str
    materials: list[Material] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)

    def compose(self, material: Material) -> Draft:
        """A draft from the composer within."""
        draft = self.within.composer.compose(material)
        self.materials.append(material)
        self.drafts.append(draft)
        return draft


def traced(assistant: Assistant, text: str, lang: str) -> Trace:
    """The answer to a question, asked as anybody would ask it, with what led to it."""
    seen = _Seen(assistant, assistant.composer.name)
    twin = copy.copy(assistant)
    twin.composer = seen
    answer = twin.ask(text, lang=lang)
    found: Sequence[Material] = seen.materials
    return Trace(answer, assistant.notices(text), found[0] if found else None, tuple(seen.drafts))
