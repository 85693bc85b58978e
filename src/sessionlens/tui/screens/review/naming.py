"""Names in the transcript: put in place while it is recognised, and looked through at any time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sessionlens.domain.keymap import first_key
from sessionlens.domain.spoken_names import (
    NameList,
    names_sentence,
    taken_for_names,
    with_names,
)
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.storage.spoken_names import FoundNames, add_name, names_for
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.review.document import OpenReview

if TYPE_CHECKING:
    from sessionlens.domain.transcript_changes import PlaceNames


class Naming:
    """The command that shows the names, and what gives them to those who recognise."""

    def __init__(self, document: OpenReview, dialogs: Dialogs) -> None:
        self._document = document
        self._dialogs = dialogs
        self._names = NameList()
        self._kept: tuple[str, ...] = ()
        self.notices: Sequence[str] = ()

    def look(self, language: str) -> None:
        """Read which names are spoken of in a language; `notices` say what is wrong with them."""
        spoken_of = self._read(Transcript(language=language))
        self._names, self._kept, self.notices = spoken_of.names, (), spoken_of.notices

    def put_in(self, utterances: Sequence[Utterance]) -> list[Utterance]:
        """What was just recognised, with names in place; called from the thread that recognises.

        What a person has taken back by now stays as it is heard.
        """
        transcript = self._document.editor.transcript
        kept = transcript.kept_as_heard if transcript else ()
        if kept != self._kept:
            self._names, self._kept = self._names.keeping(kept), kept
        names = self._names
        return [with_names(utterance, names) for utterance in utterances]

    @property
    def sentence(self) -> str:
        """How many words stand as names, and with which key they are seen; empty for none."""
        transcript = self._document.editor.transcript
        counts = names_sentence(taken_for_names(transcript.utterances if transcript else ()))
        key = first_key(self._document.keymap, "transcript.names")
        return f"{counts}: {key} shows them" if counts and key else counts

    @handles("transcript.names")
    def show(self) -> None:
        from sessionlens.tui.screens.spoken_names import SpokenNamesScreen

        document = self._document
        transcript = document.editor.transcript
        if document.read_only:
            document.say(document.read_only)
        elif transcript is None or not transcript.utterances:
            document.say("There is no transcript in which names could be put")
        elif not _is_recognised(transcript):
            document.say("Nothing says how sure these words are: correct names by hand")
        else:
            spoken_of = self._read(transcript)
            screen = SpokenNamesScreen(
                transcript.utterances, spoken_of.names, self._add, spoken_of.notices
            )
            self._dialogs.show(screen, self._chosen)

    def _read(self, transcript: Transcript) -> FoundNames:
        document = self._document
        return names_for(document.opened.recording, [document.editor.review.session], transcript)

    def _add(self, line: str) -> NameList:
        document = self._document
        add_name(document.opened.recording, line)
        self._names = self._read(document.editor.transcript or Transcript()).names
        self._kept = ()
        return self._names

    def _chosen(self, change: "PlaceNames | None") -> None:
        if change is None or not (change.put or change.back):
            return
        if self._document.apply(change):
            self._document.say(f"{change.label}; undo brings it back")


def _is_recognised(transcript: Transcript) -> bool:
    return any(
        word.conf is not None for utterance in transcript.utterances for word in utterance.words
    )
