"""Speaking a comment instead of typing it: one key starts and ends, the words become its text."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from sessionlens.audio.caller import Caller
from sessionlens.domain.command import BY_ID
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import keys_of
from sessionlens.domain.spoken_comment import LONGEST, spoken_of
from sessionlens.domain.timecode import clock
from sessionlens.library.spoken import (
    SpokenRecording,
    finish_spoken,
    pack_spoken,
    refuse_without_model,
    words_spoken,
)
from sessionlens.storage.languages import language_of_coach, last_language, remember_language
from sessionlens.storage.state import Draft
from sessionlens.tui.commands import handles
from sessionlens.tui.playback.composing import Composing
from sessionlens.tui.playback.document import OpenDocument
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.playback.spoken_playback import SpokenPlayback
from sessionlens.tui.playback.writing import draft_key

if TYPE_CHECKING:
    from sessionlens.speech.choice import SeveralLanguagesError

_BARS = "▁▂▃▄▅▆▇█"
_HINT_EVERY = 4.5  # seconds; it stands there as long as somebody speaks
_SHOWN = 5  # looks at the level, five a second
_NOT_BEGUN = "Not begun: the microphone was still being opened"
_NOT_HEARD = "Nothing was heard: is the microphone muted? Nothing was kept"

_R = TypeVar("_R")
Choose = Callable[[str, list[tuple[str, str]], str, Callable[[str], None]], None]
"""Lets one of `(value, label)` be chosen: title, options, the first choice, and what comes then."""


class SpokenTexts(Protocol):
    """The texts of one document that can be spoken, and where their sound is kept.

    `speaker` is the name of who speaks, `model` the one that was asked for, if any.
    """

    composing: Composing

    @property
    def speaker(self) -> str: ...

    @property
    def model(self) -> str: ...

    def to_speak(self) -> Draft | None:
        """The text that is meant when none is being written; says so where there is none."""

    def target_of(self, marker_id: str, name: str) -> Draft | None:
        """What a comment was spoken to that was interrupted, by the marker and by its file."""

    def keeps_sound(self, target: Draft) -> bool:
        """Whether there is a place for the sound of this text, and not only for its words."""

    def keep_spoken(self, target: Draft, name: str) -> bool:
        """Put the file of a spoken comment to its text; returns whether it is there now."""

    def drop_spoken(self, target: Draft, name: str) -> None:
        """Take the file away again: there is nothing to be heard in it."""

    def add_words(self, target: Draft, words: str, name: str) -> bool:
        """Put words to what is saved of this text; returns whether that was done."""

    def spoken_here(self) -> list[str]:
        """The files that were spoken to what is chosen, in the order in which they are heard."""


class Speaking:
    """The command that speaks; `tick` is called several times a second and `text` shows how it is.

    What was spoken is packed and recognised behind the screen, in the order in which it was spoken.
    When the program ends before, the next one goes on with it (`recover`).
    """

    def __init__(
        self,
        document: OpenDocument,
        texts: SpokenTexts,
        listening: Listening,
        choose: Choose,
        run: Callable[[Coroutine[None, None, None]], object],
    ) -> None:
        self._document = document
        assert document.spoken is not None
        self._files = files = document.spoken
        self._texts = texts
        self._listening = listening
        self._choose = choose
        self._run = run
        self._playback = SpokenPlayback(document, files, texts.spoken_here, run)
        self._microphone = Caller("microphone of comments")
        self._recogniser = Caller("words of comments")
        self._note: SpokenRecording | None = None
        self._target = Draft(text="")
        self._opening = False
        self._levels = ""
        self._hinted = 0.0
        self._behind = 0

    @property
    def parts(self) -> tuple[object, ...]:
        """What does the commands: this, and what plays what was spoken."""
        return self, self._playback

    @property
    def text(self) -> str:
        """What the status line says of it; empty when there is nothing to say."""
        if self._note is not None:
            return f"● {clock(self._note.seconds)} {self._levels}".rstrip()
        if self._opening:
            return "● …"
        return self._playback.text or ("… words" if self._behind else "")

    @handles("speak.toggle")
    def toggle(self) -> None:
        writing = self._document.writing
        if self._note is not None:
            self.end()
        elif self._opening:
            self._document.say("The microphone is being opened")
        elif writing is None or writing.read_only:
            self._document.say((writing and writing.read_only) or "Nothing can be kept here")
        elif target := self._texts.composing.target or self._texts.to_speak():
            self._opening = True
            self._playback.stop(resume=False)
            self._listening.pause_for_typing()
            self._run(self._begin(target))

    def discard(self) -> bool:
        """Throw away what is being spoken; returns whether somebody spoke."""
        note, self._note = self._note, None
        if note is None:
            opening, self._opening = self._opening, False
            if opening:
                self._go_on(_NOT_BEGUN)
            return opening
        self._microphone.submit(note.discard)
        self._forget(self._target, note.name)
        self._go_on("Thrown away: nothing of it was kept")
        return True

    def end(self, why: str = "") -> bool:
        """End, and have the words recognised; returns whether somebody spoke."""
        note, self._note = self._note, None
        if note is None:
            self._opening = False
            return False
        settled = self._microphone.submit(note.settle)  # at once: the program may be about to end
        length = clock(note.seconds)
        self._go_on(why or f"{length} spoken")
        self._run(self._finish(note.path, self._target, asyncio.wrap_future(settled)))
        return True

    def finished_typing(self, *, save: bool) -> bool:
        """Enter or Esc in the editor: the end of speaking first; returns whether somebody spoke."""
        return self.end() if save else self.discard()

    def tick(self) -> str:
        """Look how loud it is, and whether it can go on; returns `text`."""
        self._playback.tick()
        self._look()
        return self.text

    def close(self) -> None:
        """Another screen takes over: what is being spoken is ended and kept."""
        self.end()
        self._playback.stop(resume=False)
        self._microphone.close()
        self._recogniser.close()

    def _hint(self) -> None:
        keys = keys_of(self._document.keymap, BY_ID["speak.toggle"]) or "the same command"
        self._document.say(f"Speak: {keys} ends it, Esc throws it away")
        self._hinted = time.monotonic()

    def _look(self) -> None:
        note = self._note
        if note is None:
            return
        bar = _BARS[min(int(note.level * len(_BARS)), len(_BARS) - 1)]
        self._levels = (self._levels + bar)[-_SHOWN:]
        if time.monotonic() - self._hinted > _HINT_EVERY:
            self._hint()
        if trouble := note.trouble:
            self.end(f"{trouble}. What was spoken until then is kept")
        elif note.seconds >= LONGEST:
            self.end(f"{clock(LONGEST)} are the most for one comment: it is ended, and kept")

    def recover(self) -> None:
        """Go on with what was being spoken when the program was ended."""
        writing = self._document.writing
        if writing is not None and not writing.read_only:
            self._run(self._recover())

    # ---------------------------------------------------------------- behind the screen

    async def _begin(self, target: Draft) -> None:
        sound = self._texts.keeps_sound(target)
        marker_id = target.new.id if target.new else target.marker_id.rsplit(" ", 1)[-1]
        try:
            note = await _in(self._microphone, lambda: self._opened(marker_id, sound))
        except SessionLensError as error:
            self._opening = False
            self._go_on(str(error))
            return
        self._opening = False
        if note is None:
            return
        if target.new and not self._texts.composing.attach(draft_key(target), note.name):
            self._microphone.submit(note.discard)  # the text was put away meanwhile
            return
        self._note, self._target, self._levels = note, target, ""
        self._hint()

    def _opened(self, marker_id: str, sound: bool) -> SpokenRecording | None:
        """The microphone, recording; None where that is not wanted any more."""
        if not sound:
            refuse_without_model(self._texts.model)  # before one has spoken for nothing
        name = self._files.new_name(marker_id, words_only=not sound)
        note = SpokenRecording(self._files.folder, name)
        note.start()
        if self._opening:
            return note
        note.discard()
        return None

    async def _finish(self, path: Path, target: Draft, settled: "asyncio.Future[None]") -> None:
        self._behind += 1
        try:
            await settled
            await self._take(path, target)
        except SessionLensError as error:
            self._document.say(str(error))
        finally:
            self._behind -= 1

    async def _take(self, path: Path, target: Draft) -> None:
        """Pack, keep, recognise: what was recorded goes when all of that is done."""
        if not await _in(self._recogniser, lambda: pack_spoken(path)):
            await _in(self._recogniser, lambda: finish_spoken(path))
            self._forget(target, path.name)
            self._document.say(_NOT_HEARD)
            return
        sound = self._texts.keeps_sound(target)
        if sound and not self._attached(target, path.name):
            return  # it is still there: the next opening goes on with it
        await self._recognise(path, target, sound)

    def _attached(self, target: Draft, name: str) -> bool:
        composing = self._texts.composing
        if target.new and composing.attach(draft_key(target), name):
            return True
        return self._texts.keep_spoken(target, name)

    async def _recognise(self, path: Path, target: Draft, sound: bool, language: str = "") -> None:
        from sessionlens.speech.choice import SeveralLanguagesError

        kept = "The sound is kept" if sound else "Nothing was kept"
        try:
            words = await self._words(path, language)
        except SeveralLanguagesError as error:
            self._ask(error, path, target, sound)
            return
        except SessionLensError as error:
            self._document.say(f"{kept}, without words: {error}")
        else:
            if not words:
                self._document.say(f"{kept}: no words were understood")
            elif self._put(target, words, path.name):
                self._document.say("The words are there, to be changed like any others")
            else:
                self._document.say(f"What they were spoken to is not there any more: “{words}”")
        await _in(self._recogniser, lambda: _let_go(path, sound))

    async def _words(self, path: Path, language: str) -> str:
        from sessionlens.speech.choice import SeveralLanguagesError

        model = self._texts.model
        try:
            return await _in(self._recogniser, lambda: words_spoken(path, model, language))
        except SeveralLanguagesError as error:
            usual = language_of_coach(self._texts.speaker) or last_language()
            if language or usual not in error.languages:
                raise
        return await _in(self._recogniser, lambda: words_spoken(path, model, usual))

    def _ask(self, error: "SeveralLanguagesError", path: Path, target: Draft, sound: bool) -> None:
        from sessionlens.speech.catalogue import language_name

        def chosen(language: str) -> None:
            remember_language(self._texts.speaker, language)
            self._run(self._recognise(path, target, sound, language))

        options = sorted(((code, language_name(code)) for code in error.languages), key=_label)
        self._choose("Which language do you speak?", options, last_language(), chosen)

    def _put(self, target: Draft, words: str, name: str) -> bool:
        composing = self._texts.composing
        return composing.add_words(draft_key(target), words) or self._texts.add_words(
            target, words, name
        )

    def _forget(self, target: Draft, name: str) -> None:
        """What was spoken has no sound: nothing is to lead to it."""
        if target.new:
            self._texts.composing.attach(draft_key(target), "")
        self._texts.drop_spoken(target, name)

    def _go_on(self, notice: str) -> None:
        self._document.say(notice)
        if self._texts.composing.target is None:
            self._listening.resume_after_typing()

    async def _recover(self) -> None:
        for name in await _in(self._recogniser, self._files.unfinished):
            target = self._texts.target_of(spoken_of(name)[1], name)
            if target is not None:
                self._document.say("What was being spoken when the program ended is kept")
                done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                done.set_result(None)
                await self._finish(self._files.folder / name, target, done)


async def _in(caller: Caller, work: Callable[[], _R]) -> _R:
    return await asyncio.wrap_future(caller.submit(work))


def _let_go(path: Path, sound: bool) -> None:
    finish_spoken(path)
    if not sound:
        path.unlink(missing_ok=True)


def _label(option: tuple[str, str]) -> str:
    return option[1]
