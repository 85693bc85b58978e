"""Speaking a comment instead of typing it: one key starts and ends, the words become its text."""

import asyncio
import time

from sessionlens.audio.caller import Caller
from sessionlens.domain.command import BY_ID
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import keys_of
from sessionlens.domain.spoken_comment import LONGEST
from sessionlens.domain.timecode import clock
from sessionlens.library.spoken import SpokenRecording, refuse_without_model
from sessionlens.storage.state import Draft
from sessionlens.tui.commands import handles
from sessionlens.tui.playback.document import OpenDocument
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.playback.spoken_playback import SpokenPlayback
from sessionlens.tui.playback.spoken_texts import SpokenTexts
from sessionlens.tui.playback.spoken_words import Choose, Run, SpokenWords, in_turn
from sessionlens.tui.playback.writing import draft_key

_BARS = "▁▂▃▄▅▆▇█"
_HINT_EVERY = 4.5  # seconds; it stands there as long as somebody speaks
_SHOWN = 5  # looks at the level, five a second
_NOT_BEGUN = "Not begun: the microphone was still being opened"


class Speaking:
    """The command that speaks; `tick` is called several times a second and `text` shows how it is.

    What becomes of what was spoken is the matter of `SpokenWords`.
    """

    def __init__(
        self,
        document: OpenDocument,
        texts: SpokenTexts,
        listening: Listening,
        choose: Choose,
        run: Run,
    ) -> None:
        self._document = document
        assert document.spoken is not None
        self._files = files = document.spoken
        self._texts = texts
        self._listening = listening
        self._run = run
        self._playback = SpokenPlayback(document, files, texts.spoken_here, run)
        self._words = SpokenWords(files, texts, choose, run, self._say)
        self._microphone = Caller("microphone of comments")
        self._note: SpokenRecording | None = None
        self._target = Draft(text="")
        self._opening = False
        self._levels = ""
        self._hinted = 0.0

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
        return self._playback.text or ("… words" if self._words.behind else "")

    @handles("speak.toggle")
    def toggle(self) -> None:
        writing = self._document.writing
        if self._note is not None:
            self.end()
        elif self._opening:
            self._say("The microphone is being opened")
        elif writing is None or writing.read_only:
            self._say((writing and writing.read_only) or "Nothing can be kept here")
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
        self._words.forget(self._target, note.name)
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
        self._words.take(note.path, self._target, asyncio.wrap_future(settled))
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
        self._playback.close()
        self._microphone.close()
        self._words.close()

    def recover(self) -> None:
        """Go on with what was being spoken when the program was ended."""
        writing = self._document.writing
        if writing is not None and not writing.read_only:
            self._words.recover()

    def _say(self, notice: str) -> None:
        self._document.say(notice)

    def _hint(self) -> None:
        keys = keys_of(self._document.keymap, BY_ID["speak.toggle"]) or "the same command"
        self._say(f"Speak: {keys} ends it, Esc throws it away")
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

    def _go_on(self, notice: str) -> None:
        self._say(notice)
        if self._texts.composing.target is None:
            self._listening.resume_after_typing()

    # ---------------------------------------------------------------- behind the screen

    async def _begin(self, target: Draft) -> None:
        sound = self._texts.keeps_sound(target)
        marker_id = target.new.id if target.new else target.marker_id.rsplit(" ", 1)[-1]
        try:
            note = await in_turn(self._microphone, lambda: self._opened(marker_id, sound))
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
