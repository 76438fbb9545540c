"""Facts in a borrower's words: what happened, and not what is denied, feared, planned or the asker's own.

A fact has cues, wordings with gaps. There is no grammar; negation, fear and plans are read from the words before a cue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.folded import plain
from assistant.gapped import CLAUSE_START, Gapped
from assistant.seeming import Seeming


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened, and how people say it.

    A cue is a wording with gaps (`assistant.gapped`); it is passed over where a negation stands before it or in them.
    """

    id: str
    title: str
    cues: tuple[str, ...]
    unless: tuple[str, ...] = ()
    """Wordings that look like a cue and are not."""
    theirs: bool = False
    """Only what others do counts: a cue is passed over where the asker is the doer (我想骂他)."""
    done: bool = False
    """Only what has happened counts: a cue is passed over where it is threatened or planned (说要来砸门)."""
    said: bool = False
    """Only what somebody tells the asker counts: 他说不还就坐牢, but not 我会不会坐牢 and not 网上说会坐牢."""
    any: tuple[str, ...] = ()
    """Facts further up in the table of which one is enough; such a fact has no cues of its own."""
    heard_unless: tuple[str, ...] = ()
    """Facts beside which it is not heard by its sound alone (担保人 was told, and nobody else)."""


_FILLER = (
    r"(?:有|人|过|再|跟|对|向|给|让|叫|来|去|我|他|她|你|们|都|真|直接|一直|怎么|打电话|发短信|说|敢|曾|要|转|做|用"
    r"|拿|把|开)"
)
_NEGATED = re.compile(
    rf"(?:没有|没|并未|从未|未曾|不曾|未(?!接)|(?<!是)不是|不会|不要|不用|不许|不准|不得|别(?!人|的|家|处)){_FILLER}{{0,3}}$"
    r"|(?<![时要差])不$|否认$|没(?:有)?(?:听)?提过?(?:要|会|说)*$"
)
_FEARED = re.compile(
    r"(?:怕|担心|万一|避免|防止|免得|省得|不想让|不愿让|(?:怎么|怎样|如何|咋)(?:才能|能|样)?(?:不让|阻止)|别让|会是)[^,，。！？!?；;、:：\n]{0,8}$"
)
"""What is only feared, or to be prevented, right before a cue."""
_PLANNED = re.compile(
    r"(?:(?<![不需主重])要(?!债|账|帐|钱|求|我|命|不)|(?<![不委协社机开聚])(?<!委员)会(?!议)|准备|打算|威胁|扬言|放话|再不"
    r"|口头说|说(?:明|后)天|说下|说过两天|说改天)"
    r"[^,，。！？!?；;、:：\n]{0,8}$|会不会[^。！？!?；;\n]{0,16}$"
)
"""What is only threatened, planned or asked about, right before a cue."""
_CONDITION = re.compile(
    r"不(?:还|给|转|交)[^,，。！？!?；;、:：\n]{0,6}[,，]?(?:我们?|他们?|催收)?(?:就|会|要)"
    r"(?:[^,，。！？!?；;、:：\n]{1,8}、){0,3}[^,，。！？!?；;、:：\n]{0,8}$"
)
"""What somebody will do unless he is paid, right before a cue: 不还就爆通讯录、上门贴条; done where 了 follows."""
_OWN = re.compile(
    rf"(?:{CLAUSE_START}|如果|要是|假如|那|能不能|可不可以|但|可是|所以|因为|然后|于是|结果|后来|刚才|昨天|今天|问|时|后)"
    r"(?:我们?|俺|咱们?|本人)(?:想|要|能不能|能|可不可以|可以|也|就|先|还|又|去|会|敢|准备|打算|已经|气不过|一气之下|忍不住"
    r"|不停|天天|一直|反复|多次|自己|亲口|主动|老实|只好|早就|找人|给他们?|给催收|给对方|跟他们?|跟催收|对他们?|对催收|把他们?|把催收|打|发|当时|在电话里|没忍住|直接)*"
    r"(?:(?:把|去|到|在)(?:(?:他|她|对方|人家)(?:的|家|单位|公司|门口)[^,，。！？!?；;、:：\n]{0,6}|(?:(?!他|她|对方|人家|又|还|被|却|就|看|见|听|遇|碰|有|催收(?!的|公司))[^,，。！？!?；;、:：\n]){1,9}))?$"
    r"|(?:我们?|俺|咱们?|本人)(?:也|就|自己|是不是|到底){0,2}(?:可以|能不能|能否|可否|可不可以|能|想|该不该|要不要)"
    r"(?:(?:把|将|拿|用)[^,，。！？!?；;、:：\n]{1,9})?$"
)
"""The asker as the doer, right before a cue."""
_BROODING = re.compile(
    r"(?:我|俺)(?:也|就|实在|真的|真|是){0,6}(?:气不过|忍不住|没忍住|忍不了|一气之下|火大|受不了|气坏了|气急了)"
    r"[^,，。！？!?；;、:：\n]{0,6}[,，]?(?:就|然后|于是|所以|便|自己)*$"
    r"|(?:^|[,，。！？!?；;\n])(?:我|俺)(?:也|就|真是|真|实在|一时|当时|被){0,6}(?:气得|气不过|气急|急眼|火了|火大|忍不住|没忍住|喝多)?"
    r"[^,，。！？!?；;、:：\n被]{0,3}(?:骂|吼|怼|回骂|顶)[^,，。！？!?；;、:：\n]{0,8}[,，](?:还|也|又|就)?(?:说|喊|嚷|放话)(?:我)?(?:要|去|来)?$"
    r"|(?:^|[,，。！？!?；;\n])(?:我|俺)(?:就|也|还|又|当时|急了|火了)*(?:说|回|吼|喊|怼)(?!他|她|催收|对方)[^,，。！？!?；;\n他她]{0,10}(?:我|俺)(?:就|要|会|非|去|来)+$"
)
"""The asker as the doer, told in the clause before: 我气不过，发了个抖音; 我骂了他一顿，说要弄死他."""
_AT_THEM = re.compile(
    r"(?:我|俺|老公|老婆|爸|妈|哥|弟|姐|妹|朋友|哥们|家人|儿子|邻居)[^,，。！？!?；;、:：\n]{0,6}"
    r"(?:把|打了?|踢了?|扇了?|推了?|骂了?|给了?|揍了?|堵了?|跟踪)(?:催收|他们?|对方|要债)(?!的)[^,，。！？!?；;、:：\n]{0,4}$"
)
"""What is done to those who collect, right before a cue: 我老公把催收推倒了."""
_COURT_OR_POLICE = "法院|法庭|执行局|法官|书记员|执行员|公安局?|派出所|警察|民警|交警|检察院"
_OFFICIAL = re.compile(
    rf"(?:{CLAUSE_START}|然后|后来|结果|现在|今天|昨天|刚才|因为|但|被)[^,，。！？!?；;、:：\n]{{0,4}}?"
    r"(?<![在到去跟找给打充称是装冒假拿叫让喊请带把向])(?:法院|法庭|执行局|法官|书记员|执行员|公安局?|派出所|警察|民警|交警|检察院|社区民警)"
    r"(?!门口|楼下|传票|判决书?的?截图|公章|文书)(?:的人|的|那边|那里|工作人员|同志|已经|又|也)*"
    r"(?:(?!催收|催债|讨债|要债|债主|他们|对方|假|冒充|自称|不管|没管|走后|走了|刚走|一走|走以后|结果|又被|还被|但|可是|他就|他把|他还|人家)[^,，。！？!?；;、:：\n]){0,12}$"
)
"""A court or the police as the doer, right before a cue; who only poses as such is none."""
_SUFFERED = re.compile("[被挨遭收接]|手机|座机")
"""Words of a cue by which it is something that somebody suffers."""
_WHETHER = re.compile(
    r"(?:催收|他们|平台|对方|人家|讨债的|要债的|网贷|信用卡|花呗|借呗|逾期了?|还不上|不还)[^,，。！？!?；;、:：\n了]{0,8}(?:会|敢)[^,，。！？!?；;、:：\n了]{0,8}$"
)
_WHETHER_END = re.compile(r"^[^,，。！？!?；;、:：\n了]{0,10}(?:吗|么|嘛|不)(?:[?？,，。！!\n]|$)")
"""A question of what may come, around a cue: 催收会冒充法院吗, 网贷逾期会上门吗, but not 他们给我妈打电话合法吗."""
_NAMED = re.compile(
    r"(?:算不算|是不是|是否|算是?|构成|属于|叫|(?:这|那|他)?(?:难道|岂|可)?不(?:就)?是|这是|那是|这叫|这不)"
    r"(?:在|变相|公然|故意|对我|用[^,，。！？!?；;、:：\n]{1,5}|拿[^,，。！？!?；;、:：\n]{1,5})?$"
)
"""The asker looks for a name, right before a cue: 这算不算恐吓我."""
_ASKED = re.compile(r"^[^,，。！？!?；;、:：\n]{0,5}?(?:吗|么|嘛|不|吧|没有?|呢|啊|呀)?(?:[?？,，。！!；;\n]|$)")
_WONDERED = re.compile(
    r"会不会|要不要|是不是|能不能|是否|还要|还用|要还|怎么判|判几年|多久|多少|吗(?:[,，。！？!?；;\n]|$)|[么不](?:[,，。！？!?；;\n]|$)|[?？]"
)
"""The marks of a question in a clause."""
_SAYING = re.compile(
    r"说|讲|称|威胁|扬言|声称|放话|告知|通知|吓|骗我|诈我|骂|喊|写着|短信|信息|微信|来电|来函|电话|发我|发给我|发来|这么讲|让我|叫我|要我|逼我|【|即将|届时|否则"
)
"""Somebody tells the asker something."""
_HEARSAY = re.compile(
    r"(?:网上|网友|群里|有人|别人|人家|都|听|据|朋友|同事|同学|邻居|亲戚|我[爸妈哥姐弟妹]|老婆|老公|表[哥姐弟妹]|律师(?!函)|法院|法官|判决书?|我|俺|想|怎么|老话|常|他们都|大家)"
    r"[^,，。！？!?；;、:：\n催]{0,3}(?:说|讲)"
    r"|(?:法院|法庭|法官|执行局|执行员|书记员|公安|派出所|警察|民警|检察院)"
    r"(?:[^,，。！？!?；;、:：\n催]{0,8}(?:说|讲|打电话|来电|通知|让我|叫我|要我|告诉我|短信))+"
)
"""What is only heard of, or said by nobody who collects."""
_RUMOUR = re.compile(
    r"(?:网上|网友|帖子|新闻|电视|短视频|抖音上|群友|听说|听人说|听别人说|据说|老听人|都说|小说|电影)"
    r"[^。！？!?；;\n,，我]{0,12}$"
    r"|(?:朋友|同事|同学|邻居|老乡|亲戚|哥们|群友|工友)[^,，。！？!?；;\n]{0,3}(?:他|她)(?:以前|曾经|当时|也|那回)*被?[^,，。！？!?；;\n我]{0,8}$"
)
"""What is only heard of others, right before a cue; no word of the asker stands between."""
_TOLD_AFTER = re.compile(r".{0,16}(?:发我|发给我|发来|这么说|吓|原话|说的|催收发|短信)")
"""What shows after the words that somebody told them."""
_KNOWLEDGE = re.compile(
    r"怎么(?:判|处罚|定罪|认定|量刑|罚)|判(?:几|多)|(?:几|多少)(?:条|个|次|遍|小时|万|块)?(?:钱|年)?(?:起)?(?:够|才|算|判|立案|构成|定罪)"
    r"|什么罪|什么违法|属于什么|什么性质|立案标准|够立案|罚多少|拘留几天|关几天|多少条|是真的吗|是不是真的|真的假的"
)
"""A question of what the law has for something."""
_PEOPLE = re.compile(
    r"我|俺|咱|本人|被(?!判|抓|拘|罚|列|告|起诉|认定)|他(?!人)|她|你|催收|催债|讨债|要债|追债|对方|客服|平台|债主|放贷|贷款公司|那人|有人|几个人|男的|今天|昨天|昨晚|刚才|刚刚|现在|上周|上个月"
)
_MAY = re.compile("能|可以|允许|有权|让不让|准不准|会|敢|^[^,，。]{0,4}$")
"""Whether something may be done, before a cue or in it; of few words before a cue nothing else is said."""
_ASKS = re.compile("[吗么嘛?？]|行不行|可不可以|能不能|什么罪|怎么办|咋办")
"""A question, in a cue or after it."""
_LAWFUL = re.compile("合法|违法|犯法|合规|违规|犯罪|允许|算不算|算什么|算.{0,8}吗|正常吗|对吗")
"""A question of what the law says of it, after a cue."""
_WHAT_IF = re.compile("如果|要是|假如|万一|倘若|要真")
"""What is put as a case, before a cue."""
NAMED = ("旁人", "外人", "不相干")
"""Lists of the table that are named here."""
BEFORE = 40
"""Characters before a cue that are looked at."""


