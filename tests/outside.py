"""What a program started by a test says of itself when it reaches beyond this machine or starts another program."""

from __future__ import annotations

import textwrap

LEFT, STARTED = "left this machine:", "started:"
"""How such a line on standard error begins."""

WATCH = textwrap.dedent(f"""
    import sys
    def watch(event, args):
        named = dict([
            ("socket.connect", 1), ("socket.sendto", 1), ("socket.sendmsg", 1),
            ("socket.getaddrinfo", 0), ("socket.gethostbyname", 0), ("socket.gethostbyaddr", 0),
        ])
        if event in named:
            where = str(args[named[event]])
            if not any(own in where for own in ("127.0.0.1", "localhost", "'::1'")) and where not in ("None", "::1"):
                print("{LEFT}", event, where, file=sys.__stderr__, flush=True)
        if event in ("subprocess.Popen", "os.system"):
            print("{STARTED}", args[0], args[1:2], file=sys.__stderr__, flush=True)
    sys.addaudithook(watch)
""")
"""The beginning of a program's text; it holds no brace, so that what follows may be formatted."""
