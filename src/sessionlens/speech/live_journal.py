"""What was recognised of a live session, so that the rest can be recognised as of any recording."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from msgspec import Struct

from sessionlens.audio.recording import open_recording
from sessionlens.domain.spoken_names import as_heard
from sessionlens.domain.transcript import Transcript, Utterance, Word
from sessionlens.files import exists
from sessionlens.speech.channels import layout_of
from sessionlens.speech.choice import models_for
from sessionlens.speech.engines.interface import Engine, EngineUse
from sessionlens.speech.engines.table import recognised_here
from sessionlens.speech.journal import Journal
from sessionlens.speech.probe import engine_of
from sessionlens.speech.record import Record
from sessionlens.speech.transcriber import key_of
from sessionlens.transcripts import native
from sessionlens.transcripts.load import load

_LISTENED = 40  # utterances by which it is told whose channel is which
_AT_MOST = 5.0  # seconds of each


class HeardLive(Struct, frozen=True):
    """How far a live recognition came: `until` seconds, by an `engine`, one name for each voice."""

    engine: Engine
    until: float
    utterances: tuple[Utterance, ...]
    voices: tuple[str | None, ...]


def keep_for_later(heard: HeardLive, recording: Path, output: Path) -> None:
    """Leave a journal beside the transcript `output`, from which a later run goes on.

    There is none where the recording's channels are not its voices: then all of it is recognised
    anew. Raises SessionLensError.
    """
    layout = layout_of(recording)
    if len(layout.voices) != len(heard.voices):
        return
    key = key_of(layout, heard.engine)
    if key is None:
        raise AssertionError("nobody asked to stop")
    end = int(heard.until * heard.engine.rate)
    with Journal(output, key) as journal:
        for voice, name in enumerate(heard.voices):
            words = _words_of(heard.utterances, name)
            journal.add(Record(voice, 0, end, 0, end, words))


def keep_after_crash(recording: Path, output: Path) -> None:
    """The same where a killed program has left an unfinished transcript `output`.

    It is gone on with by the model that began it. Raises SessionLensError where that is not there.
    """
    if not exists(output) or Journal.exists(output):
        return
    transcript = native.decode(load(output))
    if not transcript.utterances or not recognised_here(transcript):
        return
    voices = _voices_of(recording, transcript)
    with closing(engine_of(models_for(transcript.source.model), EngineUse(gentle=True))) as engine:
        utterances = tuple(map(as_heard, transcript.utterances))
        heard = HeardLive(engine, transcript.end, utterances, voices)
        keep_for_later(heard, recording, output)


def _voices_of(recording: Path, transcript: Transcript) -> tuple[str | None, ...]:
    """Whose channel is which: each is louder while its own speaker speaks."""
    speakers = list(transcript.speakers)
    if len(speakers) < 2:
        return (next(iter(speakers), None),)
    loudness = {speaker: np.zeros(2) for speaker in speakers}
    with open_recording(recording) as sound:
        for utterance in transcript.utterances[:_LISTENED]:
            sound.seek(int(utterance.start * sound.sample_rate))
            seconds = min(utterance.end - utterance.start, _AT_MOST)
            frames = sound.read(int(seconds * sound.sample_rate))
            if utterance.speaker in loudness and len(frames) and frames.shape[1] == 2:
                loudness[utterance.speaker] += np.abs(frames.astype(np.float64)).mean(axis=0)
    left = max(speakers, key=lambda speaker: float(loudness[speaker][0] - loudness[speaker][1]))
    return (left, *(speaker for speaker in speakers if speaker != left))


def _words_of(utterances: Sequence[Utterance], name: str | None) -> tuple[Word, ...]:
    return tuple(word for one in utterances if one.speaker == name for word in one.words)
