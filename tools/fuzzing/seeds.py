"""Whole files of every kind, which the fuzzer damages."""

import io
import sys
import tempfile
import zipfile
from pathlib import Path

from fuzzing.mutations import LARGEST, Seed

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
SOURCE = ROOT / "src" / "sessionlens"


def recordings() -> list[Seed]:
    """A second or less of sound in every container and codec."""
    sys.path.insert(0, str(ROOT / "tests" / "audio"))
    from media import encode, voices, write

    stereo, rate = voices(0.6, 16000), 16000
    seeds: list[Seed] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for suffix, container, subtype in (
            (".wav", "WAV", "PCM_16"),
            (".wav", "WAV", "FLOAT"),
            (".wav", "WAV", "IMA_ADPCM"),
            (".wav", "RF64", "PCM_24"),
            (".aiff", "AIFF", "PCM_16"),
            (".caf", "CAF", "PCM_16"),
            (".caf", "CAF", "ALAC_16"),
            (".au", "AU", "ULAW"),
            (".ogg", "OGG", "VORBIS"),
            (".opus", "OGG", "OPUS"),
            (".flac", "FLAC", "PCM_16"),
        ):
            path = write(folder / f"seed{suffix}", stereo, rate, container, subtype)
            seeds.append((suffix, path.read_bytes()))
        for suffix, codec, film in (
            (".mp3", "libmp3lame", False),
            (".m4a", "aac", False),
            (".m4a", "alac", False),
            (".aac", "aac", False),
            (".mp4", "aac", True),
            (".mov", "pcm_s16le", True),
            (".mkv", "flac", True),
            (".webm", "libopus", False),
            (".webm", "libvorbis", False),
            (".avi", "pcm_s16le", True),
            (".ac3", "ac3", False),
            (".ts", "aac", False),
            (".wma", "wmav2", False),
            (".flac", "flac", False),
        ):
            sound = voices(0.6, 48000) if codec in ("libopus", "ac3") else stereo
            try:
                path = folder / f"seed{suffix}"
                encode(
                    path, sound, 48000 if codec in ("libopus", "ac3") else rate, codec, film=film
                )
            except Exception as error:  # an encoder that this FFmpeg lacks
                print(f"no seed of {suffix} with {codec}: {error}", file=sys.stderr)
                continue
            seeds.append((suffix, path.read_bytes()))
        surround = voices(0.4, 48000, 6)
        encode(folder / "six.opus", surround, 48000, "libopus", options={"mapping_family": "1"})
        seeds.append((".opus", (folder / "six.opus").read_bytes()))
    return [*seeds, *files_in(DATA / "broken_recordings")]


def transcripts() -> list[Seed]:
    """One small transcript of every format."""
    return [
        *files_in(DATA / "transcripts"),
        *files_in(DATA / "speech", ".json"),
        *files_in(DATA / "broken_transcripts"),
    ]


def documents() -> list[Seed]:
    """Reviews, feedbacks, replies, agreements and transcripts of our own."""
    from sessionlens.domain.answer import Answer
    from sessionlens.domain.marker import Marker
    from sessionlens.domain.reply import SetAnswer, new_reply
    from sessionlens.domain.review import Review, RubricRef, Verdict
    from sessionlens.domain.timecode import Timecode
    from sessionlens.storage.feedback import load_feedback
    from sessionlens.storage.replies import encode_reply
    from sessionlens.storage.reviews import encode_review

    sample = SOURCE / "sample" / "first-session.feedback.toml"
    feedback = load_feedback(sample)
    note = Marker(id="m1", start=Timecode(1.5), end=Timecode(9), competency="presence", comment="x")
    review = Review(
        id="5f0c",
        session=feedback.session,
        recording=feedback.recording,
        rubric=RubricRef(id="icf-core"),
        last_marker=1,
        markers=(note,),
        verdicts=(Verdict(competency="presence", value="observed"),),
    )
    marker = feedback.markers[0]
    answer = Answer(marker=marker.id, start=marker.start, stance="try", text="I will", note="hm")
    reply = SetAnswer(answer).apply(new_reply(feedback))
    return [
        (".feedback.toml", sample.read_bytes()),
        (".review.toml", encode_review(review)),
        (".reply.toml", encode_reply(reply)),
        *files_in(DATA / "agreements"),
        *files_in(ROOT / "needs", ".toml"),
        (".transcript.json", (SOURCE / "sample/first-session.transcript.json").read_bytes()[:8000]),
        (".toml", b'format = "sessionlens.settings"\nversion = 1\nvolume = 0.5\ntheme = "dark"\n'),
        *files_in(DATA / "broken_documents"),
    ]


def zips() -> list[Seed]:
    """A model in a zip, small and harmless."""
    seeds: list[Seed] = []
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", method) as file:
            file.writestr("vosk-model-de/am/final.mdl", b"model " * 30)
            file.writestr("vosk-model-de/conf/mfcc.conf", b"--sample-frequency=16000\n")
            file.writestr("vosk-model-de/sessionlens.json", b'{"language":"de"}')
        seeds.append((".zip", content.getvalue()))
    return [*seeds, *files_in(DATA / "broken_zips")]


def files_in(folder: Path, suffix: str = "") -> list[Seed]:
    """The files of a folder, but for what explains them."""
    paths = sorted(folder.glob(f"*{suffix}")) if folder.is_dir() else []
    whole = [path for path in paths if path.is_file() and path.suffix != ".md"]
    return [(path.suffix, path.read_bytes()[:LARGEST]) for path in whole]
