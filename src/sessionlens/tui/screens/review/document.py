"""A review that is open: what all parts of the review screen work on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sessionlens.domain.answer import Answer
from sessionlens.domain.changes import Change, Material
from sessionlens.domain.command import BY_ID
from sessionlens.domain.editor import Editor
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.intention import Intention, intention_for
from sessionlens.domain.keymap import first_key, keys_of
from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.moments import MomentFilter
from sessionlens.domain.preparation import Preparation
from sessionlens.domain.quoting import coach_among
from sessionlens.domain.reply import Reply, threads
from sessionlens.domain.review import RecordingRef, Role, Session
from sessionlens.domain.roles import coach_named
from sessionlens.domain.text import counted
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.timeline import Timeline
from sessionlens.domain.transcript import Transcript
from sessionlens.files import exists
from sessionlens.library.coach_side import CoachSide
from sessionlens.library.review import OpenedReview, late_transcript
from sessionlens.speech.asked_model import NOTHING_ASKED, AskedModel
from sessionlens.tui.playback.document import OpenDocument
from sessionlens.tui.playback.writing import Writing
from sessionlens.tui.widgets.answer_text import Threads

if TYPE_CHECKING:
    from sessionlens.speech.live import LiveTranscription

_OTHER_RECORDING = (
    "The content of {recording} is not what was reviewed before: times and quotes may not fit."
    " Put the right recording back. If this is the same session in another encoding, leave here"
    " and delete the lines 'sha256' and 'sound_sha256' from {review}"
)

RESPONSE_TO = "response to "
"""What stands before a marker's id in the name of a draft that responds to the answer to it."""

_OTHER_ENCODING = "The coach has listened to another file: times and quotes may not fit"

_EVERYTHING = MomentFilter()


