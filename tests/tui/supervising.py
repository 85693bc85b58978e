"""A supervisor's review, and beside it what the supervisee has sent."""

import datetime as dt
from pathlib import Path

from dialog_host import rubric
from msgspec.structs import replace
from reviewing import recording, with_transcript

from sessionlens.domain.marker import Marker
from sessionlens.domain.preparation import Preparation
from sessionlens.domain.review import RecordingRef, Review, Session, reference
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.reviews import encode_review

NOW = dt.datetime(2026, 11, 2, 12, 0, tzinfo=dt.UTC)
EYES = rubric("seven-eyed")
SUPERVISION = Session(title="Third session", coach="Anna", role="supervisor")


def supervised(folder: Path, session: Session = SUPERVISION) -> Path:
    """Both files beside a recording with its transcript; returns the recording."""
    talk = with_transcript(recording(folder))
    review = Review(
        id="a" * 32,
        session=session,
        recording=RecordingRef(file="talk.wav", duration=Timecode(60.0)),
        rubric=reference(EYES),
    )
    own = replace(
        review,
        id="b" * 32,
        session=replace(session, role="coach"),
        exported=NOW,
        preparation=Preparation(bring="How fast I answer", share="nothing"),
        markers=tuple(
            Marker(id=f"m{number}", start=Timecode(number), rating="question", comment=words)
            for number, words in enumerate(["Was that mine?", "Whose?", "And?"], start=1)
        ),
    )
    (folder / "talk.review.toml").write_bytes(encode_review(review))
    (folder / "talk.to-send.self.review.toml").write_bytes(encode_review(own))
    return talk
