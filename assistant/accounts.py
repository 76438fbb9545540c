"""What stands for a person in letters and digits: mail, WeChat, QQ, plates, contracts, court cases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.personal import Found, compact

_IS = r"(?:账号|帐号|号码|号|名|id|ID)?(?:也)?(?:[是为叫:]|[ ])*[“\"'「（(]?"
_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PATTERNS = (
    (
        "邮箱",
        re.compile(r"(?<![A-Za-z0-9._%+\-])([A-Za-z0-9._%+\-]+(?:@|\(at\)|\[at\])[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)"),
    ),
    (
        "案号",
        re.compile(
            rf"([(\[〔【](?:19|20)[0-9]{{2}}[)\]〕】][ ]?(?:[{_PROVINCE}兵]|最高法)[0-9]{{0,4}}"
            r"[\u4e00-\u9fff]{1,6}第?[0-9]{1,7}(?:之[一二三四五六七八九十])?号?)"
        ),
    ),
    (
        "编号",
        re.compile(
            r"(?:合同|协议|借据|借条|借款|贷款|放款|订单|账单|流水|交易|案件|工单|投诉|受理|客户|会员|保单|快递|运单|单据|业务|申请|登记|档案|凭证|回执|(?<!简)单)"
            r"(?:编号|号码|单号|序号|号|编码|ID|id)[是为叫:\s]{0,4}[“\"'「]?"
            r"((?:[(\[〔]?20[0-9]{2}[)\]〕]?[年]?[\u4e00-\u9fff]{0,8}字?第?[0-9]{1,10}号|[A-Za-z0-9(〔\[](?:[A-Za-z0-9_/]|[()〔〕\[\]\-](?=[A-Za-z0-9(〔\[])){4,40}))"
        ),
    ),
    ("编号", re.compile(r"([(\[〔][12][0-9]{3}[)\]〕][\u4e00-\u9fff]{1,8}字第?[0-9]{1,10}号)")),
    (
        "微信",
        re.compile(
            rf"(?:微信|威信|薇信|卫星|(?<![A-Za-z])[Vv]信|(?<![A-Za-z])(?:wx|vx|WX|VX|Vx|Wx|weixin|wechat|WeChat)|加[我他她它]?的?(?:[Vv薇]|vx|VX|wx|WX)信?){_IS}"
            r"([A-Za-z][A-Za-z0-9_\-]{5,19}|[0-9]{6,12}|[A-Za-z0-9][A-Za-z0-9_\-]{3,19}[0-9_])(?![A-Za-z0-9_\-])"
        ),
    ),
    ("微信", re.compile(r"(?<![A-Za-z0-9])(wxid_[A-Za-z0-9_\-]{4,30})")),
    (
        "QQ",
        re.compile(
            rf"(?:[Qq]{{2}}|扣扣|企鹅|扣号|球球|[Qq]号|加[我他她]?扣|(?<![A-Za-z0-9])[Qq](?=[ :]))(?:的)?"
            rf"{_IS}([1-9][0-9]{{4,11}})(?![0-9])"
        ),
    ),
    (
        "QQ",
        re.compile(
            r"(?:[Qq]{2}|扣扣|企鹅|[Qq]号)[^。！？\n0-9]{1,6}(?:号码|号|是|:)[ ]?([1-9][0-9]{4,11})(?![0-9元块万])"
        ),
    ),
    (
        "号码",
        re.compile(
            r"(?:护照|通行证|军官证|驾驶证|社保|医保|学号|工号|证件)[卡号码是为:\s]{0,4}([A-Za-z]{0,2}[0-9]{6,12})(?![0-9])"
        ),
    ),
)
_PLATE = re.compile(
    rf"(?<![A-Za-z0-9])([{_PROVINCE}][A-HJ-Za-hj-z][ ·•.\-]?"
    r"[A-HJ-NP-Za-hj-np-z0-9]{4,5}(?:[A-HJ-NP-Za-hj-np-z0-9]|[学警港澳挂领使试超]))(?![A-Za-z0-9])"
)
_PLAIN_WORDS = frozenset({"android", "iphone", "windows", "wechat", "weixin", "alipay", "support", "online", "system"})
"""Words after 微信 that are nobody's id."""


def accounts_in(text: str) -> Iterator[Found]:
    """Mail, case numbers, contracts, WeChat, QQ and plates in an evened text."""
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            value = found[1]
            if (kind == "编号" and sum(map(str.isdigit, value)) < 3) or value.lower() in _PLAIN_WORDS:
                continue
            yield Found(*found.span(1), kind, compact(value))
    for found in _PLATE.finditer(text):
        if sum(map(str.isdigit, found[1])) >= 2:
            yield Found(*found.span(1), "车牌", compact(found[1]))
