"""What the coach has written, on the mentor's screen."""

import tomllib
from pathlib import Path

from msgspec.structs import replace
from replaying import MARKERS, REVIEW_ID, mentors_review, self_review, session
from reviewing import app_on, reviewing

from sessionlens.domain.answer import Answer, Reflection, fingerprint
from sessionlens.domain.reply import Reply
from sessionlens.domain.review import RecordingRef, Session
from sessionlens.library.replay import open_replay
from sessionlens.storage.replies import encode_reply


async def test_a_mentor_has_nothing_to_finish(tmp_path: Path) -> None:
    session(tmp_path)
    async with reviewing(app_on(tmp_path / "talk.wav")) as one:
        await one.press("F")
        assert one.shows("Only a coach's review of themselves")
        assert one.saved == ""


async def test_the_mentor_sees_the_coachs_questions_but_not_their_review(tmp_path: Path) -> None:
    session(tmp_path).unlink()
    self_review(tmp_path, finished=True)
    mentors_review(tmp_path)
    async with reviewing(app_on(tmp_path / "talk.wav")) as one:
        assert "Anna brings a question to this session: y shows what" in one.document.notices
        await one.press("y")
        assert one.shows("Questions before you listen")
        assert one.shows("What led you here?")
        assert one.shows("when your own feedback has been exported")
        assert not one.shows("I lost the thread")
        await one.press("enter")
        player = one.document.player
        assert player is not None
        assert player.playing
        assert 23.0 <= player.position < 24.0
        await one.press("E", "enter")
        await one.sees("Exported")
        await one.press("escape", "y")
        assert one.shows("sessionlens compare talk.review.toml talk.self.review.toml")
    (tmp_path / "talk.feedback.toml").unlink()  # moved away, to be mailed
    async with reviewing(app_on(tmp_path / "talk.wav")) as one:
        await one.press("y")
        await one.sees("sessionlens compare talk.review.toml talk.self.review.toml")


async def test_a_reply_to_another_review_is_said_to_be_one(tmp_path: Path) -> None:
    session(tmp_path)
    mentors_review(tmp_path)
    reply = Reply(
        id="e" * 32, feedback="f" * 32, review="b" * 32, recording=RecordingRef(file="talk.wav")
    )
    (tmp_path / "talk.reply.toml").write_bytes(encode_reply(reply))
    async with reviewing(app_on(tmp_path / "talk.wav")) as one:
        await one.press("y")
        await one.sees("talk.reply.toml answers another review than this one.")
        assert not one.shows("Nothing yet")


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
    async with reviewing(app_on(tmp_path / "talk.wav")) as one:
        await one.press("n")
        assert one.shows("Anna: I will try this")
        assert not one.shows("the moment is another one")
        await one.press("p")
        assert one.shows("Anna: I see it differently")
        assert one.shows("I meant to")
        assert one.shows("the moment is another one")
        assert not one.shows("mine")
        await one.press("n", "e", "exclamation_mark", "enter")
        assert one.shows("the moment is another one")
        await one.press("u", "y")
        assert one.shows("Silence works")
        assert one.shows("2 of 3 markers are answered")
        assert one.shows("Answers to markers that are not here any more")
        await one.press("escape", "E", "enter", "enter")
        await one.sees("Exported")
    exported = tomllib.loads((tmp_path / "talk.feedback.toml").read_text("utf-8"))
    assert [one["marker"] for one in exported["answers"]] == ["m1", "m2"]
    assert "mine" not in (tmp_path / "talk.feedback.toml").read_text("utf-8")
    again = open_replay(tmp_path / "talk.feedback.toml")
    again.store.close()
    assert replace(again.reply, session=Session()).answers == answers
