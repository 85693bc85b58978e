"""Which keys do what: keymaps that build on each other, checked before anyone relies on them."""

import difflib
from collections.abc import Iterator
from typing import NamedTuple, get_args

from msgspec import Struct

from sessionlens.domain.command import (
    BY_ID,
    COMMANDS,
    MARKING,
    RESERVED,
    Command,
    Context,
    in_context,
)
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keys import display, normalise
from sessionlens.domain.marker import Rating
from sessionlens.domain.rubric import Rubric

_WHERE_ONE_MARKS: tuple[Context, ...] = (*MARKING, "prompt")


class Keymap(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """A keymap as written: command id to keys; `marks` gives rubric keys other keys.

    `marks` maps a rubric's key to the keys that stand for it, for keyboards whose digits need
    Shift. An empty list unbinds.
    """

    title: str
    extends: str = ""
    keys: dict[str, tuple[str, ...]] = {}
    marks: dict[str, tuple[str, ...]] = {}


class LoadedKeymap(Keymap, frozen=True, omit_defaults=True, kw_only=True):
    """A keymap and the file that its owner would change; a shipped one has none."""

    file: str = ""


def merge(keymap: Keymap, base: Keymap) -> Keymap:
    """A keymap laid over the one it extends; a key that it takes is taken from the base.

    A key claimed by `keymap` leaves whatever command of the base had it in the same context.
    """
    own = {name: tuple(normalise(key) for key in keys) for name, keys in keymap.keys.items()}
    taken = {
        (context, key)
        for name, keys in own.items()
        for key in keys
        for context in (BY_ID[name].contexts if name in BY_ID else ())
    }
    inherited = {
        name: tuple(
            key
            for key in keys
            if not any((context, key) in taken for context in BY_ID[name].contexts)
        )
        for name, keys in base.keys.items()
        if name not in own
    }
    return Keymap(
        title=keymap.title, keys={**inherited, **own}, marks={**base.marks, **keymap.marks}
    )


def displaced(keymap: Keymap, base: Keymap) -> Iterator[tuple[str, str, str]]:
    """(command, key, the command that took it) for each command that is left without a key.

    Those that `keymap` names itself are meant to have the keys it gives them, or none.
    """
    merged = merge(keymap, base)
    for name, keys in base.keys.items():
        if name in keymap.keys or not keys or merged.keys[name]:
            continue
        lost = normalise(keys[0])
        for taker, others in keymap.keys.items():
            shares = set(BY_ID[taker].contexts) & set(BY_ID[name].contexts)
            if shares and lost in map(normalise, others):
                yield name, lost, taker
                break


class KeymapFault(NamedTuple):
    """What is wrong with a keymap as a whole, and the ids of the commands concerned."""

    what: str
    hint: str
    commands: tuple[str, ...]


def faults(keymap: Keymap) -> Iterator[KeymapFault]:
    """Commands that do not exist, keys that two commands have, essential commands without one."""
    for name in keymap.keys:
        if name not in BY_ID:
            near = difflib.get_close_matches(name, BY_ID, 1)
            hint = f"Did you mean '{near[0]}'" if near else "'sessionlens keys' lists them"
            yield KeymapFault(f"There is no command '{name}'", hint, (name,))
    for context in get_args(Context):
        yield from _clashes(keymap, context)
    for command in COMMANDS:
        if command.essential and not keymap.keys.get(command.id):
            what = f"The command '{command.id}' ({command.title}) has no key"
            yield KeymapFault(what, "It is essential: give it one", (command.id,))


def validate(keymap: Keymap) -> None:
    """Raise SessionLensError naming key, command and way out for the first thing wrong."""
    for name, keys in keymap.keys.items():
        for key in keys:
            check_key(key, name)
    for fault in faults(keymap):
        raise SessionLensError(fault.what, fault.hint)


def check_key(key: str, command_id: str) -> None:
    """Raise SessionLensError for a key that is none, or that always does something else."""
    name = normalise(key)
    for reserved in RESERVED:
        if reserved.key == name and reserved.command != command_id:
            raise SessionLensError(
                f"The key '{display(name)}' always does '{reserved.title}'", "Choose another key"
            )


def clash_with(keymap: Keymap, rubric: Rubric) -> None:
    """Raise SessionLensError if a key of the rubric already does something where one marks."""
    bound = {
        normalise(key): command
        for context in _WHERE_ONE_MARKS
        for command in in_context(context)
        for key in keymap.keys.get(command.id, ())
    }
    for code, key in mark_keys(keymap, rubric):
        if key in bound:
            raise SessionLensError(
                f"The key '{display(key)}' marks '{code}' in the rubric '{rubric.id}' and is also"
                f" the keymap's key for '{bound[key].id}'",
                "Change one of the two",
                where=keymap.file or None if isinstance(keymap, LoadedKeymap) else None,
            )


def mark_keys(keymap: Keymap, rubric: Rubric) -> Iterator[tuple[str, str]]:
    """(competency or phase id, key) for every key that marks."""
    for code in rubric.codes:
        for key in keymap.marks.get(code.key, (code.key,)):
            yield code.id, normalise(key)


def rating_keys(keymap: Keymap, rubric: Rubric) -> Iterator[tuple[Rating, str]]:
    """(rating, key) for every key that rates in the prompt."""
    for rating in rubric.ratings:
        for key in keymap.keys.get(f"rate.{rating}", ()):
            yield rating, normalise(key)


def keys_of(keymap: Keymap, command: Command) -> str:
    """The keys of a command as a person reads them: `Space, k`."""
    return ", ".join(_shown(keymap, command.id))


def first_key(keymap: Keymap, command_id: str, without: frozenset[str] = frozenset()) -> str:
    """The first key of a command as a person reads it, or the next that is none of `without`.

    Empty where there is none.
    """
    return next((key for key in _shown(keymap, command_id) if key not in without), "")


def key_beside_typing(keymap: Keymap, command_id: str) -> str:
    """The first key of a command that is no character, as a person reads it; empty for none."""
    keys = (normalise(key) for key in keymap.keys.get(command_id, ()))
    return next((display(key) for key in keys if len(key) > 1), "")


def _shown(keymap: Keymap, command_id: str) -> Iterator[str]:
    return (display(normalise(key)) for key in keymap.keys.get(command_id, ()))


def _clashes(keymap: Keymap, context: Context) -> Iterator[KeymapFault]:
    users: dict[str, str] = {}
    for command in in_context(context):
        for key in keymap.keys.get(command.id, ()):
            name = normalise(key)
            if name in users:
                yield KeymapFault(
                    f"The key '{display(name)}' does both '{users[name]}' and '{command.id}'",
                    "Take it from one of them: an empty list [] unbinds",
                    (users[name], command.id),
                )
            users[name] = command.id
