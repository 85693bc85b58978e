"""Correcting the transcript: speakers, words, offset."""

import math

from msgspec.structs import replace

from sessionlens.domain.changes import SetSession
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.domain.timecode import clock, parse_clock
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.domain.transcript_changes import RenameSpeakers, SetUtterance, ShiftTranscript
from sessionlens.domain.wording import reworded
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.review.document import OpenReview

_NOBODY = "Nobody is speaking here: go to the words, or read them with the arrows"


class Correcting:
    """The commands that change the transcript; each can be undone."""

    def __init__(
        self,
        document: OpenReview,
        dialogs: Dialogs,
    ) -> None:
        self._document = document
        self._dialogs = dialogs

    def _place(self) -> int | None:
        """The utterance under the reader's cursor, or the one heard last; says why if none is."""
        if self._read_only():
            return None
        if self._document.reader is not None:
            return self._document.reader
        if not self._document.timeline.utterances:
            self._document.say("There is no transcript to correct")
            return None
        utterance = self._document.timeline.heard_lately(self._document.position)
        if utterance is None:
            self._document.say(_NOBODY)
        return utterance

    def _read_only(self) -> bool:
        """Whether nothing can be corrected, which is said before anything is typed."""
        if why := self._document.read_only:
            self._document.say(why)
        return bool(why)

    @handles("transcript.speaker")
    def next_speaker(self) -> None:
        index = self._place()
        transcript = self._document.editor.transcript
        if index is None or transcript is None:
            return
        utterance = transcript.utterances[index]
        names = list(transcript.speakers)
        if len(names) < 2:
            names += [name for name in ("Coach", "Client") if name not in names]
        current = names.index(utterance.speaker) if utterance.speaker in names else -1
        speaker = names[(current + 1) % len(names)]
        changed = replace(utterance, speaker=speaker, guessed=False)
        if self._document.apply(SetUtterance(index, changed, "speaker changed")):
            self._document.say(f"Speaker: {speaker}")

    @handles("transcript.coach")
    def coach(self) -> None:
        from sessionlens.tui.screens.who_coaches import WhoCoachesScreen

        document = self._document
        transcript = document.editor.transcript
        if transcript is None or not transcript.speakers:
            document.say("The transcript names no speakers, so nobody can be the coach")
        elif document.read_only:
            document.say(document.read_only)
        else:
            marks = document.keymap.marks
            digits = {key: n for n in range(1, 10) for key in marks.get(str(n), ())}
            examples = {name: _longest(transcript, name) for name in transcript.speakers}
            self._dialogs.show(WhoCoachesScreen(examples, digits), self._coach_chosen)

    def ask_for_coach(self) -> None:
        """Ask once who coaches, where there are two and nothing says it."""
        document, state = self._document, self._document.writing.state
        if document.lacks_coach and not state.coach_asked and not document.transcribe:
            document.writing.state = replace(state, coach_asked=True)
            self.coach()

    def _coach_chosen(self, name: str | None) -> None:
        document = self._document
        if name is None:
            return
        session = replace(document.editor.review.session, coach_speaker=name)
        if document.apply(SetSession(session)):
            document.say(f"{name} is the coach: a competency quotes what {name} says")

    @handles("transcript.rename")
    def rename(self) -> None:
        from sessionlens.tui.screens.speakers import SpeakersScreen, draft_name

        transcript = self._document.editor.transcript
        if transcript is None:
            self._document.say("There is no transcript, so nobody to name")
            return
        if not transcript.speakers:
            self._document.say("The transcript names no speakers; the speaker key gives one")
            return
        if self._read_only():
            return
        drafts = {
            name: self._dialogs.draft_of(name) for name in map(draft_name, transcript.speakers)
        }
        self._dialogs.type_in(SpeakersScreen(transcript.speakers, drafts), self._renamed)

    def _renamed(self, names: dict[str, str]) -> None:
        cleaned = {old: clean(new) for old, new in names.items() if clean(new)}
        if cleaned and self._document.apply(RenameSpeakers(cleaned)):
            self._document.say("Speakers renamed; undo brings the old names back")

    @handles("transcript.correct")
    def correct(self) -> None:
        index = self._place()
        if index is None:
            return
        utterance = self._document.timeline.utterances[index]
        self._dialogs.ask(
            "Correct what was said",
            utterance.speaker or "words",
            utterance.text,
            _has_words,
            lambda text: self._corrected(utterance, text),
            place=f"at {clock(utterance.start, 1)}",
        )

    def _corrected(self, utterance: Utterance, text: str) -> None:
        # While one types, what is recognised before may move it.
        utterances = self._document.timeline.utterances
        if utterance not in utterances:
            at = clock(utterance.start, 1)
            self._document.say(f"What was said at {at} has changed: not replaced by “{text}”")
            return
        index = utterances.index(utterance)
        self._document.apply(SetUtterance(index, reworded(utterance, clean(text))))

    @handles("transcript.offset")
    def offset(self) -> None:
        if self._document.editor.transcript is None:
            self._document.say("There is no transcript to shift")
            return
        if self._read_only():
            return
        label = "Seconds or a time: 1.5 moves it later, -1:02:03 earlier; zero: it begins at 0:00"
        value = "0.0"
        if self._document.reader is not None:
            read = self._document.timeline.utterances[self._document.reader].start
            label = f"Seconds; with these the row at {clock(read)} is what you hear now"
            value = f"{self._document.position - read:.1f}"
        self._dialogs.ask("Shift the transcript", label, value, self._seconds, self._shifted)

    def _seconds(self, text: str) -> float:
        if text.strip().lower() in ("zero", "begins at zero"):
            return -self._document.timeline.utterances[0].start
        return _seconds(text)

    def _shifted(self, text: str) -> None:
        seconds = self._seconds(text)
        if self._document.apply(ShiftTranscript(seconds)):
            self._document.say(f"Transcript shifted by {seconds:+.2f} s; undo takes it back")


def _has_words(text: str) -> None:
    if not clean(text):
        raise SessionLensError("An utterance needs words", "Esc leaves it as it is")


def _seconds(text: str) -> float:
    text = text.strip().replace(",", ".").replace("−", "-")
    try:
        value = float(text)
    except ValueError:
        sign = -1.0 if text.startswith("-") else 1.0
        try:
            value = sign * float(parse_clock(text.lstrip("+-")))
        except SessionLensError:
            value = math.nan
    if not abs(value) <= 86_400:
        raise SessionLensError(
            f"'{text}' is no number of seconds and no time", "Write it as -1.5 or -10:02:06"
        )
    return value


def _longest(transcript: Transcript, name: str) -> str:
    """Something by which one knows who it is: the longest of their first utterances."""
    spoken = [one.text for one in transcript.utterances if one.speaker == name][:10]
    return max(spoken, key=len, default="")
