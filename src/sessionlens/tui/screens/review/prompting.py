"""The prompt after a marking key: asked first about every key, and its answers done."""

from collections.abc import Callable

from textual import events

from sessionlens.domain.marker import Marker
from sessionlens.tui.footer import Footer
from sessionlens.tui.screens.review.marking import Marking
from sessionlens.tui.widgets.coding_prompt import CodingPrompt, PromptAnswer


class Prompting:
    """Opens the prompt and does what is answered; `run` does a command of the registry."""

    marking: Marking

    def __init__(self, prompt: CodingPrompt, footer: Footer, run: Callable[[str], None]) -> None:
        self._prompt = prompt
        self._footer = footer
        self._run = run

    def ask(self, marker: Marker) -> None:
        """Ask about a marker that was just made."""
        self._prompt.ask(marker)
        self._footer.leave_out(self._prompt.takes)

    def recode(self, marker: Marker) -> None:
        """Ask about a marker that is to be coded anew."""
        self._prompt.ask(marker, codes="code")
        self._footer.leave_out(self._prompt.takes)

    def also(self, marker: Marker) -> None:
        """Ask for a competency that a marker shows besides."""
        self._prompt.ask(marker, codes="also")
        self._footer.leave_out(self._prompt.takes)

    def answer(self, event: events.Key) -> bool:
        """Whether a key was an answer, which is done; the prompt closes at any other key."""
        answer = self._prompt.answer(event)
        if answer is None:
            self._prompt.close()
            return False
        self._do(answer)
        if (marker := self.marking.chosen) is not None:
            self._prompt.update_marker(marker)
        self._footer.leave_out(self._prompt.takes)
        return True

    def _do(self, answer: PromptAnswer) -> None:
        match answer.kind:
            case "indicator":
                self.marking.indicate(answer.value)
            case "rating":
                self.marking.rate(answer.value)
            case "code":
                self.marking.code(answer.value)
            case "also":
                self.marking.also(answer.value)
            case "comment":
                self._prompt.close()
                self._run("marker.edit")
            case "undo":
                self._prompt.close()
                self._run("edit.undo")
            case "close":
                self._prompt.close()
