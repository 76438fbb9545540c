"""The lines one can call, and the ten usual situations."""

from __future__ import annotations

from dataclasses import dataclass

from assistant import line_pattern, read_lines

LINES = read_lines().lines
"""Only these become links; any other number stays plain text."""

URGENT = tuple(line for line in LINES if line.urgent)

LINE_PATTERN = line_pattern(LINES)
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
