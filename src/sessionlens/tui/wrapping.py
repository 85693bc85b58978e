"""Breaking text into lines by the cells that a terminal gives each character."""

from rich.cells import cell_len, chop_cells

Piece = tuple[int, str]
"""A token's number and the text of it that stands on this line."""


def cells(text: str) -> int:
    """How many terminal cells a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def wrap(tokens: list[str], width: int) -> list[list[Piece]]:
    """Lay tokens, one space apart, on lines of at most `width` cells.

    A token wider than a line is cut into pieces that keep its number.
    """
    width = max(width, 2)
    lines: list[list[Piece]] = []
    line: list[Piece] = []
    used = 0
    for number, token in enumerate(tokens):
        size = cells(token)
        for piece in [token] if size <= width else chop_cells(token, width):
            need = (cells(piece) if size > width else size) + (1 if line else 0)
            if line and used + need > width:
                lines.append(line)
                line, used, need = [], 0, need - 1
            line.append((number, piece))
            used += need
    if line:
        lines.append(line)
    return lines


def paragraphs(text: str, width: int) -> list[str]:
    """The lines of a text of several paragraphs, each broken at `width` cells."""
    return [
        " ".join(piece for _, piece in line)
        for paragraph in text.split("\n")
        for line in wrap(paragraph.split(), width) or [[]]
    ]


def fit(text: str, width: int) -> str:
    """Cut a text to `width` cells, the cut shown as an ellipsis, and fill it up with spaces."""
    size = cells(text)
    if size > width:
        text = (chop_cells(text, width - 1)[0] if width > 1 else "") + "…" if width > 0 else ""
        size = cells(text)
    return text + " " * (width - size)
