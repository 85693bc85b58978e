"""`sessionlens export` in formats for people and for other tools."""

import base64
import json
import os
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from command_line import REVIEW, CommandLine, error_line, refused, snapshot
from media import tracks_of, voices
from test_clips import decoded

from sessionlens.audio import tracks as audio_tracks
from sessionlens.audio.clips import Clip
from sessionlens.storage.reviews import load_review
from sessionlens.storage.state import ReviewState, save_state

REPLY = """\
format = "sessionlens.reply"
version = 1
id = "aaaa"
feedback = "bbbb"
review = "5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c"

[recording]
file = "talk.wav"

[[answers]]
marker = "m1"
start = 00:00:00.500
stance = "try"
text = "Yes, gladly."
note = "Only for me."
"""


SPEECH = Path(__file__).parents[1] / "data" / "speech" / "two_voices.ogg"


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    line = CommandLine(tmp_path, monkeypatch)
    line.session()
    return line


def test_several_formats_go_beside_the_review_under_their_usual_names(cli: CommandLine) -> None:
    formats = [
        *("toml", "html", "form", "form-docx", "transcript-docx", "vtt", "srt", "chapters"),
        *("labels", "eaf", "textgrid", "csv", "json"),
    ]
    before = set(snapshot(cli.folder))
    result = cli.run("export", "talk.wav", *(f"--format={name}" for name in formats))
    assert (result.exit_code, result.stderr) == (0, "")
    assert set(snapshot(cli.folder)) - before == {
        *("talk.feedback.toml", "talk.report.html", "talk.form.md", "talk.form.docx"),
        *("talk.transcript.docx", "talk.markers.vtt", "talk.markers.srt", "talk.chapters.vtt"),
        *("talk.markers.txt", "talk.markers.eaf", "talk.markers.TextGrid", "talk.markers.csv"),
        "talk.markers.json",
    }
    for name, data in snapshot(cli.folder).items():
        if name not in before:
            assert b"For my supervision only" not in data, "private markers stay"
            assert b"supervision only" not in data


def test_what_was_exported_is_not_taken_for_the_transcript(cli: CommandLine) -> None:
    cli.run("export", "talk.wav", "--format=vtt", "--format=labels", "--format=transcript-docx")
    (cli.folder / "talk.vtt").unlink()
    (cli.folder / "talk.transcript.docx").unlink()
    assert cli.run("export", "talk.wav", "--format=json").exit_code == 0
    document = json.loads((cli.folder / "talk.markers.json").read_text("utf-8"))
    assert all(moment["context"] == [] for moment in document["moments"])


def test_the_ending_says_the_format(cli: CommandLine) -> None:
    result = cli.run("export", "talk.wav", "-o", "a.html", "-o", "b.docx", "-o", "c.md")
    assert result.exit_code == 0
    assert (cli.folder / "a.html").read_bytes().startswith(b"<!doctype html>")
    assert (cli.folder / "b.docx").read_bytes().startswith(b"PK")
    assert (cli.folder / "c.md").read_text("utf-8").startswith("# Observation form")


def test_nothing_is_written_where_one_of_the_files_is_there_already(cli: CommandLine) -> None:
    cli.write("talk.form.md", "my own")
    line = refused(cli, "export", "talk.wav", "--format=html", "--format=form")
    assert "talk.form.md: This file exists already" in line
    assert cli.run("export", "talk.wav", "--format=form", "--force").exit_code == 0
    assert "my own" not in (cli.folder / "talk.form.md").read_text("utf-8")


@pytest.mark.parametrize("target", ["talk.vtt", "talk.wav", "talk.review.toml"])
def test_not_even_force_replaces_what_it_is_made_from(cli: CommandLine, target: str) -> None:
    refused(cli, "export", "talk.wav", "--format=vtt", "-o", target, "--force")


def test_a_template_that_breaks_leaves_no_file(cli: CommandLine) -> None:
    cli.write("mine.html", "{{ unknown_thing }}")
    line = refused(
        cli, "export", "talk.wav", "--format=csv", "--format=html", "--template", "mine.html"
    )
    assert "mine.html: line 1: The template breaks: 'unknown_thing' is undefined" in line


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are POSIX's")
def test_a_full_disk_leaves_no_half_file(cli: CommandLine) -> None:
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        line = refused(cli, "export", "talk.wav", "--format=html")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "larger than this disk allows" in line
    assert not list(cli.folder.glob(".sessionlens-*"))


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_all_of_it_is_readable_by_its_owner_only(cli: CommandLine) -> None:
    cli.run("export", "talk.wav", "--format=html", "--format=form-docx", "--format=csv")
    for name in ("talk.report.html", "talk.form.docx", "talk.markers.csv"):
        assert (cli.folder / name).stat().st_mode & 0o777 == 0o600


def test_a_recording_that_is_gone_costs_the_sound_only(cli: CommandLine) -> None:
    (cli.folder / "talk.wav").unlink()
    result = cli.run("export", "talk.review.toml", "--format=html")
    assert result.exit_code == 0
    assert "Written without sound" in result.stderr
    assert "Then you waited." in (cli.folder / "talk.report.html").read_text("utf-8")


def test_a_coach_renders_the_feedback_they_were_sent(cli: CommandLine) -> None:
    cli.run("export", "talk.wav")
    (cli.folder / "talk.review.toml").unlink()
    result = cli.run("export", "talk.feedback.toml", "--format=html")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "data:audio" in (cli.folder / "talk.report.html").read_text("utf-8")


