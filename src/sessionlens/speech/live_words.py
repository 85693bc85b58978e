"""Words while they are spoken: recognition follows a recording that grows."""

import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Literal, Protocol

import numpy as np

from sessionlens.audio.capture.growing_sound import GrowingSource
from sessionlens.audio.frames import Frames, rounded
from sessionlens.audio.resampler import Resampler
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.gaps import Gap
from sessionlens.domain.transcript import Utterance, Word
from sessionlens.speech.engines.interface import Engine, Following, FollowingEngine, Samples
from sessionlens.speech.utterances import SpeakerWords, cut, utterance_of

LiveState = Literal["loading", "listening", "ended"]

_BLOCK = 0.1  # seconds heard at once
_CATCHING_UP = (
    1.0  # seconds heard at once by one that is as far behind; no open words are asked for
)
_IDLE = 0.03  # seconds between two looks at whether there is more
_SPOKEN_LONG = 8.0  # seconds of open words, after which
_QUIET = 0.4  # seconds without a further word make them certain
_SILENT = ("off the record", "taken back", "suspended")  # on every channel, so nothing to hear


class GrowingRecording(GrowingSource, Protocol):
    """What is recorded just now, and where not."""

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Where it holds silence in place of sound."""


class LiveWords:
    """Follows a recording with an engine, each channel a voice, in a thread of its own.

    What is in `stable` never changes, except that what was taken back goes for good; what is in
    `open` may. Both may be read by any thread. `load` gives the engine; `names` are the speakers
    of the channels, where they are known.
    """

    def __init__(
        self,
        recording: GrowingRecording,
        load: Callable[[], Engine],
        names: Sequence[str | None] = (),
    ) -> None:
        self.stable: tuple[Utterance, ...] = ()  # in order of their start
        self.open: tuple[Utterance, ...] = ()  # one for each voice that speaks, at most
        self.state: LiveState = "loading"
        self.error: SessionLensError | None = None  # why it ended before the recording did
        self.position = 0.0  # seconds that are heard
        self._recording = recording
        self._load = load
        self._names = (*names, *([None] * recording.channels))[: recording.channels]
        self._gaps: tuple[Gap, ...] = ()
        self._lock = threading.Lock()
        self._finishing = threading.Event()
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="live words", daemon=True)

    def start(self) -> None:
        """Load the engine and begin, in the background."""
        self._thread.start()

    @property
    def behind(self) -> float:
        """Seconds of the recording that are not heard yet; more than two are worth telling."""
        return max(self._recording.recorded - self.position, 0.0)

    def forget(self, gap: Gap) -> None:
        """Let go, at once, of what was taken back."""
        with self._lock:
            self.stable = tuple(_outside(self.stable, gap))
            self.open = tuple(_outside(self.open, gap))

    def finish(self) -> None:
        """Hear what is left of a recording that has ended, then end; does not wait."""
        self._finishing.set()

    def close(self) -> None:
        """End soon; does not wait."""
        self._cancelled.set()
        self._finishing.set()

    def closed_within(self, seconds: float) -> bool:
        """Whether it has ended, or does within `seconds`."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            with closing(self._load()) as engine:
                self._follow(engine)
        except SessionLensError as error:
            self.error = error
        except Exception as problem:  # a thread that dies silently would leave the screen waiting
            self.error = SessionLensError(
                f"The recognition ended with {type(problem).__name__}: {problem}",
                "The recording goes on, and can be recognised afterwards",
            )
        self.open, self.state = (), "ended"

    def _follow(self, engine: Engine) -> None:
        voices = [_Voice(engine, self._recording.rate, name) for name in self._names]
        self.state = "listening"
        while not self._cancelled.is_set() and self._go_on(voices):
            pass
        if not self._cancelled.is_set():
            self._certain(voices)

    def _go_on(self, voices: "list[_Voice]") -> bool:
        """Hear a block, or wait for one; returns whether there may be more."""
        finishing = self._finishing.is_set()
        recorded = self._recording.recorded  # before the gaps are asked for: they cover it then
        self._mind_gaps(voices, recorded)
        ahead = recorded - self.position
        least = 1 / self._recording.rate if finishing else _BLOCK
        if ahead < least:
            if finishing:
                return False
            self._finishing.wait(_IDLE)
            return True
        late = ahead > _CATCHING_UP
        until = self.position + min(ahead, _CATCHING_UP if late else _BLOCK)
        frames = self._recording.read(self.position, until)
        for number, voice in enumerate(voices):
            self._keep(voice, voice.hear(frames[:, number : number + 1]))
        self.position = until
        if not late:
            self._show_open(voices)
        return True

    def _mind_gaps(self, voices: "list[_Voice]", recorded: float) -> None:
        """Skip what holds nothing, and forget what was taken back."""
        gaps = self._recording.gaps
        if gaps != self._gaps:
            fresh = set(gaps) - set(self._gaps)
            self._gaps = gaps
            for gap in fresh:
                if gap.reason == "taken back":
                    self.forget(gap)
                    if gap.start < self.position:
                        self._certain(voices)
        for gap in gaps:
            if gap.reason in _SILENT and gap.start <= self.position < gap.end:
                self._certain(voices)
                self.position = min(float(gap.end), recorded)
                for voice in voices:
                    voice.begin(self.position)

    def _certain(self, voices: "list[_Voice]") -> None:
        for voice in voices:
            self._keep(voice, voice.end())
            voice.begin(self.position)
        self.open = ()

    def _keep(self, voice: "_Voice", words: Sequence[Word]) -> None:
        if not words:
            return
        utterances: Sequence[Utterance] = cut(SpeakerWords(voice.name, words), ())
        with self._lock:
            for gap in self._gaps:
                if gap.reason == "taken back":
                    utterances = _outside(utterances, gap)
            both = (*self.stable, *utterances)
            self.stable = tuple(sorted(both, key=lambda utterance: utterance.start))

    def _show_open(self, voices: "list[_Voice]") -> None:
        spoken = []
        for voice in voices:
            words = voice.open()
            if words and voice.is_over(words):
                self._keep(voice, voice.end())
                voice.begin(self.position)
            elif words:
                spoken.append(utterance_of(words, voice.name))
        with self._lock:
            self.open = tuple(spoken)


