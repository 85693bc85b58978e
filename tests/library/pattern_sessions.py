"""Six made sessions of one coach with two clients, as files of whoever looks at them."""

import datetime as dt
from pathlib import Path

from msgspec.structs import replace

from sessionlens.domain.answer import Answer, Reflection
from sessionlens.domain.feedback import Feedback, feedback_from
from sessionlens.domain.marker import Marker, Rating
from sessionlens.domain.preparation import Preparation
from sessionlens.domain.reply import Reply
from sessionlens.domain.review import RecordingRef, Review, Session, Verdict, reference
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.feedback import encode_feedback
from sessionlens.storage.replies import encode_reply
from sessionlens.storage.reviews import encode_review
from sessionlens.storage.rubrics import find_rubric

FIRST = dt.date(2026, 3, 2)


def rubric(name: str = "icf-core") -> Rubric:
    return find_rubric(name)[0]


def marker(
    number: int, competency: str | None, rating: Rating | None = None, **more: object
) -> Marker:
    """One a minute, with words."""
    made = Marker(
        id=f"m{number}",
        start=Timecode(number * 60.0),
        competency=competency,
        rating=rating,
        comment=f"What I noticed at {number}.",
        quote=f"words of the coach {number}",
        speaker="Coach",
    )
    return replace(made, **more)


def review(
    number: int,
    *markers: Marker,
    using: Rubric | None = None,
    role: str = "mentor",
    verdicts: dict[str, str] | None = None,
    **session: object,
) -> Review:
    """The review of a session, one a month; odd ones are with Robin, even ones with Kim."""
    details = Session(
        title=f"Session {number}",
        date=FIRST + dt.timedelta(days=30 * (number - 1)),
        coach="Anna",
        client="Robin" if number % 2 else "Kim",
        reviewer="Anna" if role == "coach" else "Maria",
        role=role,  # type: ignore[arg-type]
    )
    return Review(
        id=f"{role[0]}{number}".rjust(32, "0"),
        session=replace(details, **session),
        recording=RecordingRef(
            file=f"talk{number}.wav",
            sha256=f"{number:064x}",
            duration=Timecode(3000.0 + 10 * number),
        ),
        rubric=reference(using or rubric()),
        markers=markers,
        verdicts=tuple(
            Verdict(competency=name, value=value) for name, value in (verdicts or {}).items()
        ),
    )


def feedback(source: Review, using: Rubric | None = None, days: int = 1) -> Feedback:
    """What was exported of a review, so many days after the session."""
    when = dt.datetime.combine(source.session.date or FIRST, dt.time(12), dt.UTC)
    return feedback_from(
        source,
        using or rubric(),
        feedback_id=f"f{source.id}{days}"[-32:],
        exported=when + dt.timedelta(days=days),
    )


def reply(source: Feedback, **more: object) -> Reply:
    """The coach's own reply."""
    made = Reply(
        id=f"r{source.review[1:]}",
        feedback=source.id,
        review=source.review,
        session=source.session,
        recording=source.recording,
    )
    return replace(made, **more)


def put(folder: Path, name: str, content: Review | Feedback | Reply) -> Path:
    """Write a document of any kind."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    match content:
        case Feedback():
            path.write_bytes(encode_feedback(content, name))
        case Review():
            path.write_bytes(encode_review(content))
        case _:
            path.write_bytes(encode_reply(content))
    return path


def coachs_folder(folder: Path) -> Path:
    """Six sessions, four with the competencies and two with the eyes; own views and replies."""
    eyes = rubric("seven-eyed")
    tag, other = (competency.id for competency in eyes.competencies[2:4])
    mentors = [
        review(
            1,
            marker(1, "presence", "strength"),
            marker(2, "presence", "growth"),
            marker(3, "evokes-awareness", "question"),
            verdicts={"presence": "partly"},
        ),
        review(
            2,
            marker(1, "presence", "strength", intention="r1".rjust(32, "0")),
            marker(2, "listens-actively", also=("presence",)),
            verdicts={"presence": "observed"},
        ),
        review(3, marker(1, "agreements", "growth")),
        review(4, marker(1, "presence", "strength"), marker(2, None)),
        review(5, marker(1, tag), marker(2, other, "question"), using=eyes, role="supervisor"),
        review(6, marker(1, tag), using=eyes, role="supervisor"),
    ]
    for number, source in enumerate(mentors, 1):
        used = eyes if number > 4 else rubric()
        place = folder / f"{source.session.client}" / f"2026-{number}"
        sent = feedback(source, used)
        put(place, f"talk{number}.feedback.toml", sent)
        if number == 1:
            practise = Reflection(practise="Three breaths", until=dt.date(2026, 4, 30))
            stay = Answer(marker="m2", stance="supervision")
            own_words = reply(sent, id="r1".rjust(32, "0"), reflection=practise, answers=(stay,))
            put(place, f"talk{number}.reply.toml", own_words)
        if number in (1, 2):
            own = review(
                number, marker(1, "presence", "growth"), marker(2, "presence"), role="coach"
            )
            finished = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
            words = Preparation(earlier="Twice, and then I forgot" if number == 2 else "")
            own = replace(own, finished=finished, preparation=words)
            put(place, f"talk{number}.self.review.toml", own)
    return folder
