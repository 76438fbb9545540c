"""A paste or a file into messages: who said what, when, and where it stands.

Read are the copies of chat programs (`昵称 2026/11/25 23:12:05`, `[昵称 2026-11-25 23:12]`, `昵称：`), days between
dashes, forwarded records, quoted replies, and anonymous messages between lines of dashes or blank lines. Where the
signs are weak the message says so, and nothing is cut that might be one telling.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.inbox.table import Splits, read_table

BY_BLANKS = "没有名字和时间，是按空行分开的：可能本来是一个人的话"
BY_NUMBERS = "没有名字和时间，是按编号分开的：可能本来是一个人的几个问题"
BY_NAMES = "只有名字没有时间，是按名字分开的"
NO_WORDS = "有图片、语音或文件，没有文字：请自己看一下原消息"


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it was sent."""

    words: str
    sender: str = ""
    """Empty: nobody is named."""
    at: datetime | None = None
    place: str = ""
    """File and line."""
    quoted: str = ""
    """What it answers, as `name: words`; not the sender's own words."""
    doubt: str = ""
    """Why the split may be wrong, in words for the volunteer."""


@dataclass(frozen=True, slots=True)
class _Head:
    """The line that opens a message."""

    sender: str
    at: datetime | None
    rest: str = ""


def split(text: str, place: str = "", splits: Splits | None = None) -> tuple[Message, ...]:
    """The messages of a text, in its order."""
    splits = splits or read_table().splits
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").split("\n")
    headed = tuple(_headed(lines, place))
    if not headed:
        headed = tuple(_named(lines, place, splits))
    found = headed or tuple(_anonymous(lines, place, splits))
    return tuple(_settled(m) for m in found if m.words.strip() or m.quoted)


_DAY = r"(?P<year>\d{4})\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})日?"
_CLOCK = r"(?P<half>上午|下午|晚上|凌晨|中午|AM|PM)?\s?(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：]\d{2})?"
_HEADS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^[\[【(（]\s{{0,8}}(?P<name>\S.{{0,39}}?)\s{{1,8}}{_DAY}(?:\s{{1,8}}{_CLOCK})?\s{{0,8}}[\]】)）]\s{{0,8}}[:：]?\s*(?P<rest>.*)$",
        rf"^(?P<name>\S.{{0,39}}?)\s{{1,8}}{_DAY}\s{{1,8}}{_CLOCK}\s{{0,8}}[:：]?$",
        rf"^{_DAY}\s{{1,8}}{_CLOCK}\s{{1,8}}(?P<name>\S.{{0,39}}?)\s{{0,8}}[:：]?$",
    )
)
_SHORT_HEAD = re.compile(rf"^(?P<name>[^\s,，。！？!?：:]{{1,16}})\s+(?:(?:今天|昨天|前天|周.|星期.)\s*)?{_CLOCK}$")
"""Name and hour alone, as phones copy it; only after a blank line, for a sentence may end in an hour too."""
_DAY_LINE = re.compile(rf"^[\s—–─\-=]*{_DAY}(?:\s*(?:星期|周|礼拜)[一二三四五六日天])?(?:\s*{_CLOCK})?[\s—–─\-=]*$")
_RECORD = re.compile(r"^\s*[\[【「]?(?:.{0,30}的)?聊天记录[\]】」]?\s*+[:：]?\s*+$")
_FORWARDED = re.compile(
    r"^[\s\[【(（—–─\-=*]*+(?:以下|下面|以上|上面)?(?:是|为)?(?:我)?(?:转发|转的|合并转发)?(?:消息|内容|的)?(?:开始|结束|完)?"
    r"[\s\]】)）—–─\-=*:：]*+$"
)
"""A line that only says that something is forwarded: ——转发——, 【以下是转发的】, ——以上——."""
_FORWARD_WORDS = re.compile("转发|以上|以下")
_TITLE = 20
"""Characters of a line above the first sender that may be the name of a group."""
_RULE = re.compile(r"^\s*(?:[-—–─=*_]\s?){3,}$")
_MEDIA = re.compile(r"[\[【](?:图片|语音|视频|文件|表情|动画表情|位置|链接|名片|红包|转账)[^\]】]{0,20}[\]】]")


