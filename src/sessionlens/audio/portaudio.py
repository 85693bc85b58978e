"""PortAudio: its devices and streams. Every call may hang, so a `Caller` makes them."""

import sys
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from sessionlens.audio.output import Format, OutputLostError
from sessionlens.domain.text import clean, shorten

_REFUSED = {-9997, -9998}  # sample rate, number of channels
_LINUX_HINT = " (libportaudio2)" if sys.platform.startswith("linux") else ""


class NoPortAudioError(OutputLostError):
    """The library is missing; trying again is of no use."""


@dataclass(frozen=True, slots=True)
class OpenStream:
    """A stream that is open and stopped."""

    stream: Any
    format: Format
    device: str
    error: type[Exception]  # what the stream raises


def names(fresh: bool) -> tuple[str, ...]:
    """Names of the output devices.

    PortAudio lists devices once: `fresh` makes it look again, which needs all streams closed.
    """
    sounddevice = _module()
    if fresh:
        _look_again(sounddevice)
    return tuple(_outputs(sounddevice))


def open_stream(
    device: str | None, target: Format, fresh: bool, options: dict[str, Any]
) -> OpenStream:
    """Open a stopped output stream on `device`, as near to the `target` format as it takes.

    `options` go to `sounddevice.OutputStream`. Raises OutputLostError.
    """
    sounddevice = _module()
    try:
        if fresh:
            _look_again(sounddevice)
        return _open(sounddevice, device, target, options)
    except (sounddevice.PortAudioError, ValueError) as error:
        raise OutputLostError(_plainly(sounddevice, error)) from error


def _open(
    sounddevice: ModuleType, device: str | None, target: Format, options: dict[str, Any]
) -> OpenStream:
    index = None
    if device is not None:
        index = _outputs(sounddevice).get(device)
        if index is None:
            raise OutputLostError(f"the sound device “{device}” is not there")
    about = sounddevice.query_devices(index, "output")
    refusal: Exception | None = None
    for attempt in _formats(target, round(about["default_samplerate"])):
        try:
            stream = sounddevice.OutputStream(
                samplerate=attempt.rate,
                channels=attempt.channels,
                dtype="int16",
                device=index,
                **options,
            )
        except sounddevice.PortAudioError as error:
            if not set(error.args[1:2]) & _REFUSED:
                raise
            refusal = error
        else:
            return OpenStream(stream, attempt, clean(about["name"]), sounddevice.PortAudioError)
    assert refusal is not None
    raise refusal


def _formats(target: Format, usual_rate: int) -> list[Format]:
    """What to ask for, best first. More than two channels are mixed by us, never by the device."""
    counts = dict.fromkeys((min(target.channels, 2), 2, 1))
    rates = dict.fromkeys((target.rate, 48000, usual_rate, 44100))
    return [Format(rate, count) for count in counts for rate in rates]


def _module() -> ModuleType:
    try:
        import sounddevice
    except (OSError, ImportError) as error:
        raise NoPortAudioError(f"PortAudio is not installed{_LINUX_HINT}") from error
    module: ModuleType = sounddevice
    return module


def _look_again(sounddevice: ModuleType) -> None:
    # The only way that the library has; its own documentation recommends it.
    if sounddevice._initialized:
        sounddevice._terminate()
    sounddevice._initialize()


def _outputs(sounddevice: ModuleType) -> dict[str, int]:
    """Names and numbers of the output devices of the usual host API."""
    api = sounddevice.default.hostapi
    return {
        clean(device["name"]): device["index"]
        for device in sounddevice.query_devices()
        if device["max_output_channels"] > 0 and device["hostapi"] == api
    }


def _plainly(sounddevice: ModuleType, error: Exception) -> str:
    try:
        devices = sounddevice.query_devices()
    except sounddevice.PortAudioError:
        return "the sound system is not there"
    if not any(device["max_output_channels"] for device in devices):
        return "no sound device"
    return f"the sound device cannot be opened ({shorten(clean(str(error)), 60)})"
