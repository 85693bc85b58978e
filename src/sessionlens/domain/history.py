"""Changes that can be undone, each of them saved, whatever it is that changes."""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.saving import Run, Saving, at_once

S = TypeVar("S")


class UndoableChange(Protocol[S]):
    """One change of an S that can be undone; `label` names it in the past tense for the reader."""

    @property
    def label(self) -> str:
        """What was done, for 'undone: …'."""

    def apply(self, state: S, /) -> S:
        """What there is after the change; raises SessionLensError if it cannot be made."""


class History(Generic[S]):
    """Applies changes, keeps what can be undone, and has each result saved.

    `save(saved, new)` writes what differs between what is on disk and the new state; it raises
    SessionLensError when it cannot. Then the change is kept in memory, `unsaved` says why, and
    every later change or `retry` tries again: words are never thrown away. `run` does the saving,
    at once or elsewhere: `saving` tells what is on disk by now. `steps` counts what a person has
    changed, undone and redone, not what was amended.
    """

    def __init__(self, state: S, save: Callable[[S, S], None], run: Run = at_once) -> None:
        self._state = state
        self.saving = Saving(state, save, run)
        self.steps = 0
        self._past: list[tuple[str, S]] = []
        self._future: list[tuple[str, S]] = []
        self._joined = ""

    @property
    def unsaved(self) -> SessionLensError | None:
        """Why the last change is not on disk, if it could not be written."""
        return self.saving.error

    @property
    def state(self) -> S:
        """What is being changed, as it stands."""
        return self._state

    @property
    def reachable(self) -> tuple[S, ...]:
        """Every state that there is or that undo and redo would bring back."""
        return (self._state, *(state for _, state in (*self._past, *self._future)))

    @property
    def undoable(self) -> str | None:
        """What `undo` would take back, or None."""
        return self._past[-1][0] if self._past else None

    def apply(self, change: UndoableChange[S], *, joins: str = "") -> None:
        """Make a change and save; one that changes nothing leaves no trace.

        Changes one after another that join under the same name are one step to undo: words
        typed in one field at one visit. Raises SessionLensError if the change itself is
        impossible (nothing has happened then).
        """
        changed = change.apply(self._state)
        if changed == self._state:
            return
        if not joins or joins != self._joined:
            self._past.append((change.label, self._state))
        self._joined = joins
        self._future.clear()
        self.steps += 1
        self._become(changed)

    def undo(self) -> str | None:
        """Take back the last change; returns its label, or None if there is none."""
        return self._step(self._past, self._future)

    def redo(self) -> str | None:
        """Make the last undone change again; returns its label, or None if there is none."""
        return self._step(self._future, self._past)

    def amend(self, change: Callable[[S], S], *, save: bool = True) -> None:
        """Change something that is no step to undo, in every state that undo can reach.

        Without `save` it is written with the next change: looking at a recording makes no file.
        """
        self._past = [(label, change(old)) for label, old in self._past]
        self._future = [(label, change(old)) for label, old in self._future]
        if save:
            self._become(change(self._state))
        else:
            self.saving.amend(change)
            self._state = self.saving.latest

    def retry(self) -> bool:
        """Save what is not saved yet; returns whether everything is on disk."""
        return self.saving.retry()

    def _restored(self, state: S) -> S:
        """A state to go back to, with what no undo may take back."""
        return state

    def _step(self, source: list[tuple[str, S]], target: list[tuple[str, S]]) -> str | None:
        self._joined = ""
        if not source:
            return None
        label, state = source.pop()
        target.append((label, self._state))
        self.steps += 1
        self._become(self._restored(state))
        return label

    def _become(self, state: S) -> None:
        self._state = state
        self.saving.put(state)
