"""Tries a model for `probe`, in a process of its own: `python -m sessionlens.speech.trial PATH`.

Ends with 0 if the model could be loaded and heard something through; else the engine's own words
are on stderr, or it has killed this process.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sessionlens.domain.errors import SessionLensError
from sessionlens.speech.engines.table import module_of
from sessionlens.speech.models import describe


def trial_sound(rate: int) -> NDArray[np.int16]:
    """Three seconds in which anything may be heard: tones that glide, noise and silence."""
    time = np.arange(3 * rate) / rate
    voiced = sum(np.sin(2 * np.pi * 140 * n * time) / n for n in range(1, 20))
    syllables = np.clip(np.sin(2 * np.pi * 2.5 * time), 0, 1)
    noise = np.random.default_rng(0).normal(size=len(time))
    sound = 3000 * syllables * voiced + 800 * np.clip(-np.sin(2 * np.pi * 2.5 * time), 0, 1) * noise
    sound[-rate // 2 :] = 0
    return np.clip(np.rint(sound), -32768, 32767).astype(np.int16)


def main(path: Path) -> int:
    """Load and use the model; returns the exit code."""
    model = describe(path)
    try:
        module_of(model).try_out(model, trial_sound)
    except SessionLensError as error:
        print(error.what, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
