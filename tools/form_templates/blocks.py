"""What the forms are built of: a styled document, its tables, and what is there on a condition."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

ACCENT = RGBColor(0x00, 0x69, 0x5C)
MUTED = RGBColor(0x5C, 0x64, 0x70)
FONT = "Calibri"
OBSERVED = "{{ moment.observed }}"

Rows = Sequence[tuple[str, str]]


def styled(name: str) -> Any:
    """An empty A4 document of this name with the looks of all forms, in real styles."""
    document = Document()
    document.core_properties.title = name
    document.core_properties.author = ""
    document.core_properties.comments = ""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    looks = {
        "Normal": (10.5, False, None, 0, 4),
        "Title": (24, False, None, 0, 8),
        "Heading 1": (16, False, ACCENT, 18, 6),
        "Heading 2": (12.5, True, None, 14, 3),
        "Heading 3": (10.5, True, MUTED, 8, 2),
    }
    for look, (size, bold, colour, before, after) in looks.items():
        style = document.styles[look]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
        style.font.color.rgb = colour or RGBColor(0x20, 0x24, 0x2A)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break
    return document


@contextmanager
def block(place: Any, opening: str) -> Iterator[None]:
    """Paragraphs between `{%p opening %}` and its end: `if …`, or `for …`."""
    place.add_paragraph(f"{{%p {opening} %}}")
    yield
    place.add_paragraph(f"{{%p end{opening.split(maxsplit=1)[0]} %}}")


def head(document: Any, rows: Rows) -> None:
    """A table of labels and placeholders, two pairs a line."""
    table = document.add_table(rows=0, cols=4)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    describe(table, "Head", "Who, when and how the session was observed")
    for i in range(0, len(rows), 2):
        cells = table.add_row().cells
        for at, (label, placeholder) in enumerate(rows[i : i + 2]):
            run = cells[2 * at].paragraphs[0].add_run(label)
            run.font.color.rgb, run.font.size = MUTED, Pt(9.5)
            cells[2 * at + 1].paragraphs[0].add_run(placeholder)
    widths(table, (2.9, 5.6, 2.9, 5.6))


def evidence(document: Any, loop: str, columns: Rows, column_widths: Sequence[float]) -> None:
    """A table with one row per moment; its first row is repeated on every page."""
    table = document.add_table(rows=1, cols=len(columns))
    table.style = document.styles["Table Grid"]
    describe(table, "Evidence", "One row per moment: time, quote, what was observed, rating")
    for cell, (label, _) in zip(table.rows[0].cells, columns, strict=True):
        run = cell.paragraphs[0].add_run(label)
        run.bold, run.font.size = True, Pt(9.5)
        shade = element("shd", val="clear", color="auto", fill="E6F0EE")
        cell._tc.get_or_add_tcPr().append(shade)
    table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
    table.add_row().cells[0].text = f"{{%tr for moment in {loop} %}}"
    row = table.add_row()
    row._tr.get_or_add_trPr().append(element("cantSplit"))
    for cell, (_, placeholder) in zip(row.cells, columns, strict=True):
        if placeholder == OBSERVED:
            observed(cell)
        else:
            cell.paragraphs[0].add_run(placeholder).font.size = Pt(9.5)
    table.add_row().cells[0].text = "{%tr endfor %}"
    widths(table, column_widths)
    for each in table.rows:
        for cell in each.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_before = Pt(2)
                paragraph.paragraph_format.space_after = Pt(2)
    borders(table)


def observed(cell: Any) -> None:
    """The words of the rubric in italics, then what the mentor writes; either may be missing."""
    cell.paragraphs[0].text = "{%p if moment.indicator %}"  # a cell has a paragraph from the start
    run = cell.add_paragraph().add_run("{{ moment.indicator }}")
    run.italic, run.font.size, run.font.color.rgb = True, Pt(9.5), MUTED
    cell.add_paragraph("{%p endif %}")
    with block(cell, "if moment.comment or not moment.indicator"):
        cell.add_paragraph().add_run("{{ moment.comment }}").font.size = Pt(9.5)


def optional(document: Any, name: str, title: str, style: str = "Heading 3") -> None:
    """A heading and a text that are there only where the text is."""
    with block(document, f"if {name}"):
        document.add_paragraph(title, style=style)
        document.add_paragraph(f"{{{{ {name} }}}}")


def source(document: Any) -> None:
    """Where the form is from, small and at the end, if that is to be said."""
    with block(document, "if source"):
        note = document.add_paragraph()
        note.paragraph_format.space_before = Pt(18)
        small(note.add_run("{{ source }}"))


def accented(document: Any, text: str) -> Any:
    """A paragraph of strong words that stays with what follows."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run(text)
    run.bold, run.font.color.rgb = True, ACCENT
    return paragraph


def footer(document: Any, text: str) -> None:
    """The text on the left and the page number on the right of every page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    small(paragraph.add_run(f"{text}\t\t"))  # past the stop in the middle
    for kind in ("PAGE", " of ", "NUMPAGES"):
        if kind.isupper():
            field(paragraph, kind)
        else:
            small(paragraph.add_run(kind))


def small(run: Any) -> Any:
    run.font.size, run.font.color.rgb = Pt(8.5), MUTED
    return run._r


def field(paragraph: Any, instruction: str) -> None:
    """A field that Word works out, such as the number of the page."""
    instructed, shown = element("instrText"), element("t")
    instructed.text, shown.text = instruction, "1"
    begin, separate, end = (
        element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")
    )
    for part in (begin, instructed, separate, shown, end):
        small(paragraph.add_run()).append(part)


def describe(table: Any, title: str, description: str) -> None:
    """The alternative text of a table, for who does not see it."""
    for tag, text in (("tblCaption", title), ("tblDescription", description)):
        table._tbl.tblPr.append(element(tag, val=text))


def element(tag: str, **attributes: str) -> Any:
    """An element of Word's own, with attributes of its own."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def borders(table: Any) -> None:
    """Thin lines between rows, none at the sides."""
    lines = element("tblBorders")
    for side in ("top", "bottom", "insideH"):
        lines.append(element(side, val="single", sz="4", color="C9CFCE"))
    for side in ("left", "right", "insideV"):
        lines.append(element(side, val="nil"))
    table._tbl.tblPr.find(qn("w:tblStyle")).addnext(lines)


def widths(table: Any, centimetres: Sequence[float]) -> None:
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, centimetres, strict=True):
            cell.width = Cm(width)
    for column, width in zip(table.columns, centimetres, strict=True):
        column.width = Cm(width)
