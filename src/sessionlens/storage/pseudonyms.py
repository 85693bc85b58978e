"""The key from pseudonyms to persons: a file of its own that only its owner reads."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.leaving_names import PersonBehind
from sessionlens.domain.text import clean
from sessionlens.files import exists, make_private_folder, not_written
from sessionlens.storage import atomic, document, toml
from sessionlens.storage.checks import refuse_repeated
from sessionlens.storage.kinds import KINDS
from sessionlens.storage.lock import Lock

FORMAT = KINDS["pseudonyms"].format
FILE = "pseudonyms.toml"

_HEAD = """\
Who is meant by which pseudonym. It stays on this machine: no export and no report reads it but to
warn that a name would go out. Keep it apart from recordings and feedback.
"""


class PseudonymKey(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """Each person behind a pseudonym; no pseudonym is there twice."""

    entries: tuple[PersonBehind, ...] = ()

    def entry(self, pseudonym: str) -> PersonBehind | None:
        """The entry of a pseudonym, whatever its case."""
        return next((one for one in self.entries if _same(one.pseudonym, pseudonym)), None)


class FoundKey(Struct, frozen=True, kw_only=True):
    """The persons of a key, none where there is no key, and what its owner should know of it."""

    persons: tuple[PersonBehind, ...] = ()
    notices: tuple[str, ...] = ()


def key_path() -> Path:
    """Where the key is, unless another is named."""
    return resources.config_folder() / FILE


def load_pseudonyms(path: Path) -> PseudonymKey:
    """Read a key; raises SessionLensError with file, line and key."""
    source = document.read(path).require(FORMAT)
    key = toml.convert(source, PseudonymKey)
    for index, entry in enumerate(key.entries):
        for name in ("pseudonym", "person"):
            if not getattr(entry, name):
                raise source.error(
                    f"The {name} is empty", "Write one, or remove the entry", "entries", index, name
                )
    refuse_repeated(
        source,
        "pseudonym",
        [
            (("entries", index, "pseudonym"), entry.pseudonym.casefold())
            for index, entry in enumerate(key.entries)
        ],
    )
    return key


def persons_known(named: Path | None = None) -> FoundKey:
    """The persons in the key that is named, or else in the usual one, if there is one.

    One that others could read is made private. A usual one that cannot be read is said in a notice;
    raises SessionLensError for one that was named.
    """
    if named is not None:
        persons = load_pseudonyms(named).entries
        return FoundKey(persons=persons, notices=tuple(filter(None, [make_private(named)])))
    path = key_path()
    if not exists(path):
        return FoundKey()
    notices = tuple(filter(None, [make_private(path)]))
    try:
        return FoundKey(persons=load_pseudonyms(path).entries, notices=notices)
    except SessionLensError as error:
        unread = f"Names in the key of pseudonyms were not looked for: {error}"
        return FoundKey(notices=(*notices, unread))


def make_private(path: Path) -> str:
    """Take from others what they may do with a key; the sentence that says so, empty if nothing."""
    if os.name == "nt":
        return ""  # the folder's own rules hold there
    try:
        if not path.stat().st_mode & 0o077:
            return ""
        path.chmod(0o600)
    except FileNotFoundError:
        return ""
    except OSError:
        return "Others on this machine may read the key of pseudonyms, and that cannot be changed"
    return "Others on this machine could read the key of pseudonyms; now only you can"


def add_pseudonym(path: Path, pseudonym: str, person: str, note: str = "") -> None:
    """Add a person to the key; raises SessionLensError for a pseudonym that is taken."""
    entry = PersonBehind(
        pseudonym=_checked(pseudonym, "pseudonym"),
        person=_checked(person, "person"),
        note=clean(note),
    )
    with _changing(path) as key:
        if key.entry(entry.pseudonym):
            raise SessionLensError(
                f"The pseudonym '{entry.pseudonym}' is there already",
                "Choose another, or remove it first",
                where=path,
            )
        _save(path, replace(key, entries=(*key.entries, entry)))


def remove_pseudonym(path: Path, pseudonym: str) -> None:
    """Remove a pseudonym from the key; raises SessionLensError for one that is not there."""
    with _changing(path) as key:
        entry = key.entry(clean(pseudonym))
        if entry is None:
            raise SessionLensError(
                f"There is no pseudonym '{clean(pseudonym)}'",
                "'sessionlens pseudonyms' lists them",
                where=path,
            )
        _save(path, replace(key, entries=tuple(one for one in key.entries if one != entry)))


@contextmanager
def _changing(path: Path) -> Iterator[PseudonymKey]:
    """The key as it is, while nobody else changes it."""
    try:
        make_private_folder(path.parent)
    except OSError as error:
        raise not_written(error, path) from error
    with Lock(path, "key") as lock:
        if lock.notice:
            raise SessionLensError(
                "Another window is changing this key", "Wait for it, then try again", where=path
            )
        yield load_pseudonyms(path) if exists(path) else PseudonymKey()


def _save(path: Path, key: PseudonymKey) -> None:
    atomic.write_bytes(path, toml.dumps(FORMAT, key, head=_HEAD))


def _checked(name: str, what: str) -> str:
    cleaned = clean(name)
    if not cleaned or "=" in cleaned:
        raise SessionLensError(
            f"This is no {what}", f"Give a {what} of letters, without the sign ="
        )
    return cleaned


def _same(pseudonym: str, other: str) -> bool:
    return pseudonym.casefold() == other.casefold()
