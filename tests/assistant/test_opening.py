"""What is wrong when the assistant opens is told with every answer, and costs no more than it must."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, Settings
from kb import Searcher, open_at_once

LIBRARY = Path(__file__).parents[1] / "library"
TODAY = date(2026, 11, 22)


def _open(
    place: Path,
    library: Path = LIBRARY,
    embedder: str | None = "hash",
    opening: Callable[..., Searcher] = Searcher.ready,
) -> Assistant:
    settings = Settings(library=library, store=str(place / "index"), embedder=embedder)
    return Assistant.open(settings, today=lambda: TODAY, opening=opening)


def test_without_its_model_the_assistant_answers_by_words_and_says_so(tmp_path: Path) -> None:
    """A folder that holds no model, or a name of one that is not here: no vectors, no download, one sentence."""
    (tmp_path / "model").mkdir()

    for name in (str(tmp_path / "model"), "nobody/no-such-model"):
        assistant = _open(tmp_path, embedder=name)

        assert assistant.searcher.embedder is None
        assert "不会联网下载" in assistant.searcher.notice
        assert "只用关键词检索" in assistant.ask("半夜可以按门铃吗").notice


def test_the_model_is_back_and_so_are_the_vectors(tmp_path: Path) -> None:
    """The index that was built with it is still there and used again."""
    _open(tmp_path)
    _open(tmp_path, embedder="nobody/no-such-model")

    assistant = _open(tmp_path, opening=open_at_once)

    assert assistant.searcher.notice == ""
    assert assistant.searcher.vectors is not None


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (lambda text: text.encode("gb18030"), "不是 UTF-8"),
        (lambda _: b"", "首部"),
        (lambda text: f"{text}\n**第七条** 又是第七条。\n".encode(), "第七条"),
    ],
)
def test_a_damaged_file_of_the_library_is_told_with_every_answer(
    tmp_path: Path, damage: Callable[[str], bytes], named: str
) -> None:
    """Its articles may be missing; what the others say is found as before."""
    shutil.copytree(LIBRARY, tmp_path / "library")
    path = tmp_path / "library" / "statutes" / "安宁法" / "2024-01-01.md"
    path.write_bytes(damage(path.read_text("utf-8")))

    assistant = _open(tmp_path, tmp_path / "library")

    assert any(named in problem.message for problem in assistant.corpus.problems)
    assert "statutes/安宁法/2024-01-01.md" in assistant.ask("半夜可以按门铃吗").notice
    assert assistant.searcher.find("公约", TODAY)


def test_an_index_being_mended_is_told_with_every_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service answers at once; what is said goes away by itself."""
    _open(tmp_path)
    (path,) = tmp_path.rglob("vectors.npy")
    path.write_bytes(b"")
    genuine, asked = Searcher.ready, threading.Event()

    def later(*parts: Any, **more: Any) -> Searcher:
        asked.wait(60)
        return genuine(*parts, **more)

    monkeypatch.setattr(Searcher, "ready", later)
    assistant = _open(tmp_path, opening=open_at_once)
    assert assistant.ask("半夜可以按门铃吗").notice.startswith("索引修复中")
    asked.set()
    for thread in threading.enumerate():
        if thread.name == "youju-mending":
            thread.join()
    assert assistant.ask("半夜可以按门铃吗").notice == ""


@pytest.mark.parametrize("day", [date.min, date(1970, 1, 1), date(2099, 12, 31), date.max])
def test_a_wrong_clock_is_seen_in_the_answer(assistant: Assistant, day: date) -> None:
    """Whatever day the clock says: no crash, and the answer tells for which day it holds."""
    answer = assistant.at(day).ask("催收半夜打电话骚扰我合法吗？")

    assert answer.as_of == day
    assert f"按{day}有效的法律" in answer.text


@pytest.mark.parametrize(
    ("day", "article"),
    [
        (date(2025, 12, 30), "第四十二条"),
        (date(2025, 12, 31), "第四十二条"),
        (date(2026, 1, 1), "第五十条"),
        (date(2026, 1, 2), "第五十条"),
    ],
)
def test_the_law_changes_with_the_day(assistant: Assistant, day: date, article: str) -> None:
    """At the end of 2025 the article on threats got another number: before midnight the old, after it the new."""
    answer = assistant.at(day).ask("催收天天发恐吓短信，警察管吗？")

    cited = [c.label for c in answer.citations if "治安管理处罚法" in c.label]
    assert any(article in label for label in cited)
    assert not any(other in label for label in cited for other in {"第四十二条", "第五十条"} - {article})
