#!/usr/bin/env python3
"""Start youju on a machine that has only Python: makes a private environment beside this file, then hands over.

python3 run.py ask "……"        whatever the youju command understands
python3 run.py test [-k …]     the tests, with pytest's options

Standard library only. The first start installs (minutes); later ones compare one small stamp and go straight on.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (an older Python must still be able to read this file and say so)
    sys.stderr.write(
        "有据需要 Python 3.11 或更新的版本，现在用的是 {0}.{1}：请到 https://www.python.org/downloads/ 安装后再运行。\n"
        "youju needs Python 3.11 or newer; this one is {0}.{1}.\n".format(*sys.version_info)
    )
    sys.exit(2)

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
YOUJU = SCRIPTS / ("youju.exe" if os.name == "nt" else "youju")
STAMP = VENV / ".youju-stamp"
LOG = VENV / "install.log"
LOCK = ROOT / ".venv.lock"
CPU_TORCH = os.environ.get("YOUJU_TORCH_INDEX", "https://download.pytorch.org/whl/cpu")
QUIET = {
    "HF_HUB_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
    "PYTHONUTF8": "1",
}
"""Set for everything started here: a borrower's words stay on this machine."""

_began = time.monotonic()


def main(arguments: list[str]) -> NoReturn:
    """Prepare the environment, then become the wanted command."""
    tests = arguments[:1] == ["test"]
    _prepare(["test"] if tests else [])
    if tests:
        os.chdir(ROOT)
    command = [str(PYTHON), "-m", "pytest", *arguments[1:]] if tests else [str(YOUJU), *arguments]
    if os.name == "posix":
        os.execve(command[0], command, _environment())
    try:
        sys.exit(subprocess.call(command, env=_environment()))
    except KeyboardInterrupt:
        sys.exit(130)


def _prepare(extras: list[str]) -> None:
    """Return once the environment holds the project as it is now, with these extras."""
    if _is_ready(extras):
        return
    try:
        with _stoppable(), _only_one() as lock:
            if not _is_ready(extras):
                _install(sorted({*extras, *_read_stamp().get("extras", [])}), lock)
    except KeyboardInterrupt:
        print(file=sys.stderr)
        _say("安装中断了：再运行一次同样的命令，会从头装好。 Interrupted: run the same command again.")
        sys.exit(130)
    except OSError as error:
        _fail(f"在 {ROOT} 里安装不了（{error}）：请换一个可以写入的文件夹，或腾出约 3 GB 空间，再运行。")


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let a closed terminal or a polite kill stop pip as Ctrl+C does; what was ignored (nohup) stays ignored."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.getsignal(getattr(signal, name)) for name in names}
    changed = {name: handler for name, handler in before.items() if handler is not signal.SIG_IGN}
    for name in changed:
        signal.signal(getattr(signal, name), signal.default_int_handler)
    yield
    for name, handler in changed.items():
        signal.signal(getattr(signal, name), handler)


def _fingerprint() -> dict[str, str]:
    """What an environment was made from and where; `project` changes ask for an update, the others for a new one."""
    project = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        project.update((ROOT / name).read_bytes())
    return {"place": str(VENV), "python": "{}.{}".format(*sys.version_info), "project": project.hexdigest()}


def _read_stamp() -> dict[str, Any]:
    """The last complete installation's fingerprint and extras; empty if there was none or it was cut short."""
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _is_ready(extras: list[str]) -> bool:
    stamp = _read_stamp()
    return {*extras} <= {*stamp.pop("extras", ())} and stamp == _fingerprint() and PYTHON.exists() and YOUJU.exists()


@contextmanager
def _only_one() -> Iterator[int]:
    """Hold the installation lock, which the system lets go when its last holder ends, however it ends."""
    with LOCK.open("a+") as file:
        told = False
        while not _locked(file.fileno()):
            if not told:
                _say("另一个窗口正在安装，等它装完…… Waiting for another installation.")
            told = True
            time.sleep(0.3)
        yield file.fileno()


