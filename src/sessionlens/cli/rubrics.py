"""`sessionlens rubrics`: lists the rubrics, or shows one."""

from typing import TYPE_CHECKING

import click

from sessionlens.cli.arguments import complete_rubric
from sessionlens.cli.edge import UNREADABLE, report_and_go_on
from sessionlens.cli.out import say, say_table, say_wrapped
from sessionlens.domain.text import clean

if TYPE_CHECKING:
    from sessionlens.domain.rubric import Competency, Rubric


@click.command()
@click.argument("name", required=False, shell_complete=complete_rubric)
def command(name: str | None) -> int:
    """List the rubrics, or show one.

    With a NAME or a file, the whole rubric: its competencies, their keys and their indicators.
    """
    from sessionlens.storage.rubrics import find_rubric

    if name is None:
        return _list()
    rubric, _ = find_rubric(name)
    _show(rubric)
    return 0


def _list() -> int:
    from sessionlens.storage.rubrics import list_rubrics

    entries = list_rubrics()
    say_table(
        (entry.name, entry.rubric.edition, entry.rubric.kind, entry.origin, entry.rubric.title)
        for entry in entries
        if entry.rubric is not None
    )
    broken = [(one.error, one.path) for one in entries if one.error is not None]
    for error, path in broken:
        report_and_go_on(error, path)
    return UNREADABLE if broken else 0


def _show(rubric: "Rubric") -> None:
    say(" · ".join(filter(None, [rubric.title, rubric.edition, rubric.kind])))
    if rubric.source:
        say_wrapped(rubric.source)
    for competency in rubric.competencies:
        _show_competency(competency)
    if rubric.phases:
        say()
        say("Phases: a key starts and stops an interval")
        say_table([(one.key, one.title) for one in rubric.phases], indent=2)
    if rubric.scale:
        say()
        say("Verdicts: " + ", ".join(step.title for step in rubric.scale))


def _show_competency(competency: "Competency") -> None:
    say()
    say(f"{competency.key}  {competency.title}" + _in_brackets(competency.reference))
    if competency.description:
        say_wrapped(competency.description, indent=3)
    for indicator in competency.indicators:
        say_wrapped(indicator.text, first=f"{clean(indicator.id)}  ", indent=3)


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""
