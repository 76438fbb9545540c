"""Where somebody lives or works: addresses down to a door or a village, employers and schools by their cue.

A city or a district alone is nobody's; after 我住在 or 地址 it is taken too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from assistant.personal import Found, compact
from kb import InputProblem

PLACES = Path(__file__).parent / "data" / "places.toml"

_GO = r"在到去了是的我他她你您住从往把被给找就说让个来跟和于向里家着过离回有都又还也对这那"
"""Characters that seldom stand in a place's name, and often before one."""
_CHARACTER = (
    rf"(?:(?![{_GO}])[\u4e00-\u9fff]"
    r"|和(?=[平谐田睦顺美兴林县])|向(?=[阳东荣前])|来(?=[宾凤安福广])|家(?=[园和庄村屯营街巷弄胡湾坡桥沟店渡塘浜嘴冲坝坪垭堡窑寨岭河渠集路])|有(?=[福财限])|里(?=[仁弄])"
    r"|过(?=[街])|于(?=[都洪])|对(?=[山])|去(?=[尘])|个(?=[旧])|都(?=[市江])|(?<=家)里|(?<=福)里)"
)
_ADMIN = r"(?:自治区|自治州|自治县|开发区|新区|特区|地区|街道|社区|省|市|区|县|旗|镇|乡|盟)"
_VILLAGE = r"(?:[庄屯寨家湾]村|村|屯|庄|寨)(?:委会)?"
_ROAD = r"(?:大道|大街|路|街|巷|弄|胡同|道|段|环)"
_HOME = (
    r"(?:小区|花园|花苑|公寓|家园|家苑|新村|新城|新苑|山庄|大厦|广场|名苑|名邸|华府"
    r"|华庭|雅苑|嘉园|佳苑|公馆|别墅|宿舍|安置房)"
)
_ESTATE = r"(?:苑|园|府|城|湾|里|庭|郡)"
"""Ends of a housing estate's name that are one only before a door."""
_DOOR = (
    r"(?:(?:[0-9]{1,5}|[一二三四五六七八九十百零〇]{1,5})(?:号楼|号院|号|栋|幢|座|棟|单元"
    r"|室|户|层|楼|门|组|队|弄|巷)"
    r"|[A-Za-z][座栋幢区](?![A-Za-z])|[0-9]{1,5}[\-–—][0-9]{1,4}(?:[\-–—][0-9]{1,4}){0,2}(?:室|号)?|[东西南北]户)"
)
_ROOM = r"[0-9]{3,4}(?![0-9元万块天个年月日期%点:]|[.,][0-9])"
_WHOSE = "我们?|他|她|老公|老婆|爱人|丈夫|妻子|爸|妈|儿子|女儿|哥|姐|弟|妹|对象|孩子"
_SAID = re.compile(
    r"(?:地址|住址|户籍地?|户口所在地|户籍所在地|居住地|现居|现住|家住|住在|住到"
    r"|搬到|搬去|收货|寄到|寄往|送达|送到|老家|籍贯|我住|家在|租住在?|门牌)[在是为到了: ]{0,3}$"
)
"""What says, right before a place, that somebody is there."""


@dataclass(frozen=True, slots=True)
class Places:
    """Words about places, read from data, made into patterns."""

    part: re.Pattern[str]
    """One step of an address; the group that matched names it."""
    works: tuple[re.Pattern[str], ...]
    unnamed: tuple[str, ...]

    def found_in(self, text: str) -> Iterator[Found]:
        """Addresses and employers in an evened text."""
        for chain in self._chains(text):
            start, end = chain[0].start(), chain[-1].end()
            if _is_door([str(part.lastgroup) for part in chain]) or _SAID.search(text, max(0, start - 14), start):
                yield Found(start, end, "地址", compact(text[start:end]))
        for pattern in self.works:
            for found in pattern.finditer(text):
                start, end = found.span(1)
                if end - start >= 2 and not found[1].startswith(self.unnamed):
                    yield Found(start, end, "单位", compact(found[1]))

    def _chains(self, text: str) -> Iterator[list[re.Match[str]]]:
        """Steps that follow each other, from the province down to the door."""
        chain: list[re.Match[str]] = []
        for part in self.part.finditer(text):
            apart = text[chain[-1].end() : part.start()] if chain else ""
            if chain and (not apart or (apart == " " and part.lastgroup in {"door", "room", "home"})):
                chain.append(part)
                continue
            if chain and chain[0].lastgroup != "room":
                yield chain
            chain = [part]
        if chain:
            yield chain


