import pytest
from samples import RUBRIC

from sessionlens.domain.command import COMMANDS
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import (
    Keymap,
    clash_with,
    displaced,
    keys_of,
    mark_keys,
    merge,
    validate,
)
from sessionlens.domain.keys import display, normalise


def _base() -> Keymap:
    """Every essential command has a letter of its own."""
    letters = iter("abcdefghijklmnopqrstuvwxyzäöüß")
    return Keymap(
        title="base",
        keys={one.id: (next(letters),) if one.essential else () for one in COMMANDS},
    )


def _with(**keys: tuple[str, ...]) -> Keymap:
    changed = {name.replace("__", "."): value for name, value in keys.items()}
    return Keymap(title="own", keys={**_base().keys, **changed})


def test_a_complete_keymap_has_nothing_wrong() -> None:
    validate(_base())


@pytest.mark.parametrize(
    ("keymap", "words"),
    [
        (Keymap(title="x", keys={"play.togle": ("k",)}), "play.toggle"),
        (_with(play__toggle=("ctrl+m",)), "Enter"),
        (_with(play__toggle=("ctrl+i",)), "Tab"),
        (_with(play__toggle=("alt+1",)), "alt+1"),
        (_with(play__toggle=("shift+a",)), "'A'"),
        (_with(play__toggle=("hyper",)), "hyper"),
        (_with(marker__ask=("ctrl+p",)), "'Ctrl+P' always does 'Find a command by its name'"),
        (_with(marker__ask=("Ctrl+Q",)), "'Ctrl+Q' always does 'Leave; everything is saved'"),
        (_with(play__toggle=()), "essential"),
        (_with(seek__back5=("a",)), "seek.back5"),
    ],
)
def test_what_is_wrong_with_a_keymap_is_named(keymap: Keymap, words: str) -> None:
    with pytest.raises(SessionLensError) as caught:
        validate(keymap)
    assert words in str(caught.value)
    assert caught.value.hint


def test_the_key_that_always_leaves_may_be_that_of_leaving() -> None:
    validate(_with(app__quit=("ctrl+q",)))


def test_a_key_taken_by_ones_own_keymap_leaves_its_old_command() -> None:
    own = Keymap(title="own", extends="base", keys={"seek.back5": ("a",)})
    merged = merge(own, Keymap(title="base", keys={"play.toggle": ("a", "b")}))
    assert merged.keys == {"play.toggle": ("b",), "seek.back5": ("a",)}


def test_a_command_that_loses_its_last_key_is_found_and_one_that_was_unbound_is_not() -> None:
    base = Keymap(
        title="base",
        keys={"seek.time": ("a",), "marker.ask": ("c", "d"), "moment.past": ("a",)},
    )
    own = Keymap(title="own", keys={"marker.quote": ("a", "c")})
    assert list(displaced(own, base)) == [("seek.time", "a", "marker.quote")]
    meant = Keymap(title="own", keys={**own.keys, "seek.time": ()})
    assert list(displaced(meant, base)) == []


def test_a_rubric_key_that_does_something_else_is_refused() -> None:
    with pytest.raises(SessionLensError, match="listens"):
        clash_with(_with(seek__back5=("1",)), RUBRIC)
    with pytest.raises(SessionLensError, match=r"keymap's key for 'rate\.growth'"):
        clash_with(_with(rate__growth=("1",)), RUBRIC)
    clash_with(_base(), RUBRIC)


def test_other_keys_can_stand_for_a_rubrics_keys() -> None:
    keymap = Keymap(title="azerty", marks={"1": ("&", "1")})
    assert ("listens", "&") in list(mark_keys(keymap, RUBRIC))
    assert ("asks", "2") in list(mark_keys(keymap, RUBRIC))


def test_keys_are_shown_as_people_read_them() -> None:
    shown = {"ctrl+r": "Ctrl+R", "shift+left": "Shift+←", " ": "Space", "+": "+", "B": "B"}
    assert {key: display(normalise(key)) for key in shown} == shown
    assert keys_of(_base(), COMMANDS[0]) == "a"
