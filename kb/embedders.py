"""Text into vectors: feature hashing without a model, a static model on numpy alone, or sentence-transformers.

Nothing here ever touches the network; heavy packages are loaded only by the embedder that needs them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kb.errors import ModelProblem
from kb.folding import PUNCTUATION, TABLE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL_FOLDER = Path(__file__).parent / "model"
"""Where our own small model lives once it is shipped."""

DIGEST = "digest.txt"
"""In a static model's folder, where its maker wrote it: what weights, tokenizer and prompts come to."""

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
        return StaticEmbedder(MODEL_FOLDER) if (MODEL_FOLDER / "modules.json").exists() else HashEmbedder()
    if name == "hash":
        return HashEmbedder()
    folder = Path(name)
    if folder.is_dir() and is_static_model(folder):
        return StaticEmbedder(folder)
    return SentenceTransformerEmbedder(name)


def embedder_or_words(name: str | None = None) -> tuple[Embedder | None, str]:
    """Open an embedder as `open_embedder` does; where it cannot be, None, and a notice that words search alone."""
    try:
        return open_embedder(name), ""
    except ModelProblem as fault:
        return None, f"{fault}{WORDS_ONLY}"


def is_static_model(folder: Path) -> bool:
    """Whether the folder holds a sentence-transformers model whose only encoder is a StaticEmbedding.

    Raises:
        ModelProblem: its list of parts cannot be read, so that nobody knows what it is.
    """
    try:
        return _static_part(folder) is not None
    except FileNotFoundError:
        return False
    except _UNREADABLE as fault:
        raise _broken(folder, fault) from fault


_UNREADABLE = (OSError, ValueError, KeyError, TypeError)
"""What reading a model's lists raises where they are damaged."""


def _static_part(folder: Path) -> Path | None:
    """The subfolder with weights and tokenizer, or None if the model is of another kind."""
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    kinds = [str(m["type"]).rsplit(".", 1)[-1] for m in modules]
    if kinds not in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]):
        return None
    return folder / str(modules[0]["path"])


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
        return _unit(row.astype(np.float32)[None, :]).reshape(-1)

    def embed_lines(self, lines: Sequence[str]) -> NDArray[np.float32]:
        """Embed them as the question they make."""
        return self.embed_query("\n".join(lines))


def _mixed(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread the bits (the finaliser of SplitMix64, Steele et al. 2014)."""
    import numpy as np

    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length 1; a zero row stays zero."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = np.divide(rows, np.where(lengths > 0, lengths, 1), dtype=np.float32)
    return unit


class StaticEmbedder:
    """A sentence-transformers StaticEmbedding folder, run by tokenizers and numpy: the mean of its tokens' vectors.

    Gives what sentence-transformers gives from the same folder (to 1e-6), in a thirtieth of its start-up time.
    """

    def __init__(self, folder: Path) -> None:
        """Load weights and tokenizer.

        Raises:
            ModelProblem: the folder is incomplete or damaged.
        """
        import numpy as np
        from safetensors import SafetensorError
        from safetensors.numpy import load
        from tokenizers import Tokenizer

        try:
            part = _static_part(folder)
            if part is None:
                raise ModelProblem(f"{folder} 不是静态词向量模型。请换一个模型，或用 --embedder hash。")
            weights, tokenizer = (part / "model.safetensors").read_bytes(), (part / "tokenizer.json").read_bytes()
            config = folder / "config_sentence_transformers.json"
            prompts = _prompts(json.loads(config.read_text(encoding="utf-8"))["prompts"] if config.exists() else {})
            tensors = load(weights)
            self._tokenizer: Any = Tokenizer.from_buffer(tokenizer)
        except (*_UNREADABLE, SafetensorError) as fault:
            raise _broken(folder, fault) from fault
        table = tensors.get("embedding.weight")
        if table is None or table.ndim != 2 or table.shape[0] < self._tokenizer.get_vocab_size():
            raise _broken(folder, "embedding.weight")
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._table: NDArray[np.float32] = table.astype(np.float32)
        self._prompts = prompts
        kind = type(self._tokenizer.pre_tokenizer).__name__
        self._apart = kind in _AT_SPACES and not prompts[0]
        self._line = lru_cache(maxsize=_LINES_KEPT)(self._summed)
        digest = hashlib.sha256(weights + tokenizer + repr(prompts).encode()).hexdigest()
        if (mark := folder / DIGEST).is_file() and mark.read_bytes().strip() != digest.encode():
            raise _broken(folder, DIGEST)
        self.digest = digest
        self.dimensions = int(table.shape[1])
        self.name = f"static:{self.dimensions}:{digest[:16]}"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed passages, a thousand at a time."""
        import numpy as np

        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), 1024):
            batch = [self._prompts[1] + text for text in texts[start : start + 1024]]
            for at, encoding in enumerate(self._tokenizer.encode_batch(batch, add_special_tokens=False), start):
                if encoding.ids:
                    rows[at] = self._table[encoding.ids].mean(axis=0)
        return _unit(rows)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Embed a question."""
        import numpy as np

        ids = self._tokenizer.encode(self._prompts[0] + text, add_special_tokens=False).ids
        row = self._table[ids].mean(axis=0) if ids else np.zeros(self.dimensions, dtype=np.float32)
        return _unit(row[None, :]).reshape(-1)

    def embed_lines(self, lines: Sequence[str]) -> NDArray[np.float32]:
        """Embed lines as one question: what each adds is kept."""
        import numpy as np

        if not lines or not self._apart:
            return self.embed_query("\n".join(lines))
        rows = np.stack([self._line(line) for line in lines])
        return _unit(rows.sum(axis=0, keepdims=True)).reshape(-1)

    def _summed(self, line: str) -> NDArray[np.float32]:
        """The sum of the vectors of a line's tokens; its direction is that of their mean."""
        import numpy as np

        ids = self._tokenizer.encode(line, add_special_tokens=False).ids
        total: NDArray[np.float32] = self._table[ids].sum(axis=0) if ids else np.zeros(self.dimensions, np.float32)
        return total


_AT_SPACES = frozenset({"Whitespace", "WhitespaceSplit", "BertPreTokenizer"})
"""Pre-tokenizers to which the end of a line is like any space: the tokens of lines are the lines' tokens."""

_LINES_KEPT = 4096


def _broken(folder: Path, fault: object) -> ModelProblem:
    return ModelProblem(f"词向量模型 {folder} 不完整或已损坏（{fault}）。请重新取得这个文件夹，或用 --embedder hash。")


def _prompts(prompts: Mapping[str, str | None]) -> tuple[str, str]:
    """What the model wants before a question and before a passage; both empty for most models."""
    return prompts.get("query") or "", next((p for n in ("document", "passage", "corpus") if (p := prompts.get(n))), "")


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
        self._query_prompt, self._passage_prompt = _prompts(self._model.prompts)
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
        return _unit(np.nan_to_num(np.asarray(rows, dtype=np.float32)))  # half precision gives nan for no words

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Embed a question, with the model's query prompt."""
        import numpy as np

        row = self._model.encode_query(
            text, prompt=self._query_prompt, normalize_embeddings=True, show_progress_bar=False
        )
        return _unit(np.nan_to_num(np.asarray(row, dtype=np.float32))[None, :]).reshape(-1)

    def embed_lines(self, lines: Sequence[str]) -> NDArray[np.float32]:
        """Embed them as the question they make."""
        return self.embed_query("\n".join(lines))
