"""The speech models: what is installed, adding one by its path, fetching, removing."""

import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import exists
from sessionlens.library.typed_path import typed_path
from sessionlens.speech.catalogue import CATALOGUE, CatalogueModel, address
from sessionlens.speech.choice import in_use
from sessionlens.speech.engines.interface import Model
from sessionlens.speech.models import installed
from sessionlens.speech.no_model import size_words
from sessionlens.tui.screens.ask import AskScreen
from sessionlens.tui.screens.choose import ChooseScreen
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.screens.speech_model_rows import (
    about_row,
    fetchable_row,
    heading,
    in_short,
    installed_row,
    steps_to_a_model,
)
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.pick_list import PickList

_HINTS = (
    ("Enter", "uses or fetches"),
    ("a", "adds a file"),
    ("d", "removes"),
    ("Esc", "closes"),
)
_SHOW_EVERY = 0.2  # seconds
_SAID_FOR = 15.0  # seconds; then the keys are seen again
_STOPPED = "Stopped: what was fetched is kept, and it goes on from there"

OnBytes = Callable[[int, int], None]
Work = Callable[[OnBytes], Model]


class WorkDone(Message):
    """A model is installed, or an error says why not; `again` adds another model of the file."""

    def __init__(
        self,
        model: Model | None = None,
        error: SessionLensError | None = None,
        again: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self.model = model
        self.error = error
        self.again = again


class SpeechModelsScreen(Dialog[str]):
    """Ends with the name of a model that is to be used, or None.

    One piece of work at a time goes on in a thread; Esc stops it
    first.
    """

    DEFAULT_CSS = """
    SpeechModelsScreen > .sheet { width: 92; height: 100%; max-height: 34; }
    SpeechModelsScreen .steps { margin: 0 1 1 1; height: auto; }
    SpeechModelsScreen PickList { height: 1fr; min-height: 3; }
    SpeechModelsScreen .about { margin: 1 1 0 1; color: $faint; height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", show=False),
        Binding("d,delete", "remove", show=False),
    ]

    def __init__(self) -> None:
        super().__init__("Speech models", _HINTS)
        self._rows: list[Model | CatalogueModel | None] = []
        self._stop: threading.Event | None = None
        self._progress = ""

    def body(self) -> Iterable[Widget]:
        yield Static(classes="steps")
        yield PickList()
        yield Static(classes="about")

    def on_mount(self) -> None:
        self._list("")
        self.set_interval(_SHOW_EVERY, self._show_progress)

    def on_unmount(self) -> None:
        if self._stop is not None:
            self._stop.set()

    def _list(self, name: str) -> None:
        """List what there is now, with the cursor on the model `name`, else on the first."""
        models = installed()
        own = [model for model in models if model.kind == "speech" and not model.demo]
        names = {model.name for model in models}
        fetchable = [model for model in CATALOGUE if model.name not in names]
        self._rows = [None, *models, None, *fetchable]
        pick_list = self.query_one(PickList)
        pick_list.clear_options()
        used = in_use(models)
        pick_list.add_option(heading("Installed"))
        pick_list.add_options(Option(installed_row(model, used)) for model in models)
        pick_list.add_option(heading("Can be fetched, where there is a network"))
        pick_list.add_options(Option(fetchable_row(model)) for model in fetchable)
        steps = self.query_one(".steps", Static)
        steps.display = not own
        steps.update(steps_to_a_model())
        first = 1 if own else len(models) + 2
        at = (at for at, row in enumerate(self._rows) if row is not None and row.name == name)
        pick_list.highlighted = next(at, first)

    @property
    def _row(self) -> Model | CatalogueModel | None:
        at = self.query_one(PickList).highlighted
        return None if at is None else self._rows[at]

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.query_one(".about", Static).update(Content(about_row(self._row)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        row = self._row
        if isinstance(row, CatalogueModel):
            if not self._busy():
                self._ask_to_fetch(row)
        elif row is not None and row.kind == "speaker":
            self._say("This one tells voices apart: it is used along with any other")
        elif row is not None and not self._busy():
            self.dismiss(row.name)

    # ---------------------------------------------------------------- fetching

    def _ask_to_fetch(self, model: CatalogueModel) -> None:
        """Ask first: nothing else in this program uses the network."""
        ways = [("no", "Not now"), ("fetch", f"Fetch it: {size_words(model.megabytes)}")]
        question = ChooseScreen(f"Fetch this from the network? {address(model)}", ways, "no")
        self.app.push_screen(question, partial(self._fetch, model.name))

    def _fetch(self, name: str, answer: str | None) -> None:
        def work(on_bytes: OnBytes) -> Model:
            from sessionlens.speech.model_fetch import fetch_model

            return fetch_model(name, on_bytes=on_bytes)

        if answer == "fetch":
            self._begin(f"Fetching {name}", work)

    # ---------------------------------------------------------------- adding

    def action_add(self) -> None:
        """Ask for the path of a model."""
        if self._busy():
            return
        label = "A zip, a tar or a folder; type, paste or drop its path"
        self.app.push_screen(AskScreen("Add a model", label, "", _against), self._typed)

    def on_paste(self, event: events.Paste) -> None:
        """Take a file that is dropped onto the dialog."""
        event.stop()
        wrong = _against(event.text)
        if wrong:
            self._say(wrong)
        elif not self._busy():
            self._typed(event.text)

    def _typed(self, text: str | None) -> None:
        if text is not None:
            self._add(typed_path(text).absolute())

    def _add(self, source: Path, pick: str = "") -> None:
        def work(on_bytes: OnBytes) -> Model:
            from sessionlens.speech.model_install import add_model

            return add_model(source, pick=pick, on_bytes=on_bytes)

        self._begin(f"Adding {source.name}", work, partial(self._add, source))

    # ---------------------------------------------------------------- removing

    def action_remove(self) -> None:
        """Ask whether the model under the cursor is to go."""
        from sessionlens.speech.model_remove import why_not_removable

        model = self._row
        if self._busy() or not isinstance(model, Model):
            return
        if why := why_not_removable(model):
            self._say(why)
            return
        ways = [("keep", "Keep it"), ("remove", f"Remove it: {size_words(model.size / 1e6)}")]
        question = ChooseScreen(f"Remove {model.name}?", ways, "keep")
        self.app.push_screen(question, partial(self._remove, model))

    def _remove(self, model: Model, answer: str | None) -> None:
        from sessionlens.speech.model_remove import remove_model

        if answer != "remove":
            return
        try:
            remove_model(model)
        except SessionLensError as error:
            self._say(str(error))
            return
        self._list("")
        self._say(f"{model.name} is removed")

    # ---------------------------------------------------------------- working

    def action_leave(self) -> None:
        """Stop what is going on; where nothing is, close."""
        if self._stop is None:
            super().action_leave()
        elif not self._stop.is_set():
            self._stop.set()
            self._progress = "Stopping …"

    def _busy(self) -> bool:
        if self._stop is not None:
            self._say("One thing at a time: Esc stops what is going on")
        return self._stop is not None

    def _begin(self, title: str, work: Work, again: Callable[[str], None] | None = None) -> None:
        if self._busy():
            return
        stop = self._stop = threading.Event()
        self._progress = f"{title} …"
        self._show_progress()

        def on_bytes(done: int, total: int) -> None:
            if stop.is_set():
                raise SessionLensError(_STOPPED)
            if done < total:
                self._progress = (
                    f"{title}: {done / 1e6:.1f} of {total / 1e6:.1f} MB  (Esc stops it)"
                )
            else:
                self._progress = f"{title}: all is here, the model is tried …"

        def run() -> None:
            try:
                self.post_message(WorkDone(work(on_bytes)))
            except SessionLensError as error:
                self.post_message(WorkDone(error=error, again=again))
            except Exception as error:  # a thread that dies silently would leave one waiting
                what = f"It ended with {type(error).__name__}: {error}"
                self.post_message(WorkDone(error=SessionLensError(what, "Try again")))

        threading.Thread(target=run, name="model", daemon=True).start()

    @on(WorkDone)
    def _done(self, event: WorkDone) -> None:
        from sessionlens.speech.model_install import SeveralModelsError

        self._stop, self._progress = None, ""
        if event.model is not None:
            self._list(event.model.name)
            self._say(f"{event.model.name} is installed. Enter uses it")
        elif isinstance(event.error, SeveralModelsError) and event.again is not None:
            options = [(name, name) for name in event.error.names]
            self.app.push_screen(
                ChooseScreen("Which of these models?", options), partial(_once_more, event.again)
            )
            self._say("")
        else:
            self._say(in_short(event.error))

    def _show_progress(self) -> None:
        if self._progress:
            self._say(self._progress)

    def _say(self, text: str) -> None:
        self.query_one(FooterBar).say(text, None if self._progress else _SAID_FOR)


def _once_more(again: Callable[[str], None], name: str | None) -> None:
    if name is not None:
        again(name)


def _against(text: str) -> str | None:
    """What is wrong with a path."""
    return None if text.strip() and exists(typed_path(text)) else "There is no such file or folder"
