"""How much a message sounds like danger to life, where no single word tells: wordings weighed by a trained table.

The table is learned by `python -m assistant.training` from sentences of our own. It is applied in plain Python, so that
a message is heard in well under a millisecond and nothing heavy is loaded.
"""

from __future__ import annotations

import itertools
import json
import math
import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from kb import YoujuError, simplified, spoken

KINDS = ("self", "other", "violence", "hurt")
"""Who is in danger, by whom: the writer or another by himself, anybody by others now, or by a wound or an illness."""

TABLE = Path(__file__).parent / "data" / "distress.bin"

LONGEST = 4
"""Characters of Chinese, or words of Latin letters, in a wording."""


class Level(StrEnum):
    """How sure the table is."""

    SURE = "sure"
    """Danger: nothing else is answered."""
    LIKELY = "likely"
    """Perhaps danger: a gentle word is due before the answer."""
    OPEN = "open"
    """It cannot tell."""
    IDLE = "idle"
    """Harmless: a doubtful cue is passed over."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message sounds like."""

    kind: str
    """The likeliest of KINDS."""
    chance: float
    """That it is any danger at all, as the table has it: a score between 0 and 1, no promise."""
    level: Level


@dataclass(frozen=True, slots=True)
class Listener:
    """The table: for each kind a weight of every wording, as against harmless ones."""

    weights: tuple[bytes, ...]
    """For each kind one signed byte a slot."""
    scale: float
    """What a step of a byte weighs."""
    bias: tuple[float, ...]
    likely: float
    """From this chance on a gentle word is due."""
    sure: float
    """From this chance on nothing else is answered."""
    idle: float
    """Below this chance a doubtful cue is passed over."""

    def hear(self, text: str) -> Heard:
        """The most alarming passage of a message.

        Of twenty sentences one sounds wrong by chance; so the odds of each are those of a message, shared among them.
        """
        heard = passages(text)
        return max((self._heard(passage, among=(len(heard) + 1) / 2) for passage in heard), key=lambda h: h.chance)

    def _heard(self, units: Sequence[str], among: float = 1.0) -> Heard:
        slots = slots_of(units, len(self.weights[0]))
        size = math.sqrt(len(slots) or 1)
        scores = [
            b + self.scale * sum(map(memoryview(w).cast("b").__getitem__, slots)) / size
            for w, b in zip(self.weights, self.bias, strict=True)
        ]
        powers = [math.exp(min(score, 50.0)) for score in scores]
        chance = sum(powers) / (among + sum(powers))
        return Heard(KINDS[max(range(len(KINDS)), key=scores.__getitem__)], chance, self._level(chance))

    def _level(self, chance: float) -> Level:
        if chance >= self.likely:
            return Level.SURE if chance >= self.sure else Level.LIKELY
        return Level.OPEN if chance >= self.idle else Level.IDLE


def slots_of(units: Sequence[str], slots: int) -> set[int]:
    """The slots of a passage's wordings: the units as they stand, and with people, days and numbers made alike."""
    found: set[int] = set()
    for reading, mark in ((units, ""), (_alike(units), "~")):
        for size in range(1, LONGEST + 1):
            for at in range(len(reading) - size + 1):
                wording = reading[at : at + size]
                if mark and not any(u.isupper() for u in wording):
                    continue
                found.add(zlib.crc32((mark + " ".join(wording)).encode()) % slots)
    present = sorted({u for u in _alike(units) if u.isupper()})
    for at, one in enumerate(present):
        found |= {zlib.crc32(f"&{one}{other}".encode()) % slots for other in present[at + 1 :]}
    return found


def passages(text: str) -> list[list[str]]:
    """A message as units: those of `stretches`."""
    return [units_of(stretch) for stretch in stretches(text)]


def stretches(text: str) -> list[str]:
    """The spans of a message, and of a long one instead runs of its clauses: danger is often told in one of them."""
    heard = (part for s in spans(text) for part in ([s] if len(units_of(s)) <= PASSAGE else _runs(s)))
    return list(dict.fromkeys(heard)) or [text]


