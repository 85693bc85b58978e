"""A review screen on a small recording, driven by keys."""

import math
import struct
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from dialog_host import dealt_with, until
from msgspec.structs import replace
from textual.app import App
from textual.pilot import Pilot

from sessionlens.domain.transcript import Transcript, Utterance, Word
from sessionlens.library.review import open_review
from sessionlens.storage.state import load_program_state, save_program_state
from sessionlens.transcripts import native
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.playback.document import OpenDocument
from sessionlens.tui.playback.screen import PlaybackScreen
from sessionlens.tui.playback.writing import Writing
from sessionlens.tui.screens.alliance.document import OpenAlliance
from sessionlens.tui.screens.patterns.document import OpenPatterns
from sessionlens.tui.screens.review.document import OpenReview
from sessionlens.tui.screens.review.screen import ReviewScreen
from sessionlens.tui.screens.start.document import OpenFolder
from sessionlens.tui.shown import showing_review
from sessionlens.tui.widgets.footer_bar import FooterBar

_LOOKS = 200  # at keys that wait for one another
_SHOWN_AFTER = 0.03  # seconds: what a key did to the sound comes before what is drawn
SAID = (
    ("Coach", "what would you like to talk about"),
    ("Client", "I want to work less"),
    ("Coach", "what would it mean to you if it worked"),
    ("Client", "I would be home for supper"),
    ("Coach", "how would that feel"),
)


def transcript(count: int = 5) -> Transcript:
    """Utterances of four seconds, one every five; the third is followed by a longer silence."""
    utterances = []
    for number in range(count):
        speaker, text = SAID[number % len(SAID)]
        start = number * 5.0 + (10.0 if number > 2 else 0.0)
        step = 4.0 / len(text.split())
        words = tuple(
            Word(start=start + i * step, end=start + (i + 1) * step, text=word)
            for i, word in enumerate(text.split())
        )
        utterances.append(
            Utterance(start=start, end=start + 4, speaker=speaker, text=text, words=words)
        )
    return Transcript(utterances=tuple(utterances), timing="word", language="en")


def recording(folder: Path, seconds: int = 60) -> Path:
    """A quiet tone as a mono recording, with its transcript beside it."""
    path = folder / "talk.wav"
    second = b"".join(
        struct.pack("<h", int(3000 * math.sin(2 * math.pi * 200 * n / 8000))) for n in range(8000)
    )
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(second * seconds)
    return path


def with_transcript(path: Path, words: Transcript | None = None) -> Path:
    """The same recording, with a transcript beside it."""
    path.with_suffix(".transcript.json").write_bytes(native.encode(words or transcript()))
    return path


def app_on(path: Path, rubric: str | None = None, keymap: str | None = None) -> SessionLensApp:
    """The program on this recording, by somebody who has seen it before."""
    save_program_state(replace(load_program_state(), welcome_seen=True))
    return SessionLensApp(showing_review(open_review(path, rubric=rubric, keymap=keymap)))


D = TypeVar("D", bound="OpenDocument | OpenFolder | OpenPatterns | OpenAlliance")


class Person(Generic[D]):
    """Presses keys and looks at what came of it."""

    def __init__(self, app: SessionLensApp, pilot: "Pilot[int]") -> None:
        self.app = app
        self.pilot = pilot

    @property
    def document(self) -> D:
        """What is open."""
        return cast(D, self.app.showing.document)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()
        for _ in range(_LOOKS):
            if self.app.is_running:
                await dealt_with(self.app)  # keys may be on their way to those that wait
            if not (self.app.is_running and self.app.keys_wait):
                break
            await self.pilot.pause(_SHOWN_AFTER)
        while isinstance(self.app.screen, PlaybackScreen) and self.app.screen.quiet:
            await self.pilot.pause(_SHOWN_AFTER)
        await self.on_disk()
        await self.pilot.pause()

    async def on_disk(self) -> None:
        """Wait until all is written that can be."""
        writing = getattr(self.document, "writing", None)
        if isinstance(writing, Writing):
            assert await writing.settle(60)

    async def type(self, text: str) -> None:
        await self.press(*(_key(character) for character in text))

    @property
    def lines(self) -> list[str]:
        """The lines of the terminal, as plain text."""
        return screen_lines(self.app)

    def shows(self, text: str) -> bool:
        """Whether the terminal shows these words, in one line; a notice may have several."""
        lines = self.lines
        notices = (bar.region for bar in self.app.screen.query(FooterBar) if bar.notice)
        drawn = (
            " ".join(line[at.x : at.right].strip() for line in lines[at.y : at.bottom])
            for at in notices
        )
        return text in "\n".join(lines) or any(text in notice for notice in drawn)

    async def sees(self, text: str) -> None:
        """Wait until the terminal shows these words."""
        await until(self.pilot, lambda: self.shows(text))

    async def misses(self, text: str) -> None:
        """Wait until the terminal no longer shows these words."""
        await until(self.pilot, lambda: not self.shows(text))


class Reviewer(Person[OpenReview]):
    """A mentor, or a coach with their own review."""

    async def go_to(self, seconds: float) -> None:
        """Put the playhead there, as a seek does."""
        self.screen.listening.seek(seconds)
        await self.pilot.pause()

    @property
    def screen(self) -> ReviewScreen:
        return next(one for one in reversed(self.app.screen_stack) if isinstance(one, ReviewScreen))

    @property
    def saved(self) -> str:
        """What is on disk."""
        path = self.document.opened.review_path
        return path.read_text(encoding="utf-8") if path.exists() else ""


def review_open_in(app: SessionLensApp) -> OpenReview:
    """The review that a program shows."""
    assert isinstance(app.document, OpenReview)
    return app.document


def has_player(app: SessionLensApp) -> bool:
    """Whether sound is ready, and all widgets of the screen are there."""
    player, screen = app.document.player, app.playback_screen
    ready = screen is None or bool(screen.commands)
    return ready and player is not None and bool(player.duration or player.failure)


def takes_commands(app: SessionLensApp) -> bool:
    """Whether all parts of the screen are there."""
    return any(isinstance(one, PlaybackScreen) and one.commands for one in app.screen_stack)


def screen_lines(app: App[Any]) -> list[str]:
    """The lines of the terminal, as plain text."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


@asynccontextmanager
async def reviewing(
    app: SessionLensApp, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Reviewer]:
    """Run the program until the player is there."""
    async with app.run_test(size=size) as pilot:
        reviewer = Reviewer(app, pilot)
        await until(pilot, lambda: has_player(app) and takes_commands(app))
        yield reviewer
        await reviewer.on_disk()
        app.document.close()


def _key(character: str) -> str:
    return {" ": "space", "\n": "ctrl+j", ",": "comma"}.get(character, character)
