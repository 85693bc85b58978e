"""One feedback of several people: whatever each of them noticed is in it, under their name."""

import datetime as dt
from itertools import permutations

from hypothesis import given
from msgspec.structs import replace
from samples import RUBRIC, marker
from test_group import NOW, group, observer, observers

from sessionlens.domain.answer import fingerprint
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.group import Observer
from sessionlens.domain.group_feedback import feedback_of_group, rubric_of_group
from sessionlens.domain.matching import code
from sessionlens.domain.review import Consent, IndicatorVerdict, Summary, Verdict, VerdictBy
from sessionlens.domain.rubric import Competency, Rubric, Step


def feedback_of(*people: Observer) -> Feedback:
    together = group(*people)
    about = together.observers[0].feedback
    return feedback_of_group(together, about, feedback_id="f", exported=NOW)


def with_feedback(person: Observer, **changes: object) -> Observer:
    return replace(person, feedback=replace(person.feedback, **changes))


@given(observers())
def test_whatever_somebody_noticed_is_in_it_under_their_name(people: list[Observer]) -> None:
    together = group(*people)
    sent = feedback_of_group(
        together, together.observers[0].feedback, feedback_id="f", exported=NOW
    )
    ids = [made.id for made in sent.markers]
    assert len(set(ids)) == len(ids)
    seen = {(name, code(made)) for made in sent.markers for name in made.seen_by}
    assert seen == {
        (person.name, code(own)) for person in together.observers for own in person.feedback.markers
    }
    assert [own.start for own in sent.markers] == sorted(own.start for own in sent.markers)


def test_words_stand_under_the_names_of_who_wrote_them() -> None:
    sent = feedback_of(
        observer("Maria", marker(1, 10, competency="asks", comment="You waited.", quote="and")),
        observer("Jan", marker(7, 9, competency="asks", comment="Long.\nVery.", quote="and so")),
        observer("Lea", marker(1, 9.5, competency="asks", quote="and so")),
    )
    (only,) = sent.markers
    assert only.comment == "Jan: Long.\nVery.\n\nMaria: You waited."
    assert (only.quote, only.start) == ("and so", 9.0)
    assert only.seen_by == ("Jan", "Lea", "Maria")
    assert sent.session.reviewer == "Jan, Lea and Maria"


def test_what_only_one_saw_needs_no_name_before_it() -> None:
    sent = feedback_of(observer("Maria", marker(1, 10, comment="You waited.")), observer("Jan"))
    assert (sent.markers[0].comment, sent.markers[0].seen_by) == ("You waited.", ("Maria",))


def test_a_rating_stands_where_all_agree_who_rated() -> None:
    def rated(*ratings: str | None) -> tuple[str | None, str]:
        people = [
            observer(name, marker(1, 10, competency="asks", rating=rating))
            for name, rating in zip(("Jan", "Lea", "Maria"), ratings, strict=True)
        ]
        (made,) = feedback_of(*people).markers
        return made.rating, made.comment

    assert rated("strength", None, "strength") == ("strength", "")
    assert rated(None, None, None) == (None, "")
    assert rated("question", None, "strength") == (None, "Jan ?, Maria +")


def test_indicators_that_differ_are_said_in_words() -> None:
    (made,) = feedback_of(
        observer("Jan", marker(1, 10, competency="listens", indicator="a")),
        observer("Lea", marker(1, 10, competency="listens", indicator="b")),
    ).markers
    assert (made.indicator, made.comment) == (None, "Jan “Waits.”, Lea “Reflects.”")


def test_one_moment_of_two_codes_is_two_markers() -> None:
    sent = feedback_of(
        observer("Jan", marker(1, 10, competency="asks", rating="growth", end=12)),
        observer("Lea", marker(1, 11, competency="listens", rating="strength")),
    )
    assert [(own.competency, own.seen_by) for own in sent.markers] == [
        ("asks", ("Jan",)),
        ("listens", ("Lea",)),
    ]


