"""Checks every citation and quotation of a text against the law of one day.

A citation is judged by what stands with it: the words it is quoted with, or the sentence that rests on it. So a
number that holds another rule today is told apart from the rule that once had it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kb.citations import Citation, CitationFinder, Mention
from kb.folding import words_only
from kb.law import Authority, Provision, Status
from kb.likeness import Candidate, Likeness
from kb.quotations import Quotation, find_quotations, pieces, verbatim
from kb.statutebook import Absence, Reason, StatuteBook

Span = tuple[int, int]


class Finding(StrEnum):
    """What a check found; docs/interface.md."""

    OK = "ok"
    WRONG_NUMBER = "wrong_number"
    MISQUOTED = "misquoted"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    NONEXISTENT_INSTRUMENT = "nonexistent_instrument"
    NONEXISTENT_ARTICLE = "nonexistent_article"
    CONFLATED = "conflated"
    WRONG_PARAGRAPH = "wrong_paragraph"
    UNVERIFIABLE = "unverifiable"


@dataclass(frozen=True, slots=True)
class Check:
    """A mention, what was found, the right provision where one can be named, and why."""

    mention: Mention
    finding: Finding
    explain: str
    found: Provision | Absence
    correct: str = ""
    """Reference of the right provision."""
    quote: str = ""
    law: str = ""
    """The exact text the quotation or number should rest on."""


STRONG, WEAK, MARGIN = 0.55, 0.35, 0.2
"""Coverage from which an article carries a claim, below which it does not, and how far ahead a rival must be.
Set on the sentences of the ledger and on paragraphs written for tests/kb/test_checker.py."""

MIN_CLAIM = 8
"""Words a claim must have to say anything about which article is meant."""

_SENTENCE_END = re.compile(r"[。！？!?]|\n")
_LABEL = re.compile(r"\s*[（(]([^（）()]{2,16})[）)]")
_ITEM = re.compile(r"[（(]([一二三四五六七八九十])[）)]")
_SUMMARISED = {Authority.STANDARD, Authority.INDUSTRY_RULE}


class Checker:
    """Checks texts against one StatuteBook."""

    def __init__(self, book: StatuteBook, finder: CitationFinder, likeness: Likeness) -> None:
        self._book = book
        self._finder = finder
        self._likeness = likeness

    def check(self, text: str) -> tuple[Check, ...]:
        """Every citation of the text in reading order. Titles of contracts and letters are passed over."""
        mentions = self._finder.find(text)
        quotations = find_quotations(text)
        checks = []
        for index, mention in enumerate(mentions):
            found = self._book.resolve(mention.citation)
            if isinstance(found, Absence) and self._beside_the_point(found, mention):
                continue
            group = _group(text, mentions, index)
            checks.append(self._check(text, mention, found, group, quotations))
        return tuple(checks)

    def _beside_the_point(self, absence: Absence, mention: Mention) -> bool:
        """Titles that are no law, and whole instruments that exist and apply: nothing to say of them."""
        if mention.citation.number is None and absence.reason is Reason.NOT_HELD:
            return not mention.raw.startswith("《")
        return absence.reason is Reason.UNKNOWN_INSTRUMENT and not (
            mention.citation.number or self._finder.titles.law_like(mention.title)
        )

    def _check(
        self, text: str, mention: Mention, found: Provision | Absence, group: _Group, quotations: tuple[Quotation, ...]
    ) -> Check:
        if isinstance(found, Absence) and found.reason is not Reason.NO_UNIT:
            return self._absent(mention, found, group.claim)
        cited = mention.citation
        if isinstance(found, Absence):
            return self._wrong_unit(mention, found, group.claim)
        if cited.number is None:
            return Check(mention, Finding.OK, f"{found.instrument.full}现行有效", found, found.article_ref)
        if found.article.unconfirmed or (found.wording == "summary" and found.instrument.authority in _SUMMARISED):
            if quoted := _quoted(quotations, group):
                note = "官方文本没有收录，引号里的字句无法核对；这里只有大意，条号待核"
                return Check(mention, Finding.UNVERIFIABLE, note, found, "", quoted[0].text, found.text)
            if found.article.unconfirmed:
                note = "条号待核：官方文本没有收录，不能确认这一条的编号；它是行业自律，不是法律"
                return Check(mention, Finding.UNVERIFIABLE, note, found, "", "", found.text)
            return Check(mention, Finding.OK, "官方文本没有收录，按大意核对", found, found.ref, "", found.text)
        return self._judge(mention, found, group, quotations)

    def _absent(self, mention: Mention, absence: Absence, claim: str) -> Check:
        cited = mention.citation
        if absence.reason is Reason.PHANTOM and absence.phantom:
            meant = next(iter(absence.phantom.meant), "")
            return Check(mention, Finding.NONEXISTENT_INSTRUMENT, absence.note, absence, meant)
        if absence.reason is Reason.REPEALED and absence.version:
            old = f"{cited.instrument}@{absence.version.in_force}#{cited.number.key}" if cited.number else ""
            if absence.version.last_article and cited.number and cited.number.number > absence.version.last_article:
                note = f"{absence.note}；它本来也只有{absence.version.last_article}条"
                return Check(mention, Finding.NONEXISTENT_ARTICLE, note, absence, self._best(claim))
            moved = self._book.successors(old)
            correct = moved[0].new[0] if moved else self._best(claim)
            note = absence.note + (f"；对应{self._label(correct)}" if correct else "")
            return Check(mention, Finding.REPEALED, note, absence, correct, "", self._text(correct))
        if absence.reason is Reason.NO_ARTICLE:
            correct = self._best(claim, cited.instrument) or self._best(claim)
            return Check(mention, Finding.NONEXISTENT_ARTICLE, absence.note, absence, correct, "", self._text(correct))
        if absence.reason is Reason.NOT_HELD:
            if cited.number is None:
                return Check(mention, Finding.OK, f"{absence.note}；该文件现行有效", absence)
            return self._not_held(mention, absence, claim)
        return Check(mention, Finding.UNVERIFIABLE, absence.note, absence)

    def _not_held(self, mention: Mention, absence: Absence, claim: str) -> Check:
        """The article exists but its text is not on the shelf; what is said may still be another article's text."""
        if len(words_only(claim).text) >= MIN_CLAIM:
            best = self._ranked(claim)[:1]
            if best and best[0][0] >= STRONG + MARGIN:
                correct = best[0][1]
                within = f"{mention.citation.number}" in correct.article.text
                if within and mention.citation.instrument == correct.instrument.id:
                    note = f"{self._label(correct.ref)}的原文引到这一条；{absence.note}"
                    return Check(mention, Finding.OK, note, absence)
                note = f"所写内容是{self._label(correct.ref)}的内容；{absence.note}"
                return Check(mention, Finding.WRONG_NUMBER, note, absence, correct.ref, "", correct.article.text)
        return Check(mention, Finding.UNVERIFIABLE, absence.note, absence)

    def _wrong_unit(self, mention: Mention, absence: Absence, claim: str) -> Check:
        cited = mention.citation
        if old := self._former_unit(cited):
            return self._elsewhere(mention, absence, old, "")
        whole = self._book.resolve(Citation(cited.instrument, cited.number, None, None, cited.version, cited.edition))
        if not isinstance(whole, Provision):
            return Check(mention, Finding.UNVERIFIABLE, absence.note, absence)
        own = self._likeness.candidate(whole.article_ref)
        rivals = self._ranked(claim)[:1]
        if own and rivals and rivals[0][1].ref != own.ref and len(words_only(claim).text) >= MIN_CLAIM:
            ahead = rivals[0][0] - self._likeness.coverage(claim, own)
            if rivals[0][0] >= STRONG and ahead >= MARGIN:
                return self._elsewhere(mention, whole, rivals[0][1], "")
        correct = _best_unit(whole, claim)
        return Check(mention, Finding.WRONG_PARAGRAPH, absence.note, absence, correct.ref, "", correct.text)

    def _judge(self, mention: Mention, found: Provision, group: _Group, quotations: tuple[Quotation, ...]) -> Check:
        quoted = _quoted(quotations, group)
        companions = [self._book.resolve(m.citation) for m in group.mentions]
        texts = [c.article.text for c in companions if isinstance(c, Provision)]
        for quotation in quoted:
            if any(verbatim(quotation.text, t) for t in texts):
                if not verbatim(quotation.text, found.text) and verbatim(quotation.text, found.article.text):
                    right = _best_unit(found, quotation.text)
                    note = f"引文在{right.label}，不在所引的款项"
                    return Check(mention, Finding.WRONG_PARAGRAPH, note, found, right.ref, quotation.text, right.text)
                continue
            if fault := self._bad_quotation(mention, found, quotation):
                return fault
        return self._by_context(mention, found, group, bool(quoted))

    def _bad_quotation(self, mention: Mention, found: Provision, quotation: Quotation) -> Check | None:
        """A quotation that none of the cited articles has."""
        quote = quotation.text
        for candidate in self._likeness.candidates:
            if verbatim(quote, candidate.article.text) and len(words_only(quote).text) >= MIN_CLAIM:
                return self._elsewhere(mention, found, candidate, quote)
        own = self._likeness.candidate(found.article_ref)
        covered = self._likeness.coverage(quote, own) if own else 0.0
        rivals = [(s, c) for s, c in self._ranked(quote) if c.ref != found.article_ref][:1]
        long = len(words_only(quote).text) >= MIN_CLAIM
        if long and rivals and rivals[0][0] >= STRONG and rivals[0][0] - covered >= MARGIN:
            return self._elsewhere(mention, found, rivals[0][1], quote)
        if quotation.speech or not (quotation.introduced or covered >= WEAK):
            return None
        note = f"引号里的话与{found.label}的原文不一致"
        return Check(mention, Finding.MISQUOTED, note, found, found.ref, quote, found.text)

    def _by_context(self, mention: Mention, found: Provision, group: _Group, quoted: bool) -> Check:
        """No quotation decides: does the sentence say what the article says, or what another one does?"""
        own = self._likeness.candidate(found.article_ref)
        claim = group.claim
        if own is None:
            return Check(mention, Finding.OK, "", found, found.ref, "", found.text)
        if label := group.labels.get(mention.span):
            ranked = [(s, c) for s, c in self._ranked(label) if c.instrument.id == found.instrument.id]
            covered = self._likeness.coverage(label, own)
            if ranked and ranked[0][0] >= 0.75 and covered <= 0.6 and ranked[0][0] - covered >= MARGIN:
                return self._elsewhere(mention, found, ranked[0][1], "")
        if len(words_only(claim).text) < MIN_CLAIM:
            return self._bare(mention, found)
        among = [
            self._likeness.candidate(r.article_ref)
            for r in map(self._book.resolve, group.citations)
            if isinstance(r, Provision)
        ]
        together = max([self._likeness.coverage(claim, c) for c in among if c], default=0.0)
        rivals = [(s, c) for s, c in self._ranked(claim) if c not in among][:2]
        former = self._former(found)
        if former and mention.citation.edition is None and mention.citation.version is None:
            then, now = self._likeness.coverage(claim, former), self._likeness.coverage(claim, own)
            if then > now + 0.05:
                return self._elsewhere(mention, found, former, "")
        if rivals and len(group.citations) == 1:
            best, rival = rivals[0]
            covered = self._likeness.coverage(claim, own)
            if best >= STRONG and best - covered >= MARGIN:
                if covered >= WEAK and not quoted and (other := self._conflated(claim, own, rival)):
                    return Check(mention, Finding.CONFLATED, other, found, rival.ref, claim.strip(), rival.article.text)
                return self._elsewhere(mention, found, rival, "")
            if covered >= WEAK and not quoted and best >= WEAK and (other := self._conflated(claim, own, rival)):
                return Check(mention, Finding.CONFLATED, other, found, rival.ref, claim.strip(), rival.article.text)
        if together >= STRONG and (skipped := _skipped_items(claim, found)):
            note = f"照抄{found.label}时跳过了{skipped}，又没有省略号"
            return Check(mention, Finding.MISQUOTED, note, found, found.ref, claim.strip(), found.text)
        if (wrong := _misplaced(mention.citation, found, claim)) is not None:
            note = f"所写内容在{wrong.label}，不在所引的款项"
            return Check(mention, Finding.WRONG_PARAGRAPH, note, found, wrong.ref, "", wrong.text)
        return self._standing(mention, found)

    def _standing(self, mention: Mention, found: Provision) -> Check:
        """The citation is right; a version named on purpose may still be a former one."""
        if self._book.in_force(found):
            return Check(mention, Finding.OK, "", found, found.ref, "", found.text)
        until = found.version.until
        note = f"这是旧文本，适用至{until}（不含当日）" if until else "这个版本尚未施行"
        return Check(mention, Finding.OK, note, found, found.ref, "", found.text)

    def _bare(self, mention: Mention, found: Provision) -> Check:
        """Nothing stands with the number: a number that moved is still worth a word."""
        former = self._former(found)
        if former and mention.citation.edition is None and mention.citation.version is None:
            check = self._elsewhere(mention, found, former, "")
            note = f"{check.explain}。今天的{found.label}是另一条规定；如指今天这一条，请写明内容"
            return Check(mention, check.finding, note, found, check.correct, "", check.law)
        return self._standing(mention, found)

    def _former_unit(self, cited: Citation) -> Candidate | None:
        """The earlier article of this number that has the 款 or 项 cited, if it moved: today's has none such."""
        instrument = self._book.instruments.get(cited.instrument)
        if instrument is None or cited.number is None or cited.version or cited.edition:
            return None
        for version in reversed(instrument.versions):
            article = version.article(cited.number)
            ref = f"{instrument.id}@{version.in_force}#{cited.number.key}"
            unit = cited.paragraph or (article.paragraph_of(cited.item) if article and cited.item else None)
            if version.in_force_on(self._book.day) or article is None or article.part(unit, cited.item) is None:
                continue
            if self._book.successors(ref):
                return self._likeness.candidate(ref)
        return None

    def _former(self, found: Provision) -> Candidate | None:
        """The article that had this number in an earlier version, if the map says it moved elsewhere."""
        for version in found.instrument.versions:
            ref = f"{found.instrument.id}@{version.in_force}#{found.article.number.key}"
            moved = self._book.successors(ref)
            if version.in_force < found.version.in_force and moved and found.article_ref not in moved[0].new:
                return self._likeness.candidate(ref)
        return None

    def _elsewhere(self, mention: Mention, found: Provision | Absence, right: Candidate, quote: str) -> Check:
        """The words belong to another article: one that had this number before, or simply another."""
        today = self._today(right)
        if not right.version.in_force_on(self._book.day):
            same_place = right.instrument.id == mention.citation.instrument
            if same_place and right.article.number == mention.citation.number:
                status = right.instrument.status_on(right.version, self._book.day)
                return self._moved(mention, found, right, today, quote, status)
        note = f"所写内容是{self._label(today or right.ref)}的内容，不是{mention.citation}"
        text = self._text(today) or right.article.text
        return Check(mention, Finding.WRONG_NUMBER, note, found, today or right.ref, quote, text)

    def _moved(
        self, mention: Mention, found: Provision | Absence, old: Candidate, today: str, quote: str, status: Status
    ) -> Check:
        until = old.version.until
        if status is Status.NOT_YET:
            return Check(mention, Finding.UNVERIFIABLE, f"这一文本{old.version.in_force}才施行", found, old.ref)
        note = f"这是《{old.instrument.id}》{old.article.number}旧文本的内容，{until}起不再适用"
        if today:
            rows = self._book.successors(old.ref)
            note += f"；现为{self._label(today)}" + (f"（{rows[0].note.rstrip('。')}）" if rows else "")
        return Check(mention, Finding.SUPERSEDED, note, found, today, quote, self._text(today))

    def _today(self, candidate: Candidate) -> str:
        """The reference of the same rule in force on the book's day, following moves; empty if none is known."""
        if candidate.version.in_force_on(self._book.day):
            return candidate.ref
        for moved in self._book.successors(candidate.ref):
            for ref in moved.new:
                following = self._likeness.candidate(ref)
                if following is None or following.version.in_force_on(self._book.day):
                    return ref
                if further := self._today(following):
                    return further
        version = candidate.instrument.version_on(self._book.day)
        article = version.article(candidate.article.number) if version else None
        if version and article and article.text == candidate.article.text:
            return f"{candidate.instrument.id}@{version.in_force}#{article.number.key}"
        return ""

    def _ranked(self, text: str) -> list[tuple[float, Candidate]]:
        """Exact articles in force on the day, or once in force, by how much of the text they carry."""
        return [
            (s, c)
            for s, c in self._likeness.ranked(text)
            if c.version.wording == "exact" and c.version.in_force <= self._book.day and (self._today(c) or s > 0.9)
        ]

    def _conflated(self, claim: str, own: Candidate, other: Candidate) -> str:
        """Whether two articles' words are run together: some clauses only here, some only there."""
        here = there = 0
        for clause in re.split(r"[，。；：,;:]", claim):
            words = words_only(clause).text
            if len(words) < 7:
                continue
            mine, theirs = verbatim(clause, own.article.text), verbatim(clause, other.article.text)
            here += mine and not theirs
            there += theirs and not mine
        if here and there:
            return f"把{self._label(own.ref)}和{self._label(other.ref)}的字句拼在了一起"
        return ""

    def _best(self, claim: str, instrument: str | None = None) -> str:
        if len(words_only(claim).text) < MIN_CLAIM:
            return ""
        for score, candidate in self._ranked(claim):
            if instrument in {None, candidate.instrument.id}:
                return (self._today(candidate) or candidate.ref) if score >= STRONG else ""
        return ""

    def _label(self, ref: str) -> str:
        candidate = self._likeness.candidate(ref)
        if candidate:
            return Provision(candidate.instrument, candidate.version, candidate.article).label
        name, _, number = ref.partition("#")
        return f"《{name.split('@')[0]}》" + (f"第{number}条" if number else "")

    def _text(self, ref: str) -> str:
        candidate = self._likeness.candidate(ref)
        return candidate.article.text if candidate else ""


