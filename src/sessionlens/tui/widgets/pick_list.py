"""A list to pick from with the arrow keys; a bar marks the entry under the cursor."""

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import OptionList


class PickList(OptionList):
    """An option list whose cursor is seen without colours; prompts are `Content`, never markup."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pick-list--bar"}
    DEFAULT_CSS = """
    PickList > .pick-list--bar { color: $accent; }
    PickList, PickList:focus {
        border: none; padding: 0; background: transparent; background-tint: 0%;
        scrollbar-size-vertical: 1;
    }
    PickList > .option-list--option { padding: 0 1 0 2; }
    PickList > .option-list--option-highlighted, PickList > .option-list--option-hover {
        color: $foreground; background: $reader; text-style: none;
    }
    PickList:focus > .option-list--option-highlighted {
        color: $foreground; background: $reader; text-style: bold;
    }
    """

    def action_page_up(self) -> None:
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]
        else:  # Textual knows no page before the list is laid out, or where it has no room
            self.action_first()

    def action_page_down(self) -> None:
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]
        else:
            self.action_last()

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        first = next(iter(strip), None)
        if first is None or first.style is None or self.highlighted is None:
            return strip
        if first.style.meta.get("option") != self.highlighted:
            return strip
        style = first.style + self.get_component_rich_style("pick-list--bar", partial=True)
        bar = Segment("▌" if self.has_focus else "▎", style)
        return Strip.join([Strip([bar], 1), strip.crop(1)])
