"""Where the words looked for are typed."""

from textual import events
from textual.widgets import Input

from sessionlens.tui.widgets.search_bar import SearchBar


class SearchInput(Input):
    """An input whose arrows step through the places found."""

    async def _on_key(self, event: events.Key) -> None:
        steps = {"down": 1, "up": -1, "f3": 1, "f4": -1}
        if event.key in steps:
            event.stop()
            event.prevent_default()
            self.post_message(SearchBar.Stepped(steps[event.key]))
        elif event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(SearchBar.Closed(keep=False))
        else:
            await super()._on_key(event)