class Cues:
    """The cues of all facts, ready to be sought."""

    def __init__(
        self, facts: Sequence[Fact], words: Mapping[str, Sequence[str]], seeming: Seeming | None = None
    ) -> None:
        """`seeming` knows words that tell another matter, by what stands beside them."""
        self._facts, self._seeming = facts, seeming
        self._words = words
        self._gapped = Gapped(words, plain)

    def facts_in(self, folded: str) -> dict[str, str]:
        """The facts that a folded text tells (id → the words that told it)."""
        idle = only_asks(folded)
        facts = [f for f in self._facts if not (idle and (f.theirs or f.done or f.said))]
        within = self._gapped.within(folded)
        return {fact.id: match[0] for fact in facts if (match := self._told(fact, folded, within))}

    def excused(self, fact_id: str, folded: str) -> bool:
        """Whether a folded text has words that look like a fact and are not."""
        fact = self._by_id.get(fact_id)
        return fact is not None and any(p.search(folded) for p in self._gapped.within(folded)(fact.unless))

    @cached_property
    def _by_id(self) -> Mapping[str, Fact]:
        return {fact.id: fact for fact in self._facts}

    def _told(
        self, fact: Fact, text: str, within: Callable[[tuple[str, ...]], list[re.Pattern[str]]]
    ) -> re.Match[str] | None:
        """The first match of a fact's cues that stands."""
        cues = within(fact.cues)
        if not cues:
            return None
        covered = _covered(text, within(fact.unless))
        matches = (match for pattern in cues for match in pattern.finditer(covered))
        return next((m for m in matches if self._stands(fact, covered, m)), None)

    def _stands(self, fact: Fact, text: str, match: re.Match[str]) -> bool:
        end = match.start()
        start = max(0, end - BEFORE)
        if _NEGATED.search(text, max(0, end - 8), end) or _FEARED.search(text, start, end):
            return False
        if fact.theirs and not self._passive.match(match[0]) and (
            _OWN.search(text, start, end) or _BROODING.search(text, start, end) or _AT_THEM.search(text, start, end)
        ):  # fmt: skip
            return False
        if fact.theirs and (_OFFICIAL.search(text, start, end) or _rumoured(text, match)):
            return False
        if fact.theirs and self._by_others(text, match):
            return False
        if (fact.theirs or fact.done or fact.said) and _whether(text, match):
            return False
        if (fact.theirs or fact.done) and self._strangers.search(text, start, end):
            return False
        if (fact.theirs or fact.said) and _naming(text, match):
            return False
        if fact.said and not _said(text, match):
            return False
        if fact.done and _CONDITION.search(text, start, end) and "了" not in text[end : match.end() + 2]:
            return False
        if fact.done and _PLANNED.search(text, start, end):
            return False
        if self._seeming is None or _in_general(text, match):
            return True
        return not self._seeming.only_seems(fact.id, text, *match.span())

    def _by_others(self, text: str, match: re.Match[str]) -> bool:
        """Whether somebody does it who collects nothing; what is done to him (我妈被打爆电话) is another matter."""
        start = max(0, match.start() - BEFORE)
        return not _SUFFERED.search(match[0]) and bool(self._others.search(text, start, match.start()))

    @cached_property
    def _others(self) -> re.Pattern[str]:
        """Somebody as the doer who collects nothing, right before a cue: 前夫来单位闹, 业主们在售楼处拉横幅."""
        return re.compile(
            rf"{CLAUSE_START}(?:我|俺)?(?:的)?{self._listed('外人')}"
            r"(?:又|还|就|也|一直|老|老是|总|总是|天天|说|威胁|扬言|要|来|跑来|恶搞|用|在(?:(?!他|催|群|那里|面前|手机)[^,，。！？!?；;、:：\n]){1,4})*$"
        )

    @cached_property
    def _strangers(self) -> re.Pattern[str]:
        """Who or what has nothing to do with the debt as the doer, right before a cue: 台风把玻璃吹碎了."""
        return re.compile(
            rf"{CLAUSE_START}[^,，。！？!?；;、:：\n]{{0,4}}?(?<![在到去跟找给打充称是装冒假让喊请带把向对和与被连]){self._listed('不相干')}"
            r"(?!的?(?:家|门|手机|车|号码|电话|那|告诉|说|看|听|接|收|也|都))"
            r"(?:(?!催收|催债|讨债|要债|债主|放贷|他们|对方|有人|人家|看见|看到|说|被|冒充|自称|他|接到|收到)[^,，。！？!?；;、:：\n]){0,12}$"
        )

    def _listed(self, name: str) -> str:
        """The pattern of a list; of one that a table does not have, what stands nowhere."""
        return self._gapped.written(f"〈{name}〉") if name in self._words else r"(?!)"

    @cached_property
    def _passive(self) -> re.Pattern[str]:
        """Matches in which the asker does nothing though it stands before: 我同事接到电话, 我被骂了."""
        return re.compile(f"[被挨遭收接]|{self._listed('旁人')}")


