"""Which public lines are likely to answer now, and what can wait until the offices open, as text."""

from __future__ import annotations

from assistant import Lines, OpenLines, PublicLine

_WORDS = {
    "zh": {
        "now": "现在能打",
        "maybe": "可以试着打，不一定有人接",
        "later": "等上班再打（{opens:%m月%d日} {opens:%H:%M} 以后）",
        "lender": "放款机构官方客服：App、合同或卡背面的号码",
        "tonight": "今晚先做：录音别删、来电截图存好、写下几点和原话；其余明天再说。",
    },
    "en": {
        "now": "Open now",
        "maybe": "May be tried; it may not answer",
        "later": "When offices open ({opens:%Y-%m-%d %H:%M})",
        "lender": "The lender's official line: the number in the app, the contract or on the card",
        "tonight": "Tonight: keep recordings, save screenshots, write down hours and words. The rest can wait.",
    },
}


def open_text(opened: OpenLines, lines: Lines, lang: str = "zh") -> str:
    """What to call now and what later, for a terminal."""
    words = _WORDS[lang]
    office = opened.office_opens == opened.at
    rows = {
        "now": [_line(one, lang) for one in opened.now] + ([words["lender"]] if office else []),
        "maybe": [_line(one, lang) for one in opened.maybe],
        "later": [_line(one, lang) for one in opened.later] + ([] if office else [words["lender"]]),
    }
    parts = [
        "\n".join([words[name].format(opens=opened.office_opens), *(f"  {row}" for row in found)])
        for name, found in rows.items()
        if found
    ]
    if not office:
        parts.append(words["tonight"])
    parts.append(lines.holidays_en if lang == "en" else lines.holidays)
    return "\n\n".join(parts)


def _line(line: PublicLine, lang: str) -> str:
    told = line.en if lang == "en" else line.zh
    colon = (" — " if lang == "en" else "——") if line.note else ""
    note = line.note_en if lang == "en" else line.note
    return f"{line.number:<6}{told}{colon}{note}"
