"""What a comparison lists, and what its entries are made of."""

from msgspec import Struct
from textual.content import Content

from sessionlens.domain.marker import Marker
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.text import counted
from sessionlens.domain.timecode import clock
from sessionlens.tui.widgets.marker_layout import code_of


class ReadingEntry(Struct, frozen=True):
    """A line or a few of the list; one with a `moment` can be played."""

    prompt: Content
    moment: Marker | None = None


class ComparedList(Struct, frozen=True):
    """A comparison as it is read: what it is, how much there is, whose it is, and all of it."""

    title: str
    count: str
    parties: Content
    entries: tuple[ReadingEntry, ...]


def section(title: str, entries: list[ReadingEntry]) -> list[ReadingEntry]:
    """Entries below their title; it is said where there are none."""
    nothing = [ReadingEntry(Content.styled("none", "$faint"))]
    return [ReadingEntry(Content.styled(f"\n{title}", "bold $accent")), *(entries or nothing)]


def left_out(private: int) -> list[ReadingEntry]:
    """What is said of so many private markers."""
    if not private:
        return []
    what = counted(private, "private marker was", "private markers were")
    return [ReadingEntry(Content.styled(f"{what} left out.", "$faint"))]


def code(marker: Marker, rubric: Rubric) -> str:
    """What a marker is about, with its key."""
    return " ".join(code_of(marker, rubric))


def rating(marker: Marker) -> Content:
    """How a marker is rated."""
    if marker.rating is None:
        return Content.styled("not rated", "$faint")
    return Content.styled(f"{marker.glyph} {marker.rating}", f"${marker.rating}")


def words_of(marker: Marker) -> str:
    """What was written about it, or else was said there."""
    return marker.comment or (f"“{marker.quote}”" if marker.quote else "(no words)")


def moment_lines(at: float, what: str, facts: list[Content], words: list[Content]) -> Content:
    """When a moment is (seconds), what it is about and facts about it; below that what was said."""
    head = [Content.styled(clock(at), "$faint"), Content.styled(what, "bold"), *facts]
    return Content("\n").join([Content("  ").join(head), *words])
