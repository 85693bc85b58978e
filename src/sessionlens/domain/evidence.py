"""What a reviewer would want to know before sending the feedback."""

from collections.abc import Iterator

from msgspec import Struct

from sessionlens.domain.counting import tallies
from sessionlens.domain.leaving_names import leaving_names
from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.quoting import BETWEEN
from sessionlens.domain.review import Review
from sessionlens.domain.rubric import Competency, Rubric
from sessionlens.domain.text import counted, shorten
from sessionlens.domain.timecode import clock
from sessionlens.domain.transcript import Transcript

_NEAR = 5.0  # seconds around a marker in which its quote is looked for


class Finding(Struct, frozen=True):
    """One thing to look at again; `marker` is the id of the marker it is about, if any.

    `draft` names words that were begun there and not saved.
    """

    text: str
    marker: str | None = None
    draft: str = ""


def findings(review: Review, rubric: Rubric, transcript: Transcript | None) -> list[Finding]:
    """Everything worth a second look: the session, then competencies, then in time order."""
    return [
        *_nameless(review),
        *(
            Finding(name.sentence)
            for name in leaving_names(review, transcript.speakers if transcript else ())
        ),
        *_gaps(review, rubric),
        *_unknown(review, rubric),
        *(
            finding
            for marker in in_time_order(review.markers)
            for finding in (
                *_past_the_end(marker, rubric, review.recording.duration),
                *_about(marker, rubric, transcript),
            )
        ),
    ]


def _nameless(review: Review) -> Iterator[Finding]:
    if not review.session.coach.strip():
        yield Finding("The session names no coach")


def _gaps(review: Review, rubric: Rubric) -> Iterator[Finding]:
    shared = [marker for marker in review.markers if not marker.private]
    counts = tallies(shared, rubric)
    for competency in rubric.competencies:
        verdict = review.verdict(competency.id)
        if not counts[competency.id].empty:
            continue
        if verdict.value and not verdict.value.startswith("not-"):
            yield Finding(f"{competency.title}: a verdict without evidence")
        elif not verdict.value and rubric.kind == "rated":  # a tag that fits nowhere is no gap
            yield Finding(f"{competency.title}: no marker and no verdict")


def _unknown(review: Review, rubric: Rubric) -> Iterator[Finding]:
    for verdict in review.verdicts:
        if rubric.competency(verdict.competency) is None:
            yield Finding(f"The verdict on '{verdict.competency}' is about no competency here")
        elif verdict.value and rubric.step(verdict.value) is None:
            yield Finding(f"The verdict '{verdict.value}' is not on the rubric's scale")


def _past_the_end(marker: Marker, rubric: Rubric, duration: float | None) -> Iterator[Finding]:
    if duration is not None and marker.start > duration:
        text = f"it starts past the end of the recording ({clock(duration)})"
        yield Finding(f"{_place(marker, rubric)}: {text}", marker.id)


def _about(marker: Marker, rubric: Rubric, transcript: Transcript | None) -> Iterator[Finding]:
    place = _place(marker, rubric)
    competency = rubric.competency(marker.competency)
    if marker.open:
        what = "phase still runs" if marker.phase else "interval is still open"
        yield Finding(f"{place}: the {what}", marker.id)
    if marker.competency and competency is None:
        yield Finding(f"{place}: the rubric has no such competency", marker.id)
    elif competency and marker.indicator:
        yield from _about_indicator(marker, competency, place)
    for name in marker.also:
        if rubric.competency(name) is None:
            yield Finding(f"{place}: the rubric has no competency '{name}'", marker.id)
    says_it_all = marker.phase or (marker.competency and rubric.kind == "tags")
    if not (marker.comment or marker.note) and not says_it_all:
        yield Finding(f"{place}: no comment", marker.id)
    if marker.competency and not marker.rating and rubric.kind == "rated":
        yield Finding(f"{place}: no rating", marker.id)
    if marker.quote and transcript is not None and not _quoted(marker, transcript):
        quote = shorten(marker.quote, 40)
        yield Finding(f"{place}: the quote '{quote}' is not in the transcript there", marker.id)


def _about_indicator(marker: Marker, competency: Competency, place: str) -> Iterator[Finding]:
    indicator = competency.indicator(marker.indicator)
    if indicator is None:
        yield Finding(f"{place}: no indicator '{marker.indicator}' there", marker.id)


def renamed_letters(review: Review, rubric: Rubric) -> str:
    """The sentence about markers that name their indicator by an earlier letter; else empty."""
    renamed = sum(rubric.letter_of(marker) != (marker.indicator or "") for marker in review.markers)
    if not renamed:
        return ""
    return (
        f"{counted(renamed, 'marker names its indicator', 'markers name their indicators')} by"
        " letters that the rubric has changed since; they mean the same as before"
    )


def _place(marker: Marker, rubric: Rubric) -> str:
    return f"{clock(marker.start)} {rubric.title_of(marker)}"


def _quoted(marker: Marker, transcript: Transcript) -> bool:
    near = [
        word
        for utterance in transcript.utterances
        if utterance.end >= marker.start - _NEAR and utterance.start <= marker.last + _NEAR
        for word in utterance.text.split()
    ]
    turns = marker.quote.split(BETWEEN) if marker.exchange else [marker.quote]
    quotes = [turn.partition(": ")[2] or turn if marker.exchange else turn for turn in turns]
    return all(_holds(near, quote.split()) for quote in quotes)


def _holds(near: list[str], quote: list[str]) -> bool:
    """Whether the words occur one after another; words of others may be said meanwhile."""
    exact = any(near[i : i + len(quote)] == quote for i in range(len(near) - len(quote) + 1))
    if exact:
        return True
    words = iter(near)
    return len(quote) > 1 and all(word in words for word in quote)
