"""How loud each voice is now, as a bar, a number and a word: never by colour alone."""

import math
import time
from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from sessionlens.audio.capture.meter import Level
from sessionlens.domain.text import clean
from sessionlens.tui.wrapping import cells, fit

_SOFTEST = -60.0  # decibels, at the left end of a bar
_QUIET = -42.0  # decibels below which a voice can hardly be recognised
_SILENT = 2.0  # seconds of nothing at all, after which it is worth a word
_MUTED = 15.0  # seconds of nothing at all, after which somebody is told
_LOUD = 3.0  # seconds that the word on what was too loud stays
_ALIKE = 10.0  # seconds after which two channels are said to be one microphone
_BAR = 16  # cells at most
_BETWEEN = 3


class LevelLine(Widget):
    """A line for all voices; `show` as often as you like."""

    DEFAULT_CSS = "LevelLine { height: 1; padding: 0 1; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._names: tuple[str, ...] = ()
        self._levels: tuple[Level, ...] = ()
        self._clipped: dict[int, tuple[int, float]] = {}
        self._note = ""

    def show(self, names: Sequence[str], levels: Sequence[Level], note: str = "") -> None:
        """Show these levels of these voices; `note` is what stands there without any."""
        now = time.monotonic()
        for number, level in enumerate(levels):
            before = self._clipped.get(number, (level.clipped, -math.inf))
            if level.clipped > before[0]:
                self._clipped[number] = (level.clipped, now)
            elif number not in self._clipped:
                self._clipped[number] = before
        shown = (tuple(names), tuple(levels), note)
        if shown != (self._names, self._levels, self._note):
            self._names, self._levels, self._note = shown
            self.refresh()

    @property
    def warning(self) -> str:
        """What somebody should know of the levels, in a sentence; empty for nothing."""
        for number, level in enumerate(self._levels):
            name = clean(self._called(number)) or "The microphone"
            if level.silent_for >= _MUTED:
                return f"{name} is silent: is it muted?"
            if self._is_loud(number):
                return f"{name} is too loud: turn it down, or move away"
            if level.alike >= _ALIKE:
                return f"{name} is the same sound as the channel before: it is one microphone"
        return ""

    def render(self) -> Content:
        if not self._levels:
            return Content.styled(fit(self._note, self.content_size.width), "$faint")
        count = len(self._levels)
        room = (self.content_size.width - _BETWEEN * (count - 1)) // count
        parts = [self._voice(number, max(room, 8)) for number in range(count)]
        return Content(" " * _BETWEEN).join(parts)

    def _called(self, number: int) -> str:
        return self._names[number] if number < len(self._names) else f"Voice {number + 1}"

    def _is_loud(self, number: int) -> bool:
        return time.monotonic() - self._clipped.get(number, (0, -math.inf))[1] < _LOUD

    def _voice(self, number: int, room: int) -> Content:
        level = self._levels[number]
        decibels = 20 * math.log10(max(level.peak, 1e-6))
        word, style = self._word(number, decibels)
        figure = f"{max(decibels, _SOFTEST):4.0f} dB"
        name = fit(clean(self._called(number)), min(cells(clean(self._called(number))), room // 3))
        length = min(_BAR, room - cells(name) - len(figure) - len(word) - 3)
        if length < 4:
            return Content.assemble((name, "bold"), (f" {figure} ", "$faint"), (word, style))
        filled = round(length * min(max(1 - decibels / _SOFTEST, 0.0), 1.0))
        bar = "▮" * filled + "▯" * (length - filled)
        return Content.assemble(
            (name, "bold"), (f" {bar}", style), (f" {figure} ", "$faint"), (word, style)
        )

    def _word(self, number: int, decibels: float) -> tuple[str, str]:
        level = self._levels[number]
        if level.silent_for >= _SILENT:
            return "SILENT", "bold $warning"
        if self._is_loud(number):
            return "TOO LOUD", "bold $warning"
        if decibels < _QUIET:
            return "quiet", "$faint"
        return "good", "$accent"
