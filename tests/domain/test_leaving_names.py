"""The client's name does not go out unnoticed where a pseudonym was agreed."""

from msgspec.structs import replace
from samples import marker, material

from sessionlens.domain.leaving_names import leaving_names
from sessionlens.domain.review import Review, Session, Verdict

SPEAKERS = ("Anna Berg", "Jonas Kern")


def review(client: str = "M.", coach: str = "Anna") -> Review:
    return replace(
        material(
            marker(1, quote="I am tired", speaker="Jonas Kern"),
            marker(2, quote="Good morning, Jonas.", speaker="Anna Berg"),
            marker(3, comment="What Kern says here, kernel or not", private=False),
            marker(4, comment="Jonas", private=True),
        ).review,
        session=Session(client=client, coach=coach),
        verdicts=(Verdict(competency="listens", strengths="With jonas you wait"),),
    )


def test_speakers_quotes_comments_and_verdicts_are_looked_through() -> None:
    (name,) = leaving_names(review(), SPEAKERS)
    assert (name.name, name.places, name.alias) == ("Jonas Kern", 4, "Jonas Kern=M.")
    assert "--alias 'Jonas Kern=M.' replaces it" in name.sentence


def test_nothing_is_said_where_it_cannot_be_told() -> None:
    assert leaving_names(review(client=""), SPEAKERS) == []
    assert leaving_names(review(coach=""), SPEAKERS) == []
    assert leaving_names(review(), (*SPEAKERS, "Third")) == []
    assert leaving_names(review(client="Jonas Kern"), SPEAKERS) == []
    assert leaving_names(material().review) == []
