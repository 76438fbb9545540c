"""`youju web`: opens the page."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from evals import BASELINE
from kb import InputProblem
from ui.commands.common import add_common, open_assistant, settings_of
from ui.web.upkeep import Upkeep

OFF = frozenset({"off", "0", "no", "false"})
"""Words of YOUJU_FEEDBACK that keep none."""


def add(commands: Any) -> None:
    """Add the command's parser."""
    parser = commands.add_parser("web", help="打开网页", description="在这台机器上打开网页（默认只有本机能访问）。")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    parser.add_argument("--port", type=int, default=7860, help="端口（默认 7860）")
    parser.add_argument("--auth", metavar="用户:密码", help="登录用户名和密码；监听本机以外的地址时必须有")
    parser.add_argument("--model", metavar="提供方:模型", help="用大模型组织文字（同样逐句核对）")
    parser.add_argument("--allow-remote", action="store_true", help="同意把问题发给这台机器以外的大模型")
    parser.add_argument("--maintainer", action="store_true", help="多一间“维护”：追查答复、资料库、测评、反馈")
    parser.add_argument("--eval-result", metavar="文件", help="维护里看的测评结果（默认是随附的基线）")
    add_common(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped; exit status 0."""
    from ui.web import serve

    if args.eval_result and not args.maintainer:
        raise InputProblem("--eval-result 要和 --maintainer 一起用：测评结果在维护里看")
    upkeep = _upkeep(args) if args.maintainer else None
    return serve(open_assistant(args), host=args.host, port=args.port, auth=args.auth, upkeep=upkeep)


def _upkeep(args: argparse.Namespace) -> Upkeep:
    feedback = os.environ.get("YOUJU_FEEDBACK", "").strip()
    return Upkeep(
        library=settings_of(args).library,
        result=Path(args.eval_result) if args.eval_result else BASELINE,
        feedback=Path(feedback).expanduser() if feedback and feedback.lower() not in OFF else None,
    )
