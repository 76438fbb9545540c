"""Nothing is sent anywhere by any package, whatever its default: said before the packages are loaded."""

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


def keep_quiet() -> None:
    """Set what the reader's own environment does not."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
