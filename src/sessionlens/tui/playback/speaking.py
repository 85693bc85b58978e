"""Speaking a comment instead of typing it: one key starts and ends, the words become its text."""

import asyncio
import time

from textual.dom import DOMNode

from sessionlens.audio.caller import Caller
from sessionlens.domain.command import BY_ID
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import key_beside_typing, keys_of
from sessionlens.domain.spoken_comment import LONGEST
from sessionlens.domain.timecode import clock
from sessionlens.library.spoken import SpokenRecording
from sessionlens.storage.state import Draft
from sessionlens.tui.commands import handles
from sessionlens.tui.keybinding import bind_speaking
from sessionlens.tui.playback.document import OpenDocument
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.playback.spoken_playback import SpokenPlayback
from sessionlens.tui.playback.spoken_texts import SpokenForm, SpokenTexts
from sessionlens.tui.playback.spoken_words import Choose, Run, SpokenWords, in_turn
from sessionlens.tui.playback.writing import draft_key

_BARS = "▁▂▃▄▅▆▇█"
_HINT_EVERY = 4.5  # seconds; it stands there as long as somebody speaks
_SHOWN = 5  # looks at the level, five a second
_WORDS = "… words"
_RECOGNISED = "… the words are being recognised"
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
        self._playback = SpokenPlayback(document, files, self._spoken_here, run, self._say)
        self._words = SpokenWords(files, texts, choose, run, self._say, lambda: self.form)
        self._microphone = Caller("microphone of comments")
        self._note: SpokenRecording | None = None
        self._target = Draft(text="")
        self._opening = False
        self._levels = ""
        self._hinted = 0.0
        self._paused = False
        self._form: SpokenForm | None = None
        self._in_form = False
        self._status = ""
        self._status_told = False

    def enter(self, form: SpokenForm, screen: DOMNode) -> None:
        """Speak to the texts of this form, and tell all there, as long as its screen is shown."""
        bind_speaking(screen, self._document.keymap)
        self.end()
        self._playback.stop()
        self._form = form
        keymap = self._document.keymap
        form.show_keys(*(key_beside_typing(keymap, one) for one in ("speak.toggle", "speak.play")))
        form.show_sounds(self._texts.sounds)

    @property
    def form(self) -> SpokenForm | None:
        """The form that lies over the screen; None where there is none, or no text in it."""
        if self._form is not None and not self._form.is_shown:
            self._form, self._status = None, ""
        return self._form

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
        return self._playback.text or (_WORDS if self._words.behind else "")

    @handles("speak.toggle")
    def toggle(self) -> None:
        writing = self._document.writing
        if self._note is not None:
            self.end()
        elif self._opening:
            self._say("The microphone is being opened")
        elif writing is None or writing.read_only:
            self._say((writing and writing.read_only) or "Nothing can be kept here")
        elif target := self._to_speak():
            self._opening = True
            self._playback.stop(resume=False)
            player = self._document.player
            self._paused = bool(player and player.playing)
            self._listening.pause_for_typing()
            self._run(self._begin(target))

    def _to_speak(self) -> Draft | None:
        if form := self.form:
            text = form.to_speak()
            return Draft(marker_id=text, text="") if text else None
        return self._texts.composing.target or self._texts.to_speak()

    def _spoken_here(self) -> list[str]:
        form = self.form
        return form.spoken_here() if form else self._texts.spoken_here()

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
        if form := self.form:
            self._tell(form)
        return self.text

    def _tell(self, form: SpokenForm) -> None:
        """What the status line says, in a form that hides it; a notice said since stays."""
        status = self._form_status
        if status == self._status:
            return
        if status or self._status_told:
            form.say(status)
        self._status, self._status_told = status, bool(status)

    @property
    def _form_status(self) -> str:
        if self._note is not None:
            return f"{self.text}  {self._ways_out}"
        return _RECOGNISED if self.text == _WORDS else self.text

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
        if form := self.form:
            form.say(notice)
            self._status, self._status_told = self._form_status, False
        else:
            self._document.say(notice)

    @property
    def _ways_out(self) -> str:
        keys = keys_of(self._document.keymap, BY_ID["speak.toggle"]) or "the same command"
        return f"Speak: {keys} ends it, Esc throws it away"

    def _hint(self) -> None:
        if self.form is None:  # where it stands beside the level
            self._say(self._ways_out)
        self._hinted = time.monotonic()

    def _look(self) -> None:
        note = self._note
        if note is None:
            return
        if self._in_form and self.form is None:
            self.end()
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
        if self._texts.composing.target is None and self._paused:
            self._listening.resume_after_typing()

    # ---------------------------------------------------------------- behind the screen

    async def _begin(self, target: Draft) -> None:
        text = self._texts.name_of(target)
        try:
            note = await in_turn(self._microphone, lambda: self._opened(text))
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
        self._in_form = self.form is not None
        self._hint()

    def _opened(self, text: str) -> SpokenRecording | None:
        """The microphone, recording; None where that is not wanted any more."""
        note = SpokenRecording(self._files.folder, self._files.new_name(text))
        note.start()
        if self._opening:
            return note
        note.discard()
        return None
