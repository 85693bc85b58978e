"""Leaving a screen once, however fast the keys come."""

from typing import Any

from textual.screen import Screen


def is_left(screen: Screen[Any]) -> bool:
    """Whether a screen is closed, or lies under another one.

    Keys that were waiting when it closed reach it all the same. To close it a second time would
    close whatever is on top then, or fail where nothing lies below.
    """
    return screen.app.screen_stack[-1:] != [screen]
