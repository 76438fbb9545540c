"""Five hundred malformed files, made from a seed: each is read or gets one sentence; none crashes or takes over 5 s."""

from __future__ import annotations

import io
import random
import stat
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from docx import Document

from kb import InputProblem, read_bytes
from kb.importers import confined
from kb.importers.confined import parsed

CASES, LONGEST = 500, 5.0
PATIENCE = 4.0
"""Seconds that each file gets, so that with start and end of its child none takes over five."""
WORDS = "催收人不得骚扰与债务无关的人，这是示例法第二条的规定。你有权拒绝，我们也会在场。\n" * 12
Random = random.Random
Made = tuple[str, bytes]


def _docx(xml: str | bytes = "", **others: bytes) -> bytes:
    """A Word document; `xml` takes the place of its body, `others` are further entries (`__` for `/`)."""
    out = io.BytesIO()
    document = Document()
    for line in WORDS.split("\n"):
        document.add_paragraph(line)
    document.save(out)
    if not xml and not others:
        return out.getvalue()
    made = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            own = xml and entry.filename == "word/document.xml"
            new.writestr(entry, xml if own else old.read(entry), zipfile.ZIP_DEFLATED)
        for name, content in others.items():
            new.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def _pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is its catalogue; without any, one page with a line of text."""
    body = objects or (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 6 8] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length 44 >>\nstream\nBT /F 12 Tf 50 700 Td (The debtor may say no) Tj ET\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(body, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(body) + 1, table)
    end = b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(body) + 1, trailer, len(out))
    return out + head + end


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
LEAF = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _stream(content: bytes, *filters: bytes, length: int = 9) -> bytes:
    """A stream that says it went through these filters and has this length."""
    named = b" ".join(b"/" + name for name in filters)
    return b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (length, named, content)


PAGE = f"<!doctype html><html><head><title>示例</title></head><body><h1>题</h1><p>{WORDS}</p></body></html>".encode()
SOUND = {"信.docx": _docx(), "信.pdf": _pdf(), "信.html": PAGE, "信.txt": WORDS.encode()}


def _sound(rng: Random) -> Made:
    return rng.choice(sorted(SOUND.items()))


def truncated(rng: Random) -> Made:
    """Cut anywhere."""
    name, content = _sound(rng)
    return name, content[: rng.randrange(len(content))]


def flipped(rng: Random) -> Made:
    """Some bytes changed."""
    name, content = _sound(rng)
    made = bytearray(content)
    for _ in range(rng.choice((1, 4, 30, 300))):
        made[rng.randrange(len(made))] = rng.randrange(256)
    return name, bytes(made)


def spliced(rng: Random) -> Made:
    """The beginning of one kind and the end of another."""
    (name, one), (_, other) = _sound(rng), _sound(rng)
    return name, one[: rng.randrange(len(one))] + other[rng.randrange(len(other)) :]


def misnamed(rng: Random) -> Made:
    """Another kind than the name says, or a beginning that is not its own."""
    _, content = _sound(rng)
    magic = rng.choice((b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"\x89PNG", b"\xef\xbb\xbf"))
    return rng.choice(("a.docx", "b.pdf", "c.html", "d.txt", "e", "f.md", "g.jpg")), magic + content


def encoded(rng: Random) -> Made:
    """GB18030, Big5, UTF-16 and UTF-32, with a mark, without, or with a wrong one, cut at an odd place."""
    words = WORDS if rng.random() < 0.5 else "債務人的電話，我們不會公開。這是第二條的規定，你有權拒絕。" * 9
    how = rng.choice(("gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32", "cp1252"))
    content = words.encode(how, "ignore") or b"?"
    mark = rng.choice((b"", b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))
    return rng.choice(("a.txt", "a.html", "a.md")), mark + content[: rng.randrange(1, len(content) + 1)]


def rubbish(rng: Random) -> Made:
    """Random bytes, NULs, lone surrogates, control signs, one endless line."""
    size = rng.choice((1, 60, 5_000, 400_000))
    content = rng.choice(
        (
            rng.randbytes(size),
            b"\x00" * size,
            ("甲\ud800乙" * (size // 9 + 1)).encode("utf-8", "surrogatepass"),
            "催收".encode() + b"\x01\x02" * size,
            "催收的人".encode() * size,
            WORDS.encode() + b"\x00" * (size // 9),
        )
    )
    return rng.choice(("a.txt", "a.html", "a.pdf")), content


def nested_page(rng: Random) -> Made:
    """Up to a million tags inside each other, closed or not, hidden or not; endless attributes; broken comments."""
    depth = rng.choice((300, 20_000, 20_000, 1_000_000))
    tag = rng.choice(("b", "i", "p", "q"))
    made = rng.choice(
        (
            f"<{tag}>" * depth + "催收",
            (f"<{tag} hidden>" * (depth // 3) + "催收" + f"</{tag}>" * (depth // 3)),
            "<div hidden>" * (depth // 9) + "</span>" * (depth // 9) + "催收",
            "<p style='" + "a:b;" * depth + "'>催收</p>",
            "<!--" * depth + "催收",
            "<table><tr><td>" * (depth // 20) + WORDS,
            "<p>" + "&#" * depth + "催收",
            "<style>" + ".a{display:none}" * (depth // 16) + "</style><p class=a>催收</p><p>甲乙</p>",
        )
    )
    return "a.html", b"<html>" + made.encode()[:4_900_000]


def cyclic_pdf(rng: Random) -> Made:
    """Page trees, resources and tables that lead back to themselves."""
    twice = b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>"
    up = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"
    own = b"<< /Type /Page /Parent 3 0 R /Contents [3 0 R 4 0 R] /Resources 3 0 R >>"
    made = rng.choice(
        (
            _pdf(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
            _pdf(CATALOGUE, twice, up),
            _pdf(b"1 0 R"),
            _pdf(CATALOGUE, b"<< /Type /Pages /Kids 2 0 R /Count 2 0 R >>"),
            _pdf(trailer=b"/Prev 9"),
            _pdf(trailer=b"/Prev %d" % rng.randrange(2_000)),
            _pdf(CATALOGUE, PAGES, own, b"[4 0 R]"),
        )
    )
    return "a.pdf", made


def huge_pdf(rng: Random) -> Made:
    """Counts, lengths and depths that no document has; streams that unpack to very much; ten thousand pages."""
    zeros = zlib.compress(b"BT (a) Tj ET\n" * rng.choice((1_000, 4_000_000)))
    again = zlib.compress(zeros)
    deep = rng.choice((500, 100_000))
    many = b"<< /Type /Pages /Kids [%s] /Count 10000 >>" % (b"3 0 R " * 10_000)
    made = rng.choice(
        (
            _pdf(CATALOGUE, PAGES.replace(b"1 >>", b"1000000000 >>"), LEAF, _stream(b"a", length=10**12)),
            _pdf(CATALOGUE, PAGES, LEAF, _stream(zeros, b"FlateDecode", length=len(zeros))),
            _pdf(CATALOGUE, PAGES, LEAF, _stream(again, b"FlateDecode", b"FlateDecode", length=len(again))),
            _pdf(CATALOGUE, b"[" * deep + b"]" * deep),
            _pdf(CATALOGUE, b"<< /A " * deep + b">>" * deep),
            _pdf(CATALOGUE, many, LEAF, _stream(b"a")),
            _pdf(CATALOGUE, PAGES, LEAF, _stream(rng.randbytes(90), b"LZWDecode")),
            _pdf(CATALOGUE, PAGES, LEAF, _stream(b"aaa", *[b"ASCIIHexDecode"] * 5_000)),
            _pdf(trailer=b"/Encrypt << /Filter /Standard /V 5 /R 6 /Length %d >>" % rng.choice((0, 256, 10**9))),
        )
    )
    return "a.pdf", made


def entities(rng: Random) -> Made:
    """Documents and pages that declare entities: of files, of addresses, of a billion laughs."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    doctype = rng.choice(
        (
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
            '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/">]>',
            f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}<!ENTITY a "&a9;">]>',
            '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        )
    )
    body = "<w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body>"
    xml = f'<?xml version="1.0"?>{doctype}<w:document {W}>{body}</w:document>'
    return rng.choice((("a.docx", _docx(xml)), ("a.docx", _docx(xml.encode("utf-16"))), ("a.html", xml.encode())))


