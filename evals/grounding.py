"""Checks an answer against the library itself, never against the answer: existence, force, verbatim words, rank.

Each function takes a Reply and the law of a day, and returns what is wrong as Faults. Nothing here trusts a field that
the assistant filled in: statuses, wordings and ranks are recomputed from the Corpus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from evals.references import is_guide
from evals.replies import Reply, Shown
from kb import Absence, Authority, Corpus, Provision, Reason, Status, Wording, parse_reference


class Gate(StrEnum):
    """What must never happen; one fault fails a run."""

    ERROR = "error"
    NONEXISTENT = "nonexistent"
    NOT_IN_FORCE = "not_in_force"
    MISQUOTED = "misquoted"
    SUMMARY_QUOTED = "summary_quoted"
    UNCITED = "uncited"
    RANK = "rank"
    MUST_NOT_SAY = "must_not_say"
    CRISIS = "crisis"

    @property
    def chinese(self) -> str:
        """The name in reports."""
        return _GATE_NAMES[self]


_GATE_NAMES = {
    Gate.ERROR: "运行出错",
    Gate.NONEXISTENT: "引用不存在或无法核对",
    Gate.NOT_IN_FORCE: "失效的规定当作现行",
    Gate.MISQUOTED: "引文与条文不逐字一致",
    Gate.SUMMARY_QUOTED: "概述当作原文引用",
    Gate.UNCITED: "法律论断没有依据",
    Gate.RANK: "效力层级不实",
    Gate.MUST_NOT_SAY: "说了不该说的话",
    Gate.CRISIS: "有危险却没有先说打给谁",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One breach of a gate, said so that a newcomer can find its cause."""

    gate: Gate
    message: str


MIN_QUOTE = 8
"""Fewer characters than this in quotation marks are a term, unless the claim says that it quotes."""
MIN_QUOTE_IN_QUOTED = 4
_SHARED = 8
"""A claim that says it quotes shares a run of this many characters with an article it cites."""

_MARK = re.compile(r"\[(\d{1,3})\](?!\()")
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
# What a sentence says when it names an article only to tell that it does not exist, or does not apply any more or yet.
_DENIED = re.compile(
    r"(?:没有?|并无)(?:查到|找到|这|那|此|第|名为|名叫|叫)|不存在|查不到|未查到|找不到|未找到|不认识|无法核对|只有.{0,12}条|写错|引错"
    r"|does not exist|no such|not found"
)
_PAST = re.compile(
    r"废止|失效|取代|不再|原来|原《|旧法|旧的|旧条|旧版|以前|当时|修改前|修订前|曾经|尚未|还没|未施行|才施行|起施行"
    r"|superseded|repealed|former|not yet"
)
_ELLIPSIS = re.compile(r"…+|\.{3,}")
_LAW_LIKE = re.compile(
    r"违法|犯罪|合法|有权|无权|依法|不得|应当|拘留|罚款|有期徒刑"
    r"|《[^《》]*(?:法|法典|解释|规定|条例|办法)》|第[一二三四五六七八九十百千零\d]+条"
)


def check_reply(reply: Reply, corpus: Corpus, day: date, question: str) -> tuple[Fault, ...]:
    """Every fault of a reply against the law of that day; `question` is what the borrower said, which may be echoed."""
    provisions = resolved(reply, corpus, day)
    return (
        *nonexistent(reply, corpus, day),
        *not_in_force(reply, corpus, day, provisions),
        *quotations(reply, provisions, question),
        *uncited(reply),
        *untrue_rank(reply, provisions),
    )


def resolved(reply: Reply, corpus: Corpus, day: date) -> dict[int, Provision]:
    """The provisions that the reply's citations really are, by number; guides and what does not exist left out."""
    found = ((c.n, corpus.provision(c.ref, day)) for c in reply.citations if not is_guide(c.ref))
    return {n: provision for n, provision in found if provision is not None}


def nonexistent(reply: Reply, corpus: Corpus, day: date) -> Iterator[Fault]:
    """Citation existence: what is cited is held by the library under its label; each number leads to a citation.

    The prose names no article that does not exist either, unless the sentence itself says so.
    """
    known = {c.n for c in reply.citations}
    if len(known) < len(reply.citations):
        yield Fault(Gate.NONEXISTENT, "引用的编号有重复")
    for shown in reply.citations:
        if fault := _missing(shown, corpus, day) or _mislabelled(shown, corpus, day):
            yield Fault(Gate.NONEXISTENT, fault)
    used = {n for claim in reply.claims for n in claim.citations}
    for n in sorted((used | {int(n) for n in _MARK.findall(reply.text)}) - known):
        yield Fault(Gate.NONEXISTENT, f"编号[{n}]没有对应的引用")
    for sentence, absence in _absences(reply, corpus, day):
        if absence.reason in _INVENTED and not _DENIED.search(sentence):
            yield Fault(Gate.NONEXISTENT, f"“{_short(sentence)}”：{absence.note}")


