"""What was spoken becomes sound that is kept and words in a text: behind the screen, in order."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sessionlens.audio.caller import Caller
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.spoken_comment import spoken_of
from sessionlens.library.spoken import SpokenFiles, finish_spoken, pack_spoken, words_spoken
from sessionlens.storage.languages import language_of_coach, last_language, remember_language
from sessionlens.storage.state import Draft
from sessionlens.tui.playback.spoken_texts import SpokenForm, SpokenTexts
from sessionlens.tui.playback.writing import draft_key

if TYPE_CHECKING:
    from sessionlens.speech.choice import SeveralLanguagesError

_NOT_HEARD = "Nothing was heard: is the microphone muted? Nothing was kept"

_GET_ONE = "'sessionlens models' says how to get one"

_R = TypeVar("_R")
Choose = Callable[[str, list[tuple[str, str]], str, Callable[[str], None]], None]
"""Lets one of `(value, label)` be chosen: title, options, the first choice, and what comes then."""

Run = Callable[[Coroutine[None, None, None]], object]
"""Has something done that takes a while."""


class SpokenWords:
    """Packs and recognises what was spoken, in the order in which it was.

    When the program ends before, the next one goes on with it (`recover`). `form` is the form over
    the screen, if there is one: it shows what becomes of its texts.
    """

    def __init__(
        self,
        files: SpokenFiles,
        texts: SpokenTexts,
        choose: Choose,
        run: Run,
        say: Callable[[str], None],
        form: Callable[[], SpokenForm | None],
    ) -> None:
        self._files = files
        self._texts = texts
        self._choose = choose
        self._run = run
        self._say = say
        self._form = form
        self._recogniser = Caller("words of comments")
        self._behind = 0

    @property
    def behind(self) -> bool:
        """Whether there is something whose words are not there yet."""
        return self._behind > 0

    def take(self, path: Path, target: Draft, settled: "asyncio.Future[None]") -> None:
        """Put what was recorded at `path` to a text, as soon as it is `settled` on disk."""
        self._run(self._finish(path, target, settled))

    def forget(self, target: Draft, name: str) -> None:
        """What was spoken has no sound: nothing is to lead to it."""
        if target.new:
            self._texts.composing.attach(draft_key(target), "")
        self._texts.drop_spoken(target, name)
        self._show(target)

    def recover(self) -> None:
        """Go on with what was being spoken when the program was ended."""
        self._run(self._recover())

    def close(self) -> None:
        """Begin nothing more."""
        self._recogniser.close()

    async def _finish(self, path: Path, target: Draft, settled: "asyncio.Future[None]") -> None:
        self._behind += 1
        try:
            await settled
            await self._take(path, target)
        except SessionLensError as error:
            self._say(str(error))
        finally:
            self._behind -= 1

    async def _take(self, path: Path, target: Draft) -> None:
        """Pack, keep, recognise: what was recorded goes when all of that is done."""
        if not await in_turn(self._recogniser, lambda: pack_spoken(path)):
            await in_turn(self._recogniser, lambda: finish_spoken(path))
            self.forget(target, path.name)
            self._say(_NOT_HEARD)
            return
        if not self._attached(target, path.name):
            return  # it is still there: the next opening goes on with it
        self._show(target)
        await self._recognise(path, target)

    def _attached(self, target: Draft, name: str) -> bool:
        composing = self._texts.composing
        if target.new and composing.attach(draft_key(target), name):
            return True
        return self._texts.keep_spoken(target, name)

    async def _recognise(self, path: Path, target: Draft, language: str = "") -> None:
        from sessionlens.speech.choice import SeveralLanguagesError
        from sessionlens.speech.no_model import NoModelError

        try:
            words = await self._words(path, language)
        except SeveralLanguagesError as error:
            self._ask(error, path, target)
            return
        except NoModelError as error:
            self._say(f"The sound is kept, without words: {error.what}. {_GET_ONE}")
        except SessionLensError as error:
            self._say(f"The sound is kept, without words: {error}")
        else:
            if not words:
                self._say("The sound is kept: no words were understood")
            elif self._put(target, words, path.name):
                self._say("The words are there, to be changed like any others")
            else:
                self._say(f"What they were spoken to is not there any more: “{words}”")
        await in_turn(self._recogniser, lambda: finish_spoken(path))

    async def _words(self, path: Path, language: str) -> str:
        from sessionlens.speech.choice import SeveralLanguagesError

        model = self._texts.model
        try:
            return await in_turn(self._recogniser, lambda: words_spoken(path, model, language))
        except SeveralLanguagesError as error:
            usual = language_of_coach(self._texts.speaker) or last_language()
            if language or usual not in error.languages:
                raise
        return await in_turn(self._recogniser, lambda: words_spoken(path, model, usual))

    def _ask(self, error: "SeveralLanguagesError", path: Path, target: Draft) -> None:
        from sessionlens.speech.catalogue import language_name

        def chosen(language: str) -> None:
            remember_language(self._texts.speaker, language)
            self._run(self._recognise(path, target, language))

        options = sorted(((code, language_name(code)) for code in error.languages), key=_label)
        self._choose("Which language do you speak?", options, last_language(), chosen)

    def _put(self, target: Draft, words: str, name: str) -> bool:
        if self._texts.composing.add_words(draft_key(target), words):
            return True
        if form := self._form():
            form.settle()  # the words come after what is typed
        added = self._texts.add_words(target, words, name)
        self._show(target)
        return added

    def _show(self, target: Draft) -> None:
        """Have the form show what it has of this text."""
        form, text = self._form(), self._texts.name_of(target)
        if form is not None:
            form.show_words(text, self._texts.saved_words(text))
            form.show_sounds(self._texts.sounds)

    async def _recover(self) -> None:
        for name in await asyncio.to_thread(self._files.unfinished):
            target = self._texts.target_of(spoken_of(name)[1], name)
            if target is not None:
                self._say("What was being spoken when the program ended is kept")
                done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                done.set_result(None)
                await self._finish(self._files.folder / name, target, done)


async def in_turn(caller: Caller, work: Callable[[], _R]) -> _R:
    """What `work` returns, done by the caller's thread after what it was asked before."""
    return await asyncio.wrap_future(caller.submit(work))


def _label(option: tuple[str, str]) -> str:
    return option[1]
