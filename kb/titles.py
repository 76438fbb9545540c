"""Every name an instrument goes by, and the pattern that finds those names in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from kb.folding import fold
from kb.law import Instrument, Phantom
from kb.ranks import Authority

_ISSUER = (
    r"(?:中华人民共和国|最高人民法院|最高人民检察院|公安部|司法部|国务院|中国人民银行|国家金融监督管理总局|中国银行业协会"
    r"|中国互联网金融协会|全国人民代表大会常务委员会|中国银行保险监督管理委员会|中国银行业监督管理委员会|中国银保监会|银保监会)"
)
_ISSUERS = re.compile(rf"^(?:{_ISSUER}[、,和]?)+")
_EDITION = re.compile(r"\((?:试行|暂行|(?:自)?\d{4}[^()]{0,16})\)$")
_LAWS = "法典|法|条例|规定|办法|解释|通知|意见|批复|规则|公约|指引|细则|准则|决定|公告|标准|修正案"
_LAW_LIKE = re.compile(rf"(?:{_LAWS})(?:\([^()]*\))?$")
_NO_LAW = re.compile(r"(?:说|做|看|想|方|写|用|打|玩|算|语|书|魔|疗|手|执|司|兵|技|语|枪|心)法$")
_ANY = re.compile(rf"(?:[个部种]|哪|啥|什么)(?:{_LAWS})$")
"""No name, but any of them: 说有个办法, 哪个法."""
_TAIL = re.compile(r"关于(.+)$")

KINDS = (
    *("法典", "法律", "法", "条例", "规定", "办法", "司法解释", "解释", "公约", "指引"),
    *("意见", "通知", "标准", "规则", "细则"),
)
"""What 该…, 本… and 同… may be followed by, when they mean an instrument named before."""

_BY_AUTHORITY = {Authority.STANDARD: {"标准"}, Authority.JUDICIAL_INTERPRETATION: {"司法解释", "解释"}}

ELSEWHERE = tuple(
    re.findall(
        r"\S+",
        """
        专利法 个人所得税法 个人独资企业法 义务教育法 产品质量法 人民警察法 价格法 企业信息公示暂行条例
        企业破产法 会计法 保险法 信托法 储蓄管理条例 公务员法 公司法 农村土地承包经营纠纷调解仲裁法
        刑事诉讼法 刑法修正案 劳动争议调解仲裁法 劳动合同法 劳动合同法实施条例 劳动法 反不正当竞争法 反垄断法
        反家庭暴力法 反洗钱法 反间谍法 合伙企业法 商标法 国家赔偿法 土地管理法 城市房地产管理法
        妇女权益保障法 婚姻法 存款保险条例 审计法 宪法 家庭教育促进法 密码法 就业促进法 工会法 工伤保险条例
        广告法 慈善法 担保法 拍卖法 招标投标法 收养法 教育法 村民委员会组织法 档案法 残疾人保障法 民法通则
        物权法 电子商务法 监察法 社会保险法 票据法 税收征收管理法 突发事件应对法 立法法 精神卫生法 继承法
        老年人权益保障法 著作权法 行政强制法 行政许可法 证券投资基金法 证券法 道路交通安全法 邮政法
        非法金融机构和非法金融业务活动取缔办法 预防未成年人犯罪法 食品安全法
        """,
    )
)
"""Laws that exist but stand on no shelf. They are known only so that 劳动合同法第三十九条 is not taken for 合同法."""


def plain_title(title: str) -> str:
    """A title made comparable: folded, without edition, issuer or 中华人民共和国."""
    folded = _EDITION.sub("", fold(title).text)
    bare = _ISSUERS.sub("", folded)
    return bare if len(bare) >= 4 else folded.removeprefix("中华人民共和国")


class Titles:
    """The names of all known instruments."""

    def __init__(self, instruments: Iterable[Instrument], phantoms: Iterable[Phantom] = ()) -> None:
        self._by_name: dict[str, str] = {}
        self._by_document: dict[str, str] = {}
        self._instruments: dict[str, Instrument] = {}
        self._phantoms = tuple(phantoms)
        self._kinds: dict[str, frozenset[str]] = {}
        for instrument in instruments:
            self._instruments[instrument.id] = instrument
            for name in (instrument.id, instrument.full, *instrument.aliases):
                self._by_name.setdefault(plain_title(name), instrument.id)
                self._by_name.setdefault(fold(name).text, instrument.id)
            if instrument.document:
                self._by_document.setdefault(_bracketed(instrument.document), instrument.id)

    def find(self, title: str) -> str | None:
        """The id of the instrument that goes by this title, or None."""
        folded = fold(title).text
        found = self._by_name.get(folded) or self._by_name.get(plain_title(title))
        found = found or self._by_document.get(_bracketed(title))
        if found is None and (tail := _TAIL.search(folded)):
            found = self._by_name.get(plain_title(tail[0])) or self._by_name.get(plain_title(tail[1]))
        return found

    def phantom(self, title: str) -> Phantom | None:
        """The entry for a title known not to exist, or None."""
        folded = plain_title(title)
        return next(
            (
                p
                for p in self._phantoms
                if folded == plain_title(p.title) or any(fold(pattern).text in folded for pattern in p.patterns)
            ),
            None,
        )

    @staticmethod
    def law_like(title: str) -> bool:
        """Whether a title claims to be a law or rule, and not a contract, a letter or a television programme."""
        folded = fold(title).text
        return bool(_LAW_LIKE.search(folded)) and not _NO_LAW.search(folded) and not _ANY.search(folded)

    def divided(self, title: str) -> bool:
        """Whether 第三章 or 第5.3节 of it may be cited as one cites an article: it is not cut into articles."""
        found = self._instruments.get(title)
        if found is None:
            return False
        numbers = [article.number for version in found.versions for article in version.articles]
        return found.authority is Authority.STANDARD or any(number.division for number in numbers)

    def kinds(self, title: str) -> frozenset[str]:
        """As which of KINDS (该办法, 该法, 该标准) the instrument of this id or title may be meant."""
        if title not in self._kinds:
            found = self._instruments.get(title)
            names = [plain_title(name) for name in (title, *((found.full,) if found else ()))]
            kinds = {kind for kind in KINDS if any(name.endswith(kind) for name in names)}
            kinds -= {"法"} if "办法" in kinds else set()
            kinds |= {"法", "法律"} if kinds & {"法", "法典"} else set()
            kinds |= _BY_AUTHORITY.get(found.authority, set()) if found else set()
            self._kinds[title] = frozenset(kinds)
        return self._kinds[title]

    def years(self, title: str) -> frozenset[int]:
        """The years that may name a version of the instrument: of its promulgation and its coming into force."""
        found = self._instruments.get(title)
        days = [d for v in (found.versions if found else ()) for d in (v.in_force, v.promulgated) if d]
        return frozenset(day.year for day in days)

    @cached_property
    def pattern(self) -> str:
        """A pattern of all names, document numbers and phantom titles in folded text that takes the longest."""
        documents = {variant for name in self._by_document for variant in (name, _square(name))}
        phantoms = {plain_title(p.title) for p in self._phantoms}
        return _longest({*self._by_name, *documents, *phantoms, *ELSEWHERE} - {""})


def _bracketed(document: str) -> str:
    """法释[2020]27号 and 法释〔2020〕27号 are one document number."""
    return fold(document).text.replace("[", "(").replace("]", ")")


def _square(document: str) -> str:
    return document.replace("(", "[").replace(")", "]")


def _longest(names: Iterable[str]) -> str:
    """One pattern for many names that looks at each character once (a trie), and takes the longest name."""
    tails: dict[str, list[str]] = {}
    for name in names:
        tails.setdefault(name[0], []).append(name[1:])
    branches = []
    for head in sorted(tails):
        rest = _longest([tail for tail in tails[head] if tail])
        branches.append(re.escape(head) + (f"(?:{rest}){'?' if '' in tails[head] else ''}" if rest else ""))
    return "|".join(branches)
