"""Keymap files: shipped, the user's own, or anywhere; each may build on another."""

from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import asdict, replace

from sessionlens import resources
from sessionlens.domain import keymap as keymaps
from sessionlens.domain.command import BY_ID
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import Keymap, KeymapFault, LoadedKeymap
from sessionlens.domain.keys import normalise
from sessionlens.files import expanded, is_file, real
from sessionlens.storage import document, toml
from sessionlens.storage.document import Document
from sessionlens.storage.kinds import KINDS
from sessionlens.storage.named import looks_like_path, named_files, unknown_name
from sessionlens.storage.settings import load_settings, settings_path

FORMAT = KINDS["keymap"].format
_DEEPEST = 8


class KeymapEntry(NamedTuple):
    """A keymap that can be chosen by name; `origin` is `shipped` or `yours`.

    One that cannot be used has an `error` instead of a title.
    """

    name: str
    origin: str
    path: Path
    title: str
    error: SessionLensError | None = None


def load_keymap(path: Path) -> Keymap:
    """Read a keymap with all it extends, checked; raises SessionLensError with file and line."""
    shipped = real(path).parent == real(resources.shipped("keymaps"))
    return LoadedKeymap(**asdict(_resolved(path, ())), file="" if shipped else str(path))


def find_keymap(name_or_path: str) -> Keymap:
    """The keymap with this name or path, with all it extends.

    Raises SessionLensError; it names the settings when they ask for one that is not there.
    """
    if not looks_like_path(name_or_path):
        try:
            return load_keymap(_path_of(name_or_path))
        except SessionLensError as error:
            if error.where is None and _asked_for_by_settings(name_or_path):
                error.where = settings_path()
            raise
    path = expanded(name_or_path)
    if not is_file(path) and _asked_for_by_settings(name_or_path):
        raise SessionLensError(
            f"There is no keymap file '{name_or_path}'", "Check the name", where=settings_path()
        )
    return load_keymap(path)


def displaced_by(path: Path) -> list[tuple[str, str, str]]:
    """What a keymap takes from the one it extends: see `domain.keymap.displaced`.

    Raises SessionLensError with file and line.
    """
    source = document.read(path).require(FORMAT)
    own, chain = _converted(source), (real(path),)
    if not own.extends:
        return []
    return list(keymaps.displaced(own, _resolved(_base(source, own.extends, chain), chain)))


def list_keymaps() -> list[KeymapEntry]:
    """Every keymap that has a name: the user's own first, then the shipped ones."""
    entries = []
    for name, origin, path in named_files("keymaps"):
        try:
            entries.append(KeymapEntry(name, origin, path, load_keymap(path).title))
        except SessionLensError as error:
            entries.append(KeymapEntry(name, origin, path, "", error))
    return entries


def _asked_for_by_settings(name_or_path: str) -> bool:
    # Read once more, in case of trouble only: callers look up what a person gave in the same way.
    try:
        return load_settings().keymap == name_or_path
    except SessionLensError:
        return False


def _path_of(name: str) -> Path:
    named = named_files("keymaps")
    for keymap in named:
        if keymap.name == name:
            return keymap.path
    raise unknown_name("keymap", name, named)


def _resolved(path: Path, below: tuple[Path, ...]) -> Keymap:
    source = document.read(path).require(FORMAT)
    own = _converted(source)
    merged, base = own, None
    if own.extends:
        chain = (*below, real(path))
        base = _resolved(_base(source, own.extends, chain), chain)
        merged = replace(keymaps.merge(own, base), extends="")
    for fault in keymaps.faults(merged):
        line = _line_of(fault, source, own, base)
        raise SessionLensError(fault.what, fault.hint, where=path, line=line)
    return merged


def _base(source: Document, name: str, chain: tuple[Path, ...]) -> Path:
    """The file a keymap extends: a name, or a path relative to the keymap itself.

    A user's `default` that extends `default` means the shipped one.
    """
    if looks_like_path(name):
        base = source.path.parent / expanded(name)
    else:
        shipped = resources.shipped("keymaps") / f"{name}.toml"
        if source.path.stem == name and is_file(shipped):
            base = shipped
        else:
            try:
                base = _path_of(name)
            except SessionLensError as error:
                raise source.error(error.what, error.hint, "extends") from None
    if not is_file(base):
        raise source.error(f"There is no keymap file '{name}'", "Check the name", "extends")
    if real(base) in chain or len(chain) > _DEEPEST:
        raise source.error(
            f"The keymap extends itself through '{name}'", "Extend another one", "extends"
        )
    return base


def _converted(source: Document) -> Keymap:
    """The keymap as written, each of its lines checked."""
    for section in ("keys", "marks"):
        table = source.table.get(section, {})
        if isinstance(table, dict):
            source.table[section] = dict(_flat(source, (section,), table, ""))
    own = toml.convert(source, Keymap)
    for section, lines in (("keys", own.keys), ("marks", own.marks)):
        for name, keys in lines.items():
            for key in keys:
                try:
                    keymaps.check_key(key, name)
                except SessionLensError as error:
                    what = f"{error.what} (for '{name}')"
                    raise source.error(what, error.hint, *_written(source, section, name)) from None
    for fault in keymaps.faults(own):
        if fault.commands[0] not in BY_ID:
            place = _written(source, "keys", fault.commands[0])
            raise source.error(fault.what, fault.hint, *place)
    return own


def _flat(
    source: Document, path: tuple[str, ...], table: dict[str, Any], before: str
) -> list[tuple[str, Any]]:
    """Commands to keys; `play.toggle = …` without quotes and a single key are understood."""
    flat: list[tuple[str, Any]] = []
    for name, value in table.items():
        here = (*path, name)
        if isinstance(value, dict):
            flat += _flat(source, here, value, f"{before}{name}.")
            continue
        keys = [value] if isinstance(value, str) else value
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise source.error(
                f"The keys of '{before}{name}' should be a list",
                f'Write "{before}{name}" = ["k"]',
                *here,
            )
        flat.append((f"{before}{name}", keys))
    return flat


def _written(source: Document, section: str, name: str) -> tuple[str, ...]:
    quoted = (section, name)
    return quoted if quoted in source.lines else (section, *name.split("."))


def _line_of(fault: KeymapFault, source: Document, own: Keymap, base: Keymap | None) -> int | None:
    """The line of the last command of this file that a fault concerns.

    If it concerns only one of the base, the line that has taken the key from that one.
    """
    concerned = [name for name in own.keys if name in fault.commands]
    if not concerned and base:
        lost = {key for name in fault.commands for key in base.keys.get(name, ())}
        concerned = [
            name for name, keys in own.keys.items() if lost.intersection(map(normalise, keys))
        ]
    return source.line(*_written(source, "keys", concerned[-1])) if concerned else None
