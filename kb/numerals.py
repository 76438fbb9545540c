"""Chinese numerals as statutes print them: 一千零二十四 ⇄ 1024. The two functions are inverse."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_VALUES = (
    {c: i for i, c in enumerate(_DIGITS)}
    | {"〇": 0, "○": 0, "两": 2}
    | {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
)
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}

NUMERAL_CHARACTERS = "".join(sorted({*_VALUES, *_UNITS}))
"""Every character that may stand in a Chinese numeral; for building patterns."""

MAX_NUMERAL = 9999
_MAX_LENGTH = 300
"""Characters; a longer run of digits is no number that somebody means, and Python refuses to read it."""


def to_chinese(value: int) -> str:
    """Write 0 to 9999 the way a statute numbers its articles: 10 is 十, 1003 is 一千零三.

    Raises:
        ValueError: outside 0 to 9999.
    """
    if not 0 <= value <= MAX_NUMERAL:
        raise ValueError(f"no article numeral for {value}")
    if value < 10:
        return _DIGITS[value]
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            written += ("零" if gap else "") + _DIGITS[digit] + name
            gap = False
        elif written:
            gap = True
    return written[1:] if 10 <= value < 20 else written


def ordinal(value: int) -> str:
    """As `to_chinese`; a number that no statute reaches stays in digits (第99999条), so that it can still be named."""
    return to_chinese(value) if 0 <= value <= MAX_NUMERAL else str(value)


def from_chinese(text: str) -> int:
    """Read a numeral in Chinese (一千零二十四, 壹仟零贰拾肆, 一〇二四) or in digits (1024, １０２４).

    Loose speech is read too: 百十 is 110, 千 is 1000.

    Raises:
        ValueError: not a numeral, or longer than any number that somebody means.
    """
    if not text or len(text) > _MAX_LENGTH:
        raise ValueError(f"not a numeral: {text[:20]}")
    if text.isdecimal():
        return int(text)
    if all(c in _VALUES for c in text):
        return int("".join(str(_VALUES[c]) for c in text))
    total, digit = 0, 0
    for character in text:
        if character in _VALUES:
            digit = _VALUES[character]
        elif character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            raise ValueError(f"not a numeral: {text}")
    return total + digit
