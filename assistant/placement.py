"""Whether the cited article, paragraph and item are the ones that say it, and not their neighbours or predecessors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.quantities import quantities
from kb import Likeness, Mention, Provision, StatuteBook, Wording

CARRIED = 0.25
"""Least share of a sentence's telling bigrams that its citations must have. Set on our guides and rules, whose
sentences are paraphrases in plain words, against sentences paired with articles of the same law drawn at random."""

BESIDE, BESIDE_PAIRS = 0.1, {True: 2, False: 3}
"""How much better another 款 or 项 of the same article may carry the words before the cited one is wrong, and by how
many bigrams; of an item (True) fewer, since the lead that all items share is left out. Set on the open part of the
mutation benchmark, as are the next."""

AHEAD, AHEAD_PAIRS = 0.08, 3
"""The same for another article of the same law."""

_JOINED = re.compile(r"[（(、，,和及与以或至\s）)]{0,4}")
_ASIDE = re.compile(
    r"（[^（）]*$|[（）]|，(?:法律|行政法规|司法|部门规章|规范性文件|推荐性|国家标准|行业自律)[^（）]{0,100}）|「[^「」]*」"
)
_FEW = 6
"""Fewer words than this between two citations tell nothing of their own."""
_ABOUT = re.compile(r"引错|依据是|写的是|说的是|管的是|列的是|看两处|不在这")
"""Words about an article, not words of it."""
_PENALTY = re.compile(
    r"(?:可以|可能|会被|应当|并)?(?:处|罚|处以|并处)?[^，。；]{0,8}(?:以上|以下)?(?:拘留|罚款|警告|有期徒刑)"
)


@dataclass(frozen=True, slots=True)
class Placement:
    """Compares what is said with every article of the law cited."""

    book: StatuteBook
    likeness: Likeness

    def renumbered(self, bare: str, provisions: Sequence[Provision]) -> str:
        """A number that once held another rule, used without saying what today's rule is about.

        A bare penalty is no subject: 第四十二条，处五百元以下罚款 fits the old rule and the new.
        """
        for provision in provisions:
            number = provision.article.number.key
            for version in provision.instrument.versions:
                rows = self.book.successors(f"{provision.instrument.id}@{version.in_force}#{number}")
                old = self.likeness.candidate(f"{provision.instrument.id}@{version.in_force}#{number}")
                if old is None or not rows or provision.article_ref in rows[0].new:
                    continue
                fits = quantities(bare) <= quantities(old.article.text) and self.likeness.coverage(bare, old) >= CARRIED
                subject = _PENALTY.sub("。", bare)
                if fits and self.likeness.share(subject, self.likeness.bigrams(provision.article.text)) < CARRIED:
                    return f"{provision.label}今天是另一条规定，这句话没有说到它的内容"
        return ""

    def misplaced(self, sentence: str, said: str, cited: Sequence[tuple[Mention, Provision]]) -> str:
        """Why the citations do not carry the sentence, or others carry it better; each answers for its own words."""
        if fault := self._uncarried(said, [p for _, p in cited]):
            return fault
        groups = _groups(sentence, cited)
        for words, provisions in groups if len(groups) > 1 else [(said, [p for _, p in cited])]:
            if len(groups) > 1 and (fault := self._uncarried(words, provisions)):
                return fault
            if len({p.article_ref for p in provisions}) == 1 and (fault := self._better(words, provisions[0])):
                return fault
            if len({p.article_ref for p in provisions}) == 1 and (fault := self._beside(words, provisions)):
                return fault
        return ""

    def _uncarried(self, words: str, provisions: Sequence[Provision]) -> str:
        candidates = [c for p in provisions if (c := self.likeness.candidate(p.article_ref))]
        joined = frozenset[str]().union(*(c.bigrams for c in candidates))
        score = self.likeness.share(words, joined)
        return f"所引条文支持不了这句话（{score:.2f}）" if score < CARRIED else ""

    def _better(self, words: str, cited: Provision) -> str:
        """Another article of the same version that carries the words so much better that it must be meant."""
        own = self.likeness.candidate(cited.article_ref)
        if cited.wording is Wording.SUMMARY or own is None:
            return ""
        pairs = self.likeness.bigrams(words)
        score = self.likeness.coverage(words, own)
        if best := self.likeness.best_of(cited.version, words, own):
            share, rival = best
            more = len(pairs & rival.bigrams) - len(pairs & own.bigrams)
            if share > score + AHEAD and more >= AHEAD_PAIRS:
                return f"所写内容在{rival.article.number}，不在{cited.label}"
        return ""

    def _beside(self, words: str, cited: Sequence[Provision]) -> str:
        """Another paragraph or item of the article that carries so much more of the words that it must be meant.

        Of several that are cited together each is asked what it adds to the others.
        """
        named = {p.text for p in cited}
        for provision in cited:
            if provision.paragraph is None:
                continue
            lead = provision.article.paragraphs[provision.paragraph - 1][0] if provision.item is not None else ""
            known = self.likeness.bigrams("\n".join([lead, *(named - {provision.text})]))
            pairs = self.likeness.bigrams(words) - known
            own = self.likeness.bigrams(provision.text)
            score = self.likeness.share(words, own, but=known)
            for other in (self.likeness.bigrams(text) for text in _others(provision) if text not in named):
                more = len(pairs & other) - len(pairs & own)
                ahead = self.likeness.share(words, other, but=known) - score
                if ahead > BESIDE and more >= BESIDE_PAIRS[provision.item is not None]:
                    return f"所写内容不在{provision.label}，在同一条的别处"
        return ""


def _groups(sentence: str, cited: Sequence[tuple[Mention, Provision]]) -> list[tuple[str, list[Provision]]]:
    """Citations that stand together, each group with the words it answers for: those before it, or else behind it."""
    groups: list[list[tuple[Mention, Provision]]] = []
    for mention, provision in cited:
        if groups and _JOINED.fullmatch(sentence[groups[-1][-1][0].span[1] : mention.span[0]]):
            groups[-1].append((mention, provision))
        else:
            groups.append([(mention, provision)])
    out: list[tuple[str, list[Provision]]] = []
    for index, group in enumerate(groups):
        start = groups[index - 1][-1][0].span[1] if index else 0
        end = groups[index + 1][0][0].span[0] if index + 1 < len(groups) else len(sentence)
        before, behind = sentence[start : group[0][0].span[0]], sentence[group[-1][0].span[1] : end]
        words = _ASIDE.sub("", before)
        if _count(words) < _FEW and index + 1 == len(groups):
            words = _ASIDE.sub("", before + behind)
        if _count(words) >= _FEW and not _ABOUT.search(before + behind[:6]):
            out.append((words, [p for _, p in group]))
    return out


def _count(words: str) -> int:
    return len(re.findall(r"[\u4e00-\u9fff]", words))


def _others(cited: Provision) -> list[str]:
    """The other items of the cited item's paragraph, or the other paragraphs of the article."""
    paragraphs = cited.article.paragraphs
    if cited.item is not None and cited.paragraph is not None:
        return [line for line in paragraphs[cited.paragraph - 1][1:] if line != cited.text]
    return ["\n".join(lines) for number, lines in enumerate(paragraphs, 1) if number != cited.paragraph]
