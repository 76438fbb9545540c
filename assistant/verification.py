"""A draft into verified claims. Composers propose, this room disposes: what fails is withheld, never softened.

Of each sentence is asked: does every citation resolve in the law of the day; are its quoted words verbatim; is the
rest carried by what it cites: its numbers, its 应当 and 不得, its yes and no, its words. A sentence that states law
and cites nothing is withheld.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Cited, Claim, Support, Withheld
from assistant.duties import excepted_otherwise, turned_round, unheard_of
from assistant.excerpts import excerpt, nearest_paragraph
from assistant.grounds import Grounds
from assistant.limits import invented, joined
from assistant.magnitudes import wrong_amounts, wrong_days
from assistant.negations import affirmed, denied
from assistant.parallels import altered
from assistant.parties import everybody, somebody_else
from assistant.placement import Placement
from assistant.ranks import misnamed
from assistant.sentences import find_law_quotes, split_sentences, states_law, without_citations
from kb import (
    Absence,
    CitationFinder,
    Likeness,
    Mention,
    Provision,
    StatuteBook,
    Wording,
    find_quotations,
    verbatim,
)

_HEADLINE = 25
"""Characters of a headline; it names what is broken, and the sentence below it says what the law says."""
_LEAD = re.compile(r"\s*(?:[-*•]\s+|\d+[.、]\s*|#+\s*|>\s*)?")
_CHECKS = (
    unheard_of,
    turned_round,
    excepted_otherwise,
    denied,
    affirmed,
    invented,
    joined,
    somebody_else,
    everybody,
    altered,
)
"""What is asked of the words, cheap questions first; each answers with the first fault it finds."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What may be shown, and what may not."""

    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Cited, ...]
    withheld: tuple[Withheld, ...]
    kept: frozenset[str]
    """Lines of which nothing was withheld, without their list marks."""


@dataclass(slots=True)
class _Shelf:
    """Citations in the order they are first shown."""

    book: StatuteBook
    numbers: dict[str, int] = field(default_factory=dict)
    cited: list[Cited] = field(default_factory=list)
    provisions: list[Provision] = field(default_factory=list)

    def number(self, provision: Provision) -> int:
        if provision.ref not in self.numbers:
            self.numbers[provision.ref] = len(self.cited) + 1
            self.provisions.append(provision)
            exact = provision.wording is Wording.EXACT
            self.cited.append(
                Cited(
                    n=len(self.cited) + 1,
                    ref=provision.ref,
                    label=provision.label,
                    quote=provision.text if exact else "",
                    status=self.book.status(provision).value,
                    authority=provision.instrument.authority.value,
                    wording=provision.wording.value,
                    in_force=provision.version.in_force,
                    until=provision.version.until,
                )
            )
        return self.numbers[provision.ref]

    def shown(self, claims: Sequence[Claim], draft: str) -> tuple[Cited, ...]:
        """The citations, each with the words of it that carry the sentences it stands behind."""
        out = []
        for cited, provision in zip(self.cited, self.provisions, strict=True):
            said = [c.text for c in claims if cited.n in c.citations]
            longer = [text for text in said if len(text) > _HEADLINE] or [*said, draft]
            summary = "" if cited.quote else nearest_paragraph(provision, "\n".join(longer))
            out.append(replace(cited, summary=summary, excerpt=excerpt(provision, longer)))
        return tuple(out)


