"""The markers one writes a verdict from, with all that was noted, to be heard again."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.text import counted
from sessionlens.domain.timecode import clock
from sessionlens.tui.widgets.marker_layout import code_of
from sessionlens.tui.widgets.pick_list import PickList


class EvidenceList(PickList):
    """Markers in time order; nothing of them is cut off."""

    DEFAULT_CSS = """
    EvidenceList:focus > .option-list--option-highlighted { text-style: none; }
    """

    class Chosen(Message):
        """A marker is to be played."""

        def __init__(self, marker: Marker) -> None:
            super().__init__()
            self.marker = marker

    def __init__(self, rubric: Rubric, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rubric = rubric
        self._markers: tuple[Marker, ...] = ()

    def show_markers(self, markers: tuple[Marker, ...], *, named: bool) -> None:
        """Show these; `named` says of each which competency it is about."""
        self._markers = in_time_order(markers)
        prompts = [self._prompt(one, named=named) for one in self._markers]
        self.set_options([Option(prompt) for prompt in prompts])

    @property
    def chosen(self) -> Marker | None:
        """The marker under the cursor; the first one where nobody has been yet."""
        at = self.highlighted or 0
        return self._markers[at] if at < len(self._markers) else None

    def on_focus(self) -> None:
        if self.highlighted is None:
            self.action_first()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self._markers[event.option_index]))

    def _prompt(self, marker: Marker, *, named: bool) -> Content:
        head = [Content.styled(clock(marker.start), "$faint")]
        if marker.glyph:
            head.append(Content.styled(marker.glyph, f"bold ${marker.rating}"))
        if named:
            head.append(Content.styled(" ".join(code_of(marker, self._rubric)), "bold"))
        competency = self._rubric.competency(marker.competency)
        indicator = competency.indicator(marker.indicator) if competency else None
        if indicator:
            head.append(Content(f"{indicator.id}  {indicator.text}"))
        if marker.private:
            head.append(Content.styled("(private)", "$faint"))
        lines = [Content(" ").join(head)]
        if marker.comment:
            lines.append(Content(marker.comment))
        if marker.quote:
            who = f"{marker.speaker}: " if marker.speaker else ""
            lines.append(Content.styled(f"{who}“{marker.quote}”", "$faint italic"))
        return Content("\n").join([*lines, Content(" ")])


class EvidencePane(Vertical):
    """The evidence, and over it how much there is and what can be done with it."""

    DEFAULT_CSS = """
    EvidencePane { height: 1fr; }
    EvidencePane .count { height: auto; color: $faint; padding: 1 2 0 3; }
    EvidencePane EvidenceList { height: 1fr; max-height: 100%; padding: 0 0 0 1; }
    """

    def __init__(self, rubric: Rubric, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.list = EvidenceList(rubric)
        self._count = Static(classes="count", markup=False)
        self._notes: tuple[str, ...] = ()
        self._into_text = ""

    def compose(self) -> ComposeResult:
        yield self._count
        yield self.list

    def show_markers(
        self, markers: tuple[Marker, ...], *, named: bool, quotable: bool = True
    ) -> None:
        """Show these; `named` says of each which competency it is about.

        `quotable` says that there is a text beside them which they can be put into.
        """
        self._into_text = " · F2 into the text" if quotable else ""
        self.list.show_markers(markers, named=named)
        self.list.display = bool(markers)
        self.show_notes(*self._notes)

    def show_notes(self, *notes: str) -> None:
        """Say something more below the number of markers."""
        self._notes = notes
        count = self.list.option_count
        line = "No marker here yet"
        if self._into_text:  # a verdict would be without evidence
            line = "No marker here yet: there is no evidence to point to."
        if count:
            line = f"{counted(count, 'marker', 'markers')} · Enter plays{self._into_text}"
        self._count.update("\n".join([line, *notes]))
