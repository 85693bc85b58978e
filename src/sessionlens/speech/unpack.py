"""Unpacks a zip that anybody may have made: nothing outside the folder, no links, no bombs."""

import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, shorten

# The largest published model unpacks to 6 GB and 100 files; models shrink to two thirds, and the
# most repetitive text file in one to a twentieth.
_MOST_BYTES = 16 * 1024**3
_MOST_FILES = 2000
_MOST_SHRUNK = 100
_SMALL = 1024**2  # bytes that may be shrunk as much as they like
_STEP = 1024**2
_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError),
    *(struct.error, UnicodeError, OverflowError),
)
_PART = re.compile(r"[^\\/:*?\"<>|\x00-\x1f\x7f]{1,200}")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def unpack(
    archive: Path, target: Path, on_bytes: Callable[[int, int], None] = lambda _done, _all: None
) -> None:
    """Unpack `archive` into the new folder `target`; `on_bytes` gets bytes done and in all.

    Nothing is written before every name and size is found to be harmless; what is written never
    grows beyond the sizes announced. Raises SessionLensError.
    """
    with _opened(archive) as file:
        entries = _checked(file, archive)
        total = sum(entry.file_size for entry, _ in entries)
        check_space(target.parent, total)
        done = 0
        target.mkdir(parents=True, exist_ok=True)
        for entry, path in entries:
            place = target.joinpath(*path.parts)
            if entry.is_dir():
                place.mkdir(parents=True, exist_ok=True)
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            for count in _copied(file, entry, place, archive):
                done += count
                on_bytes(done, total)


@contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(archive) as file:
            yield file
    except _BROKEN as error:
        raise _broken(archive, str(error)) from error


def _checked(file: zipfile.ZipFile, archive: Path) -> list[tuple[zipfile.ZipInfo, PurePosixPath]]:
    entries = [(entry, _safe_path(entry, archive)) for entry in file.infolist()]
    if len(entries) > _MOST_FILES:
        raise _hostile(archive, f"it holds {len(entries)} files")
    names = [str(path).casefold() for entry, path in entries if not entry.is_dir()]
    if len(set(names)) < len(names):
        raise _hostile(archive, "two of its files have the same name")
    folders = {str(parent).casefold() for _, path in entries for parent in path.parents}
    if folders & set(names):
        raise _hostile(archive, "one of its files has the name of a folder")
    total = sum(entry.file_size for entry, _ in entries)
    packed = archive.stat().st_size
    if total > _MOST_BYTES or (total > _SMALL and total > _MOST_SHRUNK * packed):
        raise _hostile(archive, f"it would unpack to {total / 1e9:.1f} GB")
    return entries


def _safe_path(entry: zipfile.ZipInfo, archive: Path) -> PurePosixPath:
    shown = shorten(clean(entry.filename), 60)
    if entry.flag_bits & 0x1:
        raise SessionLensError(
            "The zip is protected with a password", "Unpack it and add the folder", where=archive
        )
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SessionLensError(
            "The zip is packed in a way that models are not (LZMA, bzip2 or newer)",
            "Unpack it and add the folder",
            where=archive,
        )
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _hostile(archive, f"'{shown}' in it is a link or a device")
    path = PurePosixPath(entry.filename)
    parts = entry.filename.rstrip("/").split("/")
    for part in parts:
        if part in ("", ".", "..") or not _PART.fullmatch(part) or _DEVICES.fullmatch(part):
            raise _hostile(archive, f"it would write to '{shown}'")
        if part[-1] in " .":
            raise _hostile(archive, f"it would write to '{shown}'")
    return path


def _copied(
    file: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path, archive: Path
) -> Iterator[int]:
    """Copy one file, giving the bytes of each step."""
    written = 0
    with place.open("xb") as out:
        for block in _blocks(file, entry, archive):
            written += len(block)
            if written > entry.file_size:
                raise _hostile(archive, "a file in it is larger than announced")
            out.write(block)
            yield len(block)
    if written < entry.file_size:
        raise _broken(archive, "a file in it breaks off")


def _blocks(file: zipfile.ZipFile, entry: zipfile.ZipInfo, archive: Path) -> Iterator[bytes]:
    """What a file in the zip holds, a step at a time."""
    try:
        with file.open(entry) as source:
            while block := source.read(_STEP):
                yield block
    except (*_BROKEN, RuntimeError, ValueError, zlib.error, OSError) as error:
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
        f"This zip was not unpacked: {why}", "Get the model from its publisher", where=archive
    )


def _broken(archive: Path, why: str) -> SessionLensError:
    reason = clean(why).rstrip(".")
    return SessionLensError(
        f"This is no whole zip file ({reason})" if reason else "This is no whole zip file",
        "Get it again",
        where=archive,
    )
