"""Fetches a model from its publisher: the only use of the network in this program."""

import hashlib
import re
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Struct

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, shorten
from sessionlens.files import make_private_folder, not_written
from sessionlens.speech.catalogue import publisher
from sessionlens.speech.download import OnBytes, download, read_page
from sessionlens.speech.engines.interface import Model
from sessionlens.speech.model_install import add_model
from sessionlens.speech.models import models_folder
from sessionlens.speech.unpack import check_space
from sessionlens.storage.lock import Lock

_LIST = "model-list.json"
_LONGEST_LIST = 4 * 1024**2
_LARGEST = 8 * 1024**3
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_MD5 = re.compile(r"[0-9a-f]{32}")


class Published(Struct, frozen=True):
    """What the publisher says of a model: bytes and MD5 of its zip."""

    name: str
    size: int
    md5: str


def published(base: str) -> dict[str, Published]:
    """The publisher's list by name, without entries that state no size or checksum.

    Raises SessionLensError.
    """
    page = read_page(base + _LIST, _LONGEST_LIST)
    try:
        values = msgspec.json.decode(page, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise SessionLensError(
            "The list of models there cannot be read",
            "Try again later, or add the model from a file",
            where=base + _LIST,
        ) from error
    entries = [entry for value in values if (entry := _entry(value))]
    return {entry.name: entry for entry in entries}


def fetch_model(
    name: str,
    folder: Path | None = None,
    *,
    base: str | None = None,
    force: bool = False,
    on_bytes: OnBytes = lambda _done, _all: None,
    wait: Callable[[float], None] = time.sleep,
) -> Model:
    """Fetch, check and add a model; what an interrupted run has fetched is made use of.

    Raises SessionLensError; then nothing is installed.
    """
    folder, base = folder or models_folder(), base or publisher()
    if _NAME.fullmatch(name) and (folder / name).exists() and not force:
        raise SessionLensError(
            "This model is installed already", "Use --force to fetch it again", where=folder / name
        )
    entry = published(base).get(name)
    if entry is None:
        raise SessionLensError(
            f"There is no model '{shorten(clean(name), 60)}' at {base}",
            "'sessionlens models' lists well-known names",
        )
    archive = folder / f"{name}.zip"
    try:
        make_private_folder(folder)
        with Lock(archive) as lock:
            if not lock.held:
                raise SessionLensError(
                    "It is being fetched by another run", "Wait for it", where=name
                )
            _bring(base, entry, archive, on_bytes, wait)
            return _added(archive, entry, folder, force=force)
    except OSError as error:
        raise not_written(error, archive) from error


def _entry(value: msgspec.Raw) -> Published | None:
    try:
        entry = msgspec.json.decode(value, type=Published, strict=False)
    except (msgspec.DecodeError, UnicodeError):
        return None
    stated = _MD5.fullmatch(entry.md5) and 0 < entry.size <= _LARGEST
    return entry if stated and _NAME.fullmatch(entry.name) else None


def _bring(
    base: str,
    entry: Published,
    archive: Path,
    on_bytes: OnBytes,
    wait: Callable[[float], None],
) -> None:
    part = archive.with_name(f"{archive.name}.part")
    have = part.stat().st_size if part.exists() else 0
    check_space(archive.parent, entry.size - min(have, entry.size))
    try:
        download(f"{base}{entry.name}.zip", part, entry.size, on_bytes, wait)
    finally:
        if part.exists() and not part.stat().st_size:
            part.unlink()
    # MD5 is what the publisher states: it guards against damage, the address against forgery.
    with part.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    if digest != entry.md5:
        part.unlink()
        raise SessionLensError(
            f"What was fetched is not the published '{entry.name}': its checksum is wrong",
            "Nothing was installed: try again, or add the model from a file",
        )
    part.replace(archive)


def _added(archive: Path, entry: Published, folder: Path, *, force: bool) -> Model:
    try:
        return add_model(archive, folder, name=entry.name, force=force)
    finally:
        archive.unlink(missing_ok=True)
