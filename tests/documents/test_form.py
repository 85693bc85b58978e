"""The observation form, the transcript and the review over sessions: Markdown and Word."""

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from msgspec.structs import replace
from outgoing_samples import FEEDBACK, HOSTILE, MARKERS, TRANSCRIPT, content, hostile, options

from sessionlens.documents import competency_review, placeholders, transcript_docx
from sessionlens.documents.content import content_of
from sessionlens.documents.formats import format_named
from sessionlens.documents.templates import SHIPPED
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Verdict
from sessionlens.domain.text import clean
from sessionlens.domain.timecode import Timecode

OTHERS = range(len(HOSTILE))


def word(name: str, tmp_path: Path, shown: Any = None, **fields: Any) -> Any:
    data = format_named(name).render(shown or content(), options(tmp_path, **fields)).data
    return docx.Document(io.BytesIO(data))


def all_text(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def headings(document: Any) -> list[str]:
    return [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]


def test_the_form_has_head_evidence_and_summary_under_real_headings(tmp_path: Path) -> None:
    form = word("form-docx", tmp_path)
    assert [one.text for one in form.paragraphs if one.style.name == "Title"] == [
        "Observation form"
    ]
    assert headings(form) == [
        *("Consent", "Competencies", "Listens", "Asks", "Strengths", "Opportunities to grow"),
        *("Closes", "Besides", "Phases", "Summary", "Strengths", "Opportunities to grow"),
        *("To practise next", "What I learned"),
    ]
    head = [cell.text for row in form.tables[0].rows for cell in row.cells]
    for label, value in (
        ("Coach", "Anna"),
        ("Mentor coach", "Maria"),
        ("Credential", "MCC"),
        ("Date", "2 November 2026"),
    ):
        assert head[head.index(label) + 1] == value
    rows = [[cell.text.strip() for cell in row.cells] for row in form.tables[1].rows]
    assert rows[0] == ["Time", "Quote", "Observed", "Rating"]
    assert rows[1] == [
        "00:04",
        "Client: “I am tired says Peter Weber”",
        "Looked for: Reflects.\nPeter says how he is.",
        "Opportunity to grow",
    ]
    text = all_text(form)
    assert "Verdict: Partly observed" in text
    assert "Verdict: Observed  Again and again." in text, "the anchor says what the step means"
    assert "mentor coaching, given 1 November 2026\nGiven aloud." in text
    assert head[head.index("Dialogue") + 1] == "30 minutes"
    assert "What made you wait?" in form.tables[3].rows[1].cells[2].text, "it was marked here, too"


def test_tables_repeat_their_head_and_say_what_they_are_to_who_does_not_see(
    tmp_path: Path,
) -> None:
    form = word("form-docx", tmp_path)
    for table in form.tables[1:]:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    for table in form.tables:
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    footer = form.sections[0].footer._element.xml
    assert "PAGE" in footer
    assert "First session · Anna" in form.sections[0].footer.paragraphs[0].text


def test_the_markdown_says_the_same(tmp_path: Path) -> None:
    text = format_named("form").render(content(), options(tmp_path)).data.decode()
    assert "| **Coach** | Anna |" in text
    assert "| **Credential** | MCC |" in text
    assert "**Verdict: Partly observed**" in text
    assert "| 00:01 | Coach: “what brings you here today” | Short and open.<br><br>He takes" in text
    assert "\n### To practise next\n\nBreathe.\n" in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("text", HOSTILE, ids=OTHERS)
def test_hostile_text_is_no_markup_in_markdown(tmp_path: Path, text: str) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")

    def shape(shown: Any) -> list[str]:
        tokens = reader.parse(format_named("form").render(shown, options(tmp_path)).data.decode())
        inner = [child for token in tokens for child in token.children or []]
        kinds = [token.type for token in (*tokens, *inner)]
        plain = ("text", "softbreak", "paragraph", "inline", "text_special", "hardbreak")
        return [kind for kind in kinds if not kind.startswith(plain) and kind != "html_inline"]

    def tags(shown: Any) -> set[str]:
        tokens = reader.parse(format_named("form").render(shown, options(tmp_path)).data.decode())
        inner = [child for token in tokens for child in token.children or []]
        return {one.content for one in inner if one.type == "html_inline"}

    assert shape(hostile(text)) == shape(hostile("plain words"))
    assert tags(hostile(text)) <= {"<br>"}


@pytest.mark.parametrize("name", ["form-docx", "transcript-docx"])
@pytest.mark.parametrize("text", HOSTILE, ids=OTHERS)
def test_hostile_text_is_text_in_word(tmp_path: Path, name: str, text: str) -> None:
    document = word(name, tmp_path, hostile(text))
    shown = " ".join(all_text(document).split())
    assert " ".join(clean(text, multiline=True).split()) in shown
    assert len(document.tables) == len(word(name, tmp_path, hostile("plain words")).tables)


def test_two_hundred_moments_are_a_form_before_one_has_looked_up(tmp_path: Path) -> None:
    many = tuple(
        replace(MARKERS[1], id=f"m{i}", start=Timecode(i), end=Timecode(i + 3)) for i in range(200)
    )
    form = word("form-docx", tmp_path, content(markers=many))
    assert len(form.tables[1].rows) == 201


def own_template(tmp_path: Path, *texts: str) -> Path:
    document = docx.Document()
    document.add_heading("Academy of Examples", 0)
    for text in texts:
        document.add_paragraph(text)
    path = tmp_path / "academy.docx"
    document.save(str(path))
    return path


def test_an_organisations_own_template_is_filled_in(tmp_path: Path) -> None:
    template = own_template(
        tmp_path,
        "{{ coach }} with {{ mentor }}",
        "{%p for competency in competencies %}",
        "{{ competency.title }}: {{ competency.verdict }}",
        "{%p endfor %}",
    )
    text = all_text(word("form-docx", tmp_path, template=template))
    assert "Academy of Examples" in text
    assert "Anna with Maria" in text
    assert "Listens: Partly observed" in text


def test_a_template_in_the_config_folder_is_found_by_its_name(tmp_path: Path) -> None:
    own = own_template(tmp_path, "{{ coach }}")
    own.rename(tmp_path / "form.docx")
    assert "Academy of Examples" in all_text(word("form-docx", tmp_path, templates=tmp_path))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ coatch }}", "A placeholder is unknown: 'coatch' is undefined"),
        ("{{ coach", "A placeholder is not written as it should be"),
        ("{{ coach.__class__.__mro__ }}", "unsafe"),
    ],
)
def test_a_placeholder_that_is_unknown_is_named(tmp_path: Path, text: str, message: str) -> None:
    template = own_template(tmp_path, text)
    with pytest.raises(SessionLensError) as caught:
        word("form-docx", tmp_path, template=template)
    assert message in str(caught.value)
    assert "--list-placeholders" in str(caught.value)
    assert str(caught.value).startswith(str(template))


