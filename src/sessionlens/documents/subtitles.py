"""Writes transcripts in our own format, and as the subtitle formats that players read."""

import re
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.transcripts import native

_LIKE_A_TAG = re.compile(r"<(?=[A-Za-z/0-9])")
_LIKE_AN_ENTITY = re.compile(r"&(?=#?\w{1,31};)")


FORMATS = ("json", "vtt", "srt")
"""What a transcript can be written as: the endings of the files."""


def format_of(output: Path | None) -> str:
    """The format that the ending of a file says, our own without a file; else SessionLensError."""
    ending = output.suffix.lower().removeprefix(".") if output else "json"
    if ending not in FORMATS:
        raise SessionLensError(
            "The ending does not say what to write",
            "Use .json, .vtt or .srt, or --format",
            where=output,
        )
    return ending


def encode(transcript: Transcript, format: str) -> bytes:
    """The transcript as one of FORMATS."""
    match format:
        case "vtt":
            return to_webvtt(transcript).encode()
        case "srt":
            return to_srt(transcript).encode()
        case _:
            return native.encode(transcript)


def to_webvtt(transcript: Transcript) -> str:
    """Return WebVTT with one cue per utterance, speakers as voices.

    Cues without length last a millisecond, as WebVTT demands it.
    """
    blocks = ["WEBVTT"]
    for number, utterance in enumerate(transcript.utterances, 1):
        start = round(utterance.start * 1000)
        end = max(round(utterance.end * 1000), start + 1)
        text = _escaped(utterance.text)
        if utterance.speaker:
            text = f"<v {_escaped(utterance.speaker)}>{text}</v>"
        blocks.append(f"{number}\n{_stamp(start, '.')} --> {_stamp(end, '.')}\n{text}")
    return "\n\n".join(blocks) + "\n"


def to_srt(transcript: Transcript) -> str:
    """Return SRT with one cue per utterance, speakers before a colon.

    SRT knows no escapes: only what a player would take for a tag or an entity is written as an
    entity, and arrows as such, because a line with `-->` would be read as times.
    """
    blocks = []
    for number, utterance in enumerate(transcript.utterances, 1):
        start, end = (round(time * 1000) for time in (utterance.start, utterance.end))
        times = f"{_stamp(start, ',')} --> {_stamp(end, ',')}"
        blocks.append(f"{number}\n{times}\n{_srt_text(utterance)}\n")
    return "\n".join(blocks)


def _srt_text(utterance: Utterance) -> str:
    text = f"{utterance.speaker}: {utterance.text}" if utterance.speaker else utterance.text
    text = _LIKE_AN_ENTITY.sub("&amp;", " ".join(text.split()))
    return _LIKE_A_TAG.sub("&lt;", text).replace("-->", "→")


def _escaped(text: str) -> str:
    text = " ".join(text.split())
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(milliseconds: int, mark: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02d}:{minute:02d}:{second:02d}{mark}{rest:03d}"
