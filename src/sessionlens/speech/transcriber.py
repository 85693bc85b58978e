"""Recognises a recording: what is left of it, on all cores, kept on disk as it comes."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import UNSET, Struct

from sessionlens.audio.recording import content_hash
from sessionlens.audio.tracks import chosen_track
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Source, Transcript
from sessionlens.speech.channels import VoiceLayout
from sessionlens.speech.cuts import Piece
from sessionlens.speech.engines.interface import Engine, Lengths, Model
from sessionlens.speech.journal import Journal, Key
from sessionlens.speech.models import fingerprint
from sessionlens.speech.plan import covered, plan, planned
from sessionlens.speech.pool import Pool
from sessionlens.speech.record import Record, record_of
from sessionlens.speech.seams import join
from sessionlens.speech.sound import seconds_of
from sessionlens.speech.utterances import SpeakerWords, utterances_of


class Progress(Struct, frozen=True):
    """How far a run is; `done`, `before` and `total` are seconds of sound, over all voices.

    `before` was done by earlier runs; `elapsed` is seconds of this one. `voices`, 0 to 1, is how
    far the voices are told apart, which comes after.
    """

    done: float
    before: float
    total: float
    elapsed: float
    voices: float = 0.0

    @property
    def fraction(self) -> float:
        """How much of the sound is recognised, 0 to 1."""
        return min(self.done / self.total, 1.0) if self.total > 0 else 0.0

    @property
    def speed(self) -> float:
        """Seconds of sound recognised per second; 0 as long as that is not known."""
        return (self.done - self.before) / self.elapsed if self.elapsed > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that it will still take; None as long as that is not known."""
        return max(self.total - self.done, 0.0) / self.speed if self.speed > 0 else None


class RecognitionOptions(Struct, frozen=True):
    """How to work: number of recognisers, seconds per piece, where to begin (a frame).

    Without `lengths` pieces are as long as the engine wants them.
    `gentle` leaves the processor to others, playback above all. `with_voices` keeps how the
    voices sounded.
    """

    threads: int = 1
    lengths: Lengths | None = None
    begin: int = 0
    gentle: bool = False
    with_voices: bool = False


def key_of(
    layout: VoiceLayout,
    engine: Engine,
    *,
    with_voices: bool = False,
    hashes: dict[Path, str] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Key | None:
    """What a journal of this work fits to, by the content of the recordings; None if stopped.

    `hashes` are contents' SHA-256 that are known already.
    """
    sha256 = dict(hashes or {})
    for voice in layout.voices:
        if voice.path not in sha256:
            content = content_hash(voice.path, should_stop)
            if content is None:
                return None
            sha256[voice.path] = content
    return Key(
        tuple((sha256[voice.path] + _track(voice.path), voice.channel) for voice in layout.voices),
        fingerprint(engine.model.path),
        fingerprint(engine.speakers.path) if with_voices and engine.speakers else "",
        engine.rate,
        engine.variant or UNSET,
    )


def _track(path: Path) -> str:
    """What tells one audio track of a recording from another in a key."""
    number = chosen_track(path)
    return f" track {number}" if number else ""


@contextmanager
def recognising(
    layout: VoiceLayout,
    engine: Engine,
    records: Sequence[Record],
    options: RecognitionOptions,
    stop: threading.Event | None = None,
) -> Iterator[Iterator[Record]]:
    """The records that are still missing, as they come, while the context is open.

    Leaving it, or setting `stop`, ends the work within a moment.
    """
    spans = plan(records, len(layout.voices), engine.rate, options.begin)
    lengths = options.lengths or engine.lengths
    tasks = planned(spans, layout.voices, engine.rate, lengths)

    def hear(piece: Piece) -> Record | None:
        if piece.sound is None:
            return Record(piece.voice, piece.start, piece.end, piece.heard_start, piece.heard_end)
        own = piece.sound[:, piece.voice]
        heard = engine.hear(own, pool.stopping, with_voices=options.with_voices)
        return None if heard is None else record_of(piece, heard, layout.gains, engine.rate)

    pool = Pool(tasks, hear, options.threads, gentle=options.gentle, stop=stop)
    try:
        yield iter(pool)
    finally:
        pool.close()
        tasks.close()


def transcribe(
    layout: VoiceLayout,
    engine: Engine,
    journal: Journal,
    options: RecognitionOptions,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> None:
    """Complete an open journal. Raises SessionLensError; what is done is in the journal then."""
    progress = progress_of(layout, journal.records, engine.rate)
    on_progress(progress())
    with recognising(layout, engine, list(journal.records), options) as records:
        for record in records:
            journal.add(record)
            on_progress(progress(record))


def progress_of(
    layout: VoiceLayout, records: Sequence[Record], rate: int
) -> Callable[..., Progress]:
    """A counter that begins now, after `records`: call it with each new record, or with none."""
    total = seconds_of(layout.voices) * len(layout.voices)
    before = sum(record.end - record.start for record in records) / rate
    done = before
    began = time.monotonic()

    def count(record: Record | None = None) -> Progress:
        nonlocal done
        if record is not None:
            done += (record.end - record.start) / rate
        return Progress(done, before, max(total, done), time.monotonic() - began)

    return count


def transcript_of(
    layout: VoiceLayout, records: Sequence[Record], model: Model, rate: int
) -> Transcript:
    """The transcript that the records make."""
    lines = [
        SpeakerWords(voice.name or None, join(covered(records, index), rate))
        for index, voice in enumerate(layout.voices)
    ]
    spoken = [line for line in lines if line.words]
    files = dict.fromkeys(voice.path.name for voice in layout.voices)
    return Transcript(
        utterances=utterances_of(spoken),
        language=model.language,
        timing="word",
        source=Source(
            format=model.engine,
            file=", ".join(files),
            engine=model.engine,
            model=model.name,
        ),
    )


def nothing_heard(transcript: Transcript, where: Path) -> SessionLensError | None:
    """What to say when not one word was recognised."""
    if transcript.utterances:
        return None
    return SessionLensError(
        "No word was recognised in this recording",
        "Check that it holds speech, in the language of the model",
        where=where,
    )
