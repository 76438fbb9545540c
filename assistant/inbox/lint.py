"""Problems of data/inbox.toml: examples mistaken, law that does not carry, a voice that states law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.inbox.table import Signal, Table, read_table
from assistant.inbox.urgency import is_met
from assistant.sentences import split_sentences
from assistant.verification import Verifier
from kb import Corpus, Problem

FILE = "inbox.toml"


def lint_inbox(corpus: Corpus, verifier: Verifier, today: date, table: Table | None = None) -> Iterator[Problem]:
    """Every problem of the table."""
    table = table or read_table()
    for signal in table.signals:
        yield from (Problem(FILE, 1, f"信号 {signal.id} {fault}") for fault in _faults(signal, corpus, verifier, today))
    spoken = [*table.voice.values(), *(text for both in table.replies.values() for text in both)]
    for text in spoken:
        for sentence in split_sentences(text.format("……")):
            if fault := verifier.fault(sentence):
                yield Problem(FILE, 1, f"“{sentence}”：{fault}")


def _faults(signal: Signal, corpus: Corpus, verifier: Verifier, today: date) -> Iterator[str]:
    if not signal.yes or not signal.no:
        yield "要有认得（yes）和不该认（no）的例句"
    yield from (f"没有认出：{text}" for text in signal.yes if not is_met(signal, text))
    yield from (f"误认了：{text}" for text in signal.no if is_met(signal, text))
    if signal.law is None:
        return
    provision = corpus.provision(signal.law.ref, today)
    if provision is None:
        yield f"的依据 {signal.law.ref} 不存在或没有收录"
    elif fault := verifier.fault(f"{signal.law.says}（{provision.label}）。"):
        yield f"的话“{signal.law.says}”：{fault}"