def test_clips_are_of_the_track_that_was_chosen_in_the_screen(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio_tracks, "_chosen", {})
    voice = voices(20.0, 8000, 1)
    talk = tracks_of(cli.folder / "talk.mkv", 8000, np.zeros_like(voice), voice)
    talk.replace(cli.folder / "talk.wav")

    def loudest() -> float:
        assert cli.run("export", "talk.wav", "--format=html", "--force").exit_code == 0
        page = (cli.folder / "talk.report.html").read_text("utf-8")
        (data, *_) = re.findall(r"base64,([A-Za-z0-9+/=]+)", page)
        clip = Clip(base64.b64decode(data), "audio/ogg", 0.0, 1.0)
        return float(np.abs(decoded(clip)).max())

    assert loudest() < 0.001
    monkeypatch.setattr(audio_tracks, "_chosen", {})
    review_id = load_review(cli.folder / "talk.review.toml").id
    save_state(review_id, ReviewState(track=2))
    assert loudest() > 0.05


def test_a_reply_is_a_page_without_the_coachs_own_notes(cli: CommandLine) -> None:
    cli.run("export", "talk.wav")
    cli.write("talk.reply.toml", REPLY)
    assert cli.run("export", "talk.reply.toml", "--format=html").exit_code == 0
    page = (cli.folder / "talk.reply.report.html").read_text("utf-8")
    assert "I will try this: Yes, gladly." in page
    assert "Then you waited." in page, "beside the moment that it answers"
    assert "Only for me." not in page
    assert cli.run("export", "talk.reply.toml", "--format=html", "--format=toml", "--force")
    sent = (cli.folder / "talk.to-send.reply.toml").read_text("utf-8")
    assert "Yes, gladly." in sent
    assert "Only for me." not in sent
    assert not (cli.folder / "talk.reply.feedback.toml").exists(), "that is the mentor's to write"
    (cli.folder / "talk.feedback.toml").unlink()
    alone = cli.run("export", "talk.reply.toml", "--format=html", "--force")
    assert "the feedback does not lie beside the reply" in alone.stderr
    assert "Yes, gladly." in (cli.folder / "talk.reply.report.html").read_text("utf-8")
    named = cli.run(
        "export", "talk.reply.toml", "--format=toml", "--force", "--yes",
        "--alias=gladly=with pleasure",
    )  # fmt: skip
    assert named.exit_code == 0, named.stderr
    sent = (cli.folder / "talk.to-send.reply.toml").read_text("utf-8")
    assert "Yes, with pleasure." in sent
    assert "to be sent to your mentor" in named.stdout


def test_an_alias_and_a_stretch_go_into_the_feedback_file_too(cli: CommandLine) -> None:
    result = cli.run(
        "export", "talk.wav", "--alias", "Anna=A.", "--alias", "Coach=A.", "--mute", "0:01-0:02"
    )
    assert result.exit_code == 0
    text = (cli.folder / "talk.feedback.toml").read_text("utf-8")
    assert 'coach = "A."' in text
    assert 'speaker = "A."' in text
    assert "what would it mean" not in text, "no word of that utterance has a time of its own"
    assert 'quote = "[left out]"' in text
    assert "1 stretch left out" in result.stdout


def test_sessions_become_a_review_of_competencies(cli: CommandLine) -> None:
    second = REVIEW.replace("5f0c" * 8, "a" * 32).replace("2026-11-02", "2026-12-01")
    cli.write("two.review.toml", second.replace("observed", "partly"))
    result = cli.run("export", "two.review.toml", "talk.review.toml", "--format=review")
    assert result.exit_code == 0, result.stderr
    text = (cli.folder / "two.competency-review.md").read_text("utf-8")
    assert "Observed (2 November 2026), then Partly observed (1 December 2026)" in text
    cli.write("three.review.toml", second.replace("Anna", "Berta"))
    line = error_line(cli.run("export", "talk.wav", "three.review.toml", "--format=review"))
    assert "one of Anna" in line


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--max-size", "much"], "is no size"),
        (["--alias", "Client"], "names no person"),
        (["--mute", "soon"], "no stretch of time"),
        (["--format=html", "--format=html"], "twice"),
        (["--format=review", "--format=html"], "without any other"),
        (["-o", "talk.pdf"], "The ending does not say"),
        (["--format=html", "-o", "a.html", "-o", "b.html"], "one -o"),
        (["--rubric", "icf-core"], "review"),
    ],
)
def test_what_does_not_fit_is_said(cli: CommandLine, arguments: list[str], message: str) -> None:
    assert message in refused(cli, "export", "talk.wav", *arguments)


def test_placeholders_are_listed(cli: CommandLine) -> None:
    result = cli.run("export", "--list-placeholders")
    assert result.exit_code == 0
    assert re.search(r"^  competency\.verdict +the verdict in words$", result.stdout, re.M)
    assert "--template" in result.stdout


def test_check_says_beforehand_what_a_form_and_a_transcript_lack(cli: CommandLine) -> None:
    form = cli.run("check", "--for", "form", "talk.review.toml")
    assert form.exit_code == 1
    assert "talk.review.toml: The head has no consent" in form.stdout
    transcript = cli.run("check", "--for", "transcript", "talk.wav")
    assert transcript.exit_code == 1
    assert (
        "talk.wav: The recording lasts 00:03: 20 to 60 minutes are asked for" in transcript.stdout
    )


def test_a_report_on_a_recording_that_crashes_the_decoder_is_without_sound(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = cli.folder / "modules"
    modules.mkdir()
    (modules / "soundfile.py").write_text("import os\nos.abort()\n")
    monkeypatch.setenv("PYTHONPATH", str(modules))
    (cli.folder / "talk.wav").write_bytes(SPEECH.read_bytes())
    result = cli.run("export", "talk.review.toml", "--format", "html")
    assert "crashes the decoder" in result.stderr, result.stderr
    assert "data:audio" not in (cli.folder / "talk.report.html").read_text("utf-8")
