"""Files of spoken comments: named, found, copied along, and swept when nothing leads to them."""

from pathlib import Path

import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from reviewing import recording

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.spoken_comment import (
    begun_name,
    is_plain,
    name_begun,
    note_name,
    part_of,
    recording_stem,
    spoken_of,
)
from sessionlens.domain.text_sound import verdict_text
from sessionlens.library.folder import recordings_in
from sessionlens.library.folder_sessions import sessions_in
from sessionlens.library.session_files import files_of
from sessionlens.library.spoken import (
    SpokenFiles,
    carry_spoken,
    find_spoken,
    missing_spoken,
    words_spoken,
)
from sessionlens.storage.replies import load_reply

REPLY = """\
format = "sessionlens.reply"
version = 1
id = "a"
feedback = "b"
review = "c"
[recording]
file = "talk.wav"
[[answers]]
marker = "m1"
spoken = "{}"
"""


@given(st.from_regex(r"[a-z][a-z ._-]{0,20}[a-z]", fullmatch=True), st.integers(0, 999_999_999))
def test_a_name_tells_whose_comment_it_is(stem: str, number: int) -> None:
    name = note_name(stem, f"m{number}")
    assert spoken_of(name) == (stem, f"m{number}")
    assert name_begun(begun_name(name)) == name
    assert spoken_of(begun_name(name)) == (stem, f"m{number}")
    assert is_plain(name)


@given(
    st.from_regex(r"[a-z][a-z0-9 ._-]{0,20}[a-z0-9]", fullmatch=True),
    st.sampled_from(["verdict.strengths.", "response.", "summary.", "reflection.", "own-note."]),
    st.text(min_size=1, max_size=40),
    st.integers(1, 999),
)
def test_the_name_for_any_text_is_harmless_and_tells_whose_it_is(
    stem: str, kind: str, place: str, number: int
) -> None:
    text = kind + place
    name = note_name(stem, text, number)
    assert is_plain(name)
    assert name.isascii()
    assert spoken_of(name)[1] == part_of(text)
    assert spoken_of(begun_name(name)) == spoken_of(name)
    assert spoken_of(note_name("talk-2", text, number)) == ("talk-2", part_of(text))


def test_what_is_spoken_to_another_competency_never_has_the_same_name() -> None:
    codes = ["a", "a.b", "a b", "a-b", "A", "ä", "a_b", "a/../b", "2", "x" * 500]
    parts = {part_of(verdict_text(code, "strengths")) for code in codes}
    assert len(parts) == len(codes)


def test_the_comments_of_both_people_belong_to_the_recording() -> None:
    for name in ("talk.m1.note.ogg", "talk.self.m1.note.ogg", "talk.reply.m1.2.note.ogg"):
        assert recording_stem(spoken_of(name)[0]) == "talk"


def test_a_second_comment_on_a_marker_has_a_name_of_its_own(tmp_path: Path) -> None:
    files = SpokenFiles(tmp_path / "talk.review.toml")
    (tmp_path / files.new_name("m7")).write_bytes(b"first")
    assert files.new_name("m7") == "talk.m7.2.note.ogg"
    assert SpokenFiles(tmp_path / "talk.self.review.toml").new_name("m7") == "talk.self.m7.note.ogg"


@pytest.mark.parametrize("name", ["../talk.m1.note.ogg", "/etc/passwd", "..", "a/b.note.ogg"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "talk.reply.toml"
    path.write_text(REPLY.format(name))
    with pytest.raises(SessionLensError, match="does not lie beside"):
        load_reply(path)
    assert find_spoken(name, [tmp_path]) is None


def test_a_comment_that_is_longer_than_what_is_recognised_at_once_is_heard_whole(
    tmp_path: Path,
) -> None:
    sample = resources.sample_folder()
    frames, rate = soundfile.read(sample / "first-session.ogg", dtype="int16", always_2d=True)
    path = tmp_path / "talk.m1.note.wav"
    soundfile.write(path, frames[: 75 * rate].mean(axis=1).astype("int16"), rate)
    words = words_spoken(path, str(sample / "tiny-model"))
    assert words.startswith("good morning jonas it is good to see you again good morning anna")
    assert "thank you for telling me it is not an easy thing to say no it" in words
    assert len(words.split()) > 190


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.ogg").write_bytes(b"secret")
    (tmp_path / "talk.m1.note.ogg").symlink_to(tmp_path / "secret.ogg")
    assert find_spoken("talk.m1.note.ogg", [tmp_path]) is None
    assert missing_spoken(["talk.m1.note.ogg"], [tmp_path]) == [
        "The spoken comment 'talk.m1.note.ogg' is not there: put it beside this file"
    ]


def test_what_is_sent_takes_its_sound_along_and_replaces_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("talk.m1.note.ogg", "talk.m2.note.ogg"):
        (tmp_path / name).write_bytes(name.encode())
    (out / "talk.m2.note.ogg").write_bytes(b"of somebody else")
    names = ["talk.m1.note.ogg", "talk.m2.note.ogg", "talk.m3.note.ogg"]
    notices = carry_spoken(names, [tmp_path], out / "talk.feedback.toml")
    assert (out / "talk.m1.note.ogg").read_bytes() == b"talk.m1.note.ogg"
    assert (out / "talk.m2.note.ogg").read_bytes() == b"of somebody else"
    assert notices == (
        "Another file is called 'talk.m2.note.ogg' there, and was left as it is",
        "The spoken comment 'talk.m3.note.ogg' is not there, and does not go along",
        "Send what was spoken along, too: talk.m1.note.ogg",
    )


def test_what_was_spoken_by_either_is_of_the_session_and_no_recording_of_its_own(
    tmp_path: Path,
) -> None:
    recording(tmp_path)
    spoken = [
        *("talk.m1.note.ogg", "talk.m1.2.note.ogg", "talk.self.m2.note.ogg"),
        *("talk.summary-strengths.note.ogg", "talk.verdict-development-a.2.note.ogg"),
        *("talk.reply.m1.note.ogg", "talk.m3.note.unfinished", "talk.m3.note.unfinished.lock"),
    ]
    for name in (*spoken, "other.m1.note.ogg", "talk-2.m1.note.ogg"):
        (tmp_path / name).write_bytes(b"")
    (session,) = sessions_in(tmp_path)
    uses = {file.path.name: file.use for file in files_of(session).files}
    assert uses == {
        "talk.wav": "recording",
        **dict.fromkeys(spoken[:6], "spoken comment"),
        **dict.fromkeys(spoken[6:], "unfinished"),
    }
    assert [entry.name for entry in recordings_in(tmp_path)] == ["talk.wav"]
