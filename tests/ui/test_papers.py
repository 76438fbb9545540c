"""Papers as files: what Word, Markdown and HTML hold, what is refused, and how pages come out of a real LibreOffice."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from kb import InputProblem
from kb.importers.docx import read_docx
from ui.paper import Block, Box, Break, Certified, Heading, Items, Line, Paper, Paragraph, Run, Table
from ui.papers import docx_bytes, html, markdown, write_paper
from ui.papers.pages import pages, shown

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CORPUS = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
CHECKED = datetime(2026, 11, 22, 23, 30)  # noqa: DTZ001 - the reader's own clock
DAY = date(2026, 11, 22)

WORDS = (
    "样例主体不得以下列方式打扰他人：\n（一）在夜间反复打来电话；\n（二）把他人的样例信息告诉第三人；\n"
    "（三）以“样例”的名义虚构身份。"
)


def certified(n: int, sentence: str = "对方的做法没有依据。", **other: object) -> Certified:
    """A citation of an invented statute that passed."""
    told: dict[str, object] = {
        "n": n,
        "label": f"《样例法》第{'一二三四五六七八九十'[n - 1]}条第一款",
        "ref": f"样例法@2021-01-01#{n}.1",
        "words": WORDS,
        "exact": True,
        "rank": "法律",
        "status": "现行有效",
        "in_force": date(2021, 1, 1),
        "until": None,
        "sentence": sentence,
        "passed": True,
        "finding": "条文存在，当日有效，引文逐字相同",
    }
    return Certified(**{**told, **other})  # type: ignore[arg-type]


def letter(*, long: bool = False, model: str = "") -> Paper:
    """A letter with every kind of block; the long one fills many pages."""
    annex: tuple[Block, ...] = (Break(), Heading("附页"), *(_filler(n) for n in range(40)))
    blocks: tuple[Block, ...] = (
        Paragraph((Run("致："), Run("样例消费金融有限公司", "bold")), "plain"),
        Paragraph(
            (
                Run("本人"),
                Run("姓名", "blank"),
                Run("（身份证号"),
                Run("", "blank"),
                Run("），是贵公司的客户。贵公司委托的样例催收公司自2026年11月1日起，多次在夜间给我和我的家人打电话，"),
                Run("把我欠款的事告诉了与债务无关的人", cite=1),
                Run("。现就此事提出如下要求。"),
            )
        ),
        Heading("一、事实"),
        Paragraph((Run("下表是我记录的来电，通话录音和短信截图均已保存，可以随时提供；时间以手机通话记录为准。"),)),
        Table(
            ("日期", "时间", "号码", "说了什么"),
            tuple(
                (
                    (Run(f"2026-11-{n:02}"),),
                    (Run("23:10"),),
                    (Run("000-0000-0000"),),
                    (Run("自称样例公司法务，说“再不还就告诉你单位”，"), Run("前后打了五次", "bold"), Run("。")),
                )
                for n in range(1, 29 if long else 4)
            ),
            (3, 2, 4, 8),
        ),
        Heading("二、要求"),
        Paragraph((Run("请贵公司在收到本函之日起十五日内："),)),
        Items(
            (
                (Run("停止在夜间打电话", cite=2), Run("，停止联系我的家人、同事和其他与债务无关的人；")),
                (Run("书面说明委托了哪一家催收机构，从哪里取得我的通讯录，以及向谁提供过我的信息；"),),
                (Run("提供债务明细：本金、利息、费用各是多少，怎样计算。"),),
            ),
            numbered=True,
        ),
        Paragraph((Run("条文这样写：“样例主体不得以下列方式打扰他人”。", cite=1),), "quote"),
        Heading("（一）不改正的后果", 2),
        Paragraph((Run("逾期不改正的，我会依次："),)),
        Items(
            (
                (Run("向样例主管部门投诉"), Run("（不是威胁，是权利）", "note")),
                (Run("请求删除我的信息", cite=2),),
            ),
            numbered=True,
        ),
        Items(((Run("附件：通话记录截图"),), (Run("附件：短信截图"),))),
        Box(
            "什么时候不要寄这封信",
            (
                Paragraph((Run("对方已经起诉的，先按传票上的日期应诉；这封信不能代替答辩。"),), "plain"),
                Items(((Run("还没有核对欠款数额的；"),), (Run("有人身危险的：先打110。"),)), numbered=True),
            ),
        ),
        Paragraph(
            (
                Run("改动对照："),
                Run("《样例法》第九十九条", "fault"),
                Run("旧的说法", "removed"),
                Run("新的说法", "added"),
                Run("。"),
            ),
            "plain",
        ),
        Paragraph((Run("此致"),)),
        Paragraph((Run("样例消费金融有限公司"),), "plain"),
        Paragraph((Run("写信人（签名）："), Run("", "blank")), "right"),
        Paragraph((Run("2026年11月22日"),), "right"),
        *(annex if long else ()),
    )
    return Paper(
        title="关于停止夜间催收和停止联系无关第三人的函",
        blocks=blocks,
        as_of=DAY,
        corpus=CORPUS,
        checked=CHECKED,
        certificate=(
            certified(1, "把我欠款的事告诉了与债务无关的人，没有依据。"),
            certified(2, "停止在夜间打电话。"),
            certified(2, "请求删除我的信息。"),
            *(
                certified(n, exact=n % 2 == 0, words=WORDS * (6 if n == 5 else 1), rank="行业自律（不是法律）")
                for n in range(3, 9 if long else 4)
            ),
        ),
        footer="样例函，内容均为虚构",
        model=model,
    )


def _filler(n: int) -> Paragraph:
    return Paragraph(
        (
            Run(f"第{n + 1}段。", "bold"),
            Run("这一段文字只是为了把纸填满，看看换页的时候有没有字被切掉，有没有孤零零的一行留在页首或者页尾。" * 3),
        )
    )


TRAPS = (
    "=cmd|' /C calc'!A0",
    '{ HYPERLINK "http://canary.example/" } { INCLUDETEXT "c:\\x" } {DDEAUTO c:\\calc "x"}',
    "响铃\x07零\x00半个\ud800字\ufffe非字符",
    "从右\u202e到左\u2066向",
    "<w:fldSimple w:instr='DATE'/> ]]> &amp; <!-- -- --> <script>window.hit=1</script>",
    "# 不是标题",
    "1. 不是列表",
    "- 不是列表",
    "[链接](http://canary.example/a) ![图](http://canary.example/a.png) <http://canary.example/b>",
    "|竖|线| **星** _下划_ `代码` ~~删~~ $x$ www.canary.example a@canary.example",
    "反斜线\\和\\*星",
    "宽空格　与罕用字𰻝",
)
"""What somebody may type or paste; nothing of it may become more than words."""


def trapped() -> Paper:
    """A paper with each trap in each place where words may stand."""
    runs = tuple((Run(trap), Run(trap[:40], look)) for trap in TRAPS for look in ("bold", "blank", "fault", "note"))
    short = tuple(trap[:60] for trap in TRAPS)
    return Paper(
        title=" ".join(short),
        blocks=(
            *(Heading(text, level) for level, text in enumerate(short)),
            *(Paragraph(line, place) for line in runs for place in ("body", "quote")),
            Paragraph((Run("长句" * 17_000),)),
            Items(runs, numbered=True),
            Table(short, tuple(tuple((Run(text),) for text in short) for _ in range(2))),
            Box(short[0], (Items(tuple((Run(text, cite=1), Run("(见上)")) for text in short)),)),
        ),
        as_of=DAY,
        corpus=CORPUS,
        checked=CHECKED,
        certificate=tuple(certified(1, text, words="，".join(short)) for text in short),
        footer=short[4],
        model=" ".join(short),
    )


def texts(paper: Paper) -> Iterator[str]:
    """Every paragraph and cell of a paper as it is written, certificate and foot included."""
    written = pages(paper)
    yield from (written.title, written.label, *written.foot)
    yield from _texts((*written.blocks, *written.opening, *(table for _, table in written.cards)))


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    def said(line: Line) -> str:
        return "".join(shown(run) + (f"[{run.cite}]" if run.cite else "") for run in line)

    for block in blocks:
        match block:
            case Heading():
                yield block.text
            case Paragraph():
                yield said(block.line)
            case Items():
                yield from map(said, block.lines)
            case Table():
                yield from (*block.header, *(said(cell) for row in block.rows for cell in row))
            case Box():
                yield from (block.title, *_texts(block.blocks))


def bare(text: str) -> str:
    """Text without blanks, which files break and join as they like."""
    return "".join(text.split())


def parts(content: bytes) -> dict[str, bytes]:
    """The files inside a Word document."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def body_of(content: bytes) -> ET.Element:
    """The document's own XML, parsed."""
    return ET.fromstring(parts(content)["word/document.xml"])  # noqa: S314 - our own


