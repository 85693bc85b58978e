"""Make the Word templates of the forms, which ship with the program and which a mentor may replace.

python tools/make_form_templates.py [--out src/sessionlens/documents/shipped]
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

SHIPPED = Path(__file__).parents[1] / "src" / "sessionlens" / "documents" / "shipped"
ACCENT = RGBColor(0x00, 0x69, 0x5C)
MUTED = RGBColor(0x5C, 0x64, 0x70)
FONT = "Calibri"
OBSERVED = "{{ moment.observed }}"

Rows = Sequence[tuple[str, str]]


def styled() -> Any:
    """An empty A4 document with the looks of all forms, in real styles."""
    document = Document()
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
    for name, (size, bold, colour, before, after) in looks.items():
        style = document.styles[name]
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
        shade(cell, "E6F0EE")
    repeat(table.rows[0])
    table.add_row().cells[0].text = f"{{%tr for moment in {loop} %}}"
    row = table.add_row()
    keep_whole(row)
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
    cell.paragraphs[0].text = "{%p if moment.indicator %}"
    run = cell.add_paragraph().add_run("{{ moment.indicator }}")
    run.italic, run.font.size, run.font.color.rgb = True, Pt(9.5), MUTED
    for text in ("{%p endif %}", "{%p if moment.comment or not moment.indicator %}"):
        cell.add_paragraph(text)
    cell.add_paragraph().add_run("{{ moment.comment }}").font.size = Pt(9.5)
    cell.add_paragraph("{%p endif %}")


def optional(document: Any, name: str, title: str, style: str = "Heading 3") -> None:
    """A heading and a text that are there only where the text is."""
    document.add_paragraph(f"{{%p if {name} %}}")
    document.add_paragraph(title, style=style)
    document.add_paragraph(f"{{{{ {name} }}}}")
    document.add_paragraph("{%p endif %}")


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
    for kind in ("begin", "", "separate", "1", "end"):
        element = OxmlElement("w:fldChar")
        if not kind:
            element = OxmlElement("w:instrText")
            element.text = instruction
        elif kind == "1":
            element = OxmlElement("w:t")
            element.text = kind
        else:
            element.set(qn("w:fldCharType"), kind)
        small(paragraph.add_run()).append(element)


def describe(table: Any, title: str, description: str) -> None:
    """The alternative text of a table, for who does not see it."""
    for tag, text in (("w:tblCaption", title), ("w:tblDescription", description)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), text)
        table._tbl.tblPr.append(element)


def repeat(row: Any) -> None:
    element = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(element)


def keep_whole(row: Any) -> None:
    element = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(element)


def shade(cell: Any, colour: str) -> None:
    element = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        element.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(element)


def borders(table: Any) -> None:
    """Thin lines between rows, none at the sides."""
    element = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", "C9CFCE")):
            line.set(qn(f"w:{name}"), value)
        element.append(line)
    for side in ("left", "right", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "nil")
        element.append(line)
    style = table._tbl.tblPr.find(qn("w:tblStyle"))
    style.addnext(element)


def widths(table: Any, centimetres: Sequence[float]) -> None:
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, centimetres, strict=True):
            cell.width = Cm(width)
    for column, width in zip(table.columns, centimetres, strict=True):
        column.width = Cm(width)


def observation_form() -> Any:
    document = styled()
    document.core_properties.title = "Observation form"
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.add_paragraph("Observation form", style="Title")
    head(
        document,
        [
            ("Coach", "{{ coach }}"),
            ("{{ role }}", "{{ mentor }}"),
            ("Session", "{{ title }}"),
            ("Date", "{{ date }}"),
            ("Client", "{{ client }}"),
            ("Level", "{{ level }}"),
            ("Number", "{{ number }}"),
            ("Setting", "{{ setting }}{{ ', ' ~ observed if observed }}"),
            ("Length", "{{ length }}"),
            ("Dialogue", "{{ dialogue_minutes ~ ' minutes' if dialogue_minutes }}"),
            ("Rubric", "{{ rubric }}{{ ', edition ' ~ edition if edition }}"),
            ("Written", "{{ written }}"),
            ("Delete by", "{{ delete_by }}"),
        ],
    )
    optional(document, "consent", "Consent")
    document.add_paragraph("Competencies", style="Heading 1")
    document.add_paragraph("{%p for competency in competencies %}")
    document.add_paragraph("{{ competency.title }}", style="Heading 2")
    document.add_paragraph("{%p if scored %}")
    verdict = document.add_paragraph()
    verdict.paragraph_format.keep_with_next = True
    run = verdict.add_run("Verdict: {{ competency.verdict or 'none' }}")
    run.bold, run.font.color.rgb = True, ACCENT
    verdict.add_run("{{ '  ' ~ competency.anchor if competency.anchor }}").italic = True
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if competency.evidence %}")
    evidence(
        document,
        "competency.evidence",
        [
            ("Time", "{{ moment.time }}"),
            ("Quote", "{{ moment.quote }}"),
            ("Observed", OBSERVED),
            ("Rating", "{{ moment.rating }}"),
        ],
        (1.6, 5.2, 7.7, 2.5),
    )
    document.add_paragraph("{%p else %}")
    document.add_paragraph("No moment was marked.")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if competency.elsewhere %}")
    document.add_paragraph("Counts here, too: {{ competency.elsewhere }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p for indicator in competency.indicators %}")
    line = document.add_paragraph("{{ indicator.text }} ", style="List Bullet")
    line.add_run("{{ indicator.value }}").bold = True
    document.add_paragraph("{%p endfor %}")
    optional(document, "competency.strengths", "Strengths")
    optional(document, "competency.development", "Opportunities to grow")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p if others %}")
    document.add_paragraph("Besides", style="Heading 2")
    evidence(
        document,
        "others",
        [
            ("Time", "{{ moment.time }}"),
            ("About", "{{ moment.topic }}"),
            ("Quote", "{{ moment.quote }}"),
            ("Observed", OBSERVED),
        ],
        (1.6, 2.9, 5.2, 7.3),
    )
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("Summary", style="Heading 1")
    optional(document, "strengths", "Strengths", "Heading 2")
    optional(document, "development", "Opportunities to grow", "Heading 2")
    optional(document, "next_practice", "To practise next", "Heading 2")
    optional(document, "reviewer_learning", "What I learned", "Heading 2")
    document.add_paragraph("{%p if source %}")
    note = document.add_paragraph()
    note.paragraph_format.space_before = Pt(18)
    run = note.add_run("{{ source }}")
    run.font.size, run.font.color.rgb = Pt(8.5), MUTED
    document.add_paragraph("{%p endif %}")
    footer(document, "{{ title }}{{ ' · ' ~ coach if coach }}")
    return document


def competency_review() -> Any:
    document = styled()
    document.core_properties.title = "Competency review"
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.add_paragraph("Competency review", style="Title")
    head(
        document,
        [
            ("Coach", "{{ coach }}"),
            ("{{ role }}", "{{ mentor }}"),
            ("Rubric", "{{ rubric }}{{ ', edition ' ~ edition if edition }}"),
            ("Level", "{{ level }}"),
            ("Sessions", "{{ sessions|length }}"),
            ("Written", "{{ written }}"),
        ],
    )
    document.add_paragraph("Sessions", style="Heading 1")
    document.add_paragraph("{%p for session in sessions %}")
    document.add_paragraph("{{ session.name }}{{ ' · ' ~ session.mentor if session.mentor }}")
    document.add_paragraph("{%p endfor %}")
    optional(document, "never", "Never marked in these sessions")
    document.add_paragraph("Competencies", style="Heading 1")
    document.add_paragraph("{%p for competency in competencies %}")
    document.add_paragraph("{{ competency.title }}", style="Heading 2")
    document.add_paragraph("{%p if competency.trend %}")
    trend = document.add_paragraph()
    trend.paragraph_format.keep_with_next = True
    run = trend.add_run("{{ competency.trend }}")
    run.bold, run.font.color.rgb = True, ACCENT
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p for session in competency.sessions %}")
    document.add_paragraph(
        "{{ session.name }}{{ ': ' ~ session.verdict if session.verdict }}", style="Heading 3"
    )
    document.add_paragraph("{%p if session.evidence %}")
    evidence(
        document,
        "session.evidence",
        [
            ("Time", "{{ moment.time }}"),
            ("Quote", "{{ moment.quote }}"),
            ("Observed", OBSERVED),
            ("Rating", "{{ moment.rating }}"),
        ],
        (1.6, 5.2, 7.7, 2.5),
    )
    document.add_paragraph("{%p else %}")
    document.add_paragraph("No moment was marked.")
    document.add_paragraph("{%p endif %}")
    for name, label in (("strengths", "Strengths"), ("development", "Opportunities to grow")):
        document.add_paragraph(f"{{%p if session.{name} %}}")
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(4)
        paragraph.add_run(f"{label}. ").bold = True
        paragraph.add_run(f"{{{{ session.{name} }}}}")
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p if source %}")
    note = document.add_paragraph()
    note.paragraph_format.space_before = Pt(18)
    run = note.add_run("{{ source }}")
    run.font.size, run.font.color.rgb = Pt(8.5), MUTED
    document.add_paragraph("{%p endif %}")
    footer(document, "Competency review{{ ' · ' ~ coach if coach }}")
    return document


def transcript() -> Any:
    document = styled()
    document.core_properties.title = "Transcript"
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.add_paragraph("{{ title }}", style="Title")
    head(
        document,
        [
            ("Coach", "{{ coach }}"),
            ("Date", "{{ date }}"),
            ("Level", "{{ level }}"),
            ("Length", "{{ length }}"),
        ],
    )
    document.add_paragraph().paragraph_format.space_after = Pt(6)
    document.add_paragraph("{%p for turn in turns %}")
    turn = document.add_paragraph()
    form = turn.paragraph_format
    form.left_indent, form.first_line_indent = Cm(4.2), Cm(-4.2)
    form.tab_stops.add_tab_stop(Cm(2.1))
    form.tab_stops.add_tab_stop(Cm(4.2))
    form.space_after, form.line_spacing = Pt(7), 1.15
    time = turn.add_run("{{ turn.time }}")
    time.font.color.rgb, time.font.size = MUTED, Pt(9.5)
    turn.add_run("\t")
    turn.add_run("{{ turn.speaker }}:").bold = True
    turn.add_run("\t{{ turn.text }}")
    document.add_paragraph("{%p endfor %}")
    footer(document, "{{ title }}")
    return document


FORMS = {
    "form.docx": observation_form,
    "competency-review.docx": competency_review,
    "transcript.docx": transcript,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=SHIPPED)
    chosen = parser.parse_args()
    for name, make in FORMS.items():
        make().save(chosen.out / name)
        print(chosen.out / name)


if __name__ == "__main__":
    main()
