"""Every command of the review screen changes something, or says in a sentence why it does not."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager
from pathlib import Path

import pytest
from reviewing import Reviewer, app_on, recording, reviewing, with_transcript

from sessionlens.domain.command import in_context
from sessionlens.library.review import open_review

_LOOKS = 2000  # two minutes and more: the machine may be busy
_ENDS = frozenset(["app.quit"])
COMMANDS = sorted(
    (command.id for command in in_context("review") if command.id not in _ENDS),
    # What takes back what the others have done comes first: there is nothing yet.
    key=lambda name: not name.startswith("edit."),
)


def fresh(folder: Path) -> Path:
    """No marker, no transcript, nothing that could be undone."""
    return recording(folder)


def transcribed(folder: Path) -> Path:
    """No marker, nothing that could be undone."""
    return with_transcript(recording(folder))


@contextmanager
def held_elsewhere(path: Path) -> Iterator[None]:
    """While another program has the review open, it is read-only."""
    with ExitStack() as stack:
        other = open_review(path)
        stack.enter_context(closing(other.store))
        yield


def picture(mentor: Reviewer) -> tuple[object, ...]:
    """All that a command could have changed."""
    document, screen = mentor.document, mentor.screen
    player = document.player
    assert player is not None
    return (
        mentor.app.screen,
        mentor.app.focused,
        document.editor.material,
        (document.filter, document.current, document.reader, document.settings),
        (player.playing, player.speed, player.loop, round(player.position, 1)),
        (screen.transcript.following, screen.listening.loop_text, screen.looking.title),
        (screen.prompt.is_open, screen.details.display, screen.transcribing.running),
    )


async def silent_commands(mentor: Reviewer, seconds: float) -> list[str]:
    """The ids of the commands that do and say nothing, with the playhead at so many seconds."""
    silent = []
    for name in COMMANDS:
        await rest(mentor, seconds)
        before = picture(mentor)
        mentor.screen.run_command(name)
        for _ in range(_LOOKS):
            await mentor.pilot.pause()
            if mentor.screen.footer.bar.notice or picture(mentor) != before:
                break
            await mentor.pilot.pause(0.02)
        else:
            silent.append(name)
    return silent


async def rest(mentor: Reviewer, seconds: float) -> None:
    """Put all that a command may have opened away, and take back what it has written."""
    document, screen = mentor.document, mentor.screen
    player = document.player
    assert player is not None
    while mentor.app.screen is not screen:
        mentor.app.pop_screen()
        await mentor.pilot.pause()
    if mentor.app.focused is not None:
        await mentor.press("escape")
    screen.prompt.close()
    if player.playing:
        player.pause()
    player.clear_loop()
    player.seek(seconds)
    while document.editor.undo():
        pass
    await mentor.pilot.pause()
    screen.footer.say("")


@asynccontextmanager
async def mentoring(path: Path, *, read_only: bool) -> AsyncIterator[Reviewer]:
    with ExitStack() as stack:
        if read_only:
            stack.enter_context(held_elsewhere(path))
        async with reviewing(app_on(path)) as mentor:
            assert bool(mentor.document.read_only) == read_only
            await mentor.press("escape")
            yield mentor


@pytest.mark.parametrize(
    ("make", "seconds", "read_only"),
    [
        (fresh, 0.0, False),
        (fresh, 60.0, True),
        (transcribed, 12.0, False),
        (transcribed, 60.0, True),
    ],
    ids=["no-transcript", "no-transcript-read-only", "transcript", "read-only"],
)
async def test_no_key_does_nothing_without_a_word(
    tmp_path: Path, make: Callable[[Path], Path], seconds: float, read_only: bool
) -> None:
    async with mentoring(make(tmp_path), read_only=read_only) as mentor:
        assert await silent_commands(mentor, seconds) == []


async def test_no_key_for_a_marker_does_nothing_without_a_word(tmp_path: Path) -> None:
    path = with_transcript(recording(tmp_path))
    async with reviewing(app_on(path)) as mentor:
        await mentor.go_to(12.0)
        await mentor.press("7", "escape", "ctrl+q")
    async with mentoring(path, read_only=True) as mentor:
        mentor.document.current = "m1"
        assert await silent_commands(mentor, 12.0) == []
