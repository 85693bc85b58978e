"""The names in a transcript: what each was heard as, put in its place or taken back."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.spoken_names import (
    NameList,
    NamePair,
    PairPlaces,
    as_heard,
    names_of_line,
    pairs_in,
)
from sessionlens.domain.text import counted, shorten
from sessionlens.domain.timecode import clock
from sessionlens.domain.transcript import Utterance
from sessionlens.domain.transcript_changes import PlaceNames
from sessionlens.tui.screens.ask import AskScreen
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.pick_list import PickList
from sessionlens.tui.wrapping import fit

_HINTS = (
    ("Space", "in or out"),
    ("a", "adds a name"),
    ("Enter", "does it"),
    ("Esc", "leaves it as it is"),
)
_EMPTY_HINTS = (("a", "adds a name"), ("Esc", "closes"))
_HEARD_WIDTH, _NAME_WIDTH = 22, 22
_TIMES = 6  # that are told of a pair
_SAID_FOR = 15.0  # seconds; then the keys are seen again
_NOTHING = "Nothing that was heard unsurely sounds like a name on the list."
_ABOUT = "Names are those of the details and of names.txt, one a line."

AddName = Callable[[str], NameList]
"""Takes a line of `names.txt` and returns all names; raises SessionLensError."""


class SpokenNamesScreen(Dialog[PlaceNames]):
    """Ends with the change that was ticked together, or None. `add` keeps a name at once."""

    DEFAULT_CSS = """
    SpokenNamesScreen > .sheet { width: 78; height: auto; max-height: 30; }
    SpokenNamesScreen PickList { height: auto; max-height: 16; }
    SpokenNamesScreen .about { margin: 1 1 0 1; color: $faint; height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", show=False),
        Binding("a", "add", show=False),
    ]

    def __init__(
        self,
        utterances: Sequence[Utterance],
        names: NameList,
        add: AddName,
        notices: Sequence[str] = (),
    ) -> None:
        super().__init__("Names: what was heard, and what is meant", _EMPTY_HINTS)
        self._utterances = utterances
        self._names = names
        self._add = add
        self._notices = notices
        self._places: list[PairPlaces] = []
        self._ticked: dict[NamePair, bool] = {}

    def body(self) -> Iterable[Widget]:
        yield PickList()
        yield Static(Content(_NOTHING), classes="said")
        yield Static(classes="about")

    def on_mount(self) -> None:
        self._look()
        if self._notices:
            self._say(" · ".join(self._notices))

    def _look(self, added: frozenset[str] = frozenset()) -> None:
        """List the pairs there are now; those of names just `added` are ticked."""
        # What was kept as it was heard is shown, too: it may be put in place after all.
        self._places = pairs_in(self._utterances, self._names.keeping(()))
        for place in self._places:
            if place.pair not in self._ticked or place.pair.name in added:
                self._ticked[place.pair] = place.in_place > 0 or place.pair.name in added
        pick_list = self.query_one(PickList)
        pick_list.clear_options()
        pick_list.add_options(Option(self._row(place)) for place in self._places)
        pick_list.display = bool(self._places)
        self.query_one(".said").display = not self._places
        if not self._places:
            self.query_one(".about", Static).update(Content(_ABOUT))
        hints = _HINTS if self._places else _EMPTY_HINTS
        self.query_one(FooterBar).show(hints)
        names = [place.pair.name for place in self._places]
        at = next((at for at, name in enumerate(names) if name in added), 0)
        pick_list.highlighted = at if self._places else None
        pick_list.focus()

    def _row(self, place: PairPlaces) -> Content:
        pair, ticked = place.pair, self._ticked[place.pair]
        places = counted(len(place.starts), "place", "places")
        return Content.assemble(
            ("✓ " if ticked else "· ", "$accent" if ticked else "$faint"),
            fit(pair.heard, _HEARD_WIDTH),
            (" → ", "$faint"),
            (fit(pair.name, _NAME_WIDTH), "" if ticked else "$faint"),
            (f"{places.rjust(12)}", "$faint"),
        )

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_about(self._places[event.option_index])

    def _show_about(self, place: PairPlaces) -> None:
        times = " ".join(clock(start) for start in place.starts[:_TIMES])
        more = " …" if len(place.starts) > _TIMES else ""
        state = "as it was heard"
        if place.in_place:
            some = "" if place.in_place == len(place.starts) else f" in {place.in_place}"
            state = f"the name stands there{some}"
        first = self._around(place.starts[0])
        about = f"{times}{more} · now {state}\n“{shorten(first, 68)}”"
        self.query_one(".about", Static).update(Content(about))

    def _around(self, start: float) -> str:
        """What was heard around a place."""
        for utterance in self._utterances:
            for number, word in enumerate(utterance.words):
                if word.start == start:
                    heard = as_heard(utterance).text if word.heard else utterance.text
                    words = heard.split()
                    begin = max(number - 5, 0)
                    return ("… " if begin else "") + " ".join(words[begin:])
        return ""

    def action_tick(self) -> None:
        """Put the name under the cursor in place, or take it back."""
        pick_list = self.query_one(PickList)
        at = pick_list.highlighted
        if at is None:
            return
        place = self._places[at]
        self._ticked[place.pair] = not self._ticked[place.pair]
        pick_list.replace_option_prompt_at_index(at, self._row(place))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        put = [place.pair for place in self._places if self._wants(place, in_place=True)]
        back = [place.pair for place in self._places if self._wants(place, in_place=False)]
        self.dismiss(PlaceNames(self._names.names, tuple(put), tuple(back)))

    def _wants(self, place: PairPlaces, *, in_place: bool) -> bool:
        """Whether a pair is to be changed so: what is ticked as it stands is not touched."""
        if self._ticked[place.pair] is not in_place:
            return False
        if in_place:
            return place.in_place < len(place.starts)
        return place.in_place > 0

    def action_add(self) -> None:
        """Ask for a name, and what is heard for it."""
        label = "A name as it is written; what is heard for it, if need be: Anke = anchor, hanker"
        self.app.push_screen(AskScreen("Add a name", label, "", _against), self._typed)

    def _typed(self, line: str | None) -> None:
        if line is None:
            return
        try:
            added = frozenset(name.name for name in names_of_line(line))
            self._names = self._add(line)
        except SessionLensError as error:
            self._say(str(error))
            return
        self._look(added)
        count = sum(len(place.starts) for place in self._places if place.pair.name in added)
        shown = ", ".join(sorted(added))
        if count:
            self._say(f"{shown} is in names.txt; {counted(count, 'place', 'places')} here")
        else:
            self._say(f"{shown} is in names.txt; nothing here sounds like it: say what is heard")

    def _say(self, text: str) -> None:
        self.query_one(FooterBar).say(text, _SAID_FOR)


def _against(text: str) -> str | None:
    """What is wrong with a line."""
    try:
        names_of_line(text)
    except SessionLensError as error:
        return f"{error.what}. {error.hint}"
    return None
