"""A described call sentence by sentence: who speaks in each, and the facts that it tells.

In the callers' own words 我 is the caller and 你 the one called. They are read as a borrower would report them, so that
one table of cues serves a borrower's notes and a pasted message alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from assistant.conduct import RuleTable
from assistant.folded import plain
from assistant.measures import MEASURED
from assistant.sentences import split_sentences


class Voice(Enum):
    """Whose words a sentence is."""

    ASKER = "asker"
    """Told by the one who was called."""
    CALLER = "caller"
    """The callers' own words."""
    OWN = "own"
    """What the one who was called said to them; it shows nothing of their conduct."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a description, whose words it is, and the facts it tells (id → words)."""

    text: str
    voice: Voice
    facts: Mapping[str, str]


def read_words(text: str, said: str, rules: RuleTable) -> tuple[tuple[Sentence, ...], dict[str, str]]:
    """The sentences of a description and of the callers' words, and every fact they tell together."""
    voiced = [*_voiced(text, message=_is_message(text)), *_voiced(said, message=True)]
    told = [_without_own(s) for s, voice in voiced if voice is Voice.ASKER]
    facts = dict(rules.facts_in("".join(map(_closed, told)))) if told else {}
    read: list[Sentence] = []
    for sentence, voice in voiced:
        if voice is Voice.CALLER:
            own = _facts_said(sentence, rules)
            facts = own | facts
        elif voice is Voice.ASKER:
            quoted = {k: v for quote in _quoted(sentence) for k, v in _facts_said(quote, rules).items()}
            facts = quoted | facts
            alone = rules.facts_in(_without_own(sentence))
            own = {f: alone.get(f, w) for f, w in facts.items() if f in alone or f in quoted}
        else:
            own = {}
        read.append(Sentence(sentence, voice, own))
    return _placed(read, facts), facts


_LABEL = re.compile(r"^\s*(?P<who>[^：:\s，。！？]{1,8})\s*[：:]")
_CALLERS = re.compile(r"催收(?:员|方|人员)?|对方|客服|坐席|专员|他们?|她|来电|短信|法务|律师|经理|男|女")
_ASKERS = re.compile(r"我方?|本人|自己|俺|借款人|债务人|客户")
_OWN_SAYING = re.compile(r"(?<![对跟向和给])(?:我|俺)(?:就|也|还|又)?(?:说|回|问|答|讲|回复|回答)(?:了|他|道)?")
_MESSAGE = re.compile(r"^\s*(?:【|\[[^\]]{2,12}\])")
_PRESENTED = re.compile(
    r"^\s*(?:[您你]好[，,。！!]?)?(?:我是|我们是|这里是|我司|我行|我方)[^，。,]{0,16}"
    r"(?:律师|律所|法院|公安|派出所|检察|银行|公司|客服|法务|平台|中心)"
)
"""Callers say who they are."""
_ADDRESSED = re.compile(r"[你您]")
_NARRATED = re.compile(
    r"[他她]们|他(?:又|也|还|就|都|再|一直|天天)?(?:说|打|发|骂|要|把|来|让|叫)|[对跟]我说|骂我|我[说回]|催收|对方|有人|打给我|给我[打发]"
    r"|我欠|我该|怎么办|请问|[合违犯]法吗"
)
"""Somebody tells what happened."""
_QUOTE = re.compile(r"(?P<before>[^“「\"]{0,6})(?:“(?P<a>[^“”]+)”|「(?P<b>[^「」]+)」)")
_AFTER_COLON = re.compile(r"(?P<before>[^：:]{0,6}(?:说|讲|称|写|写着|发来|短信|原话))[：:](?P<a>[^“「\"：:]+)(?P<b>)$")
_I_SAID = re.compile(rf"{_OWN_SAYING.pattern}[：:，,]?$")


def _voiced(text: str, *, message: bool) -> list[tuple[str, Voice]]:
    """Sentences, each with its voice; a line's label (催收：…, 我：…) tells who speaks in it.

    我说：… is the asker's own up to the first stop; what follows tells on.
    """
    found: list[tuple[str, Voice]] = []
    inside = message
    for line in text.split("\n"):
        label = _LABEL.match(line)
        voice = Voice.CALLER if message or (inside := inside or bool(_MESSAGE.match(line))) else Voice.ASKER
        if label and _ASKERS.fullmatch(label["who"]):
            voice = Voice.OWN
        elif label and _CALLERS.fullmatch(label["who"]):
            voice = Voice.CALLER
        first = Voice.OWN if label and _OWN_SAYING.fullmatch(label["who"]) else voice
        sentences = [s.strip() for s in split_sentences(line) if s.strip()]
        found += [(s, first if n == 0 else voice) for n, s in enumerate(sentences)]
    return found


