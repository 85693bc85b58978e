"""The values a player is given and tells; light to import."""

from dataclasses import dataclass
from typing import Literal

SLOWEST, FASTEST = 0.5, 3.0
LOUDEST = 1.5
SHORTEST_LOOP = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class PlayerOptions:
    """How a player begins.

    `latency` is the sound buffer in seconds; what is heard follows commands at once whatever it
    is. `device` is a name from `Player.devices()`, None for the system's choice. `position` and
    `step_back` (on resume after a pause; 0 = the same frame goes on) are seconds.
    """

    latency: float = 0.3
    device: str | None = None
    speed: float = 1.0
    position: float = 0.0
    volume: float = 1.0
    muted: bool = False
    step_back: float = 0.0


@dataclass(frozen=True, slots=True)
class Loop:
    """The stretch between A and B that is played again and again, in seconds."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class SoundState:
    """Whether the recording can be heard: through which device, or why not.

    `device` is the device's name while `kind` is "device"; `reason` is a plain phrase otherwise,
    such as "no sound device". The transport works all the same in silence.
    """

    kind: Literal["opening", "device", "silent"]
    device: str = ""
    reason: str = ""


OPENING = SoundState("opening", reason="opening the sound device")
