"""What goes to the mentor of a coach's own review: a copy without what is private."""

import tomllib
from pathlib import Path

import pytest
from command_line import REVIEW, CommandLine, error_line

OWN = (
    REVIEW.replace('role = "mentor"', 'role = "coach"').replace("5f0c" * 8, "0a" * 16)
    + '\n[[responses]]\nmarker = "m3"\ntext = "about what is private"\n'
)


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


def test_the_copy_is_a_review_without_what_is_private(cli: CommandLine) -> None:
    own = cli.write("talk.self.review.toml", OWN.replace('"talk.wav"', '"../clients/talk.wav"'))
    before = own.read_bytes()
    result = cli.run("export", own)
    assert (result.exit_code, result.stderr) == (0, "")
    copy = cli.folder / "talk.to-send.self.review.toml"
    assert f"{copy}: 2 markers, to be sent to your mentor or supervisor" in result.stdout
    assert "1 private marker stays with you" in result.stdout
    text = copy.read_text("utf-8")
    assert text.startswith("# What a coach noticed in their own session")
    sent = tomllib.loads(text)
    assert (sent["format"], sent["session"]["role"]) == ("sessionlens.review", "coach")
    assert sent["id"] == "0a" * 16
    assert sent["exported"].tzinfo is not None
    assert [marker["id"] for marker in sent["markers"]] == ["m1", "m2"]
    assert sent["recording"]["file"] == "talk.wav"
    assert sent["summary"] == {"strengths": "Silence."}
    assert not any(word in text for word in ("supervision only", "clients", "private =", "last_m"))
    assert own.read_bytes() == before
    assert cli.run("check", copy).exit_code in (0, 1)


def test_a_copy_is_replaced_by_force_only_and_nothing_else_is(cli: CommandLine) -> None:
    own = cli.write("talk.self.review.toml", OWN)
    cli.run("export", own)
    assert "exists already" in error_line(cli.run("export", own))
    assert cli.run("export", own, "--force").exit_code == 0
    other = cli.write("other.self.review.toml", OWN.replace("0a" * 16, "0b" * 16))
    cli.run("export", other)
    copy = cli.folder / "other.to-send.self.review.toml"
    line = error_line(cli.run("export", own, "-o", copy, "--force"))
    assert "belongs to another review" in line
    for private in (own, other, cli.write("mine.review.toml", REVIEW)):
        before = private.read_bytes()
        error_line(cli.run("export", own, "-o", private, "--format", "toml", "--force"))
        assert private.read_bytes() == before


PREPARED = """
[preparation]
bring = "Where Paul laughs"
least = "I was bored"
share = "{}"
"""


@pytest.mark.parametrize("names", [[], ["--alias", "Zoe=Z.", "--yes"]], ids=["as it is", "alias"])
@pytest.mark.parametrize(
    ("share", "sent"),
    [
        ("nothing", {"bring": "Where Paul laughs"}),
        ("something", {"bring": "Where Paul laughs", "share": "something"}),
        ("all", {"bring": "Where Paul laughs", "share": "all", "least": "I was bored"}),
    ],
)
def test_what_is_prepared_goes_out_as_far_as_it_is_shared(
    cli: CommandLine, share: str, sent: dict[str, str], names: list[str]
) -> None:
    cli.run("export", cli.write("talk.self.review.toml", OWN + PREPARED.format(share)), *names)
    copy = cli.folder / "talk.to-send.self.review.toml"
    assert tomllib.loads(copy.read_text("utf-8"))["preparation"] == sent


def test_names_are_replaced_in_the_copy(cli: CommandLine) -> None:
    noted = OWN.replace("Then you waited", "Then Paul waited") + PREPARED.format("nothing")
    own = cli.write("talk.self.review.toml", noted)
    assert cli.run("export", own, "--alias", "Paul=P.", "--yes").exit_code == 0
    text = (cli.folder / "talk.to-send.self.review.toml").read_text("utf-8")
    assert "Then P. waited" in text
    assert "Where P. laughs" in text
    assert "Paul" not in text


def test_a_copy_is_not_exported_once_more(cli: CommandLine) -> None:
    cli.run("export", cli.write("talk.self.review.toml", OWN))
    line = error_line(cli.run("export", "talk.to-send.self.review.toml"))
    assert "a copy that was made to be sent" in line


def test_the_documents_of_an_own_review_are_made_as_before(cli: CommandLine) -> None:
    own = cli.write("talk.self.review.toml", OWN)
    assert cli.run("export", own, "--format", "form").exit_code == 0
    assert "Then you waited" in (cli.folder / "talk.self.form.md").read_text("utf-8")


def test_info_says_when_it_was_sent_and_that_the_moments_were_read_first(cli: CommandLine) -> None:
    broken = OWN.replace("version = 1\n", "version = 1\nseal_broken = 2026-11-21T12:00:00Z\n")
    cli.run("export", cli.write("talk.self.review.toml", broken))
    output = cli.run("info", "talk.to-send.self.review.toml").stdout
    assert "exported" in output
    assert "seal broken   2026-11-21" in output
