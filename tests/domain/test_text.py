import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionlens.domain.text import clean, counted, shorten


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    many = clean(text, multiline=True)
    assert clean(many, multiline=True) == many


@given(st.text())
def test_nothing_that_acts_upon_a_terminal_remains(text: str) -> None:
    for character in clean(text, multiline=True):
        assert character == "\n" or unicodedata.category(character) not in ("Cc", "Cs", "Cn")


@pytest.mark.parametrize(
    ("hostile", "safe"),
    [
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "alink"),
        ("\x9b2Jgone", "gone"),
        ("nul\x00byte", "nulbyte"),
        ("\u202eevil\u2066", "evil"),
        ("two\r\nlines", "two lines"),
        ("[/x] [@click=app.bell]x", "[/x] [@click=app.bell]x"),
        ("é日本 👩‍👧 e\u0301", "é日本 👩‍👧 e\u0301"),
        ("\ud800", ""),
    ],
)
def test_hostile_text_becomes_plain(hostile: str, safe: str) -> None:
    assert clean(hostile) == safe


def test_line_breaks_are_kept_where_they_are_meant() -> None:
    assert clean("one\r\ntwo\x1b[2J\n\n\x00", multiline=True) == "one\ntwo"


def test_a_cut_is_shown() -> None:
    assert shorten("a long sentence", 6) == "a lon…"
    assert shorten("short", 6) == "short"
    assert shorten("two\nlines", 9) == "two lines"


@pytest.mark.parametrize(("count", "phrase"), [(0, "0 keys"), (1, "1 key"), (2, "2 keys")])
def test_one_is_not_several(count: int, phrase: str) -> None:
    assert counted(count, "key", "keys") == phrase
