"""espeak-ng through ctypes: samples together with the time of every phone and word.

The structures and numbers are those of espeak-ng's public header `speak_lib.h` (1.51). Needs the
shared library `libespeak-ng.so.1` and its data, Debian's package `espeak-ng`.
"""

import ctypes
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from speech_synthesis.script import words_of

SILENCE = "SIL"

_EVENT_END, _EVENT_WORD, _EVENT_PHONEME = 0, 1, 7
_AUDIO_OUTPUT_SYNCHRONOUS = 2  # samples come to the callback and go to no device
_INITIALIZE_PHONEME_EVENTS = 1
_POSITION_CHARACTER = 1
_RATE, _PITCH, _RANGE, _WORD_GAP = 1, 3, 4, 7


class Voice(NamedTuple):
    """How to speak.

    `speed` is words per minute, `pitch` and `pitch_range` go from 0 to 100, `gap` between words is
    in steps of 10 ms.
    """

    name: str
    speed: int = 160
    pitch: int = 50
    pitch_range: int = 50
    gap: int = 0


class Phone(NamedTuple):
    """One phone in espeak's own symbols, or SILENCE; times in seconds."""

    symbol: str
    start: float
    end: float


class WordGroup(NamedTuple):
    """The words of one espeak word event and their phones.

    espeak speaks some pairs ("of the", "has been") as one word, so there may be several words.
    """

    words: list[str]
    phones: list[Phone]


@dataclass(frozen=True)
class Spoken:
    """A spoken text: int16 samples at `rate`, its phones from first to last, its word groups."""

    text: str
    voice: Voice
    rate: int
    samples: NDArray[np.int16]
    phones: list[Phone]
    groups: list[WordGroup]


class _Id(ctypes.Union):
    _fields_ = (
        ("number", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("string", ctypes.c_char * 8),
    )


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass
class _Capture:
    """What the callback has collected; event order counts, see `_timed_phones`."""

    audio: list[bytes] = field(default_factory=list)
    phones: list[tuple[int, str, int]] = field(default_factory=list)  # sample, symbol, word
    word_positions: list[int] = field(default_factory=list)  # first character, from 1


class Espeak:
    """A speaker. espeak keeps state from call to call: only the same calls in the same order,
    from the start of a process, give the same samples."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL("libespeak-ng.so.1")
        self._capture = _Capture()
        self._callback = _Callback(self._collect)  # must outlive the library's use of it
        self.rate: int = self._library.espeak_Initialize(
            _AUDIO_OUTPUT_SYNCHRONOUS, 200, None, _INITIALIZE_PHONEME_EVENTS
        )
        if self.rate <= 0:
            raise RuntimeError("espeak-ng could not start (are its data files installed?)")
        self._library.espeak_SetSynthCallback(self._callback)

    def say(self, text: str, voice: Voice) -> Spoken | None:
        """Speak an ASCII text; None where espeak's word events cannot be read back as its words.

        Raises RuntimeError for a voice that espeak does not have.
        """
        self._set(voice)
        self._capture = _Capture()
        data = text.encode("ascii")
        self._library.espeak_Synth(data, len(data) + 1, 0, _POSITION_CHARACTER, 0, 0, None, None)
        samples = np.frombuffer(b"".join(self._capture.audio), dtype=np.int16)
        phones, owners = _timed_phones(self._capture.phones, self.rate, len(samples))
        groups = _word_groups(text, self._capture.word_positions, phones, owners)
        if words_of(text) != [word for group in groups for word in group.words]:
            return None
        return Spoken(text, voice, self.rate, samples, phones, groups)

    def _set(self, voice: Voice) -> None:
        if self._library.espeak_SetVoiceByName(voice.name.encode()) != 0:
            raise RuntimeError(f"espeak-ng has no voice {voice.name}")
        for parameter, value in (
            (_RATE, voice.speed),
            (_PITCH, voice.pitch),
            (_RANGE, voice.pitch_range),
            (_WORD_GAP, voice.gap),
        ):
            self._library.espeak_SetParameter(parameter, value, 0)

    def _collect(self, wave: Any, count: int, events: Any) -> int:
        capture = self._capture
        if wave and count > 0:
            capture.audio.append(ctypes.string_at(wave, 2 * count))
        i = 0
        while (event := events[i]).type != _EVENT_END:
            if event.type == _EVENT_PHONEME:
                symbol = bytes(event.id.string).split(b"\0")[0].decode("ascii", "replace")
                capture.phones.append((event.sample, symbol, len(capture.word_positions) - 1))
            elif event.type == _EVENT_WORD and event.length > 0:
                capture.word_positions.append(event.text_position)
            i += 1
        return 0


def _timed_phones(
    events: list[tuple[int, str, int]], rate: int, sample_count: int
) -> tuple[list[Phone], list[int]]:
    """Return the phones and, for each, the number of its word event.

    A phone ends where the next begins; symbols that begin with '_' are pauses. A phone belongs to
    the word event before it, whatever their times: a linked consonant ("am|afraid") is reported
    before the next word's event, at the same sample.
    """
    ends = [at for at, _, _ in events[1:]] + [sample_count]
    phones, owners = [], []
    for (start, symbol, owner), end in zip(events, ends, strict=True):
        last = min(end, sample_count)
        if last > start:
            name = SILENCE if symbol.startswith("_") else symbol
            phones.append(Phone(name, start / rate, last / rate))
            owners.append(owner)
    return phones, owners


def _word_groups(
    text: str, positions: list[int], phones: list[Phone], owners: list[int]
) -> list[WordGroup]:
    """Share text and phones out among the word events; one without words or sound of its own
    joins the group before it."""
    groups: list[WordGroup] = []
    ends = [*positions[1:], len(text) + 1]
    for number, (start, end) in enumerate(zip(positions, ends, strict=True)):
        words = words_of(text[start - 1 : end - 1])
        sounds = [
            phone
            for phone, owner in zip(phones, owners, strict=True)
            if owner == number and phone.symbol != SILENCE
        ]
        if words and sounds:
            groups.append(WordGroup(words, sounds))
        elif groups:
            groups[-1] = WordGroup(groups[-1].words + words, groups[-1].phones + sounds)
    return groups
