"""What a check finds: one finding for each citation, the right provision where one can be named, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kb.citations import Mention
from kb.law import Provision
from kb.statutebook import Absence


class Finding(StrEnum):
    """What a check found; docs/interface.md."""

    OK = "ok"
    WRONG_NUMBER = "wrong_number"
    MISQUOTED = "misquoted"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    NONEXISTENT_INSTRUMENT = "nonexistent_instrument"
    NONEXISTENT_ARTICLE = "nonexistent_article"
    CONFLATED = "conflated"
    WRONG_PARAGRAPH = "wrong_paragraph"
    UNVERIFIABLE = "unverifiable"


@dataclass(frozen=True, slots=True)
class Check:
    """A mention, what was found, the right provision where one can be named, and why."""

    mention: Mention
    finding: Finding
    explain: str
    found: Provision | Absence
    correct: str = ""
    """Reference of the right provision."""
    quote: str = ""
    law: str = ""
    """The exact text the quotation or number should rest on."""
    claim: str = ""
    """What the text says the citation says, in its own words."""
