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


def is_measured(person: Reviewer) -> bool:
    peaks = person.document.peaks
    return bool(person.document.player and peaks and peaks.complete)


def is_silent(person: Reviewer) -> bool:
    assert person.document.peaks is not None
    return not person.document.peaks.values.any()


async def test_another_track_is_chosen_heard_and_remembered(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(3.0)
        await person.press("7", "escape")
        await until(person.pilot, lambda: is_measured(person))
        assert is_silent(person)
        await person.press("f6")
        await person.sees("Track 2, Client, ger, mono")
        await person.sees("All of them together")
        await person.press("down", "enter")
        await person.sees("Track 2 is heard from now on")
        await until(person.pilot, lambda: is_measured(person))
        assert not is_silent(person)
        assert person.document.position == pytest.approx(3.0, abs=0.1), "one stays where one was"
        await person.press("f6")
        await person.sees("All of them together")
        await person.press("down", "enter")
        await person.sees("All tracks are heard from now on")
        await until(person.pilot, lambda: is_measured(person))
        await person.on_disk()
        person.screen.remember()
        await person.on_disk()
    assert remembered_track(talk) == MIXED
    monkeypatch.setattr(tracks, "_chosen", {})
    async with reviewing(app_on(talk)):
        assert tracks.chosen_track(talk) == MIXED


async def test_of_a_single_track_there_is_nothing_to_choose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracks, "_chosen", {})
    talk = tracks_of(tmp_path / "talk.mkv", RATE, voices(3.0, RATE, 1))
    async with reviewing(app_on(talk)) as person:
        await person.press("f6")
        await person.sees("one audio track only")
