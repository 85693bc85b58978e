"""The key of pseudonyms: private, never shown by itself, and a warning when a name goes out."""

import os
import stat
from pathlib import Path

import pytest
from command_line import REVIEW, CommandLine, error_line

from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.pseudonyms import load_pseudonyms

PERSON = "Jonas von Kern"


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


@pytest.fixture
def key(cli: CommandLine) -> Path:
    assert cli.run("pseudonyms", "add", "M.", PERSON, "--note", "by phone").exit_code == 0
    return cli.own["config"] / "pseudonyms.toml"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def reviewed(cli: CommandLine, comment: str) -> None:
    cli.session()
    cli.write("talk.review.toml", REVIEW.replace("Then you waited.", comment))


def test_persons_are_added_listed_and_removed(cli: CommandLine, key: Path) -> None:
    assert cli.run("pseudonyms").stdout == "M.\n"
    assert cli.run("pseudonyms", "list", "--show").stdout.split() == [
        "M.",
        *PERSON.split(),
        "by",
        "phone",
    ]
    assert "there already" in error_line(cli.run("pseudonyms", "add", "m.", "Somebody"))
    assert "no pseudonym 'X.'" in error_line(cli.run("pseudonyms", "remove", "X."))
    assert "no pseudonym" in error_line(cli.run("pseudonyms", "add", "a=b", "Somebody"))
    assert cli.run_with("Lena Frei\n", "pseudonyms", "add", "K.").exit_code == 0
    assert [one.person for one in load_pseudonyms(key).entries] == [PERSON, "Lena Frei"]
    assert cli.run("pseudonyms", "remove", "M.").exit_code == 0
    assert [one.pseudonym for one in load_pseudonyms(key).entries] == ["K."]


def test_another_file_can_be_the_key(cli: CommandLine) -> None:
    assert "no key of pseudonyms yet" in cli.run("pseudonyms").stdout
    assert cli.run("pseudonyms", "add", "M.", PERSON, "--key", "mine.toml").exit_code == 0
    assert not cli.own["config"].exists()
    reviewed(cli, "Kern waited.")
    assert "--alias" in cli.run("check", "talk.review.toml", "--key", "mine.toml").stdout
    assert "--alias" not in cli.run("check", "talk.review.toml").stdout
    assert "is a review" in error_line(
        cli.run("pseudonyms", "add", "A", "B", "--key", "talk.review.toml")
    )


@pytest.mark.skipif(os.name == "nt", reason="modes are Unix'")
def test_only_its_owner_can_read_it_whatever_the_umask_and_however_it_was(cli: CommandLine) -> None:
    before = os.umask(0)
    try:
        assert cli.run("pseudonyms", "add", "M.", PERSON).exit_code == 0
        key = cli.own["config"] / "pseudonyms.toml"
        assert (mode(key), mode(key.parent)) == (0o600, 0o700)
        key.chmod(0o644)
        listed = cli.run("pseudonyms")
        assert "now only you can" in listed.stderr
        assert mode(key) == 0o600
        key.chmod(0o666)
        assert cli.run("pseudonyms", "add", "K.", "Lena Frei").exit_code == 0
        assert mode(key) == 0o600
        key.chmod(0o640)
        reviewed(cli, "Nothing.")
        assert "now only you can" in cli.run("export", "talk.review.toml").stderr
        assert mode(key) == 0o600
        other = cli.write("other.toml", "a = 1\n")
        other.chmod(0o644)
        cli.run("pseudonyms", "list", "--key", "other.toml")
        assert mode(other) == 0o644
    finally:
        os.umask(before)


def test_what_it_is_is_said_and_never_who_is_in_it(cli: CommandLine, key: Path) -> None:
    for command in (("info", key), ("info", "--json", key), ("check", key)):
        result = cli.run(*command)
        assert result.exit_code == 0
        assert "pseudonyms" in result.stdout
        assert "Kern" not in result.output
    assert "key of pseudonyms" in error_line(cli.run(key))
    assert "Kern" not in error_line(cli.run("export", key))


