"""What programs may ask, whichever way they come in: ask, law, check, call; the answer is the commands' own JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from assistant import MAX_QUESTION, Assistant, Calls, ExtractiveComposer
from kb import Corpus, InputProblem, StatuteBook, look_up
from ui.checks import Checked, checked
from ui.render import check_dict, entry_dict, outdated_dict

MOST_REFS = 200
"""References in one look-up."""
MAX_REF = 200
"""Characters of a reference."""
MAX_TEXT = 100_000
"""Characters of a text to check."""
LANGUAGES = ("zh", "en")

Today = Callable[[], date]
Json = dict[str, Any]


class Programs:
    """The four questions, each answered by a function from plain JSON values to plain JSON values.

    Whatever a caller sends that is not as documented is an `InputProblem`: one sentence, never a traceback.
    """

    def __init__(self, assistant: Assistant, today: Today = date.today) -> None:
        """Speak for one assistant; `today` is the day of those who name none."""
        self._assistant = assistant
        self._today = today

    @cached_property
    def _calls(self) -> Calls:
        return Calls(self._assistant.corpus)

    def ask(self, text: object, as_of: object = "", lang: object = "zh", model: object = True) -> Json:
        """An answer; the JSON of `youju ask`. With `model` false no chat model is asked, whoever allowed one."""
        asked = question(text)
        if not isinstance(model, bool | None):
            raise InputProblem("model 要是 true 或 false：false 就不用大模型")
        assistant = self._plain if model is False else self._assistant
        return assistant.ask(asked, as_of=day(as_of), lang=language(lang)).to_dict()

    @cached_property
    def _plain(self) -> Assistant:
        return self._assistant.with_composer(ExtractiveComposer())

    def law(self, refs: object, as_of: object = "") -> list[Json]:
        """Provisions in the order asked; the JSON of `youju law`."""
        asked = [refs] if isinstance(refs, str) else refs
        if not isinstance(asked, list) or not asked or not all(isinstance(ref, str) and ref.strip() for ref in asked):
            raise InputProblem('refs 要是一串法条：["民法典第1033条", "治安管理处罚法#50"]')
        if len(asked) > MOST_REFS or max(map(len, asked)) > MAX_REF:
            raise InputProblem(f"一次最多查 {MOST_REFS} 条，每条最多 {MAX_REF} 个字：请分几次查")
        found = looked_up(asked, self._assistant.corpus, day(as_of) or self._today())
        return [row for one in found for row in one.rows]

    def check(self, text: object, as_of: object = "") -> Json:
        """Every citation and quotation in a text; the JSON of `youju check`."""
        words = written(text, "text", MAX_TEXT)
        corpus = self._assistant.corpus
        book = corpus.on(day(as_of) or self._today())
        checks = self._assistant.checker(book.day).check(words)
        return check_row(checked("-", words, checks, corpus, book), corpus, book)

    def call(self, text: object = "", fields: object = None, lang: object = "zh") -> Json:
        """A collection call or message against every rule; the JSON of `youju call`."""
        told = dict(_table(fields))
        if text not in (None, ""):
            told["text"] = written(text, "text", MAX_QUESTION)
        if not told:
            raise InputProblem('请写上发生了什么（text），或各项情况（fields），例如 {"time": "23:10", "to": "family"}')
        return self._calls.check(self._calls.form.read(told), self._today(), language(lang)).to_dict()


def question(text: object) -> str:
    """A question as it was sent.

    Raises:
        InputProblem: it is none, or too long.
    """
    return written(text, "text", MAX_QUESTION)


def written(text: object, name: str, most: int) -> str:
    """Words that were sent under a name.

    Raises:
        InputProblem: they are no words, none at all, or too many.
    """
    if not isinstance(text, str):
        raise InputProblem(f'{name} 要是一段文字：{{"{name}": "……"}}')
    if not text.strip():
        raise InputProblem(f"{name} 是空的：请写一段文字")
    if len(text.strip()) > most:
        raise InputProblem(f"{name} 有 {len(text.strip())} 个字，最多 {most} 个字：请只留关键的一段")
    return text


def day(given: object) -> date | None:
    """The day of the law that is asked for; None where none is named.

    Raises:
        InputProblem: no such day.
    """
    if given in (None, ""):
        return None
    try:
        return date.fromisoformat(given)  # type: ignore[arg-type]
    except (ValueError, TypeError) as error:
        raise InputProblem("看不懂 as_of：请写成 2025-12-31 这样的日子") from error


def language(given: object) -> str:
    """The language of the frame words.

    Raises:
        InputProblem: not one of them.
    """
    if given in (None, ""):
        return LANGUAGES[0]
    if given not in LANGUAGES:
        raise InputProblem("lang 只能是 zh 或 en")
    return str(given)


def _table(fields: object) -> Mapping[str, object]:
    """Fields of a call: an object, or one written as JSON."""
    if fields in (None, ""):
        return {}
    try:
        read = json.loads(fields) if isinstance(fields, str) else fields
    except (ValueError, RecursionError) as error:
        raise InputProblem('fields 不是 JSON：请写成 {"time": "23:10", "to": "family"}') from error
    if not isinstance(read, dict) or not all(isinstance(name, str) for name in read):
        raise InputProblem('fields 要是各项的名称和内容：{"time": "23:10", "to": "family"}')
    return read


@dataclass(frozen=True, slots=True)
class LookedUp:
    """One reference as it was asked: its rows and texts, or why it cannot be read."""

    rows: tuple[Json, ...]
    entries: tuple[Any, ...] = ()
    fault: str = ""


def looked_up(refs: Iterable[str], corpus: Corpus, on: date) -> list[LookedUp]:
    """Every reference; one that cannot be read is a row of its own and costs no other."""
    found: list[LookedUp] = []
    for ref in refs:
        try:
            entries = look_up(ref, corpus, on)
        except InputProblem as fault:
            found.append(LookedUp((_unread(ref, str(fault)),), fault=str(fault)))
            continue
        found.append(LookedUp(tuple(entry_dict(entry) for entry in entries), tuple(entries)))
    return found


def _unread(ref: str, note: str) -> Json:
    keys = ("text", "wording", "status", "effective", "until", "authority", "moved_to", "was")
    return {"asked": ref, "ref": ref, "label": ref, **dict.fromkeys(keys), "moved_to_all": [], "note": note}


def check_row(one: Checked, corpus: Corpus, book: StatuteBook) -> Json:
    """A checked text as JSON."""
    rows: Sequence[object] = [check_dict(check, book, corpus.titles) for check in one.checks]
    return {
        "file": one.name,
        "as_of": book.day.isoformat(),
        "citations": rows,
        "notes": [outdated_dict(note) for note in one.notes],
    }
