"""Checks every citation and quotation of a text against the law of one day.

A citation is judged by what stands with it: the words it is quoted with, or the sentence that rests on it. So a
number that holds another rule today is told apart from the rule that once had it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.case import Case
from kb.citations import Citation, CitationFinder, Mention, written
from kb.claims import MIN_CLAIM, groups, word_count
from kb.findings import Check, Finding
from kb.folding import words_only
from kb.judging import by_former, carrying_unit, judge, rival_of
from kb.law import Provision
from kb.likeness import Candidate, Likeness
from kb.quotations import find_quotations
from kb.ranks import Wording
from kb.rivals import MARGIN, STRONG, WEAK, Rivals
from kb.statutebook import Absence, Reason, StatuteBook
from kb.wording import best_unit

__all__ = ["Check", "Checker", "Finding"]

_COPIED_RUN = 12
"""Words that must run on unbroken in an article before it is named in place of one that is not held."""
_AROUND, _BESIDE, _BESIDE_POINTER = 40, 5, 2
"""How far around a citation, and with how many words, it is looked for in the law's own text; 前款 needs fewer."""
_CLOSE = 8
"""Characters on each side of a citation that are enough, where the rest of the clause was reworded."""
_NEAR_POINTER = 4
"""Characters on each side of 前款 that must be those of the law."""
_RUNNING_ON = 16
"""Characters beyond the clause in which copied law may run on."""
_CLAUSE = re.compile(r"[，。；：！？,;:!?\n（(《]")
_CLAUSE_OR_QUOTE = re.compile(r"[，。；：！？,;:!?\n（(《“”\"]")
_OLD = re.compile(r"(?:旧|原|老|(?:修订|修改|修正|修法)(?:之)?前的?)\s*$")
_DEAD = re.compile(r"废止|失效|取代|不再适用|替代|已被|现为|现行")


class Checker:
    """Checks texts against one StatuteBook."""

    def __init__(self, book: StatuteBook, finder: CitationFinder, likeness: Likeness) -> None:
        self._book = book
        self._finder = finder
        self._rivals = Rivals(book, likeness)

    def check(self, text: str) -> tuple[Check, ...]:
        """Every citation of the text in reading order. Titles of contracts and letters are passed over."""
        mentions = self._finder.find(text)
        quotations = find_quotations(text)
        copied = {m: ref for m in mentions if m.citation.number and (ref := self._copied(text, m, mentions))}
        cited = [m for m in mentions if m not in copied]
        grouped = dict(zip(cited, groups(text, cited), strict=True))
        checks = []
        for mention in mentions:
            meant = self._meant(text, mention)
            found = self._book.resolve(meant)
            if mention in copied:
                checks.append(_laws_own(mention, copied[mention], found))
            elif not (isinstance(found, Absence) and self._beside_the_point(found, mention)):
                group = grouped[mention]
                own = tuple(q for q in quotations if group.span[0] <= q.span[0] < group.span[1])
                checks.append(_check(Case(text, mention, meant, group, own, self._book, self._rivals), found))
        return tuple(checks)

    def _copied(self, text: str, mention: Mention, mentions: Sequence[Mention]) -> str:
        """The article whose own text cites this one, if the words around the citation are copied from it.

        Of 前款, a few words do, if the article is one that the text cites.
        """
        start, end = mention.span
        ahead, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        windows = [(mark.split(ahead)[-1], mark.split(after)[0]) for mark in (_CLAUSE, _CLAUSE_OR_QUOTE)]
        clause = windows[0]
        windows += [(clause[0], after[:_RUNNING_ON]), (ahead[-_RUNNING_ON:], clause[1])]
        close = clause[0][-_CLOSE:], clause[1][:_CLOSE]
        windows += [close, (close[0], ""), ("", close[1])]
        for before, behind in windows:
            if word_count(before + behind) >= (_BESIDE_POINTER if mention.raw.startswith("前") else _BESIDE):
                copied = self._rivals.referring(words_only(before + mention.raw + behind).text)
                if copied:
                    return copied.ref
        if mention.raw.startswith("前"):
            words = words_only(clause[0][-_NEAR_POINTER:] + mention.raw + clause[1][:_NEAR_POINTER]).text
            cited = (self._book.resolve(m.citation) for m in mentions if m is not mention and m.title)
            texts = ((p.article_ref, words_only(p.article.text).text) for p in cited if isinstance(p, Provision))
            return next((ref for ref, law in texts if words in law), "")
        return ""

    def _meant(self, text: str, mention: Mention) -> Citation:
        """旧《治安管理处罚法》 is the version before the one in force."""
        cited = mention.citation
        instrument = self._book.instruments.get(cited.instrument)
        current = instrument.version_on(self._book.day) if instrument else None
        if not (instrument and current and mention.title) or cited.version or cited.edition:
            return cited
        former = [v for v in instrument.versions if v.in_force < current.in_force]
        return replace(cited, version=former[-1].in_force) if former and _called_old(text, mention) else cited

    def _beside_the_point(self, absence: Absence, mention: Mention) -> bool:
        """Titles that are no law, and whole instruments that exist and apply: nothing to say of them."""
        if mention.citation.number is None and absence.reason is Reason.NOT_HELD:
            return not mention.raw.startswith("《")
        law_like = self._finder.titles.law_like(mention.citation.instrument)
        return absence.reason is Reason.UNKNOWN_INSTRUMENT and not law_like


