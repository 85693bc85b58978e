"""What goes out, worked out once: renderers read it and look nothing up themselves."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from sessionlens.documents.speakers import Voices, voices_of
from sessionlens.domain.answer import Answer
from sessionlens.domain.counting import counted_elsewhere, describe_phases, phase_spans
from sessionlens.domain.feedback import Feedback, with_letter
from sessionlens.domain.learning import is_to_earlier_learning, is_to_earlier_reflection
from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.moments import past_the_end, span_of
from sessionlens.domain.reply import Thread, threads
from sessionlens.domain.review import Session, Verdict, verdict_in_words
from sessionlens.domain.roles import (
    coach_named,
    coach_within,
    people,
    reviewer_named,
    reviewer_within,
    statement,
)
from sessionlens.domain.rubric import Competency, Phase, Rubric, Step
from sessionlens.domain.spoken_texts import VERDICT_FIELDS
from sessionlens.domain.text_sound import sound_of, verdict_text
from sessionlens.domain.timeline import Timeline
from sessionlens.domain.transcript import Transcript, Utterance

AROUND = 6.0
"""Seconds of the transcript shown before and after a moment."""

RATING_WORDS = {"strength": "Strength", "growth": "Opportunity to grow", "question": "Question"}
"""What a rating is called where it is read."""

_MOST_LINES = 14  # utterances shown with one moment: an interval may cover half a session


class ContextLine(Struct, frozen=True):
    """An utterance near a moment; `inside` where it is part of what was marked."""

    utterance: Utterance
    inside: bool


class Moment(Struct, frozen=True):
    """A marker with its codes in words, what was said around it, and the answer to it.

    `also` are the titles of further competencies that it is evidence for; `against` says that the
    indicator speaks against the competency.
    `number` counts in time order, from 1. `start` and `end` are seconds: what is heard of it.
    `past_end` is the sentence to show where the recording is shorter than that, else empty.
    """

    number: int
    marker: Marker
    title: str
    start: float
    end: float
    competency: Competency | None = None
    phase: Phase | None = None
    indicator: str = ""
    against: bool = False
    lines: tuple[ContextLine, ...] = ()
    left_out: int = 0
    thread: Thread | None = None
    statement: str = ""
    also: tuple[str, ...] = ()
    past_end: str = ""

    @property
    def until(self) -> float:
        """Where it ends, in seconds: as it was marked; a point lasts as long as it is heard."""
        return self.end if self.marker.end is None else float(self.marker.end)

    @property
    def answer(self) -> Answer | None:
        """What the coach answered, or None; `statement` is that in words."""
        return self.thread.answer if self.thread and self.thread.answer.answered else None

    @property
    def response(self) -> str:
        """What the mentor says to the answer; empty if nothing."""
        return self.thread.response if self.thread else ""

    @property
    def seen_by(self) -> str:
        """`Seen by Jan and Maria`, where it is a group's; else empty."""
        return self.marker.seen_in_words

    @property
    def rating(self) -> str:
        """The rating in words, or nothing."""
        return RATING_WORDS.get(self.marker.rating or "", "")


class IndicatorLine(Struct, frozen=True):
    """What was concluded on one indicator, both in words."""

    indicator: str
    value: str


class Section(Struct, frozen=True):
    """One competency: its verdict, the step of the scale that it names, and its evidence.

    `verdict_title` is the verdict in words, of several people each under their name; the bare id
    where the scale does not know it. `elsewhere` are moments marked with another competency that
    are evidence for this one, too. `spoken`: there is sound to the verdict.
    """

    competency: Competency
    verdict: Verdict
    step: Step | None
    verdict_title: str
    moments: tuple[Moment, ...]
    elsewhere: tuple[Moment, ...] = ()
    indicators: tuple[IndicatorLine, ...] = ()
    spoken: bool = False

    @property
    def evidence(self) -> tuple[Moment, ...]:
        """All moments that were marked with it, as the first competency or as a further one."""
        marked = [one for one in self.elsewhere if self.competency.id in one.marker.also]
        return tuple(sorted((*self.moments, *marked), key=lambda moment: moment.number))

    @property
    def counted(self) -> tuple[Moment, ...]:
        """Moments that count for it because the rubric says so."""
        return tuple(one for one in self.elsewhere if self.competency.id not in one.marker.also)

    @property
    def empty(self) -> bool:
        """Neither evidence nor a verdict."""
        noticed = self.moments or self.elsewhere or self.spoken
        return not noticed and self.verdict.empty


