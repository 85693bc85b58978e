"""The player as the screen sees it: commands that never block, and values to poll."""

from collections.abc import Callable
from concurrent.futures import Future

from sessionlens.audio.intent import Intent, IntentBox
from sessionlens.audio.playback import (
    FASTEST,
    LOUDEST,
    SHORTEST_LOOP,
    SLOWEST,
    Loop,
    PlayerOptions,
    SoundState,
)
from sessionlens.audio.recording import Recording
from sessionlens.audio.transport import Transport
from sessionlens.domain.errors import SessionLensError


class Player:
    """Plays one recording; positions are seconds from its beginning.

    `recording` is an open recording, or a function that opens it: that is then called in the
    player's own thread. The player reads from it alone from now on and closes it in the end.
    Commands return at once and show in the properties at once; a device that hangs or vanishes
    is the business of other threads. To be used from one thread, which may ask again and again.
    """

    def __init__(
        self,
        recording: Recording | Callable[[], Recording],
        options: PlayerOptions | None = None,
    ) -> None:
        options = options or PlayerOptions()
        self._step_back = max(options.step_back, 0.0)
        self._volume = _limited(options.volume, 0.0, LOUDEST)
        self._muted = options.muted
        self._stepping_back = False
        self._duration = 0.0
        self._box = IntentBox(
            Intent(
                speed=_limited(options.speed, SLOWEST, FASTEST),
                device=options.device,
                target=max(options.position, 0.0),
                seeks=1,
            )
        )
        self._transport = Transport(recording, options.latency, self._box)
        self._apply_volume()
        self._transport.begin()

    def play(self, *, step_back: bool = True) -> None:
        """Go on from where it was paused; at the end of the recording, from the beginning.

        Steps back by the option's seconds after a pause, unless `step_back` is False.
        """
        if self.playing:
            return
        if self.ended:
            loop = self.loop
            self._box.seek(loop.start if loop else 0.0, playing=True, stop_at=None)
        elif self.stopped_at_stop:
            self._box.change(playing=True, stop_at=None)
        elif self._stepping_back and step_back and self._step_back:
            self._box.seek(max(self.position - self._step_back, 0.0), playing=True)
        else:
            self._box.change(playing=True)
        self._stepping_back = False

    def pause(self) -> None:
        """Fall silent at once; what was just being heard is heard again when it goes on."""
        if self.playing:
            self._stepping_back = True
            self._box.change(playing=False)

    def toggle(self) -> None:
        """Pause when playing, play otherwise."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def seek(self, seconds: float) -> None:
        """Go to `seconds`, held within the recording; playing goes on there."""
        self._stepping_back = False
        self._box.seek(self._within(seconds), stop_at=None)

    def play_between(self, start: float, end: float | None = None) -> None:
        """Play from `start` and stop at `end`; a later `play` goes on from there.

        Ends a loop. The stop is forgotten with the next seek.
        """
        start = self._within(start)
        stop = None if end is None or end <= start else end
        self._stepping_back = False
        self._box.seek(start, playing=True, stop_at=stop, loop=None)

    def play_on(self) -> None:
        """Forget where `play_between` would stop, and go on playing."""
        self._stepping_back = False
        self._box.change(playing=True, stop_at=None)

    def set_speed(self, speed: float) -> None:
        """Play faster or slower with the pitch kept; held within 0.5 to 3."""
        self._box.change(speed=_limited(speed, SLOWEST, FASTEST))

    def set_loop(self, start: float, end: float) -> None:
        """Play from A to B again and again, in either order; begins at A when it is past B.

        A seek beyond B plays on without looping. Raises SessionLensError for less than 0.1 s.
        """
        start, end = sorted((self._within(start), self._within(end)))
        if end - start < SHORTEST_LOOP:
            raise SessionLensError("The loop is too short", "Set its end after its start")
        loop = Loop(start, end)
        if self.position >= end:
            self._box.seek(start, loop=loop, stop_at=None)
        else:
            self._box.change(loop=loop, stop_at=None)

    def clear_loop(self) -> None:
        """Play on past B."""
        self._box.change(loop=None)

    def set_volume(self, volume: float) -> None:
        """Set the loudness, 1 as recorded; held within 0 to 1.5."""
        self._volume = _limited(volume, 0.0, LOUDEST)
        self._apply_volume()

    def set_muted(self, muted: bool) -> None:
        """Fall silent, or be heard again, with the volume kept."""
        self._muted = muted
        self._apply_volume()

    def set_step_back(self, seconds: float) -> None:
        """Set how far a resume steps back; 0 goes on with the same frame."""
        self._step_back = max(seconds, 0.0)

    def set_device(self, name: str | None) -> None:
        """Use another output device, None for the system's choice.

        A named device that is not there is waited for in silence: a confidential recording
        must not be heard through other speakers.
        """
        self._box.change(device=name)

    def devices(self) -> tuple[str, ...]:
        """Names of the output devices, as last seen; see `look_for_devices`."""
        return self._transport.devices

    def look_for_devices(self) -> "Future[tuple[str, ...]]":
        """Ask for the output devices; the future also updates `devices`."""
        return self._transport.look_for_devices()

    def close(self) -> None:
        """Fall silent and let go of device and recording, in the background."""
        self._transport.close()

    @property
    def position(self) -> float:
        """Seconds being heard now; after a seek its target, at once."""
        intent, done = self._box.intent, self._transport.done
        return intent.target if intent.seeks != done.seeks else self._transport.position()

    @property
    def playing(self) -> bool:
        """Whether time goes on, by the last command and the end of the recording."""
        return self._box.intent.playing

    @property
    def ended(self) -> bool:
        """Whether it has come to the end of the recording and stopped there."""
        intent, done = self._box.intent, self._transport.done
        return not intent.playing and intent.seeks == done.seeks and self._transport.at_end

    @property
    def stop_at(self) -> float | None:
        """Where `play_between` will stop or has stopped."""
        return self._box.intent.stop_at

    @property
    def stopped_at_stop(self) -> bool:
        """Whether `play_between` has come to its end."""
        stop = self.stop_at
        return stop is not None and not self.playing and self.position >= stop - 0.001

    @property
    def duration(self) -> float:
        """Length of the recording in seconds, as it is known; 0 until it is open."""
        return self._duration or self._transport.duration

    def set_duration(self, seconds: float) -> None:
        """Say how long the recording really is, where its file has not said the truth."""
        self._duration = seconds

    @property
    def speed(self) -> float:
        """Seconds of the recording per second."""
        return self._box.intent.speed

    @property
    def loop(self) -> Loop | None:
        """The loop, if there is one."""
        return self._box.intent.loop

    @property
    def volume(self) -> float:
        """The loudness, 1 as recorded, muted or not."""
        return self._volume

    @property
    def muted(self) -> bool:
        """Whether `set_muted` silenced it."""
        return self._muted

    @property
    def sound(self) -> SoundState:
        """The device in use, or why there is no sound."""
        return self._transport.sound

    @property
    def failure(self) -> SessionLensError | None:
        """Why the recording cannot be opened or read any more, if it cannot."""
        return self._transport.failure

    def _within(self, seconds: float) -> float:
        seconds = max(seconds, 0.0)
        return min(seconds, self.duration) if self.duration else seconds

    def _apply_volume(self) -> None:
        self._transport.set_gain(0.0 if self._muted else self._volume)


def _limited(value: float, low: float, high: float) -> float:
    return min(max(float(value), low), high)
