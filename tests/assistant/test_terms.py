"""Words of the law in plain words: short, no rule, and each where the law uses it."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.terms import Term, read_terms, terms_in
from kb import Corpus

TERMS = read_terms()


@pytest.mark.parametrize("term", TERMS, ids=lambda t: t.word)
def test_a_meaning_is_short_and_its_article_has_the_word(term: Term, corpus: Corpus) -> None:
    """At most thirty characters; the article is held and uses the word."""
    provision = corpus.provision(term.ref, date(2026, 11, 22))

    assert len(term.says) <= 30
    assert provision is not None
    assert term.also in provision.article.text
    assert "《" not in term.says


def test_a_term_is_found_where_it_stands() -> None:
    """In the reader's language only."""
    assert [t.word for t in terms_in("经催告后仍不还", TERMS, "zh")] == ["催告"]
    assert [t.word for t in terms_in("Payment order received", TERMS, "en")] == ["支付令"]
    assert terms_in("催告", TERMS, "en") == ()
