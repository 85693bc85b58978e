"""A live session at one moment, for pictures: its clock stands, and nothing depends on a device.

The screen, its document and its editor are the program's own; what stands still is what is
recorded and what is recognised of it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dialog_host import until
from msgspec.structs import replace
from observing import TODAY, Observer, agreed_to
from reviewing import takes_commands

from sessionlens.audio import portaudio
from sessionlens.audio.capture.meter import Level
from sessionlens.audio.capture.microphone import Absent, Input, Notice
from sessionlens.audio.frames import Frames
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.gaps import Gap
from sessionlens.domain.marker import Marker
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript import Utterance, Word
from sessionlens.library.live_review import LivePlan, proposed_live
from sessionlens.storage.state import load_program_state, save_program_state
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.screens.leading_on import LiveOptions, LivePlanned
from sessionlens.tui.screens.live import document as live_document
from sessionlens.tui.screens.live import view as live_view
from sessionlens.tui.screens.live.document import OpenLive
from sessionlens.tui.showing_live import showing_next
from sessionlens.tui.widgets.footer_bar import FooterBar

NOW = 761.4  # seconds: 12:41
RATE = 1000
BUILT_IN = "Built-in Audio Analog Stereo"

_TURNS = (
    ("Anna", 702.0, "Last time you said you would leave one evening free."),
    ("Client", 708.2, "I did. And I sat there with the laptop anyway, because nobody else was"),
    ("Client", 714.9, "going to look at the numbers before Friday."),
    ("Anna", 722.3, "What happens in you when nobody else looks at them?"),
    ("Client", 729.8, "I get restless. I think that if I leave one thing alone it will fall over."),
    ("Anna", 741.0, "And if it falls over?"),
)
_OPEN = (
    (
        "Client",
        748.1,
        "then somebody notices that it was me who held it all that time and that",
    ),
    ("Anna", 759.6, "what would it"),
)
MARKERS = (
    Marker(
        id="m1",
        start=Timecode(722.3),
        end=Timecode(729.1),
        competency="evokes-awareness",
        rating="strength",
        quote="What happens in you when nobody else looks at them?",
        speaker="Anna",
    ),
    Marker(id="m2", start=Timecode(741.0), competency="presence", comment="You left it there."),
)


def _utterance(speaker: str, start: float, text: str) -> Utterance:
    words = [
        Word(text=word, start=start + 0.45 * number, end=start + 0.45 * number + 0.4)
        for number, word in enumerate(text.split())
    ]
    return Utterance(start=start, end=words[-1].end, text=text, speaker=speaker, words=tuple(words))


@dataclass
class StillRecorder:
    """What a `Recorder` would say at one moment."""

    position: float = NOW
    recorded: float = NOW
    rate: int = RATE
    channels: int = 2
    levels: tuple[Level, ...] = (Level(peak=0.16, rms=0.05), Level(peak=0.004, rms=0.001))
    devices: tuple[str, ...] = (BUILT_IN,)
    inputs: tuple[Input, ...] = (Input(BUILT_IN, (0, 1)),)
    absent: tuple[Absent, ...] = ()
    is_off: bool = False
    trouble: SessionLensError | None = None
    gaps: tuple[Gap, ...] = ()
    told: list[Notice] = field(default_factory=list)

    def notices(self) -> list[Notice]:
        """Tell each once."""
        told, self.told = self.told, []
        return told

    def read(self, start: float, stop: float) -> Frames:
        """Two voices that take turns of seven seconds, silent in gaps."""
        at = np.arange(round(start * RATE), round(min(stop, NOW) * RATE)) / RATE
        turn = (at // 7 % 2).astype(int)
        loud = 9000 * np.abs(np.sin(at / 1.7)) * np.sin(at * 40)
        for gap in self.gaps:
            loud[(at >= gap.start) & (at < gap.end)] = 0
        return np.stack([loud * (turn == 0), loud * (turn == 1)], 1).astype(np.int16)


@dataclass
class StillRecording:
    """What a `LiveRecording` has."""

    recorder: StillRecorder

    def close(self) -> None:
        """Nothing is held."""

    def closed_within(self, _seconds: float) -> bool:
        """At once."""
        return True


@dataclass
class StillWords:
    """What `LiveWords` has recognised."""

    stable: tuple[Utterance, ...] = tuple(_utterance(*turn) for turn in _TURNS)
    open: tuple[Utterance, ...] = tuple(_utterance(*turn) for turn in _OPEN)
    state: str = "listening"
    error: None = None
    position: float = NOW
    behind: float = 0.3

    def close(self) -> None:
        """Nothing is held."""


@asynccontextmanager
async def standing_still(
    folder: Path,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
    recorder: StillRecorder | None,
    words: StillWords | None = None,
) -> AsyncIterator[Observer]:
    """The live screen at that moment; without a recorder the clock alone stands there."""
    hold_still(monkeypatch)
    save_program_state(replace(load_program_state(), welcome_seen=True))
    session = replace(proposed_live("Group one", TODAY), coach="Anna", client="K.")
    plan = LivePlan(folder, agreed_to(session) if recorder else session)
    showing = showing_next(LivePlanned(plan, LiveOptions()))
    document = showing.document
    assert isinstance(document, OpenLive)
    if recorder is not None:
        feed(document, recorder, words or StillWords())
    app = SessionLensApp(showing)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: takes_commands(app))
        if recorder is not None:
            await until(pilot, lambda: drawn(document))
        else:
            await until(pilot, lambda: document.editor.review.recording.began is not None)
            document._zero = 0.0
        yield Observer(app, pilot)
        document.close()


def feed(document: OpenLive, recorder: StillRecorder, words: StillWords) -> None:
    """Give a document what is recorded and recognised, and two markers."""
    still: Any = StillRecording(recorder)
    recognised: Any = words
    document.live, document.words = still, recognised
    document.voices = ("Anna", "Client")
    review = replace(document.editor.review, markers=MARKERS, last_marker=2)
    document.editor.amend(lambda material: material._replace(review=review))
    document.current = "m2"


def drawn(document: OpenLive) -> bool:
    """Whether the loudness of all that is recorded is measured."""
    assert document.live is not None
    peaks = document.heard_peaks
    if peaks is None:
        return False
    peaks.follow()
    return peaks.peaks.duration >= document.live.recorder.recorded - 1


def hold_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """No device, no clock, and sentences in the last line that stay."""

    def missing() -> None:
        raise portaudio.NoPortAudioError("PortAudio is not installed")

    monkeypatch.setattr(portaudio, "_module", missing)
    monkeypatch.setattr(live_document, "host_now", lambda: NOW)
    monkeypatch.setattr(live_view, "_LEVELS_EVERY", 0.0)
    monkeypatch.setattr(FooterBar, "set_timer", lambda *_: None)
