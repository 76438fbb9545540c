"""Judges a citation of a held article by what stands with it: its quotations first, then its sentence."""

from __future__ import annotations

import re

from kb.case import Case
from kb.claims import MIN_CLAIM, around, word_count
from kb.findings import Check, Finding
from kb.folding import words_only
from kb.law import Provision
from kb.likeness import Candidate
from kb.quotations import Quotation, within
from kb.rivals import MARGIN, OTHERS, STRONG, WEAK, Former
from kb.statutebook import Absence, Reason
from kb.wording import altered, best_unit, skipped_items, unit_with_clause, unit_words, units

_FAINT, _FAR = 0.38, 0.25
"""Coverage from which an article carries a claim put in other words, and how far ahead it then must be."""
_RUN = 5
"""Words that must run on unbroken in an article before it may be meant by other words."""
_SHORT, _SHORT_RUN = 16, 7
"""A claim of fewer words needs a longer run: a few common words stand in many articles."""
_ALIEN, _BRIEF = 0.08, 11
"""Coverage at which an article has nothing to do with a claim of so many words: its neighbour is meant sooner."""
_OVERLAP = 0.25
"""Share of all the claim's words that the neighbour then must have, the writer's own counted."""
_WEIGHTY = 0.4
"""Share of the claim that a right quotation must be, to settle the matter; a mere quoted term does not."""
_RESTATED = 0.5
"""Coverage from which words that nothing introduces restate an article, and are no mere term."""
_KIN = 0.3
"""How much nearer to the library's matter the old rule of a number must be, to be meant where nothing else tells."""
_NEAR = 300
"""Characters around a bare citation that may tell which rule is meant."""
_APART = 0.12
"""How far apart the words must sound like the two rules of one number, to tell which is meant."""
_TELLING = 0.15
"""How much words must sound like a rule to tell it."""
_LABEL, _UNLABELLED = 0.75, 0.6
"""Coverage from which an article has what a label names, and below which it has not."""
_ALIKE = 0.1
"""How near to the best an article must have what a label names, for the sentence to choose between them."""
_OF_THEN = re.compile(r"(?:此前|以前|原来|从前|修订前|修改前)(?:是|为|叫)\Z")
"""Words right before a number that call it the old one themselves."""
_CLAUSE = re.compile(r"[，。；：,;:\n]")


def judge(case: Case, found: Provision) -> Check:
    """The finding on a citation whose article is held word for word."""
    right = False
    for quotation in case.quotations:
        fault, own = _quotation(case, found, quotation)
        if fault:
            return fault
        right = right or own
    return case.standing(found) if right else _by_context(case, found)


def by_former(case: Case, found: Provision | Absence) -> Check | None:
    """Whether the rule is meant that had this number before: told by the sentence, or else by what is near."""
    if isinstance(found, Provision) and _OF_THEN.search(case.text, 0, case.mention.span[0]):
        return case.standing(found)
    own = case.rivals.candidate(found.article_ref) if isinstance(found, Provision) else None
    for former in sorted(case.rivals.formers(case.cited), key=lambda f: -_told(case, f)):  # of equals the latest first
        nearer = _nearer(case, former, own)
        meant = _old_rule_meant(case, former, own, nearer)
        if meant is not None:
            return case.superseded(found, former, "") if meant and not _far_behind(case, former) else None
        if own is None or not isinstance(found, Provision) or not former.texts:
            continue
        near = around(case.text, case.group.span, _NEAR)
        then, now = _heard(case, former, own, f"{case.group.claim}。{case.group.context}。{near}")
        if nearer >= _KIN and then >= now and (then or word_count(near) < MIN_CLAIM):
            return case.superseded(found, former, "")
        if word_count(case.group.claim) < MIN_CLAIM or (nearer >= _KIN and not now):
            return case.either(found, former)
    return None


def _nearer(case: Case, former: Former, own: Candidate | None) -> float:
    """How much nearer to the library's matter the old rule of a number is than the rule of today."""
    if own is None or not former.texts:
        return 0.0
    return case.rivals.kinship(former.texts[0]) - case.rivals.kinship(own)


def _far_behind(case: Case, former: Former) -> bool:
    """Whether some other article says the sentence so much better that neither rule of this number can be meant.

    It must have words of it that run on, and be ahead in the whole sentence too: a penalty stands in many articles.
    """
    claim, context, rivals = case.group.claim, case.group.context, case.rivals
    said = claim if word_count(claim) >= MIN_CLAIM else context
    best, rival = next(iter(rivals.ranked(said, case.cited.instrument)), (0.0, None))
    own = {former.today, *(c.ref for c in former.texts)}
    if rival is None or own & {rival.ref, rivals.today(rival)} or rivals.run(said, rival) < _RUN:
        return False
    told = max((rivals.coverage(context, c) for c in former.texts), default=0.0)
    ahead = best >= STRONG and best - _told(case, former) >= MARGIN
    return ahead and rivals.coverage(context, rival) >= told


