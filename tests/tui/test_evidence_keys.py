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
from sessionlens.tui.footer import Footer
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
    async with reviewing(app_on(talk)) as person:
        await person.go_to(27.5)
        await person.sees("›00:10 Coach")
        await person.press("7")
        assert (last(person).quote, last(person).speaker, last(person).start) == (
            COACH,
            "Coach",
            10.0,
        )
        await person.press("escape", "q")
        assert (last(person).quote, last(person).competency) == (CLIENT, None)


async def test_who_is_the_coach_is_asked_once_in_one_key(tmp_path: Path) -> None:
    talk = with_transcript(recording(tmp_path), named(Coach="Sam", Client="Ann"))
    async with reviewing(app_on(talk)) as person:
        await person.sees("Who is the coach?")
        await person.press("1")
        await person.go_to(27.5)
        await person.press("7")
        assert last(person).speaker == "Sam"
    assert load_review(person.document.opened.review_path).session.coach_speaker == "Sam"
    async with reviewing(app_on(talk)) as person:
        assert not isinstance(person.app.screen, WhoCoachesScreen)
        assert person.document.coach == "Sam"


async def test_left_open_it_is_not_asked_again_and_marks_quote_what_is_heard(
    tmp_path: Path,
) -> None:
    talk = with_transcript(recording(tmp_path), named(Coach="Sam", Client="Ann"))
    async with reviewing(app_on(talk)) as person:
        await person.sees("Who is the coach?")
        await person.press("escape")
        await person.go_to(27.5)
        await person.press("7")
        assert last(person).speaker == "Ann"
        person.screen.keep()
    async with reviewing(app_on(talk)) as person:
        assert not isinstance(person.app.screen, WhoCoachesScreen)


