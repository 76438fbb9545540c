"""A tokenizer without training: the commonest words, and every character, scored by how often they stand in the texts.

A Unigram model with such scores cuts a text as a dictionary would (the likeliest sequence of words), inside the
tokenizers library, so that nothing but that library is needed to run the model.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram

from kb.words import cut_words

LEAST, MOST, LONGEST = 4, 25_000, 8
"""A word must stand so often; so many pieces at most; of so many characters."""


def build_tokenizer(texts: Iterable[str]) -> Tokenizer:
    """The tokenizer of a collection of texts."""
    normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    words: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for text in texts:
        plain = normalizer.normalize_str(text)
        words.update(w for w in cut_words(plain) if len(w) <= LONGEST and w.strip() and any(c.isalnum() for c in w))
        characters.update(c for c in plain if c.isalnum())
    kept = [(w, n) for w, n in words.most_common(MOST) if n >= LEAST and len(w) > 1]
    total = sum(n for _, n in kept) + sum(characters.values())
    pieces = [("<unk>", -30.0), *((w, math.log(n / total)) for w, n in kept)]
    pieces += [(c, math.log(n / total) - 4.0) for c, n in characters.most_common(8000)]
    tokenizer = Tokenizer(Unigram(pieces, unk_id=0))
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return tokenizer
