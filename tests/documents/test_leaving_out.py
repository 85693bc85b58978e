"""Pseudonyms, and stretches of which neither words nor sound go out."""

import base64
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from outgoing_samples import FEEDBACK, TRANSCRIPT, content, options, tone, utterance
from test_clips import HEARD, decoded, loudness
from test_report_page import Page

from sessionlens.audio.clips import Clip
from sessionlens.documents.aliases import Alias, NamePlace, Pseudonyms, parse_alias
from sessionlens.documents.content import content_of
from sessionlens.documents.formats import FORMATS, format_named
from sessionlens.documents.silence import LEFT_OUT, muted, parse_stretch
from sessionlens.domain.answer import Answer, answer_fingerprint
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.reply import threads
from sessionlens.domain.review import Response
from sessionlens.domain.talk_time import Stretch
from sessionlens.domain.transcript import Transcript


def pseudonyms(*texts: str) -> Pseudonyms:
    return Pseudonyms([parse_alias(text) for text in texts], FEEDBACK, TRANSCRIPT)


def test_the_clients_name_is_nowhere_whatever_is_exported(tmp_path: Path) -> None:
    names = pseudonyms("Client=M.")
    shown = content_of(
        names.feedback(FEEDBACK), names.transcript(TRANSCRIPT), tone(tmp_path / "talk.wav")
    )
    for format in FORMATS:
        data = format.render(shown, options(tmp_path)).data
        if not format.name.endswith("docx"):
            text = re.sub(rb"base64,[^\"]*", b"", data).decode("utf-8-sig")
            assert not re.search("Peter|Weber", text), format.name
            assert "M." in text or format.name == "chapters"
    assert names.feedback(FEEDBACK).session.client == "M."
    assert names.feedback(FEEDBACK).markers[1].quote == "I am tired says M."
    assert names.feedback(FEEDBACK).markers[1].comment == "M. says how he is."


def test_only_whole_names_are_replaced() -> None:
    names = pseudonyms("Peter Weber=M.")
    spoken = names.transcript(TRANSCRIPT)
    assert spoken.utterances[3].text == "my wife Petra says so too"
    assert spoken.utterances[1].text == "I am tired says M."
    assert spoken.utterances[1].words[-1].text == "M."
    assert (spoken.utterances[1].words[-1].start, spoken.utterances[1].words[-1].end) == (5.6, 6.4)
    assert spoken.utterances[1].speaker == "M.", "the client is one person, whatever the label"


def test_each_place_is_decided_once() -> None:
    asked: list[NamePlace] = []

    def decide(place: NamePlace) -> bool:
        asked.append(place)
        return not place.before.endswith("says ")

    names = Pseudonyms([Alias("Peter Weber", "M.")], FEEDBACK, TRANSCRIPT, decide)
    feedback, spoken = names.feedback(FEEDBACK), names.transcript(TRANSCRIPT)
    assert feedback.markers[1].quote == "I am tired says Peter Weber"
    assert spoken.utterances[1].text == "I am tired says Peter Weber"
    assert feedback.markers[1].comment == "M. says how he is."
    assert len(asked) == 2, "quote and transcript have the same words there"


def test_each_of_a_group_has_their_own_pseudonym_whatever_that_is() -> None:
    seen = replace(FEEDBACK.markers[0], seen_by=("Jan", "Maria", "Jan Maria", "Maria Weiß"))
    session = replace(FEEDBACK.session, reviewer="Jan, Jan Maria, Maria, Maria Weiß and Uwe Weiß")
    group = replace(FEEDBACK, together=("a", "b"), markers=(seen,), session=session)
    aliases = [Alias("Jan", "Maria"), Alias("Maria", "Jan"), Alias("Jan Maria", r"J\1")]
    aliases.append(Alias("Uwe Weiß", "U."))  # who saw nothing
    sent = Pseudonyms(aliases, group, None).feedback(group)
    assert sent.markers[0].seen_by == ("Maria", "Jan", r"J\1", "Maria Weiß")
    assert sent.session.reviewer == r"Maria, J\1, Jan, Maria Weiß and U."


def test_a_role_is_no_name_inside_texts() -> None:
    summary = replace(FEEDBACK.summary, strengths="The client trusts Peter.")
    names = Pseudonyms([Alias("Client", "M.")], FEEDBACK, TRANSCRIPT)
    assert names.feedback(replace(FEEDBACK, summary=summary)).summary.strengths == (
        "The client trusts M.."
    )


@pytest.mark.parametrize("text", ["Client", "=M.", "Client=", ""])
def test_an_alias_names_person_and_pseudonym(text: str) -> None:
    with pytest.raises(SessionLensError, match="names no person and pseudonym"):
        parse_alias(text)


