"""A folder that is open: what the start screen lists."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sessionlens.domain.keymap import Keymap
from sessionlens.library.folder import RecordingEntry
from sessionlens.storage.settings import Settings


def _nobody_listens(_notice: str) -> None:
    """Where notices go before a screen shows them."""


@dataclass(kw_only=True, eq=False, repr=False)
class OpenFolder:
    """The recordings of a folder, and the one the list's cursor is on.

    `entries` are those of the last look; `cursor` is the name of a recording. `say` tells something
    in the screen that is shown.
    """

    folder: Path
    entries: list[RecordingEntry]
    settings: Settings
    keymap: Keymap
    cursor: str = ""
    say: Callable[[str], None] = field(default=_nobody_listens)

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know at the beginning."""
        return ()

    def close(self) -> None:
        """Nothing is held."""