@pytest.mark.usefixtures("key")
def test_a_name_that_would_go_out_is_said_with_its_pseudonym(cli: CommandLine) -> None:
    reviewed(cli, "Then you waited for Kern, von Anfang an.")
    sentence = f"The name '{PERSON}' goes out in 1 place: --alias '{PERSON}=M.' replaces it"
    checked = cli.run("check", "talk.review.toml")
    assert checked.exit_code == 1
    assert sentence in checked.stdout
    exported = cli.run("export", "talk.review.toml")
    assert exported.exit_code == 0
    assert sentence in exported.stderr
    feedback = cli.folder / "talk.feedback.toml"
    assert sentence in cli.run("check", feedback).stdout
    again = cli.run("export", "talk.review.toml", "--alias", f"{PERSON}=M.", "--yes", "--force")
    assert again.exit_code == 0
    assert PERSON not in again.stderr
    comments = [one.comment for one in load_feedback(feedback).markers]
    assert "Then you waited for M., von Anfang an." in comments
    assert "Kern" not in feedback.read_text()


@pytest.mark.usefixtures("key")
def test_a_whole_transcript_is_looked_through_and_private_words_are_not(cli: CommandLine) -> None:
    reviewed(cli, "Then you waited.")
    text = (cli.folder / "talk.vtt").read_text().replace("I do not know yet", "ask mister kern")
    cli.write("talk.vtt", text)
    review = cli.folder / "talk.review.toml"
    review.write_text(review.read_text().replace("For my supervision only.", "Kern again"))
    assert "Kern" not in cli.run("export", review).stderr
    whole = cli.run("export", review, "--format", "transcript-docx")
    assert f"'{PERSON}' goes out in 1 place" in whole.stderr


def test_the_coachs_own_name_is_no_client_s(cli: CommandLine) -> None:
    cli.run("pseudonyms", "add", "M.", "Maria Kern")
    reviewed(cli, "Maria heard Anna wait.")  # Maria reviews
    assert "Maria" not in cli.run("check", "talk.review.toml").stdout


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("nonsense", "not valid TOML"),
        ('[[entries]]\npseudonym = "M."\n', "'person' is missing"),
        ('[[entries]]\npseudonym = ""\nperson = "x"\n', "pseudonym is empty"),
        ('entries = [{pseudonym = "M.", person = "x"}, {pseudonym = "m.", person = "y"}]', "twice"),
    ],
)
def test_a_broken_key_is_named_and_keeps_nobody_from_exporting(
    cli: CommandLine, key: Path, broken: str, fault: str
) -> None:
    key.write_text(f'format = "sessionlens.pseudonyms"\nversion = 1\n{broken}')
    before = key.read_bytes()
    assert fault in error_line(cli.run("pseudonyms"))
    assert fault in error_line(cli.run("pseudonyms", "add", "Z", "Somebody"))
    assert fault in error_line(cli.run("check", "anything", "--key", key))
    reviewed(cli, "Then you waited.")
    exported = cli.run("export", "talk.review.toml")
    assert exported.exit_code == 0
    assert "were not looked for" in exported.stderr
    assert key.read_bytes() == before


@pytest.mark.usefixtures("key")
def test_a_person_in_a_page_of_patterns_is_said(cli: CommandLine) -> None:
    cli.session()
    review = cli.folder / "talk.review.toml"
    review.write_text(review.read_text().replace('level = "PCC"', 'client = "Kern"'))
    told = cli.run("patterns", "--format", "md")
    assert told.exit_code == 0
    assert f"The name '{PERSON}' is in it" in told.stderr
    review.write_text(review.read_text().replace('client = "Kern"', 'client = "M."'))
    assert PERSON not in cli.run("patterns", "--format", "md", "--force").stderr
