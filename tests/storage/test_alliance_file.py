"""The file of an agreement: what is written is read again, and what is wrong is named."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from test_toml_round_trip import LINE, LINES

from sessionlens.domain.alliance import (
    LOOK_QUESTIONS,
    QUESTIONS,
    AgreementTexts,
    Alliance,
    AllianceLook,
    Direction,
    Goal,
    GoalLook,
    as_earlier,
)
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.intention import plain_name
from sessionlens.storage import document
from sessionlens.storage.alliances import (
    AllianceFile,
    _alliance,
    alliance_files,
    encode_alliance,
    load_alliance,
)

HEAD = 'format = "sessionlens.alliance"\nversion = 1\n'
WHOLE = (Path(__file__).parents[1] / "data/agreements/whole.alliance.toml").read_text("utf-8")
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))


def _read(tmp_path: Path, text: str) -> Alliance:
    path = tmp_path / "alliance.toml"
    path.write_text(text, "utf-8")
    return load_alliance(path)


def test_a_file_as_it_is_described_is_read_and_written_the_same(tmp_path: Path) -> None:
    alliance = _read(tmp_path, WHOLE)
    assert alliance.agreement.practical == "Every third week.\nOne hour."
    assert alliance.goals[0].looks[0].moments == ("5f0c#m7",)
    assert alliance.earlier[0].agreed["Maria"] == dt.date(2026, 10, 2)
    written = encode_alliance(alliance).decode()
    assert "".join(line for line in written.splitlines(True) if line[0] != "#") == WHOLE


@st.composite
def _alliances(draw: st.DrawFn) -> Alliance:
    names = draw(
        st.lists(LINE.filter(plain_name), min_size=2, max_size=3, unique_by=plain_name).map(tuple)
    )
    moments = st.lists(LINE, max_size=2).map(tuple)
    goal_looks = st.builds(
        GoalLook,
        date=DAYS,
        by=LINE,
        level=st.none() | st.integers(-2, 2),
        moments=moments,
    )
    goals = st.builds(
        Goal,
        id=LINE,
        text=LINES,
        measure=LINE,
        until=st.none() | DAYS,
        levels=st.just(()) | st.tuples(LINE, LINE, LINE, LINE, LINE),
        looks=st.lists(goal_looks, max_size=1).map(tuple),
    )
    looks = st.builds(
        AllianceLook, date=DAYS, by=LINE, **{head.field: LINES for head in LOOK_QUESTIONS}
    )
    alliance = Alliance(
        id=draw(LINE.filter(bool)),
        between=names,
        begun=draw(st.none() | DAYS),
        review_on=draw(st.none() | DAYS),
        agreement=draw(st.builds(AgreementTexts, **{head.field: LINES for head in QUESTIONS})),
        agreed=draw(st.dictionaries(st.sampled_from(names), DAYS)),
        goals=draw(st.lists(goals, max_size=2, unique_by=lambda goal: goal.id).map(tuple)),
        directions=draw(
            st.lists(st.builds(Direction, text=LINES, moments=moments), max_size=2).map(tuple)
        ),
        looks=draw(st.lists(looks, max_size=1).map(tuple)),
    )
    return replace(alliance, earlier=(as_earlier(alliance, draw(DAYS)),))


@given(_alliances())
def test_whatever_is_written_is_read_again(alliance: Alliance) -> None:
    data = encode_alliance(alliance)
    assert _alliance(document.parse(data, Path("x"))) == alliance


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('["Anna", "Maria"]', '["Anna"]', "between two people"),
        ('["Anna", "Maria"]', '["Anna", "ánna"]', "there twice"),
        ('["Anna", "Maria"]', '["Anna", "Maria", ""]', "is empty"),
        ('id = "a1"', 'id = ""', "id is empty"),
        ("version = 1", "version = 2", "newer SessionLens"),
        ('"supervision"', '"friendship"', "not known"),
        ("level = 0", "level = 3", "level 3 is none"),
        ('["none", "few", "half", "most", "all"]', '["none", "all"]', "has 2 levels"),
        ("begun = 2026-11-02", "begun = 1026-11-02", "year"),
        ("Anna = 2026-11-02", 'Anna = "yesterday"', "a date such as 2026-11-02, without quotes"),
        ("measure", "score", "'score' is not known"),
        ("review_on = 2027-02-01", "review_on = 2027-02-30", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(
    tmp_path: Path, old: str, new: str, what: str
) -> None:
    assert old in WHOLE
    with pytest.raises(SessionLensError) as caught:
        _read(tmp_path, WHOLE.replace(old, new))
    assert what in str(caught.value)
    assert "alliance.toml" in str(caught.value)
    assert caught.value.hint


def test_a_day_to_look_again_that_is_past_is_none_of_the_files_faults(tmp_path: Path) -> None:
    assert _read(tmp_path, WHOLE.replace("review_on = 2027", "review_on = 2020")).review_on


def test_agreements_are_found_by_what_they_hold(tmp_path: Path) -> None:
    (tmp_path / "Vereinbarung von Maria.txt").write_text(WHOLE, "utf-8")
    (tmp_path / "alliance.toml").write_text(WHOLE, "utf-8")
    (tmp_path / "alliance (Annas conflicted copy 2026-10-02).toml").write_text(WHOLE, "utf-8")
    (tmp_path / "other.toml").write_text('format = "sessionlens.review"\nversion = 1\n', "utf-8")
    (tmp_path / "talk.m4a").write_bytes(b"\0\1")
    names = [path.name for path in alliance_files(tmp_path)]
    assert names == ["alliance.toml", "Vereinbarung von Maria.txt"]
    assert alliance_files(tmp_path / "nowhere") == ()


def test_what_another_program_has_changed_is_not_overwritten(tmp_path: Path) -> None:
    alliance = _read(tmp_path, WHOLE)
    path = tmp_path / "alliance.toml"
    file = AllianceFile(path)
    assert file.claim()
    try:
        file.load()
        path.write_text(WHOLE.replace("To listen better", "Another"), "utf-8")
        with pytest.raises(SessionLensError, match="Another program"):
            file.save(replace(alliance, agreed={}))
    finally:
        file.close()
    assert "Another" in path.read_text("utf-8")


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "alliance.toml"
    file = AllianceFile(path)
    assert file.claim()
    file.save(Alliance(id="a1", between=("Anna", "Maria")))
    file.close()
    assert path.stat().st_mode & 0o777 == 0o600