def _headed(lines: Sequence[str], place: str) -> Iterator[Message]:
    """Messages under lines with a name and a time; words before the first such line are nobody's."""
    open_: Message | None = None
    body: list[str] = []
    named = False
    for number, line in enumerate(lines, 1):
        head = _head(line, blank_before=number == 1 or _parts(lines[number - 2]))
        if head is None:
            if not (_DAY_LINE.match(line) or _RECORD.match(line)):
                body.append(line)
            continue
        if not named and _is_title(body):
            body = []
        named = True
        if open_ or "".join(body).strip():
            yield replace(open_ or Message("", place=_at(place, 1)), words="\n".join(body).strip("\n"))
        open_ = Message("", head.sender, head.at, _at(place, number))
        body = [head.rest] if head.rest else []
    if named and open_:
        yield replace(open_, words="\n".join(body).strip("\n"))


def _is_title(above: Sequence[str]) -> bool:
    """Whether what stands above the first sender is the name of a group: a line or two that ask and tell nothing."""
    lines = [line.strip() for line in above if line.strip()]
    plain = [line for line in lines if len(line) <= _TITLE and not (_ASKS.search(line) or _OF_ONESELF.search(line))]
    return len(lines) <= 2 and plain == lines and not any(line[-1] in "。！!，,；;" for line in lines)


def _parts(line: str) -> bool:
    """Whether a line stands between messages and belongs to none."""
    return not line.strip() or bool(_DAY_LINE.match(line) or _RECORD.match(line))


def _head(line: str, *, blank_before: bool) -> _Head | None:
    for pattern in _HEADS:
        if match := pattern.match(line.strip()):
            return _head_of(match)
    short = _SHORT_HEAD.match(line.strip()) if blank_before else None
    return _Head(short["name"].strip(), None) if short else None


def _head_of(match: re.Match[str]) -> _Head:
    told = match.groupdict()
    name = re.sub(r"(?<!\s)\s*[(（]\d{5,12}[)）]$", "", match["name"].strip())
    try:
        hour = int(told["hour"] or 0)
        if told["half"] in {"下午", "晚上", "PM"} and hour < 12:
            hour += 12
        moment = datetime(  # noqa: DTZ001 - the hour on the sender's own clock
            int(told["year"]), int(told["month"]), int(told["day"]), hour, int(told["minute"] or 0)
        )
    except ValueError:
        return _Head(name, None, told.get("rest") or "")
    return _Head(name, moment, told.get("rest") or "")


_COLON = re.compile(r"^(?P<name>[^\s:：，。,.!?！？、（）()\[\]【】]{1,16})\s*[:：]\s*(?P<rest>.*)$")


def _named(lines: Sequence[str], place: str, splits: Splits) -> Iterator[Message]:
    """Messages under `name:`, where at least two people are named so and the text begins with one of them."""
    heads = {
        n: m for n, line in enumerate(lines) if (m := _COLON.match(line.strip())) and m["name"] not in splits.parts
    }
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first not in heads or len({m["name"] for m in heads.values()}) < 2:
        return
    starts = sorted(heads)
    for at, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        words = "\n".join([heads[at]["rest"], *lines[at + 1 : end]]).strip("\n")
        yield Message(words, heads[at]["name"], None, _at(place, at + 1), doubt=BY_NAMES)


