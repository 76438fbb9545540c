"""Whether the cited article, paragraph and item are the ones that say it, and not their neighbours or predecessors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.quantities import quantities
from kb import Likeness, Provision, StatuteBook, Wording

CARRIED = 0.25
"""Least share of a sentence's telling bigrams that its citations must have. Set on our guides and rules, whose
sentences are paraphrases in plain words, against sentences paired with articles of the same law drawn at random."""

BESIDE = 0.25
"""How much better another 款 or 项 of the same article may carry a sentence before the cited one is wrong."""

AHEAD = 0.25
"""How much better another article of the same law may carry a sentence before the cited one is wrong."""

OWN = 0.15
"""Least share of a sentence's words, those of the paragraph's lead left out, that a cited item itself must have."""

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

    def misplaced(self, said: str, provisions: list[Provision]) -> str:
        candidates = [c for p in provisions if (c := self.likeness.candidate(p.article_ref))]
        joined = frozenset().union(*(c.bigrams for c in candidates)) if candidates else frozenset()
        score = self.likeness.share(said, joined)
        if score < CARRIED:
            return f"所引条文支持不了这句话（{score:.2f}）"
        if len(provisions) == 1 and (better := self._better(said, provisions[0], score)):
            return better
        for provision in provisions:
            if len(provisions) == 1 and (provision.paragraph or provision.item):
                lead = self.likeness.bigrams(provision.article.paragraphs[(provision.paragraph or 1) - 1][0])
                if provision.item and self.likeness.share(said, self.likeness.bigrams(provision.text), but=lead) < OWN:
                    return f"所写的行为不是{provision.label}写的"
                own = self.likeness.share(said, _unit_bigrams(self.likeness, provision))
                rest = max(
                    (self.likeness.share(said, self.likeness.bigrams(other)) for other in _other_units(provision)),
                    default=0.0,
                )
                if rest > own + BESIDE:
                    return f"所写内容不在{provision.label}，在同一条的别处"
        return ""

    def _better(self, said: str, cited: Provision, score: float) -> str:
        """Another article of the same version that carries the sentence so much better that it must be meant."""
        if cited.wording is Wording.SUMMARY:
            return ""
        own = f"{cited.instrument.id}@{cited.version.in_force}#{cited.article.number.key}"
        rivals = (c for c in self.likeness.of_version(cited.version) if c.ref != own)
        for share, rival in self.likeness.ranked(said, rivals)[:1]:
            if share > score + AHEAD:
                return f"所写内容在{rival.article.number}，不在{cited.label}"
        return ""


def _unit_bigrams(likeness: Likeness, provision: Provision) -> frozenset[str]:
    """The unit's own words with the lead of its paragraph, which carries the penalty."""
    lead = provision.article.paragraphs[(provision.paragraph or 1) - 1][0]
    return likeness.bigrams(provision.text) | likeness.bigrams(lead)


def _other_units(provision: Provision) -> list[str]:
    article = provision.article
    if provision.item is not None:
        lines = article.paragraphs[(provision.paragraph or 1) - 1]
        return [f"{lines[0]}\n{line}" for line in lines[1:] if line != provision.text]
    return ["\n".join(p) for i, p in enumerate(article.paragraphs, 1) if i != provision.paragraph]
