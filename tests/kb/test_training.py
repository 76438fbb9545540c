"""Training of the embedding model: the same every time, and what it writes is what both runtimes read."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from kb import Corpus, open_embedder
from kb.embedders import MODEL_FOLDER
from kb.errors import LibraryError
from kb.static_model import StaticEmbedder
from kb.training.fit import Encoded, Settings, Source, contrast, warm_start
from kb.training.pairs import (
    StatuteText,
    asked_pairs,
    general_pairs,
    guide_pairs,
    question_pairs,
    read_pairs,
    read_statutes,
    statute_views,
)
from kb.training.vocabulary import build_tokenizer

TEXTS = [
    "催收人上门，应当出示木牌。",
    "催收人上门敲钟。",
    "借款的利息不得预先扣除。",
    "利息扣除的，按实际借款返还。",
] * 4
SMALL = Settings(dimensions=8, widths=(8, 4), epochs=3, batch=4)


def _trained(*, ordered: bool = False) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    tokenizer = build_tokenizer(TEXTS)
    ids = [e.ids for e in tokenizer.encode_batch(TEXTS)]
    start = warm_start(ids, tokenizer.get_vocab_size(), SMALL)
    pairs: Sequence[Encoded] = [Encoded(ids[0], ids[1], (0, 1)), Encoded(ids[2], ids[3], (2, 3))] * 4
    return contrast(start, [Source(pairs, ordered=ordered)], SMALL, lambda *_: None)


def test_words_and_characters_are_pieces_and_the_likeliest_cut_wins() -> None:
    """A word that stands four times is one piece; what nobody has seen falls into characters."""
    tokenizer = build_tokenizer(TEXTS)

    assert tokenizer.encode("利息扣除").tokens == ["利息", "扣除"]
    assert tokenizer.encode("利钟").tokens == ["利", "钟"]
    assert tokenizer.encode("ＡB").tokens == tokenizer.encode("ab").tokens


@pytest.mark.parametrize("ordered", [False, True])
def test_training_is_the_same_every_time_and_brings_pairs_together(ordered: bool) -> None:
    """By seed; and what belongs together lies nearer than what does not, in either order of the pairs."""
    one, two = _trained(ordered=ordered), _trained(ordered=ordered)

    np.testing.assert_array_equal(one, two)
    tokenizer = build_tokenizer(TEXTS)
    rows = [one[e.ids].mean(axis=0) for e in tokenizer.encode_batch(TEXTS[:4])]
    near, far = (
        float(a @ b / np.linalg.norm(a) / np.linalg.norm(b)) for a, b in ((rows[0], rows[1]), (rows[0], rows[2]))
    )
    assert near > far


def test_what_is_held_out_is_not_trained_on(tmp_path: Path, library: Corpus) -> None:
    """Neither as a question nor as another way to ask."""
    (tmp_path / "some.jsonl").write_text(
        "\n".join(json.dumps({"q": q, "a": "乙", "source": "some"}) for q in ("甲", "丙")), "utf-8"
    )
    way = next(s.asked[0] for g in library.guides for s in g.sections if s.asked)

    assert [p.query for p in read_pairs(tmp_path, {"甲"})] == ["丙"]
    assert way in {t for p in guide_pairs(library) for t in (p.query, p.answer)}
    assert way not in {t for p in guide_pairs(library, {way}) for t in (p.query, p.answer)}


def test_our_own_questions_lead_to_their_articles(tmp_path: Path, shelf: Corpus) -> None:
    """Those that may be trained on, to each article named; ways to ask to the article's words and to each other."""
    rows = [
        {"split": "train", "text": "甲", "articles": [["民法典#1032", "民法典#1033"], ["民法典#1024"]]},
        {"split": "held_out", "text": "乙", "articles": [["民法典#670"]]},
    ]
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")

    found = list(question_pairs(shelf, tmp_path / "q.jsonl"))

    assert [p.query for p in found] == ["甲"] * 3
    assert "私人生活安宁" in found[0].answer
    way = shelf.asked["民法典"]["670"][0]
    answers = [p.answer for p in asked_pairs(shelf) if p.query == way]
    assert any("利息不得预先在本金中扣除" in answer for answer in answers)
    assert shelf.asked["民法典"]["670"][1] in answers
    assert way not in {p.query for p in asked_pairs(shelf, {way})}


def test_questions_beyond_the_shelf_lead_to_the_public_corpus(tmp_path: Path) -> None:
    """By instrument and number; one that the corpus lacks is named."""
    (tmp_path / "a.toml").write_text('instrument = "示例法"\n[ways]\n"2-1" = ["甲", "乙"]', "utf-8")
    statute = StatuteText("示例法第二条之一", "示例法 总则", "日落以后不得敲钟。")

    found = list(general_pairs(tmp_path, [statute]))

    assert (found[0].query, found[0].answer) == ("甲", "示例法 总则\n日落以后不得敲钟。")
    assert [(p.query, p.answer) for p in found if p.source == "general-ways"] == [("甲", "乙"), ("乙", "甲")]
    with pytest.raises(LibraryError, match="示例法第二条之一"):
        list(general_pairs(tmp_path, []))


def test_a_clause_leads_to_the_rest_of_its_article(tmp_path: Path) -> None:
    """The clause itself is not in what it must find."""
    path = tmp_path / "articles.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": 1, "instrument": "示例法", "text": "催收人应当出示木牌。日落以后不得敲钟催收。"}))
    (statute,) = read_statutes(path)
    (view,) = statute_views([statute], random.Random(1))  # noqa: S311 - a test's draw

    assert statute == StatuteText("1", "示例法", "催收人应当出示木牌。日落以后不得敲钟催收。")
    assert view.query in statute.text
    assert view.query not in view.answer


@pytest.mark.parametrize("headings", ["第一编 总则", ["第一编", "总则"]])
def test_headings_stay_whole_words(tmp_path: Path, headings: str | list[str]) -> None:
    """Whether a corpus gives them as one text or as a list."""
    path = tmp_path / "articles.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": 1, "instrument": "示例法", "headings": headings, "text": "甲。"}))

    assert read_statutes(path)[0].heading == "示例法 第一编 总则"


def test_the_shipped_model_is_small_and_both_runtimes_agree() -> None:
    """At most 16 MB; numpy gives what sentence-transformers gives, to 1e-5."""
    assert sum(p.stat().st_size for p in MODEL_FOLDER.rglob("*") if p.is_file()) <= 16_000_000
    ours = open_embedder()
    assert isinstance(ours, StaticEmbedder)
    sentence_transformers = pytest.importorskip("sentence_transformers")
    theirs = sentence_transformers.SentenceTransformer(str(MODEL_FOLDER), local_files_only=True, device="cpu")
    theirs.float()  # the weights are kept in half precision, which it would compute in
    texts = ["爆通讯录合法吗", "自然人享有隐私权。", "ABC 123", "处五日以下拘留或者一千元以下罚款；情节较重的", "，。"]
    expected = np.nan_to_num(theirs.encode(texts, normalize_embeddings=True).astype(np.float32))

    np.testing.assert_allclose(ours.embed(texts), expected, atol=1e-5)
