"""A fingerprint of the sound alone: the same for a recording whose tags or name were changed."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from sessionlens.audio.probe import decoding
from sessionlens.audio.pyav_source import TAGS, open_container

_LOOKS = 500  # packets between two looks whether to stop


def sound_hash(path: Path, should_stop: Callable[[], bool] = lambda: False) -> str | None:
    """The SHA-256, in hex, of the compressed sound of all tracks; None when stopped.

    What is hashed are the packets as they lie in the file, nothing is decoded: some 0.3 s for an
    hour. Another encoding of the same session has another hash. Raises SessionLensError for what
    cannot be read.
    """
    with decoding(path), open_container(path) as container:
        tracks = {stream.index: hashlib.sha256() for stream in container.streams.audio}
        for number, packet in enumerate(container.demux(container.streams.audio)):
            if number % _LOOKS == 0 and should_stop():
                return None
            if packet.size and not (data := bytes(packet)).startswith(TAGS):
                tracks[packet.stream.index].update(data)
        whole = hashlib.sha256()
        for _, track in sorted(tracks.items()):
            whole.update(track.digest())
        return whole.hexdigest()
