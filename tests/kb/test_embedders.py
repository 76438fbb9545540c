"""Text into vectors: stable, of unit length, offline, and the same as sentence-transformers where a model is used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kb import embedders
from kb.embedders import HashEmbedder, embedder_or_words, open_embedder
from kb.errors import ModelProblem
from kb.folding import TABLE, fold
from kb.static_model import DIGEST, StaticEmbedder, is_static_model
from tests.kb.searched import static_model

TEXTS = ("催收人不得骚扰无关的第三人。", "借款利息不得预先在本金中扣除", "自然人享有隐私权", "")


def test_hashing_gives_unit_rows_of_float32() -> None:
    """A row has length 1; a text without any word is zeros, never a division by zero."""
    rows = HashEmbedder().embed(TEXTS)

    assert rows.dtype == np.float32
    assert rows.shape == (4, HashEmbedder().dimensions)
    assert np.linalg.norm(rows, axis=1).round(5).tolist() == [1, 1, 1, 0]


def test_hashing_is_the_same_in_every_process() -> None:
    """No salted hash: an index built by one process is searched by another."""
    program = "from kb.embedders import HashEmbedder; print(HashEmbedder().embed_query('催收').nonzero()[0].tolist())"
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    elsewhere = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )

    assert json.loads(elsewhere.stdout) == HashEmbedder().embed_query("催收").nonzero()[0].tolist()


def test_a_question_lies_nearest_to_the_passage_that_shares_its_words() -> None:
    """Shared wording means similar rows."""
    hashing = HashEmbedder()

    nearest = (hashing.embed(TEXTS) @ hashing.embed_query("利息可以预先从本金里扣吗")).argmax()

    assert TEXTS[nearest].startswith("借款利息")


def test_width_and_punctuation_do_not_change_a_row() -> None:
    """Texts that fold alike are the same text."""
    hashing = HashEmbedder()

    assert (hashing.embed_query("ＡＰＰ“催收” （一）") == hashing.embed_query('app"催收"(一)')).all()


def test_the_folding_table_folds_as_folding_does() -> None:
    """The fast table is the same function, character by character."""
    text = "ab（x）\n1、Ａ 　“催收”\u200b\n㍿e\u0301——〔2021〕"

    assert text.translate(TABLE) == fold(text).text


def test_a_lone_surrogate_is_embedded_all_the_same() -> None:
    """Text pasted from a broken file must not stop a search."""
    assert HashEmbedder().embed_query("催\ud800收").any()


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize("prompts", [{}, {"query": "query: ", "document": ""}])
def test_a_static_model_gives_what_sentence_transformers_gives(
    tmp_path: Path, prompts: dict[str, str], half: bool
) -> None:
    """Parity to 1e-6, for questions and passages, single and half precision."""
    sentence_transformers = pytest.importorskip("sentence_transformers")
    folder = static_model(tmp_path / "model", TEXTS, prompts=prompts, half=half)
    ours, theirs = StaticEmbedder(folder), sentence_transformers.SentenceTransformer(str(folder), device="cpu")

    said = TEXTS[:3] if half else TEXTS  # in half precision, theirs makes nan of no words

    passages = theirs.encode_document(list(said), normalize_embeddings=True)
    question = theirs.encode_query("隐私权受侵害", normalize_embeddings=True)

    assert ours.embed(said) == pytest.approx(np.asarray(passages, dtype=np.float32), abs=2e-3 if half else 1e-6)
    assert ours.embed_query("隐私权受侵害") == pytest.approx(question.astype(np.float32), abs=2e-3 if half else 1e-6)


def test_a_sentence_transformers_model_is_opened_from_a_folder(tmp_path: Path) -> None:
    """Any other model goes through sentence-transformers, with the same face."""
    pytest.importorskip("sentence_transformers")
    folder = static_model(tmp_path / "model", TEXTS, prompts={"query": "query: "})

    opened, static = embedders.SentenceTransformerEmbedder(str(folder)), StaticEmbedder(folder)

    assert opened.dimensions == 24
    assert opened.embed(TEXTS) == pytest.approx(static.embed(TEXTS), abs=1e-6)
    assert opened.embed_query("催收") == pytest.approx(static.embed_query("催收"), abs=1e-6)
    assert opened.embed(()).shape == (0, 24)


def test_the_name_changes_with_the_weights(tmp_path: Path) -> None:
    """A retrained model makes every index built with the old one stale."""
    first, second = (
        static_model(tmp_path / "a", TEXTS),
        static_model(tmp_path / "b", TEXTS, prompts={"query": "query: "}),
    )

    assert StaticEmbedder(first).name == StaticEmbedder(first).name != StaticEmbedder(second).name
    assert HashEmbedder(256).name != HashEmbedder(512).name


def test_opening_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`auto` is our own model where there is one, else hashing; a static folder needs no torch."""
    folder = static_model(tmp_path / "model", TEXTS)

    assert is_static_model(folder)
    assert isinstance(open_embedder(str(folder)), StaticEmbedder)
    assert isinstance(open_embedder("hash"), HashEmbedder)
    monkeypatch.setattr(embedders, "MODEL_FOLDER", tmp_path / "absent")
    assert isinstance(open_embedder(None), HashEmbedder)
    monkeypatch.setattr(embedders, "MODEL_FOLDER", folder)
    assert isinstance(open_embedder("auto"), StaticEmbedder)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("size", [0, 40, None])
