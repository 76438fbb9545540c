"""The rule table meets described conduct as a careful reader would."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant import Conclusion, RuleTable, Verifier, lint_bases, lint_rules, read_rules
from assistant.conduct import DATA, LENDERS, Basis, Reach
from kb import Corpus, YoujuError

TODAY = date(2026, 11, 22)
CONDUCT_ROWS = Path(__file__).resolve().parents[3] / "shared" / "law" / "conduct_rules.md"


@pytest.fixture(scope="module")
def rules() -> RuleTable:
    """The table as it ships."""
    return read_rules()


def _met(rules: RuleTable, text: str) -> set[str]:
    return {f.rule.id for f in rules.findings(rules.facts_in(text))}


def test_every_rule_matches_its_own_examples(rules: RuleTable, corpus: Corpus, verifier: Verifier) -> None:
    """What must match matches, what must not does not, every basis exists and carries the rule's words."""
    problems = [*lint_rules(rules, corpus, TODAY), *lint_bases(rules, corpus, verifier, TODAY)]

    assert [str(p) for p in problems] == []


def test_every_rule_has_examples_both_ways(rules: RuleTable) -> None:
    """A rule that is never shown to miss proves nothing."""
    assert [r.id for r in rules.rules if len(r.breaks) < 3 or len(r.keeps) < 3] == []


def test_bases_name_the_exact_unit(rules: RuleTable, corpus: Corpus) -> None:
    """Each reference resolves to a text on the shelf."""
    for rule in rules.rules:
        for basis in rule.law:
            provision = corpus.provision(basis.ref, TODAY)
            assert provision is not None, (rule.id, basis.ref)
            assert provision.ref == basis.ref, rule.id


def test_every_day_since_2021_has_a_law_for_threats(rules: RuleTable, corpus: Corpus) -> None:
    """Before 2026 the old text is the basis, after it the new one; never both."""
    rule = next(r for r in rules.rules if r.id == "threat-of-violence")
    texts = {date(2025, 12, 31): "治安管理处罚法@2013-01-01#42.1.1", TODAY: "治安管理处罚法@2026-01-01#50.1.1"}
    for day, ref in texts.items():
        book = corpus.on(day)
        found = [b.ref for b in rule.law if (p := corpus.provision(b.ref, day)) and book.in_force(p)]
        assert ref in found
        assert sum(r.startswith("治安") for r in found) == 1


def test_an_industry_rule_is_never_called_unlawful(rules: RuleTable, corpus: Corpus) -> None:
    """Where only a standard or an industry rule carries a rule, it says so; unlawful needs law."""
    for rule in rules.rules:
        ranks = [p.instrument.authority for b in rule.law if (p := corpus.provision(b.ref, TODAY))]
        if not any(rank.binding for rank in ranks) and not rule.informs:
            assert rule.conclusion.value in {"breaches_industry_rule", "needs_facts"}, rule.id
        if rule.conclusion.value in {"unlawful", "likely_unlawful"}:
            assert any(rank.binding for rank in ranks), rule.id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("催收半夜十二点打电话，还说要告诉我单位领导，合法吗？", {"threat-to-tell", "night-contact"}),
        ("刚才骂我还说明天去我单位闹，这合法吗？", {"threat-of-scene", "insulted"}),
        ("對方自稱公安局的，要我馬上還錢", {"poses-as-authority"}),
        ("下午三点银行打电话提醒我还款，态度很好", {"lawful-reminder"}),
        ("催收给我妈打电话", {"third-party-contact"}),
        ("招行信用卡逾期，催收打给我同事", {"card-third-party"}),
        ("催收给我公司人事打电话，说我欠网贷不还", {"workplace-told"}),
        ("他们在我家门上泼了油漆", {"paint-damage"}),
        ("催收一天打二十个电话", {"many-calls"}),
        ("今天有十几个未接来电都是催收的", {"many-unanswered"}),
        ("让我把钱转到他个人微信", {"private-account"}),
        ("报通讯录了怎么办", {"contact-bombing"}),
        ("给我HR打电话说我欠款", {"workplace-told"}),
        ("把我头像P图成遗照", {"doctored-photo"}),
        ("他说要上门抓我", {"threat-of-seizure"}),
        ("催收說要起訴我，合法嗎", {"lawful-announcement"}),
        ("两个人上门催收，出示了证件，没进门", {"lawful-visit"}),
        ("我是担保人，催收找我", {"guarantor-asked"}),
        ("银行把我的信息给了催收公司", {"data-entrusted"}),
        ("警察说是经济纠纷不管", {"police-record"}),
    ],
)
def test_described_conduct_meets_its_rules(rules: RuleTable, text: str, expected: set[str]) -> None:
    """Colloquial, mistyped and traditional wordings are understood."""
    assert expected <= _met(rules, text)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("催收没骂我", "insulted"),
        ("他没有联系我家人", "third-party-contact"),
        ("催收晚上七点打的", "night-contact"),
        ("我骂回去会怎样", "insulted"),
        ("催收一天打两个电话", "many-calls"),
        ("欠网贷会坐牢吗", "false-consequences"),
        ("催收半夜打电话提醒还款，很客气", "lawful-reminder"),
        ("银行威胁我说要起诉", "intimidated"),
        ("催收上门不出示证件", "lawful-visit"),
    ],
)
def test_what_was_not_done_is_no_finding(rules: RuleTable, text: str, absent: str) -> None:
    """Negation, lawful hours and the asker's own doings."""
    assert absent not in _met(rules, text)


