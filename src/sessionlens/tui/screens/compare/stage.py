"""What outlives a redrawn compare screen, and what its parts work on."""

from dataclasses import dataclass

from sessionlens.domain.marker import Marker
from sessionlens.library.comparing import OpenedComparison
from sessionlens.tui.playback.booth import Booth
from sessionlens.tui.playback.stage import HearingStage


@dataclass(eq=False, repr=False)
class CompareStage(HearingStage):
    """Two reviews being looked at."""

    opened: OpenedComparison

    @property
    def source(self) -> OpenedComparison:
        return self.opened

    def release(self) -> None:
        """Nothing was locked."""


@dataclass(kw_only=True, eq=False, repr=False)
class CompareBooth(Booth):
    """The moments in the order of the list, and the chosen one."""

    length: float = 0.0
    listed: tuple[Marker, ...] = ()
    chosen: Marker | None = None

    @property
    def known_duration(self) -> float:
        return self.length

    @property
    def markers(self) -> tuple[Marker, ...]:
        return self.listed

    @property
    def marker(self) -> Marker | None:
        return self.chosen
