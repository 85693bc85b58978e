"""Each command of a screen has exactly one handler, unless another is declared to override it."""

from typing import Any

import pytest

from sessionlens.domain.command import in_context
from sessionlens.domain.marker import RATINGS
from sessionlens.tui.commands import handlers, handles

ALL = [command.id for command in in_context("compare")]


def owner(command_ids: list[str], answer: str, *, overrides: bool = False) -> Any:
    """A part of a screen whose handlers note `answer` in its `done`."""
    done: list[str] = []

    def handler(command_id: str) -> Any:
        return handles(command_id, overrides=overrides)(lambda _self: done.append(answer))

    methods = {f"do_{number}": handler(id) for number, id in enumerate(command_ids)}
    return type("Owner", (), {**methods, "done": done})()


def test_a_command_is_done_by_the_part_that_handles_it() -> None:
    first, rest = owner(ALL[:1], "first"), owner(ALL[1:], "rest")
    commands = handlers("compare", first, rest)
    assert commands.keys() == set(ALL)
    commands[ALL[0]]()
    assert (first.done, rest.done) == (["first"], [])


def test_a_second_handler_is_refused() -> None:
    with pytest.raises(ValueError, match=f"compare: two handlers of {ALL[3]}"):
        handlers("compare", owner(ALL, "all"), owner(ALL[3:4], "again"))


def test_a_second_handler_in_the_same_part_is_refused() -> None:
    with pytest.raises(ValueError, match=f"compare: two handlers of {ALL[3]}"):
        handlers("compare", owner([*ALL, ALL[3]], "all"))


@pytest.mark.parametrize("overriding_first", [True, False])
def test_a_declared_override_takes_the_place_of_the_other(overriding_first: bool) -> None:
    shared, own = owner(ALL, "shared"), owner(ALL[:1], "own", overrides=True)
    commands = handlers("compare", *((own, shared) if overriding_first else (shared, own)))
    commands[ALL[0]]()
    assert (shared.done, own.done) == ([], ["own"])


def test_two_overrides_are_refused() -> None:
    overrides = (owner(ALL[:1], "own", overrides=True) for _ in range(2))
    with pytest.raises(ValueError, match=f"compare: two handlers of {ALL[0]}"):
        handlers("compare", owner(ALL, "shared"), *overrides)


def test_an_override_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match=f"compare: nothing to override for {ALL[0]}"):
        handlers("compare", owner(ALL[1:], "rest"), owner(ALL[:1], "own", overrides=True))


def test_a_command_without_a_handler_is_refused() -> None:
    with pytest.raises(ValueError, match=f"compare: no handler of {ALL[2]}"):
        handlers("compare", owner([*ALL[:2], *ALL[3:]], "most"))


def test_commands_of_other_screens_are_left_to_them() -> None:
    part = owner([*ALL, "marker.comment"], "all")
    assert "marker.comment" not in handlers("compare", part)


def test_the_prompt_has_a_command_for_each_rating() -> None:
    assert {command.id for command in in_context("prompt")} == {f"rate.{one}" for one in RATINGS}
