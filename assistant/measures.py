"""Facts from numbers: was somebody contacted at night or by day, how many calls were there a day."""

from __future__ import annotations

import re
import tomllib
from datetime import time
from pathlib import Path

_LIMITS = {
    row["id"]: row
    for row in tomllib.loads((Path(__file__).parent / "data" / "calllimits.toml").read_text(encoding="utf-8"))["limit"]
}

NIGHT_FROM, NIGHT_TO = time.fromisoformat(_LIMITS["night"]["from"]), time.fromisoformat(_LIMITS["night"]["to"])
"""GB/T 45251-2025 5.3 and the 2026 guideline of the 中国银行业协会: no collection from 22:00 to 8:00."""

MANY_CALLS: int = _LIMITS["calls"]["most"]
"""GB/T 45251-2025 5.3: at most three effective voice calls a day to one debtor."""

MANY_UNANSWERED: int = _LIMITS["missed"]["most"]
"""The 2026 guideline of the 中国银行业协会: unanswered, no more than six attempts a day to one number."""


MEASURED = {
    "night-contact": "22:00到次日8:00之间催收",
    "day-contact": "白天来电",
    "unclear-hour": "钟点分不清早晚",
    "many-calls": f"一天通话超过{MANY_CALLS}次",
    "many-unanswered": f"一天未接超过{MANY_UNANSWERED}次",
    "few-calls": "一天来电次数不多",
}
"""Every fact that is told so, with its title."""


def part_of_day(moment: time) -> str:
    """The fact that an hour tells."""
    return "night-contact" if moment >= NIGHT_FROM or moment < NIGHT_TO else "day-contact"


def counted(count: int, *, unanswered: bool = False) -> str:
    """The fact that a number of calls a day tells."""
    limit, over = (MANY_UNANSWERED, "many-unanswered") if unanswered else (MANY_CALLS, "many-calls")
    return over if count > limit else "few-calls"


_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_NIGHT_PARTS = {"晚上", "夜里", "半夜", "深夜", "大半夜", "三更半夜", "昨晚", "今晚", "夜晚", "大晚上", "晚间", "午夜"}
_NIGHT_PARTS |= {"夜间", "夜头", "晚头", "晚黑"}
_HOUR = re.compile(
    r"(?P<part>凌晨|清晨|清早|早上|早晨|一大早|今早|昨早|明早|一早|大早上|上午|中午|下午|傍晚|昨晚|今晚|夜晚|大晚上|晚上|晚间|夜里|三更半夜|大半夜|半夜"
    r"|深夜|午夜|夜间|夜头|晚头|晚黑)?(?:的|都|都已经|已经|已|快|才|就|大概|大约|差不多|又|还)?(?P<hour>[零一二三四五六七八九十两]{1,3}|\d{1,2})"
    r"(?:点钟?|时|:(?P<minute>\d{2}))(?P<half>半)?(?:(?P<past>[零二三四五]?[零一二三四五六七八九十]{1,2}|\d{2}|十)分?(?![个次条通遍人天年月块万几多点]))?"
    r"(?!前|之前|以前|为止|内|开庭|上班|下班)"
)
_NIGHT_WORDS = re.compile(r"半夜|深夜|凌晨|三更|午夜|天没亮|天还没亮|天不亮|深更|睡觉的时候|睡着了|后半夜")
_DAY_WORDS = re.compile(r"白天|大白天|上午|下午|中午|工作时间|上班时间|工作日")
_CONTACT = re.compile(r"打|电话|手机响|铃|一接|通话|来电|短信|信息|消息|微信|联系|催|敲门|上门|骚扰|轰炸|未接|发|call")
_SPOKEN_NOT = re.compile(
    r"(?:没有?|从来?不|从来?没有?|不会?|未曾?|并未|并不)(?:再|有|在|是|给我|打过)*[^,，。！？!?；;、\n]{0,2}$"
)
"""A time that is denied, right before it: 从来不在半夜打."""
_SPOKEN_NOT_AFTER = re.compile(
    r"^[^,，。！？!?；;、\n]{0,3}?(?:从来?没有?|从来?不|都?没有?(?!打?通|停|完|接|命|办法|事|人)|都?不会?)(?:再|给我)*(?:打|来|发|联系|骚扰|催)(?!通|完)"
)
_OWN_CALL = re.compile(
    r"(?<![给对跟向找让叫])(?:我|俺)(?:自己|主动|又|就|先|在)*(?:[跟和给](?!他们|催收|客服|平台|银行)[^,，。！？!?；;、\n]{1,5}(?:打电话|通话|聊|视频|打语音)|打给|打的|打过去|打去|打回|回拨|拨打|联系的|去电|打客服|打电话给)"
)
"""The asker is the one who called: 晚上十一点我自己打给客服的."""
_OWN_NIGHT = re.compile(
    r"睡不|失眠|惊醒|吓醒|哭|上班|下班|加班|想不开|游戏|麻将|打牌|喝酒|夜班|追剧|玩到|聊到|熬夜|刷手机|打球"
)
_COUNT = re.compile(
    r"(?:一天之内|(?:连着|连续|接连|一连|一口气)(?=(?:给我|又)*(?:打|来|拨|响))|一天|每天|一日|天天|今天|昨天|当天|一个小时|一上午|一下午|一晚上|一晚|一早上|从早到晚|24小时)"
    r"(?P<gap>[^。！？!?；;\n]{0,12}?)(?P<count>十几|几十|上百|好几十|二十多|三十多|[零一二三四五六七八九十两百]{1,4}|\d{1,3})"
    r"(?:多|来|几)?(?:个|通|次|遍|趟|回)(?!人|亲|朋|同事|联系人|家人|平台|月|小时|钟|催收员|领导|群|孩子|单位)(?P<what>未接)?"
)
_UNANSWERED = re.compile(r"未接|没接|不接|接不通|没打通")


