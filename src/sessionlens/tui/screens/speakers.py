"""Naming the speakers of a transcript, all at once."""

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.field import Field
from sessionlens.tui.wrapping import cells, fit

_WIDEST = 24


class SpeakersScreen(Dialog[dict[str, str]]):
    """`speakers` are names with their number of utterances.

    Ends with old name -> new name of those that changed, meant all at once: two may swap their
    names, and two that get the same name become one. None when left. `drafts` are names typed
    before and not kept, by `draft_name`.
    """

    DEFAULT_CSS = """
    SpeakersScreen > .sheet { width: 72; }
    SpeakersScreen VerticalScroll { height: auto; max-height: 14; padding: 0 1; }
    SpeakersScreen .note { margin: 1 1 0 1; }
    """

    def __init__(self, speakers: dict[str, int], drafts: dict[str, str] | None = None) -> None:
        hints = (("Enter", "next, then done"), ("Esc", "leaves the names as they are"))
        super().__init__("Name the speakers", hints if speakers else (("Esc", "closes"),))
        width = min(max((cells(name) for name in speakers), default=0), _WIDEST)
        self._fields = {
            name: Field(
                f"{fit(name, width)}  {count:4} ×",
                (drafts or {}).get(draft_name(name)) or name,
                _named,
            )
            for name, count in speakers.items()
        }
        self._label_width = width + 10
        self._note = Static(classes="note", markup=False)

    @property
    def typed(self) -> dict[str, str]:
        return {
            draft_name(name): field.text if field.text != name else ""
            for name, field in self._fields.items()
        }

    def body(self) -> Iterable[Widget]:
        if not self._fields:
            yield Static(Content("Nobody is named in this transcript."), classes="said")
            return
        yield VerticalScroll(*self._fields.values(), can_focus=False)
        yield self._note

    def on_mount(self) -> None:
        for field in self._fields.values():
            field.query_one(".label").styles.width = self._label_width
        self._say()

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        self.tell_typed()
        self._say()

    def on_field_left(self, event: Field.Left) -> None:
        event.stop()
        if not event.enter or event.field.wrong:
            return
        fields = list(self._fields.values())
        if event.field is not fields[-1]:
            fields[fields.index(event.field) + 1].enter()
            return
        wrong = next((field for field in fields if field.wrong), None)
        if wrong is not None:
            wrong.enter()
            return
        names = {old: field.text for old, field in self._fields.items()}
        self.dismiss({old: new for old, new in names.items() if new != old})

    def _say(self) -> None:
        names = [field.text for field in self._fields.values() if field.text]
        twice = next((name for name in names if names.count(name) > 1), "")
        self._note.update(f"Twice “{twice}”: they become one speaker." if twice else "")


def draft_name(speaker: str) -> str:
    """What a new name for a speaker is called while it is a draft."""
    return f"Name of the speaker {speaker}"


def _named(text: str) -> str | None:
    return None if text else "needs a name"
