"""`sessionlens alliance`: read, agree, merge, and the pages beside it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from command_line import CommandLine, error_line, refused, snapshot

from sessionlens.cli import alliance as command_module
from sessionlens.cli.root import root
from sessionlens.storage.alliances import AllianceFile, load_alliance

OURS = """\
format = "sessionlens.alliance"
version = 1
id = "a1"
kind = "mentor-coaching"
between = ["Anna", "Maria"]
begun = 2026-11-02
review_on = 2020-02-01

[agreement]
purpose = "To listen better"

[agreed]
Anna = 2026-11-02

[[goals]]
id = "g1"
text = "Shorter <questions>"
measure = "one breath"
until = 2027-01-31
levels = ["none", "few", "half", "most", "all"]

[[goals.looks]]
date = 2026-12-01
by = "Anna"
level = 1
moments = ["5f0c#m7"]

[[looks]]
date = 2026-12-01
by = "Anna"
works = "The silence after a question"
"""
THEIRS = OURS.replace("To listen better", "To ask better").replace("Anna = 2026", "Maria = 2026")


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


def _answer(monkeypatch: pytest.MonkeyPatch, text: str, *arguments: str | Path) -> Result:
    """Run the command as if somebody sat there and typed."""
    monkeypatch.setattr(command_module, "is_somebody_there", lambda: True)
    return CliRunner().invoke(root, ["alliance", *map(str, arguments)], input=text)


def test_it_is_read_as_one_page(cli: CommandLine) -> None:
    cli.write("alliance.toml", OURS)
    result = cli.run("alliance", "--show")
    assert result.exit_code == 0
    for words in ("Anna and Maria", "since 2026-11-02", "What this is for", "To listen better"):
        assert words in result.output
    assert "Maria has not agreed to these words yet" in result.output
    assert "much less: none · less: few · as hoped for: half" in result.output
    assert "2026-12-01 Anna: most (1 moment)" in result.output


def test_nobody_reads_a_look_before_both_have_written(cli: CommandLine) -> None:
    path = cli.write("alliance.toml", OURS)
    assert "silence" not in cli.run("alliance", "--show").output
    path.write_text(OURS + '\n[[looks]]\ndate = 2026-12-01\nby = "Maria"\nworks = "Trust"\n')
    assert "What works: The silence after a question" in cli.run("alliance", "--show").output


def test_one_agrees_by_name_and_what_is_said_twice_counts_once(cli: CommandLine) -> None:
    path = cli.write("alliance.toml", OURS)
    assert "Agreed: " in cli.run("alliance", "--agree", "maria").output
    agreed = load_alliance(path)
    assert agreed.agreed_by_all
    assert "already" in cli.run("alliance", "--agree", "Maria").output
    assert load_alliance(path) == agreed


def test_a_stranger_cannot_agree(cli: CommandLine) -> None:
    cli.write("alliance.toml", OURS)
    assert "Those are Anna, Maria" in refused(cli, "alliance", "--agree", "Jo")


@pytest.mark.parametrize("arguments", [["--show"], ["--agree", "Anna"], ["--sponsor"], []])
def test_where_there_is_none_it_says_how_to_begin(cli: CommandLine, arguments: list[str]) -> None:
    assert "Begin one in a terminal" in refused(cli, "alliance", *arguments)


def test_what_is_no_agreement_and_what_is_not_there_are_told_apart(cli: CommandLine) -> None:
    assert "no such" in refused(cli, "alliance", "nowhere/alliance.toml")
    notes = cli.write("notes.txt", "What we said\n")
    assert "no agreement" in refused(cli, "alliance", notes)
    cli.write("alliance.toml", OURS.replace("version = 1", "version = 9"))
    assert "newer SessionLens" in refused(cli, "alliance", "--show")


def test_several_agreements_are_named(cli: CommandLine) -> None:
    cli.write("alliance.toml", OURS)
    cli.write("jo.alliance.toml", OURS.replace('"a1"', '"b2"').replace("Maria", "Jo"))
    line = refused(cli, "alliance", "--show")
    assert "jo.alliance.toml (Anna and Jo)" in line
    assert cli.run("alliance", "jo.alliance.toml", "--show").exit_code == 0


def test_a_copy_that_only_adds_is_merged_without_a_question(cli: CommandLine) -> None:
    own = cli.write("alliance.toml", OURS)
    theirs = cli.write("alliance (1).toml", OURS.replace("Anna = 2026-11-02", "Maria = 2026-11-05"))
    before = theirs.read_bytes()
    result = cli.run("alliance", "alliance (1).toml")
    assert result.exit_code == 0, result.output
    assert load_alliance(own).agreed_by_all
    assert theirs.read_bytes() == before
    assert "has all that is in" in cli.run("alliance", "alliance (1).toml").output


def test_among_several_copies_that_were_sent_ones_own_is_where_one_is(cli: CommandLine) -> None:
    own = cli.write("alliance.toml", OURS)
    first = cli.write("sent/alliance.toml", OURS.replace("one breath", ""))
    second = OURS.replace("Anna = 2026-11-02", "Maria = 2026-11-05")
    cli.write("sent/alliance (1).toml", second)
    before = first.read_bytes()
    for answer in ("is merged into alliance.toml", "has all that is in"):
        assert answer in cli.run("alliance", "sent/alliance (1).toml").output
        assert load_alliance(own).agreed_by_all
        assert first.read_bytes() == before


def test_where_both_have_changed_a_text_somebody_has_to_choose(cli: CommandLine) -> None:
    cli.write("alliance.toml", OURS)
    cli.write("alliance (1).toml", THEIRS)
    line = refused(cli, "alliance", "alliance (1).toml")
    assert "What this is for" in line
    assert "nothing was written" in line


@pytest.mark.parametrize(
    ("answer", "purpose"),
    [
        ("y", "To listen better"),
        ("t", "To ask better"),
        ("b", "To listen better\n\nTo ask better"),
    ],
)
def test_both_texts_are_shown_and_one_chooses(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch, answer: str, purpose: str
) -> None:
    own = cli.write("alliance.toml", OURS)
    cli.write("alliance (1).toml", THEIRS)
    result = _answer(monkeypatch, f"{answer}\n", "alliance (1).toml")
    assert result.exit_code == 0, result.output
    assert "To listen better" in result.output
    assert "To ask better" in result.output
    assert load_alliance(own).agreement.purpose == purpose


def test_a_copy_from_elsewhere_goes_into_the_one_of_this_folder(cli: CommandLine) -> None:
    own = cli.write("alliance.toml", OURS)
    cli.write("sent/alliance.toml", OURS.replace("Anna = 2026-11-02", "Maria = 2026-11-05"))
    assert cli.run("alliance", "sent/alliance.toml").exit_code == 0
    assert load_alliance(own).agreed_by_all


@pytest.mark.parametrize(("answer", "purpose"), [("y", "To listen better"), ("t", "To ask better")])
def test_two_agreements_of_one_pair_are_brought_together(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch, answer: str, purpose: str
) -> None:
    own = cli.write("alliance.toml", OURS)
    cli.write("sent/alliance.toml", THEIRS.replace('"a1"', '"b2"'))
    assert "begun apart" in error_line(cli.run("alliance", "sent/alliance.toml"))
    result = _answer(monkeypatch, f"{answer}\n", "sent/alliance.toml")
    assert result.exit_code == 0, result.output
    together = load_alliance(own)
    assert together.agreement.purpose == purpose
    assert len(together.earlier) == 1
    assert {together.id, together.earlier[0].id} == {"a1", "b2"}


def test_two_agreements_of_one_pair_may_stay_apart(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.write("alliance.toml", OURS)
    cli.write("sent/alliance.toml", THEIRS.replace('"a1"', '"b2"'))
    before = snapshot(cli.folder)
    assert "stay as they are" in _answer(monkeypatch, "l\n", "sent/alliance.toml").output
    assert snapshot(cli.folder) == before


def test_check_says_of_a_second_agreement_of_the_same_people(cli: CommandLine) -> None:
    cli.write("alliance.toml", OURS)
    cli.write("other.toml", OURS.replace('"a1"', '"b2"'))
    result = cli.run("check", "alliance.toml")
    assert result.exit_code == 1
    assert "other.toml" in result.output


@pytest.mark.parametrize("name", ["page.html", "page.md"])
def test_a_sponsor_reads_goals_and_dates_and_nothing_else(cli: CommandLine, name: str) -> None:
    cli.write("alliance.toml", OURS)
    assert cli.run("alliance", "--sponsor", "-o", name).exit_code == 0
    page = (cli.folder / name).read_text("utf-8")
    for words in ("one breath", "2027-01-31", "2026-12-01", "most"):
        assert words in page
    for words in ("<questions>", "5f0c", "m7", "silence", "To listen better"):
        assert words not in page
    assert "exists already" in refused(cli, "alliance", "--sponsor", "-o", name)


def test_a_person_of_the_key_in_a_goal_is_told_before_the_page_goes_out(cli: CommandLine) -> None:
    cli.run("pseudonyms", "add", "Robin", "Jonas von Kern")
    cli.write("alliance.toml", OURS.replace("Shorter <questions>", "Shorter questions with Kern"))
    written = cli.run("alliance", "--sponsor", "-o", "page.md")
    assert written.exit_code == 0
    assert "'Jonas von Kern' is in it in 1 place: its pseudonym is Robin" in written.stderr
    checked = cli.run("check", "alliance.toml")
    assert checked.exit_code == 1
    assert "its pseudonym is Robin" in checked.output


def test_a_page_of_another_kind_is_refused(cli: CommandLine) -> None:
    cli.write("alliance.toml", OURS)
    assert ".html or .md" in refused(cli, "alliance", "--sponsor", "-o", "page.pdf")


def test_the_needs_check_says_what_fits_and_keeps_nothing(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = _answer(monkeypatch, "1\n1\n3\n0\n\n", "--needs")
    assert result.exit_code == 0, result.output
    told = result.output.split("Whose wish is it?")[1]
    assert told.index("None of these") < told.index("Coaching:") < told.index("Both:")
    assert "Nothing of this is kept" in result.output
    assert snapshot(cli.folder) == {}
    mistyped = _answer(monkeypatch, "x\n9\n0\n0\n0\n0\n\n", "--needs").output
    assert mistyped.count("is not one of '0', '1'") == 2
    _answer(monkeypatch, "2\n2\n2\n0\n", "--needs", "-o", "needs.txt")
    assert "Mentoring:" in (cli.folder / "needs.txt").read_text("utf-8")
    _answer(monkeypatch, "0\n0\n0\n3\nours.txt\n", "--needs")
    assert "None of these" in (cli.folder / "ours.txt").read_text("utf-8")


def test_a_copy_that_is_open_in_a_window_is_not_written(cli: CommandLine) -> None:
    own = cli.write("alliance.toml", OURS)
    file = AllianceFile(own)
    assert file.claim()
    try:
        line = error_line(cli.run("alliance", "--agree", "Maria"))
    finally:
        file.close()
    assert "another window" in line
    assert own.read_text("utf-8") == OURS


def test_three_can_have_an_agreement(cli: CommandLine) -> None:
    three = OURS.replace('"Maria"]', '"Maria", "Jo"]')
    own = cli.write("alliance.toml", three)
    for name in ("Maria", "jo"):
        assert cli.run("alliance", "--agree", name).exit_code == 0
    assert load_alliance(own).agreed_by_all
    cli.write("sent/alliance.toml", three)
    assert "has all that is in" in cli.run("alliance", "sent/alliance.toml").output


def test_names_spelled_differently_are_the_same_people(cli: CommandLine) -> None:
    own = cli.write("alliance.toml", OURS)
    sent = OURS.replace('["Anna", "Maria"]', '["MARIA", "Änna"]')
    cli.write("sent.toml", sent.replace("Anna = 2026", "MARIA = 2026"))
    assert cli.run("alliance", "sent.toml").exit_code == 0
    merged = load_alliance(own)
    assert merged.between == ("Anna", "Maria")
    assert set(merged.agreed) == {"Anna", "Maria"}


def test_ones_own_questions_come_before_the_shipped_ones(cli: CommandLine) -> None:
    own = cli.own["config"] / "needs"
    own.mkdir(parents=True)
    (own / "default.toml").write_text(
        'format = "sessionlens.needs"\nversion = 1\ntitle = "Ours"\n'
        '[[questions]]\ntext = "Why now?"\nanswers = [{text = "Because", points_to = ["none"]}]\n'
    )
    result = cli.run("alliance", "--needs")
    assert "Why now?" in result.output
    (own / "default.toml").write_text('format = "sessionlens.needs"\nversion = 1\ntitle = "x"\n')
    assert "questions" in error_line(cli.run("alliance", "--needs"))
