"""Archives that mean harm."""

import io
import random
import shutil
import stat
import tarfile
import zipfile
from pathlib import Path
from typing import Literal

import pytest

from sessionlens.domain.errors import SessionLensError
from sessionlens.speech.unpack import unpack


def zipped(folder: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    path = folder / "model.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries:
            file.writestr(name, content)
    return path


def refused(archive: Path, folder: Path) -> str:
    """The message, after checking that nothing was written anywhere."""
    before = sorted(folder.rglob("*"))
    with pytest.raises(SessionLensError) as caught:
        unpack(archive, folder / "new")
    assert sorted(folder.rglob("*")) == before
    assert caught.value.where == archive
    return str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt",
        "model/../../outside.txt",
        "/etc/passwd",
        "//server/share/file",
        "C:/windows/file",
        "model\\..\\..\\outside.txt",
        "model/./file",
        "model//file",
        "model/con.txt",
        "model/LPT1",
        "model/new\nline",
        "model/\x1b[31mred",
        "model/stream:hidden",
        "model/trailing. ",
        "model/" + "x" * 300,
    ],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    message = refused(zipped(tmp_path, ("model/fine", b"1"), (name, b"2")), tmp_path)

    assert "would write to" in message
    assert "\x1b" not in message


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFBLK, stat.S_IFSOCK])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    entry = zipfile.ZipInfo("model/link")
    entry.create_system = 3
    entry.external_attr = (kind | 0o777) << 16

    assert "link or a device" in refused(zipped(tmp_path, (entry, b"/etc/passwd")), tmp_path)


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    archive = zipped(tmp_path, *((f"model/{i}", bytes(20_000_000)) for i in range(5)))

    assert "would unpack to" in refused(archive, tmp_path)


def test_many_files_are_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path, *((f"model/{i}", b"") for i in range(2001)))

    assert "2001 files" in refused(archive, tmp_path)


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path, ("model/Am", b"1"), ("model/am", b"2"))

    assert "same name" in refused(archive, tmp_path)


def test_a_size_that_is_a_lie_is_found_out(tmp_path: Path) -> None:
    """The directory says 10 bytes, and that many more come."""
    archive = zipped(tmp_path, ("model/file", b"x" * 1000))
    data = bytearray(archive.read_bytes())
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = (10).to_bytes(4, "little")
    archive.write_bytes(data)

    with pytest.raises(SessionLensError):
        unpack(archive, tmp_path / "new")

    written = tmp_path / "new/model/file"
    assert not written.exists() or written.stat().st_size <= 10


@pytest.mark.parametrize("keep", [0, 10, 200])
def test_a_zip_that_is_not_whole_is_refused(tmp_path: Path, keep: int) -> None:
    archive = zipped(tmp_path, ("model/file", bytes(range(256)) * 100))
    archive.write_bytes(archive.read_bytes()[:keep])

    assert "no whole zip" in refused(archive, tmp_path)


def test_damaged_content_is_found_out(tmp_path: Path) -> None:
    archive = tmp_path / "model.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as file:
        file.writestr("model/file", b"the model's numbers")
    archive.write_bytes(archive.read_bytes().replace(b"numbers", b"NUMBERS"))

    with pytest.raises(SessionLensError, match="no whole zip"):
        unpack(archive, tmp_path / "new")


def test_a_password_is_said(tmp_path: Path) -> None:
    archive = zipped(tmp_path, ("model/file", b"1"))
    data = bytearray(archive.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(data)

    assert "password" in refused(archive, tmp_path)


def test_a_full_disk_is_noticed_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 10

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage)

    archive = zipped(tmp_path, ("model/a", bytes(900)))

    with pytest.raises(SessionLensError, match="only 0 MB are free"):
        unpack(archive, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_harmless_zip_is_unpacked_and_counted(tmp_path: Path) -> None:
    archive = zipped(
        tmp_path, ("model/", b""), ("model/am/final.mdl", b"abc"), ("model/empty", b"")
    )
    seen: list[tuple[int, int]] = []

    unpack(archive, tmp_path / "new", lambda done, total: seen.append((done, total)))

    assert (tmp_path / "new/model/am/final.mdl").read_bytes() == b"abc"
    assert (tmp_path / "new/model/empty").read_bytes() == b""
    assert seen == [(3, 3)]


def test_something_that_is_no_zip(tmp_path: Path) -> None:
    archive = tmp_path / "model.zip"
    archive.write_bytes(io.BytesIO(b"<html>Not found</html>").getvalue())

    assert "no whole zip" in refused(archive, tmp_path)


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("damaged", [False, True])
def test_zips_that_are_packed_as_no_model_is_are_refused(
    tmp_path: Path, method: int, damaged: bool
) -> None:
    path = tmp_path / "model.zip"
    with zipfile.ZipFile(path, "w", method) as file:
        file.writestr("model/am/final.mdl", b"sound " * 1000)
    if damaged:
        data = bytearray(path.read_bytes())
        data[60:90] = b"\xff" * 30
        path.write_bytes(data)
    assert "Unpack it and add the folder" in refused(path, tmp_path)


def test_a_file_where_a_folder_must_be_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path, ("model/am", b"x"), ("model/am/final.mdl", b"x"))
    assert "name of a folder" in refused(archive, tmp_path)