def _told(case: Case, former: Former) -> float:
    """How much of the sentence a former rule says."""
    return max((case.rivals.coverage(case.group.claim, c) for c in former.texts), default=0.0)


def _old_rule_meant(case: Case, former: Former, own: Candidate | None, nearer: float) -> bool | None:
    """Whether the words mean what the old rule said; None where there are no words that tell.

    The claim may stand before the citation, behind it or around it, so the whole sentence is heard beside it, and what
    tells the two rules further apart decides; only where neither does, what is near. An old rule that is further from
    the library's matter must be told more clearly.
    """
    near = around(case.text, case.group.span, _NEAR)
    for those in ((case.group.claim, case.group.context), (near,)):
        heard = [_heard(case, former, own, said) for said in those]
        then, now = max(heard, key=lambda pair: abs(pair[0] - pair[1]))
        apart = 2 * _APART if nearer < 0 and then > now else _APART
        if max(then, now) >= (_TELLING if own else WEAK) and abs(then - now) > apart:
            return then > now
    return None


def _heard(case: Case, former: Former, own: Candidate | None, said: str) -> tuple[float, float]:
    """How much words sound like the rule that had a number, and like the one that has it."""
    heir = case.rivals.candidate(former.today)
    old = (*former.texts, *([heir] if heir else ()))
    then = max((case.rivals.sounds(said, c) for c in old), default=0.0)
    return then, case.rivals.sounds(said, own) if own else 0.0


def rival_of(case: Case, found: Provision) -> Candidate | None:
    """The article that the sentence is about, if the cited ones are far behind it."""
    claim, context, rivals = case.group.claim, case.group.context, case.rivals
    beside = case.beside()
    if word_count(claim) < MIN_CLAIM or any(isinstance(p, Absence) and p.reason is not Reason.NO_UNIT for p in beside):
        return None
    refs = {found.article_ref, *(p.article_ref for p in beside if isinstance(p, Provision))}
    formers = [former for cited in case.group.citations for former in rivals.formers(cited)]
    cited = [c for ref in sorted(refs) if (c := rivals.candidate(ref))]
    cited += [c for former in formers for c in former.texts]
    refs |= {former.today for former in formers}
    ranked = rivals.ranked(claim, found.instrument.id)
    best, rival = next(((s, c) for s, c in ranked if not refs & {c.ref, rivals.today(c)}), (0.0, None))
    ahead = best - max((rivals.coverage(claim, c) for c in cited), default=0.0)
    meant = max((rivals.coverage(context, c) for c in cited), default=0.0)
    if rival is None or rivals.coverage(context, rival) < meant:
        return None
    run, own = rivals.run(claim, rival), max((rivals.run(claim, c) for c in cited), default=0)
    words = word_count(claim)
    alien = best - ahead <= _ALIEN and own < _RUN - 2 and rival.instrument.id == found.instrument.id
    if len(cited) == 1 and alien and best >= WEAK and run >= _RUN - 1 and words >= _BRIEF:
        return rival if rivals.overlap(claim, rival) >= _OVERLAP else None
    if run < (_RUN if words >= _SHORT else _SHORT_RUN):
        return None
    if len(case.group.citations) > 1:
        return rival if best >= STRONG + MARGIN and ahead >= 2 * MARGIN else None
    strong = best >= STRONG and ahead >= MARGIN
    faint = best >= _FAINT and ahead >= _FAR and own < _RUN - 1 and words >= _SHORT
    return rival if strong or faint else None


def carrying_unit(case: Case, found: Provision, claim: str) -> Provision | None:
    """The unit of the article that carries the claim, if the cited one is far behind it."""
    if word_count(claim) < MIN_CLAIM or not (case.cited.paragraph or case.cited.item):
        return None
    level = [u for u in units(found) if (u.item is None) == (case.cited.item is None)]
    scored = [(case.rivals.share(claim, unit_words(u)), u) for u in level]
    best, unit = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    own = next((score for score, u in scored if u.ref == found.ref), 0.0)
    if unit is None or best < WEAK or best - own < _FAR:
        return None
    return unit


def _quotation(case: Case, found: Provision, quotation: Quotation) -> tuple[Check | None, bool]:
    """What is wrong with a quotation, and whether it shows that the citation is right."""
    quote = quotation.text
    beside = [p for p in case.beside() if isinstance(p, Provision)]
    if quotation.speech:
        return None, False
    term = word_count(quote) < MIN_CLAIM
    own = unit_words(found)
    if within(quote, own) or within(quote, own.replace("\n", "")):  # the lead runs on into item 1
        return None, not term and word_count(quote) >= _WEIGHTY * word_count(case.group.claim)
    if any(within(quote, words_only(p.article.text if term else p.text).text) for p in beside):
        return None, False
    if within(quote, words_only(found.article.text).text):
        right = best_unit(found, quote)
        note = f"引文在{right.label}，不在所引的款项"
        return case.check(Finding.WRONG_PARAGRAPH, note, found, right.ref, quote, right.text), False
    if quotation.spoken or any(within(quote, words_only(p.article.text).text) for p in beside):
        return None, False
    return _bad_quotation(case, found, quotation), False


