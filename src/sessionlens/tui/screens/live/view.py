"""Shows a session that is happening: its state, levels, words that are open, the timeline."""

import math
import time

from textual.content import Content
from textual.widgets import Static

from sessionlens.audio.capture.growing_sound import GrowingPeaks
from sessionlens.audio.levels import levels
from sessionlens.domain.timecode import clock
from sessionlens.domain.timeline import Timeline
from sessionlens.tui.footer import FooterKeys
from sessionlens.tui.playback.view import StatusWords, show_reader
from sessionlens.tui.screens.live.document import OpenLive
from sessionlens.tui.screens.live.hearing import Hearing
from sessionlens.tui.screens.live.listening_back import ListeningBack
from sessionlens.tui.screens.review.view import footer_keys
from sessionlens.tui.widgets.level_line import LevelLine
from sessionlens.tui.widgets.status_bar import Status, StatusBar
from sessionlens.tui.widgets.timeline_bar import TimelineBar
from sessionlens.tui.widgets.transcript_view import TranscriptView
from sessionlens.tui.wrapping import cells, fit

_LEVELS_EVERY = 1.0  # seconds between redraws of the timeline
_SHORTEST = 60.0  # seconds that the timeline spans at least
_STEPS = 20  # so many times it grows while a session doubles its length


class LivePlayhead:
    """Shows where one is in a session that goes on, and the transcript as it grows."""

    def __init__(
        self,
        document: OpenLive,
        back: ListeningBack,
        status: StatusBar,
        timeline: TimelineBar,
        transcript: TranscriptView,
    ) -> None:
        self._document = document
        self._back = back
        self._status = status
        self._bar = timeline
        self._transcript = transcript
        self._timeline: Timeline | None = None
        self._levels_at = -math.inf

    def show(self, words: StatusWords) -> None:
        """Show it, with what the status line says besides."""
        document, transcript = self._document, self._transcript
        if document.timeline is not self._timeline:
            self._timeline = document.timeline
            transcript.show_transcript(document.timeline)
        show_reader(document, transcript)
        position = document.position
        heard = document.timeline.heard_at(position) if document.player else None
        transcript.show_playhead(heard, document.timeline.begun_by(position))
        self._show_levels()
        self._bar.show_playhead(position, None)
        self._status.show(self._status_now(words))

    def _status_now(self, words: StatusWords) -> Status:
        document = self._document
        state, alarming = _state(document)
        return Status(
            title=words.title,
            state=state,
            alarming=alarming,
            loop=self._back.text,
            sound="" if document.player and not _lost(document) else _device(document),
            silent=_lost(document),
            saved=words.saved,
            unsaved=words.unsaved,
        )

    def _show_levels(self) -> None:
        document = self._document
        if time.monotonic() - self._levels_at < _LEVELS_EVERY:
            return
        self._levels_at = time.monotonic()
        span = _span(document.now)
        if document.live is None:
            self._bar.show_levels([], span)
            return
        recorder = document.live.recorder
        if document.heard_peaks is None:
            document.heard_peaks = GrowingPeaks(recorder)
        document.heard_peaks.follow()
        peaks = document.heard_peaks.peaks
        self._bar.show_levels(levels(peaks, document.timeline, self._bar.columns, span), span)
        self._bar.show_gaps(recorder.gaps)
        self._transcript.show_gaps(recorder.gaps)


def _span(seconds: float) -> float:
    """The length that the timeline shows: it grows in steps, so that it stands still meanwhile."""
    if seconds <= _SHORTEST:
        return _SHORTEST
    step = max(2.0 ** math.floor(math.log2(seconds)) / _STEPS, 1.0)
    return float(math.ceil(seconds / step) * step)


def _state(document: OpenLive) -> tuple[str, bool]:
    """What goes on, and whether nobody may overlook it."""
    now = clock(document.now, 1)
    live = document.live
    if document.ending:
        return f"ending … {now}", False
    if live is None:
        return f"◌ clock {now} · NOT RECORDED", False
    recorder = live.recorder
    if recorder.is_off:
        return f" OFF THE RECORD {now} ", True
    if recorder.trouble is not None:
        return f" ● {now} NOT WRITTEN: {recorder.trouble.what} ", True
    if len(recorder.absent) == len(recorder.devices):
        return f" ● {now} NO SOUND ", True
    return f"● recording {now}", False


def _device(document: OpenLive) -> str:
    """The devices that record, or those that deliver nothing."""
    if document.live is None:
        return ""
    recorder = document.live.recorder
    if recorder.absent:
        return f"nothing from {' + '.join(absent.device for absent in recorder.absent)}"
    return " + ".join(recorder.devices)


def _lost(document: OpenLive) -> bool:
    """Whether a device delivers nothing."""
    return bool(document.live and document.live.recorder.absent)


class OpenWords(Static):
    """What is being said and may still change, in grey below the transcript."""

    DEFAULT_CSS = "OpenWords { height: 2; padding: 0 1; color: $ahead; text-style: italic; }"

    def __init__(self) -> None:
        super().__init__(markup=False, id="open-words")
        self._shown: list[str] = []

    def show(self, spoken: list[tuple[str, str]]) -> None:
        """Show the ends of these (speaker, words), a line each."""
        width = max(self.content_size.width, 10)
        lines = [_end(f"{speaker}  " if speaker else "", text, width) for speaker, text in spoken]
        if lines[:2] != self._shown:
            self._shown = lines[:2]
            self.update(Content("\n".join(self._shown)))


def _end(speaker: str, text: str, width: int) -> str:
    """The last words that fit on a line."""
    room = width - cells(speaker) - 2
    words = text.split()
    while len(words) > 1 and cells(" ".join(words)) > room:
        words.pop(0)
    cut = "… " if len(words) < len(text.split()) else ""
    return fit(f"{speaker}{cut}{' '.join(words)}", width)


def show_level_line(line: LevelLine, document: OpenLive) -> None:
    """Show how loud the recorded voices are."""
    if document.live is None:
        line.show((), (), "no level: nothing is recorded")
        return
    recorder = document.live.recorder
    if recorder.is_off:
        line.show((), (), "off the record: nothing is taken")
        return
    if len(recorder.absent) == len(recorder.devices):
        line.show((), (), "no level: no microphone delivers anything; time goes on, in silence")
        return
    line.show([name or "All voices" for name in document.voices], recorder.levels)


def live_title(document: OpenLive, hearing: Hearing, *, following: bool) -> str:
    """What stands over the transcript."""
    reading = ""
    if document.reader is not None:
        reading = "marking where you read"
    elif not following:
        reading = "not following"
    return " · ".join(filter(None, ["transcript", reading, hearing.text]))


def live_keys(document: OpenLive) -> FooterKeys:
    """What one needs now, the most needed first."""
    marking = tuple(
        pair for pair in footer_keys(document) if pair[1] in ("mark", "comment", "rate")
    )
    back = document.player is not None or document.reader is not None
    recording = document.live is not None
    off = bool(document.live and document.live.recorder.is_off)
    return (
        *((("live.off", "on the record again"),) if off else ()),
        *((("live.record", "another microphone"),) if _lost(document) else ()),
        *((("live.now", "to now"),) if back else ()),
        *marking,
        *((("live.off", "off the record"),) if recording and not off else ()),
        *(() if recording else (("live.record", "record"),)),
        *((("seek.back10", "hear again"),) if recording else ()),
        ("live.end", "end"),
        ("app.help", "help"),
        ("edit.undo", "undo"),
        *((("live.take_back", "take back a minute"),) if recording else ()),
        ("marker.quote", "quote"),
    )
