"""Invented personal data, and where in bytes they would be found: plain, in other encodings, packed."""

from __future__ import annotations

import base64
import contextlib
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

CANARIES = (
    "13912345678", "11010519491231002X", "6222021234567890128", "wxid_canary_77", "欧阳甲某某", "京A·C9N77",
    "甲某某路77号",
)  # fmt: skip
"""Mobile number, identity card with its check digit, bank card by Luhn, WeChat name, name, plate, address."""
STORY = (
    f"我叫{CANARIES[4]}，电话{CANARIES[0]}，身份证{CANARIES[1]}，卡号{CANARIES[2]}，微信{CANARIES[3]}，"
    f"车牌{CANARIES[5]}，住在{CANARIES[6]}。"
)


def forms(words: str) -> set[bytes]:
    """As text, in UTF-16 and GB18030, in base64 at each of its three places, percent and backslash escapes."""
    plain = words.encode()
    placed = [base64.b64encode(b"\x00" * shift + plain)[(0, 2, 3)[shift] :] for shift in range(3)]
    return {
        plain, words.encode("utf-16-le"), words.encode("utf-16-be"), words.encode("gb18030"),
        quote(words).encode(), quote(quote(words)).encode(), json.dumps(words).strip('"').encode(),
        *(one[: len(one) // 4 * 4 - 4] for one in placed),
    }  # fmt: skip


def found(content: bytes) -> set[str]:
    """The canaries that stand in bytes, in any form, packed or not."""
    return {one for one in CANARIES for piece in unpacked(content) for form in forms(one) if form in piece}


def found_below(*folders: Path) -> dict[str, set[str]]:
    """The files of folders that hold any, by name."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return {str(path): those for path in files if (those := found(path.name.encode()) | found(path.read_bytes()))}


def unpacked(content: bytes) -> Iterator[bytes]:
    """The bytes themselves, and what they hold packed: archives, gzip anywhere in them, streams of zlib."""
    yield content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from unpacked(name.encode() + b"\n" + archive.read(name))
    for magic, bits in ((b"\x1f\x8b\x08", 31), (b"\x78\x9c", 15), (b"\x78\x01", 15), (b"\x78\xda", 15)):
        at = content.find(magic)
        while at >= 0:
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj(bits).decompress(content[at:], 50_000_000)
            at = content.find(magic, at + 1)


def hidden(words: str) -> Iterator[bytes]:
    """Bytes in which the words stand, each in another way; for showing that they are found."""
    yield from (form + b"." for form in forms(f"甲{words}乙"))
    yield gzip.compress(words.encode())
    yield b"row\x00" + zlib.compress(words.encode()) + b"\x00"
    yield b"log " + gzip.compress(words.encode("utf-16")) + b" end"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", words)
    yield out.getvalue()
