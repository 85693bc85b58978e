"""Words while they are spoken: certain ones stay, gaps are skipped, what was taken back is gone."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from true_words import RATE, error_rate, plain, texts, truth, two_voices
from virtual_sound import RATE as SERVER_RATE
from virtual_sound import VirtualSound, missing, wait_until

from sessionlens.audio.capture.microphone import Input
from sessionlens.audio.capture.recorder import Recorder
from sessionlens.audio.frames import Frames
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.gaps import Gap, GapReason
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript import Utterance, Word
from sessionlens.speech import live_words
from sessionlens.speech.engines.interface import Model
from sessionlens.speech.engines.vosk import VoskEngine
from sessionlens.speech.live_words import LiveWords


@dataclass
class Growing:
    """A recording that is as long as a test says."""

    frames: Frames
    rate: int = RATE
    recorded: float = 0.0
    gaps: tuple[Gap, ...] = ()
    reads: list[tuple[float, float]] = field(default_factory=list)

    @property
    def channels(self) -> int:
        return int(self.frames.shape[1])

    def read(self, start: float, stop: float) -> Frames:
        self.reads.append((start, stop))
        return self.frames[round(start * self.rate) : round(stop * self.rate)]

    def gap(self, start: float, end: float, reason: GapReason) -> Gap:
        gap = Gap(start=Timecode(start), end=Timecode(end), reason=reason)
        self.gaps = (*self.gaps, gap)
        return gap


def grown(words: LiveWords, recording: Growing, until: float, step: float = 0.25) -> None:
    """Let the recording grow, as fast as it is heard."""
    while recording.recorded < until:
        recording.recorded = min(recording.recorded + step, until)
        wait_until(lambda: words.behind < 0.1 or words.state == "ended")


def finished(words: LiveWords) -> None:
    words.finish()
    wait_until(lambda: words.closed_within(0.1))
    assert words.error is None


def heard(words: LiveWords, speaker: str | None) -> list[Word]:
    return [word for one in words.stable if one.speaker == speaker for word in one.words]


def test_two_channels_are_heard_as_two_voices(engine: VoskEngine) -> None:
    recording = Growing(two_voices())
    words = LiveWords(recording, lambda: engine, ("Coach", "Client"))
    words.start()
    grown(words, recording, len(recording.frames) / RATE)
    finished(words)
    for speaker in ("Coach", "Client"):
        true = [word for word in truth() if word.speaker == speaker]
        ours = heard(words, speaker)
        assert error_rate(texts(true), [plain(word.text) for word in ours]) < 0.1
        pairs = list(zip(true, ours, strict=False))
        same = [(a, b) for a, b in pairs if a.text == plain(b.text)]
        assert np.median([abs(a.start - b.start) for a, b in same]) < 0.15


def test_words_that_are_certain_never_change(engine: VoskEngine) -> None:
    recording = Growing(two_voices())
    words = LiveWords(recording, lambda: engine)
    words.start()
    before: set[Utterance] = set()
    opened = False
    while recording.recorded < len(recording.frames) / RATE:
        grown(words, recording, recording.recorded + 0.2)
        now = set(words.stable)
        assert before <= now
        before = now
        opened = opened or bool(words.open)
    finished(words)
    assert before <= set(words.stable)
    assert opened
    assert words.open == ()


def test_a_recording_at_another_rate_has_the_same_words(engine: VoskEngine) -> None:
    sound = np.repeat(two_voices(), 3, axis=0)
    recording = Growing(sound, rate=3 * RATE)
    words = LiveWords(recording, lambda: engine, ("Coach", "Client"))
    words.start()
    grown(words, recording, len(sound) / recording.rate, step=1.0)
    finished(words)
    true = [word for word in truth() if word.speaker == "Coach"]
    ours = [plain(word.text) for word in heard(words, "Coach")]
    assert error_rate(texts(true), ours) < 0.15


def test_times_after_a_gap_are_those_of_the_recording(engine: VoskEngine) -> None:
    sound = two_voices()
    at = len(sound) // 2
    silence = np.zeros((20 * RATE, 2), np.int16)
    recording = Growing(np.concatenate([sound[:at], silence, sound[at:]]))
    recording.gap(at / RATE, at / RATE + 20, "off the record")
    words = LiveWords(recording, lambda: engine, ("Coach", "Client"))
    words.start()
    grown(words, recording, len(recording.frames) / RATE, step=1.0)
    finished(words)
    inside = [(a, b) for a, b in recording.reads if a > at / RATE + 0.1 and b < at / RATE + 19.9]
    assert inside == []
    last = [word for word in truth() if word.start * RATE > at + RATE]
    ours = [word for name in ("Coach", "Client") for word in heard(words, name)]
    later = sorted((word for word in ours if word.start > at / RATE + 20), key=lambda w: w.start)
    same = [
        abs(true.start + 20 - word.start)
        for true in last
        for word in later
        if plain(word.text) == true.text and abs(true.start + 20 - word.start) < 0.5
    ]
    assert len(same) > 0.8 * len(last)
    assert np.median(same) < 0.15


def test_what_was_taken_back_is_forgotten(engine: VoskEngine) -> None:
    recording = Growing(two_voices())
    words = LiveWords(recording, lambda: engine)
    words.start()
    grown(words, recording, 12.0)
    gap = recording.gap(4.0, 12.0, "taken back")
    words.forget(gap)
    assert not any(word.end > 4.0 for one in words.stable for word in one.words)
    grown(words, recording, len(recording.frames) / RATE)
    finished(words)
    spoken = [word for one in words.stable for word in one.words]
    assert not any(word.end > 4.0 and word.start < 12.0 for word in spoken)
    assert any(word.start > 12.0 for word in spoken)


def test_it_says_how_far_it_is_behind_and_catches_up(engine: VoskEngine) -> None:
    recording = Growing(two_voices())
    loaded = threading.Event()

    def load() -> VoskEngine:
        loaded.wait()
        return engine

    words = LiveWords(recording, load)
    words.start()
    recording.recorded = 10.0
    assert words.behind == 10.0
    assert words.state == "loading"
    loaded.set()
    wait_until(lambda: words.behind < 0.2)
    assert words.stable
    words.close()
    wait_until(lambda: words.closed_within(0.1))


@pytest.mark.parametrize("fails", ["load", "read"])
def test_a_fault_ends_recognition_and_is_said(engine: VoskEngine, fails: str) -> None:
    recording = Growing(two_voices())

    def refuse(*_: float) -> Any:
        raise SessionLensError("The model is not there", "Add it")

    load: Callable[[], VoskEngine] = refuse if fails == "load" else lambda: engine
    if fails == "read":
        recording.read = refuse  # type: ignore[assignment, method-assign]
    words = LiveWords(recording, load)
    words.start()
    recording.recorded = 1.0
    wait_until(lambda: words.state == "ended")
    assert words.error is not None
    assert words.error.what == "The model is not there"


@pytest.mark.skipif(bool(missing()), reason=f"not here: {missing()}")
def test_what_is_said_into_a_microphone_is_read_while_it_is_recorded(
    engine: VoskEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_words, "_CATCHING_UP", 60.0)  # open words are shown however late
    spoken = np.repeat(two_voices()[: 14 * RATE], SERVER_RATE // RATE, axis=0)
    with VirtualSound() as sound:
        recorder = Recorder([Input(channels=(0, 1))], tmp_path / "talk.au")
        recorder.start()
        words = LiveWords(recorder, lambda: engine, ("Coach", "Client"))
        words.start()
        with sound.speech(spoken) as all_said:
            wait_until(lambda: words.open)
            wait_until(all_said)
            wait_until(lambda: words.stable and words.stable[-1].end > 12)
        recorder.close()
        wait_until(lambda: recorder.closed_within(0.1))
    finished(words)
    true = [word.text for word in truth() if word.end < 12]
    everything = sorted((word for one in words.stable for word in one.words), key=lambda w: w.start)
    ours = [plain(word.text) for word in everything]
    assert error_rate(true, ours[: len(true)]) < 0.25


class WholePieces:
    """An engine that hears pieces only."""

    def __init__(self, engine: VoskEngine) -> None:
        self.model, self.rate = engine.model, engine.rate
        self.speakers: Model | None = None
        self.lengths = self.live_lengths = engine.live_lengths
        self.variant = ""
        self.hear, self.close = engine.hear, engine.close


def test_an_engine_that_hears_pieces_follows_too(engine: VoskEngine) -> None:
    recording = Growing(two_voices())
    words = LiveWords(recording, lambda: WholePieces(engine), ("Coach", "Client"))
    words.start()
    grown(words, recording, len(recording.frames) / RATE, step=1.0)
    finished(words)
    true = [word for word in truth() if word.speaker == "Coach"]
    ours = [plain(word.text) for word in heard(words, "Coach")]
    assert error_rate(texts(true), ours) < 0.15