_INVENTED = frozenset({Reason.UNKNOWN_INSTRUMENT, Reason.PHANTOM, Reason.NO_ARTICLE, Reason.NO_UNIT})


def _missing(shown: Shown, corpus: Corpus, day: date) -> str:
    if is_guide(shown.ref):
        return "" if corpus.section(shown.ref) else f"[{shown.n}] {shown.ref} 不在指南里"
    citation = parse_reference(shown.ref, corpus.titles)
    if citation is None:
        return f"[{shown.n}] 看不懂的引用 {shown.ref}"
    found = corpus.on(day).resolve(citation)
    return f"[{shown.n}] {shown.ref}：{found.note}" if isinstance(found, Absence) else ""


def _mislabelled(shown: Shown, corpus: Corpus, day: date) -> str:
    provision = None if is_guide(shown.ref) else corpus.provision(shown.ref, day)
    named = next((m.citation for m in corpus.finder.find(shown.label)), None)
    if provision is None or named is None:
        return ""
    meant = corpus.on(day).resolve(replace(named, version=provision.version.in_force))
    if isinstance(meant, Provision) and meant.ref == provision.ref:
        return ""
    return f"[{shown.n}] 写作{shown.label}，实际是{provision.label}"


def _absences(reply: Reply, corpus: Corpus, day: date) -> Iterator[tuple[str, Absence]]:
    """Articles named in the prose that do not resolve on the day, each with its sentence; each sentence once."""
    book = corpus.on(day)
    prose = (_MARK.sub("", text) for text in reply.prose)  # 第一款[1] is not 第一款第一项
    for sentence in dict.fromkeys(s[0] for text in prose for s in _SENTENCE.finditer(text)):
        for mention in corpus.finder.find(sentence):
            found = book.resolve(mention.citation)
            if isinstance(found, Absence) and (mention.citation.number or found.reason is Reason.PHANTOM):
                yield sentence.strip(), found


def not_in_force(reply: Reply, corpus: Corpus, day: date, provisions: Mapping[int, Provision]) -> Iterator[Fault]:
    """Force on the day: the status shown is the true one; the prose names no repealed or coming law as if current."""
    for shown in reply.citations:
        provision = provisions.get(shown.n)
        if provision is None:
            continue
        true = provision.instrument.status_on(provision.version, day)
        if shown.status != true.value:
            told = Status(shown.status).chinese if shown.status in set(Status) else shown.status
            version = f"{provision.label}（{provision.version.in_force}版）"
            yield Fault(Gate.NOT_IN_FORCE, f"[{shown.n}] {version}在{day}{true.chinese}，显示为{told}")
    for sentence, absence in _absences(reply, corpus, day):
        if absence.reason in {Reason.REPEALED, Reason.NOT_YET} and not _PAST.search(sentence):
            yield Fault(Gate.NOT_IN_FORCE, f"“{_short(sentence)}”：{absence.note}")


def quotations(reply: Reply, provisions: Mapping[int, Provision], question: str) -> Iterator[Fault]:
    """Verbatim quotation: each citation's quote is a byte-for-byte substring of the library's article.

    Each quotation in the prose stands in a cited article of exact wording, line breaks aside; an ellipsis may leave
    words out. What the borrower said may be quoted back.
    """
    for shown in reply.citations:
        provision = provisions.get(shown.n)
        if provision is None:
            continue
        if shown.wording != provision.wording.value:
            told = f"{provision.label} 是{provision.wording}，显示为{shown.wording}"
            yield Fault(Gate.SUMMARY_QUOTED, f"[{shown.n}] {told}")
        if shown.quote not in provision.article.text:
            yield Fault(Gate.MISQUOTED, f"[{shown.n}] {provision.label}：{_difference(shown.quote, provision)}")
    seen: set[str] = set()
    for claim in reply.claims:
        cited = [provisions[n] for n in claim.citations if n in provisions]
        least = MIN_QUOTE_IN_QUOTED if claim.support == "quoted" else MIN_QUOTE
        quoted = [q for q in quoted_words(_MARK.sub("", claim.text)) if len(_run(q)) >= least]
        seen.update(quoted)
        for words in quoted:
            yield from _unfaithful(words, cited or list(provisions.values()), question)
        if claim.support == "quoted" and cited:
            yield from _not_quoting(claim.text, cited)
    for words in dict.fromkeys(q for text in reply.prose for q in quoted_words(_MARK.sub("", text))):
        if words not in seen and len(_run(words)) >= MIN_QUOTE:
            yield from _unfaithful(words, list(provisions.values()), question)


