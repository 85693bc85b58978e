"""A live session in a real terminal that is killed, stopped for a while, or loses its terminal.

`--kills 100` kills as often as that, at random moments, and holds that no more than a second of
sound is missing and no marker that was shown as saved; `--within` gives it more, for a busy
machine.
"""

import datetime as dt
import os
import random
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile
from kept_words import whole_files
from terminal_program import Program
from virtual_sound import VirtualSound, missing, wait_until

from sessionlens.audio.capture.au import format_of
from sessionlens.library.live_remains import live_remains
from sessionlens.storage.reviews import load_review

TITLE = "Group one"
_TIME = re.compile(r"● recording (\d+):(\d\d)\.(\d)")
_MARKERS = re.compile(r"saved.* (\d+) markers?")


@pytest.fixture
def sound() -> Iterator[VirtualSound]:
    if missing():
        pytest.skip(f"not here: {missing()}")
    with VirtualSound() as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sessions"
    folder.mkdir()
    return folder


def observe(folder: Path, home: Path, sound: VirtualSound) -> Program:
    """`sessionlens live` without recognition, as far as to where it records."""
    arguments: list[str | Path] = ["live", "--folder", folder, "--title", TITLE]
    program = Program(arguments, home, {"PULSE_SERVER": sound.address})
    program.wait_for("who has agreed")
    program.type("Anna")
    program.press(*["\t"] * 5)
    program.type("mentoring")
    program.wait_for("the consent is written down")
    program.press(F5)
    program.wait_for("What records", " dB ")
    program.press(F5)
    program.wait_for("● recording")
    return program


F5 = "\x1b[15~"


def review_in(folder: Path) -> Path:
    """The review of the session."""
    return folder / f"{dt.date.today()} {TITLE}.review.toml"


def markers_on_disk(folder: Path) -> int:
    """How many are there."""
    return len(load_review(review_in(folder)).markers)


def clock_shown(program: Program) -> float:
    """The second of the recording that is shown, 0 before."""
    shown = _TIME.search(program.text)
    minutes, seconds, tenths = map(int, shown.groups()) if shown else (0, 0, 0)
    return minutes * 60 + seconds + tenths / 10


def saved_shown(program: Program) -> int:
    """How many markers are shown as saved."""
    shown = _MARKERS.search(program.lines[0])
    return int(shown[1]) if shown else 0


def mark_and_kill(program: Program, seconds: float, chance: random.Random) -> tuple[float, int]:
    """Mark by keys that long, then kill; returns the second at which it was killed, by the clock
    that was shown, and how many markers were shown as saved."""
    until = time.monotonic() + seconds
    saved = saved_shown(program)
    while time.monotonic() < until or not saved:
        program.press(chance.choice("12345678"))
        program.press("\x1b")
        time.sleep(chance.uniform(0.05, 0.3))
        saved = max(saved, saved_shown(program))
    clock = clock_shown(program)
    program.wait_until(lambda: clock_shown(program) > clock)
    clock, seen = clock_shown(program), time.monotonic()
    time.sleep(chance.uniform(0.0, 0.3))
    killed = clock + time.monotonic() - seen  # before: ending it may take a while
    program.kill()
    return killed, saved


def test_after_a_kill_the_session_is_there_with_every_marker(
    folder: Path, home: Path, sound: VirtualSound, pytestconfig: pytest.Config
) -> None:
    kills: int = pytestconfig.getoption("--kills")
    within: float = pytestconfig.getoption("--within") or (1.0 if kills else 5.0)
    chance = random.Random(pytestconfig.getoption("--seed"))
    longest = 0.0
    for number in range(kills or 2):
        place = folder / str(number)
        place.mkdir()
        with observe(place, home, sound) as program:
            killed, saved = mark_and_kill(program, chance.uniform(0.2, 3.0), chance)
        whole_files(place, home)
        assert markers_on_disk(place) >= saved
        raw = live_remains(review_in(place)).raw
        assert raw is not None
        form = format_of(raw)
        assert form is not None
        longest = max(longest, killed - form.frames_in(raw.stat().st_size) / form.rate)
        assert longest <= within
    there = markers_on_disk(place)
    with Program(["review", review_in(place)], home) as program:
        program.wait_for(TITLE, f"{there} marker")
        program.wait_until(lambda: live_remains(review_in(place)).raw is None)
    packed = place / f"{dt.date.today()} {TITLE}.flac"
    assert soundfile.info(packed).duration >= killed - within
    print(f"{number + 1} kills while observing: {longest:.2f} s of sound missing at most")


def test_a_program_that_was_stopped_for_a_while_goes_on_and_the_clock_is_right(
    folder: Path, home: Path, sound: VirtualSound
) -> None:
    started = time.monotonic()
    with observe(folder, home, sound) as program:
        before = clock_shown(program)  # a busy screen shows it late: it is at least as late as that
        os.kill(program.process.pid, signal.SIGSTOP)
        time.sleep(2.0)
        os.kill(program.process.pid, signal.SIGCONT)
        program.wait_until(lambda: clock_shown(program) > before + 2)
        program.press("7", "\x1b")
        program.wait_until(lambda: saved_shown(program) == 1)
        passed = time.monotonic() - started
        program.press("F", "F")
        program.wait_for("E export")
    recording = review_in(folder).with_name(f"{dt.date.today()} {TITLE}.flac")
    marker = load_review(review_in(folder)).markers[0]
    assert before <= marker.start <= passed
    assert soundfile.info(recording).duration >= before + 2


def test_a_terminal_that_vanishes_ends_the_recording_whole(
    folder: Path, home: Path, sound: VirtualSound
) -> None:
    with observe(folder, home, sound) as program:
        program.press("7", "\x1b")
        program.wait_until(lambda: saved_shown(program) == 1)
        clock = clock_shown(program)
        program.vanish()
        assert program.ends() == 128 + signal.SIGHUP
    wait_until(lambda: live_remains(review_in(folder)).raw)
    raw = live_remains(review_in(folder)).raw
    assert raw is not None
    assert soundfile.info(raw).duration >= clock
    assert markers_on_disk(folder) == 1
    assert not list(folder.glob("*.lock"))