def _is_door(steps: Sequence[str]) -> bool:
    """Whether steps lead to a house: a road or an estate with a door, an estate in a town, a village in a county."""
    after = list(pairwise(steps))
    return (
        any(first in {"road", "estate", "home"} and second == "door" for first, second in after)
        or any(first in {"known", "admin"} and second == "home" for first, second in after)
        or any(first in {"known", "admin"} and second == "village" for first, second in after)
        or ("village" in steps and "door" in steps)
    )


def read_places(path: Path = PLACES) -> Places:
    """Read the words about places.

    Raises:
        InputProblem: the file cannot be read.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        words = {
            key: [str(w) for w in data[key]]
            for key in ("provinces", "cities", "unnamed", "employers", "schools", "jobs")
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputProblem(f"{path.name} 读不出来：{error}；格式见 docs/formats.md") from error
    return _places(**words)


def _places(
    provinces: Sequence[str],
    cities: Sequence[str],
    unnamed: Sequence[str],
    employers: Sequence[str],
    schools: Sequence[str],
    jobs: Sequence[str],
) -> Places:
    known = (
        f"(?:{_any(provinces)})(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)?(?:(?:{_any(cities)})市?)?"
        f"|(?:{_any(cities)})市?"
    )
    name = rf"{_CHARACTER}{{1,7}}?"
    part = (
        rf"(?P<known>{known})|(?P<door>{_DOOR})|(?P<room>{_ROOM})|(?P<home>{_HOME}|(?:{_CHARACTER}|[A-Za-z0-9]){{1,6}}?{_HOME})"
        rf"|(?P<village>{name}{_VILLAGE})|(?P<admin>{name}{_ADMIN})|(?P<road>{name}{_ROAD})|(?P<estate>{name}{_ESTATE})"
    )
    end = r"(?=[，。,.;；！!？?\s、）)”\"」]|$|的|，|堵|被|敲|贴|闹)"
    name = r"(?:(?!当事|应当)[^，。,.;；！!？?\s、:（）()“”\"在的]){2,20}?"
    org = _any(employers)
    verbs = (
        r"(?:上班|工作(?![日中人量时证过任职有])|打工|任职|就职|供职|实习|干活|教书|读书|上学|念书|打零工|跑业务"
        rf"|[当做](?:{_any(jobs)}))"
    )
    return Places(
        re.compile(part),
        (
            re.compile(rf"在({name})(?:里|里面|那边)?{verbs}"),
            re.compile(
                rf"(?:(?:工作|用人|所在|任职)单位|单位[名全]称|雇主|上班的?地方|(?:{_WHOSE})(?:的|现在|以前|现|原来)?(?:单位|公司|学校)"
                rf"|(?<![\u4e00-\u9fff])(?:单位|公司|学校))(?:名称|全称)?(?:是|叫做?|:)[ ]?({name}){end}"
            ),
            re.compile(rf"(?:就职于|任职于|供职于|受雇于|就读于|在读于|入职)(?:了)?({name}){end}"),
            re.compile(
                rf"((?:{_CHARACTER}|[A-Za-z0-9]){{2,16}}?(?:{org}))(?=就?是我们?(?:的|上班|工作|单位|公司)|就?是我(?:老公|老婆|爱人|爸|妈)(?:上班|单位|工作))"
            ),
            re.compile(rf"(?:在|到|去)((?:{_CHARACTER}|[A-Za-z0-9]){{2,12}}?(?:{_any(schools)}))"),
        ),
        tuple(unnamed),
    )


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
