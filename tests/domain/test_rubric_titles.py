"""What a marker is about, as a person reads it."""

import pytest

from sessionlens.domain.marker import Marker
from sessionlens.domain.rubric import Competency, Phase, Rubric
from sessionlens.domain.timecode import Timecode

RUBRIC = Rubric(
    id="own",
    title="Own",
    competencies=(Competency(id="presence", key="1", title="Maintains Presence"),),
    phases=(Phase(id="goal", key="G", title="Goal"),),
)


@pytest.mark.parametrize(
    ("competency", "phase", "title"),
    [
        ("presence", None, "Maintains Presence"),
        (None, "goal", "Goal"),
        ("of-another-rubric", None, "of-another-rubric"),
        (None, "of-another-rubric", "of-another-rubric"),
        (None, None, "Comment"),
    ],
)
def test_titles(competency: str | None, phase: str | None, title: str) -> None:
    marker = Marker(id="m1", start=Timecode(1.0), competency=competency, phase=phase)
    assert RUBRIC.title_of(marker) == title
