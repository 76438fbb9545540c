"""One visitor does not starve the others, and a password is not guessed."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from assistant import Assistant
from ui.web import build_app
from ui.web.limits import FREE_TRIES, LONGEST_WAIT, PER_MINUTE, REMEMBERED, SHARED, WAITING, Busy, Limits, Tries
from ui.web.tools import Desk, Refused

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient

HERE = "http://127.0.0.1:7860"


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Stands still until it is told to move."""
    return Clock()


def test_a_minute_has_thirty_questions(clock: Clock) -> None:
    """The next one is told when to come back, and served then; another visitor is not concerned."""
    limits = Limits(clock=clock)
    one, other = limits.visitors("192.0.2.1", {}), limits.visitors("192.0.2.2", {})
    for _ in range(PER_MINUTE):
        with limits.asking(one):
            clock.now += 1

    with pytest.raises(Busy) as busy, limits.asking(one):
        pass
    with limits.asking(other):
        pass
    clock.now += busy.value.seconds
    with limits.asking(one):
        pass

    assert busy.value.seconds == 60 - PER_MINUTE


def test_one_is_answered_while_three_wait(clock: Clock) -> None:
    """A visitor's second question waits for the first, the fifth is refused, and none is lost."""
    limits = Limits(clock=clock)
    me = limits.visitors("192.0.2.1", {})
    running, most = 0, 0

    async def ask() -> str:
        nonlocal running, most
        try:
            async with limits.turn(me):
                running += 1
                most = max(most, running)
                await asyncio.sleep(0.01)
                running -= 1
        except Busy:
            return "refused"
        return "served"

    async def all_at_once() -> list[str]:
        return await asyncio.gather(*(ask() for _ in range(7)))

    ended = asyncio.run(all_at_once())

    assert most == 1
    assert ended.count("served") == 1 + WAITING
    assert ended.count("refused") == 3


def test_an_office_behind_one_address_is_several_visitors(clock: Clock) -> None:
    """Each tab has its own minute; many tabs of one address have a common one, so that tabs cannot be made up."""
    limits = Limits(clock=clock)
    served = 0
    for tab in range(SHARED + 2):
        for _ in range(PER_MINUTE):
            try:
                with limits.asking(limits.visitors("192.0.2.1", {}, f"tab{tab}")):
                    served += 1
            except Busy:
                pass

    assert served == PER_MINUTE * SHARED


def test_who_asks_is_believed_of_our_own_proxy_only() -> None:
    """X-Forwarded-For makes nobody somebody else unless it was said so; this machine's own programs have no name."""
    headers = {"x-forwarded-for": "198.51.100.9, 203.0.113.5"}

    assert Limits().visitors("127.0.0.1", {}) == ()
    assert [one.name for one in Limits().visitors("127.0.0.1", headers)] == ["address 127.0.0.1"]
    assert [one.name for one in Limits().visitors("192.0.2.1", headers)] == ["address 192.0.2.1"]
    assert Limits().visitors("2001:db8::1", {}) == Limits().visitors("2001:db8::2:2", {})
    trusting = Limits(trust_forwarded=True).visitors("127.0.0.1", headers)
    assert [one.name for one in trusting] == ["address 203.0.113.5"]


def test_what_is_remembered_is_bounded(clock: Clock) -> None:
    """A flood of made-up visitors does not fill the memory."""
    limits = Limits(clock=clock)
    for number in range(REMEMBERED + 50):
        with limits.asking(limits.visitors(f"2001:db8:0:{number:x}::1", {})):
            pass

    assert len(limits._seen) == REMEMBERED


def test_wrong_passwords_cost_more_and_more(clock: Clock) -> None:
    """Five are free, then each costs twice the last, five minutes at most; a right one forgets them."""
    tries = Tries(clock)
    waits = []
    for _ in range(FREE_TRIES + 12):
        tries.failed("192.0.2.1")
        waits.append(tries.wait("192.0.2.1"))
        clock.now += waits[-1]

    assert waits[:FREE_TRIES] == [0] * FREE_TRIES
    assert waits[FREE_TRIES : FREE_TRIES + 4] == [1, 2, 4, 8]
    assert waits[-1] == LONGEST_WAIT
    assert tries.wait("192.0.2.2") == 0
    tries.passed("192.0.2.1")
    tries.failed("192.0.2.1")
    assert tries.wait("192.0.2.1") == 0