def test_verdicts_are_each_ones_own_and_nothing_between_them() -> None:
    def judged(name: str, value: str, *indicators: IndicatorVerdict) -> Observer:
        words = f"{name} heard it"
        own = Verdict(competency="asks", value=value, strengths=words, indicators=indicators)
        return with_feedback(observer(name), verdicts=(own,))

    line = IndicatorVerdict(id="a", value="observed")
    sent = feedback_of(judged("Jan", "observed", line), judged("Lea", "not-observed"))
    (verdict,) = sent.verdicts
    assert verdict.value == ""
    assert verdict.views == (
        VerdictBy(by="Jan", value="observed"),
        VerdictBy(by="Lea", value="not-observed"),
    )
    assert verdict.strengths == "Jan: Jan heard it\n\nLea: Lea heard it"
    assert verdict.indicators[0].value == "observed"
    alike = feedback_of(judged("Jan", "observed"), judged("Lea", ""))
    assert alike.verdicts[0].value == "observed"
    assert alike.verdicts[0].views == (VerdictBy(by="Jan", value="observed"),)


def test_summaries_are_named_and_the_earliest_day_of_deletion_counts() -> None:
    def ending(name: str, day: int) -> Observer:
        person = with_feedback(observer(name), summary=Summary(next_practice=f"{day} breaths"))
        session = replace(
            person.feedback.session,
            delete_by=dt.date(2027, 1, day),
            consents=(Consent(purpose=f"purpose {day}"),),
            title="Third" if name == "Jan" else "",
        )
        return with_feedback(person, session=session)

    sent = feedback_of(ending("Maria", 3), ending("Jan", 9))
    assert sent.summary.next_practice == "Jan: 9 breaths\n\nMaria: 3 breaths"
    assert (sent.session.delete_by, sent.session.title) == (dt.date(2027, 1, 3), "Third")
    assert {one.purpose for one in sent.session.consents} == {"purpose 3", "purpose 9"}


def test_the_same_group_is_the_same_review_with_the_same_ids() -> None:
    people = [
        observer("Jan", marker(4, 10, competency="asks"), marker(5, 30)),
        observer("Lea", marker(1, 10.5, competency="asks")),
        observer("Maria", marker(1, 50)),
    ]
    sent = [feedback_of(*order) for order in permutations(people)]
    assert all(own == sent[0] for own in sent)
    assert [own.id for own in sent[0].markers] == ["1-m4", "1-m5", "3-m1"]
    assert feedback_of(*people[:2]).review != sent[0].review


def test_a_group_is_brought_together_with_somebody_who_comes_late() -> None:
    first = feedback_of(
        observer("Jan", marker(1, 10, competency="asks", comment="Short.")),
        observer("Lea", marker(1, 10, competency="asks")),
    )
    late = observer("Maria", marker(1, 10, competency="asks", comment="Kind."))
    sent = feedback_of(Observer(first.session.reviewer, first), late)
    assert sent.markers[0].seen_by == ("Jan", "Lea", "Maria")
    assert sent.session.reviewer == "Jan, Lea and Maria"
    assert len(sent.together) == 3


def test_an_answer_is_to_another_moment_when_somebody_else_saw_it_too() -> None:
    (alone,) = feedback_of(observer("Jan", marker(1, 10)), observer("Lea")).markers
    assert fingerprint(alone) != fingerprint(replace(alone, seen_by=("Jan", "Lea")))
    assert fingerprint(marker(1)) != fingerprint(replace(marker(1), note="x.ogg"))


def test_rubrics_that_differ_become_one_that_holds_both() -> None:
    other = Rubric(
        id="other",
        title="Other",
        scale=(Step(id="seen", title="Seen"),),
        competencies=(
            Competency(id="asks", key="9", title="Asks anew"),
            Competency(id="dances", key="1", title="Dances"),
        ),
    )
    united = rubric_of_group([RUBRIC, RUBRIC, other, other])
    assert (united.id, united.title) == ("small+other", "Small rubric and Other")
    assert [one.title for one in united.competencies] == ["Listens", "Asks", "Dances"]
    assert [one.id for one in united.scale] == ["observed", "not-observed", "seen"]
    assert rubric_of_group([RUBRIC, RUBRIC]) == RUBRIC
