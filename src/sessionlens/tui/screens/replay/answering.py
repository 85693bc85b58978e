"""What the coach says to a moment: a stance with one key, words, notes of their own."""

from msgspec.structs import replace

from sessionlens.domain.answer import Answer, Stance
from sessionlens.domain.marker import Marker
from sessionlens.domain.reply import SetAnswer, answer_to
from sessionlens.domain.timecode import clock
from sessionlens.library.exporting import NOTE_OF
from sessionlens.storage.state import Draft
from sessionlens.tui.commands import handles
from sessionlens.tui.playback.composing import Composing
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.screens.replay.document import OpenFeedback
from sessionlens.tui.widgets.answer_text import stance_said
from sessionlens.tui.widgets.comment_editor import CommentEditor
from sessionlens.tui.widgets.marker_layout import code_of

CHOOSE = "Choose a moment first, with the keys for next and previous"


class AnswerTexts:
    """The words of an answer, or the coach's own note; a note's draft has a name of its own."""

    def __init__(self, document: OpenFeedback, editor: CommentEditor, listening: Listening) -> None:
        self._document = document
        self.composing = Composing(document, document.writing, editor, listening, self)

    def open(self, moment: Marker, *, note: bool) -> None:
        """Write the words of the answer to a moment, or the note on it."""
        answer = answer_to(moment, self._document.editor.reply)
        target = (
            Draft(marker_id=NOTE_OF + moment.id, text=answer.note)
            if note
            else Draft(marker_id=moment.id, text=answer.text)
        )
        what = "a note of your own; export leaves it out" if note else "your answer"
        name = code_of(moment, self._document.rubric)[1]
        self.composing.write(target, f"{clock(moment.start)}  {name}: {what}")

    def saved_text(self, target: Draft) -> str:
        answer = self._document.editor.reply.answer(target.marker_id.removeprefix(NOTE_OF))
        if answer is None:
            return ""
        return answer.note if target.marker_id.startswith(NOTE_OF) else answer.text

    def save_text(self, target: Draft, text: str) -> bool:
        document = self._document
        moment = document.moment(target.marker_id.removeprefix(NOTE_OF))
        if moment is None:
            return False
        answer = answer_to(moment, document.editor.reply)
        if target.marker_id.startswith(NOTE_OF):
            done = document.apply(SetAnswer(replace(answer, note=text), "note changed"))
        else:
            done = document.apply(SetAnswer(replace(answer, text=text), "answer changed"))
        return done


class Answering:
    """The commands on the chosen moment that change the reply."""

    def __init__(self, document: OpenFeedback, texts: AnswerTexts) -> None:
        self._document = document
        self._texts = texts

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
            answer = answer_to(moment, self._document.editor.reply)
            self._set(replace(answer, stance=None if answer.stance == stance else stance))

    def _set(self, answer: Answer) -> None:
        if self._document.apply(SetAnswer(answer)):
            self._document.say(stance_said(answer, self._document.role))

    @handles("answer.words")
    def words(self) -> None:
        self._write(note=False)

    @handles("answer.note")
    def note(self) -> None:
        self._write(note=True)

    def _write(self, *, note: bool) -> None:
        if (moment := self._chosen()) and self._writable():
            self._texts.open(moment, note=note)

    @handles("answer.clear")
    def clear(self) -> None:
        moment = self._chosen()
        if moment is None:
            return
        answer = answer_to(moment, self._document.editor.reply)
        if not answer.answered:
            self._document.say("There is no answer to take back")
        elif self._document.apply(
            SetAnswer(replace(answer, stance=None, text="", spoken=""), "answer removed")
        ):
            self._document.say("Answer taken back; undo brings it again")

    def _writable(self) -> bool:
        if self._document.read_only:
            self._document.say(self._document.read_only)
        return not self._document.read_only

    def _chosen(self) -> Marker | None:
        if self._document.marker is None:
            self._document.say(CHOOSE)
        return self._document.marker
