"""The fence of conftest.py holds: these tests try to leave, and see that they cannot."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

LEAVING = """
import socket
import pytest

@pytest.mark.parametrize("attempt", [
    lambda one: socket.getaddrinfo("example.com", 443),
    lambda one: socket.create_connection(("192.0.2.1", 80), timeout=1),
    lambda one: one.connect(("192.0.2.1", 80)),
    lambda one: one.connect_ex(("192.0.2.1", 80)),
    lambda one: one.sendto(b"x", ("192.0.2.1", 53)),
    lambda one: one.connect(("2001:db8::1", 80)),
])
def test_leaves(attempt):
    with socket.socket() as one:
        try:
            attempt(one)
        except OSError as error:
            assert "offline" in str(error)
"""


def test_this_machine_may_be_asked() -> None:
    """A server on loopback can be reached by name."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=5).close()


def test_a_test_that_leaves_fails_though_it_swallows_the_refusal(pytester: pytest.Pytester) -> None:
    """Names and numbers, streams and datagrams: the attempt is refused, remembered, and fails its test."""
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text("utf-8"))
    pytester.makepyfile(LEAVING)

    outcome = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider")

    outcome.assert_outcomes(passed=6, errors=6)
    outcome.stdout.fnmatch_lines(["*must not leave this machine*"])
