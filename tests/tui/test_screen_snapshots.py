"""Pictures of every screen on real files; `pytest --snapshot-update` after a change meant."""

import os
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from picturing import SIZES, Looks, at_rest, by_size
from replaying import MARKERS, mentors_review, replaying, self_review, session
from reviewing import Person, app_on, recording, reviewing
from test_compare_screen import comparing
from test_snapshots import reviewed
from visiting import visiting

from sessionlens.domain.timecode import Timecode
from sessionlens.storage.reviews import encode_review, load_review
from sessionlens.storage.state import ProgramState, save_program_state

_NOON = 1_793_620_800.0  # 2026-11-02 12:00 UTC, the same day wherever the test runs

pytestmark = [
    pytest.mark.parametrize("size", SIZES, ids=by_size),
    pytest.mark.usefixtures("clock_stands"),  # what is played is not over in the picture
]


async def whole(person: Person[Any]) -> None:
    """Wait until the loudness of the whole recording has been drawn, at the end as well."""
    await person.sees("1:00")
    await at_rest(person.pilot)
    while not any("▁" <= sign <= "█" for line in person.lines[1:3] for sign in line[-30:]):
        await person.pilot.pause(0.05)


REVIEW: dict[str, tuple[str, ...]] = {
    "listening": (),
    "comment": ("e",),
    "coding": ("r",),
    "details": ("D",),
    "palette": ("ctrl+p", *"mark"),
    "reading": ("up", "up"),
    "search": ("slash", *"work"),
    "verdicts": ("v", "7", "tab"),
}


@pytest.mark.parametrize("keys", REVIEW.values(), ids=REVIEW)
async def test_reviewing_looks_as_it_should(
    looks_as_before: Looks, tmp_path: Path, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    async with reviewing(reviewed(tmp_path), size) as mentor:
        await whole(mentor)
        await mentor.press("n", "space")
        await mentor.go_to(11.2)
        await mentor.press(*keys)
        await looks_as_before(mentor.pilot)


async def test_the_very_first_review_looks_as_it_should(
    looks_as_before: Looks, tmp_path: Path, size: tuple[int, int]
) -> None:
    talk = recording(tmp_path)
    os.utime(talk, (_NOON, _NOON))
    app = app_on(talk)
    save_program_state(ProgramState(welcome_seen=False))
    async with reviewing(app, size) as mentor:
        await mentor.sees("Welcome")
        await mentor.press("space")
        await whole(mentor)
        await looks_as_before(mentor.pilot)


REPLAY: dict[str, tuple[str, ...]] = {
    "moment": (),
    "answer": ("c", *"Yes."),
    "conclusions": ("v",),
    "help": ("question_mark",),
    "reflection": ("r",),
}


@pytest.mark.parametrize("keys", REPLAY.values(), ids=REPLAY)
async def test_replaying_looks_as_it_should(
    looks_as_before: Looks, tmp_path: Path, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    async with replaying(session(tmp_path), size) as coach:
        await whole(coach)
        await coach.press("n", "n", "space", *"g11", "enter")
        assert coach.app.playback_screen is not None
        coach.app.playback_screen.poll()  # a dialog that comes at once keeps a word from being lit
        await coach.press(*keys)
        await looks_as_before(coach.pilot)


async def test_sealed_feedback_looks_as_it_should(
    looks_as_before: Looks, tmp_path: Path, size: tuple[int, int]
) -> None:
    feedback = session(tmp_path)
    self_review(tmp_path)
    async with replaying(feedback, size) as coach:
        await looks_as_before(coach.pilot)


async def test_comparing_looks_as_it_should(
    looks_as_before: Looks, tmp_path: Path, size: tuple[int, int]
) -> None:
    feedback = session(tmp_path)
    own = self_review(tmp_path, finished=True)
    markers = (
        replace(MARKERS[1], id="m1", start=Timecode(10.8), rating="growth", comment="Too long"),
        replace(MARKERS[0], id="m2", start=Timecode(40.0), end=None, comment="Only I saw this"),
    )
    own.write_bytes(encode_review(replace(load_review(own), markers=markers)))
    async with comparing(own, feedback, size=size) as visitor:
        await whole(visitor)
        await visitor.press("n", "space", *"g12", "enter")
        await looks_as_before(visitor.pilot)


async def test_the_list_of_recordings_looks_as_it_should(
    looks_as_before: Looks,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("sessions")
    folder.mkdir()
    for name in ("2026-10-05 Anna.wav", "2026-10-19 Anna.wav"):
        recording(folder, 1).rename(folder / name)
    session(folder)
    mentors_review(folder)
    for file in folder.iterdir():
        os.utime(file, (_NOON, _NOON))
    async with visiting(folder, size) as visitor:
        await visitor.press("down", "down")
        await visitor.sees("3 markers")
        await looks_as_before(visitor.pilot)


async def test_an_empty_folder_looks_as_it_should(
    looks_as_before: Looks,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("sessions")
    folder.mkdir()
    async with visiting(folder, size) as visitor:
        await looks_as_before(visitor.pilot)