class Verifier:
    """Verifies drafts against the law of one day."""

    def __init__(self, book: StatuteBook, finder: CitationFinder, likeness: Likeness) -> None:
        self._book = book
        self._finder = finder
        self._likeness = likeness
        self._placement = Placement(book, likeness)

    def verify(
        self,
        draft: str,
        *,
        opening: Sequence[tuple[str, Sequence[Provision]]] = (),
        question: str = "",
        advice: Sequence[str] | None = None,
        computed: Mapping[str, Sequence[str]] | None = None,
    ) -> Verified:
        """Check a draft line by line.

        Args:
            draft: Markdown; citations as a lawyer writes them.
            opening: sentences made from checks and findings, with the provisions they name; true by construction,
                shown first, and numbered like the rest.
            question: the reader's words; numbers that stand in them may be repeated.
            advice: texts of the guide sections a writer was given. When given, a sentence without citation is shown
                only if one of them carries it; a chat model may not add advice of its own.
            computed: sentences that were computed for this answer, each with the sentences of law that it rests on.
                Its numbers stand in no article; it is shown only word for word, and only if that law passes.
        """
        shelf = _Shelf(self._book)
        claims: list[Claim] = []
        withheld: list[Withheld] = []
        lines: list[str] = []
        whole: set[str] = set()
        for sentence, provisions in opening:
            marks = tuple(dict.fromkeys(shelf.number(p) for p in provisions))
            lines += [sentence + "".join(f"[{n}]" for n in marks), ""]
            claims.append(Claim(_plain_words(sentence), marks, Support.SUPPORTED if marks else Support.GUIDE))
        opened = len(lines)
        for line in draft.split("\n"):
            lead = _LEAD.match(line)[0]  # type: ignore[index]  # the pattern matches the empty text too
            body = line[len(lead) :].strip()
            if not body or _is_heading(lead, body):
                lines.append(line)
                continue
            kept, before = "", len(withheld)
            for sentence in split_sentences(body):
                if computed and sentence.strip() in computed:
                    shown, claim, fault = self._computed(sentence, computed[sentence.strip()], shelf)
                else:
                    shown, claim, fault = self._sentence(sentence, question, advice, shelf)
                if fault:
                    withheld.append(Withheld(sentence, fault))
                    continue
                claims += [claim] if claim else []
                kept += shown
            if kept.strip():
                lines.append(lead + kept)
            if len(withheld) == before:
                whole.add(body)
        text = _renumbered("\n".join([*lines[:opened], _without_empty_headings(lines[opened:])]).strip())
        return Verified(text, tuple(claims), shelf.shown(claims, draft), tuple(withheld), frozenset(whole))

    def fault(self, sentence: str, question: str = "", advice: Sequence[str] | None = None) -> str:
        """Why a sentence may not be shown; empty if it may."""
        return self._sentence(sentence, question, advice, _Shelf(self._book))[2]

    def _sentence(
        self, sentence: str, question: str, advice: Sequence[str] | None, shelf: _Shelf
    ) -> tuple[str, Claim | None, str]:
        mentions = self._own_mentions(sentence)
        bare = without_citations(sentence, mentions)
        if not mentions:
            if states_law(sentence):
                return "", None, "这句话说到法律，却没有引用"
            if find_law_quotes(sentence):
                return "", None, "引号里的话没有出处"
            if advice is not None and not self._advised(sentence, advice):
                return "", None, "没有任何收录的内容支持这句话"
            return sentence, Claim(sentence.strip(), (), Support.GUIDE), ""
        provisions: list[tuple[Mention, Provision]] = []
        for mention in mentions:
            found = self._book.resolve(mention.citation)
            if isinstance(found, Absence):
                if mention.citation.number is None and found.instrument and found.version:
                    continue
                return "", None, found.note
            provisions.append((mention, found))
        if not provisions:
            return ("", None, "只提到法律名称，没有条号") if states_law(bare) else (sentence, None, "")
        if fault := self._placement.renumbered(bare, [p for m, p in provisions if m.citation.edition is None]):
            return "", None, fault
        if fault := self._carried(sentence, bare, provisions, question):
            return "", None, fault
        marks = tuple(dict.fromkeys(shelf.number(p) for _, p in provisions))
        quoted = any(verbatim(q, p.article.text) for q in find_law_quotes(sentence) for _, p in provisions)
        shown = _marked(sentence, [(m, shelf.number(p)) for m, p in provisions])
        return shown, Claim(sentence.strip(), marks, Support.QUOTED if quoted else Support.SUPPORTED), ""

    def _computed(self, sentence: str, law: Sequence[str], shelf: _Shelf) -> tuple[str, Claim | None, str]:
        """A computed sentence rests on law that is verified like any other, and borrows no number from the reader."""
        if not law:
            return "", None, "这个数没有依据"
        for resting in law:
            _, claim, fault = self._sentence(resting, "", None, _Shelf(self._book))
            if fault or claim is None or not claim.citations:
                return "", None, fault or "这个数没有依据"
        claims = [self._sentence(resting, "", None, shelf)[1] for resting in law]
        marks = tuple(dict.fromkeys(n for claim in claims if claim for n in claim.citations))
        shown = sentence.rstrip("。") + "".join(f"[{n}]" for n in marks) + "。"
        return shown, Claim(sentence.strip(), marks, Support.COMPUTED), ""

    def _own_mentions(self, sentence: str) -> list[Mention]:
        """The citations that are the sentence's own; one inside a right quotation is the quoted law's.

        An interpretation cites the statute by the numbers of its own day, which may hold other rules today.
        """
        mentions = list(self._finder.find(sentence))
        spans = [q.span for q in find_quotations(sentence) if not q.speech]
        inside = [m for m in mentions if any(a <= m.span[0] and m.span[1] <= b for a, b in spans)]
        outside = [m for m in mentions if m not in inside]
        if not inside or not outside:
            return mentions
        found = [self._book.resolve(m.citation) for m in outside]
        texts = [p.article.text for p in found if isinstance(p, Provision) and p.wording is Wording.EXACT]
        right = [(a, b) for a, b in spans if any(verbatim(sentence[a:b], t) for t in texts)]
        return [m for m in mentions if not any(a <= m.span[0] and m.span[1] <= b for a, b in right)]

    def _carried(self, sentence: str, bare: str, cited: Sequence[tuple[Mention, Provision]], question: str) -> str:
        """Whether the cited provisions carry the sentence; the first reason why not."""
        provisions = [p for _, p in cited]
        exact = [p for p in provisions if p.wording is Wording.EXACT]
        for quote in find_law_quotes(sentence):
            if not any(verbatim(quote, p.article.text) for p in exact):
                return "引号里的话与所引条文不一致，或所引的是大意"
        if fault := misnamed(sentence, cited):
            return fault
        grounds = Grounds(provisions)
        if fault := wrong_amounts(bare, grounds, question) or wrong_days(bare, provisions, question):
            return fault
        said = re.sub(r"「[^「」]*」", "", bare)
        for check in _CHECKS:
            if fault := check(said, grounds):
                return fault
        return self._placement.misplaced(sentence, said, cited)

    def _advised(self, sentence: str, advice: Sequence[str]) -> bool:
        pairs = self._likeness.bigrams(sentence)
        if not pairs:
            return True
        return any(len(pairs & self._likeness.bigrams(text)) >= 0.6 * len(pairs) for text in advice)


