"""Is danger to life heard? Of sentences that tell it and of look-alikes, how many get a word, and how many stop."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import Notice
from evals.metrics import Rate
from kb import InputProblem

CRISIS = Path(__file__).parent / "data" / "crisis.toml"
WIDE = Path(__file__).parent / "data" / "crisis_wide.toml"
"""A harder set, without a goal: dialect, slips, one sentence amid six about interest, hints."""

ROUTES = frozenset({"crisis", "danger", "gentle"})
"""The routes that name a number to call for a life in danger."""

_KINDS = ("danger", "harmless")
_TITLES = {"danger": "听出来的险情", "harmless": "误报"}


@dataclass(frozen=True, slots=True)
class Heard:
    """The sentences of a kind and a split: how many were heard as danger, and how many stopped the answer."""

    kind: str
    """danger or harmless."""
    split: str
    """open, held_out or all."""
    heard: Rate
    stopped: Rate


def measure_crisis(notices: Callable[[str], Sequence[Notice]], path: Path = CRISIS) -> tuple[Heard, ...]:
    """Put every sentence of the set to the notices; the sentences themselves are never shown.

    Raises:
        InputProblem: the set cannot be read.
    """
    sentences = _read(path)
    found: list[Heard] = []
    for kind in _KINDS:
        rows = [(s["split"], [n for n in notices(s["text"]) if n.route in ROUTES]) for s in sentences[kind]]
        for split in ("all", *dict.fromkeys(split for split, _ in rows)):
            told = [ns for where, ns in rows if split in {"all", where}]
            stopped = sum(any(n.final for n in ns) for ns in told)
            found.append(Heard(kind, split, Rate(sum(map(bool, told)), len(told)), Rate(stopped, len(told))))
    return tuple(found)


def measure_wide(notices: Callable[[str], Sequence[Notice]]) -> tuple[Heard, ...]:
    """The same of the harder set.

    Raises:
        InputProblem: the set cannot be read.
    """
    return measure_crisis(notices, WIDE)


def crisis_dict(found: Sequence[Heard]) -> dict[str, dict[str, dict[str, dict[str, float | None]]]]:
    """The figures as JSON: kind, split, then heard and stopped."""
    told: dict[str, dict[str, dict[str, dict[str, float | None]]]] = {kind: {} for kind in _KINDS}
    for row in found:
        told[row.kind][row.split] = {"heard": _rate(row.heard), "stopped": _rate(row.stopped)}
    return told


def crisis_text(found: Sequence[Heard]) -> str:
    """The figures as lines."""
    return "\n".join(
        f"{_TITLES[row.kind]}（{row.split}）：{_shown(row.heard)}；其中停下不答 {_shown(row.stopped)}" for row in found
    )


def _rate(rate: Rate) -> dict[str, float | None]:
    low, high = rate.interval
    return {"value": rate.value, "count": rate.count, "n": rate.of, "low": low, "high": high}


def _shown(rate: Rate) -> str:
    low, high = rate.interval
    return f"{rate.count}/{rate.of}（95% 区间 {low:.2f}–{high:.2f}）"


def _read(path: Path) -> Mapping[str, Sequence[Mapping[str, str]]]:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return {kind: [{"text": str(r["text"]), "split": str(r["split"])} for r in data[kind]] for kind in _KINDS}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputProblem(f"{path.name} 读不出来：{error}；格式见 docs/formats.md") from error