@given(st.lists(st.sampled_from(["Peter", "Weber", "Peter's", "(Peter)", "and", "Weber,"])))
def test_words_keep_their_times_when_names_become_one(words: list[str]) -> None:
    spoken = utterance(1.0, "Client", " ".join(["so", *words, "then"]))
    names = Pseudonyms([Alias("Peter Weber", "M.")], FEEDBACK, TRANSCRIPT)
    (changed,) = names.transcript(Transcript(utterances=(spoken,))).utterances
    assert " ".join(word.text for word in changed.words) == changed.text
    assert changed.words[0].start == spoken.start
    assert changed.words[-1].end == spoken.end
    assert all(
        a.end <= b.start + 1e-9 for a, b in zip(changed.words, changed.words[1:], strict=False)
    )
    assert not re.search("Peter|Weber", changed.text)


def test_the_words_of_a_stretch_are_left_out_of_quotes_and_transcript() -> None:
    feedback, spoken, warnings = muted(FEEDBACK, TRANSCRIPT, [Stretch(5.5, 7.0)])
    assert spoken is not None
    assert spoken.utterances[1].text == f"I am tired {LEFT_OUT}"
    assert feedback.markers[1].quote == f"I am tired {LEFT_OUT}"
    assert feedback.markers[0].quote == FEEDBACK.markers[0].quote
    assert warnings == ["The comment at 00:04 repeats what is left out: peter"]


def test_without_times_for_words_the_whole_utterance_goes() -> None:
    plain = replace(
        TRANSCRIPT, utterances=tuple(replace(one, words=()) for one in TRANSCRIPT.utterances)
    )
    feedback, spoken, _ = muted(FEEDBACK, plain, [Stretch(6.0, 6.2)])
    assert spoken is not None
    assert spoken.utterances[1].text == LEFT_OUT
    assert feedback.markers[1].quote == LEFT_OUT
    assert spoken.utterances[2].text == "tired"


def test_a_quote_that_is_not_in_the_transcript_goes_whole() -> None:
    markers = (replace(FEEDBACK.markers[1], quote="something else"),)
    changed = replace(FEEDBACK, markers=markers)
    assert muted(changed, TRANSCRIPT, [Stretch(6.0, 6.2)])[0].markers[0].quote == LEFT_OUT
    assert muted(changed, None, [Stretch(6.0, 6.2)])[0].markers[0].quote == LEFT_OUT
    assert muted(changed, None, [Stretch(9.0, 9.2)])[0].markers[0].quote == "something else"


def test_the_sound_of_a_stretch_is_silence_in_every_clip_of_the_report(tmp_path: Path) -> None:
    """Measured in the exported file: 5.5 to 7.0 s of a tone, in the clips of m2 and m3."""
    result = format_named("html").render(
        content(tone(tmp_path / "talk.wav")),
        options(tmp_path, muted=(Stretch(5.5, 7.0),), pre_roll=1.0),
    )
    clips = [
        Clip(base64.b64decode(str(attributes["src"]).partition("base64,")[2]), "", 0.0, 0.0)
        for attributes in Page(result.data).all("audio")
    ]
    sounds = [decoded(clip) for clip in clips]
    # In the order of the page: m2 from 3 s, m3 from 4 s, m1 from 0 s, m5 from 24 s.
    starts = [3.0, 4.0, 0.0, 24.0]
    for start, sound in zip(starts, sounds, strict=True):
        length = len(sound) / HEARD
        assert loudness(sound, 0.1, 0.5) > 0.1
        begin, end = 5.5 - start + 0.06, 7.0 - start - 0.06
        if begin > 0 and end < length:
            assert loudness(sound, begin, end) < 0.0002
            assert np.abs(sound[round(begin * HEARD) : round(end * HEARD)]).max() < 0.001


@pytest.mark.parametrize("text", ["12:30", "12:30-12:20", "x-y", "-", "1-"])
def test_a_stretch_has_a_beginning_and_an_end(text: str) -> None:
    with pytest.raises(SessionLensError):
        parse_stretch(text)


def test_a_stretch_is_written_as_times() -> None:
    assert parse_stretch("0:05.5 - 00:07") == Stretch(5.5, 7.0)


def test_a_response_stays_with_its_answer_when_names_are_replaced() -> None:
    answer = Answer(marker="m1", text="Tobias said so")
    response = Response(marker="m1", text="To Tobias", seen=answer_fingerprint(answer))
    feedback = replace(FEEDBACK, answers=(answer,), responses=(response,))
    aliased = pseudonyms("Tobias=T.").feedback(feedback)
    for answers in (aliased.answers, (answer,)):  # as it is read here, and as the coach has it
        answered = threads(answers, aliased.markers, aliased.rubric, aliased.responses)["m1"]
        assert (answered.response, answered.earlier) == ("To T.", False)
    other = replace(response, seen="0" * 16)
    aliased = pseudonyms("Tobias=T.").feedback(replace(feedback, responses=(other,)))
    assert aliased.responses[0].seen == other.seen
