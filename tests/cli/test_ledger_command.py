"""`sessionlens ledger` over real files."""

import csv
import datetime as dt
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from coach_files import NOW, RUBRIC, recording, review_of, saved
from command_line import CommandLine, error_line
from msgspec.structs import replace

from sessionlens.domain.feedback import feedback_from
from sessionlens.domain.reply import new_reply
from sessionlens.domain.review import Consent, Review
from sessionlens.storage.feedback import write_feedback
from sessionlens.storage.replies import ReplyFile
from sessionlens.storage.reviews import TO_SEND


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


def reviewed(path: Path, number: int, **fields: object) -> Review:
    """A session with its recording and the mentor's review, each with ids of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    review = review_of(recording(path, sound=number), review_id=f"{number:032x}")
    session = replace(review.session, coach="Anna", **fields)
    review = replace(review, session=session)
    saved(path.with_name(f"{path.stem}.review.toml"), review)
    return review


def exported(review: Review, target: Path, **session: object) -> Path:
    feedback = feedback_from(review, RUBRIC, feedback_id=target.name, exported=NOW)
    feedback = replace(feedback, session=replace(feedback.session, **session))
    target.parent.mkdir(parents=True, exist_ok=True)
    write_feedback(target, feedback)
    return target


def read(cli: CommandLine, *folders: str | Path) -> dict[str, Any]:
    result = cli.run("ledger", *folders, "--json")
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def test_a_session_counts_once_whatever_lies_there_of_it(cli: CommandLine) -> None:
    talk = cli.folder / "anna" / "talk.wav"
    review = reviewed(talk, 1, dialogue_minutes=30, setting="individual", title="First")
    exported(review, talk.with_name("talk.feedback.toml"))
    exported(review, talk.with_name("talk.feedback (1).toml"), dialogue_minutes=20)
    exported(review, cli.folder / "Downloads" / "Feedback von Maria.txt")
    own = review_of(talk, role="coach", review_id="ee" * 16)
    saved(talk.with_name("talk.self.review.toml"), own)
    saved(talk.with_name(f"talk{TO_SEND}"), replace(own, exported=NOW))
    feedback = feedback_from(review, RUBRIC, feedback_id="f", exported=NOW)
    ReplyFile(talk.with_name("talk.reply.toml")).save(new_reply(feedback))
    shutil.copy(talk.with_name("talk.review.toml"), cli.folder / "talk.review (copy).toml")
    ledger = read(cli)
    (session,) = ledger["sessions"]
    assert (session["title"], session["dialogue_minutes"]) == ("First", 30)
    assert (session["coach"], session["reviewer"]) == ("Anna", "Maria")
    (pair,) = ledger["pairs"]
    assert (pair["sessions"], pair["individual"]) == (1, 30)
    again = read(cli, cli.folder, talk.parent)
    assert again["pairs"] == ledger["pairs"]
    assert len(again["sessions"][0]["files"]) == len(session["files"]) == 9


def test_two_who_review_one_recording_are_two_pairs(cli: CommandLine) -> None:
    review = reviewed(cli.folder / "talk.wav", 1, dialogue_minutes=30)
    other = replace(
        review,
        id="cc" * 16,
        session=replace(review.session, reviewer="Tom", role="supervisor", dialogue_minutes=45),
    )
    saved(cli.folder / "tom.review.toml", other)
    pairs = read(cli)["pairs"]
    assert [(one["reviewer"], one["kind"], one["dialogue_minutes"]) for one in pairs] == [
        ("Maria", "mentor-coaching", 30),
        ("Tom", "supervision", 45),
    ]


def test_what_people_read_names_sums_gaps_consents_and_what_is_due(cli: CommandLine) -> None:
    long_ago, later = dt.date(2020, 1, 1), dt.date(2020, 6, 1)
    reviewed(
        cli.folder / "a.wav",
        1,
        title="First",
        date=long_ago,
        dialogue_minutes=90,
        setting="group",
        consents=(
            Consent(purpose="training", given=long_ago, until=later),
            Consent(purpose="research", withdrawn=later),
            Consent(purpose="mentor coaching", given=long_ago),
        ),
    )
    reviewed(cli.folder / "b.wav", 2, title="Second", date=later)
    cli.write("a.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Client>I keep saying yes\n")
    lines = cli.run("ledger").stdout.splitlines()
    assert "Anna and Maria, mentor coaching: 2 sessions, 2020-01-01 to 2020-06-01" in lines
    assert "  dialogue: group 90 min (1 h 30 min)" in lines
    assert "  without dialogue minutes: Second (2020-06-01)" in lines
    (due,) = [line for line in lines if line.startswith("  First (2020-01-01): ")]
    assert "consent to training ended on 2020-06-01" in due
    assert "consent to research was withdrawn on 2020-06-01" in due
    assert "    still holds: the consent to mentor coaching" in lines
    assert "    still there: a.wav, a.review.toml, a.vtt" in lines
    assert sum("without end" in line for line in lines) == 2


def test_the_table_is_calculated_by_no_spreadsheet(cli: CommandLine) -> None:
    hostile = '=HYPERLINK("http://x"),\x1b[31m"red"'
    reviewed(cli.folder / "a.wav", 1, title=hostile, dialogue_minutes=30)
    printed = cli.run("ledger", "--csv").stdout
    (row,) = csv.DictReader(io.StringIO(printed))
    assert row["title"].startswith("'=HYPERLINK")
    assert (row["coach"], row["dialogue_minutes"], row["kind"]) == ("Anna", "30", "mentor-coaching")
    assert "\x1b" not in printed
    assert cli.run("ledger", "-o", "hours.csv").exit_code == 0
    written = (cli.folder / "hours.csv").read_bytes().decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(written))) == [row]
    assert "exists already" in error_line(cli.run("ledger", "-o", "hours.csv"))
    assert "exclude each other" in error_line(cli.run("ledger", "--csv", "--json"))
    assert ".csv or .json" in error_line(cli.run("ledger", "-o", "hours.txt"))
    assert "exclude each other" in error_line(cli.run("ledger", "--csv", "-o", "hours.json"))


def test_broken_files_are_named_and_the_rest_goes_on(cli: CommandLine) -> None:
    reviewed(cli.folder / "a.wav", 1, dialogue_minutes=30)
    path = cli.folder / "sub" / "b.review.toml"
    reviewed(path.with_name("b.wav"), 2)
    path.write_bytes(path.read_bytes() + b"\n[[markers]]\nid = nonsense\n")
    odd = reviewed(cli.folder / "c.wav", 3)
    saved(
        cli.folder / "c.review.toml",
        replace(odd, session=replace(odd.session, dialogue_minutes=-5)),
    )
    result = cli.run("ledger", "--json")
    assert result.exit_code == 2
    assert [one["dialogue_minutes"] for one in json.loads(result.stdout)["sessions"]] == [30]
    lines = result.stderr.splitlines()
    assert len(lines) == 2
    assert any("b.review.toml: line" in line for line in lines)
    assert any("dialogue_minutes" in line for line in lines)


def test_nothing_to_list_is_said_and_a_missing_folder_too(cli: CommandLine) -> None:
    assert "no session here" in cli.run("ledger").stdout
    assert "no such file" in error_line(cli.run("ledger", "nowhere"))
