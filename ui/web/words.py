"""The words of the page in both languages, read from `languages/*.toml`: a file for each room and for the frame.

Who knows the language need not open a `.py`. A key is `room.key`; the frame's own keys stand
alone. A table `labels` has the words that Gradio's own components show, a table `script` those of the page's script.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

LANGUAGES = ("zh", "en")

TITLE = "有据 youju"
"""The same in both: Gradio writes it over whatever the document says."""

FRAME = "page"
"""The file of the frame."""

_FOLDER = Path(__file__).parent / "languages"


def word(lang: str, key: str, **values: object) -> str:
    """A text of the page; placeholders filled.

    Raises:
        KeyError: no such words.
    """
    said = read_words()[lang][key]
    return said.format(**values) if values else said


@cache
def read_words() -> Mapping[str, Mapping[str, str]]:
    """Language → key → words; those of a table within a room stand under `room.table.key`."""
    found: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}
    for path in sorted(_FOLDER.glob("*.toml")):
        room = "" if path.stem == FRAME else f"{path.stem}."
        for lang, table in tomllib.loads(path.read_text("utf-8")).items():
            for key, said in table.items():
                if isinstance(said, str):
                    found[lang][room + key] = said
                else:
                    found[lang] |= {f"{room}{key}.{name}": one for name, one in said.items()}
    return MappingProxyType({lang: MappingProxyType(said) for lang, said in found.items()})


def labels(lang: str) -> dict[str, str]:
    """What Gradio's components show: `room_key` → words."""
    return {key.replace(".labels.", "_"): said for key, said in read_words()[lang].items() if ".labels." in key}


def for_script(lang: str) -> dict[str, str]:
    """What the page's script says: `room.key` → words; the frame's keys stand alone."""
    marked = ((key.rpartition("script."), said) for key, said in read_words()[lang].items() if "script." in key)
    return {room + name: said for (room, _, name), said in marked}
