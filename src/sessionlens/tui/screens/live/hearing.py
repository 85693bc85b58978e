"""Words while they are spoken: certain ones go into the transcript, and late quotes to markers."""

import asyncio
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.gaps import Gap
from sessionlens.domain.late_quotes import Certain
from sessionlens.domain.text import clean
from sessionlens.domain.timecode import clock
from sessionlens.domain.transcript import Utterance
from sessionlens.storage.languages import language_of_coach
from sessionlens.tui.screens.live.document import OpenLive

if TYPE_CHECKING:
    from sessionlens.speech.choice import ChosenModels
    from sessionlens.speech.engines.interface import Engine
    from sessionlens.speech.live_journal import HeardLive
    from sessionlens.speech.live_words import LiveWords

_WORTH_TELLING = 2.0  # seconds that the words are behind


class Hearing:
    """Has the recording recognised as it grows; `tick` takes what has come since."""

    def __init__(self, document: OpenLive) -> None:
        self._document = document
        self._taken: Sequence[Utterance] = ()
        self._told = False
        self._engine: Engine | None = None
        self._whole = False

    async def begin(self) -> None:
        """Choose the models and begin; without one everything else goes on."""
        from sessionlens.speech.live_words import LiveWords

        document = self._document
        if document.live is None:
            return
        try:
            models = await asyncio.to_thread(self._models)
        except SessionLensError as error:
            document.no_words = f"no words: {error.what}"
            document.say(f"Nothing is recognised: {error.what}. {error.hint}")
            return
        live = document.live
        if live is None or document.ending:
            return
        from sessionlens.speech.live import empty_transcript

        document.beginning = empty_transcript(document.opened.recording, models.speech)
        words = LiveWords(live.recorder, self._loading(models), document.voices)
        document.words = words
        words.start()

    def _models(self) -> "ChosenModels":
        """The models that were asked for; of several languages the one that the coach spoke."""
        from sessionlens.speech.choice import SeveralLanguagesError, models_for

        asked = self._document.options.asked
        try:
            return models_for(asked.name, asked.language)
        except SeveralLanguagesError as error:
            language = language_of_coach(self._document.editor.review.session.coach)
            if language in error.languages:
                return models_for(asked.name, language)
            raise

    def _loading(self, models: "ChosenModels") -> "Callable[[], Engine]":
        from sessionlens.speech.engines.interface import EngineUse
        from sessionlens.speech.probe import engine_of

        def load() -> "Engine":
            self._engine = engine_of(models, EngineUse(gentle=True))
            return self._engine

        return load

    @property
    def heard(self) -> "HeardLive | None":
        """How far it came, where that is not the whole recording."""
        from sessionlens.speech.live_journal import HeardLive

        document, words = self._document, self._document.words
        if words is None or self._engine is None or self._whole:
            return None
        return HeardLive(self._engine, words.position, words.stable, document.voices)

    @property
    def text(self) -> str:
        """How the recognition gets on, in few words."""
        words = self._document.words
        if words is None:
            return self._document.no_words
        if words.state == "loading":
            return "words: the model is being loaded"
        if words.behind > _WORTH_TELLING:
            return f"words {clock(words.behind)} behind"
        return "words"

    @property
    def open_words(self) -> list[tuple[str, str]]:
        """(speaker, words) of what may still change."""
        words = self._document.words
        if words is None or self._document.ending:
            return []
        return [(clean(one.speaker or ""), clean(one.text)) for one in words.open]

    def tick(self) -> None:
        """Take the words that are certain now, and give them to markers that wait for them."""
        document = self._document
        words = document.words
        if words is None:
            return
        stable = words.stable
        if stable is not self._taken:
            self._taken = stable
            transcript = replace(document.beginning, utterances=tuple(stable))
            document.editor.amend(lambda material: material._replace(transcript=transcript))
            document.refresh_timeline()
        self._settle()
        if words.error is not None and not self._told:
            self._told = True
            document.say(str(words.error))

    def _settle(self) -> None:
        document, words = self._document, self._document.words
        assert words is not None
        coach = document.quoted_coach
        amend = document.late.settled(
            document.timeline,
            Certain(_certain(words, None), _certain(words, coach)),
            document.settings.reaction_lag,
            coach,
        )
        if amend is not None:
            document.editor.amend(amend)

    def forget(self, gap: Gap) -> None:
        """Let go of what was said in a gap, of the words and of the quotes of markers."""
        document = self._document
        without = document.without(gap)
        if document.words is not None:
            document.words.forget(gap)
            self.tick()
        document.taken_back = (*document.taken_back, gap)
        document.editor.amend(without)

    async def finish(self, skipped: Callable[[], bool]) -> None:
        """Hear what is left of a recording that has ended, unless that is `skipped`."""
        words = self._document.words
        if words is None:
            return
        words.finish()
        while not words.closed_within(0.0) and not skipped():
            await asyncio.sleep(0.1)
        self._whole = words.closed_within(0.0) and words.error is None
        self.tick()


def _certain(words: "LiveWords", speaker: str | None) -> float:
    """Until when, in seconds, the words of a speaker are certain, or those of all."""
    if words.state == "ended":
        return math.inf
    position = words.position  # before the open words: what becomes certain meanwhile is later
    spoken = [one.start for one in words.open if speaker in (None, one.speaker)]
    return min([position, *spoken])
