"""What most people ask gets the section that answers it: in `most_asked.tsv` a line is a section or several, and it."""

from datetime import date
from pathlib import Path

from assistant import Assistant

MOST_ASKED = Path(__file__).parent / "most_asked.tsv"
TODAY = date(2026, 11, 22)
MISSED = 10
"""Of these questions that may get another section, or none; there are some 230."""


def _questions() -> list[tuple[frozenset[str], str]]:
    lines = (line.partition("\t") for line in MOST_ASKED.read_text("utf-8").splitlines())
    return [(frozenset(f"guide:{ref}" for ref in refs.split(",")), question) for refs, _, question in lines]


def test_what_is_asked_most_is_answered_by_its_section(assistant: Assistant) -> None:
    """The first section that is found is one of those."""
    missed = [
        question
        for refs, question in _questions()
        if not any(one.ref in refs for one in assistant.likely_sections(question, TODAY)[:1])
    ]

    assert len(missed) <= MISSED, missed


def test_every_section_named_exists(assistant: Assistant) -> None:
    """A section that is renamed is renamed here."""
    known = {guide.section_ref(section) for guide in assistant.corpus.guides for section in guide.sections}

    assert [refs for refs, _ in _questions() if not refs & known] == []
