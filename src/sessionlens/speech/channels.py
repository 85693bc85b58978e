"""Whose voice is where: channels and tracks, and those of them that carry the same sound."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sessionlens.audio.recording import open_recording
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, counted
from sessionlens.speech.sound import Voice, VoiceFile
from sessionlens.speech.sound_buffer import HOP, Levels, levels_of

_RATE = 16000  # frames per second at which the channels are compared
_PLACES = 24  # spread over the recording
_LISTENED = 4  # seconds at each of them
_HEARD = 25.0  # decibels; quieter hops say nothing
_WELL_HEARD = 25.0  # decibels below the loudest hops; what is softer may be noise
_ALIKE = 5.0  # decibels by which the difference of two channels may vary if they are one

CHANNEL_NAMES = ("Left", "Right")


class VoiceLayout(Struct, frozen=True):
    """The voices to be recognised, each by itself.

    `gains` are decibels per voice: what to subtract from its level to compare it with the others.
    `notes` says what was found out, for the user.
    """

    voices: tuple[Voice, ...]
    gains: tuple[float, ...]
    notes: tuple[str, ...] = ()


def layout_of(recording: Path, names: Sequence[str] = ()) -> VoiceLayout:
    """The voices of one recording: its channels, or the whole where they carry the same sound.

    `names` are the speakers of the left and the right channel. Raises SessionLensError.
    """
    with open_recording(recording) as opened:
        channels = opened.channels
    whole = VoiceLayout((Voice(recording),), (0.0,))
    if channels < 2:
        if len(names) > 1:
            raise SessionLensError(
                "The recording has one channel only, so it cannot be told who speaks by channel",
                "Leave --names out",
                where=recording,
            )
        return VoiceLayout((Voice(recording, None, clean("".join(names))),), (0.0,))
    given = [clean(name) for name in names]
    if given and len(given) != channels:
        names_were = counted(len(given), "name was", "names were")
        raise SessionLensError(
            f"The recording has {channels} channels, but {names_were} given",
            "Name both, left first: --names Coach,Client",
            where=recording,
        )
    voices = tuple(
        Voice(recording, channel, name)
        for channel, name in enumerate(given or CHANNEL_NAMES[:channels])
    )
    levels = _levels(voices)
    if (levels.max(axis=0, initial=0) < _HEARD).any():
        return whole  # one channel is empty: whatever is in either of them is heard
    if _same(levels[:, 0], levels[:, 1]):
        return VoiceLayout(whole.voices, whole.gains, ("Both channels carry the same sound",))
    return VoiceLayout(voices, _gains(levels))


def layout_of_tracks(tracks: Sequence[tuple[str, Path]]) -> VoiceLayout:
    """The voices of recordings that began together, one per participant, as (name, file).

    Raises SessionLensError.
    """
    voices = [Voice(path, None, clean(name)) for name, path in tracks]
    names = [voice.name for voice in voices]
    if "" in names or len(set(names)) < len(names):
        raise SessionLensError("Every track needs a name of its own", "Write --track NAME=FILE")
    levels = _levels(voices)
    kept: list[int] = []
    notes: list[str] = []
    for index, voice in enumerate(voices):
        twin = next((k for k in kept if _same(levels[:, k], levels[:, index])), None)
        if twin is None:
            kept.append(index)
        else:
            notes.append(f"{voice.name} and {voices[twin].name} carry the same sound")
    chosen = tuple(voices[index] for index in kept)
    if len(chosen) == 1 < len(voices):
        chosen = (Voice(chosen[0].path),)
    return VoiceLayout(chosen, _gains(levels[:, kept]), tuple(notes))


def _levels(voices: Sequence[Voice]) -> Levels:
    """The levels of all voices at places all over the recording, shape (n, voices)."""
    paths = list(dict.fromkeys(voice.path for voice in voices))
    files = [
        VoiceFile(path, [voice.channel for voice in voices if voice.path == path], _RATE)
        for path in paths
    ]
    try:
        seconds = max(file.seconds for file in files)
        places = sorted({int(seconds * place / _PLACES) for place in range(_PLACES)})
        parts = [
            np.concatenate([_heard(file, second) for file in files], axis=1) for second in places
        ]
    finally:
        for file in files:
            file.close()
    return np.concatenate(parts)


def _heard(file: VoiceFile, second: int) -> Levels:
    """The levels of a few seconds; silence where the file has ended."""
    hop = int(_RATE * HOP)
    hops = _LISTENED * _RATE // hop
    blocks = list(islice(_nonempty(file.blocks(second)), _LISTENED))
    if not blocks:
        return np.zeros((hops, file.columns), np.float32)
    levels = levels_of(np.concatenate(blocks), hop)[:hops]
    return np.pad(levels, ((0, hops - len(levels)), (0, 0)))


def _nonempty(blocks: Iterator[NDArray[np.int16]]) -> Iterator[NDArray[np.int16]]:
    return (block for block in blocks if len(block))


def _same(a: Levels, b: Levels) -> bool:
    """Whether two channels rise and fall together, whatever their volume."""
    loudest = np.maximum(a, b)
    active = loudest > max(_HEARD, float(np.percentile(loudest, 95)) - _WELL_HEARD)
    if not active.any():
        return True
    difference = (a - b)[active]
    deviation = np.abs(difference - np.median(difference))
    # Nearly all of them: one person may speak for most of the time.
    return float(np.percentile(deviation, 98)) < _ALIKE


def _gains(levels: Levels) -> tuple[float, ...]:
    """The level of loud speech in each voice, in decibels."""
    if not len(levels):
        return (0.0,) * int(levels.shape[1])
    loud: list[float] = np.percentile(levels, 95, axis=0).tolist()
    return tuple(round(gain, 1) for gain in loud)
