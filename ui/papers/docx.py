"""A paper as a Word document that looks the same in WPS, Word and LibreOffice.

Looks are data (`word/styles.xml`, `word/numbering.xml`); what python-docx's own template brings along is dropped. There
are no fields, no links and no macros, and the same paper gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from ui.paper import Block, Box, Break, Heading, Items, Line, Paper, Paragraph, Run, Table
from ui.papers.pages import AUTHOR, Pages, length, pages, shown

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.table import Table as DocxTable
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as DocxParagraph

TEXT_WIDTH = 8312
"""Between the margins of A4, in twentieths of a point: 11906 - 2 × 1797 (3.17 cm)."""
TOGETHER = 600
"""A table, a row or a box with fewer characters than this stays on one page."""

_PLACES = {"body": "Normal Indent", "plain": "Normal", "centre": "居中", "right": "落款", "quote": "Quote"}
_LOOKS = {
    "bold": "加粗",
    "blank": "待填",
    "fault": "有误",
    "added": "增加",
    "removed": "删去",
    "note": "小注",
}
_LEFTOVERS = (
    "/thumbnail",
    "/extended-properties",
    "/stylesWithEffects",
    "/webSettings",
    "/fontTable",
    "/theme",
    "/customXml",
)
_GAP = "间隔"
_DECIMAL = 1
"""The numbered kind of list in `word/numbering.xml`."""
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


def docx_bytes(paper: Paper) -> bytes:
    """The file's content.

    Raises:
        InputProblem: a citation did not pass, or was never checked.
    """
    from docx import Document

    written = pages(paper)
    document = Document()
    _dress(document)
    writer = _Writer(document)
    writer.line((Run(written.title),), "Title")
    if written.label:
        writer.line((Run(written.label),), "生成标识")
    writer.blocks(written.blocks)
    if written.opening:
        writer.blocks((Break(), *written.opening, *(table for _, table in written.cards)))
    _foot(document, written)
    _describe(document, written, paper.checked)
    out = io.BytesIO()
    document.save(out)
    return _still(out.getvalue())


class _Writer:
    """Blocks one below another, in the document or in a cell; remembers whether a new page is due."""

    def __init__(self, document: Docx, cell: _Cell | None = None) -> None:
        self._document = document
        self._place = cell or document
        self._empty = cell.paragraphs[0] if cell else None  # a cell comes with a paragraph
        self._turn = False

    def blocks(self, blocks: tuple[Block, ...]) -> None:
        """Write blocks."""
        for block, following in zip(blocks, (*blocks[1:], None), strict=True):
            match block:
                case Heading():
                    self.line((Run(block.text),), f"Heading {min(max(block.level, 1), 3)}")
                case Paragraph():
                    written = self.line(block.line, _PLACES[block.place])
                    if block.place == "right" and isinstance(following, Paragraph) and following.place == "right":
                        written.paragraph_format.keep_with_next = True  # the lines of a signature
                case Items():
                    self._list(block)
                case Table() | Box():
                    if self._turn:
                        self.line((), _GAP)  # a table cannot begin a page by itself
                    _table(self._document, block) if isinstance(block, Table) else _box(self._document, block)
                    self.line((), _GAP)  # or the next table would join this one
                case Break():
                    self._turn = True

    def line(self, line: Line, style: str) -> DocxParagraph:
        """Write one paragraph, on a new page if one is due."""
        paragraph, self._empty = self._empty or self._place.add_paragraph(), None
        paragraph.style = style
        if self._turn:
            paragraph.paragraph_format.page_break_before = True
            self._turn = False
        _fill(paragraph, line)
        return paragraph

    def _list(self, items: Items) -> None:
        """A numbered list has numbers of its own, from 1."""
        number = 0
        if items.numbered and items.lines:
            added = self._document.part.numbering_part.element.add_num(_DECIMAL)
            added.add_lvlOverride(ilvl=0).add_startOverride(val=1)
            number = added.numId
        for line in items.lines:
            properties: Any = self.line(line, "List Number" if number else "List Bullet").paragraph_format.element
            if number:
                wanted = properties.get_or_add_pPr().get_or_add_numPr()
                wanted.get_or_add_ilvl().val = 0
                wanted.get_or_add_numId().val = number


def _fill(paragraph: DocxParagraph, line: Line) -> None:
    for run in line:
        if words := shown(run):
            _words(paragraph, words, _LOOKS.get(run.look, ""))
        if run.cite:
            _words(paragraph, f"[{run.cite}]", "引注")


def _words(paragraph: DocxParagraph, words: str, style: str) -> None:
    """One run; the hint has “” … — drawn in the Chinese font and not in the Latin one."""
    run: Any = paragraph.add_run(words, style or None)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(_qn("w:hint"), "eastAsia")


def _table(document: Docx, block: Table) -> None:
    """The header is repeated on each page; a short table, and each short row, stays whole."""
    columns = max([len(block.header), *map(len, block.rows), 1])
    table = document.add_table(len(block.rows) + 1, columns, "Table Grid")
    _measure(table, block.widths if len(block.widths) == columns else (1,) * columns)
    whole = length(block) < TOGETHER
    lines: list[tuple[Line, ...]] = [tuple((Run(text),) for text in block.header), *block.rows]
    for number, (row, cells) in enumerate(zip(table.rows, lines, strict=True)):
        properties: Any = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no name for these
        if sum(len(run.text) for cell in cells for run in cell) < TOGETHER:
            properties.append(_element("w:cantSplit"))
        if not number:
            properties.append(_element("w:tblHeader"))
        for place, cell in zip(row.cells, (*cells, *[()] * (columns - len(cells))), strict=True):
            paragraph = place.paragraphs[0]
            paragraph.style = "表格文字" if number else "表头"
            if whole and number < len(block.rows):
                paragraph.paragraph_format.keep_with_next = True
            _fill(paragraph, cell)


def _box(document: Docx, block: Box) -> None:
    """A table of one cell: the one frame that holds lists too, in every program."""
    table = document.add_table(1, 1, "盒子")
    _measure(table, (1,))
    inside = _Writer(document, table.cell(0, 0))
    inside.line((Run(block.title),), "盒子标题")
    inside.blocks(block.blocks)
    paragraphs = table.cell(0, 0).paragraphs
    if sum(len(paragraph.text) for paragraph in paragraphs) < TOGETHER:
        for paragraph in paragraphs[:-1]:
            paragraph.paragraph_format.keep_with_next = True


def _measure(table: DocxTable, shares: tuple[int, ...]) -> None:
    """Fixed widths, said for the columns and for each cell: programs differ in which they believe."""
    from docx.shared import Twips

    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        width = Twips(TEXT_WIDTH * share // sum(shares))
        column.width = width
        for cell in column.cells:
            cell.width = width


def _dress(document: Docx) -> None:
    """Our own styles, numbers, settings and page instead of the template's."""
    from docx.oxml.parser import parse_xml
    from docx.shared import Cm

    own: Any = files("ui.papers") / "word"
    for name, element in (
        ("styles.xml", document.styles.element),
        ("numbering.xml", document.part.numbering_part.element),
        ("settings.xml", document.settings.element),
    ):
        element[:] = list(parse_xml((own / name).read_bytes()))
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_LEFTOVERS)]:
            del relations[key]
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2.54)
    section.left_margin = section.right_margin = Cm(3.17)
    section.header_distance, section.footer_distance = Cm(1.5), Cm(1.2)
    grid: Any = section._sectPr  # noqa: SLF001 - lines must not snap to the template's grid
    for element in grid.findall(_qn("w:docGrid")):
        grid.remove(element)


