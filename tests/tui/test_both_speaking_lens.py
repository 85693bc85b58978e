"""The lens for two who speak at once, on a recording with a channel for each."""

import math
import struct
import wave
from pathlib import Path

from dialog_host import until
from reviewing import app_on, reviewing, with_transcript

_RATE = 8000
_COACH = (0.0, 12.0)
_CLIENT = (8.0, 20.0)


def two_channels(path: Path) -> Path:
    """The coach's tone on the left, the client's on the right; for four seconds both."""

    def level(n: int, spoken: tuple[float, float], pitch: float) -> int:
        inside = spoken[0] <= n / _RATE < spoken[1]
        return int(6000 * math.sin(2 * math.pi * pitch * n / _RATE)) if inside else 0

    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(
            b"".join(
                struct.pack("<hh", level(n, _COACH, 200), level(n, _CLIENT, 310))
                for n in range(20 * _RATE)
            )
        )
    return path


async def test_two_channels_show_where_both_speak_though_no_lines_overlap(tmp_path: Path) -> None:
    path = with_transcript(two_channels(tmp_path / "talk.wav"))
    async with reviewing(app_on(path)) as mentor:
        document = mentor.document
        await until(mentor.pilot, lambda: bool(document.peaks and document.peaks.complete))
        await mentor.press("Z")
        await mentor.sees("Both speaking: 1 place")
        await mentor.press("escape", "z")
        while not mentor.screen.looking.title.startswith("Both"):
            await mentor.press("z")
        await mentor.press(">")
        await mentor.sees("Both speaking 1 of 1, 00:08: 4.0 s both at once")
