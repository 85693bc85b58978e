"""Shows the moments, the answers and what is being heard; polled while playing."""

from typing import NamedTuple

from msgspec import Struct

from sessionlens.domain.marker import Marker
from sessionlens.domain.moments import utterances_of
from sessionlens.domain.reply import Thread
from sessionlens.domain.review import Session
from sessionlens.tui.playback.playhead import Playhead, Said
from sessionlens.tui.playback.saved import Saved
from sessionlens.tui.screens.replay.desk import ReplayDesk
from sessionlens.tui.screens.replay.playlist import Playlist
from sessionlens.tui.widgets.answer_text import Threads
from sessionlens.tui.widgets.competency_bar import CompetencyBar
from sessionlens.tui.widgets.marker_list import MarkerList
from sessionlens.tui.widgets.timeline_bar import TimelineBar
from sessionlens.tui.widgets.transcript_view import TranscriptView

_YOU = "You"


class Widgets(Struct, frozen=True):
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


class Mirror:
    """`tick` as often as you like; it touches only what has changed."""

    def __init__(
        self, desk: ReplayDesk, playhead: Playhead, playlist: Playlist, widgets: Widgets
    ) -> None:
        self._desk = desk
        self._playhead = playhead
        self._playlist = playlist
        self._widgets = widgets
        self._shown: _Shown | None = None
        self._title = title_of(desk.feedback.session, desk.feedback.recording.file)
        self._saved = Saved(desk.editor, desk.read_only)

    def tick(self) -> None:
        """Show what is being heard now, and whatever has changed."""
        self._playlist.tick()
        answered, count = self._desk.answered, len(self._desk.moments)
        text = self._saved.text(f"{answered} of {count} answered", begun=answered > 0)
        self._playhead.show(Said(self._title, text, self._saved.unsaved, self._playlist.text))
        self._show_changes()

    def _show_changes(self) -> None:
        desk, widgets = self._desk, self._widgets
        drafted, filtered = desk.drafted, desk.filter_said()
        wanted = _Shown(desk.markers, desk.current, desk.threads, drafted, filtered)
        old = self._shown
        if old is not None and all(a is b for a, b in zip(wanted[:4], old[:4], strict=True)):
            return
        self._shown = wanted
        widgets.moments.empty = "" if wanted.markers else self._nothing_said()
        threads = Threads(wanted.threads, _YOU)
        widgets.moments.show_markers(wanted.markers, wanted.current, threads, drafted)
        widgets.moments.border_title = self._heading(wanted)
        widgets.timeline.show_markers(wanted.markers)
        widgets.bar.show_markers(desk.moments)
        marker = desk.marker
        touched = utterances_of(marker, desk.timeline) if marker else ()
        widgets.transcript.show_marked(frozenset(touched))

    def _heading(self, shown: _Shown) -> str:
        if not shown.filter:
            return "moments"
        return f"moments: {shown.filter} ({len(shown.markers)} of {len(self._desk.moments)})"

    def _nothing_said(self) -> str:
        if not self._desk.moments:
            return "This feedback has no moments.\nThe verdicts and the summary may say more."
        return "The filter lets no moment pass."


def title_of(session: Session, file: str) -> str:
    """Title of the session and who gave the feedback."""
    by = f"feedback by {session.reviewer}" if session.reviewer else "feedback"
    return f"{session.title or file} · {by}"
