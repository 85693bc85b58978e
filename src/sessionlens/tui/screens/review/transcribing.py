"""Recognising what is said while one listens: the transcript grows under the playhead."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from sessionlens.domain.changes import Material
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.tui.hearing.handling import handles
from sessionlens.tui.screens.review.desk import Desk
from sessionlens.tui.screens.review.stage import Stage

if TYPE_CHECKING:
    from sessionlens.speech.live import LiveTranscription
    from sessionlens.speech.transcriber import Progress


class Heard(Message):
    """More utterances were recognised."""

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        super().__init__()
        self.utterances = utterances


class Advanced(Message):
    """The recognition has come so far (0 to 1), at so many seconds of sound per second."""

    def __init__(self, fraction: float, speed: float) -> None:
        super().__init__()
        self.fraction = fraction
        self.speed = speed


class Ended(Message):
    """The recognition is over, well or with an error."""

    def __init__(self, error: SessionLensError | None) -> None:
        super().__init__()
        self.error = error


class Transcribing:
    """The command that starts and stops the recognition; `post` takes messages from its threads.

    What is recognised is merged into the transcript as it stands, so that corrections made
    meanwhile stay; `save` below is called every few seconds and writes what has gathered.
    """

    def __init__(self, desk: Desk, stage: Stage, post: Callable[[Message], object]) -> None:
        self._desk = desk
        self._recording = stage.opened.recording
        self._output = stage.opened.transcript_path
        self._model = stage.model
        self._post = post
        self._live: LiveTranscription | None = None
        self._waiting: list[Utterance] = []
        self.text = ""

    @handles("transcript.transcribe")
    def toggle(self) -> None:
        if self._desk.read_only:
            self._desk.say(self._desk.read_only)
        elif self._live is not None:
            self.stop()
            self._desk.say("Stopped; what was recognised is kept, and it goes on from there")
        elif self._has_foreign_words():
            self._desk.say("There is a transcript already: move it away to have one recognised")
        else:
            self._start()

    def stop(self) -> None:
        """End the recognition soon; what it has recognised stays."""
        if self._live is not None:
            self._live.cancel()
            self._live = None
        self.text = ""
        self.save()

    def heard(self, utterances: Sequence[Utterance]) -> None:
        """Take in what was recognised; it is shown at once, and saved with the next batch."""
        self._waiting += utterances
        if not self._desk.timeline.utterances:
            self.save()

    def advanced(self, fraction: float, speed: float) -> None:
        """Say how far it is."""
        pace = f" {speed:.0f}×" if speed >= 1 else ""
        self.text = f"recognising {fraction:.0%}{pace}"

    def ended(self, error: SessionLensError | None) -> None:
        """Save the rest; the journal of a complete transcript is done with."""
        live, self._live = self._live, None
        self.text = ""
        self.save()
        if error is not None:
            self._desk.say(str(error))
        elif live is not None and live.complete:
            if self._desk.editor.unsaved is None:
                live.discard()
            self._desk.say("The whole recording is recognised")

    def save(self) -> None:
        """Merge and write what has gathered since the last time."""
        if not self._waiting:
            return
        from sessionlens.speech.merge import merge

        new, self._waiting = self._waiting, []
        beginning = self._beginning

        def grown(material: Material) -> Material:
            return material._replace(transcript=merge(material.transcript or beginning, new))

        self._desk.editor.amend(grown)
        self._desk.refresh_timeline()

    def _start(self) -> None:
        from sessionlens.speech.live import (
            Listener,
            LiveSettings,
            LiveTranscription,
            empty_transcript,
        )
        from sessionlens.speech.ready import models_for

        try:
            models = models_for(self._model)
        except SessionLensError as error:
            self._desk.say(str(error))
            return
        self._beginning: Transcript = empty_transcript(self._recording, models.speech)
        listener = Listener(
            utterances=self._tell_heard, progress=self._tell_progress, ended=self._tell_ended
        )
        review = self._desk.editor.review
        settings = LiveSettings(self._desk.position, sha256=review.recording.sha256)
        self._live = LiveTranscription(self._recording, self._output, models, listener, settings)
        self._live.start()
        self.text = "recognising …"
        note = " with the demo's model, which knows only the demo" if models.speech.demo else ""
        self._desk.say(f"Recognising from here on{note}; the same key stops it")

    # From the threads that recognise: they only post, and the screen's own thread acts.

    def _tell_heard(self, utterances: Sequence[Utterance]) -> None:
        self._post(Heard(utterances))

    def _tell_progress(self, progress: "Progress") -> None:
        self._post(Advanced(progress.fraction, progress.speed))

    def _tell_ended(self, error: SessionLensError | None) -> None:
        self._post(Ended(error))

    def _has_foreign_words(self) -> bool:
        transcript = self._desk.editor.transcript
        return bool(transcript and transcript.utterances and transcript.source.engine != "vosk")
