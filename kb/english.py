"""Citations as English readers write them."""

from __future__ import annotations

from collections.abc import Mapping

from kb.citations import Citation
from kb.law import WHOLE, Instrument


def english_citation(cited: Citation, instruments: Mapping[str, Instrument]) -> str:
    """Civil Code, Art. 1033 para. 1 item 5; the Chinese title where the library has no English one."""
    known = instruments.get(cited.instrument)
    title = (known.english if known else "") or f"《{cited.instrument}》"
    edition = f" ({cited.edition} edition)" if cited.edition else ""
    key = (cited.number or WHOLE).key
    if key == WHOLE.key:
        return title + edition
    parts = [next(f"{name} {key.removeprefix(mark)}" for mark, name in _DIVISIONS if key.startswith(mark))]
    parts += [f"para. {cited.paragraph}"] if cited.paragraph is not None else []
    parts += [f"item {cited.item}"] if cited.item is not None else []
    return f"{title}{edition}, {' '.join(parts)}"


_DIVISIONS = (("s", "s."), ("ch", "ch."), ("", "Art."))
