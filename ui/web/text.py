"""English names of ranks and states, the lines one can call, and the ten usual situations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

RANKS_EN: Mapping[str, str] = {
    "law": "law",
    "regulation": "administrative regulation",
    "judicial_interpretation": "judicial interpretation",
    "judicial_document": "judicial document",
    "departmental_rule": "departmental rule",
    "local_regulation": "local regulation",
    "normative_document": "normative document",
    "standard": "national standard (recommended)",
    "industry_rule": "industry self-regulation",
    "guide": "guide",
}

STATUS_EN: Mapping[str, str] = {
    "in_force": "in force",
    "superseded": "amended since",
    "repealed": "repealed",
    "not_yet": "not yet in force",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A public line that the page lets one call with a tap, and what it is for."""

    number: str
    zh: str
    en: str


LINES = (
    Line("110", "报警：有人要伤害你、堵门、不让你走", "Police: someone threatens you, blocks the door, holds you"),
    Line("120", "急救：受伤、吃了药、身体撑不住", "Ambulance: injured, took pills, unwell"),
    Line("12356", "心理援助：不想活了、撑不下去；没人接就打 120", "Mental health line; if nobody answers, call 120"),
    Line("12378", "金融监管总局：投诉银行、消费金融、保险（工作时间）", "Financial regulator: banks, consumer finance"),
    Line("12345", "政务热线：转地方金融管理部门等", "City hotline"),
    Line("12321", "举报骚扰电话和短信", "Harassing calls and texts"),
    Line("12377", "举报违法网络信息", "Unlawful content online"),
    Line("12363", "人民银行：只管支付、征信", "Central bank: payment and credit reporting only"),
    Line("12368", "法院诉讼服务", "Courts"),
    Line("12348", "法律援助、法律咨询", "Legal aid"),
    Line("96110", "反诈专线", "Anti-fraud"),
)
"""Only these become links; any other number stays plain text."""

URGENT = LINES[:3]

_UNITS = "条款项元日天年月号个人次周岁户%％分小期万千百亿"
LINE_PATTERN = re.compile(
    rf"(?<![\d.．第—-])(?:{'|'.join(sorted((one.number for one in LINES), key=len, reverse=True))})(?![\d.．{_UNITS}])"
)
"""A line's number where it stands as a number to call, not as an amount or an article."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One of the ten usual situations: its button, named in the languages, and the question it asks."""

    id: str
    question: str


SITUATIONS = (
    Situation("contacts", "催收给我通讯录里的亲戚朋友打电话，说我欠钱不还，合法吗？"),
    Situation("night", "催收半夜十二点还打电话给我，合法吗？"),
    Situation("insults", "催收打电话骂我，用脏话侮辱我，合法吗？"),
    Situation("officials", "对方冒充警察打电话，说我欠钱不还要来抓我，是真的吗？"),
    Situation("visits", "催收说明天要上门到我家要债，合法吗？我该怎么办？"),
    Situation("code", "对方让我把短信验证码告诉他，说是帮我办分期，能给吗？"),
    Situation("letter", "收到一封律师函，说再不还钱就起诉我，怎么办？"),
    Situation("employer", "催收打电话到我单位，告诉领导我欠钱，合法吗？"),
    Situation("picture", "催收把我的照片P成侮辱人的图片发给亲友，合法吗？"),
    Situation("negotiate", "我暂时还不上，想和平台协商分期还款，怎么谈？"),
)
