"""What a step that is taken back had done, in words, and which marker it was about."""

from collections.abc import Iterator
from typing import NamedTuple

from sessionlens.domain.changes import Material
from sessionlens.domain.marker import GLYPHS, Marker
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.timecode import clock


class StepWords(NamedTuple):
    """The step in words, such as `7 Awareness at 12:30 rated +`, and the marker's id if any."""

    text: str
    marker: str | None = None


def name_of(marker: Marker, rubric: Rubric) -> str:
    """A marker as one speaks of it: `7 Awareness at 12:30`, `Will at 40:10`, `Quote at 03:12`."""
    competency = rubric.competency(marker.competency)
    name = f"{competency.key} {competency.label}" if competency else rubric.title_of(marker)
    return f"{name} at {clock(marker.start)}"


def step_words(before: Material, after: Material, rubric: Rubric, label: str) -> StepWords:
    """What changed from `before` to `after`; `label` says it where it was no marker."""
    old = {marker.id: marker for marker in before.review.markers}
    new = {marker.id: marker for marker in after.review.markers}
    added = [marker for marker_id, marker in new.items() if marker_id not in old]
    removed = [marker for marker_id, marker in old.items() if marker_id not in new]
    changed = [(old[i], marker) for i, marker in new.items() if i in old and old[i] != marker]
    if len(added) == 1:
        what = "started" if added[0].phase else "made"
        return StepWords(f"{name_of(added[0], rubric)} {what}", added[0].id)
    if removed:
        return StepWords(f"{name_of(removed[0], rubric)} deleted", removed[0].id)
    if len(changed) == 1 and before.transcript == after.transcript:
        earlier, later = changed[0]
        return StepWords(
            f"{name_of(later, rubric)} {next(_differences(earlier, later, rubric), label)}",
            later.id,
        )
    if len(changed) > 1 and before.transcript == after.transcript:
        return StepWords(f"{len(changed)} markers: {label}", changed[0][1].id)
    return _response(before, after) or _verdict(before, after, rubric) or StepWords(label)


def _response(before: Material, after: Material) -> StepWords | None:
    for response in (*after.review.responses, *before.review.responses):
        old, new = (one.review.response(response.marker) for one in (before, after))
        marker = after.review.marker(response.marker)
        if old != new and marker is not None:
            what = "changed" if old and new else "taken back" if old else "written"
            return StepWords(f"response at {clock(marker.start)} {what}", marker.id)
    return None


def _verdict(before: Material, after: Material, rubric: Rubric) -> StepWords | None:
    for verdict in (*after.review.verdicts, *before.review.verdicts):
        if before.review.verdict(verdict.competency) != after.review.verdict(verdict.competency):
            competency = rubric.competency(verdict.competency)
            title = f"{competency.key} {competency.label}" if competency else verdict.competency
            return StepWords(f"the verdict on {title}")
    return None


def _differences(old: Marker, new: Marker, rubric: Rubric) -> Iterator[str]:
    """What is different, the most telling first."""
    if old.competency != new.competency or old.phase != new.phase:
        yield f"was {rubric.title_of(old)} before"
    if old.also != new.also:
        more = [name for name in new.also if name not in old.also]
        names = more or [name for name in old.also if name not in new.also]
        competency = rubric.competency(next(iter(names), None))
        title = competency.label if competency else "another competency"
        yield f"also {title}" if more else f"no longer {title}"
    if old.rating != new.rating:
        yield f"rated {GLYPHS[new.rating]}" if new.rating else "no longer rated"
    if old.indicator != new.indicator:
        letter = rubric.letter_of(new)
        yield f"indicator {letter}" if letter else "without its indicator"
    if old.comment != new.comment:
        yield "with other words" if old.comment else "commented"
    for field, (on, off) in _SWITCHES.items():
        if getattr(old, field) != getattr(new, field):
            yield on if getattr(new, field) else off
    if (old.start, old.end) != (new.start, new.end):
        yield f"moved from {clock(old.start, 1)}"
    if old.quote != new.quote:
        yield "quoted anew"


_SWITCHES = {
    "open": ("running again", "ended"),
    "note": ("spoken about", "no longer with its spoken comment"),
    "private": ("kept private", "shared"),
    "exchange": ("made an exchange", "no longer an exchange"),
    "intention": ("tied to what was to be practised", "no longer tied to it"),
}
