"""Text into vectors: feature hashing without a model, a static model on numpy alone, or sentence-transformers.

Nothing here ever touches the network; heavy packages are loaded only by the embedder that needs them.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kb.errors import ModelProblem
from kb.folding import PUNCTUATION, TABLE
from kb.static_model import StaticEmbedder, is_static_model, prompts_of, unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL_FOLDER = Path(__file__).parent / "model"
"""Where our own small model lives once it is shipped."""

WORDS_ONLY = "现在只用关键词检索，可能找得不全。"
"""Said where there are no vectors."""


class Embedder(Protocol):
    """Turns texts into rows of unit length; the same text always gives the same row."""

    @property
    def name(self) -> str:
        """Kind, size and weights in one word: two embedders of one name give the same vectors."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a row."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed passages: shape (n, d), rows of length 1 (a text without any word gives zeros)."""
        ...

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Embed a question: shape (d,)."""
        ...

    def embed_lines(self, lines: Sequence[str]) -> NDArray[np.float32]:
        """Embed, as one question, lines that come again and again, in the way that costs least."""
        ...


def open_embedder(name: str | None = None) -> Embedder:
    """Open an embedder by name.

    `None` or `auto`: our own model where it is shipped, else hashing. `hash`: hashing. A folder with a static
    model: that. Anything else: a sentence-transformers model, a folder or one already downloaded.

    Raises:
        ModelProblem: it cannot be loaded.
    """
    if name is None or name == "auto":
        return _shipped(MODEL_FOLDER) if (MODEL_FOLDER / "modules.json").exists() else HashEmbedder()
    if name == "hash":
        return HashEmbedder()
    folder = Path(name)
    if folder.is_dir() and is_static_model(folder):
        return StaticEmbedder(folder)
    return SentenceTransformerEmbedder(name)


@lru_cache(maxsize=1)
def _shipped(folder: Path) -> StaticEmbedder:
    """Our own model, held once: the search and the reading of a message share it."""
    return StaticEmbedder(folder)


def embedder_or_words(name: str | None = None) -> tuple[Embedder | None, str]:
    """Open an embedder as `open_embedder` does; where it cannot be, None, and a notice that words search alone."""
    try:
        return open_embedder(name), ""
    except ModelProblem as fault:
        return None, f"{fault}{WORDS_ONLY}"


_BREAKS = tuple(sorted({10, *map(ord, PUNCTUATION)}))
_FUNCTION_WORDS = tuple(
    sorted(
        map(
            ord,
            "的了吗呢吧啊是在我你他她们这那有没不也都就和与及或者将被把对于为以其个什么怎样如何可能会要应当该等之一",
        )
    )
)


class HashEmbedder:
    """Feature hashing of character 1- to 3-grams (Weinberger et al. 2009): no model, no training, no download.

    It finds shared wording, not shared meaning, so it weighs little beside BM25 in the fusion. Measured on the
    public benchmark (1,235 questions, 55,404 articles) alone: R@10 .38, R@100 .56; BM25 has .50 and .70.
    """

    _GRAM_WEIGHTS = (0.3, 1.0, 0.5)
    """Of 1-, 2- and 3-grams."""
    _FUNCTION_WEIGHT = 0.2
    """Of a gram, for each character in it that carries no topic (的, 了, 吗 …)."""

    def __init__(self, dimensions: int = 512) -> None:
        self.dimensions = dimensions
        self.name = f"hash-2:{dimensions}"  # the number changes with the weights above

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed each text by itself; identical on every machine."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Embed a question, in the same way as a passage."""
        import numpy as np

        row = np.zeros(self.dimensions, dtype=np.float64)
        codes = np.frombuffer(text.translate(TABLE).encode("utf-32-le", "replace"), dtype="<u4").astype(np.uint64)
        breaks, empty = np.isin(codes, _BREAKS), np.isin(codes, _FUNCTION_WORDS)
        for size, weight in enumerate(self._GRAM_WEIGHTS, 1):
            count = len(codes) - size + 1
            if count < 1:
                break
            keys = np.full(count, size, dtype=np.uint64)
            broken, hollow = np.zeros(count, dtype=bool), np.zeros(count, dtype=np.int64)
            for at in range(size):
                keys = _mixed(keys * np.uint64(1000003) + codes[at : at + count])
                broken |= breaks[at : at + count]
                hollow += empty[at : at + count]
            unique, first, times = np.unique(keys[~broken], return_index=True, return_counts=True)
            weights = weight * np.sqrt(times) * self._FUNCTION_WEIGHT ** hollow[~broken][first]
            signs = np.where(unique & np.uint64(1), 1.0, -1.0)
            slots = (unique >> np.uint64(8)) % np.uint64(self.dimensions)
            row += np.bincount(slots.astype(np.int64), weights * signs, minlength=self.dimensions)
        return unit(row.astype(np.float32)[None, :]).reshape(-1)

    def embed_lines(self, lines: Sequence[str]) -> NDArray[np.float32]:
        """Embed them as the question they make."""
        return self.embed_query("\n".join(lines))


