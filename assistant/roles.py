"""Who is named in a sentence of law: creditor, debtor, court, police; each word on its side."""

from __future__ import annotations

import re

_SIDES = {
    "creditor": "债权人|出借人|贷款人|申请执行人|权利人|受让人|出租人|抵押权人|质权人",
    "debtor": "债务人|借款人|被执行人|义务人|持卡人|承租人|抵押人|出质人|被申请人",
    "guarantor": "保证人|担保人",
    "transferor": "出让人|转让人|让与人",
    "heir": "继承人",
    "court": "(?:上一级|上级|原审)?(?:人民)?法院|审判(?:组织|人员)|法官",
    "police": "公安(?:机关|部门)|派出所|人民警察",
    "procuratorate": "(?:人民)?检察院",
    "bank": "发卡银行|(?:商业)?银行(?![卡业账保])|金融机构|会员单位",
    "collector": "催收机构|催收公司|催收人|外部机构|受委托机构|受托人",
    "plaintiff": "原告|起诉人",
    "defendant": "被告(?!知)",
    "injured": "受害人|被侵权人|被侵害人|被害人",
    "doer": "行为人|侵权人|侵害人(?![身格])",
    "everybody": "任何(?:组织|单位|个人|人|一方)|一切人|所有人都|公民|自然人",
}
PARTY = re.compile("|".join(f"(?P<{side}>{words})" for side, words in _SIDES.items()))
"""Every word for a party; the group that matched names its side."""


def sides_in(text: str) -> set[str]:
    """The sides that a text names."""
    return {str(m.lastgroup) for m in PARTY.finditer(text)}
