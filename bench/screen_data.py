"""A long session to measure the screen with: an hour, many words, many markers."""

import math
import struct
import wave
from pathlib import Path

from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, Review, RubricRef, Session
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript import Transcript, Utterance, Word

_WORDS = [
    "what",
    "would",
    "it",
    "mean",
    "to",
    "you",
    "if",
    "the",
    "thing",
    "you",
    "hope",
    "for",
    "really",
    "came",
    "about",
    "this",
    "year",
]
_CODES = ("agreements", "trust-and-safety", "presence", "listens-actively", "evokes-awareness")


def transcript(words: int, seconds: float = 3600.0) -> Transcript:
    """`words` words in utterances of twelve, spread evenly over `seconds`."""
    step = seconds / words
    spoken = [
        Word(start=n * step, end=(n + 0.9) * step, text=_WORDS[n % len(_WORDS)], conf=0.9)
        for n in range(words)
    ]
    utterances = []
    for first in range(0, words, 12):
        part = tuple(spoken[first : first + 12])
        utterances.append(
            Utterance(
                start=part[0].start,
                end=part[-1].end,
                speaker=("Coach", "Client")[first // 12 % 2],
                text=" ".join(word.text for word in part),
                words=part,
            )
        )
    return Transcript(utterances=tuple(utterances), timing="word", language="en")


def review(markers: int, file: str = "talk.wav", seconds: float = 3600.0) -> Review:
    """A review with so many coded, rated and commented markers."""
    noted = tuple(
        Marker(
            id=f"m{n + 1}",
            start=Timecode(n * seconds / markers),
            end=Timecode(n * seconds / markers + 4),
            competency=_CODES[n % len(_CODES)],
            indicator="a",
            rating="strength",
            comment=f"You waited, and the client found the word herself ({n}).",
            quote="what would it mean to you",
            speaker="Coach",
        )
        for n in range(markers)
    )
    return Review(
        id="0" * 32,
        session=Session(title="Measured session", coach="Anna", level="PCC"),
        recording=RecordingRef(file=file),
        rubric=RubricRef(id="icf-core", edition="2025", title="ICF core competencies"),
        last_marker=markers,
        markers=noted,
    )


def recording(path: Path, seconds: int = 3600, rate: int = 16000) -> Path:
    """A mono tone that swells, as 16-bit WAV."""
    second = b"".join(
        struct.pack("<h", int(8000 * math.sin(2 * math.pi * 220 * n / rate) * n / rate))
        for n in range(rate)
    )
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        for _ in range(seconds):
            file.writeframes(second)
    return path


def notes(recording: Path, words: int = 10_000, markers: int = 200) -> None:
    """Write an hour's transcript and review beside a recording."""
    from sessionlens.storage.reviews import encode_review
    from sessionlens.transcripts import native

    beside = str(recording.with_suffix(""))
    Path(f"{beside}.transcript.json").write_bytes(native.encode(transcript(words)))
    Path(f"{beside}.review.toml").write_bytes(encode_review(review(markers, recording.name)))


def session(folder: Path, words: int = 10_000, markers: int = 200) -> Path:
    """An hour's recording with its transcript and review beside it; returns the recording."""
    path = recording(folder / "talk.wav")
    notes(path, words, markers)
    return path
