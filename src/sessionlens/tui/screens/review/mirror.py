"""Shows the desk's state in the widgets: polled while playing, redrawn after changes."""

import time

from msgspec import Struct

from sessionlens.domain.changes import Material
from sessionlens.domain.timeline import Timeline
from sessionlens.tui.screens.review.desk import Desk
from sessionlens.tui.screens.review.listening import Listening
from sessionlens.tui.screens.review.stage import Stage
from sessionlens.tui.screens.review.status import saved_text, sound_text, title_of
from sessionlens.tui.screens.review.voices import levels
from sessionlens.tui.widgets.coding_prompt import CodingPrompt
from sessionlens.tui.widgets.competency_bar import CompetencyBar
from sessionlens.tui.widgets.marker_list import MarkerList
from sessionlens.tui.widgets.status_bar import Status, StatusBar
from sessionlens.tui.widgets.timeline_bar import TimelineBar
from sessionlens.tui.widgets.transcript_view import TranscriptView

_PEAKS_EVERY = 0.25  # seconds between redraws of a growing timeline


class Widgets(Struct, frozen=True):
    """The widgets that show something of the desk."""

    status: StatusBar
    timeline: TimelineBar
    transcript: TranscriptView
    markers: MarkerList
    bar: CompetencyBar
    prompt: CodingPrompt


class Mirror:
    """`tick` thirty times a second; it touches only what has changed."""

    def __init__(self, stage: Stage, desk: Desk, listening: Listening, widgets: Widgets) -> None:
        self._stage = stage
        self._desk = desk
        self._listening = listening
        self._widgets = widgets
        self._shown: Material | None = None
        self._current: str | None = None
        self._timeline: Timeline | None = None
        self._saved_at: float | None = None
        self._peaks_shown = (-1, 0, 0.0)
        self._peaks_at = 0.0

    def tick(self) -> None:
        """Show what is being heard now, and whatever has changed."""
        desk, widgets = self._desk, self._widgets
        self._show_changes()
        position = desk.position
        widgets.transcript.show_playhead(
            desk.timeline.heard_at(position), desk.timeline.begun_by(position)
        )
        widgets.timeline.show_playhead(position, self._listening.loop_span)
        self._show_status(position)
        self._show_peaks()

    def _show_changes(self) -> None:
        desk, widgets = self._desk, self._widgets
        material = desk.editor.material
        if material is self._shown and desk.current == self._current:
            return
        if self._shown is not None and material is not self._shown and not desk.editor.unsaved:
            self._saved_at = time.monotonic()
        self._shown, self._current = material, desk.current
        if desk.timeline is not self._timeline:
            self._timeline = desk.timeline
            widgets.transcript.show_transcript(desk.timeline)
            self._peaks_shown = (-1, 0, 0.0)
        widgets.markers.show_markers(desk.markers, desk.current)
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

    def _show_status(self, position: float) -> None:
        desk = self._desk
        player = desk.player
        sound, silent = sound_text(desk)
        ago = None if self._saved_at is None else time.monotonic() - self._saved_at
        self._widgets.status.show(
            Status(
                title=title_of(desk.editor.review.session, self._stage.opened.recording.name),
                position=int(position * 10) / 10,
                duration=desk.duration,
                playing=bool(player and player.playing),
                speed=player.speed if player else self._stage.state.speed,
                loop=self._listening.loop_text,
                sound=sound,
                silent=silent,
                saved=saved_text(desk.editor, desk.read_only, None if ago is None else int(ago)),
                unsaved=desk.editor.unsaved is not None,
            )
        )

    def _show_peaks(self) -> None:
        stage, width = self._stage, self._widgets.timeline.content_size.width
        wanted = (stage.peaks_version, width, self._desk.duration)
        now = time.monotonic()
        if wanted == self._peaks_shown or now - self._peaks_at < _PEAKS_EVERY:
            return
        self._peaks_shown, self._peaks_at = wanted, now
        duration = self._desk.duration
        found = levels(stage.peaks, self._desk.timeline, width, duration) if stage.peaks else []
        self._widgets.timeline.show_levels(found, duration)
