"""Shows the moments, the answers and what is being heard; polled while playing."""

from typing import NamedTuple

from msgspec import Struct
from textual.content import Content

from sessionlens.domain.keymap import first_key
from sessionlens.domain.marker import Marker
from sessionlens.domain.moments import utterances_of
from sessionlens.domain.reply import Thread
from sessionlens.domain.review import Session
from sessionlens.domain.roles import reviewer_named
from sessionlens.domain.text import counted
from sessionlens.tui.playback.view import PlayheadView, StatusWords
from sessionlens.tui.screens.replay.document import OpenFeedback
from sessionlens.tui.screens.replay.playlist import Playlist
from sessionlens.tui.widgets.answer_text import Threads
from sessionlens.tui.widgets.competency_bar import CompetencyBar
from sessionlens.tui.widgets.marker_list import MarkerList
from sessionlens.tui.widgets.timeline_bar import TimelineBar
from sessionlens.tui.widgets.transcript_view import TranscriptView

_YOU = "You"


class ReplayWidgets(Struct, frozen=True):
    """The widgets that show something of the feedback."""

    timeline: TimelineBar
    transcript: TranscriptView
    moments: MarkerList
    bar: CompetencyBar


class _Shown(NamedTuple):
    """What the widgets show."""

    markers: tuple[Marker, ...]
    current: str | None
    threads: dict[str, Thread]
    drafted: frozenset[str]
    filter: str


class ReplayView:
    """`tick` as often as you like; it touches only what has changed."""

    def __init__(
        self,
        document: OpenFeedback,
        playhead: PlayheadView,
        playlist: Playlist,
        widgets: ReplayWidgets,
    ) -> None:
        self._document = document
        self._playhead = playhead
        self._playlist = playlist
        self._widgets = widgets
        self._shown: _Shown | None = None
        title = title_of(document.feedback.session, document.feedback.recording.file)
        self._title = f"PREVIEW · {title}" if document.opened.preview else title

    def tick(self) -> None:
        """Show what is being heard now, and whatever has changed."""
        self._playlist.tick()
        document, writing = self._document, self._document.writing
        answered, count = document.answered, len(document.moments)
        saved = writing.saved_text(f"{answered} of {count} answered", begun=answered > 0)
        self._playhead.show(StatusWords(self._title, saved, writing.unsaved, self._playlist.text))
        self._show_changes()

    def _show_changes(self) -> None:
        document, widgets = self._document, self._widgets
        now = _Shown(
            document.markers,
            document.current,
            document.threads,
            document.drafted,
            document.filter_text,
        )
        if now == self._shown:
            return
        self._shown = now
        widgets.moments.empty = "" if now.markers else self._why_empty()
        threads = Threads(
            now.threads,
            document.opened.preview or _YOU,
            reviewer_named(document.feedback.session),
            document.role,
        )
        widgets.moments.show_markers(now.markers, now.current, threads, now.drafted)
        heading = (self._heading(now), (self._read_before(), "$faint"))
        widgets.moments.border_title = Content.assemble(*heading)
        widgets.timeline.show_markers(now.markers)
        widgets.bar.show_markers(document.moments)
        marker = document.marker
        touched = utterances_of(marker, document.timeline) if marker else ()
        widgets.transcript.show_marked(frozenset(touched))

    def _heading(self, shown: _Shown) -> str:
        document = self._document
        if shown.filter:
            return f"moments: {shown.filter} ({len(shown.markers)} of {len(document.moments)})"
        if not (count := document.responded):
            return "moments"
        key = first_key(document.keymap, "filter.responded")
        answers = counted(count, "answer", "answers")
        news = f"{reviewer_named(document.feedback.session)} has responded to {answers}"
        return news + (f": {key}" if key else "")

    def _read_before(self) -> str:
        """That the seal was broken, for the one who did."""
        return " · read before your own review" if self._document.opened.seal_broken else ""

    def _why_empty(self) -> str:
        if not self._document.moments:
            return "This feedback has no moments.\nThe verdicts and the summary may say more."
        return "The filter lets no moment pass."


def title_of(session: Session, file: str) -> str:
    """Title of the session and who gave the feedback."""
    by = f"feedback by {session.reviewer}" if session.reviewer else "feedback"
    return f"{session.title or file} · {by}"
