"""A page that is asked, misused and broken on purpose: nothing that was typed is in anything that it writes."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from urllib.parse import quote

import httpx

from assistant import Assistant

CANARIES = ("13912345678", "甲某某", "青石板巷的猫", "6222021234567890128")
"""Number, name, place, card: all invented."""
WORDS = f"我叫{CANARIES[1]}，电话{CANARIES[0]}，卡号{CANARIES[3]}，催收来{CANARIES[2]}旁边堵我，合法吗？"
BROKEN = "坏"
"""A question that begins so meets a fault of our own."""

PROGRAM = textwrap.dedent("""
    import sys
    from assistant import Assistant, Settings
    from ui.web import api, serve, visits

    def broken(genuine, words):
        def act(*given, **more):
            if words(*given).startswith({broken!r}):
                raise RuntimeError("it was " + words(*given))
            return genuine(*given, **more)
        return act

    Assistant.ask = broken(Assistant.ask, lambda self, text: text)
    api.read = broken(api.read, lambda body: {broken!r} + body.decode() if b"route" in body else "")
    visits.Desk.answer = broken(visits.Desk.answer, lambda self, visit, asked: asked)
    sys.exit(serve(Assistant.open(Settings(store={store!r})), host="127.0.0.1", port=0, auth=None, log="json"))
""")


def test_no_word_of_a_reader_is_in_any_log(assistant: Assistant, store: str, tmp_path: Path) -> None:
    """Questions, addresses, headers, refused requests, and faults in the route, in the pool and in Gradio's queue."""
    del assistant  # it has built the index
    environment = {k: v for k, v in os.environ.items() if k != "GRADIO_TEMP_DIR"} | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(store=store, broken=BROKEN)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    ) as running:  # fmt: skip
        assert running.stdout
        found = re.search(r"http://127\.0\.0\.1:\d+", running.stdout.readline())
        assert found, running.stderr.read() if running.stderr else ""
        try:
            statuses = _used(found[0])
            running.send_signal(signal.SIGTERM)
            out, log = running.communicate(timeout=60)
        finally:
            running.kill()

    assert statuses == [200, 503, 500, 404, 404, 400, 405, 400]
    for canary in CANARIES:
        for form in (canary, quote(canary), json.dumps(canary).strip('"'), base64.b64encode(canary.encode()).decode()):
            assert form not in out + log, form
    lines = [json.loads(line) for line in log.splitlines()]
    assert {"start", "request", "fault", "package", "stop"} <= {line["event"] for line in lines}
    faults = [line for line in lines if line["event"] in {"fault", "package"}]
    assert {line["kind"] for line in faults} == {"RuntimeError"}
    assert len(faults) == 3
    assert all("act" in line["places"][-1] for line in faults)
    asked = [line for line in lines if line["event"] == "request"]
    assert {"time", "level", "event", "method", "route", "status", "ms", "id", "visitor"} == set(asked[0])
    (broken,) = [line for line in asked if line["status"] == 500]
    assert broken["id"] in {line.get("id") for line in faults}  # a fault is found by the name of its request


def _used(address: str) -> list[int]:
    """The statuses of what is tried."""
    once = httpx.Limits(max_keepalive_connections=0)  # a fault in a route closes its connection
    with httpx.Client(base_url=address, timeout=60, limits=once) as client:
        ask = "/api/v1/ask"
        statuses = [
            client.post(ask, json={"text": WORDS}).status_code,
            client.post(ask, json={"text": BROKEN + WORDS}).status_code,
            client.post(ask, json={"text": WORDS, "route": 1}).status_code,
            client.get(f"/{WORDS}").status_code,
            client.get(f"/{CANARIES[0]}", params={"q": WORDS}, headers={"referer": CANARIES[0]}).status_code,
            client.post(ask, content=WORDS.encode(), headers={"content-type": "application/json"}).status_code,
            client.request("DELETE", ask, headers={"user-agent": CANARIES[0]}).status_code,
            client.get("/", headers={"host": f"{CANARIES[0]}.example"}).status_code,
        ]
        _on_the_page(client, address)
    return statuses


def _on_the_page(client: httpx.Client, address: str) -> None:
    """A reader's question in the chat, which breaks in Gradio's own worker."""
    session = "a1b2c3d4e5f"
    events = client.get("/config").json()["dependencies"]
    asking = [d for d in events if any(target[1] == "submit" for target in d["targets"])]
    data = [BROKEN + WORDS] + [None] * (len(asking[0]["inputs"]) - 1)
    body = {
        "data": data,
        "fn_index": asking[0]["id"],
        "session_hash": session,
        "trigger_id": asking[0]["targets"][0][0],
    }
    assert client.post("/gradio_api/queue/join", json=body, headers={"origin": address}).status_code == 200
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            if "process_completed" in line:
                return
