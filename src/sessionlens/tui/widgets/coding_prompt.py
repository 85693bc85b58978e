"""After a marker key: the competency's indicators with their letters, the ratings, the comment."""

import time
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from sessionlens.domain.keymap import Keymap, mark_keys, rating_keys
from sessionlens.domain.keys import display
from sessionlens.domain.marker import Marker, Rating
from sessionlens.domain.rubric import Indicator, Rubric
from sessionlens.domain.timecode import clock
from sessionlens.tui.wrapping import wrap


class CodingPrompt(Widget):
    """Takes the keys that it shows; every other key goes on as usual. Closes by itself.

    A key that was on its way when it closed is still an answer: see `take_late`.
    """

    can_focus = True
    SECONDS: ClassVar[float] = 10.0
    LATE: ClassVar[float] = 2.0
    DEFAULT_CSS = """
    CodingPrompt {
        display: none; height: auto; max-height: 14; padding: 0 1;
        border-top: solid $accent; background: $surface;
    }
    CodingPrompt.open { display: block; }
    """

    class Indicated(Message):
        """An indicator's letter was pressed."""

        def __init__(self, indicator: str) -> None:
            super().__init__()
            self.indicator = indicator

    class Rated(Message):
        """The key of a rating was pressed."""

        def __init__(self, rating: Rating) -> None:
            super().__init__()
            self.rating = rating

    class Coded(Message):
        """A competency's key was pressed for a marker that is asked about."""

        def __init__(self, competency: str) -> None:
            super().__init__()
            self.competency = competency

    class CommentWanted(Message):
        """Enter: the comment is to be written."""

    class Closed(Message):
        """The prompt has gone."""

    def __init__(self, rubric: Rubric, keymap: Keymap, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rubric = rubric
        marks = mark_keys(keymap, rubric)
        self._codes = {key: code for code, key in marks if rubric.competency(code)}
        self._ratings = {key: rating for rating, key in rating_keys(keymap, rubric)}
        self._marker: Marker | None = None
        self._recoding = False
        self._timer: Timer | None = None
        self._late_until = 0.0

    def ask(self, marker: Marker, *, recoding: bool = False) -> None:
        """Show what can be said about a marker; with `recoding` its competency, too."""
        self._marker = marker
        self._recoding = recoding
        self.add_class("open")
        self.focus(scroll_visible=False)
        self._wait()
        self.refresh(layout=True)

    def update_marker(self, marker: Marker) -> None:
        """Show the same marker as it is now."""
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
    def takes(self) -> frozenset[str]:
        """The keys, as a person reads them, that are answers to the prompt while it is open."""
        if not self.is_open:
            return frozenset()
        codes = self._codes if self._takes_codes else {}
        keys = (*self._ratings, *codes, *self._letters, "escape", "enter")
        return frozenset(display(key) for key in keys)

    def on_blur(self) -> None:
        self.close()

    def _wait(self) -> None:
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(self.SECONDS, self._give_up)

    def _give_up(self) -> None:
        self._late_until = time.monotonic() + self.LATE
        self.close()

    def take_late(self, event: events.Key) -> bool:
        """Take a letter or rating shortly after the prompt closed by itself, instead of a command.

        Returns whether it was one.
        """
        if self.is_open or time.monotonic() > self._late_until:
            return False
        self._late_until = 0.0
        message = self._message_for(event)
        if not isinstance(message, self.Indicated | self.Rated):
            return False
        self.post_message(message)
        return True

    def on_key(self, event: events.Key) -> None:
        message = self._message_for(event)
        if message is None:
            return
        event.stop()
        event.prevent_default()
        if isinstance(message, self.Closed):
            self.close()
            return
        self._wait()
        self.post_message(message)

    def _message_for(self, event: events.Key) -> Message | None:
        if event.key == "escape":
            return self.Closed()
        if event.key == "enter":
            return self.CommentWanted()
        key = event.character if event.is_printable and event.character else event.key
        if rating := self._ratings.get(key):
            return self.Rated(rating)
        if self._takes_codes and key in self._codes:
            return self.Coded(self._codes[key])
        return self.Indicated(key) if key in self._letters else None

    @property
    def _letters(self) -> tuple[str, ...]:
        competency = self._rubric.competency(self._marker.competency if self._marker else None)
        return tuple(one.id for one in competency.indicators) if competency else ()

    @property
    def _takes_codes(self) -> bool:
        marker = self._marker
        if marker is None or marker.phase:
            return False
        return self._recoding or marker.competency is None

    def render(self) -> Content:
        marker = self._marker
        if marker is None:
            return Content()
        competency = self._rubric.competency(marker.competency)
        title = self._rubric.title_of(marker)
        lines = [
            Content.assemble(
                (f"{clock(marker.start, 1)}  {title}", "bold $accent"),
                ("  interval open" if marker.open else "", "$warning"),
                (f"  “{marker.quote}”" if marker.quote else "", "$faint italic"),
            ).truncate(max(self.content_size.width, 10), ellipsis=True)
        ]
        if competency:
            for indicator in competency.indicators:
                lines += self._indicator(indicator, chosen=indicator.id == marker.indicator)
        lines.append(self._keys(marker))
        return Content("\n").join(lines)

    def _indicator(self, indicator: Indicator, *, chosen: bool) -> list[Content]:
        rows = wrap(indicator.text.split(), self.content_size.width - 5)
        texts = [" ".join(piece for _, piece in row) for row in rows]
        letter = (f" {indicator.id} ", "bold reverse" if chosen else "bold")
        first = Content.assemble(letter, " ", texts[0] if texts else "")
        return [first, *(Content(f"    {text}") for text in texts[1:])]

    def _keys(self, marker: Marker) -> Content:
        parts: list[Content] = []
        if self._takes_codes:
            parts.append(Content.assemble((" ".join(self._codes), "bold"), " competency"))
        keys = {rating: key for key, rating in reversed(self._ratings.items())}
        for rating in self._rubric.ratings:
            if key := keys.get(rating):
                style = f"bold ${rating}" + (" reverse" if marker.rating == rating else "")
                parts.append(Content.assemble((f" {display(key)} ", style), rating))
        parts.append(Content.assemble(("Enter", "bold"), " comment"))
        parts.append(Content.assemble(("Esc", "bold"), " close"))
        return Content("  ").join(parts)
