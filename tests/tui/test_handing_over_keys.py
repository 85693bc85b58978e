"""Details, verdicts, check, export, settings: what happens around the listening."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from dialog_host import until
from reviewing import app_on, recording, reviewing, with_transcript

from sessionlens.storage.keymaps import find_keymap
from sessionlens.storage.settings import load_settings
from sessionlens.storage.state import load_program_state
from sessionlens.tui.screens.review.screen import ReviewScreen


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


async def test_details_are_asked_for_without_standing_in_the_way(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        assert one.shows("Details of the session")
        await one.go_to(12.0)
        await one.press("7")
        assert len(one.document.editor.review.markers) == 1
        assert not one.shows("Details of the session")
        await one.press("escape", "D")
        await one.type("Anna")
        await one.press("enter", "escape")
        assert tomllib.loads(one.saved)["session"]["coach"] == "Anna"


async def test_the_form_names_its_key_and_enter_leads_through_it_and_out(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.sees("D fills it in  Esc closes")
        await one.press("D")
        await one.sees("Enter next field  Esc keeps and closes")
        await one.press(*["enter"] * 7)
        await one.sees("Enter Esc keep and close")
        await one.press("enter")
        await one.misses("Details of the session")
        await one.press("2")
        (marker,) = one.document.editor.review.markers
        assert marker.competency == "coaching-mindset"
        assert one.document.editor.review.session.role == "mentor"


async def test_a_date_that_cannot_be_kept_is_given_up_only_by_a_second_esc(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.press("D", *["tab"] * 6)
        await one.type("next June")
        await one.press("escape")
        await one.sees("Delete by: a day such as")
        assert one.shows("next June")
        await one.type("?")
        await one.press("escape")
        await one.sees("Esc now gives it up")
        assert one.shows("next June?")
        await one.press("escape")
        await one.sees("Not kept, for it is no date: next June?")
        assert not one.shows("Details of the session")
        await one.press("D")
        await one.sees("Delete by   D.M.YYYY")


async def test_a_date_is_put_right_where_esc_left_the_cursor(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.press("D", *["tab"] * 6, *"2027", "tab", "escape")
        await one.sees("Delete by: a day such as")
        await one.press("end", *"-06-30", "escape")
        await one.misses("Details of the session")
        assert tomllib.loads(one.saved)["session"]["delete_by"] == dt.date(2027, 6, 30)


async def test_names_of_the_last_session_in_the_folder_are_taken_only_when_confirmed(
    talk: Path, tmp_path: Path
) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.press("D")
        await one.type("Anna")
        await one.press("enter", "escape")
        await one.go_to(2.0)
        await one.press("7")
        await until(one.pilot, lambda: 'coach = "Anna"' in one.saved)
    (tmp_path / "other").mkdir()
    async with reviewing(app_on(recording(tmp_path / "other"))) as one:
        assert not one.shows("Anna")
    (tmp_path / "new").mkdir()
    second = recording(tmp_path / "new", seconds=30).rename(tmp_path / "second.wav")
    async with reviewing(app_on(second)) as one:
        assert one.document.editor.review.session.coach == ""
        await one.sees("Anna? Enter takes it")
        await one.press("D", "enter")
        await until(one.pilot, lambda: one.document.editor.review.session.coach == "Anna")


async def test_export_replaces_a_file_only_when_asked_twice(talk: Path) -> None:
    feedback = talk.with_name("talk.feedback.toml")
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("7", "+", "escape", "E")
        await one.sees("What goes out")
        assert not feedback.exists(), "nothing is written before one has looked"
        await one.press("enter")
        await one.sees("Exported 1 marker to talk.feedback.toml")
        first = tomllib.loads(feedback.read_text("utf-8"))
        await one.press("escape", "n", "h", "E", "enter")
        await one.sees("talk.feedback.toml exists: Enter again replaces it")
        assert tomllib.loads(feedback.read_text("utf-8")) == first
        await one.press("enter")
        await one.sees("Exported 0 markers")
        assert "markers" not in tomllib.loads(feedback.read_text("utf-8"))


async def test_several_formats_go_out_at_once_and_are_remembered(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("7", "+", "escape", "E", "down", "space", "enter")
        await one.sees("talk.report.html")
        await until(one.pilot, lambda: talk.with_name("talk.report.html").exists())
        assert talk.with_name("talk.feedback.toml").exists()
    assert set(load_program_state().formats) == {"toml", "html"}


@pytest.mark.parametrize("there", ["sessionlens.reply", "sessionlens.feedback"])
async def test_export_never_replaces_other_work(talk: Path, there: str) -> None:
    feedback = talk.with_name("talk.feedback.toml")
    feedback.write_text(f'format = "{there}"\nversion = 1\nreview = "of another"\n')
    before = feedback.read_bytes()
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("7", "escape", "E", "enter", "enter")
        assert one.shows("Choose another name")
    assert feedback.read_bytes() == before


async def test_what_is_missing_is_listed_and_leads_to_the_marker(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("7", "escape", "f7")
        assert one.shows("Evokes Awareness: no comment")
        assert one.shows("no marker and no verdict")
        await one.press("escape")
        assert isinstance(one.app.screen, ReviewScreen)


async def test_a_verdict_given_and_undone(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.press("v", "7", "enter", "1", "escape")
        assert tomllib.loads(one.saved)["verdicts"] == [
            {"competency": "evokes-awareness", "value": "observed"}
        ]
        await one.press("u")
        assert "verdicts" not in tomllib.loads(one.saved)


async def test_another_rubric_brings_its_own_keys(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.press("f8", "up", "enter")
        await until(one.pilot, lambda: one.screen.document.rubric.id == "emcc-v2")
        rubric = one.screen.document.rubric
        await one.go_to(12.0)
        await one.press("1")
        marker = one.document.editor.review.markers[0]
        assert marker.competency == rubric.competencies[0].id


async def test_a_theme_is_chosen_in_the_settings_and_kept(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.press("ctrl+o")
        await one.press("tab", "tab", "tab")
        await one.press("right", "ctrl+s")
        await until(one.pilot, lambda: one.app.theme == "sessionlens-light")
        assert load_settings().theme == "light"


async def test_the_keymap_of_the_command_line_stays_until_another_is_chosen(talk: Path) -> None:
    async with reviewing(app_on(talk, keymap="vim")) as one:
        given = one.screen.keymap
        before = one.screen
        await one.press("ctrl+o")
        await one.sees("Reaction lag")
        await one.press("tab", "tab", "tab", "right", "ctrl+s")
        await until(one.pilot, lambda: one.screen is not before)
        assert one.screen.keymap == given
        assert load_settings().keymap == "default"
        await one.press("ctrl+o")
        await one.sees("Reaction lag")
        await one.press("tab", "tab", "tab", "tab", "right", "ctrl+s")
        await until(one.pilot, lambda: one.screen.keymap != given)
        assert one.screen.keymap == find_keymap(load_settings().keymap)


async def test_help_shows_the_keys_in_force(talk: Path) -> None:
    async with reviewing(app_on(talk, keymap="mpv")) as one:
        await one.press("question_mark")
        assert one.shows("Space, p")
        await one.press("escape", "p")
        assert one.document.player is not None
        assert one.document.player.playing


async def test_the_palette_does_what_a_key_does(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("ctrl+p")
        await one.type("evokes")
        await one.sees("Mark: Evokes Awareness")
        await one.press("enter")
        editor = one.document.editor
        await until(one.pilot, lambda: len(editor.review.markers) == 1)
        assert editor.review.markers[0].competency == "evokes-awareness"


async def test_a_line_breaks_in_a_verdict_as_it_does_in_a_comment(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.press("v", "7", "enter", "tab")
        await one.type("one\ntwo")
        await one.press("escape")
        assert tomllib.loads(one.saved)["verdicts"][0]["strengths"] == "one\ntwo"


async def test_volume_and_device_of_the_settings_hold_at_once(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.press("ctrl+o", *["tab"] * 8, *"Headset", "tab", *"0.2", "ctrl+s")
        player = one.document.player
        assert player is not None
        assert player.volume == 0.2
        assert player._box.intent.device == "Headset"
        player.set_volume(0.5)
        await one.press("ctrl+o", *"2", "ctrl+s")
        assert one.screen.document.settings.reaction_lag == 2.0
        assert player.volume == 0.5


async def test_other_colours_leave_no_old_screen_behind(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        for _ in range(3):
            one.screen.rebuild()
            before = one.screen
            await until(one.pilot, lambda before=before: one.screen is not before)  # type: ignore[misc]
            await until(one.pilot, lambda: bool(one.screen.commands))
        assert len(one.app.screen_stack) == 2
        await one.press("space")
        player = one.document.player
        assert player is not None
        assert player.playing
