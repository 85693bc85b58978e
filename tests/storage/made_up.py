"""Anything that our documents can hold, as an editor would have made it."""

import datetime as dt
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import fields, replace

from sessionlens.domain.answer import Answer
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import Marker
from sessionlens.domain.ranges import FIRST_YEAR, LAST_YEAR, LONGEST
from sessionlens.domain.reply import Reply
from sessionlens.domain.review import RecordingRef, Review, Session, Verdict
from sessionlens.domain.rubric import Competency, Rubric, Step
from sessionlens.domain.text import clean
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.kinds import MULTILINE

T = TypeVar("T")
RUBRIC = Rubric(
    id="icf-core",
    title="Small",
    scale=(Step(id="observed", title="Observed"),),
    competencies=(Competency(id="presence", key="5", title=""),),
)
DATES = st.dates(dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31))
RAW = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from(['"', "'", "\\", "\n", "\r", "\t", "#", "é", "\x1b[1m", ""])).map(
        "".join
    ),
)
many = settings(max_examples=30, suppress_health_check=list(HealthCheck))


def values(type_: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Anything that a field of this type and name can hold; texts are as they would be typed."""
    origin, parts = get_origin(type_), get_args(type_)
    if origin in (Union, UnionType):
        return st.one_of(*(values(part, name) for part in parts))
    if origin is Literal:
        return st.sampled_from(parts)
    if origin is tuple:
        return st.lists(values(parts[0], name), max_size=3).map(tuple)
    if isinstance(type_, type) and issubclass(type_, Struct):
        hints = get_type_hints(type_)
        return st.builds(
            type_, **{field.name: values(hints[field.name], field.name) for field in fields(type_)}
        )
    simple: dict[Any, st.SearchStrategy[Any]] = {
        type(None): st.none(),
        str: RAW.map(lambda text: clean(text, multiline=name in MULTILINE)),
        bool: st.booleans(),
        int: st.integers(1, 600),
        float: st.floats(0, 10**6),
        Timecode: st.floats(0, LONGEST / 2).map(Timecode),
        dt.date: DATES,
        dt.datetime: st.datetimes(
            dt.datetime(FIRST_YEAR, 1, 1),
            dt.datetime(LAST_YEAR, 12, 31),
            timezones=st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=-3, minutes=30))]),
        ).map(lambda moment: moment.replace(microsecond=0)),
    }
    return simple[type_]


def tidy_markers(markers: tuple[Marker, ...]) -> tuple[Marker, ...]:
    """With ids of their own, ending after they begin."""
    return tuple(
        replace(
            marker,
            id=f"m{number}",
            end=None if marker.end is None else Timecode(marker.start + marker.end),
            also=tuple(code for code in dict.fromkeys(marker.also) if code != marker.competency),
            note="talk.note.ogg" if marker.note else "",
        )
        for number, marker in enumerate(markers, 1)
    )


def tidy_answer(answer: Answer) -> Answer:
    """With a spoken file that lies beside it."""
    return replace(answer, spoken="talk.note.ogg" if answer.spoken else "")


def tidy_verdict(verdict: Verdict) -> Verdict:
    """With one value for each indicator."""
    return replace(verdict, indicators=tuple({one.id: one for one in verdict.indicators}.values()))


def tidy_session(session: Session) -> Session:
    """With consents that do not end before they were given."""
    consents = tuple(replace(one, until=None, withdrawn=None) for one in session.consents)
    return replace(session, consents=consents)


def tidy_recording(recording: RecordingRef) -> RecordingRef:
    """With gaps that end after they begin."""
    gaps = (replace(gap, end=Timecode(gap.start + gap.end)) for gap in recording.gaps)
    return replace(recording, gaps=tuple(gaps))


def tidy(value: T) -> T:
    """As an editor would have made it: each id once."""
    changes: dict[str, Any] = {}
    if isinstance(value, Review | Feedback):
        changes["markers"] = tidy_markers(value.markers)
        verdicts = {one.competency: tidy_verdict(one) for one in value.verdicts}
        changes["verdicts"] = tuple(verdicts.values())
        changes["session"] = tidy_session(value.session)
        changes["recording"] = tidy_recording(value.recording)
        changes["responses"] = tuple({one.marker: one for one in value.responses}.values())
    if isinstance(value, Review | Feedback | Reply):
        sounds = {one.text: replace(one, file="talk.note.ogg") for one in value.sounds}
        changes["sounds"] = tuple(sounds.values())
    if isinstance(value, Feedback | Reply):
        changes["answers"] = tuple({one.marker: tidy_answer(one) for one in value.answers}.values())
    if isinstance(value, Review):
        changes["last_marker"] = max(value.last_marker, len(value.markers))
    if isinstance(value, Feedback):
        changes["rubric"] = RUBRIC
    return replace(value, **changes)  # type: ignore[type-var]
