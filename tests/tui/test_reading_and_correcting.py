import tomllib
from pathlib import Path

import pytest
from reviewing import app_on, recording, reviewing, transcript, with_transcript

from sessionlens.domain.transcript import Transcript, Utterance, shift
from sessionlens.library.review import open_review


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


async def test_search_finds_as_one_types_and_enter_leaves_it_marked(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("slash")
        await person.type("would")
        await person.sees("1 of 4")
        await person.press("down")
        await person.sees("2 of 4")
        await person.press("enter")
        assert person.screen.document.reader == 2
        await person.press("f3", "enter")
        assert person.screen.document.position >= 25.0
        await person.press("slash")
        await person.type("nothing like it")
        await person.sees("nothing found")
        await person.press("escape")
        assert person.screen.transcript.following


async def test_the_speaker_key_moves_to_the_next_speaker_and_can_be_undone(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(6.0)
        await person.press("s")
        assert person.screen.document.timeline.utterances[1].speaker == "Coach"
        await person.press("u")
        assert person.screen.document.timeline.utterances[1].speaker == "Client"


async def test_words_are_corrected_in_the_transcript_and_in_quotes(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(8.0)
        await person.press("q", "escape", "x", "end")
        await person.type(" now")
        await person.press("enter")
        assert person.document.editor.review.markers[0].quote == "I want to work less now"
        assert tomllib.loads(person.saved)["markers"][0]["quote"] == "I want to work less now"
    again = open_review(talk).transcript
    assert again is not None
    assert again.utterances[1].text == "I want to work less now"


async def test_the_transcript_can_be_shifted(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("T")
        await person.type("1.5")
        await person.press("enter")
        assert [u.start for u in person.screen.document.timeline.utterances[:2]] == [1.5, 6.5]
        await person.press("T")
        await person.type("soon")
        await person.press("enter")
        await person.sees("'soon' is no number of seconds and no time")


async def test_times_of_day_become_positions(tmp_path: Path) -> None:
    late = shift(transcript(), 36_126.0)
    async with reviewing(app_on(with_transcript(recording(tmp_path), late))) as person:
        await person.press("T")
        await person.type("-10:02:06")
        await person.press("enter")
        assert person.screen.document.timeline.utterances[1].start == 5.0
        await person.press("u", "T")
        await person.type("zero")
        await person.press("enter")
        assert person.screen.document.timeline.utterances[1].start == 5.0


async def test_going_to_a_time(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("g")
        await person.type("0:42")
        await person.press("enter")
        assert 42.0 <= person.screen.document.position < 43.0


async def test_position_speed_and_place_are_there_again(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(33.0)
        await person.press("]", "]")
        await person.app.action_quit()
    async with reviewing(app_on(talk)) as person:
        assert 33.0 <= person.screen.document.position < 34.0
        assert person.document.player is not None
        assert person.document.player.speed == 1.25


async def test_a_second_instance_reads_only_and_says_so(talk: Path) -> None:
    async with reviewing(app_on(talk)) as first:
        await first.press("1", "escape")
        async with reviewing(app_on(talk)) as second:
            await second.sees("read-only")
            await second.press("2")
            assert len(second.document.editor.review.markers) == 1
        await first.press("3")
        assert len(tomllib.loads(first.saved)["markers"]) == 2


async def test_the_transcript_and_the_markers_follow_what_is_heard(tmp_path: Path) -> None:
    long = with_transcript(recording(tmp_path, 600), transcript(100))
    async with reviewing(app_on(long), size=(80, 24)) as person:
        await person.sees("00:00 Coach")
        for seconds in range(20, 500, 30):
            await person.go_to(seconds + 2.0)
            await person.press("2", "escape")
        await person.go_to(480.0)
        await person.sees("07:5")
        await person.misses("00:00 Coach")
        await person.sees("▸07:")
        await person.press("pageup", "pageup", "pageup")
        assert not person.shows("07:55 C")
        await person.press("f")
        await person.sees("07:55 C")


async def test_marks_go_where_one_reads_until_one_listens_again(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(30.0)
        await person.press("up", "up", "7")
        await person.sees("marking where you read; f follows")
        await person.press("escape", "space")
        await person.misses("marking where you read")
        await person.press("space")
        await person.go_to(30.0)
        await person.press("8")
        starts = [marker.start for marker in person.document.editor.review.markers]
        assert starts == [10.0, 25.0]
        await person.press("escape", "up", "l")
        assert person.screen.document.reader is None
        assert person.screen.transcript.following


async def test_what_was_found_is_still_found_after_markers_came_and_went(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        for seconds, word in ((12.0, "zebra one"), (26.5, "zebra two")):
            await person.go_to(seconds)
            await person.press("c")
            await person.type(word)
            await person.press("enter")
        await person.press("slash")
        await person.type("zebra")
        await person.press("enter")
        await person.go_to(6.5)
        await person.press("1", "escape", "f3")
        marker = person.screen.document.marker
        assert marker is not None
        assert marker.comment.startswith("zebra")
        await person.sees("“zebra”: ")
        await person.press("d", "f3")
        marker = person.screen.document.marker
        assert marker is not None
        assert marker.comment.startswith("zebra")
        await person.press("d", "f3")
        await person.sees("“zebra” was not found")


async def test_in_a_silence_there_is_no_speaker_to_change_and_nothing_to_correct(
    talk: Path,
) -> None:
    async with reviewing(app_on(talk)) as person:
        before = person.document.editor.transcript
        await person.go_to(59.0)
        await person.press("s")
        await person.sees("Nobody is speaking here")
        await person.press("x", "escape")
        assert person.document.editor.transcript is before


async def test_a_sentence_to_be_corrected_is_not_typed_away(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(26.5)
        await person.press("x")
        await person.type(" now")
        await person.press("enter")
        assert (
            person.screen.document.timeline.utterances[3].text == "I would be home for supper now"
        )


async def test_the_row_being_read_can_be_shifted_to_what_is_heard(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(7.0)
        await person.press("up", "T")
        await person.sees("the row at 00:00 is what you hear now")
        await person.press("enter")
        assert person.screen.document.timeline.utterances[0].start == 7.0


async def test_the_first_step_down_before_the_first_words_leads_to_them(tmp_path: Path) -> None:
    late = Transcript(
        utterances=tuple(
            Utterance(start=10.0 + 5 * n, end=13.0 + 5 * n, text=f"number {n}") for n in range(3)
        )
    )
    async with reviewing(app_on(with_transcript(recording(tmp_path), late))) as person:
        await person.press("down")
        assert person.screen.document.reader == 0
        await person.press("down")
        assert person.screen.document.reader == 1
