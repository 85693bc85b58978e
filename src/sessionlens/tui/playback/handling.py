"""Which method does which command."""

from collections.abc import Callable
from typing import TypeVar

from sessionlens.domain.command import Context, in_context

Handler = Callable[[], None]
_Method = TypeVar("_Method", bound=Callable[..., None])

_COMMAND_OF: dict[Callable[..., None], str] = {}


def handles(command_id: str) -> Callable[[_Method], _Method]:
    """Mark a method as the one that does a command of the registry."""

    def mark(method: _Method) -> _Method:
        _COMMAND_OF[method] = command_id
        return method

    return mark


def handlers(context: Context, *owners: object) -> dict[str, Handler]:
    """The commands of a screen that these objects do, by id; of two that do one, the later."""
    offered = {command.id for command in in_context(context)}
    return {
        _COMMAND_OF[method]: getattr(owner, name)
        for owner in owners
        for kind in type(owner).__mro__
        for name, method in vars(kind).items()
        if callable(method) and _COMMAND_OF.get(method) in offered
    }
