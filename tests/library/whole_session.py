"""A session with everything that the program, and other programs, may have left of it."""

import datetime as dt
import hashlib
import zlib
from pathlib import Path

import numpy as np
from coach_files import NOW, RUBRIC, recording, review_of, saved
from msgspec.structs import replace

from sessionlens import resources
from sessionlens.audio import peaks_cache
from sessionlens.audio.peaks import Peaks, PeaksChunk
from sessionlens.domain.answer import Answer
from sessionlens.domain.feedback import feedback_from
from sessionlens.domain.marker import Marker
from sessionlens.domain.reply import new_reply
from sessionlens.domain.review import Consent, Review
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.library.exporting import replay_key
from sessionlens.storage.feedback import write_feedback
from sessionlens.storage.paths import fallback_folder
from sessionlens.storage.pattern_index import PatternIndex
from sessionlens.storage.replies import TO_SEND as REPLY_TO_SEND
from sessionlens.storage.replies import ReplyFile
from sessionlens.storage.rescued import keep_drafts, rescued_folder
from sessionlens.storage.reviews import TO_SEND
from sessionlens.storage.state import Draft, ReviewState, remember_export, save_state
from sessionlens.transcripts import native

SAID = "what would it mean to you"
OWN = "ee" * 16

VTT = f"""\
WEBVTT

1
00:00:00.500 --> 00:00:01.500
Coach: {SAID}
"""


def review_with_quotes(path: Path, review_id: str, *consents: Consent) -> Review:
    """A mentor's review of a recording whose moments quote the client."""
    review = review_of(path, review_id=review_id)
    markers = (
        Marker(
            id="m1",
            start=Timecode(0.5),
            competency="presence",
            comment="You waited.",
            quote=SAID,
            speaker="Jonas Kern",
            note=f"{path.stem}.m1.note.ogg",
        ),
        Marker(id="m2", start=Timecode(2.0), rating="question", quote=SAID, exchange=True),
    )
    session = replace(
        review.session,
        title="Secret title",
        coach="Anna",
        coach_speaker="Anna K.",
        date=dt.date(2026, 1, 5),
        dialogue_minutes=30,
        consents=consents,
    )
    return replace(review, session=session, markers=markers)


def small_session(folder: Path, stem: str, number: int, *consents: Consent) -> Path:
    """A recording with its review and the feedback made of it; returns the recording."""
    folder.mkdir(parents=True, exist_ok=True)
    path = recording(folder / f"{stem}.wav", sound=number)
    review = review_with_quotes(path, f"{number:02x}" * 16, *consents)
    saved(folder / f"{stem}.review.toml", review)
    feedback = feedback_from(review, RUBRIC, feedback_id=f"f{number}", exported=NOW)
    feedback = replace(feedback, answers=(Answer(marker="m1", text="Yes.", seen="0" * 16),))
    write_feedback(folder / f"{stem}.feedback.toml", feedback)
    return path


def whole_session(folder: Path, stem: str = "talk") -> tuple[Path, set[Path]]:
    """The recording, and all files that go with it, the recording among them."""
    before = set(folder.iterdir()) if folder.is_dir() else set()
    path = small_session(folder, stem, 7)
    review = review_with_quotes(path, "07" * 16)
    feedback = feedback_from(review, RUBRIC, feedback_id="old", exported=NOW - dt.timedelta(days=9))
    write_feedback(folder / "Feedback von Maria.txt", feedback)
    own = review_of(path, role="coach", review_id=OWN)
    saved(folder / f"{stem}.self.review.toml", own)
    saved(folder / f"{stem}{TO_SEND}", replace(own, exported=NOW))
    reply = new_reply(feedback)
    ReplyFile(folder / f"{stem}.reply.toml").save(reply)
    ReplyFile(folder / f"{stem}{REPLY_TO_SEND}").save(replace(reply, exported=NOW))
    transcript = native.encode(Transcript(utterances=(Utterance(start=0.5, end=1.5, text=SAID),)))
    made: dict[str, bytes] = {
        f"{stem}.transcript.json": transcript,
        f"{stem}.transcript.before-1.json": transcript,
        f"{stem}.transcript.conflict-20260105-101010.json": transcript,
        f"{stem}.vtt.transcript.json": transcript,
        f"{stem}.vtt": VTT.encode(),
        f"{stem}.report.html": b"<html></html>",
        f"{stem}.form.docx": b"PK",
        f"{stem}.markers.csv": b"id",
        f"{stem}.self.form.md": b"# Form",
        f"{stem}.m1.note.ogg": b"OggS",
        f".{stem}.transcript.json.0a1b2c3d4e5f.journal": b"{}",
        f"{stem}.review.toml.lock": b"1 host 2026-01-05 10:00",
        f"{stem}.review (Anna's conflicted copy 2026-01-05).toml": (
            folder / f"{stem}.review.toml"
        ).read_bytes(),
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    review_file = folder / f"{stem}.review.toml"
    unfinished = folder / f".sessionlens-{zlib.crc32(review_file.name.encode()):08x}-00aa.tmp"
    unfinished.write_bytes(b"half a review")
    files = set(folder.iterdir()) - before
    return path, files | _kept(path, review, review_file)


def _kept(path: Path, review: Review, review_file: Path) -> set[Path]:
    """What the program keeps of it elsewhere."""
    before = everything()
    chunk = PeaksChunk(0, np.zeros((600, 1), np.int16), 16_000, 48_000, True, False, 0)
    peaks = Peaks.before(chunk)
    peaks.add(chunk)
    peaks_cache.save(resources.cache_folder(), path, peaks)
    state = ReviewState(position=1.0, drafts=(Draft(text="words not finished"),))
    save_state(review.id, state)
    save_state(replay_key(review.id), state)
    save_state(OWN, state)
    remember_export(review.id)
    keep_drafts(review_file, state.drafts)
    (rescued_folder() / "talk.review.toml.seen").write_bytes(review_file.read_bytes())
    with PatternIndex() as index:  # which patterns keep: title and names of sessions
        index.keep(path.parent, {})
    fallen_back = fallback_folder(path)
    fallen_back.mkdir(parents=True)
    saved(fallen_back / review_file.name, review)
    return everything() - before


def everything() -> set[Path]:
    """All files in the folders of the user."""
    folders = (resources.data_folder(), resources.state_folder(), resources.cache_folder())
    return {path for folder in folders for path in folder.rglob("*") if path.is_file()}


def contents(folder: Path) -> dict[Path, str]:
    """The files below a folder, and a hash of what is in each."""
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }
