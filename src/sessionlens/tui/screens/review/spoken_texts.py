"""The texts of a review that can be spoken: comments, responses, verdicts, summary, preparation."""

from collections.abc import Callable

from msgspec.structs import replace

from sessionlens.domain.answer import Reflection
from sessionlens.domain.changes import ReplaceMarker, SetSummary
from sessionlens.domain.learning import saying_to_reflection
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Review
from sessionlens.domain.spoken_comment import files_named, part_of, with_words
from sessionlens.domain.spoken_texts import (
    SetSound,
    texts_of_review,
    words_in_review,
    writing_in_review,
)
from sessionlens.domain.text_sound import RESPONSE, Sounds, TextSound, sound_of
from sessionlens.storage.state import Draft
from sessionlens.tui.screens.review.comments import Comments
from sessionlens.tui.screens.review.document import RESPONSE_TO, OpenReview


class SpokenReviewTexts:
    """See `SpokenTexts`; `here` opens the comment on what is being heard."""

    def __init__(
        self, document: OpenReview, comments: Comments, here: Callable[[], object]
    ) -> None:
        self._document = document
        self._comments = comments
        self._here = here
        self.composing = comments.composing

    @property
    def _review(self) -> Review:
        return self._document.editor.review

    @property
    def speaker(self) -> str:
        return self._review.session.reviewer or ""

    @property
    def model(self) -> str:
        return self._document.asked.name

    @property
    def sounds(self) -> Sounds:
        comments = (
            TextSound(text=marker.id, file=marker.note)
            for marker in self._review.markers
            if marker.note
        )
        return (*comments, *self._review.sounds)

    def to_speak(self) -> Draft | None:
        """The comment of the chosen marker; without one it is one to be made, and is opened."""
        marker = self._document.marker
        if marker is not None:
            return Draft(marker_id=marker.id, text="")
        self._here()
        return self.composing.target

    def name_of(self, target: Draft) -> str:
        if target.marker_id.startswith(RESPONSE_TO):
            return f"{RESPONSE}.{target.marker_id.removeprefix(RESPONSE_TO)}"
        return target.new.id if target.new else target.marker_id

    def target_of(self, part: str, name: str) -> Draft | None:
        drafts = self._document.writing.drafts.values()
        begun = next((draft for draft in drafts if draft.new and draft.new.note == name), None)
        if begun or self._review.marker(part):
            return begun or Draft(marker_id=part, text="")
        texts = texts_of_review(self._review, self._document.rubric)
        text = next((text for text in texts if part_of(text) == part), "")
        return Draft(marker_id=text, text="") if text else None

    def keep_spoken(self, target: Draft, name: str) -> bool:
        marker, text = self._marker_of(target), self.name_of(target)
        if marker is None and target.new is not None:
            begun = replace(target, new=replace(target.new, note=name))
            return self._comments.save_text(begun, "")
        if marker is None:
            return self._is_there(text) and self._set(text, name, name)
        if marker.note == name:
            return True
        noted = ReplaceMarker(replace(marker, note=name), "comment spoken")
        return self._document.apply(noted, joins=f"spoken {name}")

    def drop_spoken(self, target: Draft, name: str) -> None:
        marker, text = self._marker_of(target), self.name_of(target)
        if marker is not None and marker.note == name:
            silent = ReplaceMarker(replace(marker, note=""), "spoken comment thrown away")
            self._document.apply(silent, joins=f"spoken {name}")
        elif name and sound_of(self._review.sounds, text) == name:
            self._set(text, "", name)

    def add_words(self, target: Draft, words: str, name: str) -> bool:
        joins, text = f"spoken {name}", self.name_of(target)
        marker = self._marker_of(target)
        if marker is None:
            return self._write(text, with_words(self.saved_words(text), words), joins)
        commented = replace(marker, comment=with_words(marker.comment, words))
        return self._document.apply(ReplaceMarker(commented, "comment spoken"), joins=joins)

    def saved_words(self, text: str) -> str:
        kind, _, marker_id = text.partition(".")
        if kind == RESPONSE:
            response = self._review.response(marker_id)
            return response.text if response else ""
        marker = self._review.marker(text)
        return marker.comment if marker else words_in_review(self._review, text) or ""

    def spoken_here(self) -> list[str]:
        """To the chosen marker: the comment, the answer to it, the response to that."""
        marker = self._document.marker
        if marker is None:
            return []
        answer = self._document.answer_to(marker.id)
        responses = (one for one in self._review.sounds if one.text == f"{RESPONSE}.{marker.id}")
        return files_named((marker,), (answer,) if answer else (), tuple(responses))

    def _marker_of(self, target: Draft) -> Marker | None:
        """The marker whose comment is meant; None for another text, and one still to be made."""
        if target.new is not None:
            return self._comments.made(target)
        return self._review.marker(target.marker_id)

    def _is_there(self, text: str) -> bool:
        kind, _, marker_id = text.partition(".")
        responded = kind == RESPONSE and self._review.marker(marker_id) is not None
        return responded or words_in_review(self._review, text) is not None

    def _set(self, text: str, file: str, name: str) -> bool:
        return self._document.apply(SetSound(text, file), joins=f"spoken {name}")

    def _write(self, text: str, words: str, joins: str) -> bool:
        kind, _, place = text.partition(".")
        if kind == RESPONSE:
            marker: Marker | None = self._review.marker(place)
            return marker is not None and self._comments.save_response(marker, words, joins=joins)
        if text == "summary.to_reflection":
            reply = self._document.coach_side.reply
            summary = saying_to_reflection(
                self._review.summary, words, reply.reflection if reply else Reflection()
            )
            return self._document.apply(SetSummary(summary), joins=joins)
        change = writing_in_review(self._review, text, words)
        return change is not None and self._document.apply(change, joins=joins)
