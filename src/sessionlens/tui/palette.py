"""Every command of a screen, and every competency, in the command palette."""

from collections.abc import Iterator
from functools import partial
from typing import Protocol, cast

from textual import on
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList

from sessionlens.domain.command import MARKING, Context, in_context
from sessionlens.domain.keymap import Keymap, keys_of, mark_keys
from sessionlens.domain.keys import display
from sessionlens.domain.review import Role
from sessionlens.domain.roles import title_for
from sessionlens.domain.rubric import Rubric
from sessionlens.tui.leaving import is_left


class Commanded(Protocol):
    """What the palette asks of a screen."""

    context: Context
    keymap: Keymap
    rubric: Rubric

    def run_command(self, command_id: str) -> None:
        """Do what the command says; `mark.` and a competency's or phase's id marks with it."""


class CommandsProvider(Provider):
    """Commands with their keys; does nothing on a screen that has none."""

    async def discover(self) -> Hits:
        for command_id, title, keys in self._entries():
            yield DiscoveryHit(_shown(Content(title), keys), self._run(command_id), title)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command_id, title, keys in self._entries():
            score, offsets = matcher.fuzzy_search.match(query, title)
            if score > 0:
                # The matcher's own highlighting would read the title as markup.
                shown = Content(title)
                for offset in offsets:
                    shown = shown.stylize(matcher.match_style, offset, offset + 1)
                yield Hit(score, _shown(shown, keys), self._run(command_id), title)

    def _run(self, command_id: str) -> "partial[None]":
        return partial(cast(Commanded, self.screen).run_command, command_id)

    def _entries(self) -> Iterator[tuple[str, str, str]]:
        """(command id, title, keys)"""
        screen = cast(Commanded, self.screen)
        if not hasattr(screen, "run_command"):
            return
        role: Role | None = getattr(screen, "role", None)  # a list of recordings is of many
        for command in in_context(screen.context):
            yield command.id, title_for(command, role), keys_of(screen.keymap, command)
        if screen.context in MARKING:
            yield from _marks(screen.keymap, screen.rubric)


def _marks(keymap: Keymap, rubric: Rubric) -> Iterator[tuple[str, str, str]]:
    keys: dict[str, list[str]] = {}
    for code, key in mark_keys(keymap, rubric):
        keys.setdefault(code, []).append(display(key))
    for competency in rubric.competencies:
        shown = ", ".join(keys.get(competency.id, ()))
        yield f"mark.{competency.id}", f"Mark: {competency.title}", shown
    for phase in rubric.phases:
        shown = ", ".join(keys.get(phase.id, ()))
        yield f"mark.{phase.id}", f"Start or stop: {phase.title}", shown


def _shown(title: Content, keys: str) -> Content:
    return Content.assemble(title, ("   " + keys, "not bold $faint")) if keys else title


class Palette(CommandPalette):
    """Textual's palette, which runs what is chosen once, and takes keys before it is laid out."""

    DEFAULT_CSS = """
    Palette { background: $background 70%; }
    Palette { align: center top; }
    Palette > Vertical {
        width: 84; max-width: 100%; margin-top: 2; background: $surface; border: round $rule;
    }
    Palette #--input { border: none; height: auto; background: $surface; }
    Palette #--input SearchIcon { color: $accent; }
    Palette CommandList { background: $surface; color: $foreground; border: none; }
    Palette CommandList > .option-list--option-highlighted {
        background: $reader; color: $foreground; text-style: bold;
    }
    Palette #--results { background: $surface; }
    """

    def dismiss(self, result: None = None) -> AwaitComplete:
        return AwaitComplete() if is_left(self) else super().dismiss(result)

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _chosen(self, event: Message) -> None:
        if is_left(self):
            event.stop()
            event.prevent_default()  # it would run the command again

    def _action_command_list(self, action: str) -> None:
        if action.startswith("page_") and not self.query_one(CommandList).scrollable_content_region:
            action = "last" if action == "page_down" else "first"
        super()._action_command_list(action)
