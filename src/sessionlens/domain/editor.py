"""The one way in for every change of a review."""

from collections.abc import Callable

from msgspec.structs import replace

from sessionlens.domain.changes import Change, Material
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Review
from sessionlens.domain.transcript import Transcript

Save = Callable[[Material, Material], None]


class Editor:
    """Applies changes, keeps what can be undone, and has each result saved before it is shown.

    `save(saved, new)` writes what differs between what is on disk and the new material; it raises
    SessionLensError when it cannot. Then the change is kept in memory, `unsaved` says why, and
    every later change or `retry` tries again: words are never thrown away.
    """

    def __init__(self, material: Material, save: Save) -> None:
        self._material = material
        self._saved = material
        self._save = save
        self._past: list[tuple[str, Material]] = []
        self._future: list[tuple[str, Material]] = []
        self.unsaved: SessionLensError | None = None

    @property
    def material(self) -> Material:
        """The review and transcript as they stand."""
        return self._material

    @property
    def review(self) -> Review:
        """The review as it stands."""
        return self._material.review

    @property
    def transcript(self) -> Transcript | None:
        """The transcript as it stands."""
        return self._material.transcript

    @property
    def undoable(self) -> str | None:
        """What `undo` would take back, or None."""
        return self._past[-1][0] if self._past else None

    @property
    def redoable(self) -> str | None:
        """What `redo` would bring back, or None."""
        return self._future[-1][0] if self._future else None

    def apply(self, change: Change) -> None:
        """Make a change and save; one that changes nothing leaves no trace.

        Raises SessionLensError if the change itself is impossible (nothing has happened then).
        """
        changed = change.apply(self._material)
        if changed == self._material:
            return
        self._past.append((change.label, self._material))
        self._future.clear()
        self._become(changed)

    def undo(self) -> str | None:
        """Take back the last change; returns its label, or None if there is none."""
        return self._step(self._past, self._future)

    def redo(self) -> str | None:
        """Make the last undone change again; returns its label, or None if there is none."""
        return self._step(self._future, self._past)

    def amend(self, change: Callable[[Material], Material], *, save: bool = True) -> None:
        """Change something that is no step to undo, in every state that undo can reach.

        Without `save` it is written with the next change: looking at a recording makes no file.
        """
        self._past = [(label, change(old)) for label, old in self._past]
        self._future = [(label, change(old)) for label, old in self._future]
        if save:
            self._become(change(self._material))
        else:
            self._material = change(self._material)
            self._saved = change(self._saved)

    def retry(self) -> bool:
        """Save what is not saved yet; returns whether everything is on disk."""
        if self._saved is not self._material:
            self._become(self._material)
        return self.unsaved is None

    def _step(
        self, source: list[tuple[str, Material]], target: list[tuple[str, Material]]
    ) -> str | None:
        if not source:
            return None
        label, material = source.pop()
        target.append((label, self._material))
        # A number once given to a marker stays given, whatever is taken back.
        review, last = material.review, self._material.review.last_marker
        if review.last_marker < last:
            material = material._replace(review=replace(review, last_marker=last))
        self._become(material)
        return label

    def _become(self, material: Material) -> None:
        self._material = material
        try:
            self._save(self._saved, material)
        except SessionLensError as error:
            self.unsaved = error
        else:
            self._saved = material
            self.unsaved = None
