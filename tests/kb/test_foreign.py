"""A corpus made by somebody else is read as it is, and refused with file and line where it cannot be."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from kb.errors import InputProblem
from kb.foreign import guess_authority, read_articles
from kb.passages import FOREVER
from kb.ranks import Authority

ROW = {"instrument": "示例法", "article_label": "第一条", "text": "不得骚扰他人。"}


def _corpus(folder: Path, *rows: Any) -> Path:
    path = folder / "articles.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_every_field_is_read(tmp_path: Path) -> None:
    """Labels and numbers, lists of headings, days, and the maker's own id."""
    row = {"id": 7, "instrument": "示例条例", "article": 12, "headings": ["第一章", "第二节"], "text": "甲。"}

    first, second = read_articles(
        _corpus(tmp_path, row, {**ROW, "effective": "2021-01-01", "repealed": "2026-01-01", "headings": "总则"})
    )

    assert (first.id, first.number, first.headings, first.echo) == ("示例条例#12", "第十二条", "第一章 第二节", "7")
    assert (first.in_force, first.until, first.authority) == (0, FOREVER, Authority.REGULATION)
    assert (second.id, second.echo, second.headings) == ("示例法@2021-01-01#1", "", "总则")
    assert (second.in_force, second.until, second.instrument) == (20210101, 20260101, "示例法")


def test_ids_are_unique(tmp_path: Path) -> None:
    """The same article twice is kept twice, under two ids."""
    assert [p.id for p in read_articles(_corpus(tmp_path, ROW, ROW, ROW))] == ["示例法#1", "示例法#1~2", "示例法#1~3"]


def test_a_packed_file_and_empty_lines(tmp_path: Path) -> None:
    """`.gz` is unpacked; empty lines are nothing."""
    path = tmp_path / "articles.jsonl.gz"
    path.write_bytes(gzip.compress(("\n" + json.dumps(ROW) + "\n\n").encode()))

    assert len(read_articles(path)) == 1


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        json.dumps({**ROW, "text": ""}),
        json.dumps({**ROW, "text": 5}),
        json.dumps({"article": 1, "text": "甲"}),
        json.dumps({"instrument": "示例法", "text": "甲"}),
        json.dumps({**ROW, "article_label": True}),
        json.dumps({"instrument": "示例法", "article": "9" * 5000, "text": "甲"}),
        json.dumps({**ROW, "headings": {}}),
        json.dumps({**ROW, "effective": "2021年"}),
        json.dumps({**ROW, "repealed": 20210101}),
        json.dumps({**ROW, "text": "半个字符\ud800"}),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, bad: str) -> None:
    """File and line, so that it can be mended."""
    path = _corpus(tmp_path, ROW)
    path.write_text(path.read_text("utf-8") + bad + "\n", encoding="utf-8")

    with pytest.raises(InputProblem, match=r"articles\.jsonl:2: "):
        read_articles(path)


def test_a_line_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    """Another encoding is not guessed at."""
    path = _corpus(tmp_path, ROW)
    path.write_bytes(path.read_bytes() + json.dumps(ROW, ensure_ascii=False).encode("gb18030"))

    with pytest.raises(InputProblem, match=":2: "):
        read_articles(path)


def test_a_file_that_is_not_there_or_not_whole(tmp_path: Path) -> None:
    """Missing, empty, cut short: one sentence each."""
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(json.dumps(ROW).encode() * 50)[:-20])
    plain = tmp_path / "plain.jsonl.gz"
    plain.write_bytes(b"not packed")

    for path in (tmp_path / "absent.jsonl", _corpus(tmp_path), cut, plain, tmp_path):
        with pytest.raises(InputProblem, match=str(path)):
            read_articles(path)


@pytest.mark.parametrize(
    ("title", "authority"),
    [
        ("中华人民共和国民法典", Authority.LAW),
        ("治安管理处罚法（2025修订）", Authority.LAW),
        ("征信业管理条例", Authority.REGULATION),
        ("全国人民代表大会和地方各级人民代表大会选举法", Authority.LAW),
        ("国务院关于职工工作时间的规定", Authority.REGULATION),
        ("上海市个人信息保护条例", Authority.LOCAL_REGULATION),
        ("城市供水条例", Authority.REGULATION),
        ("最高人民法院关于审理民间借贷案件适用法律若干问题的规定", Authority.JUDICIAL_INTERPRETATION),
        ("关于审理非法行医刑事案件具体应用法律若干问题的解释", Authority.JUDICIAL_INTERPRETATION),
        ("最高人民法院关于依法妥善审理民间借贷案件的通知", Authority.JUDICIAL_DOCUMENT),
        ("消费金融公司管理办法", Authority.DEPARTMENTAL_RULE),
        ("关于加强征信管理的通知", Authority.NORMATIVE_DOCUMENT),
        ("互联网金融逾期债务催收自律公约", Authority.INDUSTRY_RULE),
        ("GB/T45251-2025", Authority.STANDARD),
    ],
)
def test_rank_is_guessed_from_the_title(title: str, authority: Authority) -> None:
    """Good enough to order hits; a foreign corpus says nothing of it."""
    assert guess_authority(title) is authority
