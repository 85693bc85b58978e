"""What the two people of a session are called."""

import pytest

from sessionlens.domain.answer import Answer
from sessionlens.domain.review import Role, Session
from sessionlens.domain.roles import coach_named, reviewer_named, reviewer_within, statement


@pytest.mark.parametrize(
    ("role", "reviewer", "coach"),
    [
        ("mentor", "The mentor", "The coach"),
        ("supervisor", "The supervisor", "The supervisee"),
        ("coach", "The coach", "The coach"),
        (None, "The mentor", "The coach"),
    ],
)
def test_each_is_called_by_what_they_are_where_no_name_is_known(
    role: Role | None, reviewer: str, coach: str
) -> None:
    session = Session(role=role)
    assert (reviewer_named(session), coach_named(session)) == (reviewer, coach)
    assert reviewer_within(session) == reviewer.lower()
    named = Session(role=role, reviewer="Maria", coach="Anna")
    assert (reviewer_named(named), coach_named(named)) == ("Maria", "Anna")


def test_to_a_supervisor_one_does_not_bring_it_to_supervision() -> None:
    answer = Answer(marker="m1", stance="supervision", text="Why?")
    assert statement(answer, "mentor") == "I bring this to supervision: Why?"
    assert statement(answer, "supervisor") == "I want to stay with this: Why?"
