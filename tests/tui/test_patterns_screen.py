"""Sessions side by side: every cell opens its moments, and plays them; coming back leads there."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from dialog_host import until
from looking_at_patterns import looking, shown
from msgspec.structs import replace
from pattern_sessions import coachs_folder, feedback, marker, put, review
from picturing import SIZES, Looks, by_size
from replaying import session
from reviewing import has_player
from visiting import visiting

from sessionlens.domain.command import in_context
from sessionlens.library.patterns import GatheredPatterns, gathered_patterns
from sessionlens.storage.feedback import load_feedback
from sessionlens.tui.screens.patterns import reading
from sessionlens.tui.screens.replay.screen import ReplayScreen
from sessionlens.tui.screens.review.screen import ReviewScreen
from sessionlens.tui.screens.start.opening import OpenRequest
from sessionlens.tui.screens.start.screen import StartScreen


async def test_every_command_of_the_registry_does_something(tmp_path: Path) -> None:
    async with looking(coachs_folder(tmp_path)) as person:
        offered = {command.id for command in in_context("patterns")}
        assert set(person.screen.commands) == offered


async def test_the_table_shows_both_views_of_every_session(tmp_path: Path) -> None:
    async with looking(coachs_folder(tmp_path)) as person:
        await person.sees("Anna · 6 sessions · 2026-03-02 to 2026-07-30")
        assert "1+ 1- (1- 1·)  1+ 1· (1- 1·)" in shown(person.lines, "Maintains Presence")
        assert "( ) own view" in "\n".join(person.lines)
        await person.sees("Kim · nothing was marked")
        await person.press("home", "down", "down", "down", "down")
        await person.sees("Robin · verdict: Partly observed · 1+ 1- (1- 1·)")
        await person.press("r")
        await person.sees("Seven-eyed supervision, edition 2026  rubric 2 of 2")


async def test_lists_say_what_no_single_session_shows(tmp_path: Path) -> None:
    async with looking(coachs_folder(tmp_path)) as person:
        await person.press("c")
        await person.sees("Kim: 1 session · Robin: 1 session")
        await person.press("v")
        await person.sees("2026-03-02 Partly observed · 2026-04-01 Observed")
        await person.press("n")
        await person.sees("Demonstrates Ethical Practice")
        await person.misses("Maintains Presence")
        await person.press("i")
        await person.sees("Twice, and then I forgot")
        await person.sees("Heard 01:00  2026-04-01 · Session 2")
        await person.press("s")
        await person.sees("chosen to stay with")
        await person.press("escape")
        await person.sees("Kim · nothing was marked")


async def test_a_client_can_be_looked_at_alone_and_all_again(tmp_path: Path) -> None:
    async with looking(coachs_folder(tmp_path)) as person:
        await person.press("c", "down", "enter")
        await person.sees("only Robin")
        await person.sees("Anna · 3 sessions")
        await person.press("f")
        await person.sees("Anna · 6 sessions")
        await person.press("f", "down", "enter")
        await person.sees("only Kim")


async def test_a_cell_opens_its_moments_and_enter_plays_one(tmp_path: Path) -> None:
    file = session(tmp_path)
    sent = load_feedback(file)
    more = replace(sent, review="b" * 32, recording=replace(sent.recording, file="lost.wav"))
    put(tmp_path, "other.feedback.toml", more)
    async with looking(tmp_path) as person:
        assert len(person.document.patterns.sessions) == 2
        await person.press("end", *["down"] * 6, "enter")
        await person.sees("You waited, and it opened.")
        await person.press("enter")
        await until(person.pilot, lambda: isinstance(person.app.screen, ReplayScreen))
        await until(person.pilot, lambda: has_player(person.app))
        document = person.app.document
        assert document.current == "m2"
        await until(person.pilot, lambda: document.position > 5)
        await person.press("ctrl+q")
        await until(person.pilot, lambda: person.app.screen is person.screen)
        await person.sees("You waited, and it opened.")
        await person.press("escape")
        await person.sees("Evokes Awareness  ")
        assert person.document.row == "evokes-awareness"
        assert person.document.column == str(file)


async def test_a_mentors_own_review_is_opened_as_one(tmp_path: Path) -> None:
    file = session(tmp_path)
    made = load_feedback(file)
    file.unlink()
    source = review(1, *made.markers, title="Mine", client="Kim")
    put(tmp_path, "talk.review.toml", replace(source, recording=made.recording))
    async with looking(tmp_path) as person:
        await person.press("s")
        await person.sees("What led you here?")
        await person.press("enter")
        await until(person.pilot, lambda: isinstance(person.app.playback_screen, ReviewScreen))
        await until(person.pilot, lambda: has_player(person.app))
        document = person.app.document
        assert document.current == "m3"
        await until(person.pilot, lambda: document.position > 20)


async def test_the_start_screen_leads_there_and_back(tmp_path: Path) -> None:
    coachs_folder(tmp_path)
    async with visiting(tmp_path) as visitor:
        await visitor.press("P")
        assert visitor.choices == [OpenRequest("patterns", tmp_path)]
    async with visiting(tmp_path, opens=True) as visitor:
        await visitor.press("P")
        await visitor.sees("Anna · 6 sessions")
        await visitor.press("escape")
        await until(visitor.pilot, lambda: isinstance(visitor.app.screen, StartScreen))


async def test_several_coaches_are_asked_about(tmp_path: Path) -> None:
    coachs_folder(tmp_path)
    put(tmp_path, "bea.feedback.toml", feedback(review(7, marker(1, "presence"), coach="Bea")))
    async with looking(tmp_path) as person:
        await person.sees("Whose sessions?")
        await person.press("escape")
        await person.sees("There are sessions of 2 coaches: w asks whose.")
        await person.press("w", "down", "enter")
        await person.sees("Bea · 1 session")
        await person.press("w", "up", "enter")
        await person.sees("Anna · 6 sessions")


async def test_an_empty_folder_is_said_in_a_sentence(tmp_path: Path) -> None:
    async with looking(tmp_path, size=(80, 24)) as person:
        await person.sees("There is no feedback and no review in these folders yet.")
        await person.press("c", "n", "i", "s", "r", "enter", "E", "f", "w")
        await person.sees("There is no feedback and no review in these folders yet.")


async def test_what_does_not_count_is_told(tmp_path: Path) -> None:
    coachs_folder(tmp_path)
    (tmp_path / "broken.feedback.toml").write_text('format = "sessionlens.feedback"\n[')
    async with looking(tmp_path, notifications=True) as person:
        await person.sees("Not counted: broken.feedback.toml")
        await person.misses("more, which")
        await person.sees("Anna · 6 sessions")


async def test_of_very_much_that_does_not_count_only_some_is_told(tmp_path: Path) -> None:
    coachs_folder(tmp_path)
    for number in range(30):
        (tmp_path / f"b{number}.feedback.toml").write_text('format = "sessionlens.feedback"\n[')
    async with looking(tmp_path, notifications=True) as person:
        await person.sees("And 26 more, which")
    async with looking(tmp_path, size=(80, 24), notifications=True) as person:
        await person.sees("And 29 more, which")
        assert "Maintains Presence" in "\n".join(person.lines[:14])


async def test_a_page_is_written_and_nothing_overwritten(tmp_path: Path) -> None:
    async with looking(coachs_folder(tmp_path)) as person:
        await person.press("E")
        await person.sees("A page without quotes")
        await person.press("enter")
        await until(person.pilot, (tmp_path / "patterns.html").exists)
        await person.sees("Written to")
        await person.press("E", "enter")
        await person.sees("exists already")


async def test_reading_can_be_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coachs_folder(tmp_path)
    goes_on = threading.Event()
    ended = threading.Event()

    def slow(folders: Sequence[Path], progress: Any) -> GatheredPatterns:
        def waiting(done: int, count: int) -> bool:
            if done:
                goes_on.wait(60)
            return bool(progress(done, count))

        try:
            return gathered_patterns(folders, waiting)
        finally:
            ended.set()

    monkeypatch.setattr(reading, "gathered_patterns", slow)
    async with looking(tmp_path, read=False) as person:
        await person.sees("Reading …")
        await person.press("escape")
        await until(person.pilot, lambda: not person.app.is_running or person.app._exit)
        goes_on.set()
        assert ended.wait(60)
        assert person.document.result is None


async def test_words_that_are_gone_are_said(tmp_path: Path) -> None:
    async with looking(coachs_folder(tmp_path)) as person:
        (tmp_path / "Robin" / "2026-1" / "talk1.feedback.toml").unlink()
        await person.press("s")
        await person.sees("There is no such file")


VIEWS: dict[str, tuple[str, ...]] = {
    "table": ("home", "down", "down", "down", "down"),
    "moments": ("home", "down", "down", "down", "down", "enter"),
    "clients": ("c",),
    "intentions": ("i",),
    "stay": ("s",),
    "tags": ("r",),
    "help": ("question_mark",),
}


@pytest.mark.parametrize("keys", VIEWS.values(), ids=VIEWS)
@pytest.mark.parametrize("size", SIZES, ids=by_size)
async def test_patterns_snapshots(
    looks_as_before: Looks, tmp_path: Path, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    async with looking(coachs_folder(tmp_path), size=size) as person:
        await person.press(*keys)
        await looks_as_before(person.pilot)


async def test_hostile_words_stay_words(tmp_path: Path) -> None:
    bad = "[/x] [@click=app.bell]go[/] [red]日本語"
    hostile = review(1, marker(1, bad, "question", comment=bad), title=bad, client=bad, coach=bad)
    put(tmp_path, "a.feedback.toml", feedback(hostile))
    async with looking(tmp_path) as person:
        await person.press("c")
        await person.sees("[/x] [@click=app.bell]go[/]")
        await person.press("s")
        await person.sees("[/x] [@click=app.bell]go[/]")


async def test_many_sessions_are_gone_through_sideways(tmp_path: Path) -> None:
    for number in range(1, 31):
        sent = feedback(review(number, marker(1, "presence", "strength")))
        put(tmp_path, f"talk{number}.feedback.toml", sent)
    async with looking(tmp_path, size=(80, 24)) as person:
        await person.sees("earlier")
        await person.sees("Session 30")
        await person.press("home")
        await person.sees("Session 1")
        await person.sees("later ›")
        await person.misses("earlier")
        await person.press("right", "right", "right", "right")
        await person.sees("Session 5")
        await person.sees("‹ 2 earlier")


async def test_a_click_goes_to_a_cell_and_another_opens_it(tmp_path: Path) -> None:
    async with looking(coachs_folder(tmp_path)) as person:
        await person.sees("Maintains Presence")
        line = next(n for n, text in enumerate(person.lines) if "Maintains Presence" in text)
        column = person.lines[line].index("1+ 1-")
        await person.pilot.click(offset=(column, line))
        await person.sees("Maintains Presence  2026-03-02 · Session 1")
        await person.pilot.click(offset=(column, line))
        await person.sees("“words of the coach 1”")