HARMLESS = """\
我骂了他一句就挂了
我打给客服问怎么分期
我打电话给我妈借钱
我跟我老婆说了欠钱的事
我告诉同事我欠了网贷
我想找人去他们公司闹
我一天给客服打了八个电话都没人接
我半夜睡不着，一直想还钱的事
银行下午打来提醒我明天还款
客服很客气，问我什么时候能还
催收没有骂我，就是催
他们没上门，也没联系家里人
法院寄来传票，说下周开庭
法院打电话通知我开庭
执行法官打电话让我报告财产
我收到银行的还款提醒短信
信用卡最低还款怎么算
我老公骂我乱花钱
我妈骂我不懂事
公司领导找我谈话，说我业绩差
孩子幼儿园要交学费，我拿不出
孩子班主任打电话说成绩
我在朋友圈发了条找工作的消息
我把身份证照片发给银行审核
手机被打坏了，要修
邻居半夜装修太吵
物业来敲门收水费
警察上门查户口
我打110报警了，警察来了
我想请律师写律师函给催收公司
网贷App让我填紧急联系人
我给朋友担保的合同在哪查
单位人事让我交社保
我想录音，手机没有这个功能
我的工资卡会被冻结吗
我担心他们会找我家里人
怎么才能不让催收联系我爸妈
我警告催收别再打我家人
我妈打电话问我欠了多少
我把催收的录音发给12378了
我找了催收公司的领导投诉
社区调解员帮我和邻居调解
朋友约我晚上十一点吃夜宵
砍价砍了半天，头都大了
银行App上传照片失败
他态度挺好，说可以慢慢还
催收说可以减免一部分
银行说要起诉我
平台说要上报征信
我上个月动了手术，花了三万
生意搞砸了，欠了一屁股债
老板把我踢出群了
催收打了我一个电话问还款
我的手机天天打不通
我老公天天打游戏不上班
医生说要切掉一根手指
登录银行App要刷脸
手机银行要人脸识别才能还款
还款要输密码吗
我把欠款跟我妈说了
我想把录音发到网上
我可以把催收的号码发朋友圈吗
我想去催收公司堵门
银行上门做贷后检查，两个人带了证件
我同意他晚上十点半打
他说不会告诉我家里人
催收答应不联系我单位
他们没有威胁我
没有发到群里
怕他们找到我公司
会不会影响孩子上学
朋友半夜打电话找我喝酒
半夜有人打错电话
银行威胁我说要起诉
我哥信用卡逾期，我是担保人，银行打电话给我
这笔贷款是我和老公一起签的字，银行打给我老公
平台把我的信息给了催收公司
两个人上门催收，出示了证件，没进门
网贷要授权通讯录才能借
催收说准备起诉，算恐吓吗
""".splitlines()
"""What borrowers say of lawful calls, of other matters, of fears, and of their own doings."""


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_sentences_accuse_nobody(rules: RuleTable, text: str) -> None:
    """No unlawful conduct and no breach is read into what is none."""
    accusing = {Conclusion.UNLAWFUL, Conclusion.LIKELY_UNLAWFUL, Conclusion.BREACHES_INDUSTRY_RULE}

    assert [f.rule.id for f in rules.findings(rules.facts_in(text)) if f.rule.conclusion in accusing] == []


