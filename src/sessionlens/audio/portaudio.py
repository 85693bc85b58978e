"""PortAudio: its devices and streams. Every call may hang, so a `Caller` makes them.

One recording may be opened while the device of another is still being closed, and PortAudio's heap
does not survive two such calls at once: they wait for each other here, and devices are looked for
anew only while no stream is open.
"""

import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal

from sessionlens.audio.output import Format, OutputLostError
from sessionlens.domain.text import clean, shorten

HANGS = "the sound system does not answer"

_ANSWERS_WITHIN = 10.0  # seconds, of a call that another player makes
_alone = threading.Lock()
_open_streams: "weakref.WeakSet[Any]" = weakref.WeakSet()

Direction = Literal["input", "output"]

_REFUSED = {-9997, -9998}  # sample rate, number of channels
_CALLED: dict[Direction, str] = {"input": "microphone", "output": "sound device"}
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


@dataclass(frozen=True, slots=True)
class Device:
    """A device that PortAudio lists: how many channels it has, and its usual rate."""

    name: str
    channels: int
    rate: int
    usual: bool = False  # the system's choice


def names(fresh: bool) -> tuple[str, ...]:
    """Names of the output devices; see `devices`."""
    return tuple(device.name for device in devices(fresh, "output"))


def devices(fresh: bool, direction: Direction) -> tuple[Device, ...]:
    """The devices that play, or those that record.

    PortAudio lists devices once: `fresh` makes it look again, unless a stream is open.
    Raises OutputLostError.
    """
    with _one_at_a_time():
        sounddevice = _module()
        if fresh:
            _look_again(sounddevice)
        listed = _indices(sounddevice, direction)
        usual = _usual(sounddevice, direction)
        about = {name: sounddevice.query_devices(index) for name, index in listed.items()}
        return tuple(
            Device(
                name,
                int(facts[f"max_{direction}_channels"]),
                round(facts["default_samplerate"]),
                usual=listed[name] == usual,
            )
            for name, facts in about.items()
        )


def open_stream(
    device: str | None,
    target: Format,
    fresh: bool,
    options: dict[str, Any],
    direction: Direction = "output",
) -> OpenStream:
    """Open a stopped stream on `device`, as near to the `target` format as it takes.

    A rate of 0 asks for the device's own. `options` go to sounddevice's `OutputStream` or
    `InputStream`. Raises OutputLostError.
    """
    with _one_at_a_time():
        sounddevice = _module()
        try:
            if fresh:
                _look_again(sounddevice)
            opened = _open(sounddevice, device, target, options, direction)
        except (sounddevice.PortAudioError, ValueError) as error:
            raise OutputLostError(_plainly(sounddevice, error, direction)) from error
        _open_streams.add(opened.stream)
        return opened


def close_stream(stream: Any) -> None:
    """Close a stream; raises OutputLostError, and what PortAudio raises."""
    with _one_at_a_time():
        try:
            stream.close()
        finally:
            _open_streams.discard(stream)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    if not _alone.acquire(timeout=_ANSWERS_WITHIN):
        raise OutputLostError(HANGS)
    try:
        yield
    finally:
        _alone.release()


def _open(
    sounddevice: ModuleType,
    device: str | None,
    target: Format,
    options: dict[str, Any],
    direction: Direction,
) -> OpenStream:
    index = None
    if device is not None:
        index = _indices(sounddevice, direction).get(device)
        if index is None:
            raise OutputLostError(f"the {_CALLED[direction]} “{device}” is not there")
    about = sounddevice.query_devices(index, direction)
    kind = sounddevice.OutputStream if direction == "output" else sounddevice.InputStream
    refusal: Exception | None = None
    for attempt in _formats(target, round(about["default_samplerate"]), direction):
        try:
            stream = kind(
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


def _formats(target: Format, usual_rate: int, direction: Direction) -> list[Format]:
    """What to ask for, best first.

    More than two channels are mixed by us for a device that plays, never by the device.
    """
    channels = min(target.channels, 2) if direction == "output" else target.channels
    counts = dict.fromkeys((channels, 2, 1))
    rates = dict.fromkeys((target.rate or min(usual_rate, 48000), 48000, usual_rate, 44100))
    return [Format(rate, count) for count in counts for rate in rates]


def _module() -> ModuleType:
    try:
        import sounddevice
    except (OSError, ImportError) as error:
        raise NoPortAudioError(f"PortAudio is not installed{_LINUX_HINT}") from error
    module: ModuleType = sounddevice
    return module


def _look_again(sounddevice: ModuleType) -> None:
    if len(_open_streams):
        return
    # The only way that the library has; its own documentation recommends it.
    if sounddevice._initialized:
        sounddevice._terminate()
    sounddevice._initialize()


def _indices(sounddevice: ModuleType, direction: Direction) -> dict[str, int]:
    """Names and numbers of the devices of the usual host API."""
    api = sounddevice.default.hostapi
    return {
        clean(device["name"]): device["index"]
        for device in sounddevice.query_devices()
        if device[f"max_{direction}_channels"] > 0 and device["hostapi"] == api
    }


def _usual(sounddevice: ModuleType, direction: Direction) -> int:
    """The number of the system's choice; -1 where there is none."""
    try:
        return int(sounddevice.query_devices(None, direction)["index"])
    except (sounddevice.PortAudioError, ValueError):
        return -1


def _plainly(sounddevice: ModuleType, error: Exception, direction: Direction) -> str:
    try:
        listed = sounddevice.query_devices()
    except sounddevice.PortAudioError:
        return "the sound system is not there"
    if not any(device[f"max_{direction}_channels"] for device in listed):
        return f"no {_CALLED[direction]}"
    return f"the {_CALLED[direction]} cannot be opened ({shorten(clean(str(error)), 60)})"
