"""Full disks, hostile words, small windows, a recording that cannot be played."""

import tomllib
from pathlib import Path

import pytest
from dialog_host import until
from reviewing import (
    Reviewer,
    app_on,
    recording,
    review_open_in,
    reviewing,
    screen_lines,
    with_transcript,
)

from sessionlens import resources
from sessionlens.domain.changes import Material
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Transcript, Utterance

SPEECH = Path(__file__).parents[1] / "data" / "speech" / "two_voices.ogg"
HOSTILE = (
    "[/x] [@click=app.bell]x[/] [bold",
    "\x1b[2J\x1b]0;owned\x07 \x9b31m",
    "\u202e\u2066 right to left",
    "nul \x00 and \x07 bell",
    "👩‍👩‍👧 日本語のテキスト é̂̃ ﷽",
    "x" * 200_000,
    "界" * 5_000,
)


pytestmark = pytest.mark.usefixtures("notices_stay")


def told(person: Reviewer) -> str:
    """All notices there are on the screen."""
    return " ".join(notice.message for notice in person.app._notifications)


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


async def test_words_wait_on_the_screen_until_the_disk_takes_them(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(talk)
    document, full = review_open_in(app), [True]
    save = document.opened.store.save

    def maybe(saved: Material, new: Material) -> None:
        if full[0]:
            raise SessionLensError("The disk is full", "Make room", where=talk)
        save(saved, new)

    monkeypatch.setattr(document.editor.saving, "_write", maybe)
    async with reviewing(app) as person:
        await person.go_to(12.0)
        await person.press("c")
        await person.type("kept")
        await person.press("enter")
        await person.sees("NOT SAVED")
        await person.sees("kept")
        assert person.saved == ""
        await until(person.pilot, lambda: "The disk is full" in told(person))
        await person.press("ctrl+q")
        assert person.app.is_running
        rescued = resources.data_folder() / "rescued" / "talk.review.toml"
        await until(person.pilot, rescued.exists)
        assert tomllib.loads(rescued.read_text("utf-8"))["markers"][0]["comment"] == "kept"
        full[0] = False
        person.document.editor.retry()
        # A retry that was under way may have failed just now: the next one comes by itself.
        await until(person.pilot, lambda: bool(person.saved))
        assert tomllib.loads(person.saved)["markers"][0]["comment"] == "kept"
        await person.misses("NOT SAVED")


async def test_hostile_words_are_only_words(tmp_path: Path) -> None:
    transcript = Transcript(
        utterances=tuple(
            Utterance(start=n * 2.0, end=n * 2.0 + 1.5, text=text, speaker=text[:40])
            for n, text in enumerate(HOSTILE)
        )
    )
    talk = with_transcript(recording(tmp_path), transcript)
    async with reviewing(app_on(talk)) as person:
        await person.sees("[/x] [@click=app.bell]x[/] [bold")
        for n in range(len(HOSTILE)):
            await person.go_to(n * 2.0 + 1.6)
            await person.press(str(n + 1), "a", "+")
        await person.press("enter")
        person.screen.editor.query_one("#words").insert("".join(HOSTILE[:5]))  # type: ignore[attr-defined]
        await person.press("enter", "v", "pagedown", "escape", "f7", "escape", "slash")
        await person.type("[/x]")
        await person.press("enter", "S", "escape", "D", "escape", "question_mark", "escape", "E")
        assert len(person.document.editor.review.markers) == len(HOSTILE)
        for line in screen_lines(person.app):
            assert not any(
                ord(character) < 32 or 0x80 <= ord(character) < 0xA0 for character in line
            )


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 5), (250, 70)])
async def test_every_size_of_window_works(talk: Path, size: tuple[int, int]) -> None:
    async with reviewing(app_on(talk), size=size) as person:
        await person.go_to(12.0)
        await person.press(
            "7", "e", "+", "enter", "x", "enter", "v", "escape", "question_mark", "escape"
        )
        await person.pilot.resize_terminal(100, 30)
        await person.pilot.pause()
        await person.sees("what would it mean to you")
        assert person.document.editor.review.markers[0].comment == "x"


async def test_a_recording_that_ends_too_early_is_still_reviewed(tmp_path: Path) -> None:
    talk = with_transcript(recording(tmp_path))
    talk.write_bytes(talk.read_bytes()[:200_000])
    async with reviewing(app_on(talk)) as person:
        await person.go_to(5.0)
        await person.press("space", "7", "escape")
        assert len(person.document.editor.review.markers) == 1


async def test_without_sound_the_playhead_moves_and_says_why(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("space")
        await until(person.pilot, lambda: person.screen.document.position > 0.3)
        await person.sees("PortAudio is not installed")


async def test_a_transcript_longer_than_its_recording_is_noticed(tmp_path: Path) -> None:
    talk = with_transcript(recording(tmp_path, 20))
    async with reviewing(app_on(talk)) as person:
        await until(person.pilot, lambda: "past the end of the recording (00:20)" in told(person))


async def test_what_to_do_first_is_read_to_its_end_in_a_small_window(tmp_path: Path) -> None:
    async with reviewing(app_on(recording(tmp_path)), size=(80, 24)) as person:
        await person.sees("without one.")
        await person.press("escape")
        await person.sees("playback goes on.")


async def test_a_declared_length_that_is_wrong_is_said_and_put_right(tmp_path: Path) -> None:
    talk = recording(tmp_path)
    sound = bytearray(talk.read_bytes())
    talk.write_bytes(sound[: 44 + 12 * 16_000])
    async with reviewing(app_on(talk)) as person:
        await until(person.pilot, lambda: "it says 01:00.0, 00:12.0 can be heard" in told(person))
        await person.sees("/ 00:12")


async def test_a_recording_that_cannot_be_decoded_leaves_its_words_to_be_reviewed(
    talk: Path,
) -> None:
    talk.write_bytes(bytes(100_000))
    async with reviewing(app_on(talk)) as person:
        await until(person.pilot, lambda: "nothing but zeros" in told(person))
        await person.sees("cannot play")
        await person.sees("what would it mean to you")
        await person.press("7")
        assert 'competency = "evokes-awareness"' in person.saved


async def test_a_recording_that_crashes_the_decoder_does_not_end_the_review(
    talk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "crash").mkdir()
    (tmp_path / "crash" / "soundfile.py").write_text("import os\nos.abort()\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "crash"))
    talk.write_bytes(SPEECH.read_bytes())  # compressed: in plain numbers nothing can crash
    async with reviewing(app_on(talk)) as person:
        await until(person.pilot, lambda: "crashes the decoder" in told(person))
        await person.sees("cannot play")
        await person.press("7")
        assert 'competency = "evokes-awareness"' in person.saved
