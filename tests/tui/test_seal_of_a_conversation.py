"""The seal on the screen, where the coach's own review lies elsewhere; and what they send."""

import tomllib
from pathlib import Path
from typing import Any

from dialog_host import until
from msgspec.structs import replace
from replaying import NOW, feedback, replaying, self_review, session
from reviewing import Person, app_on, recording, reviewing, with_transcript

from sessionlens.audio.recording import content_hash
from sessionlens.domain.review import RecordingRef
from sessionlens.domain.timecode import Timecode
from sessionlens.library.review import open_review
from sessionlens.storage.feedback import write_feedback
from sessionlens.storage.reviews import encode_review, load_review
from sessionlens.storage.state import remember_folder
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.shown import showing_review


def at_home(tmp_path: Path) -> Path:
    """A coach's recording by another name, as their recorder wrote it, and their own review."""
    folder = tmp_path / "home"
    folder.mkdir()
    talk = with_transcript(recording(folder).rename(folder / "zoom 7.wav"))
    own = self_review(folder).rename(folder / "zoom 7.self.review.toml")
    reference = RecordingRef(
        file=talk.name, sha256=content_hash(talk) or "", duration=Timecode(60.0)
    )
    own.write_bytes(encode_review(replace(load_review(own), recording=reference)))
    return own


def downloaded(tmp_path: Path, *, title: str = "Third session") -> Path:
    """A feedback alone, on another encoding of the conversation."""
    folder = tmp_path / "Downloads"
    folder.mkdir()
    content = feedback(tmp_path / "home" / "zoom 7.wav")
    reference = RecordingRef(file="talk.m4a", sha256="ab" * 32, duration=Timecode(60.3))
    session = replace(content.session, title=title)
    path = folder / "Feedback von Maria.txt"
    write_feedback(path, replace(content, recording=reference, session=session))
    return path


def told(person: Person[Any]) -> str:
    """What the terminal shows, as if no line had to be broken."""
    return " ".join(" ".join(person.lines).replace("│", " ").split())


async def test_feedback_alone_is_sealed_and_leads_to_ones_own_review(tmp_path: Path) -> None:
    own = at_home(tmp_path)
    remember_folder(own.parent)
    async with replaying(downloaded(tmp_path)) as coach:
        await coach.sees(": sealed")
        assert "It is zoom 7.self.review.toml, in /" in told(coach)
        assert not coach.shows("You waited")
        assert not coach.shows("Where is the recording")
        await coach.press("enter")
        await coach.sees("own review")
        assert not coach.shows("You waited")
        await coach.press("escape", "F")
        await coach.sees("own review, finished")
        await coach.press("ctrl+q")
        await coach.sees("Where is the recording?")
        await coach.press("escape", "n")
        await coach.sees("The topic stays wide")
    assert "finished" in tomllib.loads(own.read_text("utf-8"))


async def test_leaving_the_question_for_the_recording_shows_nothing_either(
    tmp_path: Path,
) -> None:
    own = at_home(tmp_path)
    async with replaying(downloaded(tmp_path, title="Another title")) as coach:
        await coach.sees("Where is the recording?")
        await coach.type(str(own.parent / "zoom 7.wav"))
        await coach.press("enter")
        await coach.sees(": sealed")
        await coach.press("n", "v")
        assert not coach.shows("You waited")
        await coach.press("escape")
        await until(coach.pilot, lambda: not coach.app.is_running)
    file = tmp_path / "Downloads" / "Feedback von Maria.txt"
    async with replaying(file) as coach:
        await coach.sees(": sealed")
        assert not coach.shows("You waited")


async def test_that_the_seal_was_broken_stands_quietly_where_it_was_broken(tmp_path: Path) -> None:
    file = session(tmp_path)
    own = self_review(tmp_path)
    own.write_bytes(encode_review(replace(load_review(own), seal_broken=NOW)))
    async with replaying(file) as coach:
        await coach.sees("read before your own review")
    app = SessionLensApp(showing_review(open_review(tmp_path / "talk.wav", role="coach")))
    async with reviewing(app) as person:
        await person.press("escape", "D")
        await person.sees("before this was finished")


async def test_a_coach_hands_out_a_copy_and_is_told_to_send_it(tmp_path: Path) -> None:
    session(tmp_path)
    own = self_review(tmp_path, finished=True)
    app = SessionLensApp(showing_review(open_review(tmp_path / "talk.wav", role="coach")))
    async with reviewing(app) as person:
        await person.press("escape", "E")
        await person.sees("review to be sent")
        await person.press("enter")
        await until(
            person.pilot,
            lambda: "to talk.to-send.self.review.toml. Send it to your mentor" in told(person),
        )
    sent = tomllib.loads((tmp_path / "talk.to-send.self.review.toml").read_text("utf-8"))
    assert len(sent["markers"]) == 2
    assert load_review(own).exported is None


async def test_a_copy_is_shown_and_nothing_is_changed_in_it(tmp_path: Path) -> None:
    talk = with_transcript(recording(tmp_path))
    own = self_review(tmp_path, finished=True)
    copy = tmp_path / "talk.to-send.self.review.toml"
    copy.write_bytes(encode_review(replace(load_review(own), exported=NOW)))
    own.unlink()
    before = copy.read_bytes()
    app = app_on(talk)
    app.document.close()
    app = SessionLensApp(showing_review(open_review(talk, review=copy)))
    async with reviewing(app) as person:
        assert any("Anna's own review as it was sent" in one for one in person.document.notices)
        await person.press("7", "escape", "n", "d", "F")
        await person.sees("as it was sent on 2026-11-02")
    assert copy.read_bytes() == before
