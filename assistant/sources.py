"""The data files of this storey that cite articles: what a change of the law may leave wrong."""

from __future__ import annotations

from pathlib import Path

from kb import Cut, Source

DATA = Path(__file__).parent / "data"

CITING = tuple(
    Source(kind, DATA, pattern, cut, "assistant/data/")
    for kind, pattern, cut in (
        ("rule", "conduct.toml", Cut.TABLES),
        ("scope", "scope.toml", Cut.TABLES),
        ("figure", "figures.toml", Cut.TABLES),
        ("call", "call.toml", Cut.TABLES),
        ("letter", "letters/**/*.md", Cut.SECTIONS),
        ("letter", "letters/**/*.toml", Cut.TABLES),
    )
)
"""One row a kind of file; files that are not there cite nothing."""
