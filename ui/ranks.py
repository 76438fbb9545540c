"""Ranks of instruments and states of provisions, for English readers."""

from __future__ import annotations

from collections.abc import Mapping

RANKS_EN: Mapping[str, str] = {
    "law": "law",
    "regulation": "administrative regulation",
    "judicial_interpretation": "judicial interpretation",
    "judicial_document": "judicial document",
    "departmental_rule": "departmental rule",
    "local_regulation": "local regulation",
    "normative_document": "normative document",
    "standard": "national standard (recommended)",
    "industry_rule": "industry self-regulation",
    "guide": "guide",
}

STATUS_EN: Mapping[str, str] = {
    "in_force": "in force",
    "superseded": "amended since",
    "repealed": "repealed",
    "not_yet": "not yet in force",
}
