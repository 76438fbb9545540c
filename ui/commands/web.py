"""`youju web`: opens the page."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from evals import BASELINE
from kb import InputProblem, open_at_once
from ui.commands.common import add_common, open_assistant, settings_of

if TYPE_CHECKING:
    from ui.web.upkeep import Upkeep

OFF = frozenset({"off", "0", "no", "false"})
"""Words of YOUJU_FEEDBACK that keep none."""
LOGS = ("text", "json")
"""Kinds of log."""


def add(parser: argparse.ArgumentParser) -> None:
    """What may stand after the command."""
    parser.description = "在这台机器上打开网页（默认只有本机能访问）。"
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    parser.add_argument("--port", type=int, default=7860, help="端口（默认 7860）")
    parser.add_argument("--auth", metavar="用户:密码", help="登录用户名和密码；监听本机以外的地址时必须有")
    parser.add_argument("--model", metavar="提供方:模型", help="用大模型组织文字（同样逐句核对）")
    parser.add_argument("--allow-remote", action="store_true", help="同意把问题发给这台机器以外的大模型")
    parser.add_argument("--mcp", action="store_true", help="给聊天程序开放工具 ask、law、check、call（MCP，地址 /mcp）")
    parser.add_argument(
        "--behind-proxy", action="store_true", help="前面有自己的反向代理：相信它写的 X-Forwarded-For，按它数每个人"
    )
    parser.add_argument(
        "--i-know", action="store_true", help="监听本机以外而不设密码：只在自己的反向代理已有 TLS 和登录时用"
    )
    parser.add_argument("--log", choices=LOGS, help="日志：text 只记故障；json 每个请求一行，供程序读。都不含内容")
    parser.add_argument("--maintainer", action="store_true", help="多一间“维护”：追查答复、资料库、测评、反馈")
    parser.add_argument("--eval-result", metavar="文件", help="维护里看的测评结果（默认是随附的基线）")
    add_common(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped; exit status 0."""
    from ui.web import serve

    if args.eval_result and not args.maintainer:
        raise InputProblem("--eval-result 要和 --maintainer 一起用：测评结果在维护里看")
    return serve(
        open_assistant(args, opening=open_at_once),  # nobody waits while a damaged index is rebuilt
        host=args.host,
        port=args.port,
        auth=args.auth,
        mcp=args.mcp,
        behind_proxy=args.behind_proxy,
        i_know=args.i_know,
        upkeep=_upkeep(args) if args.maintainer else None,
        log=_log(args.log),
    )


def _log(given: str | None) -> str:
    """`--log`, else YOUJU_LOG, else text.

    Raises:
        InputProblem: the variable names no kind of log.
    """
    kind = given or os.environ.get("YOUJU_LOG", "").strip() or "text"
    if kind not in LOGS:
        raise InputProblem(f"YOUJU_LOG 写的是 {kind}：只能是 {' 或 '.join(LOGS)}")
    return kind


def _upkeep(args: argparse.Namespace) -> Upkeep:
    from ui.web.upkeep import Upkeep

    feedback = os.environ.get("YOUJU_FEEDBACK", "").strip()
    return Upkeep(
        library=settings_of(args).library,
        result=Path(args.eval_result) if args.eval_result else BASELINE,
        feedback=Path(feedback).expanduser() if feedback and feedback.lower() not in OFF else None,
    )
