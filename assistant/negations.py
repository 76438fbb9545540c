"""Whether a sentence affirms and denies what its articles affirm and deny."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.grounds import Grounds, before, clause_around, occurrences, stretch_around

_NOT = re.compile(r"[不未无非免禁没拒别勿失]|除外|违反|停止|终止")
_BANNED = re.compile(r"不得|禁止|不许|违法|无权|是不")
_DENIED = re.compile(
    r"(?<!是)(?:不予|不再|不用|不必|无需|无须|不应|不|未)(?!是|相|要|会|得|需|用|必|能|可|应|予|再|同)"
    r"(?P<verb>[\u4e00-\u9fff]{2})"
)
_LAW_DENIES = re.compile(
    r"(?:不予|不再|不应|无需|无须|没有|未经|不|未|无)(?!得|是|要|会|予|再|应|能|第|下)(?P<verb>[\u4e00-\u9fff]{2})"
)
_EITHER = re.compile(r"(..?)不\1|是不是|有没有|能不能|要不要|会不会|是否")
"""An open question denies nothing: 及时不及时."""
_WORDS = re.compile(r"[\u4e00-\u9fff]{4}")
_RESTATED = 0.6
"""Share of a clause that the law's sentence must have, before a word in it may be called turned round."""
_AFFIRMING = (
    ("(?<![不未只才可没])能", "不能", "(?<!不)能"),
    ("(?<![不未])可以", "不能", "(?:可以|(?<!不)能够?)"),
    ("(?<![不给])予以?", "不予", "(?:应予?|(?<!不)予以|应当|可以|给予)"),
    ("(?:继续|仍)", "不再", "(?:继续|仍)"),
)
"""Words that affirm a verb, the word that denies it in law, and those with which the law would affirm it too."""
_OPPOSITE = (
    ("有效", "无效"),
    ("服从", "不服"),
    ("(?<![不只])能证明", "不能证明"),
    ("(?<![没未不已曾历])经[^，。；]{0,10}(?:同意|批准|许可)", "未经[^，。；]{0,10}(?:同意|批准|许可)"),
)
_POLAR = "享有|承担|适用|支持|返还|支付|赔偿|保护|有权|收取|公开|偿还|构成|成立|生效|受理|排除"
_POLAR_NOT = "不|无需|无须|不必|不用|没有|不再|不予|不得|毋须|无权"


def denied(said: str, grounds: Grounds) -> str:
    """A word that the sentence denies though the law affirms it wherever it stands."""
    open_questions = [m.span() for m in _EITHER.finditer(said)]
    for match in _DENIED.finditer(said):
        verb, clause = match["verb"], clause_around(said, match.start())
        if any(first <= match.start() < last + 3 for first, last in open_questions):
            continue
        just_so = said[max(0, match.start() - 2) : match.start()] + verb
        if len(just_so) == 4 and just_so in grounds.text and match[0] not in grounds.text:
            return f"所引条文写的是“{just_so}”"
        condition = "的" in clause[clause.find(match[0]) :] or said.startswith(("也", "还", "：", "都"), match.end())
        if condition and grounds.restated(clause) < _RESTATED + 0.1:
            continue
        homes = grounds.homes(stretch_around(said, match.start()))
        near = [words for part in homes for words in _near(part, verb)]
        if any("除外" in part for part in homes) or any(_NOT.search(words) for words in _near(grounds.text, verb, 14)):
            continue
        if near:
            return f"所引条文没有否定“{verb}”"
    return _flipped(said, grounds)


def affirmed(said: str, grounds: Grounds) -> str:
    """A word that the sentence affirms though the law's sentence denies it wherever it stands."""
    return (
        _just_so(said, grounds.cited)
        or _after_all(said, grounds.cited)
        or _against_its_sentence(said, grounds)
        or _opposite(said, grounds.text)
    )


