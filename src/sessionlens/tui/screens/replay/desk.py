"""What all parts of the replay screen work on."""

from dataclasses import dataclass, field

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.history import UndoableChange
from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.moments import MomentFilter
from sessionlens.domain.reply import Reply, ReplyEditor, Thread, threads
from sessionlens.domain.text import shorten
from sessionlens.tui.playback.booth import Booth


@dataclass(kw_only=True, eq=False, repr=False)
class ReplayDesk(Booth):
    """The feedback, the reply to it, and which moments are shown.

    `read_only` says why nothing can be answered, if so. `drafted` are the moments with words that
    were begun and not saved.
    """

    feedback: Feedback
    editor: ReplyEditor
    read_only: str | None = None
    filter: MomentFilter = field(default_factory=MomentFilter)
    drafted: frozenset[str] = frozenset()
    moments: tuple[Marker, ...] = field(init=False)
    _threads: dict[str, Thread] = field(init=False, default_factory=dict)
    _threads_of: Reply | None = field(init=False, default=None)
    _shown: tuple[Marker, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        self.moments = in_time_order(self.feedback.markers)

    @property
    def known_duration(self) -> float:
        return self.feedback.recording.duration or 0.0

    @property
    def markers(self) -> tuple[Marker, ...]:
        """The moments that the filter lets pass; the chosen one stays until another is chosen."""
        if not self.filter.active:
            return self.moments
        shown = tuple(
            one
            for one in self.moments
            if one.id == self.current
            or self.filter.lets_pass(one, answered=self.is_answered(one.id))
        )
        if shown != self._shown:
            self._shown = shown
        return self._shown

    @property
    def marker(self) -> Marker | None:
        return next((one for one in self.moments if one.id == self.current), None)

    @property
    def threads(self) -> dict[str, Thread]:
        """The answers, by the id of their moment."""
        reply = self.editor.reply
        if reply is not self._threads_of:
            self._threads, self._threads_of = threads(reply.answers, self.moments), reply
        return self._threads

    @property
    def answered(self) -> int:
        """How many moments are answered."""
        return sum(one.answer.answered for one in self.threads.values())

    def is_answered(self, marker_id: str) -> bool:
        """Whether this moment is answered."""
        thread = self.threads.get(marker_id)
        return thread is not None and thread.answer.answered

    def filter_said(self) -> str:
        """The filter in words; nothing when all moments are shown."""
        one = self.filter
        code = self.rubric.competency(one.competency) or self.rubric.phase(one.competency)
        said = [
            shorten(code.title, 30) if code else one.competency,
            {"strength": "+ strengths", "growth": "- growth", "question": "? questions"}.get(
                one.rating or ""
            ),
            {True: "answered", False: "not answered", None: None}[one.answered],
        ]
        return ", ".join(filter(None, said))

    def apply(self, change: UndoableChange[Reply], *, joins: str = "") -> bool:
        """Make a change; says why if it cannot be made. See `History.apply` for `joins`."""
        if self.read_only:
            self.say(self.read_only)
            return False
        try:
            self.editor.apply(change, joins=joins)
        except SessionLensError as error:
            self.say(str(error))
            return False
        return True
