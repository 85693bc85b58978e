"""What goes out, from every screen: looked at first, written, opened in the browser."""

import sys
import tomllib
from pathlib import Path

import pytest
from dialog_host import until
from replaying import mentors_review, replaying, self_review, session
from reviewing import app_on, recording, reviewing, with_transcript
from test_compare_screen import comparing

from sessionlens.storage.pseudonyms import add_pseudonym, key_path


@pytest.fixture
def feedback(tmp_path: Path) -> Path:
    return session(tmp_path)


async def test_a_coach_hands_out_their_answers_without_their_own_notes(feedback: Path) -> None:
    async with replaying(feedback) as person:
        await person.press("n", "a", "o")
        await person.type("I was tired")
        await person.press("enter", "n", "t", "E")
        await person.sees("● answers for the mentor")
        await person.sees("talk.to-send.reply.toml")
        await person.sees("2 answers")
        await person.sees("1 note of your own stays with you")
        await person.press("down", "space", "enter")
        await person.sees("Exported 2 answers to talk.to-send.reply.toml, talk.reply.report.html")
    sent = feedback.with_name("talk.to-send.reply.toml").read_text("utf-8")
    assert [answer["stance"] for answer in tomllib.loads(sent)["answers"]] == ["agree", "try"]
    page = feedback.with_name("talk.reply.report.html").read_text("utf-8")
    assert "You waited, and it opened." in page
    assert "I will try this" in page
    assert "tired" not in sent + page
    assert not feedback.with_name("talk.reply.feedback.toml").exists()


async def test_without_an_answer_nothing_is_handed_out(feedback: Path) -> None:
    async with replaying(feedback) as person:
        await person.press("E")
        await person.sees("Nothing is answered yet")
        assert not person.shows("What goes out")


async def test_from_a_comparison_either_of_the_two_goes_out(feedback: Path, tmp_path: Path) -> None:
    own = self_review(tmp_path, finished=True)
    before = feedback.read_bytes()
    async with comparing(own, feedback) as person:
        await person.press("E")
        await person.sees("Which of the two goes out?")
        await person.press("down", "enter")
        await person.sees("report with sound")
        assert not person.shows("feedback file"), "that is what it is made from"
        await person.press("up", "down", "space", "enter")
        await person.sees("Exported 3 markers to talk.report.html")
        await person.press("escape")
        await person.sees("Both noticed")
    assert feedback.read_bytes() == before
    assert "You waited, and it opened." in (tmp_path / "talk.report.html").read_text("utf-8")


async def test_a_mentors_review_goes_out_of_a_comparison(feedback: Path, tmp_path: Path) -> None:
    sent = feedback.rename(tmp_path / "sent.feedback.toml")
    other = sent.read_text("utf-8").replace("Maria", "Paul")
    sent.write_text(other.replace('review = "' + "a" * 32, 'review = "' + "b" * 32), "utf-8")
    async with comparing(mentors_review(tmp_path), sent) as person:
        await person.press("E")
        await person.sees("Which of the two goes out?")
        await person.press("enter")
        await person.sees("● feedback file")
        await person.press("enter")
        await person.sees("Exported 3 markers to talk.feedback.toml")
    assert (tmp_path / "talk.feedback.toml").exists()


async def test_the_report_opens_in_the_browser_that_one_has_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser.py"
    browser.write_text(f"import sys\nopen({str(opened)!r}, 'w').write(sys.argv[1])\n")
    monkeypatch.setenv("BROWSER", f"{sys.executable} {browser} %s")
    talk = with_transcript(recording(tmp_path))
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "escape", "E", "o")
        assert not opened.exists(), "there is no report yet"
        await person.press("down", "space", "enter")
        await person.sees("o opens the report")
        await person.press("o")
        await until(person.pilot, opened.exists)
        await until(person.pilot, lambda: opened.read_text() != "")
        await person.press("escape")
        assert not person.shows("What goes out")
    assert opened.read_text() == talk.with_name("talk.report.html").as_uri()


async def test_one_is_asked_about_a_person_of_ones_key_before_anything_goes_out(
    tmp_path: Path,
) -> None:
    add_pseudonym(key_path(), "M.", "Jonas Kern")
    talk = with_transcript(recording(tmp_path))
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "enter")
        await person.type("Kern found his own words")
        await person.press("enter", "E")
        await person.sees("Jonas Kern is named in 1 place of what goes out")
        await person.sees("Say M. instead, there and in later exports")
        await person.press("enter")
        await person.sees("● feedback file")
        await person.press("enter")
        await person.sees("Exported 1 marker to talk.feedback.toml")
    sent = talk.with_name("talk.feedback.toml").read_text("utf-8")
    assert "M. found his own words" in sent
    assert "Kern" not in sent
