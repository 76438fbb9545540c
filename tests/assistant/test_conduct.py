"""The rule table meets described conduct as a careful reader would."""

from datetime import date

import pytest

from assistant import RuleTable, Verifier, lint_bases, lint_rules, read_rules
from kb import Corpus

TODAY = date(2026, 11, 22)


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
    ],
)
def test_what_was_not_done_is_no_finding(rules: RuleTable, text: str, absent: str) -> None:
    """Negation, lawful hours and the asker's own doings."""
    assert absent not in _met(rules, text)
