"""`sessionlens purge`: all of a session goes, nothing else, and a receipt says so."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import CommandLine, error_line
from test_no_rights import as_nobody_special
from whole_session import SAID, contents, everything, small_session, whole_session

from sessionlens.domain.review import Consent
from sessionlens.library.session_files import written_at
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.lock import Lock
from sessionlens.storage.paths import fallback_folder
from sessionlens.storage.receipts import (
    Deletion,
    FileToDelete,
    Receipt,
    deleting_alone,
    deletion_file,
    load_receipt,
    quoted,
    save_deletion,
    write_receipt,
)
from sessionlens.storage.state import ReviewState, save_state

PAST, AHEAD = dt.date(2020, 1, 1), dt.date(2999, 1, 1)


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


def receipts(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.purged.toml"))


def test_all_of_a_session_goes_and_nothing_of_another(cli: CommandLine) -> None:
    small_session(cli.folder, "other", 9)
    small_session(cli.folder, "talk-2", 10)
    cli.write("talk-2.transcript.json", "{}")
    cli.write("talk.todo.pdf", "mine")
    cli.write("talk.txt", "Bring flowers. Ask about the invoice.")
    staying = contents(cli.folder)
    talk, files = whole_session(cli.folder)
    kept = everything() - files
    listed = cli.run("purge", talk, "--yes")
    assert listed.exit_code == 0, listed.output
    assert not [path for path in files if path.exists()]
    assert everything() == kept
    (receipt,) = receipts(cli.folder)
    assert contents(cli.folder) == {**staying, receipt: contents(cli.folder)[receipt]}
    for name in ("talk.todo.pdf", "talk.txt"):
        assert f"stays: {name} (" in listed.stdout
    counts = load_receipt(receipt).removed
    assert sum(count.files for count in counts) == len(files) - 1  # the index is made anew


def test_a_receipt_has_ids_dates_and_counts_and_no_word_of_the_session(cli: CommandLine) -> None:
    talk = small_session(cli.folder, "Anna Kern", 7, Consent(purpose="Kern's case", until=PAST))
    assert cli.run("purge", talk, "--yes").exit_code == 0
    (receipt,) = receipts(cli.folder)
    today = dt.datetime.now().astimezone().date().isoformat()
    assert receipt.name == f"{today}-07070707.purged.toml"
    assert receipt.stat().st_mode & 0o777 == 0o600
    text = receipt.read_text()
    for word in ("Anna", "Kern", "Maria", "case", "Secret", SAID, ".wav", "Jonas"):
        assert word not in text
    read = load_receipt(receipt)
    assert (read.review, read.consents[0].until) == ("07" * 16, PAST)
    assert {count.kind: count.files for count in read.removed} == {
        "recording": 1,
        "feedback": 1,
        "review": 1,
    }
    assert "recording 1" in cli.run("info", receipt).stdout
    assert "nothing to mention" in cli.run("check", receipt).stdout


@pytest.mark.parametrize("answer", ["", "\n", "no\n", "y\n", "yess\n"])
def test_without_a_typed_yes_nothing_is_deleted(cli: CommandLine, answer: str) -> None:
    whole_session(cli.folder)
    before, kept = contents(cli.folder), everything()
    result = cli.run_with(answer, "purge", ".")
    assert "Nothing was deleted" in result.output
    assert "talk.wav" in result.output
    assert result.exit_code == (0 if answer else 2)
    assert (contents(cli.folder), everything()) == (before, kept)


def test_a_typed_yes_deletes(cli: CommandLine) -> None:
    whole_session(cli.folder)
    assert cli.run_with("yes\n", "purge", ".").exit_code == 0
    assert [path.name for path in cli.folder.iterdir()] == [receipts(cli.folder)[0].name]


def test_feedback_is_kept_without_a_word_that_was_said(cli: CommandLine) -> None:
    talk = small_session(cli.folder, "talk", 7, Consent(purpose="training", withdrawn=PAST))
    before = load_feedback(cli.folder / "talk.feedback.toml")
    result = cli.run("purge", talk, "--keep-feedback", "--yes")
    assert result.exit_code == 0, result.output
    (receipt,) = receipts(cli.folder)
    feedback = cli.folder / "talk.feedback.toml"
    assert sorted(cli.folder.iterdir()) == [receipt, feedback]
    text = feedback.read_text()
    for word in (SAID, "Jonas", "Anna K.", "note.ogg"):
        assert word not in text
    after = load_feedback(feedback)
    assert [one.comment for one in after.markers] == [one.comment for one in before.markers]
    assert [one.text for one in after.answers] == ["Yes."]
    assert load_receipt(receipt).kept_feedback
    due = cli.run("ledger").stdout
    assert "Secret title" in due
    assert "Due for deletion" not in due


def test_feedback_that_cannot_be_kept_is_said_and_nothing_goes(cli: CommandLine) -> None:
    talk = small_session(cli.folder, "talk", 7)
    feedback = cli.folder / "talk.feedback.toml"
    feedback.write_bytes(feedback.read_bytes() + b"\nnonsense")
    before = contents(cli.folder)
    result = cli.run("purge", talk, "--keep-feedback", "--yes")
    assert (result.exit_code, contents(cli.folder)) == (2, before)
    feedback.unlink()
    result = cli.run("purge", talk, "--keep-feedback", "--yes")
    assert result.exit_code == 2
    assert "no feedback file of this review" in result.stderr


def test_only_what_is_due_goes_where_that_is_asked_for(cli: CommandLine) -> None:
    ended = Consent(purpose="training", until=PAST)
    small_session(cli.folder / "a", "ended", 1, ended)
    small_session(cli.folder / "b", "withdrawn", 2, Consent(purpose="x", withdrawn=PAST))
    small_session(cli.folder / "c", "holds", 3, Consent(purpose="x", until=AHEAD))
    small_session(cli.folder / "d", "endless", 4, Consent(purpose="x"))
    small_session(cli.folder / "e", "partly", 5, ended, Consent(purpose="research"))
    result = cli.run("purge", ".", "--due", "--yes")
    assert result.exit_code == 0, result.output
    recordings = sorted(path.name for path in cli.folder.rglob("*.wav"))
    assert recordings == ["endless.wav", "holds.wav", "partly.wav"]
    assert "the consent to research still holds" in result.stdout
    assert "no session here that is due" in cli.run("purge", ".", "--due", "--yes").stdout


def test_what_an_open_window_works_on_is_refused(cli: CommandLine) -> None:
    talk, _ = whole_session(cli.folder)
    small_session(cli.folder / "sub", "other", 9)
    before = contents(cli.folder)
    for name in ("talk.review.toml", "talk.reply.toml", ".talk.transcript.json.journal"):
        with Lock(cli.folder / name):
            line = error_line(cli.run("purge", talk, "--yes"))
            assert "open in another window" in line
            assert "nothing of it was deleted" in line
    assert contents(cli.folder).keys() - before.keys() == set()
    (cli.folder / "talk.review.toml").touch()
    with Lock(cli.folder / "talk.review.toml"):
        result = cli.run("purge", ".", "--yes")
        assert cli.run("purge", talk, "--yes").stdout == ""
    assert result.exit_code == 2
    assert talk.exists()
    assert not (cli.folder / "sub" / "other.wav").exists()


def test_a_link_goes_and_what_it_leads_to_stays(cli: CommandLine, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    real = small_session(elsewhere, "talk", 7)
    before = contents(elsewhere)
    (cli.folder / "talk.wav").symlink_to(real)
    (cli.folder / "talk.vtt").symlink_to(cli.write("../words.vtt", "WEBVTT\n"))
    (cli.folder / "folder").symlink_to(elsewhere, target_is_directory=True)
    result = cli.run("purge", ".", "--yes")
    assert result.exit_code == 0, result.output
    assert contents(elsewhere) == before
    assert (tmp_path / "words.vtt").exists()
    assert "is not followed" in result.stdout
    assert not (cli.folder / "talk.wav").is_symlink()
    assert (cli.folder / "folder").is_symlink()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="permissions of Linux")
def test_in_a_folder_that_cannot_be_written_each_file_is_named_and_the_rest_goes_on(
    cli: CommandLine,
) -> None:
    small_session(cli.folder / "closed", "talk", 7)
    small_session(cli.folder / "open", "other", 9)
    save_state("07" * 16, ReviewState(position=1.0))
    (cli.folder / "closed").chmod(0o500)
    try:
        ended = subprocess.run(
            [*as_nobody_special(), sys.executable, "-m", "sessionlens", "purge", ".", "--yes"],
            env={
                **os.environ,
                **{f"XDG_{kind.upper()}_HOME": str(cli.home / kind) for kind in cli.own},
            },
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        (cli.folder / "closed").chmod(0o700)
    assert ended.returncode == 2
    lines = ended.stderr.splitlines()
    assert len(lines) == 3
    assert all("You may not delete this" in line for line in lines)
    assert not (cli.folder / "open" / "other.wav").exists()
    assert len(list((cli.folder / "closed").iterdir())) == 3
    assert len(receipts(cli.folder / "open")) == 1
    (elsewhere,) = receipts(cli.own["data"] / "receipts")
    receipt = load_receipt(elsewhere)
    assert [(count.kind, count.files) for count in receipt.removed] == [("remembered", 1)]
    assert sum(count.files for count in receipt.left) == 3


def test_receipts_that_cannot_lie_beside_the_session_replace_no_other(cli: CommandLine) -> None:
    first, second = (Receipt(review="5f0c5f0c" + end * 24, date=PAST) for end in "ab")
    place = cli.folder / "taken out" / "2020-01-01-5f0c5f0c.purged.toml"
    for receipt in (first, second, first):
        write_receipt(place, receipt)
    kept = receipts(cli.own["data"] / "receipts")
    assert {load_receipt(path).review for path in kept} == {first.review, second.review}
    assert len(kept) == 2


def test_what_is_no_session_is_refused(cli: CommandLine) -> None:
    small_session(cli.folder, "talk", 7)
    cli.write("shopping.pdf", "milk")
    assert "no file of a session" in error_line(cli.run("purge", "shopping.pdf", "--yes"))
    assert "no such file" in error_line(cli.run("purge", "nowhere.wav", "--yes"))
    assert (cli.folder / "talk.wav").exists()


def test_two_recordings_of_one_name_and_of_one_length_are_kept_apart(cli: CommandLine) -> None:
    other = small_session(cli.folder, "talk", 7).rename(cli.folder / "talk.flac")
    for document in cli.folder.glob("talk.*.toml"):
        document.write_text(document.read_text().replace("talk.wav", "talk.flac"))
    cli.wav("talk.wav")
    cli.write("talk.vtt", "WEBVTT\n\n00:00.500 --> 00:01.000\nhello there\n")
    result = cli.run("purge", "talk.wav", "--yes")
    assert result.exit_code == 0, result.output
    assert not (cli.folder / "talk.wav").exists()
    assert other.exists()
    assert (cli.folder / "talk.vtt").exists()
    assert (cli.folder / "talk.review.toml").exists()
    assert "may belong to another recording" in result.stdout


def begun(talk: Path, receipt: Path) -> Path:
    """A deletion that was interrupted before anything went; returns where that is kept."""
    status = talk.stat()
    file = FileToDelete(
        path=quoted(talk), kind="recording", bytes=status.st_size, changed=written_at(status)
    )
    day = dt.date(2026, 11, 1)
    deletion = Deletion(
        receipt=Receipt(review="07" * 16, date=day), place=quoted(receipt), files=(file,)
    )
    save_deletion(deletion)
    return deletion_file(deletion)


def test_an_interrupted_deletion_waits_for_a_disk_that_is_not_in(cli: CommandLine) -> None:
    talk = small_session(cli.folder / "usb", "talk", 7)
    kept = begun(talk, talk.with_name("2026-11-01-07070707.purged.toml"))
    (cli.folder / "usb").rename(cli.folder / "elsewhere")
    (cli.folder / "usb2").mkdir()
    line = error_line(cli.run("purge", "usb2", "--yes"))
    assert "it is not there" in line
    assert kept.exists()
    (cli.folder / "elsewhere").rename(cli.folder / "usb")
    result = cli.run("purge", "usb2", "--yes")
    assert "is finished" in result.stdout
    assert not talk.exists()
    assert not kept.exists()
    assert load_receipt(receipts(cli.folder / "usb")[0]).removed[0].files == 1


def test_what_was_written_anew_since_the_yes_stays_and_is_named(cli: CommandLine) -> None:
    talk = small_session(cli.folder, "talk", 7)
    begun(talk, talk.with_name("2026-11-01-07070707.purged.toml"))
    cli.wav("talk.wav", seconds=1.0)
    line = error_line(cli.run("purge", talk.parent))
    assert "written since you said yes" in line
    assert talk.exists()


def test_two_runs_do_not_delete_at_the_same_time(cli: CommandLine) -> None:
    talk = small_session(cli.folder, "talk", 7)
    with deleting_alone():
        assert "Another window is deleting" in error_line(cli.run("purge", talk, "--yes"))
    assert talk.exists()


def test_a_folder_that_is_a_link_is_not_followed(cli: CommandLine, tmp_path: Path) -> None:
    talk = small_session(tmp_path / "elsewhere", "talk", 7)
    (cli.folder / "link").symlink_to(talk.parent, target_is_directory=True)
    assert "links are not followed" in error_line(cli.run("purge", "link", "--yes"))
    assert talk.exists()


def test_a_list_of_names_stays_and_is_named_and_one_kept_for_the_session_alone_goes(
    cli: CommandLine,
) -> None:
    talk = small_session(cli.folder, "talk", 7)
    cli.write("names.txt", "Anke\n")
    alone = fallback_folder(talk) / "names.txt"
    alone.parent.mkdir(parents=True)
    alone.write_text("Maria\n", encoding="utf-8")
    result = cli.run("purge", talk, "--yes")
    assert result.exit_code == 0, result.output
    assert "it may be about several sessions" in result.stdout
    assert (cli.folder / "names.txt").exists()
    assert not alone.exists()
