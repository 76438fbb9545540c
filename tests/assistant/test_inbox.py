"""The inbox's rooms: splitting, matters, days, urgency, masking, drafts, review, paragraphs."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from assistant import Review, State, Thread, Verifier, approved, lint_inbox
from assistant.inbox.ahead import named_days
from assistant.inbox.alike import dice, groups
from assistant.inbox.deadlines import counted
from assistant.inbox.disguise import Disguise
from assistant.inbox.messages import BY_BLANKS, BY_NAMES, NO_WORDS, Message, split
from assistant.inbox.table import read_table
from assistant.inbox.threads import joined, threads, volunteers
from assistant.inbox.urgency import Deadline, said, urgency
from kb import Corpus, InputProblem

TODAY = date(2026, 11, 25)  # a Wednesday
NOON = datetime(2026, 11, 25, 12, 0)  # noqa: DTZ001 - a moment of the test

CHAT = """\
—————  2026-11-25  —————

阿木 2026/11/25 23:12:05
催收骂我

阿木 2026/11/25 23:12:40
还打给我妈

小叶 2026/11/25 23:13:00
利息太高怎么办
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (CHAT, [("阿木", "催收骂我"), ("阿木", "还打给我妈"), ("小叶", "利息太高怎么办")]),
        ("[阿木 2026-11-25 23:12]\n骂我\n[小叶 2026-11-25] 催我", [("阿木", "骂我"), ("小叶", "催我")]),
        ("2026-11-25 23:12:05 阿木(10001)\n骂我", [("阿木", "骂我")]),
        ("群聊的聊天记录\n阿木 昨天 19:20\n骂我\n\n小叶 19:25\n催我", [("阿木", "骂我"), ("小叶", "催我")]),
        ("阿木：骂我\n第二行\n小叶：催我", [("阿木", "骂我\n第二行"), ("小叶", "催我")]),
        (
            "反催收互助群(23)\n2026年11月25日 星期三\n\n阿木 19:20\n骂我\n\n小叶 19:25\n催我",
            [("阿木", "骂我"), ("小叶", "催我")],
        ),
        ("我先说一句\n\n阿木 19:20\n骂我", [("", "我先说一句"), ("阿木", "骂我")]),
        ("阿木 2026/11/25 23:12\n——转发消息——\n催收：还钱\n——以上——\n算威胁吗", [("阿木", "催收：还钱\n算威胁吗")]),
        ("一件事\n---\n另一件事", [("", "一件事"), ("", "另一件事")]),
        ("# 情况\n\n第一段我问怎么办\n\n第二段我问怎么办", [("", "# 情况\n\n第一段我问怎么办\n\n第二段我问怎么办")]),
    ],
    ids=[
        "wechat",
        "brackets",
        "time-first",
        "record",
        "colons",
        "group-name",
        "words-above",
        "forwarded",
        "rules",
        "headed-file",
    ],
)
def test_each_way_of_pasting_is_split(text: str, found: list[tuple[str, str]]) -> None:
    """Copies of chat programs, forwarded records, names with colons, rules; a file with headings is one matter."""
    assert [(m.sender, m.words) for m in split(text)] == found


def test_who_and_when_and_where_are_kept() -> None:
    """A message knows its sender, its minute and the line that it stands in."""
    first = split(CHAT, "文件1")[0]

    assert (first.sender, first.at, first.place) == ("阿木", datetime(2026, 11, 25, 23, 12), "文件1:3")  # noqa: DTZ001


def test_a_quoted_reply_is_not_the_senders_own_words() -> None:
    """What is answered is kept apart, so that nobody is charged with another's story."""
    (message,) = split("小叶 2026/11/25 20:00:00\n「阿木: 催收打断我腿」\n- - - - - - - -\n我也被骂了")

    assert (message.words, message.quoted) == ("我也被骂了", "阿木: 催收打断我腿")


def test_a_typed_out_call_is_not_two_clients() -> None:
    """催收： and 我： are the two sides of one call."""
    assert len(split("催收：今天必须还\n我：没钱\n催收：那就去你单位")) == 1


