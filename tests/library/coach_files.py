"""A mentor's feedback with its recording, as a coach gets it by mail and opens it."""

import datetime as dt
import hashlib
import wave
from pathlib import Path
from typing import Self

from msgspec.structs import replace

from sessionlens.domain.feedback import Feedback, feedback_from
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, Review, RubricRef, Session
from sessionlens.domain.rubric import Competency, Rubric, Step
from sessionlens.domain.timecode import Timecode
from sessionlens.library.replay import OpenedReplay, open_replay
from sessionlens.storage.feedback import write_feedback
from sessionlens.storage.reviews import encode_review

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
RUBRIC = Rubric(
    id="icf-core",
    title="Small",
    edition="2025",
    scale=(Step(id="observed", title="Observed"), Step(id="partly", title="Partly")),
    competencies=(
        Competency(id="presence", key="5", title="Presence"),
        Competency(id="evokes-awareness", key="7", title="Awareness"),
    ),
)


def recording(path: Path, *, seconds: float = 3.0, sound: int = 1) -> Path:
    """A wav file, mono at 16 kHz; each `sound` is other content."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(sound.to_bytes(2, "little") * round(16_000 * seconds))
    return path


def sha256(path: Path) -> str:
    """The content's hash."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def reference(path: Path, *, seconds: float = 3.0) -> RecordingRef:
    """How a review names this recording, when all is known about it."""
    return RecordingRef(file=path.name, sha256=sha256(path), duration=Timecode(seconds))


def review_of(path: Path, *, role: str = "mentor", review_id: str = "ab" * 16) -> Review:
    """A review of a recording, with two moments."""
    return Review(
        id=review_id,
        session=Session(role=role, reviewer="Maria" if role == "mentor" else "Anna"),  # type: ignore[arg-type]
        recording=reference(path),
        rubric=RubricRef(id=RUBRIC.id, edition=RUBRIC.edition),
        last_marker=2,
        markers=(
            Marker(id="m1", start=Timecode(0.5), competency="presence", comment="You waited."),
            Marker(id="m2", start=Timecode(2.0), competency="presence", rating="question"),
        ),
    )


def feedback_on(path: Path, **changes: object) -> Feedback:
    """The mentor's feedback on a recording; `changes` are of its reference to the recording."""
    review = review_of(path)
    review = replace(review, recording=replace(review.recording, **changes))
    return feedback_from(review, RUBRIC, feedback_id="f1", exported=NOW)


def mailed(path: Path, folder: Path | None = None, **changes: object) -> Path:
    """That feedback as a file: beside the recording, or in another folder."""
    target = (folder or path.parent) / f"{path.stem}.feedback.toml"
    write_feedback(target, feedback_on(path, **changes), force=True)
    return target


def saved(path: Path, review: Review) -> Path:
    """A review in its file, whatever was there."""
    path.write_bytes(encode_review(review))
    return path


def sent(path: Path, *, review_id: str = "ef" * 16, **changes: object) -> Path:
    """The copy of a coach's own review of this recording, as their mentor puts it beside theirs."""
    review = replace(review_of(path, role="coach", review_id=review_id), exported=NOW, **changes)
    return saved(path.with_name(f"{path.stem}.to-send.self.review.toml"), review)


class Opener:
    """Opens replays and closes them in the end."""

    def __init__(self) -> None:
        self.opened: list[OpenedReplay] = []

    def open(self, path: Path, recording: Path | None = None) -> OpenedReplay:
        """The replay of a feedback, or of the recording beside it."""
        self.opened.append(open_replay(path, recording))
        return self.opened[-1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        for review in self.opened:
            review.store.close()
