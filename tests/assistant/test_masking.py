"""Personal data is masked before it leaves the machine, and put back after."""

from assistant.masking import mask, unmask

ID = "110101199003078515"
CARD = "6222021234567890128"


def test_numbers_are_masked_beside_chinese_characters() -> None:
    """No space is needed around a number for it to be found."""
    text = f"我叫小明手机13812345678请联系，身份证{ID}，邮箱a.b@qq.com谢谢"

    masked, tags = mask(text)

    assert "13812345678" not in masked
    assert ID not in masked
    assert "a.b@qq.com" not in masked
    assert unmask(masked, tags) == text


def test_the_same_number_gets_the_same_tag() -> None:
    """So that a reader of the masked text can still tell who is who."""
    masked, _ = mask("13812345678打给我，又是13812345678")

    assert masked.count("〔手机1〕") == 2


def test_a_bank_card_must_pass_the_luhn_check() -> None:
    """A long number that is no card stays."""
    from assistant.masking import _luhn

    good = next(f"622202123456789{n:04}" for n in range(10000) if _luhn(f"622202123456789{n:04}"))
    assert mask(f"卡号{good}")[0] == "卡号〔银行卡1〕"
    bad = good[:-1] + str((int(good[-1]) + 1) % 10)
    assert mask(f"单号{bad}")[0] == f"单号{bad}"


def test_amounts_articles_dates_and_hotlines_stay() -> None:
    """What a question is about must not be masked."""
    text = "欠50000元，2026年1月1日起，第一千零三十三条，打12378和110，法释〔2020〕27号"

    assert mask(text)[0] == text
