"""Which function does which command of the registry on a screen.

`@handles("marker.comment")` stands before the one that does it: a search for the id finds it.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from sessionlens.domain.command import Context, in_context

Handler = Callable[[], None]
_Method = TypeVar("_Method", bound=Callable[..., None])


class _Handling(NamedTuple):
    command_id: str
    overrides: bool


_HANDLING: dict[Callable[..., None], _Handling] = {}


def handles(command_id: str, *, overrides: bool = False) -> Callable[[_Method], _Method]:
    """Mark a method as the one that does a command.

    With `overrides` it takes the place of the handler that a part shared by several screens has.
    """

    def mark(method: _Method) -> _Method:
        _HANDLING[method] = _Handling(command_id, overrides)
        return method

    return mark


def handlers(context: Context, *owners: object) -> dict[str, Handler]:
    """The commands that a screen offers, by id, each with the method of an owner that does it.

    Raises ValueError for a command that two do without one overriding, or that nobody does.
    """
    offered = {command.id for command in in_context(context)}
    plain: dict[str, Handler] = {}
    overriding: dict[str, Handler] = {}
    for owner in owners:
        for command_id, overrides, method in _methods(owner):
            if command_id not in offered:
                continue
            table = overriding if overrides else plain
            if command_id in table:
                raise ValueError(f"{context}: two handlers of {command_id}")
            table[command_id] = method
    if missing := offered - {*plain, *overriding}:
        raise ValueError(f"{context}: no handler of {', '.join(sorted(missing))}")
    if needless := overriding.keys() - plain.keys():
        raise ValueError(f"{context}: nothing to override for {', '.join(sorted(needless))}")
    return plain | overriding


def _methods(owner: object) -> list[tuple[str, bool, Handler]]:
    return [
        (*_HANDLING[method], getattr(owner, name))
        for kind in type(owner).__mro__
        for name, method in vars(kind).items()
        if callable(method) and method in _HANDLING
    ]
