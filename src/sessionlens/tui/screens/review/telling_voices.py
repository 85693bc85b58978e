"""Telling voices apart behind the screen: who speaks in one channel, as a guess."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sessionlens.domain.changes import Material
from sessionlens.domain.keymap import first_key
from sessionlens.domain.text import counted
from sessionlens.domain.transcript import Transcript
from sessionlens.domain.voices import GuessSpeakers, VoiceTurn, open_to_guessing, with_voices
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.review.document import OpenReview

if TYPE_CHECKING:
    from sessionlens.speech.guessing import Guessing
    from sessionlens.tui.screens.dialogs import Dialogs

_MOST = 8
_NOBODY = "No two voices could be told apart here"


class TellingVoices:
    """Guesses the speakers of a transcript that names none, and when asked; stopped like t.

    It is done in a child process, which `tick` looks at every few seconds: `text` says how far it
    is. `read` puts the reader's cursor on an utterance: they may be divided above it.
    """

    def __init__(
        self, document: OpenReview, dialogs: "Dialogs", read: Callable[[int | None], None]
    ) -> None:
        self._document = document
        self._dialogs = dialogs
        self._read = read
        self._guessing: Guessing | None = None
        self._asked = False
        self._looked_at_opening = False
        self.text = ""

    @handles("transcript.voices")
    def ask(self) -> None:
        document, transcript = self._document, self._document.editor.transcript
        if self._guessing is not None:
            self.stop()
            document.say("Stopped: the voices are not told apart")
        elif document.read_only:
            document.say(document.read_only)
        elif transcript is None or not transcript.utterances:
            document.say("There is no transcript whose speakers could be told apart")
        elif not any(map(open_to_guessing, transcript.utterances)):
            document.say("A person has said of every line who speaks: nothing is left to guess")
        else:
            numbers = [(str(count), f"{count} people") for count in range(2, _MOST + 1)]
            usual = str(max(len(transcript.speakers), 2))
            self._dialogs.choose("How many people speak?", numbers, usual, self._ask_for)

    def _ask_for(self, count: str) -> None:
        self._begin(int(count), asked=True)
        key = first_key(self._document.keymap, "transcript.voices")
        stops = f"; {key} stops it" if key else ""
        self._document.say(f"Telling the voices apart, while you go on{stops}")

    def look_at_opening(self) -> None:
        """Guess where a transcript names nobody, once; a voice a channel needs no guess."""
        document, transcript = self._document, self._document.editor.transcript
        playable = document.player is not None and document.player.duration > 0
        if self._looked_at_opening or transcript is None or not playable:
            return
        self._looked_at_opening = True
        state = document.writing.state
        if not (document.read_only or transcript.speakers or state.one_voice or self._unfinished):
            self._begin(0, asked=False)

    @property
    def _unfinished(self) -> bool:
        from sessionlens.speech.journal import Journal

        return Journal.exists(self._document.opened.transcript_path)

    def recognised(self, turns: Sequence[VoiceTurn]) -> None:
        """The whole recording was recognised, its voices with it where there are `turns`."""
        self._looked_at_opening = True
        transcript = self._document.editor.transcript
        if turns:
            self._take(tuple(turns), save=True)
        elif self._guessing is not None and self._asked:
            return  # somebody has said meanwhile how many speak
        elif transcript is not None and any(map(open_to_guessing, transcript.utterances)):
            self._begin(0, asked=False)

    def stop(self) -> None:
        """End it soon, without a result."""
        if self._guessing is not None:
            self._guessing.cancel()
        self._guessing, self.text = None, ""

    def say_how_far(self) -> None:
        """Say how far it is, and no more: its result waits for the recognition's."""
        if self._guessing is not None:
            self.text = f"telling voices apart {self._guessing.fraction:.0%}"

    def tick(self) -> None:
        """Say how far it is; take the voices once they are there, unless something is typed."""
        guessing = self._guessing
        if guessing is None:
            return
        self.say_how_far()
        if not guessing.over or self._dialogs.covered():
            return
        self.stop()
        if guessing.error is not None:
            self._document.say(str(guessing.error))
        elif not guessing.turns:
            self._nobody(guessing)
        elif self._asked:
            self._take_asked(guessing.turns)
        else:
            self._take(guessing.turns, save=self._was_recognised)

    def _begin(self, count: int, *, asked: bool) -> None:
        from sessionlens.speech.guessing import Guessing
        from sessionlens.speech.voice_guess import USUAL

        self.stop()
        self._asked = asked
        recording = self._document.opened.recording
        self._guessing = Guessing(recording, count or USUAL, only_mono=not asked)
        self.text = "telling voices apart …"

    def _nobody(self, guessing: "Guessing") -> None:
        writing = self._document.writing
        if not self._asked:
            writing.keep_state(replace(writing.state, one_voice=True))
        if self._asked or not guessing.why:
            self._document.say(_NOBODY)

    @property
    def _was_recognised(self) -> bool:
        """Whether the transcript is our own work: else looking at a recording would make a file."""
        from sessionlens.speech.engines.table import recognised_here

        transcript = self._document.editor.transcript
        return transcript is not None and recognised_here(transcript)

    def _take_asked(self, turns: tuple[VoiceTurn, ...]) -> None:
        place = self._place()
        if self._document.apply(GuessSpeakers(turns)):
            self._shown(place)

    def _take(self, turns: tuple[VoiceTurn, ...], *, save: bool) -> None:
        """Name the speakers in every state that undo can reach: nobody has asked for a step."""
        named: dict[int, tuple[Transcript, Transcript]] = {}  # most states share their transcript

        def told(material: Material) -> Material:
            transcript = material.transcript
            if transcript is None:
                return material
            if id(transcript) not in named:
                named[id(transcript)] = transcript, with_voices(transcript, turns)
            return material._replace(transcript=named[id(transcript)][1])

        place = self._place()
        self._document.editor.amend(told, save=save)
        self._shown(place)

    def _place(self) -> float | None:
        reader = self._document.reader
        return None if reader is None else self._document.timeline.utterances[reader].start

    def _shown(self, place: float | None) -> None:
        """Show the voices, with the reader's cursor where it was, and say what they are."""
        document = self._document
        document.refresh_timeline()
        if place is not None:
            self._read(document.timeline.begun_by(place))
        count = len(document.timeline.transcript.speakers)
        voices = counted(count, "voice is", "voices are")
        swap, name, coach = (
            first_key(document.keymap, f"transcript.{command}")
            for command in ("speaker", "rename", "coach")
        )
        keys = [
            *([f"{swap} gives a line to another"] if swap else []),
            *([f"{name} names them"] if name else []),
            *([f"{coach} says who coaches"] if coach else []),
        ]
        document.say(f"{voices} told apart, as a guess: {', '.join(keys)}")
