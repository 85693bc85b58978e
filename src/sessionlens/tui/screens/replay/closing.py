"""Around the moments: what the mentor concludes, what the coach takes along, the recording."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from sessionlens.domain.answer import Reflection
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.reply import SetReflection, unknown
from sessionlens.tui.playback.handling import handles
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.screens.replay.desk import ReplayDesk

if TYPE_CHECKING:
    from textual.app import App

_visits = count()


class Closing:
    """The commands that open a form; `take_recording` raises SessionLensError for a wrong one."""

    def __init__(
        self,
        desk: ReplayDesk,
        app: "App[int]",
        listening: Listening,
        take_recording: Callable[[Path], None],
    ) -> None:
        self._desk = desk
        self._app = app
        self._listening = listening
        self._take_recording = take_recording

    @handles("review.verdicts")
    def verdicts(self) -> None:
        from sessionlens.tui.screens.conclusions import ConclusionsScreen

        desk = self._desk
        lost = unknown(desk.editor.reply.answers, desk.moments)
        self._app.push_screen(ConclusionsScreen(desk.feedback, lost))

    @handles("reply.reflection")
    def reflect(self) -> None:
        from sessionlens.tui.screens.reflection import ReflectionScreen

        desk = self._desk
        if desk.read_only:
            desk.say(desk.read_only)
            return
        visit = f"reflection {next(_visits)}"

        def keep(reflection: Reflection) -> None:
            desk.apply(SetReflection(reflection), joins=visit)

        self._listening.pause_for_typing()
        self._app.push_screen(
            ReflectionScreen(desk.editor.reply.reflection, keep),
            lambda _: self._listening.resume_after_typing(),
        )

    @handles("reply.recording")
    def recording(self) -> None:
        self.ask_for_recording("")

    def ask_for_recording(self, offered: str, note: str = "") -> None:
        """Ask where the recording is; `offered` is what may be it."""
        from sessionlens.tui.screens.ask import AskScreen

        label = note or f"The path of '{self._desk.feedback.recording.file}'; Esc reads on without"
        self._app.push_screen(
            AskScreen("Where is the recording?", label, offered, _no_file), self._named
        )

    def _named(self, text: str | None) -> None:
        if text is None:
            return
        try:
            self._take_recording(_path(text))
        except SessionLensError as error:
            self.ask_for_recording(text, f"✗ {error.what}. {error.hint}")


def _path(text: str) -> Path:
    # A file dragged into a terminal comes in quotes.
    return Path(text.strip().strip("'\"")).expanduser()


def _no_file(text: str) -> str | None:
    try:
        return None if _path(text).is_file() else "There is no such file"
    except (OSError, ValueError, RuntimeError):
        return "This is no name of a file"
