"""Sentences of a draft: where they end, whether they state law, what they quote, and what is left without citations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb import Mention, find_quotations

_LEGAL = re.compile(
    r"违法|合法|非法|犯罪|构成|犯法|罪|拘留|罚款|有期徒刑|判刑|坐牢|刑事|行政处罚|"
    r"应当|不得|必须|禁止|严禁|有权|无权|有义务|无义务|没有义务|的义务|的权利|承担责任|法律责任|"
    r"应当赔|可以要求|可以请求|要求[^，。]{0,6}赔|赔偿(?:责任|损失|精神)|诉讼时效|时效|法律效力|无效|可撤销|"
    r"法律规定|依法|法定|不受保护|受保护|不用还|不必还|不用再还|可以不还|免除|免还|"
    r"强制执行|会[^，。]{0,4}(?:查封|冻结|划扣)|列入失信|"
    r"(?<!\d)\d+(?:\.\d+)?%|年利率|LPR|百分之|"
    r"(?<![一二三四五六七八九十百千\d])[一二三四五六七八九十百千\d]+(?:日|天|年|个月)(?:内|以内|以下|以上|之内)|"
    r"[一二三四五六七八九十百千万\d]元(?:以下|以上)"
)
_HARMLESS = re.compile(
    r"^(?:不|没|无)?是法律意见|不是律师|法律意见|法律援助(?:中心|热线)?|合法权益|违法线索|依法处理|「[^「」]*」|是否合法|合不合法|"
    r"违法(?:的(?:话|内容|证据|行为|就)|催收|内容|信息|线索)|网络违法|非法(?:放贷|催收|内容)|管违[法规]|"
    r"法律文书|合法渠道|合法的(?:办法|路|渠道)|违法的(?=报警|就|去|要)|自称有权力"
)
_RANK_NOTE = re.compile(
    r"[，、（(]\s*(?:法律|行政法规|司法解释|司法文件|部门规章|规范性文件|推荐性国家标准|国家标准（推荐）|行业自律)"
    r"(?:，不是法律)?(?:，(?:这里是概括|大意|条号待核))?(?=[，）)])|，不是法律(?=[）)])|，?这里是概括(?=[）)])"
)
_NOTHING_FOUND = re.compile(r"\s*(?:目前|这里|我们)?(?:没有|没|未)查到")
"""An honest statement of what the library lacks is no statement of law."""
CITE_MARK = re.compile(r"\[(\d{1,2})\]")
"""The number of a citation in a text."""
_STOP = r"[。！？!?]+|(?<!^\d)(?<!^\d\d)\.(?=\s+[A-Z])"
_SENTENCE = re.compile(rf"(?:(?!{_STOP})[^\n])*(?:(?:{_STOP})[”」』）)\]]*(?:{CITE_MARK.pattern})*|$)")
_BRACKETS = re.compile(r"(?P<open>[「“（])|[」”）]")
_ROUND = re.compile(r"(?P<open>\()|\)")
_STOP_WITHIN = re.compile(r"[。！？!?](?!”)|\.(?=\s)")
_ENGLISH_STOP = re.compile(r"\.(?=\s)")


def split_sentences(text: str) -> tuple[str, ...]:
    """Sentences with their marks; an English stop is one before a capital letter.

    A stop inside 「」, （） or “”, however deep, ends no sentence, but one right before ” does; () shield only English
    stops. What is never closed shields nothing.
    """
    shielded = _shielded(_shielded(text, _BRACKETS, _STOP_WITHIN), _ROUND, _ENGLISH_STOP)
    out, at = [], 0
    for match in _SENTENCE.finditer(shielded):
        if match[0]:
            out.append(text[at : at + len(match[0])])
            at += len(match[0])
    return tuple(out)


def _shielded(text: str, brackets: re.Pattern[str], stops: re.Pattern[str]) -> str:
    """The text without the stops inside its brackets."""
    opened: list[int] = []
    for sign in brackets.finditer(text):
        if sign["open"]:
            opened.append(sign.start())
        elif opened:
            start, end = opened.pop(), sign.end()
            text = text[:start] + stops.sub("\ue000", text[start:end]) + text[end:]
    return text


def states_law(sentence: str) -> bool:
    """Whether a sentence states a right, duty, ban, penalty, time limit, amount or that something is (un)lawful."""
    plain = re.sub(r"「[^「」]*」", "", sentence)
    if _NOTHING_FOUND.match(plain):
        return False
    return bool(_LEGAL.search(_HARMLESS.sub("", plain)))


def find_law_quotes(sentence: str) -> tuple[str, ...]:
    """Words in “” that claim to be the law's; 「」 is speech."""
    return tuple(q.text for q in find_quotations(sentence) if not q.speech)


def without_citations(sentence: str, mentions: Sequence[Mention]) -> str:
    """The sentence without its citations."""
    for mention in sorted(mentions, key=lambda m: -m.span[0]):
        sentence = sentence[: mention.span[0]] + sentence[mention.span[1] :]
    return re.sub(r"（[、，和及\s]*）|^[：:，,]", "", _RANK_NOTE.sub("", sentence))
