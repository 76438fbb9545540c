"""Evidence files with their hashes: what is listed, what is passed over, and what changed."""

import hashlib
from pathlib import Path

import pytest

from assistant import Fate, compare_manifest, files_listed, make_manifest, read_manifest, write_manifest
from kb import InputProblem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of invented evidence."""
    evidence = tmp_path / "证据"
    (evidence / "录音").mkdir(parents=True)
    (evidence / "录音" / "=1.m4a").write_bytes(b"sound" * 1000)
    (evidence / "截图.png").write_bytes(b"")
    (evidence / ".DS_Store").write_bytes(b"x")
    (evidence / "链接.txt").symlink_to(tmp_path / "elsewhere.txt")
    (tmp_path / "elsewhere.txt").write_text("not evidence")
    return evidence


def test_every_file_is_listed_with_the_hash_of_its_bytes(folder: Path) -> None:
    """Names are from the folder given; an empty file has a hash too."""
    manifest = make_manifest([folder])

    assert [(f.name, f.size, f.sha256) for f in manifest.files] == [
        ("证据/录音/=1.m4a", 5000, hashlib.sha256(b"sound" * 1000).hexdigest()),
        ("证据/截图.png", 0, hashlib.sha256(b"").hexdigest()),
    ]
    assert str(manifest.files[0].modified.utcoffset()) == "8:00:00"


def test_hidden_files_and_links_are_passed_over_and_named(folder: Path) -> None:
    """A link may lead to anything; nobody is left to wonder why a file is missing."""
    assert {(p.name, p.why) for p in make_manifest([folder]).passed_over} == {
        ("证据/.DS_Store", "隐藏文件"),
        ("证据/链接.txt", "是链接，不是文件本身"),
    }


def test_what_changed_is_gone_or_new_is_told(folder: Path) -> None:
    """One byte is enough."""
    written = write_manifest(make_manifest([folder]))
    (folder / "截图.png").write_bytes(b"!")
    (folder / "录音" / "=1.m4a").rename(folder / "2.m4a")

    verdicts = compare_manifest(read_manifest(written.encode()), make_manifest([folder]))

    assert {v.name: v.fate for v in verdicts} == {
        "证据/2.m4a": Fate.NEW,
        "证据/截图.png": Fate.CHANGED,
        "证据/录音/=1.m4a": Fate.MISSING,
    }


def test_a_list_says_what_it_is_not_and_holds_no_formula(folder: Path) -> None:
    """It is no 公证 and no 区块链存证; a file named =1 does not compute."""
    manifest = make_manifest([folder / "录音" / "=1.m4a"])
    written = write_manifest(manifest)

    assert "不是公证，不是区块链存证" in written
    assert "\n'=1.m4a," in written
    assert read_manifest(written.encode()) == {"=1.m4a": manifest.files[0].sha256}


def test_listed_files_are_found_beside_the_list(folder: Path) -> None:
    """Without the folder named, names are read from where the list lies."""
    listed = read_manifest(write_manifest(make_manifest([folder])).encode())

    assert all(v.fate is Fate.SAME for v in compare_manifest(listed, files_listed(listed, folder.parent)))


def test_the_order_of_files_does_not_change_the_digest(folder: Path) -> None:
    """One number for all files, whatever order they are given in."""
    a, b = folder / "截图.png", folder / "录音" / "=1.m4a"

    assert make_manifest([a, b]).digest == make_manifest([b, a]).digest


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd"])
def test_a_list_may_not_name_what_lies_outside(name: str) -> None:
    """A stranger's list does not make youju read other files."""
    with pytest.raises(InputProblem, match="文件夹外面"):
        read_manifest(f"文件,字节,修改时间,SHA-256\n{name},1,x,00\n".encode())


def test_two_files_of_one_name_are_refused(folder: Path) -> None:
    """A list in which a name stands for two files could be verified by neither."""
    (folder / "录音" / "截图.png").write_bytes(b"2")

    with pytest.raises(InputProblem, match="两个文件都叫"):
        make_manifest([folder / "截图.png", folder / "录音" / "截图.png"])
