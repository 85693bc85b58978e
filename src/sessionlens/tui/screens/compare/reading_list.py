"""A list of which some entries are only read: what has no cursor must be reached all the same."""

from sessionlens.tui.widgets.pick_list import PickList


class ReadingList(PickList):
    """Page keys scroll, and the cursor keys, where there is no entry left to go to."""

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
        self._go(-1)

    def action_cursor_down(self) -> None:
        """Go down, without coming out at the beginning."""
        self._go(1)

    def _go(self, step: int) -> None:
        number = (-1 if self.highlighted is None else self.highlighted) + step
        while 0 <= number < self.option_count and self.get_option_at_index(number).disabled:
            number += step
        if 0 <= number < self.option_count:
            self.highlighted = number
        elif step > 0:
            self.scroll_end(animate=False)
        else:
            self.scroll_home(animate=False)
