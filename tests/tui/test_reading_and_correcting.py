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
    async with reviewing(app_on(talk)) as one:
        await one.press("slash")
        await one.type("would")
        assert one.shows("1 of 4")
        await one.press("down")
        assert one.shows("2 of 4")
        await one.press("enter")
        assert one.screen.document.reader == 2
        await one.press("f3", "enter")
        assert one.screen.document.position >= 25.0
        await one.press("slash")
        await one.type("nothing like it")
        assert one.shows("nothing found")
        await one.press("escape")
        assert one.screen.transcript.following


async def test_the_speaker_key_moves_to_the_next_speaker_and_can_be_undone(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(6.0)
        await one.press("s")
        assert one.screen.document.timeline.utterances[1].speaker == "Coach"
        await one.press("u")
        assert one.screen.document.timeline.utterances[1].speaker == "Client"


async def test_words_are_corrected_in_the_transcript_and_in_quotes(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(8.0)
        await one.press("q", "escape", "x", "end")
        await one.type(" now")
        await one.press("enter")
        assert one.document.editor.review.markers[0].quote == "I want to work less now"
        assert tomllib.loads(one.saved)["markers"][0]["quote"] == "I want to work less now"
    again = open_review(talk).transcript
    assert again is not None
    assert again.utterances[1].text == "I want to work less now"


async def test_the_transcript_can_be_shifted(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.press("T")
        await one.type("1.5")
        await one.press("enter")
        assert [u.start for u in one.screen.document.timeline.utterances[:2]] == [1.5, 6.5]
        await one.press("T")
        await one.type("soon")
        await one.press("enter")
        assert one.shows("'soon' is no number of seconds and no time")


async def test_times_of_day_become_positions(tmp_path: Path) -> None:
    late = shift(transcript(), 36_126.0)
    async with reviewing(app_on(with_transcript(recording(tmp_path), late))) as one:
        await one.press("T")
        await one.type("-10:02:06")
        await one.press("enter")
        assert one.screen.document.timeline.utterances[1].start == 5.0
        await one.press("u", "T")
        await one.type("zero")
        await one.press("enter")
        assert one.screen.document.timeline.utterances[1].start == 5.0


async def test_going_to_a_time(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.press("g")
        await one.type("0:42")
        await one.press("enter")
        assert 42.0 <= one.screen.document.position < 43.0


async def test_position_speed_and_place_are_there_again(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(33.0)
        await one.press("]", "]")
        await one.app.action_quit()
    async with reviewing(app_on(talk)) as one:
        assert 33.0 <= one.screen.document.position < 34.0
        assert one.document.player is not None
        assert one.document.player.speed == 1.25


async def test_a_second_instance_reads_only_and_says_so(talk: Path) -> None:
    async with reviewing(app_on(talk)) as first:
        await first.press("1", "escape")
        async with reviewing(app_on(talk)) as second:
            assert second.shows("read-only")
            await second.press("2")
            assert len(second.document.editor.review.markers) == 1
        await first.press("3")
        assert len(tomllib.loads(first.saved)["markers"]) == 2


async def test_the_transcript_and_the_markers_follow_what_is_heard(tmp_path: Path) -> None:
    long = with_transcript(recording(tmp_path, 600), transcript(100))
    async with reviewing(app_on(long), size=(80, 24)) as one:
        assert one.shows("00:00 Coach")
        for seconds in range(20, 500, 30):
            await one.go_to(seconds + 2.0)
            await one.press("2", "escape")
        await one.go_to(480.0)
        await one.sees("07:5")
        await one.misses("00:00 Coach")
        assert one.shows("▸07:")
        await one.press("pageup", "pageup", "pageup")
        assert not one.shows("07:55 C")
        await one.press("f")
        await one.sees("07:55 C")


async def test_marks_go_where_one_reads_until_one_listens_again(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(30.0)
        await one.press("up", "up", "7")
        assert one.shows("marking where you read; f follows")
        await one.press("escape", "space")
        await one.misses("marking where you read")
        await one.press("space")
        await one.go_to(30.0)
        await one.press("8")
        starts = [marker.start for marker in one.document.editor.review.markers]
        assert starts == [10.0, 25.0]
        await one.press("escape", "up", "l")
        assert one.screen.document.reader is None
        assert one.screen.transcript.following


async def test_what_was_found_is_still_found_after_markers_came_and_went(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        for seconds, word in ((12.0, "zebra one"), (26.5, "zebra two")):
            await one.go_to(seconds)
            await one.press("c")
            await one.type(word)
            await one.press("enter")
        await one.press("slash")
        await one.type("zebra")
        await one.press("enter")
        await one.go_to(6.5)
        await one.press("1", "escape", "f3")
        marker = one.screen.document.marker
        assert marker is not None
        assert marker.comment.startswith("zebra")
        assert one.shows("“zebra”: ")
        await one.press("d", "f3")
        marker = one.screen.document.marker
        assert marker is not None
        assert marker.comment.startswith("zebra")
        await one.press("d", "f3")
        assert one.shows("“zebra” was not found")


async def test_in_a_silence_there_is_no_speaker_to_change_and_nothing_to_correct(
    talk: Path,
) -> None:
    async with reviewing(app_on(talk)) as one:
        before = one.document.editor.transcript
        await one.go_to(59.0)
        await one.press("s")
        assert one.shows("Nobody is speaking here")
        await one.press("x", "escape")
        assert one.document.editor.transcript is before


async def test_a_sentence_to_be_corrected_is_not_typed_away(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(26.5)
        await one.press("x")
        await one.type(" now")
        await one.press("enter")
        assert one.screen.document.timeline.utterances[3].text == "I would be home for supper now"


async def test_the_row_being_read_can_be_shifted_to_what_is_heard(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(7.0)
        await one.press("up", "T")
        assert one.shows("the row at 00:00 is what you hear now")
        await one.press("enter")
        assert one.screen.document.timeline.utterances[0].start == 7.0


async def test_the_first_step_down_before_the_first_words_leads_to_them(tmp_path: Path) -> None:
    late = Transcript(
        utterances=tuple(
            Utterance(start=10.0 + 5 * n, end=13.0 + 5 * n, text=f"number {n}") for n in range(3)
        )
    )
    async with reviewing(app_on(with_transcript(recording(tmp_path), late))) as one:
        await one.press("down")
        assert one.screen.document.reader == 0
        await one.press("down")
        assert one.screen.document.reader == 1
