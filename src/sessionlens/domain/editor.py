"""The one way in for every change of a review."""

from msgspec.structs import replace

from sessionlens.domain.changes import Material
from sessionlens.domain.history import History
from sessionlens.domain.review import Review
from sessionlens.domain.transcript import Transcript


class Editor(History[Material]):
    """Changes a review and its transcript; see `History` for undoing and saving."""

    @property
    def material(self) -> Material:
        """The review and transcript as they stand."""
        return self.state

    @property
    def review(self) -> Review:
        """The review as it stands."""
        return self.state.review

    @property
    def transcript(self) -> Transcript | None:
        """The transcript as it stands."""
        return self.state.transcript

    def _restored(self, state: Material) -> Material:
        # A number once given to a marker stays given, whatever is taken back.
        review, last = state.review, self.review.last_marker
        if review.last_marker < last:
            return state._replace(review=replace(review, last_marker=last))
        return state
