"""What is remembered from one time to the next: positions, unfinished words, last details."""

import math
import os
import re
import time
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import Marker
from sessionlens.files import LARGEST_DOCUMENT, exists, make_private_folder, not_written
from sessionlens.storage import atomic, toml
from sessionlens.storage.kinds import KINDS
from sessionlens.storage.owned import refuse_too_large

FORMAT = KINDS["state"].format

_MOST_FOLDERS = 20
_MOST_ACCEPTED = 200

S = TypeVar("S", bound=Struct)


class Draft(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Words that were not finished.

    A comment of the marker `marker_id` or of one still to be made (`new`), or what was typed into
    the `field` of a form, which is named for a person to read.
    """

    text: str
    field: str = ""
    marker_id: str = ""
    new: Marker | None = None


class ReviewState(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """How one review was left; `position` is the playhead in seconds, `speed` a factor.

    `coach_asked` says that one was asked who of the speakers is the coach, `track` is the audio
    track that was chosen, 0 where none was. `invited` says that a coach was asked whether they want
    to go through the recording on their own before they look at feedback on it. `one_voice` says
    that no two voices could be told apart in it.
    """

    position: float = 0.0
    speed: float = 1.0
    follow: bool = True
    coach_asked: bool = False
    invited: bool = False
    one_voice: bool = False
    track: int = 0
    drafts: tuple[Draft, ...] = ()


class LastTime(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Details of the last session, offered for the next one."""

    coach: str = ""
    reviewer: str = ""
    credential: str = ""
    level: str = ""
    consent: str = ""


class AcceptedRecording(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """A file that a person took for the recording `meant` (its hash); `ends` tells which file."""

    meant: str
    ends: str


class ProgramState(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """What is remembered whatever is reviewed; `welcome_seen` after the very first start.

    `folders` are those whose recordings were opened, the latest first: a recording that has been
    moved is looked for there. `formats` are the names of those written last; `accepted` are other
    encodings of recordings, the latest first.
    """

    welcome_seen: bool = False
    last: LastTime = LastTime()
    folders: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("toml",)
    accepted: tuple[AcceptedRecording, ...] = ()


class ExportState(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """Whether a review has been exported, wherever the feedback lies now, and with which names.

    `aliases` are NAME=PSEUDONYM as they were given last; `names_kept` says that one was asked and
    lets the client's name go out.
    """

    exported: bool = False
    aliases: tuple[str, ...] = ()
    names_kept: bool = False


def load_state(review_id: str, folder: Path | None = None) -> ReviewState:
    """How a review was left. A file that cannot be used is kept aside, and counts as none."""
    state = load_remembered(_review_file(review_id, folder), ReviewState())
    sound = math.isfinite(state.position) and state.position >= 0 and 0.1 <= state.speed <= 10
    return state if sound else replace(state, position=0.0, speed=1.0)


def was_worked_on(review_id: str, folder: Path | None = None) -> bool:
    """Whether this program remembers how it has left a review."""
    return exists(_review_file(review_id, folder))


def sweep_state(review_id: str, folder: Path | None = None) -> None:
    """Remove what a killed process may have left beside a state: it can hold words.

    Only for the one process that works on the review.
    """
    atomic.sweep(_review_file(review_id, folder))


def save_state(review_id: str, state: ReviewState, folder: Path | None = None) -> None:
    """Remember durably how a review is left; raises SessionLensError when that cannot be done."""
    save_remembered(_review_file(review_id, folder), state)


def load_program_state(folder: Path | None = None) -> ProgramState:
    """What is remembered whatever is reviewed; what cannot be read counts as forgotten."""
    return load_remembered(state_folder(folder) / "program.toml", ProgramState())


def save_program_state(state: ProgramState, folder: Path | None = None) -> None:
    """Remember durably; raises SessionLensError when that cannot be done."""
    save_remembered(state_folder(folder) / "program.toml", state)


def used_folders(folder: Path | None = None) -> list[Path]:
    """The folders whose recordings were opened, the latest first."""
    return [Path(one) for one in load_program_state(folder).folders]


def remember_folder(used: Path, folder: Path | None = None) -> None:
    """Remember that a recording in the folder `used` was opened, if that can be done."""
    state = load_program_state(folder)
    latest = str(used.absolute())
    folders = (latest, *(one for one in state.folders if one != latest))[:_MOST_FOLDERS]
    if folders == state.folders:
        return
    try:
        save_program_state(replace(state, folders=folders), folder)
    except SessionLensError:
        return  # a recording that has been moved is asked for then


def remember_formats(formats: tuple[str, ...], folder: Path | None = None) -> None:
    """Remember which formats were written last, if that can be done."""
    state = load_program_state(folder)
    if formats == state.formats:
        return
    try:
        save_program_state(replace(state, formats=formats), folder)
    except SessionLensError:
        return  # they are chosen again next time


def accepted_recordings(folder: Path | None = None) -> tuple[AcceptedRecording, ...]:
    """Which files a person took for recordings that they are other encodings of."""
    return load_program_state(folder).accepted


def remember_accepted(recording: AcceptedRecording, folder: Path | None = None) -> None:
    """Remember that a file may stand for a recording, if that can be done."""
    state = load_program_state(folder)
    if recording in state.accepted:
        return
    accepted = (recording, *state.accepted)[:_MOST_ACCEPTED]
    try:
        save_program_state(replace(state, accepted=accepted), folder)
    except SessionLensError:
        return  # it is asked for again next time


def was_exported(review_id: str, folder: Path | None = None) -> bool:
    """Whether this program remembers to have exported a review."""
    return load_remembered(_export_file(review_id, folder), ExportState()).exported


def remember_export(review_id: str, folder: Path | None = None) -> None:
    """Remember that a review was exported, if that can be done."""
    _remember(review_id, replace(load_export(review_id, folder), exported=True), folder)


def load_export(review_id: str, folder: Path | None = None) -> ExportState:
    """What is remembered about exporting a review."""
    return load_remembered(_export_file(review_id, folder), ExportState())


def remember_names(
    review_id: str, aliases: tuple[str, ...], *, kept: bool = False, folder: Path | None = None
) -> None:
    """Remember how a person is called in what goes out of a review, if that can be done."""
    state = replace(load_export(review_id, folder), aliases=aliases, names_kept=kept)
    _remember(review_id, state, folder)


def remembered_of(review_id: str, folder: Path | None = None) -> list[Path]:
    """The files in which something is remembered of a review, broken ones included.

    Raises OSError.
    """
    stem = state_name(review_id).removesuffix(".toml")
    kinds = ("reviews", "exports", "own", "finished")
    kept = (state_folder(folder) / kind / f"{stem}.toml" for kind in kinds)
    return [
        path
        for file in kept
        for path in (
            file,
            *sorted(file.parent.glob(f"{stem}.broken-*.toml")),
            *atomic.leftovers(file),
        )
        if path.is_file() or path.is_symlink()
    ]


def _remember(review_id: str, state: ExportState, folder: Path | None) -> None:
    try:
        save_remembered(_export_file(review_id, folder), state)
    except SessionLensError:
        return  # the feedback file beside the review tells of an export, too


def state_folder(folder: Path | None) -> Path:
    """Where all of this lies, unless told otherwise."""
    return folder or resources.state_folder()


def _review_file(review_id: str, folder: Path | None) -> Path:
    return state_folder(folder) / "reviews" / state_name(review_id)


def _export_file(review_id: str, folder: Path | None) -> Path:
    # Apart from how the review was left: a screen that has it open writes that as it was.
    return state_folder(folder) / "exports" / state_name(review_id)


def state_name(review_id: str) -> str:
    """What a file is called that is about one review."""
    # The id comes from a file, and whoever wrote it must not choose where we write.
    name = review_id
    if not re.fullmatch(r"[0-9a-f]{32}", name):
        from hashlib import sha256

        name = sha256(review_id.encode(errors="surrogatepass")).hexdigest()[:32]
    return f"{name}.toml"


def load_remembered(path: Path, nothing: S) -> S:
    """What is in a file of this; one that cannot be used is kept aside, and holds `nothing`."""
    if os.path.islink(path):  # noqa: PTH114 - which asks where nobody may look, too
        return nothing  # we make none, and it could lead anywhere
    try:
        return toml.load(path, type(nothing), FORMAT)
    except SessionLensError:
        _keep_aside(path)
        return nothing


def _keep_aside(path: Path) -> None:
    """Move a broken file out of the way: it may hold a draft that a person can still read."""
    try:
        if path.is_file():
            path.rename(path.with_name(f"{path.stem}.broken-{time.strftime('%Y%m%d-%H%M%S')}.toml"))
    except OSError:
        return  # it stays, and the next save replaces it


def save_remembered(path: Path, state: Struct) -> None:
    """Write it durably, for its owner alone; raises SessionLensError."""
    try:
        make_private_folder(path.parent)
    except OSError as error:
        raise not_written(error, path) from error
    data = toml.dumps(FORMAT, state)
    refuse_too_large(path, data, LARGEST_DOCUMENT)
    atomic.write_bytes(path, data, follow=False)