def quoted_words(text: str) -> tuple[str, ...]:
    """The words in “…” or "…", the outermost marks only. 「…」 is what people say aloud, and no quotation of law."""
    found: list[str] = []
    opened: list[int] = []
    for at, character in enumerate(text):
        if character == "“":
            opened.append(at)
        elif character == "”" and opened:
            start = opened.pop()
            if not opened:
                found.append(text[start + 1 : at])
        elif character == "\n" and text[at : at + 2] == "\n\n":
            opened = []
    outside = re.sub("“[^“”]*”", "", text)
    return (*found, *(m[1] for m in re.finditer(r'"([^"\n]+)"', outside)))


def _unfaithful(words: str, cited: Sequence[Provision], question: str) -> Iterator[Fault]:
    exact = [p for p in cited if p.wording is Wording.EXACT]
    if _run(words) in _run(question) or any(_stands_in(words, p.article.text) for p in exact):
        return
    summaries = [p for p in cited if p.wording is Wording.SUMMARY and _stands_in(words, p.article.text)]
    if summaries:
        yield Fault(Gate.SUMMARY_QUOTED, f"{summaries[0].label} 只有概述，却加了引号：“{_short(words)}”")
    elif exact:
        yield Fault(Gate.MISQUOTED, f"{exact[0].label}：{_difference(words, exact[0])}")
    else:
        yield Fault(Gate.MISQUOTED, f"引号里的话没有出处：“{_short(words)}”")


def _not_quoting(text: str, cited: Sequence[Provision]) -> Iterator[Fault]:
    exact = [p for p in cited if p.wording is Wording.EXACT]
    if not exact:
        yield Fault(Gate.SUMMARY_QUOTED, f"{cited[0].label} 只有概述，论断却称逐字引用：“{_short(text)}”")
        return
    run = _run(text)
    laws = [_run(p.article.text) for p in exact]
    if not any(law[i : i + _SHARED] in run for law in laws for i in range(max(1, len(law) - _SHARED + 1))):
        yield Fault(Gate.MISQUOTED, f"论断称逐字引用，却没有{exact[0].label}的原话：“{_short(text)}”")


def _run(text: str) -> str:
    return "".join(text.split())


def _stands_in(words: str, law: str) -> bool:
    """Whether the words, or the pieces that an ellipsis left of them, stand in the law in order."""
    whole, at = _run(law), 0
    if _run(words) in whole:
        return True
    for piece in (_run(p) for p in _ELLIPSIS.split(words)):
        found = whole.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _difference(quote: str, provision: Provision) -> str:
    """Where a quotation leaves the article's words."""
    law = provision.article.text
    if _run(quote) in _run(law):
        return f"只在换行或空格上与条文不同：“{_short(quote)}”"
    same = 0
    while same < len(quote) and quote[: same + 1] in law:
        same += 1
    if same < 2:
        return f"条文里没有：“{_short(quote)}”"
    at = law.find(quote[:same]) + same
    return f"“{quote[max(0, same - 8) : same]}”之后，条文作“{law[at : at + 12]}”，引作“{quote[same : same + 12]}”"


def uncited(reply: Reply) -> Iterator[Fault]:
    """Uncited legal claims: a claim that is not plain advice cites a provision; a guide alone is not enough."""
    law = {c.n for c in reply.citations if not is_guide(c.ref)}
    for claim in reply.claims:
        if claim.support != "guide" and not law.intersection(claim.citations):
            yield Fault(Gate.UNCITED, f"没有引用法条（support={claim.support}）：“{_short(claim.text)}”")


def reads_like_law(reply: Reply) -> tuple[str, ...]:
    """Claims called advice that cite no provision, yet use the words of law: for a person to read, no proof."""
    law = {c.n for c in reply.citations if not is_guide(c.ref)}
    advice = (c for c in reply.claims if c.support == "guide" and not law.intersection(c.citations))
    return tuple(claim.text for claim in advice if _LAW_LIKE.search(claim.text))


def untrue_rank(reply: Reply, provisions: Mapping[int, Provision]) -> Iterator[Fault]:
    """The level of authority shown is the instrument's own; an industry rule is never shown as law."""
    for shown in reply.citations:
        provision = provisions.get(shown.n)
        if is_guide(shown.ref):
            true = Authority.GUIDE
        elif provision is not None:
            true = provision.instrument.authority
        else:
            continue
        if shown.authority != true.value:
            told = f"{true.chinese}（{true.value}），显示为{shown.authority}"
            yield Fault(Gate.RANK, f"[{shown.n}] {shown.label} 是{told}")


def _short(text: str, length: int = 40) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
