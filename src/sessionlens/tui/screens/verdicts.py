"""Verdicts: what the reviewer concludes on each competency, its markers at hand."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import OptionList, Static

from sessionlens.domain.changes import Change, SetSummary, SetVerdict
from sessionlens.domain.editor import Editor
from sessionlens.domain.keymap import Keymap, mark_keys
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Summary, Verdict
from sessionlens.domain.rubric import Competency, Rubric
from sessionlens.domain.text import shorten
from sessionlens.tui.widgets.choice import Choice
from sessionlens.tui.widgets.evidence_list import EvidenceList
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.verdict_page import VerdictList, VerdictPage

_visits = count()
_SAVE_AFTER = 0.8
"""Seconds from the first unsaved keystroke; a crash costs less than a second of writing."""

_BESIDE = 108
"""Columns from which the evidence stands beside the words, not below."""


Pairs = tuple[tuple[str, str], ...]
"""Keys as a person reads them, and what they do."""

# At 80 columns not all of them fit: what the field is for comes first, then the way back.
_BACK = ("Esc", "back to the review")
_TURN = ("PgUp PgDn", "competency")
_NEXT = ("Tab", "next")
_PAUSE = ("Space", "pauses")

TEXT_KEYS: Pairs = (("Enter", "breaks the line"), _BACK, _TURN, _NEXT)
EVIDENCE_KEYS: Pairs = (("Enter", "plays the marker"), _BACK, _PAUSE, _NEXT, _TURN)


class VerdictScreen(Screen[None]):
    """Left what there is to write on, right the words, below or beside them the evidence.

    Every edit goes through `editor` within a second. `play` is called with a marker to be heard,
    `pause` to play or pause.
    """

    DEFAULT_CSS = """
    VerdictScreen { background: $background; }
    VerdictScreen #top { height: 1; padding: 0 1; background: $surface; }
    VerdictScreen #name { width: 1fr; text-style: bold; }
    VerdictScreen #saved { width: auto; color: $faint; }
    VerdictScreen #saved.unsaved { color: $warning; text-style: bold reverse; }
    VerdictScreen VerdictList { width: 25; height: 1fr; max-height: 100%; margin: 1 1 0 0; }
    VerdictScreen #writing { height: auto; max-height: 70%; scrollbar-size-vertical: 1; }
    VerdictScreen #page { margin: 1 0 0 0; }
    VerdictScreen #count { height: auto; color: $faint; padding: 1 2 0 3; }
    VerdictScreen #evidence { height: 1fr; }
    VerdictScreen EvidenceList { height: 1fr; max-height: 100%; padding: 0 0 0 1; }
    VerdictScreen.beside #page { layout: horizontal; }
    VerdictScreen.beside VerdictList { width: 30; }
    VerdictScreen.beside #writing { width: 11fr; height: 1fr; max-height: 100%; }
    VerdictScreen.beside #evidence { width: 10fr; }
    VerdictScreen.beside #count { padding: 0 2 1 3; }
    VerdictScreen.beside Words { min-height: 5; }
    VerdictScreen.beside Words { max-height: 12; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back to the review", show=False),
        Binding("pageup,ctrl+up", "turn(-1)", "Previous competency", show=False, priority=True),
        Binding("pagedown,ctrl+down", "turn(1)", "Next competency", show=False, priority=True),
        Binding("space", "pause", "Play or pause", show=False),
    ]

    def __init__(
        self,
        editor: Editor,
        rubric: Rubric,
        keymap: Keymap,
        play: Callable[[Marker], None],
        pause: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._editor = editor
        self._rubric = rubric
        self._play = play
        self._pause = pause
        self._shown: Competency | None = rubric.competencies[0]
        self._due: Timer | None = None
        self._visit = next(_visits)
        self._list = VerdictList(rubric, editor.review)
        self._keys = VerdictKeys(keymap, rubric)
        self._page = VerdictPage(rubric, self._keys.digits)
        self._evidence = EvidenceList(rubric)
        self._evidence_count = Static(id="count", markup=False)
        self._saved = Static(id="saved", markup=False)
        self._footer = FooterBar()

    def compose(self) -> ComposeResult:
        title = shorten(self._editor.review.session.title, 200)
        with Horizontal(id="top"):
            yield Static(Content("Verdicts" + (f" · {title}" if title else "")), id="name")
            yield self._saved
        with Horizontal():
            yield self._list
            with Vertical(id="page"):
                yield VerticalScroll(self._page, id="writing", can_focus=False)
                yield Vertical(self._evidence_count, self._evidence, id="evidence")
        yield self._footer

    def on_mount(self) -> None:
        self._show_page()
        self._list.focus()
        self._say_saved()
        self.set_interval(1.0, self._say_saved)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= _BESIDE, "beside")

    # ---------------------------------------------------------------- moving about

    def action_turn(self, step: int) -> None:
        """Go to the next or previous competency."""
        at = self._list.highlighted or 0
        self._list.highlighted = min(max(at + step, 0), len(self._rubric.competencies))
        # At once: the next key is meant for the other competency already.
        self._turn()

    def action_leave(self) -> None:
        """Back to the review; what was written is saved."""
        self._save()
        self.dismiss(None)

    def action_pause(self) -> None:
        """Play or pause."""
        if self._pause:
            self._pause()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_list is self._list:
            self._turn()

    def _turn(self) -> None:
        """Show the competency under the list's cursor; who was on the page is at its beginning."""
        competencies = self._rubric.competencies
        at = self._list.highlighted or 0
        competency = competencies[at] if at < len(competencies) else None
        if competency is self._shown:
            return
        self._save()
        self._shown = competency
        self._show_page()
        self._show_keys()
        if self._page.has_focus_within or (self._evidence.has_focus and not self._evidence.display):
            self._page.enter()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list is self._list:
            self._page.enter()

    def on_evidence_list_chosen(self, event: EvidenceList.Chosen) -> None:
        self._play(event.marker)

    def on_descendant_focus(self) -> None:
        self._show_keys()

    def _show_keys(self) -> None:
        if self.focused is self._list:
            self._footer.show(list_keys(scored=self._page.scored))
        elif self.focused is self._evidence:
            self._footer.show(EVIDENCE_KEYS)
        elif isinstance(self.focused, Choice):
            self._footer.show(scale_keys(self._keys.steps))
        else:
            self._footer.show(TEXT_KEYS)

    def on_key(self, event: events.Key) -> None:
        number = self._keys.competency(event) if self.focused is self._list else None
        if number is not None:
            event.stop()
            self._list.highlighted = number

    # ---------------------------------------------------------------- saving

    def on_verdict_page_changed(self, event: VerdictPage.Changed) -> None:
        if event.done:
            self._save()
            self._visit = next(_visits)
        elif self._due is None:
            self._due = self.set_timer(_SAVE_AFTER, self._save)

    def on_unmount(self) -> None:
        self._save()

    def _save(self) -> None:
        if self._due is not None:
            self._due.stop()
            self._due = None
        self._editor.apply(self._change(), joins=f"visit {self._visit}")
        if self.is_attached:
            self._list.show_review(self._editor.review)
            self._say_saved()

    def _change(self) -> Change:
        page = self._page
        if self._shown is None:
            return SetSummary(
                Summary(**{name: page.text(name) for name in Summary.__struct_fields__})
            )
        return SetVerdict(
            Verdict(
                competency=self._shown.id,
                value=page.value,
                strengths=page.text("strengths"),
                development=page.text("development"),
            )
        )

    def _say_saved(self) -> None:
        unsaved = self._editor.unsaved
        self._saved.set_class(unsaved is not None, "unsaved")
        self._saved.update(f" not saved: {unsaved} " if unsaved else "saved")

    # ---------------------------------------------------------------- showing

    def _show_page(self) -> None:
        review, competency = self._editor.review, self._shown
        if competency is None:
            self._page.show_summary(review.summary)
            markers = review.markers
        else:
            self._page.show_verdict(competency, review.verdict(competency.id))
            markers = tuple(one for one in review.markers if one.competency == competency.id)
        self._evidence.show_markers(markers, named=competency is None)
        self._evidence.display = bool(markers)
        self._evidence_count.update(_evidence_line(len(markers)))