def _is_message(text: str) -> bool:
    """Whether the whole is a message as it came: callers speak to 你 or 您, and nobody tells what happened."""
    speaking = _ADDRESSED.search(text) or _PRESENTED.match(text)
    return bool(_MESSAGE.match(text)) or (bool(speaking) and not _NARRATED.search(text))


def _facts_said(sentence: str, rules: RuleTable) -> dict[str, str]:
    """The facts that a sentence of the callers tells; hours and numbers in it are of no call."""
    body = _LABEL.sub("", sentence) if _LABEL.match(sentence) and not sentence.startswith("【") else sentence
    theirs = {f.id for f in rules.facts if f.theirs or f.said}
    bare = _GREETING.sub("", body)
    readings = [rules.facts_in(f"催收说{_reported(bare)}"), rules.facts_in(_reported(body))]
    raw = {k: v for k, v in rules.facts_in(f"催收说：{body}").items() if k in theirs}
    found = raw | readings[1] | readings[0]
    if _TO_COME.search(body) and not _COME.search(body):
        done = {f.id for f in rules.facts if f.done} | _REACHED
        found = {k: v for k, v in found.items() if k not in done}
    return {k: _as_said(v, body) for k, v in found.items() if k not in MEASURED and k not in _OF_THE_ASKER}


_OF_THE_ASKER = frozenset(
    {
        *("collection-contact", "own-recording", "crime-asked", "hours-asked", "usury-asked", "stop-demanded"),
        *("unlicensed-lender", "private-lender"),
    }
)
"""Facts that only the one who was called can tell."""

_REACHED = frozenset({"third-party-contacted", "workplace-contacted", "child-contacted", "debt-disclosed"})
"""What is only announced in a sentence about what is to come: 将通知您单位."""
_TO_COME = re.compile(r"将|会|届时|否则|再不|如果|要是|不[还处接理].{0,8}就|马上|准备")
_COME = re.compile(r"已|过了")

_GREETING = re.compile(r"^\s*(?:【[^】]*】)?(?:喂[,，]?)?[您你]好[，,。！!]?")
_TURNED = str.maketrans({"我": "他", "俺": "他", "咱": "他", "你": "我", "您": "我"})


def _reported(words: str) -> str:
    """Direct speech as the one who was called would report it: 我将告诉你老板 → 他会告诉我老板."""
    return re.sub(r"(?<!即)将(?!近|来)", "会", words.translate(_TURNED))


def _as_said(words: str, body: str) -> str:
    """The words of a report as they were said."""
    bare = re.sub(r"^(?:催收)?说", "", words)
    at = plain(_reported(body)).find(bare)
    return plain(body)[at : at + len(bare)] if at >= 0 else words


def _quoted(sentence: str) -> list[str]:
    """Words that somebody else said, in quotation marks or after 说：."""
    found = [*_QUOTE.finditer(sentence), *_AFTER_COLON.finditer(sentence)]
    return [m["a"] or m["b"] for m in found if not _I_SAID.search(m["before"])]


def _without_own(sentence: str) -> str:
    """The sentence without what the one who was called answered."""
    return _QUOTE.sub(lambda m: m["before"] if _I_SAID.search(m["before"]) else m[0], sentence)


def _closed(sentence: str) -> str:
    """A sentence with a stop, so that it does not run into the next."""
    return sentence if sentence.endswith(tuple("。！？!?；;…")) else f"{sentence}。"


def _placed(sentences: Sequence[Sentence], facts: Mapping[str, str]) -> tuple[Sentence, ...]:
    """Facts that only the whole tells, given to the sentence in which their words stand or begin."""
    shown = {f for s in sentences for f in s.facts}
    placed = [dict(s.facts) for s in sentences]
    for fact, words in facts.items():
        if fact not in shown and placed:
            at = next((n for n, s in enumerate(sentences) if words in plain(s.text)), None)
            if at is None:
                at = next((n for n, s in enumerate(sentences) if words[:2] in plain(s.text)), 0)
            placed[at][fact] = words
    return tuple(Sentence(s.text, s.voice, own) for s, own in zip(sentences, placed, strict=True))
