"""Words begun and not saved: kept, shown, found again."""

from pathlib import Path

import pytest
from dialog_host import until
from reviewing import app_on, recording, reviewing, with_transcript

from sessionlens.tui.widgets import save_soon


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


async def test_escape_keeps_the_words_as_a_draft_for_the_next_start(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(6.0)
        await person.press("c")
        await person.type("half a thought")
        await person.press("escape")
        assert not person.document.editor.review.markers
        person.screen.remember()
    async with reviewing(app_on(talk)) as person:
        await person.go_to(6.0)
        await person.press("c")
        await person.sees("half a thought")
        await person.press("enter")
        (marker,) = person.document.editor.review.markers
        assert marker.comment == "half a thought"
        assert marker.quote == "what would you like to talk about"


async def test_a_draft_is_not_in_the_way_of_the_next_comment_and_is_found_again(
    talk: Path,
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(6.0)
        await person.press("c")
        await person.type("half a thought")
        await person.press("escape")
        await person.go_to(32.0)
        await person.press("c")
        assert not person.shows("half a thought")
        await person.type("another")
        await person.press("enter")
        await person.press("f7")
        await person.sees("00:00 Comment: a draft, not saved yet: “half a thought”")
        await person.press("enter", "enter")
        comments = [marker.comment for marker in person.document.editor.review.markers]
        assert comments == ["another", "half a thought"]
        await person.press("f7")
        assert not person.shows("a draft, not saved yet")


async def test_a_marker_shows_that_its_comment_is_still_a_draft(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "enter")
        await person.type("begun")
        await person.press("escape")
        await person.sees("Awareness (draft)")
    async with reviewing(app_on(talk)) as person:
        assert "1 comment is still a draft: F7 shows where" in person.document.notices
        await person.sees("Awareness (draft)")
        await person.press("E")
        await person.sees("points to look at before it goes out (F7)")
        await person.press("escape", "p", "d")
    async with reviewing(app_on(talk)) as person:
        assert not person.document.writing.drafts


async def test_an_older_draft_is_gone_as_soon_as_the_words_are_saved(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "enter")
        await person.type("all of i")
        person.screen.remember()
        person.screen._repeated.clear()  # as if it ended before drafts are kept the next time
        await person.type("t")
        await person.press("enter")
    async with reviewing(app_on(talk)) as person:
        assert not person.document.writing.drafts
        await person.press("n", "c")
        await person.sees("all of it")


async def test_a_comment_being_written_goes_on_in_other_colours(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("escape", "c")
        await person.type("half words")
        await person.press("ctrl+o", "tab", "tab", "tab", "right", "ctrl+s")
        await until(person.pilot, lambda: person.app.theme == "sessionlens-light")
        await person.sees("half words")
        assert not person.shows("Details of the session")
        await person.type(" more")
        await person.press("enter")
        assert person.document.editor.review.markers[0].comment == "half words more"


async def test_details_being_typed_are_kept_where_the_program_ends_at_once(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(save_soon, "_AFTER", 3600)
    async with reviewing(app_on(talk)) as person:
        await person.press("D")
        await person.type("Anna")
        assert person.document.editor.review.session.coach == ""
        person.app.keep_words()
        assert person.document.editor.review.session.coach == "Anna"


async def test_details_being_typed_are_on_disk_after_a_pause_and_when_one_leaves(
    talk: Path,
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("D")
        await person.type("Anna")
        await until(person.pilot, lambda: 'coach = "Anna"' in person.saved)
        await person.type(" B")
        await person.press("ctrl+q")
        assert 'coach = "Anna B"' in person.saved


@pytest.mark.parametrize(("key", "typed"), [("x", " indeed"), ("S", "Anna")])
async def test_a_correction_is_not_lost_by_leaving(talk: Path, key: str, typed: str) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(2.0)
        await person.press("escape", key)
        await person.type(typed)
        await person.press("ctrl+q")
        await until(person.pilot, lambda: not person.app.is_running)
    async with reviewing(app_on(talk)) as person:
        assert any(typed in notice for notice in person.document.notices)
        await person.go_to(2.0)
        await person.press("escape", key)
        await person.sees(typed)
        await person.press("enter", "enter")
        await until(person.pilot, lambda: not person.document.writing.drafts)
    assert typed in Path(talk.with_suffix(".transcript.json")).read_text("utf-8")
