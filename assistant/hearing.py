"""What a sentence tells in words that no cue has: wordings and their meaning, weighed by a trained table.

One table hears what a collector did, beside the cues of `conduct.toml`; one which sentences of a message are none of
its matter (`assistant/gist.py`); one what is asked for that is not answered (`assistant/wishes.py`). All are learned by
`python -m assistant.training` from sentences of our own, and rest on the model that ships: where that is not here, cues
read alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from assistant.distress import slots_of, spans, units_of
from assistant.folded import plain
from kb import Embedder, ModelProblem, YoujuError, open_embedder, standard

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TABLE, ASIDES, WISHES = (Path(__file__).parent / "data" / f"{name}.npz" for name in ("hearing", "asides", "wishes"))
"""What a collector did; orders to the assistant and idle sentences; and what is asked for that is not answered."""
OUTSIDE = "outside"
"""The label of sentences of `ASIDES` that are about nothing of this field."""
_KEPT = 2048
"""Texts of which is remembered what they tell: the library's own come again and again."""


@dataclass(frozen=True, slots=True)
class Table:
    """What was learned: of each label (a fact, or a kind of sentence), how much wordings and meaning speak for it."""

    labels: tuple[str, ...]
    wordings: NDArray[np.int8]
    """(slots, labels), in steps of `scale`."""
    scale: float
    meaning: NDArray[np.float32]
    """(dimensions of the model, labels)."""
    bias: NDArray[np.float32]
    told: float
    """From this chance on a label holds."""
    model: str
    """The name of the embedder."""


class Hearing:
    """The table, at work."""

    def __init__(self, table: Table, embedder: Embedder) -> None:
        self.table, self.embedder = table, embedder
        self.hear = lru_cache(maxsize=_KEPT)(self._hear)
        self.chances = lru_cache(maxsize=_KEPT)(self._chances)

    def _hear(self, text: str) -> Mapping[str, str]:
        """The facts that a text tells, and for each the sentence that tells it best.

        Of twenty sentences one sounds so by chance; so the odds of each are those of a text, shared among them.
        """
        parts = spans(text)
        among = math.log((len(parts) + 1) / 2)
        scores = [(self._scores(part) - among).tolist() for part in parts]
        told: dict[str, str] = {}
        for fact, column in zip(self.table.labels, zip(*scores, strict=True), strict=True):
            best = max(range(len(parts)), key=column.__getitem__)
            if _chance(column[best]) >= self.table.told:
                told[fact] = plain(parts[best])
        return MappingProxyType(told)

    def _chances(self, sentence: str) -> Mapping[str, float]:
        """The chance of each label in a sentence, from 0 to 1."""
        scores = self._scores(sentence).tolist()
        return MappingProxyType(dict(zip(self.table.labels, map(_chance, scores), strict=True)))

    def _scores(self, part: str) -> NDArray[np.float32]:
        table, found = self.table, sorted(slots_of(units_of(part), len(self.table.wordings)))
        size = math.sqrt(len(found) or 1)
        wordings = table.wordings[found].sum(axis=0, dtype="int32") * (table.scale / size)
        scores: NDArray[np.float32] = table.bias + wordings + self.embedder.embed_query(standard(part)) @ table.meaning
        return scores


def _chance(score: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(score, 50.0))))


def read_hearing(path: Path = TABLE) -> Hearing | None:
    """Read the table; None where the model it was learned with is not here.

    Raises:
        YoujuError: the file is no such table.
    """
    table = read_table(path)
    try:
        embedder = open_embedder()
    except ModelProblem:
        return None
    return Hearing(table, embedder) if embedder.name == table.model else None


def read_table(path: Path = TABLE) -> Table:
    """Read the file.

    Raises:
        YoujuError: it is no such table.
    """
    import numpy as np

    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            scale, told = map(float, held["numbers"])
            return Table(
                tuple(held["labels"].tobytes().decode().split("\n")),
                held["wordings"],
                scale,
                held["meaning"].astype(np.float32),
                held["bias"].astype(np.float32),
                told,
                held["model"].tobytes().decode(),
            )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as fault:
        raise YoujuError(f"{path.name} 读不出来；请运行 python -m assistant.training 重新生成") from fault


def write_table(table: Table, path: Path) -> None:
    """Write it; what was written reads back the same but for rounding.

    Raises:
        OSError: the disk failed.
    """
    import numpy as np

    np.savez_compressed(
        path,
        labels=np.frombuffer("\n".join(table.labels).encode(), np.uint8),
        wordings=table.wordings,
        meaning=table.meaning.astype(np.float16),
        bias=table.bias.astype(np.float32),
        numbers=np.array([table.scale, table.told]),
        model=np.frombuffer(table.model.encode(), np.uint8),
    )
