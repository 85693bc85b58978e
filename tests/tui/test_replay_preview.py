"""A mentor's preview of their own feedback: it says so, and no key answers for the coach."""

from pathlib import Path

import pytest
from replaying import REVIEW_ID, feedback, mentors_review, replaying, session

from sessionlens import resources
from sessionlens.domain.answer import Answer
from sessionlens.domain.command import in_context
from sessionlens.domain.reply import new_reply
from sessionlens.storage.replies import encode_reply


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_preview_says_so_and_answers_nothing(tmp_path: Path, size: tuple[int, int]) -> None:
    file = session(tmp_path)
    mentors_review(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    async with replaying(file, size) as mentor:
        await mentor.sees("PREVIEW")
        await mentor.press("n")
        shown: list[str] = []
        mentor.document.say = shown.append
        for command in (
            *(command.id for command in in_context("replay") if command.id.startswith("answer.")),
            *("reply.reflection", "review.export"),
        ):
            shown.clear()
            mentor.screen.run_command(command)
            await mentor.pilot.pause()
            assert mentor.app.screen is mentor.screen
            if command != "answer.clear":
                assert shown[-1].startswith("Preview: this is what Anna will see"), command
            else:
                assert shown
        mentor.document.say = mentor.screen.footer.say
        await mentor.press("a")
        await mentor.sees("Preview: this is what Anna will see")
        assert mentor.document.editor.reply.answers == ()
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    kept = resources.state_folder()
    assert not [
        path for path in kept.rglob("*") if REVIEW_ID in path.name and "replay" in path.name
    ]


async def test_the_coachs_answers_are_called_theirs(tmp_path: Path) -> None:
    file = session(tmp_path)
    mentors_review(tmp_path)
    given = feedback(tmp_path / "talk.wav")
    reply = new_reply(given)
    answered = Answer(marker="m1", stance="try", text="Next time.", note="secret")
    reply = type(reply)(
        id=reply.id,
        feedback=reply.feedback,
        review=reply.review,
        recording=reply.recording,
        answers=(answered,),
    )
    (tmp_path / "Antwort von Anna.txt").write_bytes(encode_reply(reply))
    async with replaying(file) as mentor:
        await mentor.press("n")
        await mentor.sees("Next time.")
        await mentor.sees("Anna:")
        assert not mentor.shows("secret")