def test_every_conduct_rule_of_the_table_is_carried(rules: RuleTable) -> None:
    """Rows 1 to 52 of the table of conduct rules each have a rule; skipped where that table is not here."""
    if not CONDUCT_ROWS.is_file():
        pytest.skip(f"the table of conduct rules is not here ({CONDUCT_ROWS})")
    rows = {int(n) for n in re.findall(r"^\| (\d+) \|", CONDUCT_ROWS.read_text(encoding="utf-8"), re.MULTILINE)}
    carried = {int(n) for rule in rules.rules for n in re.findall(r"\d+", rule.row)}

    assert rows
    assert sorted(rows - carried) == []
    assert sorted(carried - rows) == []


def test_rights_and_procedures_accuse_nobody(rules: RuleTable) -> None:
    """A rule that only informs never says that something is unlawful, and says its answer in one line."""
    told = [r for r in rules.rules if r.informs]

    assert {"5", "45", "46", "48", "49", "50", "51", "52"} <= {r.row for r in told}
    for rule in told:
        assert rule.conclusion.value in {"lawful", "needs_facts", "not_applicable"}, rule.id
        assert len(rule.headline) <= 25, rule.id


def test_what_judges_stands_before_what_informs(rules: RuleTable) -> None:
    """催收骂我，我录音了有用吗: the insult first, then the recording."""
    found = [f.rule.id for f in rules.findings(rules.facts_in("催收骂我，我录音了有用吗"))]

    assert found == ["insulted", "own-recording"]


@pytest.mark.parametrize("lender", [None, *sorted(LENDERS)])
def test_each_lender_is_held_only_to_what_binds_it(rules: RuleTable, corpus: Corpus, lender: str | None) -> None:
    """Unlawful needs a binding text for that lender, a breach of an industry rule needs such a rule."""
    for rule in rules.rules:
        told = {f: f for f in _simple(rules, rule.when)} | ({lender: lender} if lender else {})
        finding = next((f for f in rules.findings(told) if f.rule.id == rule.id), None)
        if finding is None:
            continue
        ranks = [p.instrument.authority.binding for b in finding.law if (p := corpus.provision(b.ref, TODAY))]
        if rule.conclusion in {Conclusion.UNLAWFUL, Conclusion.LIKELY_UNLAWFUL}:
            assert any(ranks), (rule.id, lender)
        if rule.conclusion is Conclusion.BREACHES_INDUSTRY_RULE:
            assert ranks, (rule.id, lender)
            assert not any(ranks), (rule.id, lender)


def _simple(rules: RuleTable, wanted: tuple[str, ...]) -> list[str]:
    """Facts that make the wanted ones true, derived ones by their first."""
    by_id = {f.id: f for f in rules.facts}
    return [x for f in wanted for x in (_simple(rules, by_id[f].any[:1]) if f in by_id and by_id[f].any else [f])]


@pytest.mark.parametrize(
    ("text", "met", "absent"),
    [
        ("我欠朋友钱，他一天打我二十个电话", {"many-calls-law"}, {"many-calls"}),
        ("网贷催收一天打我二十个电话", {"many-calls"}, {"many-calls-law"}),
        ("我欠朋友钱，他半夜打电话要", {"private-night"}, {"night-contact"}),
        ("欠亲戚的钱，他打给我同事", set(), {"third-party-contact"}),
        ("招行贷款逾期，催收打给我同事", {"third-party-contact"}, {"card-third-party"}),
        ("招行信用卡逾期，催收打给我同事", {"card-third-party"}, {"third-party-contact"}),
        ("招联金融的催收打给我同事", {"finance-company-third-party"}, {"card-third-party", "third-party-contact"}),
        ("朋友借给我五千，他骂我", {"insulted"}, {"card-abuse", "rude"}),
        ("网贷年化36%合法吗", {"licensed-interest"}, {"private-interest"}),
        ("跟朋友借的钱年化36%", {"private-interest"}, {"licensed-interest"}),
        ("赌债的人把我关起来", {"illegal-debt", "confinement"}, set()),
    ],
)
def test_the_lender_decides_which_rule_applies(rules: RuleTable, text: str, met: set[str], absent: set[str]) -> None:
    """信用卡办法 binds card banks, 消金办法 consumer finance, standards and guidelines no private person."""
    found = _met(rules, text)

    assert met <= found
    assert not absent & found


