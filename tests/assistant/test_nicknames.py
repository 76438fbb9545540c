"""Names without a cue, nicknames, and odd spellings of numbers, as people write them in a group."""

import pytest

from assistant.masking import mask


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("喊我王钱就行", "王钱"),
        ("我叫王钱", "王钱"),
        ("俺是小李他姐", "李"),
        ("您叫我番茄炒蛋好啦", "番茄炒蛋"),
        ("大家都叫我胖虎", "胖虎"),
        ("我的群昵称是秋天的风，见过的", "秋天的风"),
        ("我小名叫二丫", "二丫"),
        ("我叫Lisa，我老公叫Tony", "Tony"),
        ("@阿土伯 你那边怎么处理的", "阿土伯"),
        ("免贵姓欧阳", "欧阳"),
        ("我家王钱被他们堵在厂里", "王钱"),
        ("王钱身份证丢了", "王钱"),
        ("跟王建国一起借的", "王建国"),
        ("王建国昨天来了", "王建国"),
        ("把我拉黑的那个陈晓燕", "陈晓燕"),
        ("夜猫子：在吗\n客服：您好\n夜猫子：还不上了", "夜猫子"),
        ("电话 1 3 9 - 1 2 3 4 - 5 6 7 8", "5 6 7 8"),
        ("银行卡6222 0210 0100 1234 567", "567"),
        ("V信 abc1990", "abc1990"),
        ("Q 12345678 上聊", "12345678"),
        ("住在鼓楼区马家街12-3号", "12-3号"),
    ],
)
def test_what_people_are_called_is_hidden(text: str, hidden: str) -> None:
    """By everyday frames, labels, mentions, the cutter of words; and the words come back as they were."""
    masked = mask(text)

    assert hidden not in masked.text
    assert masked.restore(masked.text) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "平台叫我还钱就行",
            "大家都叫我老赖",
            "我叫警察，他们就跑了",
            "叫我分期就好了",
            "昵称是什么",
            "我家房子被查封了",
        ),
        *(
            "平台说明天上门",
            "高中同学借的",
            "他手里有张卡是我的",
            "钱花在哪里",
            "跟朋友一起借的",
            "养老钱被卷走",
            "资金周转不开",
        ),
        *("时间：早上\n时间：晚上", "催收：还钱\n催收：不还上门"),
    ],
)
def test_what_nobody_is_called_stays(text: str) -> None:
    """The same frames around other words hide nothing: the answer needs them."""
    assert mask(text).text == text
