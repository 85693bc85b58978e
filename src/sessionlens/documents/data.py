"""Moments as one JSON document, for programs that do not read TOML."""

from typing import Any

from msgspec import json

from sessionlens.documents.content import Content, Moment
from sessionlens.documents.formats import Options, Rendered

FORMAT = "sessionlens.moments"

_COPIED = (
    *("id", "competency", "also", "indicator", "phase", "rating", "speaker", "quote", "exchange"),
    *("comment", "seen_by", "note"),
)


def render(content: Content, _options: Options) -> Rendered:
    """Times are seconds; each moment has its codes as ids and in words."""
    feedback = content.feedback
    document = {
        "format": FORMAT,
        "version": 1,
        "review": feedback.review,
        "exported": feedback.exported,
        "session": feedback.session,
        "recording": {
            "file": feedback.recording.file,
            "sha256": feedback.recording.sha256,
            "duration": content.duration,
        },
        "rubric": {name: getattr(feedback.rubric, name) for name in ("id", "edition", "title")},
        "summary": feedback.summary,
        "moments": [_moment(moment) for moment in content.moments],
        "verdicts": [
            {
                "competency": section.competency.id,
                "competency_title": section.competency.title,
                "value": section.verdict.value,
                "value_title": section.verdict_title,
                "views": section.verdict.views,
                "strengths": section.verdict.strengths,
                "development": section.verdict.development,
            }
            for section in content.sections
            if not section.verdict.empty
        ],
        "reflection": feedback.reflection,
    }
    return Rendered(json.format(json.encode(document), indent=2) + b"\n")


def _moment(moment: Moment) -> dict[str, Any]:
    marker = moment.marker
    answer = moment.answer
    return {
        **{name: getattr(marker, name) for name in _COPIED},
        "start": float(marker.start),
        "end": None if marker.end is None else float(marker.end),
        "title": moment.title,
        "indicator_text": moment.indicator,
        "response": moment.response,
        "response_to_earlier_answer": moment.thread is not None and moment.thread.earlier,
        "context": [
            {
                "start": line.utterance.start,
                "end": line.utterance.end,
                "speaker": line.utterance.speaker,
                "text": line.utterance.text,
                "inside": line.inside,
            }
            for line in moment.lines
        ],
        "answer": None if answer is None else {"stance": answer.stance, "text": answer.text},
    }