@pytest.mark.parametrize("header", [10**9, 2**32 - 2])
def test_a_file_that_is_said_to_lie_where_there_is_nothing_is_damage(
    tmp_path: Path, header: int
) -> None:
    archive = zipped(tmp_path, ("model/final.mdl", b"x" * 100))
    content = bytearray(archive.read_bytes())
    place = content.rfind(b"PK\x01\x02") + 42  # where the directory says that the file begins
    content[place : place + 4] = header.to_bytes(4, "little")
    archive.write_bytes(content)
    with pytest.raises(SessionLensError, match="whole zip"):
        unpack(archive, tmp_path / "new")


def tarred(
    path: Path,
    *entries: tuple[str | tarfile.TarInfo, bytes],
    mode: Literal["w:gz", "w:xz"] = "w:gz",
) -> Path:
    with tarfile.open(path, mode) as file:
        for name, content in entries:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(content)
            file.addfile(info, io.BytesIO(content))
    return path


@pytest.mark.parametrize(
    "name", ["../outside", "model/../../outside", "/etc/passwd", "model/con.txt", "C:\\x\\y"]
)
def test_names_in_a_tar_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    archive = tarred(tmp_path / "model.tgz", ("model/fine", b"1"), (name, b"2"))

    assert "would write to" in refused(archive, tmp_path)


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.BLKTYPE]
)
def test_links_and_devices_in_a_tar_are_refused(tmp_path: Path, kind: bytes) -> None:
    entry = tarfile.TarInfo("model/link")
    entry.type, entry.linkname = kind, "/etc/passwd"

    assert "link or a device" in refused(tarred(tmp_path / "a.tgz", (entry, b"")), tmp_path)


@pytest.mark.parametrize("mode", ["w:gz", "w:xz"])
def test_a_tar_bomb_is_refused_before_it_goes_off(
    tmp_path: Path, mode: Literal["w:gz", "w:xz"]
) -> None:
    parts = (("model/am", bytes(20_000_000)), ("model/graph", bytes(20_000_000)))

    assert "would unpack to" in refused(tarred(tmp_path / "bomb", *parts, mode=mode), tmp_path)


def test_a_tar_header_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    path = tarred(tmp_path / "long.tgz", ("x" * 20_000_000, b""))

    assert "no whole tar" in refused(path, tmp_path)


@pytest.mark.parametrize("keep", [15, 300, 0.5, 0.9])
def test_a_tar_that_is_not_whole_is_refused(tmp_path: Path, keep: float) -> None:
    content = bytes(random.Random(1).randbytes(100_000))
    archive = tarred(tmp_path / "model.tgz", ("model/file", content))
    data = archive.read_bytes()
    archive.write_bytes(data[: int(keep if keep > 1 else keep * len(data))])

    assert "no whole tar" in refused(archive, tmp_path)


@pytest.mark.parametrize("magic", [b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x28\xb5\x2f\xfd"])
def test_other_packers_are_named(tmp_path: Path, magic: bytes) -> None:
    archive = tmp_path / "model.zip"
    archive.write_bytes(magic + bytes(300))

    assert "Unpack it and add the folder" in refused(archive, tmp_path)


def test_what_macos_adds_is_left_out_and_a_dot_in_front_is_no_harm(tmp_path: Path) -> None:
    archive = tarred(
        tmp_path / "model.tgz",
        ("./model/am/final.mdl", b"abc"),
        ("./model/am/._final.mdl", b"finder"),
        ("__MACOSX/model/._am", b"finder"),
    )
    unpack(archive, tmp_path / "new")

    written = [path for path in (tmp_path / "new").rglob("*") if path.is_file()]
    assert written == [tmp_path / "new/model/am/final.mdl"]
