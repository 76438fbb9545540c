"""Words of youju's own that are kept in Chinese, for the reader's language, marked as Chinese where they stay so."""

from __future__ import annotations

import re

from assistant import in_english
from kb import Corpus
from ui.html import Html, escape, tag

_HAN = re.compile(r"[\u3400-\u9fff]")


def glossed(words: str, lang: str, corpus: Corpus) -> Html:
    """The words, in English where a person has put them so; what stays Chinese is read out as Chinese."""
    if lang == "zh":
        return escape(words)
    said = in_english(words, corpus)
    return tag("span", said, lang="zh-CN") if _HAN.search(said) else escape(said)
