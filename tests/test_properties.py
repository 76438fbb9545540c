"""Whatever comes in, what is promised holds: no traceback, no place outside the text, and back again is the same."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import mask
from kb.numerals import from_chinese, to_chinese
from tests.fuzz.targets import BYTES, FRAGMENTS, TEXTS, values

FOUND = tomllib.loads((Path(__file__).parent / "fuzz" / "found.toml").read_text("utf-8")).get("found", [])
bounded = settings(
    max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
"""The same examples at every run: what is found by chance is a fuzzer's work."""

words = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=14).map("".join)
blobs = st.binary(max_size=200) | words.flatmap(
    lambda text: st.sampled_from(["utf-8", "gb18030", "utf-16", "big5"]).map(lambda how: text.encode(how, "replace"))
)
plain_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
FIELDS = ("text", "refs", "as_of", "fields", "lang", "time", "date", "history", "role", "__proto__", "path")


@pytest.mark.parametrize("name", TEXTS)
def test_any_text_keeps_what_is_promised(name: str) -> None:
    """Each reader of text, on texts put together of what it looks for and of anything."""

    @bounded
    @given(words)
    def tried(text: str) -> None:
        TEXTS[name](text)

    tried()


@pytest.mark.parametrize("name", BYTES)
def test_any_bytes_keep_what_is_promised(name: str) -> None:
    """Each reader of bytes: a text file, a call log, the body of a request."""

    @bounded
    @given(blobs)
    def tried(content: bytes) -> None:
        BYTES[name](content)

    tried()


@bounded
@given(st.dictionaries(st.sampled_from(FIELDS), plain_json, max_size=5))
def test_any_json_is_an_answer_or_a_sentence(told: dict[str, object]) -> None:
    """Wrong types, a history with a system's role, forged files: data, or refused in one sentence."""
    values(json.loads(json.dumps(told)))


@bounded
@given(st.integers(0, 9999))
def test_every_number_is_written_and_read_back(value: int) -> None:
    """In Chinese, in digits, in wide digits."""
    wide = str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    assert {from_chinese(one) for one in (to_chinese(value), str(value), wide)} == {value}


CANARIES = ("13912345678", "11010519491231002X", "6222021234567890128", "wxid_canary77", "京A·C9N77")


@bounded
@given(st.lists(words, min_size=2, max_size=6), st.sampled_from(CANARIES))
def test_what_is_masked_holds_no_number_of_anybody(parts: list[str], canary: str) -> None:
    """Wherever it stands, with anything before and behind it that does not belong to it."""
    label = "微信" if canary.startswith("wxid") else ""
    text = f"，{label}{canary}。".join(part.strip("0123456789xX-.+ ") for part in parts)

    masked = mask(text)

    assert canary not in masked.text
    assert masked.restore(masked.text) == text


@pytest.mark.parametrize("row", FOUND, ids=lambda row: row["note"])
def test_what_once_broke_a_promise_holds_it(row: dict[str, str]) -> None:
    """Inputs that a fuzzer or somebody found."""
    if row["target"] in BYTES:
        BYTES[row["target"]](bytes.fromhex(row["hex"]))
    else:
        TEXTS[row["target"]](row["text"])
