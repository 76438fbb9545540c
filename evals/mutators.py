"""Makes a true sentence false by one change of its words. Pure: a sentence in, mutants out.

A change that may leave the sentence true is not made. Words are changed only in a clause that the cited articles carry
(`Place.carried`), advice around it stays; and each mutator asks for what makes the result false: a figure that the
articles do not have, a word that stands in the law just so, an exception of which the law has no word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evals.sentences import Sentence, drawn
from kb import Authority, Wording, bigrams, from_chinese, to_chinese, verbatim

Mutator = Callable[[Sentence], Iterator[str]]

CARRIED = 0.5
"""Share of a clause's pairs of characters that the cited articles must have for a change in it to count."""

_SHIELDED = re.compile(r"《[^》]{0,200}》[^，。；）]*|「[^」]{0,400}」|“[^”]{0,400}”|（[^）]{0,400}）")
_STOPS = "，。；：！？\n"
_NUMBER = r"[一二三四五六七八九十百千两]+|\d+(?:\.\d+)?"
_MEASURE = re.compile(
    rf"(?<![第零一二三四五六七八九十百千两\d.年])(?P<percent>百分之)?(?P<number>{_NUMBER})"
    r"(?P<unit>个月|工作日|周岁|小时|万元|[日天年月元倍次人名岁%](?![期份度率前后人民]))?"
)
_SAME_UNIT = {"天": "日", "个月": "月", "名": "人", "岁": "周岁"}
_OTHER_UNIT = {"日": "个月", "天": "个月", "个月": "日", "月": "日", "年": "个月", "元": "万元", "万元": "元",
               "小时": "日", "倍": "%", "%": "倍", "工作日": "个月", "周岁": "个月", "次": "年"}  # fmt: skip

_BAN, _DUTY, _LEAVE = "不得|不能|不可以|禁止|不准|不应|无权", "应当|必须|应予|应(?!当)|须", "可以|有权|能够"
_MODALS = (
    ("应当", ("可以", "不得")), ("必须", ("可以", "不得")), ("不得", ("可以", "应当")), ("不应", ("可以", "应当")),
    ("禁止", ("允许",)), ("不能", ("可以", "应当")), ("可以", ("不得", "应当")), ("有权", ("无权", "应当")),
)  # fmt: skip
_FAMILY = {"可以": _LEAVE, "允许": _LEAVE, "应当": _DUTY, "不得": _BAN, "无权": _BAN}

_VERB = (
    "承担|适用|支持|返还|支付|赔偿|构成|享有|受理|准许|成立|免除|解除|公开|通知|保存|停止|终止|计算|中止|属于|执行|"
    "送达|告知|恢复|偿还|收取|追偿|驳回|采纳|查封|冻结|出示|说明|提供|处理|审查|移送|立案|中断|扣押|保留|公告"
)
_AFFIRMED = re.compile(
    rf"(?<=[，：你方人院行关构当以权])(?:{_VERB})"
    r"(?!责任|令|费|义务|权|金|额|的|书|人|后|之|期|时|和|与|机|或|程序|规|法院|用人|单位|通知|栏|、)"
)
_DENIALS = (
    ("不予", "予以"), ("无需", "需要"), ("无须", "需要"), ("不必", "需要"), ("不再", "继续"), ("不承担", "承担"),
    ("不属于", "属于"), ("不受", "受"), ("不适用", "适用"), ("不影响", "影响"), ("不构成", "构成"), ("未经", "经"),
    ("不计算", "计算"), ("不支持", "支持"), ("不发生", "发生"), ("不停止", "停止"), ("不履行", "履行"),
    ("没有约定", "约定"), ("不服", "服从"), ("不成立", "成立"), ("不能", "能"), ("不中断", "中断"), ("无效", "有效"),
)  # fmt: skip

_PARTIES = (
    ("债权人", "债务人"), ("保证人", "债务人"), ("出借人", "借款人"), ("贷款人", "借款人"), ("法院", "公安机关"),
    ("银行", "催收机构"), ("原告", "被告"), ("申请执行人", "被执行人"), ("公安机关", "法院"),
    ("上级人民法院", "人民检察院"), ("受害人", "行为人"), ("继承人", "债权人"), ("出让人", "受让人"),
)  # fmt: skip

