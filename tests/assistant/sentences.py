"""The sentences of scope/, a file for each route, and what the shipped table of notices makes of one."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from assistant.scope import Notice, read_scope

SCOPE = read_scope()
FOLDER = Path(__file__).parent / "scope"


def said(route: str, *parts: str) -> list[str]:
    """The sentences of these lists of a route's file; a list that is not there is an error."""
    return [sentence for part in parts for sentence in _table(route)[part]]


def routes(text: str) -> list[str]:
    """The routes of all notices."""
    return [n.route for n in SCOPE.all_notices(text)]


def notices() -> list[Notice]:
    """Every notice of the table."""
    return [row.notice for row in SCOPE.rows]


@cache
def _table(route: str) -> dict[str, list[str]]:
    """The lists of one file, read once."""
    return tomllib.loads((FOLDER / f"{route}.toml").read_text("utf-8"))