def test_private_people_keep_no_rule_of_institutions(rules: RuleTable, corpus: Corpus) -> None:
    """Between friends only 法律, 司法解释 and 司法文件 apply."""
    for rule in rules.rules:
        told = {f: f for f in (*set(_simple(rules, rule.when)) - LENDERS, "private-lender")}
        for finding in rules.findings(told):
            for basis in (*finding.law, *finding.consequence):
                provision = corpus.provision(basis.ref, TODAY)
                assert provision is not None
                assert provision.instrument.authority.value in PRIVATE, (finding.rule.id, basis.ref)


PRIVATE = {"law", "regulation", "judicial_interpretation", "judicial_document"}


@pytest.mark.parametrize(
    ("text", "met", "absent"),
    [
        ("他说要往我家泼油漆", "threat-of-damage", "paint-damage"),
        ("他往我家泼了油漆", "paint-damage", "threat-of-damage"),
        ("再不还就把我照片发朋友圈", "threat-to-tell", "posted-publicly"),
        ("说要来我家坐着不走", "threat-of-scene", "scene-made"),
        ("网贷说要把我通讯录都打一遍", "threat-to-tell", "contact-bombing"),
        ("催收跑到我公司来了", "workplace-visit", "threat-of-scene"),
        ("说明天来我单位找我", "threat-of-scene", "workplace-visit"),
    ],
)
def test_a_threat_is_not_the_deed(rules: RuleTable, text: str, met: str, absent: str) -> None:
    """What is only threatened is a rule of its own."""
    assert met in _met(rules, text)
    assert absent not in _met(rules, text)


def test_only_what_others_do_is_conduct(rules: RuleTable) -> None:
    """The asker as the doer is passed over; the asker as the victim, and a colleague of theirs, are not."""
    assert "insulted" not in _met(rules, "我在电话里骂了催收")
    assert "insulted" in _met(rules, "我被骂了")
    assert "third-party-contact" not in _met(rules, "我打电话给我同事")
    assert "third-party-contact" in _met(rules, "我同事接到催收电话")
    assert "many-calls" not in _met(rules, "我一天打了十个电话给网贷客服")
    assert "many-calls" in _met(rules, "我一天接到十个催收电话")


def test_a_consequence_is_carried_like_a_basis(rules: RuleTable, corpus: Corpus, verifier: Verifier) -> None:
    """A consequence that its provision does not carry is a problem; so is a rule that binds nobody."""
    good = next(r for r in rules.rules if r.id == "insulted")
    wrong = replace(good, binds="", consequence=(Basis("民法典#995", "处五日以下拘留"),))
    none = replace(good, consequence=())
    table = replace(rules, rules=(wrong, none), reaches=(Reach("没有的办法", ("bank",)),))
    problems = [str(p) for p in (*lint_rules(table, corpus, TODAY), *lint_bases(table, corpus, verifier, TODAY))]

    assert sum("没有写管谁" in p for p in problems) == 1
    assert sum("没有写后果" in p for p in problems) == 1
    assert sum("处五日以下拘留" in p for p in problems) == 1
    assert sum("没有的办法" in p for p in problems) == 1


def test_words_in_vain_are_named(rules: RuleTable, corpus: Corpus) -> None:
    """A list that no cue names, and a wording that stands twice."""
    table = replace(rules, rules=(), words={**rules.words, "没用": ("甲", "乙", "甲")})

    assert [str(p).partition("：")[2] for p in lint_rules(rules, corpus, TODAY) if "说法" in str(p)] == []
    assert [p.message for p in lint_rules(table, corpus, TODAY)] == ["说法 没用 没有人用", "说法 没用 里写了两遍：甲"]


@pytest.mark.parametrize("lender", ["催收", "我欠朋友钱，他"])
def test_who_is_visited_at_night_is_told_what_to_do_at_the_door(rules: RuleTable, lender: str) -> None:
    """And who is called at night what to do with the telephone."""

    def steps(text: str) -> set[str]:
        return {step for finding in rules.findings(rules.facts_in(text)) for step in finding.rule.steps}

    visited, called = steps(f"{lender}半夜十二点来我家敲门要债"), steps(f"{lender}半夜十二点打电话要债")

    assert any("隔着门" in step for step in visited)
    assert not any("静音" in step for step in visited)
    assert any("静音" in step for step in called)


