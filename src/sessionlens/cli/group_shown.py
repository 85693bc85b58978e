"""What several people noticed in one session, as people and programs read it."""

from typing import Any

from sessionlens.cli.agreement_shown import (
    marker_as_document,
    party_as_document,
    say_left_out,
    words_of,
)
from sessionlens.cli.out import say, say_table
from sessionlens.domain.group import Group, GroupMoment
from sessionlens.domain.timecode import clock
from sessionlens.library.group import GroupCompared


def as_document(compared: GroupCompared) -> dict[str, Any]:
    """The comparison for `--json`: who saw what first, then how many each noticed."""
    group = compared.group
    names = [observer.name for observer in group.observers]
    return {
        "observers": [
            {"name": name, **party_as_document(party)}
            for name, party in zip(names, compared.parties, strict=True)
        ],
        "moments": [
            {
                "start": float(moment.start),
                "seen": [
                    {"by": names[who], "marker": marker_as_document(marker)}
                    for who, marker in moment.seen
                ],
            }
            for moment in group.moments
        ],
        "counts": {
            "all": len(group.by_all),
            "several": len(group.by_several),
            "one": len(group.by_one),
        },
        "competencies": {
            counts.id: dict(zip(names, counts.noticed, strict=True))
            for counts in group.competencies
        },
        "verdicts": {
            verdicts.competency: {view.by: view.value for view in verdicts.views}
            for verdicts in group.verdicts
        },
        "tolerance": group.tolerance,
        "rubric": group.rubric.id,
        "private": compared.private,
        "warnings": list(compared.notices),
    }


def show(compared: GroupCompared) -> None:
    """Print the comparison: moments with who saw them, then what each noticed."""
    group = compared.group
    say_table(
        [
            (observer.name, party.file.session.role or "", str(party.path))
            for observer, party in zip(group.observers, compared.parties, strict=True)
        ]
    )
    _moments(f"Seen by all {len(group.observers)}", group.by_all, group)
    _moments("Seen by several", group.by_several, group)
    _moments("Seen by one", group.by_one, group)
    _verdicts(group)
    _counts(group)
    if compared.private:
        say()
        say_left_out(compared.private)


def _moments(title: str, moments: tuple[GroupMoment, ...], group: Group) -> None:
    say()
    say(f"{title} ({len(moments)}), within {group.tolerance:g} s")
    rows = []
    for moment in moments:
        for row, (who, marker) in enumerate(moment.seen):
            rows.append(
                (
                    "" if row else clock(moment.start, 1),
                    group.observers[who].name,
                    group.rubric.title_of(marker),
                    marker.glyph or ".",
                    words_of(marker),
                )
            )
    say_table(rows, indent=2)


def _verdicts(group: Group) -> None:
    if not group.verdicts:
        return
    say()
    say("Verdicts")
    say_table(
        [
            ("" if row else verdicts.title, view.by, group.rubric.step_title(view.value))
            for verdicts in group.verdicts
            for row, view in enumerate(verdicts.views)
        ],
        indent=2,
    )


def _counts(group: Group) -> None:
    say()
    say("What each noticed")
    names = tuple(observer.name for observer in group.observers)
    rows = [("Competency", *names)]
    rows += [(counts.title, *map(str, counts.noticed)) for counts in group.competencies]
    say_table(rows, indent=2)