def test_a_template_that_is_no_word_document_is_refused(tmp_path: Path) -> None:
    template = tmp_path / "form.docx"
    for data in (b"text", b""):
        template.write_bytes(data)
        with pytest.raises(SessionLensError, match="not a Word document"):
            word("form-docx", tmp_path, template=template)
    with zipfile.ZipFile(template, "w") as archive:
        archive.writestr("word/document.xml", "<broken")
    with pytest.raises(SessionLensError, match="cannot be filled in"):
        word("form-docx", tmp_path, template=template)


def test_every_placeholder_of_our_templates_is_listed() -> None:
    listed = {
        *placeholders.PLACEHOLDERS,
        *transcript_docx.PLACEHOLDERS,
        *competency_review.PLACEHOLDERS,
    }
    used = set()
    for path in SHIPPED.glob("*.docx"):
        text = all_text(docx.Document(str(path)))
        used |= set(re.findall(r"{{ ([a-z_.]+)", text)) | set(re.findall(r"{%\w* if (\S+)", text))
    used = {name for name in used if not name.startswith(("session.", "indicator.", "phase"))}
    assert used <= listed
    assert "competency.title" in used


def test_the_transcript_has_a_line_and_a_time_for_every_change_of_speaker(tmp_path: Path) -> None:
    spoken = replace(
        TRANSCRIPT,
        utterances=(*TRANSCRIPT.utterances[:3], replace(TRANSCRIPT.utterances[2], start=9.0)),
    )
    lines = [
        paragraph.text
        for paragraph in word("transcript-docx", tmp_path, content_of(FEEDBACK, spoken)).paragraphs
        if "\t" in paragraph.text
    ]
    assert lines == [
        "00:00:01\tCoach:\twhat brings you here today",
        "00:00:04\tClient:\tI am tired says Peter Weber",
        "00:00:08\tCoach:\ttired tired",
    ]


