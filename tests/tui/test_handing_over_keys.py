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
    async with reviewing(app_on(talk)) as person:
        await person.sees("Details of the session")
        await person.go_to(12.0)
        await person.press("7")
        assert len(person.document.editor.review.markers) == 1
        await person.misses("Details of the session")
        await person.press("escape", "D")
        await person.type("Anna")
        await person.press("enter", "escape")
        assert tomllib.loads(person.saved)["session"]["coach"] == "Anna"


async def test_the_form_names_its_key_and_enter_leads_through_it_and_out(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.sees("D fills it in  Esc closes")
        await person.press("D")
        await person.sees("Enter next field  Esc keeps and closes")
        await person.press(*["enter"] * 7)
        await person.sees("Enter Esc keep and close")
        await person.press("enter")
        await person.misses("Details of the session")
        await person.press("2")
        (marker,) = person.document.editor.review.markers
        assert marker.competency == "coaching-mindset"
        assert person.document.editor.review.session.role == "mentor"


async def test_a_date_that_cannot_be_kept_is_given_up_only_by_a_second_esc(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("D", *["tab"] * 6)
        await person.type("next June")
        await person.press("escape")
        await person.sees("Delete by: a day such as")
        await person.sees("next June")
        await person.type("?")
        await person.press("escape")
        await person.sees("Esc now gives it up")
        await person.sees("next June?")
        await person.press("escape")
        await person.sees("Not kept, for it is no date: next June?")
        await person.misses("Details of the session")
        await person.press("D")
        await person.sees("Delete by   D.M.YYYY")


async def test_a_date_is_put_right_where_esc_left_the_cursor(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("D", *["tab"] * 6, *"2027", "tab", "escape")
        await person.sees("Delete by: a day such as")
        await person.press("end", *"-06-30", "escape")
        await person.misses("Details of the session")
        assert tomllib.loads(person.saved)["session"]["delete_by"] == dt.date(2027, 6, 30)


async def test_names_of_the_last_session_in_the_folder_are_taken_only_when_confirmed(
    talk: Path, tmp_path: Path
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("D")
        await person.type("Anna")
        await person.press("enter", "escape")
        await person.go_to(2.0)
        await person.press("7")
        await until(person.pilot, lambda: 'coach = "Anna"' in person.saved)
    (tmp_path / "other").mkdir()
    async with reviewing(app_on(recording(tmp_path / "other"))) as person:
        assert not person.shows("Anna")
    (tmp_path / "new").mkdir()
    second = recording(tmp_path / "new", seconds=30).rename(tmp_path / "second.wav")
    async with reviewing(app_on(second)) as person:
        assert person.document.editor.review.session.coach == ""
        await person.sees("Anna? Enter takes it")
        await person.press("D", "enter")
        await until(person.pilot, lambda: person.document.editor.review.session.coach == "Anna")


async def test_export_replaces_a_file_only_when_asked_twice(talk: Path) -> None:
    feedback = talk.with_name("talk.feedback.toml")
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "+", "escape", "E")
        await person.sees("What goes out")
        assert not feedback.exists(), "nothing is written before one has looked"
        await person.press("enter")
        await person.sees("Exported 1 marker to talk.feedback.toml")
        first = tomllib.loads(feedback.read_text("utf-8"))
        await person.press("escape", "n", "h", "E", "enter")
        await person.sees("talk.feedback.toml exists: Enter again replaces it")
        assert tomllib.loads(feedback.read_text("utf-8")) == first
        await person.press("enter")
        await person.sees("Exported 0 markers")
        assert "markers" not in tomllib.loads(feedback.read_text("utf-8"))


async def test_several_formats_go_out_at_once_and_are_remembered(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "+", "escape", "E", "down", "space", "enter")
        await person.sees("talk.report.html")
        await until(person.pilot, lambda: talk.with_name("talk.report.html").exists())
        assert talk.with_name("talk.feedback.toml").exists()
    assert set(load_program_state().formats) == {"toml", "html"}


@pytest.mark.parametrize("there", ["sessionlens.reply", "sessionlens.feedback"])
async def test_export_never_replaces_other_work(talk: Path, there: str) -> None:
    feedback = talk.with_name("talk.feedback.toml")
    feedback.write_text(f'format = "{there}"\nversion = 1\nreview = "of another"\n')
    before = feedback.read_bytes()
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "escape", "E", "enter")
        await person.sees("another name")
    assert feedback.read_bytes() == before


async def test_what_is_missing_is_listed_and_leads_to_the_marker(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "escape", "f7")
        await person.sees("Evokes Awareness: no comment")
        await person.sees("no marker and no verdict")
        await person.press("escape")
        assert isinstance(person.app.screen, ReviewScreen)


async def test_a_verdict_given_and_undone(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("v", "7", "enter", "1", "escape")
        assert tomllib.loads(person.saved)["verdicts"] == [
            {"competency": "evokes-awareness", "value": "observed"}
        ]
        await person.press("u")
        assert "verdicts" not in tomllib.loads(person.saved)


async def test_another_rubric_brings_its_own_keys(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("f8", "up", "enter")
        await until(person.pilot, lambda: person.screen.document.rubric.id == "emcc-v2")
        rubric = person.screen.document.rubric
        await person.go_to(12.0)
        await person.press("1")
        marker = person.document.editor.review.markers[0]
        assert marker.competency == rubric.competencies[0].id


async def test_a_theme_is_chosen_in_the_settings_and_kept(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("ctrl+o")
        await person.press("tab", "tab", "tab")
        await person.press("right", "ctrl+s")
        await until(person.pilot, lambda: person.app.theme == "sessionlens-light")
        assert load_settings().theme == "light"


async def test_the_keymap_of_the_command_line_stays_until_another_is_chosen(talk: Path) -> None:
    async with reviewing(app_on(talk, keymap="vim")) as person:
        given = person.screen.keymap
        before = person.screen
        await person.press("ctrl+o")
        await person.sees("Reaction lag")
        await person.press("tab", "tab", "tab", "right", "ctrl+s")
        await until(person.pilot, lambda: person.screen is not before)
        assert person.screen.keymap == given
        assert load_settings().keymap == "default"
        await person.press("ctrl+o")
        await person.sees("Reaction lag")
        await person.press("tab", "tab", "tab", "tab", "right", "ctrl+s")
        await until(person.pilot, lambda: person.screen.keymap != given)
        assert person.screen.keymap == find_keymap(load_settings().keymap)


async def test_help_shows_the_keys_in_force(talk: Path) -> None:
    async with reviewing(app_on(talk, keymap="mpv")) as person:
        await person.press("question_mark")
        await person.sees("Space, p")
        await person.press("escape", "p")
        assert person.document.player is not None
        assert person.document.player.playing


async def test_the_palette_does_what_a_key_does(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("ctrl+p")
        await person.type("evokes")
        await person.sees("Mark: Evokes Awareness")
        await person.press("enter")
        editor = person.document.editor
        await until(person.pilot, lambda: len(editor.review.markers) == 1)
        assert editor.review.markers[0].competency == "evokes-awareness"


async def test_a_line_breaks_in_a_verdict_as_it_does_in_a_comment(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("v", "7", "enter", "tab")
        await person.type("one\ntwo")
        await person.press("escape")
        assert tomllib.loads(person.saved)["verdicts"][0]["strengths"] == "one\ntwo"


async def test_volume_and_device_of_the_settings_hold_at_once(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("ctrl+o", *["tab"] * 8, *"Headset", "tab", *"0.2", "ctrl+s")
        player = person.document.player
        assert player is not None
        assert player.volume == 0.2
        assert player._box.intent.device == "Headset"
        player.set_volume(0.5)
        await person.press("ctrl+o", *"2", "ctrl+s")
        assert person.screen.document.settings.reaction_lag == 2.0
        assert player.volume == 0.5


async def test_other_colours_leave_no_old_screen_behind(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        for _ in range(3):
            person.screen.rebuild()
            before = person.screen
            await until(person.pilot, lambda before=before: person.screen is not before)  # type: ignore[misc]
            await until(person.pilot, lambda: bool(person.screen.commands))
        assert len(person.app.screen_stack) == 2
        await person.press("space")
        player = person.document.player
        assert player is not None
        assert player.playing
