"""What a speech engine is to the rest of the program, and what they hand to each other."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, runtime_checkable

from msgspec import Struct

from sessionlens.domain.transcript import Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Kind = Literal["speech", "speaker"]

Samples: TypeAlias = "NDArray[np.int16]"
"""Sound of one voice at the engine's rate, shape (n,)."""

UNUSABLE = "The speech engine cannot use this model"
"""What is said of a model that its engine refuses."""

DEFAULT = "vosk"
"""The engine that comes with the program."""


class Model(Struct, frozen=True):
    """An installed model; `size` is in bytes, `language` a code such as `en-us` or empty.

    `demo` marks the shipped one, which knows only the words of the sample conversation. `engine` is
    its name among the engines. `languages` are the codes of a model of many languages, of which
    `language` says the one that is spoken, once that is chosen.
    """

    name: str
    path: Path
    kind: Kind = "speech"
    language: str = ""
    size: int = 0
    demo: bool = False
    engine: str = DEFAULT
    languages: tuple[str, ...] = ()


class MemoryNeeds(Struct, frozen=True):
    """About how much memory a model takes: `factor` times its size on disk, and `besides` bytes.

    Each recogniser takes `per_recogniser` times its size, and `own` bytes.
    """

    factor: float
    besides: int
    per_recogniser: float
    own: int = 0


class Lengths(Struct, frozen=True):
    """Seconds that a piece of sound should last; the last one of a stretch may be shorter."""

    shortest: float = 15.0
    longest: float = 30.0


class VoiceSample(Struct, frozen=True, array_like=True):
    """How somebody sounded from `start` to `end` (seconds): the engine's x-vector."""

    start: float
    end: float
    vector: tuple[float, ...]


class RecognisedSound(Struct, frozen=True):
    """What an engine made of a piece of sound; times are seconds from its beginning."""

    words: tuple[Word, ...] = ()
    voices: tuple[VoiceSample, ...] = ()


class EngineUse(Struct, frozen=True):
    """What a model is loaded for: `recognisers` will hear at once, and have so many `cores`.

    `speakers` is a model of the same engine that tells voices apart. `gentle` leaves the processor
    to others. `separate`: there is memory for a model of its own for each of them.
    """

    recognisers: int = 1
    cores: int = 1
    speakers: Model | None = None
    gentle: bool = False
    separate: bool = False


class Engine(Protocol):
    """A loaded model, which any number of threads may use at once.

    `rate` is frames per second of the sound that it wants to hear. `lengths` is how long pieces of
    it should be, and `live_lengths` where words are waited for. `variant` is what decides, besides
    the model's files and with none of their names, what is heard; it is empty for nothing.
    """

    model: Model
    rate: int
    speakers: Model | None
    lengths: Lengths
    live_lengths: Lengths
    variant: str

    def hear(
        self,
        samples: Samples,
        should_stop: Callable[[], bool] = ...,
        *,
        with_voices: bool = False,
    ) -> RecognisedSound | None:
        """The words in a piece of sound, or None if stopped.

        What is heard does not depend on what was heard before. `with_voices` fills
        `RecognisedSound.voices`. Raises SessionLensError when the engine fails.
        """

    def close(self) -> None:
        """Let go of what is loaded; nobody hears with it any more."""


class Following(Protocol):
    """Hears one voice as it speaks, block by block; times are seconds from the first block."""

    def hear(self, samples: Samples) -> tuple[Word, ...]:
        """The words that became certain with these samples; they never change any more."""

    def open(self) -> tuple[Word, ...]:
        """The words since, which may still become others."""

    def end(self) -> tuple[Word, ...]:
        """Make certain what is open: nothing of that follows."""


@runtime_checkable
class FollowingEngine(Protocol):
    """An engine that gives words while somebody speaks, not only once a piece is over."""

    def follow(self) -> Following:
        """Begin to hear a voice; used by one thread. Raises SessionLensError."""


class EngineModule(Protocol):
    """A module that knows one engine's models and how to load them; importing it is cheap.

    `TITLE` is what people call the engine, `HOLDS` what a folder must hold to be its model.
    """

    TITLE: str
    HOLDS: str
    MEMORY: MemoryNeeds

    def places(self) -> Sequence[Path]:
        """Folders in which this engine's models are usual, besides our own."""

    def kind_of(self, folder: Path) -> Kind | None:
        """Whether a folder looks like a model of this engine, by the files that it opens first."""

    def looks_like_one(self, folder: Path) -> bool:
        """Whether a folder holds files of such a model, complete or not."""

    def damage(self, folder: Path) -> str:
        """Which file is missing or damaged, as far as can be seen: words; empty for none."""

    def languages(self, folder: Path) -> tuple[str, ...]:
        """Codes of the languages of a speech model; none where nothing tells them."""

    def ensure_installed(self) -> None:
        """Raise SessionLensError where the engine's library is not there."""

    def load(self, model: Model, use: EngineUse) -> Engine:
        """Load a speech model; raises SessionLensError when that is impossible."""

    def try_out(self, model: Model, sound: Callable[[int], Samples]) -> None:
        """Load a model, of either kind, and have it work on `sound` of a rate.

        Raises SessionLensError, or ends the process: it is called in one of its own.
        """
