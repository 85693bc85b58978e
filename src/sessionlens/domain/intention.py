"""What a coach meant to practise comes back in the next recording of the same two people."""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from sessionlens.domain.reply import Reply
from sessionlens.domain.review import RecordingRef, Session
from sessionlens.domain.seal import Conversation


class Intention(Struct, frozen=True, kw_only=True):
    """What a coach has said in a reply that they will practise, and until when.

    `id` and `review` are those of the reply and of the review it answers; `session` and `recording`
    are the earlier ones that it was about, `noted` when the reply was made or written.
    """

    id: str
    review: str
    text: str
    until: dt.date | None
    session: Session
    recording: RecordingRef
    noted: dt.datetime


def intention_in(reply: Reply, noted: dt.datetime) -> Intention | None:
    """What a reply says about practising; None where it says nothing."""
    if not reply.reflection.practise:
        return None
    return Intention(
        id=reply.id,
        review=reply.review,
        text=reply.reflection.practise,
        until=reply.reflection.until,
        session=reply.session,
        recording=reply.recording,
        noted=reply.exported or noted,
    )


def intention_for(
    session: Session, recording: RecordingRef, intentions: Iterable[Intention]
) -> Intention | None:
    """The last intention of the same pair before this session; None where there is none.

    Who is not named yet may be anybody, as long as all that there is comes from one coach. A coach
    who reviews themselves names no mentor: then it is the last one of that coach.
    """
    this = Conversation(recording, session.title)
    earlier = [
        intention
        for intention in intentions
        if not Conversation(intention.recording, intention.session.title).is_that_of(this)
        and _may_be_same(intention.session.coach, session.coach)
        and (session.role == "coach" or _may_be_same(intention.session.reviewer, session.reviewer))
        and not _is_later(intention.session, session)
    ]
    if len({plain_name(intention.session.coach) for intention in earlier}) > 1:
        return None
    return max(earlier, key=_when, default=None)


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A person's name as it is compared: without case, accents and what stands between words."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    base = (letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in base).split())


def _may_be_same(name: str, other: str) -> bool:
    first, second = plain_name(name), plain_name(other)
    return not first or not second or first == second


def _is_later(intended: Session, session: Session) -> bool:
    return bool(intended.date and session.date and intended.date > session.date)


def _when(intention: Intention) -> tuple[dt.date, dt.datetime]:
    return intention.session.date or dt.date.min, intention.noted
