"""The table of formats: what each is called, where it goes, and which module renders it.

It is read for the help of a command, too, and therefore imports nothing that renders.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from msgspec import Struct

from sessionlens.domain.errors import SessionLensError

if TYPE_CHECKING:
    from sessionlens.documents.content import Content
    from sessionlens.domain.talk_time import Stretch

MEGABYTE = 1_000_000


class Options(Struct, frozen=True):
    """How to render: `target` is the file to be written, `pre_roll` seconds before each clip.

    `max_size` is bytes of the whole report. `muted` are stretches whose sound is silence; their
    words are left out of the content already. `templates` is the user's own folder of templates,
    `template` one that was named instead.
    """

    target: Path
    audio: bool = True
    max_size: int = 20 * MEGABYTE
    codec: str = "opus"
    pre_roll: float = 2.0
    muted: tuple["Stretch", ...] = ()
    template: Path | None = None
    templates: Path | None = None


class Rendered(NamedTuple):
    """The bytes of a file, and what its maker should know about it."""

    data: bytes
    notices: tuple[str, ...] = ()


Renderer = Callable[["Content", Options], Rendered]


class DocumentFormat(NamedTuple):
    """One format; `module` in this package has `FUNCTION(content, options)`.

    `ending` replaces that of the review. `whole` says that all of the transcript goes out, and
    `evidence` that the coach can read the feedback in it.
    """

    name: str
    ending: str
    title: str
    module: str
    function: str = "render"
    whole: bool = False
    evidence: bool = False

    @property
    def render(self) -> Renderer:
        """What makes the file; imported now, because some bring heavy libraries."""
        module = import_module(f"sessionlens.documents.{self.module}")
        return cast("Renderer", getattr(module, self.function))


FORMATS: tuple[DocumentFormat, ...] = (
    DocumentFormat("toml", ".feedback.toml", "feedback file", "feedback_file", evidence=True),
    DocumentFormat("html", ".report.html", "report with sound", "report.page", evidence=True),
    DocumentFormat("form-docx", ".form.docx", "form in Word", "form", "render_docx", evidence=True),
    DocumentFormat("form", ".form.md", "observation form", "form", evidence=True),
    DocumentFormat(
        "transcript-docx", ".transcript.docx", "transcript in Word", "transcript_docx", whole=True
    ),
    DocumentFormat("vtt", ".markers.vtt", "moments as WebVTT", "cues", "render_webvtt"),
    DocumentFormat("srt", ".markers.srt", "moments as subtitles", "cues", "render_srt"),
    DocumentFormat("chapters", ".chapters.vtt", "moments as chapters", "cues", "render_chapters"),
    DocumentFormat("labels", ".markers.txt", "labels for Audacity", "labels"),
    DocumentFormat("eaf", ".markers.eaf", "tiers for ELAN", "elan", whole=True),
    DocumentFormat("textgrid", ".markers.TextGrid", "tiers for Praat", "textgrid", whole=True),
    DocumentFormat("csv", ".markers.csv", "table", "table"),
    DocumentFormat("json", ".markers.json", "data for programs", "data"),
)

SERIES = {"review": ".competency-review.md", "review-docx": ".competency-review.docx"}
"""The formats of several sessions, and their endings; `competency_review` renders them."""

NAMES = (*(one.name for one in FORMATS), *SERIES)


def format_named(name: str) -> DocumentFormat:
    """The format of this name; raises KeyError."""
    return {one.name: one for one in FORMATS}[name]


def format_for(target: Path) -> DocumentFormat:
    """The format that a file name asks for, by its longest known ending; raises SessionLensError.

    `a.transcript.docx` is a transcript, any other `.docx` a form.
    """
    if target.is_dir():
        raise SessionLensError("There is a folder of this name", "Name a file in it", where=target)
    name = target.name.lower()
    whole = [one for one in FORMATS if name.endswith(one.ending.lower())]
    last = [one for one in FORMATS if name.endswith(Path(one.ending).suffix.lower())]
    if candidates := [*whole, *last]:
        return candidates[0]
    endings = sorted({Path(one.ending).suffix for one in FORMATS}, key=str.lower)
    raise SessionLensError(
        "The ending does not say what to write",
        f"Use one of {', '.join(endings)}, or --format",
        where=target,
    )
