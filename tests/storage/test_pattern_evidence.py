"""What is counted of a file is the same however it is read, and holds nobody's words."""

import os
import re
import sqlite3
import stat
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pattern_sessions import coachs_folder, feedback, marker, put, review, rubric
from test_toml_round_trip import LINE, LINES, markers

from sessionlens.domain.feedback import Feedback
from sessionlens.domain.review import Review
from sessionlens.library.pattern_files import gather
from sessionlens.storage.evidence import DocumentEvidence, _quickly, _whole, evidence_in
from sessionlens.storage.feedback import encode_feedback
from sessionlens.storage.kinds import Kind
from sessionlens.storage.pattern_index import PatternIndex
from sessionlens.storage.reviews import encode_review

MARKED = st.integers(0, 5).flatmap(
    lambda count: st.tuples(*(markers(number) for number in range(count)))
)

CHANGES = [
    *(b"", b'"""\n', b"[[markers]]\n", b"[[ markers ]]\n", b"x = 1\n", b"rating = 'growth'\n"),
    *(b"'''\n", b"[rubric]\n", b"responses = []\n", b"# [[markers]]\n", b"\n[[markers]]\t\n"),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evidence") / "talk.toml"


def encoded(content: Review | Feedback) -> bytes:
    return encode_review(content) if isinstance(content, Review) else encode_feedback(content)


@given(marked=MARKED, title=LINE, words=LINES, as_review=st.booleans())
def test_what_is_read_quickly_is_what_is_read_whole(
    marked: tuple[object, ...], title: str, words: str, as_review: bool, place: Path
) -> None:
    source = review(1, *marked, title=title, consent=words)  # type: ignore[arg-type]
    content = source if as_review else feedback(source)
    data = encoded(content)
    place.write_bytes(data)
    kind: Kind = "review" if as_review else "feedback"
    if quickly := _quickly(kind, data, place):
        assert quickly == _whole(kind, place)


@given(st.data(), st.booleans())
def test_a_file_that_was_changed_in_any_place_is_never_read_otherwise(
    place: Path, data: st.DataObject, as_review: bool
) -> None:
    source = review(
        1,
        marker(1, "presence", "strength", comment="One\n[[markers]]\ntwo", indicator="d"),
        marker(2, "presence", also=("agreements",), quote='"""', private=as_review),
        marker(3, "agreements"),
        verdicts={"presence": "observed"},
    )
    kind: Kind = "review" if as_review else "feedback"
    pieces = re.split(rb"(?<=\n)", encoded(source if as_review else feedback(source)))
    at = data.draw(st.integers(0, len(pieces) - 1))
    change = data.draw(st.sampled_from(CHANGES))
    replaced = data.draw(st.booleans())
    content = b"".join([*pieces[:at], change, *pieces[at + replaced :]])
    place.write_bytes(content)
    quickly = _quickly(kind, content, place)
    if quickly is not None:
        assert quickly == _whole(kind, place)  # which raises for what is no such file


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'\n[[markers]]\nid = "m2"', b'\n[[ markers ]]\nid = "m2"'),
        (b"\n[[verdicts]]", b"\n[rubric]\n\n[[verdicts]]"),
        (b"\n[[verdicts]]", b"responses = []\n\n[[verdicts]]"),
    ],
)
def test_what_is_written_in_another_way_is_left_to_the_reader_of_toml(
    place: Path, before: bytes, after: bytes
) -> None:
    marked = review(1, marker(1, "presence"), marker(2, None), verdicts={"presence": "observed"})
    content = encoded(marked)
    assert before in content
    place.write_bytes(content.replace(before, after, 1))
    assert _quickly("review", place.read_bytes(), place) is None


def test_a_rubric_that_is_declared_again_is_left_to_the_reader_of_toml(place: Path) -> None:
    content = encoded(feedback(review(1, marker(1, "presence", indicator="d"))))
    last = content.rindex(b"\ndescription = ")
    place.write_bytes(content[:last] + b"\n[rubric]\n")
    assert _quickly("feedback", place.read_bytes(), place) is None


def test_files_of_the_program_are_read_quickly(tmp_path: Path) -> None:
    eyes = rubric("seven-eyed")
    contents: list[Review | Feedback] = [
        feedback(
            review(
                1,
                marker(1, "presence", "strength", indicator="d", intention="r" * 32),
                marker(2, None, comment="Two lines\n\nand a third", quote='He said "no"'),
                marker(3, "presence", also=("agreements", "listens-actively"), exchange=True),
            )
        ),
        feedback(review(2, marker(1, "client"), using=eyes), eyes),
        review(3, marker(1, "presence", private=True), marker(2, "presence")),
        review(4, marker(1, "presence"), verdicts={"presence": "observed"}),
    ]
    for content in contents:
        kind: Kind = "review" if isinstance(content, Review) else "feedback"
        path = put(tmp_path, "talk.toml", content)
        quickly = _quickly(kind, path.read_bytes(), path)
        assert quickly is not None
        assert quickly == _whole(kind, path)
        again = msgspec.msgpack.decode(msgspec.msgpack.encode(quickly), type=DocumentEvidence)
        assert again == quickly


