"""Recognising what is said while one listens: the transcript grows under the playhead."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from sessionlens.domain.changes import Material
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.timecode import clock
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.library.review import late_transcript
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.review.document import OpenReview

if TYPE_CHECKING:
    from sessionlens.speech.choice import ChosenModels
    from sessionlens.speech.live import LiveTranscription
    from sessionlens.speech.transcriber import Progress
    from sessionlens.tui.screens.dialogs import Dialogs
    from sessionlens.tui.screens.review.choosing_model import ChoosingModel
    from sessionlens.tui.screens.review.naming import Naming
    from sessionlens.tui.screens.review.telling_voices import TellingVoices


class Heard(Message):
    """More utterances were recognised."""

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        super().__init__()
        self.utterances = utterances


class Advanced(Message):
    """A run has come so far (0 to 1), at so many seconds of sound per second."""

    def __init__(self, run: "LiveTranscription", fraction: float, speed: float) -> None:
        super().__init__()
        self.run = run
        self.fraction = fraction
        self.speed = speed


class Ended(Message):
    """A run is over, well or with an error."""

    def __init__(self, run: "LiveTranscription", error: SessionLensError | None) -> None:
        super().__init__()
        self.run = run
        self.error = error


class TranscriptOfAnother:
    """The transcript as the command writes it, or another window, while this screen is open.

    It is looked for only as long as what is shown is none, or was recognised in part.
    """

    def __init__(self, document: OpenReview) -> None:
        self._document = document
        self._complete = False
        self._stamp = _stamp(document)

    def look(self) -> str:
        """Take up one that has come or grown; returns how far an unfinished one goes."""
        document = self._document
        if self._complete or document.transcript_later:
            return ""
        # What is being written here is no other program's, and newer than what lies there.
        if document.editor.saving.saved and (stamp := _stamp(document)) != self._stamp:
            self._stamp = stamp
            if document.opened.store.transcript_changed:
                self._take_up()
        return self._how_far()

    def _take_up(self) -> None:
        document = self._document
        chosen = late_transcript(document.opened)
        shown = document.editor.transcript
        if chosen.transcript is None:
            return
        if shown is not None and shown.source.engine != chosen.transcript.source.engine:
            return  # it is not what was recognised here: one can choose it
        document.opened.store.take_transcript(chosen.file)
        document.editor.amend(
            lambda material: material._replace(transcript=chosen.transcript), save=False
        )
        document.refresh_timeline()
        shown_now = f"A transcript has come, {chosen.file.path.name}: it is shown now"
        document.say(" · ".join(filter(None, [shown_now, document.coach_hint])))

    def _how_far(self) -> str:
        from sessionlens.speech.engines.table import recognised_here
        from sessionlens.speech.journal import Journal

        document, transcript = self._document, self._document.editor.transcript
        if transcript is None or not transcript.utterances:
            return ""
        if not recognised_here(transcript) or not Journal.exists(document.opened.transcript_path):
            self._complete = True
            return ""
        end = max(utterance.end for utterance in transcript.utterances)
        return f"recognised to {clock(end)} of {clock(document.duration)}"


def _stamp(document: OpenReview) -> tuple[int, int]:
    try:
        status = document.opened.transcript_path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


class Transcribing:
    """The command that starts and stops the recognition; `post` takes messages from its threads.

    What is recognised is merged into the transcript as it stands, so that corrections made
    meanwhile stay; `tick` below is called every few seconds and writes what has gathered. As long
    as a transcript is missing or not complete, one that another program has finished is taken up.
    The document knows the last run: it may still be ending when another one begins.
    `parts` is to be called before all else: it makes what tells the models to use, the names, and
    what tells voices apart once all is recognised.
    """

    _choosing: "ChoosingModel"
    _naming: "Naming"
    _voices: "TellingVoices | None" = None

    def __init__(self, document: OpenReview, post: Callable[[Message], object]) -> None:
        self._document = document
        self._post = post
        self._live: LiveTranscription | None = None
        self._waiting: list[Utterance] = []
        self._finished_elsewhere = TranscriptOfAnother(document)
        self.text = self._recognised = ""

    def parts(self, dialogs: "Dialogs", read: Callable[[int | None], None]) -> tuple[object, ...]:
        """This, and the parts for models, for names and for voices.

        They ask in `dialogs`; `read` puts the reader's cursor on an utterance.
        """
        from sessionlens.tui.screens.review.choosing_model import ChoosingModel
        from sessionlens.tui.screens.review.naming import Naming
        from sessionlens.tui.screens.review.telling_voices import TellingVoices

        self._choosing = ChoosingModel(self._document, dialogs)
        self._naming = Naming(self._document, dialogs)
        self._voices = TellingVoices(self._document, dialogs, read)
        return self, self._choosing, self._naming, self._voices

    @handles("transcript.transcribe")
    def toggle(self) -> None:
        if self._document.read_only:
            self._document.say(self._document.read_only)
        elif self._live is not None:
            self.stop()
            self._document.say("Stopped; what was recognised is kept, and it goes on from there")
        elif why := self._why_not():
            self._document.say(why)
        else:
            self._choosing.then_with_models(self._begin)

    def tick(self) -> None:
        """Write what has gathered; else say how far an earlier run came, or take up what is new."""
        self.save()
        if self._live is None:
            self.text = self._finished_elsewhere.look()
            if self._voices is not None:
                self._voices.look_at_opening()
                self._voices.tick()
                self.text = self._voices.text or self.text
        elif self._voices is not None and self._voices.text:
            self._voices.say_how_far()
            self.text = " · ".join([self._recognised, self._voices.text])

    @property
    def running(self) -> bool:
        """Whether something is being recognised."""
        return self._live is not None

    def stop(self) -> None:
        """End the recognition soon; what it has recognised stays."""
        if self._live is not None:
            self._live.cancel()
            self._live = None
        if self._voices is not None:
            self._voices.stop()
        self.text = ""
        self.save()

    def heard(self, utterances: Sequence[Utterance]) -> None:
        """Take in what was recognised; it is shown at once, and saved with the next batch."""
        self._waiting += utterances
        if not self._document.timeline.utterances:
            self.save()

    def advanced(self, event: Advanced) -> None:
        """Say how far it is; what was stopped has nothing to say any more."""
        if event.run is self._live:
            pace = f" {event.speed:.0f}×" if event.speed >= 1 else ""
            self.text = self._recognised = f"recognising {event.fraction:.0%}{pace}"

    def ended(self, event: Ended) -> None:
        """Save the rest; the journal of a complete transcript is done with."""
        self.save()
        if event.run is not self._live:
            return
        self._live, self.text = None, ""
        if event.error is not None:
            self._document.say(str(event.error))
        elif event.run.complete:
            if self._document.editor.unsaved is None:
                event.run.discard()
            notes = filter(None, [self._naming.sentence, self._doubt(event.run)])
            whole = "; ".join(["The whole recording is recognised", *notes])
            told = [whole, *self._naming.notices, self._document.coach_hint]
            self._document.say(" · ".join(filter(None, told)))
            if self._voices is not None:
                self._voices.recognised(event.run.turns)

    def _doubt(self, run: "LiveTranscription") -> str:
        from sessionlens.speech.to_file import unsure

        transcript = self._document.editor.transcript
        return unsure(transcript, run.models.speech) if transcript else ""

    def save(self) -> None:
        """Merge and write what has gathered since the last time."""
        if not self._waiting:
            return
        from sessionlens.speech.merge import merge

        new, self._waiting = self._waiting, []
        beginning = self._beginning

        def grown(material: Material) -> Material:
            return material._replace(transcript=merge(material.transcript or beginning, new))

        self._document.editor.amend(grown)
        self._document.refresh_timeline()

    def _begin(self, models: "ChosenModels") -> None:
        from sessionlens.speech.live import (
            Listener,
            LiveSettings,
            LiveTranscription,
            empty_transcript,
        )

        document, recording = self._document, self._document.opened.recording
        if other := _begun_by_another(document.editor.transcript, models):
            document.say(other)
            return
        self._beginning: Transcript = empty_transcript(recording, models.speech)
        last = document.recognition
        settings = LiveSettings(
            self._document.position,
            sha256=document.content_hash,
            after=None if last is None or last.join(0) else last,
        )
        output, post = document.opened.transcript_path, self._post
        self._naming.look(models.speech.language)
        put_in = self._naming.put_in

        # From the threads that recognise: they only post, and the screen's own thread acts.
        def heard(utterances: Sequence[Utterance]) -> None:
            post(Heard(put_in(utterances)))

        def advanced(progress: "Progress") -> None:
            post(Advanced(live, progress.fraction, progress.speed))

        def ended(error: SessionLensError | None) -> None:
            post(Ended(live, error))

        listener = Listener(heard, advanced, ended)
        live = LiveTranscription(recording, output, models, listener, settings)
        self._live = document.recognition = live
        live.start()
        self.text = self._recognised = "recognising …"
        note = " with the demo's model, which knows only the demo" if models.speech.demo else ""
        begun = f"Recognising from here on{note}; the same key stops it"
        self._document.say(" · ".join([begun, *self._naming.notices]))

    def _why_not(self) -> str:
        """Why there is nothing to recognise; a journal tells that a run has not come to its end."""
        from sessionlens.speech.engines.table import recognised_here
        from sessionlens.speech.journal import Journal

        transcript = self._document.editor.transcript
        if transcript is None or not transcript.utterances:
            return ""
        if not recognised_here(transcript):
            return "There is a transcript already: move it away to have one recognised"
        if not Journal.exists(self._document.opened.transcript_path):
            return "The whole recording is recognised already"
        return ""


def _begun_by_another(transcript: Transcript | None, models: "ChosenModels") -> str:
    """Why these models cannot complete what is there: words of two engines would be mixed."""
    from sessionlens.speech.engines.table import ENGINES, module_of

    begun = transcript.source.engine if transcript and transcript.utterances else ""
    if begun in ("", models.speech.engine) or begun not in ENGINES:
        return ""
    return (
        f"This transcript was begun with {ENGINES[begun].TITLE}, and {models.speech.name} is a "
        f"model of {module_of(models.speech).TITLE}: choose another, or move the transcript away"
    )
