"""Choices of a review: its rubric, and who is who in its transcript."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sessionlens.domain.changes import SetRubric
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import clash_with
from sessionlens.domain.review import reference
from sessionlens.storage.rubrics import find_rubric, list_rubrics
from sessionlens.tui.playback.handling import handles
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.screens.review.desk import Desk

if TYPE_CHECKING:
    from textual.app import App


class Choosing:
    """The commands that open a list of choices; another rubric draws the screen anew."""

    def __init__(
        self, desk: Desk, app: "App[int]", listening: Listening, rebuild: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._app = app
        self._listening = listening
        self._rebuild = rebuild

    def name_speakers(
        self, speakers: dict[str, int], then: Callable[[dict[str, str]], None]
    ) -> None:
        """Let the speakers be named, each once."""
        from sessionlens.tui.screens.speakers import SpeakersScreen

        self._listening.pause_for_typing()

        def named(names: dict[str, str] | None) -> None:
            if names:
                then(names)
            self._listening.resume_after_typing()

        self._app.push_screen(SpeakersScreen(speakers), named)

    @handles("review.rubric")
    def rubric(self) -> None:
        from sessionlens.tui.screens.choose import ChooseScreen

        if self._desk.read_only:
            self._desk.say(self._desk.read_only)
            return
        options = [
            (one.name, f"{one.rubric.title} ({one.rubric.edition})")
            for one in list_rubrics()
            if one.rubric is not None
        ]
        self._app.push_screen(
            ChooseScreen("Rubric", options, self._desk.rubric.id), self._rubric_chosen
        )

    def _rubric_chosen(self, name: str | None) -> None:
        if name is None or name == self._desk.rubric.id:
            return
        try:
            rubric, file = find_rubric(name)
            clash_with(self._desk.keymap, rubric)
        except SessionLensError as error:
            self._desk.say(str(error))
            return
        if self._desk.apply(SetRubric(reference(rubric, file))):
            self._desk.rubric = rubric
            self._rebuild()
