"""Small rubrics, transcripts and reviews that the domain's tests share."""

from typing import Any

from sessionlens.domain.changes import Material
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, Review, RubricRef
from sessionlens.domain.rubric import Competency, Indicator, Phase, Rubric, Step
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript import Transcript, Utterance, Word

RUBRIC = Rubric(
    id="small",
    title="Small rubric",
    edition="1",
    scale=(Step(id="observed", title="Observed"), Step(id="not-observed", title="Not observed")),
    competencies=(
        Competency(
            id="listens",
            key="1",
            title="Listens",
            indicators=(Indicator(id="a", text="Waits."), Indicator(id="b", text="Reflects.")),
        ),
        Competency(id="asks", key="2", title="Asks"),
    ),
    phases=(Phase(id="goal", key="G", title="Goal"),),
)

TRANSCRIPT = Transcript(
    utterances=(
        Utterance(
            start=1.0,
            end=3.0,
            speaker="Coach",
            text="what brings you",
            words=(
                Word(start=1.0, end=1.4, text="what"),
                Word(start=1.4, end=2.0, text="brings"),
                Word(start=2.2, end=3.0, text="you"),
            ),
        ),
        Utterance(start=4.0, end=6.0, speaker="Client", text="I am tired"),
        Utterance(start=12.0, end=14.0, speaker="Coach", text="say more"),
    ),
    timing="word",
)


def marker(number: int = 1, start: float = 4.0, **fields: Any) -> Marker:
    """A marker numbered so, at `start` seconds."""
    return Marker(id=f"m{number}", start=Timecode(start), **fields)


def material(*markers: Marker) -> Material:
    """A review with these markers beside the small transcript."""
    review = Review(
        id="0" * 32,
        recording=RecordingRef(file="talk.wav"),
        rubric=RubricRef(id="small"),
        markers=markers,
        last_marker=len(markers),
    )
    return Material(review, TRANSCRIPT)
