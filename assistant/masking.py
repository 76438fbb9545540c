"""Personal data out of a text before it leaves this machine, and back in when an answer returns.

What it finds: mobile numbers, identity numbers with a right check digit, bank card numbers that pass Luhn, e-mail.
Names and addresses are not found; the reader is told so before a remote model is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_CARD = re.compile(r"(?<!\d)\d{16,19}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")


def mask(text: str) -> tuple[str, dict[str, str]]:
    """The text with tags such as 〔手机1〕, and what each tag stands for. Equal data gets equal tags."""
    tags: dict[str, str] = {}
    for kind, pattern, valid in (
        ("身份证", _ID, _id_checks), ("银行卡", _CARD, _luhn), ("手机", _MOBILE, bool), ("邮箱", _MAIL, bool),
    ):  # fmt: skip
        for found in dict.fromkeys(m[0] for m in pattern.finditer(text)):
            if valid(found):
                tag = f"〔{kind}{sum(t.startswith(f'〔{kind}') for t in tags) + 1}〕"
                tags[tag] = found
                text = text.replace(found, tag)
    return text, tags


def unmask(text: str, tags: Mapping[str, str]) -> str:
    """Put back what the tags stand for."""
    for tag, original in tags.items():
        text = text.replace(tag, original)
    return text


def _id_checks(number: str) -> bool:
    """GB 11643-1999: the last of 18 characters is a check digit modulo 11."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(d) * w for d, w in zip(number[:17], weights, strict=True)) % 11] == number[17].upper()


def _luhn(number: str) -> bool:
    """ISO/IEC 7812-1: the Luhn sum is a multiple of ten."""
    digits = [int(d) for d in reversed(number)]
    return sum(digits[::2]) % 10 == -sum(sum(divmod(2 * d, 10)) for d in digits[1::2]) % 10
