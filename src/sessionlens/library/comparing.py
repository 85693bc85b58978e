"""Opens reviews of one recording side by side: two with what they agree on, or more."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import overload

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.agreement import Agreement, Side, compare
from sessionlens.domain.keymap import Keymap
from sessionlens.domain.matching import TOLERANCE
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.transcript import Transcript
from sessionlens.library import self_review
from sessionlens.library.assigning import assign, refuse_tolerance
from sessionlens.library.beginnings import share_times
from sessionlens.library.group import GroupCompared, bring_files_together, within_tolerance
from sessionlens.library.parties import Party, rubric_doubts, two_parties
from sessionlens.library.relinking import Located, locate
from sessionlens.library.seals import Seal, seal_passed
from sessionlens.library.transcript import FoundTranscript, transcript_at, transcript_now
from sessionlens.storage.keymaps import find_keymap
from sessionlens.storage.settings import Settings, load_settings
from sessionlens.storage.state import used_folders


class Compared(Struct, frozen=True):
    """Two reviews and where they agree; `notices` say what one should know about that.

    `heard` are those of the recording that the times are of, one or both. `seal` is what keeps one
    of them from being seen; `break_seal` before it is shown all the same.
    """

    a: Party
    b: Party
    heard: tuple[Party, ...]
    rubric: Rubric
    agreement: Agreement
    notices: tuple[str, ...] = ()
    seal: Seal | None = None

    @property
    def parties(self) -> tuple[Party, ...]:
        """Those whose reviews are compared."""
        return self.a, self.b

    @property
    def tolerance(self) -> float:
        """Seconds that two moments may be apart and still be the same one."""
        return self.agreement.tolerance


class OpenedComparison(Struct, frozen=True):
    """A comparison with what is needed to hear its moments.

    `transcript_later`: the transcript takes long to be read, and was not.
    """

    compared: Compared | GroupCompared
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
    offsets: Mapping[str, float] | None = None,
    unseal: bool = False,
    for_program: bool = False,
) -> Compared:
    """Compare two reviews or feedback files of one recording; `tolerance` in seconds.

    Raises SessionLensError for files that cannot be compared: of another recording (`offsets` are
    as in `share_times`) or rubric, or one that its reader may not see yet. A coach may `unseal` the
    mentor's moments; the coach's own review, which no mentor may, is withheld from persons, not
    from a program (`for_program`).
    """
    refuse_tolerance(tolerance)
    first, second = two_parties(a, b)
    shared = share_times((first, second), offsets or {})
    notices = [*shared.notices, *rubric_doubts(first, second), *first.changed, *second.changed]
    seal = seal_passed((first, second), unseal=unseal, for_program=for_program)
    if seal is not None:
        notices.append(seal.notice)
    first, second = shared.parties
    rubric = first.rubric
    agreement = _agreement(first, second, rubric, tolerance)
    return Compared(first, second, shared.heard, rubric, agreement, tuple(notices), seal)


def compare_all(
    paths: Sequence[Path],
    tolerance: float = TOLERANCE,
    *,
    offsets: Mapping[str, float] | None = None,
    unseal: bool = False,
    for_program: bool = False,
) -> Compared | GroupCompared:
    """Compare two files as `compare_files` does, or bring more of them together."""
    if len(paths) == 2:
        a, b = paths
        return compare_files(
            a, b, tolerance, offsets=offsets, unseal=unseal, for_program=for_program
        )
    return bring_files_together(
        paths, tolerance, offsets=offsets, unseal=unseal, for_program=for_program
    )


def _hashes_of(party: Party) -> int:
    recording = party.file.recording
    return bool(recording.sha256) + bool(recording.sound_sha256)


def break_seal(compared: Compared | GroupCompared, at: dt.datetime) -> None:
    """Record in one's own unfinished review that it is compared; raises SessionLensError.

    Does nothing where there is no seal that one may break.
    """
    if compared.seal is not None and compared.seal.own is not None:
        self_review.break_seal(compared.seal.own, at)


@overload
def with_tolerance(compared: Compared, tolerance: float) -> Compared: ...
@overload
def with_tolerance(
    compared: Compared | GroupCompared, tolerance: float
) -> Compared | GroupCompared: ...
def with_tolerance(
    compared: Compared | GroupCompared, tolerance: float
) -> Compared | GroupCompared:
    """The same reviews, matched within another tolerance (seconds); raises SessionLensError."""
    if isinstance(compared, GroupCompared):
        return within_tolerance(compared, tolerance)
    refuse_tolerance(tolerance)
    agreement = _agreement(compared.a, compared.b, compared.rubric, tolerance)
    return replace(compared, agreement=agreement)


def open_comparison(
    *paths: Path,
    tolerance: float = TOLERANCE,
    offsets: Mapping[str, float] | None = None,
    unseal: bool = False,
    settings: Settings | None = None,
) -> OpenedComparison:
    """Compare two files or more, and find their recording and its transcript.

    Raises SessionLensError.
    """
    compared = compare_all(
        [path.absolute() for path in paths], tolerance, offsets=offsets, unseal=unseal
    )
    settings = load_settings() if settings is None else settings
    keys = find_keymap(settings.keymap)
    best = max(compared.heard, key=_hashes_of)  # not all may know the content's hash
    folders = [*(path.absolute().parent for path in paths), *used_folders()]
    located = locate(best.file.recording, best.path, folders=folders)
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


def _agreement(a: Party, b: Party, rubric: Rubric, tolerance: float) -> Agreement:
    first, second = (Side(one.file.markers, one.file.verdicts, one.early) for one in (a, b))
    return compare(first, second, rubric, assign, tolerance)
