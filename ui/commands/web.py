"""`youju web`: opens the page."""

from __future__ import annotations

import argparse
from typing import Any

from ui.commands.common import add_common, open_assistant


def add(commands: Any) -> None:
    """Add the command's parser."""
    parser = commands.add_parser("web", help="打开网页", description="在这台机器上打开网页（默认只有本机能访问）。")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    parser.add_argument("--port", type=int, default=7860, help="端口（默认 7860）")
    parser.add_argument("--auth", metavar="用户:密码", help="登录用户名和密码；监听本机以外的地址时必须有")
    parser.add_argument("--model", metavar="提供方:模型", help="用大模型组织文字（同样逐句核对）")
    parser.add_argument("--allow-remote", action="store_true", help="同意把问题发给这台机器以外的大模型")
    add_common(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped; exit status 0."""
    from ui.web import serve

    return serve(open_assistant(args), host=args.host, port=args.port, auth=args.auth)
