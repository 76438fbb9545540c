"""Whose words these are: clauses that stand in one article only, altered figures, the unit that has them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from kb.folding import fold, words_only
from kb.law import ITEM_MARK, Article, Provision
from kb.numerals import from_chinese
from kb.quotations import pieces, within

CLAUSE = 7
"""Words from which a clause says whose it is; shorter ones stand in many laws."""

_CLAUSES = re.compile(r"[，。；：！？,;:!?\n“”\"「」『』（）()…]+")
_ITEM = re.compile(r"(?<![第、])[（(]([一二三四五六七八九十]{1,3})[）)](?![、项])")
_NEARLY = 0.78
"""Likeness from which a clause is meant to be the law's (difflib ratio)."""
_COUNTED = re.compile(
    r"((?<![零一二三四五六七八九十百千万两])[零一二三四五六七八九十百千万两]+|(?<!\d)\d+(?:\.\d+)?)"
    r"个?(年|月|日|天|元|倍|次|周岁|小时|%|人)"
)
_COUNTS_ALIKE = {"天": "日"}
_MASK = "\ue001"
_DUTIES = {
    "ban": re.compile(r"不得|禁止|严禁|不能|不可以|不许|不准|无权"),
    "duty": re.compile(r"应当|必须|(?<!不)应(?!当)|须(?!知)|(?<!需|只|不)要"),
    "leave": re.compile(r"(?<!不)可以|有权|(?<!不)能够"),
}
"""What a rule does: it bans, obliges or allows. A clause that does another thing than the law turns it round."""


def clauses(text: str) -> tuple[str, ...]:
    """The clauses of a text that are long enough to tell whose they are."""
    return tuple(part for part in _CLAUSES.split(text) if len(words_only(part).text) >= CLAUSE)


def units(found: Provision) -> tuple[Provision, ...]:
    """Every paragraph and item of the article."""
    out: list[Provision] = []
    for number, lines in enumerate(found.article.paragraphs, 1):
        out.append(Provision(found.instrument, found.version, found.article, number))
        for line in lines[1:]:
            if mark := ITEM_MARK.match(line):
                item = from_chinese(mark[0].strip("（）"))
                out.append(Provision(found.instrument, found.version, found.article, number, item))
    return tuple(out)


def unit_words(found: Provision) -> str:
    """The words of the cited unit; of an item, those of the lead above it too, which carries the penalty."""
    lead = found.article.paragraphs[(found.paragraph or 1) - 1][0] if found.item is not None else ""
    return words_only(lead).text + "\n" + words_only(found.text).text


def best_unit(found: Provision, quote: str) -> Provision:
    """The smallest unit of the article that has the words; the whole article if none has."""
    having = [u for u in units(found) if any(within(piece, words_only(u.text).text) for piece in pieces(quote))]
    return min(having, key=lambda u: len(u.text), default=Provision(found.instrument, found.version, found.article))


def unit_with_clause(found: Provision, claim: str) -> Provision | None:
    """The unit that has the claim's words, if it is another than the one cited."""
    own, whole = unit_words(found), words_only(found.article.text).text
    said = clauses(claim)
    if any(within(clause, own) for clause in said):
        return None
    return next((best_unit(found, clause) for clause in said if within(clause, whole)), None)


def skipped_items(claim: str, found: Provision) -> str:
    """第一项至第四项, where a claim copies an article's items but starts in their middle without an ellipsis."""
    if "…" in claim or "..." in claim or found.item is not None:
        return ""
    marks = list(_ITEM.finditer(claim))
    if not marks or from_chinese(marks[0][1]) == 1:
        return ""
    words = words_only(found.article.text).text
    copied = any(within(claim[mark.end() : mark.end() + 8], words) for mark in marks)
    lead = found.article.paragraphs[0][0].rstrip("：:")
    if not copied or not within(lead[-12:], words_only(claim).text):
        return ""
    skipped = ITEM_MARK.match(f"（{marks[0][1]}）")
    last = from_chinese(marks[0][1]) - 1
    if not skipped:
        return ""
    return "第一项" if last == 1 else f"第一项至第{'一二三四五六七八九十'[last - 1] if last <= 10 else last}项"


def altered(claim: str, article: Article) -> str:
    """A clause of the claim that is the law's but for a figure, or that allows what the law bans; empty if none is."""
    law = [part for part in _CLAUSES.split(article.text) if words_only(part).text]
    whole, figures = words_only(article.text).text, _figures(article.text)
    masked = _without_figures(article.text)
    for clause in clauses(claim):
        words = words_only(clause).text
        if words in whole:
            continue
        if _figures(clause) - figures and _MASK in (said := _without_figures(clause)) and said in masked:
            return clause.strip()
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(words)
        best, nearest = 0.0, ""
        for other in law:
            matcher.set_seq1(words_only(other).text)
            if matcher.quick_ratio() > max(best, _NEARLY) and (ratio := matcher.ratio()) > max(best, _NEARLY):
                best, nearest = ratio, other
        if nearest and (_figures(clause) - figures or _turned(clause, nearest)):
            return clause.strip()
    return ""


def _turned(clause: str, law: str) -> bool:
    """Whether a ban became a leave, a duty a ban, or the like."""
    does, must = ({name for name, word in _DUTIES.items() if word.search(text)} for text in (clause, law))
    return bool(does and must) and not does & must


def _figures(text: str) -> set[tuple[str, str]]:
    """Counted figures with what they count, read alike from 二年, 两年 and 2年."""
    out = set()
    for written, counted in _COUNTED.findall(fold(text).text):
        try:
            out.add((str(from_chinese(written)), _COUNTS_ALIKE.get(counted, counted)))
        except ValueError:
            out.add((written, counted))
    return out


def _without_figures(text: str) -> str:
    """The words with every counted figure masked: 诉讼时效期间为两年 and 诉讼时效期间为三年 are alike."""
    counted = _COUNTED.sub(lambda one: f"{_MASK}{_COUNTS_ALIKE.get(one[2], one[2])}", fold(text).text)
    return words_only(counted).text


def longest_common(words: str, others: Iterable[str]) -> int:
    """How many words of a text run on unbroken in any of the others; both as `words_only` gives them."""
    best = 0
    for other in others:
        matcher = difflib.SequenceMatcher(None, words, other, autojunk=False)
        best = max(best, matcher.find_longest_match().size)
    return best