def _called_old(text: str, mention: Mention) -> bool:
    return bool(_OLD.search(text[max(0, mention.span[0] - 8) : mention.span[0]]))


def _laws_own(mention: Mention, copied: str, found: Provision | Absence) -> Check:
    """A citation that belongs to copied law, and says nothing of its own."""
    note = f"{written(copied)}的原文引到这一条"
    if isinstance(found, Absence):
        return Check(mention, Finding.OK, f"{note}；{found.note}", found)
    return Check(mention, Finding.OK, note, found, found.ref, "", found.text)


def _check(case: Case, found: Provision | Absence) -> Check:
    if isinstance(found, Absence):
        return _absent(case, found)
    if case.cited.number is None:
        return case.check(Finding.OK, f"{found.instrument.full}现行有效", found, found.article_ref)
    if found.article.unconfirmed or found.wording is Wording.SUMMARY:
        return case.summarised(found)
    return judge(case, found)


def _absent(case: Case, absence: Absence) -> Check:
    reason = absence.reason
    if reason is Reason.NO_UNIT:
        return _wrong_unit(case, absence)
    if reason is Reason.PHANTOM and absence.phantom:
        meant = next(iter(absence.phantom.meant), "")
        return case.check(Finding.NONEXISTENT_INSTRUMENT, absence.note, absence, meant)
    if reason is Reason.REPEALED:
        return _repealed(case, absence)
    if reason is Reason.NO_ARTICLE:
        correct = case.holder() or case.best()
        missing = case.check(Finding.NONEXISTENT_ARTICLE, absence.note, absence, correct, "", case.rivals.text(correct))
        return by_former(case, absence) or missing
    if reason is Reason.NOT_HELD and absence.version:
        if case.cited.number is None:
            return case.check(Finding.OK, f"{absence.note}；该文件现行有效", absence)
        return _not_held(case, absence)
    known = absence.instrument.note if absence.instrument else ""
    return case.check(Finding.UNVERIFIABLE, "；".join(filter(None, (absence.note, known))), absence)


