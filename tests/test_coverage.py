"""Every point of the source articles has a section of a guide, and the section rests on law that is on the shelf.

The list of points is no part of the project; where it is absent, only the sections' own citations are checked.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb import Absence, Corpus, read_corpus

POINTS = Path(__file__).resolve().parents[2] / "shared" / "law" / "source_articles_points.md"
ROW = re.compile(r"^\| (?P<id>(?:A\d|X)-\d\d) \| .*\| (?P<status>[^|]+) \| [^|]+ \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The library that ships with youju."""
    return read_corpus()


def test_every_point_has_a_section(corpus: Corpus) -> None:
    """All rows but those that are page noise, which must not be answered."""
    if not POINTS.is_file():
        pytest.skip("the list of points is not here")
    rows = {m["id"]: m["status"] for m in ROW.finditer(POINTS.read_text("utf-8"))}
    asked = {id_ for id_, status in rows.items() if not status.strip().startswith(("NOISE", "POISON"))}
    covered = {row for guide in corpus.guides for section in guide.sections for row in section.covers}

    assert len(rows) == 172
    assert asked - covered == set()
    assert covered - set(rows) == set()


def test_sections_rest_on_articles_that_are_held(corpus: Corpus) -> None:
    """All texts that a section cites are there on the day of its review. That each legal sentence cites is lint's."""
    for guide in corpus.guides:
        book = corpus.on(guide.reviewed)
        for section in guide.sections:
            cited = [m.citation for m in corpus.finder.find(section.text) if m.citation.number]
            missing = [str(c) for c in cited if isinstance(book.resolve(c), Absence)]
            assert missing == [], f"{guide.id}#{section.id}"
