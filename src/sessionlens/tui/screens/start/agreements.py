"""Agreements in the list of a folder: opening one, and the line that says when to look again."""

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

from textual.message import Message

from sessionlens.domain.keymap import first_key
from sessionlens.domain.text import file_name
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.dialogs import PushScreen
from sessionlens.tui.screens.start.document import OpenFolder
from sessionlens.tui.screens.start.opening import OpenRequest


class DueRead(Message):
    """The agreements of the folder were read; `words` say what is due, if anything is."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class Agreements:
    """The command that opens what people agreed; `choose` takes what is to be opened."""

    def __init__(
        self,
        document: OpenFolder,
        choose: Callable[[OpenRequest], object],
        push: PushScreen,
        post: Callable[[DueRead], object],
    ) -> None:
        self._document = document
        self._choose = choose
        self._push = push
        self._post = post

    def look(self) -> None:
        """Read the agreements of the folder on a thread, for what is due."""
        document = self._document

        def read() -> None:
            from sessionlens.library.alliance import due_in

            due = due_in(document.folder, dt.date.today())
            key = first_key(document.keymap, "folder.alliance")
            more = f" ({key})" if key else ""
            self._post(DueRead("; ".join(due) + more if due else ""))

        threading.Thread(target=read, name="agreements", daemon=True).start()

    @handles("folder.alliance")
    def open(self) -> None:
        """Open the agreement of the folder or one below, or begin one; of several one is chosen."""
        from sessionlens.library.alliance import alliances_below
        from sessionlens.storage.alliances import NAME

        here = alliances_below(self._document.folder)
        first: dict[str, Path] = {}
        for placed in here.alliances:
            first.setdefault(placed.alliance.id, placed.path)
        if len(first) < 2:
            for fault in here.faults:
                self._document.say(fault)
            if first or not here.faults:
                path = next(iter(first.values()), self._document.folder / NAME)
                self._choose(OpenRequest("alliance", path))
            return
        from sessionlens.tui.screens.choose import ChooseScreen

        folder = self._document.folder
        people = {placed.path: placed.alliance.between for placed in here.alliances}
        options = [
            (str(path), f"{' and '.join(people[path])} ({file_name(path.relative_to(folder))})")
            for path in first.values()
        ]

        def chosen(name: str | None) -> None:
            if name:
                self._choose(OpenRequest("alliance", Path(name)))

        self._push(ChooseScreen("Which agreement?", options), chosen)
