"""Choosing the transcript in the screen: from the folder, or by a path that is typed."""

from collections.abc import Callable
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript_changes import ReplaceTranscript
from sessionlens.files import is_file
from sessionlens.library.transcript import find_transcript, keep_aside, listed_transcripts
from sessionlens.library.typed_path import is_folder, typed_path
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.review.document import OpenReview

_TYPE = "type"


class ChoosingTranscript:
    """The command that uses another transcript; `busy` says whether one is being recognised."""

    def __init__(self, document: OpenReview, dialogs: Dialogs, busy: Callable[[], bool]) -> None:
        self._document = document
        self._dialogs = dialogs
        self._busy = busy

    @handles("transcript.choose")
    def choose(self) -> None:
        if self._document.read_only:
            self._document.say(self._document.read_only)
        elif self._busy():
            self._document.say("Stop the recognition first; the same key that began it does")
        else:
            self._list(None)

    def _list(self, folder: Path | None) -> None:
        listed = listed_transcripts(self._document.opened.recording, folder)
        options = [(str(entry.path), entry.label) for entry in listed]
        options.append((_TYPE, "Another one: type, paste or drag its path"))
        transcript = self._document.editor.transcript
        current = transcript.source.file if transcript else ""
        paths = {entry.path.name: str(entry.path) for entry in listed}
        title = f"Transcripts in {(folder or self._document.opened.recording.parent).name}"
        self._dialogs.choose(title, options, paths.get(current, ""), self._chosen)

    def _chosen(self, value: str) -> None:
        if value != _TYPE:
            self._take(Path(value))
            return
        label = "A file, or the folder that holds it; quotes and file://… are fine"
        self._dialogs.ask("Where is the transcript?", label, "", _is_there, self._typed)

    def _typed(self, text: str) -> None:
        path = typed_path(text)
        if is_folder(path):
            self._list(path)
        else:
            self._take(path)

    def _take(self, path: Path) -> None:
        document = self._document
        try:
            chosen = find_transcript(document.opened.recording, path.absolute())
            if chosen.transcript is None or chosen.transcript == document.editor.transcript:
                document.say(f"{path.name} is what is shown already")
                return
            kept = keep_aside(document.opened.transcript_path)
        except SessionLensError as error:
            document.say(str(error))
            return
        if document.apply(ReplaceTranscript(chosen.transcript)):
            aside = f"; the one before is kept as {kept.name}" if kept else ""
            notes = "".join(f" · {notice}" for notice in chosen.notices)
            document.say(f"Transcript: {path.name}{aside}; undo brings the old one back{notes}")


def _is_there(text: str) -> None:
    path = typed_path(text)
    if not (is_file(path) or is_folder(path)):
        raise SessionLensError("There is no such file or folder", "Esc leaves all as it is")
