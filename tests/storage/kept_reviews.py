"""Reviews to save, and folders of the user that are empty and their own."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from disks import disk_of_64_kb

from sessionlens import resources
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, Review, RubricRef, Session, Summary, Verdict
from sessionlens.domain.timecode import Timecode


@pytest.fixture
def review() -> Review:
    return Review(
        id="5f0c" * 8,
        session=Session(title="Third session", date=dt.date(2026, 11, 2), role="mentor"),
        recording=RecordingRef(file="talk.m4a", duration=Timecode(2712.48)),
        rubric=RubricRef(id="icf-core", edition="2025"),
        last_marker=7,
        markers=(
            Marker(
                id="m7",
                start=Timecode(754.2),
                end=Timecode(761.9),
                competency="evokes-awareness",
                indicator="c",
                rating="strength",
                comment='You asked "what would it mean".\nThen you waited.',
                quote="what would it mean to you if it worked",
                speaker="Coach",
            ),
            Marker(id="m2", start=Timecode(3), comment="my own thought", private=True),
        ),
        verdicts=(Verdict(competency="evokes-awareness", value="observed"),),
        summary=Summary(strengths="Silence.", next_practice="Shorter questions."),
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with disk_of_64_kb(tmp_path / "disk") as disk:
        yield disk


@pytest.fixture
def user_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that holds the user's config, data and state folders for this test."""
    base = tmp_path / "user"
    for name in ("config", "data", "state"):
        folder = base / name
        folder.mkdir(parents=True)
        monkeypatch.setattr(resources, f"{name}_folder", lambda folder=folder: folder)
    return base
