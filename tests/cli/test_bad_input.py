"""Every command, given what it cannot use, says so in one line and leaves everything as it was."""

from pathlib import Path

import av
import numpy as np
import pytest
from command_line import READING, REVIEW, TRANSCRIPT, CommandLine, refused, snapshot


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    line = CommandLine(tmp_path, monkeypatch)
    line.wav("talk.wav")
    return line


@pytest.mark.parametrize("command", READING, ids=" ".join)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("./absent.toml", None),
        ("./empty.toml", b""),
        ("./folder.toml", "a folder"),
        ("./random.toml", bytes(range(256)) * 400),
        ("./broken.toml", b'format = "sessionlens.review"\nversion = 1\nid = [\n'),
        ("./newer.toml", b'format = "sessionlens.review"\nversion = 99\nid = "x"\n'),
        ("./foreign.toml", b'format = "horoscope"\nversion = 1\n'),
        ("./other.toml", b"[tool.ruff]\nline-length = 100\n"),
        ("./long.toml", b"x" * 1_000_000),
        ("./deep.toml", b"a = " + b"[" * 5000),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_file_of_ours(
    cli: CommandLine, command: list[str], name: str, content: bytes | str | None
) -> None:
    path = cli.folder / name
    if isinstance(content, str):
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    line = refused(cli, *command, name)
    assert Path(name).name in line


@pytest.mark.parametrize(
    "command",
    [["info"], ["review"], ["check"], ["transcribe"], ["review", "talk.wav", "--transcript"]],
    ids=" ".join,
)
def test_an_empty_name_is_not_taken_for_the_current_folder(
    cli: CommandLine, command: list[str]
) -> None:
    assert "No name was given" in refused(cli, *command, "")


@pytest.mark.parametrize("command", [["review"], ["info"], ["check"], ["export"]], ids=" ".join)
@pytest.mark.parametrize("suffix", [".wav", ".m4a", ".mp3", ".flac", ".ogg"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfb\x90\0" * 3,
        b"RIFF\0\0\0\0WAVEfmt ",
        b"\0\0\0 ftypM4A \0\0\0\0",
        b"fLaC\0\0\0\x22",
        b"OggS" + bytes(60),
        bytes(100_000),
        b"\x1aE\xdf\xa3" + b"\xa5" * 100_000,
    ],
    ids=["empty", "mp3", "wav", "m4a", "flac", "ogg", "zeros", "mkv"],
)
def test_what_is_no_recording(
    cli: CommandLine, command: list[str], suffix: str, content: bytes
) -> None:
    path = cli.write(f"broken{suffix}", content)
    assert path.name in refused(cli, *command, path.name)


def test_a_recording_that_breaks_off_before_its_index(cli: CommandLine) -> None:
    path = cli.folder / "cut.m4a"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=48_000, layout="mono")
        noise = np.random.default_rng(1).integers(-9000, 9000, (1, 480_000), dtype=np.int16)
        frame = av.AudioFrame.from_ndarray(noise, layout="mono")
        frame.sample_rate = 48_000
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    path.write_bytes(path.read_bytes()[:-20_000])
    for command in ("review", "info", "check"):
        assert "cut.m4a" in refused(cli, command, "cut.m4a")


def test_a_film_without_sound(cli: CommandLine) -> None:
    with av.open(str(cli.folder / "film.mp4"), "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode(None))
    for command in ("review", "info", "check"):
        line = refused(cli, command, "film.mp4")
        assert "film.mp4" in line
        assert "sound" in line or "audio" in line


@pytest.mark.parametrize("name", ["talk.vtt", "transcript.wav", "transcript.m4a"])
def test_a_transcript_as_recording(cli: CommandLine, name: str) -> None:
    cli.write(name, TRANSCRIPT)
    assert "not a recording" in refused(cli, "review", name)


@pytest.mark.parametrize("name", ["talk.wav", "recording.vtt"])
def test_a_recording_as_transcript(cli: CommandLine, name: str) -> None:
    cli.wav(name)
    assert name in refused(cli, "transcript", name)
    assert name in refused(cli, "review", "talk.wav", "--transcript", name)


def test_a_transcript_without_a_single_cue(cli: CommandLine) -> None:
    cli.write("none.vtt", "WEBVTT\n\n")
    assert "none.vtt" in refused(cli, "transcript", "none.vtt")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("start = 00:00:02.000", "start = yesterday", ""),
        ("start = 00:00:02.000", 'start = "noon"', "start"),
        ('rating = "growth"', 'rating = "bad"', "rating"),
        ('rating = "growth"', 'raiting = "growth"', "raiting"),
        ('comment = "Two questions at once."', "comment = 7", "comment"),
        ('id = "m2"', 'id = "m1"', "m1"),
    ],
)
def test_a_review_with_a_mistake_is_refused_with_its_line(
    cli: CommandLine, old: str, new: str, key: str
) -> None:
    review = cli.write("talk.review.toml", REVIEW.replace(old, new, 1))
    for command, file in (
        ("review", "talk.wav"),
        ("review", review),
        ("export", review),
        ("check", review),
    ):
        line = refused(cli, command, file)
        assert "talk.review.toml: line " in line
        assert key in line


