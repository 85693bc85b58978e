"""Unpacks an archive that anybody may have made: nothing outside the folder, no links, no bombs."""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.speech.archives import BROKEN, ArchiveEntry, entries_of, is_tar, shown

# The largest published model unpacks to 6 GB and 100 files; models shrink to two thirds, and the
# most repetitive text file in one to a twentieth.
_MOST_BYTES = 16 * 1024**3
_MOST_FILES = 2000
_MOST_SHRUNK = 100
_SMALL = 1024**2  # bytes that may be shrunk as much as they like
_PART = re.compile(r"[^\\/:*?\"<>|\x00-\x1f\x7f]{1,200}")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")

Entries = list[tuple[ArchiveEntry, PurePosixPath]]
"""What is to be unpacked, and where."""


def unpack(
    archive: Path, target: Path, on_bytes: Callable[[int, int], None] = lambda _done, _all: None
) -> None:
    """Unpack `archive` into the new folder `target`; `on_bytes` gets bytes done and in all.

    A zip, tar, tar.gz, tar.bz2 or tar.xz. Nothing is written before every name and size is found to
    be harmless; what is written never grows beyond the sizes announced. What macOS adds of its own
    is left out. Raises SessionLensError.
    """
    try:
        with entries_of(archive) as all_entries:
            entries = _checked(all_entries, archive)
            total = sum(entry.size for entry, _ in entries)
            check_space(target.parent, total)
            done = 0
            target.mkdir(parents=True, exist_ok=True)
            for entry, path in entries:
                place = target.joinpath(*path.parts)
                if entry.is_folder:
                    place.mkdir(parents=True, exist_ok=True)
                    continue
                place.parent.mkdir(parents=True, exist_ok=True)
                for count in _copied(entry, place, archive):
                    done += count
                    on_bytes(done, total)
    except BROKEN as error:
        raise _broken(archive, str(error)) from error


def is_of_macos(name: str) -> bool:
    """Whether a file or folder is what macOS puts beside others: no part of any model."""
    return name.startswith("._") or name in {"__MACOSX", ".DS_Store"}


def _checked(all_entries: Iterable[ArchiveEntry], archive: Path) -> Entries:
    packed = archive.stat().st_size
    most = min(_MOST_BYTES, max(_SMALL, _MOST_SHRUNK * packed))
    entries: Entries = []
    total = 0
    for count, entry in enumerate(all_entries, 1):
        total += entry.size
        # Looked at while they come: to read on may mean to decompress all of it.
        if total > most:
            raise _hostile(archive, f"it would unpack to {total / 1e6:.0f} MB or more")
        if count > 2 * _MOST_FILES:  # half of them may be of macOS
            raise _hostile(archive, f"it holds {count} files")
        if entry.name and not any(map(is_of_macos, entry.name.split("/"))):
            entries.append((entry, _safe_path(entry, archive)))
    if len(entries) > _MOST_FILES:
        raise _hostile(archive, f"it holds {len(entries)} files")
    names = [str(path).casefold() for entry, path in entries if not entry.is_folder]
    if len(set(names)) < len(names):
        raise _hostile(archive, "two of its files have the same name")
    folders = {str(parent).casefold() for _, path in entries for parent in path.parents}
    if folders & set(names):
        raise _hostile(archive, "one of its files has the name of a folder")
    return entries


def _safe_path(entry: ArchiveEntry, archive: Path) -> PurePosixPath:
    parts = entry.name.rstrip("/").split("/")
    for part in parts:
        if part in ("", ".", "..") or not _PART.fullmatch(part) or _DEVICES.fullmatch(part):
            raise _hostile(archive, f"it would write to '{shown(entry.name)}'")
        if part[-1] in " .":
            raise _hostile(archive, f"it would write to '{shown(entry.name)}'")
    if entry.why_not:
        raise _hostile(archive, f"'{shown(entry.name)}' in it {entry.why_not}")
    return PurePosixPath(entry.name)


def _copied(entry: ArchiveEntry, place: Path, archive: Path) -> Iterator[int]:
    """Copy one file, giving the bytes of each step."""
    written = 0
    with place.open("xb") as out:
        for block in _blocks(entry, archive):
            written += len(block)
            if written > entry.size:
                raise _hostile(archive, "a file in it is larger than announced")
            out.write(block)
            yield len(block)
    if written < entry.size:
        raise _broken(archive, "a file in it breaks off")


def _blocks(entry: ArchiveEntry, archive: Path) -> Iterator[bytes]:
    """What a file in the archive holds, a step at a time."""
    try:
        yield from entry.blocks()
    except (*BROKEN, RuntimeError, ValueError, OSError) as error:
        raise _broken(archive, str(error)) from error


def check_space(folder: Path, needed: int) -> None:
    """Raise SessionLensError unless `needed` bytes fit on the disk of `folder`."""
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise SessionLensError(
            f"The model needs {needed / 1e6:.0f} MB, but only {free / 1e6:.0f} MB are free",
            "Free some space and try again",
            where=folder,
        )


def _hostile(archive: Path, why: str) -> SessionLensError:
    return SessionLensError(
        f"This archive was not unpacked: {why}", "Get the model from its publisher", where=archive
    )


def _broken(archive: Path, why: str) -> SessionLensError:
    reason = clean(why).rstrip(".")
    kind = "tar archive" if is_tar(archive) else "zip file"
    what = f"This is no whole {kind}"
    return SessionLensError(f"{what} ({reason})" if reason else what, "Get it again", where=archive)
