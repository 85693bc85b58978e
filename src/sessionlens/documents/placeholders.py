"""What a form can hold: one table of placeholders, filled from the content, for every template."""

from collections.abc import Iterable
from typing import Any

from sessionlens.documents.content import Content, Moment, Section, consent_lines, day
from sessionlens.domain.text import clean
from sessionlens.domain.timecode import clock

PLACEHOLDERS: dict[str, str] = {
    "title": "title of the session",
    "coach": "the coach",
    "client": "the client, as the review calls them",
    "mentor": "who listened and wrote this",
    "credential": "the credential of who wrote this, such as MCC",
    "role": "what they are: Mentor coach, Supervisor or Coach",
    "coach_role": "what the coach is called: Coach or Supervisee",
    "date": "day of the session",
    "level": "level that was looked for, such as PCC",
    "number": "which session of the engagement it is",
    "setting": "individual or group",
    "observed": "recorded or live",
    "dialogue_minutes": "minutes spoken with the coach about it",
    "length": "length of the recording",
    "rubric": "title of the rubric",
    "edition": "edition of the rubric",
    "consent": "the client's consent",
    "delete_by": "when the recording is to be deleted",
    "written": "day on which this was written",
    "strengths": "strengths over the whole session",
    "development": "opportunities to grow over the whole session",
    "next_practice": "what to practise next",
    "reviewer_learning": "what they learned themselves",
    "take_away": "what both take away from supervision",
    "change": "what both change in how they work",
    "source": "where the rubric comes from",
    "scored": "true where the rubric has verdicts",
    "competencies": "a list; of each:",
    "competency.title": "its name",
    "competency.description": "what is listened for",
    "competency.question": "a question to bring to a conversation about it",
    "competency.verdict": "the verdict in words",
    "competency.anchor": "what that step of the scale looks like",
    "competency.strengths": "strengths in it",
    "competency.development": "opportunities to grow in it",
    "competency.indicators": "a list of conclusions on single indicators; of each: text, value",
    "competency.elsewhere": "moments marked with another competency that count here, too",
    "competency.evidence": "a list of its moments; of each:",
    "moment.time": "when, in the recording",
    "moment.quote": "the words, with the speaker before them",
    "moment.indicator": "what was observed, in the words of the rubric",
    "moment.comment": "what they write about it",
    "moment.seen_by": "who saw it, where several people's were brought together",
    "moment.observed": "all three of these",
    "moment.rating": "Strength, Opportunity to grow or Question",
    "phases": "a list: how long each phase was, and from when to when",
    "others": "a list of moments about no competency; of each also:",
    "moment.topic": "what it is about: a phase, a comment, a question",
}
"""Name to meaning, in the order in which they are listed."""


_LINES = frozenset(
    [
        *("consent", "source", "description", "strengths", "development", "next_practice"),
        *("reviewer_learning", "take_away", "change", "quote", "comment", "observed"),
    ]
)  # texts in which a line break means something


def values_of(content: Content) -> dict[str, Any]:
    """A value for every placeholder; texts are cleaned, and empty where nothing is known."""
    feedback = content.feedback
    session, summary, rubric = feedback.session, feedback.summary, feedback.rubric
    texts = {
        "title": session.title or "Coaching session",
        "coach": session.coach,
        "client": session.client,
        "mentor": session.reviewer,
        "credential": session.credential,
        "role": content.reviewer_role,
        "coach_role": content.coach_role,
        "date": day(session.date),
        "level": session.level,
        "number": str(session.number or ""),
        "setting": session.setting or "",
        "observed": session.observed or "",
        "dialogue_minutes": str(session.dialogue_minutes or ""),
        "length": clock(content.duration) if content.duration else "",
        "rubric": rubric.title,
        "edition": rubric.edition,
        "consent": "\n".join(consent_lines(session)),
        "delete_by": day(session.delete_by),
        "written": day(feedback.exported.date()),
        "strengths": summary.strengths,
        "development": summary.development,
        "next_practice": summary.next_practice,
        "reviewer_learning": summary.reviewer_learning,
        "take_away": summary.take_away,
        "change": summary.change,
        "source": rubric.source,
    }
    return {
        **_cleaned(texts),
        "scored": content.scored,
        "competencies": [_competency(section) for section in content.sections],
        "phases": [clean(line) for line in content.phases],
        "others": evidence_of(content.others),
    }


def _competency(section: Section) -> dict[str, Any]:
    competency, verdict = section.competency, section.verdict
    texts = {
        "title": competency.title,
        "description": competency.description,
        "question": competency.question,
        "verdict": section.verdict_title,
        "anchor": section.step.anchor if section.step else "",
        "strengths": verdict.strengths,
        "development": verdict.development,
    }
    return {
        **_cleaned(texts),
        "indicators": [
            _cleaned({"text": line.indicator, "value": line.value}) for line in section.indicators
        ],
        "evidence": evidence_of(section.evidence),
        "elsewhere": clean(
            ", ".join(f"{clock(one.marker.start)} {one.title}" for one in section.counted)
        ),
    }


def evidence_of(moments: Iterable[Moment]) -> list[dict[str, str]]:
    """Moments as rows of a table."""
    return [_cleaned(_row(moment)) for moment in moments]


def _row(moment: Moment) -> dict[str, str]:
    marker = moment.marker
    quote = f"“{marker.quote}”" if marker.quote else ""
    indicator = moment.indicator
    if indicator and marker.rating == "growth" and not moment.against:
        indicator = f"Looked for: {indicator}"  # it is what was not heard there
    spoken = f"(spoken: {marker.note})" if marker.note else ""
    comment = " ".join(filter(None, (marker.comment, spoken)))
    return {
        "topic": moment.title,
        "time": clock(marker.start),
        "quote": f"{marker.speaker}: {quote}" if marker.speaker and quote else quote,
        "indicator": indicator,
        "comment": comment,
        "seen_by": moment.seen_by,
        "observed": "\n".join(filter(None, (indicator, comment, moment.seen_by))),
        "rating": moment.rating,
    }


def _cleaned(texts: dict[str, str]) -> dict[str, str]:
    return {name: clean(text, multiline=name in _LINES) for name, text in texts.items()}
