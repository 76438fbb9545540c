"""Importers: the text of a file, or one clear sentence. Hidden text, rubbish and bombs do not come through."""

from __future__ import annotations

import io
import random
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Pt

from kb import InputProblem, read_text
from kb.importers import MAX_BYTES
from kb.importers.docx import MAX_UNPACKED
from kb.importers.html import read_html

WORDS = "催收人不得以电话骚扰他人，这是《示例法》第二条的规定。\n你有权拒绝，我们也会在场。"


def saved(folder: Path, name: str, content: bytes | str) -> str:
    """A file with this content; its path as a user gives it."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def refusal(source: str) -> str:
    """The one sentence with which a file is refused."""
    with pytest.raises(InputProblem) as caught:
        read_text(source)
    message = str(caught.value)
    assert "\n" not in message
    return message


def docx(*paragraphs: str) -> bytes:
    """A Word document."""
    document, out = Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


def pdf(*lines: str) -> bytes:
    """A PDF of one page whose font says which character each code is."""
    shown = "".join(dict.fromkeys("".join(lines)))
    code = {c: i for i, c in enumerate(shown, 1)}
    mapping = "\n".join(f"<{code[c]:04x}> <{ord(c):04x}>" for c in shown)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(shown)} beginbfchar\n{mapping}\nendbfchar endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    strings = " T* ".join(f"<{''.join(f'{code[c]:04x}' for c in line)}> Tj" for line in lines)
    content = f"BT /F 12 Tf 14 TL 50 700 Td {strings} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources 8 0 R >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        (
            "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H "
            "/DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
        ),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo 9 0 R /DW 1000 >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
        "<< /Font << /F 5 0 R >> >>",
        "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return out + f"{end}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "big5"]
)
def test_text_of_any_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with or without a mark, GB18030, UTF-16 with or without one, Big5."""
    words = "債務人的電話，我們不會公開。這是第二條的規定，你有權拒絕。" if encoding == "big5" else WORDS

    assert read_text(saved(tmp_path, "信.txt", words.encode(encoding))) == words


def test_windows_line_ends_become_plain_ones(tmp_path: Path) -> None:
    """A line end is one character, so that places in the text are the same everywhere."""
    assert read_text(saved(tmp_path, "信.txt", "甲。\r\n乙。\r丙。")) == "甲。\n乙。\n丙。"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le"])
def test_a_file_of_another_encoding_may_be_cut_too(tmp_path: Path, encoding: str) -> None:
    """Where the last character is half there, all before it is read."""
    assert read_text(saved(tmp_path, "信.txt", WORDS.encode(encoding)[:-1])) == WORDS[:-1]


def test_a_file_cut_in_the_middle_of_a_character_is_read_up_to_it(tmp_path: Path) -> None:
    """One broken character costs one character, not the whole text."""
    assert read_text(saved(tmp_path, "信.txt", WORDS.encode()[:-1])).startswith(WORDS[:-1])


@pytest.mark.parametrize("name", ["信.txt", "信.md", "信", "信.docx", "信.pdf"])
def test_text_is_text_whatever_the_file_is_called(tmp_path: Path, name: str) -> None:
    """The content decides, not the name."""
    assert read_text(saved(tmp_path, name, WORDS)) == WORDS


@pytest.mark.parametrize("name", ["页.html", "页.txt", "页"])
def test_a_page_is_read_as_a_page_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    """By its beginning, or by its name."""
    assert read_text(
        saved(tmp_path, name, f"<!DOCTYPE html><html><body><p>{WORDS}</p></body></html>")
    ) == WORDS.replace("\n", " ")


@pytest.mark.parametrize("name", ["文.docx", "文.txt", "文.pdf", "文"])
def test_a_word_document_is_read_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    """Its paragraphs, with blank lines between."""
    assert read_text(saved(tmp_path, name, docx("甲。", "", "乙。"))) == "甲。\n\n乙。"


@pytest.mark.parametrize("name", ["文.pdf", "文.txt", "文"])
def test_a_pdf_is_read_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    """A line that the page broke is joined again."""
    assert read_text(saved(tmp_path, name, pdf("催收人不得以电话", "骚扰他人。"))) == "催收人不得以电话骚扰他人。"


