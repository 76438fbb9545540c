"""How a child of our own Python begins: with one file of this storey, and not with its face, which loads every room.

It starts isolated (`-I`) and so passes over the reader's own settings; what it must know of them it is told.
"""

from __future__ import annotations

import sys
from pathlib import Path

ENTER = (
    "import types\n"
    "sys.dont_write_bytecode, sys.pycache_prefix = order['compiled']\n"
    "kb = sys.modules['kb'] = types.ModuleType('kb')\n"
    "kb.__path__ = [order['kb']]\n"
)
"""Stands behind `import sys`, an `order` with what `settings` says, and the path: from here on kb's files are found."""


def settings() -> dict[str, object]:
    """What a child is told of its parent: where kb and the packages lie, and what is kept of what is compiled."""
    return {
        "kb": str(Path(__file__).resolve().parent),
        "path": [str(Path(place).resolve()) for place in sys.path if place],
        "compiled": [sys.dont_write_bytecode, sys.pycache_prefix],
    }
