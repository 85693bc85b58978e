"""Make a session of 48 minutes as Zoom leaves it: a folder with sound, picture and captions.

    python tools/make_long_session.py FOLDER [--times 9]

The demo's conversation is joined to itself nine times. Names and captions are as Zoom writes them:
one channel, an mp4 and an m4a of the same length, WebVTT with the speaker's name before the words.
Needs the program ffmpeg.
"""

import argparse
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sessionlens.domain.transcript import Transcript
from sessionlens.resources import sample_folder
from sessionlens.transcripts.recognise import read_transcript

MEETING = "2026-11-02 13.04.12 Anna Berg's Zoom Meeting"
RECORDING = "GMT20261102-120412_Recording"
NAMES = {"Coach": "Anna Berg", "Client": "J."}
TIMES = 9


def make_long_session(folder: Path, times: int = TIMES) -> Path:
    """Write the meeting's folder into `folder`; returns its m4a. Raises CalledProcessError."""
    meeting = folder / MEETING
    meeting.mkdir(parents=True)
    sample = sample_folder() / "first-session"
    sound, picture = (meeting / f"{RECORDING}.{suffix}" for suffix in ("m4a", "mp4"))
    once = meeting / "once.m4a"
    _ffmpeg("-i", f"{sample}.ogg", *("-ac", "1", "-ar", "32000", "-c:a", "aac"), str(once))
    _ffmpeg("-stream_loop", str(times - 1), "-i", str(once), "-c", "copy", str(sound))
    once.unlink()
    length = _seconds(sound)
    black = ["-f", "lavfi", "-i", f"color=size=320x180:rate=1:duration={length}"]
    _ffmpeg(
        *(*black, "-i", str(sound), "-map", "0:v", "-map", "1:a"),
        *("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "copy", str(picture)),
    )
    transcript = read_transcript(Path(f"{sample}.transcript.json")).transcript
    captions = meeting / f"{RECORDING}.transcript.vtt"
    captions.write_text("\n".join(_captions(transcript, length / times, times)), "utf-8")
    return sound


def _captions(transcript: Transcript, period: float, times: int) -> Iterator[str]:
    yield "WEBVTT\n"
    number = 0
    for shift in (period * again for again in range(times)):
        for utterance in transcript.utterances:
            number += 1
            start, end = _clock(utterance.start + shift), _clock(utterance.end + shift)
            name = NAMES.get(utterance.speaker or "", utterance.speaker)
            yield f"{number}\n{start} --> {end}\n{name}: {utterance.text}\n"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours:02}:{minutes:02}:{rest:06.3f}"


def _seconds(sound: Path) -> float:
    asked = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0"]
    told = subprocess.run([*asked, str(sound)], check=True, capture_output=True, text=True)
    return float(told.stdout)


def _ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *arguments], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=TIMES, help="how often the demo is heard")
    chosen = parser.parse_args()
    print(make_long_session(chosen.folder, chosen.times))


if __name__ == "__main__":
    main()
