"""Looks for inputs that break a promise, following the branches of the code.

    pip install 'youju[fuzz]'
    python -m tests.fuzz masking -max_total_time=300        one target; further words are libFuzzer's own
    python -m tests.fuzz                                    the names of the targets

What breaks one is written to the folder `fuzz-found` and told; put it into `found.toml`, mend it, and it stays a test.
"""

from __future__ import annotations

import sys
from pathlib import Path

READERS = (
    *("kb.citations", "kb.units", "kb.naming", "kb.numerals", "kb.folding", "kb.lookup", "kb.markup", "kb.official"),
    *("kb.importers", "kb.quotations", "kb.claims", "assistant.masking", "assistant.names", "assistant.numbers"),
    *("assistant.accounts", "assistant.addresses", "assistant.inbox.messages", "assistant.calllog"),
    *("assistant.spreadsheet", "assistant.written_times", "assistant.described", "ui.programs"),
)
"""Whose branches are followed; to watch everything would take minutes before the first try."""


def main(words: list[str]) -> int:
    """Fuzz one target until it breaks or its time is over."""
    import atheris

    with atheris.instrument_imports(include=list(READERS), enable_loader_override=False):
        from tests.fuzz.targets import BYTES, FRAGMENTS, TEXTS
    if not words or words[0] not in TEXTS | BYTES:
        sys.stderr.write("one of: " + " ".join(sorted({*TEXTS, *BYTES})) + "\n")
        return 2
    name, place = words[0], Path("fuzz-found")
    place.mkdir(exist_ok=True)
    seeds = place / f"seeds-{name}"
    seeds.mkdir(exist_ok=True)
    for number, fragment in enumerate(FRAGMENTS):
        (seeds / str(number)).write_bytes(fragment.encode("utf-8", "surrogatepass"))

    def once(content: bytes) -> None:
        if name in BYTES:
            BYTES[name](content)
        else:
            TEXTS[name](content.decode("utf-8", "surrogateescape"))

    once(b"")  # what is read once is read before the clock runs
    dictionary = place / "words.dict"
    lines = {"".join(f"\\x{byte:02x}" for byte in one.encode("utf-8", "surrogatepass")) for one in FRAGMENTS}
    dictionary.write_text("".join(f'"{line}"\n' for line in sorted(lines)), "ascii")
    own = [
        f"-artifact_prefix={place}/{name}-",
        f"-dict={dictionary}",
        "-max_len=600",
        "-timeout=10",
        "-rss_limit_mb=3000",
    ]
    atheris.Setup([sys.argv[0], *own, *words[1:], str(seeds)], once)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
