"""Microphones that are opened together, and ones that take over while others still record."""

import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple

from sessionlens.audio.capture.feed import Feed
from sessionlens.audio.capture.host_clock import now
from sessionlens.audio.capture.microphone import Input, Microphone, Notice
from sessionlens.audio.output import OutputLostError
from sessionlens.domain.errors import SessionLensError

_OPENS_WITHIN = 6.0  # seconds
_DELIVERS_WITHIN = 2.0  # seconds that the microphones before go on for at most


class RecordedDevice(NamedTuple):
    """A device that is recorded, and where its sound lies in the recording."""

    microphone: Microphone
    feed: Feed


class Takeover:
    """Sources that are to go on from where others are, once each of them delivers."""

    def __init__(self, sources: Sequence[RecordedDevice], before: Sequence[RecordedDevice]) -> None:
        self.sources = tuple(sources)
        self.done = threading.Event()
        self._fresh = [source for source in sources if source not in before]
        self._until = now() + _DELIVERS_WITHIN

    def ready(self, position: int, moment: float) -> bool:
        """Take what has come, and say whether nothing is missing from frame `position` on.

        What does not come in time is not waited for.
        """
        poll(self._fresh)
        for _, feed in self._fresh:
            feed.pass_over(position - feed.position)
        whole = all(feed.silent_until == position for _, feed in self._fresh)
        return whole or moment > self._until

    def close(self) -> None:
        """Let go of what has not taken over."""
        for microphone, _ in self._fresh:
            microphone.close()


def taking_over(
    inputs: Sequence[Input],
    before: Sequence[RecordedDevice],
    feed: Callable[[int, Input], Feed],
    tell: Callable[[Notice], None],
) -> Takeover:
    """Open what of these inputs is not recorded already; takes up to some seconds.

    `feed` makes the place of an input's sound in the recording. Raises SessionLensError, with
    nothing left open, if one cannot be opened.
    """
    numbered = dict(enumerate(before))
    stays = {
        number: numbered[number]
        for number, recorded in enumerate(inputs)
        if number in numbered and numbered[number].microphone.input == recorded
    }
    new = [number for number in range(len(inputs)) if number not in stays]
    microphones = opened([inputs[number] for number in new], tell)
    fresh = {
        number: RecordedDevice(microphone, feed(number, inputs[number]))
        for number, microphone in zip(new, microphones, strict=True)
    }
    return Takeover([(stays | fresh)[number] for number in range(len(inputs))], before)


def poll(sources: Sequence[RecordedDevice]) -> None:
    """Lay what the devices have delivered on the recording's time."""
    for microphone, feed in sources:
        rate = microphone.format.rate
        for block in microphone.poll():
            feed.push(block, rate or microphone.format.rate)


def opened(inputs: Sequence[Input], tell: Callable[[Notice], None]) -> list[Microphone]:
    """All of these microphones, or none; takes up to some seconds.

    Raises SessionLensError, with nothing left open, if one cannot be opened.
    """
    microphones = [Microphone(recorded, tell) for recorded in inputs]
    try:
        for microphone in microphones:
            _open(microphone)
    except BaseException:
        for microphone in microphones:
            microphone.close()
        raise
    return microphones


def _open(microphone: Microphone) -> None:
    try:
        microphone.open(_OPENS_WITHIN)
    except OutputLostError as error:
        what = str(error)
        raise SessionLensError(
            f"{what[:1].upper()}{what[1:]}", "Plug one in, or choose another"
        ) from error
    except TimeoutError as error:
        raise SessionLensError(
            "The sound system does not answer", "Try again, or choose another microphone"
        ) from error