def _mixed(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread the bits (the finaliser of SplitMix64, Steele et al. 2014)."""
    import numpy as np

    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


_LOAD_FAULTS = (OSError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, ImportError)
"""What sentence-transformers and what lies below it raise for a model that is absent, of another kind, or damaged."""


class SentenceTransformerEmbedder:
    """Any sentence-transformers model in a folder or already on this machine; loads torch."""

    def __init__(self, name_or_path: str) -> None:
        """Load the model from this machine only.

        Raises:
            ModelProblem: the package or the model is not here, or is damaged.
        """
        # both are needed: with either alone the model hub is still looked up (measured with 6.2)
        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        try:
            from safetensors import SafetensorError
            from sentence_transformers import SentenceTransformer
        except ImportError as fault:
            raise ModelProblem(
                f"要用词向量模型 {name_or_path}，需要先安装：pip install sentence-transformers。"
            ) from fault
        try:
            self._model: Any = SentenceTransformer(name_or_path, local_files_only=True, device="cpu")
        except (*_LOAD_FAULTS, SafetensorError) as fault:
            raise ModelProblem(
                f"词向量模型 {name_or_path} 打不开：本机没有这个模型，或文件不完整。有据不会联网下载；"
                "请先下载好再给出它的文件夹，或用 --embedder hash。"
            ) from fault
        self._query_prompt, self._passage_prompt = prompts_of(self._model.prompts)
        self.dimensions = int(self._model.get_embedding_dimension() or 0)
        base = re.sub(r"[^\w.-]+", "-", Path(name_or_path).name)
        self.name = f"st:{base}:{self.dimensions}:{self._digest()}"

    def _digest(self) -> str:
        """Of prompts, and of each tensor's name, shape and a thousand of its numbers: cheap, and enough to tell."""
        digest = hashlib.sha256(repr((self._query_prompt, self._passage_prompt)).encode())
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(f"{key}{tuple(tensor.shape)}".encode())
            sample = tensor.flatten()[:: max(1, tensor.numel() // 1024)]
            digest.update(sample.float().numpy().astype("<f4").tobytes())
        return digest.hexdigest()[:16]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed passages, with the model's passage prompt."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        rows = self._model.encode_document(
            list(texts), prompt=self._passage_prompt, normalize_embeddings=True, show_progress_bar=False
        )
        return unit(np.nan_to_num(np.asarray(rows, dtype=np.float32)))  # half precision gives nan for no words

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Embed a question, with the model's query prompt."""
        import numpy as np

        row = self._model.encode_query(
            text, prompt=self._query_prompt, normalize_embeddings=True, show_progress_bar=False
        )
        return unit(np.nan_to_num(np.asarray(row, dtype=np.float32))[None, :]).reshape(-1)

    def embed_lines(self, lines: Sequence[str]) -> NDArray[np.float32]:
        """Embed them as the question they make."""
        return self.embed_query("\n".join(lines))
