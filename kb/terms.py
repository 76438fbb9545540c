"""The terms of passages and questions, field by field: words, character pairs, titles, ways to ask, article numbers.

Pairs find what the dictionary cuts wrongly, words weigh what pairs blur; on the public benchmark their sum beats
either (R@10 .50 against .48 and .49).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from kb.folding import bigrams
from kb.passages import Passage
from kb.words import article_keys, words

BOOSTS: Mapping[str, float] = {"words": 1.0, "pairs": 1.0, "title": 0.3, "asked": 1.0, "number": 1.0}
"""What each field weighs."""

LINES_KEPT = 8192
"""Lines whose words are remembered: an article's parts repeat its lines and headings, and questions their concepts."""

Line = tuple[str, str]
"""The words and the pairs of a line, with spaces between them."""


def cutter(meet: Callable[[str, Sequence[str]], None] | None = None) -> Callable[[str], Line]:
    """Cuts lines, and remembers them; neither words nor pairs reach beyond the end of one.

    `meet` hears of the terms of each, and of what they are joined to.
    """

    @lru_cache(maxsize=LINES_KEPT)
    def cut(line: str) -> Line:
        terms = words(line), bigrams(line)
        joined = " ".join(terms[0]), " ".join(terms[1])
        if meet:
            meet(joined[0], terms[0])
            meet(joined[1], terms[1])
        return joined

    return cut


def fields_of(passage: Passage, cut: Callable[[str], Line]) -> tuple[Sequence[str], ...]:
    """The terms of a passage, a field for each of `BOOSTS`, line by line."""
    asked = passage.asked.split("\n")
    if passage.kind == "guide":
        asked.append(passage.number)
    titled, ways, text = (
        [cut(line) for line in lines]
        for lines in ((passage.title, *passage.headings.split("\n")), asked, passage.text.split("\n"))
    )
    whole = (*titled, *ways, *text)
    of_words, *of_pairs = [line[0] for line in whole], *([line[1] for line in of] for of in (whole, titled, ways))
    return of_words, *of_pairs, article_keys(passage.number) if passage.kind == "article" else ()


Terms = Sequence[tuple[tuple[str, ...], Sequence[str]]]
"""The terms of a text, each kind with the fields in which it stands."""


def terms(text: str) -> Terms:
    """The terms of a query."""
    if not text:
        return ()
    return (("words",), words(text)), (("pairs", "title", "asked"), bigrams(text)), (("number",), article_keys(text))


terms_of_a_line = lru_cache(maxsize=LINES_KEPT)(terms)
"""The same, for what comes again and again: the law's words for a concept."""
