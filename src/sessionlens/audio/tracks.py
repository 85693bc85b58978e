"""Several audio tracks in one file: which of them is heard."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

Stream = TypeVar("Stream")

_chosen: dict[str, int] = {}  # by absolute path; a player, its peaks and its length agree on it


def use_track(recording: Path, number: int) -> None:
    """From now on, decode this audio track of a recording, counted from 1; nothing is opened."""
    _chosen[str(recording.absolute())] = number


def chosen_track(recording: Path) -> int:
    """The number of the track that was chosen, 0 for the one that FFmpeg takes for the best."""
    return _chosen.get(str(recording.absolute()), 0)


def track_of(recording: Path, tracks: Sequence[Stream], best: Stream) -> Stream:
    """The stream to be decoded of the audio streams of a file."""
    number = chosen_track(recording)
    return tracks[number - 1] if 1 <= number <= len(tracks) else best


def other_tracks(tracks: Sequence[Any], played: Any) -> str | None:
    """The sentence that says of several tracks which one is heard; None for a single one."""
    if len(tracks) < 2:
        return None
    number = next((n for n, track in enumerate(tracks, 1) if track.index == played.index), 1)
    others = [n for n in range(1, len(tracks) + 1) if n != number]
    named = ", ".join(map(str, others))
    return (
        f"it has {len(tracks)} audio tracks: {number} is heard, --audio-track {others[0]}"
        f" plays {'the other' if len(others) == 1 else f'another ({named})'}"
    )
