"""What lies beside a recording never keeps the screen waiting."""

from pathlib import Path

import pytest
from dialog_host import until
from replaying import replaying, self_review, session
from reviewing import app_on, recording, reviewing, screen_lines

from sessionlens.library.comparing import open_comparison
from sessionlens.library.replay import open_replay
from sessionlens.library.review import open_review
from sessionlens.library.transcript import takes_long
from sessionlens.transcripts.recognise import read_transcript
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.showing import showing_comparison


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return recording(tmp_path)


def beside(talk: Path, cues: int) -> Path:
    path = talk.with_suffix(".vtt")
    lines = (
        f"00:00:{n % 40:02d}.{n % 1000:03d} --> 00:00:{n % 40 + 1:02d}.000\nword number {n}\n"
        for n in range(cues)
    )
    path.write_text("WEBVTT\n\n" + "\n".join(lines))
    return path


def without_words(folder: Path) -> Path:
    """The recording of a session, which has lost its transcript."""
    (folder / "talk.transcript.json").unlink()
    return folder / "talk.wav"


async def test_a_long_transcript_comes_after_the_screen(talk: Path) -> None:
    path = beside(talk, 12_000)
    before = path.read_bytes()
    opened = open_review(talk)
    opened.store.close()
    assert opened.transcript is None
    assert opened.transcript_later
    async with reviewing(app_on(talk)) as person:
        await person.sees("word number")
        assert person.document.editor.transcript == read_transcript(path).transcript
        assert person.document.editor.undoable is None
        assert not opened.transcript_path.exists()  # looking at it writes nothing
        await person.go_to(12.0)
        await person.press("7")
        assert person.document.editor.review.markers[0].quote
    assert path.read_bytes() == before
    assert not opened.transcript_path.exists()


async def test_all_is_said_that_is_to_be_known_of_a_long_transcript(talk: Path) -> None:
    path = beside(talk, 12_000)
    cues = path.read_text()
    for number in range(2):
        cues = cues.replace(f"word number {number}\n", f"<v Voice {number}>word number {number}\n")
    path.write_text(cues.replace("WEBVTT\n", "WEBVTT\n\n00:xx --> 00:00:03.000\nno time\n"))
    async with reviewing(app_on(talk)) as person:
        await person.sees("has no start time that can be read")
        await person.sees("Nothing says which of the two voices is the coach: K does")
        assert person.shows("has no start time that can be read")


async def test_one_that_cannot_be_read_is_said(talk: Path) -> None:
    beside(talk, 250_000)
    async with reviewing(app_on(talk)) as person:
        await person.sees("There is no transcript")
        assert not person.document.transcript_later


async def test_a_long_transcript_comes_after_the_moments(tmp_path: Path) -> None:
    file = session(tmp_path)
    beside(without_words(tmp_path), 12_000)
    opened = open_replay(file)
    opened.store.close()
    assert opened.transcript is None
    async with replaying(file) as coach:
        await coach.sees("word number")
        await coach.press("n")
        assert coach.document.marker is not None
        await coach.press("?")
        await coach.sees("Keys")


async def test_a_long_transcript_comes_after_the_screen_is_drawn_anew(tmp_path: Path) -> None:
    file = session(tmp_path)
    beside(without_words(tmp_path), 12_000)
    async with replaying(file) as coach:
        coach.screen.rebuild()
        await coach.sees("word number")
        coach.screen.rebuild()
        await coach.sees("word number")


async def test_one_that_no_replay_can_read_is_said(tmp_path: Path) -> None:
    file = session(tmp_path)
    beside(without_words(tmp_path), 250_000)
    async with replaying(file) as coach:
        await coach.sees("There is no transcript")


async def test_a_long_transcript_comes_after_the_two_reviews(tmp_path: Path) -> None:
    file = session(tmp_path)
    beside(without_words(tmp_path), 12_000)
    opened = open_comparison(self_review(tmp_path, finished=True), file)
    assert opened.transcript is None
    app = SessionLensApp(showing_comparison(opened))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: any("word number" in line for line in screen_lines(app)))
        app.document.close()


def test_an_ordinary_one_is_there_at_once(talk: Path) -> None:
    beside(talk, 2_000)
    assert not takes_long(talk)
    opened = open_review(talk)
    opened.store.close()
    assert opened.transcript is not None
