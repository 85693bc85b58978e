"""The forms: what stands in each, with the placeholders that are filled in."""

from typing import Any

from docx.shared import Cm, Pt

from form_templates.blocks import (
    MUTED,
    OBSERVED,
    accented,
    block,
    evidence,
    footer,
    head,
    optional,
    source,
    styled,
)


def _moments(document: Any, loop: str) -> None:
    with block(document, f"if {loop}"):
        evidence(
            document,
            loop,
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


def observation_form() -> Any:
    document = styled("Observation form")
    document.add_paragraph("Observation form", style="Title")
    head(
        document,
        [
            ("{{ coach_role }}", "{{ coach }}"),
            ("{{ role }}", "{{ mentor }}"),
            ("Session", "{{ title }}"),
            ("Credential", "{{ credential }}"),
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
    with block(document, "for competency in competencies"):
        document.add_paragraph("{{ competency.title }}", style="Heading 2")
        with block(document, "if competency.question and competency.evidence"):
            document.add_paragraph().add_run("To bring: {{ competency.question }}").italic = True
        with block(document, "if scored"):
            verdict = accented(document, "Verdict: {{ competency.verdict or 'none' }}")
            verdict.add_run("{{ '  ' ~ competency.anchor if competency.anchor }}").italic = True
        _moments(document, "competency.evidence")
        with block(document, "if competency.elsewhere"):
            document.add_paragraph("Counts here, too: {{ competency.elsewhere }}")
        with block(document, "for indicator in competency.indicators"):
            line = document.add_paragraph("{{ indicator.text }} ", style="List Bullet")
            line.add_run("{{ indicator.value }}").bold = True
        optional(document, "competency.strengths", "Strengths")
        optional(document, "competency.development", "Opportunities to grow")
    with block(document, "if others"):
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
    with block(document, "if phases"):
        document.add_paragraph("Phases", style="Heading 1")
        with block(document, "for phase in phases"):
            document.add_paragraph("{{ phase }}", style="List Bullet")
    document.add_paragraph("Summary", style="Heading 1")
    optional(document, "strengths", "Strengths", "Heading 2")
    optional(document, "development", "Opportunities to grow", "Heading 2")
    optional(document, "next_practice", "To practise next", "Heading 2")
    optional(document, "take_away", "What we both take away", "Heading 2")
    optional(document, "change", "What we change in how we work", "Heading 2")
    optional(document, "reviewer_learning", "What I learned", "Heading 2")
    source(document)
    footer(document, "{{ title }}{{ ' · ' ~ coach if coach }}")
    return document


def competency_review() -> Any:
    document = styled("Competency review")
    document.add_paragraph("Competency review", style="Title")
    head(
        document,
        [
            ("{{ coach_role }}", "{{ coach }}"),
            ("{{ role }}", "{{ mentor }}"),
            ("Rubric", "{{ rubric }}{{ ', edition ' ~ edition if edition }}"),
            ("Level", "{{ level }}"),
            ("Sessions", "{{ sessions|length }}"),
            ("Written", "{{ written }}"),
        ],
    )
    document.add_paragraph("Sessions", style="Heading 1")
    with block(document, "for session in sessions"):
        document.add_paragraph("{{ session.name }}{{ ' · ' ~ session.mentor if session.mentor }}")
    optional(document, "never", "Never marked in these sessions")
    document.add_paragraph("Competencies", style="Heading 1")
    with block(document, "for competency in competencies"):
        document.add_paragraph("{{ competency.title }}", style="Heading 2")
        with block(document, "if competency.trend"):
            accented(document, "{{ competency.trend }}")
        with block(document, "for session in competency.sessions"):
            document.add_paragraph(
                "{{ session.name }}{{ ': ' ~ session.verdict if session.verdict }}",
                style="Heading 3",
            )
            _moments(document, "session.evidence")
            for name, label in (
                ("strengths", "Strengths"),
                ("development", "Opportunities to grow"),
            ):
                with block(document, f"if session.{name}"):
                    paragraph = document.add_paragraph()
                    paragraph.paragraph_format.space_before = Pt(4)
                    paragraph.add_run(f"{label}. ").bold = True
                    paragraph.add_run(f"{{{{ session.{name} }}}}")
    source(document)
    footer(document, "Competency review{{ ' · ' ~ coach if coach }}")
    return document


def transcript() -> Any:
    document = styled("Transcript")
    document.add_paragraph("{{ title }}", style="Title")
    head(
        document,
        [
            ("{{ coach_role }}", "{{ coach }}"),
            ("Date", "{{ date }}"),
            ("Level", "{{ level }}"),
            ("Length", "{{ length }}"),
        ],
    )
    document.add_paragraph().paragraph_format.space_after = Pt(6)
    with block(document, "for turn in turns"):
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
    footer(document, "{{ title }}")
    return document
