"""The program of the child that parses one file: limits itself, reads bytes, writes one JSON object.

Started by kb/importers/confined.py, which tells what is expected and what a failure means.
"""

from __future__ import annotations

import json
import math
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from typing import Any

from kb.errors import InputProblem
from kb.importers.source import MAX_TEXT, SourceText

MEMORY = {"": 512 * 1024 * 1024, "picture": 2048 * 1024 * 1024}
"""Bytes of address space, by kind; a picture's reader reserves 1.2 GB and uses 0.6 GB of it."""
_CPU = 20
"""Seconds of all cores together."""
_FORBIDDEN = (
    *("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"),
    *("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "shutil.rmtree", "ctypes.dlopen"),
)
"""What no parser needs: Python's own names for these acts."""


def main(order: dict[str, Any]) -> None:
    """Parse what stands on standard input as the order says, and write what came of it."""
    kind, name = str(order["kind"]), str(order["name"])
    _load(kind)
    _limit(kind, float(order["seconds"]))
    content = sys.stdin.buffer.read()
    try:
        reply: dict[str, object] = asdict(_bounded(_parse(kind, content, name), name))
    except InputProblem as problem:
        reply = {"fault": str(problem)}
    except MemoryError:
        reply = {"fault": f"{name} 展开后要用的内存太多，没有读：请只留要用的部分"}
    except RecursionError:
        reply = {"fault": f"{name} 一层套一层，太深了，没有读：请重新保存一份"}
    sys.stdout.write(json.dumps(reply))
    sys.stdout.flush()
    os._exit(0)  # nothing to tidy; a damaged document may be slow to take apart


_PACKAGES = {"docx": "docx", "pdf": "pypdf", "page": "trafilatura"}
"""What a parser imports (its file in kb/importers is the package's home), by kind."""


def _load(kind: str) -> None:
    """Import the parser's package while Python may still keep what it compiles: half a second, the first time only."""
    with suppress(ImportError):  # what is not installed, the parser itself says
        if kind in _PACKAGES:
            import_module(_PACKAGES[kind])


def _bounded(source: SourceText, name: str) -> SourceText:
    if len(source.text) > MAX_TEXT:
        raise InputProblem(f"{name} 有 {len(source.text)} 字，超过 {MAX_TEXT // 10_000} 万字：请只留要用的部分")
    return source


def _parse(kind: str, content: bytes, name: str) -> SourceText:
    if kind == "docx":
        from kb.importers.docx import read_docx

        return read_docx(content, name)
    if kind == "pdf":
        from kb.importers.pdf import read_pdf

        return read_pdf(content, name)
    if kind == "picture":
        from kb.importers.picture import read_picture

        return read_picture(content, name)
    from kb.importers.html import read_html, read_page

    source = (read_page if kind == "page" else read_html)(content.decode("utf-8"))
    if not source.text:
        raise InputProblem(f"{name} 里没有看得见的文字：没有可核对的内容")
    return source


def _limit(kind: str, seconds: float) -> None:
    """Bound time and memory where the system can, and refuse network, other programs and changes on disk."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the bound
        pass
    else:
        cpu, memory = math.ceil(min(seconds, _CPU)), MEMORY.get(kind, MEMORY[""])
        for what, most in (
            (resource.RLIMIT_CPU, cpu),
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            try:
                resource.setrlimit(what, (most, most))
            except (ValueError, OSError):  # a system that does not know this limit, or has a lower one
                continue
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "ctypes.dlopen" and arguments == (None,):  # ctypes looks at the program itself; no library is loaded
        return
    if event in _FORBIDDEN or (event == "open" and _writes(arguments)):
        raise PermissionError(f"not here: {event}")


def _writes(arguments: tuple[object, ...]) -> bool:
    """Whether a file is opened to be changed: by its mode or, for os.open, its flags."""
    _, mode, flags = (*arguments, None, None, None)[:3]
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
