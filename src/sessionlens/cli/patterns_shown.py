"""Patterns as they are printed: a table that fits a terminal, or JSON."""

import shutil
from collections.abc import Sequence
from typing import Any

from sessionlens.cli.out import say, say_table, say_wrapped
from sessionlens.domain.counting import Tally
from sessionlens.domain.pattern_words import (
    LEGEND,
    NO_SESSIONS,
    became_of,
    cell_in_signs,
    client_in_words,
    heading,
    marked_with_client,
    moment_in_words,
    tag_in_words,
    verdicts_in_words,
)
from sessionlens.domain.patterns import PatternCell, Patterns, RubricPattern
from sessionlens.domain.text import clean, counted, shorten

_TITLE = 30  # columns at most for what a competency is called


def print_patterns(patterns: Patterns) -> None:
    """Print all of it: the table first, then what it shows."""
    if not patterns.sessions:
        say(NO_SESSIONS)
        return
    say(heading(patterns))
    for rubric in patterns.rubrics:
        say()
        say(f"{rubric.title}: {counted(len(rubric.sessions), 'session', 'sessions')}")
        _print_table(rubric, patterns)
    say()
    say_wrapped(LEGEND)
    for rubric in patterns.rubrics:
        _print_verdicts(rubric, patterns)
    for rubric in patterns.rubrics:
        if rubric.never:
            say()
            say(f"Never marked: {rubric.names.title or rubric.names.id}")
            say_wrapped(" · ".join(competency.title for competency in rubric.never), indent=2)
    _print_tags(patterns)
    _print_clients(patterns)
    _print_intentions(patterns)
    if patterns.to_stay_with:
        say()
        say("To stay with")
        for moment in patterns.to_stay_with:
            say(f"{moment_in_words(moment, patterns)}  {moment.why}", indent=2)


def _print_table(rubric: RubricPattern, patterns: Patterns) -> None:
    """One row for each competency, as many sessions beside one another as fit."""
    titles = [shorten(competency.title, _TITLE) for competency in rubric.competencies]
    room = min(shutil.get_terminal_size().columns, 100) - max(map(len, titles), default=0) - 2
    columns = [
        [
            patterns.sessions[number].main.day.isoformat(),
            *(cell_in_signs(competency.cells[number]) for competency in rubric.competencies),
        ]
        for number in rubric.sessions
    ]
    for block in _blocks(columns, room):
        say()
        say_table([*zip(["", *titles], *block, strict=True)], indent=2)


def _blocks(columns: Sequence[list[str]], room: int) -> list[list[list[str]]]:
    blocks: list[list[list[str]]] = [[]]
    left = room
    for column in columns:
        width = max(map(len, column)) + 2
        if blocks[-1] and width > left:
            blocks.append([])
            left = room
        blocks[-1].append(column)
        left -= width
    return blocks


def _print_verdicts(rubric: RubricPattern, patterns: Patterns) -> None:
    rows = [
        (competency.title, words)
        for competency in rubric.competencies
        if (words := verdicts_in_words(competency, rubric, patterns))
    ]
    if rows:
        say()
        say(f"Verdicts: {rubric.names.title or rubric.names.id}")
    for title, words in rows:
        say(title, indent=2)
        say_wrapped(words, indent=4)


def _print_tags(patterns: Patterns) -> None:
    if patterns.tags:
        say()
        say("Tags that come back")
    for tag in patterns.tags:
        say(tag.title, indent=2)
        say_wrapped(tag_in_words(tag), indent=4)


def _print_clients(patterns: Patterns) -> None:
    clients = patterns.clients
    if set(clients) <= {""}:
        return
    say()
    say("By client")
    for client, numbers in clients.items():
        count = counted(len(numbers), "session", "sessions")
        say(f"{client_in_words(client)}: {count}", indent=2)
        marked = [
            f"{competency.title} in {sessions}"
            for _, competency, sessions in marked_with_client(patterns, numbers)
        ]
        say_wrapped(" · ".join(marked) or "Nothing was marked.", indent=4)


def _print_intentions(patterns: Patterns) -> None:
    if patterns.intentions:
        say()
        say("To be practised, and what became of it")
    for outcome in patterns.intentions:
        until = f" until {outcome.until.isoformat()}" if outcome.until else ""
        say_wrapped(clean(outcome.text), first=f"{outcome.since}{until}: ", indent=2)
        for line in became_of(outcome, patterns).splitlines():
            say_wrapped(line, indent=4)


def as_document(patterns: Patterns) -> dict[str, Any]:
    """All of it for a program."""
    return {
        "coach": patterns.coach,
        "sessions": [
            {
                "date": view.date.isoformat() if view.date else None,
                "title": view.title,
                "client": view.client,
                "rubric": view.rubric.id,
                "file": view.file,
                "verdicts": session.mentors.verdicts if session.mentors else {},
            }
            for session in patterns.sessions
            for view in (session.main,)
        ],
        "competencies": [
            {
                "id": competency.id,
                "rubric": rubric.names.id,
                "counts": [_counts(cell) for cell in competency.cells],
            }
            for rubric in patterns.rubrics
            for competency in rubric.competencies
        ],
        "never": [competency.id for rubric in patterns.rubrics for competency in rubric.never],
        "intentions": [
            {
                "text": outcome.text,
                "until": outcome.until.isoformat() if outcome.until else None,
                "from": outcome.since,
                "became": became_of(outcome, patterns),
            }
            for outcome in patterns.intentions
        ],
    }


def _counts(cell: PatternCell) -> dict[str, Any]:
    own = cell.own
    return {**_tally(cell.mentors), "self": _tally(own) if own else None}


def _tally(tally: Tally) -> dict[str, int]:
    names = ("strength", "growth", "question", "noted")
    return {name: getattr(tally, name) for name in names}
