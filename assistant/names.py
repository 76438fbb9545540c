"""Names of persons by their cue: what stands before, what they are called, who speaks in a chat, who signs.

A name is a surname and one or two more characters. Where a name ends is not written in Chinese, so in doubt one
character more is taken. Without any cue a name is found where the cutter of words takes it for one and its surname is
common, where it was found elsewhere, or where it is given.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.personal import Found, everywhere
from kb import InputProblem, likely_names

NAMES = Path(__file__).parent / "data" / "names.toml"

_HAN = r"[\u4e00-\u9fff]"
_COMMON = 100
"""Surnames at the head of the list that most people bear; after a weak cue they need no more proof."""
_HEADS = 30
"""Of them, those taken after 老 and 小."""
_CONNECTOR = re.compile(
    r"[ \t]*(?:的?(?:名字|姓名|全名)?(?:签名|签字|盖章)?(?:[(（][^)）\n]{0,8}[)）])?)"
    r"(?:写的是|填的是|就是|写着|是|叫做?|名叫|为|:|,|[(“\"「『【\[]|[ ]){0,3}"
)
_ENGLISH = re.compile(
    r"(?:(?:[Mm]y name is|[Nn]amed|[Cc]alled|\bMrs?\.?|\bMs\.?|\bMiss) ([A-Z][a-z]+(?: [A-Z][a-z]+){0,2})"
    r"|(?:\bI am|\bI'm|[Tt]his is) ([A-Z][a-z]+(?: [A-Z][a-z]+){1,2}))"
)
_SPEAKER = re.compile(
    rf"^[ \t]*(?:\[?[0-9][0-9:/\-年月日. ]{{3,20}}\]?[ ]*)?({_HAN}{{2,4}})"
    r"(?=[ ]*+(?:[(][^)\n]{1,14}[)])?[ ]*+:|[ ]+(?:20)?[0-9]{2}[\-/年:])",
    re.MULTILINE,
)
_BRACKETED = re.compile(rf"[【\[]({_HAN}{{2,4}})[】\]]")
_SIGNED = re.compile(
    rf"\n[ \t]*+(?:——|--|—)?[ ]*+({_HAN}{{2,4}})[ ]*+(?=\n[ ]*(?:20|$)|\Z)"
    rf"|(?:——|--)({_HAN}{{2,4}})(?=[\s。]|\Z)|({_HAN}{{2,4}})(?=敬上|敬启|谨上|拜上)"
)
_BEFORE_PHONE = re.compile(
    rf"({_HAN}{{2,3}})[ ,:(]{{0,2}}"
    r"(?:的?(?:联系)?(?:电话|手机|方式)号?码?)?[ :是为(]{0,2}(?=\+?(?:86)?[ \-]?1[3-9][0-9])"
)
_BEFORE_SURNAME = frozenset("个位名姓那这")
_VOCATIVE = re.compile(rf"(?:(?<![\s\S])|[。！？!?:“\"\n])[ ]*({_HAN}{{2,4}})[,，!！:][ ]?(?=[您你])")
_PAIRED = re.compile(rf"[、和与跟及]({_HAN}{{2,3}})")
_COUNTING = frozenset("张段项方路管")
"""Surnames that also count things: 两张卡, 一段录音."""
_COUNT = re.compile(r"[0-9一二两三四五六七八九十几多这那每哪半整上下有编写了给放到还开发收]$")
_SURNAMED = re.compile(rf"姓({_HAN})(?=的|[,，。、:!！?？\s]|\Z)")


@dataclass(frozen=True, slots=True)
class Names:
    """Words about names, read from data, made into patterns."""

    surnames: str
    """Most common first."""
    wordlike: str
    """Those that also begin other words."""
    compound: frozenset[str]
    titles: tuple[str, ...]
    polite: tuple[str, ...]
    never: frozenset[str]
    seldom: frozenset[str]
    """Of them, those that some people do bear: 李想, 张为民; in a name only where it plainly ends."""
    barred: frozenset[str]
    """Those that nobody bears."""
    doubtful: frozenset[str]
    not_names: Mapping[str, tuple[str, ...]]
    """Words that look like names, by their first character."""
    institutions: tuple[str, ...]
    sure: re.Pattern[str]
    cues: re.Pattern[str]
    titled: re.Pattern[str]
    shortly: re.Pattern[str]
    leading: re.Pattern[str]
    fondly: re.Pattern[str]
    asked: re.Pattern[str]
    """叫我赵铁柱就行: how somebody asks to be called."""
    rare: re.Pattern[str]
    """A word that plainly ends."""

    def found_in(self, text: str, known: Sequence[str] = ()) -> Iterator[Found]:
        """Names in an evened text; those found once, and those known, wherever they stand."""
        found = [*self._by_cue(text), *self._guessed(text)]
        yield from found
        ends = {f.end for f in found}
        for pair in _PAIRED.finditer(text):
            if pair.start() in ends and (end := self._name(text, pair.start(1), strict=True)):
                found.append(Found(pair.start(1), end, "姓名", text[pair.start(1) : end]))
                yield found[-1]
        full = {f.key for f in found if f.end - f.start > 1} | {name for name in known if len(name) > 1}
        yield from everywhere(text, full)

    def _guessed(self, text: str) -> Iterator[Found]:
        """Words that look like full names without any cue: 王建国昨天来了."""
        for start, end in likely_names(text):
            counted = text[start] in _COUNTING and _COUNT.search(text, max(0, start - 2), start)
            money = text[start] == "钱" and end - start == 2
            if not (counted or money) and self.is_plain(text[start:end]):
                yield Found(start, end, "姓名", text[start:end])

    def is_plain(self, word: str) -> bool:
        """Whether a word is a full name that looks like nothing else: a common surname, nothing barred behind it."""
        common = word[:2] in self.compound or (self._common(word[0]) and word[0] not in self.wordlike)
        return common and self._is_name(word, self.barred)

    def _by_cue(self, text: str) -> Iterator[Found]:
        for start, end in (*self._introduced(text), *self._called(text), *self._standing(text)):
            yield Found(start, end, "姓名", text[start:end])

    def _introduced(self, text: str) -> Iterator[tuple[int, int]]:
        """After a cue: 我叫张三, 客户张三, 我老公张三."""
        for cue in self.sure.finditer(text):
            connector = _CONNECTOR.match(text, cue.end())
            start = connector.end() if connector else cue.end()
            said = bool(connector and ":" in connector[0])
            strict = not said and not cue[0].endswith("叫")
            named = self._name(text, start, strict=strict) or self._rare(text, start)
            if end := named or self._word(text, start, said):
                yield start, end
        for cue in self.cues.finditer(text):
            connector = _CONNECTOR.match(text, cue.end())
            start = connector.end() if connector else cue.end()
            said = bool(connector and ":" in connector[0])
            if end := self._name(text, start, strict=not said) or self._rare(text, start):
                yield start, end
        for found in _ENGLISH.finditer(text):
            yield found.span(1 if found[1] else 2)
        for found in _SURNAMED.finditer(text):
            if found[1] in self.surnames:
                yield found.span(1)

    def _called(self, text: str) -> Iterator[tuple[int, int]]:
        """Before a title: 张三先生, 李律师, 王总; after 老 and 小."""
        for title in self.titled.finditer(text):
            end = title.start()
            for length in (4, 3, 2):
                start = end - length
                if start >= 0 and self._stands(text, start, end):
                    yield start, end
                    break
            else:
                yield from self._surname_before(text, end, polite=title[0] in self.polite)
        for title in self.shortly.finditer(text):
            if self._opens(text, title.start() - 1):
                yield title.start() - 1, title.start()
        for found in self.fondly.finditer(text):
            yield found.span(1)

    def _surname_before(self, text: str, end: int, *, polite: bool = False) -> Iterator[tuple[int, int]]:
        surname, before = text[end - 1 : end], text[max(0, end - 2) : end - 1]
        if text[max(0, end - 2) : end] in self.compound:
            yield end - 2, end
        elif not surname or surname not in self.surnames or self._looks_only(text, end - 1):
            return
        elif before in _BEFORE_SURNAME or polite or (surname in self.wordlike and not before):
            yield end - 1, end
        elif surname in self.wordlike:
            return
        elif self._common(surname) or not "\u4e00" <= before <= "\u9fff":
            yield end - 1, end

    def _standing(self, text: str) -> Iterator[tuple[int, int]]:
        """By place: who speaks, 【张三】, a signature, the name before a phone number."""
        for pattern in (_SPEAKER, _BRACKETED, _SIGNED, _VOCATIVE):
            for found in pattern.finditer(text):
                start, end = found.span(found.lastindex or 0)
                if (
                    pattern is _SIGNED
                    and not self._common(text[start])
                    and text[start : start + 2] not in self.compound
                ):
                    continue
                if self._is_name(text[start:end], self.barred) and not text[start:end].endswith(self.institutions):
                    yield start, end
        for found in self.asked.finditer(text):
            start, end = found.span(1)
            named = self._is_name(text[start:end], self.barred) and text[start] not in self.wordlike
            if named and (found[2] or end - start == 3):
                yield start, end
            elif found[2] and end - start == 2 and text[start] in "老小阿大" and text[start + 1] in self.surnames:
                yield start + 1, end
        for found in (*_BEFORE_PHONE.finditer(text), *self.leading.finditer(text)):
            end = found.end(1)
            for start in (end - 4, end - 3, end - 2):
                if start >= found.start(1) and self._stands(text, start, end):
                    yield start, end
                    break

    def _stands(self, text: str, start: int, end: int) -> bool:
        """Whether a name may begin and end here; where nothing stands before it, one with a seldom character too."""
        joined = start > 0 and "\u4e00" <= text[start - 1] <= "\u9fff"
        return self._is_name(text[start:end], self.never if joined else self.barred) and self._opens(text, start)

    def _is_name(self, word: str, barred: frozenset[str]) -> bool:
        """Whether a whole word is a surname and one or two characters, none of them barred."""
        size = 2 if word[:2] in self.compound else 1
        given = word[size:]
        return (
            (size == 2 or word[0] in self.surnames)
            and 1 <= len(given) <= 2
            and all("\u4e00" <= c <= "\u9fff" for c in given)
            and not self._looks_only(word, 0)
            and not barred.intersection(given)
            and not word.endswith(self.titles)
        )

    def _rare(self, text: str, start: int) -> int:
        """Where a name ends that has a seldom character: only at a mark, the end, a title, or 吧; 0 if none does."""
        for found in self.rare.finditer(text, start, start + 12):
            named = found.start() == start and self._is_name(found[1], self.barred) and found[1][0] not in self.wordlike
            return found.end(1) if named and self._common(found[1][0]) and self.seldom.intersection(found[1]) else 0
        return 0

    def _name(self, text: str, start: int, *, strict: bool = False) -> int:
        """Where a name that begins here ends; 0 if none does. Strict: a rare surname's name must end visibly."""
        size = 2 if text[start : start + 2] in self.compound else 1
        given = start + size
        if (size == 1 and text[start : start + 1] not in self.surnames) or not text[start : start + 1]:
            return 0
        if self._looks_only(text, start) or not self._may_be_given(text, given):
            return 0
        if text.startswith(self.titles, given):
            return 0
        long = self._may_be_given(text, given + 1) and not text.startswith(self.titles, given + 1)
        if long and text[given + 1] in self.doubtful:
            long = self._closes(text, given + 2)
        ends = [given + 2, given + 1] if long else [given + 1]
        if not strict or size == 2 or (self._common(text[start]) and text[start] not in self.wordlike):
            return ends[0] if text[given] not in self.doubtful or self._closes(text, ends[0]) else 0
        plainly = text[start] in self.wordlike
        return next((end for end in ends if self._closes(text, end, plainly=plainly)), 0)

    def _common(self, surname: str) -> bool:
        return surname in self.surnames[:_COMMON]

    def _word(self, text: str, start: int, said: bool) -> int:
        """Where a name without a surname ends: 我叫小明, 姓名：阿珍."""
        end = start
        while end < min(len(text), start + 5) and "\u4e00" <= text[end] <= "\u9fff":
            end += 1
        word = text[start:end]
        if not 2 <= len(word) <= 4 or self.never.intersection(word) or word.endswith(self.institutions):
            return 0
        return end if (said or word[0] in "小阿大") and not self._looks_only(text, start) else 0

    def _may_be_given(self, text: str, at: int) -> bool:
        return at < len(text) and "\u4e00" <= text[at] <= "\u9fff" and text[at] not in self.never

    def _looks_only(self, text: str, at: int) -> bool:
        return text.startswith(self.not_names.get(text[at : at + 1], ("\0",)), at)

    def _opens(self, text: str, at: int) -> bool:
        """Whether a name may begin here: the character before does not belong to a word with it."""
        before = text[at - 1] if at else ""
        return (
            not "\u4e00" <= before <= "\u9fff"
            or before in self.never
            or before in self.doubtful
            or before in "个位名员友事人方姓请托和由"
        ) and not self._looks_only(text, at)

    def _closes(self, text: str, at: int, *, plainly: bool = False) -> bool:
        """Whether a name may end here; plainly: what follows can be no part of it."""
        after = text[at : at + 1]
        return (
            not "\u4e00" <= after <= "\u9fff"
            or after in self.never
            or after in "和与及跟同"
            or (after in self.doubtful and not plainly)
            or text.startswith(self.titles, at)
        )


