"""Records what one or two microphones hear, whatever happens to them and to the disk."""

import math
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from sessionlens.audio.capture.au import AuFormat
from sessionlens.audio.capture.clock_fit import ClockFit
from sessionlens.audio.capture.feed import Feed
from sessionlens.audio.capture.host_clock import Sleep, now
from sessionlens.audio.capture.live_file import VANISHED, LiveFile
from sessionlens.audio.capture.marked_gaps import MarkedGaps
from sessionlens.audio.capture.meter import Level, Meter
from sessionlens.audio.capture.microphone import Absent, Input, LookAgain, Notice
from sessionlens.audio.capture.mixer import Mixed, Mixer
from sessionlens.audio.capture.takeover import RecordedDevice, Takeover, opened, poll, taking_over
from sessionlens.audio.exit import close_on_leaving
from sessionlens.audio.frames import Frames, silence
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.gaps import Gap, GapReason
from sessionlens.domain.timecode import Timecode, clock

_EVERY = 0.05  # seconds between two looks at what the devices delivered
_BEGINS_WITHIN = 2.0  # seconds after which time goes on without a first block
_TAKES_OVER_WITHIN = 20.0  # seconds; what takes longer is a fault
_SLEPT = 1.0  # seconds
_MOST_NOTICES = 50