def _foot(document: Docx, written: Pages) -> None:
    footer = document.sections[0].footer
    first = footer.paragraphs[0]
    for number, said in enumerate(written.foot):
        paragraph = footer.add_paragraph() if number else first
        paragraph.style = "footer"
        _words(paragraph, said, "")


def _describe(document: Docx, written: Pages, checked: datetime) -> None:
    """What the file says about itself: no person's name, the time of the check, and how the words came to be."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    moment = checked.astimezone(UTC).replace(tzinfo=None) if checked.tzinfo else checked
    told = document.core_properties
    told.title = written.title[:255]  # the longest that python-docx takes
    told.author = told.last_modified_by = AUTHOR
    told.language = "zh-CN"
    told.comments = f"{written.properties[0][0]}：{written.properties[0][1]}"[:255]
    told.created = told.modified = moment.replace(microsecond=0)
    told.revision = 1
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, _properties(written.properties), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _properties(told: tuple[tuple[str, str], ...]) -> bytes:
    """The part that holds properties with names of our own; Word counts them from 2."""
    ET.register_namespace("vt", _VALUES)
    root = ET.Element("Properties", xmlns=_CUSTOM)
    for number, (name, value) in enumerate(told, 2):
        attributes = {"fmtid": "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}", "pid": str(number), "name": name}
        ET.SubElement(ET.SubElement(root, "property", attributes), f"{{{_VALUES}}}lpwstr").text = value
    written: bytes = ET.tostring(root, "UTF-8", xml_declaration=True)
    return written


def _still(content: bytes) -> bytes:
    """The same archive without the time of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _element(tag: str) -> Any:
    from docx.oxml.parser import OxmlElement

    return OxmlElement(tag)


def _qn(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)
