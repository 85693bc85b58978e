"""What no transcript reaches is refused in little time and memory; a long day of talk is read."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sessionlens.files import LARGEST_TRANSCRIPT
from sessionlens.transcripts.recognise import read_transcript

CUE = "00:00.000 --> 00:00.001\na\n\n"
SEGMENT = '{"start":0,"end":1,"text":"a"},'
NATIVE = '{"format":"sessionlens.transcript","version":1,"utterances":['
ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
REVIEW_HEAD = 'format = "sessionlens.review"\nversion = 1\n'
HOSTILE: dict[str, str | bytes] = {
    "cues.vtt": "WEBVTT\n\n" + CUE * 600_000,
    "cues.srt": f"1\n{CUE}" * 500_000,
    "utf16.vtt": ("WEBVTT\n\n" + CUE * 300_000).encode("utf-16"),
    "lines.txt": "Anna: hi\n" * 2_000_000,
    "labels.txt": "0.0\t1.0\ta\n" * 1_500_000,
    "stamps.txt": "Anna  0:01\nhi\n\n" * 1_200_000,
    "latin.txt": "café naïve\n".encode("latin-1") * 1_500_000,
    "breaks.txt": "\n" * 19_000_000,
    "breaks64.txt": "\n" * 65_536,
    "breaks64.toml": "\n" * 65_536,
    "line.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\n" + "word " * 3_000_000,
    "tags.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\n" + "<v A" * 4_000_000,
    "spaces.txt": " " * 19_000_000 + "x",
    "deep.json": "[" * 19_000_000,
    "segments.json": '{"segments":[' + SEGMENT * 600_000 + SEGMENT[:-1] + "]}",
    "native.json": NATIVE + SEGMENT * 600_000 + SEGMENT[:-1] + "]}",
    "deep.eaf": '<?xml version="1.0"?><ANNOTATION_DOCUMENT>' + "<a>" * 6_000_000,
    "bomb.eaf": f'<!DOCTYPE x [<!ENTITY l0 "lol">{ENTITIES}]><ANNOTATION_DOCUMENT>&l9;',
    "large.vtt": "WEBVTT\n" + "x" * LARGEST_TRANSCRIPT,
    "large.toml": 'format = "sessionlens.review"\nversion = 1\n' + "#" * 5_000_000,
    "markers.toml": f"{REVIEW_HEAD}[recording]\nfile='a'\n"
    + "".join(f'[[markers]]\nid="m{n}"\nstart=00:00:01\n' for n in range(1, 70_000)),
    "indicators.toml": "format = 'sessionlens.rubric'\nversion = 1\n[[competencies]]\nid='a'\n"
    + "".join(f"[[competencies.indicators]]\nid='i{n}'\n" for n in range(70_000)),
    "values.toml": f"{REVIEW_HEAD}x = [" + "1," * 1_900_000 + "]\n",
    "names.toml": REVIEW_HEAD + "".join(f"[t{n}]\n" for n in range(400_000)),
    "deep.toml": 'format = "sessionlens.review"\nversion = 1\nx = ' + "[" * 3_000_000,
}
CHILD = """
import resource, sys
from sessionlens.__main__ import main
limit = 600 * 1024 * 1024  # bytes of addresses: half of them are libraries
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
resource.setrlimit(resource.RLIMIT_CPU, (4, 4))  # seconds of work, of which a half is starting
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("name", [*HOSTILE, "bomb.docx"])
def test_more_than_any_transcript_is_one_clear_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "bomb.docx":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b" " * 100_000_000)
    else:
        content = HOSTILE[name]
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    ended = subprocess.run(
        [sys.executable, "-c", CHILD, "info", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2, ended
    assert len(ended.stderr.splitlines()) == 1
    assert "unforeseen" not in ended.stderr
    assert "memory" not in ended.stderr


def test_a_long_day_of_talk_is_read(tmp_path: Path) -> None:
    path = tmp_path / "day.vtt"
    cues = (
        f"{n // 3600:02d}:{n // 60 % 60:02d}:{n % 60:02d}.000 -->"
        f" {n // 3600:02d}:{n // 60 % 60:02d}:{n % 60:02d}.900\nAnna: word number {n}\n\n"
        for n in range(0, 30_000, 2)
    )
    path.write_text("WEBVTT\n\n" + "".join(cues))
    assert len(read_transcript(path).transcript.utterances) == 15_000
