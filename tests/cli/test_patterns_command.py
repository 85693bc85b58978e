"""`sessionlens patterns`, as somebody types it."""

import json
from pathlib import Path

import pytest
from command_line import CommandLine, error_line, refused
from pattern_sessions import coachs_folder, feedback, marker, put, review


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


def test_it_prints_a_table_that_fits_a_terminal(cli: CommandLine) -> None:
    coachs_folder(cli.folder)
    result = cli.run("patterns")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert lines[0] == "Anna · 6 sessions · 2026-03-02 to 2026-07-30"
    text = result.stdout
    assert "Maintains Presence              1+ 1- (1- 1·)  1+ 1· (1- 1·)" in text
    assert "2026-03-02 Partly observed · 2026-04-01 Observed" in text
    assert "Never marked: Seven-eyed supervision" in text
    assert "Kim: 1 session · Robin: 1 session" in text
    assert "2026-03-02 until 2026-04-30: Three breaths\n    Twice, and then I forgot" in text
    assert "2026-03-02 02:00 - chosen to stay with" in " ".join(text.split())
    for word in ("average", "score", "trend", "words of the coach", "What I noticed"):
        assert word not in text


def test_json_says_all_of_it(cli: CommandLine) -> None:
    coachs_folder(cli.folder)
    document = json.loads(cli.run("patterns", "--json").stdout)
    assert list(document) == ["coach", "sessions", "competencies", "never", "intentions"]
    assert document["coach"] == "Anna"
    first = document["sessions"][0]
    assert first == {
        "date": "2026-03-02",
        "title": "Session 1",
        "client": "Robin",
        "rubric": "icf-core",
        "file": str(cli.folder / "Robin" / "2026-1" / "talk1.feedback.toml"),
        "verdicts": {"presence": "partly"},
    }
    presence = next(one for one in document["competencies"] if one["id"] == "presence")
    assert presence["rubric"] == "icf-core"
    assert len(presence["counts"]) == len(document["sessions"]) == 6
    assert presence["counts"][0] == {
        "strength": 1,
        "growth": 1,
        "question": 0,
        "noted": 0,
        "self": {"strength": 0, "growth": 1, "question": 0, "noted": 1},
    }
    assert presence["counts"][3]["self"] is None
    assert "ethical-practice" in document["never"]
    assert "presence" not in document["never"]
    assert document["intentions"] == [
        {
            "text": "Three breaths",
            "until": "2026-04-30",
            "from": "2026-03-02",
            "became": "Twice, and then I forgot\nHeard: 2026-04-01 01:00 +",
        }
    ]


def test_several_coaches_are_named_and_one_is_chosen(cli: CommandLine) -> None:
    coachs_folder(cli.folder)
    other = review(7, marker(1, "presence"), coach="Bea", client="Lou")
    put(cli.folder, "bea.feedback.toml", feedback(other))
    assert refused(cli, "patterns") == (
        "There are sessions of 2 coaches: Anna, Bea. Say whose: --coach 'Anna'."
    )
    document = json.loads(cli.run("patterns", "--json", "--coach", "BEA").stdout)
    assert [session["client"] for session in document["sessions"]] == ["Lou"]
    assert "no session with the client 'Zoe'" in refused(
        cli, "patterns", "--coach", "Anna", "--client", "Zoe"
    )
    kim = json.loads(cli.run("patterns", "--json", "--coach", "Anna", "--client", "kim").stdout)
    assert {session["client"] for session in kim["sessions"]} == {"Kim"}


def test_what_does_not_count_is_a_warning_and_the_rest_is_there(cli: CommandLine) -> None:
    coachs_folder(cli.folder)
    cli.write("broken.feedback.toml", 'format = "sessionlens.feedback"\nversion = 1\nx = [')
    result = cli.run("patterns", "--json")
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["sessions"]) == 6
    assert "Not counted: broken.feedback.toml: " in result.stderr
    assert "Traceback" not in result.stderr


def test_an_empty_folder_is_said_in_one_sentence(cli: CommandLine) -> None:
    result = cli.run("patterns")
    assert result.exit_code == 0
    assert result.stdout == "There is no feedback and no review in these folders yet.\n"
    assert json.loads(cli.run("patterns", "--json").stdout)["sessions"] == []


@pytest.mark.parametrize("name", ["nowhere", "notes.txt"])
def test_what_is_no_folder_is_refused(cli: CommandLine, name: str) -> None:
    cli.write("notes.txt", "words")
    assert "Name a folder" in refused(cli, "patterns", name)


def test_pages_are_written_and_nothing_is_overwritten(cli: CommandLine) -> None:
    coachs_folder(cli.folder / "sessions")
    assert cli.run("patterns", "sessions", "-o", "page.html").exit_code == 0
    page = (cli.folder / "page.html").read_text("utf-8")
    assert "default-src 'none'" in page
    assert "Maintains Presence" in page
    assert "Twice, and then I forgot" in page
    assert "words of the coach" not in page
    assert "exists already" in refused(cli, "patterns", "sessions", "-o", "page.html")
    assert cli.run("patterns", "sessions", "-o", "page.html", "--force").exit_code == 0
    assert cli.run("patterns", "sessions", "--format", "md").exit_code == 0
    text = (cli.folder / "patterns.md").read_text("utf-8")
    assert "| Maintains Presence | 1+ 1- (1- 1·) | 1+ 1· (1- 1·) |  | 1+ |" in text
    assert "does not say what to write" in refused(cli, "patterns", "sessions", "-o", "page.pdf")
    assert "exclude each other" in error_line(cli.run("patterns", "--json", "--format", "md"))


def test_hostile_words_stay_words(cli: CommandLine) -> None:
    bad = "<script>alert(1)</script>|\x1b[31m[red]{{ 7*7 }}"
    hostile = review(1, marker(1, "presence"), title=bad, client=bad, coach=bad)
    put(cli.folder, "a.feedback.toml", feedback(hostile))
    assert cli.run("patterns", "-o", "page.html").exit_code == 0
    page = (cli.folder / "page.html").read_text("utf-8")
    assert "<script" not in page
    assert "49" not in page
    cli.run("patterns", "-o", "page.md")
    assert " <script" not in (cli.folder / "page.md").read_text("utf-8")  # a backslash before it
    printed = cli.run("patterns").stdout
    assert "\x1b" not in printed


def test_a_client_of_the_key_stands_there_under_the_pseudonym(cli: CommandLine) -> None:
    coachs_folder(cli.folder)
    cli.run("pseudonyms", "add", "Robin", "Jonas von Kern")
    named = review(7, marker(1, "presence"), client="Jonas von Kern")
    put(cli.folder, "named.feedback.toml", feedback(named))
    document = json.loads(cli.run("patterns", "--json").stdout)
    assert {session["client"] for session in document["sessions"]} == {"Robin", "Kim"}
    assert "Kern" not in cli.run("patterns", "--text").stdout
    cli.run("patterns", "-o", "page.md")
    assert "Kern" not in (cli.folder / "page.md").read_text("utf-8")
    for client in ("Robin", "jonas von kern"):
        chosen = json.loads(cli.run("patterns", "--json", "--client", client).stdout)
        assert "Session 7" in {session["title"] for session in chosen["sessions"]}
