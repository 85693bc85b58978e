"""Feeds mutated files to every reader: `python tools/fuzz.py --count 2000`.

Each reader works in a process of its own, which may crash, hang or run out of memory; whatever is
no answer and no SessionLensError is printed, once for each place, and its input is kept. The same
--seed and --reader make the same inputs. Ends with 1 if anything broke.
"""

import argparse
import io
import json
import os
import queue
import random
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
SOURCE = ROOT / "src" / "sessionlens"
PATIENCE = 30.0  # seconds for one input
MEMORY = 4 << 30  # bytes of address space
LARGEST = 60_000  # bytes of a seed

Seed = tuple[str, bytes]
"""The ending of a name, and the content."""


class Reader(NamedTuple):
    """What is fed, and to whom; `read` may raise SessionLensError."""

    seeds: Callable[[], list[Seed]]
    read: Callable[[Path], object]


class Broken(NamedTuple):
    """An input that broke a reader, and how."""

    index: int
    what: str


# Seeds and readers ------------------------------------------------------------------------------


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
    return [*seeds, *_files(DATA / "broken_recordings")]


def read_recording(path: Path) -> None:
    """Describe it, measure its peaks, play here and there, hear it as a recogniser does."""
    from sessionlens.audio.description import describe, wrong_length
    from sessionlens.audio.formats import looks_well
    from sessionlens.audio.peaks import Peaks
    from sessionlens.audio.peaks_pass import compute_peaks
    from sessionlens.audio.recording import open_recording
    from sessionlens.domain.errors import SessionLensError
    from sessionlens.speech.channels import layout_of
    from sessionlens.speech.sound import sound

    looks_well(path)
    duration = describe(path).duration
    for work in (
        lambda: [Peaks.before(chunk).add(chunk) for chunk in compute_peaks(path)],
        lambda: wrong_length(path, duration, lambda: False),
        lambda: [len(block) for block in sound(layout_of(path).voices, 16000)],
    ):
        try:
            work()
        except SessionLensError:
            continue
    with open_recording(path) as recording:
        places = (0, 1, recording.frames // 2, recording.frames - 100, recording.frames + 9, 2**40)
        for place in places:
            recording.seek(place)
            for _ in range(3):
                block = recording.read(4096)
                assert block.ndim == 2
                assert block.shape[1] == recording.channels


def transcripts() -> list[Seed]:
    """One small transcript of every format."""
    return [
        *_files(DATA / "transcripts"),
        *_files(DATA / "speech", ".json"),
        *_files(DATA / "broken_transcripts"),
    ]


def documents() -> list[Seed]:
    """Reviews, feedbacks, replies and transcripts of our own."""
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
        (".transcript.json", (SOURCE / "sample/first-session.transcript.json").read_bytes()[:8000]),
        (".toml", b'format = "sessionlens.settings"\nversion = 1\nvolume = 0.5\ntheme = "dark"\n'),
        *_files(DATA / "broken_documents"),
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
    return [*seeds, *_files(DATA / "broken_zips")]


def read_zip(path: Path) -> None:
    """Unpack it, and look at the model as far as no engine is needed."""
    from sessionlens.speech.models import describe, fingerprint, kind_of, sample_rate
    from sessionlens.speech.unpack import unpack

    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        target = Path(name) / "model"
        unpack(path, target)
        for folder in (target, *(child for child in target.iterdir() if child.is_dir())):
            kind_of(folder)
            describe(folder)
            fingerprint(folder)
            sample_rate(folder)


def read_document(path: Path) -> None:
    """What `info` and `check` do with it."""
    from sessionlens.cli.facts import facts_about
    from sessionlens.cli.findings import findings_in
    from sessionlens.library.kinds import kind_of

    if kind_of(path) == "recording":
        return  # those have a reader of their own, and are decoded in a process of its own
    facts_about(path)
    findings_in(path)


READERS = {
    "recordings": Reader(recordings, read_recording),
    "transcripts": Reader(transcripts, read_document),
    "documents": Reader(documents, read_document),
    "rubrics": Reader(lambda: _files(ROOT / "rubrics", ".toml"), read_document),
    "keymaps": Reader(lambda: _files(ROOT / "keymaps", ".toml"), read_document),
    "zips": Reader(zips, read_zip),
}


def _files(folder: Path, suffix: str = "") -> list[Seed]:
    paths = sorted(folder.glob(f"*{suffix}")) if folder.is_dir() else []
    whole = [path for path in paths if path.is_file() and path.suffix != ".md"]
    return [(path.suffix, path.read_bytes()[:LARGEST]) for path in whole]


# Mutations --------------------------------------------------------------------------------------

_NUMBERS = (0, 1, 7, 8, 9, 16, 35, 127, 128, 255, 256, 32767, 65535, 2**24, 2**31 - 1, 2**32 - 1)
_WORDS = [
    *(
        "nan",
        "inf",
        "-inf",
        "-1",
        "1e999",
        "1e-999",
        "99999999999999999999",
        "0x7f",
        "true",
        "null",
    ),
    *("[]", "{}", '""', "''", '"""', "[[", "]]", "= =", "\r", "\n\n\n", "\t", "\0", "\x1b[31m"),
    *(
        "24:00:00",
        "00:00:60",
        "99:99:99.999",
        "-00:00:01",
        "0000-00-00",
        "9999-12-31",
        "2026-02-30",
    ),
    *(
        "\u202e",
        "\ufeff",
        "\ud7ff",
        "\U0010ffff",
        "é",
        "日本語",
        "../../etc/passwd",
        "&lol;",
        "<!--",
    ),
    *("-->", "{", "}", "[", "]", "<", ">", ":", ",", "%s", "format", "version = 99", "1" * 400),
]


def mutated(seeds: list[Seed], random_: random.Random) -> Seed:
    """One of the seeds with a few things changed."""
    suffix, content = random_.choice(seeds)
    data = bytearray(content)
    for _ in range(random_.choice((1, 1, 1, 2, 3, 5, 12))):
        random_.choice(_MUTATIONS)(data, random_, seeds)
    return suffix, bytes(data[: 4 * LARGEST])


def _place(data: bytearray, random_: random.Random) -> int:
    # Headers decide most: every other change is made near the beginning.
    most = len(data) if random_.random() < 0.5 else min(len(data), 400)
    return random_.randrange(most + 1)


def _flip(data: bytearray, random_: random.Random, _: list[Seed]) -> None:
    if data:
        place = min(_place(data, random_), len(data) - 1)
        data[place] ^= 1 << random_.randrange(8)


def _overwrite(data: bytearray, random_: random.Random, _: list[Seed]) -> None:
    place = _place(data, random_)
    data[place : place + random_.choice((1, 2, 4, 64))] = random_.randbytes(
        random_.choice((1, 2, 4, 64))
    )


def _number(data: bytearray, random_: random.Random, _: list[Seed]) -> None:
    size = random_.choice((1, 2, 4, 8))
    value = random_.choice(_NUMBERS) % 256**size
    place = _place(data, random_)
    data[place : place + size] = value.to_bytes(size, random_.choice(("little", "big")))


def _cut(data: bytearray, random_: random.Random, _: list[Seed]) -> None:
    place = _place(data, random_)
    del data[place : place + random_.choice((1, 3, 20, 500, len(data)))]


def _repeat(data: bytearray, random_: random.Random, _: list[Seed]) -> None:
    place = _place(data, random_)
    piece = data[place : place + random_.choice((1, 8, 60, 700))]
    data[place:place] = piece * random_.choice((1, 2, 30))


def _word(data: bytearray, random_: random.Random, _: list[Seed]) -> None:
    place = _place(data, random_)
    end = place + random_.choice((0, 0, 1, 4, 10))
    data[place:end] = random_.choice(_WORDS).encode("utf-8", "surrogatepass")


def _splice(data: bytearray, random_: random.Random, seeds: list[Seed]) -> None:
    other = random_.choice(seeds)[1]
    start = random_.randrange(len(other) + 1)
    data[_place(data, random_) :] = other[start:]


_MUTATIONS = (_flip, _flip, _overwrite, _number, _number, _cut, _repeat, _word, _word, _splice)


def made(reader: str, seeds: list[Seed], seed: int, index: int) -> Seed:
    """The input with this number."""
    return mutated(seeds, random.Random(f"{seed}:{reader}:{index}"))


# The child that reads, and the parent that survives it -------------------------------------------


def work(reader: str, seed: int, first: int, last: int) -> None:
    """Read inputs `first` to `last`; a line of JSON says which is begun, and what broke."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from sessionlens.domain.errors import SessionLensError

    seeds, read = READERS[reader].seeds(), READERS[reader].read
    with tempfile.TemporaryDirectory() as name:
        for variable in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            os.environ[variable] = name
        for index in range(first, last):
            suffix, data = made(reader, seeds, seed, index)
            path = Path(name) / f"input{suffix}"
            path.write_bytes(data)
            print(json.dumps([index, ""]), file=answers)
            try:
                read(path)
            except SessionLensError as error:
                str(error)
            except BaseException as error:
                print(json.dumps([index, _described(error)]), file=answers)
            path.unlink(missing_ok=True)


def _described(error: BaseException) -> str:
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if "sessionlens" in frame.filename
    ]
    place = f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "?"
    return f"{type(error).__name__} at {place}: {str(error)[:120]}"


def broken(reader: str, seed: int, count: int) -> Iterator[Broken]:
    """Have a child read `count` inputs, and another go on where one has ended."""
    index = 0
    while index < count:
        command = [sys.executable, __file__, "--reader", reader, "--seed", str(seed)]
        child = subprocess.Popen(
            [*command, "--from", str(index), "--count", str(count)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert child.stdout is not None
        begun, how = index - 1, ""
        for begun, what in _answers(child.stdout):
            if what:
                yield Broken(begun, what)
        if child.poll() is None and not _ended(child):
            child.kill()
            how = f"no answer within {PATIENCE:.0f} seconds"
        code = child.wait()
        if not how and code == 0:
            return
        if begun < index:
            raise SystemExit(f"{reader}: the child does not start (it ended with {code})")
        yield Broken(begun, how or f"the process ended with {code}")
        index = begun + 1


def _answers(output: IO[str]) -> Iterator[tuple[int, str]]:
    """The child's lines, until it has ended or says nothing any more."""
    lines: queue.Queue[str] = queue.Queue()

    def listen() -> None:
        for line in output:
            lines.put(line)
        lines.put("")

    threading.Thread(target=listen, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=PATIENCE)
        except queue.Empty:
            return
        if not line:
            return
        index, what = json.loads(line)
        yield index, what


def _ended(child: "subprocess.Popen[str]") -> bool:
    try:
        child.wait(2)
    except subprocess.TimeoutExpired:
        return False
    return True


def run(reader: str, seed: int, count: int, keep: Path) -> int:
    """Print what breaks a reader and keep its inputs; returns how many places broke."""
    began = time.monotonic()
    seeds = READERS[reader].seeds()
    places: dict[str, int] = {}
    for index, what in broken(reader, seed, count):
        place = what.split(": ")[0]
        places[place] = places.get(place, 0) + 1
        if places[place] > 1:
            continue
        suffix, data = made(reader, seeds, seed, index)
        keep.mkdir(parents=True, exist_ok=True)
        path = keep / f"{reader}-{seed}-{index}{suffix}"
        path.write_bytes(data)
        print(f"{reader} {index}: {what}\n    {path}", flush=True)
    total = sum(places.values())
    seconds = time.monotonic() - began
    print(f"{reader}: {count} inputs in {seconds:.0f} s, {total} broke, at {len(places)} places")
    return len(places)


def main() -> int:
    """Parse, run every reader that is asked for, sum up."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--reader", choices=READERS, help="one of them; without it, all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2000, help="inputs for each reader")
    parser.add_argument(
        "--keep", type=Path, default=Path("fuzz-broken"), help="where inputs are kept"
    )
    parser.add_argument("--from", dest="first", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.first is not None:
        work(options.reader, options.seed, options.first, options.count)
        return 0
    readers = [options.reader] if options.reader else list(READERS)
    return min(sum(run(reader, options.seed, options.count, options.keep) for reader in readers), 1)


if __name__ == "__main__":
    sys.exit(main())
