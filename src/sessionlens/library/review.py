"""Opens a review: everything that the screen needs before its first paint, and no more."""

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.changes import Material
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.evidence import renamed_letters
from sessionlens.domain.keymap import Keymap, clash_with
from sessionlens.domain.review import RecordingRef, Review, Role, Session, new_review
from sessionlens.domain.rubric import Rubric, letters_taken
from sessionlens.domain.seal import finished_notice, observing, sealed
from sessionlens.domain.transcript import Transcript
from sessionlens.files import exists
from sessionlens.library.coach_side import CoachSide, coach_side
from sessionlens.library.naming import proposed_session, title_and_date
from sessionlens.library.own_reviews import keep_track
from sessionlens.library.recording import refuse_other_kinds, why_unplayable
from sessionlens.library.review_place import ReviewPlace, real_path, review_place
from sessionlens.library.rubric import ChosenRubric, choose_rubric
from sessionlens.library.transcript import (
    ChosenTranscript,
    GivenTranscript,
    find_transcript,
    no_transcript,
    takes_long,
)
from sessionlens.library.withheld import refuse_withheld
from sessionlens.storage.conflicts import copies_notice
from sessionlens.storage.finished import keep_finished
from sessionlens.storage.keymaps import find_keymap
from sessionlens.storage.owned import GuardedFile
from sessionlens.storage.paths import fallback_notice, nowhere_notice, recording_file
from sessionlens.storage.rescued import RescuedCopy, rescued_copies
from sessionlens.storage.reviews import ReviewFile, load_review
from sessionlens.storage.settings import Settings, load_settings
from sessionlens.storage.state import load_program_state
from sessionlens.transcripts import native
from sessionlens.transcripts.checks import warnings_for


class ReviewStore:
    """Writes what has changed, durably; `save` is what an Editor is given."""

    def __init__(self, review: ReviewFile, transcript: GuardedFile) -> None:
        self._review = review
        self._transcript = transcript
        self._tracked: tuple[object, ...] = ()

    @property
    def read_only(self) -> str | None:
        """Why nothing can be saved here, or None: another instance works on this review."""
        return self._review.read_only or None

    def save(self, saved: Material, new: Material) -> None:
        """Write what differs from what is on disk; raises SessionLensError, overwriting nothing."""
        if self.read_only:
            raise self._review.refusal()
        if new.transcript is not None and new.transcript != saved.transcript:
            self._transcript.write(native.encode(new.transcript))
        if new.review != saved.review:
            if observing(new.review) and new.review.finished != saved.review.finished:
                keep_finished(new.review)  # before: what is finished is never without it
            self._review.save(new.review)
            self._keep_track(new.review)

    def _keep_track(self, review: Review) -> None:
        """A coach's own review is remembered until it is finished, wherever it lies."""
        now = (review.recording, review.session.title, sealed(review))
        if review.session.role == "coach" and now != self._tracked:
            self._tracked = now
            keep_track(self._review.path, review)

    @property
    def transcript_changed(self) -> bool:
        """Whether another program has written the transcript; while nothing is being saved."""
        try:
            return self._transcript.changed_elsewhere
        except SessionLensError:
            return False  # who writes it next is told

    def take_transcript(self, transcript: GuardedFile) -> None:
        """Write corrections into another file from now on."""
        self._transcript = transcript

    def prepare(self, material: Material) -> None:
        """Do what makes the first save quick; nothing is written."""
        self._review.prepare(material.review)

    def close(self) -> None:
        """Let other instances write; harmless when repeated."""
        self._review.close()


