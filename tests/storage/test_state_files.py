"""What is remembered between two evenings of reviewing."""

import zlib
from pathlib import Path

import pytest

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import Marker
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.state import (
    Draft,
    LastTime,
    ProgramState,
    ReviewState,
    load_program_state,
    load_state,
    save_program_state,
    save_state,
    sweep_state,
)

ID = "0123456789abcdef" * 2
STATE = ReviewState(
    position=754.21,
    speed=1.25,
    follow=False,
    drafts=(
        Draft(text='half a "thought"\nand', new=Marker(id="m3", start=Timecode(3.5))),
        Draft(text="", marker_id="m1"),
    ),
)


def test_position_and_draft_come_back(user_folders: Path) -> None:
    assert load_state(ID) == ReviewState()
    save_state(ID, STATE)
    assert load_state(ID) == STATE
    assert load_state("f" * 32) == ReviewState()
    assert [one.name for one in (user_folders / "state" / "reviews").iterdir()] == [f"{ID}.toml"]


def test_welcome_and_last_details(user_folders: Path) -> None:
    assert load_program_state() == ProgramState()
    state = ProgramState(welcome_seen=True, last=LastTime(coach="Anna", level="PCC"))
    save_program_state(state)
    assert load_program_state() == state
    assert user_folders.is_dir()


@pytest.mark.parametrize("content", ["", "broken [", "\0", 'format = "sessionlens.review"'])
def test_a_broken_file_counts_as_none_and_is_kept_aside(user_folders: Path, content: str) -> None:
    folder = user_folders / "state" / "reviews"
    folder.mkdir()
    (folder / f"{ID}.toml").write_text(content)
    assert load_state(ID) == ReviewState()
    (kept,) = folder.iterdir()
    assert kept.name.startswith(f"{ID}.broken-")
    assert kept.read_text() == content
    save_state(ID, STATE)
    assert load_state(ID) == STATE


@pytest.mark.parametrize("line", ["position = nan", "position = -1", "position = inf", "speed = 0"])
def test_senseless_positions_are_forgotten_but_not_the_draft(user_folders: Path, line: str) -> None:
    save_state(ID, STATE)
    path = user_folders / "state" / "reviews" / f"{ID}.toml"
    key = line.split(maxsplit=1)[0]
    lines = [line if one.startswith(key) else one for one in path.read_text().splitlines()]
    path.write_text("\n".join(lines))
    state = load_state(ID)
    assert (state.position, state.speed) == (0.0, 1.0)
    assert state.drafts == STATE.drafts


@pytest.mark.parametrize("review_id", ["../../../etc/x", "", "a" * 5000, "\ud800", "con", "A" * 32])
def test_the_id_of_a_review_cannot_choose_where_we_write(
    user_folders: Path, review_id: str
) -> None:
    save_state(review_id, STATE)
    assert load_state(review_id) == STATE
    everything = list(user_folders.parent.rglob("*.toml"))
    assert len(everything) == 1
    assert everything[0].parent == user_folders / "state" / "reviews"
    assert len(everything[0].stem) == 32


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SessionLensError):
        save_state(ID, STATE, tmp_path / "file")


def test_what_a_killed_process_left_beside_a_state_is_removed(tmp_path: Path) -> None:
    save_state("a" * 32, ReviewState(position=3.0), tmp_path)
    kept = next((tmp_path / "reviews").iterdir())
    prefix = f".sessionlens-{zlib.crc32(kept.name.encode()):08x}-"
    leftover = kept.with_name(f"{prefix}1.tmp")
    leftover.write_text("words", "utf-8")
    sweep_state("a" * 32, tmp_path)
    assert list((tmp_path / "reviews").iterdir()) == [kept]
