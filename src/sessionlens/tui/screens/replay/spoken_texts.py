"""The texts of a reply that can be spoken: answers, own notes, and what the coach takes along."""

from msgspec.structs import replace

from sessionlens.domain.learning import saying_to_learning
from sessionlens.domain.reply import Reply, SetAnswer, SetReflection, answer_to
from sessionlens.domain.spoken_comment import files_named, part_of, with_words
from sessionlens.domain.spoken_texts import (
    SetReplySound,
    texts_of_reply,
    words_in_reply,
    writing_in_reply,
)
from sessionlens.domain.text_sound import OWN_NOTE, REFLECTION, RESPONSE, Sounds, sound_of
from sessionlens.library.exporting import NOTE_OF
from sessionlens.storage.state import Draft
from sessionlens.tui.screens.replay.answering import CHOOSE, AnswerTexts
from sessionlens.tui.screens.replay.document import OpenFeedback


class SpokenReplyTexts:
    """See `SpokenTexts`."""

    def __init__(self, document: OpenFeedback, texts: AnswerTexts) -> None:
        self._document = document
        self._texts = texts
        self.composing = texts.composing

    @property
    def _reply(self) -> Reply:
        return self._document.editor.reply

    @property
    def speaker(self) -> str:
        return self._document.feedback.session.coach or ""

    @property
    def model(self) -> str:
        return ""

    @property
    def sounds(self) -> Sounds:
        mentors = (one for one in self._document.feedback.sounds if one.kind != REFLECTION)
        return (*mentors, *self._reply.sounds)

    def to_speak(self) -> Draft | None:
        """The answer to the chosen moment."""
        moment = self._document.marker
        if moment is None:
            self._document.say(CHOOSE)
        return Draft(marker_id=moment.id, text="") if moment else None

    def name_of(self, target: Draft) -> str:
        if target.marker_id.startswith(NOTE_OF):
            return f"{OWN_NOTE}.{target.marker_id.removeprefix(NOTE_OF)}"
        return target.marker_id

    def target_of(self, part: str, name: str) -> Draft | None:
        del name
        moments = [moment.id for moment in self._document.moments]
        texts = (*moments, *texts_of_reply(moments))
        text = next((text for text in texts if part_of(text) == part), "")
        return Draft(marker_id=text, text="") if text else None

    def keep_spoken(self, target: Draft, name: str) -> bool:
        text = self.name_of(target)
        if "." in text:
            return self._is_there(text) and self._set(text, name, name)
        return self._answer(text, name, spoken=name)

    def drop_spoken(self, target: Draft, name: str) -> None:
        text = self.name_of(target)
        answer = self._reply.answer(text)
        if answer is not None and answer.spoken == name:
            self._answer(text, name, spoken="")
        elif name and sound_of(self._reply.sounds, text) == name:
            self._set(text, "", name)

    def add_words(self, target: Draft, words: str, name: str) -> bool:
        text, joins = self.name_of(target), f"spoken {name}"
        kind, _, place = text.partition(".")
        words_now = with_words(self.saved_words(text), words)
        if kind == OWN_NOTE:
            return self._answer(place, name, note=words_now)
        if text == "reflection.to_learning":
            summary = self._document.feedback.summary
            reflection = saying_to_learning(self._reply.reflection, words_now, summary)
            return self._document.apply(SetReflection(reflection), joins=joins)
        change = writing_in_reply(self._reply, text, words_now)
        if change is not None:
            return self._document.apply(change, joins=joins)
        return self._answer(text, name, text=words_now)

    def saved_words(self, text: str) -> str:
        kind, _, place = text.partition(".")
        answer = self._reply.answer(place if kind == OWN_NOTE else text)
        if answer is not None:
            return answer.note if kind == OWN_NOTE else answer.text
        return words_in_reply(self._reply, text) or ""

    def spoken_here(self) -> list[str]:
        """To the chosen moment: the comment, the answer, the response to it, the own note."""
        moment = self._document.marker
        if moment is None:
            return []
        answer = self._reply.answer(moment.id)
        names = (f"{RESPONSE}.{moment.id}", f"{OWN_NOTE}.{moment.id}")
        beside = tuple(sound for sound in self.sounds if sound.text in names)
        return files_named((moment,), (answer,) if answer else (), beside)

    def _is_there(self, text: str) -> bool:
        kind, _, place = text.partition(".")
        noted = kind == OWN_NOTE and self._document.moment(place) is not None
        return noted or words_in_reply(self._reply, text) is not None

    def _set(self, text: str, file: str, name: str) -> bool:
        return self._document.apply(SetReplySound(text, file), joins=f"spoken {name}")

    def _answer(self, marker_id: str, name: str, **changed: str) -> bool:
        moment = self._document.moment(marker_id)
        if moment is None:
            return False
        answer = replace(answer_to(moment, self._reply), **changed)
        return self._document.apply(SetAnswer(answer, "answer spoken"), joins=f"spoken {name}")
