"""Which letter a message asks to have written: it asks for a writing, and says what the letter is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from assistant.folded import plain
from assistant.templates import Template, read_templates

_WRITTEN = (
    r"(?:函|信(?!用|息|任|誉|不|号)|申请书?|异议书?|答辩状?|投诉(?:书|信|材料|内容)|报案材料|书面|材料|模板|范本|文书)"
)
_WRITES = re.compile(
    rf"(?:帮|替|给|请|求|教|麻烦)[^，。！？；,;!?\n]{{0,8}}(?:写|拟|起草|草拟|出具|来)[^，。！？；,;!?\n]{{0,14}}{_WRITTEN}"
    rf"|(?:写|拟|起草|草拟)(?:一|个|份|封|张|好|下|了|的|这|那|书面|正式|给[^，。！？；,;!?\n]{{1,10}}的?){{0,4}}{_WRITTEN}[^，。！？；,;!?\n]{{0,8}}(?:怎么|咋|如何|模板|范本)?"
    rf"|{_WRITTEN}[^，。！？；,;!?\n]{{0,6}}(?:怎么写|咋写|如何写|有没有|有吗|发我|给我)"
    r"|(?:有没有|求|要|给)[^，。！？；,;!?\n]{0,10}(?:模板|范本)"
)
"""A writing that is asked for, in words as people use them."""


def letter_wanted(text: str, templates: Mapping[str, Template] | None = None) -> Template | None:
    """The letter that a message asks to have written; None where it asks for none, or for one there is not."""
    said = plain(text)
    if not _WRITES.search(said):
        return None
    known = _templates() if templates is None else templates
    found = {kind: sum(word in said for word in template.wanted) for kind, template in known.items()}
    best = max(found, key=found.__getitem__, default="")
    return known[best] if best and found[best] else None


@cache
def _templates() -> Mapping[str, Template]:
    return read_templates()
