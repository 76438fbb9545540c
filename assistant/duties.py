"""Whether a sentence bans, obliges, allows, affirms and denies as its articles do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.grounds import Grounds, before, clause_around, occurrences, stretch_around

_KINDS = {
    "unable": "不能",
    "ban": "不得|不可以|不应当|(?<!以)不应|不许|不准|不让|不可|不宜|不予|禁止|严禁|无权|无效|非法",
    "duty": "应当|必须|有义务|务必|应予|(?<![不相对适反响供])应(?![当用对急])|须(?!知)",
    "leave": "可以|有权|允许|能够|可(?![能以])|方可|只限于|限于",
}
_MODAL = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items()))
_SAID = re.compile(
    r"(?P<ban>不得|不许|不准|不应当|不应(?![按用])|禁止|严禁|无权|不可以)|(?P<duty>(?<!知道或者)(?:应当|必须))"
    r"|(?P<leave>(?<!不)(?:可以|有权|允许)(?!是|以不|要求|请|申请|主张|向联系人|起诉))"
)
_AHEAD, _BACK = 9, 40
_COMMON = 8
"""A pair of characters that stands more often than this in the articles leads nowhere."""
_NOT = re.compile(r"[不未无非免禁没拒别勿失]|除外|违反|停止|终止")
_EXCEPTED = re.compile(r"[^，。；]{0,12}的?除外")
_DENIED = re.compile(
    r"(?<!是)(?:不予|不再|不用|不必|无需|无须|不应|不|未)(?!是|相|要|会|得|需|用|必|能|可|应|予|再|同)(?P<verb>[\u4e00-\u9fff]{2})"
)
_LAW_DENIES = re.compile(
    r"(?:不予|不再|不应|无需|无须|没有|未经|不|未|无)(?!得|是|要|会|予|再|应|能|第|下)(?P<verb>[\u4e00-\u9fff]{2})"
)
_RESTATED = 0.6
"""Share of a clause that the law's sentence must have, before a condition in it may be called turned round."""
_EITHER = re.compile(r"(..?)不\1|是不是|有没有|能不能|要不要|会不会|是否")
_WORDS = re.compile(r"[\u4e00-\u9fff]{4}")
_STRENGTH = (
    (
        "不得|禁止|严禁|不能|不可以|不许|不准|无权|不应",
        "不得|禁止|严禁|不应|不宜|不能|不予|处|罚|侵害|非法|应当|只应|仅|无权|应",
    ),
    ("必须|应当|有义务|负有", "应当|必须|应|负有|义务|责任|不得|须|承担|需|按照"),
    ("有权|可以请求|可以要求", "有权|可以|请求|权利|要求|应当|责任"),
)
_POLAR = "享有|承担|适用|支持|返还|支付|赔偿|保护|有权|收取|公开|偿还|构成|成立|生效|受理|排除"
_POLAR_NOT = "不|无需|无须|不必|不用|没有|不再|不予|不得|毋须|无权"
_AFFIRMING = (
    ("(?<![不未只才可没])能", "不能", "(?<!不)能"), ("(?<![不给])予以?", "不予", "(?:应予?|(?<!不)予以|应当|可以|给予)"),
    ("(?:继续|仍)", "不再", "(?:继续|仍)"),
)  # fmt: skip
"""Words that affirm a verb, the word that denies it in law, and those with which the law would affirm it too."""
_BANNED = re.compile(r"不得|禁止|不许|违法|无权|是不")
_OPPOSITE = (
    ("有效", "无效"), ("服从", "不服"), ("(?<![不只])能证明", "不能证明"),
    ("(?<![没未不已曾历])经[^，。；]{0,10}(?:同意|批准|许可)", "未经[^，。；]{0,10}(?:同意|批准|许可)"),
)  # fmt: skip


def unheard_of(said: str, grounds: Grounds) -> str:
    """A ban, a duty or a right where the articles have nothing of the kind, or a verb denied that they affirm."""
    for asserted, needed in _STRENGTH:
        if (found := re.search(asserted, said)) and not re.search(needed, grounds.text):
            return f"所引条文里没有与“{found[0]}”相当的规定"
    return _flipped(said, grounds.text, _banned(grounds))


def turned_round(said: str, grounds: Grounds) -> str:
    """What the sentence bans, obliges or allows though the law does another thing with the same words."""
    for match in _SAID.finditer(said):
        kind = str(match.lastgroup)
        words = re.split(r"[，。；：、]", said[match.end() : match.end() + _AHEAD])[0]
        if "除外" in clause_around(said, match.start()):
            continue
        votes = _votes(words, grounds.cited)
        if kind == "ban" and "unable" in votes:
            continue
        if votes and kind not in votes:
            return f"所引条文对这件事不是“{match[0]}”"
    return ""


def _votes(words: str, law: str) -> set[str]:
    """What the law does with the words behind a modal verb: where it says them just so, or else with any of them."""
    near: set[str] = set()
    for first in range(max(0, len(words) - 1)):
        pair = words[first : first + 2]
        just_so, here = set(), set()
        for place in occurrences(law, pair):
            if _EXCEPTED.match(law, place):
                continue
            clause = before(law, place, _BACK, "。；\n，")
            found = list(_MODAL.finditer(clause))
            if found and first == 0 and len(clause) - found[-1].end() <= 1:
                just_so |= _kinds(found[-1], law[place:])
            if law.count(pair) <= _COMMON:
                found = found or list(_MODAL.finditer(before(law, place, _BACK)))[-1:]
                found += list(_MODAL.finditer(_lead(law, place)))[-1:]
                here |= {kind for one in found for kind in _kinds(one, clause[one.end() :])}
        if just_so - {"unable"}:
            return just_so
        if first <= 1 and pair in law and not here and not just_so:
            return set()  # the law states the very words flatly
        near |= here
    return near