def test_a_damaged_static_model_is_a_model_problem(tmp_path: Path, name: str, size: int | None) -> None:
    """Cut short or missing, it is named in a sentence a reader can act on."""
    folder = static_model(tmp_path / "model", TEXTS)
    if size is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes((folder / name).read_bytes()[:size])

    with pytest.raises(ModelProblem, match="不完整或已损坏"):
        open_embedder(str(folder))


@pytest.mark.parametrize("name", ["modules.json", "config_sentence_transformers.json"])
def test_a_static_model_whose_lists_are_no_json_is_a_model_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Whichever of its small files is damaged, nothing else is tried in its stead."""
    folder = static_model(tmp_path / "model", TEXTS)
    (folder / name).write_bytes(os.urandom(64))
    monkeypatch.setattr(embedders, "SentenceTransformerEmbedder", lambda _: pytest.fail("tried in its stead"))

    model, notice = embedder_or_words(str(folder))

    assert model is None
    assert "只用关键词" in notice


def test_one_wrong_byte_of_a_model_is_noticed(tmp_path: Path) -> None:
    """Weights that load and are not the weights find badly, and nobody would know: the folder says what they were."""
    folder = static_model(tmp_path / "model", TEXTS)
    (folder / DIGEST).write_text(StaticEmbedder(folder).digest + "\n")
    weights = bytearray((folder / "model.safetensors").read_bytes())
    weights[-7] ^= 1
    StaticEmbedder(folder)

    (folder / "model.safetensors").write_bytes(weights)

    with pytest.raises(ModelProblem, match=r"已损坏（digest\.txt）"):
        open_embedder(str(folder))


def test_the_model_that_ships_says_what_it_is() -> None:
    """It carries the digest of its own weights: a model trained anew must bring its own."""
    assert (embedders.MODEL_FOLDER / DIGEST).read_text("ascii").strip() == StaticEmbedder(embedders.MODEL_FOLDER).digest


def test_a_model_of_other_dimensions_has_another_name(tmp_path: Path) -> None:
    """An index knows its embedder by name, so that no vector meets one of another length."""
    assert HashEmbedder(64).name != HashEmbedder(32).name
    assert ":24:" in StaticEmbedder(static_model(tmp_path / "model", TEXTS)).name


def test_a_model_that_is_not_here_is_not_fetched() -> None:
    """No download, ever: the sentence says so, and the test's fence sees no attempt."""
    pytest.importorskip("sentence_transformers")

    with pytest.raises(ModelProblem, match="不会联网下载"):
        open_embedder("nobody/no-such-model")


def test_importing_search_loads_nothing_heavy() -> None:
    """Heavy packages are entered by whoever needs them, not at import."""
    heavy = {"chromadb", "torch", "tantivy", "rjieba", "numpy", "tokenizers", "langchain_chroma", "filelock"}
    program = f"import sys, kb.search; print(sorted({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"