def _crowd(archive: zipfile.ZipFile) -> None:
    """More entries than any document has."""
    for number in range(6_000):
        archive.writestr(f"word/{number}", b"")


def archives(rng: Random) -> Made:
    """Bombs, archives in archives, names that lead outside, links, a table of contents that lies."""
    bomb = b"\x00" * rng.choice((1_000_000, 40_000_000))
    link = zipfile.ZipInfo("word/link.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO(_docx())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        rng.choice(
            (
                lambda: archive.writestr("word/media/a.bin", bomb),
                lambda: archive.writestr("../../etc/x", b"x"),
                lambda: archive.writestr("/etc/x", b"x"),
                lambda: archive.writestr("C:\\x", b"x"),
                lambda: archive.writestr(link, b"/etc/passwd"),
                lambda: archive.writestr("word/embeddings/a.docx", _docx()),
                lambda: archive.writestr("word/vbaProject.bin", rng.randbytes(90)),
                lambda: archive.writestr("a" * 60_000, b""),
                lambda: _crowd(archive),
            )
        )()
    made = bytearray(out.getvalue())
    if rng.random() < 0.3:  # the table of contents lies
        at = made.rfind(b"PK\x01\x02") + rng.choice((10, 16, 20, 24, 28, 42))
        made[at : at + 4] = rng.randbytes(4)
    return "a.docx", bytes(made)