async def test_the_quote_is_taken_anew_from_the_readers_line(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(27.5)
        await person.press("7", "escape", "Q")
        await person.sees("The arrow keys put the cursor on the line to be quoted")
        await person.press("down", "up", "Q")
        assert (last(person).quote, last(person).speaker) == (CLIENT, "Client")
        assert last(person).quote_by_hand
        await person.press("f", "{", "{")
        assert last(person).quote == CLIENT


async def test_question_and_answer_and_back(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(13.0)
        await person.press("7", "escape", "X")
        assert last(person).exchange
        assert last(person).quote == f"Coach: {COACH} — Client: {CLIENT}"
        assert last(person).end == 29.0
        await person.press("X")
        assert (last(person).quote, last(person).speaker, last(person).exchange) == (
            COACH,
            "Coach",
            False,
        )


async def test_another_competency_for_the_same_moment(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(13.0)
        await person.press("7", "A", "5")
        assert last(person).also == ("presence",)
        await person.sees("5 Presence 1")
        await person.press("5")
        assert last(person).also == ()
        await person.press("5", "escape")
        assert 'also = ["presence"]' in person.saved
        await person.sees("also Maintains Presence")


async def test_the_filter_holds_for_the_list_and_for_going_through_it(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        for seconds, keys in ((2.0, "1+"), (12.0, "7-"), (33.0, "1-")):
            await person.go_to(seconds)
            await person.press(*keys, "escape")
        await person.press("V")
        await person.sees("1 of 3 markers: strengths")
        await person.press("V")
        assert [marker.id for marker in person.document.markers] == ["m2", "m3"]
        await person.go_to(0.0)
        await person.press("n")
        assert person.document.current == "m2"
        await person.press("n")
        assert person.document.current == "m3"
        await person.press("n")
        await person.sees("This was the last marker")
        await person.press("0", "N")
        await person.sees("3 of 3 markers: without a comment")
        await person.press("N")
        assert person.document.markers == ()
        await person.sees("No marker passes the filter.")
        await person.misses("Press a competency's key")
        await person.press("n")
        await until(person.pilot, lambda: person.screen.footer.bar.notice.startswith("No marker"))


async def test_all_that_are_shown_are_recoded_in_one_step(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        for seconds, keys in ((2.0, "1+"), (12.0, "7d-"), (33.0, "1-")):
            await person.go_to(seconds)
            await person.press(*keys, "escape")
        await person.press("V", "V", "M", "home", "down", "enter")
        codes = [marker.competency for marker in person.document.editor.review.markers]
        assert codes == ["ethical-practice", "coaching-mindset", "coaching-mindset"]
        assert [marker.rating for marker in person.document.markers] == ["growth", "growth"]
        await person.sees("2 markers recoded as Mindset")
        await person.press("u")
        await person.sees("Undone: 2 markers: recoded as Mindset")
        assert person.document.editor.review.markers[1].indicator == "d"


async def test_undo_says_what_and_goes_there(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        for seconds, keys in ((12.0, "7"), (33.0, "1")):
            await person.go_to(seconds)
            await person.press(*keys, "escape")
        await person.press("p", "+")
        assert person.document.current == "m1"
        await person.press("n", "u")
        await person.sees("Undone: 7 Awareness at 00:10 rated +")
        assert person.document.current == "m1"
        await person.press("ctrl+r")
        await person.sees("Done again: 7 Awareness at 00:10 rated +")


async def test_what_was_said_goes_away_when_it_no_longer_holds(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Footer, "SECONDS", 3600.0)  # it does not go away by itself
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "escape", "d")
        await person.sees("deleted; undo brings it back")
        await person.press("3")
        await person.misses("deleted; undo brings it back")


async def test_reading_ends_when_the_cursor_stands_still_while_it_plays(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        settings = person.document.settings
        person.document.settings = replace(settings, reading_seconds=3600.0)
        await person.press("space", "down")
        assert person.document.reader is not None
        person.document.settings = replace(settings, reading_seconds=1.0)
        await until(person.pilot, lambda: person.document.reader is None)
        assert person.screen.transcript.following
        await person.sees("Marks go to what is heard again")


async def test_an_opened_review_follows_the_playhead(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(27.0)
        await person.press("7", "up")
        person.screen.keep()
    async with reviewing(app_on(talk)) as person:
        assert person.screen.transcript.following
        assert person.document.reader is None


async def test_a_lens_draws_its_places_and_two_keys_play_them(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("z")
        await person.sees("Questions: 3 places")
        await person.sees("◆")
        await person.press(">")
        await person.sees("Questions 2 of 3, 00:10")
        player = person.document.player
        assert player is not None
        assert player.playing
        await person.press(">")
        await person.sees("Questions 3 of 3, 00:30")
        await person.press("<")
        await person.sees("Questions 2 of 3, 00:10")


async def test_a_key_that_does_nothing_says_where_the_keys_are(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("U")
        await person.sees("U does nothing here: ? shows the keys")


@pytest.mark.usefixtures("clock_stands")
async def test_the_mouse_does_what_is_shown(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        line = next(y for y, text in enumerate(person.lines) if "home for supper" in text)
        await person.pilot.click(offset=(20, line))
        await until(person.pilot, lambda: person.document.reader == 3)
        await person.pilot.click(offset=(20, line))
        await until(person.pilot, lambda: person.document.position >= 25.0)
        bar = next(y for y, text in enumerate(person.lines) if "7 Awareness" in text)
        await person.pilot.click(offset=(person.lines[bar].index("7 Awareness") + 3, bar))
        await until(person.pilot, lambda: len(person.document.editor.review.markers) == 1)
        assert last(person).competency == "evokes-awareness"
        footer = len(person.lines) - 1
        await person.pilot.click(offset=(person.lines[footer].index("u undo") + 2, footer))
        await until(person.pilot, lambda: not person.document.editor.review.markers)
        await person.pilot.mouse_down(offset=(20, 1))
        await person.pilot.hover(offset=(60, 1))
        await person.pilot.mouse_up(offset=(60, 1))
        await until(person.pilot, lambda: 28.0 <= person.document.position <= 33.0)


async def test_hundred_markers_in_one_minute_are_all_counted(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        for _ in range(12):
            await person.go_to(12.0)
            await person.press("7", "escape")
        await person.sees("10×")
        await person.sees("7 Awareness 12")


async def test_the_clients_name_does_not_go_out_unnoticed(tmp_path: Path) -> None:
    talk = with_transcript(recording(tmp_path), named(Coach="Anna", Client="Jonas"))
    async with reviewing(app_on(talk)) as person:
        await person.sees("Who is the coach?")
        await person.press("1")
        session = replace(person.document.editor.review.session, client="M.")
        person.document.apply(SetSession(session))
        await person.go_to(8.0)
        await person.press("q", "escape", "E")
        await person.sees("Jonas is named in 1 place of what goes out")
        await person.press("enter")
        await person.sees("What goes out")
        await person.press("enter")
        await person.sees("Exported 1 marker")
        feedback = (tmp_path / "talk.feedback.toml").read_text("utf-8")
        assert "Jonas" not in feedback
        assert 'speaker = "M."' in feedback
        assert 'speaker = "Jonas"' in person.saved
        await person.press("escape", "E", "enter", "enter")
        await person.sees("Exported 1 marker")