_EXCEPTIONS = (
    ("，但逾期超过三个月的除外", "逾期"), ("，但债务人失联的除外", "失联"), ("，除非催收机构另有要求", "催收"),
    ("，但欠款金额在五万元以上的例外", "欠款|五万|5万"), ("，但债权人已经报案的除外", "报案"),
    ("，本人书面放弃的不在此限", "放弃"), ("，但法定节假日不适用", "节假日"),
)  # fmt: skip
_CONDITIONS = (
    ("，前提是金额在五万元以上", "五万|5万|50000"), ("，但只限于逾期满九十天的", "逾期"),
    ("，须先经公安机关批准", "批准"),
    ("，只有在公证以后才可以", "公证"), ("，以本人到场签字为条件", "签字"), ("，并且要先交保证金", "保证金"),
)  # fmt: skip
_BOUNDS = (
    ("以下", "以上"), ("以上", "以下"), ("不超过", "不少于"), ("不得超过", "不得少于"), ("内", "后"),
    ("不少于", "不超过"), ("至少", "至多"), ("不低于", "不高于"), ("以内", "以后"),
)  # fmt: skip
_SUBJECT = re.compile(
    r"(?:(?<=^)|(?<=[，：；]))(?:发卡银行|商业银行|银行|金融机构|贷款人|人民法院|法院|公安机关|征信机构|经营者|用人单位|"
    r"债权人|出借人|继承人|保证人|被执行人|申请人|仲裁委员会|公证机构|律师|经济组织|网络运营者|行政机关)"
    r"(?=应当|可以|不得|有权|必须|要)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a sentence's own words, and the clause around it."""

    start: int
    end: int
    clause: str
    law: str

    @property
    def carried(self) -> bool:
        """Whether the clause says what the cited articles say, and is no advice beside it."""
        return share(self.clause, self.law) >= CARRIED

    @property
    def home(self) -> str:
        """The sentence of the law that has most of the clause."""
        parts = [part for part in re.split(r"[。；\n]", self.law) if part.strip()]
        return max(parts, key=lambda part: share(self.clause, part), default="")


def share(text: str, law: str) -> float:
    """The share of a text's pairs of characters that the law has, 0 to 1."""
    pairs = set(bigrams(text))
    return len(pairs & set(bigrams(law))) / len(pairs) if pairs else 0.0


def places(sentence: Sentence, pattern: str) -> Iterator[tuple[re.Match[str], Place]]:
    """Where a pattern stands in carried clauses, outside citations, quotations and speech."""
    text = _SHIELDED.sub(lambda m: "\ue000" * len(m[0]), sentence.text)
    for match in re.finditer(pattern, text):
        first = max(text.rfind(stop, 0, match.start()) for stop in _STOPS) + 1
        last = min([at for stop in _STOPS if (at := text.find(stop, match.end())) >= 0], default=len(text))
        place = Place(*match.span(), text[first:last].replace("\ue000", ""), sentence.law)
        if place.carried:
            yield match, place


def with_words(sentence: Sentence, place: Place, words: str) -> str:
    """The sentence with other words at a place."""
    return sentence.text[: place.start] + words + sentence.text[place.end :]


def figures(text: str) -> frozenset[tuple[float, str]]:
    """Every number with what it counts, read alike from 三日, 3天 and ３日."""
    found = ((m, _value(m["number"])) for m in _MEASURE.finditer(text) if m["unit"] or m["percent"])
    return frozenset((value, "%" if m["percent"] else _SAME_UNIT.get(m["unit"], m["unit"])) for m, value in found)


def number(sentence: Sentence) -> Iterator[str]:
    """One more, one less or twice as much; not a figure that the articles or the question have too."""
    known = figures(sentence.law) | figures(sentence.question)
    for match, place in places(sentence, _MEASURE.pattern):
        if not (match["unit"] or match["percent"]) or not figures(match[0]) <= figures(sentence.law):
            continue
        value = _value(match["number"])
        for other in (value + 1, value - 1, value * 2):
            changed = match[0].replace(match["number"], _written(other, match["number"]))
            if other > 0 and not figures(changed) <= known:
                yield with_words(sentence, place, changed)


def number_of_another_rule(sentence: Sentence) -> Iterator[str]:
    """A figure that the article has elsewhere, but not in the sentence of the law that has the clause."""
    said = figures(sentence.text) | figures(sentence.question)
    for match, place in places(sentence, _MEASURE.pattern):
        if not match["unit"] or not figures(match[0]) <= figures(place.home):
            continue
        unit = _SAME_UNIT.get(match["unit"], match["unit"])
        for value, other in sorted(figures(sentence.law) - figures(place.home) - said):
            if other == unit:
                yield with_words(sentence, place, _written(value, match["number"]) + match["unit"])


def numbers_swapped(sentence: Sentence) -> Iterator[str]:
    """五日以上十日以下 becomes 十日以上五日以下."""
    for match, place in places(sentence, rf"({_NUMBER})([日年元][^，。；]{{0,6}}?)({_NUMBER})([日年元])"):
        if match[1] != match[3] and match[2][0] == match[4] and figures(match[0]) <= figures(sentence.law):
            yield with_words(sentence, place, match[3] + match[2] + match[1] + match[4])


def bound(sentence: Sentence) -> Iterator[str]:
    """以下 becomes 以上, 十日内 becomes 十日后; the law sets the first bound to that very figure, and not the other."""
    for word, other in _BOUNDS:
        ahead = word in {"以下", "以上", "内", "以内"}
        unit = r"(?:日|天|年|个月|元|倍|人)"
        pattern = rf"(?:{_NUMBER}){unit}{word}" if ahead else rf"{word}(?:{_NUMBER}){unit}"
        for match, place in places(sentence, pattern):
            turned = match[0].replace(word, other)
            if match[0] in sentence.law and turned not in sentence.law:
                yield with_words(sentence, place, turned)


def measure(sentence: Sentence) -> Iterator[str]:
    """Days become months, yuan become ten thousands of yuan."""
    known = figures(sentence.law) | figures(sentence.question)
    for match, place in places(sentence, _MEASURE.pattern):
        other = _OTHER_UNIT.get(match["unit"] or "")
        if other and not match["percent"] and figures(match[0]) <= figures(sentence.law):
            changed = match["number"] + other
            if not figures(changed) <= known:
                yield with_words(sentence, place, changed)


def modality(sentence: Sentence) -> Iterator[str]:
    """应当 becomes 可以, 不得 becomes 应当: where the law has the word just so, or no word of the new kind at all."""
    for word, others in _MODALS:
        for match, place in places(sentence, rf"(?<!不){word}(?!知道)(?P<next>[^，。；：\ue000]{{2}})"):
            for other in others:
                just_so = word + match["next"] in sentence.law and other + match["next"] not in sentence.law
                held = re.search(next(f for f in (_BAN, _DUTY, _LEAVE) if re.search(f, word)), place.home)
                none = held and not re.search(_FAMILY[other], sentence.law)
                if just_so or none:
                    yield with_words(sentence, place, other + match["next"])


def negation_added(sentence: Sentence) -> Iterator[str]:
    """承担 becomes 不承担, where the law affirms it and nowhere denies it."""
    for match, place in places(sentence, _AFFIRMED.pattern):
        verb = match[0]
        if place.start and sentence.text[place.start - 1] in "，：" and re.search(r"的$|后$|时$", place.clause):
            continue  # a condition, not what is said
        if verb in place.home and not re.search(rf"[不未无非](?:予|得|再|能)?{verb}", sentence.law):
            yield with_words(sentence, place, f"不{verb}")


def negation_removed(sentence: Sentence) -> Iterator[str]:
    """不予 becomes 予以, where the sentence of the law denies it with the same words."""
    for word, other in _DENIALS:
        for match, place in places(sentence, rf"(?<!拒){word}(?P<next>[^，。；：\ue000]{{0,2}})"):
            if word in place.home and other + match["next"] not in sentence.law.replace(word, "\ue000"):
                yield with_words(sentence, place, other + match["next"])


def party(sentence: Sentence) -> Iterator[str]:
    """Who must or may becomes somebody else; not where the law names both in one breath."""
    for one, two in (*_PARTIES, *((b, a) for a, b in _PARTIES[:5])):
        both = rf"{one}[、和与及或者]+(?:人民)?{two}|{two}[、和与及或者]+(?:人民)?{one}"
        if re.search(both, sentence.law) or re.search(both, sentence.text):
            continue
        found = [
            (m, p)
            for m, p in places(sentence, rf"(?<!被)(?:人民)?{one}(?![卡账业贷存流]|或者)")
            if one in p.home and two not in p.clause
        ]
        subject = [(m, p) for m, p in found if _acts_alone(two, m, p)]
        for _, place in subject:
            yield with_words(sentence, place, two)


def exception(sentence: Sentence) -> Iterator[str]:
    """An exception is added of which the law has no word."""
    yield from _appended(sentence, _EXCEPTIONS)


def condition(sentence: Sentence) -> Iterator[str]:
    """A condition is added of which the law has no word."""
    yield from _appended(sentence, _CONDITIONS)


def connective(sentence: Sentence) -> Iterator[str]:
    """或者 becomes 并且, where the law joins the same words with 或."""
    for match, place in places(sentence, r"(?<!任何组织)(?<!任何单位)或者?(?P<next>[^，。；：\ue000]{2})"):
        offered = re.search(rf"或者?(?:以|对|在|者)?{match['next']}", sentence.law)
        if offered and not re.search(rf"(?:并|且|和|及|同时)(?:处)?{match['next']}", sentence.law):
            yield with_words(sentence, place, "并且" + match["next"])


def scope(sentence: Sentence) -> Iterator[str]:
    """A duty or power of some becomes everybody's; the law says 任何 or 一切 of nobody."""
    if re.search(r"任何|一切|所有人|凡", sentence.law):
        return
    for _, place in places(sentence, _SUBJECT.pattern):
        yield with_words(sentence, place, "任何人都")


def rank(sentence: Sentence) -> Iterator[str]:
    """An industry rule or a standard is called law, or what breaks it unlawful."""
    authorities = {p.instrument.authority for _, p in sentence.cited}
    if not authorities <= {Authority.INDUSTRY_RULE, Authority.STANDARD}:
        return
    text = sentence.text
    if "违反行业规范" in text:
        yield text.replace("违反行业规范", "违法")
    for true, false in (
        ("，行业自律，不是法律", "，法律"), ("，推荐性国家标准，不是法律", "，强制性国家标准"),
        ("，推荐性国家标准，不是法律", "，部门规章"), ("，行业自律，不是法律", "，部门规章"),
    ):  # fmt: skip
        if true in text:
            yield text.replace(true, false)
    yield _before_the_citation(text, "，否则就是违法")


def quotation(sentence: Sentence) -> Iterator[str]:
    """One character of a verbatim quotation is altered; the quotation is the cited unit's own first clauses."""
    mention, provision = sentence.cited[0]
    if provision.wording is not Wording.EXACT or len(sentence.cited) > 1 or mention.title == "":
        return
    for quote in _own_words(provision.text):
        at = 2 + drawn(quote, len(quote) - 4)
        others = [c for c in provision.article.text if c not in quote and "\u4e00" <= c <= "\u9fff"]
        if "\u4e00" <= quote[at] <= "\u9fff" and others:
            altered = quote[:at] + others[drawn(quote[at:], len(others))] + quote[at + 1 :]
            if not verbatim(altered, provision.article.text):
                yield f"{provision.label}规定：“{altered}。”"


def quoted(sentence: Sentence) -> Iterator[str]:
    """The quotations that `quotation` alters, unaltered: these must be kept."""
    mention, provision = sentence.cited[0]
    if provision.wording is Wording.EXACT and len(sentence.cited) == 1 and mention.title:
        for quote in _own_words(provision.text):
            yield f"{provision.label}规定：“{quote}。”"


WORDING: dict[str, Mutator] = {
    "quotation": quotation, "number": number, "number_of_another_rule": number_of_another_rule,
    "numbers_swapped": numbers_swapped, "bound": bound, "measure": measure, "modality": modality,
    "negation_added": negation_added, "negation_removed": negation_removed, "party": party, "exception": exception,
    "condition": condition, "connective": connective, "scope": scope, "rank": rank,
}  # fmt: skip
"""By the name of what is changed."""


def _own_words(text: str) -> Iterator[str]:
    body = re.sub(r"^（[^）]+）", "", text.split("\n", maxsplit=1)[0])
    quote = re.split(r"[。；]", body)[0].rstrip("：")
    if len(quote) >= 12:
        yield quote


def _acts_alone(two: str, match: re.Match[str], place: Place) -> bool:
    """Whether the law's sentence says it of the one only: the words behind it do not follow the other too."""
    following = place.clause[place.clause.find(match[0]) + len(match[0]) :][:3]
    return bool(following) and not re.search(rf"{two}[^，。；]{{0,4}}{re.escape(following[:2])}", place.law)


def _appended(sentence: Sentence, phrases: tuple[tuple[str, str], ...]) -> Iterator[str]:
    heard = sentence.law + sentence.question + sentence.text
    able = [phrase for phrase, words in phrases if not re.search(words, heard)]
    if able and not re.search(r"[；：]", sentence.bare) and share(sentence.bare, sentence.law) >= CARRIED:
        first = drawn(sentence.text, len(able))
        for phrase in (able[first], able[first - 1]):
            yield _before_the_citation(sentence.text, phrase)


def _before_the_citation(text: str, words: str) -> str:
    """The words at the end of what is said: before the bracket with the citation, or before the full stop."""
    at = text.rfind("（《")
    at = at if at > 0 and text.endswith(("）。", "）")) else len(text.rstrip("。"))
    return text[:at] + words + text[at:]


def _value(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return float(from_chinese(written))


def _written(value: float, like: str) -> str:
    """The number in digits or in characters, as the one it replaces."""
    return to_chinese(int(value)) if not like[0].isdigit() and 0 < value < 10_000 else f"{value:g}"
