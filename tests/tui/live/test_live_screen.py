"""A session is observed as it happens: recorded, recognised, marked, and in the end a review."""

from pathlib import Path

import pytest
import soundfile
from dialog_host import until
from observing import AGREED, Observer, observing, spoken
from reviewing import Person, has_player, takes_commands
from true_words import error_rate, plain, texts, truth
from virtual_sound import VirtualSound, wait_until

from sessionlens.audio.capture.recorder import Recorder
from sessionlens.library.live_remains import live_remains
from sessionlens.storage.reviews import load_review
from sessionlens.transcripts import native
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.screens.live.input import InputScreen
from sessionlens.tui.screens.review.document import OpenReview
from sessionlens.tui.showing_live import showing_after_live
from sessionlens.tui.shown import Showing


async def at_the_review(observer: Observer) -> OpenReview:
    """Wait for the ordinary review of a session that has ended."""
    await until(observer.pilot, lambda: type(observer.app.showing.document) is OpenReview)
    await until(observer.pilot, lambda: takes_commands(observer.app))
    document = observer.app.showing.document
    assert isinstance(document, OpenReview)
    if document.opened.recording.exists():
        await until(observer.pilot, lambda: has_player(observer.app))
    return document


async def test_a_session_is_recorded_recognised_marked_and_ends_as_a_review(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    async with observing(tmp_path) as observer:
        await observer.record()
        with microphone.speech(spoken()):
            await observer.words("leave one alone")
            await observer.press("7", "plus")
            await observer.words("feel needed")
            await observer.press("5", "c", *"calm", "enter")
            await observer.words("laptop")
            await until(
                observer.pilot,
                lambda: all(one.quote for one in observer.document.editor.review.markers),
            )
        await observer.press("F", "F")
        document = await at_the_review(observer)
        assert document.state.position == 0
        await observer.on_disk()

    review = load_review(document.opened.review_path)
    assert review.recording.file == document.opened.recording.name
    assert review.recording.duration == pytest.approx(
        soundfile.info(document.opened.recording).duration, abs=0.01
    )
    assert review.session.observed == "live"
    assert review.recording.began is not None
    assert [(one.competency, one.rating, one.speaker) for one in review.markers] == [
        ("evokes-awareness", "strength", "Anna"),
        ("presence", None, "Anna"),
    ]
    assert "leave one alone" in review.markers[0].quote
    assert review.markers[1].comment == "calm"
    transcript = native.decode(document.opened.transcript_path.read_bytes())
    heard = [plain(word.text) for one in transcript.utterances for word in one.words]
    true = [word for word in truth() if word.start < transcript.end]
    assert error_rate(texts(true[: len(heard)]), heard) < 0.25
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".flac", ".json", ".toml"]


async def test_in_a_session_it_is_said_when_a_comment_can_be_spoken(tmp_path: Path) -> None:
    async with observing(tmp_path, agreed=False) as observer:
        await observer.press("7", "escape", "ctrl+g")
        await observer.sees("Not spoken into a session")
        await observer.sees("Ctrl+G speaks to any marker")


