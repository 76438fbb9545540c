"""Problems that only the assistant's own rules can see: rules that rest on nothing, guides that would be withheld."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from assistant.answer import Conclusion
from assistant.composer import headed, in_force_bases, stated
from assistant.conduct import Rule, RuleTable
from assistant.cues import NAMED
from assistant.figures import Figures
from assistant.sentences import split_sentences
from assistant.verification import Verifier
from kb import Corpus, Problem

MAX_HEADLINE = 25
_JUDGING = frozenset({Conclusion.UNLAWFUL, Conclusion.LIKELY_UNLAWFUL, Conclusion.BREACHES_INDUSTRY_RULE})


def lint_rules(rules: RuleTable, corpus: Corpus, today: date) -> Iterator[Problem]:
    """References that do not resolve, examples that do not match or match what they must not, words in vain."""
    yield from (Problem("conduct.toml", 1, fault) for fault in _in_vain(rules))
    for reach in rules.reaches:
        if reach.instrument not in corpus.instruments:
            yield Problem("conduct.toml", 1, f"reach 里的 {reach.instrument} 不在 instruments.toml 里")
    for rule in rules.rules:
        yield from (Problem("conduct.toml", rule.line, f"规则 {rule.id} {fault}") for fault in _lacking(rule))
        for basis in (*rule.law, *rule.consequence):
            if corpus.provision(basis.ref, today) is None:
                yield Problem("conduct.toml", rule.line, f"规则 {rule.id} 的依据 {basis.ref} 不存在或没有收录")
        for sentence in rule.breaks:
            if rule.id not in {f.rule.id for f in rules.findings(rules.facts_in(sentence))}:
                yield Problem("conduct.toml", rule.line, f"规则 {rule.id} 没有认出：{sentence}")
        for sentence in rule.keeps:
            if rule.id in {f.rule.id for f in rules.findings(rules.facts_in(sentence))}:
                yield Problem("conduct.toml", rule.line, f"规则 {rule.id} 误认了：{sentence}")


def _in_vain(rules: RuleTable) -> Iterator[str]:
    """Lists that nothing names, and wordings that stand twice in a list or a fact."""
    facts = [(f"事实 {f.id}", entries) for f in rules.facts for entries in (f.cues, f.unless)]
    lists = [(f"说法 {name}", entries) for name, entries in rules.words.items()]
    named = "".join(entry for _, entries in (*facts, *lists) for entry in entries)
    yield from (f"说法 {name} 没有人用" for name in rules.words if f"〈{name}〉" not in named and name not in NAMED)
    for name, entries in (*facts, *lists):
        yield from (f"{name} 里写了两遍：{entry}" for entry, times in Counter(entries).items() if times > 1)


def _lacking(rule: Rule) -> Iterator[str]:
    """What a rule must say and does not."""
    if not rule.law:
        yield "没有依据（law）"
    if not rule.binds:
        yield "没有写管谁（binds）"
    if not (rule.consequence or rule.informs):
        yield "没有写后果（consequence）"
    for name, line in (("headline", rule.headline), ("depends", rule.depends)):
        if len(line) > MAX_HEADLINE:
            yield f"的 {name} 超过 {MAX_HEADLINE} 个字"
    if bool(rule.depends) != (rule.conclusion is Conclusion.NEEDS_FACTS and not rule.informs):
        yield f"写 {Conclusion.NEEDS_FACTS.value} 就要写 depends（要看什么），别的结论不写"
    if rule.informs and rule.conclusion in _JUDGING:
        yield f"只告知权利或程序（有 headline），不能写 {rule.conclusion.value}"


def lint_bases(rules: RuleTable, corpus: Corpus, verifier: Verifier, today: date) -> Iterator[Problem]:
    """Rules whose plain words the provision does not carry, or whose advice states law."""
    book = corpus.on(today)
    for rule in rules.rules:
        for line in (*rule.steps, *rule.evidence, *rule.channels, rule.limits):
            if line and (fault := verifier.fault(line)):
                yield Problem("conduct.toml", rule.line, f"规则 {rule.id} 的“{line}”：{fault}")
        for basis in (*rule.law, *rule.consequence):
            provision = corpus.provision(basis.ref, today)
            if provision is None or not book.in_force(provision):
                continue
            if fault := verifier.fault(f"{basis.says.rstrip('。')}（{provision.label}）。"):
                yield Problem("conduct.toml", rule.line, f"规则 {rule.id} 的话“{basis.says}”：{fault}")
        for basis, provision in in_force_bases(rule.law, book, corpus)[:1]:
            if fault := verifier.fault(headed(rule, stated(basis, provision))):
                yield Problem("conduct.toml", rule.line, f"规则 {rule.id} 连同名称“{rule.title}”说不成一句话：{fault}")


def lint_figures(figures: Figures, corpus: Corpus, verifier: Verifier, today: date) -> Iterator[Problem]:
    """Rows out of order, references that do not resolve, and plain words that the provision does not carry."""
    yield from (Problem("figures.toml", line, fault) for line, fault in figures.faults)
    for ref in (*figures.lpr.law, *figures.court_fee.law, *figures.late.law):
        if corpus.provision(ref, today) is None:
            yield Problem("figures.toml", 1, f"依据 {ref} 不存在或没有收录")
    for ground in figures.grounds:
        provision = corpus.provision(ground.ref, today)
        if provision is None:
            yield Problem("figures.toml", ground.line, f"依据 {ground.id} 的 {ground.ref} 不存在或没有收录")
        elif fault := verifier.fault(f"{ground.says}（{provision.label}）。"):
            yield Problem("figures.toml", ground.line, f"依据 {ground.id} 的话“{ground.says}”：{fault}")


def lint_guides(corpus: Corpus, verifier: Verifier) -> Iterator[Problem]:
    """Sentences of guides that the verifier would withhold, whatever the question says."""
    for guide in corpus.guides:
        for section in guide.sections:
            for line in section.text.split("\n"):
                for sentence in split_sentences(line):
                    if fault := verifier.fault(sentence):
                        where = f"guides/{guide.id}.md"
                        yield Problem(where, section.line, f"“{section.title}”里的“{sentence.strip()}”：{fault}")
