"""Which agreement belongs to a folder, or to the two people of a session."""

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from sessionlens.domain.alliance import Alliance, is_between, same_people
from sessionlens.domain.alliance_changes import AllianceEditor, TakeAlliance
from sessionlens.domain.alliance_looks import is_due
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.intention import plain_name
from sessionlens.domain.review import Session
from sessionlens.domain.text import file_name
from sessionlens.files import exists, is_file, real
from sessionlens.library.folder import folders_below
from sessionlens.library.intentions import folders_near
from sessionlens.library.kinds import kind_of, title_of
from sessionlens.storage.alliances import NAME, AllianceFile, alliance_files, load_alliance
from sessionlens.storage.kinds import ENDINGS

_BESIDE = ("recording", "review", "feedback", "reply")
"""Files that an agreement lies beside: who names one means the agreement of their folder."""


class PlacedAlliance(NamedTuple):
    """An agreement, and the file that it was read from."""

    path: Path
    alliance: Alliance


class AlliancesHere(NamedTuple):
    """The agreements of a folder, and a sentence for each that cannot be read."""

    alliances: tuple[PlacedAlliance, ...]
    faults: tuple[str, ...] = ()


def alliances_in(folder: Path) -> AlliancesHere:
    """The agreements that lie in a folder, the usual name first."""
    alliances, faults = [], []
    for path in alliance_files(folder):
        try:
            alliances.append(PlacedAlliance(path, load_alliance(path)))
        except SessionLensError as error:
            faults.append(f"Not read: {error}")
    return AlliancesHere(tuple(alliances), tuple(faults))


def alliance_path(given: Path) -> Path:
    """The file that a person means who names it, a folder, or a recording in one.

    It need not be there yet: then it is the usual name in that folder. Raises SessionLensError
    where several agreements lie there, the only one cannot be read, or another file is named.
    """
    if is_file(given):
        kind = kind_of(given)
        if kind == "alliance":
            return given
        if kind not in _BESIDE:
            raise SessionLensError(
                f"This is {title_of(kind)}, and no agreement", "Choose another file", where=given
            )
    folder = given if given.is_dir() else given.parent
    if not folder.is_dir():
        raise SessionLensError("There is no such folder", "Name another", where=folder)
    if not exists(given):
        raise SessionLensError("There is no such file", "Check the name", where=given)
    here = alliances_in(folder)
    if len({placed.alliance.id for placed in here.alliances}) > 1:
        names = ", ".join(
            f"{file_name(placed.path.name)} ({' and '.join(placed.alliance.between)})"
            for placed in here.alliances
        )
        raise SessionLensError(
            f"Several agreements lie here: {names}", "Name the one that is meant", where=folder
        )
    if not here.alliances and here.faults:
        load_alliance(alliance_files(folder)[0])
    return here.alliances[0].path if here.alliances else folder / NAME


def others_of_the_pair(path: Path, alliance: Alliance) -> tuple[PlacedAlliance, ...]:
    """Agreements of the same people under another id, in the folder of a file."""
    return tuple(
        placed
        for placed in alliances_in(path.parent).alliances
        if placed.alliance.id != alliance.id
        and same_people(placed.alliance.between, alliance.between)
        and real(placed.path) != real(path)
    )


def own_copy(theirs: Path, alliance: Alliance, here: Path) -> PlacedAlliance | None:
    """One's own copy of an agreement that somebody sent: in the folder `here`, else beside it.

    It has the same id, or is of the same people; of several, that of the same id and with a usual
    name comes first. None where there is no other, where the one beside it says just the same, or
    where the file given is itself the one with the more usual name there.
    """
    beside = real(theirs).parent
    for folder in dict.fromkeys([real(here), beside]):
        others = [
            placed
            for placed in alliances_in(folder).alliances
            if real(placed.path) != real(theirs)
            and _belong_together(placed.alliance, alliance)
            and (folder != beside or _may_be_own(placed, theirs, alliance))
        ]
        others.sort(key=lambda placed: (placed.alliance.id != alliance.id, _usual(placed.path)))
        if others:
            return others[0]
    return None


def _may_be_own(placed: PlacedAlliance, theirs: Path, alliance: Alliance) -> bool:
    """Whether a copy beside one that was sent may be one's own; what says the same needs none."""
    usual = theirs.name != NAME and _usual(placed.path) <= _usual(theirs)
    return usual and placed.alliance != alliance


def _usual(path: Path) -> int:
    """0 for the usual name of one's own copy, 1 for one that ends like it, 2 for any other."""
    return 0 if path.name == NAME else 1 if path.name.endswith(ENDINGS["alliance"]) else 2


def copies_near(path: Path, alliance: Alliance) -> tuple[Path, ...]:
    """Other files in the same folder that hold an agreement of the same people, or this one."""
    return tuple(
        placed.path
        for placed in alliances_in(path.parent).alliances
        if real(placed.path) != real(path) and _belong_together(placed.alliance, alliance)
    )


def alliance_for(session: Session, near: Path) -> PlacedAlliance | None:
    """The agreement of the two people of a session, near a file; None where they have none.

    It is looked for in the folder of the file, in the one above, in those beside it, and where
    recordings were opened; of several it is the first. What cannot be read is passed over.
    """
    people = [name for name in (session.coach, session.reviewer) if name]
    if len({plain_name(name) for name in people}) < 2:
        return None
    folder, *others = folders_near(near.parent)
    for place in dict.fromkeys([folder, folder.parent, *others]):
        for placed in alliances_in(place).alliances:
            if is_between(placed.alliance, *people):
                return placed
    return None


def purpose_for(session: Session, near: Path) -> str:
    """What the two people of a session work together for, in one line; empty where not known."""
    placed = alliance_for(session, near)
    purpose = " ".join(placed.alliance.agreement.purpose.split()) if placed else ""
    return f"What this is for: {purpose}" if purpose else ""


def alliances_below(folder: Path) -> AlliancesHere:
    """The agreements of a folder and of those below it; the folder's own first."""
    places = [alliances_in(place) for place in (folder, *folders_below(folder))]
    return AlliancesHere(
        tuple(placed for here in places for placed in here.alliances),
        tuple(fault for here in places for fault in here.faults),
    )


def due_in(folder: Path, today: dt.date) -> tuple[str, ...]:
    """A sentence for each agreement in a folder, or below, that is to be looked at again."""
    due = {
        placed.alliance.id: f"{' and '.join(placed.alliance.between)}: time to look at your"
        f" agreement again, since {placed.alliance.review_on.isoformat()}"
        for placed in alliances_below(folder).alliances
        if placed.alliance.review_on and is_due(placed.alliance, today)
    }
    return tuple(due.values())


def write_change(path: Path, changed: Alliance) -> None:
    """Put a changed agreement in the place of the one in a file; raises SessionLensError."""
    file = AllianceFile(path)
    try:
        if not file.claim():
            raise file.refusal()
        editor = AllianceEditor(file.load(), lambda _saved, new: file.save(new))
        editor.apply(TakeAlliance(changed))
        if editor.unsaved is not None:
            raise editor.unsaved
    finally:
        file.close()


def _belong_together(one_copy: Alliance, other: Alliance) -> bool:
    return one_copy.id == other.id or same_people(one_copy.between, other.between)
