"""Looking up: whatever a person writes leads to the text of the day, or to what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb import Corpus, Entry, InputProblem, Provision, Status, look_up

TODAY, THEN = date(2026, 11, 22), date(2020, 6, 1)


def one(corpus: Corpus, asked: str, day: date = TODAY) -> Entry:
    """The one entry of a reference."""
    (entry,) = look_up(asked, corpus, day)
    return entry


def outcome(entry: Entry) -> str:
    """The reference that was found, or the reason why none was."""
    return entry.found.ref if isinstance(entry.found, Provision) else entry.found.reason.value


REFERENCES = [
    # as programs write
    ("安宁法#11", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("安宁法#11.1.3", "安宁法@2024-01-01#11.1.3", Status.IN_FORCE),
    ("安宁法#11..3", "安宁法@2024-01-01#11.1.3", Status.IN_FORCE),
    ("安宁法#11-1", "安宁法@2024-01-01#11-1", Status.IN_FORCE),
    ("安宁法@2015-01-01#7", "安宁法@2015-01-01#7", Status.SUPERSEDED),
    ("安宁法@2024-01-01#7", "安宁法@2024-01-01#7", Status.IN_FORCE),
    ("旧债法@2001-06-01#4", "旧债法@2001-06-01#4", Status.REPEALED),
    ("中华人民共和国安宁法#11", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("清静法#11", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("催告公约#0", "催告公约@2019-03-01#0", Status.IN_FORCE),
    ("催告公约#8", "催告公约@2019-03-01#8", Status.IN_FORCE),
    (" 安宁法#11 ", "安宁法@2024-01-01#11", Status.IN_FORCE),
    # as people write
    ("安宁法第11条", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("安宁法第十一条", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("安宁法第１１条", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("《安宁法》第十一条", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("《中华人民共和国安宁法》第十一条", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("清静法第十一条", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("安宁法 第 11 条", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("安宁法11条", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("安宁法第11", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("安宁法11", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("安宁法 11", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("《安宁法》11", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("安宁法11.1.3", "安宁法@2024-01-01#11.1.3", Status.IN_FORCE),
    ("安宁法11-1", "安宁法@2024-01-01#11-1", Status.IN_FORCE),
    ("安宁法11之1", "安宁法@2024-01-01#11-1", Status.IN_FORCE),
    ("安宁法11条1款3项", "安宁法@2024-01-01#11.1.3", Status.IN_FORCE),
    ("安宁法十一条（三）项", "安宁法@2024-01-01#11.1.3", Status.IN_FORCE),
    ("安宁法解释5条", "安宁法解释@2024-06-01#5", Status.IN_FORCE),
    ("安宁法 十一", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("安宁法第11-1条", "安宁法@2024-01-01#11-1", Status.IN_FORCE),
    ("安宁法11条之一", "安宁法@2024-01-01#11-1", Status.IN_FORCE),
    ("安宁法十一之一", "安宁法@2024-01-01#11-1", Status.IN_FORCE),
    ("安宁法第十一条之一", "安宁法@2024-01-01#11-1", Status.IN_FORCE),
    ("安宁法第十一之一条", "安宁法@2024-01-01#11-1", Status.IN_FORCE),
    ("安宁法第十一条第一款第三项", "安宁法@2024-01-01#11.1.3", Status.IN_FORCE),
    ("安宁法第十一条第（三）项", "安宁法@2024-01-01#11.1.3", Status.IN_FORCE),
    ("安宁法第11条第2款", "安宁法@2024-01-01#11.2", Status.IN_FORCE),
    ("安宁法第十一条是怎么规定的？", "安宁法@2024-01-01#11", Status.IN_FORCE),
    ("《安宁法》（2014年）第七条", "安宁法@2015-01-01#7", Status.SUPERSEDED),
    ("例释〔2024〕3号第五条", "安宁法解释@2024-06-01#5", Status.IN_FORCE),
    ("安宁法司法解释第5条", "安宁法解释@2024-06-01#5", Status.IN_FORCE),
    ("关于适用《中华人民共和国安宁法》若干问题的解释第五条", "安宁法解释@2024-06-01#5", Status.IN_FORCE),
    ("催告公约第八条", "催告公约@2019-03-01#8", Status.IN_FORCE),
    ("催告公约", "催告公约@2019-03-01#0", Status.IN_FORCE),
    # what is not there
    ("安宁法第二十四条", "not_held", Status.IN_FORCE),
    ("安宁法第25条", "no_article", None),
    ("安宁法第十一条第三款", "no_unit", None),
    ("安宁法第十一条第九项", "no_unit", None),
    ("安宁法#s5.3", "not_held", Status.IN_FORCE),
    ("安宁法@1999-01-01#7", "not_held", None),
    ("《安宁法》（1999年）第七条", "not_held", None),
    ("安宁法", "not_held", Status.IN_FORCE),
    ("旧债法第四条", "repealed", Status.REPEALED),
    ("旧债法第99条", "repealed", Status.REPEALED),
    ("旧债法", "repealed", Status.REPEALED),
    ("夜间敲钟管理条例第三条", "phantom", None),
    ("《敲钟管理暂行办法》", "phantom", None),
    ("《渡船法》第三条", "unknown_instrument", None),
    ("渡船管理条例第三条", "unknown_instrument", None),
    ("静法#3", "unknown_instrument", None),
]


@pytest.mark.parametrize(("asked", "found", "status"), REFERENCES, ids=[r[0] for r in REFERENCES])
def test_a_reference_leads_where_it_should(library: Corpus, asked: str, found: str, status: Status | None) -> None:
    """References of every kind: existing, moved, repealed, not held, not existing, invented, with any name and form."""
    entry = one(library, asked)

    assert (outcome(entry), entry.status) == (found, status)


SHIPPED = [
    ("民法典第1033条", TODAY, "民法典@2021-01-01#1033", "in_force", None),
    ("民法典#1033", TODAY, "民法典@2021-01-01#1033", "in_force", None),
    ("民法典第一千零三十三条第一项", TODAY, "民法典@2021-01-01#1033.1.1", "in_force", None),
    ("刑法第二百九十三条之一", TODAY, "刑法@2024-03-01#293-1", "in_force", None),
    ("刑法293-1", date(2022, 1, 1), "刑法@2021-03-01#293-1", "in_force", None),
    ("治安管理处罚法第42条", TODAY, "治安管理处罚法@2026-01-01#42", "in_force", None),
    (
        "治安管理处罚法第42条",
        date(2025, 12, 1),
        "治安管理处罚法@2013-01-01#42",
        "in_force",
        "治安管理处罚法@2026-01-01#50",
    ),
    (
        "治安管理处罚法@2013-01-01#42",
        TODAY,
        "治安管理处罚法@2013-01-01#42",
        "superseded",
        "治安管理处罚法@2026-01-01#50",
    ),
    (
        "治安管理处罚法（2012修正）第四十二条",
        TODAY,
        "治安管理处罚法@2013-01-01#42",
        "superseded",
        "治安管理处罚法@2026-01-01#50",
    ),
    ("治安法第50条第5项", TODAY, "治安管理处罚法@2026-01-01#50.1.5", "in_force", None),
    ("治安管理处罚法第150条", TODAY, "no_article", None, None),
    ("民法典第一千三百二十一条", TODAY, "no_article", None, None),
    ("个保法第75条", TODAY, "no_article", None, None),
    ("合同法第196条", TODAY, "repealed", "repealed", "民法典@2021-01-01#667"),
    ("合同法", TODAY, "repealed", "repealed", "民法典"),
    ("个人信息保护法第10条", date(2021, 10, 31), "not_yet", "not_yet", None),
    ("信用卡办法第68条", TODAY, "商业银行信用卡业务监督管理办法@2011-01-13#68", "in_force", None),
    ("催收管理法第三条", TODAY, "phantom", None, "民法典"),
    ("国标5.3", TODAY, "GB/T45251-2025@2025-02-28#s5.3", "in_force", None),
    ("国标第5.3条", TODAY, "GB/T45251-2025@2025-02-28#s5.3", "in_force", None),
    ("GB/T45251-2025 5.3", TODAY, "GB/T45251-2025@2025-02-28#s5.3", "in_force", None),
    ("GB/T 45251—2025 第5.3节", TODAY, "GB/T45251-2025@2025-02-28#s5.3", "in_force", None),
    ("GB/T45251-2025#s5.3", TODAY, "GB/T45251-2025@2025-02-28#s5.3", "in_force", None),
    ("消费贷催收指引第三章", TODAY, "消费贷催收指引@2026-01-30#ch3", "in_force", None),
    ("中银协催收指引#ch3", TODAY, "消费贷催收指引@2026-01-30#ch3", "in_force", None),
    ("互联网金融逾期债务催收自律公约", TODAY, "互联网金融逾期债务催收自律公约@2018-03-28#0", "in_force", None),
    ("公司法第二十条", TODAY, "unknown_instrument", None, None),
    ("劳动合同法第三十九条", TODAY, "unknown_instrument", None, None),
]


@pytest.mark.parametrize(("asked", "day", "found", "status", "moved"), SHIPPED, ids=[f"{r[0]} {r[1]}" for r in SHIPPED])
def test_the_shelf_answers(
    shelf: Corpus, asked: str, day: date, found: str, status: str | None, moved: str | None
) -> None:
    """Real references, on their day: what they are, and where they went."""
    entry = one(shelf, asked, day)

    assert outcome(entry) == found
    assert entry.status == status
    assert (entry.moved_to[0] if entry.moved_to else None) == moved


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("安宁法第二条、第七条", ["安宁法@2024-01-01#2", "安宁法@2024-01-01#7"]),
        ("安宁法第2、7条", ["安宁法@2024-01-01#2", "安宁法@2024-01-01#7"]),
        ("安宁法第6至7条", ["not_held", "安宁法@2024-01-01#7"]),
        ("安宁法#6-7", ["not_held", "安宁法@2024-01-01#7"]),
        ("安宁法第十一条第（一）（三）项", ["安宁法@2024-01-01#11.1.1", "安宁法@2024-01-01#11.1.3"]),
        ("安宁法第二条、第二条", ["安宁法@2024-01-01#2"]),
        ("安宁法第二条和安宁法解释第五条", ["安宁法@2024-01-01#2", "安宁法解释@2024-06-01#5"]),
    ],
)
def test_a_range_or_list_gives_an_entry_for_each(library: Corpus, asked: str, found: list[str]) -> None:
    """In the order written, each once."""
    assert [outcome(entry) for entry in look_up(asked, library, TODAY)] == found


@pytest.mark.parametrize(
    "asked", ["", "  ", "随便写写", "第三条短信", "第十一条", "42", "#", "????", "guide:bells#fine"]
)
def test_nonsense_gets_one_sentence(library: Corpus, asked: str) -> None:
    """What cannot be read is said, with the form that can."""
    with pytest.raises(InputProblem, match=r"看不懂|是指南的一节") as caught:
        look_up(asked, library, TODAY)
    assert "\n" not in str(caught.value)


def test_a_number_with_other_content_today_shows_what_it_was(library: Corpus) -> None:
    """Today's text, and in `was` the old text with its day and where it went."""
    entry = one(library, "安宁法第七条")

    (former,) = entry.was
    assert "渡船" in entry.found.text if isinstance(entry.found, Provision) else False
    assert "鸣钟" in former.provision.text
    assert former.moved_to == ("安宁法@2024-01-01#11",)
    assert "2024-01-01以前，这个条号是另外的内容，现为《安宁法》第十一条" in entry.note


