"""The journal of a run: what was added is there the next time, whatever became of its file."""

import os
from pathlib import Path

import pytest

from sessionlens.domain.errors import SessionLensError
from sessionlens.speech.journal import Journal, Key
from sessionlens.speech.record import Record

KEY = Key((("abc", None),), "model")
RECORDS = [Record(0, i * 100, i * 100 + 100, i * 100, i * 100 + 100) for i in range(3)]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "talk.transcript.json"


def test_a_journal_holds_what_was_added(target: Path) -> None:
    with Journal(target, KEY) as journal:
        for record in RECORDS:
            journal.add(record)

    with Journal(target, KEY) as journal:
        assert journal.records == RECORDS
    assert Journal.exists(target, KEY)
    assert Journal.exists(target)


@pytest.mark.parametrize("lost", range(1, 60, 7))
def test_a_broken_last_line_is_dropped_and_the_journal_goes_on(target: Path, lost: int) -> None:
    with Journal(target, KEY) as journal:
        for record in RECORDS:
            journal.add(record)
    path = journal.path
    path.write_bytes(path.read_bytes()[:-lost])

    with Journal(target, KEY) as journal:
        assert journal.records == RECORDS[: len(journal.records)]
        assert len(journal.records) < len(RECORDS)
        journal.add(RECORDS[-1])
    with Journal(target, KEY) as journal:
        assert journal.records[-1] == RECORDS[-1]


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\0" * 100, b'{"format":"x"}\n', b"[]\n"])
def test_something_else_in_its_place_is_begun_anew(target: Path, content: bytes) -> None:
    with Journal(target, KEY) as journal:
        path = journal.path
    path.write_bytes(content)

    with Journal(target, KEY) as journal:
        assert journal.records == []
        journal.add(RECORDS[0])
    with Journal(target, KEY) as journal:
        assert journal.records == RECORDS[:1]


def test_runs_with_different_models_do_not_take_each_others_work(target: Path) -> None:
    other = Key(KEY.sounds, "another model")
    with Journal(target, KEY) as journal:
        journal.add(RECORDS[0])

    with Journal(target, other) as journal:
        assert journal.records == []
        journal.add(RECORDS[1])
    with Journal(target, KEY) as journal:
        assert journal.records == RECORDS[:1]
        journal.discard()
    assert not Journal.exists(target)


def test_a_journal_is_for_its_owner_only(target: Path) -> None:
    with Journal(target, KEY) as journal:
        mode = journal.path.stat().st_mode
    assert os.name == "nt" or mode & 0o077 == 0


def test_where_a_folder_is_not_there_the_file_that_was_named_is_told(tmp_path: Path) -> None:
    named = tmp_path / "no/t"
    with pytest.raises(SessionLensError, match="does not exist") as caught, Journal(named, KEY):
        pass
    assert caught.value.where == named
