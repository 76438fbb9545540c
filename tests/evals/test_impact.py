"""What a change of the law touches: the change of 治安管理处罚法 replayed, with a hand-made key of places."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant import CITING as RULES_CITING
from assistant import Verifier, public_notice, read_rules
from evals import CITING, Impact, Side, affected, all_questions, impact_page, impact_text, rerun, trace, with_reruns
from evals.cases import Case
from evals.reruns import Affected
from kb import DATA, Checker, Citation, Finding, InputProblem, Likeness, Look, Provision, read_corpus, verbatim
from ui.cli import main

KEY = tomllib.loads((Path(__file__).parent / "impact_key.toml").read_text("utf-8"))
LIBRARY = Path(__file__).parents[1] / "library"
Json = dict[str, Any]
Make = Callable[[Mapping[str, Json | Exception]], Any]
TODAY = date(2026, 11, 22)


@cache
def _replayed() -> Impact:
    """The law of the last day of the old 治安管理处罚法 and of the first of the new one."""
    corpus = read_corpus()
    before, after = (Side(corpus, DATA, day) for day in (date(2025, 12, 31), date(2026, 1, 1)))
    return trace(before, after, (*RULES_CITING, *CITING), today=TODAY, only="治安管理处罚法")


def _listed(found: Impact, kind: str) -> Iterator[str]:
    """Unit and number of every place of a kind, as the key writes them."""
    for item in found.touched:
        if item.place.kind == kind:
            unit = item.place.unit.rpartition("#")[2] if kind == "ways" else item.place.unit
            yield f"{unit}: {_text(item.place.citation)}{item.key[2]}"


def _text(cited: Citation) -> str:
    """Which text a citation names: by its day or by its year."""
    if cited.version is None:
        return "old " if cited.edition == 2012 else ""
    return "old " if cited.version.year == 2013 else "new "


@pytest.mark.parametrize("kind", sorted(KEY))
def test_the_replay_lists_exactly_the_places_of_the_key(kind: str) -> None:
    """治安管理处罚法, 2012 → 2025: no place of the hand-made key is missing, and none stands there besides."""
    listed = set(_listed(_replayed(), kind))
    wanted = {f"{unit}: {number}" for unit, numbers in KEY[kind].items() for number in numbers}

    assert sorted(listed - wanted) == []
    assert sorted(wanted - listed) == []


def test_the_library_needs_no_mend_after_its_own_change() -> None:
    """Replayed on the library as it stands, no guide, rule or notice is left broken; five places keep the old text."""
    urgent = [t for t in _replayed().touched if t.look in {Look.BROKEN, Look.CHANGED}]
    moved = {t.place.unit for t in _replayed().touched if t.look is Look.MOVED}

    assert urgent == []
    assert moved == {"治安管理处罚法", "K2-029", "K2-030", "P-035", "P-354"}  # names the old text


def test_cases_are_reached_directly_and_through_rules() -> None:
    """A question that cites, and one whose words meet a rule that cites; most of the others are left."""
    rules = read_rules()
    cases = all_questions()
    found = affected(
        cases, _replayed().touched, lambda text: frozenset(f.rule.id for f in rules.findings(rules.facts_in(text)))
    )
    why = {a.case.id: a.why for a in found}

    assert why["K1-015"][0] == "题目里引用《治安管理处罚法》第五十条"
    assert any(reason.startswith("规则 threat-of-violence") for reasons in why.values() for reason in reasons)
    assert KEY["case"].keys() <= why.keys()
    assert len(found) < len(cases) / 2


def test_the_notice_is_verified_by_the_checker() -> None:
    """Each quotation stands in what it is quoted from, old words in the old text; each sentence of law is verified."""
    found = _replayed()
    corpus, day = found.after.corpus, found.after.day
    likeness = Likeness(corpus.instruments.values())
    verifier = Verifier(corpus.on(day), corpus.finder, likeness)
    notice = public_notice(found.law, found.touched, corpus, day, read_rules().transitions, verifier.fault)
    checks = Checker(corpus.on(day), corpus.finder, likeness).check(notice.text)
    quoted = list(_quoted(notice.text))

    assert notice.withheld == ()
    assert [c.mention.raw for c in checks if c.finding == Finding.MISQUOTED] == []
    assert len(quoted) > 100
    for label, words in quoted:
        cited = corpus.citation(label)
        provision = corpus.on(day).resolve(cited) if cited else None
        assert isinstance(provision, Provision), label
        assert verbatim(words, provision.text), (label, words)
    for words in (
        "### 原来的《治安管理处罚法》（2012年修正）第四十二条，现在是《治安管理处罚法》第五十条",
        "新文本的施行日是2026年1月1日",
        "适用违法行为发生时的规定",
        "（《行政处罚法》第三十七条）",
        "去掉的话：“五百元”",
        "到2025-12-31为止（《治安管理处罚法》（2012年修正）第四十二条）",
    ):
        assert words in notice.text


def _quoted(notice: str) -> Iterator[tuple[str, str]]:
    """Each quotation with the label above it."""
    label = ""
    for line in notice.split("\n"):
        if found := re.fullmatch(r"- .+?（(《.+)）：", line):
            label = found[1]
        elif found := re.fullmatch(r"  > “(.+)”", line):
            yield label, found[1]


def test_a_sentence_that_fails_is_not_in_the_notice() -> None:
    """What the verifier refuses is left out and named."""
    found = _replayed()
    refused = public_notice(
        found.law, found.touched, found.after.corpus, found.after.day, read_rules().transitions, lambda _: "查不到"
    )

    assert "适用违法行为发生时的规定" not in refused.text
    assert any("查不到" in sentence for sentence in refused.withheld)


def test_both_answers_are_compared_and_a_held_out_case_is_not_shown(honest: Json, assistant: Make) -> None:
    """Asked on both sides, with progress over both; what differs word by word; words of a held-out case stay hidden."""
    later = honest | {"text": honest["text"].replace("一千元", "八百八十元"), "as_of": "2026-11-23"}
    cases = tuple(
        Affected(Case(name, "own", "simple", ("甲",), "因", split=split), ("题目里引用《示例法》第二条",))
        for name, split in (("open-case", "open"), ("hidden-case", "held_out"))
    )
    told: list[tuple[int, int]] = []
    found = rerun(cases, assistant({"甲": honest}), assistant({"甲": later}), lambda *at: told.append(at))
    shown = with_reruns(_replayed(), found)
    said: list[Json] = shown.to_dict()["cases"]  # type: ignore[assignment]

    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert "[-处一千元-]{+处八百八十元+}以下" in impact_text(shown)
    assert [c["changed"] for c in said] == [True, True]
    assert (said[0]["new"]["text"], said[1]["new"]["text"]) == (later["text"], None)
    assert said[1]["pieces"] == []
    assert impact_page(shown).count("<ins>处八百八十元</ins>") == 1


def test_the_same_answer_on_another_day_is_no_change(honest: Json, assistant: Make) -> None:
    """The day that an answer speaks for is told in it, and is no difference."""
    dated = [honest | {"as_of": day, "text": f"{honest['text']} *按{day}*"} for day in ("2025-12-31", "2026-01-01")]
    case = Affected(Case("1", "own", "simple", ("甲",), "因"), ("因",))
    (found,) = rerun((case,), *(assistant({"甲": answer}) for answer in dated))

    assert found.pieces == ()


def test_an_unknown_instrument_is_one_sentence() -> None:
    """--only with a name that the shelf does not know."""
    side = replace(_replayed().before)
    with pytest.raises(InputProblem, match="资料库里没有“没有的法”"):
        trace(side, side, (), today=TODAY, only="没有的法")


def _pair(tmp_path: Path) -> tuple[Path, Path]:
    """The invented library before and after a third text of 安宁法: 第十一条 moved to 第十五条, 第二条 reworded."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        shutil.copytree(LIBRARY, folder)
    shelf = (new / "instruments.toml").read_text("utf-8")
    begun = 'in_force = 2024-01-01\narticles = 24\nwording = "exact"\nsource = "示例国公报"\nverified = 2026-11-22\n'
    coming = (
        "\n[[instrument.version]]\npromulgated = 2026-05-01\nin_force = 2026-10-01\narticles = 24\n"
        'wording = "exact"\nsource = "示例国公报"\nverified = 2026-11-22\n'
    )
    ended = begun.replace("articles", "until = 2026-10-01\narticles", 1)
    (new / "instruments.toml").write_text(shelf.replace(begun, ended + coming, 1), "utf-8")
    text = (new / "statutes" / "安宁法" / "2024-01-01.md").read_text("utf-8")
    third = text.replace("in_force = 2024-01-01", "in_force = 2026-10-01").replace("base = 2015-01-01\n", "")
    third = third.replace("**第十一条** 有下列行为之一的，处六十贝", "**第十五条** 有下列行为之一的，处九十贝")
    third = third.replace("**第七条**", "**第二条** 催告人上门催告，应当出示红色的木牌。\n\n**第七条**")
    third = third.replace("**第十一条之一** 催告人撤回催告的，不再处罚。", "")
    (new / "statutes" / "安宁法" / "2026-10-01.md").write_text(third, "utf-8")
    return old, new


