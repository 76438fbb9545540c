"""Personal data is masked before it leaves the machine, and put back after."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.masking import Masked, mask, read_masker
from assistant.numbers import luhn
from assistant.personal import KINDS
from kb import InputProblem

ID = "110101199003078515"
CARD = "6222021234567890128"
PIECES = (
    *(
        "我叫张三丰",
        "张三丰",
        "13812345678",
        "138 1234 5678",
        "１３８１２３４５６７８",
        ID,
        CARD,
        "〔手机1〕",
        "【姓名 1】",
    ),
    *("[手机1-2]", "〔姓名", "1〕", "a.b@example.com", "京A12345", "，", "\n", "客户李四海：", "第四十二条", " "),
    *("住在北京市朝阳区幸福路12号3单元401", "（2026）京0105民初123号", "幺三八幺二三四五六七八"),
    *("在青禾服装厂上班", "微信号：abc_12345", "5000元"),
)


def test_numbers_are_masked_beside_chinese_characters() -> None:
    """No space is needed around a number for it to be found."""
    text = f"我叫小明手机13812345678请联系，身份证{ID}，邮箱a.b@qq.com谢谢"

    masked = mask(text)

    assert all(data not in masked.text for data in ("13812345678", ID, "a.b@qq.com"))
    assert masked.restore(masked.text) == text


@pytest.mark.parametrize(
    "spelled",
    [
        *(
            "13812345678",
            "138-1234-5678",
            "138 1234 5678",
            "１３８１２３４５６７８",
            "+8613812345678",
            "+86 138 1234 5678",
        ),
        *("一三八一二三四五六七八", "幺三八 幺二三四 五六七八", "1 3 8 1 2 3 4 5 6 7 8", "0086-13812345678"),
    ],
)
def test_a_mobile_number_is_found_however_it_is_spelled(spelled: str) -> None:
    """Spaces, dashes, full width, Chinese digits and the country's prefix hide nothing."""
    (found,) = read_masker().find(f"打{spelled}找我")

    assert (found.kind, found.key) == ("手机", "13812345678")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("叫我李想吧", "李想"), ("我叫李想，欠了三万", "李想"), ("我是张为民", "张为民"), ("李想本人同意", "李想"),
        ("大家都叫我陈道远", "陈道远"), ("我全名王可心。", "王可心"), ("一个叫周未的人", "周未"),
        ("李想女士您好", "李想"),
    ],
)  # fmt: skip
def test_a_name_of_everyday_words_is_heard_where_it_plainly_ends(said: str, name: str) -> None:
    """想, 为, 道 are words, and in a name too: a cue before it and a mark, 吧 or a title behind it tell."""
    assert name not in mask(said).text


@pytest.mark.parametrize(
    "said",
    ["叫我想办法就行", "叫我马上还吧", "叫我何必呢", "我名字在里面", "原告应", "请回复时间", "我是高知", "借款人可以"],
)
def test_the_same_words_without_a_name_stay(said: str) -> None:
    """A cue is no name."""
    assert mask(said).text == said


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"身份证{ID[:6]} {ID[6:14]} {ID[14:]}", "身份证〔身份证1〕"),
        ("座机010-62345678转102一直响", "座机〔座机1〕一直响"),
        ("车京A·12345跟着我，绿牌粤BD12345也在", "车〔车牌1〕跟着我，绿牌〔车牌2〕也在"),
        ("加我微信abc_12345，QQ：123456789", "加我微信〔微信1〕，QQ：〔QQ1〕"),
        ("合同编号：HT2024-00123，案号（2026）京0105民初12345号", "合同编号：〔编号1〕，案号〔案号1〕"),
        ("到幸福路12号3单元401室堵门", "到〔地址1〕堵门"),
        ("我在青禾服装厂上班", "我在〔单位1〕上班"),
        ("尊敬的欧阳明月女士，王律师和李总都找过我", "尊敬的〔姓名1〕女士，〔姓名2〕律师和〔姓名3〕总都找过我"),
        ("my name is Zhang Wei", "my name is 〔姓名1〕"),
    ],
)
def test_each_kind_gets_a_tag_of_its_own(text: str, masked: str) -> None:
    """What is left tells what stood there, and nothing more."""
    assert mask(text).text == masked


