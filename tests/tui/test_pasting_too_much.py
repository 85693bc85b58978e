"""What is too large to be read again is refused when it is pasted, not after it was saved."""

from pathlib import Path

import pytest
from dialog_host import until
from reviewing import Reviewer, app_on, recording, reviewing, with_transcript
from textual.events import Paste

from sessionlens.domain.ranges import LONGEST_TEXT
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.widgets.writing import Sentence


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


async def paste(person: Reviewer, text: str) -> None:
    person.app.post_message(Paste(text))
    await person.pilot.pause()


def refused(person: Reviewer) -> bool:
    return any("Nothing was pasted" in notice.message for notice in person.app._notifications)


async def test_a_comment_takes_a_long_text_but_not_a_library(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "c")
        await paste(person, "a long text " * 1000)
        await paste(person, "x" * LONGEST_TEXT)
        await until(person.pilot, lambda: refused(person))
        await person.press("enter")
        (marker,) = person.document.editor.review.markers
        assert marker.comment == ("a long text " * 1000).strip()
        assert person.document.editor.unsaved is None


@pytest.fixture(autouse=True)
def _notices_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine draws a text that is full for longer than a notice stands."""
    monkeypatch.setattr(SessionLensApp, "NOTIFICATION_TIMEOUT", 600.0)


def told_full(mentor: Reviewer) -> int:
    return sum("This text is full" in notice.message for notice in mentor.app._notifications)


async def test_a_comment_that_is_full_takes_no_key(talk: Path) -> None:
    full = "x" * (LONGEST_TEXT - 1)
    async with reviewing(app_on(talk)) as mentor:
        await mentor.go_to(12.0)
        await mentor.press("7", "c")
        await paste(mentor, full)
        await mentor.type("abc")
        await mentor.press("ctrl+j")
        await until(mentor.pilot, lambda: told_full(mentor) == 1)
        await mentor.press("enter")
        (marker,) = mentor.document.editor.review.markers
        assert marker.comment == full + "a"
        assert mentor.document.editor.unsaved is None


async def test_a_line_that_is_full_takes_no_key(talk: Path) -> None:
    full = "x" * (LONGEST_TEXT - 1)
    async with reviewing(app_on(talk)) as mentor:
        await mentor.press("D")
        await paste(mentor, full)
        await mentor.type("abc")
        await until(mentor.pilot, lambda: told_full(mentor) == 1)
        await mentor.press("enter", "escape")
        assert mentor.document.editor.review.session.coach == full + "a"


async def test_a_correction_that_is_full_takes_no_key(talk: Path) -> None:
    async with reviewing(app_on(talk)) as mentor:
        await mentor.press("x")
        sentence = mentor.app.focused
        assert isinstance(sentence, Sentence)
        await paste(mentor, "x" * (LONGEST_TEXT - len(sentence.text)))
        await mentor.type("abc")
        await until(mentor.pilot, lambda: told_full(mentor) == 1)


async def test_no_other_field_takes_more(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("D")
        await person.type("Anna")
        await paste(person, "x" * (LONGEST_TEXT + 1))
        await until(person.pilot, lambda: refused(person))
        await person.press("enter", "escape")
        assert person.document.editor.review.session.coach == "Anna"
