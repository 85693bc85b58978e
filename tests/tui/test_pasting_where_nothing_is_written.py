"""What is pasted where nothing is written runs no command, and a sentence says so."""

from pathlib import Path

import pytest
from dialog_host import until
from reviewing import Reviewer, app_on, recording, reviewing, with_transcript
from textual.events import Paste

LETTERS = "7+ d u x q\n12 E v ?"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


def refused(mentor: Reviewer) -> bool:
    told = [notice.message for notice in mentor.app._notifications]
    return mentor.shows("Nothing was pasted") or any("Nothing was pasted" in text for text in told)


async def identified(mentor: Reviewer) -> None:
    """Wait until the review has noted by itself what its recording is."""
    await until(mentor.pilot, lambda: bool(mentor.document.content_hash))


@pytest.mark.parametrize("keys", [(), ("down",), ("7",), ("7", "escape", "n")])
async def test_letters_pasted_into_transcript_or_list_are_no_commands(
    talk: Path, keys: tuple[str, ...]
) -> None:
    async with reviewing(app_on(talk)) as mentor:
        await identified(mentor)
        await mentor.go_to(12.0)
        await mentor.press(*keys)
        before, screens = mentor.document.editor.material, mentor.app.screen_stack
        mentor.app.post_message(Paste(LETTERS))
        await until(mentor.pilot, lambda: refused(mentor))
        await mentor.press()
        assert mentor.document.editor.material is before
        assert mentor.app.screen_stack == screens
        await mentor.press("c")
        assert mentor.screen.editor.is_open, "keys are keys again"


@pytest.mark.parametrize("keys", [("v",), ("v", "enter"), ("C",), ("question_mark",), ("w",)])
async def test_letters_pasted_over_a_list_or_a_scale_are_no_keys(
    talk: Path, keys: tuple[str, ...]
) -> None:
    async with reviewing(app_on(talk)) as mentor:
        await identified(mentor)
        await mentor.go_to(12.0)
        await mentor.press("7", "escape", *keys)
        before, shown = mentor.document.editor.material, mentor.app.screen
        mentor.app.post_message(Paste(LETTERS))
        await until(mentor.pilot, lambda: refused(mentor))
        assert mentor.document.editor.material is before
        assert mentor.app.screen is shown
