"""Recognition beside the player."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from true_words import TWO_VOICES, error_rate, said_by, texts, tiny_model, truth, words_of

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.speech.choice import ChosenModels
from sessionlens.speech.engines.interface import Model
from sessionlens.speech.journal import Journal
from sessionlens.speech.live import (
    Listener,
    LiveSettings,
    LiveTranscription,
    empty_transcript,
)
from sessionlens.speech.merge import merge
from sessionlens.speech.transcriber import Progress


class Screen:
    """What the screen would hold."""

    def __init__(self, transcript: Transcript | None = None) -> None:
        self.transcript = transcript or empty_transcript(TWO_VOICES, tiny_model())
        self.batches: list[Sequence[Utterance]] = []
        self.progress: list[Progress] = []
        self.error: SessionLensError | None = None
        self.ended = threading.Event()
        self.first = threading.Event()

    def listener(self) -> Listener:
        return Listener(self._utterances, self.progress.append, self._ended)

    def _utterances(self, utterances: Sequence[Utterance]) -> None:
        self.batches.append(utterances)
        self.transcript = merge(self.transcript, utterances)
        self.first.set()

    def _ended(self, error: SessionLensError | None) -> None:
        self.error = error
        self.ended.set()


def start(
    screen: Screen,
    output: Path,
    settings: LiveSettings = LiveSettings(),  # noqa: B008 - frozen
    recording: Path = TWO_VOICES,
    model: Model | None = None,
) -> LiveTranscription:
    models = ChosenModels(model or tiny_model())
    live = LiveTranscription(recording, output, models, screen.listener(), settings)
    live.start()
    return live


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "talk.transcript.json"


def test_it_begins_at_the_playhead_and_hears_everything_in_the_end(output: Path) -> None:
    screen = Screen()
    live = start(screen, output, LiveSettings(position=15.0, names=("Coach", "Client")))

    assert screen.ended.wait(120)
    assert screen.error is None
    assert live.complete
    first = screen.batches[0][0]
    assert 10 < first.start < 20
    assert screen.progress[-1].fraction == pytest.approx(1.0)
    for speaker in ("Coach", "Client"):
        spoken = [word.text for word in truth() if word.speaker == speaker]
        assert error_rate(spoken, said_by(screen.transcript.utterances, speaker)) <= 0.1
    assert Journal.exists(output)
    live.discard()
    assert not Journal.exists(output)


def test_leaving_keeps_what_is_done_and_the_next_time_goes_on(output: Path) -> None:
    screen = Screen()
    live = start(screen, output, LiveSettings(position=5.0))
    assert screen.first.wait(120)
    live.cancel()
    assert live.join(60)
    assert screen.error is None
    before = screen.transcript
    assert before.word_count > 0

    # The user has corrected a word, closed the program, and comes back elsewhere.
    again = Screen(before)
    resumed = start(again, output, LiveSettings(position=25.0))
    assert again.ended.wait(120)

    assert resumed.complete
    assert again.progress[0].before > 0
    assert set(before.utterances) <= set(again.transcript.utterances)
    assert error_rate(texts(truth()), texts(words_of(again.transcript))) <= 0.12


def test_corrections_made_meanwhile_are_kept(output: Path) -> None:
    screen = Screen()
    started = start(screen, output)
    assert screen.ended.wait(120)
    assert started.complete
    utterance = screen.transcript.utterances[0]
    corrected = Utterance(
        start=utterance.start, end=utterance.end, text="Corrected.", speaker="Anna"
    )
    rest = screen.transcript.utterances[1:5]

    again = Screen(Transcript(utterances=(corrected, *rest)))
    start(again, output)
    assert again.ended.wait(120)

    assert again.transcript.utterances[0] == corrected
    assert again.transcript.utterances[1:5] == rest
    assert len(again.transcript.utterances) == len(screen.transcript.utterances)


def test_errors_come_to_the_listener(output: Path, tmp_path: Path) -> None:
    broken = tmp_path / "model"
    (broken / "am").mkdir(parents=True)
    (broken / "am/final.mdl").write_bytes(b"no")
    screen = Screen()

    start(screen, output, model=Model("model", broken))

    assert screen.ended.wait(120)
    assert screen.error is not None
    assert "cannot use this model" in screen.error.what


def test_a_recording_that_is_none(output: Path, tmp_path: Path) -> None:
    text = tmp_path / "talk.wav"
    text.write_text("hello")
    screen = Screen()

    live = start(screen, output, recording=text)

    assert screen.ended.wait(120)
    assert screen.error is not None
    assert screen.error.where == text
    assert not live.complete


def test_cancelled_before_it_has_begun(output: Path) -> None:
    screen = Screen()
    live = LiveTranscription(TWO_VOICES, output, ChosenModels(tiny_model()), screen.listener())
    live.cancel()
    live.start()

    assert screen.ended.wait(120)
    assert (screen.error, live.complete, screen.batches) == (None, False, [])


def test_a_second_one_on_the_same_transcript_is_refused(output: Path) -> None:
    first, second = Screen(), Screen()
    live = start(first, output)
    assert first.first.wait(120)
    other = start(second, output)

    assert second.ended.wait(120)
    assert first.ended.wait(120)
    assert live.complete
    assert other.complete or (second.error is not None and "another run" in second.error.what)


def test_a_recording_that_crashes_the_decoder_is_not_decoded_here(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    (modules / "soundfile.py").write_text("import os\nos.abort()\n")
    monkeypatch.setenv("PYTHONPATH", str(modules))
    screen = Screen()
    live = start(screen, output)
    assert screen.ended.wait(120)
    assert screen.error is not None
    assert "crashes the decoder" in screen.error.what
    assert not live.complete
    assert not screen.batches
