"""Numbers with a unit are read alike, however they are written."""

import pytest

from assistant.quantities import dates, quantities


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("五日以下拘留", {(5, "日")}),
        ("5天以下拘留", {(5, "日")}),
        ("一千元以下罚款", {(1000, "元")}),
        ("1000块", {(1000, "元")}),
        ("二十四小时", {(24, "小时")}),
        ("百分之二十四", {(24, "%")}),
        ("24%", {(24, "%")}),
        ("晚上10点", {(22, "点")}),
        ("每日22:00至次日8:00", {(22, "点"), (8, "点")}),
        ("５０万元", {(500000, "元")}),
        ("三年以下有期徒刑", {(3, "年")}),
        ("一两年", {(1, "年"), (2, "年")}),
        ("三五天内", {(3, "日"), (5, "日")}),
        ("第五十条第一款第五项", set()),
        ("2026年1月1日起", set()),
        ("12378", set()),
    ],
)
def test_a_quantity_is_its_value_and_its_unit(written: str, meant: set[tuple[float, str]]) -> None:
    """Chinese and Arabic numerals, full and half width, and colloquial units mean the same."""
    assert quantities(written) == meant


def test_dates_are_compared_by_what_they_say() -> None:
    """2026年1月1日 and 2026-01-01 are one day; a month or a year alone is its beginning."""
    assert dates("2026年1月1日起，2025-12-31止，2024年") == {"2026-01-01", "2025-12-31", "2024"}
