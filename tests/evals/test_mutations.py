"""The verifier's benchmark counts what a judge rejects and keeps, and lists nothing of the held-out part."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant import Verifier, read_rules
from evals.mutations import KEPT, NAMES, PARAPHRASES, REJECTED, MutationReport, evaluate_mutations, mutants_of
from evals.mutators import WORDING
from evals.sentences import cited_sentences, read_paraphrases
from kb import Corpus, InputProblem, Likeness, read_corpus

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def library() -> Corpus:
    """The library as it ships."""
    return read_corpus()


def judged(library: Corpus, verdict: str) -> MutationReport:
    """The report on a judge who says the same of every sentence."""
    return evaluate_mutations(library, read_rules(), DAY, lambda _text, _question: verdict, limit=40)


def test_a_judge_who_rejects_everything_loses_the_true_sentences(library: Corpus) -> None:
    """All mutants are rejected, and the gate still fails."""
    report = judged(library, "不信")

    assert report.escaped == ()
    assert not report.passed
    assert all(part.mutants.value in {1.0, None} for part in report.parts)


def test_a_judge_who_keeps_everything_lets_the_mutants_escape(library: Corpus) -> None:
    """All true sentences are kept, and the gate still fails."""
    report = judged(library, "")

    assert report.lost == ()
    assert report.escaped
    assert not report.passed


def test_our_own_verifier_passes_its_gates(library: Corpus) -> None:
    """Of the first sentences; those held out are too few for the gate, to which `youju eval --mutations` holds all."""
    verifier = Verifier(library.on(DAY), library.finder, Likeness(library.instruments.values()))
    report = evaluate_mutations(library, read_rules(), DAY, verifier.fault, limit=120)

    assert sum(part.mutants.of for part in report.parts) > 500
    opened, held_out = report.parts
    assert (opened.mutants.value or 0) >= REJECTED, report.to_text()
    assert held_out.mutants.interval[1] >= REJECTED, report.to_text()
    assert all((rate.value or 0) >= KEPT for part in report.parts for rate in part.kept.values()), report.to_text()


def test_of_the_held_out_part_only_counts_are_told(library: Corpus) -> None:
    """What escapes there is in the figures and nowhere else."""
    report = judged(library, "")
    told = {kind for kind, _ in report.escaped}
    opened, held_out = report.parts

    assert sum(rate.of for rate in opened.rejected.values()) == len(report.escaped)
    assert held_out.mutants.of > 0
    assert told <= set(NAMES)


def test_the_report_says_its_gates(library: Corpus) -> None:
    """As text and as JSON, with the interval of each figure."""
    report = judged(library, "")
    told = report.to_dict()

    assert told["gates"] == {"rejected": REJECTED, "kept": KEPT}
    assert "没有通过" in report.to_text()
    assert "目标 ≥ 99%" in report.to_text()


def test_every_mutator_has_a_name_and_something_to_do(library: Corpus) -> None:
    """On the shipped sentences no mutator is idle, and none gives its sentence back."""
    busy = set()
    for sentence in cited_sentences(library, read_rules(), DAY):
        for kind, text in mutants_of(sentence, WORDING):
            busy.add(kind)
            assert text != sentence.text
        if busy == set(WORDING):
            break

    assert busy == set(WORDING)
    assert set(WORDING) < set(NAMES)


def test_the_parts_share_no_article(library: Corpus) -> None:
    """A check that is tuned on an article is never scored on it."""
    sentences = cited_sentences(library, read_rules(), DAY)
    first = [{s.cited[0][1].article_ref for s in sentences if s.held_out is part} for part in (True, False)]

    assert not first[0] & first[1]
    assert 0.25 < sum(s.held_out for s in sentences) / len(sentences) < 0.42


def test_the_paraphrases_say_why_they_are_fair(library: Corpus) -> None:
    """At least 150, each citing the reference it names."""
    assert len(read_paraphrases(PARAPHRASES, library, DAY)) >= 150


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        '{"sentence": "还钱（《民法典》第六百七十五条）。"}',
        '{"sentence": "还钱。", "reference": "民法典#675", "why": "短"}',
    ],
)
def test_a_bad_paraphrase_is_named_with_its_line(library: Corpus, tmp_path: Path, line: str) -> None:
    """The user is told where it stands."""
    path = tmp_path / "some.jsonl"
    path.write_text(line + "\n", "utf-8")

    with pytest.raises(InputProblem, match=r"some\.jsonl:1"):
        read_paraphrases(path, library, DAY)


def test_a_limit_is_a_positive_number(library: Corpus) -> None:
    """Anything else is told in a sentence."""
    with pytest.raises(InputProblem):
        evaluate_mutations(library, read_rules(), DAY, lambda _text, _question: "", limit=0)