def test_names_in_a_transcript_become_coach_and_client(tmp_path: Path) -> None:
    named = replace(
        TRANSCRIPT,
        utterances=tuple(
            replace(
                utterance,
                speaker={"Coach": "Anna", "Client": "Peter Weber"}[utterance.speaker or ""],
            )
            for utterance in TRANSCRIPT.utterances
        ),
    )
    text = all_text(word("transcript-docx", tmp_path, content_of(FEEDBACK, named)))
    assert "\tCoach:\twhat brings" in text
    assert "\tClient:\tI am tired" in text


def test_without_a_transcript_there_is_none_to_write(tmp_path: Path) -> None:
    with pytest.raises(SessionLensError, match="There is no transcript of this recording"):
        word("transcript-docx", tmp_path, content_of(FEEDBACK))


def second(**fields: Any) -> Any:
    session = replace(FEEDBACK.session, date=dt.date(2026, 12, 1), title="Second session")
    verdicts = (Verdict(competency="listens", value="observed"), FEEDBACK.verdicts[0])
    return replace(FEEDBACK, session=session, verdicts=verdicts, markers=MARKERS[:1], **fields)


def test_the_review_tells_how_each_competency_went_on(tmp_path: Path) -> None:
    sessions = [content_of(second()), content(markers=MARKERS[:2])]
    text = competency_review.render("review", sessions, options(tmp_path)).data.decode()
    assert "**Partly observed (2 November 2026), then Observed (1 December 2026)**" in text
    assert "**Observed, in all 2 sessions**" in text
    assert "**Never marked in these sessions:** Closes" in text
    assert text.index("2 November 2026 · First session") < text.index("1 December 2026")
    data = competency_review.render("review-docx", sessions, options(tmp_path)).data
    document = docx.Document(io.BytesIO(data))
    assert "Partly observed (2 November 2026), then Observed (1 December 2026)" in all_text(
        document
    )
    assert headings(document).count("Listens") == 1


def test_sessions_of_two_coaches_or_rubrics_do_not_mix() -> None:
    annas = (Path("one.toml"), content())
    other_coach = replace(FEEDBACK, session=replace(FEEDBACK.session, coach="Berta"))
    with pytest.raises(SessionLensError, match=r"a session of Berta, one\.toml one of Anna"):
        competency_review.of_one_kind([annas, (Path("two.toml"), content_of(other_coach))])
    other = (
        Path("two.toml"),
        content_of(replace(FEEDBACK, rubric=replace(FEEDBACK.rubric, id="large"))),
    )
    with pytest.raises(SessionLensError, match="--rubric small"):
        competency_review.of_one_kind([annas, other])
    kept, notices = competency_review.of_one_kind([annas, other], "small")
    assert len(kept) == 1
    assert notices == ["two.toml is left out: made with 'large'"]
