"""A review: everything that one person notes on one recording."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from sessionlens.domain.gaps import Gap
from sessionlens.domain.marker import Marker
from sessionlens.domain.preparation import Preparation
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.text_sound import Sounds
from sessionlens.domain.timecode import Timecode

Role = Literal["mentor", "coach", "supervisor"]
Setting = Literal["individual", "group"]
Observed = Literal["recorded", "live"]


class Consent(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What the client agreed to: for one purpose, since when, until when; `withdrawn` ends it."""

    purpose: str
    given: dt.date | None = None
    until: dt.date | None = None
    withdrawn: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether it covers a day: given by then, not past its end, not withdrawn."""
        begun = self.given is None or self.given <= day
        kept = self.withdrawn is None or day < self.withdrawn
        return begun and kept and (self.until is None or day <= self.until)


class Session(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Whose conversation it was, who reviews it, and what was agreed about the recording.

    `number` counts the sessions of an engagement from 1. `dialogue_minutes` is the time spoken
    with the coach about it, which counts as mentoring; listening does not. `credential` is the
    reviewer's, such as MCC. `coach_speaker` is the coach's name in the transcript, where it had
    to be asked for.
    """

    title: str = ""
    date: dt.date | None = None
    coach: str = ""
    coach_speaker: str = ""
    client: str = ""
    reviewer: str = ""
    credential: str = ""
    role: Role | None = None
    level: str = ""
    number: int | None = None
    setting: Setting | None = None
    observed: Observed | None = None
    dialogue_minutes: int | None = None
    consent: str = ""
    delete_by: dt.date | None = None
    consents: tuple[Consent, ...] = ()


SAME_LENGTH = 1.0
"""Seconds by which the lengths of one recording in two encodings may differ."""


class RecordingRef(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """Which recording: its path relative to the review, its content's hash, its length.

    `sound_sha256` is the hash of the sound alone, which stays when tags are changed. `began` is the
    moment at which time 0 was, where somebody listened as it happened. `gaps` are where a live
    recording holds silence in place of what went on.
    """

    file: str
    sha256: str = ""
    sound_sha256: str = ""
    duration: Timecode | None = None
    began: dt.datetime | None = None
    gaps: tuple[Gap, ...] = ()

    def as_long_as(self, other: "RecordingRef") -> bool | None:
        """Whether two encodings of one recording could be as long; None if a length is missing."""
        if self.duration is None or other.duration is None:
            return None
        return abs(self.duration - other.duration) <= SAME_LENGTH

    def same_as(self, other: "RecordingRef") -> bool | None:
        """Whether both are one recording by what is known of their content; None if nothing is."""
        if self.sha256 and self.sha256 == other.sha256:
            return True
        if self.sound_sha256 and other.sound_sha256:
            return self.sound_sha256 == other.sound_sha256
        return False if self.sha256 and other.sha256 else None


class RubricRef(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Which rubric; `file` is set when it is none of those that everybody has."""

    id: str
    edition: str = ""
    title: str = ""
    file: str = ""


class VerdictBy(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """The verdict of one of several reviewers: their name, and a step of the rubric's scale."""

    by: str
    value: str


class IndicatorVerdict(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """What the reviewer concludes on one indicator, where the rubric asks for it.

    `views` and `value` are as in a verdict.
    """

    id: str
    value: str
    views: tuple[VerdictBy, ...] = ()


class Verdict(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What the reviewer concludes on one competency; `value` is a step of the rubric's scale.

    Where several people's were brought together, `views` are what each of them concludes, and
    `value` is what all of them do, or empty.
    """

    competency: str
    value: str = ""
    strengths: str = ""
    development: str = ""
    indicators: tuple[IndicatorVerdict, ...] = ()
    views: tuple[VerdictBy, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing has been said."""
        words = self.value or self.strengths or self.development
        return not (words or self.indicators or self.views)


def verdict_in_words(verdict: Verdict | IndicatorVerdict, rubric: Rubric) -> str:
    """The verdict as the scale calls it, of several people each under their name.

    The bare id where the scale does not know it; empty where there is none.
    """
    if verdict.views:
        return " · ".join(f"{view.by}: {rubric.step_title(view.value)}" for view in verdict.views)
    return rubric.step_title(verdict.value)


def views_of(by: str, verdict: Verdict | IndicatorVerdict) -> Iterator[VerdictBy]:
    """What each of several reviewers concludes, or the one, who is called `by`; values only."""
    for view in verdict.views or (VerdictBy(by=by, value=verdict.value),):
        if view.value:
            yield view


class Response(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What the mentor says to the coach's answer to a marker: beside it, never in its place.

    `seen` is the fingerprint of the answer that it was written to; where names were replaced on the
    way out, that of the other wording follows after a space. Empty where it was written by hand.
    """

    marker: str
    text: str
    seen: str = ""


class Summary(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """The reviewer's closing words; learning goes both ways.

    In supervision `take_away` is what both take away, `change` what they change in how they work,
    and `to_supervision` what the supervisor brings to their own, which is never sent.
    `to_reflection` is what the reviewer says to the coach's reflection, `reflection_seen` the
    fingerprint of that.
    """

    strengths: str = ""
    development: str = ""
    next_practice: str = ""
    reviewer_learning: str = ""
    take_away: str = ""
    change: str = ""
    to_supervision: str = ""
    to_reflection: str = ""
    reflection_seen: str = ""


class Review(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """The reviewer's private file. `last_marker` is the highest number ever given to a marker.

    `exported` is when this copy of a coach's review of themselves was made for their mentor; it is
    None in the file that is worked on. `finished` and `seal_broken` matter in such a review: when
    its coach declared it finished, and when they read the mentor's markers before that.
    `preparation` is in such a review, too. `sounds` are what was spoken to texts other than the
    comments of markers.
    """

    id: str
    exported: dt.datetime | None = None
    finished: dt.datetime | None = None
    seal_broken: dt.datetime | None = None
    session: Session = Session()
    recording: RecordingRef
    rubric: RubricRef
    last_marker: int = 0
    markers: tuple[Marker, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    summary: Summary = Summary()
    responses: tuple[Response, ...] = ()
    preparation: Preparation = Preparation()
    sounds: Sounds = ()

    def marker(self, marker_id: str | None) -> Marker | None:
        """The marker with this id, or None."""
        return next((marker for marker in self.markers if marker.id == marker_id), None)

    def verdict(self, competency_id: str) -> Verdict:
        """The verdict on a competency, an empty one if there is none yet."""
        verdicts = (verdict for verdict in self.verdicts if verdict.competency == competency_id)
        return next(verdicts, Verdict(competency=competency_id))

    def response(self, marker_id: str) -> Response | None:
        """What the mentor says to the coach's answer to this marker, or None."""
        return next((one for one in self.responses if one.marker == marker_id), None)


def new_review(recording: RecordingRef, rubric: RubricRef, session: Session) -> Review:
    """A review with nothing noted yet, and an id of its own."""
    return Review(id=uuid.uuid4().hex, session=session, recording=recording, rubric=rubric)


def reference(rubric: Rubric, file: str = "") -> RubricRef:
    """How a review names its rubric."""
    return RubricRef(id=rubric.id, edition=rubric.edition, title=rubric.title, file=file)
