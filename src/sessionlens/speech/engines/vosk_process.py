"""Vosk in processes of their own, each with one recogniser and a model of its own.

Two recognisers in one process wait for each other wherever the graph of a model is composed while
it is searched: the C library gives memory to one of them at a time. A process is run as
`python -m sessionlens.speech.engines.vosk_process` with the folders of the model, and of the one
that tells voices apart, if any.
"""

import queue
import sys
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Word
from sessionlens.speech.engines.interface import (
    UNUSABLE,
    Model,
    RecognisedSound,
    Samples,
    VoiceSample,
)
from sessionlens.speech.engines.process import (
    EngineAnswer,
    EngineProcess,
    EngineRequest,
    answer_requests,
    engine_failed,
    one_line,
)
from sessionlens.speech.engines.vosk import VoskEngine, sample_rate

_MODULE = "sessionlens.speech.engines.vosk_process"


class VoskRequest(EngineRequest, frozen=True, array_like=True):
    """Sound to recognise; see `VoskEngine.hear`."""

    with_voices: bool = False


class VoskAnswer(EngineAnswer, frozen=True, array_like=True):
    """What was recognised; `hint` says what to do about an error, where the engine knows it."""

    words: tuple[Word, ...] = ()
    voices: tuple[VoiceSample, ...] = ()
    hint: str = ""


class VoskProcesses:
    """As many processes as there are `recognisers`: an `Engine` that hears what `VoskEngine` does.

    Raises SessionLensError when a model cannot be loaded.
    """

    lengths = VoskEngine.lengths
    live_lengths = VoskEngine.live_lengths
    variant = VoskEngine.variant

    def __init__(self, model: Model, speakers: Model | None, recognisers: int) -> None:
        self.model = model
        self.rate = sample_rate(model.path)
        self.speakers = speakers
        folders = [str(one.path) for one in (model, speakers) if one is not None]
        self._processes: list[EngineProcess[VoskAnswer]] = []
        self._end = weakref.finalize(self, _end_all, self._processes)
        self._idle: queue.SimpleQueue[EngineProcess[VoskAnswer]] = queue.SimpleQueue()
        for _ in range(recognisers):  # all begin to load before the first is waited for
            self._processes.append(EngineProcess(_MODULE, folders, VoskAnswer))
        for process in self._processes:
            if error := process.loaded():
                self.close()
                raise SessionLensError(
                    UNUSABLE if error == UNUSABLE else f"{UNUSABLE} ({one_line(error)})",
                    "Add or fetch it again: sessionlens models",
                    where=model.path,
                )
            self._idle.put(process)

    def hear(
        self,
        samples: Samples,
        should_stop: Callable[[], bool] = lambda: False,
        *,
        with_voices: bool = False,
    ) -> RecognisedSound | None:
        """See `VoskEngine.hear`; once stopped, the process still ends what it is doing."""
        sound = samples.tobytes()
        process = self._idle.get()
        try:
            answer = process.ask(
                lambda number: VoskRequest(number, sound, with_voices), should_stop
            )
        finally:
            self._idle.put(process)
        if answer is None:
            return None
        if answer.hint:
            raise SessionLensError(answer.error, answer.hint)
        if answer.error:
            raise engine_failed(answer.error)
        return RecognisedSound(answer.words, answer.voices)

    def close(self) -> None:
        """End the processes."""
        self._end()


def _end_all(processes: list[EngineProcess[VoskAnswer]]) -> None:
    for process in processes:
        process.end()


def main(folders: Sequence[str]) -> None:
    """Load the models in these folders and answer until stdin ends."""

    def load() -> Callable[[VoskRequest], VoskAnswer]:
        import numpy as np

        models = [Model(Path(folder).name, Path(folder)) for folder in folders]
        engine = VoskEngine(*models)

        def work(request: VoskRequest) -> VoskAnswer:
            samples = np.frombuffer(request.sound, np.int16)
            try:
                heard = engine.hear(samples, with_voices=request.with_voices)
            except SessionLensError as error:
                return VoskAnswer(request.number, error.what, hint=error.hint)
            assert heard is not None
            return VoskAnswer(request.number, words=heard.words, voices=heard.voices)

        return work

    answer_requests(VoskRequest, VoskAnswer, load)


if __name__ == "__main__":
    main(sys.argv[1:])
