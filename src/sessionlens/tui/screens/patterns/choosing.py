"""Choosing whose sessions are looked at, with which client and rubric; and writing them out."""

from collections.abc import Callable
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.library.typed_path import typed_path
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.dialogs import PushScreen
from sessionlens.tui.screens.patterns.document import OpenPatterns

_ALL = ""


class Choosing:
    """The commands that ask; `push` shows a dialog, `chosen` what is looked at then."""

    def __init__(
        self, document: OpenPatterns, push: PushScreen, chosen: Callable[[], object]
    ) -> None:
        self._document = document
        self._push = push
        self._chosen = chosen

    @handles("patterns.coach")
    def coach(self) -> None:
        """Ask whose sessions are looked at."""
        gathered = self._document.gathered
        names = gathered.coaches if gathered else ()
        if len(names) < 2:
            self._document.say("There are sessions of one coach only")
            return
        self._ask(
            "Whose sessions?", [(name, name) for name in names], self._document.coach, self._of
        )

    @handles("patterns.client")
    def client(self) -> None:
        """Ask for one client, or all."""
        document = self._document
        if document.client:
            self.only(_ALL)
            return
        names = [name for name in document.patterns.clients if name]
        if not names:
            document.say("No session here names its client")
            return
        self._ask(
            "Which client?",
            [(_ALL, "all of them"), *((name, name) for name in names)],
            document.client,
            self.only,
        )

    def only(self, client: str) -> None:
        """Look at one client, all where it is empty."""
        self._look_at(self._document.coach, client)

    def _of(self, coach: str) -> None:
        self._look_at(coach, _ALL)

    def _look_at(self, coach: str, client: str) -> None:
        document = self._document
        if document.gathered is None:
            return
        try:
            document.of_coach(coach, client)
        except SessionLensError as error:
            document.say(str(error))
            return
        self._chosen()

    @handles("patterns.rubric")
    def rubric(self) -> None:
        """Show the table of the next rubric."""
        document = self._document
        table, names = document.table, [one.names.id for one in document.patterns.rubrics]
        if table is None or len(names) < 2:
            document.say("One rubric was used in all of these sessions")
            return
        document.rubric = names[(names.index(table.names.id) + 1) % len(names)]
        self._chosen()

    @handles("review.export")
    def write(self) -> None:
        """Ask for a name, and write a page."""
        from sessionlens.tui.screens.ask import AskScreen

        document = self._document
        if not document.patterns.sessions:
            document.say("There is nothing to write yet")
            return
        target = document.folders[0] / "patterns.html"
        label = "A page without quotes: a name that ends in .html or .md"
        self._push(AskScreen("Write it to", label, str(target), _complaint), self._write)

    def _write(self, name: str | None) -> None:
        from sessionlens.documents.patterns import format_of, render
        from sessionlens.storage.feedback import write_new

        if not name:
            return
        target = typed_path(name)
        try:
            write_new(target, render(format_of(None, target), self._document.patterns).encode())
        except SessionLensError as error:
            self._document.say(str(error))
            return
        self._document.say(f"Written to {target}")

    def _ask(
        self,
        title: str,
        options: list[tuple[str, str]],
        current: str,
        then: Callable[[str], None],
    ) -> None:
        from sessionlens.tui.screens.choose import ChooseScreen

        def answered(value: str | None) -> None:
            if value is not None:
                then(value)

        self._push(ChooseScreen(title, options, current), answered)


def _complaint(name: str) -> str | None:
    from sessionlens.documents.patterns import format_of

    try:
        format_of(None, Path(name.strip()))
    except SessionLensError as error:
        return f"{error.what}. {error.hint}"
    return None
