"""Verdicts: what the reviewer concludes on each competency, its markers at hand."""

from collections.abc import Callable
from itertools import count
from typing import ClassVar

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from sessionlens.domain.changes import Change, SetSummary, SetVerdict
from sessionlens.domain.counting import describe_phases, evidence_for, phase_spans
from sessionlens.domain.editor import Editor
from sessionlens.domain.keymap import Keymap
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import IndicatorVerdict, Summary, Verdict
from sessionlens.domain.rubric import Competency, Rubric
from sessionlens.domain.supervision import closing_of, is_supervision
from sessionlens.domain.text import shorten
from sessionlens.domain.text_sound import SUMMARY, verdict_text
from sessionlens.tui.screens.indicators import IndicatorsScreen
from sessionlens.tui.screens.verdict_evidence import VerdictEvidence, VerdictSpeaking
from sessionlens.tui.screens.verdict_keys import (
    EVIDENCE_KEYS,
    TEXT_KEYS,
    VerdictKeys,
    list_keys,
    scale_keys,
)
from sessionlens.tui.widgets.choice import Choice
from sessionlens.tui.widgets.comment_editor import CommentEditor
from sessionlens.tui.widgets.evidence_list import EvidenceList, EvidencePane
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.save_soon import SaveSoon
from sessionlens.tui.widgets.verdict_page import VerdictList, VerdictPage

_visits = count()
_SAID = 5.0  # seconds that a sentence stands in the footer

_BESIDE = 108
"""Columns from which the evidence stands beside the words, not below."""