def only_asks(folded: str) -> bool:
    """Whether nobody is named and only the penalty is asked (堵门怎么判): then nobody has done anything."""
    return bool(_KNOWLEDGE.search(folded)) and not _PEOPLE.search(folded)


_OFFICIALS = re.compile(_COURT_OR_POLICE)
_COLLECTORS = re.compile(
    "催|讨债|要债|追债|收债|债主|放贷|放款|平台|网贷|客服|贷款公司|他们|她们|对方|人家|那边|那人|自称|冒充|假|说是|号称|装|打着|吓|威胁|恐吓|骂"
)


def only_officials(folded: str) -> bool:
    """Whether a court or the police is named, and nobody who collects: then what is done is their office."""
    return bool(_OFFICIALS.search(folded)) and not _COLLECTORS.search(folded)


def _naming(text: str, match: re.Match[str]) -> bool:
    """Whether the asker only asks what to call something: 这算恐吓我吗."""
    start = max(0, match.start() - BEFORE)
    return bool(_NAMED.search(text, start, match.start()) and _ASKED.match(text[match.end() :]))


def _whether(text: str, match: re.Match[str]) -> bool:
    """Whether it is only asked if something may come: 催收会去找家人吗."""
    start = max(0, match.start() - BEFORE)
    asked = _WHETHER.search(text, start, match.start() + 1)
    return bool(asked and _WHETHER_END.match(text[match.end() : match.end() + 16]))


