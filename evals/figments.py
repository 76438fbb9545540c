"""Made-up personal data, and figures that are nobody's: what the frames of the masking set are filled with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from kb import to_chinese

Make = Callable[[Random], str]

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")
_WRITTEN = str.maketrans("0123456789", "〇一二三四五六七八九")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯"
    "龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_DOUBLE = ("欧阳", "上官", "司马", "诸葛", "皇甫", "慕容", "令狐", "司徒")
_GIVEN = (
    "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉红建国志文海燕春梅晓东小雨子涵浩然欣怡梓轩思宇佳琪俊辉凤云飞鹏程嘉豪"
    "诗若曦振中立新福来有才"
)
_PROVINCES = "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云陕甘青蒙宁新藏"
_CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_WORDS = ("xiaoyu", "happy", "dragon", "lovely", "sunshine", "wangzi", "qingfeng", "tiantian", "lucky", "star")


def _digits(draw: Random, count: int) -> str:
    return "".join(draw.choice("0123456789") for _ in range(count))


def _mobile(draw: Random) -> str:
    number = draw.choice(("13", "15", "17", "18", "19")) + _digits(draw, 9)
    a, b, c = number[:3], number[3:7], number[7:]
    return draw.choice(
        (
            *(number, number, number, f"{a}-{b}-{c}", f"{a} {b} {c}", f"+86 {number}", f"86-{number}", f"0086{number}"),
            *(f"+86{a} {b} {c}", number.translate(_FULL_WIDTH), number.translate(_SPOKEN), number.translate(_WRITTEN)),
            *(f"{a}.{b}.{c}", f"{number[:4]} {number[4:7]} {c}", f"（+86）{number}", " ".join(number)),
        )
    )


def _landline(draw: Random) -> str:
    area = draw.choice(("010", "021", "0755", "0571", "028", "0311", "0791", "0898"))
    number = draw.choice("23456789") + _digits(draw, 7 if len(area) == 3 or draw.random() < 0.7 else 6)
    whole = draw.choice((f"{area}-{number}", f"{area}{number}", f"{area} {number}", f"（{area}）{number}"))
    return whole + draw.choice(("", "", f"转{_digits(draw, 3)}", f"-{_digits(draw, 4)}"))


def _id(draw: Random) -> str:
    day = date(1950, 1, 1) + timedelta(days=draw.randrange(20000))
    region = draw.choice(("110101", "310104", "440305", "330106", "510107", "420111", "130102", "610113"))
    if draw.random() < 0.1:
        return region + day.strftime("%y%m%d") + _digits(draw, 3)
    body = region + day.strftime("%Y%m%d") + _digits(draw, 3)
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    number = body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
    return draw.choice(
        (number, number, number.lower(), f"{number[:6]} {number[6:14]} {number[14:]}", number.translate(_FULL_WIDTH))
    )


def _card(draw: Random) -> str:
    body = draw.choice(("622202", "621700", "622848", "625912", "456351", "621483")) + _digits(
        draw, draw.choice((9, 12))
    )
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(body)))
    number = body + str(-total % 10)
    spaced = " ".join(number[i : i + 4] for i in range(0, len(number), 4))
    return draw.choice((number, number, spaced, spaced.replace(" ", "-")))


def _plate(draw: Random) -> str:
    head = draw.choice(_PROVINCES) + draw.choice("ABCDEFGH")
    usual = draw.choice(_CODE) + _digits(draw, 4)
    green = draw.choice("DF") + _digits(draw, 5)
    return draw.choice((f"{head}{usual}", f"{head}·{usual}", f"{head}{green}", f"{head}{_digits(draw, 5)}"))


def _mail(draw: Random) -> str:
    name = draw.choice(_WORDS) + draw.choice(("", ".", "_")) + _digits(draw, draw.randrange(1, 5))
    return f"{name}@{draw.choice(('example.com', 'example.com.cn', 'mail.example.org', 'qq.example.cn'))}"


def _wechat(draw: Random) -> str:
    word = draw.choice(_WORDS)
    return draw.choice(
        (word + _digits(draw, 3), f"{word}_{_digits(draw, 2)}", f"wxid_{word}{_digits(draw, 4)}", f"a-{word}")
    )


def _qq(draw: Random) -> str:
    return draw.choice("123456789") + _digits(draw, draw.randrange(5, 10))


def _contract(draw: Random) -> str:
    year = draw.choice(("2023", "2024", "2025"))
    return draw.choice(
        (
            *(f"HT{year}{_digits(draw, 8)}", f"JK-{year}-{_digits(draw, 5)}", f"{year}{_digits(draw, 12)}"),
            *(f"（{year}）借字第{_digits(draw, 4)}号", f"DK{_digits(draw, 3)}-{_digits(draw, 6)}", _digits(draw, 9)),
        )
    )


def _case(draw: Random) -> str:
    year, court = draw.choice(("2024", "2025", "2026")), draw.choice(("京0105", "沪0115", "粤0304", "浙01", "川0107"))
    kind = draw.choice(("民初", "执", "民终", "执恢", "诉前调"))
    left, right = draw.choice(("（）", "()", "〔〕"))
    return f"{left}{year}{right}{court}{kind}{draw.randrange(1, 29999)}号"


def _address(draw: Random) -> str:
    place = draw.choice(
        (
            "浙江省杭州市西湖区",
            "广东省深圳市宝安区",
            "北京市朝阳区",
            "四川省成都市武侯区",
            "苏州市吴中区",
            "郑州金水区",
            "",
        )
    )
    road = draw.choice(("文三路", "建设大道", "人民南路", "和平街", "解放路", "中山北路", "向阳巷"))
    home = draw.choice(("阳光小区", "翠苑新村", "金色家园", "幸福里小区", "学府花园"))
    block, stairs = f"{draw.randrange(1, 30)}{draw.choice(('栋', '幢', '号楼'))}", f"{draw.randrange(1, 4)}单元"
    room = f"{block}{stairs}{draw.randrange(1, 9)}0{draw.randrange(1, 5)}室"
    village = (
        "河南省周口市太康县柳林镇" + draw.choice(("张庄村", "大王村", "杨树村")) + draw.choice(("", "三组", "12号"))
    )
    return draw.choice(
        (
            f"{place}{road}{draw.randrange(1, 900)}号",
            f"{place}{road}{draw.randrange(1, 900)}号{home}{room}",
            f"{place or '杭州市'}{home}{room}",
            f"{place}{road}{draw.randrange(1, 900)}弄{draw.randrange(1, 90)}号{draw.randrange(101, 905)}",
            village,
        )
    )


def _employer(draw: Random) -> str:
    head = draw.choice(("杭州", "深圳市", "", "河北"))
    return (
        head
        + draw.choice(("青禾", "远帆", "蓝田", "云岭", "晨星"))
        + draw.choice(
            ("服装厂", "电子有限公司", "物流有限公司", "实验小学", "人民医院", "餐饮管理有限公司", "汽车修理厂", "超市")
        )
    )


def _name(draw: Random) -> str:
    family = draw.choice(_DOUBLE) if draw.random() < 0.06 else draw.choice(_SURNAMES)
    return family + "".join(draw.sample(_GIVEN, draw.choice((1, 2, 2))))


def _amount(draw: Random) -> str:
    n = draw.randrange(1, 99)
    return draw.choice(
        (
            f"{n}万",
            f"{n}000元",
            f"{n}万{draw.randrange(1, 9)}",
            f"{n},{_digits(draw, 3)}.{_digits(draw, 2)}元",
            f"{n}万元",
            f"{to_chinese(n)}万",
            f"¥{n}{_digits(draw, 3)}",
            f"{n}{_digits(draw, 3)}块",
        )
    )


def _date(draw: Random) -> str:
    day = date(2020, 1, 1) + timedelta(days=draw.randrange(2500))
    return draw.choice(
        (
            f"{day.year}年{day.month}月{day.day}日",
            day.isoformat(),
            day.strftime("%Y/%m/%d"),
            f"{day.month}月{day.day}号",
            day.strftime("%Y.%m.%d"),
            day.strftime("%Y%m%d"),
        )
    )


_HOTLINES = (
    *("110", "120", "12356", "12378", "12321", "12345", "12348", "12363", "12368", "12377", "12315", "96110", "95555"),
    *("95588", "95533", "400-800-8888", "4008308300", "400 820 8820"),
)
_DOCUMENTS = (
    "法释〔2020〕17号",
    "法释〔2020〕6号",
    "银保监办发〔2022〕12号",
    "法发〔2019〕11号",
    "金规〔2024〕3号",
    "法〔2021〕94号",
)
_LENDERS = (
    *(
        "招商银行",
        "借呗",
        "花呗",
        "微粒贷",
        "京东金条",
        "平安普惠",
        "马上消费",
        "安逸花",
        "中国农业银行",
        "宜信",
        "时光分期",
    ),
    *("云山科技有限公司", "某某小额贷款有限公司"),
)


def _percent(draw: Random) -> str:
    whole = draw.randrange(3, 36)
    return draw.choice((f"{whole}%", f"{whole}.{draw.randrange(1, 99)}％", "百分之二十四", "3.45%"))


def _hour(draw: Random) -> str:
    hour = draw.randrange(6, 24)
    return draw.choice((f"{hour}点", f"{hour}:{draw.randrange(10, 60)}", "夜里十一点半"))


PERSONAL: Mapping[str, Make] = {
    "mobile": _mobile, "landline": _landline, "id": _id, "card": _card, "plate": _plate, "mail": _mail,
    "wechat": _wechat, "qq": _qq, "contract": _contract, "case": _case, "address": _address, "employer": _employer,
    "name": _name, "surname": lambda draw: draw.choice(_SURNAMES),
}  # fmt: skip
"""What fills each personal slot."""

HARMLESS: Mapping[str, Make] = {
    "article": lambda draw: str(draw.randrange(1, 1260)),
    "article_cn": lambda draw: to_chinese(draw.randrange(1, 1260)),
    "item": lambda draw: to_chinese(draw.randrange(1, 12)),
    "amount": _amount,
    "days": lambda draw: str(draw.randrange(1, 900)),
    "count": lambda draw: str(draw.randrange(2, 60)),
    "age": lambda draw: str(draw.randrange(18, 80)),
    "percent": _percent,
    "date": _date,
    "hour": _hour,
    "hotline": lambda draw: draw.choice(_HOTLINES),
    "document": lambda draw: draw.choice(_DOCUMENTS),
    "standard": lambda draw: draw.choice(("GB/T 45251-2025", "GB/T45251-2025", "GB/T 35273-2020")),
    "lender": lambda draw: draw.choice(_LENDERS),
}  # fmt: skip
"""What fills each slot that is nobody's."""

SPOKEN_OF: Mapping[str, str] = {
    "all": "全部个人信息", "mobile": "手机", "landline": "座机", "id": "身份证", "card": "银行卡", "plate": "车牌",
    "mail": "邮箱", "wechat": "微信", "qq": "QQ", "contract": "合同、订单号", "case": "案号", "address": "住址",
    "employer": "单位", "name": "姓名", "surname": "姓（称呼前）", "harmless": "无关句子", "library": "法条和指南",
}  # fmt: skip
"""The Chinese word for each group."""
