"""What the coach has written, on the mentor's screen."""

import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace
from replaying import MARKERS, REVIEW_ID, mentors_review, sent_by_coach, session
from reviewing import app_on, reviewing

from sessionlens.domain.answer import Answer, Reflection, fingerprint
from sessionlens.domain.reply import Reply
from sessionlens.domain.review import RecordingRef, Session
from sessionlens.library.replay import open_replay
from sessionlens.storage.replies import encode_reply


async def test_a_mentor_has_nothing_to_finish(tmp_path: Path) -> None:
    session(tmp_path)
    async with reviewing(app_on(tmp_path / "talk.wav")) as person:
        await person.press("F")
        await person.sees("Only a coach's review of themselves")
        assert person.saved == ""


@pytest.mark.usefixtures("clock_stands")
async def test_the_mentor_sees_the_coachs_questions_but_not_their_review(tmp_path: Path) -> None:
    session(tmp_path).unlink()
    sent_by_coach(tmp_path)
    mentors_review(tmp_path)
    async with reviewing(app_on(tmp_path / "talk.wav")) as person:
        assert "Anna brings a question to this session: y shows what" in person.document.notices
        await person.press("y")
        await person.sees("Questions before you listen")
        await person.sees("What led you here?")
        await person.sees("when your own feedback has been exported")
        assert not person.shows("I lost the thread")
        await person.press("enter")
        player = person.document.player
        assert player is not None
        assert player.playing
        assert 23.0 <= player.position < 24.0
        await person.press("E", "enter")
        await person.sees("Exported")
        await person.press("escape", "y")
        await person.sees("sessionlens compare talk.review.toml talk.to-send.self.review.toml")
    (tmp_path / "talk.feedback.toml").unlink()  # moved away, to be mailed
    async with reviewing(app_on(tmp_path / "talk.wav")) as person:
        await person.press("y")
        await person.sees("sessionlens compare talk.review.toml talk.to-send.self.review.toml")


async def test_a_reply_to_another_review_is_said_to_be_one(tmp_path: Path) -> None:
    session(tmp_path)
    mentors_review(tmp_path)
    reply = Reply(
        id="e" * 32, feedback="f" * 32, review="b" * 32, recording=RecordingRef(file="talk.wav")
    )
    (tmp_path / "talk.reply.toml").write_bytes(encode_reply(reply))
    async with reviewing(app_on(tmp_path / "talk.wav")) as person:
        await person.press("y")
        await person.sees("talk.reply.toml answers another review than this one.")
        assert not person.shows("Nothing yet")


async def test_the_reply_is_shown_beside_its_markers_and_travels_with_the_next_export(
    tmp_path: Path,
) -> None:
    session(tmp_path)
    mentors_review(tmp_path)
    answers = (
        Answer(marker="m1", seen="another", stance="differently", text="I meant to", note="mine"),
        Answer(marker="m2", seen=fingerprint(MARKERS[1]), stance="try", text="In the next one"),
        Answer(marker="m9", stance="agree"),
    )
    reply = Reply(
        id="e" * 32,
        feedback="f" * 32,
        review=REVIEW_ID,
        recording=RecordingRef(file="talk.wav"),
        reflection=Reflection(take_away="Silence works"),
        answers=answers,
    )
    (tmp_path / "talk.reply.toml").write_bytes(encode_reply(reply))
    async with reviewing(app_on(tmp_path / "talk.wav")) as person:
        await person.press("n")
        await person.sees("Anna: I will try this")
        assert not person.shows("the moment is another one")
        await person.press("p")
        await person.sees("Anna: I see it differently")
        await person.sees("I meant to")
        await person.sees("the moment is another one")
        assert not person.shows("mine")
        await person.press("n", "e", "exclamation_mark", "enter")
        await person.sees("the moment is another one")
        await person.press("u", "y")
        await person.sees("Silence works")
        await person.sees("2 of 3 markers are answered")
        await person.sees("Answers to markers that are not here any more")
        await person.press("escape", "E", "enter", "enter")
        await person.sees("Exported")
    exported = tomllib.loads((tmp_path / "talk.feedback.toml").read_text("utf-8"))
    assert [one["marker"] for one in exported["answers"]] == ["m1", "m2"]
    assert "mine" not in (tmp_path / "talk.feedback.toml").read_text("utf-8")
    (tmp_path / "talk.review.toml").unlink()  # which the coach has not
    again = open_replay(tmp_path / "talk.feedback.toml")
    again.store.close()
    assert replace(again.reply, session=Session()).answers == answers
