"""Patterns over the sessions of one coach, from the files of whoever looks.

A mentor has reviews, a coach has feedback files and reviews of their own. Of each session counts
what its reader may see: nothing private, and no feedback that a review of one's own still seals.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.intention import Intention, intention_in, plain_name
from sessionlens.domain.leaving_names import PersonBehind
from sessionlens.domain.marker import Marker
from sessionlens.domain.outcomes import LookBack, outcomes_of
from sessionlens.domain.patterns import Patterns, SessionEvidence, SessionViews, patterns_of
from sessionlens.domain.review import Review, Session
from sessionlens.domain.text import counted, shorten
from sessionlens.library.pattern_files import PatternFile, Progress, gather
from sessionlens.library.pattern_views import RubricTitles, SeenFiles, seen_files, views_of
from sessionlens.storage.evidence import DocumentEvidence
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.heads import head_of
from sessionlens.storage.pseudonyms import persons_known
from sessionlens.storage.replies import load_reply
from sessionlens.storage.reviews import load_review

_MOST_NAMED = 10


class FoundPatterns(NamedTuple):
    """Patterns, and what one should know about them."""

    patterns: Patterns
    notices: tuple[str, ...] = ()


class GatheredPatterns(Struct, frozen=True):
    """What folders hold, of whichever coaches; `notices` say what does not count, and why.

    A client who is one of the `persons` of one's key stands there under their pseudonym.
    """

    seen: SeenFiles
    views: tuple[SessionViews, ...]
    notices: tuple[str, ...] = ()
    persons: tuple[PersonBehind, ...] = ()

    @property
    def coaches(self) -> tuple[str, ...]:
        """The coaches of the sessions, as each is spelled last."""
        views = sorted((view.main for view in self.views), key=lambda view: view.noted)
        return _names(view.coach for view in views)

    def of_coach(self, coach: str = "", client: str = "") -> FoundPatterns:
        """The patterns of one coach, the only one where none is named, and of one client.

        A session that names no coach is theirs where all others are of one. Raises SessionLensError
        where it is not told which coach, or where there is no such coach or client.
        """
        chosen = _coach(self.coaches, coach)
        nameless = len(self.coaches) < 2
        views = [
            view
            for view in self.views
            if _is(view.main.coach, chosen) or (nameless and not view.main.coach)
        ]
        client = _pseudonym_of(client, self.persons)
        left_out = sum(not view.main.coach for view in self.views) if not nameless else 0
        if client:
            views = _of_client(views, client)

        def counts(session: Session) -> bool:
            whose = session.coach or (session.reviewer if session.role == "coach" else "")
            of_coach = _is(whose, chosen) or (nameless and not whose)
            named = _pseudonym_of(session.client, self.persons)
            return of_coach and (not client or _is(named, client))

        unread: list[str] = []
        patterns = patterns_of(views)
        outcomes = outcomes_of(
            patterns,
            _intentions(self.seen.replies, counts, unread),
            _looks_back(self.seen.own, counts, unread),
        )
        sessions = counted(left_out, "session names no coach", "sessions name no coach")
        return FoundPatterns(
            replace(patterns, coach=patterns.coach or chosen, intentions=outcomes),
            (
                *self.notices,
                *unread,
                *([f"Left out: {sessions}"] if left_out else []),
            ),
        )


def gathered_patterns(
    folders: Sequence[Path], progress: Progress | None = None
) -> GatheredPatterns:
    """What folders and their sub-folders hold; raises like `gather`."""
    seen = seen_files(gather([folder.absolute() for folder in folders], progress))
    titles = RubricTitles()
    key = persons_known()
    views = tuple(_under_pseudonyms(view, key.persons) for view in views_of(seen, titles))
    notices = (*seen.notices, *titles.notices, *key.notices)
    return GatheredPatterns(seen, views, notices, key.persons)


def words_at(view: SessionEvidence) -> dict[str, Marker]:
    """The markers of a session as they stand in its file, by their ids; raises SessionLensError.

    The file is read now: what was counted is kept without words.
    """
    path = Path(view.file)
    return {marker.id: marker for marker in _load(path).markers if not marker.private}


def is_feedback(path: Path) -> bool:
    """Whether a view of a session is in a feedback file; else it is in a review."""
    head = head_of(path)
    return head is not None and head.kind == "feedback"


def _load(path: Path) -> Review | Feedback:
    return load_feedback(path) if is_feedback(path) else load_review(path)


def _coach(coaches: Sequence[str], wanted_coach: str) -> str:
    names = ", ".join(shorten(name, 40) for name in coaches[:_MOST_NAMED])
    names += ", …" if len(coaches) > _MOST_NAMED else ""
    if not wanted_coach:
        if len(coaches) > 1:
            raise SessionLensError(
                f"There are sessions of {len(coaches)} coaches: {names}",
                f"Say whose: --coach '{coaches[0]}'",
            )
        return coaches[0] if coaches else ""
    for name in coaches:
        if _is(name, wanted_coach):
            return name
    raise SessionLensError(
        f"There is no session of '{shorten(wanted_coach, 40)}'",
        f"There are sessions of {names}" if names else "No session here names its coach",
    )


def _of_client(views: Sequence[SessionViews], client: str) -> list[SessionViews]:
    kept = [view for view in views if _is(view.main.client, client)]
    if not kept:
        names = ", ".join(_names(view.main.client for view in views)[:_MOST_NAMED])
        raise SessionLensError(
            f"There is no session with the client '{shorten(client, 40)}'",
            f"There are sessions with {names}" if names else "No session here names its client",
        )
    return kept


def _under_pseudonyms(views: SessionViews, persons: Sequence[PersonBehind]) -> SessionViews:
    mentors, own = (
        view and replace(view, client=_pseudonym_of(view.client, persons))
        for view in (views.mentors, views.own)
    )
    return SessionViews(mentors, own)


def _pseudonym_of(client: str, persons: Sequence[PersonBehind]) -> str:
    """The pseudonym of a client whom the key knows; any other as they are called."""
    return next((one.pseudonym for one in persons if _is(one.person, client)), client)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, as it is spelled last, in alphabetical order."""
    spelled = {plain_name(name): name for name in names if plain_name(name)}
    return tuple(spelled[name] for name in sorted(spelled))


def _is(name: str, other: str) -> bool:
    return plain_name(name) == plain_name(other)


def _intentions(
    replies: Iterable[PatternFile], counts: Callable[[Session], bool], unread: list[str]
) -> list[Intention]:
    """What is said about practising in replies; the words are in no index."""
    intentions: list[Intention] = []
    for file in replies:
        if not (file.evidence.practises and counts(file.evidence.session)):
            continue
        try:
            reply = load_reply(file.path)
        except SessionLensError as error:
            unread.append(f"Not counted: {error}")
            continue
        if intention := intention_in(reply, file.noted):
            intentions.append(replace(intention, noted=file.noted))
    return intentions


def _looks_back(
    own: Iterable[PatternFile], counts: Callable[[Session], bool], unread: list[str]
) -> list[LookBack]:
    """What coaches say, when they prepare a session, about what they meant to practise."""
    backs: list[LookBack] = []
    for file in own:
        evidence: DocumentEvidence = file.evidence
        if not (evidence.looks_back and counts(evidence.session)):
            continue
        try:
            review = load_review(file.path)
        except SessionLensError as error:
            unread.append(f"Not counted: {error}")
            continue
        words = review.preparation.earlier
        backs.append(LookBack(review.session, review.recording, words))
    return backs
