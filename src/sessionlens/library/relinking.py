"""Finds the recording that a feedback file or review is about, wherever it has been moved to."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec.structs import replace

from sessionlens.audio.formats import SUFFIXES
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import file_name
from sessionlens.domain.review import SAME_LENGTH, RecordingRef
from sessionlens.domain.timecode import clock
from sessionlens.files import is_file, not_read
from sessionlens.library.accepted import accept, is_accepted
from sessionlens.library.recording import ensure_recording
from sessionlens.storage.paths import recording_path
from sessionlens.storage.reviews import load_review
from sessionlens.storage.state import used_folders

Certainty = Literal["content", "length", "unchecked"]
"""What a recording was recognised by. `unchecked`: too large to be hashed before the screen
appears, or nothing is known that could be compared."""

Likeness = Literal["content", "length", "unchecked", "other"]

_AT_ONCE = 64 * 1024 * 1024  # bytes whose hash does not hold up the screen
_ESTIMATED = 0.02  # and what part of it, where the length is only what the file's header says


class Located(NamedTuple):
    """The recording, if it was found; `offered` is another file of the same length instead."""

    recording: Path | None = None
    certainty: Certainty | None = None
    offered: Path | None = None
    notices: tuple[str, ...] = ()


def locate(
    reference: RecordingRef, file: Path, given: Path | None = None, folders: Sequence[Path] = ()
) -> Located:
    """Find the recording that `file` is about: given, where it says, or by its content.

    By content it is looked for in the folder of `file`, then in `folders`. Raises SessionLensError
    for a given one that is another recording.
    """
    if given is not None:
        return chosen(reference, given)
    named = recording_path(reference.file, file)
    if is_file(named):
        match certainty := _settled(likeness, reference, named):
            case "length" | "unchecked" if is_accepted(reference, named):
                return Located(named, "length")
            case "content" | "unchecked":
                return Located(named, certainty)
    offered = named if is_file(named) and certainty == "length" else None
    accepted: Path | None = None
    folders = list(dict.fromkeys([file.parent, named.parent, *folders]))
    for path in _candidates(reference, folders):
        match _settled(_by_content, reference, path):
            case "content":
                return Located(path, "content", notices=(f"The recording was found as {path}",))
            case "length" if accepted is None and is_accepted(reference, path):
                accepted = path
            case "length" if offered is None:
                offered = path
    if accepted is not None:
        return Located(accepted, "length", notices=(f"The recording was found as {accepted}",))
    return Located(offered=offered, notices=(_missing(reference, offered),))


def recording_in(folder: Path, reference: RecordingRef) -> Path:
    """The recording of a folder that is meant, or else one that is as long.

    Raises SessionLensError when none is.
    """
    as_long: Path | None = None
    for path in _candidates(reference, [folder]):
        match _settled(_by_content, reference, path):
            case "content":
                return path
            case "length" if as_long is None:
                as_long = path
    if as_long is None:
        raise SessionLensError(
            f"No recording in {folder.name} is the one called '{reference.file}'",
            "Choose another folder, or name the file",
            where=folder,
        )
    return as_long


def chosen(reference: RecordingRef, path: Path) -> Located:
    """The recording that a person has chosen; raises SessionLensError if it is another one.

    One of the same length that is another file is taken, with a word the first time.
    """
    path = path.absolute()
    ensure_recording(path)
    match likeness(reference, path):
        case "other":
            raise SessionLensError(
                f"This is another recording{_lengths(reference, path)}",
                f"Choose the one called '{reference.file}', or read without sound",
                where=path,
            )
        case "length" if is_accepted(reference, path):
            return Located(path, "length")
        case "length":
            accept(reference, path)
            return Located(path, "length", notices=(_another(path),))
        case certainty:
            return Located(path, certainty)


def recording_of(review: Path) -> Path:
    """The recording that a review is about, wherever it has been moved to.

    For a copy that somebody has sent, one that is as long will do. Raises SessionLensError when it
    is not found.
    """
    content = load_review(review)
    reference = content.recording
    located = locate(reference, review, folders=used_folders())
    if located.recording is not None:
        return located.recording
    offered = located.offered
    if offered is not None and content.exported:
        return offered
    raise SessionLensError(
        f"Its recording '{reference.file}' is not there",
        "Put it beside the review, or name it: sessionlens review RECORDING"
        if offered is None
        else f"{offered} is as long: to use that one, sessionlens review {offered.name}",
        where=review,
    )


def likeness(reference: RecordingRef, path: Path) -> Likeness:
    """How a file compares with the recording that is meant; of a large one only the length counts.

    Raises SessionLensError when the file cannot be read.
    """
    try:
        small = path.stat().st_size <= _AT_ONCE
    except OSError as error:
        raise not_read(error, path) from error
    if reference.sha256 and small:
        if is_that_content(reference, path):
            return "content"
        return "length" if reference.duration and _same_length(reference, path) else "other"
    if not reference.duration or _same_length(reference, path):
        return "unchecked"
    # What a file's header says of its length may be wrong: not a reason to refuse the right one.
    return "content" if is_that_content(reference, path) else "other"


def is_same_content(reference: RecordingRef, path: Path) -> bool:
    """Whether a file is the recording that is meant, whatever its name.

    Its length is looked at before its content is hashed, which takes seconds for a large one.
    """
    return _settled(_by_content, reference, path) == "content"


def the_one_meant(reference: RecordingRef, recordings: Iterable[Path]) -> Path | None:
    """Which of these is the recording that is meant: by content, as accepted by a person, or alone.

    The last is the only one of the same length. Each is looked at once, for as long as it stays as
    it is.
    """
    as_long: list[Path] = []
    for path in recordings:
        try:
            status = path.stat()
        except OSError:
            continue
        match _likeness_of(reference, path, (status.st_mtime_ns, status.st_size)):
            case "content":
                return path
            case "length":
                as_long.append(path)
    accepted = [path for path in as_long if is_accepted(reference, path)]
    likeliest = accepted or as_long
    return likeliest[0] if len(likeliest) == 1 else None


@lru_cache(maxsize=4096)
def _likeness_of(reference: RecordingRef, path: Path, _state: tuple[int, int]) -> Likeness:
    return _settled(_by_content, reference, path)


def with_hash(reference: RecordingRef, path: Path) -> RecordingRef:
    """The reference with the hash of its file's content, if that lies at `path`.

    For what goes out before the screen has come to it: the other person's copy may have another
    name. Left as it is where it is known, takes long or cannot be read.
    """
    from sessionlens.audio.recording import content_hash

    try:
        if reference.sha256 or not is_file(path) or path.stat().st_size > _AT_ONCE:
            return reference
        return replace(reference, sha256=content_hash(path) or "")
    except (SessionLensError, OSError):
        return reference


def _by_content(reference: RecordingRef, path: Path) -> Likeness:
    """Like `likeness`, for files of any name: their length is looked at before their content."""
    if reference.duration and not _same_length(reference, path):
        return "other"
    if is_that_content(reference, path):
        return "content"
    return "length" if reference.duration else "other"


def _settled(
    compare: Callable[[RecordingRef, Path], Likeness], reference: RecordingRef, path: Path
) -> Likeness:
    try:
        return compare(reference, path)
    except (SessionLensError, OSError):
        return "other"  # what cannot be heard is not what was heard


def _candidates(reference: RecordingRef, folders: Sequence[Path]) -> Iterator[Path]:
    """Recordings in these folders, the likeliest of each folder first."""
    name = Path(file_name(reference.file))
    for folder in folders:
        try:
            recordings = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES]
        except OSError:
            continue
        yield from sorted(
            recordings, key=lambda one: (one.name != name.name, one.suffix != name.suffix, one.name)
        )


def is_that_content(reference: RecordingRef, path: Path) -> bool:
    """Whether a file is what is meant, byte by byte or at least packet by packet of its sound.

    Raises SessionLensError when it cannot be read.
    """
    from sessionlens.audio.recording import content_hash
    from sessionlens.audio.sound_hash import sound_hash

    if reference.sha256 and content_hash(path) == reference.sha256:
        return True
    return bool(reference.sound_sha256) and sound_hash(path) == reference.sound_sha256


def _same_length(reference: RecordingRef, path: Path) -> bool:
    length, exact = _length(path)
    meant = reference.duration or 0.0
    return abs(length - meant) <= (SAME_LENGTH if exact else max(SAME_LENGTH, _ESTIMATED * meant))


def _length(path: Path) -> tuple[float, bool]:
    """Seconds, and whether they are more than what the file declares; takes milliseconds."""
    from sessionlens.audio.recording import open_recording

    ensure_recording(path)
    with open_recording(path) as recording:
        return recording.frames / recording.sample_rate, recording.frames_exact


def _lengths(reference: RecordingRef, path: Path) -> str:
    if not reference.duration:
        return ""
    length, _ = _length(path)
    if abs(length - reference.duration) <= SAME_LENGTH:
        return ""
    return f": it lasts {clock(length)}, the one that is meant {clock(reference.duration)}"


def _another(path: Path) -> str:
    return (
        f"{path.name} is as long as the recording that was reviewed, but not the same file:"
        " times and quotes may not fit"
    )


def _missing(reference: RecordingRef, offered: Path | None) -> str:
    if offered is None:
        return f"The recording '{reference.file}' was not found: the moments can be read"
    return (
        f"The recording '{reference.file}' was not found; {offered.name} is as long,"
        " but not the same file"
    )
