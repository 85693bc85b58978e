"""Random bytes and damaged files of every format: read, or refused in one line."""

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.transcripts.recognise import read_transcript

DATA = Path(__file__).parent.parent / "data" / "transcripts"
SAMPLES = sorted(path for path in DATA.iterdir() if path.name != "README.md")
NASTY = [
    *(b"\0", b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"\\ud83d", b"\x1b[31m", b"\r", b"\n"),
    *(b"NaN", b"-1e999", b"9" * 30, b"null", b"true", b"[", b"{", b'"', b"-5"),
    *(b"<v >", b"-->", b"::", b"<", b"&#0;", b"&#x110000;", b"</TIER>", b"\t"),
]
quiet = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _check(path: Path) -> None:
    """A transcript whose times and texts the screen can rely on, or one line of refusal."""
    try:
        transcript = read_transcript(path).transcript
    except SessionLensError as error:
        assert "\n" not in str(error)
        assert error.where == path
        return
    assert transcript.utterances
    starts = [utterance.start for utterance in transcript.utterances]
    assert starts == sorted(starts)
    for utterance in transcript.utterances:
        assert 0 <= utterance.start <= utterance.end < math.inf
        assert utterance.text
        assert utterance.text == clean(utterance.text)
        if utterance.words:
            assert " ".join(word.text for word in utterance.words) == utterance.text
            assert utterance.start <= utterance.words[0].start
            assert utterance.words[-1].end <= utterance.end
        times = [word.start for word in utterance.words]
        assert times == sorted(times)
        assert all(word.start <= word.end for word in utterance.words)


@quiet
@given(content=st.binary(min_size=1, max_size=300))
def test_random_bytes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "noise"
    path.write_bytes(content)
    _check(path)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
@quiet
@given(data=st.data())
def test_damaged_files(tmp_path: Path, sample: Path, data: st.DataObject) -> None:
    content = bytearray(sample.read_bytes())
    places = st.integers(0, len(content))
    changes: dict[str, Callable[[int], None]] = {
        "insert": lambda at: content.__setitem__(slice(at, at), data.draw(st.sampled_from(NASTY))),
        "replace": lambda at: content.__setitem__(
            slice(at, at + 3), data.draw(st.sampled_from(NASTY))
        ),
        "delete": lambda at: content.__delitem__(slice(at, at + data.draw(st.integers(1, 40)))),
        "break off": lambda at: content.__delitem__(slice(at, None)),
        "repeat": lambda at: content.__setitem__(slice(at, at), content[at : at + 80]),
    }
    for _ in range(data.draw(st.integers(1, 6))):
        changes[data.draw(st.sampled_from(sorted(changes)))](data.draw(places))
    path = tmp_path / "damaged"
    path.write_bytes(bytes(content))
    _check(path)
