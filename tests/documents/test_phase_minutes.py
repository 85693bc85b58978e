"""How long each phase was, wherever people read the feedback."""

import io
from pathlib import Path

import docx
import pytest
from msgspec.structs import replace
from outgoing_samples import FEEDBACK, MARKERS, content, options

from sessionlens.documents.content import content_of
from sessionlens.documents.formats import format_named
from sessionlens.domain.marker import Marker
from sessionlens.domain.timecode import Timecode

LINE = "Goal 00:10: 00:14–00:22, 00:24–00:26"
TWICE = replace(
    FEEDBACK,
    markers=(
        *MARKERS,
        Marker(id="m6", start=Timecode(24.0), end=Timecode(26.0), phase="goal"),
    ),
)


@pytest.mark.parametrize("name", ["form", "form-docx", "html"])
def test_minutes_per_phase_are_said_once(name: str, tmp_path: Path) -> None:
    data = format_named(name).render(content_of(TWICE), options(tmp_path)).data
    if name == "form-docx":
        paragraphs = docx.Document(io.BytesIO(data)).paragraphs
        text = "\n".join(paragraph.text for paragraph in paragraphs)
    else:
        text = data.decode()
    assert text.count(LINE) == 1


@pytest.mark.parametrize("name", ["form", "html"])
def test_without_phases_there_is_no_heading_for_them(name: str, tmp_path: Path) -> None:
    markers = tuple(marker for marker in MARKERS if not marker.phase)
    shown = content_of(replace(FEEDBACK, markers=markers))
    text = format_named(name).render(shown, options(tmp_path)).data.decode()
    assert "Phases" not in text
    assert "How long each phase" not in text
    with_phase = format_named(name).render(content(), options(tmp_path)).data.decode()
    assert "Phases" in with_phase or "How long each phase" in with_phase
