"""Recognition beside the player: what is heard next comes first, utterance by utterance."""

import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from sessionlens import resources
from sessionlens.audio.measuring import ensure_harmless
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Source, Transcript, Utterance
from sessionlens.domain.voices import VoiceTurn
from sessionlens.processor import cores
from sessionlens.speech.channels import VoiceLayout, layout_of
from sessionlens.speech.choice import ChosenModels
from sessionlens.speech.engines.interface import Engine, EngineUse, Model
from sessionlens.speech.growing import Growing
from sessionlens.speech.journal import Journal
from sessionlens.speech.memory import recognisers_for
from sessionlens.speech.plan import quiet_start
from sessionlens.speech.probe import engine_of
from sessionlens.speech.transcriber import (
    Progress,
    RecognitionOptions,
    key_of,
    progress_of,
    recognising,
)
from sessionlens.speech.voice_guess import x_vector_turns


class Listener(Struct, frozen=True):
    """Whom to tell; every function is called from the thread that recognises.

    `utterances` gets those that became ready, each word once: they only ever come, they never
    change. At first come those that an earlier run recognised. `ended` is called last, once: with
    None when the whole recording is recognised or the work was cancelled, else with the error.
    """

    utterances: Callable[[Sequence[Utterance]], None]
    progress: Callable[[Progress], None] = lambda _: None
    ended: Callable[[SessionLensError | None], None] = lambda _: None


class LiveSettings(Struct, frozen=True):
    """How to begin: `position` in seconds, names of the left and right channel if known.

    `sha256` is the recording's, if known: that saves reading it whole. `after` is an earlier run
    that has not ended yet; it is waited for. `gentle` leaves one core, and the first say on
    the others, to the player.
    """

    position: float = 0.0
    names: tuple[str, ...] = ()
    sha256: str = ""
    after: "LiveTranscription | None" = None
    gentle: bool = True


class LiveTranscription:
    """Recognises a recording from a position on to its end, and then what is before.

    `turns` is who speaks when, where all is `complete` and a speaker model has told voices apart.
    What is done is kept in a journal beside `output`, the transcript to be, and made use of next
    time. The journal goes with `discard`, once the whole transcript is saved.
    """

    def __init__(
        self,
        recording: Path,
        output: Path,
        models: ChosenModels,
        listener: Listener,
        settings: LiveSettings = LiveSettings(),  # noqa: B008 - frozen
    ) -> None:
        self.recording = recording
        self.models = models
        self.complete = False
        self.turns: tuple[VoiceTurn, ...] = ()
        self._output = output
        self._listener = listener
        self._settings = settings
        self._journal: Journal | None = None
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="transcription", daemon=True)

    def start(self) -> None:
        """Begin; everything that takes time happens in threads."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop soon, without waiting; what is recognised by now is still handed out."""
        self._cancelled.set()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until it has ended, at most `timeout` seconds; returns whether it has."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def discard(self) -> None:
        """Remove the journal: the complete transcript is saved."""
        if self._journal is not None:
            self._journal.discard()

    def _run(self) -> None:
        error: SessionLensError | None = None
        try:
            if self._settings.after is not None:
                self._settings.after.join()
            self._recognise()
        except SessionLensError as problem:
            error = problem.at(self.recording)
        except Exception as problem:  # a thread that dies silently would leave the screen waiting
            error = SessionLensError(
                f"The recognition ended with {type(problem).__name__}: {problem}",
                "Start it again: it goes on from there",
                where=self.recording,
            )
        self._listener.ended(error)

    def _recognise(self) -> None:
        stopped = self._cancelled.is_set
        ensure_harmless(self.recording, resources.cache_folder(), stopped)
        if stopped():
            return
        layout = layout_of(self.recording, self._settings.names)
        most = max(cores() - 1, 1) if self._settings.gentle else cores()
        nameless = len(layout.voices) == 1 and not layout.voices[0].name
        use = EngineUse(
            recognisers_for(self.models.speech, most),
            most,
            self.models.speakers if nameless else None,
            self._settings.gentle,
        )
        engine = engine_of(self.models, use)
        with closing(engine):
            self._complete(layout, engine, use.recognisers)

    def _complete(self, layout: VoiceLayout, engine: Engine, recognisers: int) -> None:
        stopped = self._cancelled.is_set
        sha256 = self._settings.sha256
        hashes = {self.recording: sha256} if sha256 else {}
        with_voices = engine.speakers is not None
        key = key_of(layout, engine, with_voices=with_voices, hashes=hashes, should_stop=stopped)
        if key is None or stopped():
            return
        with Journal(self._output, key) as self._journal:
            self._follow(layout, engine, recognisers, self._journal)

    def _follow(
        self, layout: VoiceLayout, engine: Engine, recognisers: int, journal: Journal
    ) -> None:
        growing = Growing([voice.name or None for voice in layout.voices], engine.rate)
        growing.add(journal.records)
        self._tell(growing.ready())
        progress = progress_of(layout, journal.records, engine.rate)
        self._listener.progress(progress())
        options = RecognitionOptions(
            threads=recognisers,
            lengths=engine.live_lengths,
            begin=quiet_start(layout.voices, engine.rate, self._settings.position),
            gentle=self._settings.gentle,
            with_voices=engine.speakers is not None,
        )
        with recognising(
            layout, engine, list(journal.records), options, self._cancelled
        ) as records:
            for record in records:
                journal.add(record)
                growing.add([record])
                self._tell(growing.ready())
                self._listener.progress(progress(record))
        self.complete = not self._cancelled.is_set()
        x_vectors = [sample for record in journal.records for sample in record.voices]
        if self.complete and x_vectors:
            self.turns = tuple(x_vector_turns(x_vectors))
        self._tell(growing.ready(ended=True))

    def _tell(self, utterances: Sequence[Utterance]) -> None:
        if utterances:
            self._listener.utterances(utterances)


def empty_transcript(recording: Path, model: Model) -> Transcript:
    """The transcript before its first utterance."""
    source = Source(format=model.engine, file=recording.name, engine=model.engine, model=model.name)
    return Transcript(language=model.language, timing="word", source=source)
