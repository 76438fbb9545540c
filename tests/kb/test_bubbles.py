"""Lines seen in a picture become text: joined where they run on, with the sides of a chat, nothing made up."""

from __future__ import annotations

from kb.importers.bubbles import Colour, Seen, as_text

WIDE, HIGH = 1080, 2340
PAGE: Colour = (237, 237, 237)
WHITE: Colour = (255, 255, 255)
GREEN: Colour = (149, 236, 105)


def line(text: str, left: int, top: int, right: int, ground: Colour = PAGE, score: float = 0.99) -> Seen:
    """A line fifty pixels high."""
    return Seen(text, score, left, top, right, top + 50, ground)


def text(*seen: Seen) -> str:
    """Of a phone's screen in grey."""
    return as_text(seen, WIDE, HIGH, PAGE)


THEY = (line("明天就去你单位找你领", 195, 400, 800, WHITE), line("导", 195, 466, 240, WHITE))
ME = (line("请不要打给我家里人", 415, 700, 850, GREEN),)


def test_the_two_sides_of_a_chat_are_told_apart() -> None:
    """A bubble at the left is theirs, one at the right mine; a time in the middle is nobody's."""
    assert text(line("昨天22:47", 453, 260, 624), *THEY, *ME) == (
        "昨天22:47\n对方：明天就去你单位找你领导\n我：请不要打给我家里人"
    )


def test_bubbles_of_one_side_only_are_plain_lines() -> None:
    """A text message is not given a speaker."""
    assert text(*THEY) == "明天就去你单位找你领导"


def test_a_letter_with_a_signature_at_its_right_is_no_chat() -> None:
    """Left and right alone tell nothing, where nothing lies on a colour of its own."""
    salutation, signed = line("尊敬的客户：", 80, 300, 400), line("示例公司", 800, 900, 1000)

    assert text(salutation, signed) == "尊敬的客户：\n示例公司"


def test_the_order_is_from_top_to_bottom_whatever_order_they_were_seen_in() -> None:
    """What was recognised last may stand first."""
    assert text(*ME, *reversed(THEY)) == "对方：明天就去你单位找你领导\n我：请不要打给我家里人"


def test_what_is_unclear_is_marked_and_specks_are_dropped() -> None:
    """A face seen as a sign is no word; a blurred line is kept, and said to be blurred."""
    speck = line("■", 29, 338, 150, score=0.44)

    assert text(speck, line("还钱", 195, 400, 300, score=0.6)) == "〔不清楚〕还钱"


def test_the_phones_own_clock_is_not_the_hour_of_the_call() -> None:
    """The bar at the top of a screen is left out; the same words further down stay."""
    assert text(line("23:12", 52, 34, 151), line("23:10", 453, 700, 600)) == "23:10"


def test_parts_of_a_line_are_put_together_in_their_order() -> None:
    """Two boxes side by side are one line."""
    assert text(line("号码", 260, 402, 360, WHITE), line("你的", 195, 400, 258, WHITE)) == "你的号码"


def test_short_lines_stay_lines() -> None:
    """A list is not run together: what ends before the edge ends."""
    assert text(line("一、还本金", 80, 400, 300), line("二、还利息和逾期的费用", 80, 460, 620)) == (
        "一、还本金\n二、还利息和逾期的费用"
    )
