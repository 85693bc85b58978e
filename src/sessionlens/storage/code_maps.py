"""Maps of codes: what the codes of other programs mean in a rubric, as files and as remembered."""

from pathlib import Path

from msgspec import Struct

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.files import exists, make_private_folder, not_written
from sessionlens.storage import atomic, encoding, toml
from sessionlens.storage.kinds import KINDS
from sessionlens.storage.names import mark

FORMAT = KINDS["code_map"].format

_HEAD = """\
What codes of other programs mean here: the id of a competency, with an indicator and a rating
(+, - or ?) if you like; or "comment", or "leave out". Use it with
    sessionlens import FILE RECORDING --map THIS
"""


class CodeMap(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Code to meaning, as `codes.meaning.parse_meaning` reads it; `rubric` is an id or empty."""

    rubric: str = ""
    codes: dict[str, str] = {}


def load_code_map(path: Path) -> CodeMap:
    """Read a map; raises SessionLensError with file, line and key."""
    return toml.load(path, CodeMap, FORMAT)


def encode_code_map(codes: CodeMap) -> bytes:
    """The map as the bytes of its file, which its first lines explain."""
    return encoding.dumps(FORMAT, codes, head=_HEAD)


def remembered(rubric: str) -> CodeMap:
    """What was said earlier about codes in this rubric; an unreadable file counts as nothing."""
    path = _file(rubric)
    try:
        return load_code_map(path) if exists(path) else CodeMap(rubric=rubric)
    except SessionLensError:
        return CodeMap(rubric=rubric)


def remember(codes: CodeMap) -> None:
    """Keep what was said for the next time; raises SessionLensError when that cannot be done."""
    path = _file(codes.rubric)
    codes_by_name = {**remembered(codes.rubric).codes, **codes.codes}
    try:
        make_private_folder(path.parent)
    except OSError as error:
        raise not_written(error, path) from error
    atomic.write_bytes(path, encode_code_map(CodeMap(rubric=codes.rubric, codes=codes_by_name)))


def _file(rubric: str) -> Path:
    # A rubric's id may hold anything when its file is another's.
    return resources.data_folder() / "codes" / f"{mark(rubric.encode(errors='surrogatepass'))}.toml"
