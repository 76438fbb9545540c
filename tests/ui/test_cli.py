"""The public commands: what they print, what they say when something is wrong, and their exit status."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb import DATA, lint, read_corpus
from ui.cli import COMMANDS, main

FIRST = "催收半夜十二点打电话，还说要告诉我单位领导，合法吗？"


GIVEN = """\
{"id": "a", "text": "催收能录音吗"}
{nonsense
{"id": "c"}
{"id": "d", "text": "你好", "as_of": "2026-02-31"}
{"id": "e", "text": ""}
{"id": "f", "text": ["催收打给我妈了", "能让他们赔吗"]}
{"id": "g", "text": "去年的事", "as_of": "2025-12-01"}
"""


def _json(capsys: pytest.CaptureFixture[str], *argv: str) -> Any:
    status = main([*argv, "--json"])
    assert status in {0, 1}
    return json.loads(capsys.readouterr().out)


def test_the_first_answer_tells_the_hour_from_the_employer(capsys: pytest.CaptureFixture[str]) -> None:
    """The hour is an industry matter, telling the employer a legal one; every citation resolves and is in force."""
    answer = _json(capsys, "ask", FIRST, "--as-of", "2026-11-22")

    assert isinstance(answer, dict)
    assert answer["verdict"] in {"likely_unlawful", "unlawful"}
    by_rule = {f["rule"]: f["verdict"] for f in answer["findings"]}
    assert "breaches_industry_rule" in by_rule.values()
    assert "违反行业规范" in answer["text"]
    cited = {c["ref"].split("#")[0]: c for c in answer["citations"]}
    assert any(c["authority"] == "law" for c in cited.values())
    assert any(c["authority"] in {"standard", "industry_rule"} for c in cited.values())
    corpus = read_corpus()
    for c in answer["citations"]:
        assert corpus.provision(c["ref"], date(2026, 11, 22)) is not None
        assert c["status"] == "in_force"


def test_json_has_the_promised_shape(capsys: pytest.CaptureFixture[str]) -> None:
    """Every field of docs/interface.md is there."""
    answer = _json(capsys, "ask", "催收骂我怎么办", "--as-of", "2026-03-01")

    assert isinstance(answer, dict)
    assert answer["as_of"] == "2026-03-01"
    promised = (
        "question as_of lang action verdict text claims citations hits findings facts ask_back steps channels "
        "withheld model corpus timings_ms"
    )
    assert set(promised.split()) <= set(answer)
    assert len(answer["hits"]) >= 20
    assert all({"ref", "score"} <= set(h) for h in answer["hits"])
    assert answer["timings_ms"]["total"] > 0


def test_old_and_new_number_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    """第四十二条 holds another rule today; the old one is 第五十条 now."""
    (today,) = _json(capsys, "law", "治安管理处罚法第42条", "--as-of", "2026-11-22")

    assert today["ref"] == "治安管理处罚法@2026-01-01#42"
    assert "铁路" in today["text"]
    assert "恐吓" in today["was"]["text"]
    assert today["was"]["moved_to"] == "治安管理处罚法@2026-01-01#50"
    assert today["was"]["until"] == "2026-01-01"


def test_the_law_of_a_past_day(capsys: pytest.CaptureFixture[str]) -> None:
    """On 2025-12-01 the old 第四十二条 is in force."""
    (then,) = _json(capsys, "law", "治安管理处罚法第42条", "--as-of", "2025-12-01")

    assert (then["ref"], then["status"]) == ("治安管理处罚法@2013-01-01#42", "in_force")
    assert "恐吓" in then["text"]


def test_law_answers_in_the_order_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """What does not exist or cannot be read has its place in the list too."""
    rows = _json(capsys, "law", "民法典#1033", "民法典第1321条", "胡说", "合同法第196条", "刑法#293-1")

    assert isinstance(rows, list)
    assert [r["asked"] for r in rows] == ["民法典#1033", "民法典第1321条", "胡说", "合同法第196条", "刑法#293-1"]
    assert [r["text"] is None for r in rows] == [False, True, True, True, False]
    assert "1260" in rows[1]["note"]
    assert (rows[3]["status"], rows[3]["moved_to"]) == ("repealed", "民法典@2021-01-01#667")
    assert rows[4]["ref"] == "刑法@2024-03-01#293-1"


def test_check_finds_faults_and_exits_1(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A dead number is a fault; a right one is none."""
    letter = tmp_path / "信.md"
    letter.write_text(
        "多次发送恐吓短信，违反《治安管理处罚法》第四十二条。欠款应还（《民法典》第六百七十五条）。", encoding="utf-8"
    )

    status = main(["check", str(letter), "--json"])
    result = json.loads(capsys.readouterr().out)

    assert status == 1
    assert [c["finding"] for c in result["citations"]] == ["superseded", "ok"]
    assert result["citations"][0]["correct"] == "治安管理处罚法@2026-01-01#50"
    start, end = result["citations"][0]["span"]
    assert letter.read_text(encoding="utf-8")[start:end] == "《治安管理处罚法》第四十二条"


def test_a_clean_text_exits_0(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Nothing to find, nothing found."""
    letter = tmp_path / "a.txt"
    letter.write_text("欠款应还（《民法典》第六百七十五条）。", encoding="utf-8")

    assert main(["check", str(letter)]) == 0
    assert "0 处有误" in capsys.readouterr().out


def test_a_batch_goes_on_after_a_bad_line(tmp_path: Path) -> None:
    """Bad JSON, no text, an impossible day and an empty question each give an error line; the rest is answered."""
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text(
        GIVEN,
        encoding="utf-8",
    )

    assert main(["ask", "--batch", str(given), "--out", str(out)]) == 0
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]

    assert [line["id"] for line in lines] == ["a", 2, 3, "d", "e", "f", "g"]
    assert ["error" in line for line in lines] == [False, True, True, True, True, False, False]
    assert lines[5]["question"] == "能让他们赔吗"
    assert lines[6]["as_of"] == "2025-12-01"


def test_search_batch_gives_hits_and_milliseconds(tmp_path: Path) -> None:
    """The ranked passages alone."""
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text('{"id": 1, "text": "爆通讯录"}\n{"id": 2, "text": "民法典第1033条"}\n', encoding="utf-8")

    assert main(["search", "--batch", str(given), "--out", str(out), "-k", "5"]) == 0
    first, second = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())

    assert len(first["hits"]) == 5
    assert second["hits"][0]["ref"] == "民法典@2021-01-01#1033"
    assert second["ms"] > 0


def test_a_foreign_corpus_is_indexed_and_searched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`index --articles` and `search --store`: ids of the corpus are echoed."""
    articles, store = tmp_path / "a.jsonl", tmp_path / "store"
    rows = [
        {"id": "x1", "instrument": "示例法", "article_label": "第一条", "text": "催收人不得在夜间打扰他人。"},
        {"id": "x2", "instrument": "示例法", "article": 2, "headings": ["总则"], "text": "渔业资源受保护。"},
    ]
    articles.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")

    assert main(["index", "--articles", str(articles), "--store", str(store)]) == 0
    capsys.readouterr()
    found = _json(capsys, "search", "夜间打扰", "--store", str(store))

    assert isinstance(found, dict)
    assert found["hits"][0]["id"] == "x1"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["ask", ""], "问题是空的"),
        (["ask", "  \n "], "问题是空的"),
        (["ask", "长" * 8001], "8000"),
        (["ask", "你好", "--as-of", "2026-02-31"], "2026-02-31"),
        (["ask", "你好", "--as-of", "昨天"], "昨天"),
        (["check", "没有.md"], "没有.md"),
        (["law", "胡说八道"], "胡说八道"),
        (["search", ""], "词句"),
        (["search", "x", "-k", "0"], "-k"),
        (["ask", "--batch", "没有.jsonl", "--out", "x.jsonl"], "没有.jsonl"),
        (["ask", "--batch", "x.jsonl"], "--out"),
        (["ask", "你好", "--library", "/"], "资料库"),
        (["search", "x", "--store", "/没有"], "/没有"),
        (["eval", "--suite", "没有"], "没有"),
        (["eval", "--mutations", "--suite", "open"], "--mutations"),
        (["eval", "--mutations", "--limit", "0"], "正整数"),
        (["frob"], "frob"),
    ],
)
def test_what_the_user_can_mend_is_one_sentence(argv: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 2, nothing on standard output, no traceback."""
    assert main(argv) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_an_index_that_cannot_be_written_is_made_in_memory(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The question is answered all the same, and the reader is told."""
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("YOUJU_STORE", str(tmp_path / "file" / "index"))

    answer = _json(capsys, "ask", "催收能录音吗")

    assert isinstance(answer, dict)
    assert answer["action"] == "answer"
    assert "内存" in answer["notice"]


@pytest.mark.slow
def test_lint_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    """The shipped library has no problem."""
    assert main(["lint"]) == 0, capsys.readouterr().out


def test_wording_is_proven_and_the_proof_recorded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`lint --prove` compares with reference texts; only a proof without a fault is recorded."""
    # letters, rules and guides have no part in this
    monkeypatch.setattr("ui.commands.library.problems_of", lambda corpus, _, __, today: tuple(lint(corpus, today)))
    library, reference = tmp_path / "library", tmp_path / "reference.jsonl"
    shutil.copytree(DATA, library, ignore=shutil.ignore_patterns("proven.txt"))
    rows = [
        {"instrument": i.id, "article": number, "suffix": suffix, "text": text,
         "version": v.promulgated and str(v.promulgated), "effective": str(v.in_force),
         "repealed": v.until and str(v.until)}
        for i in read_corpus(library).instruments.values() for v in i.versions
        for number, suffix, text in (
            (9999, 0, "不在架上"), *((a.number.number, a.number.suffix, a.text) for a in v.articles)
        )
    ]  # fmt: skip
    argv = ["lint", "--library", str(library), "--prove", str(reference), "--record"]

    for damaged in (True, False):
        written = [r | {"text": str(r["text"]).replace("罚款", "罚金")} for r in rows] if damaged else rows
        reference.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in written), "utf-8")
        assert main(argv) == (1 if damaged else 0), capsys.readouterr().out
        assert (library / "proven.txt").is_file() is not damaged

    assert main([*argv[:3], "--record"]) == 2
    assert "--prove" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_tells_what_may_stand_after_it(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A command's options come with its module, which is imported only for it."""
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert "--json" in capsys.readouterr().out or command == "web"


def test_a_library_that_lost_something_is_not_indexed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`youju index` names the file and leaves the index as it was; what was proven once and is gone counts as well."""
    library, store = tmp_path / "library", tmp_path / "index"
    shutil.copytree(Path(__file__).parents[1] / "library", library)
    index = ["index", "--library", str(library), "--store", str(store), "--embedder", "hash"]
    assert main(index) == 0
    before = (store / "CURRENT").read_text()
    path = library / "statutes" / "安宁法" / "2024-01-01.md"
    whole = path.read_text("utf-8")

    for damaged, record, said in (
        (whole.encode("gb18030"), "", "statutes/安宁法/2024-01-01.md 第 2 行，不是 UTF-8"),
        (f"{whole}\n**第七条** 又是第七条。\n".encode(), "", "第七条"),
        (whole.encode(), "0  安宁法@2024-01-01#900\n", "安宁法@2024-01-01#900"),
    ):
        path.write_bytes(damaged)
        (library / "proven.txt").write_text(record, "utf-8")
        capsys.readouterr()
        assert main(index) == 2
        err = capsys.readouterr().err
        assert said in err
        assert "索引没有重建" in err
        assert err.count("\n") == 1
    assert (store / "CURRENT").read_text() == before