@pytest.mark.parametrize("what", ["id", "key"])
def test_a_rubric_that_uses_something_twice_is_refused(cli: CommandLine, what: str) -> None:
    other = {"id": '"one"\nkey = "2"', "key": '"two"\nkey = "1"'}[what]
    rubric = cli.write(
        "mine.toml",
        'format = "sessionlens.rubric"\nversion = 1\nid = "mine"\ntitle = "Mine"\n'
        '[[competencies]]\nid = "one"\nkey = "1"\ntitle = "One"\n'
        f'[[competencies]]\nid = {other}\ntitle = "Two"\n',
    )
    for command in (["check"], ["rubrics"], ["review", "talk.wav", "--rubric"]):
        assert "mine.toml: line " in refused(cli, *command, rubric)


def test_settings_with_a_mistake_are_named_with_their_line(cli: CommandLine) -> None:
    settings = cli.own["config"] / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('format = "sessionlens.config"\nversion = 1\npre_roll = "long"\n')
    for command in (["review", "talk.wav"], ["keys"], ["check", str(settings)]):
        assert "config.toml: line 3: " in refused(cli, *command)


@pytest.mark.parametrize("name", ["nope", "./nope.toml"])
@pytest.mark.parametrize("what", ["keymap", "rubric"])
def test_settings_that_ask_for_what_is_not_there_are_named(
    cli: CommandLine, what: str, name: str
) -> None:
    settings = cli.own["config"] / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'format = "sessionlens.config"\nversion = 1\n{what} = "{name}"\n')
    line = refused(cli, "review", "talk.wav")
    assert line.startswith(f"{settings}: There is no {what} ")
    assert f"'{name}'" in line
    assert str(settings) not in refused(cli, "review", "talk.wav", f"--{what}", "other")


def test_a_keymap_that_takes_a_marking_key_is_named(cli: CommandLine) -> None:
    keymap = cli.write(
        "digit.toml",
        'format = "sessionlens.keymap"\nversion = 1\ntitle = "Digit"\nextends = "default"\n'
        '[keys]\n"marker.ask" = ["1"]\n',
    )
    line = refused(cli, "review", "talk.wav", "--keymap", "./digit.toml")
    assert line.startswith(f"{keymap.name}: The key '1' marks ")


def test_a_review_whose_recording_is_gone(cli: CommandLine) -> None:
    (cli.folder / "talk.wav").unlink()
    cli.write("talk.review.toml", REVIEW)
    line = refused(cli, "review", "talk.review.toml")
    assert "'talk.wav' is not there" in line


def test_without_a_terminal_there_is_no_screen_and_nothing_is_left_behind(cli: CommandLine) -> None:
    before = snapshot(cli.folder)
    done = cli.spawn("review", "talk.wav")
    assert done.returncode == 2
    assert b"terminal" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert snapshot(cli.folder) == before


def test_a_file_that_opens_nothing_by_itself_is_answered_with_what_to_do(cli: CommandLine) -> None:
    line = refused(cli, cli.write("talk.vtt", TRANSCRIPT))
    assert "This is a transcript, and no command says what to do with it" in line
    assert "Put one before it" in line


def test_a_file_that_is_not_there_is_not_taken_for_a_command(cli: CommandLine) -> None:
    assert "nothere.ogg: There is no such file" in refused(cli, "nothere.ogg")
    assert "No such command 'nothere'" in refused(cli, "nothere")
