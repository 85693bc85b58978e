"""What goes out of a review: which files, what stays, what is missing; then writes them all."""

import webbrowser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sessionlens.documents.formats import DocumentFormat, Options
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, counted, shorten
from sessionlens.library.outgoing import Outgoing
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.pick_list import PickList

_HINTS = (("Space", "takes or leaves"), ("Enter", "writes"), ("Esc", "closes"))
_WRITTEN = (("o", "opens the report"), ("Esc", "closes"))


class GoingOutScreen(Dialog[None]):
    """Writes the chosen formats, in a thread of its own; a second Enter replaces what is there.

    `remember` takes the names of the formats that were written, `written` a sentence for the
    footer of the screen below. `missing` counts what one would look at first.
    """

    DEFAULT_CSS = """
    GoingOutScreen > .sheet { width: 84; }
    GoingOutScreen PickList { height: auto; max-height: 1fr; }
    GoingOutScreen .note { margin: 1 1 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "take", show=False),
        Binding("E", "write", show=False),
        Binding("o", "open", show=False),
    ]

    def __init__(
        self,
        outgoing: Outgoing,
        chosen: Iterable[str],
        *,
        options: Options,
        missing: str,
        remember: Callable[[tuple[str, ...]], None],
        written: Callable[[str], None],
    ) -> None:
        super().__init__("What goes out", _HINTS)
        self._outgoing = outgoing
        self._formats = outgoing.formats
        self._chosen = {one.name for one in self._formats} & set(chosen)
        self._options = options
        self._missing = missing
        self._remember = remember
        self._written = written
        self._replace: tuple[Path, ...] = ()
        self._writing = False
        self._report: Path | None = None

    def body(self) -> Iterable[Widget]:
        yield PickList(*(Option(prompt) for prompt in self._prompts()))
        yield Static(Content("\n".join(self._notes())), classes="note")

    def _prompts(self) -> list[Content]:
        return [
            self._row(
                format.name in self._chosen,
                self._outgoing.title(format),
                self._file_name(format),
            )
            for format in self._formats
        ]

    def _file_name(self, format: DocumentFormat) -> str:
        """What its file is called, without what all names begin with."""
        name, stem = self._outgoing.target(format).name, self._outgoing.stem.name
        return f"…{name.removeprefix(stem)}" if name.startswith(stem) else name

    @staticmethod
    def _row(is_on: bool, title: str, detail: str) -> Content:
        mark = ("● ", "$accent") if is_on else ("○ ", "$faint")
        return Content.assemble(mark, title.ljust(24), (shorten(detail, 50), "$faint"))

    def _notes(self) -> list[str]:
        stem = self._outgoing.stem
        where = "your reply" if self._outgoing.answers else "the review"
        notes = [f"{self._count()}. The files are called {stem.name}… and lie where {where} does."]
        notes += self._staying()
        if private := self._outgoing.private:
            stay = counted(private, "private marker stays", "private markers stay")
            notes.append(f"{stay} with you.")
        if replaced := self._outgoing.replaced:
            notes.append(f"{counted(replaced, 'name', 'names')} replaced inside texts.")
        if self._missing:
            notes.append(self._missing)
        return notes

    def _count(self) -> str:
        outgoing = self._outgoing
        if outgoing.answers is not None:
            return counted(len(outgoing.answers.reply.answers), "answer", "answers")
        return counted(len(outgoing.content.moments), "marker", "markers")

    def _staying(self) -> Iterable[str]:
        """What of a reply does not go out."""
        answers = self._outgoing.answers
        if answers is not None and answers.notes:
            stay = counted(answers.notes, "note of your own stays", "notes of your own stay")
            yield f"{stay} with you."
        if answers is not None and answers.drafts:
            begun = counted(answers.drafts, "draft is not in it", "drafts are not in it")
            yield f"{begun}."

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_write()

    def action_take(self) -> None:
        """Take or leave the format under the cursor."""
        pick_list = self.query_one(PickList)
        index = pick_list.highlighted
        if index is None or self._writing:
            return
        self._chosen ^= {self._formats[index].name}
        self._replace = ()
        for at, prompt in enumerate(self._prompts()):
            pick_list.replace_option_prompt_at_index(at, prompt)

    def action_write(self) -> None:
        """Write all that is chosen; where files are there already, at the second time."""
        footer = self.query_one(FooterBar)
        if self._writing:
            return
        formats = [format for format in self._formats if format.name in self._chosen]
        if not formats:
            footer.say("Nothing is chosen: Space takes a format")
            return
        targets = tuple(self._outgoing.target(format) for format in formats)
        try:
            there = [
                target
                for format, target in zip(formats, targets, strict=True)
                if self._outgoing.replaces(format, target)
            ]
        except SessionLensError as error:
            footer.say(_short(error))
            return
        if there and self._replace != targets:
            self._replace = targets
            names = ", ".join(target.name for target in there[:3])
            footer.say(f"{names} exists: Enter again replaces it")
            return
        self._writing = True
        footer.say("Writing …", None)
        self.run_worker(lambda: self._write(formats), thread=True, exclusive=True)

    def _write(self, formats: list[DocumentFormat]) -> None:
        try:
            files = self._outgoing.write(formats, self._options, force=bool(self._replace))
        except SessionLensError as error:
            self.app.call_from_thread(self._failed, _short(error))
        else:
            self.app.call_from_thread(self._done, formats, files)

    def _failed(self, message: str) -> None:
        self._writing, self._replace = False, ()
        if self.is_attached:
            self.query_one(FooterBar).say(message)

    def _done(
        self, formats: list[DocumentFormat], files: list[tuple[Path, tuple[str, ...]]]
    ) -> None:
        self._writing, self._replace = False, ()
        self._remember(tuple(format.name for format in formats))
        names = ", ".join(path.name for path, _ in files)
        notices = " ".join(notice for _, found in files for notice in found)
        sentence = f"Exported {self._count()} to {names}"
        self._written(sentence)
        if to_send := self._to_send(formats):
            notices = f"{to_send} {notices}"
        self._report = next((path for path, _ in files if path.suffix == ".html"), None)
        if not self.is_attached:
            return
        self.query_one(".note", Static).update(Content(f"{sentence}. {notices}".rstrip()))
        footer = self.query_one(FooterBar)
        footer.show(_WRITTEN if self._report else (("Esc", "closes"),))
        footer.say("")

    def _to_send(self, formats: list[DocumentFormat]) -> str:
        """Which of the files is for the other person's program; empty where none is."""
        file = next((format for format in formats if format.name == "toml"), None)
        if file is None:
            return ""
        what = "it" if len(formats) == 1 else self._outgoing.target(file).name
        return f"Send {what} to {self._outgoing.receiver}."

    def action_open(self) -> None:
        """Show the report in the browser, once it is written."""
        if self._report is not None:
            webbrowser.open(self._report.absolute().as_uri())


def _short(error: SessionLensError) -> str:
    """The error on the line of the keys: the folder is known, and what to do has to be seen."""
    name = f"{clean(Path(error.where).name)}: " if error.where else ""
    return f"{name}{error.what}. {error.hint}".rstrip()