def read_names(path: Path = NAMES) -> Names:
    """Read the words about names.

    Raises:
        InputProblem: the file cannot be read.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        lists = {key: [str(w) for w in data[key]] for key in _LISTS}
        texts = {
            key: "".join(str(data[key]).split())
            for key in ("surnames", "wordlike", "not_after_short", "never", "seldom", "doubtful")
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputProblem(f"{path.name} 读不出来：{error}；格式见 docs/formats.md") from error
    surnames = "".join(dict.fromkeys(texts["surnames"]))
    plainly = "".join(c for c in surnames[:_COMMON] if c not in texts["wordlike"])
    by_first: dict[str, list[str]] = {}
    for word in lists["not_names"]:
        by_first.setdefault(word[0], []).append(word)
    return Names(
        surnames=surnames,
        wordlike=texts["wordlike"],
        compound=frozenset(lists["compound"]),
        titles=tuple(lists["titles"]),
        polite=tuple(lists["polite"]),
        never=frozenset(texts["never"]),
        seldom=frozenset(texts["seldom"]),
        barred=frozenset(texts["never"]) - frozenset(texts["seldom"]),
        doubtful=frozenset(texts["doubtful"]),
        not_names={first: tuple(words) for first, words in by_first.items()},
        institutions=tuple(lists["institutions"]),
        sure=_any(lists["sure"]),
        cues=_any([*lists["cues"]]),
        titled=_any(lists["titles"]),
        shortly=re.compile(rf"(?<=[{plainly}])([{''.join(lists['short'])}])(?![{texts['not_after_short']}])"),
        leading=re.compile(rf"(?<!{_HAN})({_HAN}{{2,4}})(?={_any(lists['after']).pattern})"),
        asked=re.compile(
            rf"(?:{_any(lists['call']).pattern})({_HAN}{{2,4}}?)(?:({_any(lists['call_end']).pattern})|(?=[,，。、!！?？;；\n]|\Z))"
        ),
        rare=re.compile(
            rf"({_HAN}{{2,4}}?)(?={_any([*lists['call_end'], *lists['titles'], '的人']).pattern}|[^\u4e00-\u9fff]|\Z)"
        ),
        fondly=re.compile(rf"[老小阿]([{surnames[:_HEADS]}])(?=[说打的跟给要让叫也被在都就他她家,，。、:!！?？\s]|\Z)"),
    )


_LISTS = (
    *("compound", "sure", "cues", "call", "call_end", "after", "titles", "polite", "short", "not_names"),
    "institutions",
)


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
