"""Comments that are spoken instead of typed: heard by a microphone, recognised, played again."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from dialog_host import until
from numpy.typing import NDArray
from reviewing import Reviewer, app_on, recording, reviewing, with_transcript
from virtual_sound import RATE, VirtualSound, missing

from sessionlens import resources
from sessionlens.storage.reviews import load_review
from sessionlens.storage.settings import Settings, save_settings

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not here: {missing()}")

SAMPLE = resources.sample_folder() / "first-session.ogg"
SPEAK, PLAY = "ctrl+g", "J"


@pytest.fixture
def sound() -> Iterator[VirtualSound]:
    with VirtualSound() as server:
        yield server


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A recording, by somebody who recognises with the shipped model."""
    save_settings(Settings(model=str(resources.sample_folder() / "tiny-model")))
    return with_transcript(recording(tmp_path))


def voice(start: float, end: float) -> NDArray[np.int16]:
    """What is said in the sample from one moment to another, on both channels."""
    frames, rate = soundfile.read(SAMPLE, dtype="int16", always_2d=True)
    own = frames[int(start * rate) : int(end * rate)].mean(axis=1)
    at = np.arange(int((end - start) * RATE)) / RATE
    heard = np.interp(at, np.arange(len(own)) / rate, own)
    return np.repeat(np.rint(heard).astype(np.int16)[:, None], 2, axis=1)


async def speak(person: Reviewer, sound: VirtualSound, start: float, end: float) -> None:
    """Say what the sample says there, into the microphone, from one key to the other."""
    await person.press(SPEAK)
    await person.sees("Speak: Ctrl+G ends it")
    frames = voice(start, end)
    with sound.speech(frames):
        await until(person.pilot, lambda: seconds(person) > end - start + 0.5)
    await person.press(SPEAK)


def seconds(person: Reviewer) -> float:
    speaking = person.screen.speaking
    assert speaking is not None
    note = speaking._note
    return note.seconds if note else 0.0


async def recognised(person: Reviewer) -> None:
    await person.sees("The words are there")
    await person.on_disk()


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if ".note." in path.name)


async def test_what_is_spoken_to_a_marker_is_its_comment_and_is_heard_again(
    talk: Path, sound: VirtualSound
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("7")
        await person.press("escape")
        await speak(person, sound, 0.8, 7.5)
        await recognised(person)
        (marker,) = person.document.editor.review.markers
        assert marker.note == "talk.m1.note.ogg"
        assert "good to see you again" in marker.comment.lower()
        assert files(talk.parent) == ["talk.m1.note.ogg"]
        assert (talk.parent / marker.note).stat().st_mode & 0o777 == 0o600
        assert load_review(person.document.opened.review_path).markers == (marker,)
        with sound.monitor() as monitor:
            await person.press(PLAY)
            await until(person.pilot, lambda: loudest(monitor.frames()) > 1000)
            await person.press(PLAY)
        await person.press("u")
        assert person.document.editor.review.markers[0].note == ""
        assert person.document.editor.review.markers[0].comment == ""
        await person.press("ctrl+r")
        assert person.document.editor.review.markers == (marker,)
    assert files(talk.parent) == ["talk.m1.note.ogg"]


def loudest(frames: NDArray[np.int16]) -> int:
    return int(np.abs(frames.astype(int)).max(initial=0))
