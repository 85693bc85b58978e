"""What `sessionlens transcribe` does: models loaded once, a bar for each recording."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from msgspec import Struct

from sessionlens import resources
from sessionlens.audio.measuring import ensure_harmless
from sessionlens.audio.quiet_stderr import quiet_stderr
from sessionlens.cli.edge import complain
from sessionlens.cli.out import Show, bar
from sessionlens.documents.subtitles import encode, format_of
from sessionlens.domain.spoken_names import NameList, taken_for_names
from sessionlens.domain.text import counted
from sessionlens.domain.timecode import clock
from sessionlens.domain.transcript import Transcript
from sessionlens.library.replacing import refuse_harm
from sessionlens.library.review_place import real_path, sessions_of
from sessionlens.processor import cores
from sessionlens.speech.channels import VoiceLayout, layout_of, layout_of_tracks
from sessionlens.speech.choice import models_for
from sessionlens.speech.engines.interface import Engine, EngineUse
from sessionlens.speech.memory import fits_each, recognisers_for
from sessionlens.speech.probe import engine_of
from sessionlens.speech.to_file import Result, TranscriptWriting, transcribe_to, unfinished
from sessionlens.speech.transcriber import Progress, RecognitionOptions
from sessionlens.speech.voice_guess import USUAL
from sessionlens.storage.names import own_names
from sessionlens.storage.paths import transcript_path
from sessionlens.storage.spoken_names import FoundNames, names_for


class TranscribeOptions(Struct, frozen=True):
    """What the options said; empty and None: not given."""

    model: str = ""
    language: str = ""
    speakers: int | None = None
    jobs: int | None = None
    force: bool = False
    as_heard: bool = False


class WrittenTranscript(Struct, frozen=True):
    """What to tell about a transcript that was written: to people, and as `facts` to programs."""

    summary: str
    warnings: tuple[str, ...]
    facts: dict[str, Any]


class TranscribeRun:
    """The recordings of one command; the engine is loaded with the first.

    `tell` is given what is known of the progress at every step, in place of a bar. Raises
    SessionLensError, as all its methods do.
    """

    def __init__(
        self, options: TranscribeOptions, tell: Callable[[dict[str, Any]], None] | None = None
    ) -> None:
        self._options = options
        self._tell = tell
        self._models = models_for(options.model, options.language)
        self._speakers = USUAL if options.speakers is None else options.speakers
        self._engine: Engine | None = None

    def recording(
        self, recording: Path, output: Path | None, names: Sequence[str]
    ) -> WrittenTranscript:
        """Recognise one recording; `names` are those of its channels."""
        target = output or self._usual(recording)
        self._refuse_harm(target, [recording])
        ensure_harmless(recording, resources.cache_folder())
        return self._recognise(layout_of(recording, names), target)

    def tracks(self, tracks: Sequence[tuple[str, Path]], output: Path | None) -> WrittenTranscript:
        """Recognise the tracks of one session, as (name, file)."""
        target = output or self._usual(tracks[0][1])
        self._refuse_harm(target, [path for _, path in tracks])
        for _, path in tracks:
            ensure_harmless(path, resources.cache_folder())
        return self._recognise(layout_of_tracks(tracks), target)

    def _usual(self, recording: Path) -> Path:
        """Where the transcript goes; one beside the recording must not be hidden by it.

        It would be where the recording's folder cannot be written: the new one lies elsewhere then.
        """
        recording = real_path(recording)
        target = transcript_path(recording)
        if target.parent != recording.parent:
            for name in own_names(recording, "transcript"):
                self._refuse_harm(recording.with_name(name), [recording])
        return target

    def _refuse_harm(self, target: Path, sources: Sequence[Path]) -> None:
        # A transcript whose recognition was interrupted in the screen is completed.
        force = self._options.force or unfinished(target) is not None
        refuse_harm(target, "transcript", force=force, sources=sources)

    def _recognise(self, layout: VoiceLayout, target: Path) -> WrittenTranscript:
        asked_for = self._options.jobs or cores()
        threads = recognisers_for(self._models.speech, asked_for)
        options = RecognitionOptions(threads=threads)
        speakers = self._models.speakers if self._speakers > 1 else None
        models = [model for model in (self._models.speech, speakers) if model is not None]
        use = EngineUse(threads, asked_for, speakers, separate=fits_each(models, threads))
        format = format_of(target)
        spoken_of = self._names(layout.voices[0].path)
        writing = TranscriptWriting(
            self._options.force, spoken_of.names, lambda transcript: encode(transcript, format)
        )
        # The engine prints on descriptor 2, whatever it is told.
        with quiet_stderr(resources.state_folder() / "engine.log"):
            if self._engine is None:
                self._engine = engine_of(self._models, use)
            name = layout.voices[0].path.name
            latest = Progress(0.0, 0.0, 0.0, 0.0)
            told: dict[str, Any] = {}
            with bar(name) if self._tell is None else nullcontext(_silent) as show:

                def on_progress(progress: Progress) -> None:
                    nonlocal latest, told
                    latest = progress
                    _show(show, progress)
                    facts = {"recording": str(layout.voices[0].path), **_facts(progress)}
                    if self._tell and facts != told:
                        told = facts
                        self._tell(facts)

                try:
                    result = transcribe_to(
                        target,
                        layout,
                        self._engine,
                        options,
                        speakers=self._speakers,
                        writing=writing,
                        on_progress=on_progress,
                    )
                except KeyboardInterrupt:
                    if latest.done:
                        complain(f"{name}: {_stopped(latest)}")
                    raise
        facts = {
            "transcript": str(target),
            "utterances": len(result.transcript.utterances),
            "words": result.transcript.word_count,
            "speakers": result.transcript.speakers,
            "names": taken_for_names(result.transcript.utterances),
        }
        warnings = (*result.warnings, *spoken_of.notices)
        if threads < asked_for:
            warnings = (*warnings, f"memory is short: {threads} of {asked_for} cores were used")
        return WrittenTranscript(_summary(target, result), warnings, facts)

    def _names(self, recording: Path) -> FoundNames:
        """The names that are spoken of in a recording; none where words stay as they are heard."""
        if self._options.as_heard:
            return FoundNames(NameList())
        language = Transcript(language=self._models.speech.language)
        return names_for(recording, sessions_of(recording), language)


def _facts(progress: Progress) -> dict[str, Any]:
    left = None if progress.left is None else round(progress.left, 1)
    voices = {"voices": round(progress.voices, 4)} if progress.voices else {}
    return {
        **voices,
        "fraction": round(progress.fraction, 4),
        "speed": round(progress.speed, 2),
        "seconds_left": left,
    }


def _silent(_fraction: float, _words: str) -> None:
    """No bar: a program reads what is told."""


def _show(show: Show, progress: Progress) -> None:
    words = ""
    if progress.voices:
        words = f"voices told apart: {progress.voices:.0%}"
    elif progress.left is not None:
        words = f"{clock(progress.left)} left · {progress.speed:.0f}× real time"
    show(progress.fraction, words)


def _stopped(latest: Progress) -> str:
    return f"stopped at {latest.fraction:.0%}. The same command goes on from there."


def _summary(target: Path, result: Result) -> str:
    transcript = result.transcript
    by = f", {len(transcript.speakers)} speakers" if len(transcript.speakers) > 1 else ""
    utterances = counted(len(transcript.utterances), "utterance", "utterances")
    words = counted(transcript.word_count, "word", "words")
    return f"{target}: {utterances}, {words}{by}"
