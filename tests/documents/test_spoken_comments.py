"""The mentor's spoken comments in the report."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from outgoing_samples import MARKERS, content, tone
from test_clips import HEARD, decoded, loudness
from test_report_page import Page, rendered

from sessionlens.audio.clips import Clip
from sessionlens.documents.content import Content
from sessionlens.documents.silence import muted
from sessionlens.domain.answer import Answer, Reflection
from sessionlens.domain.feedback import without_quotes
from sessionlens.domain.review import Response, Summary, Verdict
from sessionlens.domain.spoken_comment import files_in, note_name
from sessionlens.domain.talk_time import Stretch
from sessionlens.domain.text_sound import TextSound

NOTE = "talk.m1.note.wav"


def noted(folder: Path, name: str = NOTE, *, sound: bool = True) -> Content:
    """The sample with a spoken comment on its first moment."""
    recording = tone(folder / "talk.wav") if sound else None
    markers = (replace(MARKERS[0], note=name), *MARKERS[1:])
    return content(recording, markers=markers)


def spoken(page: Page) -> list[dict[str, str | None]]:
    return [one for one in page.all("audio") if "spoken comment" in (one["aria-label"] or "")]


def test_a_spoken_comment_is_in_the_page_and_says_what_it_is(tmp_path: Path) -> None:
    tone(tmp_path / NOTE, seconds=3.0)
    shown = rendered(noted(tmp_path), tmp_path)
    page = Page(shown.data)
    (player,) = spoken(page)
    assert player["aria-label"] == "00:01 Asks: spoken comment, 3 seconds"
    assert "controls" in player
    assert player["src"] is not None
    assert player["src"].startswith("data:audio/ogg")
    assert "Spoken by Maria, 3 seconds" in page.text
    assert shown.notices == ()
    samples = decoded(Clip(_bytes(player["src"]), "audio/ogg", 0.0, 3.0))
    assert 2.9 < len(samples) / HEARD < 3.2
    assert loudness(samples, 1.0, 2.0) > 0.1


def test_without_the_recording_the_spoken_comment_beside_the_report_is_heard(
    tmp_path: Path,
) -> None:
    tone(tmp_path / NOTE, seconds=1.0)
    assert len(spoken(Page(rendered(noted(tmp_path, sound=False), tmp_path).data))) == 1


def test_without_audio_there_is_no_spoken_comment_either(tmp_path: Path) -> None:
    tone(tmp_path / NOTE, seconds=1.0)
    page = Page(rendered(noted(tmp_path), tmp_path, audio=False).data)
    assert page.all("audio") == []


def test_a_comment_on_muted_words_stays_behind(tmp_path: Path) -> None:
    tone(tmp_path / NOTE, seconds=1.0)
    page = Page(rendered(noted(tmp_path), tmp_path, muted=(Stretch(1.5, 2.0),)).data)
    assert spoken(page) == []
    assert "The spoken comment was left out" in page.text
    elsewhere = Page(rendered(noted(tmp_path), tmp_path, muted=(Stretch(20.0, 21.0),)).data)
    assert len(spoken(elsewhere)) == 1


def test_a_spoken_comment_that_is_gone_is_said(tmp_path: Path) -> None:
    shown = rendered(noted(tmp_path), tmp_path)
    page = Page(shown.data)
    assert "The spoken comment was not there when this was written." in page.text
    assert shown.notices == (f"The spoken comment '{NOTE}' is not beside the recording",)
    assert len(page.all("audio")) == 4, "the moments are heard all the same"


@pytest.mark.parametrize("what", ["no sound", "link"])
def test_what_is_no_sound_or_leads_elsewhere_is_not_taken(tmp_path: Path, what: str) -> None:
    if what == "link":
        (tmp_path / NOTE).symlink_to(tone(tmp_path / "secret.wav", seconds=1.0))
    else:
        (tmp_path / NOTE).write_bytes(b"nothing to hear")
    shown = rendered(noted(tmp_path), tmp_path)
    assert spoken(Page(shown.data)) == []
    assert len(shown.notices) == 1
    assert NOTE in shown.notices[0]


def test_spoken_comments_count_for_the_size_of_the_file(tmp_path: Path) -> None:
    tone(tmp_path / NOTE, seconds=60.0)
    without = len(rendered(noted(tmp_path), tmp_path, audio=False).data)
    size = without + 60_000
    shown = rendered(noted(tmp_path), tmp_path, max_size=size)
    assert len(shown.data) <= size
    page = Page(shown.data)
    assert spoken(page) == []
    assert "did not fit" in page.text


def test_a_spoken_answer_is_heard_beside_its_words(tmp_path: Path) -> None:
    answer = Answer(marker="m1", stance="try", spoken="talk.reply.m1.note.wav")
    tone(tmp_path / answer.spoken, seconds=2.0)
    page = Page(rendered(content(None, answers=(answer,)), tmp_path).data)
    (player,) = page.all("audio")
    assert player["aria-label"] == "00:01 Asks: spoken answer, 2 seconds"
    muted_page = Page(
        rendered(content(None, answers=(answer,)), tmp_path, muted=(Stretch(1.5, 2.0),)).data
    )
    assert muted_page.all("audio") == []


def test_what_was_spoken_about_a_muted_stretch_is_not_named_in_what_goes_out(
    tmp_path: Path,
) -> None:
    answer = Answer(marker="m1", text="Yes", spoken="talk.reply.m1.note.ogg")
    sent = replace(noted(tmp_path).feedback, answers=(answer,))
    quiet, _, _ = muted(sent, None, [Stretch(1.5, 2.0)])
    assert files_in(sent) == [NOTE, answer.spoken]
    assert files_in(quiet) == []
    assert files_in(muted(sent, None, [Stretch(40.0, 41.0)])[0]) == [NOTE, answer.spoken]


def test_feedback_that_is_kept_without_quotes_leads_to_no_voice(tmp_path: Path) -> None:
    answer = Answer(marker="m1", text="Yes", spoken="talk.reply.m1.note.ogg")
    sent = replace(noted(tmp_path).feedback, answers=(answer,))
    assert files_in(without_quotes(sent)) == []


SOUNDS = (
    ("summary.development", "Opportunities to grow: spoken"),
    ("verdict.strengths.asks", "Asks, Strengths: spoken"),
    ("response.m1", "00:01 Asks: spoken response"),
    ("reflection.practise", "Will practise: spoken"),
    ("summary.to_reflection", "Maria to this: spoken"),
)


@pytest.mark.parametrize(("text", "label"), SOUNDS)
@pytest.mark.parametrize("words", ["Some words.", ""])
def test_what_was_spoken_to_any_text_is_heard_below_its_words(
    tmp_path: Path, text: str, label: str, words: str
) -> None:
    file = note_name("talk", text).replace(".ogg", ".wav")
    tone(tmp_path / file, seconds=2.0)
    summary = Summary(development=words, to_reflection=words)
    made = content(
        None,
        sounds=(TextSound(text=text, file=file),),
        summary=summary,
        verdicts=(Verdict(competency="asks", strengths=words),),
        reflection=Reflection(practise=words),
        responses=(Response(marker="m1", text=words),) if words else (),
    )
    page = Page(rendered(made, tmp_path).data)
    (player,) = page.all("audio")
    assert player["aria-label"] == f"{label}, 2 seconds"
    page = Page(rendered(made, tmp_path, audio=False).data)
    assert page.all("audio") == []


def test_a_verdict_that_cannot_be_heard_says_so(tmp_path: Path) -> None:
    made = content(None, sounds=(TextSound(text="verdict.strengths.asks", file="gone.wav"),))
    shown = rendered(made, tmp_path)
    assert "The spoken comment was not there when this was written." in Page(shown.data).text
    assert shown.notices[-1] == "The spoken comment 'gone.wav' is not beside the recording"


def test_a_response_on_muted_words_stays_behind_and_the_rest_is_said_to_be_listened_to(
    tmp_path: Path,
) -> None:
    sounds = tuple(TextSound(text=text, file=note_name("talk", text)) for text, _ in SOUNDS)
    sent = replace(noted(tmp_path).feedback, sounds=sounds)
    quiet, _, warnings = muted(sent, None, [Stretch(1.5, 2.0)])
    assert [one.text for one in quiet.sounds] == [text for text, _ in SOUNDS if "m1" not in text]
    assert any("listen" in one for one in warnings)


def _bytes(source: str) -> bytes:
    import base64

    return base64.b64decode(source.partition("base64,")[2])
