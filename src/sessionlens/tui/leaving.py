"""Leaving a screen once, however fast the keys come, and what lies over another."""

from typing import Any

from textual.screen import Screen


def is_left(screen: Screen[Any]) -> bool:
    """Whether a screen is closed, or lies under another one.

    Keys that were waiting when it closed reach it all the same. To close it a second time would
    close whatever is on top then, or fail where nothing lies below.
    """
    return screen.app.screen_stack[-1:] != [screen]


async def uncover(screen: Screen[Any]) -> bool:
    """Close what lies over a screen, as Esc does; False where something has to stay."""
    while is_left(screen):
        top = screen.app.screen
        await top.run_action("leave")
        if screen.app.screen is top:
            return False
    return True
