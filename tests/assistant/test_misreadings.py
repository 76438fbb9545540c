"""Kinds of sentences that were once read as something else, told in many ways."""

from __future__ import annotations

import pytest

from assistant import Conclusion, RuleTable, read_rules
from assistant.scope import Scope, read_scope

ACCUSING = {Conclusion.UNLAWFUL, Conclusion.LIKELY_UNLAWFUL, Conclusion.BREACHES_INDUSTRY_RULE}


@pytest.fixture(scope="module")
def rules() -> RuleTable:
    """The table as it ships."""
    return read_rules()


@pytest.fixture(scope="module")
def scope() -> Scope:
    """The notices as they ship."""
    return read_scope()


def _met(rules: RuleTable, text: str) -> dict[str, Conclusion]:
    return {f.rule.id: f.rule.conclusion for f in rules.findings(rules.facts_in(text))}


def _accused(rules: RuleTable, text: str) -> list[str]:
    return [rule for rule, verdict in _met(rules, text).items() if verdict in ACCUSING]


def _routes(scope: Scope, text: str) -> list[str]:
    return [n.route for n in scope.all_notices(text)]


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(rule, said) for line in _lines(text) for rule, said in [line.split("｜")]]


LIFE = """
药我都存够了，就等哪天晚上想通
信给爸妈写好放抽屉里了，卡也放一起了
我把娃送到他姥姥家了，密码都写给她了，我走了就没人催了
是不是我人没了这笔账就勾销了
我死了的话这几个平台还会不会找我
你就告诉我，人不在了是不是就一笔勾销
狗送人了，房子退了，东西都收拾干净了，没什么放不下的了
谢谢你陪我说这么多，以后不会再来打扰你们了
安眠药一颗一颗攒的，够了
把存折和后事都跟我姐交代清楚了，今晚就不拖累他们了
该送的东西都送人了，就差最后一步
给我闺女录了段视频，让她长大了再看
我写好了两封信，一封给爸妈一封给老婆，放枕头底下
活人还债，死人是不是就免了
买了两瓶那个除草的，一直放床头
信用卡死了是不是就不用还了
"""
NOT_LIFE = """
三年前的账我签了个字，时效是不是又活了，我死定了吧
这下完了，是不是要赔死
愁死个人，罚息这么高要命啊
诉讼时效过了还能起死回生吗，我是不是完蛋了
气得我要死，凭什么让我还担保人的份
妈呀要命，传票上写的下周一开庭
他妈的烦得要命，能不能让他们别打了
账户又活过来了，是不是解冻了
信写好了，准备寄给银行申请分期
把孩子送到我妈家了，明天去法院开庭
以后不会再来打扰了，这话是催收说的，能信吗
就差最后一步签字，减免就下来了
债主死了是不是不用还
大伯上个月走了，房子我们不要了，是不是他的债就不用还了
法院寄来应诉通知，人在外地回不去，不去会怎样
公司死了债还要还吗
债权人没找借款人先找我
我存了好多药，胃病，钱都看病了，还不上
给我妈写了封信说明情况，让她别接催收电话
"""


@pytest.mark.parametrize("text", _lines(LIFE))
def test_means_and_farewells_are_heard(scope: Scope, text: str) -> None:
    """What somebody about to die prepares, gives away, or asks about the debt."""
    assert _routes(scope, text)[:1] == ["crisis"]


@pytest.mark.parametrize("text", _lines(NOT_LIFE))
def test_despair_over_a_point_of_law_is_no_crisis(scope: Scope, text: str) -> None:
    """Idioms of death said of deadlines and money."""
    assert "crisis" not in _routes(scope, text)


TAKEN = """
他们说明天去幼儿园把我儿子接走当抵押
放贷的说再不给钱就把我老婆带走
催收扬言拿我闺女抵账
说人先扣他们那，什么时候有钱什么时候放
讨债的放话要绑我小孩
要债的说还不上就拿人顶，点名要我妹妹
他们堵在学校说要领走我娃
债主说拿不出钱就把我弟弟扣下
他们说要到学校门口等我女儿放学
收账的说不拿钱出来就让我儿子跟他们走一趟
说再拖就绑我全家
"""
NOT_TAKEN = """
法院能把我孩子的压岁钱划走抵债吗
用房子抵债，孩子住哪
车被他们带走抵债了
孩子放学我自己接走，催收打电话来
平台扣了我会员费
警察把那个催收的带走了
拿工资抵债合法吗
他们扣了我儿子的压岁钱
婆婆把娃带走了，我欠的债她不管
要债的让我老公跟他们走流程
孩子放学没人接，能申请延期还款吗
"""