@pytest.mark.parametrize(
    "paper", [letter(), letter(long=True, model="样例模型"), trapped()], ids=["short", "long", "traps"]
)
def test_a_word_file_has_no_field_no_link_and_no_macro(paper: Paper) -> None:
    """Every part is sound XML; whatever was typed, nothing in it runs, loads or points outside."""
    held = parts(docx_bytes(paper))
    for name, content in held.items():
        ET.fromstring(content)  # noqa: S314 - our own
        assert not re.search(rb"<w:(fldSimple|fldChar|instrText|hyperlink|object|altChunk|control)\b", content), name
        assert b'TargetMode="External"' not in content
    assert not [name for name in held if not name.endswith((".xml", ".rels"))]


def test_every_style_in_use_names_chinese_fonts() -> None:
    """No style is left to a program's own choice, and none follows a theme; body 宋体, headings 黑体."""
    held = parts(docx_bytes(letter(model="样例模型")))
    styles = ET.fromstring(held["word/styles.xml"])  # noqa: S314 - our own
    fonts = {
        style.get(f"{W}styleId"): found.get(f"{W}eastAsia")
        for style in styles.iter(f"{W}style")
        if (found := style.find(f"{W}rPr/{W}rFonts")) is not None
    }
    used = {
        element.get(f"{W}val")
        for name in ("word/document.xml", "word/footer1.xml")
        for element in ET.fromstring(held[name]).iter(f"{W}pStyle")  # noqa: S314 - our own
    }
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert default is not None
    assert [element.get(f"{W}eastAsia") for element in default.iter(f"{W}rFonts")] == ["宋体"]
    assert [element.get(f"{W}eastAsia") for element in default.iter(f"{W}lang")] == ["zh-CN"]
    assert {"Title", "NormalIndent", "ListNumber", "ListBullet", "TableText", "BoxTitle", "Quote", "footer"} <= used
    assert used <= set(fonts)
    assert set(fonts.values()) == {"宋体", "黑体", "楷体"}
    assert {fonts[name] for name in ("Title", "Heading1", "Heading2", "TableHead")} == {"黑体"}
    assert fonts["Normal"] == fonts["NormalIndent"] == fonts["footer"] == "宋体"
    assert not [name for name, content in held.items() if b"Theme=" in content or b"Mincho" in content]


