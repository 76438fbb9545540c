"""An article that is named by title and number is found by them."""

from __future__ import annotations

import pytest

from kb.mentions import ArticleNames
from kb.passages import Passage


def _article(title: str, number: str, instrument: str = "") -> Passage:
    return Passage(
        id=f"{title}{number}", kind="article", title=title, number=number, headings="", text="", instrument=instrument
    )


NAMES = ArticleNames(
    (
        _article("中华人民共和国示例法", "第三条"),
        _article("中华人民共和国示例法", "第四条之一"),
        _article("示例法实施条例", "第三条"),
        _article("最高法院关于示例的解释", "第三条", "示例解释"),
        _article("中华人民共和国示例法", "第三条"),
        _article("最高法院关于示例的解释（一）", "第五条", "示例解释（一）"),
    )
)


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("《示例法》第三条怎么说", (0, 4)),
        ("中华人民共和国示例法第3条", (0, 4)),
        ("示例法实施条例第三条", (2,)),
        ("示例解释 第 三 条", (3,)),
        ("示例解释（一）第五条", (5,)),
        ("《示例解释(一)》第五条", (5,)),
        ("（《示例法》）第三条", (0, 4)),
        ("示例法第三条、第四条之一和示例解释第三条", (0, 4, 1, 3)),
        ("第三条", ()),
        ("别的法第三条", ()),
        ("示例法第九条", ()),
        ("示例法规定，合同第三条", ()),
        ("", ()),
    ],
)
def test_title_and_number(text: str, positions: tuple[int, ...]) -> None:
    """The longest title that stands before the number counts; several numbers may share one."""
    assert NAMES.mentioned(text) == positions
