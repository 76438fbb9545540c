"""Whether a sentence bans, obliges and allows what its articles ban, oblige to and allow."""

from __future__ import annotations

import re

from assistant.grounds import Grounds, before, clause_around, occurrences

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
_EXCEPTED = re.compile(r"[^，。；]{0,12}的?除外")
_EXCEPTING_MODALS = ("不得", "应当", "可以", "必须")
_EXCEPTING = re.compile(rf"(?P<modal>{'|'.join(_EXCEPTING_MODALS)})(?P<words>[^，。；]{{2,8}}?)的?除外")
_STRENGTH = (
    (
        "不得|禁止|严禁|不能|不可以|不许|不准|无权|不应",
        "不得|禁止|严禁|不应|不宜|不能|不予|处|罚|侵害|非法|应当|只应|仅|无权|应",
    ),
    ("必须|应当|有义务|负有", "应当|必须|应|负有|义务|责任|不得|须|承担|需|按照"),
    ("有权|可以请求|可以要求", "有权|可以|请求|权利|要求|应当|责任"),
)


def unheard_of(said: str, grounds: Grounds) -> str:
    """A ban, a duty or a right where the articles have nothing of the kind."""
    for asserted, needed in _STRENGTH:
        if (found := re.search(asserted, said)) and not re.search(needed, grounds.text):
            return f"所引条文里没有与“{found[0]}”相当的规定"
    return ""


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


def excepted_otherwise(said: str, grounds: Grounds) -> str:
    """An exception of what may or must be done where the law excepts what must not: 不得转让的除外."""
    for match in _EXCEPTING.finditer(said):
        if match["modal"] + match["words"] in grounds.text:
            continue
        law = next((m for m in _EXCEPTING_MODALS if m + match["words"] in grounds.text), "")
        if law:
            return f"所引条文写的是“{law}{match['words']}”"
    return ""


def _votes(words: str, law: str) -> set[str]:
    """What the law does with the words behind a modal verb: where it says them just so, or else with any of them."""
    near: set[str] = set()
    for first in range(max(0, len(words) - 1)):
        pair = words[first : first + 2]
        just_so, here = set(), set()
        for place in occurrences(law, pair):
            if _EXCEPTED.match(law, place) or "除外" in _lead(law, place):
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
    """What introduces a list in which a place stands, on its own line or above it: 不得有下列行为：."""
    start = law.rfind("\n", 0, place) + 1
    above = law.rfind("：\n", 0, start) + 1 if law.startswith("（", start) else 0
    end = law.rfind("：", start, place) + 1 or above
    return law[max(0, end - 20) : end]


def _kinds(found: re.Match[str], following: str) -> set[str]:
    """A duty to do something only so is a leave to do it so."""
    kind = str(found.lastgroup)
    return {"duty", "leave"} if kind == "duty" and re.match(r"[^，。；]{0,3}[只仅]", following) else {kind}
