"""Shows an open review in the widgets: polled while playing, redrawn after changes."""

from typing import Protocol

from msgspec import Struct

from sessionlens.domain.changes import Material
from sessionlens.domain.keymap import first_key, mark_keys
from sessionlens.domain.quoting import coach_turn
from sessionlens.domain.seal import observing
from sessionlens.domain.supervision import is_supervision
from sessionlens.domain.text import counted
from sessionlens.domain.undo_words import step_words
from sessionlens.tui.footer import FooterKeys
from sessionlens.tui.playback.view import StatusWords
from sessionlens.tui.screens.review.document import OpenReview
from sessionlens.tui.screens.review.filtering import filter_text
from sessionlens.tui.widgets.coding_prompt import CodingPrompt
from sessionlens.tui.widgets.competency_bar import CompetencyBar
from sessionlens.tui.widgets.marker_list import MarkerList
from sessionlens.tui.widgets.status_bar import session_title
from sessionlens.tui.widgets.timeline_bar import TimelineBar
from sessionlens.tui.widgets.transcript_view import TranscriptView

_NONE_PASSES = "No marker passes the filter."


class ReviewWidgets(Struct, frozen=True):
    """The widgets that show something of the review."""

    timeline: TimelineBar
    transcript: TranscriptView
    markers: MarkerList
    bar: CompetencyBar
    prompt: CodingPrompt


class Playhead(Protocol):
    """Shows where one is, and the transcript; see `PlayheadView`."""

    def show(self, words: StatusWords) -> None:
        """Show it, with what the status line says besides."""


class ReviewView:
    """`tick` as often as you like; it touches only what has changed.

    `no_markers` is said where there is none yet.
    """

    def __init__(
        self, document: OpenReview, playhead: Playhead, widgets: ReviewWidgets, no_markers: str
    ) -> None:
        self._document = document
        self._playhead = playhead
        self._widgets = widgets
        self._no_markers = no_markers
        self._shown: Material | None = None
        self._around: tuple[object, ...] | None = None

    def tick(self) -> None:
        """Show what is being heard now, and whatever has changed."""
        self._document.refresh_timeline()
        self._playhead.show(self._status_words())
        self._show_changes()
        self._widgets.transcript.show_target(self._target())

    def _target(self) -> frozenset[int]:
        """The utterances that a competency's key would mark now."""
        document = self._document
        timeline = document.timeline
        if document.reader is not None:
            return frozenset([document.reader])
        lag, coach = document.settings.reaction_lag, document.quoted_coach
        if coach is not None:
            turn = coach_turn(timeline, document.position, lag, coach)
            if turn:
                return frozenset(turn)
        heard = timeline.heard_lately(max(document.position - lag, 0.0))
        return frozenset() if heard is None else frozenset([heard])

    def _status_words(self) -> StatusWords:
        writing = self._document.writing
        count = len(self._document.editor.review.markers)
        saved = writing.saved_text(counted(count, "marker", "markers"), begun=count > 0)
        return StatusWords(self._title(), saved, writing.unsaved)

    def _title(self) -> str:
        review = self._document.editor.review
        title = session_title(review.session, self._document.opened.recording.name)
        if review.session.role != "coach":
            return f"{title} · finished" if observing(review) and review.finished else title
        return f"{title} · own review" + (", finished" if review.finished else "")

    def _show_changes(self) -> None:
        document, widgets = self._document, self._widgets
        material = document.editor.material
        around = (document.current, document.reply, document.drafted, document.filter)
        if material is self._shown and around == self._around:
            return
        self._shown, self._around = material, around
        unfiltered = not (document.filter.active and material.review.markers)
        widgets.markers.empty = self._no_markers if unfiltered else _NONE_PASSES
        widgets.markers.show_markers(
            document.markers, document.current, document.threads, document.drafted
        )
        widgets.timeline.show_markers(document.markers)
        widgets.timeline.show_gaps(material.review.recording.gaps)
        widgets.transcript.show_gaps(material.review.recording.gaps)
        widgets.markers.border_title = markers_title(document)
        widgets.bar.show_markers(material.review.markers, document.position)
        widgets.transcript.show_marked(
            frozenset(
                index
                for marker in document.markers
                if (index := document.timeline.begun_by(marker.start + 0.05)) is not None
            )
        )
        if widgets.prompt.is_open and document.marker is not None:
            widgets.prompt.update_marker(document.marker)
        elif widgets.prompt.is_open:
            widgets.prompt.close()  # its marker has gone


def undone(
    document: OpenReview, transcript: TranscriptView, before: Material, after: Material, label: str
) -> str:
    """What was taken back or done again, in words; goes to the marker that it is about."""
    step = step_words(before, after, document.rubric, label)
    marker = document.editor.review.marker(step.marker)
    if marker is not None:
        document.current = marker.id
        document.refresh_timeline()
        place = document.timeline.begun_by(marker.start + 0.05)
        if place is not None:
            transcript.bring_into_view(place)
    return step.text


def markers_title(document: OpenReview) -> str:
    """What stands over the markers: which are shown, if not all."""
    if not document.filter.active:
        return "markers"
    key = first_key(document.keymap, "filter.none")
    return f"markers · {filter_text(document)}" + (f"; {key} shows all" if key else "")


def transcript_title(
    document: OpenReview, recognising: str, *, following: bool, lens: str = ""
) -> str:
    """What stands over the transcript: markers go to the reader's cursor while there is one."""
    reading = ""
    key = first_key(document.keymap, "read.follow")
    if document.reader is not None:
        reading = "marking where you read" + (f"; {key} follows" if key else "")
    elif not following:
        reading = f"{key} follows what is heard" if key else ""
    approximate = document.timeline.transcript.timing == "approximate"
    times = "times are approximate" if approximate else ""
    return " · ".join(filter(None, ["transcript", reading, recognising, lens, times]))


def footer_keys(document: OpenReview, *, lens: bool = False) -> FooterKeys:
    """What one needs now, the most needed first; a coach finishes before they export."""
    keymap, rubric = document.keymap, document.rubric
    first = dict(reversed([*mark_keys(keymap, rubric)]))
    keys = [first[code.id] for code in rubric.competencies if code.id in first] or [""]
    review = document.editor.review
    blind = review.session.role == "coach" or observing(review)
    unfinished = blind and review.finished is None
    chosen = document.marker is not None and not document.marker.phase
    rated = len(rubric.ratings) > 1
    answered = document.marker is not None and document.answer_to(document.marker.id) is not None
    return (
        ("play.toggle", "play"),
        (("seek.back10", "seek.forward10"), "∓10 s"),
        (f"{keys[0]}–{keys[-1]}" if keys[0] else "", "mark"),
        *((("read.play", "play there"), ("read.follow", "follow")) if document.reader else ()),
        ("marker.comment", "comment"),
        *(((("rate.strength", "rate.growth"), "rate"),) if chosen and rated else ()),
        (("marker.next", "marker.previous"), "markers"),
        *(((("lens.next", "lens.previous"), "places"),) if lens else ()),
        *((("filter.none", "all markers"),) if document.filter.active else ()),
        ("app.help", "help"),
        ("edit.undo", "undo"),
        *((("marker.respond", "respond"),) if answered else ()),
        *((("marker.also", "also"),) if chosen else ()),
        ("review.verdicts", "closing" if is_supervision(review, rubric) else "verdicts"),
        ("review.finish", "finish") if unfinished else ("review.export", "export"),
        ("marker.quote", "quote"),
        ("app.quit", "leave"),
    )
