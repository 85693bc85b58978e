"""What a coach answers to one moment of their feedback, and what they take away from all of it."""

import datetime as dt
from typing import Literal

from msgspec import Struct, json

from sessionlens.domain.marker import Marker
from sessionlens.domain.text import clean
from sessionlens.domain.timecode import Timecode

Stance = Literal["agree", "differently", "try", "supervision"]

STANCES: dict[Stance, str] = {
    "agree": "I agree",
    "differently": "I see it differently",
    "try": "I will try this",
    "supervision": "I bring this to supervision",
}
"""Each stance, in the order in which it is offered, and what it says to a mentor."""


class Answer(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What the coach says to one marker; `note` is their own, and never leaves their own file.

    `spoken` is the file of the spoken answer, beside the reply. `seen` is the fingerprint of the
    marker as they saw it, `start` its time.
    """

    marker: str
    start: Timecode | None = None
    seen: str = ""
    stance: Stance | None = None
    text: str = ""
    note: str = ""
    spoken: str = ""

    @property
    def empty(self) -> bool:
        """Nothing has been said or noted."""
        return not (self.answered or self.note)

    @property
    def answered(self) -> bool:
        """Something has been said to the reviewer; a note alone is no answer."""
        return bool(self.stance or self.text or self.spoken)


class Reflection(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What the coach takes away from the feedback, what they will practise, and until when.

    `helped` and `did_not_help` are about how the mentor worked. `to_learning` is what the coach
    says to the mentor's own learning, `learning_seen` the fingerprint of that.
    """

    take_away: str = ""
    practise: str = ""
    until: dt.date | None = None
    helped: str = ""
    did_not_help: str = ""
    to_learning: str = ""
    learning_seen: str = ""

    @property
    def empty(self) -> bool:
        """Nothing has been said."""
        texts = (self.take_away, self.practise, self.helped, self.did_not_help, self.to_learning)
        return not (any(texts) or self.until)


def fingerprint(marker: Marker) -> str:
    """A short mark of everything that a coach reads in a marker: it changes when that does."""
    seen = (
        marker.start.milliseconds,
        None if marker.end is None else marker.end.milliseconds,
        marker.competency,
        marker.indicator,
        marker.phase,
        marker.rating,
        clean(marker.comment, multiline=True),  # as it comes back from a file
        clean(marker.quote),
        clean(marker.speaker or ""),
        *([marker.also] if marker.also else []),
        *([{"seen_by": marker.seen_by}] if marker.seen_by else []),
        *([marker.note] if marker.note else []),
    )
    return _short_hash(seen)


def answer_fingerprint(answer: Answer) -> str:
    """A short mark of everything that a mentor reads in an answer: it changes when that does."""
    spoken = [answer.spoken] if answer.spoken else []
    return _short_hash((answer.stance, clean(answer.text, multiline=True), *spoken))


def words_fingerprint(*texts: str) -> str:
    """A short mark of what somebody has written: it changes when that does."""
    return _short_hash([clean(text, multiline=True) for text in texts])


def _short_hash(seen: object) -> str:
    import hashlib

    return hashlib.sha256(json.encode(seen)).hexdigest()[:16]
