"""A draft into verified claims. Composers propose, this room disposes: what fails is withheld, never softened.

Of each sentence is asked: does every citation resolve in the law of the day; are its quoted words verbatim; is the
rest carried by what it cites: its numbers, its 应当 and 不得, its yes and no, its words. A sentence that states law
and cites nothing is withheld.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answer import Cited, Claim, Support, Withheld
from assistant.quantities import dates, quantities
from kb import (
    Absence,
    CitationFinder,
    Likeness,
    Mention,
    Provision,
    StatuteBook,
    Wording,
    bigrams,
    find_quotations,
    verbatim,
)

CARRIED = 0.25
"""Least share of a sentence's telling bigrams that its citations must have. Set on our guides and rules, whose
sentences are paraphrases in plain words, against sentences paired with articles of the same law drawn at random."""

BESIDE = 0.25
"""How much better another 款 or 项 of the same article may carry a sentence before the cited one is wrong."""

AHEAD = 0.25
"""How much better another article of the same law may carry a sentence before the cited one is wrong."""

OWN = 0.15
"""Least share of a sentence's words, those of the paragraph's lead left out, that a cited item itself must have."""

_LEGAL = re.compile(
    r"违法|合法|非法|犯罪|构成|犯法|罪|拘留|罚款|有期徒刑|判刑|坐牢|刑事|行政处罚|"
    r"应当|不得|必须|禁止|严禁|有权|无权|有义务|无义务|没有义务|的义务|的权利|承担责任|法律责任|"
    r"应当赔|可以要求|可以请求|要求[^，。]{0,6}赔|赔偿(?:责任|损失|精神)|诉讼时效|时效|法律效力|无效|可撤销|"
    r"法律规定|依法|法定|不受保护|受保护|不用还|不必还|不用再还|可以不还|免除|免还|"
    r"强制执行|会[^，。]{0,4}(?:查封|冻结|划扣)|列入失信|"
    r"\d+(?:\.\d+)?%|年利率|LPR|百分之|"
    r"[一二三四五六七八九十百千\d]+(?:日|天|年|个月)(?:内|以内|以下|以上|之内)|"
    r"[一二三四五六七八九十百千万\d]+元(?:以下|以上)"
)
_HARMLESS = re.compile(
    r"^(?:不|没|无)?是法律意见|不是律师|法律意见|法律援助(?:中心|热线)?|合法权益|违法线索|依法处理|「[^」]*」|是否合法|合不合法|"
    r"违法(?:的(?:话|内容|证据|行为|就)|催收|内容|信息|线索)|网络违法|非法(?:放贷|催收|内容)|管违[法规]|"
    r"法律文书|合法渠道|合法的(?:办法|路|渠道)|违法的(?=报警|就|去|要)|自称有权力"
)
_PENALTY = re.compile(
    r"(?:可以|可能|会被|应当|并)?(?:处|罚|处以|并处)?[^，。；]{0,8}(?:以上|以下)?(?:拘留|罚款|警告|有期徒刑)"
)
_RANK_NOTE = re.compile(
    r"[，、（(]\s*(?:法律|行政法规|司法解释|司法文件|部门规章|规范性文件|推荐性国家标准|国家标准（推荐）|行业自律)"
    r"(?:，不是法律)?(?:，(?:这里是概括|大意|条号待核))?(?=[，）)])|，不是法律(?=[）)])|，?这里是概括(?=[）)])"
)
_NOTHING_FOUND = re.compile(r"\s*(?:目前|这里|我们)?(?:没有|没|未)查到")
"""An honest statement of what the library lacks is no statement of law."""
_STRENGTH = (
    (
        "不得|禁止|严禁|不能|不可以|不许|不准|无权|不应",
        "不得|禁止|严禁|不应|不宜|不能|不予|处|罚|侵害|非法|应当|只应|仅|无权|应",
    ),
    ("必须|应当|有义务|负有", "应当|必须|应|负有|义务|责任|不得|须|承担|需|按照"),
    ("有权|可以请求|可以要求", "有权|可以|请求|权利|要求|应当|责任"),
)
_POLAR = "享有|承担|适用|支持|返还|支付|赔偿|保护|有权|收取|公开|偿还|构成|成立|生效|受理|排除"
_NOT = "不|无需|无须|不必|不用|没有|不再|不予|不得|毋须|无权"
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”」』）)\]]*|$)")
_LEAD = re.compile(r"\s*(?:[-*•]\s+|\d+[.、]\s*|#+\s*|>\s*)?")
_EXCEPTION = re.compile(r"除外|但是|例外|除非")
_EXCEPTED = re.compile(rf"{_EXCEPTION.pattern}|不适用|另有")
"""How the law says that something is excepted."""


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

    def number(self, provision: Provision, sentence: str = "") -> int:
        if provision.ref not in self.numbers:
            self.numbers[provision.ref] = len(self.cited) + 1
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
                    summary="" if exact else _nearest_paragraph(provision, sentence),
                    in_force=provision.version.in_force,
                    until=provision.version.until,
                )
            )
        return self.numbers[provision.ref]


class Verifier:
    """Verifies drafts against the law of one day."""

    def __init__(self, book: StatuteBook, finder: CitationFinder, likeness: Likeness) -> None:
        self._book = book
        self._finder = finder
        self._likeness = likeness

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
            marks = tuple(dict.fromkeys(shelf.number(p, draft) for p in provisions))
            lines += [sentence + "".join(f"[{n}]" for n in marks), ""]
            claims.append(Claim(_plain_words(sentence), marks, Support.SUPPORTED if marks else Support.GUIDE))
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
        text = _renumbered(_without_empty_headings(lines))
        return Verified(text, tuple(claims), tuple(shelf.cited), tuple(withheld), frozenset(whole))

    def fault(self, sentence: str, question: str = "", advice: Sequence[str] | None = None) -> str:
        """Why a sentence may not be shown; empty if it may."""
        return self._sentence(sentence, question, advice, _Shelf(self._book))[2]

    def _sentence(
        self, sentence: str, question: str, advice: Sequence[str] | None, shelf: _Shelf
    ) -> tuple[str, Claim | None, str]:
        mentions = self._own_mentions(sentence)
        bare = _without(sentence, mentions)
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
            if not self._book.in_force(found) and mention.citation.edition is None:
                return "", None, f"{found.label}在{self._book.day}不是现行有效的法律"
            provisions.append((mention, found))
        if not provisions:
            return ("", None, "只提到法律名称，没有条号") if states_law(bare) else (sentence, None, "")
        if fault := self._renumbered(bare, [p for m, p in provisions if m.citation.edition is None]):
            return "", None, fault
        if fault := self._carried(sentence, bare, [p for _, p in provisions], question):
            return "", None, fault
        marks = tuple(dict.fromkeys(shelf.number(p, bare) for _, p in provisions))
        quoted = any(verbatim(q, p.article.text) for q in find_law_quotes(sentence) for _, p in provisions)
        shown = _marked(sentence, [(m, shelf.number(p, bare)) for m, p in provisions])
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

    def _renumbered(self, bare: str, provisions: Sequence[Provision]) -> str:
        """A number that once held another rule, used without saying what today's rule is about.

        A bare penalty is no subject: 第四十二条，处五百元以下罚款 fits the old rule and the new.
        """
        for provision in provisions:
            number = provision.article.number.key
            for version in provision.instrument.versions:
                rows = self._book.successors(f"{provision.instrument.id}@{version.in_force}#{number}")
                old = self._likeness.candidate(f"{provision.instrument.id}@{version.in_force}#{number}")
                if old is None or not rows or provision.article_ref in rows[0].new:
                    continue
                fits = (
                    quantities(bare) <= quantities(old.article.text) and self._likeness.coverage(bare, old) >= CARRIED
                )
                subject = _PENALTY.sub("。", bare)
                if fits and self._likeness.share(subject, self._likeness.bigrams(provision.article.text)) < CARRIED:
                    return f"{provision.label}今天是另一条规定，这句话没有说到它的内容"
        return ""

    def _carried(self, sentence: str, bare: str, provisions: list[Provision], question: str) -> str:
        """Whether the cited provisions carry the sentence; the first reason why not."""
        exact = [p for p in provisions if p.wording is Wording.EXACT]
        for quote in find_law_quotes(sentence):
            if not any(verbatim(quote, p.article.text) for p in exact):
                return "引号里的话与所引条文不一致，或所引的是大意"
        texts = "\n".join(p.article.text for p in provisions)
        loose = quantities(bare) - quantities(texts) - quantities(question)
        if loose:
            return f"所引条文里没有“{'、'.join(f'{v:g}{u}' for v, u in sorted(loose))}”"
        if fault := _wrong_days(bare, provisions, question):
            return fault
        said = re.sub(r"「[^」]*」", "", bare)
        for asserted, needed in _STRENGTH:
            if re.search(asserted, said) and not re.search(needed, texts):
                return f"所引条文里没有与“{re.search(asserted, said)[0]}”相当的规定"  # type: ignore[index]
        if fault := _flipped(said, texts, _banned(provisions)):
            return fault
        if _EXCEPTION.search(said) and not _EXCEPTED.search(texts):
            return "所引条文里没有这个例外"
        return self._covered(said, provisions)

    def _covered(self, said: str, provisions: list[Provision]) -> str:
        candidates = [c for p in provisions if (c := self._likeness.candidate(p.article_ref))]
        joined = frozenset().union(*(c.bigrams for c in candidates)) if candidates else frozenset()
        score = self._likeness.share(said, joined)
        if score < CARRIED:
            return f"所引条文支持不了这句话（{score:.2f}）"
        if len(provisions) == 1 and (better := self._better(said, provisions[0], score)):
            return better
        for provision in provisions:
            if len(provisions) == 1 and (provision.paragraph or provision.item):
                lead = self._likeness.bigrams(provision.article.paragraphs[(provision.paragraph or 1) - 1][0])
                if (
                    provision.item
                    and self._likeness.share(said, self._likeness.bigrams(provision.text), but=lead) < OWN
                ):
                    return f"所写的行为不是{provision.label}写的"
                own = self._likeness.share(said, _unit_bigrams(self._likeness, provision))
                rest = max(
                    (self._likeness.share(said, self._likeness.bigrams(other)) for other in _other_units(provision)),
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
        rivals = (c for c in self._likeness.of_version(cited.version) if c.ref != own)
        for share, rival in self._likeness.ranked(said, rivals)[:1]:
            if share > score + AHEAD:
                return f"所写内容在{rival.article.number}，不在{cited.label}"
        return ""

    def _advised(self, sentence: str, advice: Sequence[str]) -> bool:
        pairs = self._likeness.bigrams(sentence)
        if not pairs:
            return True
        return any(len(pairs & self._likeness.bigrams(text)) >= 0.6 * len(pairs) for text in advice)


def split_sentences(text: str) -> tuple[str, ...]:
    """Sentences with their marks. A stop inside 「」, （） or “” ends no sentence, but one right before ” does."""
    shielded = re.sub(r"[「“（][^「」“”（）]*[」”）]", lambda m: re.sub(r"[。！？!?](?!”)", "\ue000", m[0]), text)
    out, at = [], 0
    for match in _SENTENCE.finditer(shielded):
        if match[0]:
            out.append(text[at : at + len(match[0])])
            at += len(match[0])
    return tuple(out)


def states_law(sentence: str) -> bool:
    """Whether a sentence states a right, duty, ban, penalty, time limit, amount or that something is (un)lawful."""
    plain = re.sub(r"「[^」]*」", "", sentence)
    if _NOTHING_FOUND.match(plain):
        return False
    return bool(_LEGAL.search(_HARMLESS.sub("", plain)))


def find_law_quotes(sentence: str) -> tuple[str, ...]:
    """Words in “” that claim to be the law's; 「」 is speech."""
    return tuple(q.text for q in find_quotations(sentence) if not q.speech)


