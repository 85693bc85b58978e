"""Where a film ends, told from the packets of its picture and its sound."""

from collections.abc import Callable, Iterator
from typing import Any

from sessionlens.audio.pyav_source import PyavSource

_MISSING = 2.0  # seconds; the last still of a film that shows slides may have no length of its own


def is_cut_off(
    source: PyavSource, declared: float, heard: float, should_stop: Callable[[], bool]
) -> bool:
    """Whether a film, and not merely its sound, ends before the length that it declares.

    `declared` is the film's length and `heard` where its sound ends, both in seconds. Nothing is
    decoded, and only what follows `heard` is read. Call it last: `source` decodes no more sound.
    """
    if declared - heard <= _MISSING:
        return False
    for count, end in enumerate(_ends(source, heard)):
        if declared - end <= _MISSING or (count % 500 == 0 and should_stop()):
            return False
    return True


def _ends(source: PyavSource, start: float) -> Iterator[float]:
    """Where each packet after `start` ends, and a few before it; all in seconds."""
    import av
    from av.stream import Discard

    container: Any = source.container
    for stream in container.streams:
        stream.discard = Discard.default
    try:
        container.seek(int(start * 1_000_000))
        for packet in container.demux():
            if packet.pts is not None:
                yield float((packet.pts + (packet.duration or 0)) * packet.time_base)
    except av.FFmpegError:
        return  # nothing can be read from here on
