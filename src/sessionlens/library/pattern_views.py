"""What of the gathered files may be seen and counts, and which two are views of one session."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.patterns import RubricNames, SessionEvidence, SessionViews
from sessionlens.domain.review import RubricRef
from sessionlens.domain.text import counted, file_name
from sessionlens.library.own_reviews import conversation_of
from sessionlens.library.pattern_files import GatheredFiles, PatternFile
from sessionlens.library.pattern_seals import Conversations, sealed_files
from sessionlens.storage.evidence import names_of
from sessionlens.storage.heads import Head, heads_in
from sessionlens.storage.rubrics import rubric_of
from sessionlens.storage.state import used_folders, was_exported, was_worked_on

_MOST_NAMED = 5


class SeenFiles(Struct, frozen=True):
    """The files that count: mentors' views, coaches' own, and their replies, each once.

    `notices` say what does not count, and why.
    """

    mentors: tuple[PatternFile, ...]
    own: tuple[PatternFile, ...]
    replies: tuple[PatternFile, ...]
    notices: tuple[str, ...] = ()


def seen_files(gathered: GatheredFiles) -> SeenFiles:
    """What counts of all files.

    Of several exports the newest; a mentor's review where there is no feedback of it; what several
    people's reviews were brought together in, instead of those; no feedback that an own review
    seals; of coaches' own reviews what is not somebody's private file.
    """
    files = [file for file in gathered.files if not file.evidence.trouble]
    feedback = _of_kind(files, "feedback")
    counting, older = _newest(file for file in feedback if not _is_own(file))
    exported = {file.evidence.review for file in counting}
    reviews, _ = _newest(_of_kind(files, "review"))
    own, notices = _own(files, reviews, exported)
    counting += [file for file in reviews if file.evidence.review not in exported]
    groups = [set(file.evidence.together) for file in counting if file.evidence.together]
    brought = [file for file in counting if any(_reviews_in(file) < group for group in groups)]
    counting = [file for file in counting if file not in brought]
    sealed = sealed_files(gathered, counting)
    mentors = [file for file in counting if file.path not in sealed]
    private = sum(file.evidence.private for file in (*mentors, *own))
    return SeenFiles(
        tuple(mentors),
        tuple(own),
        tuple(_newest(_of_kind(files, "reply"), by_written=True)[0]),
        (
            *(
                f"Not counted: {gathered.name_of(file.path)}: {file.evidence.trouble}"
                for file in gathered.files
                if file.evidence.trouble
            ),
            *(f"Not looked into: {gathered.name_of(folder)}" for folder in gathered.unread),
            *(["There are too many sub-folders: not all were looked into"] if gathered.cut else []),
            *_told("Older exports of what is counted", older),
            *_told("Counted in the feedback of their group", brought),
            *_told(
                "Sealed until your own review of the session is finished",
                [file for file in counting if file.path in sealed],
            ),
            *notices,
            *([f"{_private(private)} left out"] if private else []),
        ),
    )


def _reviews_in(file: PatternFile) -> set[str]:
    return set(file.evidence.together or (file.evidence.review,))


def views_of(seen: SeenFiles, names: "RubricTitles") -> list[SessionViews]:
    """One for each mentor's view, with the coach's own of that session made with one rubric.

    An own review without such a counterpart is a session by itself.
    """
    stays = {file.evidence.review: frozenset(file.evidence.stays) for file in seen.replies}
    conversations = Conversations(seen.mentors)
    own_of: dict[Path, PatternFile] = {}
    alone: list[PatternFile] = []
    for file in sorted(seen.own, key=lambda file: file.newest, reverse=True):
        fitting = [
            other.path
            for other in conversations.of(file.conversation, file.path.parent)
            if other.evidence.rubric.id == file.evidence.rubric.id and other.path not in own_of
        ]
        own_of |= dict.fromkeys(fitting, file)
        if not fitting:
            alone.append(file)
    return [
        *(
            SessionViews(
                _view(file, names, stays),
                _view(own_of[file.path], names) if file.path in own_of else None,
            )
            for file in seen.mentors
        ),
        *(SessionViews(None, _view(file, names)) for file in alone),
    ]


class RubricTitles:
    """Titles of rubrics that reviews only name; `notices` say which are not there."""

    def __init__(self) -> None:
        self._titles: dict[tuple[str, Path], RubricNames] = {}
        self.notices: list[str] = []

    def complete(self, file: PatternFile) -> RubricNames:
        """The titles of the rubric of a file, as far as they are known."""
        names = file.evidence.rubric
        if names.competencies:
            return names  # feedback carries them along
        rubric_file = file.evidence.rubric_file
        key = (names.id, file.path.parent / rubric_file if rubric_file else Path())
        if key not in self._titles:
            self._titles[key] = self._found(names, rubric_file, file.path.parent)
        return replace(self._titles[key], edition=names.edition)

    def _found(self, names: RubricNames, rubric_file: str, folder: Path) -> RubricNames:
        reference = RubricRef(id=names.id, edition=names.edition, file=rubric_file)
        try:
            return names_of(rubric_of(reference, folder)[0])
        except SessionLensError:
            self.notices.append(
                f"The rubric '{names.id}' is not here: its competencies stand under their ids"
            )
            return names


def _of_kind(files: Iterable[PatternFile], kind: str) -> list[PatternFile]:
    return [file for file in files if file.evidence.kind == kind]


def _is_own(file: PatternFile) -> bool:
    """Whether a coach made it of themselves; earlier versions exported feedback of that."""
    return file.evidence.session.role == "coach"


def _newest(
    files: Iterable[PatternFile], *, by_written: bool = False
) -> tuple[list[PatternFile], list[PatternFile]]:
    """The newest file about each review, and the others; one that names none counts by itself.

    `by_written`: what somebody works on is newer than the copy that they have sent.
    """
    newest: dict[str, PatternFile] = {}
    older: list[PatternFile] = []
    key: Callable[[PatternFile], tuple[float, ...]] = (
        (lambda file: (file.written,)) if by_written else (lambda file: file.newest)
    )
    for file in sorted(files, key=key, reverse=True):
        if newest.setdefault(file.evidence.review or str(file.path), file) is not file:
            older.append(file)
    return list(newest.values()), older


def _own(
    files: list[PatternFile], reviews: list[PatternFile], exported: set[str]
) -> tuple[list[PatternFile], list[str]]:
    """Coaches' own reviews that may be seen, each once, and what to know of the others.

    As in `library.withheld`: where a mentor's review of the session is, a mentor looks, unless the
    own review was worked on here; they see what was sent, once their own is exported.
    """
    here = Conversations(reviews)
    elsewhere = _mentors_elsewhere({file.path.parent for file in files})
    shown: dict[str, PatternFile] = {}
    private: list[PatternFile] = []
    withheld: list[PatternFile] = []
    for file in sorted(filter(_is_own, files), key=lambda file: file.written, reverse=True):
        evidence = file.evidence
        if evidence.kind not in ("self_review", "feedback"):
            continue
        about = file.conversation
        mentors = {other.evidence.review for other in here.of(about, file.path.parent)}
        if evidence.exported is None:
            hidden = private if mentors and not was_worked_on(evidence.id) else None
        else:
            mentors |= {
                head.review for head in elsewhere if conversation_of(head).is_that_of(about)
            }
            waiting = mentors - exported
            hidden = None if all(map(was_exported, waiting)) else withheld
        if hidden is not None:
            hidden.append(file)
        else:
            shown.setdefault(evidence.review or str(file.path), file)
    return list(shown.values()), [
        *_told("A coach's private files, of which nothing is shown", private),
        *_told("Shown when your own feedback has been exported", withheld),
    ]


def _mentors_elsewhere(here: set[Path]) -> list[Head]:
    """Mentors' reviews where recordings were opened, besides the folders that are looked at."""
    return [
        head
        for folder in used_folders()
        if folder not in here
        for head in heads_in(folder, ["review"])
        if head.trouble is None
    ]


def _view(
    file: PatternFile, names: RubricTitles, stays: dict[str, frozenset[str]] | None = None
) -> SessionEvidence:
    evidence, session = file.evidence, file.evidence.session
    answered = (stays or {}).get(evidence.review, frozenset(evidence.stays))
    return SessionEvidence(
        file=str(file.path),
        title=session.title,
        date=session.date,
        coach=session.coach or (session.reviewer if session.role == "coach" else ""),
        client=session.client,
        reviewer=session.reviewer,
        rubric=names.complete(file),
        markers=evidence.markers,
        verdicts=evidence.verdicts,
        stays=answered,
        noted=file.noted,
    )


def _private(count: int) -> str:
    return counted(count, "private marker is", "private markers are")


def _told(what: str, files: Iterable[PatternFile]) -> Iterator[str]:
    """One sentence that names some files; none without any."""
    names = sorted(file_name(file.path.name) for file in files)
    if names:
        more = f", and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        yield f"{what}: {', '.join(names[:_MOST_NAMED])}{more}"
