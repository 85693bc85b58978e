"""The list of a folder's recordings."""

import os
import shutil
from pathlib import Path

import pytest
from dialog_host import until
from msgspec.structs import replace
from replaying import mentors_review, self_review, session
from reviewing import recording, with_transcript
from visiting import line_with, visiting

from sessionlens.domain.command import in_context
from sessionlens.library import folder_watch
from sessionlens.storage.state import load_program_state, save_program_state
from sessionlens.tui.playback.background import Background, Fingerprinted, Measured, PlayerLoaded
from sessionlens.tui.screens.review.screen import ReviewScreen
from sessionlens.tui.screens.start.opening import OpenRequest
from sessionlens.tui.screens.start.screen import StartScreen


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_watch, "_EVERY", 0.05)


async def test_every_command_of_the_registry_does_something(tmp_path: Path) -> None:
    async with visiting(tmp_path) as person:
        assert isinstance(person.app.screen, StartScreen)
        assert set(person.app.screen.commands) == {command.id for command in in_context("start")}


async def test_a_folder_without_recordings_says_what_to_do(tmp_path: Path) -> None:
    async with visiting(tmp_path, size=(80, 24)) as person:
        await person.sees("There is no recording in this folder yet.")
        await person.sees("opens a sample session")
        await person.sees(str(tmp_path)[:30])
        await person.press("enter")
        assert person.choices == [OpenRequest("demo", tmp_path)]


async def test_a_new_recording_appears_while_one_looks(tmp_path: Path) -> None:
    async with visiting(tmp_path) as person:
        recording(tmp_path)
        await person.sees("talk.wav")
        await person.sees("begins a review")
        with_transcript(tmp_path / "talk.wav")
        await until(person.pilot, lambda: "✓" in line_with(person, "talk.wav"))


async def test_it_says_what_exists_and_how_far_it_is(tmp_path: Path) -> None:
    session(tmp_path)
    mentors_review(tmp_path)
    async with visiting(tmp_path) as person:
        await person.sees("3 markers ")
        await person.sees("exported")
        await person.sees("Review: 3 markers, 8 verdicts missing.")
        await person.sees("goes on with the review")


async def test_enter_opens_what_is_next(tmp_path: Path) -> None:
    file = session(tmp_path)
    async with visiting(tmp_path) as person:
        await person.sees("3 new")
        await person.press("enter")
        assert person.choices == [OpenRequest("replay", file)]
    self_review(tmp_path)
    async with visiting(tmp_path) as person:
        await person.sees("2 markers ")
        await person.sees("the feedback is sealed")
        await person.press("enter")
        assert person.choices == [OpenRequest("self-review", tmp_path / "talk.wav")]


async def test_enter_never_leads_a_mentor_into_the_coachs_finished_review(tmp_path: Path) -> None:
    with_transcript(recording(tmp_path))
    self_review(tmp_path, finished=True)
    async with visiting(tmp_path) as person:
        await person.press("enter")
        assert person.choices == [OpenRequest("review", tmp_path / "talk.wav")]
    async with visiting(tmp_path) as person:
        await person.sees("begins a review")
    (tmp_path / "talk.wav").unlink()
    async with visiting(tmp_path) as person:
        await person.sees("finds nothing to open")
        await person.press("enter")
        await person.sees("The recording of this review is not here")
        assert not person.choices


async def test_other_keys_open_the_rest(tmp_path: Path) -> None:
    file = session(tmp_path)
    own = self_review(tmp_path)
    for key, choice in (
        ("r", OpenRequest("review", tmp_path / "talk.wav")),
        ("s", OpenRequest("self-review", tmp_path / "talk.wav")),
        ("p", OpenRequest("replay", file)),
        ("c", OpenRequest("compare", own, (file,))),
        ("d", OpenRequest("demo", tmp_path)),
    ):
        async with visiting(tmp_path) as person:
            await person.press(key)
            assert person.choices == [choice]


async def test_what_is_not_there_cannot_be_opened(tmp_path: Path) -> None:
    recording(tmp_path)
    async with visiting(tmp_path) as person:
        await person.press("p")
        await person.sees("There is no feedback on it here")
        await person.press("c")
        await person.sees("Comparing needs two reviews")
        assert person.app.is_running


async def test_a_broken_file_is_named_and_the_rest_is_shown(tmp_path: Path) -> None:
    recording(tmp_path)
    (tmp_path / "talk.review.toml").write_text('format = "sessionlens.review"\nversion = 9\n')
    async with visiting(tmp_path) as person:
        await person.sees("! talk.wav")
        await person.sees("talk.review.toml, line 2: This file was written by a newer SessionLens")
        assert "! error" in line_with(person, "talk.wav")
        assert not person.shows("0 markers")
        await person.press("enter")
        assert not person.choices
        assert person.app.is_running


async def test_each_file_that_cannot_be_read_is_shown_as_such(tmp_path: Path) -> None:
    file = session(tmp_path)
    for kind in ("self.review", "reply"):
        (tmp_path / f"talk.{kind}.toml").write_text('format = "sessionlens.rubric"\n')
    async with visiting(tmp_path, size=(80, 24)) as person:
        await person.sees("! talk.wav")
        assert line_with(person, "talk.wav").count("! error") == 2
        await person.sees("talk.self.review.toml, line 1")
        await person.sees("talk.reply.toml, line 1")
        assert not person.shows("the feedback is open")
        await person.press("enter")
        assert not person.choices
    (tmp_path / "talk.self.review.toml").unlink()
    async with visiting(tmp_path) as person:
        await person.sees("says what is wrong with it")
        await person.press("enter")
        await until(person.pilot, lambda: "talk.reply.toml, line 1" in "".join(person.lines[-3:]))
        file.write_text("broken")
        await person.sees("talk.feedback.toml, line 1")
        await person.press("enter")
        assert not person.choices