def _repealed(case: Case, absence: Absence) -> Check:
    """An instrument that is gone. A text that says so itself is right."""
    number, version = case.cited.number, absence.version
    last = version.last_article if version else None
    if number and last and number.number > last:
        note = f"{absence.note}；它本来也只有{last}条"
        return case.check(Finding.NONEXISTENT_ARTICLE, note, absence, case.holder() or case.best())
    old = f"{case.cited.instrument}@{version.in_force}#{number.key}" if version and number else ""
    moved = case.book.successors(old)
    heir = absence.instrument.replaced_by if absence.instrument and number is None else ""
    correct = moved[0].new[0] if moved else heir or case.holder() or case.best()
    law = case.rivals.text(correct)
    if _called_old(case.text, case.mention) or _DEAD.search(case.group.context):
        return case.check(Finding.OK, absence.note, absence, correct, "", law)
    note = absence.note + (f"；对应{written(correct)}" if correct else "")
    return case.check(Finding.REPEALED, note, absence, correct, "", law)


def _not_held(case: Case, absence: Absence) -> Check:
    """The article exists but its text is not on the shelf; what is said may still be another article's text."""
    if check := by_former(case, absence):
        return check
    claim, cited = case.group.claim, case.cited
    former = next(case.rivals.formers(cited), None)
    note = absence.note
    if former:
        note += f"；{former.until}以前的{cited}现为{written(former.today)}"
    for later, origin in case.rivals.coming(cited):
        if case.rivals.coverage(claim, later) >= WEAK:
            note = f"所写内容{later.version.in_force}才移到这一条；{case.book.day}还在{written(origin.ref)}"
            return case.check(Finding.WRONG_NUMBER, note, absence, origin.ref, "", case.rivals.text(origin.ref))
    unsure = case.check(Finding.UNVERIFIABLE, note, absence, former.today if former else "")
    for quotation in case.quotations:
        holder = case.rivals.holding(quotation.text, cited.instrument)
        if holder and word_count(quotation.text) >= MIN_CLAIM and not quotation.spoken:
            return case.elsewhere(absence, holder, quotation.text)
    score, rival = next(iter(case.rivals.ranked(claim, cited.instrument)), (0.0, None))
    if rival is None or word_count(claim) < MIN_CLAIM:
        return unsure
    if rival.instrument.id == cited.instrument and str(cited.number) in rival.article.text:
        note = f"{written(rival.ref)}的原文引到这一条；{absence.note}"
        return case.check(Finding.OK, note, absence)
    version = absence.version
    if version and cited.number and _moved_to(case, f"{cited.instrument}@{version.in_force}#{cited.number.key}", rival):
        note = f"旧文本的这一条现为{written(rival.ref)}；{absence.note}"
        return case.check(Finding.OK, note, absence, rival.ref, "", case.rivals.text(rival.ref))
    if score >= STRONG + MARGIN and case.rivals.run(claim, rival) >= _COPIED_RUN:
        return case.elsewhere(absence, rival, "")
    return unsure


def _moved_to(case: Case, old: str, rival: Candidate) -> bool:
    """Whether a former article, named on purpose, is the rule that the rival is today."""
    return any(case.rivals.today(rival) in row.new for row in case.book.successors(old))


def _wrong_unit(case: Case, absence: Absence) -> Check:
    """The article has no such paragraph or item: the old article of that number had, or another unit is meant."""
    cited = case.cited
    former = next(case.rivals.formers(cited), None)
    if former and former.texts and former.texts[0].ref == former.ref:
        return case.superseded(absence, former, "")
    whole = case.book.resolve(Citation(cited.instrument, cited.number, None, None, cited.version, cited.edition))
    if not isinstance(whole, Provision) or whole.wording is Wording.SUMMARY:
        return case.check(Finding.UNVERIFIABLE, absence.note, absence)
    if rival := rival_of(case, whole):
        return case.elsewhere(whole, rival, "")
    said = next((q.text for q in case.quotations if not q.spoken), case.group.claim)
    correct = best_unit(whole, said)
    if correct.paragraph is None:
        correct = carrying_unit(case, whole, said) or correct
    return case.check(Finding.WRONG_PARAGRAPH, absence.note, absence, correct.ref, "", correct.text)
