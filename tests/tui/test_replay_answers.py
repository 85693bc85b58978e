"""Answering the moments of one's feedback."""

import datetime as dt
from pathlib import Path

import pytest
from dialog_host import until
from msgspec.structs import replace
from replaying import MARKERS, feedback, replaying, session

from sessionlens.domain.errors import SessionLensError
from sessionlens.library.replay import open_replay
from sessionlens.storage import atomic
from sessionlens.storage.feedback import write_feedback

pytestmark = pytest.mark.usefixtures("notices_stay")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return session(tmp_path)


@pytest.mark.parametrize(
    ("key", "stance", "words"),
    [
        ("a", "agree", "You: I agree"),
        ("d", "differently", "You: I see it differently"),
        ("t", "try", "You: I will try this"),
        ("s", "supervision", "You: I bring this to supervision"),
    ],
)
async def test_one_key_answers_and_is_on_disk(
    file: Path, key: str, stance: str, words: str
) -> None:
    before = file.read_bytes()
    async with replaying(file) as coach:
        await coach.press("n", key)
        answer = coach.answers["m1"]
        assert answer["stance"] == stance
        assert answer["start"] == dt.time(0, 0, 0)
        await coach.sees(words)
        await coach.sees("1 of 3 answered")
        await coach.press(key)
        assert coach.answers == {}
    assert file.read_bytes() == before


@pytest.mark.usefixtures("clock_stands")
async def test_words_pause_and_play_on_and_are_saved_with_the_stance(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("n", "d", "c")
        player = coach.document.player
        assert player is not None
        assert not player.playing
        await coach.type("I was lost")
        await coach.press("ctrl+j")
        await coach.type("truly")
        await coach.press("enter")
        assert player.playing
        answer = coach.answers["m1"]
        assert answer["stance"] == "differently"
        assert answer["text"] == "I was lost\ntruly"
        await coach.sees("I was lost")


async def test_words_alone_are_an_answer_and_a_note_is_none(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("n", "o")
        await coach.sees("a note of your own; export leaves it out")
        await coach.type("ask Maria")
        await coach.press("enter")
        assert coach.answers["m1"]["note"] == "ask Maria"
        await coach.sees("own note: ask Maria")
        await coach.sees("0 of 3 answered")
        await coach.press("n", "c")
        await coach.type("yes")
        await coach.press("enter")
        assert coach.answers["m2"]["text"] == "yes"
        await coach.sees("1 of 3 answered")


async def test_unfinished_words_survive_as_a_draft_of_their_own(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("n", "c")
        await coach.type("half a thought")
        await coach.press("escape", "o")
        await coach.type("half a note")
        await coach.press("escape")
        assert coach.answers == {}
    async with replaying(file) as coach:
        await coach.press("n", "c")
        await coach.sees("half a thought")
        await coach.press("enter", "o")
        await coach.sees("half a note")
        await coach.press("enter")
        assert coach.answers["m1"]["text"] == "half a thought"
        assert coach.answers["m1"]["note"] == "half a note"


async def test_a_moment_shows_that_words_to_it_are_still_a_draft(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("n", "c")
        await coach.type("begun")
        await coach.press("escape")
        await coach.sees("Agreements (draft)")
        await coach.press("n", "o")
        await coach.type("a note")
        await coach.press("escape")
        await coach.sees("Awareness g (draft)")
    async with replaying(file) as coach:
        await coach.sees("Agreements (draft)")
        await until(
            coach.pilot,
            lambda: any(
                notification.message
                == "Your words to 2 moments are still a draft: '(draft)' shows where"
                for notification in coach.app._notifications
            ),
        )
        await coach.press("n", "c", "enter", "n", "o", "enter")
        await coach.misses("(draft)")


async def test_a_draft_whose_moment_has_gone_is_not_looked_for(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("n", "c")
        await coach.type("begun")
        await coach.press("escape")
        await coach.sees("Agreements (draft)")
    write_feedback(file, feedback(file.with_name("talk.wav"), MARKERS[1:]), force=True)
    async with replaying(file) as coach:
        assert not any("draft" in notice for notice in coach.document.notices)


async def test_undo_redo_and_taking_back(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("n", "a", "t")
        assert coach.answers["m1"]["stance"] == "try"
        await coach.press("u")
        assert coach.answers["m1"]["stance"] == "agree"
        await coach.press("u", "u")
        assert coach.answers == {}
        await coach.sees("Nothing to undo")
        await coach.press("ctrl+r", "ctrl+r")
        assert coach.answers["m1"]["stance"] == "try"
        await coach.press("x")
        assert coach.answers == {}
        await coach.press("u")
        assert coach.answers["m1"]["stance"] == "try"


async def test_eighty_columns_show_the_keys_one_cannot_do_without(file: Path) -> None:
    async with replaying(file, size=(80, 24)) as coach:
        for key in ("n/p moments", "a/d/t/s answer", "c words", "? help", "r take along"):
            assert key in coach.lines[-1]


async def test_an_answer_needs_a_moment(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("a", "c", "o", "x")
        assert coach.saved == {}
        await coach.sees("Choose a moment first")
        coach.screen.footer.say("")
        await coach.press("B")
        await coach.sees("Choose a moment first")


async def test_answers_to_moments_that_are_gone_are_kept_and_read_below_the_verdicts(
    file: Path,
) -> None:
    async with replaying(file) as coach:
        await coach.press("n", "n", "a", "c")
        await coach.type("I waited long")
        await coach.press("enter", "o")
        await coach.type("ask Paul")
        await coach.press("enter")
    write_feedback(file, feedback(file.with_name("talk.wav"), MARKERS[:1]), force=True)
    async with replaying(file) as coach:
        assert "listed below the verdicts" in coach.document.notices[0]
        await coach.press("v", "end")
        await coach.sees("Your answers to moments that are not here any more")
        await coach.sees("00:10  I agree: I waited long")
        await coach.sees("own note: ask Paul")
        await coach.press("escape", "n", "a")
        assert coach.answers["m2"]["text"] == "I waited long"


async def test_an_answer_to_what_was_another_moment_says_so(file: Path) -> None:
    async with replaying(file) as coach:
        await coach.press("n", "a")
    changed = replace(MARKERS[0], comment="Something else entirely")
    talk = file.with_name("talk.wav")
    write_feedback(file, feedback(talk, (changed, *MARKERS[1:])), force=True)
    async with replaying(file) as coach:
        await coach.press("n")
        await coach.sees("the moment is another one since this answer")
        await coach.press("t")
        assert not coach.shows("the moment is another one since this answer")


async def test_a_second_window_reads_and_changes_nothing(file: Path) -> None:
    first = open_replay(file)
    try:
        async with replaying(file) as coach:
            await coach.sees("read-only")
            await coach.press("n", "a", "c", "r", "u", "x")
            assert coach.saved == {}
    finally:
        first.store.close()


async def test_words_that_cannot_be_saved_are_not_let_go(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise SessionLensError("The disk is full", "Make room")

    async with replaying(file) as coach:
        real = atomic.write_bytes
        monkeypatch.setattr(atomic, "write_bytes", full)
        await coach.press("n", "a")
        await coach.sees("NOT SAVED")
        await coach.press("ctrl+q")
        assert coach.app.is_running
        monkeypatch.setattr(atomic, "write_bytes", real)
        await coach.press("t")
        # A retry that was under way may have failed just now: the next one comes by itself.
        await until(coach.pilot, lambda: coach.answers.get("m1", {}).get("stance") == "try")
        await coach.misses("NOT SAVED")
