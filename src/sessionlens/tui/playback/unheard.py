"""What the commands of the player say where there is no recording to be played."""

from sessionlens.domain.keymap import Keymap, first_key
from sessionlens.tui.playback.booth import Booth
from sessionlens.tui.playback.handling import Handler

_NEED_SOUND = ("play.toggle", "moment.past", "moments.all", "marker.loop", "loop.toggle")
_GROUPS = ("speed.", "volume.")


def unheard(commands: dict[str, Handler], booth: Booth) -> dict[str, Handler]:
    """The commands as they are, or without a recording those that need one saying so."""
    if not booth.no_recording:
        return commands

    def say() -> None:
        booth.say(_said(booth.keymap, offers="reply.recording" in commands))

    silent = (one for one in commands if one in _NEED_SOUND or one.startswith(_GROUPS))
    return commands | dict.fromkeys(silent, say)


def _said(keymap: Keymap, *, offers: bool) -> str:
    key = first_key(keymap, "reply.recording") if offers else ""
    return f"There is no recording: {key} says where it is" if key else "There is no recording"
