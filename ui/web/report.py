"""A checked call as HTML: verdict, what to do, each sentence with what it breaks, each rule with its law and rank."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from assistant import BREAKABLE, EVERYBODY, Action, Breach, Conclusion, Report, read_aims
from kb import Authority, Corpus
from ui.html import Html, join, tag
from ui.web.letter import letter_buttons
from ui.web.sheet import badge, rank_badge
from ui.web.text import URGENT
from ui.web.turn import VERDICT_LOOKS, Place, blocks, call_list, inline, shelf, sources
from ui.web.words import word

MOST = 3
"""Questions that are asked, rules named in a line, and letters that are offered."""

AIMS = read_aims()
_CARRIED = ("date", "time", "to", "how", "times", "said", "text", "disclosed", "refused")
"""What a letter takes over of a checked call."""


def report(given: Report, corpus: Corpus) -> Html:
    """The whole report; its citations open as `call-N`."""
    lang = given.lang
    place = Place("call", {c.n: c for c in given.citations}, lang)
    if given.action is not Action.ANSWER:
        return tag("div", *blocks(given.text, place), call_list(URGENT, lang), class_="answer crisis")
    parts = [
        *(tag("section", *blocks(given.first, place), class_="first") for _ in range(bool(given.first))),
        tag("p", verdict_badge(given.conclusion, lang), class_="verdict"),
        tag("h3", inline(given.headline, place), class_="headline"),
        tag("p", word(lang, f"call.day_{given.day_from}", day=given.as_of), class_="day"),
        _now(given, place),
        _letters(given),
        _sentences(given),
        _findings(given, place),
        _open(given),
        _kept(given),
        *_list("call.keep", given.evidence, place),
        *_list("call.where", given.channels, place),
        sources(place),
        tag("p", word(lang, "withheld", n=len(given.withheld)), class_="withheld") if given.withheld else Html(),
        tag(
            "p",
            tag("button", word(lang, "copy"), type="button", class_="quiet copy"),
            " ",
            tag("button", word(lang, "call.to_evidence"), type="button", class_="quiet to-evidence"),
            class_="tools",
        ),
    ]
    body = tag("div", *parts, class_=f"answer {given.conclusion.value}")
    return join([body, shelf(given.citations, given.as_of, corpus, place)])


def verdict_badge(conclusion: Conclusion, lang: str) -> Html:
    """Icon, word and colour of a verdict."""
    icon, hue = VERDICT_LOOKS.get(conclusion, ("–", "grey"))
    return badge(icon, conclusion.chinese if lang == "zh" else conclusion.english, hue)


def _now(given: Report, place: Place) -> Html:
    if not given.steps:
        return Html()
    rows = [tag("li", inline(step, place)) for step in given.steps]
    return tag("section", tag("h3", word(place.lang, "call.now")), tag("ol", *rows), class_="now")


def _letters(given: Report) -> Html:
    """Letters that fit what was broken; the checked call goes along as a row."""
    kinds = AIMS.fitting(b.rule for b in given.findings if b.conclusion in BREAKABLE)[:MOST]
    if not kinds:
        return Html()
    row = {name: given.call[name] for name in _CARRIED if name in given.call}
    facts = {"calls": [row], "lender": {"kind": given.call["lender"]} if "lender" in given.call else {}}
    return tag(
        "section",
        tag("h3", word(given.lang, "letters.write")),
        tag("div", tag("p", word(given.lang, "letters.write_note")), *letter_buttons(kinds, AIMS.offers, given.lang),
            class_="to-letters"),
        data_facts=json.dumps(facts, ensure_ascii=False),
    )  # fmt: skip


def _sentences(given: Report) -> Html:
    """Each sentence, and under it the rules that it breaks."""
    found = {b.rule: b for b in given.findings}
    rows = []
    for sentence in given.sentences:
        broken = [found[rule] for rule in sentence.rules if rule in found]
        marks = [
            tag(
                "button",
                tag("span", b.title),
                verdict_badge(b.conclusion, given.lang),
                type="button",
                class_="caused",
                data_finding=b.rule,
            )
            for b in broken
        ]
        words = tag("mark" if broken else "span", tag("bdi", sentence.text))
        voice = tag("span", word(given.lang, f"call.voice_{sentence.voice}"), class_="voice")
        rows.append(tag("li", tag("p", voice, words), *marks, class_="told" if broken else "told quietly"))
    if not rows:
        return Html()
    return tag("section", tag("h3", word(given.lang, "call.sentences")), tag("ul", *rows, class_="sentences"))


def _findings(given: Report, place: Place) -> Html:
    cards = [_finding(breach, place, numbers(given), open_=not at) for at, breach in enumerate(given.findings)]
    later = [
        tag("p", f"{row.says.rstrip('。')}（", tag("span", row.label, class_="whole"), "）")
        for row in given.transitions
    ]
    since = tag("div", tag("h4", word(given.lang, "call.since")), *later, class_="since") if later else Html()
    heading = tag("h3", word(given.lang, "call.findings"))
    return tag("section", heading, *cards, since) if cards else Html()


def numbers(given: Report) -> Mapping[str, int]:
    """Reference → its number among the citations."""
    return {c.ref: c.n for c in given.citations}


def _finding(breach: Breach, place: Place, cited: Mapping[str, int], *, open_: bool) -> Html:
    lang = place.lang
    said = [w for w in breach.words if not any(w != other and w in other for other in breach.words)]
    grounds = [
        tag("li", rank_badge(Authority(g.authority), lang), " ", tag("span", _resting(g.says, g.label, g.n, place)))
        for g in breach.law
    ]
    follows = [tag("li", _resting(c.says, c.label, cited.get(c.ref, 0), place)) for c in breach.consequence]
    heard = tag("p", word(lang, "call.heard"), *(tag("q", w) for w in said), class_="heard") if said else Html()
    binds = breach.binds not in {"", EVERYBODY}
    return tag(
        "details",
        tag("summary", tag("b", breach.title), " ", verdict_badge(breach.conclusion, lang)),
        heard,
        tag("ul", *grounds, class_="grounds"),
        tag("p", tag("strong", word(lang, "call.binds")), breach.binds) if binds else Html(),
        *((tag("h4", word(lang, "call.follows")), tag("ul", *follows)) if follows else ()),
        tag("p", inline(breach.limits, place), class_="limits") if breach.limits else Html(),
        open=open_,
        class_="finding",
        id=f"finding-{breach.rule}",
    )


def _resting(says: str, label: str, n: int, place: Place) -> Html:
    """A sentence with what it rests on in brackets, in the language of the report."""
    mark = f"[{n}]" if n else ""
    if place.lang == "zh":
        return inline(f"{says}（{label}{mark}）", place)
    named = place.cited[n].english if n in place.cited else ""
    return inline(f"{says} ({named or label}{mark})", place)


def _open(given: Report) -> Html:
    """What would decide, each with a button that leads to its field."""
    rows = [
        tag(
            "button",
            tag("span", question),
            tag("small", word(given.lang, "call.decides", rules=_titles([row.title for row in missing], given.lang))),
            type="button",
            class_="quiet deciding",
            data_field=missing[0].field,
        )
        for question, missing in list(given.questions.items())[:MOST]
    ]
    if not rows:
        return Html()
    return tag("section", tag("h3", word(given.lang, "call.open")), *rows, class_="open-questions")


def _titles(titles: Sequence[str], lang: str) -> str:
    names = list(dict.fromkeys(titles))
    return word(lang, "comma").join(names[:MOST]) + (word(lang, "and_more") if len(names) > MOST else "")


def _kept(given: Report) -> Html:
    """What was looked at and is not broken: named where words show it, counted where nothing was told."""
    lang, broken = given.lang, {b.title for b in given.findings}
    shown: dict[str, dict[str, None]] = {}
    for kept in given.kept:
        if kept.why != "not_described" and kept.title not in broken:
            shown.setdefault(kept.words, {})[kept.title] = None
    rows = [
        tag("li", tag("q", told), word(lang, "colon"), _titles(list(titles), lang)) for told, titles in shown.items()
    ]
    silent = sum(k.why == "not_described" for k in given.kept)
    rows += [tag("li", word(lang, "call.silent", n=silent))] if silent else []
    if given.not_binding:
        names = _titles([n.title for n in given.not_binding], lang)
        rows.append(tag("li", word(lang, "call.unbound", n=len(given.not_binding), rules=names)))
    return tag("details", tag("summary", word(lang, "call.kept")), tag("ul", *rows), class_="kept") if rows else Html()


def _list(heading: str, lines: Sequence[str], place: Place) -> Iterator[Html]:
    if lines:
        yield tag("h3", word(place.lang, heading))
        yield tag("ul", *(tag("li", inline(line, place)) for line in lines))
