"""What the coach says to a moment: a stance with one key, words, notes of their own."""

from msgspec.structs import replace

from sessionlens.domain.answer import Answer, Stance
from sessionlens.domain.marker import Marker
from sessionlens.domain.reply import SetAnswer, answer_to
from sessionlens.domain.timecode import clock
from sessionlens.library.exporting import NOTE_OF
from sessionlens.storage.state import Draft
from sessionlens.tui.playback.composing import Composing
from sessionlens.tui.playback.handling import handles
from sessionlens.tui.screens.replay.desk import ReplayDesk
from sessionlens.tui.widgets.answer_text import stance_said
from sessionlens.tui.widgets.marker_layout import code_of


class Words(Composing[ReplayDesk]):
    """The words of an answer, or the coach's own note; a note's draft has a name of its own."""

    def open(self, moment: Marker, *, note: bool) -> None:
        """Write the words of the answer to a moment, or the note on it."""
        answer = answer_to(moment, self._booth.editor.reply)
        target = (
            Draft(marker_id=NOTE_OF + moment.id, text=answer.note)
            if note
            else Draft(marker_id=moment.id, text=answer.text)
        )
        what = "a note of your own; export leaves it out" if note else "your answer"
        name = code_of(moment, self._booth.rubric)[1]
        self.write(target, f"{clock(moment.start)}  {name}: {what}")

    def _saved_text(self, target: Draft) -> str:
        answer = self._booth.editor.reply.answer(target.marker_id.removeprefix(NOTE_OF))
        if answer is None:
            return ""
        return answer.note if target.marker_id.startswith(NOTE_OF) else answer.text

    def _save(self, target: Draft, text: str) -> bool:
        desk = self._booth
        marker_id = target.marker_id.removeprefix(NOTE_OF)
        moment = next((one for one in desk.moments if one.id == marker_id), None)
        if moment is None:
            return False
        answer = answer_to(moment, desk.editor.reply)
        if target.marker_id.startswith(NOTE_OF):
            done = desk.apply(SetAnswer(replace(answer, note=text), "note changed"))
        else:
            done = desk.apply(SetAnswer(replace(answer, text=text), "answer changed"))
        return done and desk.editor.unsaved is None


def drafted(drafts: tuple[Draft, ...]) -> frozenset[str]:
    """The ids of the moments to which an answer or a note was begun and not saved."""
    return frozenset(draft.marker_id.removeprefix(NOTE_OF) for draft in drafts)


class Answering:
    """The commands on the chosen moment that change the reply."""

    def __init__(self, desk: ReplayDesk, words: Words) -> None:
        self._desk = desk
        self._words = words

    @handles("answer.agree")
    def agree(self) -> None:
        self._take("agree")

    @handles("answer.differently")
    def see_it_differently(self) -> None:
        self._take("differently")

    @handles("answer.try")
    def try_it(self) -> None:
        self._take("try")

    @handles("answer.supervision")
    def bring_to_supervision(self) -> None:
        self._take("supervision")

    def _take(self, stance: Stance) -> None:
        if moment := self._chosen():
            answer = answer_to(moment, self._desk.editor.reply)
            self._set(replace(answer, stance=None if answer.stance == stance else stance))

    def _set(self, answer: Answer) -> None:
        if self._desk.apply(SetAnswer(answer)):
            self._desk.say(stance_said(answer))

    @handles("answer.words")
    def words(self) -> None:
        self._write(note=False)

    @handles("answer.note")
    def note(self) -> None:
        self._write(note=True)

    def _write(self, *, note: bool) -> None:
        if (moment := self._chosen()) and self._writable():
            self._words.open(moment, note=note)

    @handles("answer.clear")
    def clear(self) -> None:
        moment = self._chosen()
        if moment is None:
            return
        answer = answer_to(moment, self._desk.editor.reply)
        if not answer.answered:
            self._desk.say("There is no answer to take back")
        elif self._desk.apply(SetAnswer(replace(answer, stance=None, text=""), "answer removed")):
            self._desk.say("Answer taken back; undo brings it again")

    def _writable(self) -> bool:
        if self._desk.read_only:
            self._desk.say(self._desk.read_only)
        return not self._desk.read_only

    def _chosen(self) -> Marker | None:
        if self._desk.marker is None:
            self._desk.say("Choose a moment first, with the keys for next and previous")
        return self._desk.marker
