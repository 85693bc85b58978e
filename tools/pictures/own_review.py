"""A coach's review of the sample session, to be compared with the example feedback."""

import datetime as dt

from msgspec.structs import replace

from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import Marker, Rating
from sessionlens.domain.review import Review, RubricRef, Verdict
from sessionlens.domain.timecode import Timecode

_NOTED: tuple[tuple[float, str, Rating, str], ...] = (
    (36.9, "agreements", "growth", "I never asked what he wants to leave with."),
    (66.9, "trust-and-safety", "strength", "I thanked him and left it there."),
    (82.6, "evokes-awareness", "growth", "Three questions at once. I was in a hurry."),
    (98.2, "listens-actively", "growth", "I missed his father."),
    (154.9, "presence", "strength", "The silence after the net. It was hard to bear."),
    (185.1, "coaching-mindset", "growth", "I had given advice just before."),
    (232.0, "client-growth", "question", "Should I have asked who could help him?"),
    (259.3, "client-growth", "strength", "He found his first step himself."),
)
_VERDICTS = {"agreements": "partly", "presence": "partly", "evokes-awareness": "partly"}


def own_review(feedback: Feedback) -> Review:
    """What Anna noticed herself, finished before she read the feedback."""
    return Review(
        id="c" * 32,
        finished=dt.datetime(2026, 11, 3, 20, 15, tzinfo=dt.UTC),
        session=replace(feedback.session, role="coach", reviewer="Anna"),
        recording=feedback.recording,
        rubric=RubricRef(id=feedback.rubric.id, edition=feedback.rubric.edition),
        last_marker=len(_NOTED),
        markers=tuple(
            Marker(
                id=f"m{number}",
                start=Timecode(start),
                competency=competency,
                rating=rating,
                comment=comment,
            )
            for number, (start, competency, rating, comment) in enumerate(_NOTED, start=1)
        ),
        verdicts=tuple(
            Verdict(competency=competency.id, value=_VERDICTS.get(competency.id, "observed"))
            for competency in feedback.rubric.competencies
        ),
    )
