"""The coach says what helped, the mentor what they learned, and each writes to that."""

import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace
from replaying import NOW, REVIEW_ID, mentors_review, replaying, self_review, session
from reviewing import app_on, reviewing

from sessionlens.domain.answer import Reflection
from sessionlens.domain.reply import Reply
from sessionlens.domain.review import RecordingRef, Summary
from sessionlens.library.exporting import reply_to_send
from sessionlens.storage.feedback import load_feedback, write_feedback
from sessionlens.storage.replies import encode_reply, load_reply
from sessionlens.storage.reviews import encode_review, load_review

LEARNED = "I talk too soon."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = session(tmp_path)
    content = load_feedback(path)
    write_feedback(path, replace(content, summary=Summary(reviewer_learning=LEARNED)), force=True)
    return path.parent


def mentors(folder: Path, learned: str = LEARNED) -> None:
    path = mentors_review(folder)
    review = replace(load_review(path), summary=Summary(reviewer_learning=learned))
    path.write_bytes(encode_review(review))


async def test_all_that_a_coach_is_asked_is_in_sight_in_a_small_window(folder: Path) -> None:
    async with replaying(folder / "talk.feedback.toml", (80, 24)) as coach:
        await coach.press("r")
        for text in (
            "What I take away from this feedback",
            "What I will practise",
            "Until when",
            "What helped me in how you worked",
            "What did not",
            f"Maria learned: {LEARNED}",
            "What I say to that",
            "keeps it",
        ):
            await coach.sees(text)
        await coach.type("Wait")
        await coach.press("tab", "tab", "tab")
        await coach.type("Short words")
        await coach.press("tab")
        await coach.type("Haste")
        await coach.press("tab")
        await coach.type("I did not mind")
        await coach.press("escape")
        reflection = coach.saved["reflection"]
        assert reflection.pop("learning_seen")
        assert reflection == {
            "take_away": "Wait",
            "helped": "Short words",
            "did_not_help": "Haste",
            "to_learning": "I did not mind",
        }
        await coach.press("v")
        await coach.sees("What Maria learned")
        await coach.sees("↳ You: I did not mind")


async def test_each_writes_to_the_others_words_and_it_stands_beside_them(folder: Path) -> None:
    async with replaying(folder / "talk.feedback.toml") as coach:
        await coach.press("r")
        await coach.type("Wait")
        await coach.press(*["tab"] * 5)
        await coach.type("I did not mind")
        await coach.press("escape")
    mentors(folder)
    async with reviewing(app_on(folder / "talk.wav")) as mentor:
        await mentor.press("y")
        await mentor.sees("To what I learned myself")
        await mentor.sees("I did not mind")
        await mentor.press("tab")
        await mentor.type("So do I")
        await mentor.press("escape", "v", "end", "enter")
        await mentor.sees(LEARNED)
        await mentor.press("escape", "escape")
        summary = tomllib.loads(mentor.saved)["summary"]
        assert (summary["to_reflection"], summary["reviewer_learning"]) == ("So do I", LEARNED)
        await mentor.press("E", "enter", "enter")
        await mentor.sees("Exported")
        await mentor.press("escape", "u")
        assert "to_reflection" not in mentor.saved
    (folder / "talk.review.toml").unlink()
    async with replaying(folder / "talk.feedback.toml") as coach:
        await coach.press("v")
        await coach.sees("↳ Maria: So do I")
        await coach.press("escape", "r")
        await coach.sees("Maria, to this: So do I")
        await coach.type(" longer")
        await coach.press("escape", "v")
        await coach.sees("↳ Maria, to an earlier version of this: So do I")


async def test_words_to_what_the_mentor_says_otherwise_now_are_shown_as_such(folder: Path) -> None:
    async with replaying(folder / "talk.feedback.toml") as coach:
        await coach.press("r", *["tab"] * 5)
        await coach.type("I did not mind")
        await coach.press("escape")
    mentors(folder, "I say too little.")
    async with reviewing(app_on(folder / "talk.wav")) as mentor:
        await mentor.press("y")
        await mentor.sees("To what I learned myself, in other words then")


def test_a_reply_without_these_words_is_written_as_it_was(folder: Path) -> None:
    old = (
        'format = "sessionlens.reply"\nversion = 1\n'
        f'id = "{"e" * 32}"\nfeedback = "{"f" * 32}"\nreview = "{REVIEW_ID}"\n\n'
        '[recording]\nfile = "talk.wav"\n\n[reflection]\ntake_away = "Wait"\n'
    )
    path = folder / "talk.reply.toml"
    path.write_text(old)
    assert encode_reply(load_reply(path)).decode().endswith(old)
    assert reply_to_send(path).reply.reflection == Reflection(take_away="Wait")


@pytest.mark.parametrize("questions", [False, True])
async def test_in_a_small_window_the_mentor_sees_where_to_write_and_the_keys(
    folder: Path, questions: bool
) -> None:
    long = "Words that go on and on. " * 20
    reflection = Reflection(take_away=long, practise=long, helped=long, did_not_help=long)
    reply = Reply(
        id="e" * 32,
        feedback="f" * 32,
        review=REVIEW_ID,
        recording=RecordingRef(file="talk.wav"),
        reflection=reflection,
    )
    (folder / "talk.reply.toml").write_bytes(encode_reply(reply))
    mentors(folder)
    if questions:
        own = load_review(self_review(folder, finished=True))
        sent = replace(own, exported=NOW, session=replace(own.session, reviewer="Anna"))
        (folder / "talk.to-send.self.review.toml").write_bytes(encode_review(sent))
        (folder / "talk.self.review.toml").unlink()
    async with reviewing(app_on(folder / "talk.wav"), (80, 24)) as mentor:
        await mentor.press("y")
        await mentor.sees("What I say to this")
        await mentor.sees("Tab writes to it")
        assert mentor.shows("Questions before you listen") is questions
        await mentor.press("tab")
        await mentor.type("So do I")
        await mentor.sees("So do I")
