"""What packages are told before they are loaded: nothing is sent anywhere, and nobody takes every core for himself."""

from __future__ import annotations

import os

QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
}

ONE_CORE_EACH = {"OPENBLAS_NUM_THREADS": "1"}
"""A comparison with all vectors is one product of a third of a millisecond. numpy's own threads save nothing of it, and
on busy cores they wait for each other: 23 ms instead of 1.7 (docs/performance.md)."""


def keep_quiet() -> None:
    """Set what the reader's own environment does not."""
    for name, value in (QUIET | ONE_CORE_EACH).items():
        os.environ.setdefault(name, value)
