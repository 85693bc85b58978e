"""Brings what several people noticed in one session together: to be heard and handed out."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.documents.aliases import parse_alias
from sessionlens.documents.content import content_of
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback, feedback_from
from sessionlens.domain.group import Group, Observer, bring_together, named_observers
from sessionlens.domain.group_feedback import feedback_of_group, names_in, rubric_of_group
from sessionlens.domain.matching import TOLERANCE
from sessionlens.domain.review import Review
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.spoken_comment import files_in
from sessionlens.domain.text import listed
from sessionlens.domain.transcript import Transcript
from sessionlens.library.assigning import assign, refuse_tolerance
from sessionlens.library.beginnings import share_times
from sessionlens.library.leaving_out import without_names
from sessionlens.library.outgoing import Outgoing
from sessionlens.library.parties import Party, party_at, refuse_one_file
from sessionlens.library.seals import Seal, seal_passed
from sessionlens.library.transcript import candidates
from sessionlens.storage.state import load_export

ENDING = ".group"
"""What the name of a group's feedback has between the recording's and its own ending."""

_MOST = 50


class GroupCompared(Struct, frozen=True):
    """Several reviews of one session brought together; `parties` are as `group.observers`.

    `private` markers were left out; `notices` say what one should know; `heard` and `seal` are as
    in `Compared`.
    """

    parties: tuple[Party, ...]
    heard: tuple[Party, ...]
    group: Group
    private: int
    notices: tuple[str, ...] = ()
    seal: Seal | None = None

    @property
    def rubric(self) -> Rubric:
        """What the moments were marked with."""
        return self.group.rubric

    @property
    def tolerance(self) -> float:
        """Seconds that two moments may be apart and still be the same one."""
        return self.group.tolerance


def bring_files_together(
    paths: Sequence[Path],
    tolerance: float = TOLERANCE,
    *,
    offsets: Mapping[str, float] | None = None,
    unseal: bool = False,
    for_program: bool = False,
) -> GroupCompared:
    """Read reviews and feedback files of one session, and find out who saw what.

    `tolerance` is seconds; `offsets` are as in `share_times`, `unseal` and `for_program` as in
    `compare_files`. Raises SessionLensError for files that cannot be compared, or may not be yet.
    """
    refuse_tolerance(tolerance)
    parties = _read(paths)
    shared = share_times(parties, offsets or {})
    notices = [*shared.notices, *_rubric_notices(parties)]
    notices += [notice for party in parties for notice in party.changed]
    seal = seal_passed(parties, unseal=unseal, for_program=for_program)
    if seal is not None:
        notices.append(seal.notice)
    by_review = {party.review: party for party in shared.parties}
    observers = [Observer(party.name, _as_sent(party), party.early) for party in shared.parties]
    ordered = named_observers(observers)
    rubric = rubric_of_group([observer.feedback.rubric for observer in ordered])
    group = bring_together(observers, rubric, assign, tolerance)
    private = sum(len(party.file.markers) for party in parties) - sum(
        len(observer.feedback.markers) for observer in observers
    )
    return GroupCompared(
        parties=tuple(by_review[observer.feedback.review] for observer in group.observers),
        heard=shared.heard,
        group=group,
        private=private,
        notices=tuple(dict.fromkeys(notices)),
        seal=seal,
    )


def within_tolerance(compared: GroupCompared, tolerance: float) -> GroupCompared:
    """The same people's, matched within another tolerance (seconds); raises SessionLensError."""
    refuse_tolerance(tolerance)
    group = bring_together(compared.group.observers, compared.group.rubric, assign, tolerance)
    return replace(compared, group=group)


