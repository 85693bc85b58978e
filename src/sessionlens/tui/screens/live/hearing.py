"""Words while they are spoken: certain ones go into the transcript, and late quotes to markers."""

import asyncio
import math
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sessionlens.domain.command import BY_ID
from sessionlens.domain.gaps import Gap
from sessionlens.domain.keymap import keys_of
from sessionlens.domain.late_quotes import Certain
from sessionlens.domain.text import clean
from sessionlens.domain.timecode import clock
from sessionlens.domain.transcript import Utterance
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.live.document import OpenLive
from sessionlens.tui.screens.review.choosing_model import ChoosingModel
from sessionlens.tui.screens.review.naming import Naming

if TYPE_CHECKING:
    from sessionlens.speech.choice import ChosenModels
    from sessionlens.speech.engines.interface import Engine
    from sessionlens.speech.live_journal import HeardLive
    from sessionlens.speech.live_words import LiveWords
    from sessionlens.speech.no_model import NoModelError

_WORTH_TELLING = 2.0  # seconds that the words are behind


class Hearing:
    """Has the recording recognised as it grows; `tick` takes what has come since."""

    def __init__(
        self,
        document: OpenLive,
        dialogs: Dialogs,
        run: Callable[[Coroutine[None, None, None]], object],
    ) -> None:
        self._document = document
        self._choosing = ChoosingModel(document, dialogs)
        self._naming = Naming(document, dialogs)
        self._run = run
        self._taken: Sequence[Utterance] = ()
        self._named: dict[int, Utterance] = {}  # by the identity of what is in `_taken`
        self._told = False
        self._engine: Engine | None = None
        self._whole = False

    def begin(self) -> None:
        """Choose the models and begin; without one everything else goes on."""
        self._document.no_words = "no words: no model is chosen"  # until one is, if ever
        self._choosing.then_with_models(self._hear, self._without)

    @handles("transcript.models")
    def choose(self) -> None:
        """Choose what recognises, and have all that is recorded recognised with it."""
        document = self._document
        if document.live is None:
            document.say("Nothing is recorded, so nothing is recognised")
        elif document.ending:
            document.say("The session ends: a model can be chosen in the review")
        else:
            self._choosing.choose(self._hear)

    def _without(self, error: "NoModelError") -> None:
        document = self._document
        document.no_words = f"no words: {error.what}"
        key = keys_of(document.keymap, BY_ID["transcript.models"])
        here = f"{key} adds one here. " if key else ""
        document.say(f"Nothing is recognised: {error.what}. {here}{error.hint}")

    def _hear(self, models: "ChosenModels") -> None:
        self._run(self._hear_with(models))

    async def _hear_with(self, models: "ChosenModels") -> None:
        """Recognise from the beginning of the recording, in place of what was recognised before."""
        from sessionlens.speech.live import empty_transcript
        from sessionlens.speech.live_words import LiveWords

        document = self._document
        before = document.words
        if before is not None:
            before.close()
            while not before.closed_within(0.0):  # two models at once may be too much memory
                await asyncio.sleep(0.05)
        live = document.live
        if live is None or document.ending or document.words is not before:
            return
        self._naming.look(models.speech.language)
        self._taken, self._named, self._told = (), {}, False
        document.beginning = empty_transcript(document.opened.recording, models.speech)
        words = LiveWords(live.recorder, self._loading(models), document.voices)
        document.words = words
        words.start()
        begun = [f"All that is recorded is recognised by {models.speech.name}"] if before else []
        if notices := [*begun, *self._naming.notices]:
            document.say(" · ".join(notices))

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
            named = self._with_names(stable)
            self._taken = stable
            transcript = replace(document.beginning, utterances=named)
            document.editor.amend(lambda material: material._replace(transcript=transcript))
            document.refresh_timeline()
        self._settle()
        if words.error is not None and not self._told:
            self._told = True
            document.say(str(words.error))

    def _with_names(self, stable: Sequence[Utterance]) -> tuple[Utterance, ...]:
        """What is certain, with names in place, each utterance looked through once."""
        before = self._named
        self._named = {
            id(utterance): before.get(id(utterance)) or self._naming.put_in([utterance])[0]
            for utterance in stable
        }
        return tuple(self._named.values())

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
