"""What all parts of the review screen work on."""

from dataclasses import dataclass, field

from sessionlens.domain.changes import Change
from sessionlens.domain.editor import Editor
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.reply import Reply, threads
from sessionlens.domain.timeline import Timeline
from sessionlens.domain.transcript import Transcript
from sessionlens.tui.playback.booth import Booth
from sessionlens.tui.widgets.answer_text import Threads


@dataclass(kw_only=True, eq=False, repr=False)
class Desk(Booth):
    """The review, what is heard of it, and what the coach replied to it.

    `read_only` says why nothing can be changed, if so. `drafted` are the markers with words that
    were begun and not saved.
    """

    editor: Editor
    read_only: str | None = None
    reply: Reply | None = None
    drafted: frozenset[str] = frozenset()
    _timeline_of: Transcript | None = field(init=False)
    _ordered: tuple[Marker, ...] = field(init=False, default=())
    _ordered_of: tuple[Marker, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        self._timeline_of = self.editor.transcript
        self.timeline = Timeline(self._timeline_of)

    @property
    def known_duration(self) -> float:
        return self.editor.review.recording.duration or 0.0

    @property
    def markers(self) -> tuple[Marker, ...]:
        markers = self.editor.review.markers
        if markers is not self._ordered_of:
            self._ordered, self._ordered_of = in_time_order(markers), markers
        return self._ordered

    @property
    def marker(self) -> Marker | None:
        return self.editor.review.marker(self.current)

    @property
    def threads(self) -> Threads:
        """The coach's answers to the markers as they are now."""
        if self.reply is None:
            return Threads()
        review = self.editor.review
        return Threads(threads(self.reply.answers, review.markers), review.session.coach or "Coach")

    def apply(self, change: Change) -> bool:
        """Make a change; says why if it cannot be made."""
        if self.read_only:
            self.say(self.read_only)
            return False
        try:
            self.editor.apply(change)
        except SessionLensError as error:
            self.say(str(error))
            return False
        self.refresh_timeline()
        return True

    def refresh_timeline(self) -> None:
        """Lay the transcript out again if it is another one now."""
        if self.editor.transcript is not self._timeline_of:
            self._timeline_of = self.editor.transcript
            self.timeline = Timeline(self._timeline_of)
