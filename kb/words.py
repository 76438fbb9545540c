"""A text cut into words by a dictionary with words of our own, and the article numbers in it, in one form.

rjieba lives here and is loaded on first use.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from kb.folding import PUNCTUATION, folded_text
from kb.numerals import NUMERAL_CHARACTERS, from_chinese

if TYPE_CHECKING:
    import rjieba

LEGAL_WORDS = """
催收 催收员 催收公司 催收人 催收函 委外催收 暴力催收 软暴力 第三方催收 债务催收 上门催收 反催收 砍头息 爆通讯录
通讯录 呼死你 轰炸 老赖 征信 征信报告 个人征信 网贷 网络借贷 失信被执行人 被执行人 限制高消费 黑名单 套路贷 高利贷
校园贷 现金贷 消费金融 小额贷款 民间借贷 信用卡 分期 逾期 罚息 复利 违约金 滞纳金 服务费 担保费 停息挂账
个性化分期 协商还款 延期还款 代还 债务重组 债权转让 债权人 债务人 担保人 保证人 共债 联系人 紧急联系人 第三人
无关第三人 隐私权 名誉权 私人生活安宁 个人信息 敏感个人信息 个人信息保护法 治安管理处罚法 民事诉讼法
消费者权益保护法 诉讼时效 支付令 仲裁 律师函 传票 立案 强制执行 恐吓 威胁 侮辱 诽谤 寻衅滋事 敲诈勒索 公检法
录音 举证 投诉 金融监管总局 银保监会 互联网金融协会 不还钱 打电话
"""
"""Words that a common dictionary cuts apart or does not know."""

ARTICLE = re.compile(rf"第([{NUMERAL_CHARACTERS}0-9]+)条(?:之([一二三四五六七八九十0-9]+))?")
"""An article number in folded text."""


def article_keys(text: str) -> tuple[str, ...]:
    """Every article number in a text, in one form: 第一千零三十三条 and 第1033条 are `1033`, 第293条之一 is `293-1`."""
    keys = []
    for number, suffix in ARTICLE.findall(folded_text(text)):
        try:
            keys.append(f"{from_chinese(number)}" + (f"-{from_chinese(suffix)}" if suffix else ""))
        except ValueError:
            continue
    return tuple(keys)


def dictionary() -> str:
    """What texts are cut with: who has the same cuts the same, as long as nothing here changes."""
    return hashlib.sha256(f"{version('rjieba')}{LEGAL_WORDS}".encode()).hexdigest()[:16]


def words(text: str) -> tuple[str, ...]:
    """Words as search engines cut them, long ones also in parts, without punctuation."""
    return tuple([word for word in _jieba().cut_for_search(folded_text(text)) if word not in PUNCTUATION])


def cut_words(text: str) -> tuple[str, ...]:
    """A text cut into words, nothing left out: joined, they are the text."""
    return tuple(_jieba().cut(text))


def dictionary_cut(text: str) -> tuple[str, ...]:
    """A text cut into words of the dictionary and single characters; no word is guessed."""
    return tuple(_jieba().cut(text, False))


_HALVES = re.compile("[\ud800-\udfff]")
"""Half characters, which no encoding has: the cutter cannot read them."""


def likely_names(text: str) -> tuple[tuple[int, int], ...]:
    """Where words stand that the cutter takes for names of persons; it guesses from characters and neighbours."""
    found, at = [], 0
    for word, kind in _jieba().tag(_HALVES.sub("\ufffd", text)):
        if kind.startswith("nr"):
            found.append((at, at + len(word)))
        at += len(word)
    return tuple(found)


def in_dictionary(word: str) -> bool:
    """Whether the dictionary has the word."""
    return bool(_jieba().has_word(word))


@cache
def _jieba() -> rjieba.Jieba:
    import rjieba

    jieba = rjieba.Jieba()
    for word in LEGAL_WORDS.split():
        jieba.add_word(word, None, None)
    return jieba
