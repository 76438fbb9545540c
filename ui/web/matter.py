"""The form of one letter: only the facts that it asks for, in steps; calls are rows that the reader adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant import MAX_QUESTION, MAX_TEXT, Aims, Asked, Group, MatterForm, Offer, Part, Template
from ui.html import Html, join, tag
from ui.web.facts import label_of
from ui.web.words import word

_INPUTS: dict[str, dict[str, str]] = {
    "date": {"type": "date"},
    "time": {"type": "time"},
    "amount": {"type": "text", "inputmode": "decimal"},
    "number": {"type": "text", "inputmode": "numeric"},
    "text": {"type": "text", "maxlength": str(MAX_TEXT)},
}
_LINES = {"words": "3", "list": "3"}
_DIALLED = {"borrower.phone", "calls.number"}
"""Fields for which a phone shows digits."""
NTH = "{n}"
"""Stands in the names of a row's fields until the script knows which row it is."""


def matter_form(template: Template, form: MatterForm, aims: Aims, lang: str) -> Html:
    """The form of a letter; the script fills in what this tab already knows."""
    offer, english = aims.offers[template.id], lang == "en"
    steps = [s for group in aims.steps if (s := _step(group, template, form, aims, lang))]
    shown = [
        tag(
            "details",
            tag("summary", tag("b", str(n)), tag("span", title, class_="what"), tag("span", class_="count")),
            *fields,
            tag("p", tag("button", word(lang, "letters.next"), type="button", class_="quiet next"))
            if n < len(steps)
            else Html(),
            class_="step",
            open=n == 1,
        )
        for n, (title, fields) in enumerate(steps, 1)
    ]
    goes = template.to_en if english else template.to
    return tag(
        "form",
        tag("a", word(lang, "letters.back"), href="#letters", class_="quiet back"),
        tag("h3", template.title_en if english else template.title, tabindex="-1"),
        tag("p", tag("strong", word(lang, "letters.to")), goes),
        unless(offer, lang),
        tag("p", word(lang, "letters.letter_in_chinese"), class_="soft") if english else Html(),
        tag("p", word(lang, "letters.steps"), class_="soft steps-said", role="status"),
        *shown,
        tag(
            "div",
            tag("button", word(lang, "letters.clear"), type="button", class_="forget"),
            tag("button", word(lang, "letters.see"), type="submit", class_="primary"),
            class_="acts-of-room",
        ),
        class_="letter-form",
        data_kind=template.id,
        novalidate=True,
        autocomplete="off",
    )


def unless(offer: Offer, lang: str) -> Html:
    """When not to send a letter, in a line."""
    said = offer.unless if lang == "zh" else offer.unless_en
    return tag(
        "p",
        tag("span", "✕", aria_hidden="true"),
        " ",
        tag("strong", word(lang, "letters.unless")),
        said,
        class_="unless",
    )


def _step(group: Group, template: Template, form: MatterForm, aims: Aims, lang: str) -> tuple[str, list[Html]] | None:
    parts = [part for part in form.parts if part.id in group.parts]
    blocks = [html for part in parts for html in _part(part, template, form, aims, lang)]
    return (group.title if lang == "zh" else group.title_en, blocks) if blocks else None


def _part(part: Part, template: Template, form: MatterForm, aims: Aims, lang: str) -> Iterator[Html]:
    fields = [f for f in part.fields if f.id in template.asks]
    if not fields:
        return
    if not part.rows:
        yield join([_field(f, form, lang) for f in fields])
        return
    often, rare = ([f for f in fields if (f.id in aims.rare) is folded] for folded in (False, True))
    fold = tag("details", tag("summary", word(lang, "letters.more")), *_named(rare, form, lang), class_="more")
    row = tag(
        "section",
        tag("h4", word(lang, "letters.row", n=NTH)),
        *_named(often, form, lang),
        fold if rare else Html(),
        tag("p", tag("button", word(lang, "letters.row_remove"), type="button", class_="quiet remove")),
        class_="row",
    )
    yield tag("div", tag("template", row), class_="rows", data_part=part.id)
    yield tag("p", tag("button", "＋ ", word(lang, "letters.row_add"), type="button", class_="quiet add"))


def _named(fields: Sequence[Asked], form: MatterForm, lang: str) -> list[Html]:
    """Fields of a row whose number is not known yet."""
    return [_field(replace(f, part=f"{f.part}.{NTH}"), form, lang) for f in fields]


def _field(asked: Asked, form: MatterForm, lang: str) -> Html:
    label = label_of(asked, lang)
    more = asked.help if lang == "zh" else asked.help_en
    if asked.kind == "list":
        more = more or word(lang, "letters.a_line")
    if asked.kind in {"choice", "flag"}:
        return _choice(asked, form, label, lang)
    name = asked.id
    hint = tag("small", more, id=f"letters-help-{name}") if more else Html()
    described = f"letters-help-{name}" if more else False
    box = {"name": name, "id": f"letters-{name}", "aria_describedby": described}
    if asked.kind in _LINES:
        entry = tag("textarea", rows=_LINES[asked.kind], maxlength=str(MAX_QUESTION), **box)
    else:
        kind = _INPUTS[asked.kind]
        dialled = {"inputmode": "tel"} if asked.id.replace(f".{NTH}", "") in _DIALLED else {}
        entry = tag("input", **box, **kind, **dialled, autocomplete="off")
    return tag("div", tag("label", label, for_=f"letters-{name}"), hint, entry, class_=f"asked {asked.kind}")


def _choice(asked: Asked, form: MatterForm, label: str, lang: str) -> Html:
    """A choice as buttons of a thumb's size; the first takes it back."""
    if asked.kind == "flag":
        values = {"": word(lang, "letters.unsaid"), "yes": word(lang, "letters.yes"), "no": word(lang, "letters.no")}
    else:
        field = next(f for f in form.calls.fields if f.id == asked.values_of)
        values = {"": word(lang, "letters.unsaid")}
        values |= {v.id: word(lang, f"call.labels.{field.id}_{v.id}") for v in field.values}
    buttons = [
        tag(
            "label",
            tag("input", type="radio", name=asked.id, value=value, checked=not value),
            tag("span", said),
        )
        for value, said in values.items()
    ]
    return tag("fieldset", tag("legend", label), tag("div", *buttons), class_="asked choice")
