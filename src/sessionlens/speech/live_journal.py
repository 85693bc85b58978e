"""What was recognised of a live session, so that the rest can be recognised as of any recording."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from sessionlens.domain.transcript import Utterance, Word
from sessionlens.speech.channels import layout_of
from sessionlens.speech.engines.interface import Engine
from sessionlens.speech.journal import Journal
from sessionlens.speech.record import Record
from sessionlens.speech.transcriber import key_of


class HeardLive(Struct, frozen=True):
    """How far a live recognition came: `until` seconds, by an `engine`, one name for each voice."""

    engine: Engine
    until: float
    utterances: tuple[Utterance, ...]
    voices: tuple[str | None, ...]


def keep_for_later(heard: HeardLive, recording: Path, output: Path) -> None:
    """Leave a journal beside the transcript `output`, from which a later run goes on.

    There is none where the recording's channels are not its voices: then all of it is recognised
    anew. Raises SessionLensError.
    """
    layout = layout_of(recording)
    if len(layout.voices) != len(heard.voices):
        return
    key = key_of(layout, heard.engine)
    if key is None:
        raise AssertionError("nobody asked to stop")
    end = int(heard.until * heard.engine.rate)
    with Journal(output, key) as journal:
        for voice, name in enumerate(heard.voices):
            words = _words_of(heard.utterances, name)
            journal.add(Record(voice, 0, end, 0, end, words))


def _words_of(utterances: Sequence[Utterance], name: str | None) -> tuple[Word, ...]:
    return tuple(word for one in utterances if one.speaker == name for word in one.words)