@pytest.mark.parametrize("text", _lines(TAKEN))
def test_a_threat_to_take_a_person_is_danger(scope: Scope, text: str) -> None:
    """The police first, then the school, then the law."""
    assert _routes(scope, text)[:1] == ["danger"]


@pytest.mark.parametrize("text", _lines(NOT_TAKEN))
def test_things_and_money_taken_are_no_such_danger(scope: Scope, text: str) -> None:
    """Only people are meant."""
    assert "danger" not in _routes(scope, text)


OURS = """
执行局寄的快递我拒收了会怎样
物业说法院来贴过封条
我加班没接到法院电话，会缺席判吗
支付令是快递送到前台的
工资卡里的钱被法院划走了，还能退吗
离婚以后，前夫那个案子把我的卡也冻了
外卖干到半夜，第二天开庭迟到了怎么算
房东说法院送传票来过，我没见着
快递员送来一封仲裁委的裁决书
社保卡里的钱会被强制执行吗
公积金会被法院扣走吗
我的退休金被法院划走一半合法吗
我跑外卖的，被限高了能坐高铁吗
物业起诉我，支付令寄来了
"""
NOT_OURS = """
快递丢了怎么赔
公司老让我们加班，不给加班费
房东不退押金
离婚孩子判给谁
外卖里吃出虫子
社保断缴了咋补
劳动仲裁要多久开庭
交通事故对方全责，去哪个法院起诉
被公司开除怎么赔
工资拖了两个月不发
"""


@pytest.mark.parametrize("text", _lines(OURS))
def test_a_court_or_an_enforcement_is_ours(scope: Scope, text: str) -> None:
    """An incidental word refuses nothing."""
    assert not any(n.final for n in scope.all_notices(text))


@pytest.mark.parametrize("text", _lines(NOT_OURS))
def test_other_law_is_still_declined(scope: Scope, text: str) -> None:
    """What is about another matter stays out."""
    assert _routes(scope, text)[-1:] == ["topic"]


FEARS = """
银行短信说下月起诉，这不就是恐吓我吗
客服说会如实上报征信，算不算威胁我
我会不会被抓去坐牢，好怕
逾期三个月了，会不会抓我呀
人在牢里，网贷还用还不
法院判了我不还会判刑么
上了黑名单是不是连高铁都坐不了
他去派出所报案说我诈骗，我该怎么办
收到律师函，这是在吓唬我吧
银行寄来一封信，信封上只有我名字，算泄露我隐私不
催收上午来了一趟，敲门没人就塞了张名片，这算骚扰我家人吗
朋友发微信说再不还就去法院告我，是不是在威胁我
坐过牢的人欠的网贷怎么办
会被拘留吗，我是真没钱
失信了会不会判刑
他去法院起诉我了，说我诈骗
执行局说再不还就拘留我，是真的能拘留吗
听人家说欠钱不还要判三年
亲戚报警说我骗他钱
银行说要把我的账户冻结，吓唬人的吧
"""
TOLD = """
false-consequences｜催收发短信说三天内不还就让我坐牢
false-consequences｜客服打来讲，再拖就叫警察来抓我，会不会真来
false-consequences｜对方说我孩子以后考不了公
intimidated｜催收天天恐吓我，我睡不着
intimidated｜他在电话里威胁我家里人
defamation｜催收在我们村里到处说我诈骗
info-leaked｜客服把我的住址和身份证号发给了陌生人，泄露我隐私
threat-of-violence｜他说要砍死我，这算恐吓吗
false-consequences｜“你再不还就等着判刑”这是催收的原话，合法吗
false-consequences｜短信写着今天不还公安就上门抓人
false-consequences｜律师函说要抓我判刑
lawful-announcement｜平台短信说会如实上报征信，这是拿征信威胁我么
lawful-visit｜催收上午九点按门铃，戴工牌，留了名片就走
"""


