"""Reads a question before anything is searched: citations that are wrong, whether lawfulness is asked, which day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.days import Told, day_of_law, told_days
from assistant.folded import plain
from assistant.settings import MAX_QUESTION
from kb import Absence, Check, Corpus, Finding, InputProblem, Provision, Reason, StatuteBook

_LAWFUL = re.compile(
    r"合法|违法|犯法|合规|违规|犯罪|算不算|有没有权|有权|凭什么|可以.{0,12}吗|能.{0,10}吗|允许|让不让|是不是违|违反|正当|legal|lawful|allowed"
)
_NUMBER_MYTH = re.compile(
    r"(?:法律|国家|法律上|法规)(?:是不是)?(?:明确)?规定[^。？！，]{0,10}(?:每天|一天|一日)[^。？！，]{0,6}(?:次|个|通)"
)
_COUNT_RULE = "GB/T45251-2025#s5.3"
_COUNT_MYTH = (
    "没有哪部法律规定一天能打几次。次数写在{}里，那是推荐性国家标准，不是法律：对同一债务人的有效语音通话，"
    "每天不应超过3次。"
)


@dataclass(frozen=True, slots=True)
class Correction:
    """A sentence that puts a wrong citation right, made from a Check, and the provisions it names."""

    text: str
    provisions: tuple[Provision, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question says about the law itself."""

    day: date
    told: Told | None
    named: tuple[Provision, ...]
    """Provisions the question names and that exist."""
    whole: tuple[Provision, ...]
    """Documents the question names as a whole, where they are held as such."""
    corrections: tuple[Correction, ...]
    asks_lawfulness: bool
    only_wrong: bool
    """Every law the question names is wrong or unknown, and nothing else is asked."""


def check_question(text: str) -> str:
    """The question, stripped; clean of what cannot be shown.

    Raises:
        InputProblem: nothing in it, or too much.
    """
    clean = "".join(c for c in text if c in "\n\t" or c.isprintable()).strip()
    if not clean:
        raise InputProblem("问题是空的：请写一句话，例如“催收半夜打电话合法吗？”")
    if len(clean) > MAX_QUESTION:
        raise InputProblem(f"问题有 {len(clean)} 个字，最多 {MAX_QUESTION} 个字：请只留关键的一段")
    return clean


def read_question(text: str, today: date, as_of: date | None, corpus: Corpus, checks: Sequence[Check]) -> Reading:
    """Read a question. `checks` are the findings on the citations in it, made on the day of the answer."""
    told = told_days(text, today)
    day = as_of or day_of_law(told, today)
    book = corpus.on(day)
    corrections: list[Correction] = []
    named: list[Provision] = []
    whole: list[Provision] = []
    wrong = 0
    for check in checks:
        if isinstance(check.found, Provision) and check.finding in {Finding.OK, Finding.UNVERIFIABLE}:
            (named if check.mention.citation.number else whole).append(check.found)
            continue
        wrong += 1
        if correction := _correction(check, book, corpus):
            corrections.append(correction)
            named += correction.provisions
        elif isinstance(check.found, Provision):
            named.append(check.found)
    if _NUMBER_MYTH.search(plain(text)) and (standard := corpus.provision(_COUNT_RULE, day)):
        corrections.append(Correction(_COUNT_MYTH.format(standard.label), (standard,)))
    return Reading(
        day,
        told,
        tuple(dict.fromkeys(named)),
        tuple(dict.fromkeys(whole)),
        tuple(dict.fromkeys(corrections)),
        bool(_LAWFUL.search(plain(text))),
        bool(wrong) and not named,
    )


def _correction(check: Check, book: StatuteBook, corpus: Corpus) -> Correction | None:
    """What to say of a citation that is wrong; None if the provision named is the one meant after all."""
    found, cited = check.found, check.mention.citation
    right = corpus.provision(check.correct, book.day) if check.correct else None
    led = (right,) if right and book.in_force(right) else ()
    see = f"现在看{led[0].label}。" if led else ""
    if check.finding is Finding.SUPERSEDED and not isinstance(found, Provision):
        since = f"，{_chinese_day(found.version.in_force)}起不再适用" if found.version else ""
        return Correction(f"你说的{cited}是旧文本{since}。{see}", led)
    if isinstance(found, Absence):
        title = check.mention.title or cited.instrument
        sayings = {
            Reason.PHANTOM: f"没有查到《{title}》这个文件。{_one(found.note)}{see}",
            Reason.UNKNOWN_INSTRUMENT: f"资料库里没有《{cited.instrument}》，不能确认它存在。",
            Reason.NOT_HELD: f"资料库里没有{cited}的文本，说不了它的内容。" if cited.number else "",
            Reason.NO_ARTICLE: f"{_one(found.note)}{see}",
            Reason.NO_UNIT: f"{_one(found.note)}{see}",
            Reason.NOT_YET: f"{_one(found.note)}",
            Reason.REPEALED: f"{_one(check.explain if not led else found.note)}{see}",
        }
        said = sayings[found.reason]
        return Correction(said, led) if said else None
    if check.finding is Finding.SUPERSEDED:
        return Correction(f"你说的{cited}是旧文本，{_chinese_day(found.version.in_force)}起不再适用。{see}", led)
    if check.finding in {Finding.WRONG_NUMBER, Finding.CONFLATED} and led:
        return Correction(f"你说的内容不在{cited}，在{led[0].label}。", led)
    return None


def _chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _one(note: str) -> str:
    """A note as one sentence."""
    return note.strip().rstrip("。；") + "。"