def _in_general(text: str, match: re.Match[str]) -> bool:
    """Whether it is asked if something may be done, or is lawful (催收能打我同事吗): answered as if done."""
    before = re.split(r"[,，。！？!?；;\n]", text[: match.start()])[-1]
    after = re.match(r"[^。！；;\n]*", text[match.end() :])
    rest = after[0] if after else ""
    asked = _MAY.search(before + match[0]) and _ASKS.search(match[0] + rest)
    return bool(asked or _WHAT_IF.search(before) or _LAWFUL.search(rest))


def _rumoured(text: str, match: re.Match[str]) -> bool:
    """Whether a cue is only told of others: 网上说催收会打断人腿, but not 听说他要打断我的腿."""
    return not re.search("我|俺|你", match[0]) and bool(
        _RUMOUR.search(text, max(0, match.start() - BEFORE), match.start())
    )


def _said(text: str, match: re.Match[str]) -> bool:
    """Whether somebody tells the asker what a cue says, rather than the asker wondering or having heard of it."""
    before, after = text[: match.start()], text[match.end() :]
    clause = re.split(r"[,，。！？!?；;\n]", before)[-1]
    rest = re.match(r"[^,，。！；;\n]*", after)
    heard = _SAYING.search(_HEARSAY.sub("", clause + match[0]))
    if heard:
        return True
    if _WONDERED.search(clause + match[0] + (rest[0] if rest else "") + after[:1]):
        return False
    return bool(_SAYING.search(_HEARSAY.sub("", before)) or _TOLD_AFTER.match(after))


def _covered(text: str, patterns: Sequence[re.Pattern[str]]) -> str:
    """The text with every match of the patterns covered, in whatever order they stand."""
    spans = [match.span() for pattern in patterns for match in pattern.finditer(text)]
    if not spans:
        return text
    characters = list(text)
    for start, end in spans:
        characters[start:end] = "□" * (end - start)
    return "".join(characters)
