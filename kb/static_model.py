"""A folder with a static model, run on numpy alone: every token has a vector, and a text is the mean of its tokens'.

What else embedders share stands here too: rows of unit length, and the words that a model wants before a text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import ModelProblem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIGEST = "digest.txt"
"""In a static model's folder, where its maker wrote it: what weights, tokenizer and prompts come to."""


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


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
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
            prompts = prompts_of(json.loads(config.read_text(encoding="utf-8"))["prompts"] if config.exists() else {})
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
        self.folder, self.digest = folder, digest
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
        return unit(rows)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Embed a question."""
        import numpy as np

        ids = self._tokenizer.encode(self._prompts[0] + text, add_special_tokens=False).ids
        row = self._table[ids].mean(axis=0) if ids else np.zeros(self.dimensions, dtype=np.float32)
        return unit(row[None, :]).reshape(-1)

    def embed_lines(self, lines: Sequence[str]) -> NDArray[np.float32]:
        """Embed lines as one question: what each adds is kept."""
        import numpy as np

        if not lines or not self._apart:
            return self.embed_query("\n".join(lines))
        rows = np.stack([self._line(line) for line in lines])
        return unit(rows.sum(axis=0, keepdims=True)).reshape(-1)

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


def prompts_of(prompts: Mapping[str, str | None]) -> tuple[str, str]:
    """What the model wants before a question and before a passage; both empty for most models."""
    return prompts.get("query") or "", next((p for n in ("document", "passage", "corpus") if (p := prompts.get(n))), "")
