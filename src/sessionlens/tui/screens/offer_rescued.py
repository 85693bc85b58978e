"""Asking which is to go on: what was saved, or a copy of what could not be."""

from collections.abc import Callable, Sequence
from pathlib import Path

from sessionlens.files import exists
from sessionlens.storage.rescued import RescuedCopy, T, modified, rescued_folder
from sessionlens.tui.screens.dialogs import Dialogs


def offer_rescued(
    dialogs: Dialogs,
    file: Path,
    current: T,
    copies: Sequence[RescuedCopy[T]],
    *,
    measure: Callable[[T], str],
    take: Callable[[T], bool],
    say: Callable[[str], None],
) -> None:
    """Show the file and its copies with their dates; `take` makes one of them the document.

    `measure` says how much each holds, such as `3 markers`. Without an answer it is asked again.
    """
    by_name = {str(copy.path): copy for copy in copies}
    saved = f"As saved on {modified(file):%Y-%m-%d %H:%M}" if exists(file) else "A new one"

    def chosen(name: str) -> None:
        if name and not take(by_name[name].content):
            return
        for copy in copies:
            copy.put_aside()
        say(f"The copies stay in {rescued_folder()}")

    options = [("", f"{saved}: {measure(current)}")]
    for name, copy in by_name.items():
        options.append((name, f"Rescued on {copy.written:%Y-%m-%d %H:%M}: {measure(copy.content)}"))
    dialogs.choose("A copy was kept of what could not be saved", options, "", chosen)
