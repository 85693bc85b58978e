"""Three observers of the sample session, made from its feedback: what each of them noticed."""

from collections.abc import Iterator

from msgspec.structs import replace

from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import Marker
from sessionlens.domain.timecode import Timecode

_OTHERS = {
    "Jan": ("question", 0.9, (0, 1, 3, 4, 6), "Whom does the silence help here?"),
    "Lea": ("strength", 1.4, (0, 2, 3, 5), "I would have spoken much earlier."),
}


def observers_of(feedback: Feedback) -> Iterator[Feedback]:
    """The feedback itself, and those of two others who saw some of its moments and one more."""
    yield replace(feedback, session=replace(feedback.session, setting="group"))
    for name, (rating, later, seen, words) in _OTHERS.items():
        markers = [
            replace(
                marker,
                start=Timecode(marker.start + later),
                end=None,
                rating=rating if number % 2 else marker.rating,
                comment=words if number % 3 == 0 else "",
            )
            for number, marker in enumerate(feedback.markers)
            if number in seen
        ]
        alone = Marker(id="m90", start=Timecode(40 + 30 * later), comment=words)
        yield replace(
            feedback,
            id=name,
            review=name,
            session=replace(feedback.session, reviewer=name, setting="group"),
            markers=(*markers, alone),
            verdicts=(),
        )