def test_each_numbered_list_begins_at_one() -> None:
    """Three numbered lists have three numberings, each with a start of its own."""
    content = docx_bytes(letter())
    numbers = list(
        dict.fromkeys(n.get(f"{W}val") for p in body_of(content).iter(f"{W}numPr") for n in p.iter(f"{W}numId"))
    )
    numbering = ET.fromstring(parts(content)["word/numbering.xml"])  # noqa: S314 - our own
    starts = {
        num.get(f"{W}numId"): [start.get(f"{W}val") for start in num.iter(f"{W}startOverride")]
        for num in numbering.iter(f"{W}num")
    }

    assert [starts[n or ""] for n in numbers] == [["1"]] * 3


def test_a_table_repeats_its_header_and_a_heading_stays_with_what_follows() -> None:
    """One header row for each table; headings are kept with the next paragraph by their style."""
    held = parts(docx_bytes(letter()))
    tables = [t for t in body_of(docx_bytes(letter())).iter(f"{W}tbl") if len(list(t.iter(f"{W}tr"))) > 1]

    assert [len(list(table.iter(f"{W}tblHeader"))) for table in tables] == [1] * len(tables)
    styles = ET.fromstring(held["word/styles.xml"])  # noqa: S314 - our own
    kept = {s.get(f"{W}styleId") for s in styles.iter(f"{W}style") if s.find(f"{W}pPr/{W}keepNext") is not None}
    assert {"Title", "Heading1", "Heading2", "Heading3", "BoxTitle"} <= kept


@pytest.mark.parametrize("paper", [letter(long=True), trapped()], ids=["long", "traps"])
def test_every_word_is_in_every_kind_of_file(paper: Paper) -> None:
    """What can be seen of a paper is in the Word file, the Markdown as it is read, and the page, unchanged."""
    word = bare(read_docx(docx_bytes(paper), "x.docx").text) + bare("".join(pages(paper).foot))
    page = bare(Seen(html(paper)).text)
    read = bare(Seen(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown(paper))).text)
    read = re.sub("〔[误增删]：(.*?)〕", r"\1", read)

    assert [text[:80] for text in texts(paper) if bare(text) not in word] == []
    assert [text[:80] for text in texts(paper) if bare(text) not in page] == []
    assert [text[:80] for text in texts(paper) if bare(text) not in read] == []


class Seen(HTMLParser):
    """The words of an HTML text, its elements, and the addresses it names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = ""
        self.elements: set[str] = set()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember the element."""
        self.elements.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action"}]

    def handle_data(self, data: str) -> None:
        """Remember the words."""
        self.text += data


