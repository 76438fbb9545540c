"""What a text is: its rank, whether it is official wording, and what it is on a day."""

from __future__ import annotations

from enum import StrEnum


class Authority(StrEnum):
    """Rank of an instrument; a breach of the last two is not a breach of law."""

    LAW = "law"
    REGULATION = "regulation"
    JUDICIAL_INTERPRETATION = "judicial_interpretation"
    JUDICIAL_DOCUMENT = "judicial_document"
    DEPARTMENTAL_RULE = "departmental_rule"
    LOCAL_REGULATION = "local_regulation"
    NORMATIVE_DOCUMENT = "normative_document"
    STANDARD = "standard"
    INDUSTRY_RULE = "industry_rule"
    GUIDE = "guide"

    @property
    def chinese(self) -> str:
        """The name shown to readers, e.g. 部门规章."""
        return _AUTHORITY_NAMES[self][0]

    @property
    def english(self) -> str:
        """The name shown to English readers."""
        return _AUTHORITY_NAMES[self][1]

    @property
    def binding(self) -> bool:
        """Whether breaking it is breaking a rule of law (法律 down to 规范性文件)."""
        return self not in {Authority.STANDARD, Authority.INDUSTRY_RULE, Authority.GUIDE}


_AUTHORITY_NAMES = {
    Authority.LAW: ("法律", "law"),
    Authority.REGULATION: ("行政法规", "administrative regulation"),
    Authority.JUDICIAL_INTERPRETATION: ("司法解释", "judicial interpretation"),
    Authority.JUDICIAL_DOCUMENT: ("司法文件", "judicial document"),
    Authority.DEPARTMENTAL_RULE: ("部门规章", "departmental rule"),
    Authority.LOCAL_REGULATION: ("地方性法规", "local regulation"),
    Authority.NORMATIVE_DOCUMENT: ("规范性文件", "normative document"),
    Authority.STANDARD: ("国家标准（推荐）", "national standard (recommended)"),
    Authority.INDUSTRY_RULE: ("行业自律", "industry self-regulation"),
    Authority.GUIDE: ("指南", "guide"),
}


class Wording(StrEnum):
    """Whether a text is the official wording or our own summary of it."""

    EXACT = "exact"
    SUMMARY = "summary"


class Status(StrEnum):
    """What a version is on a given day."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    NOT_YET = "not_yet"

    @property
    def chinese(self) -> str:
        """The word shown to readers, e.g. 现行有效."""
        return _STATUS_NAMES[self][0]

    @property
    def english(self) -> str:
        """The word shown to English readers."""
        return _STATUS_NAMES[self][1]


_STATUS_NAMES = {
    Status.IN_FORCE: ("现行有效", "in force"),
    Status.SUPERSEDED: ("已修改", "amended since"),
    Status.REPEALED: ("已废止", "repealed"),
    Status.NOT_YET: ("尚未施行", "not yet in force"),
}