# -------------------------------------------------------------------- the index


def counts(folder: Path, index: Path) -> list[tuple[str, int]]:
    gathered = gather([folder], index=index)
    return [(file.path.name, len(file.evidence.markers)) for file in gathered.files]


def names_in(index: Path) -> list[str]:
    with sqlite3.connect(index) as database:
        rows = database.execute("SELECT name FROM files ORDER BY name").fetchall()
    database.close()
    return [os.fsdecode(name) for (name,) in rows]


def test_a_changed_file_is_seen_and_a_lost_one_forgotten(tmp_path: Path) -> None:
    folder, index = tmp_path / "files", tmp_path / "cache" / "index"
    put(folder, "a.feedback.toml", feedback(review(1, marker(1, "presence"))))
    put(folder, "b.feedback.toml", feedback(review(2, marker(1, "presence"))))
    assert counts(folder, index) == [("a.feedback.toml", 1), ("b.feedback.toml", 1)]
    both = review(1, marker(1, "presence"), marker(2, "presence"))
    put(folder, "a.feedback.toml", feedback(both))
    (folder / "b.feedback.toml").unlink()
    assert counts(folder, index) == [("a.feedback.toml", 2)]
    assert names_in(index) == ["a.feedback.toml"]
    (folder / "a.feedback.toml").rename(tmp_path / "elsewhere.toml")
    folder.rmdir()
    gather([tmp_path / "cache"], index=index)
    assert names_in(index) == ["index"] or names_in(index) == []


def test_files_that_have_not_changed_are_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, index = coachs_folder(tmp_path / "files"), tmp_path / "index"
    first = gather([folder], index=index)
    monkeypatch.setattr("sessionlens.library.pattern_files.evidence_in", None)
    assert gather([folder], index=index) == first


@pytest.mark.parametrize(
    "damage",
    [
        b"no database at all" * 500,
        b"",
        b"SQLite format 3\0" + b"\xff" * 4000,
    ],
)
def test_a_damaged_index_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    folder, index = coachs_folder(tmp_path / "files"), tmp_path / "index"
    first = counts(folder, index)
    index.write_bytes(damage)
    assert counts(folder, index) == first
    assert len(names_in(index)) == len(first)


def test_an_index_of_another_version_is_made_anew(tmp_path: Path) -> None:
    folder, index = coachs_folder(tmp_path / "files"), tmp_path / "index"
    first = counts(folder, index)
    database = sqlite3.connect(index)
    database.execute("PRAGMA user_version = 99")
    database.execute("ALTER TABLE files RENAME TO others")
    database.close()
    assert counts(folder, index) == first


def test_evidence_that_cannot_be_decoded_is_read_again(tmp_path: Path) -> None:
    folder, index = coachs_folder(tmp_path / "files"), tmp_path / "index"
    first = counts(folder, index)
    database = sqlite3.connect(index)
    database.execute("UPDATE files SET evidence = x'c1c1'")
    database.commit()
    database.close()
    assert counts(folder, index) == first


def test_where_no_index_can_be_kept_nothing_is_lost(tmp_path: Path) -> None:
    folder = coachs_folder(tmp_path / "files")
    blocked = tmp_path / "file"
    blocked.touch()
    assert len(counts(folder, blocked / "below" / "index")) == len(counts(folder, tmp_path / "ok"))
    target = tmp_path / "somebodys"
    target.write_text("words")
    (tmp_path / "link").symlink_to(target)
    assert counts(folder, tmp_path / "link")
    assert target.read_text() == "words"


@pytest.mark.skipif(os.name == "nt", reason="there are no modes")
def test_the_index_is_its_owners_alone_and_holds_no_words(tmp_path: Path) -> None:
    folder, index = coachs_folder(tmp_path / "files"), tmp_path / "cache" / "index"
    gather([folder], index=index)
    assert stat.S_IMODE(index.stat().st_mode) == 0o600
    assert stat.S_IMODE(index.parent.stat().st_mode) == 0o700
    content = index.read_bytes()
    for words in (b"words of the coach", b"What I noticed", b"Three breaths", b"Twice, and then"):
        assert words not in content


def test_a_file_of_ours_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "talk.feedback.toml"
    path.mkdir()
    evidence = evidence_in(path, path.stat())
    assert evidence is not None
    assert evidence.trouble.startswith("This is a folder")
    with PatternIndex(tmp_path / "index") as index:
        assert index.files_in(tmp_path) == {}
