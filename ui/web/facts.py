"""What the room of letters is sent, read: the kind, the day, the facts; what cannot be read is named at its field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant import MAX_QUESTION, MAX_TEXT, Asked, Letters, Matter, MatterForm, Part
from kb import InputProblem
from ui.web.words import word

MAX_BODY = 1_000_000
"""Bytes of the facts of one letter."""
MAX_ROWS = 30
"""Calls in one letter; each is checked while the reader waits."""
CALLS = "calls"
EARLIEST = date(2021, 1, 1)
"""Letters are written by the law of this day or a later one."""
_MOST = {"text": MAX_TEXT, "list": MAX_TEXT, "words": MAX_QUESTION}


class FieldProblem(InputProblem):
    """A fact that cannot be read, and the field it was written in: `amounts.claimed`, `calls.0.date`."""

    def __init__(self, sentence: str, field: str) -> None:
        """Say what is wrong in one sentence, and where."""
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Wanted:
    """A letter that is asked for."""

    kind: str
    matter: Matter
    as_of: date
    format: str


def read_wanted(body: bytes, letters: Letters, today: date, lang: str) -> Wanted:
    """The letter that a request's body asks for.

    Raises:
        FieldProblem: a fact cannot be read; names its field.
        InputProblem: anything else in it that is not as it should be.
    """
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InputProblem(word(lang, "letters.bad_request")) from error
    if not isinstance(given, dict) or not isinstance(given.get("kind"), str):
        raise InputProblem(word(lang, "letters.bad_request"))
    template = letters.template(given["kind"])
    as_of = _day(given.get("as_of"), today, lang)
    matter = _matter(given.get("facts", {}), letters.form, as_of, lang)
    return Wanted(template.id, matter, as_of, str(given.get("format")))


def _day(given: object, today: date, lang: str) -> date:
    if given is None:
        return today
    try:
        day = date.fromisoformat(str(given))
    except ValueError as error:
        raise InputProblem(word(lang, "letters.bad_day")) from error
    if not EARLIEST <= day <= today:
        raise InputProblem(word(lang, "letters.bad_day"))
    return day


def _matter(given: object, form: MatterForm, as_of: date, lang: str) -> Matter:
    if not isinstance(given, Mapping):
        raise InputProblem(word(lang, "letters.bad_request"))
    if isinstance(rows := given.get(CALLS), list) and len(rows) > MAX_ROWS:
        raise FieldProblem(word(lang, "letters.bad_rows", n=len(rows), most=MAX_ROWS), f"{CALLS}.{MAX_ROWS}.date")
    for part in form.parts:
        for field, asked, value, alone in _values(part, given.get(part.id)):
            try:
                form.read(alone)
            except InputProblem as error:
                raise FieldProblem(_mend(asked, value, lang), field) from error
    matter = form.read(given)
    label = label_of(form.fields["calls.date"], lang)
    for n, listed in enumerate(matter.calls):
        if (day := listed.call.date) and day > as_of:
            raise FieldProblem(word(lang, "letters.bad_future", label=label, value=day), f"calls.{n}.date")
    return matter


def _values(part: Part, table: object) -> Iterator[tuple[str, Asked, object, dict[str, object]]]:
    """Each known fact: the field's name on the page, what it asks for, the value, and a matter of it alone."""
    asked = {f.name: f for f in part.fields}
    if not part.rows:
        for name, value in table.items() if isinstance(table, Mapping) else ():
            if name in asked:
                yield asked[name].id, asked[name], value, {part.id: {name: value}}
        return
    for n, row in enumerate(table if isinstance(table, list) else ()):
        for name, value in row.items() if isinstance(row, Mapping) else ():
            if name in asked:
                yield f"{part.id}.{n}.{name}", asked[name], value, {part.id: [{name: value}]}


def _mend(asked: Asked, value: Any, lang: str) -> str:
    kind = "choice" if asked.kind == "flag" else asked.kind
    return word(
        lang, f"letters.bad_{kind}", label=label_of(asked, lang), value=str(value)[:20], most=_MOST.get(asked.kind, 0)
    )


def label_of(asked: Asked, lang: str) -> str:
    """What a field asks for, in the reader's language."""
    return asked.label if lang == "zh" else asked.label_en
