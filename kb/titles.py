"""Every name an instrument goes by, and the pattern that finds those names in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from kb.folding import fold
from kb.law import Instrument, Phantom

_ISSUERS = re.compile(
    r"^(?:中华人民共和国|最高人民法院、最高人民检察院|最高人民法院|最高人民检察院|中国人民银行|国家金融监督管理总局|中国银行业协会"
    r"|中国互联网金融协会|全国人民代表大会常务委员会)+"
)
_EDITION = re.compile(r"\((?:试行|暂行|\d{4}年?(?:修正|修订|修改|版|文本)?)\)$")
_LAW_LIKE = re.compile(
    r"(?:法|法典|条例|规定|办法|解释|通知|意见|批复|规则|公约|指引|细则|准则|决定|公告)(?:\([^()]*\))?$"
)


def plain_title(title: str) -> str:
    """A title made comparable: folded, without edition, issuer or 中华人民共和国."""
    folded = _EDITION.sub("", fold(title).text)
    bare = _ISSUERS.sub("", folded)
    return bare if len(bare) >= 4 else folded.removeprefix("中华人民共和国")


class Titles:
    """The names of all known instruments."""

    def __init__(self, instruments: Iterable[Instrument], phantoms: Iterable[Phantom] = ()) -> None:
        self._by_name: dict[str, str] = {}
        self._by_document: dict[str, str] = {}
        self._phantoms = tuple(phantoms)
        for instrument in instruments:
            for name in (instrument.id, instrument.full, *instrument.aliases):
                self._by_name.setdefault(plain_title(name), instrument.id)
                self._by_name.setdefault(fold(name).text, instrument.id)
            if instrument.document:
                self._by_document[fold(instrument.document).text] = instrument.id

    def find(self, title: str) -> str | None:
        """The id of the instrument that goes by this title, or None."""
        folded = fold(title).text
        found = self._by_name.get(folded) or self._by_name.get(plain_title(title)) or self._by_document.get(folded)
        if found is None and (tail := re.search(r"关于(.+)$", folded)):
            found = self._by_name.get(plain_title(tail[0])) or self._by_name.get(plain_title(tail[1]))
        return found

    def phantom(self, title: str) -> Phantom | None:
        """The entry for a title known not to exist, or None."""
        folded = plain_title(title)
        return next(
            (
                p
                for p in self._phantoms
                if folded == plain_title(p.title) or any(fold(pattern).text in folded for pattern in p.patterns)
            ),
            None,
        )

    @staticmethod
    def law_like(title: str) -> bool:
        """Whether a title claims to be a law or rule, and not a contract or a letter."""
        return bool(_LAW_LIKE.search(fold(title).text))

    @cached_property
    def pattern(self) -> str:
        """An alternation of all names, document numbers and phantom titles in folded text, longest first."""
        names = {*self._by_name, *self._by_document, *(plain_title(p.title) for p in self._phantoms)}
        return "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))
