"""Verdicts: what the reviewer concludes on each competency, its markers at hand."""

from collections.abc import Callable
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
from sessionlens.domain.keymap import Keymap
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Summary, Verdict
from sessionlens.domain.rubric import Competency, Rubric
from sessionlens.domain.text import shorten
from sessionlens.tui.screens.verdict_keys import (
    EVIDENCE_KEYS,
    TEXT_KEYS,
    VerdictKeys,
    part_keys,
    scale_keys,
)
from sessionlens.tui.widgets.choice import Choice
from sessionlens.tui.widgets.evidence_list import EvidenceList
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.verdict_page import VerdictPage
from sessionlens.tui.widgets.verdict_parts import VerdictParts

_visits = count()
_SAVE_AFTER = 0.8
"""Seconds from the first unsaved keystroke; a crash costs less than a second of writing."""

_BESIDE = 108
"""Columns from which the evidence stands beside the words, not below."""


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
    VerdictScreen VerdictParts { width: 25; height: 1fr; max-height: 100%; margin: 1 1 0 0; }
    VerdictScreen #writing { height: auto; max-height: 70%; scrollbar-size-vertical: 1; }
    VerdictScreen #desk { margin: 1 0 0 0; }
    VerdictScreen #heard { height: auto; color: $faint; padding: 1 2 0 3; }
    VerdictScreen #evidence { height: 1fr; }
    VerdictScreen EvidenceList { height: 1fr; max-height: 100%; padding: 0 0 0 1; }
    VerdictScreen.beside #desk { layout: horizontal; }
    VerdictScreen.beside VerdictParts { width: 30; }
    VerdictScreen.beside #writing { width: 11fr; height: 1fr; max-height: 100%; }
    VerdictScreen.beside #evidence { width: 10fr; }
    VerdictScreen.beside #heard { padding: 0 2 1 3; }
    VerdictScreen.beside Words { min-height: 5; }
    VerdictScreen.beside Words { max-height: 12; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back to the review", show=False),
        Binding("pageup,ctrl+up", "part(-1)", "Previous competency", show=False, priority=True),
        Binding("pagedown,ctrl+down", "part(1)", "Next competency", show=False, priority=True),
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
        self._part: Competency | None = rubric.competencies[0]
        self._due: Timer | None = None
        self._visit = next(_visits)
        self._parts = VerdictParts(rubric, editor.review)
        self._keys = VerdictKeys(keymap, rubric)
        self._page = VerdictPage(rubric, self._keys.digits)
        self._evidence = EvidenceList(rubric)
        self._heard = Static(id="heard", markup=False)
        self._saved = Static(id="saved", markup=False)
        self._footer = FooterBar()

    def compose(self) -> ComposeResult:
        title = shorten(self._editor.review.session.title, 200)
        with Horizontal(id="top"):
            yield Static(Content("Verdicts" + (f" · {title}" if title else "")), id="name")
            yield self._saved
        with Horizontal():
            yield self._parts
            with Vertical(id="desk"):
                yield VerticalScroll(self._page, id="writing", can_focus=False)
                yield Vertical(self._heard, self._evidence, id="evidence")
        yield self._footer

    def on_mount(self) -> None:
        self._show_part()
        self._parts.focus()
        self._say_saved()
        self.set_interval(1.0, self._say_saved)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= _BESIDE, "beside")

    # ---------------------------------------------------------------- moving about

    def action_part(self, step: int) -> None:
        """Go to the next or previous competency."""
        at = self._parts.highlighted or 0
        self._parts.highlighted = min(max(at + step, 0), len(self._rubric.competencies))
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
        if event.option_list is self._parts:
            self._turn()

    def _turn(self) -> None:
        """Show the competency under the list's cursor; who was on the page is at its beginning."""
        competencies = self._rubric.competencies
        at = self._parts.highlighted or 0
        part = competencies[at] if at < len(competencies) else None
        if part is self._part:
            return
        self._save()
        self._part = part
        self._show_part()
        self._show_keys()
        if self._page.has_focus_within or (self._evidence.has_focus and not self._evidence.display):
            self._page.enter()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list is self._parts:
            self._page.enter()

    def on_evidence_list_chosen(self, event: EvidenceList.Chosen) -> None:
        self._play(event.marker)

    def on_descendant_focus(self) -> None:
        self._show_keys()

    def _show_keys(self) -> None:
        if self.focused is self._parts:
            self._footer.show(part_keys(scored=self._page.scored))
        elif self.focused is self._evidence:
            self._footer.show(EVIDENCE_KEYS)
        elif isinstance(self.focused, Choice):
            self._footer.show(scale_keys(self._keys.steps))
        else:
            self._footer.show(TEXT_KEYS)

    def on_key(self, event: events.Key) -> None:
        part = self._keys.part(event) if self.focused is self._parts else None
        if part is not None:
            event.stop()
            self._parts.highlighted = part

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
            self._parts.show_review(self._editor.review)
            self._say_saved()

    def _change(self) -> Change:
        page = self._page
        if self._part is None:
            return SetSummary(
                Summary(**{name: page.text(name) for name in Summary.__struct_fields__})
            )
        return SetVerdict(
            Verdict(
                competency=self._part.id,
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

    def _show_part(self) -> None:
        review, part = self._editor.review, self._part
        if part is None:
            self._page.show_summary(review.summary)
            markers = review.markers
        else:
            self._page.show_verdict(part, review.verdict(part.id))
            markers = tuple(one for one in review.markers if one.competency == part.id)
        self._evidence.show_markers(markers, named=part is None)
        self._evidence.display = bool(markers)
        self._heard.update(_evidence_line(len(markers)))


def _evidence_line(count: int) -> str:
    if not count:
        return "No marker here yet: there is no evidence to point to."
    return f"{count} marker{'s' if count > 1 else ''} · Enter plays"
