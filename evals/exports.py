"""Our cases for other people's evaluation programs, which ask `POST /api/v1/ask` of a running `youju web`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from evals.cases import Case
from kb import InputProblem

FORMATS = ("promptfoo", "inspect")
ADDRESS = "http://127.0.0.1:7860/api/v1/ask"

_INSPECT = Path(__file__).parent / "data" / "inspect_task.txt"
_PROVIDER = {
    "id": "http",
    "label": "youju",
    "config": {
        "url": "{{ env.YOUJU_URL or '" + ADDRESS + "' }}",
        "method": "POST",
        "headers": {"Content-Type": "application/json"},
        "body": {"text": "{{question}}", "as_of": "{{as_of}}"},
        "transformResponse": "json",
    },
}
_CITED = """\
const want = {groups};
const cited = output.citations.map((c) => c.ref);
const met = (w, c) => {{
  const [work, unit] = w.split('#'), [cwork, cunit] = c.split('#');
  const same = work.includes('@') ? work === cwork : work === cwork.split('@')[0];
  const article = unit.split('.').slice(0, unit.startsWith('s') ? 2 : 1).join('.');
  return same && (unit === '0' || (cunit + '.').startsWith(article + '.'));
}};
const lacking = want.filter((g) => !g.some((w) => cited.some((c) => met(w, c))));
const reason = 'lacking ' + JSON.stringify(lacking);
return {{ pass: !lacking.length, score: 1 - lacking.length / want.length, reason }};
"""
_SAID = """\
const fold = (s) => s.normalize('NFKC').toLowerCase().replace(/\\s+/g, '');
const said = fold([output.headline, output.text, ...output.citations.map((c) => c.label)].join('\\n'));
const found = {entries}.map((e) => e.split('|').some((p) => said.includes(fold(p))));
return found.every((f) => f === {wanted});
"""


def exported(cases: Sequence[Case]) -> tuple[Case, ...]:
    """What leaves: open questions in one turn, since the address remembers nothing."""
    return tuple(case for case in cases if len(case.turns) == 1 and not case.held_out)


def export_promptfoo(cases: Sequence[Case], out: Path) -> int:
    """Write `promptfooconfig.json` (or whatever OUT is called), for `promptfoo eval -c OUT`; gives the count.

    Raises:
        InputProblem: the file is there already, or cannot be written.
    """
    chosen = exported(cases)
    config = {
        "description": "youju",
        "prompts": ["{{question}}"],
        "providers": [_PROVIDER],
        "tests": [_test(case) for case in chosen],
    }
    _write(out, json.dumps(config, ensure_ascii=False, indent=1) + "\n")
    return len(chosen)


def _test(case: Case) -> dict[str, object]:
    checks = []
    if case.action:
        checks.append(_script(f"return output.action === {json.dumps(case.action)};", "action"))
    if case.verdicts:
        checks.append(_script(f"return {json.dumps(case.verdicts)}.includes(output.verdict);", "verdict"))
    if case.expect:
        groups = json.dumps(case.expect, ensure_ascii=False)
        checks.append(_script(_CITED.format(groups=groups), "cited"))
    for name, entries, wanted in (("must_say", case.must_say, "true"), ("must_not_say", case.must_not_say, "false")):
        if entries:
            script = _SAID.replace("{entries}", json.dumps(entries, ensure_ascii=False)).replace("{wanted}", wanted)
            checks.append(_script(script, name))
    day = case.as_of.isoformat() if case.as_of else None
    return {"description": case.id, "vars": {"question": case.turns[0], "as_of": day}, "assert": checks}


def _script(value: str, metric: str) -> dict[str, str]:
    return {"type": "javascript", "value": value, "metric": metric}


def export_inspect(cases: Sequence[Case], out: Path) -> int:
    """Write a folder with `cases.jsonl` and `inspect_task.py`; gives the count.

    Raises:
        InputProblem: the folder holds such files already, or cannot be written.
    """
    chosen = exported(cases)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputProblem(f"写不了 {out}：{error.strerror}") from error
    _write(out / "cases.jsonl", "".join(json.dumps(_sample(case), ensure_ascii=False) + "\n" for case in chosen))
    _write(out / "inspect_task.py", _INSPECT.read_text("utf-8"))
    return len(chosen)


def _sample(case: Case) -> dict[str, object]:
    return {
        "id": case.id, "kind": case.kind, "text": case.turns[0], "reason": case.reason, "expect": case.expect,
        "as_of": case.as_of.isoformat() if case.as_of else None, "action": case.action, "verdicts": case.verdicts,
        "must_say": case.must_say, "must_not_say": case.must_not_say,
    }  # fmt: skip


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise InputProblem(f"{path} 已经有了，没有覆盖：请换一个地方") from error
    except OSError as error:
        raise InputProblem(f"写不了 {path}：{error.strerror}") from error
