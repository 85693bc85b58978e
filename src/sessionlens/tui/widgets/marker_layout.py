"""The lines of the marker list at a given width."""

from msgspec import Struct

from sessionlens.domain.marker import Marker
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.timecode import clock
from sessionlens.tui.widgets.answer_text import Span, Threads, answer_lines, answer_sign
from sessionlens.tui.wrapping import cells, fit, wrap


class MarkerRow(Struct, frozen=True):
    """One line of the list, of the marker counted from 0."""

    marker: int
    spans: tuple[Span, ...]


class ListFormat(Struct, frozen=True):
    """How markers are laid out in a list: `width` cells, `time_width` of them for the time."""

    rubric: Rubric
    width: int
    time_width: int


def marker_lines(
    number: int, marker: Marker, form: ListFormat, threads: Threads, *, current: bool, drafted: bool
) -> list[MarkerRow]:
    """One line for a marker; the current one shows its words and the answer to it whole.

    `drafted` says that words to it were begun and not saved.
    """
    rubric, width, time_width = form.rubric, form.width, form.time_width
    thread = threads.by_marker.get(marker.id)
    state = _state(marker, drafted=drafted)
    head = _head(marker, rubric, time_width, answer_sign(thread), state, current=current)
    used = sum(cells(text) for _, text in head)
    room = width - used - 2
    if not current:
        gist = " ".join((marker.comment or marker.quote).split())
        part = "comment" if marker.comment else "quote"
        return [MarkerRow(number, (*head, (part, fit(f"  {gist}", max(room + 2, 0)).rstrip())))]
    lines = [MarkerRow(number, head)]
    # What people say comes first: in a small window the rest is below its edge.
    comment: list[Span] = [("comment", line) for line in marker.comment.split("\n") if line]
    details = comment + answer_lines(thread, threads) + _details(marker, rubric)
    lines += _paragraphs(number, details, width, time_width + 2)
    return lines


def code_of(marker: Marker, rubric: Rubric) -> tuple[str, str]:
    """The key and the name a marker is shown by."""
    if competency := rubric.competency(marker.competency):
        return competency.key, competency.label
    if phase := rubric.phase(marker.phase):
        return phase.key, phase.title
    if marker.competency or marker.phase:
        return "·", marker.competency or marker.phase or ""
    name = marker.plain_name
    return "“" if name == "Quote" else "·", name


def _state(marker: Marker, *, drafted: bool) -> str:
    marks = (
        (" ●", marker.open),
        (" ◎", bool(marker.intention)),
        (" ♫", bool(marker.note)),
        (" (private)", marker.private),
        (" (draft)", drafted),
    )
    return "".join(mark for mark, holds in marks if holds)


def _head(
    marker: Marker, rubric: Rubric, time_width: int, answer: str, state: str, *, current: bool
) -> tuple[Span, ...]:
    key, name = code_of(marker, rubric)
    indicator = f" {letter}" if (letter := rubric.letter_of(marker)) else ""
    more = [rubric.competency(competency_id) for competency_id in marker.also]
    also = "".join(f" ·{competency.key}" for competency in more if competency)
    if marker.phase and marker.end is not None:
        name = f"{name} –{clock(marker.end)}"
    return (
        ("pointer", "▸" if current else " "),
        ("time", fit(clock(marker.start), time_width) + " "),
        ("name", key + " "),
        (marker.rating or "plain", (marker.glyph or " ") + " "),
        ("name", name + indicator + also),
        ("state", state),
        ("answer", f" {answer}" if answer else ""),
    )


def _details(marker: Marker, rubric: Rubric) -> list[Span]:
    texts: list[Span] = []
    competency = rubric.competency(marker.competency)
    indicator = competency.indicator(marker.indicator) if competency else None
    if competency and competency.question:
        texts.append(("indicator", f"To bring: {competency.question}"))
    if indicator:
        sign = "− " if indicator.polarity == "against" else ""
        texts.append(("indicator", f"{indicator.id}  {sign}{indicator.text}"))
    for competency_id in marker.also:
        other = rubric.competency(competency_id)
        texts.append(("indicator", f"also {other.title if other else competency_id}"))
    if marker.seen_by:
        texts.append(("indicator", marker.seen_in_words))
    if marker.quote:
        who = f"{marker.speaker}: " if marker.speaker else ""
        texts.append(("quote", f"{who}“{marker.quote}”"))
    if marker.intention:
        texts.append(("indicator", "◎ heard here: what was to be practised"))
    if marker.phase and marker.end is not None:
        texts.append(
            ("time", f"until {clock(marker.end)}, {clock(marker.end - marker.start)} long")
        )
    elif marker.end is not None:
        texts.append(("time", f"until {clock(marker.end, 1)}"))
    return texts


def _paragraphs(number: int, texts: list[Span], width: int, indent: int) -> list[MarkerRow]:
    margin = ("time", " " * indent)
    return [
        MarkerRow(number, (margin, (part, " ".join(piece for _, piece in line))))
        for part, text in texts
        for line in wrap(text.split(), width - indent - 1)
    ]