class _Voice:
    """One channel of the recording, at the engine's rate."""

    def __init__(self, engine: Engine, rate: int, name: str | None) -> None:
        self.name = name
        self._rate = rate
        self._engine_rate = engine.rate
        self._given = 0  # frames, to the engine
        self._following: Following = (
            engine.follow() if isinstance(engine, FollowingEngine) else _InPieces(engine)
        )
        self.begin(0.0)

    def begin(self, position: float) -> None:
        """What comes next was recorded at that second, and follows nothing."""
        self._begun = self._heard = position
        self._offset = position - self._given / self._engine_rate
        self._resampler = Resampler(self._rate, self._engine_rate, 1)

    def hear(self, frames: Frames) -> list[Word]:
        self._heard += len(frames) / self._rate
        if self._rate == self._engine_rate:
            return self._given_to_engine(frames[:, 0])
        return self._given_to_engine(rounded(self._resampler.push(frames.astype(np.float32))[:, 0]))

    def open(self) -> list[Word]:
        return self._placed(self._following.open())

    def end(self) -> list[Word]:
        words: list[Word] = []
        if self._heard == self._begun:
            return words
        if self._rate != self._engine_rate:
            words = self._given_to_engine(rounded(self._resampler.flush()[:, 0]))
        return [*words, *self._placed(self._following.end())]

    def is_over(self, words: Sequence[Word]) -> bool:
        """Whether somebody has spoken long and pauses: the engine alone would wait for more."""
        long = self._heard - words[0].start > _SPOKEN_LONG
        return long and self._heard - words[-1].end > _QUIET

    def _given_to_engine(self, samples: Samples) -> list[Word]:
        self._given += len(samples)
        return self._placed(self._following.hear(np.ascontiguousarray(samples)))

    def _placed(self, words: Sequence[Word]) -> list[Word]:
        return [
            Word(
                start=round(self._offset + word.start, 3),
                end=round(self._offset + word.end, 3),
                text=word.text,
                conf=word.conf,
            )
            for word in words
        ]


class _InPieces:
    """Has an engine that hears whole pieces follow: words come once a piece is over."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pieces: list[Samples] = []
        self._begun = self._length = 0  # frames

    def hear(self, samples: Samples) -> tuple[Word, ...]:
        self._pieces.append(samples)
        self._length += len(samples)
        seconds = self._length / self._engine.rate
        lengths = self._engine.live_lengths
        if seconds < lengths.shortest or (seconds < lengths.longest and not self._quiet()):
            return ()
        return self.end()

    def open(self) -> tuple[Word, ...]:
        return ()

    def end(self) -> tuple[Word, ...]:
        piece = np.concatenate([np.zeros(0, np.int16), *self._pieces])
        begun = self._begun / self._engine.rate
        self._begun += self._length
        self._pieces, self._length = [], 0
        heard = self._engine.hear(piece) if len(piece) else None
        return tuple(
            Word(start=begun + word.start, end=begun + word.end, text=word.text, conf=word.conf)
            for word in (heard.words if heard else ())
        )

    def _quiet(self) -> bool:
        """Whether the last tenths of a second are much quieter than the rest."""
        count = int(_QUIET * self._engine.rate)
        whole = np.concatenate(self._pieces).astype(np.float32)
        return float(np.abs(whole[-count:]).mean()) < 0.1 * float(np.abs(whole).mean()) + 1


def _outside(utterances: Sequence[Utterance], gap: Gap) -> list[Utterance]:
    """The utterances without the words that lie in a gap, even in part."""
    kept = []
    for utterance in utterances:
        words = [word for word in utterance.words if word.end <= gap.start or word.start >= gap.end]
        if len(words) == len(utterance.words):
            kept.append(utterance)
        elif words:
            kept.append(utterance_of(words, utterance.speaker))
    return kept
