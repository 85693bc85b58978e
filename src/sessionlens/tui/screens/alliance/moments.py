"""Choosing the moments that a goal or a direction is seen by."""

import threading
from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sessionlens.domain.text import counted, shorten
from sessionlens.library.alliance_moments import PairMoment
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.pick_list import PickList


class MomentsScreen(Dialog[tuple[str, ...]]):
    """Ends with the ids of the moments that were chosen, or with None for no change.

    `read` gives the moments there are, and is called on a thread: there may be many files. Moments
    chosen before that are in none of them stay chosen.
    """

    DEFAULT_CSS = """
    MomentsScreen > .sheet { width: 84; }
    MomentsScreen PickList { height: auto; max-height: 24; display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "pick", show=False)]

    class Read(Message):
        """The moments there are."""

        def __init__(self, moments: tuple[PairMoment, ...]) -> None:
            super().__init__()
            self.moments = moments

    def __init__(
        self,
        heading: str,
        read: Callable[[], tuple[PairMoment, ...]],
        chosen: tuple[str, ...],
    ) -> None:
        keys = (("Space", "chooses"), ("Enter", "takes those"), ("Esc", "leaves it as it is"))
        super().__init__(heading, keys)
        self._read = read
        self._moments: tuple[PairMoment, ...] = ()
        self._chosen = dict.fromkeys(chosen)
        self._note = Static("Looking through the files of your sessions …", classes="note")
        self._picks = PickList()

    def body(self) -> Iterable[Widget]:
        yield self._note
        yield self._picks

    def on_mount(self) -> None:
        threading.Thread(
            target=lambda: self.post_message(self.Read(self._read())), name="moments", daemon=True
        ).start()

    @on(Read)
    def _show(self, event: Read) -> None:
        event.stop()
        self._moments = event.moments
        here = {moment.id for moment in self._moments}
        elsewhere = sum(moment not in here for moment in self._chosen)
        before = counted(elsewhere, "moment chosen before is", "moments chosen before are")
        notes = [f"{before} in files that are not here."] if elsewhere else []
        if not self._moments:
            notes.insert(0, "There are no markers of your sessions in this folder.")
        self._note.update(Content(" ".join(notes)))
        self._note.display = bool(notes)
        self._picks.add_options([Option(self._prompt(moment)) for moment in self._moments])
        self._picks.display = bool(self._moments)
        if self._moments:
            self._picks.highlighted = 0
            self._picks.focus()

    def action_pick(self) -> None:
        """Choose the moment under the cursor, or not any more."""
        number = self._picks.highlighted
        if number is None:
            return
        moment = self._moments[number]
        if moment.id in self._chosen:
            del self._chosen[moment.id]
        else:
            self._chosen[moment.id] = None
        self._picks.replace_option_prompt_at_index(number, self._prompt(moment))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(tuple(self._chosen))

    def _prompt(self, moment: PairMoment) -> Content:
        chosen = moment.id in self._chosen
        return Content.assemble(
            ("● " if chosen else "○ ", "$accent" if chosen else "$faint"),
            shorten(moment.words, 200),
        )
