"""One device's sound, laid on the time of the recording."""

from typing import Any

import numpy as np

from sessionlens.audio.capture.clock_fit import ClockFit
from sessionlens.audio.capture.follower import Follower
from sessionlens.audio.capture.microphone import DeviceBlock, Input
from sessionlens.audio.frames import Frames, rounded, silence

_LOST = 0.25  # seconds by which a block is too late for the device only to have jittered
_LOST_SURELY = 0.06  # the same, where the device says that it had to drop something
_OFF_BY = 10.0  # seconds in which a difference between two clocks is made up for
_BENT = 0.001  # part by which the pitch may be bent for it: less than can be heard
_JUMP = 0.25  # seconds of difference that are not bent away but left out


class _Unchanged:
    """Frames that are the recording's as they are."""

    def __init__(self, channels: int) -> None:
        self._held = silence(0, channels)
        self._skipping = 0

    def push(self, frames: Frames) -> None:
        unwanted = min(self._skipping, len(frames))
        self._skipping -= unwanted
        self._held = np.concatenate([self._held, frames[unwanted:]])

    def ready(self, _step: float) -> int:
        return len(self._held)

    def take(self, count: int, _step: float) -> Frames:
        taken, self._held = self._held[:count], self._held[count:]
        return taken

    def skip(self, frames: float) -> None:
        unwanted = min(round(frames), len(self._held))
        self._held = self._held[unwanted:]
        self._skipping += round(frames) - unwanted


class _Run:
    """Frames of a device without a break: where they begin, and the clock that they follow."""

    def __init__(self, begins: int, first: int, rate: float, ratio: float, line: Any) -> None:
        self.begins = begins
        self.next = begins  # number of the frame to be given next
        self.first = first  # the device's own number of the first
        self.ratio = ratio  # device's frames for each of the recording's
        self.line = line
        self.fit = ClockFit(rate)

    def skip_to(self, frame: int) -> None:
        if frame > self.next:
            self.line.skip((frame - self.next) * self.ratio)
            self.next = frame


class Feed:
    """Takes the blocks of a device and gives frames of the recording, silence where it had none.

    Frames are numbered as in the recording. `clock` says how they lie on the machine's time: the
    device that `leads` tells it, any other is kept on it, by resampling that nobody can hear.
    """

    def __init__(self, recorded: Input, rate: int, clock: ClockFit, *, leads: bool) -> None:
        self.voices = recorded.voices
        self.position = 0  # number of the frame to be given next
        self._channels = recorded.channels
        self._rate = rate
        self._clock = clock
        self._leads = leads
        self._opening = 0
        self._early: list[DeviceBlock] = []  # before there is a clock
        self._runs: list[_Run] = []

    def push(self, block: DeviceBlock, rate: int) -> None:
        """Take a block at the device's `rate`.

        One that is too late for those before it begins anew where it belongs.
        """
        if not self._leads and not self._clock.begun:
            self._early.append(block)
            return
        early, self._early = self._early, []
        for earlier in early:
            self.push(earlier, rate)
        run = self._runs[-1] if self._runs else None
        if run is not None and block.opening == self._opening:
            late = block.heard - run.fit.time_of(block.first - run.first)
            if late > (_LOST_SURELY if block.overflowed else _LOST):
                run = None
        else:
            run = None
        if run is None:
            run = self._begun(block, rate)
        number = block.first - run.first
        run.fit.add(block.heard, number)
        if self._leads:
            self._clock.add(block.heard, run.begins + number / run.ratio)
        run.line.push(self._picked(block.frames))

    @property
    def available(self) -> int:
        """Number of the frame after the last that can be given now."""
        if not self._runs:
            return self.position
        run = self._runs[-1]
        return run.next + int(run.line.ready(run.ratio * (1 + _BENT)))

    @property
    def silent_until(self) -> int | None:
        """Number of the next frame that is not silence for want of anything; None without any."""
        starts = [run.next for run in self._runs if run.line.ready(run.ratio)]
        return max(min(starts), self.position) if starts else None

    def pass_over(self, count: int) -> None:
        """Give nothing of the next frames, for there is nothing."""
        self.position += count

    def take(self, count: int) -> tuple[Frames, list[tuple[int, int]]]:
        """The next frames, and from where to where they were missing."""
        out = silence(count, self.voices)
        first, end = self.position, self.position + count
        missing: list[tuple[int, int]] = []
        reached = first
        for run in self._runs:
            run.skip_to(first)
            step = run.ratio if self._leads else self._step(run)
            if run.next >= end:
                break
            given = min(end - run.next, run.line.ready(step))
            if given:
                missing.append((reached, run.next))
                at = run.next - first
                out[at : at + given] = run.line.take(given, step)
                run.next += given
                reached = run.next
        missing.append((reached, end))
        self.position = end
        self._runs = [run for run in self._runs[:-1] if run.line.ready(run.ratio)] + self._runs[-1:]
        return out, [(low, high) for low, high in missing if low < high]

    def _begun(self, block: DeviceBlock, rate: int) -> _Run:
        """A new run: its first frame lies where the clock says."""
        self._opening = block.opening
        at = self._clock.frame_at(block.heard) if self._clock.begun else 0.0
        last = self._runs[-1] if self._runs else None
        # Nothing is laid over what came before.
        end = last.next + last.line.ready(last.ratio) if last else round(at)
        straight = self._leads and rate == self._rate
        line = _Unchanged(self.voices) if straight else _Resampled(rate, self._rate, self.voices)
        run = _Run(max(round(at), end), block.first, rate, rate / self._rate, line)
        self._runs.append(run)
        return run

    def _step(self, run: _Run) -> float:
        """Device's frames for each of the recording's, so that both clocks stay together."""
        target = run.fit.frame_at(self._clock.time_of(run.next))
        off: float = target - run.line.place
        if abs(off) > _JUMP * run.fit.rate:
            if off > 0:
                run.line.skip(off)
            else:
                run.next += round(-off / run.ratio)
            off = 0.0
        ratio = run.fit.rate / self._clock.rate
        bent = ratio * (1 + off / (_OFF_BY * run.fit.rate))
        return min(max(bent, run.ratio * (1 - _BENT)), run.ratio * (1 + _BENT))

    def _picked(self, frames: Frames) -> Frames:
        have = frames.shape[1]
        if self._channels:
            return frames[:, [min(channel, have - 1) for channel in self._channels]]
        if have == 1:
            return frames
        return rounded(frames.mean(axis=1, keepdims=True, dtype=np.float32))


class _Resampled:
    """Frames at another rate, or by another clock."""

    def __init__(self, source_rate: int, rate: int, channels: int) -> None:
        self._follower = Follower(source_rate, rate, channels)

    @property
    def place(self) -> float:
        return self._follower.place

    def push(self, frames: Frames) -> None:
        self._follower.push(frames.astype(np.float32))

    def ready(self, step: float) -> int:
        return self._follower.ready(step)

    def take(self, count: int, step: float) -> Frames:
        return rounded(self._follower.take(count, step))

    def skip(self, frames: float) -> None:
        self._follower.skip(frames)
