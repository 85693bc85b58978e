"""Reads what is in a zip or a tar, packed as models are: names, sizes, and the bytes in turn."""

import bz2
import gzip
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from msgspec import Struct

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, shorten
from sessionlens.files import read_head

BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError),
    *(struct.error, UnicodeError, OverflowError),
    *(tarfile.TarError, gzip.BadGzipFile, lzma.LZMAError, zlib.error),
)
"""What is raised where an archive is damaged."""

_STEP = 1024**2
_LONGEST_READ = 4 * _STEP  # a header that announces more would be taken into memory whole
_OPENERS: dict[bytes, Callable[[Path], Any]] = {
    b"\x1f\x8b": gzip.GzipFile,
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\0": lzma.LZMAFile,
}
_OTHERS = {b"7z\xbc\xaf": "7z", b"Rar!": "RAR", b"\x28\xb5\x2f\xfd": "zstd"}
# Python 3.11 knows it from 3.11.4 on; what matters of it is checked by `unpack`, too.
_DATA_FILTER: Callable[[tarfile.TarInfo, str], object] | None = getattr(
    tarfile, "data_filter", None
)


class ArchiveEntry(Struct, frozen=True):
    """One entry: `name` as it is in there, with `/`; `size` in bytes; `blocks` reads the content.

    `why_not` is why it must not be unpacked, in words that follow "it holds"; empty for none.
    """

    name: str
    size: int
    is_folder: bool
    blocks: Callable[[], Iterator[bytes]]
    why_not: str = ""


@contextmanager
def entries_of(archive: Path) -> Iterator[Iterator[ArchiveEntry]]:
    """The entries of a zip, tar, tar.gz, tar.bz2 or tar.xz, told by its content, one by one.

    While they are taken nothing but headers is kept in memory. Raises SessionLensError for what
    cannot be read, and BROKEN for damage.
    """
    head = read_head(archive, 265)
    for magic, name in _OTHERS.items():
        if head.startswith(magic):
            raise _unpack_yourself(f"This is a {name} archive", archive)
    opener = next((made for magic, made in _OPENERS.items() if head.startswith(magic)), None)
    if opener or head[257:262] == b"ustar" or archive.suffix.lower() == ".tar":
        with _entered(opener or _plain, archive) as entries:
            yield entries
    else:
        with zipfile.ZipFile(archive) as file:
            yield (_zip_entry(file, info, archive) for info in file.infolist())


def is_tar(archive: Path) -> bool:
    """Whether a file's content is that of a tar, compressed or not."""
    head = read_head(archive, 265)
    return head[257:262] == b"ustar" or any(map(head.startswith, _OPENERS))


def _plain(path: Path) -> IO[bytes]:
    return path.open("rb")


@contextmanager
def _entered(opener: Callable[[Path], Any], archive: Path) -> Iterator[Iterator[ArchiveEntry]]:
    with opener(archive) as source:
        limited: Any = _ShortReads(source)
        with tarfile.open(fileobj=limited, mode="r:") as file:
            yield (_tar_entry(file, member) for member in file)


class _ShortReads:
    """A file that hands out nothing large at once."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek = file.seek
        self.tell = file.tell

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes."""
        if not 0 <= size <= _LONGEST_READ:
            raise tarfile.ReadError("a header in it is too long")
        return self._file.read(size)


def _tar_entry(file: tarfile.TarFile, member: tarfile.TarInfo) -> ArchiveEntry:
    why = "" if member.isreg() or member.isdir() else "is a link or a device"
    if member.issparse():
        why = "is a file with holes"
    if not why and _DATA_FILTER is not None:
        try:
            _DATA_FILTER(member, "model")
        except tarfile.FilterError:
            why = "leads elsewhere"

    def blocks() -> Iterator[bytes]:
        source = file.extractfile(member)
        while source is not None and (block := source.read(_STEP)):
            yield block

    # "./model/am" is what `tar czf model.tgz ./model` writes.
    name = _slashed(member.name).removeprefix("./")
    return ArchiveEntry("" if name == "." else name, member.size, member.isdir(), blocks, why)


def _zip_entry(file: zipfile.ZipFile, info: zipfile.ZipInfo, archive: Path) -> ArchiveEntry:
    if info.flag_bits & 0x1:
        raise SessionLensError(
            "The zip is protected with a password", "Unpack it and add the folder", where=archive
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _unpack_yourself(
            "The zip is packed in a way that models are not (LZMA, bzip2 or newer)", archive
        )
    kind = stat.S_IFMT(info.external_attr >> 16)
    odd = kind not in (0, stat.S_IFREG, stat.S_IFDIR)
    name = _slashed(info.filename)

    def blocks() -> Iterator[bytes]:
        with file.open(info) as source:
            while block := source.read(_STEP):
                yield block

    return ArchiveEntry(
        name, info.file_size, name.endswith("/"), blocks, "is a link or a device" if odd else ""
    )


def _slashed(name: str) -> str:
    """Some programs on Windows write their own separator into archives."""
    return name.replace("\\", "/")


def _unpack_yourself(what: str, archive: Path) -> SessionLensError:
    return SessionLensError(what, "Unpack it and add the folder", where=archive)


def shown(name: str) -> str:
    """An entry's name, for a message."""
    return shorten(clean(name), 60)