def group_outgoing(
    compared: GroupCompared, transcript: Transcript | None = None, recording: Path | None = None
) -> Outgoing:
    """The one feedback of the group, to be handed out.

    Names that somebody has replaced in what they export are replaced here, too. Raises
    SessionLensError where a coach's own review is among those that were brought together.
    """
    for party in compared.parties:
        if party.file.session.role == "coach":
            raise SessionLensError(
                "This is the coach's own review, and feedback is what others saw",
                "Leave it out, or compare without --feedback",
                where=party.path,
            )
    base = next(
        observer.feedback
        for observer, party in zip(compared.group.observers, compared.parties, strict=True)
        if party.review == compared.heard[0].review
    )
    now = dt.datetime.now().astimezone().replace(microsecond=0)
    feedback = feedback_of_group(compared.group, base, feedback_id=uuid.uuid4().hex, exported=now)
    paths = tuple(party.path for party in compared.parties)
    stem = Path(base.recording.file).stem or "session"
    gathered = Outgoing(
        content=content_of(feedback, transcript, recording),
        stem=compared.heard[0].path.with_name(f"{stem}{ENDING}"),
        sources=(
            *paths,
            *((recording, *candidates(recording)) if recording is not None else ()),
        ),
        private=compared.private,
        notices=_left_behind(compared),
    )
    reviews = (party.review for party in compared.parties)
    aliases = dict.fromkeys(alias for one in reviews for alias in load_export(one).aliases)
    if aliases:
        return without_names(gathered, [parse_alias(alias) for alias in aliases], (), whole=True)
    return gathered


def _left_behind(compared: GroupCompared) -> tuple[str, ...]:
    spoken = [observer.name for observer in compared.group.observers if files_in(observer.feedback)]
    if not spoken:
        return ()
    return (f"The spoken comments of {listed(spoken)} stay with them: their words are in it",)


def _read(paths: Sequence[Path]) -> list[Party]:
    """The files, of as many people; raises SessionLensError."""
    if len(paths) > _MOST:
        raise SessionLensError(f"These are more than {_MOST} files", "Name fewer")
    parties = [party_at(path) for path in paths]
    for a, b in combinations(parties, 2):
        refuse_one_file(a.path, b.path)
        _refuse_one_observer(a, b)
    return parties


def _refuse_one_observer(a: Party, b: Party) -> None:
    hint = "Name one file of each observer"
    if {*a.reviews} & {*b.reviews}:
        what = f"What is in this is in {a.path.name}, too: they come from one review"
        raise SessionLensError(what, hint, where=b.path)
    theirs = {name.casefold() for name in _names(a)} & {name.casefold() for name in _names(b)}
    if theirs:
        name = next(one for one in _names(b) if one.casefold() in theirs)
        raise SessionLensError(
            f"This is by {name}, and so is {a.path.name}",
            f"{hint}; two people of one name write it differently, as reviewer in the details",
            where=b.path,
        )


def _names(party: Party) -> list[str]:
    if isinstance(party.file, Feedback):
        return [name for name in names_in(Observer(party.name, party.file)) if name]
    return [party.name] if party.name else []


def _as_sent(party: Party) -> Feedback:
    """The review as it would be sent: nothing private, nothing that still runs."""
    if isinstance(party.file, Review):
        return feedback_from(
            party.file, party.rubric, feedback_id=uuid.uuid4().hex, exported=dt.datetime.now(dt.UTC)
        )
    return party.file


def _rubric_notices(parties: Sequence[Party]) -> list[str]:
    ids = sorted({party.rubric.id for party in parties})
    notices = [remark for party in parties for remark in party.remarks]
    if len(ids) > 1:
        notices.append(
            f"The reviews were made with different rubrics, {listed(ids)}: only moments of the same"
            " competency id are brought together"
        )
    for rubric_id in ids:
        editions = {
            party.file.rubric.edition for party in parties if party.file.rubric.id == rubric_id
        }
        if len(editions) > 1:
            named = listed(sorted(edition or "(none)" for edition in editions))
            notices.append(
                f"The reviews were made with different editions of '{rubric_id}': {named}"
            )
    return notices
