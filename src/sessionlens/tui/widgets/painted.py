"""What widgets that draw their own lines have in common."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from sessionlens.tui.wrapping import paragraphs


class Painted(Widget):
    """Looks up the styles of a widget's parts once, until they change.

    The part `now` of a widget whose PREFIX is `transcript` is its component `transcript--now`.
    Name it after a widget that is inherited from, too: Textual takes the style sheets of the
    first base only.
    """

    PREFIX: ClassVar[str]

    def part(self, name: str) -> Style:
        """The style of a part, to be laid over `base`."""
        style = self._looked_up.get(name)
        if style is None:
            style = self.get_component_rich_style(f"{self.PREFIX}--{name}", partial=True)
            self._looked_up[name] = style
        return style

    @property
    def base(self) -> Style:
        """The style of the widget itself."""
        style = self._looked_up.get("")
        if style is None:
            style = self._looked_up[""] = self.rich_style
        return style

    def instead(self, text: str, y: int, width: int, part: str) -> Strip:
        """Line `y` of words that stand where there is nothing to draw, broken to the width."""
        lines = ["", *paragraphs(text, width - 4)]
        line = f"  {lines[y]}" if y < len(lines) else ""
        segment = Segment(line, self.base + self.part(part))
        return Strip([segment]).adjust_cell_length(width, self.base)

    @property
    def _looked_up(self) -> dict[str, Style]:
        styles: dict[str, Style] | None = self.__dict__.get("_part_styles")
        if styles is None:
            styles = self.__dict__["_part_styles"] = {}
        return styles

    def notify_style_update(self) -> None:
        self._looked_up.clear()
        super().notify_style_update()
