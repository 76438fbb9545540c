"""Numbers that stand for a person: mobile and landline, identity card, bank card, however they are spelled.

Digits are read in groups: 138-1234-5678 has three, 幺三八… is read as 138…. A number begins and ends with a group.
What is too long for anything but a number of somebody is taken too, though no check confirms it (fail closed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.personal import Found

_SPOKEN = str.maketrans("零〇○幺一二两三四五六七八九壹贰叁肆伍陆柒捌玖", "00011223456789123456789")
_SPOKEN_RUN = re.compile(
    r"[零〇○幺一二两三四五六七八九壹贰叁肆伍陆柒捌玖0-9](?:[ \-]?[零〇○幺一二两三四五六七八九壹贰叁肆伍陆柒捌玖0-9])*"
)
_RUN = re.compile(r"[0-9]+(?:[ \-._·)/]{1,3}[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")
_CARD, _TAIL = 19, 4
"""Digits of the longest card, and of the group that may still belong to one whose first sixteen pass for a card."""
_LONGEST = 23
"""Digits of the longest number that is looked for: 0086 and a card's 19."""
_FOREIGN = re.compile(r"(?<![0-9])\+(?!86)[0-9]{1,3}[ \-]?[0-9](?:[ \-]?[0-9]){5,12}")
_CUED_SHORT = re.compile(
    r"(?:座机|固话|固定电话|电话|传真|总机|前台)[号码是为: ]{0,4}([2-9][0-9]{2,3}[ \-]?[0-9]{4})(?![0-9])"
)
_AREA = re.compile(r"0(?:10|2[0-57-9]|[3-9][0-9]{2})")
_EXTENSION = re.compile(r"(?:转|-| 转|分机|,转)[ ]?[0-9]{1,6}(?![0-9])")
_IDENTITY = re.compile(
    r"(?:身份证|证件|证号|护照|通行证|社保|医保|卡号|账号|帐号|账户|帐户|银行卡|储蓄卡|工资卡|信用卡|(?<![贷花乐])卡|手机|电话|号码|学号|工号)"
    r"[号码是为:\s（(“\"'「]{0,6}$"
)
"""What says, right before a number, that it is somebody's."""
_MONEY = re.compile(r"[ ]?(?:元|块|万|亿|%|股|天|次)")
_SENDER = re.compile(r"106[0-9]{5,17}")
"""Numbers that text messages of firms come from: Chinese carriers give them to firms only."""
_SHAPES = frozenset(
    {
        (3, 4, 4),
        (3, 3, 5),
        (3, 8),
        (4, 3, 4),
        (4, 4, 3),
        (7, 4),
        (3, 2, 2, 2, 2),
        (3, 4, 2, 2),
        (1,) * 11,
        (3, 5, 3),
        (5, 6),
    }
)
"""How people group the 11 digits of a mobile number."""


def numbers_in(text: str) -> Iterator[Found]:
    """Numbers of persons in an evened text."""
    yield from (Found(m.start(), m.end(), "座机", _digits(m[0])) for m in _FOREIGN.finditer(text))
    yield from (Found(*m.span(1), "座机", _digits(m[1])) for m in _CUED_SHORT.finditer(text))
    for run in _RUN.finditer(text):
        yield from _in_run(text, text, run.start(), run.end())
    spoken = text.translate(_SPOKEN)
    for run in _SPOKEN_RUN.finditer(text):
        start, end = run.span()
        if not text[start:end].isascii() and len(_digits(spoken[start:end])) >= 11:
            yield from _in_run(text, spoken, start, end)


def _in_run(text: str, read: str, start: int, end: int) -> Iterator[Found]:
    groups = [m.span() for m in _GROUP.finditer(read, start, end)]
    at = 0
    while at < len(groups):
        kind, last = _number_at(text, read, groups, at)
        if not kind:
            at += 1
            continue
        first = _with_prefix(text, groups[at][0])
        stop = groups[last][1]
        if kind == "身份证" and read[stop : stop + 2].strip(" -")[:1] in {"x", "X"} and _length(groups, at, last) == 17:
            stop = read.index("x" if "x" in read[stop : stop + 2] else "X", stop) + 1
        if kind == "座机" and (more := _EXTENSION.match(read, stop)):
            stop = more.end()
            while last + 1 < len(groups) and groups[last + 1][0] < stop:
                last += 1
        yield Found(first, stop, kind, _key(kind, read[groups[at][0] : stop]))
        at = last + 1


