"""What is fed to whom: the readers of the program, each with its seeds."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from fuzzing import seeds
from fuzzing.mutations import Seed


class Reader(NamedTuple):
    """What is fed, and to whom; `read` may raise SessionLensError."""

    seeds: Callable[[], list[Seed]]
    read: Callable[[Path], object]


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


def read_zip(path: Path) -> None:
    """Unpack it, and look at the model as far as no engine is needed."""
    from sessionlens.speech.engines.vosk import sample_rate
    from sessionlens.speech.models import damage, describe, fingerprint, kind_of
    from sessionlens.speech.unpack import unpack

    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        target = Path(name) / "model"
        unpack(path, target)
        for folder in (target, *(child for child in target.iterdir() if child.is_dir())):
            kind_of(folder)
            damage(folder)
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
    "recordings": Reader(seeds.recordings, read_recording),
    "transcripts": Reader(seeds.transcripts, read_document),
    "documents": Reader(seeds.documents, read_document),
    "rubrics": Reader(lambda: seeds.files_in(seeds.ROOT / "rubrics", ".toml"), read_document),
    "keymaps": Reader(lambda: seeds.files_in(seeds.ROOT / "keymaps", ".toml"), read_document),
    "zips": Reader(seeds.zips, read_zip),
}
