"""The files in deploy/ as whoever starts them relies on: hardened, bounded, and true to the program.

No container engine and no init system runs here, so they are read; nginx and systemd judge their own files where they
are installed.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from ui.cli import parser
from ui.web import guard, server

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
"""Debian keeps it where only root looks."""

HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectKernelModules": "yes",
    "ProtectControlGroups": "yes",
    "RestrictNamespaces": "yes",
    "RestrictSUIDSGID": "yes",
    "LockPersonality": "yes",
    "DynamicUser": "yes",
    "CapabilityBoundingSet": "",
    "SystemCallArchitectures": "native",
    "UMask": "0077",
    "LimitCORE": "0",
}
"""What the unit must not lose; a core dump would hold what was typed."""
EXPOSURE = 1.5
"""`systemd-analyze security` from 0 (nothing to lose) to 10; it says 1.1 (systemd 252)."""


@pytest.fixture(scope="module")
def service() -> dict[str, Any]:
    """The one service of the compose file."""
    (found,) = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"].values()
    return dict(found)


@pytest.fixture(scope="module")
def unit() -> dict[str, list[str]]:
    """The unit's settings, each with all its values."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / "youju.service").read_text("utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


@pytest.fixture(scope="module")
def dockerfile() -> list[tuple[str, str]]:
    """Instructions with what follows them."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n", " ", text).splitlines()
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines if line.strip()]


def test_the_container_can_do_little(service: dict[str, Any]) -> None:
    """No root, no capability, nothing to write to but its two volumes and a small folder in memory."""
    assert service["user"].split(":")[0] != "0"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert all("noexec" in one and "size=" in one for one in service["tmpfs"])
    assert {"mem_limit", "cpus", "pids_limit", "healthcheck", "restart"} <= service.keys()
    assert all(not one.startswith(("/", ".")) for one in service["volumes"])


def test_the_container_is_reached_from_this_machine_alone(service: dict[str, Any]) -> None:
    """The proxy in front of it speaks TLS."""
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert "network_mode" not in service


def test_volumes_are_declared(service: dict[str, Any]) -> None:
    """Each that is mounted."""
    declared = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["volumes"]

    assert {one.split(":")[0] for one in service["volumes"]} == declared.keys()


def test_whoever_stops_it_waits_long_enough(service: dict[str, Any], unit: dict[str, list[str]]) -> None:
    """Answers under way get their seconds before anybody kills."""
    assert int(service["stop_grace_period"].removesuffix("s")) > server.GRACE_SECONDS + 1
    assert int(unit["TimeoutStopSec"][0]) > server.GRACE_SECONDS + 1
    assert unit["KillSignal"] == ["SIGTERM"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_version_is_left_open(path: Path) -> None:
    """What is started tomorrow is what was tried today."""
    assert "latest" not in path.read_text("utf-8")


def test_the_image_is_built_from_what_is_there(dockerfile: list[tuple[str, str]], service: dict[str, Any]) -> None:
    """Pinned base, sources that exist, a Python the project supports, the extras it names, no root at the end."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    bases = [value.split()[0] for name, value in dockerfile if name == "FROM"]
    copied = [
        source
        for name, value in dockerfile
        if name == "COPY" and "--from" not in value
        for source in value.split()[:-1]
    ]
    (extras,) = re.findall(r"'\.\[([\w,]+)\]'", str(dockerfile))

    assert all(re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", base) for base in bases)
    assert all((ROOT / source).exists() for source in copied)
    assert {"kb", "assistant", "evals", "ui", "constraints.txt", "pyproject.toml"} <= set(copied)
    assert set(extras.split(",")) <= project["optional-dependencies"].keys()
    assert [value for name, value in dockerfile if name == "USER"] == ["youju"]
    assert service["image"] == f"youju:{project['version']}"
    assert (ROOT / "deploy" / service["build"]["context"] / service["build"]["dockerfile"]).is_file()


def test_every_start_is_one_the_program_understands(
    dockerfile: list[tuple[str, str]], unit: dict[str, list[str]]
) -> None:
    """The options exist, and listening beyond the machine is allowed as it stands there."""
    (command,) = [yaml.safe_load(value) for name, value in dockerfile if name == "CMD"]
    contained = parser("web").parse_args(command)
    served = parser("web").parse_args(shlex.split(unit["ExecStart"][0])[1:])

    server.check_auth(contained.host, contained.auth, i_know=contained.i_know)
    server.check_auth(served.host, served.auth, i_know=served.i_know)
    assert contained.behind_proxy
    assert served.behind_proxy
    assert (contained.port, served.port) == (7860, 7860)
    assert served.host == "127.0.0.1"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_probe_and_every_setting_exists(path: Path) -> None:
    """Addresses that are asked, and variables that are set, are the program's."""
    text = path.read_text("utf-8")
    source = "".join(one.read_text("utf-8") for top in ("assistant", "ui") for one in (ROOT / top).rglob("*.py"))

    for probe in re.findall(r"127\.0\.0\.1:7860(/\w+)", text):
        assert probe in guard.PROBES
    for name in re.findall(r"YOUJU_[A-Z]+", text):
        assert name in source or name.removeprefix("YOUJU_").lower() in source, name


def test_the_unit_is_hardened(unit: dict[str, list[str]]) -> None:
    """Each setting by which a broken program could do less."""
    assert {name: unit.get(name, [""])[-1] for name in HARDENED} == HARDENED
    assert "~@privileged @obsolete" in unit["SystemCallFilter"]
    assert unit["IPAddressAllow"] == ["localhost"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    """No unknown setting, and an exposure below the bound."""
    tried = tmp_path / "youju.service"
    tried.write_text(
        (DEPLOY / "youju.service").read_text("utf-8").replace("/opt/youju/current/bin/youju", "/bin/true"), "utf-8"
    )

    def asked(*words: str) -> str:
        command = [shutil.which("systemd-analyze") or "", *words, str(tried)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout + ended.stderr

    assert asked("verify", "--man=no") == ""
    (level,) = re.findall(r"exposure level for youju\.service: ([\d.]+)", asked("security", "--offline=yes"))
    assert float(level) <= EXPOSURE


def _nginx() -> str:
    return (DEPLOY / "nginx.conf").read_text("utf-8")


@pytest.mark.skipif(not NGINX, reason="nginx is not installed")
def test_nginx_understands_its_file(tmp_path: Path) -> None:
    """`nginx -t`, with a certificate of the test's own."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=law.example"]
    pair = ["-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")]
    subprocess.run([*made, *pair], check=True, capture_output=True)
    site = _nginx().replace("/etc/ssl/youju", str(tmp_path)).replace("/var/log/youju", str(tmp_path))
    (tmp_path / "site.conf").write_text(site, "utf-8")
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/errors; events {{}} http {{ include {tmp_path}/site.conf; }}",
        "utf-8",
    )

    command = [NGINX or "", "-t", "-c", str(tmp_path / "nginx.conf")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stderr
    assert "warn" not in ended.stderr


def test_the_proxy_writes_no_content_anywhere() -> None:
    """Not into a log, and not into a file of its own while it passes a body on."""
    (format_,) = re.findall(r"log_format youju (.*?);", _nginx(), re.DOTALL)
    logged = set(re.findall(r"\$(\w+)", format_))

    assert logged.isdisjoint(
        {"request", "request_body", "request_uri", "args", "query_string", "http_referer", "http_user_agent", "is_args"}
    )
    assert re.findall(r"access_log\s+(?!off)\S+ (\S+);", _nginx()) == ["youju"]
    size, buffer = re.findall(r"client_(?:max_body|body_buffer)_size (\d+)m;", _nginx())
    assert int(buffer) >= int(size) == guard.MAX_BODY // 1_000_000
    assert "proxy_max_temp_file_size 0;" in _nginx()


def test_the_proxy_tells_the_truth_of_who_asks() -> None:
    """The address is its own word; figures are not for visitors."""
    assert re.findall(r"proxy_set_header X-Forwarded-For (\S+);", _nginx()) == ["$remote_addr"]
    assert "location = /metrics { return 404; }" in _nginx()
    assert "location = /readyz  { return 404; }" in _nginx()
    assert all(one.startswith("127.0.0.1:") for one in re.findall(r"^\s+server (\S+);", _nginx(), re.MULTILINE))
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in _nginx()


def test_who_is_served_where() -> None:
    """A reader stays with one replica; a program's question goes to any."""
    upstreams = dict(re.findall(r"upstream (\w+) \{\s+([^;]+);", _nginx()))
    passed = dict(re.findall(r"location ([^{]+) \{[^{}]*proxy_pass http://(\w+);", _nginx()))

    assert upstreams == {"youju_page": "hash $binary_remote_addr consistent", "youju_ask": "least_conn"}
    assert passed[f"= {guard.ASK}"] == "youju_ask"
    assert passed["/"] == "youju_page"


@pytest.mark.skipif(not shutil.which("logrotate"), reason="logrotate is not installed")
def test_logrotate_understands_its_file(tmp_path: Path) -> None:
    """A dry run."""
    state = ["--state", str(tmp_path / "state")]
    ended = subprocess.run(
        [shutil.which("logrotate") or "logrotate", "-d", *state, DEPLOY / "logrotate.conf"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stderr
    assert "error:" not in ended.stderr


def test_logs_are_kept_half_a_year() -> None:
    """网络安全法第二十三条: not less than six months, of the proxy and of the page."""
    assert int(re.findall(r"rotate (\d+)", (DEPLOY / "logrotate.conf").read_text("utf-8"))[0]) >= 184
    assert "MaxRetentionSec=1year" in (DEPLOY / "journald.conf").read_text("utf-8")
    assert "/var/log/youju/" in _nginx()


def test_alerts_ask_for_figures_that_there_are() -> None:
    """Each with a sentence on what to do; the figures are those of the page and of its process."""
    from ui.web.metrics import text
    from ui.web.tally import Counts, Standing

    told = text(Counts(), Standing("", "", "", "", "", resting=False)).decode()
    known = set(re.findall(r"^# TYPE (\w+)", told, re.MULTILINE)) | {"up"}
    (group,) = yaml.safe_load((DEPLOY / "alerts.yaml").read_text("utf-8"))["groups"]

    for rule in group["rules"]:
        assert rule["annotations"]["summary"]
        named = set(re.findall(r"\b(?:youju|process)_\w+|\bup\b", rule["expr"]))
        assert named
        assert {re.sub(r"_bucket$", "", name) for name in named} <= known, rule["alert"]