def _runs(sentence: str) -> Iterator[str]:
    """From each clause on as many as a run may have; what has no marks is cut so that each run has half of the next."""
    clauses = [c for clause in _CLAUSE.split(sentence) for c in _cut(clause) if c.strip()]
    for first in range(len(clauses)):
        last, run = first, clauses[first]
        while last + 1 < len(clauses) and len(longer := f"{run}，{clauses[last + 1]}") <= RUN:
            last, run = last + 1, longer
        yield run
        if last + 1 == len(clauses):
            return


def _cut(clause: str) -> list[str]:
    step = RUN // 2
    return [clause] if len(clause) <= RUN else [clause[at : at + RUN] for at in range(0, len(clause) - step, step)]


def spans(text: str) -> list[str]:
    """A message whole, or of a long one each sentence, alone and with the next."""
    if len(units_of(text)) <= PASSAGE:
        return [text]
    sentences = [s for s in re.split(r"[。！？!?；;\n]+", text) if s.strip()]
    return [*sentences, *(f"{one}。{other}" for one, other in itertools.pairwise(sentences))] or [text]


PASSAGE, RUN = 70, 45
"""Units that are heard at once, more than sentences that were learned from have; and characters of a run of clauses."""
_CLAUSE = re.compile(r"[，,、：:]|\s(?=[\u3400-\u9fff])")


_UNIT = re.compile(r"[a-z]+|[0-9]+|[\u3400-\u9fff]|[,，。、！!；;：:…\n]+|[?？]+")
_JOINED = re.compile(r"(?<=[\u4e00-\u9fff])[*·•_/\\.\-~|+\s](?=[\u4e00-\u9fff])")
"""A mark or a space put between two characters to hide a word."""


def units_of(text: str) -> list[str]:
    """Characters of Chinese, words of Latin letters, numbers and marks, with a beginning and an end."""
    wide = spoken(simplified(unicodedata.normalize("NFKC", text))).lower()
    wide = re.sub(r"['’`]", "", _JOINED.sub("", wide))
    return ["^", *(_unit(u) for u in _UNIT.findall(wide)), "$"]


def _unit(u: str) -> str:
    if u.isascii() and u.isdigit():
        return "0"
    if u[0] in "?？":
        return "?"
    return "," if unicodedata.category(u[0])[0] in "PC" else u