def test_who_has_them_at_the_door_is_not_sent_into_the_street(rules: RuleTable) -> None:
    """Where they also follow; who is only followed goes where people are."""

    def steps(text: str) -> set[str]:
        return {step for finding in rules.findings(rules.facts_in(text)) for step in finding.rule.steps}

    at_home, followed = steps("收账的坐在我家门口不走，还说跟踪我孩子，天天跟踪我"), steps("收账的天天跟踪我")

    assert any("关好门" in step for step in at_home)
    assert not any("往人多的地方走" in step for step in at_home)
    assert any("往人多的地方走" in step for step in followed)


def test_steps_are_taken_of_a_rule_that_there_is(tmp_path: Path) -> None:
    """By a fact that there is."""
    table = tmp_path / "conduct.toml"
    fact = '[[fact]]\nid = "a"\ntitle = "a"\ncues = ["甲"]\n'
    rule = '[[rule]]\nid = "r"\ntitle = "r"\nwhen = ["a"]\nverdict = "lawful"\nlaw = []\n'
    table.write_text(f'{fact}{rule}steps_of = {{ a = "none" }}\n', encoding="utf-8")
    with pytest.raises(YoujuError, match="steps_of 指了没有的规则：none"):
        read_rules(table)
    table.write_text(f'{fact}{rule}steps_of = {{ b = "r" }}\n', encoding="utf-8")
    with pytest.raises(YoujuError, match="没有定义的事实：b"):
        read_rules(table)


def test_a_fact_rests_on_facts_above_it(tmp_path: Path) -> None:
    """A derived fact may not name one further down, and an instrument reaches lenders only."""
    table = tmp_path / "conduct.toml"
    rule = '[[rule]]\nid = "r"\ntitle = "r"\nwhen = ["a"]\nverdict = "lawful"\nlaw = []\n'
    fact = '[[fact]]\nid = "a"\ntitle = "a"\nany = ["b"]\n[[fact]]\nid = "b"\ntitle = "b"\ncues = ["乙"]\n'
    table.write_text(fact + rule, encoding="utf-8")
    with pytest.raises(YoujuError, match="上面没有定义的事实：b"):
        read_rules(table)
    table.write_text(fact.replace('any = ["b"]', "") + rule + '[[reach]]\ninstrument = "x"\nlenders = ["b"]\n')
    with pytest.raises(YoujuError, match="不是放款人的事实：b"):
        read_rules(table)


def test_problems_of_a_rule_point_at_its_line() -> None:
    """Where `[[rule]]` stands, with the id beneath it."""
    lines = (DATA / "conduct.toml").read_text("utf-8").split("\n")

    for rule in read_rules().rules:
        assert lines[rule.line - 1] == "[[rule]]"
        assert lines[rule.line] == f'id = "{rule.id}"'


LAWFUL = """
lawful-suit｜银行一个电话没打、一封信没寄，就去法院立案了，这样做可以吗
lawful-suit｜没发过律师函，平台就把我告上法院，违法不
lawful-lawyer-letter｜挂号信寄来律师函，信封密封，落款是正规律所，还附了律师证号，合法不
lawful-preservation｜原告申请了诉前财产保全，法院下了裁定，账户被冻，合法吗
lawful-payment-order｜对方没走起诉，直接申请支付令，法院寄来了，合规吗
lawful-assignment｜债权卖掉了，只是发短信通知我一下，根本没征求我意见，可以这样做吗
lawful-lookup｜银行打给我留的联系人，态度挺客气，就问了新电话，欠款的事只字没提，合法吗
lawful-guarantor-call｜银行打电话给我表哥，他是我的担保人，跟他讲了这笔贷款逾期，合法吗
lawful-early-reminder｜还有三天才到还款日，平台就发短信提醒，合规吗
lawful-reminder｜白天催收打了一通电话，很有礼貌，合规不
lawful-deduction｜当初签的合同里写了可以从我工资卡（同一家银行的）划扣，今天扣了月供，合法吗
lawful-enforcement｜判决下来后法院冻了我的卡，但给我留了每个月的生活费，违法不
lawful-heirs｜债权人说继承多少就还多少，要我在遗产范围内还，合规吗
lawful-request｜债主好言好语让我还钱，违法不
"""
WRONGS = """
还骂我是老赖
还给我单位打了电话
还跟我同事说了我欠钱的事
半夜一点还发短信
说不还就让我坐牢
传票是假的
让我把钱转到他私人微信
还把这事捅给我老婆了
说要让全村人都晓得
要我小心家里孩子
说让我吃不了兜着走
我妈也接到了电话，知道我欠钱
发的文书上公章是PS的
"""


