"""Which reviews may not be seen beside others yet, and what to do about it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.keymap import first_key
from sessionlens.domain.review import Review
from sessionlens.domain.roles import reviewer_named, reviewer_within
from sessionlens.domain.seal import observing, sealed
from sessionlens.domain.text import listed
from sessionlens.library.own_reviews import conversation_of
from sessionlens.library.parties import Party
from sessionlens.library.relinking import locate
from sessionlens.library.self_review import SelfReview, find_self_review
from sessionlens.library.withheld import is_open, open_observations, private_file, why_withheld
from sessionlens.storage.keymaps import find_keymap
from sessionlens.storage.settings import load_settings
from sessionlens.storage.state import used_folders, was_worked_on


class Seal(NamedTuple):
    """Why reviews may not be seen beside each other yet, and what to do.

    `own` is the unfinished review whose writer may break the seal, None where nobody may. `where`
    is the file that it is about. `for_persons`: a program may see them all the same.
    """

    reason: str
    hint: str
    own: Path | None
    where: Path
    for_persons: bool = False

    @property
    def notice(self) -> str:
        """What is said where they are seen beside each other nevertheless."""
        return f"Shown all the same: {self.reason}"


def seal_passed(parties: Sequence[Party], *, unseal: bool, for_program: bool) -> Seal | None:
    """What should keep one of them from being seen yet, and does not; None where nothing should.

    A person may `unseal` what they work on; a program sees what is sealed for persons. Raises
    SessionLensError where it is kept, and for a coach's private file beside a mentor's review.
    """
    seal = _seal_among(parties)
    if seal is None or (unseal if seal.own else for_program and seal.for_persons):
        return seal
    raise SessionLensError(seal.reason, seal.hint, where=seal.where)


def _seal_among(parties: Sequence[Party]) -> Seal | None:
    """Why one of them may not be seen yet; None when all may."""
    coachs, groups = _coach_seal(parties), _group_seal(parties)
    if coachs and groups:
        return groups._replace(own=None)  # to break one of them would break the other unrecorded
    return groups or coachs


def _coach_seal(parties: Sequence[Party]) -> Seal | None:
    """Why a coach may not see their mentor's moments yet, or a mentor the coach's own."""
    own = next((one for one in parties if one.file.session.role == "coach"), None)
    for mentors in (one for one in parties if one.file.session.role != "coach"):
        if isinstance(mentors.file, Feedback):  # what a coach has; the review is the mentor's
            reviewed = _self_review(own, mentors.file, mentors.path)
            if reviewed.seal and not (reviewed.review and observing(reviewed.review)):
                hint = "Finish it first, or break the seal knowingly: --break-seal"
                return Seal(reviewed.seal, hint, reviewed.path, parties[-1].path)
        elif own is not None:
            if isinstance(own.file, Review) and not own.file.exported:
                raise private_file(own.path, mentors.file.session)
            if reason := why_withheld(mentors.file.id, mentors.path):
                hint = f"Export it first: sessionlens export {mentors.path.name}"
                return Seal(reason, hint, None, parties[-1].path, for_persons=True)
    return None


def _self_review(own: Party | None, feedback: Feedback, path: Path) -> SelfReview:
    """The coach's own review: the one that is compared, else the one that replaying would find."""
    if own is not None and isinstance(own.file, Review) and not own.file.exported:
        seal = sealed(own.file)
        if seal:
            return SelfReview(own.path, own.file, seal=seal)
    recording = locate(feedback.recording, path, folders=used_folders()).recording
    beside = find_self_review(feedback, path, recording)
    if beside.path or own is None:
        return beside
    return find_self_review(feedback, own.path, None)


def _group_seal(parties: Sequence[Party]) -> Seal | None:
    """Why observers of a group session may not see each other's moments yet.

    Each has finished their review first, or has exported it. One's own review counts where it is
    not among those that are compared, too.
    """
    of_group = any(party.file.session.setting == "group" for party in parties)
    waiting = {
        party.path: party.file
        for party in parties
        if of_group and isinstance(party.file, Review) and is_open(party.file, party.path)
    }
    waiting |= _own_elsewhere(parties)
    if not waiting:
        return None
    path, review = next(iter(waiting.items()))
    sessions = [other.session for other in waiting.values()]
    names = [reviewer_named(sessions[0]), *map(reviewer_within, sessions[1:])]
    verb, all_have = ("has", "they have") if len(names) == 1 else ("have", "all have")
    reason = (
        f"{listed(names)} {verb} not finished: what the others saw stays sealed until {all_have}"
    )
    key = first_key(find_keymap(load_settings().keymap), "review.finish")
    hint = f"In that review, with 'group' in its details, {key or 'review.finish'} finishes it"
    own = path if len(waiting) == 1 and was_worked_on(review.id) else None
    if own is not None:
        hint += "; or break the seal knowingly: --break-seal"
    return Seal(reason, hint, own, path)


def _own_elsewhere(parties: Sequence[Party]) -> Iterator[tuple[Path, Review]]:
    """One's own reviews of that session that are not finished, and not among those compared."""
    # They may be of recordings of their own: one's own review is of one of them.
    conversations = {conversation_of(party.file) for party in parties}
    there = {review for party in parties for review in party.reviews}
    beside = {party.path.parent for party in parties}
    for folder in dict.fromkeys([*sorted(beside), *used_folders()]):
        for path, review in open_observations(folder, conversations, together=folder in beside):
            if review.id not in there:
                yield path, review
