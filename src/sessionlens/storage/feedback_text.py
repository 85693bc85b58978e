"""How a feedback file reads in a plain editor: the reviewer's words first, ids and hashes last.

For programs it is a TOML file like the others. What comes first is written as dotted keys, because
no key of the top level can follow a table; ids have their words in a comment beside them.
"""

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Role, Verdict
from sessionlens.domain.roles import People, people, stance_in_words
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.text import clean
from sessionlens.storage import encoding
from sessionlens.storage.document import VERSION
from sessionlens.storage.kinds import KINDS, MULTILINE

_WIDTH = 96
_FIRST = ("summary", "reflection", "session")
_LAST = ("sounds", "recording", "rubric")
_TITLES = {
    "summary": "Summary, and what to practise first",
    "reflection": "What the {coach} takes along",
    "session": "The session",
    "markers": "Moments, in time",
    "verdicts": "Conclusions, by competency",
    "answers": "What the {coach} answered",
    "responses": "What the {reviewer} responds",
    "sounds": "What was spoken: files that lie beside this one",
    "recording": "The recording",
    "rubric": "The rubric: what the ids above stand for",
}
_SAID_BEFORE = frozenset(["next_practice"])  # of the summary, so that it is read first
_HEAD = """\
Feedback on a coaching session: a summary, moments in the recording, and what was noticed there.

This is plain text: read it here from top to bottom. Or hear each moment beside the transcript:
put this file next to the recording and type
    sessionlens replay {name}
"""


def feedback_text(feedback: Feedback, name: str) -> str:
    """The whole file; `name` is what its first lines call it."""
    shown = clean(name)  # a file's name may hold anything, a comment may not
    shown = f'"{shown}"' if " " in shown else shown
    scalars, tables = encoding.parts(feedback)
    head = _HEAD.format(name=shown)
    pieces = [
        "".join(f"# {text}".rstrip() + "\n" for text in head.splitlines()),
        encoding.line("format", KINDS["feedback"].format),
        encoding.line("version", VERSION),
        encoding.line("exported", scalars.pop("exported")),
    ]
    who = people(feedback.session)
    nested: dict[str, Any] = {}
    for key in _FIRST:
        if key in tables:
            pieces += [_title(key, who), *_dotted(key, tables.pop(key), nested)]
    pieces.append("\n# For programs: which feedback this is, and which review it comes from\n")
    pieces += [encoding.line(key, scalar) for key, scalar in scalars.items()]
    pieces += [encoding.table(key, content) for key, content in nested.items()]
    last = {key: tables.pop(key) for key in _LAST if key in tables}
    for key, content in (*tables.items(), *last.items()):
        pieces += [_title(key, who), *_table(key, content, feedback)]
    return "".join(pieces)


def _title(key: str, who: People) -> str:
    title = _TITLES.get(key, key).format(reviewer=who.reviewer, coach=who.coach)
    return f"\n# {f' {title} '.center(_WIDTH - 2, '─')}\n"


def _dotted(name: str, value: Struct, nested: dict[str, Any]) -> Iterator[str]:
    scalars, tables = encoding.parts(value)
    for key in sorted(scalars, key=lambda one: one not in _SAID_BEFORE):
        yield f"{name}.{_line(key, scalars[key])}"
    nested |= {f"{name}.{key}": content for key, content in tables.items()}


def _table(name: str, content: Any, feedback: Feedback) -> Iterable[str]:
    if name not in ("markers", "verdicts", "answers"):
        return [encoding.table(name, content)]
    return [f"\n[[{name}]]\n{''.join(_block(name, item, feedback))}" for item in content]


def _block(name: str, item: Struct, feedback: Feedback) -> Iterator[str]:
    scalars, tables = encoding.parts(item)
    words = _words(item, feedback.rubric, feedback.session.role)
    for key, scalar in scalars.items():
        text = _line(key, scalar)
        note = clean(words.get(key, ""))
        yield f"{text.rstrip()}  # {note}\n" if note and text.count("\n") == 1 else text
    for key, content in tables.items():
        yield encoding.table(f"{name}.{key}", content)


def _words(item: Struct, rubric: Rubric, role: Role | None) -> dict[str, str]:
    """What ids stand for, by the key that holds them."""
    if isinstance(item, Marker):
        competency = rubric.competency(item.competency)
        indicator = competency.indicator(item.indicator) if competency else None
        phase = rubric.phase(item.phase)
        return {
            "competency": competency.title if competency else "",
            "indicator": indicator.text if indicator else "",
            "phase": phase.title if phase else "",
        }
    if isinstance(item, Verdict):
        competency, step = rubric.competency(item.competency), rubric.step(item.value)
        return {
            "competency": competency.title if competency else "",
            "value": step.title if step else "",
        }
    stance = getattr(item, "stance", None)
    return {"stance": stance_in_words(stance, role)} if stance else {}


def _line(key: str, scalar: Any) -> str:
    """One value; a long text is broken into lines that TOML joins again."""
    if not isinstance(scalar, str) or key not in MULTILINE or len(scalar) + len(key) < _WIDTH:
        return encoding.line(key, scalar)
    escaped = scalar.replace("\\", "\\\\").replace('"', '\\"')
    wrapped = "\n".join(map(_wrapped, escaped.split("\n")))
    return f'{key} = """\n{wrapped}"""\n'


def _wrapped(paragraph: str) -> str:
    """Lines that end in a backslash, which TOML takes away with the line break after it."""
    lines = textwrap.wrap(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return " \\\n".join(lines)
