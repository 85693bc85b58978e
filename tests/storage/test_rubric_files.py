"""Rubrics are found by name, id or path; mistakes in them name the line."""

from pathlib import Path

import pytest

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import RubricRef
from sessionlens.storage.rubrics import find_rubric, list_rubrics, load_rubric, rubric_of

RUBRIC = """\
format = "sessionlens.rubric"
version = 1
id = "own"
title = "My own"

[[scale]]
id = "observed"
title = "Observed"

[[competencies]]
id = "listening"
key = "1"
title = "Listening"

[[competencies.indicators]]
id = "a"
text = "Waits."

[[competencies]]
id = "asking"
key = "2"
title = "Asking"

[[competencies.indicators]]
id = "a"
text = "Asks."
[[competencies.indicators]]
id = "b"
text = "Asks again."

[[phases]]
id = "goal"
key = "G"
title = "Goal"
"""


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, user_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "core.toml").write_text(RUBRIC.replace('"own"', '"core"', 1))
    monkeypatch.setattr(resources, "shipped", lambda _: folder)
    (user_folders / "config" / "rubrics").mkdir()
    return folder


@pytest.fixture
def mine(user_folders: Path) -> Path:
    path = user_folders / "config" / "rubrics" / "mine.toml"
    path.write_text(RUBRIC)
    return path


def test_shipped_ones_need_no_file(shipped: Path) -> None:
    rubric, file = find_rubric("core")
    assert (rubric.id, file) == ("core", "")
    assert find_rubric(str(shipped / "core.toml"))[1] == ""


def test_ones_own_by_name_id_and_path(mine: Path, tmp_path: Path) -> None:
    for name in ("mine", "own", str(mine)):
        rubric, file = find_rubric(name)
        assert rubric.title == "My own"
        assert Path(file) == mine.resolve()
    beside = tmp_path / "sessions"
    beside.mkdir()
    (beside / "team.toml").write_text(RUBRIC.replace("My own", "Team"))
    assert find_rubric("team.toml", beside)[0].title == "Team"
    assert find_rubric("team.toml", beside)[1] == "team.toml"


def test_ones_own_wins_over_the_shipped_one(mine: Path) -> None:
    mine.with_name("core.toml").write_text(RUBRIC.replace("My own", "With the licensed text"))
    assert find_rubric("core")[0].title == "With the licensed text"
    assert [(one.name, one.origin) for one in list_rubrics()] == [
        ("core", "yours"),
        ("mine", "yours"),
        ("core", "shipped"),
    ]


def test_a_review_finds_its_rubric_again_after_the_file_has_moved(
    mine: Path, tmp_path: Path
) -> None:
    gone = RubricRef(id="own", file="elsewhere/own.toml")
    assert rubric_of(gone, tmp_path)[0].id == "own"
    (tmp_path / "elsewhere").mkdir()
    mine.rename(tmp_path / "elsewhere" / "own.toml")
    assert rubric_of(gone, tmp_path) == (load_rubric(tmp_path / gone.file), gone.file)


@pytest.mark.usefixtures("mine")
def test_a_broken_rubric_of_a_review_is_told_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("broken")
    with pytest.raises(SessionLensError, match="not valid TOML"):
        rubric_of(RubricRef(id="own", file="own.toml"), tmp_path)


@pytest.mark.usefixtures("mine")
def test_an_unknown_name_lists_what_exists() -> None:
    with pytest.raises(SessionLensError, match=r"no rubric 'nonsense'.*mine, core"):
        find_rubric("nonsense")
    for name in ("./gone.toml", "x" * 300 + ".toml", "nul\0.toml", "a/" * 3000):
        with pytest.raises(SessionLensError):
            find_rubric(name)


def test_a_broken_one_is_listed_with_its_error(mine: Path) -> None:
    mine.write_text(RUBRIC.replace('key = "2"', 'key = "1"'))
    broken = list_rubrics()[0]
    assert broken.rubric is None
    assert broken.error is not None
    assert broken.error.line == 21
    assert find_rubric("core")[0].id == "core"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('id = "asking"', 'id = "listening"', 20, "'listening' is there twice. Line 11 "),
        ('key = "2"', 'key = "1"', 21, "'1' is there twice. Line 12 "),
        ('key = "G"', 'key = "2"', 33, "'2' is there twice"),
        ('id = "goal"', 'id = "asking"', 32, "'asking' is there twice"),
        ('id = "b"', 'id = "a"', 28, "indicator of 'asking' 'a' is there twice"),
        ('id = "b"', 'id = "bb"', 28, "'bb'"),
        ('key = "2"', 'key = "22"', 21, "'22'"),
        ('key = "2"', 'key = "space"', 21, "'space'"),
        ('key = "G"', 'key = "GG"', 33, "'GG'"),
        ('id = "asking"', 'id = "Asking it"', 20, "'Asking it'"),
        ('key = "2"', "key = 2", 21, "text in quotes"),
        ('title = "Asking"', 'titel = "Asking"', 22, "Did you mean 'title'"),
        ('key = "2"', 'key = "2"\ncounts_for = ["waiting"]', 22, "cannot count for 'waiting'"),
        ('text = "Waits."', 'text = "Waits."\npolarity = "bad"', 18, "'for', 'against'"),
        ('title = "My own"', 'title = "My own"\nkind = "tags"', 5, "never scored"),
        ('title = "My own"', 'title = "My own"\nkind = "tag"', 5, "'rated', 'tags'"),
    ],
)
def test_mistakes_name_the_line(
    mine: Path, old: str, new: str, line: int | None, words: str
) -> None:
    assert old in RUBRIC
    mine.write_text(RUBRIC.replace(old, new, 1))
    with pytest.raises(SessionLensError) as caught:
        load_rubric(mine)
    assert words in str(caught.value)
    assert (caught.value.where, caught.value.line) == (mine, line)


def test_what_a_rubric_may_also_say(mine: Path) -> None:
    more = (
        RUBRIC.replace('title = "Observed"', 'title = "ACC"\nlevels = ["ACC"]\nanchor = "Asks."')
        .replace('title = "Asking"', 'title = "Asking"\ncounts_for = ["listening"]')
        .replace('id = "b"', 'id = "d"\nformerly = "c"\npolarity = "against"')
    )
    mine.write_text(more)
    rubric = load_rubric(mine)
    asking = rubric.competencies[1]
    assert rubric.scale[0].anchor == "Asks."
    assert asking.counts_for == ("listening",)
    assert asking.indicator("c") == asking.indicator("d") == asking.indicators[1]
    assert asking.indicators[1].polarity == "against"


@pytest.mark.parametrize("id_", ["../secret.toml", "/etc/passwd", "..\\secret"])
def test_an_id_out_of_a_review_is_never_followed_as_a_path(tmp_path: Path, id_: str) -> None:
    (tmp_path / "secret.toml").write_text("not for anybody", encoding="utf-8")
    (tmp_path / "reviews").mkdir()
    with pytest.raises(SessionLensError, match="There is no rubric"):
        rubric_of(RubricRef(id=id_), tmp_path / "reviews")
