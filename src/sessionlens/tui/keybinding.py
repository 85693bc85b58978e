"""From keymap and rubric to Textual's bindings."""

from textual.binding import Binding, BindingsMap, BindingType
from textual.dom import DOMNode

from sessionlens.domain.command import MARKING, Context, in_context
from sessionlens.domain.keymap import Keymap, mark_keys
from sessionlens.domain.keys import normalise
from sessionlens.domain.rubric import Rubric


def bind(screen: DOMNode, keymap: Keymap, rubric: Rubric | None, context: Context) -> None:
    """Have a screen answer to the keys of a keymap and a rubric, which are known only now.

    Textual makes bindings from a class; a class of its own for each keymap would do the same, and
    be one more to look through.
    """
    keys = BindingsMap(bindings(keymap, rubric, context)).key_to_bindings
    screen._bindings.key_to_bindings.update(keys)


def bind_export(screen: DOMNode, keymap: Keymap) -> None:
    """Have a screen that lies over another hand out as that does, unless it uses the key itself."""
    keys: list[BindingType] = [
        Binding(textual_key(normalise(key)), "app.hand_out", show=False)
        for key in keymap.keys.get("review.export", ())
    ]
    for key, bound in BindingsMap(keys).key_to_bindings.items():
        screen._bindings.key_to_bindings.setdefault(key, bound)


def bind_speaking(screen: DOMNode, keymap: Keymap) -> None:
    """Have a form speak and play as the screen below it does, also while one types.

    A character is a letter where one types. Esc throws away what is being spoken.
    """
    below: list[BindingType] = []
    for command_id in ("speak.toggle", "speak.play"):
        for key in keymap.keys.get(command_id, ()):
            action, first = f"app.speak('{command_id}')", len(key) > 1
            below.append(Binding(textual_key(normalise(key)), action, show=False, priority=first))
    below.append(Binding("escape", "app.throw_spoken_away", show=False, priority=True))
    for key, bound in BindingsMap(below).key_to_bindings.items():
        own = screen._bindings.key_to_bindings.get(key, [])
        screen._bindings.key_to_bindings[key] = [*bound, *own]


def bindings(keymap: Keymap, rubric: Rubric | None, context: Context) -> list[BindingType]:
    """A binding for every key of the commands of a context, and for the rubric's keys.

    None has priority: plain letters must stay typable in inputs.
    """
    keys: list[BindingType] = []
    for command in in_context(context):
        for key in keymap.keys.get(command.id, ()):
            action = f"command('{command.id}')"
            binding = Binding(
                textual_key(normalise(key)), action, command.title, show=False, id=command.id
            )
            keys.append(binding)
    if context in MARKING and rubric is not None:
        titles = {code.id: code.title for code in rubric.codes}
        for code, key in mark_keys(keymap, rubric):
            name = f"mark.{code}"
            action = f"mark('{code}')"
            keys.append(Binding(textual_key(key), action, titles[code], show=False, id=name))
    return keys


def textual_key(key: str) -> str:
    """A key as Textual writes it; the comma, which separates keys there, has a name."""
    return "comma" if key == "," else key
