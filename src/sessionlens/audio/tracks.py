"""Several audio tracks in one file: which of them is heard."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sessionlens.domain.text import clean, shorten

MIXED = -1
"""Instead of a track's number: all of them at once."""

Stream = TypeVar("Stream")

_NO_NAMES = ("SoundHandler", "SoundHandle", "Core Media Audio", "Apple Sound Media Handler")

_chosen: dict[str, int] = {}  # by absolute path; a player, its peaks and its length agree on it


def use_track(recording: Path, number: int) -> None:
    """From now on, decode this audio track of a recording; nothing is opened.

    Tracks are counted from 1; MIXED is all of them, 0 the one that FFmpeg takes for the best.
    """
    _chosen[str(recording.absolute())] = number


def chosen_track(recording: Path) -> int:
    """The number of the track that was chosen, 0 for the one that FFmpeg takes for the best."""
    return _chosen.get(str(recording.absolute()), 0)


def track_of(recording: Path, tracks: Sequence[Stream], best: Stream) -> Stream:
    """The stream to be decoded of the audio streams of a file."""
    number = chosen_track(recording)
    return tracks[number - 1] if 1 <= number <= len(tracks) else best


def other_tracks(tracks: Sequence[Any], played: Any, *, mixed: bool = False) -> str | None:
    """The sentence that says of several tracks which one is heard; None for a single one."""
    if len(tracks) < 2:
        return None
    if mixed:
        return f"it has {len(tracks)} audio tracks: they are heard together"
    number = next((n for n, track in enumerate(tracks, 1) if track.index == played.index), 1)
    others = [n for n in range(1, len(tracks) + 1) if n != number]
    named = ", ".join(map(str, others))
    return (
        f"it has {len(tracks)} audio tracks: {number} is heard, --audio-track {others[0]}"
        f" plays {'the other' if len(others) == 1 else f'another ({named})'}"
    )


class Track(NamedTuple):
    """An audio track of a file: its number, its name and language as far as the file says them."""

    number: int
    name: str
    language: str
    channels: int

    @property
    def title(self) -> str:
        """What it is called where one is chosen."""
        channels = {1: "mono", 2: "stereo"}.get(self.channels, f"{self.channels} channels")
        return ", ".join(filter(None, [f"Track {self.number}", self.name, self.language, channels]))


def described(streams: Sequence[Any]) -> list[Track]:
    """The audio streams of a file as PyAV has them; names and languages are cleaned."""
    tracks = []
    for number, stream in enumerate(streams, 1):
        metadata = {key.lower(): clean(value) for key, value in stream.metadata.items()}
        # What every program writes into an mp4 says nothing.
        handler = metadata.get("handler_name", "")
        name = metadata.get("title", "") or ("" if handler in _NO_NAMES else handler)
        language = metadata.get("language", "")
        channels = getattr(stream.codec_context, "channels", 0) or 0
        language = "" if language == "und" else language
        tracks.append(Track(number, shorten(name, 40), shorten(language, 12), channels))
    return tracks
