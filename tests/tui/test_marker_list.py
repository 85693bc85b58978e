"""The list of markers: every line belongs to its marker, wherever the current one stands."""

import pytest
from textual import on
from textual.app import App, ComposeResult

from sessionlens.domain.marker import Marker
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.rubrics import find_rubric
from sessionlens.tui.themes import DARK
from sessionlens.tui.widgets.marker_list import MarkerList

_COUNT = 400


class ListApp(App[None]):
    """Only the list; remembers what was clicked."""

    CSS = "#markers { height: 1fr; overflow-x: hidden; scrollbar-gutter: stable; }"

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name
        self.clicked: list[str] = []

    def compose(self) -> ComposeResult:
        yield MarkerList(find_rubric("icf-core")[0], id="markers")

    @on(MarkerList.Chosen)
    def remember(self, event: MarkerList.Chosen) -> None:
        """Note the marker that was clicked."""
        self.clicked.append(event.marker_id)


def markers() -> tuple[Marker, ...]:
    """One every ten seconds, the number of each in its comment."""
    return tuple(
        Marker(id=f"m{n}", start=Timecode(n * 10), comment=f"comment {n}\nand a second line")
        for n in range(_COUNT)
    )


def shown(app: ListApp) -> list[str]:
    """What stands in the lines of the list."""
    widget = app.query_one(MarkerList)
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


@pytest.mark.parametrize("current", [None, 0, 7, 200, _COUNT - 1])
async def test_each_line_is_the_marker_that_a_click_on_it_chooses(current: int | None) -> None:
    app = ListApp()
    async with app.run_test(size=(60, 20)) as pilot:
        widget = app.query_one(MarkerList)
        widget.show_markers(markers(), None if current is None else f"m{current}")
        for top in (0, 195, _COUNT):
            widget.scroll_to(y=top, animate=False, immediate=True)
            await pilot.pause()
            lines = shown(app)
            assert all(lines)
            for row, line in enumerate(lines):
                if "comment " not in line:
                    continue
                app.clicked.clear()
                await pilot.click(MarkerList, offset=(5, row))
                await pilot.pause()
                assert app.clicked == [f"m{line.split('comment ')[1].split()[0]}"], line
        if current is not None:
            widget.show_markers(markers(), f"m{current}")
            await pilot.pause()
            assert any("and a second line" in line and "comment" not in line for line in shown(app))