def deep_docx(rng: Random) -> Made:
    """Tables in tables, endless runs, relations that lead elsewhere."""
    depth = rng.choice((50, 400, 30_000))
    cell = "<w:tbl><w:tr><w:tc>"
    body = rng.choice(
        (
            cell * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth,
            "<w:p>" + "<w:r><w:t>催</w:t></w:r>" * depth + "</w:p>",
            "<w:p>" * depth + "</w:p>" * depth,
            "<w:p><w:r><w:t>" + "催" * 250_000 + "</w:t></w:r></w:p>",
            "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='99999999'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>",
        )
    )
    return "a.docx", _docx(f"<w:document {W}><w:body>{body}</w:body></w:document>")


FAMILIES: tuple[Callable[[Random], Made], ...] = (
    *(truncated, flipped, spliced, misnamed, encoded, rubbish, nested_page),
    *(cyclic_pdf, huge_pdf, entities, archives, deep_docx),
)


def _made() -> Iterator[tuple[str, str, bytes]]:
    for number in range(CASES):
        family = FAMILIES[number % len(FAMILIES)]
        name, content = family(Random(number))  # the same files at every run
        yield f"{family.__name__}-{number}", name, content


def _fault(case: tuple[str, str, bytes]) -> str:
    """What is wrong with how a file is taken; nothing if it is read, or refused in one sentence in time."""
    label, name, content = case
    began = time.perf_counter()
    try:
        text = read_bytes(content, name, PATIENCE)
        wrong = "" if text.strip() else "read as nothing"
    except InputProblem as problem:
        said = str(problem)
        wrong = "" if name in said and "\n" not in said else f"said {said!r}"
    spent = time.perf_counter() - began
    return f"{label}: {wrong or f'{spent:.1f} s'}" if wrong or spent > LONGEST else ""


def test_every_malformed_file_is_read_or_gets_one_sentence_in_time() -> None:
    """No crash, no hang, no traceback, whatever stands in it."""
    with ThreadPoolExecutor(2) as pool:
        faults = [fault for fault in pool.map(_fault, _made()) if fault]

    assert faults == []


@pytest.mark.parametrize(("name", "content"), SOUND.items())
def test_the_files_the_malformed_ones_are_made_from_are_sound(name: str, content: bytes) -> None:
    """Otherwise the test above would prove nothing."""
    assert read_bytes(content, name)


def test_a_file_that_takes_too_long_is_given_up() -> None:
    """The child is killed at its time, and the file named."""
    began = time.perf_counter()

    with pytest.raises(InputProblem, match=r"大\.pdf 读了 0\.01 秒还没有读完"):
        parsed("pdf", _pdf(), "大.pdf", 0.01)

    assert time.perf_counter() - began < 2


def test_what_one_child_compiled_the_next_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that is compiled anew for every file costs three times the reading; it is kept before a file is read."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))

    assert read_bytes(SOUND["信.docx"], "信.docx")

    kept = {path.name.partition(".")[0] for path in tmp_path.rglob("docx/*.pyc")}
    assert {"api", "document", "table"} <= kept


FORBIDDEN = (
    "import socket; socket.create_connection(('127.0.0.1', 9))",
    "import socket; socket.getaddrinfo('example.org', 80)",
    "import subprocess; subprocess.Popen(['true'])",
    "import os; os.system('true')",
    "open('/tmp/x', 'w')",
    "import os; os.remove('/tmp/x')",
)


def test_the_child_can_neither_call_nor_start_nor_change_anything() -> None:
    """Network, other programs and writing are refused, whatever a parser is talked into."""
    tried = "\n".join(f"try:\n    {act}\nexcept PermissionError as e:\n    print(e)" for act in FORBIDDEN)
    program = f"from kb.importers.parser import _limit\n_limit('docx', 5)\n{tried}"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert ended.stdout.count("not here") == len(FORBIDDEN), ended.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds address space for certain")
@pytest.mark.parametrize(
    ("instead", "said"),
    [
        ("import kb.importers.parser as p; p._parse = lambda *_: bytearray(10**9); p.main(order)", "内存太多"),
        ("import os; os.kill(os.getpid(), 9)", "可能已损坏，也可能要用的时间或内存太多"),  # as the system does
    ],
)
def test_a_file_that_takes_all_memory_takes_only_its_reader_down(
    monkeypatch: pytest.MonkeyPatch, instead: str, said: str
) -> None:
    """The file is named in one sentence, and the next one is read."""
    with monkeypatch.context() as patch:
        patch.setattr(confined, "_START", confined._START.replace("main(order)", instead))
        with pytest.raises(InputProblem, match=r"信\.html.*" + said):
            read_bytes(PAGE, "信.html")

    assert "你有权拒绝" in read_bytes(PAGE, "信.html")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds address space for certain")
def test_the_child_gets_no_more_than_its_memory() -> None:
    """A gigabyte is refused by the system, not by good will."""
    tried = "try:\n    bytearray(10**9)\nexcept MemoryError:\n    print('bounded')"
    program = f"from kb.importers.parser import _limit\n_limit('docx', 5)\n{tried}"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert ended.stdout == "bounded\n"
