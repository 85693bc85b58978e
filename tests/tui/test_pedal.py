"""A foot pedal that sends F-keys: the bytes that terminals make of them arrive at its commands."""

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from sessionlens.storage.keymaps import find_keymap

_SENT = {
    "seek.back5": ("\x1bOQ", "\x1b[12~", "\x1b[57376u"),
    "play.toggle": ("\x1bOR", "\x1b[13~", "\x1b[57377u"),
    "seek.forward5": ("\x1bOS", "\x1b[14~", "\x1b[57378u"),
    "marker.comment": ("\x1b[15~", "\x1b[57379u"),
    "speak.toggle": ("\x1b[24~", "\x1b[57380u", "\x07"),
}
"""What xterm, older terminals, and those with the kitty protocol send for the same switch."""


@pytest.mark.parametrize(
    ("command", "sent"), [(name, sent) for name, ways in _SENT.items() for sent in ways]
)
def test_each_switch_arrives_at_its_command(command: str, sent: str) -> None:
    parser = XTermParser()
    keys = [event.key for event in parser.feed(sent) if isinstance(event, events.Key)]
    assert len(keys) == 1
    assert keys[0] in find_keymap("pedal").keys[command]
