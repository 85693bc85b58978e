"""An agreement that is open: its history, its file, and who sits here."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sessionlens.domain.alliance import Alliance, AllianceKind
from sessionlens.domain.alliance_changes import AllianceEditor
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.history import UndoableChange
from sessionlens.domain.keymap import Keymap
from sessionlens.files import exists
from sessionlens.library.alliance import others_of_the_pair
from sessionlens.storage.alliances import AllianceFile, encode_alliance
from sessionlens.storage.keymaps import find_keymap
from sessionlens.storage.settings import Settings, load_settings
from sessionlens.storage.state import ReviewState
from sessionlens.tui.playback.disk import DiskThread
from sessionlens.tui.playback.writing import Writing

_KIND: AllianceKind = "mentor-coaching"


def _nobody_listens(_notice: str) -> None:
    """Where notices go before a screen shows them."""


@dataclass(kw_only=True, eq=False, repr=False)
class OpenAlliance:
    """What people agreed, open to be read and written.

    `me` is the name of whoever sits here, once they have said it. `cursor` is where one is on the
    page. An agreement that is `new` has no file before it is said whom it is between.
    """

    path: Path
    editor: AllianceEditor
    writing: Writing
    settings: Settings
    keymap: Keymap
    new: bool = False
    me: str = ""
    cursor: str = ""
    say: Callable[[str], None] = field(default=_nobody_listens)

    @property
    def alliance(self) -> Alliance:
        """The agreement as it stands."""
        return self.editor.alliance

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know at the beginning."""
        others = ", ".join(
            placed.path.name for placed in others_of_the_pair(self.path, self.alliance)
        )
        apart = f"Another agreement of the same people lies here: {others}" if others else ""
        return tuple(filter(None, [self.writing.read_only, apart]))

    @property
    def today(self) -> dt.date:
        """The day that is noted with what is done now."""
        return dt.date.today()

    def apply(self, change: UndoableChange[Alliance], *, joins: str = "") -> bool:
        """Make a change; says why if it cannot be made. See `History.apply` for `joins`."""
        if self.writing.read_only:
            self.say(self.writing.read_only)
            return False
        try:
            self.editor.apply(change, joins=joins)
        except SessionLensError as error:
            self.say(str(error))
            return False
        return True

    def close(self) -> None:
        """Let other instances write."""
        self.writing.close()


def open_alliance(path: Path) -> OpenAlliance:
    """Open an agreement's file, or begin one that is not there yet; raises SessionLensError."""
    settings = load_settings()
    keymap = find_keymap(settings.keymap)
    file = AllianceFile(path)
    file.claim()
    new = not exists(path)
    try:
        alliance = _nothing_agreed() if new else file.load()
    except SessionLensError:
        file.close()
        raise
    disk = DiskThread()
    editor = AllianceEditor(alliance, lambda _saved, changed: file.save(changed), disk.run)
    writing = Writing(
        history=editor,
        path=path,
        encode=lambda: encode_alliance(editor.alliance),
        state_key=lambda: f"alliance {editor.alliance.id}",
        state=ReviewState(),
        close=file.close,
        disk=disk,
        read_only=file.read_only or None,
    )
    return OpenAlliance(
        path=path, editor=editor, writing=writing, settings=settings, keymap=keymap, new=new
    )


def _nothing_agreed() -> Alliance:
    import uuid

    return Alliance(id=uuid.uuid4().hex, kind=_KIND, between=())
