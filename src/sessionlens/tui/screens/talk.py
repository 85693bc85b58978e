"""Who speaks how long, and where nobody does, in sentences."""

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sessionlens.domain.talk_time import describe, talk_time
from sessionlens.domain.transcript import Transcript
from sessionlens.tui.screens.dialog import Dialog

_NOTHING = "There is no transcript to count from."
_MEANING = "A description, not a score: what it means is for the two of you to say."


class TalkScreen(Dialog[None]):
    """Talk time, longest monologue and silences of a transcript; `phases` say how long each was."""

    def __init__(self, transcript: Transcript | None, phases: Sequence[str] = ()) -> None:
        super().__init__("Who speaks", (("Esc", "closes"),))
        self._lines = describe(talk_time(transcript)) if transcript else []
        self._lines += phases
        if transcript and transcript.source.guessed_speakers:
            self._lines.append("The speakers were guessed from their voices")

    def body(self) -> Iterable[Widget]:
        yield Static(Content("\n".join(self._lines or [_NOTHING])), classes="said")
        if self._lines:
            yield Static(Content(_MEANING), classes="said")
