"""One citation on trial: what stands around it, and the findings that can be made on it."""

from __future__ import annotations

from dataclasses import dataclass

from kb.citations import Citation, Mention, written
from kb.claims import MIN_CLAIM, Group, word_count
from kb.findings import Check, Finding
from kb.law import Provision
from kb.likeness import Candidate
from kb.quotations import Quotation
from kb.ranks import Authority, Status
from kb.rivals import STRONG, Former, Rivals
from kb.statutebook import Absence, StatuteBook

_NEARLY = 0.1
"""Coverage by which articles may differ and still carry a claim alike."""
_OWN_WORDS = 5
"""Words that must run on in an article of another law, before it is named in place of one that does not exist."""
_RANKS = {
    Authority.STANDARD: "它是推荐性国家标准，不是法律",
    Authority.INDUSTRY_RULE: "它是行业自律，不是法律",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A citation, the words that rest on it, and the law of the day."""

    text: str
    mention: Mention
    cited: Citation
    """What is meant: the citation, with the version that 旧 or 原 names."""
    group: Group
    quotations: tuple[Quotation, ...]
    book: StatuteBook
    rivals: Rivals

    def check(
        self,
        finding: Finding,
        explain: str,
        found: Provision | Absence,
        correct: str = "",
        quote: str = "",
        law: str = "",
    ) -> Check:
        """A finding on this citation."""
        return Check(self.mention, finding, explain, found, correct, quote, law, self.group.claim)

    def beside(self) -> tuple[Provision | Absence, ...]:
        """What the citations of the group resolve to, this one among them."""
        return tuple(self.book.resolve(cited) for cited in self.group.citations)

    def standing(self, found: Provision) -> Check:
        """The citation is right; a version named on purpose may still be a former one."""
        if self.book.in_force(found):
            return self.check(Finding.OK, "", found, found.ref, "", found.text)
        until = found.version.until
        note = f"这是旧文本，适用至{until}（不含当日）" if until else "这个版本尚未施行"
        return self.check(Finding.OK, note, found, found.ref, "", found.text)

    def summarised(self, found: Provision) -> Check:
        """Of a summary no wording can be judged; of an unconfirmed number, not even the number."""
        quoted = next((q for q in self.quotations if not (q.speech or q.spoken)), None)
        rank = _RANKS.get(found.instrument.authority, f"它是{found.instrument.authority.chinese}")
        if quoted:
            doubt = "，条号待核" if found.article.unconfirmed else ""
            note = f"官方文本没有收录，引号里的字句无法核对；这里只有大意{doubt}；{rank}"
            return self.check(Finding.UNVERIFIABLE, note, found, "", quoted.text, found.text)
        if found.article.unconfirmed:
            note = f"条号待核：官方文本没有收录，不能确认这一条的编号；{rank}"
            return self.check(Finding.UNVERIFIABLE, note, found, "", "", found.text)
        return self.check(Finding.OK, f"官方文本没有收录，按大意核对；{rank}", found, found.ref, "", found.text)

    def elsewhere(self, found: Provision | Absence, right: Candidate, quote: str) -> Check:
        """The words belong to another article: one that had this number before, or simply another."""
        today, day = self.rivals.today(right), self.book.day
        if not right.version.in_force_on(day):
            own = right.instrument.id == self.cited.instrument and right.article.number == self.cited.number
            heir = isinstance(found, Provision) and today == found.article_ref
            if own or heir:
                return self._outdated(found, right, today, quote)
        note = f"所写内容是{written(today or right.ref)}的内容，不是{self.cited}"
        law = self.rivals.text(today) or right.article.text
        return self.check(Finding.WRONG_NUMBER, note, found, today or right.ref, quote, law)

    def _outdated(self, found: Provision | Absence, old: Candidate, today: str, quote: str) -> Check:
        if old.instrument.status_on(old.version, self.book.day) is Status.NOT_YET:
            note = f"这一文本{old.version.in_force}才施行"
            return self.check(Finding.UNVERIFIABLE, note, found, old.ref)
        note = f"这是《{old.instrument.id}》{old.article.number}旧文本的内容，{old.version.until}起不再适用"
        return self._gone(found, note, today, self._why(old.ref), quote)

    def superseded(self, found: Provision | Absence, former: Former, quote: str) -> Check:
        """The number is that of the old rule, which stands elsewhere today."""
        note = f"这是{written(former.ref)}旧文本的内容，{former.until}起不再适用"
        return self._gone(found, note, former.today, former.note, quote)

    def _gone(self, found: Provision | Absence, note: str, today: str, why: str, quote: str) -> Check:
        if today:
            note += f"；现为{written(today)}" + (f"（{why.rstrip('。')}）" if why else "")
        return self.check(Finding.SUPERSEDED, note, found, today, quote, self.rivals.text(today))

    def _why(self, ref: str) -> str:
        return next((row.note for row in self.book.successors(ref)), "")

    def either(self, found: Provision, former: Former) -> Check:
        """Nothing tells which of the two rules of a number is meant: both are named."""
        note = (
            f"{former.until}以前的{self.cited}现为{written(former.today)}，今天的{found.label}是另一条规定；"
            "这里没有写明内容，看不出指的是哪一条"
        )
        return self.check(Finding.UNVERIFIABLE, note, found, former.today, "", self.rivals.text(former.today))

    def conflated(self, found: Provision, other: Candidate, quote: str) -> Check:
        """The words of two articles are run together under one number."""
        today = self.rivals.today(other) or other.ref
        note = f"把{written(found.article_ref)}和{written(today)}的字句拼在了一起"
        return self.check(Finding.CONFLATED, note, found, today, quote, self.rivals.text(today) or other.article.text)

    def holder(self) -> str:
        """The article that has the quoted words, if these are enough to tell."""
        for quotation in self.quotations:
            holder = self.rivals.holding(quotation.text, self.cited.instrument)
            if holder and word_count(quotation.text) >= MIN_CLAIM and not quotation.spoken:
                return self.rivals.today(holder) or holder.ref
        return ""

    def best(self) -> str:
        """The article that the claim rests on; empty if none carries it.

        Of those that do, one of the same number comes first (only the law was mistaken), then one of the law cited.
        """
        if word_count(self.group.claim) < MIN_CLAIM:
            return ""
        ranked = [(s, c) for s, c in self.rivals.ranked(self.group.claim, self.cited.instrument) if s >= STRONG]
        near = [c for s, c in ranked if s >= ranked[0][0] - _NEARLY]
        same = [c for c in near if c.article.number == self.cited.number]
        own = [c for c in near if c.instrument.id == self.cited.instrument]
        right = next(iter([*same, *own, *near]), None)
        if (
            right
            and right.instrument.id != self.cited.instrument
            and self.rivals.run(self.group.claim, right) < _OWN_WORDS
        ):
            return ""
        return (self.rivals.today(right) or right.ref) if right else ""