@pytest.mark.parametrize(
    ("text", "count", "doubt"),
    [
        ("催收天天骂我，怎么办？\n\n我借一万到手八千，合法吗？", 2, BY_BLANKS),
        ("催收天天骂我，怎么办？\n\n而且他们还打给我妈，可以吗？", 1, ""),
        ("他们今天来了。\n\n很凶。", 1, ""),
        ("1. 我担保了五万\n2. 他跑了\n3. 我要还吗", 1, ""),
        ("阿木：催收骂我\n小叶：催收打我", 2, BY_NAMES),
        ("阿木 2026/11/25 20:00\n[图片]", 1, NO_WORDS),
    ],
)
def test_an_unsure_split_says_so_and_cuts_no_telling(text: str, count: int, doubt: str) -> None:
    """Blank lines part only what tells by itself; the volunteer is told on what the split rests."""
    found = split(text)

    assert len(found) == count
    assert {m.doubt for m in found} == {doubt}


def test_interleaved_messages_of_one_sender_are_one_matter() -> None:
    """Others may speak in between; what is sent twice is read once."""
    made = threads([Message("一", "甲"), Message("二", "乙"), Message("三", "甲"), Message("三", "甲")])

    assert [t.words for t in made] == ["一\n三", "二"]


def test_the_volunteers_replies_are_context() -> None:
    """They belong to the client spoken to last, or to whom they name, and part his tellings."""
    made = threads(
        [Message("一", "甲"), Message("二", "乙"), Message("@甲 收到", "志"), Message("三", "甲")], me=["志"]
    )

    assert [(t.sender, [m.words for _, m in t.replies]) for t in made] == [("甲", ["@甲 收到"]), ("乙", [])]
    assert made[0].turns == ("一", "三")


def test_the_volunteer_is_recognised_by_name_or_by_how_he_speaks() -> None:
    """Named so, or answering several people in that voice; else nobody is taken for one."""
    table = read_table()
    clients = [Message("怎么办", "甲"), Message("您好，收到", "丁"), Message("急", "乙"), Message("您先报警", "丁")]

    assert volunteers(clients, table) == ("丁",)
    assert volunteers([*clients, Message("收到", "志愿者小青")], table) == ("志愿者小青",)
    assert volunteers([Message("怎么办", "甲"), Message("急", "乙"), Message("我也是", "甲")], table) == ()


def test_the_same_words_of_two_people_stand_once() -> None:
    """They are counted, and the first place is kept."""
    (made,) = threads([Message("催收骂我", "甲"), Message("催收骂我 ", "乙"), Message("催收骂我", "丙")])

    assert (made.sender, [who for who, _ in made.others]) == ("甲", ["乙", "丙"])
    assert "2" in made.doubts[0]


def test_bubbles_go_on_in_each_other() -> None:
    """A bubble without a stop is joined by a comma."""
    assert joined(["他打给", "我妈了。", "怎么办"]) == "他打给，\n我妈了。\n怎么办"


@pytest.mark.parametrize(
    ("text", "ahead", "day"),
    [
        ("12月3号开庭", True, date(2026, 12, 3)),
        ("1月8日开庭", True, date(2027, 1, 8)),
        ("后天开庭", True, date(2026, 11, 27)),
        ("下周二上午", True, date(2026, 12, 1)),
        ("周一开庭", True, date(2026, 11, 30)),
        ("28号开庭", True, date(2026, 11, 28)),
        ("3号开庭", True, date(2026, 12, 3)),
        ("下个月五号", True, date(2026, 12, 5)),
        ("court hearing on December 3rd", True, date(2026, 12, 3)),
        ("上周五收到", False, date(2026, 11, 20)),
        ("周一收到", False, date(2026, 11, 23)),
        ("二十号收到的", False, date(2026, 11, 20)),
        ("28号收到的", False, date(2026, 10, 28)),
        ("12月3号收到", False, date(2025, 12, 3)),
        ("3天前收到", False, date(2026, 11, 22)),
    ],
)
def test_days_are_read_as_people_name_them(text: str, ahead: bool, day: date) -> None:
    """Forward for what is to come, backward for what has been received."""
    assert [n.day for n in named_days(text, TODAY, ahead=ahead)] == [day]