def _number_at(text: str, read: str, groups: Sequence[tuple[int, int]], at: int) -> tuple[str, int]:
    """The kind of number that begins with a group, and the group it ends with; no kind where none does."""
    digits, sizes, best = "", [], ("", at)
    cued = bool(_IDENTITY.search(text, max(0, groups[at][0] - 14), groups[at][0]))
    after = ""
    for last in range(at, min(len(groups), at + _LONGEST)):
        first, stop = groups[last]
        digits += read[first:stop]
        sizes.append(stop - first)
        if len(digits) > _LONGEST:
            break
        after = read[stop : stop + 2].strip(" -")[:1]
        kind = _kind(digits, tuple(sizes), after, cued)
        if kind in {"身份证", "手机", "座机"}:
            return kind, last
        if kind or (best[0] and cued and stop - first <= _TAIL and len(digits) <= _CARD):
            best = kind or best[0], last
    if best[0]:
        return best
    return _unproven(text, read, groups, at, cued)


def _kind(digits: str, sizes: tuple[int, ...], after: str, cued: bool) -> str:
    count = len(digits)
    if (count == 18 and id_checks(digits)) or (count == 17 and after in {"x", "X"} and id_checks(digits + "X")):
        return "身份证"
    if count == 15 and (len(sizes) == 1 or cued) and _born(f"19{digits[6:12]}") and digits[0] in "12345678":
        return "身份证"
    local, head = re.sub(r"^(?:00)?86", "", digits), sizes[1:] if sizes[0] in {2, 4} and len(sizes) > 1 else ()
    if len(local) == 11 and re.match(r"1[3-9]", local):
        shape = head if head and len(local) < count else sizes
        if len(shape) == 1 or cued or shape in _SHAPES or len(local) < count:
            return "手机"
    if (area := _AREA.match(digits)) and len(sizes) <= 4:
        rest = count - area.end()
        bounds = {sum(sizes[:i]) for i in range(1, len(sizes) + 1)}
        if rest in {7, 8} and digits[area.end()] in "23456789" and (len(sizes) == 1 or area.end() in bounds):
            return "座机"
    if 16 <= count <= 19 and luhn(digits):
        return "银行卡"
    return ""


def _unproven(text: str, read: str, groups: Sequence[tuple[int, int]], at: int, cued: bool) -> tuple[str, int]:
    """Fail closed: a long number that no check confirms, unless it is money, a moment or a firm's sender."""
    start, stop = groups[at]
    digits, last = read[start:stop], at
    if len(digits) == 4:
        while last + 1 < len(groups) and groups[last + 1][1] - groups[last + 1][0] <= 4 and last - at < 4:
            last += 1
        if 16 <= _length(groups, at, last) <= 19:
            return "号码", last
        last = at
    if cued:
        while last + 1 < len(groups) and _length(groups, at, last + 1) <= _LONGEST:
            last += 1
        return ("号码", last) if _length(groups, at, last) >= 11 else ("", at)
    if len(digits) < 11 or _MONEY.match(text, stop) or _SENDER.fullmatch(digits) or _moment(digits):
        return "", at
    return "号码", at


def _length(groups: Sequence[tuple[int, int]], at: int, last: int) -> int:
    return sum(stop - start for start, stop in groups[at : last + 1])


def _moment(digits: str) -> bool:
    """Whether digits are a day and an hour written together: 20261122193000."""
    return len(digits) in {12, 14} and digits[:2] in {"19", "20"} and _born(digits[:8]) and digits[8:10] < "24"


def _born(day: str) -> bool:
    try:
        date(int(day[:4]), int(day[4:6]), int(day[6:8]))
    except ValueError:
        return False
    return True


_PREFIX = re.compile(r"[（(]?\+?(?:86)?[）)]?[ \-]?$|[（(]$")


def _with_prefix(text: str, start: int) -> int:
    """The offset with a + or a bracket before the number."""
    found = _PREFIX.search(text, max(0, start - 6), start)
    return found.start() if found and found[0].strip() and not found[0].isspace() else start


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isascii() and c.isdigit())


def _key(kind: str, written: str) -> str:
    digits = _digits(written) + ("X" if written[-1:] in {"x", "X"} else "")
    return re.sub(r"^(?:00)?86(?=1[3-9])", "", digits) if kind == "手机" else digits


def id_checks(number: str) -> bool:
    """GB 11643-1999: the last of 18 characters is a check digit modulo 11, and the day of birth is a day."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    right = "10X98765432"[sum(int(d) * w for d, w in zip(number[:17], weights, strict=True)) % 11]
    return right == number[17].upper() and _born(number[6:14])


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1: the Luhn sum is a multiple of ten."""
    digits = [int(d) for d in reversed(number)]
    return sum(digits[::2]) % 10 == -sum(sum(divmod(2 * d, 10)) for d in digits[1::2]) % 10
