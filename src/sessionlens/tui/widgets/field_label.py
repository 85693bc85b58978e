"""What a field to write in is called, and whether something was spoken to it."""

from textual.content import Content
from textual.widgets import Static

_HEARD = "♫"


class FieldLabel(Static):
    """What a field is called, and a sign where something was spoken to it."""

    def __init__(self, text: str, classes: str = "label") -> None:
        super().__init__(Content(text), classes=classes)
        self._text = text

    def show_sound(self, *, spoken: bool) -> None:
        """Show whether there is sound."""
        sign = f"  {_HEARD}" if spoken else ""
        self.update(Content.assemble(self._text, (sign, "$accent")))
