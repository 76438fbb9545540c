"""What must hold of any input: one function for each reader, which fails where a promise is broken.

`tests/test_properties.py` tries them on what hypothesis makes; `python -m tests.fuzz NAME` on what a fuzzer finds that
follows the branches of the code (atheris). A crash that was found stays as a row in `found.toml`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from assistant import Assistant, mask, read_columns, read_form, read_log, read_matter_form, to_csv
from assistant.inbox.messages import split
from kb import Checker, Corpus, InputProblem, Likeness, look_up, parse_reference, read_corpus, respelt, standard
from kb.folding import fold
from kb.importers.decoding import decode
from kb.importers.html import read_html
from kb.markup import format_guide, format_version, parse_guide, parse_version
from kb.numerals import MAX_NUMERAL, from_chinese, to_chinese
from kb.official import read_official
from kb.units import read_articles, read_back, read_lone_units, read_units
from ui.programs import Programs

TODAY = date(2026, 11, 22)


@cache
def corpus() -> Corpus:
    """The shipped library."""
    return read_corpus()


def citations(text: str) -> None:
    """Any text is read; mentions stand in order, and show the words of their place."""
    mentions = corpus().finder.find(text)
    assert all(0 <= m.span[0] < m.span[1] <= len(text) for m in mentions)
    assert all(m.raw == text[slice(*m.span)] for m in mentions)
    assert [m.span[0] for m in mentions] == sorted(m.span[0] for m in mentions)
    for mention in mentions:
        again = parse_reference(mention.citation.ref, corpus().titles)
        assert again is None or again.ref == parse_reference(again.ref, corpus().titles).ref  # type: ignore[union-attr]


def checks(text: str) -> None:
    """Any text is checked by the law of a day: a finding for each citation, and nothing raised."""
    checker = Checker(corpus().on(TODAY), corpus().finder, Likeness(corpus().instruments.values()))
    assert all(0 <= check.mention.span[0] <= len(text) for check in checker.check(text))


def lookups(text: str) -> None:
    """A reference as somebody writes it: provisions, or one sentence."""
    try:
        assert look_up(text, corpus(), TODAY) is not None
    except InputProblem as problem:
        one_sentence(problem)


def numerals(text: str) -> None:
    """What is a numeral is a number, and a small one is written and read back; what is none is a ValueError."""
    try:
        value = from_chinese(text)
    except ValueError:
        return
    assert value >= 0
    if value <= MAX_NUMERAL:
        assert from_chinese(to_chinese(value)) == value


def units(text: str) -> None:
    """Numbers of articles, paragraphs and items at every place: what is read lies in the text."""
    folded = fold(text)
    for at in range(min(len(folded.text), 60)):
        for bare in (False, True):
            read = read_articles(folded.text, at, bare=bare)
            assert all(at <= one.start < one.end <= len(folded.text) for one in read)
        for unit in (*read_units(folded.text, at), *read_lone_units(folded.text, at)):
            assert at <= unit.start < unit.end <= len(folded.text)
        back = read_back(folded.text, at)
        assert back is None or back.end <= len(folded.text)


def markup(text: str) -> None:
    """A file of the library is read or refused with problems; what was read without any is written and read back."""
    for body in (text, f'+++\ninstrument = "示例法"\nin_force = 2026-01-01\n+++\n{text}'):
        version, problems = parse_version(body, "x.md")
        assert version is not None or problems
        if version and not problems:
            assert [a.text for a in parse_version(format_version(version), "x.md")[0].articles] == [  # type: ignore[union-attr]
                a.text for a in version.articles
            ]
    guide, problems = parse_guide(text, "x.md")
    assert guide is not None or problems
    if guide and not problems:
        assert format_guide(guide)


def masking(text: str) -> None:
    """What is masked comes back letter for letter, and its representation shows none of it."""
    masked = mask(text)
    assert masked.restore(masked.text) == text
    again = mask(text, masked)
    assert again.restore(again.text) == text
    long = [tag.original for tag in masked.tags if len(tag.original) >= 8 and tag.original.isdigit()]
    assert not any(one in repr(masked).replace(repr(masked.text), "") for one in long)


def spelling(text: str) -> None:
    """A question in standard spelling is text without anything that was not there or in the tables."""
    assert isinstance(standard(text), str)
    assert len(respelt(text)) <= 2 * len(text)


def official(text: str) -> None:
    """A law as somebody pasted it: articles, or an InputProblem."""
    try:
        found = read_official(text)
    except InputProblem as problem:
        one_sentence(problem)
        return
    assert all(article.text for article in found.articles)


def inboxes(text: str) -> None:
    """Messages are split in order, and none has words that nobody sent."""
    for message in split(text):
        assert message.words or message.quoted


def files(content: bytes) -> None:
    """Bytes of a text file: text, or one sentence."""
    try:
        text = decode(content, "a.txt")
    except InputProblem as problem:
        one_sentence(problem)
        return
    assert text.strip()
    read_html(text)


@cache
def _columns() -> object:
    return read_columns(read_form())


def tables(content: bytes) -> None:
    """A call log: rows and bad rows, or one sentence; what was read is written without a formula and read back."""
    try:
        log = read_log(content, _columns(), TODAY)  # type: ignore[arg-type]
    except InputProblem as problem:
        one_sentence(problem)
        return
    for line in to_csv([[call.said or "", call.number or ""] for call in log.calls]).split("\r\n"):
        assert not line.lstrip('\ufeff"').startswith(("=", "+", "-", "@", "\t"))


@cache
def _programs() -> Programs:
    assistant = Assistant.open()
    return Programs(assistant, lambda: TODAY)


def bodies(content: bytes) -> None:
    """Whatever a program sends: an answer that is JSON, or one sentence."""
    from ui.web.api import read

    try:
        told = read(content)
    except InputProblem as problem:
        one_sentence(problem)
        return
    values(told)


def values(told: Mapping[str, object]) -> None:
    """The same of values that are JSON already, at the questions that need no search."""
    for ask in (
        lambda: _programs().law(told.get("refs"), told.get("as_of")),
        lambda: _programs().check(told.get("text"), told.get("as_of")),
        lambda: _programs().call(told.get("text"), told.get("fields"), told.get("lang")),
    ):
        try:
            json.dumps(ask())
        except InputProblem as problem:
            one_sentence(problem)
    try:
        read_matter_form().read(told)
    except InputProblem as problem:
        one_sentence(problem)


def one_sentence(problem: InputProblem) -> None:
    """What is told to whoever can mend it is a line in Chinese without a traceback."""
    said = str(problem)
    assert said
    assert "Traceback" not in said
    assert any("\u4e00" <= c <= "\u9fff" for c in said)


TEXTS: dict[str, Callable[[str], None]] = {
    one.__name__: one
    for one in (citations, checks, lookups, numerals, units, markup, masking, spelling, official, inboxes)
}
BYTES: dict[str, Callable[[bytes], None]] = {one.__name__: one for one in (files, tables, bodies)}

FRAGMENTS = (
    "《民法典》", "《", "》", "〈", "治安管理处罚法", "中华人民共和国", "第", "一", "千零三十二",
    "１０３３", "1033", "条", "款", "项", "之一", "（五）", "(2012修正)", "〔2020〕27号", "法释", "该法",
    "前款", "本条", "、", "至", "，", "。", "\n", "\n\n", " ", "\u3000", "“", "”", "「", "」",
    "我叫王小明", "13812345678", "110105194912310021", "6222021234567890128", "wxid_ab12cd", "〔手机1〕",
    "京A12345", "住北京市朝阳区幸福路1号", "a@b.cn", "+++", "**第一条** 甲", "## 题 {#a}", "- ",
    "### 现在做", "问法：", "结论：", "年利率36%", "一万二", "2026-11-22 21:00", "王：", "[", "]", "{",
    "}", '"', "'", "\\", "=1+1", "@", "\t", "\u200b", "\u202e", "\ud800", "\x00", "é", "😀", "催收", "不",
    "没有", "壹仟零叁拾叁", "零", "十", "s5.3", "#", ".", "-", "~", "日期,钟点,说了什么",
)  # fmt: skip
"""What the readers look for: texts are put together of these and of anything."""
__all__ = ["BYTES", "FRAGMENTS", "TEXTS", "values"]
