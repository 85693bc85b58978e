"""How much later the recording of each reviewer begins than that of the first: their times meet."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.review import RecordingRef, Review
from sessionlens.domain.text import counted, listed
from sessionlens.domain.timecode import Timecode
from sessionlens.files import is_file
from sessionlens.library.parties import Party, recording_doubts
from sessionlens.storage.paths import recording_path

MOST_SECONDS = 24 * 3600.0
"""How much later one recording of a session may begin than another."""


class SharedTimes(NamedTuple):
    """The parties with their times as in one recording, that of those in `heard`."""

    parties: tuple[Party, ...]
    heard: tuple[Party, ...]
    notices: tuple[str, ...]


def parse_offset(text: str) -> tuple[str, float]:
    """Read `NAME=SECONDS`; raises SessionLensError."""
    name, equals, number = text.rpartition("=")
    try:
        seconds = float(number.strip().removesuffix("s").replace(",", "."))
    except ValueError:
        seconds = math.nan
    if not (name.strip() and equals) or not abs(seconds) <= MOST_SECONDS:
        raise SessionLensError(
            f"'{text}' does not say how much later whose recording begins",
            "Write it as --offset 'Jan=12.5', in seconds; less than 0 is earlier",
        )
    return name.strip(), seconds


def share_times(parties: Sequence[Party], offsets: Mapping[str, float]) -> SharedTimes:
    """Bring the times of all to one recording.

    `offsets` are by a reviewer's name or a file's: how many seconds later that recording begins
    than those that are not named. What was marked without a recording, by a clock, is brought
    together by the time of day at which it began. Raises SessionLensError for recordings that
    cannot be brought together, and for an offset of nobody, or of more than one.
    """
    given = _given(parties, offsets)
    free = [number for number in range(len(parties)) if number not in given]
    base = min(free or given, key=lambda number: _preference(parties[number], given.get(number)))
    later = {number: seconds - given.get(base, 0.0) for number, seconds in given.items()}
    notices: list[str] = []
    by_clock = []
    for number in free:
        seconds = _by_clock(parties[base], parties[number])
        if seconds is None:
            if number != base:
                first, second = sorted((base, number))
                notices += recording_doubts(parties[first], parties[second])
        else:
            by_clock.append(f"{_who(parties[number])} {_begins(seconds)}")
        later[number] = seconds or 0.0
    if offsets:
        named = [f"{_who(parties[number])} {_begins(later[number])}" for number in given]
        notices.append(f"Times are those of {_who(parties[base])}: {listed(named)}")
    if by_clock:
        notices.append(
            f"Brought together by the time of day, times are those of {_who(parties[base])}:"
            f" {listed(by_clock)}; clocks may differ, and --offset says it otherwise"
        )
    shared = []
    for number, party in enumerate(parties):
        shifted, early = _shifted(party.file, later[number])
        shared.append(replace(party, file=shifted, early=early))
        if early:
            what, each = (
                counted(len(early), "moment", "moments"),
                "" if len(early) == 1 else " each",
            )
            notices.append(
                f"{what} of {_who(party)} came before that recording began:"
                f" shown at 00:00,{each} by itself"
            )
    order = sorted(range(len(shared)), key=lambda number: number != base)
    heard = tuple(shared[number] for number in order if not later[number])
    return SharedTimes(tuple(shared), heard, tuple(dict.fromkeys(notices)))


def _given(parties: Sequence[Party], offsets: Mapping[str, float]) -> dict[int, float]:
    """Seconds by the number of the party that is meant."""
    given: dict[int, float] = {}
    for name, seconds in offsets.items():
        meant = [
            number
            for number, party in enumerate(parties)
            if name.casefold() in (party.name.casefold(), party.path.name.casefold())
        ]
        if len(meant) != 1 or meant[0] in given:
            names = listed([party.name or party.path.name for party in parties])
            which = "Nobody here" if not meant else "More than one here"
            raise SessionLensError(
                f"{which} is called '{name}', whose recording begins later",
                f"Name one of {names}, or a file",
            )
        given[meant[0]] = seconds
    return given


def _preference(party: Party, seconds: float | None) -> tuple[float, bool, float]:
    """The least is the recording whose times count: the one that can be heard, or the first."""
    began = party.file.recording.began
    heard = is_file(recording_path(party.file.recording.file, party.path))
    return seconds or 0.0, not heard, began.timestamp() if began else math.inf


def _by_clock(base: Party, party: Party) -> float | None:
    """How much later it began, where not both are of a recording and both say when; else None.

    Raises SessionLensError for two of which one had ended when the other began.
    """
    first, second = base.file.recording, party.file.recording
    if base is party or first.same_as(second) is not None or not first.began or not second.began:
        return None
    seconds = (second.began - first.began).total_seconds()
    earlier = first if seconds >= 0 else second
    if abs(seconds) > (earlier.duration or MOST_SECONDS):
        raise SessionLensError(
            f"This session began at {_time_of_day(second)}, that of {base.path.name} at"
            f" {_time_of_day(first)}",
            "Compare reviews of one session, or say how much later that one begins: --offset",
            where=party.path,
        )
    return seconds


def _time_of_day(recording: RecordingRef) -> str:
    began = recording.began
    return began.astimezone().strftime("%Y-%m-%d %H:%M") if began else ""


def _shifted(file: Review | Feedback, seconds: float) -> tuple[Review | Feedback, frozenset[str]]:
    """The file with its moments so much later, and the ids of those before the beginning."""
    if not seconds:
        return file, frozenset()
    markers = tuple(
        replace(
            marker,
            start=Timecode(marker.start + seconds),
            end=None if marker.end is None else Timecode(marker.end + seconds),
        )
        for marker in file.markers
    )
    shown = (marker for marker in file.markers if not marker.private)
    early = frozenset(marker.id for marker in shown if round(marker.start + seconds, 3) < 0)
    return replace(file, markers=markers), early


def _begins(seconds: float) -> str:
    return f"begins {abs(seconds):.1f} s {'later' if seconds >= 0 else 'earlier'}"


def _who(party: Party) -> str:
    return party.name or party.path.name
