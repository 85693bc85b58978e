"""Who does what on the review screen, put together."""

from typing import TYPE_CHECKING

from sessionlens.tui.playback.handling import handlers
from sessionlens.tui.playback.program import Program
from sessionlens.tui.playback.reading import Reading
from sessionlens.tui.playback.undoing import Undoing
from sessionlens.tui.screens.review.choosing import Choosing
from sessionlens.tui.screens.review.closing import Closing
from sessionlens.tui.screens.review.coach import Coach
from sessionlens.tui.screens.review.composing import Comments
from sessionlens.tui.screens.review.correcting import Correcting
from sessionlens.tui.screens.review.markers import Markers
from sessionlens.tui.screens.review.marking import Marking
from sessionlens.tui.screens.review.transcribing import Transcribing

if TYPE_CHECKING:
    from textual.app import App

    from sessionlens.tui.screens.review.screen import ReviewScreen


class Parts:
    """The parts of a screen, each knowing only what it needs; `commands` is all they can do."""

    def __init__(self, screen: "ReviewScreen", app: "App[int]") -> None:
        desk, stage = screen.desk, screen.stage
        self.listening = screen.listening
        self._desk = desk
        self.composing = Comments(
            desk, screen.editor, self.listening, stage.drafts, screen.keep_drafts
        )
        self.marking = Marking(desk, screen.ask_about, self.composing.comment)
        self.changing = Markers(
            desk, self.listening.play_marker, screen.recode, self.composing.edit
        )
        self.reading = Reading(
            desk, screen.transcript, screen.search, self.listening, self._comment
        )
        self.program = Program(desk, app, self.listening, "review", screen.rebuild)
        self.choosing = Choosing(desk, app, self.listening, screen.rebuild)
        self.correcting = Correcting(desk, self.program.ask, self.choosing.name_speakers)
        self.closing = Closing(
            desk,
            app,
            stage.opened,
            lambda: screen.details,
            self.changing,
            self.composing,
            self.listening,
        )
        self.coach = Coach(desk, stage, app, self.listening.play_marker)
        self.transcribing = Transcribing(desk, stage, screen.post_message)
        marking = (self.marking, self.changing, Undoing(desk, stage.editor, desk.read_only))
        words = (self.reading, self.correcting, self.transcribing)
        around = (self.choosing, self.closing, self.coach)
        self.commands = handlers("review", self.listening, self.program, *marking, *words, *around)

    def _comment(self) -> bool:
        """Comment on the marker made last: its prompt may have gone while one thought."""
        if self._desk.marker is None:
            return False
        self.changing.edit()
        return True
