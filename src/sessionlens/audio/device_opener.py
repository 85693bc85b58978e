"""Gets a sound device, and gets it again when it was lost."""

from concurrent.futures import Future

from sessionlens.audio.caller import Caller
from sessionlens.audio.clock import now
from sessionlens.audio.device_output import SILENT, DeviceOutput, open_device
from sessionlens.audio.intent import Wake
from sessionlens.audio.output import Format, OutputLostError
from sessionlens.audio.playback import OPENING, SoundState
from sessionlens.audio.portaudio import HANGS, NoPortAudioError, names

_PATIENCE = 1.0  # seconds that a player waits for its device before it goes on in silence
_RETRY = 0.5  # seconds
_HASTE = 10  # tries at that pace; looking for devices costs a few percent of a core
_SLOW_RETRY = 2.0  # seconds
_PROOF = 1.5  # seconds that a device which was just lost has to play before it is believed
_LONGEST_RETRY = 10.0  # seconds, for a device that opens again and again and never plays


class DeviceOpener:
    """Opens the device that is wanted, in the background, until there is one.

    Belongs to the control thread; `sound` and `devices` may be read by any.
    """

    def __init__(self, latency: float, wake: Wake) -> None:
        self.sound: SoundState = OPENING
        self.devices: tuple[str, ...] = ()
        self.device: str | None = None
        self._latency = latency
        self._wake = wake
        self._caller = Caller("sound device")
        self._format: Format | None = None
        self._attempt: Future[DeviceOutput] | None = None
        self._attempt_is_for: tuple[str | None, Format] | None = None
        self._since = 0.0
        self._tries = 0
        self._next_try: float | None = None
        self._losses = 0  # one after another, of a device that did not play meanwhile
        self._to_be_proved: tuple[float, SoundState] | None = None

    def warm_up(self) -> None:
        """Load PortAudio while the recording is being opened."""
        self.look_for_devices(Future(), fresh=False)

    def want(self, device: str | None, target: Format) -> None:
        """Get `device`, None for the system's choice; the one in use must have been closed."""
        self.device, self._format = device, target
        self.sound = OPENING
        self._to_be_proved = None
        self._losses = 0
        self._tries = 0
        self._since = self._next_try = now()

    def lost(self, reason: str) -> None:
        """The device in use is gone; get it again.

        One that opens and plays nothing, again and again, is tried less and less often.
        """
        if reason != SILENT:
            self._losses = 0
        else:
            self._losses = 1 if self.sound.kind == "device" else self._losses + 1
        self.sound = SoundState("silent", reason=reason)
        self._to_be_proved = None
        self._tries = 1
        self._next_try = now() + min(_RETRY * 2 ** min(self._losses, 5), _LONGEST_RETRY)

    def due(self) -> float | None:
        """Seconds until `poll` must be called; None when it need not be."""
        if self.sound.kind == "opening":
            return max(self._since + _PATIENCE - now(), 0.01)
        until = self._to_be_proved[0] if self._to_be_proved else self._next_try
        return None if until is None else max(until - now(), 0.01)

    def poll(self) -> DeviceOutput | None:
        """The device, once, when there is one."""
        output = None
        if self._attempt and self._attempt.done():
            output = self._finish(self._attempt)
        if self._to_be_proved and now() >= self._to_be_proved[0]:
            self.sound, self._to_be_proved = self._to_be_proved[1], None
            self._losses = 0
        if self._next_try is not None and not self._attempt and now() >= self._next_try:
            self._try()
        if self.sound.kind == "opening" and now() - self._since > _PATIENCE:
            self.sound = SoundState("silent", reason=HANGS)
        return output

    def close(self) -> None:
        """Let go of the thread, and of a device that is being opened; the one in use stays."""
        attempt, self._attempt = self._attempt, None
        if attempt:
            attempt.add_done_callback(_close_what_was_opened)
        self._caller.close()

    def look_for_devices(self, told: "Future[tuple[str, ...]]", fresh: bool) -> None:
        """Ask for the names of the output devices; `fresh` has effect when no device is open."""

        def look() -> None:
            try:
                self.devices = names(fresh)
            finally:
                if told.set_running_or_notify_cancel():
                    told.set_result(self.devices)

        self._caller.submit(look)

    def _try(self) -> None:
        device, target, fresh = self.device, self._format, self._tries > 0
        assert target is not None
        self._next_try = None
        self._tries += 1
        self._attempt_is_for = (device, target)
        self._attempt = self._caller.submit(
            lambda: open_device(device, target, self._latency, fresh, self._caller, self._wake)
        )
        self._attempt.add_done_callback(lambda _: self._wake())

    def _finish(self, attempt: "Future[DeviceOutput]") -> DeviceOutput | None:
        self._attempt = None
        outdated = self._attempt_is_for != (self.device, self._format)
        try:
            output = attempt.result()
        except OutputLostError as loss:
            if not outdated:
                self._failed(loss)
            return None
        if outdated:
            output.close()
            return None
        state = SoundState("device", device=output.device)
        if self._losses:  # one that is suspended opens, and plays nothing
            self._to_be_proved = (now() + _PROOF, state)
        else:
            self.sound = state
        return output

    def _failed(self, loss: OutputLostError) -> None:
        self.sound = SoundState("silent", reason=str(loss))
        if not isinstance(loss, NoPortAudioError):
            self._next_try = now() + (_RETRY if self._tries < _HASTE else _SLOW_RETRY)


def _close_what_was_opened(attempt: "Future[DeviceOutput]") -> None:
    if attempt.exception() is None:
        attempt.result().close()