def _just_so(said: str, law: str) -> str:
    """The law's own words without their 不: 复议期间停止执行 for 复议期间不停止执行."""
    for match in _LAW_DENIES.finditer(law):
        leading = law[max(0, match.start() - 2) : match.start()] + match["verb"]
        onward = law[match.end() - 2 : match.end() + 2]
        if re.search(rf"[不没未无](?:有|予|再)?{match['verb']}", said):
            continue
        if _WORDS.fullmatch(leading) and leading in said and leading not in law and not _denies(said, leading):
            return f"所引条文写的是“{leading[:2]}{match[0]}”"
        at = said.find(onward)
        if at < 0 or not _WORDS.fullmatch(onward) or said[:at].endswith(("对", "为", "关于")):
            continue
        if _BANNED.search(clause_around(said, at)) or _denies(said, onward):
            continue
        if all(_denies(near, onward) for near in _around(law, onward)):
            return f"所引条文否定了“{onward}”"
    return ""


def _after_all(said: str, law: str) -> str:
    """能, 可以, 予以 and 继续 with a verb that the law knows only behind 不能, 不予 and 不再."""
    for affirming, denying, also in _AFFIRMING:
        for match in re.finditer(rf"{affirming}(?P<verb>[\u4e00-\u9fff]{{2}})", said):
            verb = match["verb"]
            if denying + verb in law and not re.search(rf"{also}(?:依法|予以|当)?{verb}", law):
                return f"所引条文写的是“{denying}{verb}”"
    return ""


def _against_its_sentence(said: str, grounds: Grounds) -> str:
    """A verb that the law's sentence has only behind 不, where the clause or the stretch around it restates the law."""
    for verb in dict.fromkeys(m["verb"] for m in _LAW_DENIES.finditer(grounds.cited)):
        for at in occurrences(said, verb):
            clause, stretch = clause_around(said, at), stretch_around(said, at)
            if _NOT.search(before(said, at, 4, "。；，")) or _BANNED.search(clause) or said.startswith("不", at + 2):
                continue
            own = grounds.restated(clause)
            if max(own, grounds.restated(stretch)) <= _RESTATED:
                continue
            homes = grounds.homes(clause if own > _RESTATED - 0.1 else stretch)[:1]
            near = [words for part in homes for words in _near(part, verb)]
            if near and all(_NOT.search(words[-4:]) for words in near) and not any("除外" in part for part in homes):
                return f"所引条文否定了“{verb}”"
    return ""


def _opposite(said: str, law: str) -> str:
    """有效 where the law says 无效, 经同意 where it says 未经同意."""
    for word, other in _OPPOSITE:
        found = re.search(other, law)
        if (
            found
            and not re.search(other, said)
            and re.search(word, said)
            and not re.search(word, re.sub(other, "", law))
        ):
            return f"所引条文说的是“{found[0]}”"
    return ""


def _flipped(said: str, grounds: Grounds) -> str:
    """Whether a telling verb is denied that the law affirms, in its sentences or in the items it bans."""
    banned = _banned(grounds)
    for verb in set(re.findall(_POLAR, said)):
        denies = bool(re.search(rf"(?:{_POLAR_NOT})[^，。；]{{0,2}}{verb}", said))
        law_denies = (
            bool(re.search(rf"(?:{_POLAR_NOT}|非法|未经)[^，。；]{{0,14}}{verb}", grounds.text)) or verb in banned
        )
        law_affirms = bool(re.search(rf"(?<![不予得无]){verb}", grounds.text))
        if denies and law_affirms and not law_denies:
            return f"所引条文没有否定“{verb}”"
    return ""


def _banned(grounds: Grounds) -> str:
    """The items beneath a lead that bans: 不得有下列行为：."""
    paragraphs = [lines for p in grounds.provisions for lines in p.article.paragraphs if lines[0].endswith("：")]
    return "\n".join(line for lines in paragraphs if re.search(_POLAR_NOT, lines[0]) for line in lines[1:])


def _denies(text: str, words: str) -> bool:
    """Whether the words are denied where they first stand: right before them or right behind."""
    at = text.find(words)
    return at >= 0 and bool(_NOT.search(before(text, at, 4, "。；，")) or _NOT.match(text, at + len(words)))


def _around(text: str, words: str) -> Iterator[str]:
    for at in occurrences(text, words):
        yield before(text, at, 8, "。；\n，") + text[at : at + len(words) + 3]


def _near(part: str, verb: str, reach: int = 8) -> Iterator[str]:
    for at in occurrences(part, verb):
        yield before(part, at, reach, "。；\n，")