def test_nothing_typed_becomes_markup() -> None:
    """Traps make no link, picture, heading or script, in Markdown as it is read or in the page."""
    paper = trapped()
    read = Seen(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown(paper)))
    page = Seen(html(paper))

    assert read.elements & {"a", "img", "script", "code", "pre", "em", "s"} == set()
    assert read.addresses == []
    assert page.elements & {"img", "script", "iframe", "link"} == set()
    assert set(page.addresses) == {"#cite-1"}
    assert 'id="cite-1"' in html(paper)


def test_the_page_is_one_file_that_asks_for_nothing() -> None:
    """Chinese, no request allowed or made, its style unescaped, and set for A4."""
    page = html(letter())

    assert '<html lang="zh-CN">' in page
    assert "default-src &#x27;none&#x27;" in page
    assert not re.search(r"https?:|url\(|@import", page)
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert "size: A4" in style
    assert "&" not in style


@pytest.mark.parametrize("suffix", [".docx", ".md", ".html"])
def test_a_paper_with_a_failing_citation_is_not_written(suffix: str, tmp_path: Path) -> None:
    """The refusal names each citation that failed, and one that was never checked; no file is left."""
    paper = letter()
    failing = replace(
        paper,
        blocks=(*paper.blocks, Paragraph((Run("还有一处", cite=9),))),
        certificate=(paper.certificate[0], certified(2, passed=False, finding="条号不对"), certified(3, passed=False)),
    )

    with pytest.raises(
        InputProblem, match=r"3 处.*\[2\]《样例法》第二条第一款（条号不对）、\[3\].*\[9\]（没有核对过）"
    ):
        write_paper(failing, tmp_path / f"letter{suffix}")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_overwritten_unless_it_is_said(tmp_path: Path) -> None:
    """One sentence, the old content untouched; with `overwrite` the new content and nothing beside it."""
    path = tmp_path / "letter.MD"
    path.write_text("改过的信", "utf-8")
    with pytest.raises(InputProblem, match="已经有了"):
        write_paper(letter(), path)
    assert path.read_text("utf-8") == "改过的信"

    write_paper(letter(), path, overwrite=True)
    assert path.read_text("utf-8") == markdown(letter())
    assert [p.name for p in tmp_path.iterdir()] == ["letter.MD"]


@pytest.mark.parametrize("name", ["letter.pdf", "letter", "no-such-folder/letter.docx"])
def test_a_place_that_cannot_be_written_is_one_sentence(name: str, tmp_path: Path) -> None:
    """Another suffix, none, or a folder that is not there."""
    with pytest.raises(InputProblem, match=r"不会写|写不了"):
        write_paper(letter(), tmp_path / name)


def test_the_same_paper_gives_the_same_bytes() -> None:
    """No clock and no name of a user goes into a Word file; it says who made it and when it was checked."""
    content = docx_bytes(letter())
    assert content == docx_bytes(letter())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = parts(content)["docProps/core.xml"].decode()
    assert core.count("2026-11-22T23:30:00Z") == 2
    assert core.count("有据 youju") == 2
    assert "zh-CN" in core


def test_a_time_with_a_zone_is_told_as_it_is() -> None:
    """The file's own time is in UTC."""
    core = parts(docx_bytes(replace(letter(), checked=datetime(2026, 11, 22, 15, 30, tzinfo=UTC))))["docProps/core.xml"]
    assert b"2026-11-22T15:30:00Z" in core


def test_a_model_is_named_to_readers_and_to_programs() -> None:
    """On the first page and in what each file says about itself; without one the files say that none was used."""
    worded, quoted = letter(model="样例模型-->"), letter()
    label = "本文含人工智能生成的内容：由大模型（样例模型-->）措辞，引用已逐处核对"
    properties = {
        paper.model: ET.fromstring(parts(docx_bytes(paper))["docProps/custom.xml"])  # noqa: S314 - our own
        for paper in (worded, quoted)
    }
    told = {model: {p.get("name"): "".join(p.itertext()) for p in root} for model, root in properties.items()}

    assert json.loads(told[worded.model]["AIGC"])["Label"] == "1"
    assert "样例模型" in json.loads(told[worded.model]["AIGC"])["ContentProducer"]
    assert told[""]["起草方式"] == "原文摘录/模板起草，未使用大模型"
    assert "AIGC" not in told[""]
    assert label in read_docx(docx_bytes(worded), "x.docx").text
    assert label in Seen(html(worded)).text
    assert 'name="AIGC"' in html(worded)
    assert 'name="AIGC"' not in html(quoted)
    (hidden,) = re.findall(r"<!-- AIGC: (.*?) -->$", markdown(worded), re.MULTILINE)
    assert json.loads(hidden) == json.loads(told[worded.model]["AIGC"])
    assert "人工智能" not in markdown(quoted)


