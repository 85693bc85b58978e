"""The mentor responds to what the coach answered, and the coach reads it in the next round."""

import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace
from replaying import MARKERS, REVIEW_ID, mentors_review, replaying, session
from reviewing import app_on, reviewing
from visiting import visiting

from sessionlens.domain.answer import Answer, fingerprint
from sessionlens.domain.reply import Reply
from sessionlens.domain.review import RecordingRef, Response
from sessionlens.storage.feedback import load_feedback, write_feedback
from sessionlens.storage.replies import encode_reply

ANSWERS = (
    Answer(marker="m1", seen=fingerprint(MARKERS[0]), stance="differently", text="I meant to"),
    Answer(marker="m2", seen=fingerprint(MARKERS[1]), stance="try", note="mine"),
)


def replied(folder: Path, *answers: Answer) -> None:
    reply = Reply(
        id="e" * 32,
        feedback="f" * 32,
        review=REVIEW_ID,
        recording=RecordingRef(file="talk.wav"),
        answers=answers,
    )
    (folder / "talk.reply.toml").write_bytes(encode_reply(reply))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    session(tmp_path)
    mentors_review(tmp_path)
    replied(tmp_path, *ANSWERS)
    return tmp_path


@pytest.mark.usefixtures("clock_stands")
async def test_a_response_goes_from_the_mentor_to_the_coach_and_stays_with_its_answer(
    folder: Path,
) -> None:
    async with reviewing(app_on(folder / "talk.wav")) as mentor:
        await mentor.press("n", "Y")
        await mentor.sees("your response to “I will try this”")
        await mentor.type("Tell me how")
        await mentor.press("enter")
        await mentor.sees("↳ You:")
        await mentor.sees("→↳")
        await mentor.press("u")
        await mentor.sees("response at 00:10 written")
        assert "responses" not in tomllib.loads(mentor.saved)
        await mentor.press("ctrl+r", "p", "Y")
        await mentor.type("So I see it now")
        await mentor.press("enter", "E", "enter", "enter")
        await mentor.sees("Exported")
    (folder / "talk.review.toml").unlink()
    async with replaying(folder / "talk.feedback.toml", (80, 24)) as coach:
        await coach.sees("Maria has responded to 2 answers: y")
        assert "Maria has responded to 2 of your answers: y shows where" in coach.document.notices
        await coach.press("y")
        await coach.sees("2 of 3 moments: responded to")
        await coach.press("n", "n")
        await coach.sees("↳ Maria:")
        await coach.sees("Tell me how")
        await coach.press("d")
        await coach.sees("↳ Maria, to an earlier")
        await coach.press("u")
        assert not coach.shows("to an earlier")
        await coach.press("x")
        await coach.sees("↳ Maria, to an answer")
        assert coach.saved["answers"][1] == {**coach.saved["answers"][1], "note": "mine"}


async def test_an_answer_that_changed_shows_its_response_as_one_to_an_earlier(
    folder: Path,
) -> None:
    async with reviewing(app_on(folder / "talk.wav")) as mentor:
        await mentor.press("n", "Y")
        await mentor.type("Tell me how")
        await mentor.press("enter")
    replied(folder, ANSWERS[0], replace(ANSWERS[1], text="Or not"))
    async with reviewing(app_on(folder / "talk.wav")) as mentor:
        await mentor.press("n")
        await mentor.sees("↳ You, to an earlier answer")
        await mentor.press("Y", "enter")
        await mentor.sees("↳ You:")
    replied(folder)
    async with reviewing(app_on(folder / "talk.wav")) as mentor:
        await mentor.press("n")
        await mentor.sees("↳ You, to an answer that is not")
        await mentor.sees("Tell me how")


async def test_a_response_that_is_not_finished_is_a_draft(folder: Path) -> None:
    async with reviewing(app_on(folder / "talk.wav")) as mentor:
        await mentor.press("n", "Y")
        await mentor.type("Tell")
        await mentor.press("escape")
        await mentor.sees("(draft)")
    async with reviewing(app_on(folder / "talk.wav")) as mentor:
        assert "1 response is still a draft: F7 shows where" in mentor.document.notices
        await mentor.press("f7", "enter")
        await mentor.sees("your response to “I will try this” (draft)")
        await mentor.type(" me")
        await mentor.press("enter")
        (response,) = tomllib.loads(mentor.saved)["responses"]
        assert response["text"] == "Tell me"
        assert tomllib.loads(mentor.saved)["markers"][1]["comment"] == MARKERS[1].comment


async def test_where_nothing_is_answered_the_key_says_so(folder: Path) -> None:
    async with reviewing(app_on(folder / "talk.wav")) as mentor:
        await mentor.press("Y")
        await mentor.sees("Choose a marker first")
        await mentor.go_to(24.0)
        await mentor.press("n", "Y")
        await mentor.sees("Anna has not answered this marker")
    (folder / "talk.reply.toml").unlink()
    async with reviewing(app_on(folder / "talk.wav")) as mentor:
        await mentor.press("n", "Y")
        await mentor.sees("Anna has not answered yet")


async def test_a_coach_is_told_when_nobody_has_responded(tmp_path: Path) -> None:
    async with replaying(session(tmp_path)) as coach:
        await coach.press("y")
        await coach.sees("Maria has not responded to an answer in this feedback")
        await coach.sees("moments")


async def test_in_a_small_window_the_mentors_words_stand_before_rubric_and_quote(
    tmp_path: Path,
) -> None:
    async with replaying(session(tmp_path), (80, 24)) as coach:
        await coach.press("n")
        await coach.sees("“what would you like")
        lines = coach.lines
        words = next(i for i, line in enumerate(lines) if "The topic stays wide" in line)
        quote = next(i for i, line in enumerate(lines) if "“what would you like" in line)
        assert words < quote


async def test_the_list_says_that_the_mentor_has_responded(folder: Path) -> None:
    path = folder / "talk.feedback.toml"
    content = load_feedback(path)
    responses = (Response(marker="m1", text="So it is"), Response(marker="gone", text="?"))
    write_feedback(path, replace(content, responses=responses, answers=ANSWERS), force=True)
    (folder / "talk.review.toml").unlink()
    async with visiting(folder) as person:
        await person.sees("3 ↳1")
        await person.sees("Feedback: 3 moments. Maria has responded to 1 answer.")
