#!/usr/bin/env python3
"""Make the demo session: recording, transcript and example feedback; or the tests' speech fixture.

    python tools/make_demo.py --out src/sessionlens/sample
    python tools/make_demo.py --fixture --quality 2 --out tests/data/speech

Needs SessionLens installed, espeak-ng and ffmpeg (Debian: apt install espeak-ng ffmpeg). The
dialogue, the mentor's notes and the fixture's text are the files in tools/demo/. The words' times
are espeak-ng's own, so they are exact. The voices are not among those that the tiny model was
trained with.
"""

import argparse
from pathlib import Path

from demo.feedback import make_feedback, read_notes, recording_reference
from demo.ogg import write_vorbis
from demo.recording import Cast, Recording, record
from sessionlens.domain.transcript import Source, Transcript
from sessionlens.resources import shipped
from sessionlens.storage.feedback import encode_feedback
from sessionlens.storage.rubrics import load_rubric
from sessionlens.transcripts import native
from speech_synthesis.espeak import Voice
from speech_synthesis.script import read_script

DATA = Path(__file__).parent / "demo"

DEMO_CAST = {
    "COACH": Cast("Coach", Voice("en-us+Annie", speed=165, pitch=38, pitch_range=55)),
    "CLIENT": Cast("Client", Voice("en-us+rob", speed=172, pitch=45, pitch_range=60)),
}
FIXTURE_CAST = {
    "COACH": Cast("Coach", Voice("en-us+f3", speed=165, pitch=45)),
    "CLIENT": Cast("Client", Voice("en-us+Alex", speed=168, pitch=50)),
}


def make_demo(out: Path, quality: float) -> None:
    """Write the demo's three files into the folder `out`."""
    recording = record(read_script(DATA / "dialogue.txt"), DEMO_CAST, rate=22050, seed=1)
    sound = out / "first-session.ogg"
    write_vorbis(sound, recording.samples, recording.rate, quality)
    transcript = transcript_of(recording)
    (out / "first-session.transcript.json").write_bytes(native.encode(transcript))
    feedback = make_feedback(
        read_notes(DATA / "notes.toml"),
        transcript,
        recording_reference(sound, len(recording.samples) / recording.rate),
        load_rubric(shipped("rubrics") / "icf-core.toml"),
    )
    name = "first-session.feedback.toml"
    (out / name).write_bytes(encode_feedback(feedback, name))


def make_fixture(out: Path, quality: float) -> None:
    """Write a two-channel recording at 16 kHz and its true words into the folder `out`."""
    recording = record(read_script(DATA / "fixture.txt"), FIXTURE_CAST, rate=16000, seed=2)
    write_vorbis(out / "two_voices.ogg", recording.samples, recording.rate, quality)
    (out / "two_voices.json").write_bytes(native.encode(transcript_of(recording)))


def transcript_of(recording: Recording) -> Transcript:
    return Transcript(
        utterances=recording.utterances,
        language="en",
        timing="word",
        source=Source(engine="espeak-ng"),
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of the files")
    parser.add_argument("--fixture", action="store_true", help="make the tests' fixture instead")
    parser.add_argument("--quality", type=float, default=0.5, help="of Vorbis, -1 to 10")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.fixture:
        make_fixture(arguments.out, arguments.quality)
    else:
        make_demo(arguments.out, arguments.quality)


if __name__ == "__main__":
    main()
