"""`names.txt`: who is spoken of, beside a recording and in the config folder."""

import os
import stat
from pathlib import Path

import pytest

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Session
from sessionlens.domain.transcript import Transcript
from sessionlens.storage.spoken_names import add_name, load_names, names_for


def listed(recording: Path) -> list[str]:
    return [name.name for name in names_for(recording).names.names]


def test_names_come_from_beside_the_recording_from_the_config_folder_and_the_details(
    tmp_path: Path,
) -> None:
    (tmp_path / "names.txt").write_text("# here\nAnke = anchor\n", encoding="utf-8")
    config = resources.config_folder()
    config.mkdir(parents=True)
    (config / "names.txt").write_bytes("\ufeffJörg\r\nMaria".encode())

    sessions = [Session(coach="Dr. Anna Berg", client="Klara")]
    spoken_of = names_for(tmp_path / "talk.ogg", sessions, Transcript(language="en-us"))

    assert [name.name for name in spoken_of.names.names] == [
        "Anke",
        "Jörg",
        "Maria",
        "Anna",
        "Berg",
    ]
    assert spoken_of.notices == ()
    assert "and" in spoken_of.names.common


def test_a_broken_line_is_said_and_all_others_are_used(
    tmp_path: Path,
) -> None:
    broken = tmp_path / "names.txt"
    broken.write_text("Anke\n= anchor\n민준\nMaria\n", encoding="utf-8")

    spoken_of = names_for(tmp_path / "talk.ogg", [Session(coach="Anna")])

    assert [name.name for name in spoken_of.names.names] == ["Anke", "Maria", "Anna"]
    (notice,) = spoken_of.notices
    assert notice.startswith("One name is not looked for: names.txt: line 2: There is no name.")
    assert notice.endswith("The same goes for 1 other line.")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"J\xf6rg\n", "This is no text in UTF-8. Save it as UTF-8"),
        (b"a" * 70_000, "too large to be a list of names"),
    ],
)
def test_what_is_no_list_of_names_is_refused(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "names.txt"
    path.write_bytes(data)
    with pytest.raises(SessionLensError) as raised:
        load_names(path, lambda _: None)
    assert what in str(raised.value)


def test_a_folder_a_pipe_or_a_link_of_that_name_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "folder" / "names.txt").mkdir(parents=True)
    (tmp_path / "link").mkdir()
    (tmp_path / "elsewhere.txt").write_text("Anke", encoding="utf-8")
    (tmp_path / "link" / "names.txt").symlink_to(tmp_path / "elsewhere.txt")
    folders = ["folder", "link"]
    if hasattr(os, "mkfifo"):
        (tmp_path / "pipe").mkdir()
        os.mkfifo(tmp_path / "pipe" / "names.txt")
        folders.append("pipe")
    for folder in folders:
        spoken_of = names_for(tmp_path / folder / "talk.ogg")
        assert (spoken_of.names.names, len(spoken_of.notices)) == ((), 1)
        with pytest.raises(SessionLensError):
            add_name(tmp_path / folder / "talk.ogg", "Berta")
    assert (tmp_path / "elsewhere.txt").read_text(encoding="utf-8") == "Anke"


def test_utf_16_as_notepad_writes_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_bytes("Jörg\r\n".encode("utf-16"))
    assert listed(tmp_path / "talk.ogg") == ["Jörg"]


def test_a_name_is_added_once_and_what_stands_there_stays(tmp_path: Path) -> None:
    recording = tmp_path / "talk.ogg"
    assert add_name(recording, " Anke =  anchor ") == tmp_path / "names.txt"
    path = tmp_path / "names.txt"
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("# mine\nAnke = anchor", encoding="utf-8")
    add_name(recording, "Anke = anchor")
    assert path.read_text(encoding="utf-8") == "# mine\nAnke = anchor"
    add_name(recording, "Maria")
    assert path.read_text(encoding="utf-8") == "# mine\nAnke = anchor\nMaria\n"
    assert listed(recording) == ["Anke", "Maria"]


def test_a_line_that_names_nobody_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(SessionLensError, match="no name"):
        add_name(tmp_path / "talk.ogg", "= anchor")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_added_to_a_list_that_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("=\n", encoding="utf-8")
    with pytest.raises(SessionLensError) as raised:
        add_name(tmp_path / "talk.ogg", "Anke")
    assert str(raised.value).startswith(f"{path}: line 1: ")
    assert path.read_text(encoding="utf-8") == "=\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs no rights")
def test_where_a_folder_cannot_be_written_the_list_is_kept_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "names.txt").write_text("Anke", encoding="utf-8")
    folder.chmod(0o500)
    try:
        path = add_name(folder / "talk.ogg", "Maria")
        assert path.parent != folder
        assert listed(folder / "talk.ogg") == ["Anke", "Maria"]
    finally:
        folder.chmod(0o700)
