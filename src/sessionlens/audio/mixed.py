"""All audio tracks of a file at once: each person on a track of their own, heard together."""

from pathlib import Path
from typing import Self

import numpy as np

from sessionlens.audio.frames import Frames, silence, with_channels
from sessionlens.audio.pyav_decoder import PyavRecording
from sessionlens.domain.errors import SessionLensError


class MixedRecording:
    """A `Recording` that adds the tracks of a file up; what is too loud for int16 is clipped.

    It lasts as long as the longest of them. Raises SessionLensError for tracks of different sample
    rates: bringing them to one would move their sound.
    """

    def __init__(self, path: Path, count: int) -> None:
        self._tracks: list[PyavRecording] = []
        try:
            for number in range(1, count + 1):
                self._tracks.append(PyavRecording(path, number))
            rates = sorted({track.sample_rate for track in self._tracks})
            if len(rates) > 1:
                raise SessionLensError(
                    f"The audio tracks have different sample rates ({', '.join(map(str, rates))})",
                    "Choose one of them, or mix them with another program",
                    where=path,
                )
        except BaseException:
            self.close()
            raise
        self.sample_rate = self._tracks[0].sample_rate
        self.channels = max(track.channels for track in self._tracks)

    @property
    def frames(self) -> int:
        return max(track.frames for track in self._tracks)

    @property
    def frames_exact(self) -> bool:
        return all(track.frames_exact for track in self._tracks)

    def seek(self, frame: int) -> None:
        for track in self._tracks:
            track.seek(frame)

    def read(self, frames: int) -> Frames:
        blocks = [with_channels(track.read(frames), self.channels) for track in self._tracks]
        longest = max(map(len, blocks))
        total = np.zeros((longest, self.channels), np.int32)
        for block in blocks:
            total[: len(block)] += block
        mixed: Frames = silence(longest, self.channels)
        np.clip(total, -32768, 32767, out=total)
        mixed[:] = total
        return mixed

    def prepare(self) -> None:
        """See `recording.prepare`."""
        for track in self._tracks:
            track.prepare()

    def close(self) -> None:
        for track in self._tracks:
            track.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
