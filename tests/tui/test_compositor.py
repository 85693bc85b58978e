"""While one plays and works, the terminal gets what Textual would draw, at a part of the work."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import pytest
from dialog_host import until
from reviewing import Reviewer, app_on, recording, reviewing, with_transcript
from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from sessionlens.tui.playback.compositor import LineCompositor

_CONSOLE = Console(force_terminal=True, color_system="truecolor", width=200)
_MOVE = r"\x1b\[\d+;\d+H"
_MOVE_FOR_NOTHING = re.compile(rf"{_MOVE}(?=\n|{_MOVE}|$)")


@dataclass
class Compared:
    """Partial updates drawn in both ways: what differed, and how many lines widgets were asked."""

    updates: int = 0
    different: list[tuple[str, str]] = field(default_factory=list)
    lines: Counter[str] = field(default_factory=Counter)


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Compared:
    compared = Compared()
    render_lines, way = Widget.render_lines, "ours"

    def counted(widget: Widget, crop: Region) -> list[Strip]:
        compared.lines[way] += crop.height
        return render_lines(widget, crop)

    def both(compositor: LineCompositor) -> ChopsUpdate | None:
        nonlocal way
        dirty, way = set(compositor._dirty_regions), "Textual's"
        with patch.object(LineCompositor, "_get_renders", Compositor._get_renders):
            textual = Compositor.render_partial_update(compositor)
        compositor._dirty_regions, way = dirty, "ours"
        update = Compositor.render_partial_update(compositor)
        texts = _drawn(textual), _drawn(update)
        compared.updates += 1
        if texts[0] != texts[1]:
            compared.different.append(texts)
        return update

    monkeypatch.setattr(Widget, "render_lines", counted)
    monkeypatch.setattr(LineCompositor, "render_partial_update", both)
    return compared


def _drawn(update: ChopsUpdate | None) -> str:
    return _MOVE_FOR_NOTHING.sub("", update.render_segments(_CONSOLE)) if update else ""


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (30, 8)])
async def test_what_is_drawn_is_what_textual_would_draw(
    tmp_path: Path, compared: Compared, size: tuple[int, int]
) -> None:
    path = with_transcript(recording(tmp_path))
    async with reviewing(app_on(path), size) as mentor:
        await _work(mentor)
    assert compared.updates > 20
    assert compared.different == []


async def _work(mentor: Reviewer) -> None:
    await mentor.press("space")
    await mentor.pilot.pause(1.5)
    await mentor.press("7", "plus", "c")
    await mentor.type("heard and said back")
    await mentor.press("enter", "down", "down", "3", "u", "f", "n", "p")
    await mentor.press("slash")
    await mentor.type("work")
    await mentor.press("enter", "escape", "question_mark", "down", "escape", "tab", "down", "v")
    await mentor.type("more")
    await mentor.press("escape", "f2", "escape", "z", "space")
    mentor.app.notify("said in a corner")
    await mentor.pilot.pause(0.5)
    await mentor.pilot.resize_terminal(70, 20)
    await mentor.press("right", "left", "9")


async def test_a_clock_or_a_word_does_not_have_the_whole_screen_drawn(
    tmp_path: Path, compared: Compared
) -> None:
    async with reviewing(app_on(with_transcript(recording(tmp_path)))) as mentor:
        await mentor.press("space")
        before = compared.updates
        compared.lines.clear()
        await until(mentor.pilot, lambda: compared.updates > before + 5)
    assert compared.lines["ours"] * 4 < compared.lines["Textual's"]
