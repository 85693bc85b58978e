"""The keys as the help shows them, grouped and laid out in columns."""

from msgspec import Struct
from textual.content import Content

from sessionlens.domain.command import BY_ID, MARKING, Context, fixed_in, in_context
from sessionlens.domain.keymap import Keymap, keys_of, mark_keys
from sessionlens.domain.keys import display
from sessionlens.domain.review import Role
from sessionlens.domain.roles import title_for
from sessionlens.domain.rubric import Rubric
from sessionlens.tui.wrapping import cells, fit, wrap

Row = tuple[str, str]
"""(keys, what they do)"""

_LETTER: Row = ("a b d …", "Indicator with that letter")
_AFTER: tuple[Row, ...] = (
    *(("c, Enter", "Write a comment"), ("u", "Take the marker back")),
    *(("Esc", "Close the prompt"), ("others", "Close it, and do what they say")),
)
_EDITOR: tuple[Row, ...] = (
    ("Enter", "Save, and play on"),
    ("Ctrl+J", "New line"),
    ("Esc", "Close, keep a draft"),
)
_LOOKS: tuple[Row, ...] = (
    ("underlined", "Heard unsurely"),
    ("in italics, too", "A name put there"),
)
"""How words of the transcript look."""

_ORDER = (
    *("Live session", "Marking", "The chosen marker", "Listening", "Which markers"),
    *("Reading", "Lenses"),
    *("Review", "Transcript", "Program", "Moving start and end"),
)
"""Groups of the review by what one is doing, the keys one needs most first."""

_OWN = (
    *("Moments", "Answers", "Recordings", "Comparing", "Patterns"),
    *("Agreement", "Goals and directions"),
)
"""Groups of one screen alone: they come first there."""

_GAP = 3


class Block(Struct, frozen=True):
    """A heading and its keys."""

    title: str
    rows: tuple[Row, ...]


def blocks_of(
    keymap: Keymap, rubric: Rubric | None, context: Context, role: Role | None = None
) -> list[Block]:
    """Everything that has a key in a context, by group; what has none is left out.

    `rubric` is that of the review, whose keys mark; `role` that of who reviews.
    """
    groups: dict[str, list[Row]] = {}
    for command in in_context(context):
        group = command.group
        if context in MARKING and group == "After a marking key":
            group = "The chosen marker"
        if context == "alliance" and group == "Marking":
            group = "Agreement"
        if context in MARKING and group == "Moments":
            group = "Which markers"
        if keys := keys_of(keymap, command):
            groups.setdefault(group, []).append((keys, title_for(command, role)))
    for title, rows in groups.items():
        rows += [(display(fixed.key), fixed.title) for fixed in fixed_in(title)]
    blocks = [Block(title, tuple(rows)) for title, rows in groups.items()]
    blocks.sort(key=lambda block: block.title not in _OWN)
    if context == "replay":
        blocks.insert(2, Block("Writing words", _EDITOR))
    if context not in MARKING or rubric is None:
        return blocks
    order = {title: number for number, title in enumerate(_ORDER)}
    blocks.sort(key=lambda block: order.get(block.title, len(order)))
    return [
        _rubric_block(keymap, rubric),
        Block("After a marking key", (_LETTER, *_rating_rows(keymap, rubric), *_AFTER)),
        *blocks[:2],
        Block("Writing a comment", _EDITOR),
        *blocks[2:],
        Block("Words of the transcript", _LOOKS),
    ]


def lay_out(blocks: list[Block], width: int) -> list[Content]:
    """The lines of the help at a width, in as many columns as can be read."""
    count = 3 if width >= 108 else 2 if width >= 66 else 1
    column_width = (width - _GAP * (count - 1)) // count
    drawn = [_draw(block, column_width) for block in blocks]
    columns = _share_out(drawn, count)
    blank = Content(" " * column_width)
    height = max(len(column) for column in columns)
    columns = [column + [blank] * (height - len(column)) for column in columns]
    return [Content(" " * _GAP).join(row) for row in zip(*columns, strict=True)]


def _rating_rows(keymap: Keymap, rubric: Rubric) -> tuple[Row, ...]:
    commands = [BY_ID[f"rate.{rating}"] for rating in rubric.ratings]
    return tuple(
        (keys, command.title) for command in commands if (keys := keys_of(keymap, command))
    )


def _rubric_block(keymap: Keymap, rubric: Rubric) -> Block:
    keys: dict[str, list[str]] = {}
    for code, key in mark_keys(keymap, rubric):
        keys.setdefault(code, []).append(display(key))
    rows = [
        (", ".join(keys.get(competency.id, ())), competency.title)
        for competency in rubric.competencies
    ]
    rows += [
        (", ".join(keys.get(phase.id, ())), f"{phase.title}: start or stop")
        for phase in rubric.phases
    ]
    return Block(rubric.title, tuple(row for row in rows if row[0]))


def _draw(block: Block, width: int) -> list[Content]:
    keys_width = min(max(cells(keys) for keys, _ in block.rows), width // 2)
    lines = [Content.styled(fit(block.title, width), "bold $accent")]
    for keys, what in block.rows:
        left = wrap(keys.split(), keys_width)
        right = wrap(what.split(), width - keys_width - 2)
        for number in range(max(len(left), len(right))):
            lines.append(
                Content.assemble(
                    (fit(_line(left, number), keys_width), "bold"),
                    "  ",
                    fit(_line(right, number), width - keys_width - 2),
                )
            )
    return [*lines, Content(" " * width)]


def _line(lines: list[list[tuple[int, str]]], number: int) -> str:
    return " ".join(piece for _, piece in lines[number]) if number < len(lines) else ""


def _share_out(drawn: list[list[Content]], count: int) -> list[list[Content]]:
    """Fill `count` columns in reading order, as short as possible; no block is torn apart."""
    limit = max(*map(len, drawn), -(-sum(map(len, drawn)) // count))
    while True:
        columns: list[list[Content]] = [[]]
        for block in drawn:
            if columns[-1] and len(columns[-1]) + len(block) > limit:
                columns.append([])
            columns[-1] += block
        if len(columns) <= count:
            return columns + [[] for _ in range(count - len(columns))]
        limit += 1