def _anonymous(lines: Sequence[str], place: str, splits: Splits) -> Iterator[Message]:
    """Messages of nobody in particular: between rules, else by numbers or blank lines where each tells by itself."""
    ruled = [b for b in _blocks(lines, lambda line: bool(_RULE.match(line))) if b[1]]
    if len(ruled) > 1:
        yield from (Message(words, place=_at(place, number)) for number, words in ruled)
        return
    whole = "\n".join(lines).strip()
    if re.search(r"^#{1,4} ", whole, flags=re.MULTILINE):
        yield Message(whole, place=_at(place, 1))
        return
    numbered = _numbered(lines)
    if len(numbered) > 2 and all(_tells(words) for _, words in numbered):
        yield from (Message(words, place=_at(place, number), doubt=BY_NUMBERS) for number, words in numbered)
        return
    blocks = _rejoined([b for b in _blocks(lines, lambda line: not line.strip()) if b[1]], splits)
    doubt = BY_BLANKS if len(blocks) > 1 else ""
    yield from (Message(words, place=_at(place, number), doubt=doubt) for number, words in blocks)


def _blocks(lines: Sequence[str], parts: Callable[[str], bool]) -> list[tuple[int, str]]:
    """Runs of lines between those that part them, each with the number of its first line."""
    found: list[tuple[int, str]] = []
    body: list[str] = []
    start = 1
    for number, line in enumerate([*lines, ""], 1):
        if number <= len(lines) and not parts(line):
            start = start if "".join(body).strip() else number
            body.append(line)
        elif body:
            found.append((start, "\n".join(body).strip()))
            body = []
    return found


_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.、)）]|[（(]\d{1,2}[)）]|第?[一二三四五六七八九十]{1,3}[、.])\s*(?P<rest>.+)$")


def _numbered(lines: Sequence[str]) -> list[tuple[int, str]]:
    """The items of a text that is one list and nothing else."""
    items: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if match := _NUMBER.match(line):
            items.append((number, match["rest"]))
        elif line.strip():
            if not items:
                return []
            items[-1] = (items[-1][0], f"{items[-1][1]}\n{line.strip()}")
    return items


_ASKS = re.compile(r"[?？]|吗|怎么|咋|如何|能不能|可以|合法|怎样|多少|要不要|是不是")
_OF_ONESELF = re.compile(r"我|俺|本人|\bmy?\b|\bI\b|您好|你好")
_ENOUGH = 10
"""Characters of an item or a block that may be a message of its own."""


def _tells(words: str) -> bool:
    """Whether words may be a whole message: of somebody, and with a question."""
    return len(words) >= _ENOUGH and bool(_ASKS.search(words)) and bool(_OF_ONESELF.search(words))


def _rejoined(blocks: Sequence[tuple[int, str]], splits: Splits) -> list[tuple[int, str]]:
    """Blocks apart only where each tells by itself; what goes on (而且…, 另外…) stays with what stands before."""
    joined: list[tuple[int, str]] = []
    for number, words in blocks:
        goes_on = words.startswith(splits.goes_on) or not _tells(words)
        if joined and (goes_on or not _tells(joined[-1][1])):
            joined[-1] = (joined[-1][0], f"{joined[-1][1]}\n{words}")
        else:
            joined.append((number, words))
    return joined


_QUOTED = re.compile(r"^\s*[「『](?P<quoted>[^」』]{1,400})[」』]\s*\n(?:\s*(?:[-—–─]\s?){3,}\s*\n)?(?P<rest>[\s\S]*)$")


def _settled(message: Message) -> Message:
    """The message without what it quotes, and with a word where it has no words."""
    words, quoted = "\n".join(li for li in message.words.split("\n") if not _says_forwarded(li)).strip(), message.quoted
    if (match := _QUOTED.match(words)) and (":" in match["quoted"] or "：" in match["quoted"]):
        words, quoted = match["rest"].strip(), match["quoted"]
    silent = _MEDIA.search(words) and not _MEDIA.sub("", words).strip()
    return replace(message, words=words, quoted=quoted, doubt=NO_WORDS if silent else message.doubt)


def _says_forwarded(line: str) -> bool:
    """Whether a line only marks the beginning or the end of what is forwarded."""
    return bool(_FORWARD_WORDS.search(line) and _FORWARDED.match(line))


def _at(place: str, number: int) -> str:
    return f"{place}:{number}" if place else f"第{number}行"
