"""The texts of a review or reply that have a name of their own: read, and changed by it."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.changes import (
    Change,
    Material,
    SetPreparation,
    SetSummary,
    SetVerdict,
)
from sessionlens.domain.reply import Reply, SetReflection
from sessionlens.domain.review import Review
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.text_sound import (
    OWN_NOTE,
    PREPARATION,
    REFLECTION,
    RESPONSE,
    SUMMARY,
    VERDICT,
    verdict_text,
    with_sound,
)

VERDICT_FIELDS = ("strengths", "development")
SUMMARY_FIELDS = (
    *("strengths", "development", "next_practice", "reviewer_learning"),
    *("take_away", "change", "to_supervision", "to_reflection"),
)
REFLECTION_FIELDS = ("take_away", "practise", "helped", "did_not_help", "to_learning")
PREPARATION_FIELDS = ("bring", "least", "earlier")


class SetSound(Struct, frozen=True):
    """Put the file of what was spoken to a text of a review; none takes it away."""

    text: str
    file: str

    @property
    def label(self) -> str:
        """What was done."""
        return _label(self.file)

    def apply(self, material: Material) -> Material:
        review = material.review
        return material._replace(
            review=replace(review, sounds=with_sound(review.sounds, self.text, self.file))
        )


class SetReplySound(Struct, frozen=True):
    """Put the file of what was spoken to a text of a reply; none takes it away."""

    text: str
    file: str

    @property
    def label(self) -> str:
        """What was done."""
        return _label(self.file)

    def apply(self, reply: Reply) -> Reply:
        return replace(reply, sounds=with_sound(reply.sounds, self.text, self.file))


def _label(file: str) -> str:
    return "comment spoken" if file else "spoken comment removed"


def texts_of_review(review: Review, rubric: Rubric) -> Iterator[str]:
    """The names of all texts that a review has or may have, but for comments of markers."""
    named = [competency.id for competency in rubric.competencies]
    codes = dict.fromkeys([*named, *(verdict.competency for verdict in review.verdicts)])
    yield from (verdict_text(code, field) for code in codes for field in VERDICT_FIELDS)
    yield from (f"{SUMMARY}.{field}" for field in SUMMARY_FIELDS)
    yield from (f"{PREPARATION}.{field}" for field in PREPARATION_FIELDS)
    yield from (f"{RESPONSE}.{marker.id}" for marker in review.markers)


def texts_of_reply(markers: Iterable[str]) -> Iterator[str]:
    """The names of all texts that a reply to these markers may have, but for the answers."""
    yield from (f"{REFLECTION}.{field}" for field in REFLECTION_FIELDS)
    yield from (f"{OWN_NOTE}.{marker_id}" for marker_id in markers)


def words_in_review(review: Review, text: str) -> str | None:
    """What is written of a text; None for one that is no text of verdicts, summary, preparation."""
    kind, _, place = text.partition(".")
    field, _, competency = place.partition(".")
    match kind:
        case "verdict" if field in VERDICT_FIELDS:
            return str(getattr(review.verdict(competency), field))
        case "summary" if place in SUMMARY_FIELDS:
            return str(getattr(review.summary, place))
        case "preparation" if place in PREPARATION_FIELDS:
            return str(getattr(review.preparation, place))
    return None


def writing_in_review(review: Review, text: str, words: str) -> Change | None:
    """The change that writes these words; None where `words_in_review` is None."""
    if words_in_review(review, text) is None:
        return None
    kind, _, place = text.partition(".")
    field, _, competency = place.partition(".")
    if kind == VERDICT:
        return SetVerdict(replace(review.verdict(competency), **{field: words}))
    if kind == SUMMARY:
        return SetSummary(replace(review.summary, **{place: words}))
    return SetPreparation(replace(review.preparation, **{place: words}))


def words_in_reply(reply: Reply, text: str) -> str | None:
    """What is written of a text; None for one that is no text of the reflection."""
    kind, _, place = text.partition(".")
    if kind != REFLECTION or place not in REFLECTION_FIELDS:
        return None
    return str(getattr(reply.reflection, place))


def writing_in_reply(reply: Reply, text: str, words: str) -> SetReflection | None:
    """The change that writes these words; None where `words_in_reply` is None."""
    if words_in_reply(reply, text) is None:
        return None
    return SetReflection(replace(reply.reflection, **{text.partition(".")[2]: words}))
