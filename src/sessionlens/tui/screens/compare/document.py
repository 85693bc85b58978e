"""A comparison that is open: two reviews or more, and the moment that is chosen."""

from collections.abc import Callable
from dataclasses import dataclass

from sessionlens.domain.marker import Marker
from sessionlens.domain.timeline import Timeline
from sessionlens.library.comparing import Compared, OpenedComparison, late_transcript
from sessionlens.library.group import GroupCompared
from sessionlens.tui.playback.document import OpenDocument


@dataclass(kw_only=True, eq=False, repr=False)
class OpenComparison(OpenDocument):
    """Reviews laid side by side; `listed` are the moments in the order of the list."""

    opened: OpenedComparison
    compared: Compared | GroupCompared
    listed: tuple[Marker, ...] = ()
    chosen: Marker | None = None

    @property
    def notices(self) -> tuple[str, ...]:
        return self.opened.notices

    @property
    def noted_duration(self) -> float:
        return self.compared.heard[0].file.recording.duration or 0.0

    @property
    def markers(self) -> tuple[Marker, ...]:
        return self.listed

    @property
    def marker(self) -> Marker | None:
        return self.chosen

    def read_late_transcript(self) -> Callable[[], tuple[str, ...]]:
        read = late_transcript(self.opened)

        def take() -> tuple[str, ...]:
            self.timeline = Timeline(read.transcript)
            self.transcript_later = False
            return read.notices

        return take


def open_for_comparing(opened: OpenedComparison) -> OpenComparison:
    """The comparison, from its beginning: its place is not remembered."""
    compared = opened.compared
    return OpenComparison(
        opened=opened,
        compared=compared,
        rubric=compared.rubric,
        keymap=opened.keymap,
        settings=opened.settings,
        recording=opened.recording,
        timeline=Timeline(opened.transcript),
        transcript_later=opened.transcript_later,
    )
