"""What is taken along: the mentor's verdicts and summary, and the coach's own reflection."""

from itertools import count

from sessionlens.domain.answer import Reflection
from sessionlens.domain.keymap import first_key
from sessionlens.domain.reply import SetReflection, unknown
from sessionlens.tui.commands import handles
from sessionlens.tui.playback.spoken_texts import SpokenTexts
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.replay.document import OpenFeedback

_visits = count()


class Conclusions:
    """The commands that show what the mentor concludes, and ask what the coach does."""

    def __init__(self, document: OpenFeedback, dialogs: Dialogs, texts: SpokenTexts) -> None:
        self._document = document
        self._dialogs = dialogs
        self._texts = texts

    @handles("review.verdicts")
    def verdicts(self) -> None:
        from sessionlens.tui.screens.conclusions import ConclusionsScreen

        document = self._document
        lost = unknown(document.editor.reply.answers, document.moments)
        reflection = document.editor.reply.reflection
        sounds = self._texts.sounds
        self._dialogs.show(ConclusionsScreen(document.feedback, reflection, lost, sounds))

    @handles("reply.reflection")
    def reflect(self) -> None:
        from sessionlens.tui.screens.reflection import ReflectionScreen

        document = self._document
        if document.read_only:
            document.say(document.read_only)
            return
        visit = f"reflection {next(_visits)}"

        def keep(reflection: Reflection) -> None:
            document.apply(SetReflection(reflection), joins=visit)

        key = first_key(document.keymap, "review.export")
        draft = self._dialogs.draft_of(ReflectionScreen.DRAFT)
        reflection = document.editor.reply.reflection
        self._dialogs.type_in(ReflectionScreen(reflection, keep, draft, document.feedback, key))
