"""Opens a review: everything that the screen needs before its first paint, and no more."""

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.keymap import Keymap, clash_with
from sessionlens.domain.review import RecordingRef, Review, Role, Session, new_review
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.seal import finished_notice
from sessionlens.domain.transcript import Transcript
from sessionlens.library.coach_side import CoachSide, coach_side
from sessionlens.library.recording import ensure_recording
from sessionlens.library.rubric import Chosen, choose_rubric
from sessionlens.library.store import Store
from sessionlens.library.transcript import ChosenTranscript, find_transcript
from sessionlens.storage.keymaps import find_keymap
from sessionlens.storage.paths import fallback_notice, nowhere_notice, recording_file, review_path
from sessionlens.storage.reviews import ReviewFile
from sessionlens.storage.settings import Settings, load_settings
from sessionlens.storage.state import load_program_state
from sessionlens.transcripts.checks import warnings_for


class Opened(Struct, frozen=True):
    """A recording and all that belongs to it, read and checked.

    `review.recording` has neither hash nor duration until somebody has computed them.
    `transcript_path` is where corrections go. `read_only` says why nothing can be saved, or is
    None. `coach_side` is what the coach has written, as far as it may be shown. Whoever opens a
    review closes its `store`.
    """

    recording: Path
    review_path: Path
    review: Review
    rubric: Rubric
    keymap: Keymap
    transcript: Transcript | None
    transcript_path: Path
    settings: Settings
    notices: tuple[str, ...]
    read_only: str | None
    store: Store
    coach_side: CoachSide


def open_review(
    recording: Path,
    *,
    review: Path | None = None,
    transcript: Path | None = None,
    rubric: str | None = None,
    keymap: str | None = None,
    role: Role = "mentor",
    settings: Settings | None = None,
) -> Opened:
    """Open a recording for review; nothing is decoded, hashed or written.

    `review` names the review's file where it is not the usual one; `rubric` and `keymap` are names
    or paths. Raises SessionLensError for the first thing that cannot be used; nothing stays
    locked then.
    """
    recording = recording.absolute()
    ensure_recording(recording)
    settings = load_settings() if settings is None else settings
    keys = find_keymap(keymap or settings.keymap)
    file = ReviewFile(review.absolute() if review else review_path(recording, role))
    if file.claim() and review is None and (why := nowhere_notice(file.path)):
        file.refuse(why)
    try:
        found = find_transcript(recording, transcript)
        content, chosen = _content(file, recording, rubric, role, settings)
        clash_with(keys, chosen.rubric)
        return _opened(recording, file, content, chosen, found, keys, settings)
    except BaseException:
        file.close()
        raise


def with_reply(opened: Opened, reply: Path) -> Opened:
    """The opened review with the coach's reply from another place; raises SessionLensError."""
    found = coach_side(opened.review_path, opened.review, opened.recording, reply)
    return replace(opened, coach_side=found)


def _opened(
    recording: Path,
    file: ReviewFile,
    review: Review,
    chosen: Chosen,
    found: ChosenTranscript,
    keymap: Keymap,
    settings: Settings,
) -> Opened:
    """All that was read, with what the coach has written about it and what there is to notice."""
    coach = coach_side(file.path, review, recording)
    store = Store(file, found.file)
    return Opened(
        recording=recording,
        review_path=file.path,
        review=review,
        rubric=chosen.rubric,
        keymap=keymap,
        transcript=found.transcript,
        transcript_path=found.file.path,
        settings=settings,
        notices=(
            *filter(None, [fallback_notice(recording, file.path), finished_notice(review)]),
            *chosen.notices,
            *found.notices,
            *_odd_times(found.transcript, review),
            *coach.notices,
        ),
        read_only=store.read_only,
        store=store,
        coach_side=coach,
    )


def _content(
    file: ReviewFile, recording: Path, rubric: str | None, role: Role, settings: Settings
) -> tuple[Review, Chosen]:
    """The review in the file, or a new one, with the recording's present name and its rubric."""
    old = file.load() if file.path.exists() else None
    chosen = choose_rubric(rubric, old, settings.rubric, file.path.parent)
    name = recording_file(recording, file.path)
    if old is None:
        session = _session(recording, role, settings)
        return new_review(RecordingRef(file=name), chosen.reference, session), chosen
    moved = replace(old.recording, file=name)
    return replace(old, recording=moved, rubric=chosen.reference), chosen


def _odd_times(transcript: Transcript | None, review: Review) -> list[str]:
    """Times past the end are noticed once the length is known, from the second opening on."""
    return [] if transcript is None else warnings_for(transcript, review.recording.duration)


def _session(recording: Path, role: Role, settings: Settings) -> Session:
    """What can be known without asking: the file's name and date, the names of last time."""
    from sessionlens.library.session_defaults import title_and_date

    title, date = title_and_date(recording)
    last = load_program_state().last
    return Session(
        title=title,
        date=date,
        coach=last.coach,
        reviewer=settings.reviewer or last.reviewer,
        role=role,
        level=last.level if last.coach else "",  # it is the coach's
    )
