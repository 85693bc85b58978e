"""Choosing the moments that a goal or a direction is seen by."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sessionlens.domain.text import shorten
from sessionlens.library.alliance_moments import PairMoment
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.pick_list import PickList


class MomentsScreen(Dialog[tuple[str, ...]]):
    """Ends with the ids of the moments that were chosen, or with None for no change.

    Moments chosen before that are in none of the files here stay chosen.
    """

    DEFAULT_CSS = """
    MomentsScreen > .sheet { width: 84; }
    MomentsScreen PickList { height: auto; max-height: 24; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pick", show=False),
        Binding("ctrl+s", "take", show=False),
    ]

    def __init__(
        self, heading: str, moments: tuple[PairMoment, ...], chosen: tuple[str, ...]
    ) -> None:
        keys = (("Space", "chooses"), ("Enter", "takes those"), ("Esc", "leaves it as it is"))
        super().__init__(heading, keys if moments else (("Esc", "closes"),))
        self._moments = moments
        self._chosen = dict.fromkeys(chosen)

    def body(self) -> Iterable[Widget]:
        here = {moment.id for moment in self._moments}
        if elsewhere := sum(moment not in here for moment in self._chosen):
            words = f"{elsewhere} chosen before, in files that are not here"
            yield Static(Content(words), classes="note")
        if not self._moments:
            words = "There are no markers of your sessions in this folder."
            yield Static(Content(words), classes="said")
            return
        yield PickList(*(Option(self._prompt(moment)) for moment in self._moments))

    def action_pick(self) -> None:
        """Choose the moment under the cursor, or not any more."""
        picks = self.query_one(PickList) if self._moments else None
        if picks is None or picks.highlighted is None:
            return
        moment = self._moments[picks.highlighted]
        if moment.id in self._chosen:
            del self._chosen[moment.id]
        else:
            self._chosen[moment.id] = None
        picks.replace_option_prompt_at_index(picks.highlighted, self._prompt(moment))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """End with what is chosen."""
        self.dismiss(tuple(self._chosen))

    def _prompt(self, moment: PairMoment) -> Content:
        chosen = moment.id in self._chosen
        return Content.assemble(
            ("● " if chosen else "○ ", "$accent" if chosen else "$faint"),
            shorten(moment.words, 200),
        )