@pytest.mark.parametrize("text", ["还6万8", "24%利息", "3号楼502", "2月30号", "打了12.5块"])
def test_what_is_no_day_is_none(text: str) -> None:
    """Sums, houses and days that do not exist."""
    assert named_days(text, TODAY, ahead=True) == ()


@pytest.mark.parametrize(
    ("text", "rank", "left"),
    [
        ("法院发短信说我12月3号开庭", "P2", 8),
        ("上周五收到支付令", "P2", 10),
        ("收到支付令了", "P2", None),
        ("判决书昨天拿到了", "P2", 14),
        ("催收说要给我申请支付令", "P4", None),
        ("他说今晚带人过来打断我弟的腿", "P1", None),
        ("利息怎么算", "P4", None),
    ],
)
def test_a_rank_has_its_day_and_its_reason(text: str, rank: str, left: int | None) -> None:
    """A told day is counted from the day of the message; one that is not told is never made up."""
    found = urgency([(text, TODAY)], (), (), TODAY, read_table())

    assert (found.rank, found.left) == (rank, left)
    assert all(found.reasons)


def test_a_missing_day_is_asked_for() -> None:
    """The volunteer is told what to ask."""
    found = urgency([("收到支付令了", TODAY)], (), (), TODAY, read_table())

    assert found.deadline is not None
    assert "哪一天" in found.deadline.ask
    assert "没有说日子" in found.reasons[0]


def test_a_day_that_has_passed_is_a_question() -> None:
    """No matter is called lost."""
    assert "先问清" in said(Deadline("支付令异议期", date(2026, 11, 1), "上月", 15), TODAY)


def test_the_period_is_shown_with_its_law_or_not_at_all(corpus: Corpus, verifier: Verifier) -> None:
    """A computed day rests on a sentence that the provision carries; a wrong length is withheld with its day."""
    right = "债务人应当自收到支付令之日起十五日内清偿债务，或者向人民法院提出书面异议"
    deadline = Deadline("支付令异议期", date(2026, 12, 5), "上周五", 15, right, "民事诉讼法#227.2")
    wrong = Deadline(
        "支付令异议期", date(2026, 12, 20), "上周五", 30, right.replace("十五", "三十"), "民事诉讼法#227.2"
    )

    shown = counted(deadline, TODAY, corpus, verifier)

    assert "2026年12月5日" in shown.sentences[0]
    assert "第二百二十七条第二款" in shown.sentences[1]
    assert counted(wrong, TODAY, corpus, verifier).sentences == ()


def test_the_table_has_no_problem(corpus: Corpus, verifier: Verifier) -> None:
    """Every signal knows its examples; every period is carried; the voice states no law."""
    assert list(lint_inbox(corpus, verifier, TODAY)) == []


def test_a_disguise_gives_one_tag_to_one_datum() -> None:
    """However it is written; and only this matter's own data come back."""
    disguise = Disguise("小青藤", ["王小花"])

    hidden = disguise.hide("小青藤说：13900000001，也就是139 0000 0001，找王小花，单号12345678")

    assert "139" not in hidden
    assert "12345678" not in hidden
    assert "小青藤" not in hidden
    assert hidden.count("〔手机1〕") == 2
    assert "王小花" in disguise.restore(hidden)
    assert Disguise().restore(hidden) == hidden


def test_a_disguise_leaves_days_and_amounts() -> None:
    """They are needed to understand a matter."""
    text = "2026-12-03开庭，借了50000元，一天打了30个"

    assert Disguise("Z").hide(text) == text


def test_a_name_of_one_letter_is_not_hidden_within_words() -> None:
    """Z in ZFB is no sender."""
    assert Disguise("Z").hide("ZFB 借呗") == "ZFB 借呗"


def test_a_draft_goes_to_the_client_only_by_way_of_review() -> None:
    """草稿 → 待审 → 退回 with a reason → 待审 → 已审, each step with a line."""
    review = Review().moved(State.PENDING, by="甲", at=NOON)
    review = review.moved(State.RETURNED, by="乙", at=NOON, reason="少写了时限")

    assert (review.state.chinese, review.reason) == ("退回", "少写了时限")
    review = review.moved(State.PENDING, by="甲", at=NOON).moved(State.APPROVED, by="乙", at=NOON)
    assert [str(s) for s in review.steps][1] == "2026-11-25 12:00 乙 → 退回：少写了时限"
    assert review.edited(by="甲", at=NOON).state is State.DRAFT


