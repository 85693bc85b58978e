"""A reply: the coach's own file about a feedback file, and how it stands to its markers."""

import datetime as dt
import uuid
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.answer import Answer, Reflection, answer_fingerprint, fingerprint
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.history import History
from sessionlens.domain.marker import Marker
from sessionlens.domain.ranges import refuse_odd_dates
from sessionlens.domain.review import RecordingRef, Response, Session
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.text_sound import RESPONSE, Sounds, sounds_from_coach, sounds_from_reviewer


class Reply(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What a coach answers. `feedback` and `review` are the ids of what it answers.

    `sounds` are what was spoken to the reflection, and to own notes.

    `exported` is when this copy was made for the mentor; it is None in the coach's own file.
    """

    id: str
    feedback: str
    review: str
    exported: dt.datetime | None = None
    session: Session = Session()
    recording: RecordingRef
    reflection: Reflection = Reflection()
    answers: tuple[Answer, ...] = ()
    sounds: Sounds = ()

    def answer(self, marker_id: str | None) -> Answer | None:
        """The answer to the marker with this id, or None."""
        return next((answer for answer in self.answers if answer.marker == marker_id), None)


class SetAnswer(Struct, frozen=True):
    """Answer a marker, or change the answer; an empty one removes it."""

    answer: Answer
    label: str = "answer changed"

    def apply(self, reply: Reply) -> Reply:
        new = self.answer
        answers = {answer.marker: answer for answer in reply.answers}
        answers[new.marker] = new
        if new.empty:
            del answers[new.marker]
        return replace(reply, answers=tuple(answers.values()))


class SetReflection(Struct, frozen=True):
    """Set what the coach takes away and will practise."""

    reflection: Reflection

    label = "reflection changed"

    def apply(self, reply: Reply) -> Reply:
        refuse_odd_dates(until=self.reflection.until)
        return replace(reply, reflection=self.reflection)


class TakeReplyCopy(Struct, frozen=True):
    """Take the reply from a copy that could not be saved where it belongs."""

    reply: Reply

    label = "rescued copy taken"

    def apply(self, reply: Reply) -> Reply:
        return replace(self.reply, id=reply.id, feedback=reply.feedback, recording=reply.recording)


class ReplyEditor(History[Reply]):
    """The one way in for every change of a reply; see `History` for undoing and saving."""

    @property
    def reply(self) -> Reply:
        """The reply as it stands."""
        return self.state


class Thread(NamedTuple):
    """An answer beside the marker it is about, and what the mentor responds to it.

    `changed`: the marker is another one since. `earlier`: the response was written to an answer
    that was changed since, or taken back: `answer` is empty then. `spoken`: there is sound to it.
    """

    answer: Answer
    changed: bool
    response: str = ""
    earlier: bool = False
    spoken: bool = False


def new_reply(feedback: Feedback) -> Reply:
    """A reply that says nothing yet but what the feedback carries of an earlier one."""
    return Reply(
        id=uuid.uuid4().hex,
        feedback=feedback.id,
        review=feedback.review,
        session=feedback.session,
        recording=feedback.recording,
        reflection=feedback.reflection,
        answers=feedback.answers,
        sounds=sounds_from_coach(feedback.sounds),
    )


def answer_to(marker: Marker, reply: Reply) -> Answer:
    """The answer to a marker as it is now, to be completed and set: the present one or a new one.

    Whoever changes an answer has seen the marker as it is now.
    """
    answer = reply.answer(marker.id) or Answer(marker=marker.id)
    return replace(answer, start=marker.start, seen=fingerprint(marker))


def thread(answer: Answer | None, marker: Marker, rubric: Rubric) -> Thread | None:
    """How an answer stands to its marker; None without an answer.

    One without a fingerprint was written by hand and counts as up to date. Under the letter that
    an indicator had formerly, a marker says the same.
    """
    if answer is None:
        return None
    return Thread(answer, bool(answer.seen) and not _was_seen(answer, marker, rubric))


def _was_seen(answer: Answer, marker: Marker, rubric: Rubric) -> bool:
    """Whether the marker says what it said when it was answered."""
    if answer.seen == fingerprint(marker):
        return True
    competency = rubric.competency(marker.competency)
    indicator = competency.indicator(marker.indicator) if competency else None
    letters = filter(None, (indicator.id, indicator.formerly)) if indicator else ()
    return any(answer.seen == fingerprint(replace(marker, indicator=name)) for name in letters)


def threads(
    answers: tuple[Answer, ...],
    markers: tuple[Marker, ...],
    rubric: Rubric,
    responses: tuple[Response, ...] = (),
    sounds: Sounds = (),
) -> dict[str, Thread]:
    """Every marker that was answered, or whose answer was responded to, by its id.

    One that was responded to with a voice alone is among them, for `sounds`.
    """
    by_marker = {answer.marker: answer for answer in answers}
    aloud = {sound.place for sound in sounds if sound.kind == RESPONSE}
    responded = {name: Response(marker=name, text="") for name in aloud}
    responded |= {response.marker: response for response in responses}
    pairs = (
        (
            marker.id,
            _with_response(
                thread(by_marker.get(marker.id), marker, rubric),
                responded.get(marker.id),
                spoken=marker.id in aloud,
            ),
        )
        for marker in markers
    )
    return {marker_id: answered for marker_id, answered in pairs if answered is not None}


def _with_response(
    answered: Thread | None, response: Response | None, *, spoken: bool
) -> Thread | None:
    if response is None:
        return answered
    answered = answered or Thread(Answer(marker=response.marker), changed=False)
    earlier = not answered.answer.answered or (
        bool(response.seen) and answer_fingerprint(answered.answer) not in response.seen.split()
    )
    return answered._replace(response=response.text, earlier=earlier, spoken=spoken)


def unknown(answers: tuple[Answer, ...], markers: tuple[Marker, ...]) -> tuple[Answer, ...]:
    """Answers to markers that are not there: deleted since, or of another feedback."""
    marker_ids = {marker.id for marker in markers}
    return tuple(answer for answer in answers if answer.marker not in marker_ids)


def for_the_reviewer(reply: Reply) -> Reply:
    """The reply without the coach's own notes."""
    answers = (replace(answer, note="") for answer in reply.answers)
    return replace(
        reply,
        answers=tuple(answer for answer in answers if not answer.empty),
        sounds=sounds_from_coach(reply.sounds),
    )


def carrying(feedback: Feedback, reply: Reply | None) -> Feedback:
    """The feedback with what the coach replied to its markers, so that the thread goes on.

    Their own notes stay behind, and answers to markers that are not exported.
    """
    if reply is None:
        return feedback
    marker_ids = {marker.id for marker in feedback.markers}
    answers = (answer for answer in for_the_reviewer(reply).answers if answer.marker in marker_ids)
    sounds = (*sounds_from_reviewer(feedback.sounds, marker_ids), *sounds_from_coach(reply.sounds))
    return replace(feedback, answers=tuple(answers), reflection=reply.reflection, sounds=sounds)
