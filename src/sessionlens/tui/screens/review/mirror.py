"""Shows the desk's state in the widgets: polled while playing, redrawn after changes."""

from msgspec import Struct

from sessionlens.domain.changes import Material
from sessionlens.domain.command import BY_ID
from sessionlens.domain.keymap import keys_of
from sessionlens.domain.reply import Reply
from sessionlens.domain.text import counted
from sessionlens.tui.playback.playhead import Playhead, Said
from sessionlens.tui.playback.saved import Saved
from sessionlens.tui.screens.review.desk import Desk
from sessionlens.tui.widgets.coding_prompt import CodingPrompt
from sessionlens.tui.widgets.competency_bar import CompetencyBar
from sessionlens.tui.widgets.marker_list import MarkerList
from sessionlens.tui.widgets.status_bar import session_title
from sessionlens.tui.widgets.timeline_bar import TimelineBar
from sessionlens.tui.widgets.transcript_view import TranscriptView


class Widgets(Struct, frozen=True):
    """The widgets that show something of the review."""

    timeline: TimelineBar
    transcript: TranscriptView
    markers: MarkerList
    bar: CompetencyBar
    prompt: CodingPrompt


class Mirror:
    """`tick` as often as you like; it touches only what has changed."""

    def __init__(self, desk: Desk, playhead: Playhead, file: str, widgets: Widgets) -> None:
        self._desk = desk
        self._playhead = playhead
        self._file = file
        self._widgets = widgets
        self._shown: Material | None = None
        self._current: str | None = None
        self._reply: Reply | None = None
        self._drafted: frozenset[str] = frozenset()
        self._saved = Saved(desk.editor, desk.read_only)

    def tick(self) -> None:
        """Show what is being heard now, and whatever has changed."""
        self._desk.refresh_timeline()
        self._playhead.show(self._said())
        self._show_changes()

    def _said(self) -> Said:
        review = self._desk.editor.review
        count = len(review.markers)
        text = self._saved.text(counted(count, "marker", "markers"), begun=count > 0)
        return Said(self._title(), text, self._saved.unsaved)

    def _title(self) -> str:
        review = self._desk.editor.review
        title = session_title(review.session, self._file)
        if review.session.role != "coach":
            return title
        return f"{title} · own review" + (", finished" if review.finished else "")

    def _show_changes(self) -> None:
        desk, widgets = self._desk, self._widgets
        material = desk.editor.material
        wanted = (desk.current, desk.reply, desk.drafted)
        if material is self._shown and wanted == (self._current, self._reply, self._drafted):
            return
        self._shown, (self._current, self._reply, self._drafted) = material, wanted
        widgets.markers.show_markers(desk.markers, desk.current, desk.threads, desk.drafted)
        widgets.timeline.show_markers(desk.markers)
        widgets.bar.show_markers(material.review.markers)
        widgets.transcript.show_marked(
            frozenset(
                index
                for marker in desk.markers
                if (index := desk.timeline.begun_by(marker.start + 0.05)) is not None
            )
        )
        if widgets.prompt.is_open and desk.marker is not None:
            widgets.prompt.update_marker(desk.marker)
        elif widgets.prompt.is_open:
            widgets.prompt.close()  # its marker has gone


def transcript_title(desk: Desk, recognising: str) -> str:
    """What stands over the transcript: markers go to the reader's cursor while there is one."""
    reading = ""
    if desk.reader is not None:
        key = keys_of(desk.keymap, BY_ID["read.follow"])
        reading = "marking where you read" + (f"; {key} follows" if key else "")
    approximate = desk.timeline.transcript.timing == "approximate"
    times = "times are approximate" if approximate else ""
    return " · ".join(filter(None, ["transcript", reading, recognising, times]))
