"""Templates: the ones that ship, and those with which a user replaces them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import read_whole

if TYPE_CHECKING:
    from jinja2 import Environment

SHIPPED = Path(__file__).parent / "shipped"
_LARGEST = 2_000_000  # bytes


def environment(folder: Path | None) -> "Environment":
    """Jinja2 with autoescape; files in `folder` come before those that ship.

    It is sandboxed: a template may come from somebody else, and must not run programs.
    """
    from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    folders = [folder] if folder else []
    made = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(one) for one in (*folders, SHIPPED)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["paragraphs"] = _paragraphs
    return made


def render_template(environment: "Environment", name: str, **values: Any) -> str:
    """Fill a template in; raises SessionLensError with file and line for one that breaks."""
    from jinja2 import TemplateError, TemplateSyntaxError

    try:
        return environment.get_template(name).render(**values)
    except TemplateSyntaxError as error:
        where = error.filename or name
        raise _broken(error.message or "", where, error.lineno) from error
    except TemplateError as error:
        where, line = _place(error, name)
        raise _broken(error.message or type(error).__name__, where, line) from error
    except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
        where, line = _place(error, name)
        raise _broken(str(error), where, line) from error


def text_of(name: str, folder: Path | None) -> str:
    """The text of a file beside a template: the user's own, or the one that ships."""
    own = folder / name if folder else None
    path = own if own and own.is_file() else SHIPPED / name
    try:
        return read_whole(path, _LARGEST, "part of a template").decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise SessionLensError("This is not UTF-8 text", "Save it as UTF-8", where=path) from error


def _broken(what: str, where: str, line: int | None) -> SessionLensError:
    reason = what.rstrip(".")
    return SessionLensError(
        f"The template breaks: {reason}", "Correct it, or move it away", where=where, line=line
    )


def _place(error: BaseException, name: str) -> tuple[str, int | None]:
    """The innermost line of a template in the traceback of an error."""
    place: tuple[str, int | None] = (name, None)
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if not file.endswith(".py"):
            place = (file, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in text.split("\n\n") if part.strip()]
