"""What a killed page left behind is swept at the next start; nothing is kept before that but for itself."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from ui.web.scratch import PREFIX, sweep

PROGRAM = """
import sys, time
from ui.web.scratch import own_folder
folder = own_folder()
open(folder + "/upload.txt", "w").write("张三 13800000000")
print(folder, flush=True)
time.sleep(60)
"""


def _old(folder: Path, seconds: int = 3600) -> None:
    os.utime(folder, (time.time() - seconds,) * 2)


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_a_killed_page_is_swept_and_a_living_one_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """kill -9 leaves the folder; the next start removes it, with what it held; the folder is its owner's alone."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True, env=os.environ | {"TMPDIR": str(tmp_path)}
    ) as running:
        assert running.stdout
        folder = Path(running.stdout.readline().strip())
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        _old(folder)
        sweep()
        assert (folder / "upload.txt").exists()
        running.send_signal(signal.SIGKILL)
    assert (folder / "upload.txt").exists()
    for old in (*folder.iterdir(), folder):
        _old(old)
    sweep()
    assert not folder.exists()


def test_only_our_own_leftovers_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No link, no file, no other folder, none that was made a moment ago."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept.txt").write_text("x")
    (tmp_path / f"{PREFIX}link").symlink_to(elsewhere)
    (tmp_path / f"{PREFIX}file").write_text("x")
    (tmp_path / f"{PREFIX}young").mkdir()
    left = tmp_path / f"{PREFIX}left"
    left.mkdir()
    _old(left, 90_000)

    sweep()

    assert not left.exists()
    assert {path.name for path in tmp_path.iterdir()} == {
        "elsewhere", f"{PREFIX}link", f"{PREFIX}file", f"{PREFIX}young",
    }  # fmt: skip
    assert (elsewhere / "kept.txt").exists()
