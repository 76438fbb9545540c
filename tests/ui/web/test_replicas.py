"""Several servers share one index: what one answers any other does, and the death of one loses no question.

No test asserts a time. nginx stands before them as in deploy/nginx.conf; without nginx these tests are skipped.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant import Assistant
from evals.crowd import REPLICA, Asked, Asker, alone, crowd
from evals.processes import Served, proxied, replicas
from kb import HashEmbedder, Searcher

QUESTIONS = (
    "催收半夜打电话合法吗？",
    "催收给我爸妈打电话合法吗？",
    "网贷年利率36%要还吗？",
    "催收说要来我单位，怎么办？",
    "民法典第1033条说什么？",
    "欠钱不还会坐牢吗？",
)
COUNT, KILLED_AFTER = 80, 25

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shared(store: str, assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that was built before, in a folder of its own."""
    assert assistant.searcher.notice == ""
    return Path(shutil.copytree(store, tmp_path_factory.mktemp("replicas") / "index"))


@pytest.fixture(scope="module")
def three(shared: Path) -> Iterator[tuple[Served, ...]]:
    """Three servers on that index."""
    with replicas(3, store=str(shared)) as pages:
        yield pages


@pytest.fixture(scope="module")
def single(three: tuple[Served, ...]) -> dict[str, str]:
    """What the first of them answers to a single user: the name of each answer."""
    return _names(alone(three[0].address, QUESTIONS))


@pytest.fixture(scope="module")
def front(three: tuple[Served, ...]) -> Iterator[str]:
    """nginx before the three."""
    if shutil.which("nginx") is None and not os.access("/usr/sbin/nginx", os.X_OK):
        pytest.skip("nginx is not installed")
    with proxied(three) as address:
        yield address


def test_each_answers_as_the_others_do(three: tuple[Served, ...], single: dict[str, str]) -> None:
    """Word for word, with the same figures."""
    assert len(set(single.values())) == len(QUESTIONS)
    assert [_names(alone(page.address, QUESTIONS)) for page in three[1:]] == [single, single]


def test_a_new_generation_of_the_index_disturbs_none(
    three: tuple[Served, ...], single: dict[str, str], shared: Path, assistant: Assistant
) -> None:
    """Whoever is at work keeps the generation that it opened."""
    Searcher.build(assistant.corpus.passages[:20], HashEmbedder(), shared).close()

    assert [_names(alone(page.address, QUESTIONS)) for page in three] == [single] * 3


def test_the_page_keeps_to_one_replica(front: str, three: tuple[Served, ...]) -> None:
    """What a visitor has told is in one server's memory: the same address always comes to the same one."""
    ports = {f"127.0.0.1:{page.port}" for page in three}
    seen: dict[str, set[str]] = {}
    for number in range(2, 10):
        own = f"127.0.0.{number}"
        with httpx.Client(transport=httpx.HTTPTransport(local_address=own), base_url=front, timeout=30) as visitor:
            seen[own] = {visitor.get("/", headers={"accept": "text/html"}).headers[REPLICA] for _ in range(3)}

    assert {len(kept) for kept in seen.values()} == {1}
    assert set().union(*seen.values()) <= ports
    assert len(set().union(*seen.values())) > 1


def test_when_one_is_killed_nothing_is_lost(front: str, three: tuple[Served, ...], single: dict[str, str]) -> None:
    """Every question under way has its answer, the one that any other replica gives; the rest go on."""

    def told(done: int, seconds: float) -> None:
        del seconds
        if done == KILLED_AFTER:
            three[-1].process.kill()

    ended = crowd(front, [Asker(seed=n) for n in range(8)], QUESTIONS, count=COUNT, told=told)

    assert three[-1].process.wait(10) != 0
    assert len(ended) == COUNT
    assert {one.status for one in ended} == {200}
    assert all(one.digest == single[one.question] for one in ended)
    answering = [one.replica for one in ended]
    assert set(answering) == {f"127.0.0.1:{page.port}" for page in three}
    assert f"127.0.0.1:{three[-1].port}" not in answering[-15:]


def _names(asked: tuple[Asked, ...]) -> dict[str, str]:
    assert {one.status for one in asked} == {200}
    return {one.question: one.digest for one in asked}