def test_a_unit_that_only_the_old_article_had_shows_the_old_one(shelf: Corpus) -> None:
    """第四十二条第五项 has no item today; the old one had, and is shown with where it went."""
    entry = one(shelf, "治安管理处罚法第42条第5项")

    assert outcome(entry) == "no_unit"
    assert [f.provision.ref for f in entry.was] == ["治安管理处罚法@2013-01-01#42.1.5"]
    assert entry.was[0].moved_to == ("治安管理处罚法@2026-01-01#50",)


def test_a_number_whose_old_text_is_not_held_still_says_where_it_went(library: Corpus) -> None:
    """Told by the map of moves alone."""
    law = library.instruments["安宁法"]
    bare = replace(law, versions=(replace(law.versions[0], articles=()), *law.versions[1:]))
    entry = one(replace(library, instruments={**library.instruments, "安宁法": bare}), "安宁法第七条")

    assert entry.was == ()
    assert "2024-01-01以前的第七条，现为《安宁法》第十一条" in entry.note


def test_what_will_move_is_told_with_its_day(library: Corpus) -> None:
    """Before the new version is in force nothing has moved yet."""
    entry = one(library, "安宁法第七条", THEN)

    assert entry.status is Status.IN_FORCE
    assert entry.moved_to == ("安宁法@2024-01-01#11",)
    assert "2024-01-01起为《安宁法》第十一条" in entry.note


