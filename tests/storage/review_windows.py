"""A review that is opened in windows, of this process or of another."""

from pathlib import Path

from msgspec.structs import replace

from sessionlens.domain.review import Review
from sessionlens.storage.reviews import ReviewFile

SAVE_FOR_EVER = """
import sys
from pathlib import Path
from msgspec.structs import replace
from sessionlens.domain.marker import Marker
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.reviews import ReviewFile

file = ReviewFile(Path(sys.argv[1]))
assert file.claim(), file.read_only
review = file.load()
while True:
    number = review.last_marker + 1
    marker = Marker(id=f"m{number}", start=Timecode(number), comment="said " * 200)
    review = replace(review, markers=(*review.markers, marker), last_marker=number)
    file.save(review)
    print(number, flush=True)
"""
"""A program that adds marker after marker, and prints the number of each that is saved."""


def saved(folder: Path, review: Review) -> Path:
    """The review in its file."""
    path = folder / "talk.review.toml"
    ReviewFile(path).save(review)
    return path


def opened(path: Path) -> tuple[ReviewFile, Review]:
    """The file as one window has it, and the review in it."""
    file = ReviewFile(path)
    return file, file.load()


def with_comment(review: Review, comment: str) -> Review:
    """The same review with another comment on its first marker."""
    first, *rest = review.markers
    return replace(review, markers=(replace(first, comment=comment), *rest))