@dataclass(kw_only=True, eq=False, repr=False)
class OpenReview(OpenDocument):
    """A review being worked on, and what the coach has sent.

    `asks_details` is True for a new review, whose session is not described yet. `transcribe` begins
    to recognise at once, with the model that is `asked` for, else with the user's own;
    `recognition` is the last run. `content_hash` is that of the recording being heard, once known.
    `intentions` are what coaches meant to practise, once the replies near the recording have been
    read.
    """

    opened: OpenedReview
    editor: Editor
    writing: Writing
    coach_side: CoachSide
    asks_details: bool = False
    transcribe: bool = False
    asked: AskedModel = NOTHING_ASKED
    recognition: "LiveTranscription | None" = None
    content_hash: str = ""
    intentions: tuple[Intention, ...] = ()
    filter: MomentFilter = _EVERYTHING
    _timeline_of: Transcript | None = field(init=False)
    _ordered: tuple[Marker, ...] = field(init=False, default=())
    _ordered_of: tuple[tuple[Marker, ...], MomentFilter] | None = field(init=False, default=None)
    _intention_of: tuple[tuple[object, ...], Intention | None] | None = field(
        init=False, default=None
    )
    _coach_of: tuple[Transcript | None, Session, str | None] | None = field(
        init=False, default=None
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        self._timeline_of = self.editor.transcript

    @property
    def noted_duration(self) -> float:
        return self.editor.review.recording.duration or 0.0

    @property
    def role(self) -> Role | None:
        return self.editor.review.session.role

    @property
    def read_only(self) -> str | None:
        """Why nothing can be changed, if so."""
        return self.writing.read_only

    @property
    def reply(self) -> Reply | None:
        """The coach's answers to an earlier feedback."""
        return self.coach_side.reply

    @property
    def markers(self) -> tuple[Marker, ...]:
        """The markers that the filter lets pass, in time order."""
        shown = (self.editor.review.markers, self.filter)
        before = self._ordered_of
        if before is None or before[0] is not shown[0] or before[1] is not shown[1]:
            passing = (marker for marker in shown[0] if self.filter.lets_pass(marker))
            self._ordered, self._ordered_of = in_time_order(tuple(passing)), shown
        return self._ordered

    @property
    def coach(self) -> str | None:
        """The speaker who is the coach; None as long as nothing says so."""
        transcript, session = self.editor.transcript, self.editor.review.session
        lookup = self._coach_of
        if lookup is None or lookup[0] is not transcript or lookup[1] is not session:
            speakers = transcript.speakers if transcript else {}
            lookup = self._coach_of = (transcript, session, coach_among(speakers, session))
        return lookup[2]

    @property
    def lacks_coach(self) -> bool:
        """Whether there are two voices whose marks depend on who coaches, and nothing says it."""
        transcript = self.editor.transcript
        if transcript is None or self.read_only or not self.rubric.is_about_coach:
            return False
        return len(transcript.speakers) == 2 and not self.coach

    @property
    def coach_hint(self) -> str:
        """With which key it is told who coaches, to be said where a question would take the keys.

        Empty where nobody is lacking.
        """
        key = first_key(self.keymap, "transcript.coach")
        if not key or not self.lacks_coach:
            return ""
        return f"Nothing says which of the two voices is the coach: {key} does"

    @property
    def words_come(self) -> bool:
        """Whether words of what is heard now are still to come, as in a live session."""
        return False

    def noticed(self, marker: Marker) -> Marker:
        """A marker is about to be made of what is heard now; returns it as it can be by now."""
        return marker

    @property
    def quoted_coach(self) -> str | None:
        """The coach, where it is their words that a competency quotes."""
        of_coach = self.settings.quote == "coach" and self.rubric.is_about_coach
        return self.coach if of_coach else None

    @property
    def intention(self) -> Intention | None:
        """What this coach meant to practise when this session came; None where nothing is known."""
        review = self.editor.review
        sources = (self.intentions, review.session, review.recording)
        lookup = self._intention_of
        if lookup is None or any(
            old is not new for old, new in zip(lookup[0], sources, strict=True)
        ):
            chosen = intention_for(review.session, review.recording, self.intentions)
            lookup = self._intention_of = (sources, chosen)
        return lookup[1]

    def read_purpose(self) -> Callable[[], str]:
        session, near = self.editor.review.session, self.opened.review_path

        def read() -> str:
            from sessionlens.library.alliance import purpose_for

            return purpose_for(session, near)

        return read

    def quotes(self, marker: Marker) -> str | None:
        """Whose words alone a marker quotes; None for everybody's."""
        return self.quoted_coach if marker.competency else None

    @property
    def marker(self) -> Marker | None:
        return self.editor.review.marker(self.current)

    @property
    def drafted(self) -> frozenset[str]:
        """The ids of the markers to which words were begun and not saved."""
        drafts = self.writing.drafts.values()
        return frozenset(draft.marker_id.removeprefix(RESPONSE_TO) for draft in drafts)

    @property
    def drafts_text(self) -> str:
        """How many comments and responses were begun and not saved; empty where none was."""
        drafts = [draft for draft in self.writing.drafts.values() if not draft.field]
        responses = sum(draft.marker_id.startswith(RESPONSE_TO) for draft in drafts)
        comments = len(drafts) - responses
        texts = [
            *([counted(comments, "comment", "comments")] if comments else []),
            *([counted(responses, "response", "responses")] if responses else []),
        ]
        verb = "is" if len(drafts) == 1 else "are"
        return f"{' and '.join(texts)} {verb} still a draft" if texts else ""

    def answer_to(self, marker_id: str) -> Answer | None:
        """What the coach has answered to a marker, or None."""
        answer = self.reply.answer(marker_id) if self.reply else None
        return answer if answer and answer.answered else None

    @property
    def threads(self) -> Threads:
        """The coach's answers to the markers as they are now."""
        review = self.editor.review
        answers = () if self.reply is None else self.reply.answers
        if not answers and not review.responses and not review.sounds:
            return Threads()
        answered = threads(answers, review.markers, self.rubric, review.responses, review.sounds)
        return Threads(answered, coach_named(review.session), "You", review.session.role)

    @property
    def notices(self) -> tuple[str, ...]:
        key = keys_of(self.keymap, BY_ID["review.check"])
        drafts = self.drafts_text
        where = f": {key} shows where" if key else ""
        return (
            *self.opened.notices,
            *filter(None, [self.read_only]),
            *self._brought(),
            *([f"{drafts}{where}"] if drafts else []),
            *self.writing.field_notices,
        )

    def _brought(self) -> list[str]:
        """What the coach has sent since, and with which key it is seen."""
        side = self.coach_side
        key = first_key(self.keymap, "review.coach")
        who = coach_named(self.editor.review.session)
        news = []
        if side.questions and side.withheld:
            count = len(side.questions)
            what = "a question" if count == 1 else f"{count} questions"
            news.append(f"{who} brings {what} to this session: {key} shows what")
        elif side.preparation != Preparation() and side.withheld:
            news.append(f"{who} has prepared this session: {key} shows how")
        if side.reply is not None:
            news.append(f"{who} has answered, beside your markers: {key} shows the rest")
        return news

    @property
    def reference(self) -> RecordingRef:
        return self.editor.review.recording

    def identify(self, sha256: str, duration: float, sound_sha256: str) -> list[str]:
        self.content_hash = sha256
        recording = self.editor.review.recording
        warnings = self._odd_times(duration) if recording.duration is None else []
        heard = RecordingRef(file="", sha256=sha256, sound_sha256=sound_sha256)
        if recording.same_as(heard) is False and self.opened.review.exported:
            return [*warnings, _OTHER_ENCODING]
        if recording.same_as(heard) is False:
            # Only a person can tell which is the right one: what was reviewed must stay known.
            names = {"recording": self.opened.recording.name, "review": self.writing.path.name}
            return [*warnings, _OTHER_RECORDING.format(**names)]
        identified = replace(
            recording,
            # Others may know it by the hash that it had before its tags were changed.
            sha256=recording.sha256 or sha256,
            sound_sha256=recording.sound_sha256 or sound_sha256,
            duration=Timecode(duration),
        )
        if identified == recording or self.read_only:
            return warnings

        def noted(material: Material) -> Material:
            return material._replace(review=replace(material.review, recording=identified))

        self.editor.amend(noted, save=exists(self.opened.review_path))
        return warnings

    def _odd_times(self, duration: float) -> list[str]:
        """What only shows once the recording's length is known."""
        from sessionlens.transcripts.checks import warnings_for

        transcript = self.editor.transcript
        if transcript is None or self.transcribe:
            return []
        before = set(warnings_for(transcript, None))
        return [
            f"Transcript: {warning}"
            for warning in warnings_for(transcript, duration, self.editor.review.recording.gaps)
            if warning not in before
        ]

    def apply(self, change: Change, *, joins: str = "") -> bool:
        """Make a change; says why if it cannot be made. See `History.apply` for `joins`."""
        if self.read_only:
            self.say(self.read_only)
            return False
        try:
            self.editor.apply(change, joins=joins)
        except SessionLensError as error:
            self.say(str(error))
            return False
        self.refresh_timeline()
        return True

    def read_late_transcript(self) -> Callable[[], tuple[str, ...]]:
        chosen = late_transcript(self.opened)

        def with_transcript(material: Material) -> Material:
            if material.transcript is not None:
                return material
            return material._replace(transcript=chosen.transcript)

        def take() -> tuple[str, ...]:
            self.transcript_later = False
            if self.editor.transcript is None and chosen.transcript is not None:
                self.opened.store.take_transcript(chosen.file)
                self.editor.amend(with_transcript, save=False)
                self.refresh_timeline()
            return (*chosen.notices, self.coach_hint)

        return take

    def refresh_timeline(self) -> None:
        """Lay the transcript out again if it is another one now."""
        if self.editor.transcript is not self._timeline_of:
            self._timeline_of = self.editor.transcript
            self.timeline = Timeline(self._timeline_of)
