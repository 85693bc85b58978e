"""Pictures of the screen as it should look; `pytest --snapshot-update` after a change meant."""

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from picturing import at_rest
from reviewing import app_on, recording, transcript, with_transcript
from textual.pilot import Pilot

from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, RubricRef, Session, new_review
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.reviews import encode_review
from sessionlens.storage.settings import Settings, Theme, save_settings
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.screens.review.screen import ReviewScreen

Compare = Callable[..., bool]

MARKERS = (
    Marker(
        id="m1",
        start=Timecode(0),
        end=Timecode(4),
        competency="agreements",
        indicator="a",
        rating="growth",
        comment="One more question here would have shown you both where to go.",
        quote="what would you like to talk about",
        speaker="Coach",
    ),
    Marker(
        id="m2",
        start=Timecode(10),
        end=Timecode(14),
        competency="evokes-awareness",
        indicator="c",
        rating="strength",
        comment="You asked what it would mean. Then you waited.",
        quote="what would it mean to you if it worked",
        speaker="Coach",
    ),
    Marker(id="m3", start=Timecode(26), rating="question", comment="What led you here?"),
)


def reviewed(folder: Path, theme: Theme = "dark") -> SessionLensApp:
    """A review with three markers, opened again."""
    save_settings(Settings(theme=theme))
    talk = with_transcript(recording(folder), transcript())
    review = new_review(
        RecordingRef(
            file="talk.wav",
            sha256=hashlib.sha256(talk.read_bytes()).hexdigest(),
            duration=Timecode(60),
        ),
        RubricRef(id="icf-core", edition="2025", title="ICF core competencies"),
        Session(title="Third session", coach="Anna", level="PCC"),
    )
    noted = replace(review, markers=MARKERS, last_marker=3)
    talk.with_suffix(".review.toml").write_bytes(encode_review(noted))
    return app_on(talk)


def _until_drawn(app: SessionLensApp, *keys: str) -> Callable[["Pilot[int]"], Awaitable[None]]:
    """Wait for peaks and player, go to the third utterance, press keys."""

    async def drawn(pilot: "Pilot[int]") -> None:
        def ready() -> bool:
            peaks, player = app.document.peaks, app.document.player
            return bool(peaks and peaks.complete and player and player.duration)

        while not ready():
            await pilot.pause(0.02)
        screen = app.playback_screen
        assert screen is not None
        screen.listening.seek(11.2)
        assert isinstance(screen, ReviewScreen)
        screen.document.current = "m2"
        await pilot.pause(0.4)  # the timeline is drawn four times a second at most
        await pilot.press(*keys)
        await at_rest(pilot)

    return drawn


@pytest.mark.parametrize(
    ("size", "theme", "keys"),
    [
        ((120, 32), "dark", ()),
        ((80, 24), "dark", ("r",)),
        ((100, 28), "light", ()),
        ((120, 32), "high-contrast", ("v", "7")),
    ],
    ids=["review", "prompt", "light", "verdicts"],
)
def test_the_screen_looks_as_it_should(
    snap_compare: Compare,
    tmp_path: Path,
    size: tuple[int, int],
    theme: Any,
    keys: tuple[str, ...],
) -> None:
    app = reviewed(tmp_path, theme)
    assert snap_compare(app, terminal_size=size, run_before=_until_drawn(app, *keys))