_CLASSES: Mapping[str, str] = {
    "P": "老公 老婆 丈夫 妻子 先生 爱人 媳妇 男朋友 女朋友 男友 女友 对象 爸爸 妈妈 爸妈 父亲 母亲 父母 爷爷"
    " 奶奶 姥姥 姥爷 外公 外婆 儿子 女儿 孩子 小孩 娃 弟弟 妹妹 哥哥 姐姐 弟 妹 哥 姐 爸 妈 叔叔 舅舅"
    " 姑姑 表弟 表哥 表姐 表妹 朋友 同事 同学 室友 闺蜜 兄弟 哥们 战友 邻居 亲戚 家人 家里人 家里 全家"
    " 婆婆 岳母 岳父 公公 闺女 娘",
    "C": "催收 催债 讨债 要债 平台 银行 客服 放贷的 债主 他们 对方 催收员",
    "T": "今天 今晚 今夜 明天 明早 后天 天亮 周末 月底 下周 下个月 这周 凌晨 半夜 天黑 日出 周五 周日 明儿",
    "B": "昨天 昨晚 前天 上次 上周 上个月 去年 前年 以前 曾经 当时 那次 年前 之前 那年",
    "D": "网贷 信用卡 贷款 花呗 借呗 房贷 车贷 债 欠款 债务 卡债 钱 账 欠",
    "N": "一 二 三 四 五 六 七 八 九 十 两 几 百 千 万",
    "G": "送给 送人 留给 转给 交给 托给 分给 托付 送走 送出去 捐了 寄养 收养 领养 留了 给了 都给 归他 归她 过户 拜托",
    "O": "猫 狗 吉他 相机 电脑 手表 戒指 项链 衣服 书 手办 鞋 首饰 钥匙 密码 银行卡 存折 房产证 东西 行李"
    " 游戏账号 被子 花 鱼 鸟 鹦鹉 玩具 画 琴 单车 摩托 积蓄 存款",
    "W": "遗书 遗言 绝笔 告别信 字条 纸条 便条 信 视频 语音 录音 日记 备忘录 小作文 短信 留言 明信片",
    "X": "烧 烧掉 烧了 删 删掉 删了 撕 撕掉 注销 清空 扔了 扔掉 粉碎 格式化 剪掉",
    "M": "安眠药 安定 药片 药瓶 药 农药 百草枯 敌敌畏 除草剂 绳子 木炭 炭 刀片 煤气 头孢 褪黑素 老鼠药 氰化物 水果刀",
    "K": "颗 片 粒 瓶 板 盒",
    "H": "楼顶 天台 顶楼 阳台 窗台 窗户 窗边 栏杆 护栏 桥 桥上 高处 楼 塔 悬崖 山顶 铁轨 铁路 站台 层",
    "R": "江 河 海 湖 水库 水边 堤 码头 池塘 井 岸",
    "S": "死 死了 没了 不在了 不在 去世 消失 走了 离开 断气 咽气 咽了气 人没 身故 身亡 蒸发 死掉 长眠 永别 告别 再见",
    "A": "道歉 对不起 抱歉 原谅 对不住 不孝 谢谢 感谢 保重 告别 亏欠 愧对",
    "I": "意外险 寿险 保险 保单 保险金 赔偿金 抚恤金 受益人 理赔 保额 赔款 身价",
    "Q": "平静 轻松 踏实 安静 解脱 清净 不怕 想通 放下 心静 释然 坦然 平和 舒服 无所谓 无牵无挂 松了口气",
    "F": "遗照 遗像 黑白照 骨灰 骨灰盒 墓地 墓碑 坟 葬礼 追悼会 寿衣 棺材 火化 殡仪馆 后事 悼词 花圈 入土"
    " 下葬 证件照 照片",
    "E": "累 撑 熬 扛 坚持 绝望 崩溃 痛苦 没意思 没意义 没劲 没盼头 没希望 麻木 黑暗 苦",
    "U": "累赘 拖累 连累 负担 包袱 废物 没用 多余 没脸 罪人 丢人 害了 耻辱",
    "Z": "不用了 用不着 用不上 不需要 不必了 没必要 不会再 再也不 永远 最后 结束 到此为止 到头 尽头 从此"
    " 以后 下辈子 来世 来生",
    "V": "汽油 砍刀 刀 棍子 钢管 斧头 铁棍 棒 砸 撞 撬 踹 劈 泼 打 掐 绑 按 拖 堵 追 抢 点火 着火 烧 枪 锤",
    "L": "合法 违法 犯法 起诉 法院 开庭 投诉 举报 报警 录音 证据 赔偿 协商 分期 利息 逾期 申请 合同 法律"
    " 怎么办 怎么处理 怎么办理 时效 立案 维权 追究 减免 延期 恐吓 威胁 侮辱 规定 责任 继承 遗产 执行"
    " 查封 冻结 判 传票 律师 材料 证明 征信 违约金 解除 申诉 吗 算不算",
}
"""Words of one meaning, so that what was learned of one holds of the others."""


@cache
def _classed() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {word: name for name, words in _CLASSES.items() for word in words.split()}
    longest = sorted(names, key=lambda w: (-len(w), w))
    return re.compile("|".join(longest)), names


def _alike(units: Sequence[str]) -> list[str]:
    pattern, names = _classed()
    joined = "".join(u if len(u) == 1 else "\x00" for u in units)
    latin = iter([u for u in units if len(u) > 1])
    classed = pattern.sub(lambda m: names[m[0]], joined)
    classed = re.sub("N+", "N", classed.replace("0", "N"))
    return [next(latin) if c == "\x00" else c for c in classed]


@cache
def read_listener(path: Path = TABLE) -> Listener:
    """Read the table.

    Raises:
        YoujuError: the file is no such table.
    """
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        told = json.loads(head)
        slots = int(told["slots"])
        weights = tuple(body[at * slots : (at + 1) * slots] for at in range(len(KINDS)))
        whole = tuple(told["kinds"]) == KINDS and len(body) == slots * len(KINDS)
        bias = tuple(map(float, told["bias"]))
        listener = Listener(weights, told["scale"], bias, told["likely"], told["sure"], told["idle"])
    except (OSError, ValueError, KeyError) as error:
        raise YoujuError(_UNREADABLE.format(path.name)) from error
    if not whole:
        raise YoujuError(_UNREADABLE.format(path.name))
    return listener


_UNREADABLE = "{} 读不出来；请运行 python -m assistant.training 重新生成"