class OpenedReview(Struct, frozen=True):
    """A recording and all that belongs to it, read and checked.

    `review.recording` has neither hash nor duration until somebody has computed them. `proposed`
    are details of the last session in this folder, to be confirmed before they are written.
    `transcript_path` is where corrections go. `read_only` says why nothing can be saved, or is
    None. `coach_side` is what the coach has written, as far as it may be shown. `rescued` are newer
    copies that could not be saved. `transcript_later`: it takes long to be read, and was not.
    Whoever opens a review closes its `store`.
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
    store: ReviewStore
    coach_side: CoachSide
    proposed: Session = Session()
    rescued: tuple[RescuedCopy[Review], ...] = ()
    transcript_later: bool = False


def open_review(
    recording: Path,
    *,
    review: Path | None = None,
    transcript: Path | GivenTranscript | None = None,
    rubric: str | None = None,
    keymap: str | None = None,
    role: Role = "mentor",
    settings: Settings | None = None,
) -> OpenedReview:
    """Open a recording for review; nothing is decoded, hashed or written.

    `review` names the review's file where it is not the usual one; `rubric` and `keymap` are names
    or paths. A recording that cannot be played is opened for the words that belong to it.
    Raises SessionLensError for the first thing that cannot be used; nothing stays
    locked then.
    """
    refuse_other_kinds(recording)
    unplayable = why_unplayable(recording)
    named, recording = recording.absolute(), real_path(recording)
    settings = load_settings() if settings is None else settings
    keys = find_keymap(keymap or settings.keymap)
    place = ReviewPlace(review.absolute()) if review else review_place(named, role)
    file = ReviewFile(place.path)
    if file.claim() and review is None and (why := nowhere_notice(file.path)):
        file.refuse(why, "Copy the recording into a folder of yours")
    try:
        later = transcript is None and takes_long(recording)
        if later:
            chosen_transcript = no_transcript(recording)
        else:
            chosen_transcript = _transcript_of(recording, named, transcript)
        nothing_to_read = chosen_transcript.transcript is None and not later
        if unplayable and nothing_to_read and not exists(file.path):
            raise unplayable  # there is nothing to be read, either
        content, chosen = _content(file, recording, rubric, role, settings)
        clash_with(keys, chosen.rubric)
        if exists(file.path):
            refuse_withheld(file.path, content)
        if content.exported:
            file.refuse(finished_notice(content), "Work in the review that it was made from")
        opened = _opened(recording, file, content, chosen, chosen_transcript, keys, settings)
        elsewhere = place.notices or filter(None, [fallback_notice(recording, file.path)])
        return replace(
            opened,
            notices=(*elsewhere, *opened.notices),
            rescued=tuple(rescued_copies(file.path, content, load_review)),
            transcript_later=later,
        )
    except BaseException:
        file.close()
        raise


def late_transcript(opened: OpenedReview) -> ChosenTranscript:
    """The transcript that was left for later when the review was opened."""
    return find_transcript(opened.recording, None)


def _transcript_of(
    recording: Path, named: Path, given: Path | GivenTranscript | None
) -> ChosenTranscript:
    """The transcript given, or that beside the recording, or else beside the link to it."""
    chosen = find_transcript(recording, given)
    if chosen.transcript is None and named != recording:
        return find_transcript(named, None)
    return chosen


def with_reply(opened: OpenedReview, reply: Path) -> OpenedReview:
    """The opened review with the coach's reply from another place; raises SessionLensError."""
    brought = coach_side(opened.review_path, opened.review, opened.recording, reply)
    return replace(opened, coach_side=brought)


def _opened(
    recording: Path,
    file: ReviewFile,
    review: Review,
    chosen: ChosenRubric,
    transcript: ChosenTranscript,
    keymap: Keymap,
    settings: Settings,
) -> OpenedReview:
    """All that was read, with what the coach has written about it and what there is to notice."""
    coach = coach_side(file.path, review, recording)
    store = ReviewStore(file, transcript.file)
    return OpenedReview(
        recording=recording,
        review_path=file.path,
        review=review,
        rubric=chosen.rubric,
        keymap=keymap,
        transcript=transcript.transcript,
        transcript_path=transcript.file.path,
        settings=settings,
        notices=(
            *filter(None, [*_whose(review), copies_notice(file.path)]),
            *chosen.notices,
            *filter(None, [renamed_letters(review, chosen.rubric)]),
            *(fault.what for fault in letters_taken(chosen.rubric)),
            *transcript.notices,
            *_odd_times(transcript.transcript, review),
            *coach.notices,
        ),
        read_only=store.read_only,
        store=store,
        coach_side=coach,
        proposed=Session() if file.path.exists() else proposed_session(file.path, review.session),
    )


def _content(
    file: ReviewFile, recording: Path, rubric: str | None, role: Role, settings: Settings
) -> tuple[Review, ChosenRubric]:
    """The review in the file, or a new one, with the recording's present name and its rubric."""
    old = file.load() if exists(file.path) else None
    chosen = choose_rubric(rubric, old, settings.rubric, file.path.parent)
    name = recording_file(recording, file.path)
    if old is None:
        session = _session(recording, role, settings)
        return new_review(RecordingRef(file=name), chosen.reference, session), chosen
    moved = replace(old.recording, file=name)
    return replace(old, recording=moved, rubric=chosen.reference), chosen


def _whose(review: Review) -> list[str]:
    """Whose review it is, where that is not said by its being read-only."""
    return [] if review.exported else [finished_notice(review)]


def _odd_times(transcript: Transcript | None, review: Review) -> list[str]:
    """Times past the end are noticed once the length is known, from the second opening on."""
    recording = review.recording
    return (
        [] if transcript is None else warnings_for(transcript, recording.duration, recording.gaps)
    )


def _session(recording: Path, role: Role, settings: Settings) -> Session:
    """What can be known without asking: the file's name and date, and who reviews.

    Coach, client and level are asked for: those of another recording would be another person's.
    """
    title, date = title_and_date(recording)
    last = load_program_state().last
    reviewer = settings.reviewer or last.reviewer
    credential = settings.credential or (last.credential if last.reviewer == reviewer else "")
    return Session(title=title, date=date, reviewer=reviewer, credential=credential, role=role)
