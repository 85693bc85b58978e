"""A verdict screen on some markers, in an app of its own."""

from collections.abc import Callable
from typing import Any

from dialog_host import HOSTILE, Host, keymap, rubric
from msgspec.structs import replace

from sessionlens.domain.changes import Material
from sessionlens.domain.editor import Editor
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, Review, reference
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.timecode import Timecode
from sessionlens.tui.screens.verdicts import VerdictScreen

MARKERS = (
    Marker(id="m1", start=Timecode(754.2), competency="evokes-awareness", indicator="c",
           rating="strength", comment=f"Then you waited. {HOSTILE}", quote="what would it mean"),
    Marker(id="m2", start=Timecode(1265), competency="evokes-awareness", rating="question"),
    Marker(id="m3", start=Timecode(192), competency="agreements", rating="growth", comment="early"),
)  # fmt: skip


def unkept(_saved: Material, _new: Material) -> None:
    """Writes nothing."""


def editor(
    of: Rubric, save: Callable[[Material, Material], None] = unkept, **changes: Any
) -> Editor:
    review = Review(
        id="r", recording=RecordingRef(file="a.wav"), rubric=reference(of), markers=MARKERS
    )
    return Editor(Material(replace(review, **changes)), save)


def unheard(_marker: Marker) -> None:
    """Plays nothing."""


def opened(**changes: Any) -> tuple[Host, Editor]:
    review_editor = editor(rubric(), **changes)
    return Host(VerdictScreen(review_editor, rubric(), keymap(), unheard)), review_editor
