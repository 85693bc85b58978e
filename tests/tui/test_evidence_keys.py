"""Marks that one can stand behind: whose words they quote, where they go, what undo takes back."""

from pathlib import Path

import pytest
from dialog_host import until
from msgspec.structs import replace
from reviewing import Reviewer, app_on, recording, reviewing, transcript, with_transcript

from sessionlens.domain.changes import SetSession
from sessionlens.domain.marker import Marker
from sessionlens.domain.transcript import Transcript
from sessionlens.storage.reviews import load_review
from sessionlens.tui.screens.who_coaches import WhoCoachesScreen

COACH = "what would it mean to you if it worked"
CLIENT = "I would be home for supper"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


def named(**names: str) -> Transcript:
    """The small conversation with other names."""
    words = transcript()
    return replace(
        words,
        utterances=tuple(
            replace(utterance, speaker=names[utterance.speaker or ""])
            for utterance in words.utterances
        ),
    )


def last(reviewer: Reviewer) -> Marker:
    """The marker made last."""
    return reviewer.document.editor.review.markers[-1]


async def test_a_competency_quotes_the_coach_while_the_client_answers(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(27.5)
        await one.sees("›00:10 Coach")
        await one.press("7")
        assert (last(one).quote, last(one).speaker, last(one).start) == (COACH, "Coach", 10.0)
        await one.press("escape", "q")
        assert (last(one).quote, last(one).competency) == (CLIENT, None)


async def test_who_is_the_coach_is_asked_once_in_one_key(tmp_path: Path) -> None:
    talk = with_transcript(recording(tmp_path), named(Coach="Sam", Client="Ann"))
    async with reviewing(app_on(talk)) as one:
        await one.sees("Who is the coach?")
        await one.press("1")
        await one.go_to(27.5)
        await one.press("7")
        assert last(one).speaker == "Sam"
    assert load_review(one.document.opened.review_path).session.coach_speaker == "Sam"
    async with reviewing(app_on(talk)) as one:
        assert not isinstance(one.app.screen, WhoCoachesScreen)
        assert one.document.coach == "Sam"


async def test_left_open_it_is_not_asked_again_and_marks_quote_what_is_heard(
    tmp_path: Path,
) -> None:
    talk = with_transcript(recording(tmp_path), named(Coach="Sam", Client="Ann"))
    async with reviewing(app_on(talk)) as one:
        await one.sees("Who is the coach?")
        await one.press("escape")
        await one.go_to(27.5)
        await one.press("7")
        assert last(one).speaker == "Ann"
        one.screen.keep()
    async with reviewing(app_on(talk)) as one:
        assert not isinstance(one.app.screen, WhoCoachesScreen)


async def test_the_quote_is_taken_anew_from_the_readers_line(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(27.5)
        await one.press("7", "escape", "Q")
        assert one.shows("The arrow keys put the cursor on the line to be quoted")
        await one.press("down", "up", "Q")
        assert (last(one).quote, last(one).speaker) == (CLIENT, "Client")
        assert last(one).quote_by_hand
        await one.press("f", "{", "{")
        assert last(one).quote == CLIENT


async def test_question_and_answer_and_back(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(13.0)
        await one.press("7", "escape", "X")
        assert last(one).exchange
        assert last(one).quote == f"Coach: {COACH} — Client: {CLIENT}"
        assert last(one).end == 29.0
        await one.press("X")
        assert (last(one).quote, last(one).speaker, last(one).exchange) == (COACH, "Coach", False)


async def test_another_competency_for_the_same_moment(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(13.0)
        await one.press("7", "A", "5")
        assert last(one).also == ("presence",)
        assert one.shows("5 Presence 1")
        await one.press("5")
        assert last(one).also == ()
        await one.press("5", "escape")
        assert 'also = ["presence"]' in one.saved
        assert one.shows("also Maintains Presence")


async def test_the_filter_holds_for_the_list_and_for_going_through_it(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        for seconds, keys in ((2.0, "1+"), (12.0, "7-"), (33.0, "1-")):
            await one.go_to(seconds)
            await one.press(*keys, "escape")
        await one.press("V")
        assert one.shows("1 of 3 markers: strengths")
        await one.press("V")
        assert [marker.id for marker in one.document.markers] == ["m2", "m3"]
        await one.go_to(0.0)
        await one.press("n")
        assert one.document.current == "m2"
        await one.press("n")
        assert one.document.current == "m3"
        await one.press("n")
        assert one.shows("This was the last marker")
        await one.press("0", "N")
        assert one.shows("3 of 3 markers: without a comment")
        await one.press("N")
        assert one.document.markers == ()
        await one.press("n")
        assert one.shows("No marker passes the filter")


async def test_all_that_are_shown_are_recoded_in_one_step(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        for seconds, keys in ((2.0, "1+"), (12.0, "7d-"), (33.0, "1-")):
            await one.go_to(seconds)
            await one.press(*keys, "escape")
        await one.press("V", "V", "M", "home", "down", "enter")
        codes = [marker.competency for marker in one.document.editor.review.markers]
        assert codes == ["ethical-practice", "coaching-mindset", "coaching-mindset"]
        assert [marker.rating for marker in one.document.markers] == ["growth", "growth"]
        assert one.shows("2 markers recoded as Mindset")
        await one.press("u")
        assert one.shows("Undone: 2 markers: recoded as Mindset")
        assert one.document.editor.review.markers[1].indicator == "d"


async def test_undo_says_what_and_goes_there(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        for seconds, keys in ((12.0, "7"), (33.0, "1")):
            await one.go_to(seconds)
            await one.press(*keys, "escape")
        await one.press("p", "+")
        assert one.document.current == "m1"
        await one.press("n", "u")
        assert one.shows("Undone: 7 Awareness at 00:10 rated +")
        assert one.document.current == "m1"
        await one.press("ctrl+r")
        assert one.shows("Done again: 7 Awareness at 00:10 rated +")


async def test_what_was_said_goes_away_when_it_no_longer_holds(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("7", "escape", "d")
        assert one.shows("deleted; undo brings it back")
        await one.press("3")
        assert not one.shows("deleted; undo brings it back")


async def test_reading_ends_when_the_cursor_stands_still_while_it_plays(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        one.document.settings = replace(one.document.settings, reading_seconds=1.0)
        await one.press("space", "down")
        assert one.document.reader is not None
        await until(one.pilot, lambda: one.document.reader is None)
        assert one.screen.transcript.following
        assert one.shows("Marks go to what is heard again")


async def test_an_opened_review_follows_the_playhead(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(27.0)
        await one.press("7", "up")
        one.screen.keep()
    async with reviewing(app_on(talk)) as one:
        assert one.screen.transcript.following
        assert one.document.reader is None


async def test_a_lens_draws_its_places_and_two_keys_play_them(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.press("z")
        assert one.shows("Questions: 3 places")
        assert one.shows("◆")
        await one.press(">")
        assert one.shows("Questions 2 of 3, 00:10")
        player = one.document.player
        assert player is not None
        assert player.playing
        await one.press(">")
        assert one.shows("Questions 3 of 3, 00:30")
        await one.press("<")
        assert one.shows("Questions 2 of 3, 00:10")


async def test_a_key_that_does_nothing_says_where_the_keys_are(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.press("Y")
        assert one.shows("Y does nothing here: ? shows the keys")


async def test_the_mouse_does_what_is_shown(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        line = next(y for y, text in enumerate(one.lines) if "home for supper" in text)
        await one.pilot.click(offset=(20, line))
        await until(one.pilot, lambda: one.document.reader == 3)
        await one.pilot.click(offset=(20, line))
        await until(one.pilot, lambda: one.document.position >= 25.0)
        bar = next(y for y, text in enumerate(one.lines) if "7 Awareness" in text)
        await one.pilot.click(offset=(one.lines[bar].index("7 Awareness") + 3, bar))
        await until(one.pilot, lambda: len(one.document.editor.review.markers) == 1)
        assert last(one).competency == "evokes-awareness"
        footer = len(one.lines) - 1
        await one.pilot.click(offset=(one.lines[footer].index("u undo") + 2, footer))
        await until(one.pilot, lambda: not one.document.editor.review.markers)
        await one.pilot.mouse_down(offset=(20, 1))
        await one.pilot.hover(offset=(60, 1))
        await one.pilot.mouse_up(offset=(60, 1))
        await until(one.pilot, lambda: 28.0 <= one.document.position <= 33.0)


async def test_hundred_markers_in_one_minute_are_all_counted(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        for _ in range(12):
            await one.go_to(12.0)
            await one.press("7", "escape")
        assert one.shows("10×")
        assert one.shows("7 Awareness 12")


async def test_the_clients_name_does_not_go_out_unnoticed(tmp_path: Path) -> None:
    talk = with_transcript(recording(tmp_path), named(Coach="Anna", Client="Jonas"))
    async with reviewing(app_on(talk)) as one:
        await one.sees("Who is the coach?")
        await one.press("1")
        session = replace(one.document.editor.review.session, client="M.")
        one.document.apply(SetSession(session))
        await one.go_to(8.0)
        await one.press("q", "escape", "E")
        assert one.shows("Jonas is named in 1 place of what goes out")
        await one.press("enter")
        await one.sees("What goes out")
        await one.press("enter")
        await one.sees("Exported 1 marker")
        feedback = (tmp_path / "talk.feedback.toml").read_text("utf-8")
        assert "Jonas" not in feedback
        assert 'speaker = "M."' in feedback
        assert 'speaker = "Jonas"' in one.saved
        await one.press("escape", "E", "enter", "enter")
        await one.sees("Exported 1 marker")
