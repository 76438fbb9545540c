"""Letters say only what was told and what is law on its day; what is missing stays visible, what fails is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant import (
    Letter,
    Letters,
    Matter,
    Template,
    lint_letters,
    read_matter_form,
    read_template,
    read_templates,
    states_law,
)
from assistant.sentences import split_sentences
from assistant.templates import DATA
from kb import Checker, Corpus, Finding, InputProblem, Likeness, YoujuError

TODAY = date(2026, 11, 26)
KINDS = tuple(read_templates())
THREAT = {"time": "15:00", "to": "本人", "said": "再不还钱我打断你的腿"}


@pytest.fixture(scope="module")
def letters(corpus: Corpus) -> Letters:
    """The templates as they ship."""
    return Letters(corpus)


def _matter(letters: Letters, **parts: object) -> Matter:
    return letters.form.read(parts)


def _with(letters: Letters, template: Template) -> Letters:
    """Letters of one kind, all else as it ships."""
    changed = copy(letters)
    changed.templates = {template.id: template}
    return changed


def _faults(letters: Letters) -> str:
    return "\n".join(map(str, lint_letters(letters, TODAY)))


def test_there_are_the_letters_that_were_promised() -> None:
    """Fourteen kinds, in the order in which a matter grows."""
    assert (
        *("account", "dispute", "third-parties", "hours", "complaint", "regulator", "spam-report", "police-report"),
        *("payment-order", "jurisdiction", "defence", "instalments", "injunction", "reply"),
    ) == KINDS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("told", ["full", "sparse"])
def test_each_letter_stands(letters: Letters, corpus: Corpus, kind: str, told: str) -> None:
    """With everything or nothing told nothing is withheld, every sentence of law cites, and `youju check` agrees."""
    letter = letters.draft(kind, letters.form.example() if told == "full" else Matter({}), TODAY)
    lines = (*letter.lines, *letter.not_if, *letter.send, *letter.after)
    text = "\n".join(line.text for line in lines)
    checks = Checker(corpus.on(TODAY), corpus.finder, Likeness(corpus.instruments.values())).check(text)

    assert letter.withheld == ()
    assert letter.not_if
    assert letter.send
    assert letter.after
    assert [c.explain for c in checks if c.finding not in {Finding.OK, Finding.UNVERIFIABLE}] == []
    if told == "sparse":
        said = [s for line in lines for s in split_sentences(line.text)]
        assert [s for s in said if states_law(s) and not list(corpus.finder.find(s))] == []
        assert letter.blanks
    else:
        assert letter.blanks == ()
    numbers = {s.cite for line in (*lines, *letter.deadlines) for s in line.stretches if s.cite}
    assert numbers == {c.n for c in letter.citations}


def test_a_blank_stays_visible(letters: Letters) -> None:
    """What was not told is a mark in the letter and a row of its list, and no word of it is made up."""
    letter = letters.draft("account", _matter(letters, borrower={"name": "林小满"}), TODAY)

    assert "合同编号〔请填写：合同编号〕" in letter.text
    assert "合同编号" in letter.blanks
    assert "姓名" not in letter.blanks
    assert [s.text for line in letter.lines for s in line.stretches if s.blank].count("〔请填写：合同编号〕") == 1
    assert "近日有自称" not in letter.text


@pytest.mark.parametrize(("day", "cited"), [("2025-12-31", "第四十二条"), ("2026-01-01", "第五十条")])
def test_conduct_is_judged_by_the_law_of_its_day(letters: Letters, day: str, cited: str) -> None:
    """A threat of 2025 breaks the old article 42 and never 50; from the first day of 2026 it is the other way round."""
    letter = letters.draft("police-report", _matter(letters, calls=[{"date": day, **THREAT}]), TODAY)
    found = next(line.text for line in letter.lines if line.text.startswith("第1次"))
    other = {"第四十二条": "第五十条", "第五十条": "第四十二条"}[cited]

    assert f"{cited}第一款第一项" in found
    assert other not in letter.text
    assert ("五百元以下" in found) == (cited == "第四十二条")
    assert ("2012年版" in found) == (cited == "第四十二条")
    assert ("行为在旧法期间" in letter.text) == (cited == "第四十二条")


def test_calls_of_both_years_are_told_apart(letters: Letters) -> None:
    """One letter about both cites each article for the calls it governs."""
    calls = [{"date": "2025-12-20", **THREAT}, {"date": "2026-02-01", **THREAT}]
    letter = letters.draft("police-report", _matter(letters, calls=calls), TODAY)
    found = next(line.text for line in letter.lines if line.text.startswith("第1、2次"))

    assert "（2012年版）第四十二条第一款第一项" in found
    assert "《治安管理处罚法》第五十条第一款第一项" in found


def test_only_what_happened_is_claimed(letters: Letters) -> None:
    """A polite reminder by day breaks nothing, and the letter lists no rule for it."""
    calls = [{"date": "2026-11-20", "time": "10:00", "to": "本人", "said": "您好，提醒您本期账单到期了"}]
    letter = letters.draft("regulator", _matter(letters, lender={"kind": "消费金融"}, calls=calls), TODAY)

    assert "提醒您本期账单到期了" in letter.text
    assert "第1次：" not in letter.text
    assert "涉及的规定" not in letter.text


def test_a_rule_does_not_reach_another_lender(letters: Letters) -> None:
    """The card rule stands in a letter to a card bank and in none to a private lender."""
    row = {"date": "2026-11-20", "time": "10:00", "to": "家人", "text": "打给我妈催我还钱"}
    card = letters.draft("third-parties", _matter(letters, lender={"kind": "信用卡"}, calls=[row]), TODAY)
    friend = letters.draft("third-parties", _matter(letters, lender={"kind": "private-lender"}, calls=[row]), TODAY)

    assert "《商业银行信用卡业务监督管理办法》第六十八条" in card.text
    assert "信用卡" not in friend.text
    assert "不是法律" not in friend.text


@pytest.mark.parametrize(
    "kind", ["account", "dispute", "third-parties", "hours", "complaint", "regulator", "payment-order"]
)
def test_a_dispute_admits_nothing(letters: Letters, kind: str) -> None:
    """Letters that dispute or complain say that they confirm no sum, and promise no payment."""
    text = letters.draft(kind, replace(letters.form.example(), calls=()), TODAY).text

    assert "对欠款数额的确认" in text or "不是对债务或者数额的承认" in text
    assert not any(words in text for words in ("我愿意还款", "我会还", "我欠", "承诺还款", "本人承认"))


def test_instalments_warn_that_they_acknowledge(letters: Letters) -> None:
    """Whoever asks for instalments reads first that this acknowledges the debt and starts the time limit anew."""
    letter = letters.draft("instalments", Matter({}), TODAY)
    warning = "\n".join(line.text for line in letter.not_if)

    assert "《诉讼时效规定》第十四条" in warning
    assert "诉讼时效中断，从中断时起重新计算（《民法典》第一百九十五条）" in warning


@pytest.mark.parametrize("kind", ["payment-order", "jurisdiction", "defence"])
def test_a_time_limit_is_counted(letters: Letters, kind: str) -> None:
    """Fifteen days from the day after the paper came, with the article; a blank where the day was not told."""
    told = letters.draft(kind, _matter(letters, court={"received": "2026-11-18"}), TODAY)
    untold = letters.draft(kind, Matter({}), TODAY)

    assert "2026年12月3日（星期四）" in told.deadlines[0].text
    assert any("十五日" in line.text and "《民事诉讼法》" in line.text for line in told.deadlines)
    assert "〔请填写：收到法院文书的日子〕" in untold.deadlines[0].text


def test_a_time_limit_that_is_over_is_said(letters: Letters) -> None:
    """The last day is still in time; the day after it is not."""
    matter = _matter(letters, court={"received": "2026-11-11"})

    assert not any("已经过了" in line.text for line in letters.draft("payment-order", matter, TODAY).deadlines)
    late = letters.draft("payment-order", matter, date(2026, 11, 27))
    assert any("已经过了" in line.text for line in late.deadlines)


def test_law_of_another_day_is_not_cited(letters: Letters) -> None:
    """Before 2026 article 90 said something else: the letter of that day withholds the sentence and names it."""
    letter = letters.draft("police-report", Matter({}), date(2025, 12, 1))

    assert any("第九十条" in w.text and w.reason for w in letter.withheld)
    assert "第九十条" not in letter.text


def test_the_senders_own_law_is_withheld(letters: Letters) -> None:
    """A judgement or an invented statute in a fact does not get into the letter, and the reason says which words."""
    judged = letters.draft("dispute", _matter(letters, dispute={"points": ["收担保费违法"]}), TODAY)
    invented = letters.draft("complaint", _matter(letters, complaint={}, calls=[
        {"date": "2026-11-20", "text": "他说按《刑法》第九百条我要坐牢"}]), TODAY)  # fmt: skip

    assert "违法" not in judged.text
    assert "“违法”是在讲法律" in judged.withheld[0].reason
    assert "第九百条" not in invented.text
    assert "said" in invented.withheld[0].reason


def test_what_callers_say_of_law_may_be_quoted(letters: Letters) -> None:
    """Their own words are evidence, whatever law they invent."""
    row = {"date": "2026-11-20", "said": "按《刑法》第九百条你要坐牢"}
    letter = letters.draft("complaint", _matter(letters, calls=[row]), TODAY)

    assert "对方说：「按《刑法》第九百条你要坐牢」" in letter.text
    assert letter.withheld == ()


def test_danger_to_life_is_said_first(letters: Letters) -> None:
    """A letter for somebody who writes of dying begins with whom to call."""
    letter = letters.draft("instalments", _matter(letters, proposal={"reason": "失业了，我不想活了"}), TODAY)

    assert "12356" in letter.first


def test_no_matter_leaks_into_another(letters: Letters) -> None:
    """What was told of one case stands in no letter of the next."""
    letters.draft("police-report", letters.form.example(), TODAY)
    after = letters.draft("police-report", Matter({}), TODAY)

    assert not any(words in str(after.to_dict()) for words in ("林小满", "YL-0001", "000-00000002", "打断你的腿"))


def test_every_citation_is_certified(letters: Letters) -> None:
    """Each has its words, rank, days and the sentence that rests on it, which is a sentence of the letter."""
    letter = letters.draft("payment-order", letters.form.example(), TODAY)
    everything = "\n".join(
        x.text for x in (*letter.lines, *letter.not_if, *letter.deadlines, *letter.send, *letter.after)
    )

    assert all(c.words and c.rank and c.status and c.in_force for c in letter.citations)
    assert [c.sentence for c in letter.citations if c.sentence not in everything] == []
    order = next(c for c in letter.citations if c.ref == "民事诉讼法@2024-01-01#227.2")
    assert (order.label, order.rank, order.status) == ("《民事诉讼法》第二百二十七条第二款", "法律", "现行有效")


def test_the_templates_are_in_order(letters: Letters) -> None:
    """The linter has nothing to say of the templates as they ship."""
    assert _faults(letters) == ""


_ASKED = '"evidence.items",\n]'
PLANTED = {
    "a wrong number": ("injunction", "《民法典》第九百九十七条", "《民法典》第九百九十六条", "第九百九十六条"),
    "no such article": ("injunction", "《民法典》第九百九十七条", "《民法典》第六千条", "第六千条"),
    "law without a citation": ("injunction", "## 请求", "你们应当赔偿。\n## 请求", "没有引用"),
    "an invented figure": ("injunction", "有权依法向人民法院", "有权在三十日内向人民法院", "30|三十"),
    "a field that is not asked": ("injunction", _ASKED, "]", "用了 evidence.items"),
    "a field that does not exist": ("injunction", _ASKED, '"evidence.items", "lender.x",\n]', "lender.x 不在"),
    "asked in vain": ("injunction", _ASKED, '"evidence.items", "police.station",\n]', "police.station 没有用到"),
    "an unknown mark": ("injunction", "{harm.facts}。", "{harm.Facts}。", "没有读懂的标记"),
    "days that the law does not give": ("payment-order", "days = 15", "days = 10", "10 天不在"),
    "an unknown instrument": ("spam-report", "@broken 治安管理处罚法", "@broken 治安法规", "没有 治安法规"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_the_linter_finds_a_planted_fault(letters: Letters, name: str) -> None:
    """Each kind of fault in a template is found and named."""
    kind, old, new, told = PLANTED[name]
    text = (DATA / f"{kind}.md").read_text("utf-8")
    assert old in text
    faults = _faults(_with(letters, read_template(text.replace(old, new), kind)))

    assert any(words in faults for words in told.split("|")), faults


@pytest.mark.parametrize("key", ["not_if", "send", "after"])
def test_no_letter_without_advice(letters: Letters, key: str) -> None:
    """A template that does not say when not to send it, how to send it and what follows is faulty."""
    empty: Any = {key: ()}
    template = replace(letters.templates["injunction"], **empty)

    assert f"{key} 是空的" in _faults(_with(letters, template))


@pytest.mark.parametrize(
    "text", ["没有开头", "+++\ntitle = 1\n+++\n", '+++\norder = 1\nextra = "x"\n+++\n', "+++\nx\n+++\n"]
)
def test_a_broken_template_is_one_sentence(text: str) -> None:
    """A file that is no template says which file, what, and where the format is told."""
    with pytest.raises(YoujuError, match=r"letters/x\.md.*docs/formats\.md"):
        read_template(text, "x")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"lendr": {}}, r"案情\.toml：不认识 \[lendr\]"),
        ({"lender": {"nmae": "x"}}, r"\[lender\] 里不认识 nmae"),
        ({"lender": "x"}, r"lender 要写成一组"),
        ({"lender": {"kind": "银行网"}}, r"lender\.kind 看不懂“银行网”：可以写：bank-card"),
        ({"amounts": {"claimed": "很多"}}, r"amounts\.claimed 看不懂“很多”：请写金额"),
        ({"dates": {"borrowed": "2026-13-01"}}, r"dates\.borrowed .*请写成 2025-12-31"),
        ({"third": {"people": [1]}}, r"third\.people .*请写成 \["),
        ({"calls": {"date": "2026-01-01"}}, r"calls 要写成一行一组"),
        ({"calls": [{"time": "10:00"}, {"time": "25:00"}]}, r"第 2 个 \[\[calls\]\] 的 time 看不懂“25:00”"),
        ({"calls": [{"colour": "x"}]}, r"第 1 个 \[\[calls\]\] 的 不认识“colour”"),
    ],
)
def test_a_fact_that_cannot_be_read_is_one_sentence(given: Mapping[str, object], told: str) -> None:
    """It names the file, the place and the mend."""
    with pytest.raises(InputProblem, match=told):
        read_matter_form().read(given, "案情.toml：")


def test_a_call_of_tomorrow_cannot_have_happened(letters: Letters) -> None:
    """A day after the letter's is a slip."""
    with pytest.raises(InputProblem, match=r"第 1 个 \[\[calls\]\] 的日期 2026-11-27 晚于 2026-11-26"):
        letters.draft("complaint", _matter(letters, calls=[{"date": "2026-11-27"}]), TODAY)


def test_facts_cannot_break_out_of_their_place(letters: Letters) -> None:
    """Marks of the templates and of quotations in a fact stay words."""
    said = "{lender.name}」[x] ?calls: 他\n说"
    letter = letters.draft("complaint", _matter(letters, calls=[{"date": "2026-11-20", "said": said}]), TODAY)

    assert "对方说：「{lender.name}’[x] ?calls: 他 说」" in letter.text


def test_the_empty_matter_is_a_matter(letters: Letters) -> None:
    """What `--fields` prints can be read as it is, and read in full once the marks are taken away."""
    import tomllib

    for kind, template in letters.templates.items():
        empty = letters.form.empty(template.asks)
        assert letters.form.read(tomllib.loads(empty)) == Matter({})
        filled = "\n".join(x.removeprefix("# ") if " = " in x or x.startswith("# [[") else x for x in empty.split("\n"))
        letter: Letter = letters.draft(kind, letters.form.read(tomllib.loads(filled)), TODAY)
        assert letter.blanks == ()
