"""`youju web` in processes of its own, looked at from outside; several behind nginx; and a chat model that is slow."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from evals.crowd import REPLICA
from kb import DATA, InputProblem

NGINX = "nginx"
PATIENCE = 20.0
"""Seconds after which a process that was told to end is killed; the page itself takes ten at most."""
MODEL = "slow"
"""The name of the slow chat model."""

_MB = 1e6
_WORDS = "先把通话录音、短信截图和时间记下来。"
"""What the slow model writes: no law, so that nothing of it is shown as law."""
_NGINX_CONF = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream youju_page {{ hash $binary_remote_addr consistent; {servers} }}
    upstream youju_ask {{ least_conn; {servers} }}
    server {{
        listen 127.0.0.1:{port};
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $http_host;
        proxy_connect_timeout 3s;
        add_header {replica} $upstream_addr always;
        location = /api/v1/ask {{
            proxy_next_upstream error timeout non_idempotent;
            proxy_read_timeout 60s;
            proxy_pass http://youju_ask;
        }}
        location / {{ proxy_read_timeout 60s; proxy_pass http://youju_page; }}
    }}
}}
"""
"""As deploy/nginx.conf routes: a question to any replica, and to the next one if that is gone (it leaves no trace where
it is asked twice); the page to one by address. Without TLS, and counting nobody."""


@dataclass(frozen=True, slots=True)
class Served:
    """A page that is open: where, in which process, and after how many seconds."""

    address: str
    process: subprocess.Popen[str]
    ready: float

    @property
    def port(self) -> int:
        """Its port on this machine."""
        return int(self.address.rsplit(":", 1)[1])


@dataclass(frozen=True, slots=True)
class Held:
    """What a process holds: MB of memory, threads, open files."""

    memory: float
    threads: int
    files: int


@contextmanager
def served(*options: str, store: str | None = None, environment: Mapping[str, str] | None = None) -> Iterator[Served]:
    """`youju web` with these options on a free port, until the end of the block.

    Raises:
        InputProblem: it did not open.
    """
    began = time.perf_counter()
    with _running(options, store, environment) as process:
        yield _opened(process, began)


@contextmanager
def replicas(
    count: int, *options: str, store: str | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[Served, ...]]:
    """So many pages on one index: the first alone until it is open, so that it builds what is missing, then the others.

    Raises:
        InputProblem: one did not open.
    """
    with ExitStack() as stack:
        first = stack.enter_context(served(*options, store=store, environment=environment))
        began = time.perf_counter()
        others = [stack.enter_context(_running(options, store, environment)) for _ in range(count - 1)]
        yield (first, *(_opened(process, began) for process in others))


@contextmanager
def _running(
    options: Sequence[str], store: str | None, environment: Mapping[str, str] | None
) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "ui.cli", "web", "--port", "0", *(("--store", store) if store else ()), *options]
    surroundings = {**os.environ, **(environment or {})}
    with subprocess.Popen(  # noqa: S603
        words, stdout=subprocess.PIPE, text=True, cwd=DATA.parents[1], env=surroundings
    ) as process:
        try:
            yield process
        finally:
            _ended(process)


def _ended(process: subprocess.Popen[Any]) -> None:
    """Tell a process to end, and end it where it does not, so that none is left."""
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def _opened(process: subprocess.Popen[str], began: float) -> Served:
    """Where a page that was started is, once it says so."""
    said = process.stdout.readline() if process.stdout else ""
    if "http://" not in said:
        raise InputProblem("页面没有打开：请先单独运行 youju web 看原因")
    return Served(said[said.index("http://") :].strip(), process, time.perf_counter() - began)


@contextmanager
def proxied(servers: Sequence[Served], nginx: str = NGINX) -> Iterator[str]:
    """nginx before some pages; gives its address.

    Raises:
        InputProblem: nginx is not there, or did not start.
    """
    program = shutil.which(nginx, path=f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin")
    if program is None:
        raise InputProblem("没有 nginx：Debian 上请先运行 apt-get install nginx-light")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="youju-nginx-") as work:
        named = " ".join(f"server 127.0.0.1:{one.port} max_fails=1 fail_timeout=5s;" for one in servers)
        written = Path(work) / "nginx.conf"
        written.write_text(_NGINX_CONF.format(folder=work, servers=named, port=port, replica=REPLICA), "utf-8")
        with subprocess.Popen([program, "-p", work, "-c", str(written)], stderr=subprocess.DEVNULL) as running:  # noqa: S603
            try:
                _listening(port, running)
                yield f"http://127.0.0.1:{port}"
            finally:
                _ended(running)


def held(process: int) -> Held:
    """What a process holds now.

    Raises:
        InputProblem: psutil is not installed.
    """
    try:
        import psutil
    except ImportError as error:
        raise InputProblem('要先装读取内存的包：pip install "youju[test]"') from error
    found = psutil.Process(process)
    with found.oneshot():
        files = found.num_fds() if hasattr(found, "num_fds") else found.num_handles()
        return Held(found.memory_info().rss / _MB, found.num_threads(), files)


@contextmanager
def slow_model(seconds: float) -> Iterator[str]:
    """The address of a chat model that speaks as OpenAI's do, and thinks so long before it writes."""
    over = threading.Event()

    class Slow(BaseHTTPRequestHandler):
        """One request."""

        def do_POST(self) -> None:
            """Think, then write a sentence."""
            self.rfile.read(int(self.headers.get("content-length", 0)))
            over.wait(seconds)
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            told = {"role": "assistant", "content": _WORDS}
            event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": MODEL}
            for piece, ended in ((told, None), ({}, "stop")):
                choices = [{"index": 0, "delta": piece, "finish_reason": ended}]
                self.wfile.write(f"data: {json.dumps({**event, 'choices': choices})}\n\n".encode())
            self.wfile.write(b"data: [DONE]\n\n")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name the base class gave it
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        over.set()
        server.shutdown()
        server.server_close()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _listening(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        if running.poll() is not None:
            break
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise InputProblem("nginx 没有起来：请用 nginx -t 看原因")
