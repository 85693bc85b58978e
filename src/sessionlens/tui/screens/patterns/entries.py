"""What is listed beside the table: lines to be read, and moments that can be played."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from textual.content import Content
from textual.widgets.option_list import Option

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import GLYPHS, Marker
from sessionlens.domain.pattern_words import (
    client_in_words,
    marked_with_client,
    tag_in_words,
    verdicts_in_words,
)
from sessionlens.domain.patterns import PatternMoment, Patterns, SessionEvidence
from sessionlens.domain.text import counted, file_name
from sessionlens.domain.timecode import clock
from sessionlens.tui.widgets.pick_list import PickList

Words = Callable[[SessionEvidence], Mapping[str, Marker]]
"""Reads the words of a session's markers from its file; raises SessionLensError."""


class PatternEntry(Struct, frozen=True):
    """Some lines; those with a `moment` can be played, those with a `client` looked at alone."""

    prompt: Content
    moment: PatternMoment | None = None
    client: str | None = None


class PatternList(PickList):
    """Lists entries; what can only be read is passed over by the cursor."""

    DEFAULT_CSS = """
    PatternList { height: 1fr; }
    PatternList > .option-list--option-disabled { color: $foreground; }
    """
    _entries: tuple[PatternEntry, ...] = ()

    def show(self, entries: list[PatternEntry], chosen: int) -> None:
        """List these, the cursor on the one of this number."""
        self._entries = tuple(entries)
        self.set_options(
            Option(entry.prompt, disabled=entry.moment is None and entry.client is None)
            for entry in entries
        )
        active = [number for number, _ in enumerate(entries) if self._can_be_chosen(number)]
        self.highlighted = chosen if chosen in active else next(iter(active), None)

    def move(self, step: int) -> None:
        """Move the cursor, as far as there are entries; the rest can be scrolled to."""
        if self.highlighted is None:
            self.scroll_relative(y=step, animate=False)
        elif abs(step) > 1:
            (self.action_page_up if step < 0 else self.action_page_down)()
        else:
            (self.action_cursor_up if step < 0 else self.action_cursor_down)()

    def entry(self, number: int) -> PatternEntry:
        """The entry of this number."""
        return self._entries[number]

    def _can_be_chosen(self, number: int) -> bool:
        return not self.get_option_at_index(number).disabled


def moments_listed(
    moments: tuple[PatternMoment, ...], patterns: Patterns, words: Words
) -> list[PatternEntry]:
    """Moments with their words, which are read from their files now."""
    read: dict[str, Mapping[str, Marker]] = {}
    entries = []
    for moment in moments:
        session = patterns.sessions[moment.session]
        view = session.own if moment.own and session.own else session.main
        try:
            if view.file not in read:
                read[view.file] = words(view)
            marker = read[view.file].get(moment.marker.id)
            trouble = "" if marker else "It is not in its file any more."
        except SessionLensError as error:
            marker, trouble = None, f"{file_name(Path(view.file).name)}: {error.what}."
        entries.append(PatternEntry(_moment(moment, session.name, marker, trouble), moment))
    return entries


def _moment(moment: PatternMoment, session: str, marker: Marker | None, trouble: str) -> Content:
    rating = moment.marker.rating
    head = [
        Content.styled(clock(moment.marker.start / 1000), "bold"),
        Content.styled(f"{GLYPHS[rating]} {rating}", f"${rating}") if rating else Content("noted"),
        Content.styled(session, "$faint"),
        *([Content.styled("own view", "$speaker-1")] if moment.own else []),
        *([Content.styled(moment.why, "$faint")] if moment.why else []),
    ]
    lines = [Content("  ").join(head)]
    if marker is not None:
        lines += [Content(text) for text in (marker.comment,) if text]
        lines += [Content.styled(f"“{marker.quote}”", "$faint")] if marker.quote else []
    if trouble:
        lines.append(Content.styled(trouble, "$warning"))
    return Content("\n").join(lines)


def never_listed(patterns: Patterns) -> Iterator[PatternEntry]:
    """What was never marked, by rubric."""
    for rubric in patterns.rubrics:
        yield _title(rubric.title)
        if not rubric.never:
            yield _line("Each of them was marked at least once.", "$faint")
        for competency in rubric.never:
            yield _line(competency.title)


def verdicts_listed(patterns: Patterns) -> Iterator[PatternEntry]:
    """The verdicts on each competency in words, session by session."""
    for rubric in patterns.rubrics:
        told = [
            (competency.title, words)
            for competency in rubric.competencies
            if (words := verdicts_in_words(competency, rubric, patterns))
        ]
        if told:
            yield _title(rubric.title)
        for title, words in told:
            yield _line(title, "bold")
            yield _line(f"  {words}")


def clients_listed(patterns: Patterns) -> Iterator[PatternEntry]:
    """Tags that come back in several relationships, then each client with what was marked."""
    if patterns.tags:
        yield _title("Tags that come back")
    for tag in patterns.tags:
        yield _line(tag.title, "bold")
        yield _line(f"  {tag_in_words(tag)}")
    yield _title("By client: Enter looks at one alone")
    for client, numbers in patterns.clients.items():
        count = counted(len(numbers), "session", "sessions")
        marked = [
            f"{competency.title} in {sessions}"
            for _, competency, sessions in marked_with_client(patterns, numbers)
        ]
        prompt = Content.assemble(
            (client_in_words(client), "bold"),
            (f"  {count}", "$faint"),
            f"\n{' · '.join(marked) or 'Nothing was marked.'}",
        )
        yield PatternEntry(prompt, client=client or None)


def intentions_listed(patterns: Patterns) -> Iterator[PatternEntry]:
    """What was to be practised, what became of it, and the moments in which it was heard."""
    if not patterns.intentions:
        yield _line("No reply here says yet what is to be practised.", "$faint")
    for outcome in patterns.intentions:
        until = f", until {outcome.until.isoformat()}" if outcome.until else ""
        yield _title(outcome.text)
        yield _line(f"{outcome.since}{until}", "$faint")
        if outcome.became:
            yield _line(outcome.became)
        elif not outcome.heard:
            yield _line("Nothing is written about it yet.", "$faint")
        for moment in outcome.heard:
            session = patterns.sessions[moment.session]
            prompt = Content.assemble(
                ("Heard ", "$strength"),
                (clock(moment.marker.start / 1000), "bold"),
                (f"  {session.name}", "$faint"),
            )
            yield PatternEntry(prompt, moment)


def _title(text: str) -> PatternEntry:
    return PatternEntry(Content.styled(f"\n{text}", "bold $accent"))


def _line(text: str, style: str = "") -> PatternEntry:
    return PatternEntry(Content.styled(text, style) if style else Content(text))
