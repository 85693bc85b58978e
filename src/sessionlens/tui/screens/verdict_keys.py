"""The keys of the verdict screen: what the footer shows, and what keymap and rubric say."""

from collections.abc import Mapping

from textual import events

from sessionlens.domain.keymap import Keymap, mark_keys, rating_keys
from sessionlens.domain.marker import Rating
from sessionlens.domain.rubric import Rubric

Pairs = tuple[tuple[str, str], ...]
"""Keys as a person reads them, and what they do."""

# At 80 columns not all of them fit: what the field is for comes first, then the way back.
_BACK = ("Esc", "back to the review")
_TURN = ("PgUp PgDn", "competency")
_NEXT = ("Tab", "next")
_PAUSE = ("Space", "pauses")

_EVIDENCE = ("F2", "evidence into the text")

TEXT_KEYS: Pairs = (("Enter", "breaks the line"), _BACK, _EVIDENCE, _TURN, _NEXT)
EVIDENCE_KEYS: Pairs = (
    *(("Enter", "plays the marker"), _BACK, ("F2", "into the text"), ("+ - ?", "rate")),
    *(("c", "comment"), _PAUSE, _NEXT, _TURN),
)


def list_keys(*, scored: bool, written: bool) -> Pairs:
    """What one can do in the list: whether there is a verdict to be chosen, or a text."""
    first = "verdict" if scored else "words" if written else "moments"
    enter = ("Enter", f"to its {first}")
    return (_BACK, ("PgUp PgDn or its key", "competency"), enter, _NEXT, _PAUSE)


def scale_keys(steps: str) -> Pairs:
    """What one can do on the scale, whose keys are `steps`."""
    keys = ((steps, "verdict"), _BACK, ("letters", "write"), ("F3", "indicators"))
    return (*keys, _TURN, _NEXT, ("Backspace", "none"))


class VerdictKeys:
    """What keymap and rubric say about them: digits may need Shift, and others stand for them."""

    def __init__(self, keymap: Keymap, rubric: Rubric, level: str) -> None:
        ids = [one.id for one in rubric.competencies]
        marks = mark_keys(keymap, rubric)
        self._competencies = {key: ids.index(code) for code, key in marks if code in ids}
        self._count = len(rubric.steps_at(level))
        self._ratings = {key: rating for rating, key in rating_keys(keymap, rubric)}
        self._marks = keymap.marks

    def competency(self, event: events.Key) -> int | None:
        """The competency that a key marks, counted from 0."""
        return self._competencies.get(event.character or "", self._competencies.get(event.key))

    def rating(self, event: events.Key) -> Rating | None:
        """The rating that a key gives."""
        key = event.character if event.is_printable and event.character else event.key
        return self._ratings.get(key)

    @property
    def digits(self) -> Mapping[str, int]:
        """The digit that each key of an unshifted digit row stands for."""
        return {key: digit for digit in range(1, 10) for key in self._marks.get(str(digit), ())}

    @property
    def steps(self) -> str:
        """The keys of the scale, from the first to the last."""
        first, last = (
            next(iter(self._marks.get(str(digit), ())), str(digit))
            for digit in (1, max(self._count, 1))
        )
        return first if first == last else f"{first}–{last}"
