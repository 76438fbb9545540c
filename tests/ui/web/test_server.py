"""Where the page listens."""

from __future__ import annotations

import pytest

from assistant import Assistant
from kb import InputProblem
from ui.web import serve
from ui.web.server import check_auth, open_listener


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.invalid"])  # noqa: S104
def test_others_are_not_let_in_without_a_password(host: str) -> None:
    """Listening beyond this machine needs --auth; said in one sentence."""
    with pytest.raises(InputProblem, match="--auth") as refused:
        check_auth(host, None)

    assert "\n" not in str(refused.value)
    check_auth(host, "user:password")
    check_auth(host, None, i_know=True)


@pytest.mark.parametrize("auth", ["", "user", "user:", ":password"])
def test_half_a_password_is_none(auth: str) -> None:
    """Both parts are needed."""
    with pytest.raises(InputProblem, match="用户:密码"):
        check_auth("127.0.0.1", auth)


def test_a_port_in_use_is_one_sentence(assistant: Assistant) -> None:
    """Said at once, before anything slow is loaded."""
    with open_listener("127.0.0.1", 0, None) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputProblem, match=f"端口 {port} 已经有程序在用"):
            serve(assistant, host="127.0.0.1", port=port, auth=None)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("127.0.0.1", -1)])
def test_an_address_that_cannot_be_is_one_sentence(host: str, port: int) -> None:
    """Ports that do not exist."""
    with pytest.raises(InputProblem), open_listener(host, port, "user:password"):
        pass
