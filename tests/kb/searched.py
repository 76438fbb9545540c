"""A small shelf to search in, and what tests of searching say of what is found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from kb.embedders import HashEmbedder
from kb.law import Concept
from kb.passages import FOREVER, Passage
from kb.ranks import Authority
from kb.search import Hit

TODAY = date(2026, 11, 22)
EMBEDDER, EMBEDDER_512 = HashEmbedder(64), HashEmbedder()


def article(
    ref: str,
    number: str,
    text: str,
    *,
    in_force: int = 20210101,
    until: int = FOREVER,
    authority: Authority = Authority.LAW,
) -> Passage:
    """An article; its law is what stands before the day."""
    title = ref.partition("@")[0]
    return Passage(
        id=ref,
        kind="article",
        title=f"中华人民共和国{title}",
        number=number,
        headings="总则",
        text=text,
        authority=authority,
        in_force=in_force,
        until=until,
        instrument=title,
    )


def guide(ref: str, question: str, text: str, asked: str = "") -> Passage:
    """A section of a guide."""
    return Passage(
        id=f"guide:{ref}",
        kind="guide",
        title="指南",
        number=question,
        headings="录音",
        text=text,
        asked=asked,
        authority=Authority.GUIDE,
    )


SHELF = (
    article("示例法@2021-01-01#1", "第一条", "任何人不得骚扰他人的安宁。"),
    article("示例法@2021-01-01#2", "第二条", "借款的利息不得预先在本金中扣除。"),
    article("示例法@2021-01-01#3", "第三条", "自然人享有隐私权，他人不得刺探、泄露。"),
    article("罚则法@2013-01-01#42", "第四十二条", "发送信息骚扰他人的，处五百元以下罚款。", until=20260101),
    article("罚则法@2026-01-01#50", "第五十条", "发送信息骚扰他人的，处一千元以下罚款。", in_force=20260101),
    article("新法@2027-01-01#1", "第一条", "催收人骚扰他人的，由有关部门处罚。", in_force=20270101),
    article("公约@2024-01-01#9", "第九条", "不得骚扰无关的第三人。", authority=Authority.INDUSTRY_RULE),
    guide("recording#secret", "可以偷偷录音吗？", "可以录自己的通话。", "不告诉对方就录音行吗 ｜ 偷录算不算数"),
    guide("fees#prepaid", "砍头息要还吗？", "本金按实际到手的数额算。", "借一万到手八千"),
)
CONCEPTS = (Concept("contact-bombing", ("爆通讯录", "打给我家人"), ("隐私权", "刺探、泄露")),)


def refs(hits: Sequence[Hit]) -> list[str]:
    """The references of what was found, best first."""
    return [hit.passage.id for hit in hits]


def static_model(
    folder: Path, texts: Sequence[str] = (), *, prompts: dict[str, str] | None = None, half: bool = False
) -> Path:
    """Write a tiny StaticEmbedding model of the characters of some texts, as sentence-transformers lays it out."""
    from safetensors.numpy import save_file
    from tokenizers import Tokenizer, models

    pieces = sorted({c for text in texts for c in text} | {"催收", "隐私权", "query: "})
    tokenizer = Tokenizer(models.Unigram([("<unk>", 0.0), *((p, -2.0 / len(p)) for p in pieces)], unk_id=0))
    folder.mkdir(parents=True)
    weights = np.random.default_rng(7).normal(size=(tokenizer.get_vocab_size(), 24))
    save_file({"embedding.weight": weights.astype(np.float16 if half else np.float32)}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"))
    kind = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
    (folder / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "", "type": kind}]))
    config = {"model_type": "SentenceTransformer", "prompts": prompts or {}, "similarity_fn_name": "cosine"}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config))
    return folder