def test_tables_stand_where_they_stand_and_hidden_text_does_not(tmp_path: Path) -> None:
    """Cells in reading order, each once; what Word hides is not read."""
    document, out = Document(), io.BytesIO()
    document.add_paragraph("前。")
    table = document.add_table(2, 2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ("甲", "乙", "丙", "丁"), strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1))
    paragraph = document.add_paragraph("后")
    hidden = paragraph.add_run("看不见")
    hidden.font.hidden = True
    paragraph.add_run("。").font.size = Pt(8)
    document.save(out)

    text = read_text(saved(tmp_path, "表.docx", out.getvalue()))

    assert text.split("\n\n") == ["前。", "甲", "乙", "丙", "丁", "后。"]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>甲</p><p>乙</p>", "甲\n\n乙"),
        ("<p>甲<br>乙</p>", "甲\n乙"),
        ("<p>甲\n  乙</p>", "甲 乙"),
        ("<ul><li>甲<li>乙</ul>", "甲\n\n乙"),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲\n\n乙"),
        ("<pre>甲\n乙</pre>", "甲\n乙"),
        ("甲<b>乙</b>丙", "甲乙丙"),
        ("&#x7532;&nbsp;&lt;乙&gt;", "甲 <乙>"),
        ("<html><head><title>题</title><body><p>甲</p></body></html>", "甲"),
        ("<p hidden>隐<p>甲</p>", "甲"),
        ("", ""),
    ],
)
def test_a_pages_visible_text_is_its_paragraphs(page: str, text: str) -> None:
    """Blocks are paragraphs, breaks are lines, missing end tags cost nothing."""
    assert read_html(page).text == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>凯发</script>",
        "<style>.凯发 {}</style>",
        "<noscript>凯发</noscript>",
        "<template>凯发</template>",
        "<iframe>凯发</iframe>",
        "<!-- 凯发 -->",
        "<div hidden>凯发</div>",
        '<div style="display: none">凯发</div>',
        '<div style="DISPLAY:NONE;color:red"><p>凯<b>发</b></p>凯发</div>',
        '<span style="visibility: hidden">凯发</span>',
        '<span style="opacity:0">凯发</span>',
        '<span style="font-size:0">凯发</span>',
        '<div style="position:absolute;left:-9999px">凯发</div>',
        '<div style="display:none">凯</p>发</div>',
        '<div style="display:none">凯<br>发<img src=x>凯</div>',
        "<svg><text>凯发</text></svg>",
        "<select><option>凯发</option></select>",
        '<input type="hidden" value="凯发">',
        '<div title="凯发" data-x="凯发"></div>',
    ],
)
def test_what_a_reader_cannot_see_is_not_read(hidden: str) -> None:
    """Text hidden for search engines never comes through; what stands around it does."""
    assert read_html(f"<p>前。</p>{hidden}<p>后。</p>").text == "前。\n\n后。"


@pytest.mark.parametrize("style", ["opacity:0.8", "font-size:0.9em", "left:-10px", "display:block"])
def test_what_a_reader_can_see_is_read(style: str) -> None:
    """A small or shifted text is still a text."""
    assert read_html(f'<p style="{style}">甲。</p>').text == "甲。"


def bomb(size: int) -> bytes:
    """A Word document whose text unpacks to so many bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("word/document.xml", b"\0" * size)
    return out.getvalue()


def archive(**files: str) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in files.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return out.getvalue()


REFUSED = {
    "empty": (b"", "是空的"),
    "spaces": (b" \n\t ", "是空的"),
    "only a mark": (b"\xef\xbb\xbf", "是空的"),
    "binary": (bytes(range(256)) * 8, "不是文本"),
    "random": (random.Random(1).randbytes(4000), "不是文本"),  # noqa: S311
    "zeros": (b"\x00" * 4000, "不是文本"),
    "control characters": (b"\x01\x02\x03abc" * 100, "不是文本"),
    "an old Word file": (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "请另存为 .docx"),
    "rich text": (b"{\\rtf1\\ansi hello}", "请另存为 .docx"),
    "a photo of an iPhone": (b"\x00\x00\x00\x24ftypheic" + b"\x00" * 60, "请截图"),
    "a gzip": (b"\x1f\x8b\x08" + b"\x00" * 60, "请解压"),
    "a zip": (archive(甲="乙"), "不是 Word 文档"),
    "a spreadsheet": (archive(xl__workbook_xml="<x/>"), "不是 Word 文档"),
    "a broken zip": (b"PK\x03\x04" + b"\x07" * 60, "已损坏"),
    "a hollow Word file": (archive(word__document_xml="<x/>"), "不是完整的 Word 文档"),
    "a Word file of no XML": (
        archive(word__document_xml="甲", **{"[Content_Types]_xml": "甲"}),
        "不是完整的 Word 文档",
    ),
    "a cut Word file": (docx("甲。")[:-40], "已损坏"),
    "a Word file without text": (docx(""), "里没有文字"),
    "a bomb": (bomb(MAX_UNPACKED + 1), "解压后太大"),
    "a bomb by its ratio": (bomb(MAX_UNPACKED // 2), "解压后太大"),
    "a PDF of nothing": (b"%PDF-1.4\n%%EOF", "已损坏"),
    "a cut PDF": (pdf("甲。")[:200], "已损坏"),
    "a PDF without text": (pdf(""), "里没有文字"),
    "a page without text": ("<!doctype html><script>甲</script>".encode(), "没有看得见的文字"),
    "too large": (b"a" * (MAX_BYTES + 1), "大于 5 MB"),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_gets_one_clear_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    """What, where and the mend; never a traceback, never rubbish as text."""
    source = saved(tmp_path, "来件.dat", content)

    message = refusal(source)

    assert said in message
    assert source in message


def test_a_file_that_is_not_there_or_no_file_is_named(tmp_path: Path) -> None:
    """A missing file and a folder."""
    assert refusal(str(tmp_path / "没有.txt")) == f"没有这个文件：{tmp_path / '没有.txt'}"
    assert refusal(str(tmp_path)) == f"没有这个文件：{tmp_path}"


@pytest.mark.parametrize(
    ("content", "text"), [(WORDS.encode(), WORDS), (WORDS.encode("gb18030"), WORDS), (docx("甲。"), "甲。")]
)
def test_standard_input_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch, content: bytes, text: str) -> None:
    """`-`: text of any encoding, or a document."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    assert read_text("-") == text
