"""What is wrong with a file is said with its line, its key and a way out."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Review
from sessionlens.files import LARGEST_DOCUMENT
from sessionlens.storage import document, toml
from sessionlens.storage.places import line_of, lines_of

GOOD = """\
format = "sessionlens.review"
version = 1
id = "x"

[recording]
file = "talk.m4a"

[rubric]
id = "icf-core"

[[markers]]
id = "m1"
start = 00:00:01.000

[[markers]]
id = "m2"
start = 00:00:02.000
comment = \"\"\"
three

lines\"\"\"
rating = "strength"
"""


def problem(path: Path, content: str | bytes) -> SessionLensError:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(SessionLensError) as caught:
        toml.load(path, Review, "sessionlens.review")
    assert caught.value.where == path
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('rating = "strength"', 'rating = "good"', 22, "'rating'"),
        ('rating = "strength"', "rating = 5", 22, "'rating'"),
        ('rating = "strength"', 'ratting = "strength"', 22, "Did you mean 'rating'"),
        ('rating = "strength"', "rating = ", 22, "not valid TOML"),
        ("start = 00:00:02.000", "start = true", 17, "00:12:34.200"),
        ("start = 00:00:02.000", "start = -5", 17, "00:12:34.200"),
        ("start = 00:00:02.000", "start = nan", 17, "is no number"),
        ("start = 00:00:02.000", f"start = 1{'0' * 400}", 17, "larger than any number can be"),
        ('id = "m2"', 'id = "m2"\n"no\\u00ADte" = nan\nnote = "x"', None, "A value is no number"),
        ("start = 00:00:02.000", 'start = "soon"', 17, "'soon' is not a time"),
        ("start = 00:00:02.000", "", 15, "'start' is missing"),
        ('id = "m2"', "id = 2", 16, "text in quotes"),
        ('file = "talk.m4a"', "", 5, "'file' is missing"),
        ('file = "talk.m4a"', 'file = "a"\nfile = "b"', 7, "not valid TOML"),
        ("[rubric]", "[rubrik]", 8, "Did you mean 'rubric'"),
        ('id = "x"\n', "", None, "'id' is missing"),
        ("[[markers]]\n", "markers = 3\n", 11, "'markers'"),
        ("version = 1", "version = 2", 2, "newer SessionLens"),
        ("version = 1", 'version = "1"', 2, "not a whole number"),
        ("version = 1\n", "", None, "'version = 1' is missing"),
        ("sessionlens.review", "sessionlens.rubric", 1, "a rubric, not a review"),
        ("sessionlens.review", "other\\u001b[31m", 1, "'other'"),
        ('"sessionlens.review"', "[1]", 1, "not a review"),
        ('format = "sessionlens.review"\n', "", None, "so this is not a review"),
    ],
)
def test_mistakes_name_line_and_key(
    tmp_path: Path, old: str, new: str, line: int | None, words: str
) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    if new == "markers = 3\n":
        text = GOOD[: GOOD.index("[[markers]]")].replace("id", "markers = 3\nid", 1)
        line = 3
    error = problem(tmp_path / "talk.review.toml", text)
    assert words in str(error)
    assert error.line == line
    assert error.hint


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\x00\x01\x02ID3", "not a text file"),
        (GOOD.encode("utf-16"), "UTF-16"),
        (GOOD.replace("three", "drei Füße").encode("latin-1"), "not UTF-8"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n", "not valid TOML"),
        (b"[" * 100_000, "TOML"),
        (b"x = " + b"[" * 5000 + b"]" * 5000, "nested too deeply"),
        (b"x = " + b"9" * 6000, "not valid TOML"),
    ],
)
def test_what_is_no_file_of_ours(tmp_path: Path, content: bytes, words: str) -> None:
    assert words in str(problem(tmp_path / "x.toml", content))


def test_utf8_trouble_names_the_line(tmp_path: Path) -> None:
    content = GOOD.replace("three", "drei Füße").encode("latin-1")
    assert problem(tmp_path / "x.toml", content).line == 19


def test_folders_missing_and_huge_files(tmp_path: Path) -> None:
    huge = tmp_path / "huge.toml"
    with huge.open("wb") as file:
        file.truncate(LARGEST_DOCUMENT + 1)
    for path, words in [
        (tmp_path, "a folder"),
        (tmp_path / "gone.toml", "no such file"),
        (tmp_path / "nul\0.toml", "no name of a file"),
        (huge, "too large"),
    ]:
        with pytest.raises(SessionLensError, match=words):
            document.read(path)


@pytest.mark.parametrize("change", ["\ufeff", "crlf"])
def test_what_windows_editors_do_is_harmless(tmp_path: Path, change: str) -> None:
    path = tmp_path / "x.toml"
    text = GOOD.replace("\n", "\r\n") if change == "crlf" else change + GOOD
    path.write_bytes(text.encode())
    review = toml.load(path, Review, "sessionlens.review")
    assert review.markers[1].comment == "three\n\nlines"


def test_hostile_text_is_cleaned_as_it_enters(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(GOOD.replace("three", "\\u001b[2Jthree\\u202e [@click=app.bell]x[/x]"), "utf-8")
    review = toml.load(path, Review, "sessionlens.review")
    assert review.markers[1].comment == "three [@click=app.bell]x[/x]\n\nlines"


PLACES = '''\
# a comment = [
title = "a # b" # [[no]]
"quoted key" = 1
a.b = 2
long = [
  "x", # ]
  { y = 1 },
]
text = """
[[markers]]
key = 1 \\"""
"""
lit = \'\'\'
[no]\'\'\'

[[c]]
id = "1"
  [[c.i]]
  id = "a"
  [[c.i]]
  id = "b"
[[c]]
  [[c.i]]
  id = "z"
[c.t]
u = 1
['d.e'.f]
g = 00:01:02.5
'''


def test_lines_of_everything() -> None:
    lines = lines_of(PLACES)
    assert lines == {
        ("title",): 2, ("quoted key",): 3, ("a",): 4, ("a", "b"): 4, ("long",): 5, ("text",): 9,
        ("lit",): 13, ("c",): 16, ("c", 0): 16, ("c", 0, "id"): 17,
        ("c", 0, "i"): 18, ("c", 0, "i", 0): 18, ("c", 0, "i", 0, "id"): 19,
        ("c", 0, "i", 1): 20, ("c", 0, "i", 1, "id"): 21, ("c", 1): 22,
        ("c", 1, "i"): 23, ("c", 1, "i", 0): 23, ("c", 1, "i", 0, "id"): 24,
        ("c", 1, "t"): 25, ("c", 1, "t", "u"): 26,
        ("d.e", "f"): 27, ("d.e", "f", "g"): 28,
    }  # fmt: skip
    assert line_of(lines, ("long", 1, "y")) == 5
    assert line_of(lines, ("c", 1, "missing")) == 22
    assert line_of(lines, ("nothing",)) is None


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        document.parse(data, Path("x")).require("sessionlens.review")
    except SessionLensError as error:
        assert str(error).isprintable()


@given(st.text(alphabet="ab=[]{}\"'\\#.,\n 1", max_size=40))
def test_lines_are_found_in_any_valid_toml(text: str) -> None:
    try:
        source = document.parse(text.encode(), Path("x"))
    except SessionLensError:
        return
    for key in source.table:
        assert source.line(key) is not None
