"""Somebody sits in on a session, in a real terminal, with a microphone that hears two voices."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from observing import spoken
from terminal import MISSING, Terminal
from virtual_sound import RATE, VirtualSound, missing, wait_until

from sessionlens.library.live_remains import live_remains
from sessionlens.speech.models import demo_folder
from sessionlens.storage.reviews import load_review

pytestmark = pytest.mark.skipif(bool(MISSING or missing()), reason=MISSING or missing())

TWICE = """
from sessionlens.tui.screens.live import recording
recording._TWICE = 60.0
"""
"""On a busy machine a key that was asked about comes again late."""

ASKED = round(14.5 * RATE)
"""As many frames of what is spoken as to the end of the coach's question."""


@pytest.fixture
def microphone() -> Iterator[VirtualSound]:
    with VirtualSound() as server:
        yield server


def observe(folder: Path, kept: Path, server: VirtualSound) -> Terminal:
    """`sessionlens live`, into a folder."""
    options = ["--folder", str(folder), "--channels", "2", "--model", str(demo_folder())]
    arguments = ["live", *options, "--title", "Group one"]
    return Terminal(arguments, kept, first=TWICE, PULSE_SERVER=server.address)


def fill_in(mentor: Terminal) -> None:
    """Say whose session it is and who has agreed, and record."""
    mentor.wait_for("who has agreed")
    mentor.wait_for("Nobody has agreed")
    mentor.type("Anna")
    mentor.press("Tab")
    mentor.type("K.")
    mentor.press("Tab", "Tab", "Tab", "Tab")
    mentor.type("mentoring")
    mentor.wait_for("the consent is written down")
    mentor.press("F5")
    mentor.wait_for("What records")
    mentor.wait_for(" dB ")
    mentor.press("F5")
    mentor.wait_for("● recording")


def say(mentor: Terminal, microphone: VirtualSound, frames: NDArray[np.int16], words: str) -> None:
    """Speak until words are recognised: a busy machine delivers sound with gaps, or misses some."""
    for patience in (45.0, 45.0, 90.0):
        with microphone.speech(frames), suppress(AssertionError):
            mentor.wait_for(words, patience)
            return
    raise AssertionError(f"'{words}' was never recognised:\n{mentor.screen()}")


def test_from_the_form_to_the_review(tmp_path: Path, microphone: VirtualSound) -> None:
    folder = tmp_path / "sessions"
    folder.mkdir()
    with observe(folder, tmp_path / "screens", microphone) as mentor:
        fill_in(mentor)
        # Nobody goes on speaking before the mark is made, nor while it is off the record.
        say(mentor, microphone, spoken()[:ASKED], "leave one alone")
        mentor.press("7", "+")
        mentor.wait_for("Esc close")
        mentor.put_away("Esc close")
        mentor.wait_for("Anna: “what happens")
        mentor.press("j")
        mentor.wait_for("marks go there")
        mentor.press("t", "o")
        mentor.wait_for("OFF THE RECORD")
        mentor.press("o")
        mentor.wait_until_gone("OFF THE RECORD")
        say(mentor, microphone, spoken()[ASKED:], "by friday")
        mentor.press("F")
        mentor.wait_for("again ends the session")
        mentor.press("F")
        mentor.wait_for("Welcome to SessionLens")
        mentor.press("Enter")
        mentor.wait_for("E export")
        mentor.wait_for("leave one alone")
        mentor.press("C-q")
        mentor.wait_for("left with 0")
    recording = folder / f"{dt.date.today()} Group one.flac"
    review = load_review(recording.with_suffix(".review.toml"))
    assert [(one.competency, one.rating) for one in review.markers] == [
        ("evokes-awareness", "strength")
    ]
    assert "leave one alone" in review.markers[0].quote
    assert [gap.reason for gap in review.recording.gaps] == ["off the record"]
    assert review.session.consents[0].given == dt.date.today()
    assert soundfile.info(recording).channels == 2
    assert review.recording.sha256


def test_a_terminal_that_closes_ends_the_recording_whole_and_it_is_found_again(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    folder = tmp_path / "sessions"
    folder.mkdir()
    with observe(folder, tmp_path / "screens", microphone) as mentor:
        fill_in(mentor)
        say(mentor, microphone, spoken(), "leave one alone")
        mentor.press("7", "Escape")
        mentor.wait_for("1 marker")
    path = folder / f"{dt.date.today()} Group one.review.toml"
    wait_until(lambda: live_remains(path).raw is not None)
    with Terminal(["review", str(path)], tmp_path / "again") as mentor:
        mentor.wait_for("Welcome to SessionLens")
        mentor.press("Enter")
        mentor.wait_for("look at today")
        mentor.wait_for("7   Awareness")
        mentor.press("C-q")
        mentor.wait_for("left with 0")
    kinds = {file.suffix for file in folder.iterdir()}  # and what the recognition goes on from
    assert kinds - {".journal"} == {".flac", ".json", ".toml"}
    assert soundfile.info(folder / f"{dt.date.today()} Group one.flac").duration > 10
