"""Two reviews of one recording, side by side."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from dialog_host import HOSTILE, until
from msgspec.structs import replace
from replaying import MARKERS, self_review, session
from reviewing import Person, has_player

from sessionlens.domain.command import in_context
from sessionlens.domain.timecode import Timecode
from sessionlens.library.comparing import open_comparison
from sessionlens.storage.reviews import encode_review, load_review
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.screens.compare.document import OpenComparison
from sessionlens.tui.screens.compare.screen import CompareScreen
from sessionlens.tui.showing import showing_comparison


class Visitor(Person[OpenComparison]):
    """Somebody who compares."""

    @property
    def screen(self) -> CompareScreen:
        return next(
            screen
            for screen in reversed(self.app.screen_stack)
            if isinstance(screen, CompareScreen)
        )


@asynccontextmanager
async def comparing(
    *paths: Path, size: tuple[int, int] = (120, 40), offsets: Mapping[str, float] | None = None
) -> AsyncIterator[Visitor]:
    app = SessionLensApp(showing_comparison(open_comparison(*paths, offsets=offsets)))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: not app.document.recording or has_player(app))
        yield Visitor(app, pilot)
        app.document.close()


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The coach's own review and the mentor's feedback: one moment in common, within a second."""
    file = session(tmp_path)
    own = self_review(tmp_path, finished=True)
    review = load_review(own)
    markers = (
        replace(MARKERS[1], id="m1", start=Timecode(10.8), rating="growth", comment=HOSTILE),
        replace(MARKERS[0], id="m2", start=Timecode(40.0), end=None, comment="Only I saw this"),
    )
    own.write_bytes(encode_review(replace(review, markers=markers)))
    return own, file


async def test_every_command_of_the_registry_does_something(two: tuple[Path, Path]) -> None:
    async with comparing(*two) as person:
        assert set(person.screen.commands) == {command.id for command in in_context("compare")}


async def test_the_list_comes_first_and_the_figures_last(two: tuple[Path, Path]) -> None:
    async with comparing(*two, size=(120, 60)) as person:
        lines = person.lines

        def row(text: str) -> int:
            return next(number for number, line in enumerate(lines) if text in line)

        both, only_a, only_b = row("Both noticed: 1"), row("Only A"), row("Only B")
        assert both < row("[/x] [@click=app.bell]") < only_a < row("Only I saw this") < only_b
        assert only_b < row("What led you here?") < row("By competency") < row("In figures")
        assert "≠" in lines[row("7 Awareness")]
        await person.sees("0.8 s apart")
        await person.sees("too few, 8 are needed")


@pytest.mark.usefixtures("clock_stands")
async def test_a_moment_is_played(two: tuple[Path, Path]) -> None:
    async with comparing(*two) as person:
        await person.press("n")
        player = person.document.player
        assert player is not None
        assert player.playing
        assert 8.8 <= player.position < 9.8
        await person.press("n")
        assert 38.0 <= player.position < 39.0
        await person.press("space")
        assert not player.playing
        await person.press("up", "enter")
        assert 8.8 <= player.position < 9.8
        await person.press("p")
        await person.sees("This was the first moment")


async def test_moments_are_matched_anew_within_another_tolerance(two: tuple[Path, Path]) -> None:
    async with comparing(*two) as person:
        await person.press("t", "9", "9")
        await person.sees("not a number from 0 to 60")
        await person.press("backspace", "backspace", "0", "full_stop", "5", "enter")
        await person.sees("Both noticed: 0")
        await person.sees("the same moment within 0.5 s")


async def test_the_figures_are_reached_on_a_small_screen(two: tuple[Path, Path]) -> None:
    async with comparing(*two, size=(80, 24)) as person:
        assert not person.shows("In figures")
        await person.press("end")
        await person.sees("In figures")
        await person.press("home")
        await person.sees("Both noticed")


async def test_it_is_read_without_the_recording(two: tuple[Path, Path]) -> None:
    two[0].with_name("talk.wav").unlink()
    async with comparing(*two) as person:
        await person.press("n", "n", "space", "enter")
        await person.sees("no recording: reading only")
        await person.press("space")
        await person.sees("There is no recording")


async def test_another_theme_and_the_help(two: tuple[Path, Path]) -> None:
    async with comparing(*two) as person:
        await person.press("question_mark")
        await person.sees("How far apart moments may be")
        await person.press("escape", "ctrl+o", "tab", "tab", "tab", "right", "ctrl+s")
        await until(person.pilot, lambda: person.app.theme == "sessionlens-light")
        await person.press("n")
        await person.sees("Both noticed: 1")
