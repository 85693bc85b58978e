"""The control thread: makes decoder and device do what the user wants."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue

from sessionlens.audio.clock import AHEAD, now
from sessionlens.audio.decoder import Decoder
from sessionlens.audio.device_opener import DeviceOpener
from sessionlens.audio.exit import close_on_leaving
from sessionlens.audio.intent import Intent, IntentBox
from sessionlens.audio.output import Format, Output, OutputLostError, SilentOutput
from sessionlens.audio.playback import SoundState
from sessionlens.audio.recording import Recording
from sessionlens.domain.errors import SessionLensError

_WATCH = 0.25  # seconds between two looks at a device that plays


class Transport:
    """Reconciles what is with what is wanted, in a thread of its own.

    `done` is the intent that has been carried out. Any thread may read the properties and call
    `position`; none of them waits.
    """

    def __init__(
        self, source: Recording | Callable[[], Recording], latency: float, box: IntentBox
    ) -> None:
        self.done = Intent()
        self.at_end = False
        self._box = box
        self._decoder = Decoder(source, latency, box.wake)
        self._opener = DeviceOpener(latency, box.wake)
        self._output: Output | None = None
        self._running = False
        self._next = 0  # number of the frame to go on with
        self._heard: Callable[[], float] = lambda: 0.0
        self._heard_out: float | None = None
        self._asked: SimpleQueue[Future[tuple[str, ...]]] = SimpleQueue()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="transport", daemon=True)
        close_on_leaving(self)

    def begin(self) -> None:
        """Start the threads."""
        self._opener.warm_up()
        self._decoder.start()
        self._thread.start()

    def close(self) -> None:
        """Let go of device and recording; does not wait."""
        self._closing = True
        self._box.wake()

    def closed_within(self, seconds: float) -> bool:
        """Whether it is closed, or will be within `seconds`."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def position(self) -> float:
        """Seconds of the recording being heard."""
        recording = self._decoder.recording
        if recording is None:
            return 0.0
        frame = self._decoder.map.source(self._heard())
        return max(frame, 0.0) / recording.sample_rate

    @property
    def duration(self) -> float:
        """Length of the recording in seconds; 0 until it is open."""
        recording = self._decoder.recording
        return recording.frames / recording.sample_rate if recording else 0.0

    @property
    def failure(self) -> SessionLensError | None:
        """Why the recording cannot be opened or read any more."""
        return self._decoder.failure

    @property
    def sound(self) -> SoundState:
        """The device in use, or why there is none."""
        return self._opener.sound

    @property
    def devices(self) -> tuple[str, ...]:
        """Names of output devices, as last seen."""
        return self._opener.devices

    def look_for_devices(self) -> "Future[tuple[str, ...]]":
        """Look for output devices, new ones among them unless one is playing."""
        asked: Future[tuple[str, ...]] = Future()
        self._asked.put(asked)
        self._box.wake()
        return asked

    def set_gain(self, volume: float) -> None:
        """Set the volume."""
        self._decoder.gain.set_volume(volume)

    def _run(self) -> None:
        while not self._closing:
            intent = self._box.wait(self._patience())
            if self._decoder.recording is not None:
                self._tick(intent, self._decoder.recording)
            elif self._decoder.failure:
                self._box.change_unless_newer(intent, playing=False)
        self._release_output()
        self._opener.close()
        self._decoder.close()

    def _tick(self, intent: Intent, recording: Recording) -> None:
        try:
            self._care_for_output(intent, recording)
            self._obey(intent)
            self._stop_at_end(intent)
        except OutputLostError as loss:
            self._fall_silent(str(loss))

    def _patience(self) -> float | None:
        """Seconds until something may have to be done unasked."""
        due = self._opener.due()
        if not self._running or self._output is None:
            return due
        wait = _WATCH if due is None else min(due, _WATCH)
        if self._decoder.finished:
            left = (self._decoder.written - self._heard()) / self._output.format.rate
            wait = min(wait, max(left, 0.01))
        return wait

    def _care_for_output(self, intent: Intent, recording: Recording) -> None:
        native = Format(recording.sample_rate, min(recording.channels, 2))
        if self._decoder.format.rate == 0:
            self._decoder.reformat(native)
            self._opener.want(intent.device, native)
        elif intent.device != self._opener.device:
            self._release_output()
            self._opener.want(intent.device, native)
        while not self._asked.empty():
            self._tell_devices(intent, native)
        if self._output and self._output.lost:
            raise OutputLostError(self._output.lost)
        output = self._opener.poll()
        if output:
            self._use(output)
        elif self._output is None and self._opener.sound.kind == "silent":
            self._use(SilentOutput(native))

    def _tell_devices(self, intent: Intent, native: Format) -> None:
        asked = self._asked.get()
        renew = self._opener.sound.kind == "device" and not self._running
        if renew:  # PortAudio finds new devices only while none is open
            self._release_output()
        self._opener.look_for_devices(asked, fresh=renew)
        if renew:
            self._opener.want(intent.device, native)

    def _use(self, output: Output) -> None:
        place = self._decoder.map.source(self._heard())
        self._release_output()
        self._output = output
        if output.format != self._decoder.format:
            self._decoder.reformat(output.format)
            self._begin(place, self.done)

    def _release_output(self) -> None:
        output, self._output = self._output, None
        if output is None:
            return
        if self._running:
            self._hold(int(output.heard()))
        output.close()

    def _fall_silent(self, reason: str) -> None:
        silent = SilentOutput(self._decoder.format)
        self._release_output()
        self._output = silent
        self._opener.lost(reason)
        self._box.wake()

    def _obey(self, intent: Intent) -> None:
        done = self.done
        sought = intent.seeks != done.seeks
        recut = (intent.speed, intent.loop, intent.stop_at) != (
            done.speed,
            done.loop,
            done.stop_at,
        )
        if self._running and self._output:
            if sought and intent.playing:
                self._output.hush()
            elif sought or recut or not intent.playing:
                self._halt()
        if sought:
            self._begin(intent.target * self._rate, intent)
        elif recut:
            self._begin(self._decoder.map.source(self._next), intent)
        if intent.playing and self._output and (sought or not self._running):
            self._start(self._output)
        self.done = intent

    def _begin(self, place: float, intent: Intent) -> None:
        first = self._decoder.begin(place, intent.speed, intent.loop, intent.stop_at)
        self._hold(first)
        self.at_end = self._decoder.at_recording_end and self._decoder.written == first

    def _start(self, output: Output) -> None:
        if not self._decoder.holds(self._next):
            self._begin(self._decoder.map.source(self._next), self.done)
        self.at_end = False
        self._heard_out = None
        output.start(self._decoder.reader(self._next))
        self._heard = output.heard
        self._running = True
        self._decoder.prime()

    def _halt(self) -> None:
        assert self._output is not None
        self._hold(self._output.halt())

    def _hold(self, frame: int) -> None:
        """Stand still at played frame `frame`."""
        self._running = False
        self._next = frame
        self._heard = lambda: float(frame)

    def _stop_at_end(self, intent: Intent) -> None:
        decoder = self._decoder
        if not self._running or not decoder.finished or self._heard() < decoder.written:
            return
        if self._heard_out is None:
            self._heard_out = now()
        elif now() - self._heard_out > AHEAD:
            self._halt()
            self._hold(decoder.written)
            self.at_end = decoder.at_recording_end
            self._box.change_unless_newer(intent, playing=False)

    @property
    def _rate(self) -> int:
        recording = self._decoder.recording
        return recording.sample_rate if recording else 0
