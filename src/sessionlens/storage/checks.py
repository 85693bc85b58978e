"""What the types of a review, feedback file or reply cannot say about what is in it."""

from sessionlens.domain.answer import Answer
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Verdict
from sessionlens.storage.document import Document


def check_markers(
    source: Document, markers: tuple[Marker, ...], verdicts: tuple[Verdict, ...]
) -> None:
    """Raise SessionLensError for ids used twice and for markers that end before they start."""
    refuse_repeated(
        source, "marker id", [(("markers", i, "id"), one.id) for i, one in enumerate(markers)]
    )
    refuse_repeated(
        source,
        "verdict on",
        [(("verdicts", i, "competency"), one.competency) for i, one in enumerate(verdicts)],
    )
    for index, marker in enumerate(markers):
        if marker.end is not None and marker.end < marker.start:
            raise source.error(
                f"The marker '{marker.id}' ends before it starts",
                "Correct start or end",
                "markers",
                index,
                "end",
            )


def check_answers(source: Document, answers: tuple[Answer, ...]) -> None:
    """Raise SessionLensError for two answers to one marker."""
    refuse_repeated(
        source,
        "answer to",
        [(("answers", i, "marker"), one.marker) for i, one in enumerate(answers)],
    )


def refuse_repeated(
    source: Document, what: str, values: list[tuple[tuple[str | int, ...], str]]
) -> None:
    """Raise SessionLensError for the first value that occurs twice; `found` is (path, value)."""
    first: dict[str, tuple[str | int, ...]] = {}
    for path, value in values:
        if value in first:
            raise source.error(
                f"The {what} '{value}' is there twice",
                f"Line {source.line(*first[value])} has it, too: change one of the two",
                *path,
            )
        first[value] = path
