"""The thread that decodes ahead of what is heard."""

import threading
from collections.abc import Callable

from sessionlens.audio.assembler import Assembler, PositionMap
from sessionlens.audio.output import Format
from sessionlens.audio.playback import Loop
from sessionlens.audio.recording import Recording, prepare
from sessionlens.audio.ring import Gain, Reader, Ring
from sessionlens.domain.errors import SessionLensError

_AHEAD = 1.8  # seconds
_HISTORY = 1.0  # seconds kept for going back to the frame that was heard at a pause
_FIRST = 0.25  # of the device's latency: its first block, which it takes as soon as it is started
_PRIMED = 1.6  # of that latency: with less, the blocks after the first run dry
_START = 0.03  # seconds in which a device that is started takes what is primed
_REST = 0.4  # seconds between two looks at a full ring: each costs more than what it decodes


class Decoder:
    """Opens the recording and keeps a ring full of what is to be played next.

    Methods are called by the control thread; `recording`, `failure` and `map` may be read by any.
    """

    def __init__(
        self,
        source: Recording | Callable[[], Recording],
        latency: float,
        opened: Callable[[], None],
    ) -> None:
        self.map = PositionMap()
        self.gain = Gain()
        self.recording: Recording | None = None
        self.failure: SessionLensError | None = None
        self.format = Format(0, 0)
        self._source = source
        self._latency = latency
        self._tell_opened = opened
        self._assembler: Assembler | None = None
        self._reader: Reader | None = None
        self._begun = 0  # number of the first frame
        self._working = threading.Lock()
        self._turn = threading.Lock()  # lets the control thread in between two blocks
        self._woken = threading.Event()
        self._resting = False
        self._prepared = False
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="decoder", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def close(self) -> None:
        """Stop the thread, which closes the recording; does not wait for it."""
        self._closing = True
        self._woken.set()

    @property
    def written(self) -> int:
        """Number of the frame after the last one that is decoded."""
        return self._assembler.ring.written if self._assembler else 0

    @property
    def finished(self) -> bool:
        """Whether nothing comes after what is decoded."""
        return self._assembler is not None and self._assembler.finished

    @property
    def at_recording_end(self) -> bool:
        """Whether nothing comes because the recording is over."""
        return self._assembler is not None and self._assembler.at_recording_end

    def reformat(self, target: Format) -> None:
        """Produce frames for another device; `begin` must follow."""
        assert self.recording is not None
        with self._turn, self._working:
            ahead = max(_AHEAD, 2 * self._latency)
            history = _HISTORY + self._latency
            # Room for the block that is being decoded when the ring is just not full.
            capacity = int((ahead + history + 0.5) * target.rate)
            ring = Ring(capacity, target.channels, self.written)
            self._assembler = Assembler(self.recording, target, ring, self.map)
            self._reader = None
            self.format = target

    def begin(self, place: float, speed: float, loop: Loop | None, stop: float | None) -> int:
        """Go on at `place`, a recorded frame; `loop` and `stop` are seconds.

        Decodes what a device takes first, while it may still play what was before; `prime` has to
        follow when it is started. Returns the number of the first frame.
        """
        assert self._assembler is not None and self.recording is not None
        rate = self.recording.sample_rate
        frames = (round(loop.start * rate), round(loop.end * rate)) if loop else None
        with self._turn, self._working:
            first = self._assembler.begin(
                round(place), speed, frames, None if stop is None else round(stop * rate)
            )
            self._reader = self._new_reader(first)
            self._begun = first
            self._fill(_FIRST)
        return first

    def prime(self) -> None:
        """Decode what a device that has just been started takes one block after the other."""
        with self._turn, self._working:
            self._fill(_PRIMED)

    def _fill(self, share: float) -> None:
        primed = self._begun + int(share * self._latency * self.format.rate)
        while self.written < primed and not self.finished:
            self._step()
        # A device is about to be started, which should not have to share the interpreter.
        self._woken.clear()
        self._resting = True

    def holds(self, frame: int) -> bool:
        """Whether playing can go on from frame number `frame` without decoding anew."""
        ring = self._assembler.ring if self._assembler else None
        return ring is not None and ring.oldest <= frame <= ring.written

    def reader(self, first: int) -> Reader:
        """A reader for one run of a device, which must begin with a frame that is held."""
        self.gain.settle()
        self._reader = reader = self._new_reader(first)
        return reader

    def go_on(self) -> None:
        """Decode ahead, now that the device has been started or needs more for that."""
        self._woken.set()

    def _new_reader(self, first: int) -> Reader:
        assert self._assembler is not None
        return Reader(self._assembler.ring, first, self.gain, self.format.rate, self.go_on)

    def _run(self) -> None:
        self._open()
        self._tell_opened()
        while self.recording and not self._closing:
            with self._turn:
                pass
            with self._working:
                room = not self._resting and self._has_room()
                if room:
                    self._step()
            if not room and not self._resting:
                self._prepare()
            if not room:
                self._woken.wait(_START if self._resting else _REST)
                self._woken.clear()
                self._resting = False
        if self.recording:
            self.recording.close()

    def _prepare(self) -> None:
        """Once all is decoded that may be needed soon, see to far seeks."""
        if self._prepared or self.recording is None or self._reader is None:
            return
        with self._working:
            self._prepared = prepare(self.recording)

    def _open(self) -> None:
        try:
            self.recording = self._source() if callable(self._source) else self._source
        except SessionLensError as error:
            self.failure = error

    def _has_room(self) -> bool:
        if self._reader is None or self.finished:
            return False
        return self.written - self._reader.next < max(_AHEAD, 2 * self._latency) * self.format.rate

    def _step(self) -> None:
        assert self._assembler is not None
        try:
            self._assembler.step()
        except SessionLensError as error:
            self.failure = error
            self._assembler.end()