async def test_names_are_never_markup(tmp_path: Path) -> None:
    path = recording(tmp_path)
    hostile = "[red]x[@click=app.bell]y 日本語.wav"
    path.rename(tmp_path / hostile)
    async with visiting(tmp_path, size=(80, 24)) as person:
        await person.sees("[red]x[@click=app")
        await person.press("down", "end", "home")
        assert person.app.is_running


async def test_five_hundred_recordings_scroll_and_keep_the_cursor(tmp_path: Path) -> None:
    path = recording(tmp_path, seconds=1)
    for number in range(499):
        os.link(path, tmp_path / f"call {number:03}.wav")
    async with visiting(tmp_path, size=(80, 24)) as person:
        await person.press("end")
        chosen = person.app.screen.query_one("#recordings").entry.name  # type: ignore[attr-defined]
        await person.sees(f"{chosen[:14]}")
        shutil.copy(path, tmp_path / "brand new.wav")
        await person.sees("501 recordings")
        assert person.app.screen.query_one("#recordings").entry.name == chosen  # type: ignore[attr-defined]
        await person.press("pageup", "up")
        assert person.app.screen.query_one("#recordings").entry.name != chosen  # type: ignore[attr-defined]


async def test_coming_back_from_a_review_finds_the_cursor_where_it_was(tmp_path: Path) -> None:
    save_program_state(replace(load_program_state(), welcome_seen=True))
    path = recording(tmp_path, seconds=1)
    for number in range(60):
        os.link(path, tmp_path / f"call {number:02}.wav")
    async with visiting(tmp_path, size=(80, 24), opens=True) as person:
        await person.press("end", "up")
        name = next(line for line in person.lines if line.startswith("▌"))[2:13]
        await person.press("enter")
        await person.sees("transcript")
        await until(person.pilot, lambda: isinstance(person.app.screen, ReviewScreen))
        await until(person.pilot, lambda: bool(person.app.document.player))
        await person.press("7")
        await person.press("ctrl+q")
        await person.sees("61 recordings")
        # Reviewed, it is called by its session's title.
        title = name.removesuffix(".wav").capitalize()
        await until(person.pilot, lambda: line_with(person, title).startswith("▌"))
        assert person.app.is_running
        await person.press("ctrl+q")
        await until(person.pilot, lambda: not person.app.is_running)
    async with visiting(tmp_path, cursor="gone.wav") as person:
        await until(person.pilot, lambda: line_with(person, "call 00.wav").startswith("▌"))


async def test_what_cannot_be_opened_leaves_the_list_and_says_why(tmp_path: Path) -> None:
    recording(tmp_path)
    async with visiting(tmp_path, opens=True) as person:
        (tmp_path / "talk.wav").write_bytes(b"no sound")
        await person.press("r")
        await person.sees("talk.wav")
        assert isinstance(person.app.screen, StartScreen)


async def test_a_folder_that_goes_away_is_said_once(tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    recording(folder)
    async with visiting(folder) as person:
        shutil.rmtree(folder)
        await person.sees("stick")
        await person.pilot.pause(0.3)
        await person.sees("talk.wav")
        assert person.app.is_running


async def test_another_theme_is_shown_anew_and_ctrl_q_leaves(tmp_path: Path) -> None:
    recording(tmp_path)
    async with visiting(tmp_path) as person:
        await person.press("question_mark")
        await person.sees("Open what is next for it")
        await person.press("escape", "ctrl+o")
        await person.press("tab", "tab", "tab", "right", "ctrl+s")
        await until(person.pilot, lambda: person.app.theme == "sessionlens-light")
        await person.sees("talk.wav")
    async with visiting(tmp_path) as person:
        await person.press("ctrl+q")
        await until(person.pilot, lambda: not person.app.is_running)
        assert not person.choices


async def test_sound_is_loaded_once_for_a_recording_that_was_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session(tmp_path)
    save_program_state(replace(load_program_state(), welcome_seen=True))
    loaded: list[Background] = []

    def note(background: Background) -> None:
        loaded.append(background)

    monkeypatch.setattr(Background, "start", note)
    async with visiting(tmp_path, opens=True) as person:
        await person.press("r")
        await until(person.pilot, lambda: isinstance(person.app.screen, ReviewScreen))
        await person.sees("markers")
        await person.pilot.pause(0.2)
        assert len(loaded) == 1


async def test_what_was_measured_of_a_recording_left_is_not_taken_for_another_one(
    tmp_path: Path,
) -> None:
    session(tmp_path)
    save_program_state(replace(load_program_state(), welcome_seen=True))
    async with visiting(tmp_path, opens=True) as person:
        await person.press("r")
        await until(person.pilot, lambda: isinstance(person.app.screen, ReviewScreen))
        await until(person.pilot, lambda: bool(person.app.document.player))
        await person.press("ctrl+q")
        await until(person.pilot, lambda: isinstance(person.app.screen, StartScreen))
        for message in (PlayerLoaded(), Measured(9.0, None), Fingerprinted("f" * 64, 9.0)):
            message.background = Background(
                tmp_path / "talk.wav", tmp_path, person.app.post_message
            )
            person.app.post_message(message)
        await person.pilot.pause(0.1)
        assert person.app.is_running


async def test_a_name_with_a_line_break_stays_on_its_row(tmp_path: Path) -> None:
    recording(tmp_path).rename(tmp_path / "one\ntwo\x1b[2J.wav")
    async with visiting(tmp_path) as person:
        await person.sees("one two.wav")
        row = next(line for line in person.lines if line.startswith("▌"))
        assert "one two.wav" in row
        assert row.count("·") > 3
        assert all(line.isprintable() for line in person.lines)