def test_two_folders_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """OLD and NEW: the version that came, what it did to each article, and guides that still cite old numbers."""
    old, new = _pair(tmp_path)
    notice, page = tmp_path / "notice.md", tmp_path / "page.html"
    status = main(
        ["impact", str(old), str(new), "--no-cases", "--json", "--notice", str(notice), "--report", str(page)]
    )
    said = json.loads(capsys.readouterr().out)
    fates = {a["number"]: (a["fate"], a["targets"]) for a in said["instruments"][0]["articles"]}
    guides = {(p["unit"], p["ref"], p["look"]) for p in said["places"] if p["kind"] == "guide"}

    assert status == 1
    assert said["shelf"]["versions"] == ["安宁法@2026-10-01"]
    assert fates["2"] == ("changed", [])
    assert fates["11"] == ("moved", ["安宁法@2026-10-01#15"])
    assert fates["11-1"][0] == "repealed"
    assert any(ref.startswith("安宁法#11") and look == "moved" for _, ref, look in guides)
    assert "第十一条，现在是《安宁法》第十五条" in notice.read_text("utf-8")
    assert "http:" not in page.read_text("utf-8")
    assert "https:" not in page.read_text("utf-8")


def test_the_json_has_the_shape_of_the_interface(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """docs/interface.md promises these fields."""
    old, new = _pair(tmp_path)
    main(["impact", str(old), str(new), "--no-cases", "--json"])
    said = json.loads(capsys.readouterr().out)

    assert said.keys() == {"old", "new", "shelf", "instruments", "places", "cases", "notice_withheld"}
    assert said["instruments"][0].keys() == {"instrument", "old", "new", "articles"}
    assert said["instruments"][0]["articles"][0].keys() == {"number", "fate", "targets", "compared", "note", "pieces"}
    assert said["places"][0].keys() == {
        *("kind", "file", "line", "unit", "ref", "look", "fate", "targets", "says"),
    }


def test_neither_two_folders_nor_two_days(capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence says how to write it."""
    assert main(["impact"]) == 2
    assert "--day 2025-12-31 --day 2026-01-01" in capsys.readouterr().err


def test_a_page_and_a_text_tell_places_and_escape_words() -> None:
    """The page is whole and asks nothing of another host; the text names file and line."""
    found = _replayed()
    page, text = impact_page(found), impact_text(found)

    assert page.endswith("</html>\n")
    assert "<script" not in page
    assert "assistant/data/conduct.toml:" in text
    assert "第四十二条 换了条号 → 《治安管理处罚法》第五十条" in page