def test_the_same_number_gets_the_same_tag() -> None:
    """So that a reader of the masked text can still tell who is who, though the number is written in two ways."""
    masked = mask("13812345678打给我，又是13812345678，138-1234-5678也是他")

    assert masked.text == "〔手机1〕打给我，又是〔手机1〕，〔手机1-2〕也是他"


def test_the_same_person_keeps_the_tag_over_a_conversation() -> None:
    """A name that was introduced once is known without a cue later; new ones go on counting."""
    first = mask("我老公王建国欠了钱")
    second = mask("昨天王建国和客户李晓燕吵架", first)

    assert second.text == "昨天〔姓名1〕和客户〔姓名2〕吵架"
    assert second.restore(first.text) == "我老公王建国欠了钱"


def test_names_given_are_masked_without_a_cue() -> None:
    """The volunteer knows the clients."""
    assert mask("阿珍昨天来过", names=["阿珍"]).text == "〔姓名1〕昨天来过"


def test_what_passes_no_check_is_masked_at_a_cue() -> None:
    """Fail closed: a mistyped identity or card number is still somebody's."""
    bad = next(CARD[:-1] + d for d in "0123456789" if not luhn(CARD[:-1] + d))

    assert mask(f"卡号{bad}").text == "卡号〔号码1〕"
    assert mask(f"身份证{ID[:-1]}0，").text == "身份证〔号码1〕，"


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=12))
def test_what_is_masked_comes_back_letter_for_letter(pieces: list[str]) -> None:
    """Also where the text holds tags already, and after another text of the same matter."""
    text = "".join(pieces)
    known = mask("我叫张三丰，电话13812345678")

    assert mask(text).restore(mask(text).text) == text
    assert mask(text, known).restore(mask(text, known).text) == text


def test_a_tag_survives_a_chat_models_brackets() -> None:
    """Other brackets and a space are read as the tag; a tag that nobody gave stays."""
    masked = mask("我叫张三丰")

    assert masked.restore("请【姓名1】和[姓名 1]保存录音，〔姓名9〕不动") == "请张三丰和张三丰保存录音，〔姓名9〕不动"


@pytest.mark.parametrize(
    "text",
    [
        "欠50000元，3万，1万2，2026年1月1日起，第一千零三十三条，打12378和110，法释〔2020〕27号，GB/T 45251-2025",
        "招商银行和借呗的催收用95555打来，400-800-8888也是，逾期89天，年化36%，我今年35岁",
        "高利贷、金融机构、任何人都不得以和平以外的方式，方便吗",
        "【招商银行】尊敬的客户，您的账单将于2026-11-20到期",
        "我叫他别打了，他在外地打工",
    ],
)
def test_what_a_question_is_about_stays(text: str) -> None:
    """Articles, sums, dates, hotlines, lenders and words that look like names are not masked."""
    assert mask(text).text == text


def test_nothing_of_a_tag_shows_in_a_log() -> None:
    """Neither a masked text nor a masker shows in its representation what it hides."""
    shown = repr(mask("我叫张三丰，电话13812345678")) + repr(read_masker(["阿珍"]))

    assert not any(data in shown for data in ("张三丰", "13812345678", "阿珍"))


@pytest.mark.parametrize(
    "unit", ["1", "1 ", "一", "王", "a@a.", "路1号", "北京市朝阳区", "我叫", "（2026）京", "在单位", "QQ号", "1-"]
)
def test_time_grows_with_the_text_alone(unit: str) -> None:
    """No wording makes a pattern blow up: eight times the text may not take thirty times as long."""
    masker = read_masker()

    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        began = time.process_time()
        assert isinstance(masker.mask(text), Masked)
        return time.process_time() - began

    short = min(seconds(1_000) for _ in range(2))
    assert seconds(8_000) < 30 * short + 0.5


def test_a_list_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """The file is named."""
    with pytest.raises(InputProblem, match=r"none\.toml"):
        read_masker(names_file=tmp_path / "none.toml")
    with pytest.raises(InputProblem, match=r"none\.toml"):
        read_masker(places_file=tmp_path / "none.toml")


def test_the_document_lists_the_kinds_that_are_masked() -> None:
    """docs/privacy.md names every kind, in the code's order and words."""
    page = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text("utf-8")
    rows = [line.split("|")[1:3] for line in page.splitlines() if line.startswith("| 〔")]

    assert [(kind.strip(), says.strip()) for kind, says in rows] == [(f"〔{k}1〕", says) for k, says in KINDS.items()]