@pytest.mark.parametrize("line", LAWFUL.strip().splitlines())
def test_what_is_lawful_is_said_to_be(rules: RuleTable, line: str) -> None:
    """Asked whether it is lawful, and nothing else is told; the same with a wrong told is never lawful."""
    rule, text = line.split("｜")
    findings = rules.findings(rules.facts_in(text))

    assert findings[0].rule.id == rule
    assert findings[0].rule.conclusion is Conclusion.LAWFUL
    for wrong in WRONGS.strip().splitlines():
        told = [f.rule for f in rules.findings(rules.facts_in(f"{wrong}。{text}"))]
        assert [r.id for r in told if r.conclusion is Conclusion.LAWFUL] == [], wrong


def test_a_name_that_breaks_the_sentence_it_heads_is_a_problem(
    rules: RuleTable, corpus: Corpus, verifier: Verifier
) -> None:
    """“说话不文明：…说话要文明” denies what its provision says, so it would be withheld."""
    rude = next(r for r in rules.rules if r.id == "rude")
    table = replace(rules, rules=(replace(rude, title="说话不文明"),))

    assert [str(p) for p in lint_bases(replace(rules, rules=(rude,)), corpus, verifier, TODAY)] == []
    assert "说不成一句话" in str(next(lint_bases(table, corpus, verifier, TODAY)))


@pytest.mark.parametrize(
    ("text", "fact", "told"),
    [
        ("前夫来单位闹，还砸了东西", "scene-made", False),
        ("催收来单位闹，还砸了东西", "scene-made", True),
        ("台风把我家玻璃砸碎了", "paint-damage", False),
        ("讨债的把我家玻璃砸碎了", "paint-damage", True),
        ("催收会冒充法院吗", "impersonates-authority", False),
        ("催收冒充法院给我打电话合法吗", "impersonates-authority", True),
        ("网贷逾期会爆通讯录吗", "threat-to-disclose", False),
        ("催收说不还就爆通讯录", "threat-to-disclose", True),
        ("网贷逾期会上门吗", "visit", False),
        ("催收今天上门了", "visit", True),
        ("辅导员也被打了电话，室友也被打了", "violence", False),
        ("我刚被打了，是催收的人", "violence", True),
        ("车没了，他们凭GPS拖走的", "stalking", False),
        ("他们在我车上装GPS跟踪我", "stalking", True),
        ("只问了句能不能联系上我，这算爆通讯录吗", "address-book-read", False),
        ("他们爆我通讯录", "address-book-read", True),
    ],
)
def test_who_collects_nothing_and_what_only_may_come_is_no_conduct(
    rules: RuleTable, text: str, fact: str, told: bool
) -> None:
    """The same deed by a former husband, a storm, or only asked about, is nobody's breach."""
    assert (fact in rules.facts_in(text)) is told


def test_who_lent_privately_has_no_customer_service(rules: RuleTable) -> None:
    """Steps that would reach nobody give way to those against anybody, in every rule that such a lender may break."""
    for rule in rules.rules:
        for finding in rules.findings(dict.fromkeys((*rule.when, "private-lender"), "…")):
            if LENDERS.isdisjoint(rule.when):
                lines = (*finding.rule.steps, *finding.rule.channels)
                assert not [line for line in lines if "官方客服" in line or "12378" in line], finding.rule.id
            assert finding.rule.steps or not rule.steps, rule.id


@pytest.mark.parametrize(
    ("lenders", "has_a_service"), [((), True), (("online-loan",), True), (("private-lender",), False)]
)
def test_a_lender_not_told_may_have_one(rules: RuleTable, lenders: tuple[str, ...], has_a_service: bool) -> None:
    """The same deed, by whomever."""
    met = rules.findings(dict.fromkeys(("insult", *lenders), "…"))

    assert any("官方客服" in step for finding in met for step in finding.rule.steps) is has_a_service
