"""A live recording from its devices to the packed file, and one that a crash has left."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from sessionlens.audio.capture.au import ENDING
from sessionlens.audio.capture.microphone import Input
from sessionlens.audio.capture.packing import (
    PACKED,
    PackingStoppedError,
    pack,
    packed_name,
    raw_name,
)
from sessionlens.audio.capture.recorder import Recorder
from sessionlens.audio.output import OutputLostError
from sessionlens.audio.portaudio import Device, devices
from sessionlens.domain.errors import SessionLensError
from sessionlens.files import exists, make_private_folder
from sessionlens.library.live_remains import is_unfinished
from sessionlens.resources import state_folder
from sessionlens.storage.lock import Lock


def microphones(*, fresh: bool = True) -> tuple[Device, ...]:
    """The devices that record, as they are now; raises SessionLensError when nothing answers."""
    try:
        return devices(fresh, "input")
    except OutputLostError as error:
        what = str(error)
        raise SessionLensError(
            f"{what[:1].upper()}{what[1:]}", "Marks and notes work without a microphone"
        ) from error


class LiveRecording:
    """Records `inputs` so that `recording`, a name that ends in .flac, is there in the end.

    Until then it is written to a raw file beside it, of the same name. Nobody else records from
    the same devices meanwhile. Raises SessionLensError, with nothing left behind.
    """

    def __init__(self, inputs: Sequence[Input], recording: Path) -> None:
        raw = raw_name(recording)
        for path in (raw, packed_name(raw)):
            if exists(path):
                raise SessionLensError(
                    "A file of this name is there already", "Choose another name", where=path
                )
        self._devices = _claimed_devices(inputs)
        self._lock = Lock(raw, "recording")
        self._lock.acquire()
        self.recorder = Recorder(inputs, raw)
        try:
            self.recorder.start()
        except BaseException:
            self._release()
            raise

    def move(self, inputs: Sequence[Input]) -> None:
        """Record from other `inputs`, of as many voices, from now on; takes up to some seconds.

        Raises SessionLensError where one cannot be recorded: then those before go on.
        """
        claimed = _claimed_devices(inputs, self._devices)
        try:
            self.recorder.move(inputs)
        except BaseException:
            _give_up(claimed, self._devices)
            raise
        before, self._devices = self._devices, claimed
        _give_up(before, claimed)

    def finish(
        self,
        progress: Callable[[float], None] = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Path:
        """End, pack, compare; returns the recording's path. Takes as long as it takes.

        A disk that is full is waited for until `stopped`: look at the recorder's `trouble`. Raises
        SessionLensError when it cannot be packed: the raw recording is whole then, and is packed
        at the next opening. Raises PackingStoppedError.
        """
        self.recorder.close()
        while not self.recorder.closed_within(0.1):
            if stopped():
                raise PackingStoppedError
        assert self.recorder.file is not None
        try:
            return pack(self.recorder.file.path, progress, stopped)
        finally:
            self._release()

    def close(self) -> None:
        """End without packing, and without waiting; `finished` packs it at the next opening."""
        self.recorder.close()

    def closed_within(self, seconds: float) -> bool:
        """Whether it has ended, or does within `seconds`, and others may have the devices."""
        closed = self.recorder.closed_within(seconds)
        if closed:
            self._release()
        return closed

    def _release(self) -> None:
        _give_up(self._devices)
        self._lock.release()


def finished(
    recording: Path,
    progress: Callable[[float], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Path:
    """The recording, packed now if a killed program has left it raw; otherwise as it is.

    `recording` may be the name of either. Raises SessionLensError when it cannot be packed: the raw
    one is whole then, and can be heard. Raises PackingStoppedError.
    """
    if recording.suffix.lower() not in (ENDING, PACKED):
        return recording
    raw = raw_name(recording)
    if not is_unfinished(raw):
        return recording
    with Lock(raw, "recording") as lock:
        return pack(raw, progress, stopped) if lock.held else recording


def _claimed_devices(
    inputs: Sequence[Input], ours: Mapping[str, Lock] = MappingProxyType({})
) -> dict[str, Lock]:
    """The right to record from each device, by its name, for which windows of ours take turns.

    Those that are `ours` already stay so.
    """
    usual = next((device.name for device in microphones() if device.usual), "")
    names = [recorded.device or usual for recorded in inputs]
    if len(set(names)) < len(names):
        raise SessionLensError(
            f"“{names[0]}” is chosen twice", "Choose two channels of it, or another microphone"
        )
    folder = state_folder() / "live"
    with suppress(OSError):
        make_private_folder(folder)
    claimed: dict[str, Lock] = {}
    for name in names:
        place = folder / hashlib.sha256(name.encode()).hexdigest()[:16]
        lock = ours.get(name) or Lock(place, "recording")
        if not lock.acquire():
            _give_up(claimed, ours)
            raise SessionLensError(
                f"Another window is recording from “{name}”",
                "End it there, or choose another microphone",
            )
        claimed[name] = lock
    return claimed


def _give_up(
    claimed: Mapping[str, Lock], still_ours: Mapping[str, Lock] = MappingProxyType({})
) -> None:
    """Let others record from these devices, except from those that are recorded still."""
    for name, lock in claimed.items():
        if name not in still_ours:
            lock.release()
