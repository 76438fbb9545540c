"""Which guide section a message asks for, by a table learned from messages that were written for each section.

A linear classifier of low rank over runs of one and two characters (Joulin et al. 2017, fastText): each run has a
vector and a weight, a message is their weighted sum at length one of the weights, and each section has a vector to
compare with. Learned by `python -m assistant.training topics` from the ways to ask that stand in the guides and from
messages of our own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from kb import YoujuError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TABLE = Path(__file__).parent / "data" / "topics.npz"
LONGEST = 2
"""Characters of a run. Of 596 messages that were not learned from, the best section is right for .68 with runs of up to
three, .70 with these; of the 180 stories for .62 and .69."""
UNKNOWN = -3.0
"""The logarithm of the chance of a section that the table does not know, as in somebody else's library; set by hand."""
LEAST = -9.0
"""The smallest logarithm of a chance that is told."""

_SENTENCES = re.compile(r"[^。.！!？?；;…\n]*[。.！!？?；;…\n]|[^。.！!？?；;…\n]+")


@dataclass(frozen=True, slots=True)
class Topics:
    """What was learned."""

    sections: Mapping[str, int]
    """Row of each section, by reference."""
    runs: Mapping[str, int]
    """Row of each run of characters."""
    vectors: NDArray[np.int8]
    """(runs, dimensions), in steps of `scale`."""
    scale: float
    weights: NDArray[np.float32]
    """(runs,), none below 0."""
    heads: NDArray[np.float32]
    """(sections, dimensions)."""
    bias: NDArray[np.float32]
    """(sections,)"""

    def scores(self, text: str) -> NDArray[np.float32]:
        """The logarithm of the chance of each section, (sections,), for a plain text in standard spelling."""
        import numpy as np

        found = sorted({self.runs[run] for run in runs_of(text) if run in self.runs})
        weights = self.weights[found]
        meant = weights @ self.vectors[found].astype(np.float32) * self.scale
        scores = self.heads @ (meant / max(float(np.sqrt(weights @ weights)), 1e-3)) + self.bias
        top = scores.max(initial=-math.inf)
        told: NDArray[np.float32] = scores - top - np.log(np.exp(scores - top).sum())
        return told

    def without(self, refs: Collection[str]) -> Topics:
        """The same of all other sections, which then share the chances of these."""
        kept = [ref for ref in self.sections if ref not in refs]
        rows = [self.sections[ref] for ref in kept]
        places = {ref: row for row, ref in enumerate(kept)}
        return replace(self, sections=places, heads=self.heads[rows], bias=self.bias[rows])

    def told(self, text: str) -> Mapping[str, float]:
        """The same by reference, each at least `LEAST`."""
        scores = self.scores(text).tolist()
        return {ref: max(scores[row], LEAST) for ref, row in self.sections.items()}


def runs_of(text: str) -> Iterator[str]:
    """Runs of up to `LONGEST` characters, none over the end of a sentence: their order says nothing."""
    for sentence in _SENTENCES.findall(text):
        for size in range(1, LONGEST + 1):
            yield from (sentence[at : at + size] for at in range(len(sentence) - size + 1))


def read_topics(path: Path = TABLE) -> Topics:
    """Read the table.

    Raises:
        YoujuError: the file is no such table.
    """
    import numpy as np

    def places(name: str) -> dict[str, int]:
        return {entry: row for row, entry in enumerate(held[name].tobytes().decode().split("\n"))}

    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            parts = (held[name].astype(np.float32) for name in ("weights", "heads", "bias"))
            return Topics(places("sections"), places("runs"), held["vectors"], float(held["scale"]), *parts)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as fault:
        raise YoujuError(f"{path.name} 读不出来；请运行 python -m assistant.training topics 重新生成") from fault


def write_topics(topics: Topics, path: Path) -> None:
    """Write it, numbers to half precision.

    Raises:
        OSError: the disk failed.
    """
    import numpy as np

    np.savez_compressed(
        path,
        sections=np.frombuffer("\n".join(topics.sections).encode(), np.uint8),
        runs=np.frombuffer("\n".join(topics.runs).encode(), np.uint8),
        vectors=topics.vectors,
        scale=np.array(topics.scale),
        weights=topics.weights.astype(np.float16),
        heads=topics.heads.astype(np.float16),
        bias=topics.bias.astype(np.float16),
    )