@dataclass(frozen=True, slots=True)
class _Group:
    """Mentions that stand together, and the words that rest on them."""

    mentions: tuple[Mention, ...]
    span: Span
    claim: str
    labels: dict[Span, str]

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(dict.fromkeys(m.citation for m in self.mentions))


_JOINED = re.compile(r"(?:\s*[（(][^（）()\n]{2,16}[）)])?[、，,和及与以\s]{0,3}")
_FRONT = re.compile(r"^[\s*#>\-•·0-9.、：:，,。；;的）)》”\"]*(?:规定|的规定|明确|指出)?[了：:，,\s*]*")


def _group(text: str, mentions: tuple[Mention, ...], index: int) -> _Group:
    """The run of mentions joined by 、 or 和 around one mention, and the words that rest on it."""
    first = last = index
    while first > 0 and _JOINED.fullmatch(text[mentions[first - 1].span[1] : mentions[first].span[0]] or ""):
        first -= 1
    while last + 1 < len(mentions) and (
        mentions[last + 1].span[0] < mentions[last].span[1]
        or _JOINED.fullmatch(text[mentions[last].span[1] : mentions[last + 1].span[0]])
    ):
        last += 1
    run = mentions[first : last + 1]
    start, end = run[0].span[0], max(m.span[1] for m in run)
    labels = {m.span: found[1] for m in run if (found := _LABEL.match(text, m.span[1]))}
    if found := _LABEL.match(text, end):
        end = found.end()
    before = mentions[first - 1].span[1] if first else 0
    after = mentions[last + 1].span[0] if last + 1 < len(mentions) else len(text)
    claim_start, claim_end = _claim(text, start, end, before, after)
    return _Group(tuple(run), (min(start, claim_start), claim_end), _FRONT.sub("", text[claim_start:claim_end]), labels)


