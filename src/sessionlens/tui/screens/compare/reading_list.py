"""The list of a comparison: moments to be heard between lines that are only read."""

from textual.widgets.option_list import Option

from sessionlens.domain.marker import Marker
from sessionlens.tui.screens.compare.entries import ReadingEntry
from sessionlens.tui.widgets.pick_list import PickList


class ReadingList(PickList):
    """Page keys scroll, and the cursor keys, where there is no moment left to go to."""

    _entries: tuple[ReadingEntry, ...] = ()

    def show(self, entries: tuple[ReadingEntry, ...]) -> tuple[Marker, ...]:
        """List the entries; returns their moments in the order in which they stand."""
        self._entries = entries
        self.set_options(
            [Option(entry.prompt, disabled=entry.moment is None) for entry in self._entries]
        )
        return tuple(entry.moment for entry in self._entries if entry.moment is not None)

    def moment(self, number: int) -> Marker | None:
        """The moment of an entry; None for one that is only read."""
        return self._entries[number].moment

    @property
    def chosen(self) -> Marker | None:
        """The moment under the cursor."""
        return None if self.highlighted is None else self.moment(self.highlighted)

    def go_to_moment(self, step: int) -> bool:
        """Go to the next (1) or previous (-1) moment; returns whether there is one."""
        number = self._next(step)
        if 0 <= number < self.option_count:
            self.highlighted = number
            return True
        return False

    def _next(self, step: int) -> int:
        """The number of the next moment; beyond the list where there is none."""
        number = (-1 if self.highlighted is None else self.highlighted) + step
        while 0 <= number < self.option_count and self.get_option_at_index(number).disabled:
            number += step
        return number

    def action_page_up(self) -> None:
        """Scroll up by a page."""
        self.scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """Scroll down by a page."""
        self.scroll_page_down(animate=False)

    def action_first(self) -> None:
        """Go to the first entry, and to the very beginning."""
        super().action_first()
        self.call_after_refresh(self.scroll_home, animate=False)

    def action_last(self) -> None:
        """Go to the last entry, and to the very end."""
        super().action_last()
        self.call_after_refresh(self.scroll_end, animate=False)

    def action_cursor_up(self) -> None:
        """Go up, without coming out at the end."""
        if not self.go_to_moment(-1):
            self.scroll_home(animate=False)

    def action_cursor_down(self) -> None:
        """Go down, without coming out at the beginning."""
        if not self.go_to_moment(1):
            self.scroll_end(animate=False)