class Recorder:
    """A recording in the making: of one or two inputs, into a file that is whole at every moment.

    Without a `path` it only listens, for level meters, and keeps nothing. Made, started, asked and
    ended by one thread; it records in its own. Seconds are the recording's: frames of the first
    device, divided by its rate.
    """

    def __init__(self, inputs: Sequence[Input], path: Path | None) -> None:
        self.rate = 0
        self.channels = sum(recorded.voices for recorded in inputs)
        self.file: LiveFile | None = None
        self._path = path
        self.inputs = tuple(inputs)
        self._notices: deque[Notice] = deque(maxlen=_MOST_NOTICES)
        self._sources: tuple[RecordedDevice, ...] = ()
        self._takeover: Takeover | None = None
        self._ended = False
        self._lost_before = 0  # frames, of devices that are not recorded any more
        self._look_again = LookAgain()
        self._clock = ClockFit(1)
        self._meter = Meter(1, 0)
        self._lock = threading.Lock()
        self._gaps = MarkedGaps(1)
        self._off_since: int | None = None  # frame; what follows is off the record
        self._hidden = (0, 0)  # from and to which frame nothing is taken, as far as it comes yet
        self._trouble = self._fault = ""
        self._sleep = Sleep()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    def start(self) -> None:
        """Open the devices and begin; takes up to some seconds.

        Raises SessionLensError, with nothing left behind, if one cannot be opened or the file
        cannot be made.
        """
        microphones = opened(self.inputs, self._notices.append)
        self.rate = microphones[0].format.rate
        try:
            if self._path is not None:
                self.file = LiveFile(self._path, AuFormat(self.rate, self.channels))
        except BaseException:
            for microphone in microphones:
                microphone.close()
            raise
        self._clock = ClockFit(self.rate)
        self._meter = Meter(self.rate, self.channels)
        self._gaps = MarkedGaps(self.rate)
        self._sources = tuple(
            RecordedDevice(microphone, self._feed(number, microphone.input))
            for number, microphone in enumerate(microphones)
        )
        self._mixer = Mixer([source.feed for source in self._sources], self.rate, self._clock)
        self._begun = now()
        close_on_leaving(self)
        self._thread.start()

    @property
    def position(self) -> float:
        """The moment that is being heard now, in seconds: what a mark refers to."""
        if not self._clock.begun:
            return 0.0
        return max(self._clock.frame_at(now()), self._mixer.position) / self.rate

    @property
    def recorded(self) -> float:
        """Seconds that can be read; a moment less than `position`."""
        return self.file.frames / self.rate if self.file else 0.0

    @property
    def on_disk(self) -> float:
        """Seconds that are safe from a loss of power."""
        return self.file.on_disk / self.rate if self.file else 0.0

    @property
    def levels(self) -> tuple[Level, ...]:
        """How loud each channel of the recording is now; silent where it is off the record."""
        return self._meter.levels

    @property
    def devices(self) -> tuple[str, ...]:
        """The names of the devices that are recorded."""
        return tuple(microphone.name for microphone, _ in self._sources)

    @property
    def absent(self) -> tuple[Absent, ...]:
        """The devices that deliver nothing now."""
        return tuple(
            Absent(microphone.name, microphone.reason)
            for microphone, _ in self._sources
            if not microphone.live
        )

    @property
    def lost_samples(self) -> int:
        """Frames of which it is known that they got lost between a device and us."""
        return self._lost_before + sum(source.microphone.dropped() for source in self._sources)

    @property
    def trouble(self) -> SessionLensError | None:
        """Why not everything can be written now; None while all is well."""
        return self.file.trouble if self.file else None

    @property
    def is_off(self) -> bool:
        """Whether what is heard now is off the record."""
        return self._off_since is not None

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Where there is silence in place of sound, in order; those that last end now."""
        with self._lock:
            since = self._off_since
            return self._gaps.told(None if since is None else (since, self._now_in_frames()))

    def notices(self) -> list[Notice]:
        """What happened since this was asked last."""
        notices = []
        while self._notices:
            notices.append(self._notices.popleft())
        return notices

    def off_the_record(self, off: bool) -> None:
        """Take nothing more of what is heard, or take it again; time goes on, in silence.

        What was heard a moment ago and is not taken yet is left out as well.
        """
        with self._lock:
            if off and self._off_since is None:
                self._off_since = self._frame(math.ceil(self._mixer.position * 1000 / self.rate))
            elif not off and self._off_since is not None:
                self._hide(self._off_since, self._now_in_frames(), "off the record")
                self._off_since = None

    def take_back(self, seconds: float = 60.0) -> Gap:
        """Make silence of what was heard last, for good; returns the gap.

        It is gone from memory now, and from the disk once `taken_back` is true.
        """
        with self._lock:
            last = self._now_in_frames()
            first = self._frame(max(math.floor((last / self.rate - seconds) * 1000), 0))
            self._hide(first, last, "taken back")
            if self.file is not None:
                self.file.erase(first, last)
        start, end = Timecode(first / self.rate), Timecode(last / self.rate)
        return Gap(start=start, end=end, reason="taken back")

    @property
    def taken_back(self) -> bool:
        """Whether all that was taken back is gone from the disk."""
        return self.file is None or self.file.erased

    def read(self, start: float, stop: float) -> Frames:
        """What was recorded from `start` to `stop` (seconds), as far as there is: (n, channels).

        For listening back and for recognition while it goes on; any thread may ask. Raises
        SessionLensError where the disk cannot be read.
        """
        if self.file is None:
            return silence(0, self.channels)
        first = max(round(start * self.rate), 0)
        return self.file.read(first, max(round(stop * self.rate) - first, 0))

    def move(self, inputs: Sequence[Input]) -> None:
        """Record from other `inputs` from now on, of as many voices; takes up to some seconds.

        The devices before go on until the others deliver, so that nothing is missing in between.
        Raises SessionLensError, with everything as before, if one cannot be opened.
        """
        takeover = taking_over(inputs, self._sources, self._feed, self._notices.append)
        with self._lock:
            if self._ended:
                takeover.close()
                raise SessionLensError("The recording has ended", "Nothing else records now")
            self._takeover = takeover
        if takeover.done.wait(_TAKES_OVER_WITHIN):
            return
        with self._lock:
            if self._takeover is takeover:
                self._takeover = None
                takeover.close()
                raise SessionLensError("The other microphone cannot be recorded", "Try it again")

    def close(self) -> None:
        """Stop recording and let go of the devices; what was heard is written. Does not wait."""
        self._closing.set()

    def closed_within(self, seconds: float) -> bool:
        """Whether all is written, or will be within `seconds`; `trouble` says why it is not."""
        until = now() + seconds
        if self._thread.ident is not None:
            self._thread.join(seconds)
        if self._thread.is_alive():
            return False
        return self.file is None or self.file.closed_within(max(until - now(), 0.0))

    def _run(self) -> None:
        while not self._closing.wait(_EVERY):
            self._go_on_or_tell()
        self._go_on_or_tell()
        with self._lock:
            self._ended = True
            if self._takeover is not None:
                self._takeover.close()
                self._takeover.done.set()
            self._gaps.end_missing()
        for microphone, _ in self._sources:
            microphone.close()
        if self.is_off:
            self.off_the_record(False)
        if self.file is not None:
            self.file.close()

    def _go_on_or_tell(self) -> None:
        try:
            self._go_on()
        except Exception as problem:  # a thread that dies silently would record nothing more
            fault = f"Something went wrong while recording ({type(problem).__name__}: {problem})"
            if fault != self._fault:
                self._fault = fault
                self._notices.append(Notice(fault))

    def _go_on(self) -> None:
        before = self._mixer.position
        poll(self._sources)
        moment = now()
        if not self._clock.begun and moment - self._begun > _BEGINS_WITHIN:
            self._clock.add(self._begun, 0.0)
        if self._sleep.slept() > _SLEPT and self._clock.begun:
            with self._lock:
                awake = round(self._clock.frame_at(moment))
                self._gaps.add(before, awake, "suspended")
            self._notices.append(Notice("The computer was asleep: that time is silent"))
        self._look_again.poll([microphone for microphone, _ in self._sources])
        live = [microphone.live for microphone, _ in self._sources]
        with self._lock:  # nobody goes off the record between a frame and its place in the file
            for mixed in self._mixer.mixed(moment, live):
                self._take(mixed)
            self._take_over(moment)
        if not any(live):
            self._meter.rest()
        self._look_at_the_disk()

    def _take_over(self, moment: float) -> None:
        """Go on with the inputs that were chosen, once they can."""
        takeover = self._takeover
        if takeover is None or not takeover.ready(self._mixer.position, moment):
            return
        before, self._sources = self._sources, takeover.sources
        self.inputs = tuple(microphone.input for microphone, _ in self._sources)
        self._mixer.use([source.feed for source in self._sources])
        for source in before:
            if source not in self._sources:
                self._lost_before += source.microphone.dropped()
                source.microphone.close()
        self._takeover = None
        takeover.done.set()

    def _feed(self, number: int, recorded: Input) -> Feed:
        """Where the sound of an input goes; the first one tells the clock."""
        return Feed(recorded, self.rate, self._clock, leads=number == 0)

    def _frame(self, milliseconds: int) -> int:
        """The frame at a time as a review has it, so that no sound lies within a gap."""
        return round(milliseconds * self.rate / 1000)

    def _now_in_frames(self) -> int:
        return self._frame(math.ceil(self.position * 1000))

    def _hide(self, first: int, last: int, reason: GapReason) -> None:
        """Mark a gap, and take nothing of it that is still to come."""
        self._gaps.add(first, last, reason)
        before = self._hidden if self._hidden[1] > self._mixer.position else (first, last)
        self._hidden = (min(before[0], first), max(before[1], last))

    def _take(self, mixed: Mixed) -> None:
        self._gaps.note_missing(mixed.missing, mixed.first + mixed.length)
        if mixed.frames is None:
            if self.file is not None:
                self.file.append_silence(mixed.length)
            return
        end = mixed.first + mixed.length
        off = self._off_since if self._off_since is not None else end
        for first, last in (self._hidden, (off, end)):
            mixed.frames[max(first - mixed.first, 0) : max(last - mixed.first, 0)] = 0
        if self.file is not None:
            self.file.append(mixed.frames)
        if off < end:
            self._meter.rest()
        else:
            self._meter.add(mixed.frames)

    def _look_at_the_disk(self) -> None:
        if self.file is None:
            return
        trouble = self.file.trouble.what if self.file.trouble else ""
        with self._lock:
            self._gaps.note_lost(self.file.lost)
        if trouble != self._trouble:
            self._trouble = trouble
            self._notices.append(Notice(self._disk_notice(trouble, self.file.lost)))

    def _disk_notice(self, trouble: str, spans: Sequence[tuple[int, int]]) -> str:
        if trouble == VANISHED:
            return f"{trouble}. The recording goes on, and is there again once there is the folder"
        if trouble:
            return f"{trouble}. The recording goes on, and is kept in memory for two minutes"
        lost = sum(last - first for first, last in spans) / self.rate
        if lost:
            return f"The recording is written again; {clock(lost)} of it could not be kept"
        return "The recording is written again, and nothing is missing"
