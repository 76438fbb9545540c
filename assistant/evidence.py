"""What to keep as evidence, by how they reached the borrower: what, how, why, and what the law says of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.conduct import Basis
from assistant.verification import Verifier
from kb import Corpus, Problem, YoujuError

DATA = Path(__file__).parent / "data"
LEAST = 3
"""Things to keep of each channel."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Something to keep, how, why, and what the law says of it."""

    keep: str
    keep_en: str
    how: str
    why: str
    law: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceChannel:
    """One way in which they reached the borrower, or one place where evidence is handed in."""

    id: str
    title: str
    title_en: str
    items: tuple[Keep, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """What to keep, by channel."""

    channels: tuple[EvidenceChannel, ...]

    def channel(self, id: str) -> EvidenceChannel:  # noqa: A002  # the column's own name
        """One channel.

        Raises:
            KeyError: there is none of that name.
        """
        return {c.id: c for c in self.channels}[id]

    def to_dict(self, corpus: Corpus, day: date) -> dict[str, object]:
        """As programs and the page see it (docs/interface.md); only law that is in force on the day."""
        return {
            "as_of": day.isoformat(),
            "channels": [
                {
                    "id": c.id,
                    "title": c.title,
                    "title_en": c.title_en,
                    "items": [
                        {"keep": k.keep, "keep_en": k.keep_en, "how": k.how, "why": k.why, "law": _law(k, corpus, day)}
                        for k in c.items
                    ],
                }
                for c in self.channels
            ],
        }


def read_checklist(path: Path = DATA / "evidence.toml") -> Checklist:
    """Read the checklist.

    Raises:
        YoujuError: a row is incomplete; names the fault.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return Checklist(
            tuple(
                EvidenceChannel(row["id"], row["title"], row["title_en"], tuple(_keep(item) for item in row["item"]))
                for row in data["channel"]
            )
        )
    except (KeyError, TypeError) as error:
        raise YoujuError(f"{path.name} 有一行不完整：{error}；格式见 docs/formats.md") from error


def lint_checklist(checklist: Checklist, corpus: Corpus, verifier: Verifier, today: date) -> Iterator[Problem]:
    """Advice that states law, law that the provision does not carry, and channels with too little to keep."""
    for channel in checklist.channels:
        place = f"{channel.title}"
        if len(channel.items) < LEAST:
            yield Problem("evidence.toml", 1, f"{place}：至少写 {LEAST} 样")
        if not any(k.law for k in channel.items):
            yield Problem("evidence.toml", 1, f"{place}：没有一样写了依据（law）")
        for item in channel.items:
            for line in (item.keep, item.how, item.why):
                if fault := verifier.fault(line):
                    yield Problem("evidence.toml", 1, f"{place}“{line}”：{fault}")
            for basis in item.law:
                provision = corpus.provision(basis.ref, today)
                if provision is None or not corpus.on(today).in_force(provision):
                    yield Problem("evidence.toml", 1, f"{place}的依据 {basis.ref} 不存在、没有收录或者不是现行的")
                elif fault := verifier.fault(f"{basis.says}（{provision.label}）。"):
                    yield Problem("evidence.toml", 1, f"{place}的话“{basis.says}”：{fault}")


def _keep(row: dict[str, Any]) -> Keep:
    law = tuple(Basis(b["ref"], b["says"]) for b in row.get("law", ()))
    return Keep(row["keep"], row["keep_en"], row["how"], row["why"], law)


def _law(item: Keep, corpus: Corpus, day: date) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for basis in item.law:
        provision = corpus.provision(basis.ref, day)
        if provision and corpus.on(day).in_force(provision):
            authority = provision.instrument.authority
            found.append(
                {
                    "ref": provision.ref,
                    "label": provision.label,
                    "says": basis.says,
                    "authority": authority.value,
                    "rank": authority.chinese,
                    "in_force": provision.version.in_force.isoformat(),
                }
            )
    return found
