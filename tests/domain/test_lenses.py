"""Lenses find the right places of the demo, say what is there, and judge nothing."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from sessionlens import resources
from sessionlens.domain.lenses import (
    BY_ID,
    LENSES,
    Passage,
    Scene,
    lacking,
)
from sessionlens.domain.questions import QuestionWords, language_of
from sessionlens.domain.timeline import Timeline
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.storage.question_words import load_question_words, words_for
from sessionlens.transcripts.recognise import read_transcript

DEMO = read_transcript(resources.sample_folder() / "first-session.transcript.json").transcript
ENGLISH = load_question_words(resources.shipped("questions") / "en.toml")
GERMAN = load_question_words(resources.shipped("questions") / "de.toml")


def unpunctuated(transcript: Transcript) -> Transcript:
    """The same as a recogniser without punctuation hears it."""
    return replace(
        transcript,
        utterances=tuple(
            replace(utterance, text=re.sub(r"[^\w' ]", "", utterance.text).lower(), words=())
            for utterance in transcript.utterances
        ),
    )


def places(lens: str, transcript: Transcript, words: QuestionWords | None = ENGLISH) -> list[str]:
    """Minute, second and words of each place, without the case and the stops of the words."""
    scene = Scene(Timeline(transcript), "Coach", words)
    return [shown(passage) for passage in BY_ID[lens].find(scene)]


def shown(passage: Passage) -> str:
    minutes, seconds = divmod(int(passage.start), 60)
    return f"{minutes}:{seconds:02} {passage.words.lower().rstrip('?')}"


def talk(*lines: tuple[float, float, str | None, str]) -> Transcript:
    return Transcript(
        utterances=tuple(
            Utterance(start=start, end=end, speaker=speaker, text=text)
            for start, end, speaker, text in lines
        )
    )


@pytest.mark.parametrize("transcript", [DEMO, unpunctuated(DEMO)], ids=["marked", "unmarked"])
def test_the_coachs_questions_of_the_demo(transcript: Transcript) -> None:
    asked = places("questions", transcript)
    assert len(asked) in (24, 26)  # two begin in the middle of what a recogniser runs together
    assert "1:21 how many texts are there each week and" in [one.replace(",", "") for one in asked]
    assert any(one.endswith("how sure are you") for one in asked)

    assert not any("which one shall i answer" in one for one in asked)  # the client asks that


@pytest.mark.parametrize("transcript", [DEMO, unpunctuated(DEMO)], ids=["marked", "unmarked"])
def test_several_questions_in_one_breath(transcript: Transcript) -> None:
    assert places("several", transcript) == [
        "1:21 3 questions in one turn",
        "4:08 2 questions in one turn",
    ]


def test_questions_that_a_word_can_answer() -> None:
    closed = places("closed", DEMO)
    assert [one.split(" ", 1)[0] for one in closed] == [
        *("0:20", "1:14", "1:37", "2:12", "3:00", "3:51", "5:08"),
    ]


def test_silences_after_a_question_say_how_long() -> None:
    assert places("silence", DEMO) == [
        "2:35 5.2 s silence after: what does it give you, to be the net",
        "3:17 4.6 s silence after: what does a net never do",
        "4:53 2.2 s silence after: what are you leaving with",
    ]


def test_both_speaking() -> None:
    assert places("both", DEMO) == ["3:01 0.5 s both at once"]


def test_the_clients_words_that_the_coach_takes_up() -> None:
    echoes = places("echo", DEMO)
    for place in ("2:29 again: net", "3:38 again: sad, light", "3:47 again: sleep"):
        assert place in echoes


def test_long_turns_of_the_coach() -> None:
    transcript = talk(
        (0, 20, "Coach", "When I was leading"), (20.5, 40, "Coach", "and then"),
        (41, 100, "Client", "Well"), (101, 120, "Coach", "I see"),
    )  # fmt: skip
    assert places("long", transcript) == ["0:00 40 s without a break"]
    scene = Scene(Timeline(transcript), "Coach", long_turn=60)
    assert BY_ID["long"].find(scene) == ()


def test_questions_in_german() -> None:
    transcript = talk(
        (0, 2, "Coach", "und was möchten sie heute mitnehmen"),
        (3, 5, "Client", "was ich mitnehmen will ist ruhe"),
        (6, 8, "Coach", "haben sie schon etwas versucht"),
        (9, 11, "Coach", "was ich höre ist dass sie müde sind"),
    )
    assert places("questions", transcript, GERMAN) == [
        "0:00 was möchten sie heute mitnehmen",
        "0:06 haben sie schon etwas versucht",
    ]
    assert places("closed", transcript, GERMAN) == ["0:06 haben sie schon etwas versucht"]


def test_a_language_without_words_gets_the_lenses_that_need_none() -> None:
    transcript = talk((0, 2, "Coach", "Qu'est-ce que tu veux ?"), (6, 8, "Client", "Du calme."))
    scene = Scene(Timeline(transcript), "Coach", None)
    assert [shown(one) for one in BY_ID["silence"].find(scene)] == [
        "0:02 4.0 s silence after: qu'est-ce que tu veux "
    ]
    assert lacking(BY_ID["closed"], scene) == "there are no words for this language"
    assert BY_ID["closed"].find(scene) == ()
    assert not lacking(BY_ID["both"], scene)


@pytest.mark.parametrize("coach", ["Coach", None, "nobody"])
@pytest.mark.parametrize(
    "transcript",
    [
        Transcript(),
        talk((0, 2, None, "what do you want"), (1, 3, None, "rest")),
        talk((0, 0, "Coach", ""), (0, 1, "Coach", "?"), (0.5, 4, "B", "İ is it ẞ?")),
        talk(*[(i, i + 3.0, f"S{i % 7}", "how are you and do you sleep") for i in range(30)]),
    ],
)
def test_lenses_take_any_transcript(transcript: Transcript, coach: str | None) -> None:
    scene = Scene(Timeline(transcript), coach, ENGLISH)
    for lens in LENSES:
        for passage in lens.find(scene):
            assert 0 <= passage.start <= passage.end
            assert 0 <= passage.utterance < len(transcript.utterances)
        assert not lens.find(scene) or not lacking(lens, scene)


def test_the_language_is_told_by_what_is_said() -> None:
    assert language_of(unpunctuated(DEMO).utterances, (GERMAN, ENGLISH)) == ENGLISH
    german = talk((0, 3, None, "Ich weiß nicht, ob das so ist, aber wir haben es gemacht"))
    assert language_of(german.utterances, (GERMAN, ENGLISH)) == GERMAN
    assert language_of(talk((0, 1, None, "日本 語")).utterances, (GERMAN, ENGLISH)) is None
    assert language_of((), (GERMAN, ENGLISH)) is None


def test_ones_own_list_wins_and_a_broken_one_is_told(user_folders: Path) -> None:
    folder = user_folders / "config" / "questions"
    folder.mkdir(parents=True)
    head = 'format = "sessionlens.questions"\nversion = 1\n'
    (folder / "fr.toml").write_text(
        f'{head}language = "fr"\nopen = ["comment"]\nclosed = ["est-ce"]\n'
    )
    (folder / "broken.toml").write_text(f'{head}language = "xx"\nopen = []\n')
    words, faults = words_for(replace(DEMO, language="fr-CA"))
    assert words is not None
    assert words.open == ("comment",)
    assert len(faults) == 1
    assert "broken.toml" in faults[0]
    assert words_for(replace(DEMO, language=""))[0] == ENGLISH
    assert words_for(replace(DEMO, language="fi"))[0] is None


def test_both_speaking_is_found_by_two_channels_where_the_transcript_has_no_overlap() -> None:
    spoken = talk(
        (0.0, 5.0, "Coach", "and what then"), (4.0, 9.0, "Client", "I stopped"),
        (9.0, 15.0, "Coach", "you stopped"), (15.0, 20.0, "Client", "yes"),
    )  # fmt: skip
    scene = Scene(Timeline(spoken), "Coach", ENGLISH, together=((4.2, 4.9), (14.0, 15.5)))
    passages = BY_ID["both"].find(scene)
    assert [(passage.start, passage.end, passage.utterance) for passage in passages] == [
        (4.0, 5.0, 1),
        (14.0, 15.5, 2),
    ]


def test_two_channels_are_enough_to_say_when_both_speak() -> None:
    nobody = Timeline(Transcript(utterances=()))
    scene = Scene(nobody, together=((3.0, 4.0),))
    assert [lens.id for lens in LENSES if not lacking(lens, scene)] == ["both"]
    assert [passage.start for passage in BY_ID["both"].find(scene)] == [3.0]
    assert all(lacking(lens, Scene(nobody)) for lens in LENSES)
