"""Pictures of what the terminal shows, held against those that were looked at before."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from textual.app import App
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input, TextArea

from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.playback.document import OpenDocument

SIZES = ((120, 40), (80, 24))
"""Columns and lines: a usual window, and the smallest one that everything must fit into."""

_LOOKS = 5  # in a row that must show the same: the timeline is drawn four times a second
_BETWEEN = 0.06  # seconds

Looks = Callable[["Pilot[Any]"], Awaitable[None]]


@pytest.fixture
def looks_as_before(snapshot: SnapshotAssertion) -> Looks:
    """Compare the terminal, once it is at rest, with the picture that is kept of it."""
    kept = snapshot.use_extension(SVGImageExtension)

    async def compare(pilot: "Pilot[Any]") -> None:
        await at_rest(pilot)
        picture = pilot.app.export_screenshot(title="SessionLens", simplify=True)
        assert picture == kept, "see the difference with `git diff` after pytest --snapshot-update"

    return compare


async def at_rest(pilot: "Pilot[Any]") -> None:
    """Wait until nothing moves on the terminal, cursors included."""
    before: list[Strip] = []
    same = 0
    while same < _LOOKS:
        _saved_long_ago(pilot.app)
        _keep_cursors(pilot.app)
        await pilot.pause(_BETWEEN)
        now = _strips(pilot.app)
        same = same + 1 if now == before else 0
        before = now


def _keep_cursors(app: App[Any]) -> None:
    """Let no cursor blink, also in fields that have come only now."""
    for field in app.screen.query(Input):
        field.cursor_blink = False
    for area in app.screen.query(TextArea):
        # One told not to blink shows a line as it was kept from before it had the focus.
        area._pause_blink(visible=area.has_focus)


def _saved_long_ago(app: App[Any]) -> None:
    """Have the status line count minutes: the seconds depend on how busy the machine is."""
    document = app.showing.document if isinstance(app, SessionLensApp) else None
    writing = document.writing if isinstance(document, OpenDocument) else None
    if writing is not None and writing._saved_at is not None:
        writing._saved_at = time.monotonic() - 150


def _strips(app: App[Any]) -> list[Strip]:
    return app.screen._compositor.render_strips()


def by_size(size: tuple[int, int]) -> str:
    """How a size is named in the name of a picture."""
    return f"{size[0]}x{size[1]}"