def _is_heading(lead: str, body: str) -> bool:
    return lead.strip().startswith("#") or bool(re.fullmatch(r"\*\*[^*。]+\*\*", body))


def _marked(sentence: str, numbered: Sequence[tuple[Mention, int]]) -> str:
    """The sentence with [n] behind each citation."""
    ends: dict[int, list[int]] = {}
    for mention, number in numbered:
        ends.setdefault(mention.span[1], []).append(number)
    for end in sorted(ends, reverse=True):
        marks = "".join(f"[{n}]" for n in dict.fromkeys(ends[end]))
        sentence = sentence[:end] + marks + sentence[end:]
    return sentence


def _plain_words(sentence: str) -> str:
    return sentence.replace("**", "").strip()


def _renumbered(text: str) -> str:
    """Numbered lists count on without a gap where a line was withheld."""
    out, number = [], 0
    for line in text.split("\n"):
        counted = re.match(r"\d+\. ", line)
        number = number + 1 if counted else 0
        out.append(f"{number}. {line[counted.end() :]}" if counted else line)
    return "\n".join(out)


_HEADING = re.compile(r"\s*(?:#+ .+|\*\*[^*。]+\*\*)\s*")


def _without_empty_headings(lines: Sequence[str]) -> str:
    """Headings whose every line was withheld go too."""
    out: list[str] = []
    for line in reversed(lines):
        following = next((x for x in reversed(out) if x.strip()), "")
        if _HEADING.fullmatch(line) and (not following or _HEADING.fullmatch(following)):
            continue
        out.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(reversed(out))).strip()
