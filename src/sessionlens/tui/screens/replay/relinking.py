"""Where the recording is that a feedback was written on, as its coach says."""

from collections.abc import Callable

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import is_file
from sessionlens.library.relinking import recording_in
from sessionlens.library.replay import with_recording
from sessionlens.library.typed_path import is_folder, typed_path
from sessionlens.storage.state import remember_folder
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.ask import AskScreen
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.replay.document import OpenFeedback


class Relinking:
    """The command that asks for the recording; `relinked` is told what there is to notice then."""

    def __init__(
        self,
        document: OpenFeedback,
        dialogs: Dialogs,
        relinked: Callable[[tuple[str, ...]], None],
    ) -> None:
        self._document = document
        self._dialogs = dialogs
        self._relinked = relinked

    @handles("reply.recording")
    def recording(self) -> None:
        self.ask("")

    def ask(self, offered: str, note: str = "") -> None:
        """Ask where the recording is; `offered` is what may be it."""
        label = (
            note or f"The path of '{self._document.feedback.recording.file}'; Esc reads on without"
        )
        self._dialogs.show(
            AskScreen("Where is the recording?", label, offered, _no_file), self._named
        )

    def _named(self, text: str | None) -> None:
        if text is None:
            return
        document = self._document
        path = typed_path(text)
        try:
            if is_folder(path):
                path = recording_in(path, document.feedback.recording)
            document.take(with_recording(document.opened, path))
        except SessionLensError as error:
            self.ask(text, f"✗ {error.what}. {error.hint}")
            return
        document.named_by_hand = True
        remember_folder(path.parent)
        self._relinked(document.opened.notices)


def _no_file(text: str) -> str | None:
    path = typed_path(text)
    return None if is_file(path) or is_folder(path) else "There is no such file or folder"
