"""The key for the audio track: names to choose from, heard at once, remembered."""

from pathlib import Path

import numpy as np
import pytest
from dialog_host import until
from media import tracks_of, voices
from reviewing import Reviewer, app_on, reviewing

from sessionlens.audio import tracks
from sessionlens.audio.tracks import MIXED
from sessionlens.library.review_place import remembered_track

RATE = 8000


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A quiet first track, and somebody who speaks on the second."""
    monkeypatch.setattr(tracks, "_chosen", {})
    quiet, voice = np.zeros((5 * RATE, 1), np.int16), voices(5.0, RATE, 1)
    return tracks_of(tmp_path / "talk.mkv", RATE, quiet, voice, names={2: "Client"})


def is_measured(one: Reviewer) -> bool:
    peaks = one.document.peaks
    return bool(one.document.player and peaks and peaks.complete)


def is_silent(one: Reviewer) -> bool:
    assert one.document.peaks is not None
    return not one.document.peaks.values.any()


async def test_another_track_is_chosen_heard_and_remembered(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(3.0)
        await one.press("7", "escape")
        await until(one.pilot, lambda: is_measured(one))
        assert is_silent(one)
        await one.press("f6")
        await one.sees("Track 2, Client, ger, mono")
        assert one.shows("All of them together")
        await one.press("down", "enter")
        await one.sees("Track 2 is heard from now on")
        await until(one.pilot, lambda: is_measured(one))
        assert not is_silent(one)
        assert one.document.position == pytest.approx(3.0, abs=0.1), "one stays where one was"
        await one.press("f6")
        await one.sees("All of them together")
        await one.press("down", "enter")
        await one.sees("All tracks are heard from now on")
        await until(one.pilot, lambda: is_measured(one))
        await one.on_disk()
        one.screen.remember()
        await one.on_disk()
    assert remembered_track(talk) == MIXED
    monkeypatch.setattr(tracks, "_chosen", {})
    async with reviewing(app_on(talk)):
        assert tracks.chosen_track(talk) == MIXED


async def test_of_a_single_track_there_is_nothing_to_choose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracks, "_chosen", {})
    talk = tracks_of(tmp_path / "talk.mkv", RATE, voices(3.0, RATE, 1))
    async with reviewing(app_on(talk)) as one:
        await one.press("f6")
        await one.sees("one audio track only")