def _lead(law: str, place: int) -> str:
    """What introduces a list in which a place stands: 不得有下列行为：."""
    line = law[law.rfind("\n", 0, place) + 1 : place]
    return line[max(0, line.rfind("：") - 20) : line.rfind("：") + 1]


def _kinds(found: re.Match[str], following: str) -> set[str]:
    """A duty to do something only so is a leave to do it so."""
    kind = str(found.lastgroup)
    return {"duty", "leave"} if kind == "duty" and re.match(r"[^，。；]{0,3}[只仅]", following) else {kind}


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
        condition = "的" in clause[clause.find(match[0]) :] or said[match.end() :].startswith(("也", "还", "：", "都"))
        if condition and grounds.restated(clause) < _RESTATED + 0.1:
            continue
        homes = grounds.homes(stretch_around(said, match.start()))
        near = [words for part in homes for words in _near(part, verb)]
        if any("除外" in part for part in homes) or any(_NOT.search(words) for words in _near(grounds.text, verb, 14)):
            continue
        if near:
            return f"所引条文没有否定“{verb}”"
    return ""


def affirmed(said: str, grounds: Grounds) -> str:
    """A word that the sentence affirms though the law's sentence denies it wherever it stands."""
    law = grounds.cited
    for match in _LAW_DENIES.finditer(law):
        leading = law[max(0, match.start() - 2) : match.start()] + match["verb"]
        onward = law[match.end() - 2 : match.end() + 2]
        if re.search(rf"[不没未无](?:有|予|再)?{match['verb']}", said):
            continue
        if _WORDS.fullmatch(leading) and leading in said and leading not in law and not _denies(said, leading):
            return f"所引条文写的是“{leading[:2]}{match[0]}”"
        if said[: said.find(onward)].endswith(("对", "为", "关于")):
            continue
        if _WORDS.fullmatch(onward) and onward in said and not _BANNED.search(clause_around(said, said.find(onward))):
            if all(_denies(near, onward) for near in _around(law, onward)) and not _denies(said, onward):
                return f"所引条文否定了“{onward}”"
    if fault := _allowed_after_all(said, law):
        return fault
    for verb in dict.fromkeys(m["verb"] for m in _LAW_DENIES.finditer(law)):
        for at in occurrences(said, verb):
            clause, stretch = clause_around(said, at), stretch_around(said, at)
            if _NOT.search(before(said, at, 4, "。；，")) or _BANNED.search(clause) or said.startswith("不", at + 2):
                continue
            if max(grounds.restated(clause), grounds.restated(stretch)) <= _RESTATED:
                continue
            homes = grounds.homes(clause if grounds.restated(clause) > _RESTATED - 0.1 else stretch)[:1]
            near = [words for part in homes for words in _near(part, verb)]
            if near and all(_NOT.search(words[-4:]) for words in near) and not any("除外" in part for part in homes):
                return f"所引条文否定了“{verb}”"
    for word, other in _OPPOSITE:
        bare = re.sub(other, "", grounds.text)
        if re.search(word, re.sub(other, "", said)) and re.search(other, grounds.text) and not re.search(word, bare):
            if not re.search(other, said):
                return f"所引条文说的是“{re.search(other, grounds.text)[0]}”"  # type: ignore[index]
    return ""


def _allowed_after_all(said: str, law: str) -> str:
    """能, 予以 and 继续 with a verb that the law knows only behind 不能, 不予 and 不再."""
    for affirming, denying, also in _AFFIRMING:
        for match in re.finditer(rf"{affirming}(?P<verb>[\u4e00-\u9fff]{{2}})", said):
            verb = match["verb"]
            if denying + verb in law and not re.search(rf"{also}(?:依法|予以|当)?{verb}", law):
                return f"所引条文写的是“{denying}{verb}”"
    return ""


def _denies(text: str, words: str) -> bool:
    """Whether the words are denied where they first stand: right before them, in their midst or right behind."""
    at = text.find(words)
    return at >= 0 and bool(_NOT.search(before(text, at, 4, "。；，")) or _NOT.match(text, at + len(words)))


def _around(text: str, words: str) -> Iterator[str]:
    for at in occurrences(text, words):
        yield before(text, at, 8, "。；\n，") + text[at : at + len(words) + 3]


def _near(part: str, verb: str, reach: int = 8) -> Iterator[str]:
    for at in occurrences(part, verb):
        yield before(part, at, reach, "。；\n，")


def _banned(grounds: Grounds) -> str:
    """The items beneath a lead that bans: 不得有下列行为：."""
    paragraphs = [lines for p in grounds.provisions for lines in p.article.paragraphs if lines[0].endswith("：")]
    return "\n".join(line for lines in paragraphs if re.search(_POLAR_NOT, lines[0]) for line in lines[1:])


def _flipped(said: str, texts: str, banned: str) -> str:
    """Whether a verb is denied that the law affirms, in its sentences or in the items it bans."""
    for verb in set(re.findall(_POLAR, said)):
        denied = bool(re.search(rf"(?:{_POLAR_NOT})[^，。；]{{0,2}}{verb}", said))
        law_denies = bool(re.search(rf"(?:{_POLAR_NOT}|非法|未经)[^，。；]{{0,14}}{verb}", texts)) or verb in banned
        law_affirms = bool(re.search(rf"(?<![不予得无]){verb}", texts))
        if denied and law_affirms and not law_denies:
            return f"所引条文没有否定“{verb}”"
    return ""