@pytest.mark.parametrize("text", _lines(FEARS))
def test_a_fear_is_not_the_collectors_act(rules: RuleTable, text: str) -> None:
    """The asker's own word for it, a question, a lawful announcement."""
    assert _accused(rules, text) == []


@pytest.mark.parametrize(("rule", "text"), _pairs(TOLD))
def test_what_the_collector_said_still_counts(rules: RuleTable, rule: str, text: str) -> None:
    """A threat told is a threat, also where a question follows."""
    assert rule in _met(rules, text)


ANOTHER_DOER = """
我气不过，发了个抖音把催收的录音曝光了，犯法吗
我想在小红书上曝光他们，会被告吗
表弟拿我身份证去刷脸贷了款，钱进了他的卡
贷款中介给我p了银行流水，我没看
老有推销贷款的打电话，一天十几个
卖保险和办信用卡的天天打，怎么屏蔽
我是他填的联系人，能叫平台把我号码删掉吗
法院从我卡里多划了钱，怎么要回来
执行局的人打电话叫我去一趟
法院把我的车拖走了
警察跟着催收一块来的，我要不要开
法院把我的名字贴在小区公告栏了
骗子拿p的转账截图骗我
室友偷偷用我手机刷脸借的，转到他支付宝了
民警把我带走问话，现在放回来了
债主把法院判决书发朋友圈了
我哥们替我气不过，在群里骂了催收
法院打电话给我妈让她转告我开庭
我打了催收一巴掌
我老公把催收推倒了
民警到我单位找我核实情况
催收寄了封挂号信到我家，信封没写啥，违法吗
我自己去把车开走还给车贷公司行不行
接催收电话手机震得组长骂我
讨债公司帮我去要货款，要是打人了会连累我吗
"""
THEIR_DOING = """
posted-publicly｜催收把我挂到抖音上了
contact-bombing｜我通讯录里的人都被催收打了一遍，爆通讯录了
frequent-calls｜催收没完没了地打，我都不敢开机
private-account｜催收让我把钱转到他卡上，说是私户
doctored-photo｜他们给我p了张遗照发到群里
goods-taken｜要债的把我电动车开走抵债了
frequent-calls｜放贷的轮番打我电话
scene-made｜警察走后催收又堵门
violence｜法院门口催收把我打了
insulted｜催收打给我老板骂我是废物
private-account｜催收让我把钱打进他卡里
goods-taken｜他们自己来把车开走抵债了
threat-of-violence｜催收说要是不还就来打人，打断我的腿
dishonest-list｜催收说我家人也要限高，会上失信名单吗
confinement｜催收不给钱就不让走
intimidated｜自称公安局的人威胁我要抓我
"""


@pytest.mark.parametrize("text", _lines(ANOTHER_DOER))
def test_what_others_or_the_asker_do_is_no_collectors_conduct(rules: RuleTable, text: str) -> None:
    """The asker, a third person, a seller of loans, a court, the police."""
    assert _accused(rules, text) == []


@pytest.mark.parametrize(("rule", "text"), _pairs(THEIR_DOING))
def test_the_collectors_own_doing_still_counts(rules: RuleTable, rule: str, text: str) -> None:
    """The same words with the collector as the doer."""
    assert rule in _met(rules, text)


RIGHT_RULE = """
intimate-pictures｜放贷的手里有我的裸照，说不还就发
intimate-pictures｜当时借钱拍了裸条，现在拿这个逼我
intimate-pictures｜裸聊被录屏了，让我打钱
home-entry｜两个男的进来坐到半夜，叫他们走也不走，说要睡我家
home-entry｜要债的待在我屋里不肯出去
threat-of-scene｜催收说要带十几个人来我家
intimate-sent｜催收把我的私密照发给我老公了
insulted｜催收在电话里骂我是老赖，就我一个人听见
defamation｜催收在业主群里说我是老赖
called-names｜催收说我是老赖
intimate-sent｜催收把我裸照发到我们公司群
doctored-photo｜有人把我的脸合成到裸照上
home-entry｜我妈让催收进屋了，现在赶不走
intimidated｜催收说要让我好看
night-contact｜昨天夜头十一点半打电话来催
night-contact｜今早六点零七分催收就打来了
you-are-no-debtor｜我同事欠钱，催收打到公司来，我是前台
"""
WRONG_RULE = """
doctored-photo｜他手上有我的裸照，不还钱就发出去
doctored-photo｜裸照被前男友拿来要债
defamation｜打电话骂我老赖，没别人听见
defamation｜他说我是老赖
scene-made｜他说明天带一帮人来堵我
scene-made｜催收放话要叫一群人到我店里
card-third-party｜朋友借我钱，我信用卡也欠着，他打给我担保人
info-leaked｜我能不能问平台把我信息给了哪些公司
info-leaked｜平台把我的资料给过谁，我有权问吗
intimate-pictures｜他们把我的头像P成裸照发群里
intimate-sent｜前男友说不还他钱就把床照发网上
scene-made｜明早派车到你村里拉横幅，这是他短信里说的
you-are-no-debtor｜我把身份证借给老乡办了贷款，银行找我要钱
threat-of-violence｜催收说要让我好看
frequent-calls｜昨天夜里十一点半打电话来催
threat-of-violence｜到手一万七，那三千说是砍头的服务费
"""


