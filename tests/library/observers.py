"""Reviews of several observers of one session, and changes to them."""

from pathlib import Path

from coach_files import recording, review_of, saved
from msgspec.structs import replace

from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Review
from sessionlens.storage.reviews import load_review

NAMES = ("Maria", "Jan", "Lea")


def three_reviews(folder: Path) -> list[Path]:
    """Of one recording in a folder: three observers saw the same two moments."""
    talk = recording(folder / "talk.wav")
    return [
        saved(talk.with_name(f"{name.lower()}.review.toml"), of(talk, name, number))
        for number, name in enumerate(NAMES)
    ]


def of(talk: Path, name: str, number: int, *markers: Marker, **changes: object) -> Review:
    """The review of an observer; `changes` are of its session."""
    review = review_of(talk, review_id=f"{number:02d}" * 16)
    session = replace(review.session, reviewer=name, **changes)
    return replace(review, session=session, markers=markers or review.markers)


def changed(path: Path, **changes: object) -> Review:
    """The review in a file, with other content."""
    review = replace(load_review(path), **changes)
    saved(path, review)
    return review


def grouped(paths: list[Path], **changes: object) -> None:
    """Let them be reviews of a group session."""
    for path in paths:
        review = load_review(path)
        changed(path, session=replace(review.session, setting="group"), **changes)