def measured(text: str) -> dict[str, str]:
    """The facts that the hours and counts of a text tell (id → the words that told it)."""
    found: dict[str, str] = {}
    hours = []
    for match in _HOUR.finditer(text):
        if _tells_contact(text, match) and (fact := _hour_fact(match)):
            found[fact] = match[0]
            hours.append(match.span())
    for fact, words in (("night-contact", _NIGHT_WORDS), ("day-contact", _DAY_WORDS)):
        for match in words.finditer(text):
            if not any(a <= match.start() < b for a, b in hours) and _tells_contact(text, match):
                found.setdefault(fact, match[0])
    for match in _COUNT.finditer(text):
        if not any(_CONTACT.search(c) for c in _clauses(text, match)) or _own_calls(text, match):
            continue
        unanswered = match["what"] or _UNANSWERED.search(match["gap"] + text[match.end() : match.end() + 10])
        found[counted(_number(match["count"]), unanswered=bool(unanswered))] = match[0]
    return found


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if "几" in text or "多" in text or "上百" in text:
        return 100 if "百" in text else (13 if text == "十几" else 20)
    total, digit = 0, 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def _hour_fact(match: re.Match[str]) -> str:
    """night-contact, day-contact, or unclear-hour where ten o'clock may be either."""
    hour, part = _number(match["hour"]), match["part"] or ""
    if hour > 24:
        return ""
    if not part and not match["minute"] and hour in {*range(1, 8), 10, 11, 12}:
        return "unclear-hour"
    if (
        (part in _NIGHT_PARTS and 6 <= hour <= 12)
        or (part in {"下午", "傍晚"} and hour < 12)
        or (part == "中午" and hour < 3)
    ):
        hour += 12
    return part_of_day(
        time(hour % 24, min(59, int(match["minute"] or (30 if match["half"] else _past(match["past"])))))
    )


def _past(minutes: str | None) -> int:
    """Minutes past the hour as people say them: 十点二十, 八点零五."""
    return _number(minutes.lstrip("零0") or "0") if minutes else 0


def _tells_contact(text: str, match: re.Match[str]) -> bool:
    """Whether the clause of an hour, or else the clause beside it, speaks of a call and not of the debtor's sleep."""
    own, *beside = _clauses(text, match)
    at = text.rfind(own, 0, match.start() + 1)
    before, after = text[max(0, at) : match.start()], text[match.end() : max(0, at) + len(own)]
    if _SPOKEN_NOT.search(before) or _SPOKEN_NOT_AFTER.match(after) or _OWN_CALL.search(own):
        return False
    if "打错" in own or (_OWN_NIGHT.search(own) and not re.search(r"打来|打电话|来电|短信", own)):
        return False
    return any(_CONTACT.search(c) for c in (own, *beside))


def _clauses(text: str, match: re.Match[str]) -> list[str]:
    """The clause of a match, and the clauses beside it."""
    clauses = list(re.finditer(r"[^,，。！？!?；;、\n]+", text))
    here = next(i for i, c in enumerate(clauses) if c.start() <= match.start() < c.end())
    return [clauses[here][0], *(c[0] for c in clauses[max(0, here - 1) : here + 2])]


def _own_calls(text: str, match: re.Match[str]) -> bool:
    """Whether the asker is the caller: 我一天打十个电话."""
    return bool(
        re.search(r"(?<![给打找催骂让叫])(?:我|俺|我们)$", text[: match.start()])
        and re.search("打|拨|发|催", match["gap"])
    )