def test_the_certificate_tells_each_citation_and_what_it_does_not_prove() -> None:
    """Exact words in “”, a summary as 大意 without them, each sentence with its result, the day it ended."""
    paper = replace(
        letter(), certificate=(*letter().certificate[:3], certified(4, exact=False, until=date(2027, 1, 1)))
    )
    said = read_docx(docx_bytes(paper), "x.docx").text

    assert "3 处引用，全部通过" in said
    assert f"“{WORDS}”" in said
    assert said.count(f"“{WORDS}”") == 2
    assert f"大意（非原文）\n\n{WORDS}\n\n" in said
    assert "2021-01-01起施行，2027-01-01起不再适用" in said
    assert "把我欠款的事告诉了与债务无关的人，没有依据。\n\n核对结果\n\n✓ 通过" in said
    assert said.count("《样例法》第二条第一款") == 1
    assert CORPUS in said
    assert "本页不证明" in said
    assert "不是律师意见" in said


def test_a_paper_without_citations_has_no_certificate() -> None:
    """A list of calls needs no page that proves nothing."""
    paper = Paper("样例清单", (Paragraph((Run("没有引用。"),)),), DAY, CORPUS, CHECKED)
    assert "核验" not in read_docx(docx_bytes(paper), "x.docx").text + markdown(paper) + html(paper)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The short letter, the long one and the one full of traps as LibreOffice prints them."""
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        pytest.skip("no LibreOffice here")
    folder = tmp_path_factory.mktemp("printed")
    papers = {"short": letter(), "long": letter(long=True, model="样例模型"), "traps": trapped()}
    for name, paper in papers.items():
        write_paper(paper, folder / f"{name}.docx")
    profile = (folder / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
    ]
    subprocess.run([*command, *(str(folder / f"{name}.docx") for name in papers)], check=True, capture_output=True)
    return {name: folder / f"{name}.pdf" for name in papers}


def told_by(*command: str) -> str:
    """What a program prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.office
@pytest.mark.parametrize(("name", "fewest", "most"), [("short", 3, 5), ("long", 12, 20), ("traps", 10, 1000)])
def test_libreoffice_opens_it_and_no_page_is_empty(printed: dict[str, Path], name: str, fewest: int, most: int) -> None:
    """A4 pages, as many as the text needs, each with words besides its foot."""
    told = told_by("pdfinfo", str(printed[name]))
    sheets = told_by("pdftotext", "-raw", str(printed[name]), "-").split("\f")[:-1]

    assert "(A4)" in told
    assert fewest <= len(sheets) <= most
    foot = bare("".join(pages({"short": letter(), "long": letter(long=True)}.get(name, trapped())).foot))
    assert [number for number, sheet in enumerate(sheets, 1) if len(bare(sheet)) <= len(foot)] == []
    assert [number for number, sheet in enumerate(sheets, 1) if not bare(sheet).endswith(foot[-20:])] == []


@pytest.mark.office
@pytest.mark.parametrize("name", ["short", "long"])
def test_libreoffice_shows_every_word_within_the_margins(printed: dict[str, Path], name: str) -> None:
    """Every paragraph and cell is on the pages, in Chinese fonts that the file carries, and nothing is cut."""
    paper = letter() if name == "short" else letter(long=True, model="样例模型")
    seen = told_by("pdftotext", "-raw", str(printed[name]), "-")
    words = bare(seen)
    for line in pages(paper).foot:  # a paragraph that goes on over the page stands around it
        assert bare(line) in words
        words = words.replace(bare(line), "")
    missing = [text for text in texts(paper) if bare(text) not in words and text not in pages(paper).foot]
    assert missing == []

    fonts = [line.split() for line in told_by("pdffonts", str(printed[name])).splitlines()[2:]]
    assert [font[0] for font in fonts if font[-5] != "yes"] == []
    assert [font[0] for font in fonts if re.search("CJK|Sim|Song|Hei|Kai|Han|宋|黑", font[0])]

    margin, size = 89.8, 595.3  # 3.17 cm and A4, in points; a comma may hang over by one character
    edges = re.findall(
        r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"', told_by("pdftotext", "-bbox", str(printed[name]), "-")
    )
    assert edges
    assert min(float(left) for left, _ in edges) > margin - 2
    assert max(float(right) for _, right in edges) < size - margin + 13
