"""Finds the passages that a question names by title and number: 民法典第1033条, 刑法第二百九十三条之一."""

from __future__ import annotations

from collections.abc import Sequence

from kb.folding import fold
from kb.passages import Passage
from kb.words import ARTICLE, article_keys

_JOINTS = "、,和与及或跟"
"""What stands between two numbers of one title: 民法典第1032条、第1033条."""


class ArticleNames:
    """Knows every article by its number and the names of its instrument (title, without 中华人民共和国, id).

    For corpora that nobody has curated; it knows no aliases and nothing of articles that moved.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._named: dict[str, dict[str, list[int]]] = {}
        for at, passage in enumerate(passages):
            if passage.kind != "article":
                continue
            names = {fold(x).text for x in (passage.title, passage.instrument)}
            names |= {name.removeprefix("中华人民共和国") for name in names}
            for key in article_keys(passage.number):
                for name in sorted(names - {""}):
                    self._named.setdefault(key, {}).setdefault(name, []).append(at)

    def mentioned(self, text: str) -> tuple[int, ...]:
        """Positions of the articles that the text names, in its order; every version of each."""
        found: dict[int, None] = {}
        title, end, text = "", 0, fold(text).text
        for match in ARTICLE.finditer(text):
            before = text[end : match.start()].strip(_JOINTS)
            end = match.end()
            for key in article_keys(match.group()):
                named = self._named.get(key, {})
                if before:
                    written = (before.rstrip("》\"'的"), before.rstrip("》\"')的"))  # a name may end so: …解释（一）
                    title = max((name for name in named if any(w.endswith(name) for w in written)), key=len, default="")
                found.update(dict.fromkeys(named.get(title, ())))
        return tuple(found)
