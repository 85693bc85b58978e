"""Which model recognises what is said: by the language of the coach, asked once."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING

from sessionlens.domain.command import BY_ID
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import keys_of
from sessionlens.speech.asked_model import AskedModel
from sessionlens.storage.languages import language_of_coach, last_language, remember_language
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.review.document import OpenReview

if TYPE_CHECKING:
    from sessionlens.speech.choice import ChosenModels
    from sessionlens.speech.no_model import NoModelError

    Then = Callable[[ChosenModels], None]
    Without = Callable[[NoModelError], None]


class ChoosingModel:
    """Finds the models for the recording that is open, and asks where only a person can say."""

    def __init__(self, document: OpenReview, dialogs: Dialogs) -> None:
        self._document = document
        self._dialogs = dialogs

    @handles("transcript.models")
    def show(self) -> None:
        self.choose(lambda _: self._document.say(f"Chosen; {self._key} recognises with it"))

    @property
    def _key(self) -> str:
        return keys_of(self._document.keymap, BY_ID["transcript.transcribe"]) or "the palette"

    def choose(self, then: "Then") -> None:
        """Show the speech models; `then` gets what is chosen."""
        from sessionlens.tui.screens.speech_models import SpeechModelsScreen

        def chosen(name: str | None) -> None:
            if name is not None:
                self._document.asked = AskedModel(name)
                self.then_with_models(then)

        self._dialogs.show(SpeechModelsScreen(), chosen)

    def then_with_models(self, then: "Then", without: "Without | None" = None) -> None:
        """Call `then` with the models to recognise with, now or once a language is chosen.

        Where there is none, `without` is told, or else the speech models are shown.
        """
        from sessionlens.speech.choice import SeveralLanguagesError

        asked = self._document.asked
        try:
            self._find(asked.name, asked.language, then, without)
        except SeveralLanguagesError as error:
            language = self._language()
            if language in error.languages:
                self._find(asked.name, language, then, without)
            else:
                self._ask(error.languages, then)

    def _find(
        self, name: str, language: str, then: "Then", without: "Without | None" = None
    ) -> None:
        from sessionlens.speech.choice import SeveralLanguagesError, models_for
        from sessionlens.speech.no_model import NoModelError

        try:
            models = models_for(name, language)
        except SeveralLanguagesError:
            raise
        except NoModelError as error:
            if without is None:
                self.choose(then)
            else:
                without(error)
        except SessionLensError as error:
            key = keys_of(self._document.keymap, BY_ID["transcript.models"])
            self._document.say(f"{error} {key} shows them here." if key else str(error))
        else:
            then(models)

    def _language(self) -> str:
        """What a transcript that was begun is in, or what this coach spoke before."""
        transcript = self._document.editor.transcript
        begun = (transcript.language if transcript else None) or ""
        return begun.split("-")[0] or language_of_coach(self._coach)

    @property
    def _coach(self) -> str:
        return self._document.editor.review.session.coach or ""

    def _ask(self, languages: Sequence[str], then: "Then") -> None:
        from sessionlens.speech.catalogue import language_name

        options = sorted(((code, language_name(code)) for code in languages), key=itemgetter(1))
        title = f"Which language does {self._coach} speak?" if self._coach else "Which language?"
        self._dialogs.choose(title, options, last_language(), partial(self._answered, then))

    def _answered(self, then: "Then", language: str) -> None:
        remember_language(self._coach, language)
        name = self._document.asked.name
        self._document.asked = AskedModel(name, language)
        self._find(name, language, then)
