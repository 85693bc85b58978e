"""The place in a recording is remembered when it has changed, and left alone when it has not."""

from pathlib import Path

import pytest
from reviewing import app_on, recording, reviewing

from sessionlens.audio import tracks
from sessionlens.domain.errors import SessionLensError
from sessionlens.storage.state import ReviewState
from sessionlens.tui.playback import writing


async def test_only_what_has_changed_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[float] = []

    def save(_: str, state: ReviewState) -> None:
        written.append(state.position)
        if len(written) == 2:
            raise SessionLensError("The disk is full")

    monkeypatch.setattr(writing, "save_state", save)
    async with reviewing(app_on(recording(tmp_path))) as person:
        for seconds in (6.0, 12.0):
            await person.go_to(seconds)
            for _ in range(3):
                person.screen.remember()
                await person.on_disk()
    # What could not be written is tried again.
    assert written == [6.0, 12.0, 12.0]


async def test_the_audio_track_that_was_chosen_is_heard_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracks, "_chosen", {})
    talk = recording(tmp_path)
    tracks.use_track(talk, 2)
    async with reviewing(app_on(talk)) as person:
        await person.go_to(6.0)
        person.screen.remember()
        await person.on_disk()
    monkeypatch.setattr(tracks, "_chosen", {})
    async with reviewing(app_on(talk)):
        assert tracks.chosen_track(talk) == 2
