"""A live recording from its devices to the packed file, and one that a crash has left."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

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
        self._locks = _claimed_devices(inputs)
        self._locks.append(Lock(raw, "recording"))
        self._locks[-1].acquire()
        self.recorder = Recorder(inputs, raw)
        try:
            self.recorder.start()
        except BaseException:
            self._release()
            raise

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
        for lock in self._locks:
            lock.release()


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


def _claimed_devices(inputs: Sequence[Input]) -> list[Lock]:
    """The right to record from each device, for which windows of ours take turns."""
    usual = next((device.name for device in microphones() if device.usual), "")
    names = [recorded.device or usual for recorded in inputs]
    if len(set(names)) < len(names):
        raise SessionLensError(
            f"“{names[0]}” is chosen twice", "Choose two channels of it, or another microphone"
        )
    folder = state_folder() / "live"
    with suppress(OSError):
        make_private_folder(folder)
    locks: list[Lock] = []
    for name in names:
        lock = Lock(folder / hashlib.sha256(name.encode()).hexdigest()[:16], "recording")
        if not lock.acquire():
            for other in locks:
                other.release()
            raise SessionLensError(
                f"Another window is recording from “{name}”",
                "End it there, or choose another microphone",
            )
        locks.append(lock)
    return locks
