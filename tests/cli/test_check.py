"""`sessionlens check`: what one would want to know before sending."""

from pathlib import Path

import pytest
from command_line import REVIEW, TRANSCRIPT, CommandLine, error_line

from sessionlens import resources
from sessionlens.storage.paths import fallback_folder


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


def test_a_review_is_searched_for_gaps_in_its_evidence(cli: CommandLine) -> None:
    review = REVIEW + (
        '\n[[verdicts]]\ncompetency = "agreements"\nvalue = "partly"\n'
        '\n[[markers]]\nid = "m4"\nstart = 00:00:01.000\ncompetency = "listens-actively"\n'
        "open = true\n"
    )
    cli.write("talk.vtt", TRANSCRIPT.replace("would it mean", "might it mean"))
    result = cli.run("check", cli.write("talk.review.toml", review))
    assert result.exit_code == 1
    output = result.stdout
    assert "Agreements: a verdict without evidence" in output
    assert "Ethical Practice: no marker and no verdict" in output
    assert "00:01 Listens Actively: no comment" in output
    assert "00:01 Listens Actively: no rating" in output
    assert "00:01 Listens Actively: the interval is still open" in output
    assert "the quote 'what would it mean to you' is not in the transcript there" in output
    assert all(
        line.startswith(f"{cli.folder / 'talk.review.toml'}: ") for line in output.splitlines()
    )


def test_a_session_without_the_coachs_name_is_mentioned(cli: CommandLine) -> None:
    nameless = cli.write("talk.review.toml", REVIEW.replace('coach = "Anna"\n', ""))
    assert "The session names no coach" in cli.run("check", nameless).stdout
    cli.run("export", nameless)
    assert "The session names no coach" in cli.run("check", "talk.feedback.toml").stdout
    named = cli.write("talk.review.toml", REVIEW)
    assert "names no coach" not in cli.run("check", named).stdout


def test_a_quote_that_matches_is_not_mentioned(cli: CommandLine) -> None:
    cli.write("talk.vtt", TRANSCRIPT)
    result = cli.run("check", cli.write("talk.review.toml", REVIEW))
    assert "the quote" not in result.stdout


def test_quotes_are_compared_with_the_transcript_that_the_screen_shows(cli: CommandLine) -> None:
    """Corrected in a folder that could not be written, so it lies in the user's data folder."""
    recording = cli.wav("talk.wav")
    cli.write("talk.vtt", TRANSCRIPT.replace("would it mean", "mite it mean"))
    review = cli.write("talk.review.toml", REVIEW)
    assert "the quote 'what would it mean" in cli.run("check", review).stdout
    corrected = fallback_folder(recording) / "talk.transcript.json"
    corrected.parent.mkdir(parents=True)
    cli.run("transcript", cli.write("right.vtt", TRANSCRIPT), "-o", corrected)
    assert "the quote" not in cli.run("check", review).stdout


def test_a_recording_that_is_another_one_is_mentioned(cli: CommandLine) -> None:
    cli.wav("talk.wav")
    review = REVIEW.replace('file = "talk.wav"', 'file = "talk.wav"\nsha256 = "00"')
    result = cli.run("check", cli.write("talk.review.toml", review))
    assert "talk.wav is not the one that was reviewed" in result.stdout


def test_a_moment_of_feedback_past_the_end_of_the_recording_is_mentioned(cli: CommandLine) -> None:
    length = 'file = "talk.wav"\nduration = 00:00:01.000'
    review = cli.write("talk.review.toml", REVIEW.replace('file = "talk.wav"', length))
    cli.run("export", review)
    result = cli.run("check", "talk.feedback.toml")
    assert "it starts past the end of the recording (00:01)" in result.stdout


def test_what_could_not_be_compared_is_said(cli: CommandLine) -> None:
    review = cli.write("talk.review.toml", REVIEW)
    output = cli.run("check", review).stdout
    assert "The recording 'talk.wav' is not beside the review" in output
    assert "The quotes could not be compared: there is no transcript" in output
    cli.wav("talk.wav")
    cli.write("talk.vtt", TRANSCRIPT)
    output = cli.run("check", review).stdout
    assert "not beside" not in output
    assert "could not be compared" not in output


def test_an_absolute_path_of_the_recording_is_mentioned(cli: CommandLine) -> None:
    cli.write("talk.vtt", TRANSCRIPT)
    for named in ("/abs/talk.wav", "C:/abs/talk.wav", cli.wav("talk.wav").as_posix()):
        review = cli.write("talk.review.toml", REVIEW.replace("talk.wav", named))
        output = cli.run("check", review).stdout
        assert (
            f"is absolute ('{named}') and has to be relative to the review, such as 'talk.wav'"
            in output
        )


