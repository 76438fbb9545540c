"""What comes out of a file: its text, and what stood beside it."""

from __future__ import annotations

from dataclasses import dataclass

MAX_TEXT = 200_000
"""Characters that a document may have; more is refused, never cut in silence."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a file, line by line as it stands there."""

    text: str
    title: str = ""
    """What the page calls itself."""
    main: str = ""
    """The part of a page that an extractor holds to be its article; empty where none was asked."""
    hidden: tuple[str, ...] = ()
    """What the file holds and does not show: left out of the text."""
