"""From keymap and rubric to Textual's bindings."""

from textual.binding import Binding, BindingType

from sessionlens.domain.command import Context, in_context
from sessionlens.domain.keymap import Keymap, mark_keys
from sessionlens.domain.keys import normalise
from sessionlens.domain.rubric import Rubric


def bindings(keymap: Keymap, rubric: Rubric | None, context: Context) -> list[BindingType]:
    """A binding for every key of the commands of a context, and for the rubric's keys.

    None has priority: plain letters must stay typable in inputs.
    """
    found: list[BindingType] = []
    for command in in_context(context):
        for key in keymap.keys.get(command.id, ()):
            action = f"command('{command.id}')"
            found.append(Binding(textual_key(normalise(key)), action, command.title, show=False))
    if context == "review" and rubric is not None:
        titles = {one.id: one.title for one in rubric.codes}
        for code, key in mark_keys(keymap, rubric):
            found.append(Binding(textual_key(key), f"mark('{code}')", titles[code], show=False))
    return found


def textual_key(key: str) -> str:
    """A key as Textual writes it; the comma, which separates keys there, has a name."""
    return "comma" if key == "," else key
