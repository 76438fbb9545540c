"""Every problem of the library at once: its texts, guides, rules, letters, tables and canaries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from assistant import CITING as RULES_CITING
from assistant import (
    Letters,
    RuleTable,
    Verifier,
    lint_bases,
    lint_checklist,
    lint_english,
    lint_figures,
    lint_guides,
    lint_inbox,
    lint_letters,
    lint_limits,
    lint_lines,
    lint_replies,
    lint_rules,
    read_checklist,
    read_figures,
    read_form,
    read_limits,
    read_lines,
    read_replies,
    read_rules,
    read_scope,
)
from evals import lint_canaries, read_canaries
from kb import (
    DATA,
    Corpus,
    Likeness,
    Problem,
    YoujuError,
    library_sources,
    lint,
    lint_citations,
    lint_noise,
    places,
    read_noise,
)


def problems_of(corpus: Corpus, library: Path, letters: Letters, today: date) -> tuple[Problem, ...]:
    """Everything that is wrong with a library and the data beside it, on a day."""
    rules = read_rules()
    verifier = Verifier(corpus.on(today), corpus.finder, Likeness(corpus.instruments.values()))
    return (
        *lint(corpus, today),
        *lint_rules(rules, corpus, today),
        *lint_bases(rules, corpus, verifier, today),
        *lint_figures(read_figures(), corpus, verifier, today),
        *lint_english(rules, corpus),
        *lint_inbox(corpus, verifier, today),
        *lint_guides(corpus, verifier),
        *lint_letters(letters, today),
        *lint_noise(read_noise(DATA)),
        *_lint_aids(rules, corpus, verifier, today),
        *lint_citations(places((*library_sources(library), *RULES_CITING), corpus.finder), corpus, today),
        *(lint_canaries(read_canaries(), corpus, verifier.fault, read_scope().all_notices) if library == DATA else ()),
    )


def _lint_aids(rules: RuleTable, corpus: Corpus, verifier: Verifier, today: date) -> Iterator[Problem]:
    """Problems of what helps at the phone and with evidence."""
    yield from lint_lines(read_lines(), verifier)
    yield from lint_replies(read_replies(), rules, {row.notice.route for row in read_scope().rows})
    yield from lint_checklist(read_checklist(), corpus, verifier, today)
    try:
        yield from lint_limits(read_limits(rules, read_form(), corpus), verifier)
    except YoujuError as fault:
        yield Problem("calllimits.toml", 1, str(fault))
