"""Feedback that is open: what all parts of the replay screen work on."""

from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.history import UndoableChange
from sessionlens.domain.keymap import first_key
from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.moments import MomentFilter
from sessionlens.domain.reply import Reply, ReplyEditor, Thread, threads
from sessionlens.domain.review import RecordingRef, Role
from sessionlens.domain.roles import reviewer_named
from sessionlens.domain.text import counted, shorten
from sessionlens.domain.timeline import Timeline
from sessionlens.files import exists
from sessionlens.library.accepted import accept
from sessionlens.library.exporting import NOTE_OF, replay_key
from sessionlens.library.replay import OpenedReplay, late_transcript
from sessionlens.library.spoken import SpokenFiles
from sessionlens.storage.replies import encode_reply
from sessionlens.storage.state import ReviewState, load_state, sweep_state
from sessionlens.tui.playback.disk import DiskThread
from sessionlens.tui.playback.document import OpenDocument, heard_track
from sessionlens.tui.playback.writing import Writing, drafts_left

_OTHER_RECORDING = "The recording's content is not what was reviewed: times and quotes may not fit"


@dataclass(kw_only=True, eq=False, repr=False)
class OpenFeedback(OpenDocument):
    """The feedback, the reply to it, and which moments are shown.

    `opened` is renewed by `take` when the seal or the recording is another one. `asked` is True
    when the coach has been asked for a recording that was not found, `named_by_hand` when they
    have said where it is: another encoding is told of once then.
    """

    opened: OpenedReplay
    editor: ReplyEditor
    writing: Writing
    filter: MomentFilter = field(default_factory=MomentFilter)
    asked: bool = False
    named_by_hand: bool = False
    moments: tuple[Marker, ...] = field(init=False)
    _threads: dict[str, Thread] = field(init=False, default_factory=dict)
    _threads_of: Reply | None = field(init=False, default=None)
    _shown: tuple[Marker, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        super().__post_init__()
        self.moments = in_time_order(self.feedback.markers)

    def take(self, opened: OpenedReplay) -> None:
        """Go on with the same feedback, unsealed or with its recording."""
        self.opened = opened
        self.recording = opened.recording
        self.timeline = Timeline(opened.transcript)
        self.transcript_later = opened.transcript_later

    def read_late_transcript(self) -> Callable[[], tuple[str, ...]]:
        opened = self.opened
        read = late_transcript(opened)

        def take() -> tuple[str, ...]:
            if self.opened.recording != opened.recording:
                return ()  # another recording was chosen meanwhile, which has one of its own
            self.take(replace(self.opened, transcript=read.transcript, transcript_later=False))
            return read.notices

        return take

    @property
    def is_first_look(self) -> bool:
        """Whether a coach who could go through the recording on their own has seen nothing yet."""
        opened = self.opened
        nothing_of_own = opened.self_review is None and not exists(opened.reply_path)
        return (
            nothing_of_own
            and (self.recording is not None or opened.located.offered is not None)
            and not opened.preview
            and not opened.read_only
            and self.writing.state == ReviewState()
            and not self.writing.drafts
        )

    def look(self) -> None:
        """Take note that the coach has been asked whether they want to go through it first."""
        self.writing.keep_state(replace(self.writing.state, invited=True))

    @property
    def feedback(self) -> Feedback:
        """What the mentor has sent."""
        return self.opened.feedback

    @property
    def role(self) -> Role | None:
        return self.feedback.session.role

    @property
    def read_only(self) -> str | None:
        """Why nothing can be answered, if so."""
        return self.writing.read_only

    @property
    def noted_duration(self) -> float:
        return self.feedback.recording.duration or 0.0

    @property
    def markers(self) -> tuple[Marker, ...]:
        """The moments that the filter lets pass; the chosen one stays until another is chosen."""
        if not self.filter.active:
            return self.moments
        shown = tuple(
            moment for moment in self.moments if moment.id == self.current or self.lets_pass(moment)
        )
        if shown != self._shown:
            self._shown = shown
        return self._shown

    @property
    def marker(self) -> Marker | None:
        return self.moment(self.current)

    def moment(self, marker_id: str | None) -> Marker | None:
        """The moment with this id."""
        return next((moment for moment in self.moments if moment.id == marker_id), None)

    @property
    def threads(self) -> dict[str, Thread]:
        """The answers, by the id of their moment."""
        reply = self.editor.reply
        if reply is not self._threads_of:
            responses, sounds = self.feedback.responses, self.feedback.sounds
            answered = threads(reply.answers, self.moments, self.rubric, responses, sounds)
            self._threads, self._threads_of = answered, reply
        return self._threads

    @property
    def answered(self) -> int:
        """How many moments are answered."""
        return sum(thread.answer.answered for thread in self.threads.values())

    @property
    def responded(self) -> int:
        """To how many answers the mentor has responded."""
        return sum(bool(thread.response or thread.spoken) for thread in self.threads.values())

    def lets_pass(self, moment: Marker) -> bool:
        """Whether the filter shows a moment."""
        thread = self.threads.get(moment.id)
        return self.filter.lets_pass(
            moment,
            answered=thread is not None and thread.answer.answered,
            responded=thread is not None and bool(thread.response),
        )

    @property
    def drafted(self) -> frozenset[str]:
        """The ids of the moments to which an answer or a note was begun and not saved."""
        drafts = self.writing.drafts.values()
        return frozenset(draft.marker_id.removeprefix(NOTE_OF) for draft in drafts)

    @property
    def notices(self) -> tuple[str, ...]:
        return (
            *self.opened.notices,
            *filter(None, [self.read_only]),
            *self._news(),
            *self._waiting_drafts(),
            *self.writing.field_notices,
        )

    def _news(self) -> list[str]:
        """What the mentor says to the answers, and with which key it is found."""
        if not self.responded:
            return []
        answers = "one" if self.responded == 1 else f"{self.responded}"
        who = reviewer_named(self.feedback.session)
        key = first_key(self.keymap, "filter.responded")
        where = f": {key} shows where" if key else ""
        return [f"{who} has responded to {answers} of your answers{where}"]

    def _waiting_drafts(self) -> list[str]:
        # Those whose moment is in this feedback no more stand in no row.
        count = len(self.drafted & {moment.id for moment in self.moments})
        if not count:
            return []
        moments = counted(count, "moment", "moments")
        return [f"Your words to {moments} are still a draft: '(draft)' shows where"]

    @property
    def reference(self) -> RecordingRef:
        return self.feedback.recording

    def identify(self, sha256: str, duration: float, sound_sha256: str) -> list[str]:
        heard = RecordingRef(file="", sha256=sha256, sound_sha256=sound_sha256)
        same = self.reference.same_as(heard)
        if self.opened.located.certainty == "unchecked" and same is False:
            if self.named_by_hand and self.recording is not None:
                accept(self.reference, self.recording)
            return [_OTHER_RECORDING]
        return []

    @property
    def filter_text(self) -> str:
        """The filter in words; nothing when all moments are shown."""
        chosen = self.filter
        code = self.rubric.competency(chosen.competency) or self.rubric.phase(chosen.competency)
        parts = [
            shorten(code.title, 30) if code else chosen.competency,
            {"strength": "+ strengths", "growth": "- growth", "question": "? questions"}.get(
                chosen.rating or ""
            ),
            {True: "answered", False: "not answered", None: None}[chosen.answered],
            "responded to" if chosen.responded else None,
        ]
        return ", ".join(filter(None, parts))

    def read_purpose(self) -> Callable[[], str]:
        session, recording = self.feedback.session, self.feedback.recording
        near = self.opened.feedback_path

        def read() -> str:
            from sessionlens.library.alliance import purpose_for
            from sessionlens.library.intentions import intention_words_for

            meant = intention_words_for(session, recording, near)
            return " · ".join(filter(None, [purpose_for(session, near), meant]))

        return read

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


def open_for_replay(opened: OpenedReplay) -> OpenFeedback:
    """The feedback as it was left."""
    state_key = replay_key(opened.feedback.review)
    if opened.preview:  # where the coach is in it, and what they have begun, is theirs
        state_key = f"preview of {opened.feedback.review}"
    state = load_state(state_key)
    if opened.recording is not None:
        state = heard_track(opened.recording, state)
    if not opened.read_only:
        sweep_state(state_key)
    heard = (opened.feedback_path, opened.recording)
    spoken_beside = [path.parent for path in heard if path is not None]
    disk = DiskThread()
    editor = ReplyEditor(opened.reply, opened.store.save, disk.run)
    writing = Writing(
        history=editor,
        path=opened.reply_path,
        encode=lambda: encode_reply(editor.reply),
        state_key=lambda: state_key,
        state=state,
        close=opened.store.close,
        disk=disk,
        read_only=opened.read_only,
        drafts=drafts_left(opened.reply_path, state),
    )
    return OpenFeedback(
        opened=opened,
        editor=editor,
        writing=writing,
        rubric=opened.feedback.rubric,
        keymap=opened.keymap,
        settings=opened.settings,
        recording=opened.recording,
        timeline=Timeline(opened.transcript),
        state=state,
        transcript_later=opened.transcript_later,
        spoken=SpokenFiles(opened.reply_path, spoken_beside),
    )
