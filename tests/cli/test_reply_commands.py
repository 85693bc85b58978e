"""What the commands know of a coach's reply."""

import json
import tomllib
from pathlib import Path

import pytest
from command_line import REVIEW, CommandLine, error_line

from sessionlens.storage.state import Draft, ReviewState, save_state


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


REPLY = """\
format = "sessionlens.reply"
version = 1
id = "r1"
feedback = "f1"
review = "5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c"

[recording]
file = "talk.wav"

[[answers]]
marker = "m1"
stance = "try"
text = "I will wait."
note = "I was tired."

[[answers]]
marker = "m9"
stance = "agree"
"""


def test_info_says_what_a_reply_holds(cli: CommandLine) -> None:
    path = cli.write("talk.reply.toml", REPLY)
    described = json.loads(cli.run("info", path, "--json").stdout)
    assert (described["kind"], described["warnings"]) == ("reply", [])
    assert (described["answers"], described["notes"]) == (2, 1)
    assert described["stances"] == {"try": 1, "agree": 1}


def test_check_holds_a_reply_against_its_feedback(cli: CommandLine) -> None:
    more = REPLY.replace('stance = "agree"', 'stance = "agree"\ntext = "Yes, and"')
    path = cli.write("talk.reply.toml", more.replace('stance = "try"', 'seen = "00"'))
    assert cli.run("check", path).exit_code == 0
    cli.run("export", cli.write("talk.review.toml", REVIEW), "--no-reply")
    result = cli.run("check", path)
    assert result.exit_code == 1
    gone = "The answer to 'm9' is to a moment that the feedback does not hold: I agree: Yes, and"
    assert gone in result.stdout
    assert "The moment 'm1' has changed since it was answered" in result.stdout
    cli.write("talk.reply.toml", REPLY.replace('"m9"', '"m1"'))
    assert "'m1' is there twice" in error_line(cli.run("check", path))


def test_an_export_carries_the_thread_on(cli: CommandLine) -> None:
    cli.write("talk.review.toml", REVIEW)
    cli.write("talk.reply.toml", REPLY)
    result = cli.run("export", "talk.review.toml")
    assert "1 answer from" in result.stdout
    path = cli.folder / "talk.feedback.toml"
    assert tomllib.loads(path.read_text("utf-8"))["answers"] == [
        {"marker": "m1", "stance": "try", "text": "I will wait."}
    ]
    cli.run("export", "talk.review.toml", "--no-reply", "--force")
    assert "answers" not in tomllib.loads(path.read_text("utf-8"))
    mail = cli.write("mail.toml", REPLY.replace("5f0c5f0c", "aaaaaaaa"))
    line = error_line(cli.run("export", "talk.review.toml", "--reply", mail, "--force"))
    assert "another review" in line
    assert "made from" in error_line(
        cli.run("export", "talk.review.toml", "-o", "talk.reply.toml", "--force")
    )


def test_a_reply_is_sent_without_the_coachs_own_notes(cli: CommandLine) -> None:
    noted = REPLY + '\n[[answers]]\nmarker = "m2"\nnote = "Ask Paul."\n'
    before = cli.write("talk.reply.toml", noted)
    result = cli.run("export", "talk.reply.toml")
    assert "talk.to-send.reply.toml: 2 answers, to be sent to your mentor" in result.stdout
    assert "2 notes of your own were left out" in result.stdout
    sent = cli.folder / "talk.to-send.reply.toml"
    text = sent.read_text("utf-8")
    assert "I will wait." in text
    assert not any(one in text for one in ("tired", "Paul", "note ="))
    assert before.read_text("utf-8") == noted
    assert "exists already" in error_line(cli.run("export", "talk.reply.toml"))
    assert "made from" in error_line(cli.run("export", before, "-o", before, "--force"))
    assert "for a review" in error_line(cli.run("export", before, "--no-reply"))
    other = cli.write("other.reply.toml", noted.replace("5f0c" * 8, "a" * 32))
    line = error_line(cli.run("export", before, "-o", other, "--force"))
    assert "This reply belongs to another review" in line
    # The mentor puts it beside their review.
    before.unlink()
    cli.write("talk.review.toml", REVIEW)
    assert "1 answer from talk.to-send.reply.toml" in cli.run("export", "talk.review.toml").stdout


def test_an_answer_that_is_still_a_draft_is_missed_when_a_reply_is_sent(cli: CommandLine) -> None:
    cli.write("talk.reply.toml", REPLY)
    draft, note = Draft(marker_id="m1", text="But"), Draft(marker_id="note of m1", text="Tired")
    key = "replay of 5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c"
    save_state(key, ReviewState(drafts=(draft, note)))
    output = cli.run("export", "talk.reply.toml").stdout
    assert "1 draft of yours is not in it: 'sessionlens replay' shows where" in output
    save_state(key, ReviewState(drafts=(note,)))
    assert "draft" not in cli.run("export", "talk.reply.toml", "--force").stdout


def test_a_review_is_opened_for_whom_it_was_made(cli: CommandLine) -> None:
    cli.wav("talk.wav")
    cli.write("talk.review.toml", REVIEW)
    line = error_line(cli.run("review", "talk.review.toml", "--as", "coach"))
    assert "the review of a mentor, not of a coach" in line
    assert "reply" in error_line(cli.run("review", "talk.wav", "--reply", "talk.review.toml"))
