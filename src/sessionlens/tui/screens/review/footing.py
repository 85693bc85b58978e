"""The last line: the keys one needs now, or what has just happened."""

from sessionlens.domain.command import BY_ID
from sessionlens.domain.keymap import Keymap, mark_keys
from sessionlens.domain.keys import display, normalise
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.text import clean
from sessionlens.tui.widgets.footer_bar import FooterBar

_SHOWN = (
    ("play.toggle", "play"),
    (("seek.back10", "seek.forward10"), "∓10 s"),
    ("marks", "mark"),
    ("marker.comment", "comment"),
    (("marker.next", "marker.previous"), "markers"),
    ("edit.undo", "undo"),
    ("app.help", "help"),
    ("review.verdicts", "verdicts"),
    ("review.export", "export"),
    ("marker.quote", "quote"),
    ("app.quit", "leave"),
)


class Footing:
    """Fills the footer; notices stay for some seconds."""

    SECONDS = 5.0

    def __init__(self, keymap: Keymap, rubric: Rubric) -> None:
        self.bar = FooterBar(id="footer")
        self._keymap = keymap
        self._rubric = rubric
        self.bar.show(self._pairs())

    def say(self, notice: str) -> None:
        """Say something for a while."""
        self.bar.say(clean(notice), self.SECONDS)

    def _pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple((self._keys(ids), word) for ids, word in _SHOWN)

    def _keys(self, ids: str | tuple[str, ...]) -> str:
        if ids == "marks":
            keys = [key for _, key in mark_keys(self._keymap, self._rubric)]
            competencies = keys[: len(self._rubric.competencies)]
            return f"{competencies[0]}–{competencies[-1]}"
        names = (ids,) if isinstance(ids, str) else ids
        firsts = [self._keymap.keys.get(BY_ID[name].id, ())[:1] for name in names]
        return "/".join(display(normalise(key)) for keys in firsts for key in keys)
