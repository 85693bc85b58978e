"""Merging the other's copy: where both say something else, both stand side by side."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sessionlens.domain.alliance import Alliance, same_people
from sessionlens.domain.alliance_changes import TakeAlliance
from sessionlens.domain.alliance_merge import (
    AllianceConflict,
    MergeChoice,
    brought_together,
    conflicts_between,
    merged,
)
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import file_name
from sessionlens.library.alliance import copies_near
from sessionlens.library.typed_path import typed_path
from sessionlens.storage.alliances import load_alliance
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.alliance.document import OpenAlliance
from sessionlens.tui.screens.ask import AskScreen
from sessionlens.tui.screens.choose import ChooseScreen
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.screens.dialogs import PushScreen

_ELSEWHERE = "somewhere else"


class ConflictScreen(Dialog[MergeChoice]):
    """A text that both have changed; ends with whose is kept, or with None for nothing merged."""

    DEFAULT_CSS = """
    ConflictScreen > .sheet { width: 100; }
    ConflictScreen Horizontal { height: auto; max-height: 22; margin: 0 1; }
    ConflictScreen VerticalScroll { width: 1fr; height: auto; max-height: 22; padding: 0 1; }
    ConflictScreen .theirs { border-left: solid $rule; }
    ConflictScreen Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,1", "choose('ours')", show=False),
        Binding("right,2", "choose('theirs')", show=False),
        Binding("b,3", "choose('both')", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]

    def __init__(self, conflict: AllianceConflict, which: str) -> None:
        keys = (("←", "keeps yours"), ("→", "keeps theirs"))
        both = (("b", "keeps both"),) if conflict.both else ()
        super().__init__(f"{conflict.place} · {which}", (*keys, *both, ("Esc", "merges nothing")))
        self._conflict = conflict

    def body(self) -> Iterable[Widget]:
        with Horizontal():
            yield _side("← Yours", self._conflict.ours, "ours")
            yield _side("→ Theirs", self._conflict.theirs, "theirs")

    def action_choose(self, choice: MergeChoice) -> None:
        """Keep what one side has, or both."""
        if choice != "both" or self._conflict.both:
            self.dismiss(choice)

    def action_scroll(self, lines: int) -> None:
        """Scroll both sides."""
        for side in self.query(VerticalScroll):
            side.scroll_relative(y=lines, animate=False)


def _side(title: str, text: str, name: str) -> VerticalScroll:
    return VerticalScroll(
        Static(Content.styled(title, "bold $accent")),
        Static(Content(text or "(nothing)")),
        classes=name,
        can_focus=False,
    )


class Merging:
    """The command that merges the other's copy; `push` shows dialogs."""

    def __init__(self, document: OpenAlliance, push: PushScreen) -> None:
        self._document = document
        self._push = push

    @handles("alliance.merge")
    def merge(self) -> None:
        """Ask which copy it is, and merge it."""
        copies = copies_near(self._document.path, self._document.alliance)
        if not copies:
            self._ask_where()
            return
        options = [(str(path), file_name(path.name)) for path in copies]
        self._push(
            ChooseScreen("Which copy did the other send?", [*options, (_ELSEWHERE, _ELSEWHERE)]),
            lambda name: self._ask_where() if name == _ELSEWHERE else self._take(name),
        )

    def _ask_where(self) -> None:
        self._push(
            AskScreen("The other's copy", "Where is it? A file can be dropped here"), self._take
        )

    def _take(self, name: str | None) -> None:
        if not name:
            return
        document = self._document
        path = typed_path(name)
        path = path if path.is_absolute() else document.path.parent / path
        try:
            theirs = load_alliance(path)
        except SessionLensError as error:
            document.say(str(error))
            return
        if not document.alliance.between:
            self._apply(theirs, path)
        elif theirs.id != document.alliance.id:
            self._bring_together(theirs, path)
        else:
            conflicts = conflicts_between(document.alliance, theirs)
            self._ask(conflicts, {}, lambda choices: self._merge(theirs, path, choices))

    def _bring_together(self, theirs: Alliance, path: Path) -> None:
        document = self._document
        ours = document.alliance
        others = " and ".join(theirs.between)
        if not same_people(ours.between, theirs.between):
            document.say(f"That agreement is between {others}: it stays a file of its own")
            return
        if any(earlier.id == theirs.id for earlier in ours.earlier):
            document.say("That agreement is among the earlier ones here already")
            return

        def chosen(which: str | None) -> None:
            if which and which != "apart":
                kept, other = (ours, theirs) if which == "ours" else (theirs, ours)
                self._apply(brought_together(kept, other, document.today), path)

        self._push(
            ChooseScreen(
                f"Two agreements, begun apart; that one is between {others}",
                [
                    ("ours", "Go on with this one, and keep that one whole among the earlier"),
                    ("theirs", "Go on with that one, and keep this one whole among the earlier"),
                    ("apart", "Leave them apart"),
                ],
                "apart",
            ),
            chosen,
        )

    def _ask(
        self,
        conflicts: tuple[AllianceConflict, ...],
        choices: dict[AllianceConflict, MergeChoice],
        then: Callable[[dict[AllianceConflict, MergeChoice]], None],
    ) -> None:
        """Ask about one conflict after another; `then` gets all choices, or nothing happens."""
        number = len(choices)
        if number == len(conflicts):
            then(choices)
            return
        conflict = conflicts[number]

        def chosen(choice: MergeChoice | None) -> None:
            if choice is None:
                self._document.say("Nothing was merged")
            else:
                self._ask(conflicts, {**choices, conflict: choice}, then)

        self._push(ConflictScreen(conflict, f"{number + 1} of {len(conflicts)}"), chosen)

    def _merge(
        self, theirs: Alliance, path: Path, choices: dict[AllianceConflict, MergeChoice]
    ) -> None:
        new = merged(self._document.alliance, theirs, lambda conflict: choices[conflict])
        if new == self._document.alliance:
            self._document.say(f"All that is in {file_name(path.name)} is here already")
            return
        self._apply(new, path)

    def _apply(self, new: Alliance, path: Path) -> None:
        document = self._document
        if document.apply(TakeAlliance(new)):
            more = "" if new.agreed_by_all else ": send your copy back, so that both are alike"
            document.say(f"{file_name(path.name)} is merged{more}")