def _claim(text: str, start: int, end: int, before: int, after: int) -> Span:
    """The words that rest on mentions at [start, end): what follows in the paragraph, else what came before."""
    stop = text.find("\n\n", end, after)
    stop = after if stop < 0 else stop
    if len(words_only(text[end:stop]).text) < MIN_CLAIM and not _inline(text, start, end):
        while stop < after and text[stop].isspace():
            stop += 1
        following = text.find("\n\n", stop, after)
        if stop > end and len(words_only(text[end:stop]).text) < 4:
            stop = after if following < 0 else following
    if len(words_only(text[end:stop]).text) >= MIN_CLAIM and text[end : end + 1] not in {"）", ")", "。"}:
        return end, stop
    line = max(before, max((m.end() for m in _SENTENCE_END.finditer(text, before, start)), default=before))
    return line, start


def _inline(text: str, start: int, end: int) -> bool:
    """Whether words stand before the citation on its line: then it is no heading of what follows."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return len(words_only(line).text) >= 4


def _quoted(quotations: tuple[Quotation, ...], group: _Group) -> list[Quotation]:
    start, end = group.span
    return [q for q in quotations if start <= q.span[0] < end]


def _units(found: Provision) -> list[Provision]:
    units = []
    for p, lines in enumerate(found.article.paragraphs, 1):
        units.append(Provision(found.instrument, found.version, found.article, p))
        for line in lines[1:]:
            if mark := _ITEM.match(line):
                item = "一二三四五六七八九十".index(mark[1]) + 1
                units.append(Provision(found.instrument, found.version, found.article, p, item))
    return units


def _best_unit(found: Provision, quote: str) -> Provision:
    """The smallest unit of the article that has the words; the whole article if none has."""
    having = [u for u in _units(found) if any(verbatim(piece, u.text) for piece in pieces(quote))]
    return min(having, key=lambda u: len(u.text), default=Provision(found.instrument, found.version, found.article))


def _misplaced(cited: Citation, found: Provision, claim: str) -> Provision | None:
    """The unit that has the claim's words verbatim, if it is another than the one cited."""
    if cited.paragraph is None and cited.item is None:
        return None
    clauses = [c for c in re.split(r"[，。；：,;:\n]", claim) if len(words_only(c).text) >= 7]
    for clause in clauses:
        if verbatim(clause, found.text):
            return None
    for clause in clauses:
        if verbatim(clause, found.article.text):
            return _best_unit(found, clause)
    return None


def _skipped_items(claim: str, found: Provision) -> str:
    """第一项至第四项, where a claim copies an article's items but starts in their middle without an ellipsis."""
    if "…" in claim or "..." in claim or found.item is not None:
        return ""
    marks = [m[1] for m in _ITEM.finditer(claim)]
    if not marks or marks[0] == "一":
        return ""
    copied = [m for m in _ITEM.finditer(claim) if verbatim(claim[m.end() : m.end() + 8], found.article.text)]
    lead = found.article.paragraphs[0][0].rstrip("：:")
    if not copied or not verbatim(lead[-12:], claim):
        return ""
    first = "一二三四五六七八九十".index(marks[0])
    return "第一项" if first == 1 else f"第一项至第{'一二三四五六七八九十'[first - 1]}项"
