"""Changing the settings from any screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import Keymap
from sessionlens.storage.keymaps import find_keymap, list_keymaps
from sessionlens.storage.rubrics import list_rubrics
from sessionlens.storage.settings import Settings, save_settings

if TYPE_CHECKING:
    from textual.app import App


def ask_settings(
    app: "App[int]",
    settings: Settings,
    keymap: Keymap,
    say: Callable[[str], None],
    then: Callable[[Settings, Keymap], None],
    check: Callable[[Keymap], object] = lambda _: None,
) -> None:
    """Show the form; what is chosen is saved and given to `then` with its keymap.

    `keymap` is the one in force, which the command line may have named: it stays unless another is
    chosen. `check` raises SessionLensError for a keymap that cannot be used here.
    """
    from sessionlens.tui.screens.settings import SettingsScreen

    def chosen(new: Settings | None) -> None:
        if new is None:
            return
        try:
            keys = keymap if new.keymap == settings.keymap else find_keymap(new.keymap)
            check(keys)
        except SessionLensError as error:
            say(str(error))
            return
        keep_settings(new, say)
        then(new, keys)

    keymaps = [one.name for one in list_keymaps()]
    rubrics = [one.name for one in list_rubrics()]
    app.push_screen(SettingsScreen(settings, keymaps, rubrics), chosen)


def keep_settings(settings: Settings, say: Callable[[str], None]) -> None:
    """Save the settings; says why if that cannot be done."""
    try:
        save_settings(settings)
    except SessionLensError as error:
        say(f"The settings hold for now, but were not saved: {error}")
