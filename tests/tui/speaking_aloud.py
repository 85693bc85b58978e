"""Speaking into a virtual microphone what the sample says, and what becomes of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from dialog_host import until
from numpy.typing import NDArray
from reviewing import Person, recording, with_transcript
from virtual_sound import RATE, VirtualSound

from sessionlens import resources
from sessionlens.storage.settings import Settings, save_settings

SAMPLE = resources.sample_folder() / "first-session.ogg"
MODEL = resources.sample_folder() / "tiny-model"
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


async def speak(person: Person[Any], sound: VirtualSound, start: float, end: float) -> None:
    """Say what the sample says there, into the microphone, from one key to the other."""
    await person.press(SPEAK)
    await person.sees("Speak: Ctrl+G ends it")
    await say(person, sound, start, end)
    await person.press(SPEAK)


async def say(person: Person[Any], sound: VirtualSound, start: float, end: float) -> None:
    """Say what the sample says there, until all of it is recorded."""
    with sound.speech(voice(start, end)) as is_said:
        await until(person.pilot, is_said)
        by_then = seconds(person)
        await until(person.pilot, lambda: seconds(person) > by_then + 0.5)


def seconds(person: Person[Any]) -> float:
    screen = person.app.playback_screen
    speaking = screen.speaking if screen else None
    assert speaking is not None
    note = speaking._note
    return note.seconds if note else 0.0


async def recognised(person: Person[Any]) -> None:
    """Wait for the words: that they are there is said for a while only."""
    screen = person.app.playback_screen
    assert screen is not None
    assert screen.speaking is not None
    speaking, behind = screen.speaking, False

    def done() -> bool:
        nonlocal behind
        behind = behind or speaking.text == "… words"
        return person.shows("The words are there") or (behind and not speaking.text)

    await until(person.pilot, done)
    await person.on_disk()


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if ".note." in path.name)


def loudest(frames: NDArray[np.int16]) -> int:
    return int(np.abs(frames.astype(int)).max(initial=0))
