"""Every change that can be made to a review, as a value; those of its transcript are beside it."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import Marker
from sessionlens.domain.preparation import Preparation
from sessionlens.domain.ranges import MOST_ENTRIES, refuse_odd_dates
from sessionlens.domain.review import Response, Review, RubricRef, Session, Summary, Verdict
from sessionlens.domain.text_sound import RESPONSE, with_sound
from sessionlens.domain.transcript import Transcript


class Material(NamedTuple):
    """What lies before the reviewer: their review, and the transcript if there is one."""

    review: Review
    transcript: Transcript | None = None


class Change(Protocol):
    """One step that can be undone; `label` names it in the past tense for the reader."""

    @property
    def label(self) -> str:
        """What was done, for 'undone: …'."""

    def apply(self, material: Material) -> Material:
        """The material after the change; raises SessionLensError if it cannot be made."""


class AddMarker(Struct, frozen=True):
    """Add a marker, whose id is the next free one of the review."""

    marker: Marker

    label = "marker added"

    @staticmethod
    def next_id(review: Review) -> str:
        """The id that the next marker of this review will get."""
        return f"m{review.last_marker + 1}"

    def apply(self, material: Material) -> Material:
        review = material.review
        if self.marker.id != self.next_id(review):
            raise SessionLensError(f"The marker id '{self.marker.id}' is not the next free one")
        if len(review.markers) >= MOST_ENTRIES:
            raise SessionLensError(
                f"A review has {MOST_ENTRIES:,} markers at most", "Delete some that you do not need"
            )
        return material._replace(
            review=replace(
                review, markers=(*review.markers, self.marker), last_marker=review.last_marker + 1
            )
        )


class ReplaceMarker(Struct, frozen=True):
    """Put another version of a marker in the place of the one with the same id."""

    marker: Marker
    label: str = "marker changed"

    def apply(self, material: Material) -> Material:
        _require_marker(material.review, self.marker.id)
        return with_markers(
            material, lambda marker: self.marker if marker.id == self.marker.id else marker
        )


class ReplaceMarkers(Struct, frozen=True):
    """Put other versions of several markers in their places, as one step."""

    markers: tuple[Marker, ...]
    label: str = "markers changed"

    def apply(self, material: Material) -> Material:
        changed = {marker.id: marker for marker in self.markers}
        unknown = changed.keys() - {marker.id for marker in material.review.markers}
        for marker_id in sorted(unknown):
            _require_marker(material.review, marker_id)
        return with_markers(material, lambda marker: changed.get(marker.id, marker))


class StartPhase(Struct, frozen=True):
    """Begin a phase with this marker, and end the one that runs where the new one begins."""

    marker: Marker

    label = "phase started"

    def apply(self, material: Material) -> Material:
        start = self.marker.start

        def ended(marker: Marker) -> Marker:
            if not (marker.open and marker.phase):
                return marker
            return replace(marker, end=max(start, marker.start), open=False)

        return AddMarker(self.marker).apply(with_markers(material, ended))


class RemoveMarker(Struct, frozen=True):
    """Delete a marker; its id is not given again."""

    marker_id: str

    label = "marker deleted"

    def apply(self, material: Material) -> Material:
        review = material.review
        _require_marker(review, self.marker_id)
        kept = tuple(marker for marker in review.markers if marker.id != self.marker_id)
        sounds = with_sound(review.sounds, f"{RESPONSE}.{self.marker_id}", "")
        return material._replace(review=replace(review, markers=kept, sounds=sounds))


class SetVerdict(Struct, frozen=True):
    """Set the verdict on one competency; an empty one removes it."""

    verdict: Verdict

    label = "verdict changed"

    def apply(self, material: Material) -> Material:
        review, new = material.review, self.verdict
        others = [old for old in review.verdicts if old.competency != new.competency]
        position = next(
            (i for i, old in enumerate(review.verdicts) if old.competency == new.competency),
            len(others),
        )
        if not new.empty:
            others.insert(position, new)
        return material._replace(review=replace(review, verdicts=tuple(others)))


class SetResponse(Struct, frozen=True):
    """Say something to the coach's answer to one marker; an empty text takes it back."""

    response: Response

    label = "response changed"

    def apply(self, material: Material) -> Material:
        review, new = material.review, self.response
        _require_marker(review, new.marker)
        responses = {response.marker: response for response in review.responses}
        responses[new.marker] = new
        kept = tuple(response for response in responses.values() if response.text)
        return material._replace(review=replace(review, responses=kept))


class SetSummary(Struct, frozen=True):
    """Set the closing words."""

    summary: Summary

    label = "summary changed"

    def apply(self, material: Material) -> Material:
        return material._replace(review=replace(material.review, summary=self.summary))


class SetSession(Struct, frozen=True):
    """Set the details of the session."""

    session: Session

    label = "details changed"

    def apply(self, material: Material) -> Material:
        refuse_odd_dates(date=self.session.date, delete_by=self.session.delete_by)
        return material._replace(review=replace(material.review, session=self.session))


class SetPreparation(Struct, frozen=True):
    """Set what the coach prepares before they go through the recording with the other person."""

    preparation: Preparation

    label = "preparation changed"

    def apply(self, material: Material) -> Material:
        return material._replace(review=replace(material.review, preparation=self.preparation))


class TakeCopy(Struct, frozen=True):
    """Take the review from a copy that could not be saved where it belongs."""

    review: Review

    label = "rescued copy taken"

    def apply(self, material: Material) -> Material:
        old = material.review
        last = max(old.last_marker, self.review.last_marker)
        taken = replace(
            self.review,
            id=old.id,
            recording=old.recording,
            last_marker=last,
            seal_broken=old.seal_broken or self.review.seal_broken,
        )
        return material._replace(review=taken)


class SetRubric(Struct, frozen=True):
    """Review against another rubric; markers keep what they say."""

    rubric: RubricRef

    label = "rubric changed"

    def apply(self, material: Material) -> Material:
        return material._replace(review=replace(material.review, rubric=self.rubric))


def _require_marker(review: Review, marker_id: str) -> None:
    if review.marker(marker_id) is None:
        raise SessionLensError(f"There is no marker '{marker_id}'")


def with_markers(material: Material, change: Callable[[Marker], Marker]) -> Material:
    """The material with every marker as `change` makes it."""
    review = material.review
    markers = tuple(change(marker) for marker in review.markers)
    return material._replace(review=replace(review, markers=markers))