def test_guessing_is_refused_though_the_guess_be_right(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """While an address waits even the right password is not looked at."""
    from starlette.testclient import TestClient

    async def at_once(_: float) -> None:
        return None

    monkeypatch.setattr("ui.web.guard.asyncio.sleep", at_once)
    locked = TestClient(build_app(assistant, auth="法律援助:一二三四"), base_url=HERE)
    wrong = [locked.get("/healthz", auth=("法律援助", str(n))).status_code for n in range(3)]
    guessed = [locked.get("/youju/page.css", auth=("法律援助", str(n))) for n in range(FREE_TRIES + 1)]
    late = locked.get("/youju/page.css", auth=("法律援助", "一二三四"))

    assert wrong == [200] * 3
    assert {one.status_code for one in guessed[: FREE_TRIES + 1]} == {401}
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) >= 1
    assert "秒" in late.text


def test_a_burst_is_served_or_told_to_come_back(address: str) -> None:
    """Nothing is lost: each of many questions at once has an answer or a sentence with Retry-After."""
    with ThreadPoolExecutor(24) as pool, httpx.Client(timeout=60) as sender:
        sent = [
            pool.submit(sender.post, f"{address}/api/v1/ask", json={"text": f"催收半夜打电话合法吗？第{n}次"})
            for n in range(24)
        ]
        ended = [one.result() for one in sent]

    assert {one.status_code for one in ended} <= {200, 503}
    assert sum(one.status_code == 200 for one in ended) >= 20
    assert all(one.json().get("headline") for one in ended if one.status_code == 200)


def test_more_than_may_wait_is_told_at_once(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue is bounded; who finds it full hears so in a sentence, without waiting."""
    monkeypatch.setattr("ui.web.tools.MOST_WAITING", 4)
    desk = Desk(assistant, Limits())

    async def all_at_once() -> list[object]:
        done: list[object] = await asyncio.gather(
            *(desk.answer("law", {"refs": ["民法典第1033条"]}, ()) for _ in range(10))
        )
        return done

    ended = asyncio.run(all_at_once())

    refused = [one for one in ended if isinstance(one, Refused)]
    assert len(refused) == 6
    assert {(one.status, one.retry_after) for one in refused} == {(503, 5)}
    assert "稍后" in refused[0].sentence


def test_a_visitor_of_the_route_is_refused_with_a_time(client: TestClient) -> None:
    """Behind a proxy that nobody vouched for, all are one visitor: the 31st question within a minute is 429."""
    proxied = {"x-forwarded-for": "203.0.113.5"}
    ended = [client.post("/api/v1/ask", json={"text": " "}, headers=proxied) for _ in range(PER_MINUTE + 1)]

    assert {one.status_code for one in ended[:-1]} == {400}
    assert ended[-1].status_code == 429
    assert 1 <= int(ended[-1].headers["retry-after"]) <= 60
    assert "再问" in ended[-1].json()["error"]


def test_a_tab_of_the_page_is_refused_with_a_sentence(client: TestClient, app: FastAPI) -> None:
    """Gradio's own queue is not reached; taps that only tidy the page are not counted."""
    page = app.state.page
    events = {fn.concurrency_id == "questions": number for number, fn in page.fns.items()}

    def join(event: int, session: str) -> Any:
        told = {"fn_index": event, "session_hash": session, "data": ["", None], "trigger_id": None}
        return client.post("/gradio_api/queue/join", json=told, headers={"origin": HERE})

    limits_reached = [join(events[True], "tab-a").status_code for _ in range(PER_MINUTE + 6)]
    tidied = join(events[False], "tab-b")

    assert 429 in limits_reached
    assert set(limits_reached) <= {200, 429}
    assert tidied.status_code in {200, 400, 422}
    refused = join(events[True], "tab-a")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert "再问" in refused.json()["detail"]
