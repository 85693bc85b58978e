"""After a marker key: the competency's indicators with their letters, the ratings, the comment."""

from itertools import zip_longest
from typing import ClassVar, Literal, NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from sessionlens.domain.keymap import Keymap, mark_keys, rating_keys
from sessionlens.domain.keys import display
from sessionlens.domain.marker import Marker
from sessionlens.domain.rubric import TAKEN_LETTERS, Competency, Indicator, Rubric
from sessionlens.domain.text import shorten
from sessionlens.domain.timecode import clock
from sessionlens.tui.wrapping import cells, fit, wrap

_LOW = 30  # rows of the terminal below which each indicator has one line
_MOST_LINES = 4  # of indicators on a low terminal: the transcript is to be read on


class PromptAnswer(NamedTuple):
    """What a key said to the prompt; `value` is an indicator, a rating or a competency."""

    kind: Literal["indicator", "rating", "code", "also", "comment", "undo", "close"]
    value: str = ""


class CodingPrompt(Widget):
    """Shows what can be said about a marker, and knows which keys say it.

    It has the keys that it shows as long as it is open: some seconds after it was asked for, or
    until any other key. It takes no focus: the screen asks it first about every key.
    """

    SECONDS: ClassVar[float] = 10.0
    DEFAULT_CSS = """
    CodingPrompt {
        display: none; height: auto; max-height: 16; padding: 0 1;
        border-top: solid $accent; background: $surface;
    }
    CodingPrompt.open { display: block; }
    """

    class Closed(Message):
        """The prompt has gone."""

    def __init__(self, rubric: Rubric, keymap: Keymap, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rubric = rubric
        marks = mark_keys(keymap, rubric)
        self._codes = {key: code for code, key in marks if rubric.competency(code)}
        self._ratings = {key: rating for rating, key in rating_keys(keymap, rubric)}
        self._undo = keymap.keys.get("edit.undo", ())
        self._marker: Marker | None = None
        self._codes_for: Literal["", "code", "also"] = ""
        self._timer: Timer | None = None

    def ask(self, marker: Marker, *, codes: Literal["", "code", "also"] = "") -> None:
        """Show what can be said about a marker.

        With `codes` the keys of competencies are answers, too: another one (`code`), or one that
        the marker shows besides (`also`).
        """
        self._marker = marker
        self._codes_for = codes
        self.add_class("open")
        self._wait()
        self.refresh(layout=True)

    def update_marker(self, marker: Marker) -> None:
        """Show the same marker as it is now."""
        if marker != self._marker:
            self._marker = marker
            self._wait()
            self.refresh(layout=True)

    def close(self) -> None:
        """Go away."""
        if self._timer:
            self._timer.stop()
        if self.has_class("open"):
            self.remove_class("open")
            self.post_message(self.Closed())

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return self.has_class("open")

    @property
    def marker(self) -> Marker | None:
        """The marker that it asks about."""
        return self._marker if self.is_open else None

    @property
    def takes(self) -> frozenset[str]:
        """The keys, as a person reads them, that are answers to the prompt while it is open."""
        if not self.is_open:
            return frozenset()
        codes = self._codes if self._takes_codes else {}
        keys = (*self._ratings, *codes, *self._letters, "escape", "enter", "c")
        return frozenset(display(key) for key in keys)

    def _wait(self) -> None:
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(self.SECONDS, self.close)

    def answer(self, event: events.Key) -> PromptAnswer | None:
        """What a key says while the prompt is open; None for a key that it does not show."""
        if not self.is_open:
            return None
        answer = self._answer_of(event)
        if answer is not None:
            self._wait()
        return answer

    def _answer_of(self, event: events.Key) -> PromptAnswer | None:
        key = event.character if event.is_printable and event.character else event.key
        if key == "escape":
            return PromptAnswer("close")
        if key in ("enter", "c"):
            return PromptAnswer("comment")
        if key in self._undo:
            return PromptAnswer("undo")
        if self._takes_codes and key in self._codes:
            return PromptAnswer("also" if self._codes_for == "also" else "code", self._codes[key])
        if rating := self._ratings.get(key):
            return PromptAnswer("rating", rating)
        return PromptAnswer("indicator", key) if key in self._letters else None

    @property
    def _letters(self) -> tuple[str, ...]:
        competency = self._rubric.competency(self._marker.competency if self._marker else None)
        indicators = competency.indicators if competency else ()
        return tuple(one.id for one in indicators if one.id not in TAKEN_LETTERS)

    @property
    def _takes_codes(self) -> bool:
        marker = self._marker
        if marker is None or marker.phase:
            return False
        return bool(self._codes_for) or marker.competency is None

    def render(self) -> Content:
        marker = self._marker
        if marker is None:
            return Content()
        competency = self._rubric.competency(marker.competency)
        title = self._rubric.title_of(marker)
        also = [self._rubric.competency(name) for name in marker.also]
        more = "".join(f" · also {one.label}" for one in also if one)
        lines = [
            Content.assemble(
                (f"{clock(marker.start, 1)}  {title}{more}", "bold $accent"),
                ("  interval open" if marker.open else "", "$warning"),
                (f"  “{marker.quote}”" if marker.quote else "", "$faint italic"),
            ).truncate(max(self.content_size.width, 10), ellipsis=True)
        ]
        if competency and competency.question and self._codes_for != "also":
            lines.append(self._question(competency.question))
        if competency and self._codes_for != "also":
            lines += self._indicators(competency, competency.indicator(marker.indicator))
        lines.append(self._keys(marker))
        return Content("\n").join(lines)

    def _question(self, question: str) -> Content:
        """The question to bring, whole where there is room; on a low terminal one line of it."""
        width = self.content_size.width - 1
        if self.app.size.height < _LOW:
            question = _fitted(question, width)
        return Content.styled(question, "italic")

    def _indicators(self, competency: Competency, chosen: Indicator | None) -> list[Content]:
        """A paragraph each; on a low terminal a line each, or two columns of many."""
        shown = [own for own in competency.indicators if own.id not in TAKEN_LETTERS]
        width = self.content_size.width
        if self.app.size.height >= _LOW:
            return [line for own in shown for line in _paragraph(own, own == chosen, width)]
        if len(shown) <= _MOST_LINES:
            return [_line(own, own == chosen, width) for own in shown]
        count, column = -(-len(shown) // 2), (width - 1) // 2
        left = [_line(own, own == chosen, column).pad_right(1) for own in shown[:count]]
        right = [_line(own, own == chosen, column) for own in shown[count:]]
        return [
            Content.assemble(first, second)
            for first, second in zip_longest(left, right, fillvalue=Content())
        ]

    def _keys(self, marker: Marker) -> Content:
        parts: list[Content] = []
        if self._takes_codes:
            what = "also shows" if self._codes_for == "also" else "competency"
            parts.append(Content.assemble((" ".join(self._codes), "bold"), f" {what}"))
        keys = {rating: key for key, rating in reversed(self._ratings.items())}
        for rating in self._rubric.ratings:
            if key := keys.get(rating):
                style = f"bold ${rating}" + (" reverse" if marker.rating == rating else "")
                parts.append(Content.assemble((f" {display(key)} ", style), rating))
        parts.append(Content.assemble(("c", "bold"), " comment"))
        if self._undo:
            parts.append(Content.assemble((display(self._undo[0]), "bold"), " undo"))
        parts.append(Content.assemble(("Esc", "bold"), " close"))
        return Content("  ").join(parts)


def _letter(indicator: Indicator, *, chosen: bool) -> Content:
    letter = (f" {indicator.id} ", "bold reverse" if chosen else "bold")
    against = ("− ", "$growth") if indicator.polarity == "against" else ""
    return Content.assemble(letter, " ", against)


def _line(indicator: Indicator, chosen: bool, width: int) -> Content:
    """The indicator on one line of exactly so many cells."""
    letter = _letter(indicator, chosen=chosen)
    return Content.assemble(letter, _fitted(indicator.text, width - cells(letter.plain)))


def _paragraph(indicator: Indicator, chosen: bool, width: int) -> list[Content]:
    """The whole text of the indicator."""
    rows = wrap(indicator.text.split(), width - 7)
    texts = [" ".join(piece for _, piece in row) for row in rows]
    first = Content.assemble(_letter(indicator, chosen=chosen), texts[0] if texts else "")
    return [first, *(Content(f"    {text}") for text in texts[1:])]


def _fitted(text: str, width: int) -> str:
    return fit(shorten(text, max(width, 10)), max(width, 10))