def _evidence_line(count: int) -> str:
    if not count:
        return "No marker here yet: there is no evidence to point to."
    return f"{count} marker{'s' if count > 1 else ''} · Enter plays"


def list_keys(*, scored: bool) -> Pairs:
    """What one can do in the list; `scored` says whether there is a verdict to be chosen."""
    enter = ("Enter", "to its verdict" if scored else "to its words")
    return (_BACK, ("PgUp PgDn or its key", "competency"), enter, _NEXT, _PAUSE)


def scale_keys(steps: str) -> Pairs:
    """What one can do on the scale, whose keys are `steps`."""
    return ((steps, "verdict"), _BACK, _TURN, _NEXT, ("Backspace", "none"))


class VerdictKeys:
    """What keymap and rubric say about them: digits may need Shift, and others stand for them."""

    def __init__(self, keymap: Keymap, rubric: Rubric) -> None:
        ids = [one.id for one in rubric.competencies]
        marks = mark_keys(keymap, rubric)
        self._competencies = {key: ids.index(code) for code, key in marks if code in ids}
        self._count = len(rubric.scale)
        self._marks = keymap.marks

    def competency(self, event: events.Key) -> int | None:
        """The competency that a key marks, counted from 0."""
        return self._competencies.get(event.character or "", self._competencies.get(event.key))

    @property
    def digits(self) -> Mapping[str, int]:
        """The digit that each key of an unshifted digit row stands for."""
        return {key: digit for digit in range(1, 10) for key in self._marks.get(str(digit), ())}

    @property
    def steps(self) -> str:
        """The keys of the scale, from the first to the last."""
        first, last = (
            next(iter(self._marks.get(str(digit), ())), str(digit))
            for digit in (1, max(self._count, 1))
        )
        return first if first == last else f"{first}–{last}"