def test_a_path_that_the_program_makes_absolute_itself_is_well(cli: CommandLine) -> None:
    named = cli.wav("talk.wav").as_posix()
    review = cli.write("far/away/talk.review.toml", REVIEW.replace("talk.wav", named))
    assert "absolute" not in cli.run("check", review).stdout


@pytest.mark.parametrize("duration", ["duration = 00:00:02.000\n", ""])
def test_a_marker_past_the_end_is_listed(cli: CommandLine, duration: str) -> None:
    cli.wav("talk.wav", seconds=2.0)
    review = REVIEW.replace('file = "talk.wav"\n', f'file = "talk.wav"\n{duration}')
    output = cli.run("check", cli.write("talk.review.toml", review)).stdout
    assert output.count("it starts past the end of the recording (00:02)") == 1
    assert "00:02 Comment: it starts past the end" in output


def test_a_rubric_of_another_edition_is_mentioned(cli: CommandLine) -> None:
    review = cli.write("talk.review.toml", REVIEW.replace('edition = "2025"', 'edition = "2019"'))
    output = cli.run("check", review).stdout
    assert "made with edition 2019 of 'icf-core', this is edition 2025" in output


def test_the_example_feedback_is_beyond_reproach(cli: CommandLine) -> None:
    example = resources.sample_folder() / "first-session.feedback.toml"
    result = cli.run("check", example)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "nothing to mention" in result.stdout


@pytest.mark.parametrize("folder", ["rubrics", "keymaps"])
def test_what_is_shipped_is_well(cli: CommandLine, folder: str) -> None:
    files = sorted(resources.shipped(folder).glob("*.toml"))
    result = cli.run("check", *files)
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == len(files) >= 5


def test_a_command_that_a_keymap_leaves_without_a_key_is_mentioned(cli: CommandLine) -> None:
    keymap = (
        'format = "sessionlens.keymap"\nversion = 1\ntitle = "Mine"\nextends = "default"\n'
        '[keys]\n"marker.quote" = ["enter"]\n'
    )
    result = cli.run("check", cli.write("mine.toml", keymap))
    assert result.exit_code == 1
    assert "'marker.quote' takes the key 'Enter', which leaves 'read.play'" in result.stdout
    meant = cli.write("mine.toml", f'{keymap}"read.play" = []\n')
    assert cli.run("check", meant).exit_code == 0


def test_settings_that_name_what_cannot_be_used_are_not_well(cli: CommandLine) -> None:
    text = 'format = "sessionlens.config"\nversion = 1\nkeymap = "nope"\nrubric = "nix.toml"\n'
    result = cli.run("check", cli.write("config.toml", text))
    assert result.exit_code == 1
    assert "The keymap 'nope' cannot be used: There is no keymap 'nope'" in result.stdout
    assert "The rubric 'nix.toml' cannot be used: " in result.stdout


def test_settings_are_judged_as_the_program_judges_them(cli: CommandLine) -> None:
    cli.own["config"].mkdir(parents=True)
    config = cli.own["config"] / "config.toml"
    for nothing in (b"", b"\n"):
        config.write_bytes(nothing)
        assert "settings, nothing to mention" in cli.run("check", config).stdout
        assert cli.run("keys").exit_code == 0
    for garbage in (bytes(range(256)), b"\x80\x81", b"theme = 'dark'\n"):
        config.write_bytes(garbage)
        line = error_line(cli.run("check", config))
        assert line == error_line(cli.run("keys"))
        assert "elete it" in line or "Add it as the first line" in line


def test_one_unreadable_file_does_not_hide_the_others(cli: CommandLine) -> None:
    review = cli.write("talk.review.toml", REVIEW)
    result = cli.run("check", cli.folder / "absent.toml", review)
    assert "absent.toml: " in error_line(result)
    assert "no marker and no verdict" in result.stdout


def test_a_mistake_in_a_review_is_named_with_its_line(cli: CommandLine) -> None:
    review = cli.write("talk.review.toml", REVIEW.replace('rating = "growth"', 'rating = "good"'))
    line = error_line(cli.run("check", review))
    number = REVIEW[: REVIEW.index('rating = "growth"')].count("\n") + 1
    assert f"line {number}: " in line
    assert "growth" in line


def test_odd_times_in_a_transcript_are_found(cli: CommandLine) -> None:
    cli.write("talk.vtt", TRANSCRIPT.replace("00:00:02.800", "00:00:01.100"))
    result = cli.run("check", "talk.vtt")
    assert result.exit_code == 1
    assert "talk.vtt: " in result.stdout
