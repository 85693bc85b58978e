"""A corrected transcript is never written over another program's changes."""

from pathlib import Path

import pytest

from sessionlens.domain.errors import SessionLensError
from sessionlens.storage.atomic import write_bytes
from sessionlens.storage.owned import GuardedFile


def test_corrections_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "talk.transcript.json"
    write_bytes(path, b"{}")
    file = GuardedFile(path)
    file.seen(path.read_bytes())
    file.write(b'{"a": 1}')
    file.write(b'{"a": 2}')
    assert path.read_bytes() == b'{"a": 2}'


def test_a_change_from_elsewhere_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "talk.transcript.json"
    write_bytes(path, b"{}")
    file = GuardedFile(path)
    file.seen(path.read_bytes())
    write_bytes(path, b'{"theirs": 1}')
    with pytest.raises(SessionLensError, match="Another program"):
        file.write(b'{"ours": 1}')
    assert path.read_bytes() == b'{"theirs": 1}'
    (copy,) = tmp_path.glob("talk.transcript.conflict-*.json")
    assert copy.read_bytes() == b'{"ours": 1}'
