"""What a comparison of several people's reviews lists: each moment with who saw it."""

from collections.abc import Iterator

from msgspec.structs import replace
from textual.content import Content

from sessionlens.domain.group import Group, GroupMoment, GroupVerdicts
from sessionlens.domain.text import counted, listed
from sessionlens.library.group import GroupCompared
from sessionlens.tui.screens.compare.entries import (
    ComparedList,
    ReadingEntry,
    code,
    left_out,
    moment_lines,
    rating,
    section,
    words_of,
)
from sessionlens.tui.wrapping import cells, fit

_NAME = "bold $accent"
_WIDEST_NAME = 14


def group_listed(compared: GroupCompared) -> ComparedList:
    """The reviews of several people as they are read."""
    group = compared.group
    names = [observer.name for observer in group.observers]
    return ComparedList(
        title=counted(len(names), "review", "reviews"),
        count=(
            f"{len(group.by_all)} seen by all, {len(group.by_several)} by several,"
            f" {len(group.by_one)} by one"
        ),
        parties=Content.styled(listed(names), _NAME),
        entries=tuple(_entries(compared)),
    )


def _entries(compared: GroupCompared) -> Iterator[ReadingEntry]:
    group = compared.group
    for title, moments in (
        (f"Seen by all {len(group.observers)}", group.by_all),
        ("Seen by several", group.by_several),
        ("Seen by one", group.by_one),
    ):
        yield from section(f"{title}: {len(moments)}", [_moment(one, group) for one in moments])
    yield from section("What each noticed, by competency", list(_counts(group)))
    if group.verdicts:
        yield from section("Verdicts", [_verdicts(one, group) for one in group.verdicts])
    yield from left_out(compared.private)


def _moment(moment: GroupMoment, group: Group) -> ReadingEntry:
    names = [group.observers[who].name for who, _ in moment.seen]
    one_code = len(moment.codes) == 1
    what = code(moment.first, group.rubric) if one_code else "differently"
    by_all = len(names) == len(group.observers)
    who = [] if by_all else [Content.styled(listed(names), "$faint")]
    width = min(max(map(cells, names)), _WIDEST_NAME)
    seen = [
        Content.assemble(
            (f"{fit(name, width)} ", _NAME),
            *([] if one_code else [(f"{code(marker, group.rubric)}  ", "bold")]),
            rating(marker),
            "  ",
            words_of(marker),
        )
        for name, (_, marker) in zip(names, moment.seen, strict=True)
    ]
    ratings = {marker.rating for _, marker in moment.seen if marker.rating}
    heard = moment.first if len(ratings) <= 1 else replace(moment.first, rating=None)
    return ReadingEntry(moment_lines(moment.start, what, who, seen), heard)


def _counts(group: Group) -> Iterator[ReadingEntry]:
    width = max((cells(one.title) for one in group.competencies), default=0)
    for counts in group.competencies:
        noticed = [
            f"{observer.name} {number}"
            for observer, number in zip(group.observers, counts.noticed, strict=True)
        ]
        yield ReadingEntry(Content(f"{fit(counts.title, width)}   {'   '.join(noticed)}"))


def _verdicts(verdicts: GroupVerdicts, group: Group) -> ReadingEntry:
    views = "\n".join(
        f"  {view.by}: {group.rubric.step_title(view.value)}" for view in verdicts.views
    )
    return ReadingEntry(Content.assemble((verdicts.title, "bold"), f"\n{views}"))