@pytest.mark.parametrize(
    ("to", "by", "reason", "faults", "said_"),
    [
        (State.APPROVED, "甲", "", (), "草稿不能直接变成已审"),
        (State.PENDING, " ", "", (), "是谁"),
    ],
)
def test_a_step_that_may_not_be_is_refused(
    to: State, by: str, reason: str, faults: tuple[str, ...], said_: str
) -> None:
    """From a draft straight to the client, or by nobody."""
    with pytest.raises(InputProblem, match=said_):
        Review().moved(to, by=by, at=NOON, reason=reason, faults=faults)


def test_a_return_needs_a_reason_and_an_approval_a_clean_check() -> None:
    """What does not pass the check today is never approved."""
    pending = Review().moved(State.PENDING, by="甲", at=NOON)

    with pytest.raises(InputProblem, match="原因"):
        pending.moved(State.RETURNED, by="乙", at=NOON)
    with pytest.raises(InputProblem, match="没有通过核对"):
        pending.moved(State.APPROVED, by="乙", at=NOON, faults=["旧条文"])


def test_a_paragraph_is_approved_only_if_it_passes_and_names_nobody(corpus: Corpus, verifier: Verifier) -> None:
    """It keeps the references that it rests on, so that it can be found when they change."""
    said_ = "债务人应当自收到支付令之日起十五日内清偿债务，或者向人民法院提出书面异议"
    good = f"{said_}（《民事诉讼法》第二百二十七条第二款）。"

    assert approved("支付令", good, verifier, corpus.finder).refs == ("民事诉讼法#227.2",)
    with pytest.raises(InputProblem, match="没有通过核对"):
        approved("支付令", good.replace("十五", "二十"), verifier, corpus.finder)
    with pytest.raises(InputProblem, match="个人信息"):
        approved("支付令", "请打13900000001。", verifier, corpus.finder)


def test_likeness_is_of_words_or_of_findings() -> None:
    """Without an answer nothing is alike."""
    assert dice(frozenset("ab"), frozenset("ab")) == 1
    assert groups(["一", "一"], [None, None], [0, 0]) == (0, 1)


def test_a_thread_tells_by_the_day_it_was_sent() -> None:
    """明天 is counted from the message, not from the evening it is read."""
    thread = Thread("甲", (Message("明天开庭", "甲", datetime(2026, 11, 20, 9, 0)),))  # noqa: DTZ001

    assert thread.told(TODAY) == (("明天开庭", date(2026, 11, 20)),)


def test_who_differs_in_a_mark_only_sent_the_same_words() -> None:
    """A question mark makes no second matter; two who sent nothing but a picture stay two."""
    same = threads([Message("催收骂我怎么办", "阿木"), Message("催收骂我，怎么办？", "小叶")])
    pictures = threads(split("阿木 2026/11/25 23:12\n[图片]\n小叶 2026/11/25 23:13\n[图片]"))

    assert [len(t.others) for t in same] == [1]
    assert len(pictures) == 2


def test_everybody_in_the_group_is_hidden_from_everybody() -> None:
    """Who is told of in another's words is masked there, and is counted only where he is told of."""
    first, second = threads([Message("夜猫子也被骂了", "阿木"), Message("利息太高", "夜猫子")])
    told, untold = Disguise(first.sender, first.company), Disguise(second.sender, second.company)

    assert told.hide(first.words) == "〔姓名1〕也被骂了"
    assert told.kinds["姓名"] == 1
    assert untold.hide(second.words) == "利息太高"
    assert "姓名" not in untold.kinds


def test_a_name_that_stands_in_a_tag_tears_no_tag() -> None:
    """Somebody who calls himself 手机 or 来信人 leaves the tags whole."""
    assert Disguise("", ["手机", "来信"]).hide("打13812345678") == "打〔手机1〕"