def _bad_quotation(case: Case, found: Provision, quotation: Quotation) -> Check | None:
    """A quotation that none of the cited articles has."""
    quote, rivals = quotation.text, case.rivals
    own = rivals.candidate(found.article_ref)
    long = word_count(quote) >= MIN_CLAIM
    if long and (holder := rivals.holding(quote, case.cited.instrument)):
        return case.elsewhere(found, holder, quote)
    if own and (other := rivals.blended(quote, own)):
        return case.conflated(found, other, quote)
    covered = rivals.coverage(quote, own) if own else 0.0
    best, rival = next(((s, c) for s, c in rivals.ranked(quote, case.cited.instrument) if c != own), (0.0, None))
    if long and rival and best >= STRONG and best - covered >= MARGIN:
        return case.elsewhere(found, rival, quote)
    if not (quotation.introduced or (own and _restates(case, own, quotation, covered))):
        return None
    note = f"引号里的话与{found.label}的原文不一致"
    return case.check(Finding.MISQUOTED, note, found, found.ref, quote, found.text)


def _restates(case: Case, own: Candidate, quotation: Quotation, covered: float) -> bool:
    """Whether words in quotation marks that nothing introduces still claim to be the article's.

    A few words do so where the clause around them restates the article: 不得用“骚扰、泄露隐私”等方式侵害他人权益.
    """
    if word_count(quotation.text) >= MIN_CLAIM:
        return covered >= _RESTATED
    first, last = quotation.span
    before = _CLAUSE.split(case.text[max(0, first - 40) : first])[-1]
    clause = before + "，" + _CLAUSE.split(case.text[last : last + 40])[0]
    return covered >= WEAK and word_count(clause) >= MIN_CLAIM and case.rivals.coverage(clause, own) >= _RESTATED


def _by_context(case: Case, found: Provision) -> Check:
    """No quotation decides: whether the sentence says what the article says, or what another one does."""
    own, claim = case.rivals.candidate(found.article_ref), case.group.claim
    if own is None:
        return case.standing(found)
    if (label := case.group.labels.get(case.mention.span)) and (right := _labelled(case, label, own)):
        return case.elsewhere(found, right, "")
    if check := by_former(case, found):
        return check
    if word_count(claim) < MIN_CLAIM:
        return case.standing(found)
    held = {p.article_ref for p in case.beside() if isinstance(p, Provision)}
    if len(held) == len(case.group.citations) and (other := case.rivals.blended(claim, own, held, OTHERS)):
        return case.conflated(found, other, "")
    if rival := rival_of(case, found):
        return case.elsewhere(found, rival, "")
    return _by_words(case, found) or case.standing(found)


def _labelled(case: Case, label: str, own: Candidate) -> Candidate | None:
    """The article of the same law that has what a label names, if the cited one has not; of equals the nearest."""
    ranked = [(s, c) for s, c in case.rivals.ranked(label, own.instrument.id) if c.instrument.id == own.instrument.id]
    covered = case.rivals.coverage(label, own)
    best = ranked[0][0] if ranked else 0.0
    if best < _LABEL or covered > _UNLABELLED or best - covered < MARGIN:
        return None
    named = [c for score, c in ranked if score >= max(_LABEL, best - _ALIKE)]
    tells, number = word_count(case.group.claim) >= MIN_CLAIM, own.article.number.number
    return max(
        named,
        key=lambda c: (
            case.rivals.coverage(case.group.claim, c) if tells else 0.0,
            -abs(c.article.number.number - number),
        ),
    )


def _by_words(case: Case, found: Provision) -> Check | None:
    """The right article, but its words are cut short, altered, or of another paragraph."""
    claim = case.group.claim
    if skipped := skipped_items(claim, found):
        note = f"照抄{found.label}时跳过了{skipped}，又没有省略号"
        return case.check(Finding.MISQUOTED, note, found, found.ref, claim.strip(), found.text)
    if len(case.group.citations) > 1:
        return None
    if clause := altered(claim, found.article):
        if (old := case.rivals.holding(clause, found.instrument.id)) and case.rivals.today(old) == found.article_ref:
            return case.elsewhere(found, old, clause)
        note = f"“{clause}”与{found.label}的原文不一致：数目或者“应当”“不得”“可以”改了"
        return case.check(Finding.MISQUOTED, note, found, found.ref, clause, found.text)
    if not (case.cited.paragraph or case.cited.item):
        return None
    wrong = unit_with_clause(found, claim) or carrying_unit(case, found, claim)
    if wrong is None or wrong.ref == found.ref or wrong.paragraph is None:
        return None
    note = f"所写内容在{wrong.label}，不在所引的款项"
    return case.check(Finding.WRONG_PARAGRAPH, note, found, wrong.ref, "", wrong.text)