async def test_words_that_come_later_than_a_mark_become_its_quote_without_a_step_of_their_own(
    tmp_path: Path, microphone: VirtualSound, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with observing(tmp_path) as observer:
        await observer.record()
        with microphone.speech(spoken()):
            await until(observer.pilot, lambda: "work" in str(observer.screen.hearing.open_words))
            with monkeypatch.context() as words_wait:
                words_wait.setattr(observer.screen.hearing, "tick", lambda: None)
                await observer.press("c", *"yes", "enter")
                assert quote_of(observer) == ""
            await observer.words("museum")
            await until(observer.pilot, lambda: "museum" in quote_of(observer))
            later = observer.document.marker
            assert later is not None
            assert (later.speaker, later.comment) == ("Client", "yes")
            assert 3 < later.start < 8
            await observer.press("u")
        assert observer.document.editor.review.markers == ()
        await observer.press("ctrl+r")
        assert "museum" in quote_of(observer)


def quote_of(observer: Observer) -> str:
    """The quote of the first marker."""
    return observer.document.editor.review.markers[0].quote


async def test_without_a_consent_nothing_is_recorded_and_marks_have_a_clock(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    assert microphone.address
    async with observing(tmp_path, agreed=False) as observer:
        await observer.sees("NOT RECORDED")
        await observer.press("T")
        await observer.sees("Nobody has agreed")
        assert not isinstance(observer.app.screen, InputScreen)
        await observer.press("7", "minus")
        now = observer.document.now
        await observer.press("F", "F")
        document = await at_the_review(observer)
        await observer.sees("no recording: reading only")
        await observer.press("p", "e", *"so", "enter")
        await observer.on_disk()
    review = load_review(document.opened.review_path)
    marker = review.markers[0]
    assert (marker.rating, marker.comment) == ("growth", "so")
    assert 0 <= marker.start <= now
    assert review.recording.began is not None
    assert [path.name for path in tmp_path.glob("*") if path.suffix != ".lock"] == [
        document.opened.review_path.name
    ]
    app = SessionLensApp(showing(document.opened.review_path))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: takes_commands(app))
        await Person(app, pilot).sees("Awareness")
        app.showing.document.close()


async def test_without_a_recording_marks_lie_along_the_timeline_by_the_clock(
    tmp_path: Path,
) -> None:
    async with observing(tmp_path, agreed=False) as observer:
        await observer.sees("NOT RECORDED")
        await observer.sees("╵0:00")
        document = observer.document
        await until(observer.pilot, lambda: document.now > document.settings.reaction_lag + 1)
        await observer.press("7")
        timeline = observer.screen.timeline
        signs = ["".join(part.text for part in timeline.render_line(y)) for y in range(6)]
        assert [line.index("7") > 0 for line in signs if "7" in line] == [True]


def showing(review: Path) -> Showing:
    """What a review of a live session is shown as."""
    shown = showing_after_live(review)
    assert shown is not None
    return shown


async def test_the_consent_is_on_disk_before_a_microphone_is_opened(
    tmp_path: Path, microphone: VirtualSound, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert microphone.address
    on_disk: list[bool] = []
    start = Recorder.start

    def looked(recorder: Recorder) -> None:
        files = list(tmp_path.glob("*.review.toml"))
        on_disk.append(bool(files) and load_review(files[0]).session.consents == AGREED)
        start(recorder)

    monkeypatch.setattr(Recorder, "start", looked)
    async with observing(tmp_path) as observer:
        await observer.record()
        assert on_disk
        assert all(on_disk)


async def test_off_the_record_is_unmistakable_and_leaves_a_gap(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    async with observing(tmp_path) as observer:
        await observer.record()
        with microphone.speech(spoken()):
            await observer.words("look at today")
            await observer.press("o")
            await observer.sees("OFF THE RECORD")
            begun = observer.recorded
            await observer.hears(begun + 4)
            assert "museum" not in observer.transcript
            await observer.press("o")
            await observer.misses("OFF THE RECORD")
            await observer.words("leave one alone")
        await until(observer.pilot, lambda: len(observer.document.editor.review.recording.gaps) > 0)
        await observer.on_disk()
        gap = observer.review.recording.gaps[0]
    assert gap.reason == "off the record"
    assert gap.end - gap.start > 3.5


async def test_the_last_minute_is_taken_back_with_its_words_and_quotes_but_not_its_markers(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    async with observing(tmp_path) as observer:
        await observer.record()
        with microphone.speech(spoken()):
            await observer.words("leave one alone")
            await observer.press("7", "c", *"mine", "enter")
            await until(observer.pilot, lambda: bool(quote_of(observer)))
            await observer.press("Z")
            assert "leave one alone" in observer.transcript
            await observer.press("Z")
            await until(observer.pilot, lambda: "alone" not in observer.transcript)
        await until(
            observer.pilot,
            lambda: bool(observer.document.live and observer.document.live.recorder.taken_back),
        )
        await observer.press("u", "ctrl+r")
        await observer.on_disk()
        written = observer.document.opened.review_path.read_text("utf-8")
        words = observer.document.opened.transcript_path.read_text("utf-8")
        marker = observer.review.markers[0]
        samples, _ = soundfile.read(observer.document.opened.recording.with_suffix(".au"))
    assert (marker.competency, marker.comment, marker.quote) == ("evokes-awareness", "mine", "")
    assert "alone" not in written
    assert "alone" not in words
    assert not samples[: len(samples) // 2].any()


async def test_a_mark_goes_to_now_where_the_line_that_was_read_is_taken_back(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    async with observing(tmp_path) as observer:
        await observer.record()
        with microphone.speech(spoken()):
            await observer.words("leave one alone")
            await observer.press("up")
            await observer.sees("marking where you read")
            await observer.press("Z", "Z")
            await until(observer.pilot, lambda: "alone" not in observer.transcript)
            await observer.press("enter")
            assert observer.document.reader is None
            assert observer.screen.transcript.following
            await observer.press("7")
        assert len(observer.document.editor.review.markers) == 1


async def test_one_listens_back_while_it_goes_on_and_marks_go_to_what_is_heard(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    async with observing(tmp_path) as observer:
        await observer.record()
        with microphone.speech(spoken()):
            await observer.words("leave one alone")
            recorded = observer.recorded
            await observer.press("j")
            await observer.sees("marks go there")
            player = observer.document.player
            assert player is not None
            await until(observer.pilot, lambda: player.playing)
            await observer.press("space")
            heard = observer.document.position
            assert heard < observer.recorded - 9  # both go on at the same pace
            await observer.press("5", "escape")
            marker = observer.document.marker
            assert marker is not None
            assert marker.start <= heard
            await observer.press("t")
            await observer.sees("Back to now")
            assert observer.document.player is None
            assert observer.document.position > recorded
            assert observer.recorded > recorded


async def test_leaving_asks_once_and_what_was_recorded_is_packed_at_the_next_opening(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    async with observing(tmp_path) as observer:
        await observer.record()
        with microphone.speech(spoken()):
            await observer.words("leave one alone")
            await observer.press("7")
            await observer.press("ctrl+q")
            await observer.sees("This is being recorded")
            assert observer.app.is_running
            await observer.press("ctrl+q")
        path = observer.document.opened.review_path
        live = observer.document.live
        assert live is not None
        wait_until(lambda: live.closed_within(0.0))
    raw = live_remains(path).raw
    assert raw is not None
    app = SessionLensApp(showing(path))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: type(app.showing.document) is OpenReview)
        await until(pilot, lambda: takes_commands(app))
        await Person(app, pilot).sees("Awareness")
        await Person(app, pilot).sees("leave one alone")
        app.showing.document.close()
    assert not raw.exists()
    assert raw.with_suffix(".flac").exists()


async def test_where_there_is_no_microphone_one_line_says_so_and_the_clock_goes_on(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    microphone.kill()
    async with observing(tmp_path) as observer:
        await until(observer.pilot, lambda: isinstance(observer.app.screen, InputScreen))
        # Devices are not listed anew as long as a stream is open: then it cannot be opened.
        await until(
            observer.pilot, lambda: observer.shows("no microphone") or observer.shows("no level")
        )
        await observer.press("escape")
        await observer.misses("What records")
        await observer.press("7")
        await observer.sees("NOT RECORDED")
        assert len(observer.review.markers) == 1


async def test_a_terminal_that_is_tiny_shows_that_it_records(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    assert microphone.address
    async with observing(tmp_path, size=(40, 10)) as observer:
        await observer.record()
        await observer.press("7")
        assert len(observer.document.editor.review.markers) == 1


async def test_words_that_were_not_waited_for_are_recognised_in_the_review(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    async with observing(tmp_path) as observer:
        await observer.record()
        with microphone.speech(spoken()):
            await observer.words("leave one alone")
            words = observer.document.words
            assert words is not None
            words.finish = lambda: None  # type: ignore[method-assign] # a machine that is too slow
            await observer.press("F", "F", "F")
        document = await at_the_review(observer)
        assert "leave one alone" in " ".join(one.text for one in document.timeline.utterances)
        before = {one.speaker for one in document.timeline.utterances}
        await until(observer.pilot, lambda: document.player is not None)
        await observer.press("t")
        await observer.sees("The whole recording is recognised")
        assert {one.speaker for one in document.timeline.utterances} == before
