"""`youju import`: a law becomes a version file, an article a guide's draft; reports say what a reviewer needs."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from kb import read_corpus
from kb.markup import parse_guide, parse_version
from ui.cli import main

LIBRARY = Path(__file__).parents[1] / "library"

TEXT = """中华人民共和国安宁法
（2025年6月27日修订）
目　录
第一章　总则

第一章　总则
第一条　为了保护安宁，制定本法。
第二条　有下列行为之一的，处八十贝以下罚款：
（一）敲钟的；
（二）泼漆的。
第四条　本法自2027年3月1日起施行。
"""


def _import(tmp_path: Path, *argv: str, text: str = TEXT) -> int:
    (tmp_path / "law.txt").write_text(text, "utf-8")
    where = ["--library", str(LIBRARY), "--out", str(tmp_path / "out")]
    return main(["import", str(tmp_path / "law.txt"), *where, *argv])


def test_a_version_file_and_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Instrument and day from the text; gaps, dropped lines and word-level differences to the held version."""
    assert _import(tmp_path) == 0

    said = capsys.readouterr().out
    version, problems = parse_version((tmp_path / "out" / "安宁法" / "2027-03-01.md").read_text("utf-8"), "x")
    assert version is not None
    assert problems == ()
    assert (version.instrument, version.in_force) == ("安宁法", date(2027, 3, 1))
    assert [a.number.key for a in version.articles] == ["1", "2", "4"]
    assert version.articles[1].headings == ("第一章 总则",)
    for words in (
        "第二条之后是第四条",
        "（目录）：目 录",
        "2024-01-01 的版本比",
        "{+",
        "公布日 2025-06-27",
        "1 个标题",
    ):
        assert words in said


def test_the_report_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything, not only what fits a screen."""
    assert _import(tmp_path, "--json", "--in-force", "2027-06-01") == 0

    (report,) = json.loads(capsys.readouterr().out)
    assert report["instrument"] == "安宁法"
    assert report["in_force"] == "2027-06-01"
    assert report["articles"] == 3
    assert report["headings"] == ["第一章 总则"]
    assert report["doubts"] == ["第二条之后是第四条"]
    assert [d["reason"] for d in report["dropped"]] == ["标题", "通过、公布的说明", "目录", "目录"]
    assert report["compared_with"] == "2024-01-01"
    held = {str(a.number) for a in read_corpus(LIBRARY).instruments["安宁法"].versions[-1].articles}
    assert {c["article"] for c in report["changed"]} <= held
    assert set(report["removed"]) == held - {"第一条", "第二条", "第四条"}


def test_a_word_file_is_read(tmp_path: Path) -> None:
    """Each line a paragraph, as the official database gives it out."""
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in TEXT.split("\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "law.docx"))

    status = main(["import", str(tmp_path / "law.docx"), "--library", str(LIBRARY), "--out", str(tmp_path / "out")])

    assert status == 0
    version, _ = parse_version((tmp_path / "out" / "安宁法" / "2027-03-01.md").read_text("utf-8"), "x")
    assert version is not None
    assert [len(a.paragraphs[0]) for a in version.articles] == [1, 3, 1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("催收打电话怎么办？先录音。", "不像一篇文章"),
        (TEXT.replace("本法自2027年3月1日起施行", "完"), "--in-force"),
        (TEXT.replace("安宁法", "无名法"), "没有“中华人民共和国无名法”"),
        (TEXT.replace("中华人民共和国安宁法\n", ""), "没有标题"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    """Exit status 2; what, where, how to mend; nothing is written."""
    assert _import(tmp_path, text=text) == 2

    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_nothing_is_overwritten_and_the_other_files_are_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One bad file does not stop the rest."""
    assert _import(tmp_path) == 0
    shutil.copy(tmp_path / "law.txt", tmp_path / "again.txt")

    status = main(
        ["import", str(tmp_path / "none.txt"), str(tmp_path / "again.txt"), str(tmp_path / "law.txt"),
         "--in-force", "2028-01-01", "--library", str(LIBRARY), "--out", str(tmp_path / "out")]
    )  # fmt: skip

    said = capsys.readouterr()
    assert status == 2
    assert "没有这个文件" in said.err
    assert "已经有了，没有覆盖" in said.err
    assert "again.txt →" in said.out


ARTICLE = """当前位置：首页>债务
邻居半夜敲钟该怎么办
作者：张示例
邻居天天半夜敲钟，我睡不着，也不知道该找谁说，心里又急又气。

先去问一问物业，把每一次敲钟的时间记下来，记得越细，后来就越好说话。
法条怎么说
《安宁法》第九百条规定了敲钟的人要承担什么责任，可以拿给他看一看。
扫描二维码推送至手机访问。
相关文章
邻居养狗怎么办
"""


def test_an_article_becomes_a_draft_that_holds_its_words_only_in_a_quote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The draft is never indexed, the report tells every dropped line and every faulty citation."""
    assert _import(tmp_path, text=ARTICLE) == 0

    said = capsys.readouterr().out
    draft = (tmp_path / "out" / "guides" / "law.md").read_text("utf-8")
    report = (tmp_path / "out" / "guides" / "law.report.md").read_text("utf-8")
    ours = [line for line in draft.split("\n") if not line.startswith("> ")]
    assert "draft = true" in ours
    assert "reviewed =" not in draft
    assert [s for s in ARTICLE.split("\n") if len(s) > 8 and s in "\n".join(ours)] == []
    assert draft.count("原文，改写后删去") == 2
    for words in ("当前位置：首页&#62;债务", "张示例", "邻居养狗怎么办", "第 8 行 《安宁法》第九百条：没有这一条"):
        assert words in report
    assert "1 处有误" in report
    assert "指南草稿" in said
    assert parse_guide(draft, "x")[0] is None


def test_the_draft_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything, as JSON."""
    assert _import(tmp_path, "--json", "--as-of", "2026-06-01", text=ARTICLE) == 0

    (report,) = json.loads(capsys.readouterr().out)
    assert (report["kind"], report["title"], report["as_of"]) == ("guide", "邻居半夜敲钟该怎么办", "2026-06-01")
    assert [d["kind"] for d in report["dropped"]] == ["navigation", "furniture", "qr", "related", "related"]
    assert [(c["line"], c["finding"]) for c in report["citations"]] == [(8, "nonexistent_article")]
    assert report["tier"]["id"] == "unknown"


def test_what_a_source_is_can_be_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--law` refuses an article, `--guide` makes a draft of a law."""
    assert _import(tmp_path, "--law", text=ARTICLE) == 2
    assert "不像一部法律" in capsys.readouterr().err
    assert _import(tmp_path, "--guide", text=TEXT) == 0
    assert "指南草稿" in capsys.readouterr().out
