"""Undoing works for any document, not only for reviews."""

from msgspec import Struct

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.history import History


class Add(Struct, frozen=True):
    number: int

    label = "number added"

    def apply(self, state: tuple[int, ...]) -> tuple[int, ...]:
        if self.number < 0:
            raise SessionLensError("No negative numbers")
        return (*state, self.number)


def test_changes_are_saved_undone_and_made_again() -> None:
    written: list[tuple[int, ...]] = []
    history: History[tuple[int, ...]] = History((), lambda _, new: written.append(new))
    history.apply(Add(1))
    history.apply(Add(2))
    assert history.undoable == history.undo() == "number added"
    assert history.state == (1,)
    assert history.redo() == "number added"
    assert written == [(1,), (1, 2), (1,), (1, 2)]


def test_an_amendment_stays_when_steps_are_taken_back() -> None:
    history: History[tuple[int, ...]] = History((), lambda _saved, _new: None)
    history.apply(Add(1))
    history.amend(lambda state: (*state, 9))
    history.undo()
    assert history.state == (9,)


def test_a_new_change_ends_what_can_be_made_again() -> None:
    written: list[tuple[int, ...]] = []
    history: History[tuple[int, ...]] = History((), lambda _, new: written.append(new))
    history.apply(Add(1))
    history.undo()
    history.apply(Add(2))
    assert history.redo() is None  # it would put (1,) in the place of what was made since
    assert history.state == written[-1] == (2,)
