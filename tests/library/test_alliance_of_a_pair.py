"""Which agreement belongs to the two people of a session, and which to a folder."""

import datetime as dt
from pathlib import Path

import pytest

from sessionlens.domain.alliance import AgreementTexts, Alliance
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Session
from sessionlens.library.alliance import alliance_for, alliance_path, due_in, purpose_for
from sessionlens.storage.alliances import encode_alliance

SESSION = Session(coach="Anna", reviewer="Maria")
DAY = dt.date(2026, 11, 2)


def _kept(path: Path, *people: str, review_on: dt.date | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    alliance = Alliance(
        id=f"{people} {path.parent.name}",
        between=people or ("Anna", "Maria"),
        review_on=review_on,
        agreement=AgreementTexts(purpose="To listen\nbetter"),
    )
    path.write_bytes(encode_alliance(alliance))
    return path


@pytest.mark.parametrize(
    "name",
    [
        "pair/november/alliance.toml",
        "pair/november/Unsere Vereinbarung.txt",
        "pair/alliance.toml",
        "pair/october/alliance.toml",
    ],
)
def test_it_is_found_beside_the_session_above_and_in_the_folders_beside(
    tmp_path: Path, name: str
) -> None:
    talk = tmp_path / "pair" / "november" / "talk.review.toml"
    talk.parent.mkdir(parents=True)
    path = _kept(tmp_path / name, "MARIA", "ánna")
    placed = alliance_for(SESSION, talk)
    assert placed is not None
    assert placed.path == path
    assert purpose_for(SESSION, talk) == "What this is for: To listen better"


def test_it_is_of_both_people_and_of_nobody_else(tmp_path: Path) -> None:
    talk = tmp_path / "pair" / "talk.review.toml"
    _kept(tmp_path / "pair" / "jo.alliance.toml", "Anna", "Jo")
    (tmp_path / "pair" / "broken.alliance.toml").write_text(
        'format = "sessionlens.alliance"\nversion = 1\n'
    )
    assert alliance_for(SESSION, talk) is None
    assert purpose_for(Session(coach="Anna"), talk) == ""
    assert purpose_for(Session(coach="Anna", reviewer="anna"), talk) == ""
    _kept(tmp_path / "pair" / "three.alliance.toml", "Anna", "Jo", "Maria")
    placed = alliance_for(SESSION, talk)
    assert placed is not None
    assert placed.path.name == "three.alliance.toml"


def test_a_folder_means_its_only_agreement_and_a_new_one_has_the_usual_name(
    tmp_path: Path,
) -> None:
    assert alliance_path(tmp_path) == tmp_path / "alliance.toml"
    path = _kept(tmp_path / "Vereinbarung.toml")
    assert alliance_path(tmp_path) == path
    _kept(tmp_path / "jo.alliance.toml", "Anna", "Jo")
    with pytest.raises(SessionLensError, match="Several agreements"):
        alliance_path(tmp_path)


def test_what_is_due_is_said_once_wherever_it_lies(tmp_path: Path) -> None:
    path = _kept(tmp_path / "pair" / "alliance.toml", review_on=DAY)
    (path.parent / "copy.toml").write_bytes(path.read_bytes())
    _kept(tmp_path / "alliance.toml", "Anna", "Jo", review_on=DAY + dt.timedelta(1))
    due = due_in(tmp_path, DAY)
    assert due == ("Anna and Maria: time to look at your agreement again, since 2026-11-02",)
