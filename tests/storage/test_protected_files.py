"""What its owner protects is not replaced; what only we use is private and leads nowhere else."""

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from sessionlens.audio import peaks_cache
from sessionlens.audio.quiet_stderr import quiet_stderr
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Review
from sessionlens.files import LARGEST_DOCUMENT, make_private_folder, open_private, read_whole
from sessionlens.speech.journal import Journal, Key
from sessionlens.storage import atomic, state
from sessionlens.storage.lock import Lock, claimed
from sessionlens.storage.owned import GuardedFile
from sessionlens.storage.reviews import ReviewFile, encode_review

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")


def in_time(call: Callable[[], object]) -> None:
    """Run it, and fail instead of waiting for ever."""
    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()


def test_a_file_that_its_owner_made_read_only_is_not_replaced(
    tmp_path: Path, review: Review
) -> None:
    path = tmp_path / "talk.review.toml"
    path.write_bytes(encode_review(review))
    path.chmod(0o444)
    file = ReviewFile(path)
    assert not file.claim()
    assert "read-only" in file.read_only
    with pytest.raises(SessionLensError, match="read-only"):
        file.save(review)
    with pytest.raises(SessionLensError, match="read-only"):
        atomic.write_bytes(path, b"anything")
    assert path.read_bytes() == encode_review(review)
    file.close()
    path.chmod(0o600)


@needs_posix
def test_what_only_we_use_follows_no_link_and_waits_for_no_pipe(
    tmp_path: Path, user_folders: Path
) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"somebody's")
    recording = tmp_path / "talk.wav"
    recording.write_bytes(b"sound")
    output = tmp_path / "talk.transcript.json"
    key = Key(sounds=(("ab", None),), model="m")
    folder = tmp_path / "cache"
    folder.mkdir()

    def use_all() -> None:
        with Lock(tmp_path / "a.toml"):
            claimed(tmp_path / "a.toml")
        try:
            with Journal(output, key):
                pass
        except SessionLensError as error:
            assert "journal" in str(error.where)
        assert peaks_cache.load(folder, recording) is None
        state.save_state("ab" * 16, state.ReviewState(position=3.0))
        assert state.load_state("ab" * 16).position == 3.0
        with quiet_stderr(tmp_path / "engine.log"):
            pass

    places = [
        tmp_path / "a.toml.lock",
        Journal(output, key).path,
        folder / peaks_cache._name(recording),
        user_folders / "state" / "reviews" / f"{'ab' * 16}.toml",
        tmp_path / "engine.log",
    ]
    places[3].parent.mkdir(parents=True)
    for place in places:
        place.symlink_to(precious)
    use_all()
    assert precious.read_bytes() == b"somebody's"
    for place in places:
        place.unlink(missing_ok=True)
        os.mkfifo(place)
    in_time(use_all)
    with pytest.raises(OSError, match="ordinary"):
        open_private(places[0], os.O_RDWR)


@needs_posix
def test_devices_pipes_and_what_is_too_large_are_refused_before_they_are_read(
    tmp_path: Path,
) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)

    def refused() -> None:
        for path in (pipe, Path("/dev/zero"), tmp_path):
            with pytest.raises(SessionLensError):
                read_whole(path, 100, "ours")

    in_time(refused)
    sparse = tmp_path / "large.toml"
    with sparse.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(SessionLensError, match="too large"):
        read_whole(sparse, LARGEST_DOCUMENT, "ours")
    # A file of the kernel says that it has no length, and has one.
    with pytest.raises(SessionLensError, match="too large"):
        read_whole(Path("/proc/self/status"), 10, "ours")


@needs_posix
@pytest.mark.parametrize("put_there", ["pipe", "gigabytes", "folder"])
def test_a_file_that_became_something_else_while_open_is_left_alone(
    tmp_path: Path, put_there: str
) -> None:
    path = tmp_path / "talk.review.toml"
    file = GuardedFile(path)
    file.write(b"first")
    path.unlink()
    match put_there:
        case "pipe":
            os.mkfifo(path)
        case "gigabytes":
            with path.open("wb") as large:
                large.truncate(10**11)
        case _:
            path.mkdir()

    def write() -> None:
        with pytest.raises(SessionLensError, match="not overwritten"):
            file.write(b"second")

    in_time(write)
    mode = path.stat().st_mode
    assert stat.S_ISFIFO(mode) or stat.S_ISDIR(mode) or path.stat().st_size == 10**11
    (copy,) = tmp_path.glob("*.conflict-*")
    assert copy.read_bytes() == b"second"


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path, review: Review) -> None:
    path = tmp_path / "talk.review.toml"
    file = ReviewFile(path)
    file.save(review)
    before = path.read_bytes()
    from msgspec.structs import replace

    large = replace(review, summary=replace(review.summary, strengths="word " * 10**6))
    with pytest.raises(SessionLensError, match="more text than can be kept"):
        file.save(large)
    assert path.read_bytes() == before
    file.save(review)
    draft = state.Draft(text="word " * 10**6)
    with pytest.raises(SessionLensError, match="more text than can be kept"):
        state.save_state("ab" * 16, state.ReviewState(drafts=(draft,)), tmp_path)


@needs_posix
def test_folders_and_files_are_private_whatever_the_umask(tmp_path: Path) -> None:
    script = (
        "import os, sys; os.umask(0)\n"
        "from pathlib import Path\n"
        "from sessionlens.files import make_private_folder\n"
        "from sessionlens.storage import atomic, state\n"
        "from sessionlens.storage.lock import Lock\n"
        "from sessionlens.library.sample import copy_sample\n"
        "base = Path(sys.argv[1])\n"
        "make_private_folder(base / 'a/b'); atomic.write_bytes(base / 'a/b/c', b'1')\n"
        "state.save_state('ab' * 16, state.ReviewState(position=1.0), base / 'state')\n"
        "copy_sample(base / 'demo')\n"
        "Lock(base / 'a/x').acquire(); os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    made = list(tmp_path.rglob("*"))
    assert len(made) > 8
    for path in made:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private_folder(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o755