def _locked(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _install(extras: list[str], lock: int) -> None:
    fresh = _must_remake()
    if fresh:
        _say("第一次运行：在 .venv 里建立私有环境，约 2 GB，要几分钟。 First start: installing, a few minutes.")
        _make_environment()
    else:
        _say("项目有变化，更新 .venv。 Updating the environment.")
    STAMP.write_text("installing", "utf-8")
    LOG.write_text("", "utf-8")

    pin = re.search(r"^torch==\S+", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE)
    if sys.platform == "linux" and pin:
        # Alone and briefly: as an extra index it would be asked, with retries, for each of the 150 packages.
        options = ["--no-deps", "--retries", "1", "--timeout", "15", "--index-url", CPU_TORCH]
        if not _pip("安装 torch 的 CPU 版", [*options, pin[0]], lock):
            _say("没有取到 torch 的 CPU 版，改用 pip 的默认来源，可能要多下载 2 GB。 No CPU build of torch found.")

    wanted = f".[{','.join(extras)}]" if extras else "."
    if not _pip("安装有据和它用到的库", ["-c", "constraints.txt", "-e", wanted], lock):
        if not fresh:
            STAMP.unlink()  # what was there still works: the next start tries the update again, in place
        print(*LOG.read_text("utf-8", "replace").splitlines()[-8:], sep="\n", file=sys.stderr)
        _fail(f"没有装好（上面是 pip 的最后几行，全文在 {LOG}）：请检查网络，再运行一次同样的命令。")

    complete = STAMP.with_suffix(".new")
    complete.write_text(json.dumps({**_fingerprint(), "extras": extras}, ensure_ascii=False), "utf-8")
    complete.replace(STAMP)
    _say("装好了。 Installed.")


def _must_remake() -> bool:
    """Whether .venv is missing, broken, moved, cut short, or made by another Python; others' environments are kept."""
    stamp, now = _read_stamp(), _fingerprint()
    if STAMP.exists():
        return not PYTHON.exists() or any(stamp.get(key) != now[key] for key in ("place", "python"))
    probe = "import sys; print('{}.{}'.format(*sys.version_info)); import pip"
    try:
        found = subprocess.run([PYTHON, "-c", probe], capture_output=True, text=True, check=False, env=_environment())
    except OSError:
        return True
    if (found.stdout.strip(), found.returncode) != (now["python"], 0):
        _fail(f"{VENV} 不是 run.py 建的，里面不是带 pip 的 Python {now['python']}：请把它改名或删除，再运行。")
    return False


def _make_environment() -> None:
    VENV.mkdir(exist_ok=True)
    STAMP.write_text("installing", "utf-8")
    for entry in VENV.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != STAMP:
            entry.unlink()
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        print(made.stdout, made.stderr, file=sys.stderr)
        _fail("建不了私有环境：Debian 和 Ubuntu 请先运行 sudo apt install python3-venv，再运行同样的命令。")


def _pip(what: str, arguments: list[str], lock: int) -> bool:
    """Run pip install, its output in the log, its newest line on the terminal; True if it succeeded."""
    _say(f"{what}……")
    command = [str(PYTHON), "-m", "pip", "install", "--no-compile", "--no-input", "--progress-bar=off", *arguments]
    environment = {**_environment(), "PYTHONUNBUFFERED": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_USER": "0"}
    # The lock goes to pip too: were this process killed, nobody would start while pip still writes.
    kept = () if os.name == "nt" else (lock,)
    with LOG.open("ab") as log, LOG.open(encoding="utf-8", errors="replace") as written:
        written.seek(0, os.SEEK_END)
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, pass_fds=kept
        ) as pip:
            try:
                _watch(pip, written)
            except BaseException:
                pip.terminate()
                raise
    return pip.returncode == 0


def _watch(pip: "subprocess.Popen[bytes]", written: TextIO) -> None:
    """Until pip ends, show its newest line: in place on a terminal, every 20 seconds elsewhere."""
    terminal = sys.stderr.isatty()
    line, shown = "", time.monotonic()
    while pip.poll() is None:
        line = (written.read().strip().splitlines() or [line])[-1].strip()
        text = f"  {_seconds()} {line}"
        if terminal:
            print("\r\x1b[K" + text[: shutil.get_terminal_size().columns - 1], end="", file=sys.stderr, flush=True)
        elif time.monotonic() - shown > 20:
            print(text[:150], file=sys.stderr, flush=True)
            shown = time.monotonic()
        time.sleep(0.3)
    if terminal:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _environment() -> dict[str, str]:
    borrowed = {"PYTHONPATH", "PYTHONHOME"}  # another Python's packages have no place in a private environment
    return {**{name: value for name, value in os.environ.items() if name not in borrowed}, **QUIET}


def _seconds() -> str:
    return f"[{time.monotonic() - _began:4.0f} 秒]"


def _say(text: str) -> None:
    print(f"有据 {_seconds()} {text}", file=sys.stderr, flush=True)


def _fail(sentence: str) -> NoReturn:
    _say(sentence)
    sys.exit(2)


if __name__ == "__main__":
    main(sys.argv[1:])
