"""Whether a sentence names the rank of what it cites truly: breaking an industry rule is not unlawful."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb import Authority, Mention, Provision

_SOFT = frozenset({Authority.INDUSTRY_RULE, Authority.STANDARD})
_UNLAWFUL = re.compile(r"(?<![不非])(?:是|属于|就是|也是|构成|就|都)?(?:违法|犯法)(?!违规|线索|的?(?:话|内容|证据))")
_NOT_SO = re.compile(
    r"不(?:是|能|叫|等于|算|能说|一定|必然|属于|构成|就)|未必|是否|是不是|没有?|「[^」]*$|违法不|不违法"
)
_RANKS: tuple[tuple[str, frozenset[Authority]], ...] = (
    ("强制性", frozenset()),
    ("推荐性国家标准|国家标准（推荐）|国家标准", frozenset({Authority.STANDARD})),
    ("行业自律", frozenset({Authority.INDUSTRY_RULE})),
    ("行政法规", frozenset({Authority.REGULATION})),
    ("部门规章", frozenset({Authority.DEPARTMENTAL_RULE})),
    ("规范性文件", frozenset({Authority.NORMATIVE_DOCUMENT})),
    ("司法解释", frozenset({Authority.JUDICIAL_INTERPRETATION})),
    ("司法文件", frozenset({Authority.JUDICIAL_DOCUMENT})),
    ("法律", frozenset({Authority.LAW})),
)
_NOTE = re.compile(r"\s*[，、（(]\s*(?P<note>[^，）)、（(《》]{2,12})(?P<denied>，不是法律)?")


def ranked(provision: Provision) -> str:
    """The rank of a provision, as it stands behind its label."""
    authority = provision.instrument.authority
    return authority.chinese if authority.binding else f"{authority.chinese}，不是法律"


def misnamed(sentence: str, cited: Sequence[tuple[Mention, Provision]]) -> str:
    """A rank behind a citation that is not the instrument's, or 违法 where only rules that are no law are cited."""
    for mention, provision in cited:
        note = _NOTE.match(sentence, mention.span[1])
        true = provision.instrument.authority
        for name, authorities in _RANKS if note else ():
            if re.fullmatch(name, note["note"]) or (name == "强制性" and name in note["note"]):  # type: ignore[index]
                if true not in authorities:
                    return f"{provision.label}是{true.chinese}，不是{note['note']}"  # type: ignore[index]
                break
    if not {p.instrument.authority for _, p in cited} <= _SOFT:
        return ""
    for match in _UNLAWFUL.finditer(sentence):
        around = re.split(r"[，。；（）]", sentence[max(0, match.start() - 14) : match.start()])[-1]
        around += sentence[match.start() : match.end() + 2]
        if not _NOT_SO.search(around):
            return f"{cited[0][1].label}是{cited[0][1].instrument.authority.chinese}，违反它不等于“{match[0]}”"
    return ""
