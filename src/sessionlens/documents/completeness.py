"""What a form or a transcript still lacks before it is handed in: said beforehand, in sentences."""

import re
from collections.abc import Iterator
from pathlib import Path

from sessionlens.documents.content import Content, Moment
from sessionlens.domain.roles import people
from sessionlens.domain.text import counted
from sessionlens.domain.timecode import clock
from sessionlens.domain.transcript import Transcript

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SHORTEST, _LONGEST = 20 * 60, 60 * 60  # seconds that a session for assessment may last
_LABELS = frozenset(["coach", "client"])


def lacks_for_form(content: Content) -> list[str]:
    """What a complete observation form would hold besides; empty when it is complete."""
    return [*_head(content), *_competencies(content), *_summary(content)]


def _head(content: Content) -> Iterator[str]:
    session = content.feedback.session
    who = people(session)
    named = {
        who.coach: session.coach,
        who.reviewer: session.reviewer,
        f"credential of the {who.reviewer}": session.credential or session.role == "coach",
        "date": session.date,
        "level": session.level,
        "consent": session.consent or session.consents,
        "session number": session.number,
        "setting (individual or group)": session.setting,
        "word on whether it was recorded or live": session.observed,
        "dialogue minutes": session.dialogue_minutes,
    }
    for name, value in named.items():
        if not value:
            yield f"The head has no {name}"
    if not content.duration:
        yield "The length of the recording is not known"


def _competencies(content: Content) -> Iterator[str]:
    for section in content.sections:
        title = section.competency.title
        if content.scored and not section.verdict_title:
            yield f"{title}: no verdict"
        if content.scored and not (section.verdict.strengths or section.verdict.development):
            yield f"{title}: neither strengths nor opportunities to grow"
        if not section.evidence:
            yield f"{title}: no evidence"
        for moment in section.moments:
            yield from _evidence(moment, scored=content.scored)


def _evidence(moment: Moment, *, scored: bool) -> Iterator[str]:
    place = f"{clock(moment.marker.start)} {moment.title}"
    if not moment.marker.quote:
        yield f"{place}: no quote"
    if not (moment.indicator or moment.marker.comment or moment.marker.note):
        yield f"{place}: nothing says what was observed"
    if scored and not moment.rating:
        yield f"{place}: no rating"


def _summary(content: Content) -> Iterator[str]:
    summary = content.feedback.summary
    for title, text in (
        ("strengths", summary.strengths),
        ("opportunities to grow", summary.development),
        ("next practice", summary.next_practice),
        ("words on what you learned", summary.reviewer_learning),
    ):
        if not text:
            yield f"The summary has no {title}"


def objections_to_transcript(
    transcript: Transcript | None, duration: float | None, recording: Path | None
) -> list[str]:
    """What a credentialing body would object to in a transcript and its recording.

    `duration` is seconds, None where nobody knows it.
    """
    return [*_file(duration, recording), *_text(transcript)]


def _file(duration: float | None, recording: Path | None) -> Iterator[str]:
    if recording is not None and not _PLAIN_NAME.fullmatch(recording.name):
        yield f"The name '{recording.name}' is not plain: use letters, digits and hyphens"
    if duration is None:
        yield "The length of the recording is not known"
    elif not _SHORTEST <= duration <= _LONGEST:
        yield f"The recording lasts {clock(duration)}: 20 to 60 minutes are asked for"


def _text(transcript: Transcript | None) -> Iterator[str]:
    if transcript is None or not transcript.utterances:
        yield "There is no transcript"
        return
    unnamed = sum(not utterance.speaker for utterance in transcript.utterances)
    if unnamed:
        many = counted(unnamed, "utterance names", "utterances name")
        yield f"{many} no speaker"
    labels = {name.casefold() for name in transcript.speakers}
    if len(labels) == 1:
        yield "Only one speaker is named"
    elif labels and not labels >= _LABELS:
        names = ", ".join(transcript.speakers)
        yield f"The speakers are called {names}: 'Coach' and 'Client' are asked for"
    if transcript.timing == "approximate":
        yield "The times are approximate: a time is asked for at every change of speaker"
    if transcript.source.guessed_speakers:
        yield "Who speaks was guessed: listen to the changes once"
