"""Opens two reviews of one recording side by side."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.agreement import Agreement, Side, compare
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import Keymap
from sessionlens.domain.matching import MOST_TOLERANCE, TOLERANCE, Edge
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.transcript import Transcript
from sessionlens.library import self_review
from sessionlens.library.parties import Party, Seal, doubts, seal_between, two_parties
from sessionlens.library.relinking import Located, locate
from sessionlens.library.transcript import FoundTranscript, transcript_at, transcript_now
from sessionlens.storage.keymaps import find_keymap
from sessionlens.storage.settings import Settings, load_settings
from sessionlens.storage.state import used_folders


class Compared(Struct, frozen=True):
    """Two reviews and where they agree; `notices` say what one should know about that.

    `seal` is what keeps one of them from being seen; `break_seal` before it is shown all the same.
    """

    a: Party
    b: Party
    rubric: Rubric
    agreement: Agreement
    notices: tuple[str, ...] = ()
    seal: Seal | None = None


class OpenedComparison(Struct, frozen=True):
    """A comparison with what is needed to hear its moments.

    `transcript_later`: the transcript takes long to be read, and was not.
    """

    compared: Compared
    recording: Path | None
    located: Located
    transcript: Transcript | None
    settings: Settings
    keymap: Keymap
    notices: tuple[str, ...]
    transcript_later: bool = False


def compare_files(
    a: Path,
    b: Path,
    tolerance: float = TOLERANCE,
    *,
    unseal: bool = False,
    for_program: bool = False,
) -> Compared:
    """Compare two reviews or feedback files of one recording; `tolerance` in seconds.

    Raises SessionLensError for files that cannot be compared: of another recording or rubric, or
    one that its reader may not see yet. A coach may `unseal` the mentor's moments; the coach's own
    review, which no mentor may, is withheld from persons, not from a program (`for_program`).
    """
    _check(tolerance)
    first, second = two_parties(a, b)
    notices = doubts(first, second)
    if seal := seal_between(first, second):
        if not (unseal if seal.own else for_program):
            raise SessionLensError(seal.reason, seal.hint, where=b)
        notices.append(f"Shown all the same: {seal.reason}")
    rubric = first.rubric
    agreement = _agreement(first, second, rubric, tolerance)
    return Compared(first, second, rubric, agreement, tuple(notices), seal)


def _hashes_of(party: Party) -> int:
    recording = party.file.recording
    return bool(recording.sha256) + bool(recording.sound_sha256)


def break_seal(compared: Compared, at: dt.datetime) -> None:
    """Record in the coach's unfinished self-review that it is compared; raises SessionLensError.

    Does nothing where there is no seal that a coach may break.
    """
    if compared.seal is not None and compared.seal.own is not None:
        self_review.break_seal(compared.seal.own, at)


def with_tolerance(compared: Compared, tolerance: float) -> Compared:
    """The same two, matched within another tolerance (seconds); raises SessionLensError."""
    _check(tolerance)
    agreement = _agreement(compared.a, compared.b, compared.rubric, tolerance)
    return replace(compared, agreement=agreement)


def open_comparison(
    a: Path,
    b: Path,
    tolerance: float = TOLERANCE,
    *,
    recording: Path | None = None,
    unseal: bool = False,
    keymap: str | None = None,
    settings: Settings | None = None,
) -> OpenedComparison:
    """Compare two files and find their recording and its transcript; raises SessionLensError."""
    compared = compare_files(a.absolute(), b.absolute(), tolerance, unseal=unseal)
    settings = load_settings() if settings is None else settings
    keys = find_keymap(keymap or settings.keymap)
    # Only one of the two may know the content's hash.
    best = max(compared.a, compared.b, key=_hashes_of)
    folders = [compared.a.path.parent, compared.b.path.parent, *used_folders()]
    located = locate(best.file.recording, best.path, recording, folders)
    read = transcript_now([located.recording] if located.recording else [])
    return OpenedComparison(
        compared=compared,
        recording=located.recording,
        located=located,
        transcript=read.transcript,
        transcript_later=read.later,
        settings=settings,
        keymap=keys,
        notices=(*compared.notices, *located.notices, *read.notices),
    )


def late_transcript(opened: OpenedComparison) -> FoundTranscript:
    """The transcript that was left for later when the comparison was opened."""
    return transcript_at([opened.recording] if opened.recording else [])


def assign(rows: int, columns: int, edges: Sequence[Edge]) -> list[tuple[int, int]]:
    """The pairs that are worth the most together; see `domain.matching.Assign`.

    Solved by the `lap` library (LAPMOD, for sparse matrices). Only the edges are held, not a matrix
    of rows times columns. The library assigns every row and column, so each moment has a double of
    its own that stands for being alone; where two moments are paired, their doubles are paired as
    well, at no cost.
    """
    import lap
    import numpy as np

    a, b, gain = (np.array(values, dtype=np.int64) for values in zip(*edges, strict=True))
    row, column = np.arange(rows), np.arange(columns)
    starts = np.concatenate([a, row, rows + b, rows + column])
    ends = np.concatenate([b, columns + row, columns + a, column])
    # Scaled to 1: the library takes anything above 1e6 for infinite.
    cost = np.concatenate(
        [1.0 - gain / gain.max(), np.ones(rows), np.zeros(len(edges)), np.zeros(columns)]
    )
    order = np.lexsort((ends, starts))
    first = np.concatenate([[0], np.cumsum(np.bincount(starts, minlength=rows + columns))])
    _, assigned, _ = lap.lapmod(
        rows + columns, cost[order], first.astype(np.int32), ends[order].astype(np.int32)
    )
    return [(i, int(j)) for i, j in enumerate(assigned[:rows]) if j < columns]


def _check(tolerance: float) -> None:
    if not 0 <= tolerance <= MOST_TOLERANCE:
        raise SessionLensError(
            f"The tolerance of {tolerance:g} s is not between 0 and {MOST_TOLERANCE:g} s",
            f"{TOLERANCE:g}s is usual",
        )


def _agreement(a: Party, b: Party, rubric: Rubric, tolerance: float) -> Agreement:
    first, second = (Side(one.file.markers, one.file.verdicts) for one in (a, b))
    return compare(first, second, rubric, assign, tolerance)