def test_an_article_that_is_unchanged_has_no_former_text(library: Corpus) -> None:
    """The same words in two versions are one rule."""
    assert one(library, "安宁法第二条").was == ()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("安宁法第25条", "只有24条，没有第二十五条"),
        ("旧债法第99条", "它本来也只有9条，没有第九十九条"),
        ("旧债法第四条", "现为《安宁法》第十一条"),
        ("安宁法", "2024-01-01起施行，共24条；这里没有写明是哪一条"),
        ("安宁法@2015-01-01#7", "旧文本，2024-01-01起不再适用；现为《安宁法》第十一条"),
        ("催告公约第八条", "条号待核"),
        ("催告公约", "官方原文没有收录，这里是大意；行业自律，只约束会员"),
        ("夜间敲钟管理条例", "没有这个条例"),
        ("《渡船法》第三条", "资料库不认识《渡船法》"),
    ],
)
def test_the_note_says_what_a_reader_needs(library: Corpus, asked: str, words: str) -> None:
    """Why there is no text, what it is today, how sure we are, whom the rule binds."""
    assert words in one(library, asked).note


def test_a_number_that_only_an_earlier_version_reached_says_so(shelf: Corpus) -> None:
    """民诉法解释 had 552 articles until 2022."""
    assert "2022-04-10以前的文本有552条" in one(shelf, "民诉法解释第551条").note


def test_every_move_on_the_shelf_can_be_looked_up(shelf: Corpus) -> None:
    """Each old number, by its version, says where it went."""
    silent = [
        m.old
        for m in shelf.moved
        if one(shelf, m.old).moved_to != m.new and len(shelf.on(TODAY).successors(m.old)) == 1
    ]

    assert silent == []
