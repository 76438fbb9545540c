"""Questions that were answered before: where a new one lies near some of them, their articles are likelier.

Laypeople ask the same in other words, and what answered one of them answers the next (nearest neighbours among past
queries). The file lies in the folder of a static model and holds no text: of each question the model's vector, cut to
its first dimensions and rounded to bytes, and of each article a key of its words, by which it is known in any corpus.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from kb.asked import wording_key
from kb.embedders import Embedder
from kb.errors import ModelProblem
from kb.fusion import ANSWERED, Scores
from kb.passages import Passage
from kb.static_model import StaticEmbedder, unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "answered.npz"
"""In a static model's folder."""
WIDTH = 128
"""Dimensions that are kept of a question's vector: of 64, 128 and 256 on a fifth of the public questions R@10 .703,
.703 and .705, R@100 .888, .886 and .882."""
_DEPTH = 200
"""The place among the past questions from which one is no neighbour. Of 50, 100, 200 and 400 there: R@10 .705, .706,
.705, .702."""
_POWER = 3
"""How the neighbours of one article add up: this mean of powers had R@10 .708 there, the nearest alone .703."""
_HEAD = 8
"""Characters at the beginning of an article that are compared before its key is worked out."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the file holds."""

    vectors: NDArray[np.float32]
    """A question a row, (questions, `WIDTH`), of length 1."""
    questions: NDArray[np.int64]
    """Which question an answer is of, …"""
    articles: NDArray[np.int64]
    """… and the article that it is, by its place in `keys`."""
    keys: tuple[str, ...]
    heads: frozenset[str]


def head(text: str) -> str:
    """The first characters of an article's words."""
    return "".join(unicodedata.normalize("NFKC", text[: 3 * _HEAD]).split())[:_HEAD]


def write_answers(folder: Path, rows: Iterable[tuple[str, Sequence[str]]], embedder: StaticEmbedder) -> int:
    """Write questions, in standard spelling, with the words of the articles that answer each; how many were written.

    Raises:
        OSError: the folder cannot be written.
    """
    import numpy as np

    places: dict[str, int] = {}
    heads: set[str] = set()
    vectors, questions, articles = list["NDArray[np.float32]"](), list[int](), list[int]()
    for question, texts in rows:
        if texts:
            questions += [len(vectors)] * len(texts)
            articles += [places.setdefault(wording_key(text), len(places)) for text in texts]
            heads |= set(map(head, texts))
            vectors.append(unit(embedder.embed_query(question)[None, :WIDTH])[0])
    np.savez_compressed(
        folder / FILE,
        model=np.frombuffer(embedder.digest.encode(), np.uint8),
        vectors=np.round(np.stack(vectors) * 127).astype(np.int8),
        questions=np.array(questions, np.uint16),
        articles=np.array(articles, np.uint16),
        keys=np.frombuffer(bytes.fromhex("".join(places)), np.uint8),
        heads=np.frombuffer("\n".join(sorted(heads)).encode(), np.uint8),
    )
    return len(vectors)


def read_answers(embedder: Embedder | None) -> Answers | None:
    """What lies in the embedder's folder; None where it has none.

    Raises:
        ModelProblem: the file is damaged, or of another model.
    """
    import numpy as np

    path = embedder.folder / FILE if isinstance(embedder, StaticEmbedder) else None
    if path is None or not path.is_file():
        return None
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            model, keys = held["model"].tobytes().decode(), held["keys"].tobytes().hex()
            found = Answers(
                unit(held["vectors"].astype(np.float32)),
                held["questions"].astype(np.int64),
                held["articles"].astype(np.int64),
                tuple(keys[at : at + 16] for at in range(0, len(keys), 16)),
                frozenset(held["heads"].tobytes().decode().split("\n")),
            )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as fault:
        raise _broken(path, fault) from fault
    if not isinstance(embedder, StaticEmbedder) or model != embedder.digest:
        raise _broken(path, "digest")
    return found


def _broken(path: Path, fault: object) -> ModelProblem:
    return ModelProblem(f"{path} 已损坏，或属于另一个模型（{fault}）。请重新取得这个文件夹，或删掉这个文件。")


class Answered:
    """The past questions whose articles are among some passages."""

    def __init__(self, answers: Answers, passages: Sequence[Passage]) -> None:
        """Find the articles, every version that is asked for in the same words."""
        import numpy as np

        places = _places(answers, passages)
        rows = [
            (question, at)
            for question, article in zip(answers.questions.tolist(), answers.articles.tolist(), strict=True)
            for at in places.get(article, ())
        ]
        questions, found = (np.array(column, np.int64) for column in (zip(*rows, strict=True) if rows else ((), ())))
        self._vectors = answers.vectors
        self._questions = questions
        self._found, self._columns = np.unique(found, return_inverse=True)

    def __bool__(self) -> bool:
        """Whether any is there."""
        return bool(len(self._found))

    def lifted(self, scored: Scores, query: NDArray[np.float32], most: float, found_only: bool = False) -> Scores:
        """The scores, at most 1, with what the questions near `query` ((d,), length 1) give: `most` for the best.

        `found_only`: nothing is given to what no ranking found.
        """
        import numpy as np

        near = self._vectors @ unit(query[None, :WIDTH])[0]
        depth = min(_DEPTH, len(near) - 1)
        floor, best = np.partition(near, len(near) - 1 - depth)[len(near) - 1 - depth], near.max()
        if best <= floor:
            return scored
        nearness = np.maximum(0.0, (near - floor) / (best - floor)).astype(np.float64) ** _POWER
        summed = np.bincount(self._columns, nearness[self._questions], len(self._found)) ** (1 / _POWER)
        given = summed > 0
        if found_only:
            given &= scored.marks[self._found] > 0
        out = scored.copy()
        out.values[self._found[given]] += most * summed[given]
        out.marks[self._found[given]] |= ANSWERED
        return out.at_most_one()


def _places(answers: Answers, passages: Sequence[Passage]) -> dict[int, set[int]]:
    """By place of an article's key, the passages that have its words, and those asked for in the same words."""
    known = {key: place for place, key in enumerate(answers.keys)}
    asked: dict[str, list[int]] = {}
    found: dict[int, set[int]] = {}
    for at, passage in enumerate(passages):
        if passage.kind != "article" or passage.within:
            continue
        if passage.asked:
            asked.setdefault(passage.asked, []).append(at)
        if head(passage.text) in answers.heads and (place := known.get(wording_key(passage.text))) is not None:
            found.setdefault(place, set()).add(at)
    for held in found.values():
        held.update(other for at in tuple(held) if passages[at].asked for other in asked[passages[at].asked])
    return found
