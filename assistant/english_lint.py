"""Problems of the English tables: sentences without English, English without its sentence, numbers that differ."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator

from assistant.composer import headed
from assistant.conduct import Rule, RuleTable
from assistant.quantities import quantities
from assistant.translation import keys, read_catalogue, read_tables
from kb import Corpus, Problem

OF_RULES = "english/conduct.toml"
OF_FRAMES = "english/frames.toml"
OF_GUIDES = "english/guide-"
_WORDS = "zero one two three four five six seven eight nine ten"
_COUNTED = {word: float(number) for number, word in enumerate(_WORDS.split())} | {
    **dict.fromkeys(("a", "an", "each", "once"), 1.0), "twice": 2.0, "both": 2.0, "fourfold": 4.0, "half": 0.5,
    **dict.fromkeys(("dozen", "midnight", "noon"), 12.0),
}  # fmt: skip


def lint_english(rules: RuleTable, corpus: Corpus) -> Iterator[Problem]:
    """Whether each sentence of a rule has its English, which English no rule or guide says, where numbers differ."""
    catalogue = read_catalogue()
    tables = {file: table.get("sentences", {}) for file, table in read_tables().items()}
    said: set[str] = set()
    for rule in rules.rules:
        for sentence in _sentences(rule):
            said.add(sentence.rstrip("。；"))
            if not catalogue.english(sentence):
                yield Problem("conduct.toml", rule.line, f"规则 {rule.id} 的“{sentence}”没有英文（{OF_RULES}）")
        if rule.law and not catalogue.english(headed(rule, rule.law[0].says)):
            yield Problem("conduct.toml", rule.line, f"规则 {rule.id} 的第一句连同名称没有英文（{OF_FRAMES}）")
    for sentence in (*rules.privately.steps, *rules.privately.channels):
        said.add(sentence.rstrip("。；"))
        if not catalogue.english(sentence):
            yield Problem("conduct.toml", 1, f"privately 的“{sentence}”没有英文（{OF_RULES}）")
    said |= {b.says.rstrip("。；") for t in rules.transitions for b in t.law}
    for key in tables.get(OF_RULES, {}):
        if key.rstrip("。；") not in said:
            yield Problem(OF_RULES, 1, f"没有哪条规则还这样写：{key}")
    told = frozenset(_told(corpus))
    for file, sentences in tables.items():
        if file.startswith(OF_GUIDES):
            yield from (Problem(file, 1, f"没有哪一节指南还这样写：{key}") for key in sentences if key not in told)
        for key, english in sentences.items():
            lost = [n for n, _ in sorted(quantities(key)) if n not in _numbers(english)]
            if key.count("《》") != english.count("《》"):
                yield Problem(file, 1, f"英文里的《》和中文的不一样多：{key}")
            if lost:
                yield Problem(file, 1, f"英文里少了 {'、'.join(f'{n:g}' for n in lost)}：{key}")


def _told(corpus: Corpus) -> Iterator[str]:
    """What the guides' sentences are known by in the tables."""
    for guide in corpus.guides:
        for section in guide.sections:
            lists = (line for lines in section.lists.values() for line in lines)
            for text in (section.title, section.headline, *section.answer, *lists):
                yield from keys(text, corpus)


def _sentences(rule: Rule) -> Iterator[str]:
    yield from filter(None, (rule.title, rule.headline, rule.depends, rule.binds, rule.limits))
    yield from (basis.says for basis in (*rule.law, *rule.consequence))
    yield from (*rule.steps, *rule.evidence, *rule.channels)


def _numbers(english: str) -> frozenset[float]:
    """The numbers of an English sentence, in figures or in words; hours after noon by both clocks."""
    figures = {float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", english)}
    months = {float(n) for n, name in enumerate(month_name) if name and name in english}
    words = {_COUNTED[word] for word in re.findall(r"[a-z]+", english.lower()) if word in _COUNTED}
    return frozenset(figures | words | months | {n + 12 for n in figures if n < 12})
