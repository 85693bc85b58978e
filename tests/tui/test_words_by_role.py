"""A supervisor and their supervisee are called so: no screen and no export speaks of a mentor."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from replaying import REVIEW_ID, mentors_review, replaying, self_review, session
from reviewing import app_on, reviewing

from sessionlens.cli.root import root
from sessionlens.domain.answer import Answer, Reflection
from sessionlens.domain.reply import Reply
from sessionlens.domain.review import RecordingRef, Response, Session, Summary
from sessionlens.storage.feedback import load_feedback, write_feedback
from sessionlens.storage.replies import encode_reply
from sessionlens.storage.reviews import encode_review, load_review

SUPERVISION = Session(title="Third session", role="supervisor")
"""Nobody is named in it, so that each is called by what they are."""

WRONG = re.compile(r"\bmentor", re.IGNORECASE)
KEYS = ("n", "a", "d", "t", "s", "c", "escape", "y", "v", "question_mark", "r", "E", "f7", "Y", "D")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = session(tmp_path)
    answers = (Answer(marker="m1", stance="supervision", text="Why?"),)
    responses = (Response(marker="m1", text="Let us stay there."),)
    summary = Summary(reviewer_learning="I hurry.", to_reflection="So do I.")
    content = replace(load_feedback(path), session=SUPERVISION, summary=summary)
    write_feedback(path, replace(content, answers=answers, responses=responses), force=True)
    review = load_review(mentors_review(tmp_path))
    review = replace(review, session=SUPERVISION, summary=summary, responses=responses)
    (tmp_path / "talk.review.toml").write_bytes(encode_review(review))
    reply = Reply(
        id="e" * 32,
        feedback=content.id,
        review=REVIEW_ID,
        session=SUPERVISION,
        recording=RecordingRef(file="talk.wav"),
        reflection=Reflection(take_away="Wait.", helped="Calm.", to_learning="I did not mind."),
        answers=answers,
    )
    (tmp_path / "talk.reply.toml").write_bytes(encode_reply(reply))
    return tmp_path


def wrong(lines: list[str]) -> list[str]:
    return [line for line in lines if WRONG.search(line)]


async def test_no_screen_of_a_supervisor_speaks_of_a_mentor(folder: Path) -> None:
    async with reviewing(app_on(folder / "talk.wav")) as supervisor:
        assert "The supervisee has answered, beside your markers: y shows the rest" in (
            supervisor.document.notices
        )
        await supervisor.press("n", "p")
        await supervisor.sees("◇ The supervisee: I want to")
        await supervisor.press("question_mark")
        await supervisor.sees("What the supervisee says")
        await supervisor.press("escape")
        for key in KEYS:
            await supervisor.press(key)
            assert not wrong(supervisor.lines), key
            if len(supervisor.app.screen_stack) > 2:
                await supervisor.press("escape")


async def test_no_screen_of_a_supervisee_speaks_of_a_mentor(folder: Path) -> None:
    (folder / "talk.review.toml").unlink()
    async with replaying(folder / "talk.feedback.toml") as supervisee:
        await supervisee.sees("The supervisor has responded to 1 answer")
        for key in KEYS:
            await supervisee.press(key)
            assert not wrong(supervisee.lines), key
            if len(supervisee.app.screen_stack) > 2:
                await supervisee.press("escape")
        await supervisee.press("escape", "v")
        await supervisee.sees("What the supervisor learned")
    self_review(folder)
    async with replaying(folder / "talk.feedback.toml") as supervisee:
        assert not wrong(supervisee.lines)


def texts(folder: Path) -> Iterator[str]:
    for path in folder.iterdir():
        if path.suffix in (".toml", ".md", ".html", ".csv", ".json", ".vtt", ".txt"):
            yield path.read_text("utf-8")


def test_nothing_that_goes_out_of_a_supervision_speaks_of_a_mentor(folder: Path) -> None:
    def told(*arguments: str) -> str:
        return CliRunner().invoke(root, ["export", "--force", *arguments]).output

    formats = ("toml", "form", "html", "csv", "json", "vtt", "labels")
    chosen = [argument for name in formats for argument in ("--format", name)]
    output = told(str(folder / "talk.review.toml"), "--no-audio", *chosen)
    output += told(str(folder / "talk.reply.toml"))
    assert "to be sent to your supervisor" in output
    assert not wrong(output.splitlines())
    for text in texts(folder):
        assert not wrong(text.splitlines())
    sent = (folder / "talk.to-send.reply.toml").read_text("utf-8")
    assert sent.startswith("# What a supervisee answers")
    page = (folder / "talk.report.html").read_text("utf-8")
    assert "The supervisor responds" in page
    assert "I want to stay with this" in page
    assert "The supervisee to what the supervisor learned" in page


def test_a_form_names_the_supervisee_as_such(folder: Path) -> None:
    path = folder / "talk.feedback.toml"
    named = replace(SUPERVISION, coach="Anna", reviewer="Maria")
    write_feedback(path, replace(load_feedback(path), session=named), force=True)
    CliRunner().invoke(root, ["export", str(path), "--format", "form"])
    form = (folder / "talk.form.md").read_text("utf-8")
    assert "| **Supervisee** | Anna |" in form
    assert "| **Supervisor** | Maria |" in form
