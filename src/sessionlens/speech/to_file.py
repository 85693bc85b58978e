"""Recognises a whole recording into its transcript file."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.spoken_names import (
    NameList,
    names_sentence,
    taken_for_names,
    with_names,
)
from sessionlens.domain.transcript import Transcript
from sessionlens.domain.voices import open_to_guessing, with_voices
from sessionlens.files import exists
from sessionlens.speech.channels import VoiceLayout
from sessionlens.speech.engines.interface import Engine, Model
from sessionlens.speech.engines.table import recognised_here
from sessionlens.speech.guessing import Guessing
from sessionlens.speech.journal import Journal, Key
from sessionlens.speech.merge import merge
from sessionlens.speech.record import Record
from sessionlens.speech.transcriber import (
    Progress,
    RecognitionOptions,
    key_of,
    nothing_heard,
    progress_of,
    transcribe,
    transcript_of,
)
from sessionlens.speech.voice_guess import x_vector_turns
from sessionlens.storage.atomic import write_bytes
from sessionlens.transcripts import load, native

_UNSURE = 0.6  # mean confidence; what a model of the wrong language hears stays below


class Result(Struct, frozen=True):
    """The transcript that was written, and what its reader should know."""

    transcript: Transcript
    warnings: tuple[str, ...] = ()


class TranscriptWriting(Struct, frozen=True):
    """How a transcript is written: over another one by `force`, and as `encode` says.

    `names` are put in place of what sounds like them.
    """

    force: bool = False
    names: NameList = NameList()
    encode: Callable[[Transcript], bytes] = native.encode


def transcribe_to(
    target: Path,
    layout: VoiceLayout,
    engine: Engine,
    options: RecognitionOptions,
    *,
    speakers: int = 0,
    writing: TranscriptWriting = TranscriptWriting(),  # noqa: B008 - frozen
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Result:
    """Recognise `layout` and write the transcript to `target`; goes on where a run ended.

    `speakers` is how many voices to tell apart in one channel; less than two: none. A transcript
    that is there already is completed if it is an unfinished one of the same recording, replaced
    where `writing` says so, and else the reason for a SessionLensError.
    """
    where = layout.voices[0].path
    x_vectors = speakers > 1 and engine.speakers is not None and len(layout.voices) == 1
    key = key_of(layout, engine, with_voices=x_vectors)
    if key is None:
        raise AssertionError("nobody asked to stop")
    current = None if writing.force else _started(target, key)
    with Journal(target, key) as journal:
        options = replace(options, with_voices=x_vectors)
        transcribe(layout, engine, journal, options, on_progress)
        transcript = transcript_of(layout, journal.records, engine.model, engine.rate)
        problem = nothing_heard(transcript, where)
        doubt = ""
        if problem is None:
            transcript = _named(transcript, current, writing.names)
            if speakers > 1 and len(layout.voices) == 1:
                done = progress_of(layout, journal.records, engine.rate)()

                def on_voices(share: float) -> None:
                    on_progress(replace(done, voices=share))

                transcript, doubt = _guessed(
                    transcript, layout, journal.records, speakers, on_voices
                )
            write_bytes(target, writing.encode(transcript))
        journal.discard()
    if problem is not None:
        raise problem
    return Result(
        transcript, (*layout.notes, *_warnings(transcript, engine), *filter(None, [doubt]))
    )


def _guessed(
    transcript: Transcript,
    layout: VoiceLayout,
    records: Sequence[Record],
    speakers: int,
    on_voices: Callable[[float], None],
) -> tuple[Transcript, str]:
    """The transcript with guessed speakers where nobody knows them, and what is to be said of it.

    What was recognised is never lost because the voices could not be told apart.
    """
    if not any(map(open_to_guessing, transcript.utterances)):
        return transcript, ""
    x_vectors = [sample for record in records for sample in record.voices]
    try:
        if x_vectors:
            turns = x_vector_turns(x_vectors, speakers)
        else:
            turns = Guessing(layout.voices[0].path, speakers, gentle=False).finish(on_voices)
    except SessionLensError as error:
        return transcript, f"nobody is named: {error.what}"
    if not turns:
        return transcript, "nobody is named: no two voices could be told apart"
    return with_voices(transcript, turns), "who speaks is guessed from how the voices sound"


def _named(transcript: Transcript, current: Transcript | None, names: NameList) -> Transcript:
    """What was recognised, with names in place; what a person corrected in `current` stays."""
    kept_names = names.keeping(current.kept_as_heard if current else ())
    named = [with_names(utterance, kept_names) for utterance in transcript.utterances]
    return merge(current, named) if current else replace(transcript, utterances=tuple(named))


def unfinished(target: Path, key: Key | None = None) -> Transcript | None:
    """The transcript in a file, if an interrupted recognition (of this key) can complete it.

    It may hold corrections made meanwhile. What comes from elsewhere is never completed: our words
    would be mixed into it. Raises SessionLensError.
    """
    ours = target.suffix.lower() == ".json"
    if not ours or not exists(target) or not Journal.exists(target, key):
        return None
    transcript = native.decode(load.load(target))
    return transcript if recognised_here(transcript) else None


def _started(target: Path, key: Key) -> Transcript | None:
    started = unfinished(target, key)
    if started is None and exists(target):
        raise SessionLensError(
            "This file exists already", "Choose another name or use --force", where=target
        )
    return started


def unsure(transcript: Transcript, model: Model) -> str:
    """What to say where most words are unsure; empty where they are not."""
    sure = [
        word.conf for utterance in transcript.utterances for word in utterance.words if word.conf
    ]
    if not sure or sum(sure) / len(sure) >= _UNSURE:
        return ""
    return f"most words are unsure: is the model {model.name} for the language spoken?"


def _warnings(transcript: Transcript, engine: Engine) -> list[str]:
    names = names_sentence(taken_for_names(transcript.utterances))
    warnings = list(filter(None, [unsure(transcript, engine.model), names]))
    if engine.model.demo:
        warnings.append("the demo's model was used, which knows only the words of the demo")
    return warnings
