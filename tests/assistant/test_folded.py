"""A borrower's words made comparable: character by character, whatever was folded before."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from assistant.folded import plain
from kb import simplified, spoken


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("催 收\t半夜\n打電話", "催收半夜打电话"),
        ("ＡＢc１２", "abc12"),
        ("a\u200bb\u0301\x00c", "abc"),
        ("说：“还钱！”", "说:“还钱!”"),
        ("佢哋唔還錢就嚟", "他们不还钱就来"),
        ("伊拉明朝來尋我囡", "他们明天来找我女儿"),
        ("", ""),
    ],
)
def test_width_case_script_and_what_is_not_seen_are_folded(written: str, folded: str) -> None:
    """Punctuation stays."""
    assert plain(written) == folded


def test_every_character_is_folded_by_the_same_rule() -> None:
    """Spaces, controls, marks and what is invisible go; but for words of dialect nothing else does."""
    for code in range(0, min(sys.maxunicode, 0x30000), 7):
        character = chr(code)
        if 0xD800 <= code < 0xE000:
            continue
        same = spoken(simplified(unicodedata.normalize("NFKC", character))).lower()
        kept = (c for c in same if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc", "Mn"})
        assert plain(character) == "".join(kept)
