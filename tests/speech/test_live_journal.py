"""Where a live recognition was not waited for, a later one goes on from there."""

from pathlib import Path
from threading import Event

import soundfile
from msgspec.structs import replace
from true_words import RATE, TWO_VOICES, tiny_model, two_voices

from sessionlens.domain.transcript import Utterance
from sessionlens.speech.choice import ChosenModels
from sessionlens.speech.engines.vosk import VoskEngine
from sessionlens.speech.journal import Journal
from sessionlens.speech.live import Listener, LiveTranscription, empty_transcript
from sessionlens.speech.live_journal import HeardLive, keep_after_crash, keep_for_later
from sessionlens.speech.merge import merge
from sessionlens.speech.models import demo_folder
from sessionlens.transcripts import native


def test_the_rest_is_recognised_and_what_was_heard_live_stays(
    tmp_path: Path, engine: VoskEngine
) -> None:
    recording, output = tmp_path / "talk.flac", tmp_path / "talk.transcript.json"
    soundfile.write(recording, two_voices(), RATE)
    true = native.decode(TWO_VOICES.with_suffix(".json").read_bytes()).utterances
    heard = tuple(one for one in true if one.end < 12.0)
    until = max(one.end for one in heard) + 0.2
    names = tuple(dict.fromkeys(one.speaker for one in true))
    keep_for_later(HeardLive(engine, until, heard, names), recording, output)
    assert Journal.exists(output)
    goes_on(recording, output, heard, until)


def test_after_a_crash_it_goes_on_with_the_model_that_began_and_each_voice_in_its_channel(
    tmp_path: Path,
) -> None:
    recording, output = tmp_path / "talk.flac", tmp_path / "talk.transcript.json"
    soundfile.write(recording, two_voices()[:, ::-1], RATE)  # the first to speak is on the right
    true = native.decode(TWO_VOICES.with_suffix(".json").read_bytes()).utterances
    heard = tuple(one for one in true if one.end < 12.0)
    begun = empty_transcript(recording, replace(tiny_model(), name=str(demo_folder())))
    output.write_bytes(native.encode(replace(begun, utterances=heard)))
    keep_after_crash(recording, output)
    assert Journal.exists(output)
    goes_on(recording, output, heard, max(one.end for one in heard))


def goes_on(recording: Path, output: Path, heard: tuple[Utterance, ...], until: float) -> None:
    """Recognise the recording, and see that only what is missing is added."""
    ended, new = Event(), list[Utterance]()
    models = ChosenModels(tiny_model())
    listener = Listener(new.extend, ended=lambda _error: ended.set())
    run = LiveTranscription(recording, output, models, listener)
    run.start()
    assert ended.wait(100)
    assert run.complete
    begun = empty_transcript(recording, models.speech)
    whole = merge(merge(begun, heard), new)
    assert whole.utterances[: len(heard)] == heard
    assert all(one.start >= until - 1 for one in whole.utterances[len(heard) :])
    assert whole.end > until + 5