def _is_heading(lead: str, body: str) -> bool:
    return lead.strip().startswith("#") or bool(re.fullmatch(r"\*\*[^*。]+\*\*", body))


def _without(sentence: str, mentions: Sequence[Mention]) -> str:
    """The sentence without its citations."""
    for mention in sorted(mentions, key=lambda m: -m.span[0]):
        sentence = sentence[: mention.span[0]] + sentence[mention.span[1] :]
    return re.sub(r"（[、，和及\s]*）|^[：:，,]", "", _RANK_NOTE.sub("", sentence))


def _marked(sentence: str, numbered: Sequence[tuple[Mention, int]]) -> str:
    """The sentence with [n] behind each citation."""
    ends: dict[int, list[int]] = {}
    for mention, number in numbered:
        ends.setdefault(mention.span[1], []).append(number)
    for end in sorted(ends, reverse=True):
        marks = "".join(f"[{n}]" for n in dict.fromkeys(ends[end]))
        sentence = sentence[:end] + marks + sentence[end:]
    return sentence


def _nearest_paragraph(provision: Provision, sentence: str) -> str:
    """Of a summary, the paragraph that shares most with the sentence that rests on it."""
    if provision.paragraph is not None:
        return provision.text
    pairs = frozenset(bigrams(sentence))
    return max(
        ("\n".join(lines) for lines in provision.article.paragraphs),
        key=lambda text: len(pairs & frozenset(bigrams(text))),
    )


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


