"""The indicators of one competency, each with a verdict of its own."""

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from sessionlens.domain.marker import Marker
from sessionlens.domain.review import IndicatorVerdict
from sessionlens.domain.rubric import Competency, Indicator, Step
from sessionlens.domain.text import counted
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.pick_list import PickList

_CLEARS = ("backspace", "delete", "0")


class _Judged(Struct):
    """An indicator of the rubric, or an id that the rubric has no more, with its verdict."""

    id: str
    indicator: Indicator | None
    count: int
    value: str


class IndicatorsScreen(Dialog[None]):
    """Digits choose the step for the indicator under the cursor, its letter goes to it.

    `steps` are those of the session's level. `digits` are the digits that other keys stand for.
    `change` gets all verdicts anew after each choice.
    """

    DEFAULT_CSS = """
    IndicatorsScreen > .sheet { width: 92; }
    IndicatorsScreen PickList { height: auto; max-height: 70vh; }
    IndicatorsScreen .note { height: auto; margin: 1 1 0 1; }
    """

    def __init__(
        self,
        competency: Competency,
        steps: tuple[Step, ...],
        concluded: tuple[IndicatorVerdict, ...],
        markers: Iterable[Marker],
        digits: Mapping[str, int],
        change: Callable[[tuple[IndicatorVerdict, ...]], None],
    ) -> None:
        hints = (("digit", "verdict"), ("letter ↑ ↓", "indicator"), ("Backspace", "none"))
        super().__init__(f"Indicators of {competency.title}", (*hints, ("Esc", "back")))
        self._steps = steps
        self._digits = digits
        self._change = change
        self._judged = _judged(competency, concluded, markers)
        self._list = PickList(*(Option(self._prompt(judged)) for judged in self._judged))

    def body(self) -> Iterable[Widget]:
        yield self._list
        steps = "   ".join(f"{n} {step.title}" for n, step in enumerate(self._steps, 1))
        yield Static(Content(steps), classes="note")

    def on_mount(self) -> None:
        self._list.focus()
        self._list.highlighted = 0

    def on_key(self, event: events.Key) -> None:
        character = event.character or ""
        letters = [judged.id for judged in self._judged]
        number = self._digits.get(character, int(character) if character in "123456789" else 0)
        if character and 0 < number <= len(self._steps):
            self._judge(self._steps[number - 1].id)
        elif event.key in _CLEARS:
            self._judge("")
        elif character in letters:
            self._list.highlighted = letters.index(character)
        else:
            return
        event.stop()
        event.prevent_default()

    def _judge(self, value: str) -> None:
        number = self._list.highlighted or 0
        judged = self._judged[number]
        if judged.value == value:
            return
        judged.value = value
        self._list.replace_option_prompt_at_index(number, self._prompt(judged))
        self._change(
            tuple(IndicatorVerdict(id=one.id, value=one.value) for one in self._judged if one.value)
        )

    def _prompt(self, judged: _Judged) -> Content:
        step = next((step for step in self._steps if step.id == judged.value), None)
        indicator = judged.indicator
        text = indicator.text if indicator else "(not in this rubric any more)"
        facts = [
            *(["speaks against it"] if indicator and indicator.polarity == "against" else []),
            *([counted(judged.count, "marker", "markers")] if judged.count else []),
        ]
        value = step.title if step else judged.value
        line = Content.assemble((f"{judged.id}  ", "bold $accent"), text)
        if not (facts or value):
            return line
        below = (" · ".join(facts), "$faint"), ("  ● " if value else "", "$accent"), (value, "bold")
        return Content.assemble(line, "\n   ", *below)


def _judged(
    competency: Competency, concluded: tuple[IndicatorVerdict, ...], markers: Iterable[Marker]
) -> list[_Judged]:
    """The indicators in the rubric's order, then those that only the verdict names."""
    shown = [_Judged(own.id, own, 0, "") for own in competency.indicators]
    by_id = {judged.id: judged for judged in shown}
    for verdict in concluded:
        indicator = competency.indicator(verdict.id)
        letter = indicator.id if indicator else verdict.id
        if letter not in by_id:
            by_id[letter] = _Judged(letter, indicator, 0, "")
            shown.append(by_id[letter])
        by_id[letter].value = verdict.value
    for marker in markers:
        indicator = competency.indicator(marker.indicator)
        if indicator is not None and marker.competency == competency.id:
            by_id[indicator.id].count += 1
    return shown