@pytest.mark.parametrize(("rule", "text"), _pairs(RIGHT_RULE))
def test_the_rule_that_fits_is_met(rules: RuleTable, rule: str, text: str) -> None:
    """Of two rules that share words."""
    assert rule in _met(rules, text)


@pytest.mark.parametrize(("rule", "text"), _pairs(WRONG_RULE))
def test_the_rule_that_does_not_fit_is_not_met(rules: RuleTable, rule: str, text: str) -> None:
    """Of two rules that share words."""
    assert rule not in _met(rules, text)


KNOWLEDGE = """
倒卖通讯录判几年
恶意p图怎么处罚
堵门算什么罪
冒充警察判多久
非法拘禁多少小时够立案
泼油漆属于什么违法
殴打他人怎么处罚
一天打几次电话算骚扰
网上说欠钱会坐牢是不是真的
敲诈勒索多少钱立案
爆通讯录犯什么罪
泼漆堵门怎么定罪
上门抓人是真的吗
能不能查法院的案子
诉讼费怎么算
"""
CONDUCT = """
contact-bombing｜他们爆我通讯录，怎么处罚他们
doctored-photo｜把我照片p成遗照，判几年
scene-made｜催收堵门，算什么罪
paint-damage｜我家门被泼油漆，怎么判
poses-as-authority｜他冒充警察打给我，判多久
violence｜催收把我打伤了，够立案吗
"""


@pytest.mark.parametrize("text", _lines(KNOWLEDGE))
def test_a_question_of_knowledge_finds_nothing(rules: RuleTable, text: str) -> None:
    """Nobody is said to have done anything."""
    assert _accused(rules, text) == []


@pytest.mark.parametrize(("rule", "text"), _pairs(CONDUCT))
def test_conduct_with_a_question_of_its_penalty_is_found(rules: RuleTable, rule: str, text: str) -> None:
    """Told of somebody, the same words are conduct."""
    assert rule in _met(rules, text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("insulted", "老公在网贷平台借的钱，家里也没添过什么东西"),
        ("violence", "催收拿铁棍在砸我家门"),
        ("private-phone", "我就用自己手机录的催收电话，能用吗"),
        ("code-asked", "催收把我身份证正反面发到了业主群里"),
        ("dishonest-list", "我被限高了，高铁还能不能坐"),
    ],
)
def test_like_words_tell_no_rule(rules: RuleTable, rule: str, text: str) -> None:
    """A thing bought, a door, one's own phone, a card sent round, a list one is on already."""
    assert rule not in _met(rules, text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("insulted", "催收骂我是个什么东西"),
        ("violence", "催收拿棍子打我，还砸我家门"),
        ("private-phone", "催收用他自己手机天天催我"),
        ("code-asked", "催收叫我把身份证正反面发给他"),
        ("dishonest-list", "他说我被限高了，坐不了高铁"),
    ],
)
def test_the_words_themselves_still_tell_it(rules: RuleTable, rule: str, text: str) -> None:
    """What was meant is heard as before."""
    assert rule in _met(rules, text)


def test_a_cantonese_threat_is_a_threat_and_no_deed(rules: RuleTable) -> None:
    """唔还钱就将我嘅相贴满条村: he says what he will do; nothing has been put up yet."""
    found = _met(rules, "收数嘅话唔还钱就将我嘅相贴满条村")

    assert "threat-to-tell" in found
    assert "posted-publicly" not in found