def _without_empty_headings(lines: Sequence[str]) -> str:
    """Headings whose every line was withheld go too."""
    out: list[str] = []
    for line in reversed(lines):
        heading = re.fullmatch(r"\s*(?:#+ .+|\*\*[^*。]+\*\*)\s*", line)
        following = next((x for x in reversed(out) if x.strip()), "")
        if heading and line.strip() and out and re.fullmatch(r"\s*(?:#+ .+|\*\*[^*。]+\*\*)\s*", following):
            continue
        out.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(reversed(out))).strip()


def _wrong_days(bare: str, provisions: Sequence[Provision], question: str) -> str:
    known = dates(question)
    for provision in provisions:
        known |= {
            d.isoformat()
            for d in (provision.version.in_force, provision.version.until, provision.version.promulgated)
            if d
        }
        known |= dates(provision.article.text)
        known |= {d.isoformat() for v in provision.instrument.versions for d in (v.in_force, v.until) if d}
    for written in dates(bare):
        if not any(day.startswith(written) for day in known):
            return f"所引条文与“{written}”这个日期无关"
    return ""


def _banned(provisions: Sequence[Provision]) -> str:
    """The items beneath a lead that bans: 不得有下列行为：."""
    paragraphs = [lines for p in provisions for lines in p.article.paragraphs if lines[0].endswith("：")]
    return "\n".join(line for lines in paragraphs if re.search(_NOT, lines[0]) for line in lines[1:])


def _flipped(said: str, texts: str, banned: str) -> str:
    """Whether a verb is denied that the law affirms, in its sentences or in the items it bans."""
    for verb in set(re.findall(_POLAR, said)):
        denied = bool(re.search(rf"(?:{_NOT})[^，。；]{{0,2}}{verb}", said))
        law_denies = bool(re.search(rf"(?:{_NOT}|非法|未经)[^，。；]{{0,14}}{verb}", texts)) or verb in banned
        law_affirms = bool(re.search(rf"(?<![不予得无]){verb}", texts))
        if denied and law_affirms and not law_denies:
            return f"所引条文没有否定“{verb}”"
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