class Content(Struct, frozen=True):
    """Everything that a renderer may show; private notes were left behind before.

    `moments` are in time order; `sections` follow the rubric, and `others` are the moments about
    no competency of it. `duration` is seconds, 0 where nobody knows it. `recording` is the file
    to cut clips from, or None. `unplaced` are answers to moments that are not there.
    """

    feedback: Feedback
    moments: tuple[Moment, ...]
    sections: tuple[Section, ...]
    others: tuple[Moment, ...]
    voices: Voices
    duration: float
    transcript: Transcript | None = None
    recording: Path | None = None

    @property
    def scored(self) -> bool:
        """Whether the rubric asks for verdicts: tags are never scored."""
        return self.feedback.rubric.kind == "rated" and bool(self.feedback.rubric.scale)

    @property
    def phases(self) -> list[str]:
        """How long each phase was, a sentence each: `Goal 04:10: 01:12–05:22`."""
        return describe_phases(
            phase_spans(self.feedback.markers, self.duration), self.feedback.rubric
        )

    @property
    def reviewer_role(self) -> str:
        """What the person is called who wrote this."""
        role = self.feedback.session.role or "mentor"
        return {"mentor": "Mentor coach", "supervisor": "Supervisor"}.get(role, "Coach")

    @property
    def coach_role(self) -> str:
        """What the person is called whose conversation it is."""
        return people(self.feedback.session).coach.capitalize()

    @property
    def to_earlier_learning(self) -> bool:
        """Whether what the coach says to the reviewer's learning was written to other words."""
        return is_to_earlier_learning(self.feedback.reflection, self.feedback.summary)

    @property
    def to_earlier_reflection(self) -> bool:
        """Whether what the reviewer says to the reflection was written to other words."""
        return is_to_earlier_reflection(self.feedback.summary, self.feedback.reflection)

    @property
    def reviewer(self) -> str:
        """Who wrote this, within a sentence."""
        return reviewer_within(self.feedback.session)

    @property
    def coach(self) -> str:
        """Whose conversation it is, within a sentence."""
        return coach_within(self.feedback.session)

    @property
    def reviewer_first(self) -> str:
        """Who wrote this, at the beginning of a sentence."""
        return reviewer_named(self.feedback.session)

    @property
    def coach_first(self) -> str:
        """Whose conversation it is, at the beginning of a sentence."""
        return coach_named(self.feedback.session)


def content_of(
    feedback: Feedback, transcript: Transcript | None = None, recording: Path | None = None
) -> Content:
    """Put together what goes out; nothing is read from the disk."""
    rubric = feedback.rubric
    timeline = Timeline(transcript)
    markers = in_time_order(tuple(with_letter(marker, rubric) for marker in feedback.markers))
    answers = threads(feedback.answers, markers, rubric, feedback.responses, feedback.sounds)
    duration = float(feedback.recording.duration or 0)
    moments = tuple(
        _moment(number, marker, feedback, timeline, answers)
        for number, marker in enumerate(markers, 1)
    )
    by_competency: dict[str, list[Moment]] = {}
    for moment in moments:
        if moment.competency:
            by_competency.setdefault(moment.competency.id, []).append(moment)
    verdicts = {verdict.competency: verdict for verdict in feedback.verdicts}
    sections = tuple(
        Section(
            competency,
            verdict := verdicts.get(competency.id, Verdict(competency=competency.id)),
            rubric.step(verdict.value),
            verdict_in_words(verdict, rubric),
            tuple(by_competency.get(competency.id, ())),
            tuple(moment for moment in moments if competency.title in moment.also),
            tuple(_indicators(competency, verdict, rubric)),
            any(
                sound_of(feedback.sounds, verdict_text(competency.id, field))
                for field in VERDICT_FIELDS
            ),
        )
        for competency in rubric.competencies
    )
    return Content(
        feedback=feedback,
        moments=moments,
        sections=sections,
        others=tuple(moment for moment in moments if moment.competency is None),
        voices=voices_of(feedback, transcript),
        duration=duration or timeline.transcript.end,
        transcript=transcript,
        recording=recording,
    )


def consent_lines(session: Session) -> list[str]:
    """The client's consent in sentences, purpose by purpose, then as it was written down."""
    lines = []
    for consent in session.consents:
        until = f" until {day(consent.until)}" if consent.until else ""
        given = f", given {day(consent.given)}" if consent.given else ""
        withdrawn = f"; withdrawn {day(consent.withdrawn)}" if consent.withdrawn else ""
        lines.append(f"{consent.purpose}{given}{until}{withdrawn}")
    return [*lines, *filter(None, [session.consent])]


def day(date: dt.date | None) -> str:
    """A date as people read it, the same everywhere: `2 November 2026`; empty for None."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}" if date else ""


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def _moment(
    number: int,
    marker: Marker,
    feedback: Feedback,
    timeline: Timeline,
    answers: dict[str, Thread],
) -> Moment:
    rubric = feedback.rubric
    competency = rubric.competency(marker.competency)
    indicator = competency.indicator(marker.indicator) if competency else None
    start, end = span_of(marker, timeline)
    length = float(feedback.recording.duration or 0)
    if start < length < end:
        end = length
    lines = _around(start, end, timeline)
    return Moment(
        number=number,
        marker=marker,
        title=rubric.title_of(marker),
        start=start,
        end=end,
        competency=competency,
        phase=rubric.phase(marker.phase),
        indicator=indicator.text if indicator else marker.indicator or "",
        against=indicator is not None and indicator.polarity == "against",
        lines=tuple(lines[:_MOST_LINES]),
        left_out=max(len(lines) - _MOST_LINES, 0),
        thread=(thread := answers.get(marker.id)),
        statement=statement(thread.answer, feedback.session.role) if thread else "",
        also=tuple(
            other.title
            for other in map(rubric.competency, (*marker.also, *counted_elsewhere(marker, rubric)))
            if other is not None
        ),
        past_end=past_the_end(marker, length),
    )


def _indicators(
    competency: Competency, verdict: Verdict, rubric: Rubric
) -> Iterator[IndicatorLine]:
    for concluded in verdict.indicators:
        indicator = competency.indicator(concluded.id)
        yield IndicatorLine(
            indicator.text if indicator else concluded.id, verdict_in_words(concluded, rubric)
        )


def _around(start: float, end: float, timeline: Timeline) -> list[ContextLine]:
    """The utterances from a little before the moment to a little after."""
    first = timeline.begun_by(max(start - AROUND, 0.0)) or 0
    lines = []
    for utterance in timeline.utterances[first:]:
        if utterance.start >= end + AROUND:
            break
        if utterance.end > start - AROUND:
            inside = utterance.start < end - 0.05 and utterance.end > start + 0.05
            lines.append(ContextLine(utterance, inside))
    return lines
