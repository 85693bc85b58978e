"""Words begun and not saved: kept, shown, found again."""

from pathlib import Path

import pytest
from dialog_host import until
from reviewing import app_on, recording, reviewing, with_transcript


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


async def test_escape_keeps_the_words_as_a_draft_for_the_next_start(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(6.0)
        await one.press("c")
        await one.type("half a thought")
        await one.press("escape")
        assert not one.document.editor.review.markers
        one.screen.remember()
    async with reviewing(app_on(talk)) as one:
        await one.go_to(6.0)
        await one.press("c")
        assert one.shows("half a thought")
        await one.press("enter")
        (marker,) = one.document.editor.review.markers
        assert marker.comment == "half a thought"
        assert marker.quote == "what would you like to talk about"


async def test_a_draft_is_not_in_the_way_of_the_next_comment_and_is_found_again(
    talk: Path,
) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(6.0)
        await one.press("c")
        await one.type("half a thought")
        await one.press("escape")
        await one.go_to(32.0)
        await one.press("c")
        assert not one.shows("half a thought")
        await one.type("another")
        await one.press("enter")
        await one.press("f7")
        assert one.shows("00:00 Comment: a draft, not saved yet: “half a thought”")
        await one.press("enter", "enter")
        comments = [marker.comment for marker in one.document.editor.review.markers]
        assert comments == ["another", "half a thought"]
        await one.press("f7")
        assert not one.shows("a draft, not saved yet")


async def test_a_marker_shows_that_its_comment_is_still_a_draft(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("7", "enter")
        await one.type("begun")
        await one.press("escape")
        assert one.shows("Awareness (draft)")
    async with reviewing(app_on(talk)) as one:
        assert "1 comment is still a draft: F7 shows where" in one.document.notices
        assert one.shows("Awareness (draft)")
        await one.press("E")
        await one.sees("points to look at before it goes out (F7)")
        await one.press("escape", "p", "d")
    async with reviewing(app_on(talk)) as one:
        assert not one.document.writing.drafts


async def test_a_comment_being_written_goes_on_in_other_colours(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("escape", "c")
        await one.type("half words")
        await one.press("ctrl+o", "tab", "tab", "tab", "right", "ctrl+s")
        await until(one.pilot, lambda: one.app.theme == "sessionlens-light")
        await one.sees("half words")
        assert not one.shows("Details of the session")
        await one.type(" more")
        await one.press("enter")
        assert one.document.editor.review.markers[0].comment == "half words more"


async def test_details_being_typed_are_on_disk_after_a_pause_and_when_one_leaves(
    talk: Path,
) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.press("D")
        await one.type("Anna")
        await until(one.pilot, lambda: 'coach = "Anna"' in one.saved)
        await one.type(" B")
        await one.press("ctrl+q")
        assert 'coach = "Anna B"' in one.saved


@pytest.mark.parametrize(("key", "typed"), [("x", " indeed"), ("S", "Anna")])
async def test_a_correction_is_not_lost_by_leaving(talk: Path, key: str, typed: str) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(2.0)
        await one.press("escape", key)
        await one.type(typed)
        await one.press("ctrl+q")
        await until(one.pilot, lambda: not one.app.is_running)
    async with reviewing(app_on(talk)) as one:
        assert any(typed in notice for notice in one.document.notices)
        await one.go_to(2.0)
        await one.press("escape", key)
        assert one.shows(typed)
        await one.press("enter", "enter")
        await until(one.pilot, lambda: not one.document.writing.drafts)
    assert typed in Path(talk.with_suffix(".transcript.json")).read_text("utf-8")
