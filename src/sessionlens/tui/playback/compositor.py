"""Draws what changes on a screen while it plays, and nothing else."""

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class LineCompositor(Compositor):
    """Textual's compositor, asking only widgets that a change touches, and those for its lines.

    Textual itself asks each widget whose container the change is in for all its lines: for a clock
    in the first line that is the whole screen. It does so in `_get_renders`, which has no public
    name; were it renamed, as much would be drawn as before.
    """

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Region, visible part and lines of each widget that shows in `crop`, the foremost first.

        Lines are whole: Textual cuts them only where widgets begin and end.
        """
        crop = self.size.region if crop is None else crop
        lines = Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            visible = clip.intersection(lines)
            part = region.intersection(visible)
            if not (part and part.overlaps(crop)):
                continue
            yield region, visible, widget.render_lines(part.translate(-region.offset))
            if part.contains_region(crop):
                return