_TALL = 36
"""Rows from which there is room for higher texts."""


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
    VerdictScreen.beside #page { layout: horizontal; }
    VerdictScreen.beside VerdictList { width: 30; }
    VerdictScreen.beside #writing { width: 11fr; height: 1fr; max-height: 100%; }
    VerdictScreen.beside #evidence { width: 10fr; }
    VerdictScreen.beside EvidencePane .count { padding: 0 2 1 3; }
    VerdictScreen.beside Words { min-height: 5; }
    VerdictScreen.beside Words { max-height: 12; }
    VerdictScreen.tall VerdictPage { height: 100%; }
    VerdictScreen.tall Words { height: 1fr; min-height: 5; max-height: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back to the review", show=False),
        Binding("pageup,ctrl+up", "turn(-1)", "Previous competency", show=False, priority=True),
        Binding("pagedown,ctrl+down", "turn(1)", "Next competency", show=False, priority=True),
        Binding("space", "pause", "Play or pause", show=False),
        Binding("f2,ctrl+o", "evidence", "Evidence into the text", show=False, priority=True),
        Binding("f3,ctrl+t", "indicators", "Verdicts on indicators", show=False, priority=True),
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
        self._saving = SaveSoon(self, self._save)
        self._visit = next(_visits)
        self._list = VerdictList(rubric, editor.review)
        self._keys = VerdictKeys(keymap, rubric, editor.review.session.level)
        level = editor.review.session.level
        self._last_page = closing_of(editor.review, rubric)
        self._concludes = not is_supervision(editor.review, rubric)
        self._page = VerdictPage(
            rubric, self._last_page, self._keys.digits, level=level, concludes=self._concludes
        )
        self._comment = CommentEditor(id="comment")
        self._pane = EvidencePane(rubric, id="evidence")
        self._evidence = self._pane.list
        self._markers = VerdictEvidence(
            editor, rubric, self._evidence, self._comment, self._evidence_changed
        )
        self.spoken_form = VerdictSpeaking(
            self, self._page, self._markers, self._name_of, self._spoken_to
        )
        self._saved = Static(id="saved", markup=False)
        self._footer = FooterBar()

    def compose(self) -> ComposeResult:
        what = "Verdicts" if self._concludes else self._rubric.title
        title = " · ".join(filter(None, [what, shorten(self._editor.review.session.title, 200)]))
        with Horizontal(id="top"):
            yield Static(Content(title), id="name")
            yield self._saved
        with Horizontal():
            yield self._list
            with Vertical(id="page"):
                yield VerticalScroll(self._page, id="writing", can_focus=False)
                yield self._pane
        yield self._comment
        yield self._footer

    def on_mount(self) -> None:
        self._show_page()
        self._list.focus()
        self._say_saved()
        self.set_interval(1.0, self._say_saved)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= _BESIDE, "beside")
        self.set_class(event.size.width >= _BESIDE and event.size.height >= _TALL, "tall")

    # ---------------------------------------------------------------- moving about

    def action_turn(self, step: int) -> None:
        """Go to the next or previous competency."""
        at = self._list.highlighted or 0
        self._list.highlighted = min(max(at + step, 0), len(self._rubric.competencies))
        # At once: the next key is meant for the other competency already.
        self._turn()

    def action_leave(self) -> None:
        """Back to the review; what was written is saved."""
        self._saving.now()
        self.dismiss(None)

    def action_pause(self) -> None:
        """Play or pause."""
        if self._pause:
            self._pause()

    def action_evidence(self) -> None:
        """Put time and quote of the chosen evidence into the text being written."""
        marker = self._evidence.chosen
        if marker is None or not self._page.writable:
            what = "text to put it into" if marker else "evidence here to put into the text"
            self._footer.say(f"There is no {what}", _SAID)
        else:
            self._page.write_evidence(marker)

    def action_indicators(self) -> None:
        """Judge the indicators of the competency, each by itself."""
        competency, review = self._shown, self._editor.review
        steps = self._rubric.steps_at(review.session.level)
        if competency is None or not competency.indicators or not steps:
            self._footer.say("There are no indicators here that could have a verdict", _SAID)
            return
        self._saving.now()

        def change(indicators: tuple[IndicatorVerdict, ...]) -> None:
            verdict = self._editor.review.verdict(competency.id)
            self._editor.apply(SetVerdict(replace(verdict, indicators=indicators)))
            self._list.show_review(self._editor.review)
            self._show_notes()
            self._say_saved()

        concluded = review.verdict(competency.id).indicators
        screen = IndicatorsScreen(
            competency, steps, concluded, review.markers, self._keys.digits, change
        )
        self.app.push_screen(screen)

    def _evidence_changed(self) -> None:
        self._show_evidence()
        self._list.show_review(self._editor.review)
        self._say_saved()

    def _name_of(self, field: str) -> str:
        """What a text of the page that is shown is called."""
        return verdict_text(self._shown.id, field) if self._shown else f"{SUMMARY}.{field}"

    def on_comment_editor_changed(self, event: CommentEditor.Changed) -> None:
        event.stop()

    def on_comment_editor_finished(self, event: CommentEditor.Finished) -> None:
        event.stop()
        self._comment.close()
        self._evidence.focus()
        self._markers.keep_comment(event.text)

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
        self._saving.now()
        self._shown = competency
        self._show_page()
        self._show_keys()
        lost = self._evidence.has_focus and not self._evidence.display
        if (self._page.has_focus_within or lost) and not self._page.enter():
            self._list.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list is self._list and not self._page.enter():
            self._evidence.focus()

    def on_evidence_list_chosen(self, event: EvidenceList.Chosen) -> None:
        self._play(event.marker)

    def on_descendant_focus(self) -> None:
        self._show_keys()

    def _show_keys(self) -> None:
        if self.focused is self._list:
            self._footer.show(list_keys(scored=self._page.scored, written=self._page.writable))
        elif self.focused is self._evidence:
            self._footer.show(EVIDENCE_KEYS)
        elif isinstance(self.focused, Choice):
            self._footer.show(scale_keys(self._keys.steps))
        else:
            self._footer.show((*TEXT_KEYS[:3], *self.spoken_form.keys, *TEXT_KEYS[3:]))

    def on_key(self, event: events.Key) -> None:
        if self.focused is self._evidence:
            rating = self._keys.rating(event)
            if rating is not None or event.key in ("c", "e"):
                event.stop()
                event.prevent_default()
                if rating is not None:
                    self._markers.rate(rating)
                else:
                    self._markers.write_comment()
                return
        number = self._keys.competency(event) if self.focused is self._list else None
        if number is not None:
            event.stop()
            self._list.highlighted = number

    # ---------------------------------------------------------------- saving

    def on_verdict_page_changed(self, event: VerdictPage.Changed) -> None:
        if event.done:
            self._saving.now()
            self._visit = next(_visits)
        else:
            self._saving.soon()

    def on_unmount(self) -> None:
        self._saving.now()

    def _save(self) -> None:
        if not self._page.counting:
            self._editor.apply(self._change(), joins=f"visit {self._visit}")
        if self.is_attached:
            self._list.show_review(self._editor.review)
            self._say_saved()

    def _spoken_to(self) -> None:
        """What was spoken is a step of its own to undo, and so is what is typed after it."""
        self._saving.now()
        self._visit = next(_visits)

    def _change(self) -> Change:
        page = self._page
        if self._shown is None:
            written = {name: page.text(name) for name in self._last_page.texts}
            return SetSummary(replace(self._editor.review.summary, **written))
        return SetVerdict(
            replace(
                self._editor.review.verdict(self._shown.id),
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
        written = review.summary if competency is None else review.verdict(competency.id)
        unwritten = (Summary(), Verdict(competency=competency.id if competency else ""))
        if self._rubric.ratios and written in unwritten:
            self._page.show_counts(review.markers)
        elif competency is None:
            self._page.show_summary(review.summary)
        else:
            self._page.show_verdict(competency, review.verdict(competency.id))
        self._show_evidence()
        self.spoken_form.show_again()

    def _show_evidence(self) -> None:
        review, competency = self._editor.review, self._shown
        markers = (
            evidence_for(competency, review.markers, self._rubric) if competency else review.markers
        )
        self._pane.show_markers(markers, named=competency is None, quotable=self._page.writable)
        self._show_notes()

    def _show_notes(self) -> None:
        """Say below the number of markers what else there is: phases, verdicts on indicators."""
        review, competency = self._editor.review, self._shown
        if competency is None:
            spans = phase_spans(review.markers, review.recording.duration or 0.0)
            self._pane.show_notes(*describe_phases(spans, self._rubric))
        elif competency.indicators and self._page.scored:
            judged = len(review.verdict(competency.id).indicators)
            self._pane.show_notes(f"F3 verdicts on indicators{f': {judged}' if judged else ''}")
        else:
            self._pane.show_notes()
