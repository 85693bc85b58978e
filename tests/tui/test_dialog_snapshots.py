"""Pictures of every dialog; `pytest --snapshot-update` after a change meant."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dialog_host import Host, keymap, rubric, until
from judging import MARKERS, editor, unheard
from msgspec.structs import replace
from picturing import SIZES, Looks, by_size
from replaying import feedback, mentors_review
from reviewing import recording, screen_lines, transcript
from textual.screen import Screen

from sessionlens.documents.content import content_of
from sessionlens.documents.formats import Options
from sessionlens.domain.answer import Answer, Reflection
from sessionlens.domain.evidence import findings
from sessionlens.domain.preparation import Preparation
from sessionlens.domain.reply import Reply
from sessionlens.domain.review import IndicatorVerdict, Session, Summary, Verdict
from sessionlens.domain.spoken_names import NameList, NamePair, names_in, with_names
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript import Utterance, Word
from sessionlens.library.coach_side import CoachSide
from sessionlens.library.outgoing import Outgoing
from sessionlens.storage.reviews import load_review
from sessionlens.storage.settings import Settings
from sessionlens.tui.screens.ask import AskScreen
from sessionlens.tui.screens.choose import ChooseScreen
from sessionlens.tui.screens.coach_says import CoachSaysScreen
from sessionlens.tui.screens.conclusions import ConclusionsScreen
from sessionlens.tui.screens.findings import FindingsScreen
from sessionlens.tui.screens.going_out import GoingOutScreen
from sessionlens.tui.screens.help import HelpScreen
from sessionlens.tui.screens.indicators import IndicatorsScreen
from sessionlens.tui.screens.preparation import PreparationScreen
from sessionlens.tui.screens.reflection import ReflectionScreen
from sessionlens.tui.screens.sealed import FIRST_LOOK, SealedScreen
from sessionlens.tui.screens.settings import SettingsScreen
from sessionlens.tui.screens.speakers import SpeakersScreen
from sessionlens.tui.screens.speech_models import SpeechModelsScreen
from sessionlens.tui.screens.spoken_names import SpokenNamesScreen
from sessionlens.tui.screens.talk import TalkScreen
from sessionlens.tui.screens.verdicts import VerdictScreen
from sessionlens.tui.screens.welcome import WelcomeScreen

WORDS = (
    "You asked what it would mean to them, and then you waited for as long as it took."
    " That silence is where the session turned."
)
DEVICES = [("", "(the usual one)"), ("usb", "USB Headset"), ("hdmi", "HDMI 0 · LG Ultra HD")]
REFLECTION = Reflection(
    take_away="Silence works, even when it is hard to bear.",
    practise="One question at a time",
    until=dt.date(2026, 12, 24),
)
ANSWERS = (
    Answer(marker="m1", stance="agree", text="Yes, I heard it, too."),
    Answer(marker="m9", start=Timecode(31), stance="differently", text="I meant to slow down."),
)


def asked(_folder: Path) -> Screen[Any]:
    return AskScreen("Go to", "a time such as 12:34", "12:99", lambda _: "minutes have 60 seconds")


def chosen_from(_folder: Path) -> Screen[Any]:
    return ChooseScreen("Output device", DEVICES, "usb")


def coach_says(folder: Path) -> Screen[Any]:
    recording(folder)
    review = load_review(mentors_review(folder))
    side = CoachSide(
        reply=Reply(
            id="b" * 32,
            review=review.id,
            feedback="f" * 32,
            recording=review.recording,
            answers=ANSWERS,
            reflection=REFLECTION,
        ),
        questions=tuple(one for one in review.markers if one.rating == "question"),
        review=folder / "talk.review.toml",
        self_review=folder / "talk.to-send.self.review.toml",
    )
    return CoachSaysScreen(side, review, rubric())


def conclusions(folder: Path) -> Screen[Any]:
    exported = feedback(recording(folder))
    verdicts = (
        Verdict(competency="evokes-awareness", value="observed", strengths=WORDS),
        Verdict(competency="agreements", value="partly", development="Ask what it is for."),
    )
    summary = Summary(strengths=WORDS, next_practice="One question at a time.")
    exported = replace(exported, verdicts=verdicts, summary=summary)
    return ConclusionsScreen(exported, REFLECTION, ANSWERS[1:])


def no_models_yet(_folder: Path) -> Screen[Any]:
    return SpeechModelsScreen()


def what_is_missing(folder: Path) -> Screen[Any]:
    recording(folder)
    return FindingsScreen(findings(load_review(mentors_review(folder)), rubric(), transcript()))


def nothing_missing(_folder: Path) -> Screen[Any]:
    return FindingsScreen([])


def going_out(folder: Path, *formats: str) -> Screen[Any]:
    sent = feedback(recording(folder))
    outgoing = Outgoing(content=content_of(sent), stem=folder / "talk", sources=(), private=2)
    return GoingOutScreen(
        outgoing,
        formats or ("toml", "html"),
        options=Options(target=folder / "talk"),
        missing="3 points to look at before it goes out (F7).",
        remember=lambda _: None,
        written=lambda _: None,
    )


def keys(_folder: Path) -> Screen[Any]:
    return HelpScreen(keymap(), rubric())


def reflection(_folder: Path) -> Screen[Any]:
    return ReflectionScreen(REFLECTION, lambda _: None)


def sealed(_folder: Path) -> Screen[Any]:
    why = "Your own review of this recording is not finished"
    return SealedScreen("Third session · Anna: sealed", why, lambda _way: "")


def preparation(_folder: Path) -> Screen[Any]:
    prepared = Preparation(
        bring="The long silence at 02:52.\nWhat made me fill it?",
        least="I wanted to impress him.",
        share="something",
    )
    meant = "I meant to practise until 2026-11-30: Three breaths before a question  (2026-11-02)"
    return PreparationScreen(prepared, lambda _: None, meant)


def first_look(_folder: Path) -> Screen[Any]:
    why = "You have not looked at this feedback yet"
    return SealedScreen("Third session · Anna", why, lambda _way: "", ways=FIRST_LOOK)


def settings(_folder: Path) -> Screen[Any]:
    return SettingsScreen(
        Settings(reviewer="Maria"),
        ["azerty", "default", "mpv", "otranscribe", "pedal", "vim"],
        [
            ("conversation-skills", "Conversation skills"),
            ("emcc-v2", "EMCC competencies"),
            ("icf-core", "ICF core competencies"),
            ("mi-counts", "Motivational-interviewing style counts"),
            ("seven-eyed", "Seven-eyed supervision"),
        ],
    )


def speakers(_folder: Path) -> Screen[Any]:
    return SpeakersScreen({"Speaker 1": 132, "Speaker 2": 97, "Anna Berger-Lindqvist (host)": 3})


def names_heard(_folder: Path) -> Screen[Any]:
    heard = "so i asked anka whether jonah's sister might come and anka said look us up first"
    words = tuple(
        Word(start=650.0 + n, end=651.0 + n, text=word, conf=0.5)
        for n, word in enumerate(heard.split())
    )
    utterance = Utterance(start=650, end=669, text=heard, words=words)
    names = NameList(names_in("Anke\nLukas\nJonas"))
    named = with_names(utterance, names, NamePair("look us", "Lukas").__eq__)
    return SpokenNamesScreen([named], names, lambda _: names)


def no_names(_folder: Path) -> Screen[Any]:
    return SpokenNamesScreen([], NameList(), lambda _: NameList())


def who_speaks(_folder: Path) -> Screen[Any]:
    return TalkScreen(transcript(40))


def verdict(_folder: Path) -> Screen[Any]:
    given = Verdict(competency="ethical-practice", value="partly", strengths=WORDS)
    marker = replace(MARKERS[0], competency="ethical-practice", indicator="a", comment=WORDS)
    material = editor(rubric(), verdicts=(given,), markers=(marker, *MARKERS[1:]))
    return VerdictScreen(material, rubric(), keymap(), unheard)


def places(_folder: Path) -> Screen[Any]:
    eyes = rubric("seven-eyed")
    marker = replace(MARKERS[0], competency="client", indicator="a", comment=WORDS)
    supervision = Session(title="Third session", role="supervisor")
    material = editor(eyes, session=supervision, markers=(marker,))
    return VerdictScreen(material, eyes, keymap(), unheard)


def closing(_folder: Path) -> Screen[Any]:
    summary = Summary(take_away=WORDS, to_supervision="That I hurried.")
    eyes = rubric("seven-eyed")
    supervision = Session(title="Third session", role="supervisor")
    material = editor(eyes, session=supervision, summary=summary)
    screen = VerdictScreen(material, eyes, keymap(), unheard)
    screen.call_later(screen.action_turn, len(eyes.competencies))
    return screen


def indicators_judged(_folder: Path) -> Screen[Any]:
    competency = rubric().competency("evokes-awareness")
    assert competency is not None
    judged = (
        IndicatorVerdict(id="g", value="observed"),
        IndicatorVerdict(id="x", value="not-observed"),
    )
    steps = rubric().steps_at("")
    return IndicatorsScreen(competency, steps, judged, MARKERS, {}, lambda _: None)


def welcome(_folder: Path) -> Screen[Any]:
    return WelcomeScreen(keymap(), rubric())


@pytest.mark.parametrize("size", SIZES, ids=by_size)
@pytest.mark.parametrize(
    "dialog",
    [
        asked,
        chosen_from,
        coach_says,
        conclusions,
        first_look,
        going_out,
        indicators_judged,
        keys,
        no_models_yet,
        nothing_missing,
        preparation,
        reflection,
        sealed,
        settings,
        speakers,
        verdict,
        places,
        closing,
        welcome,
        what_is_missing,
        names_heard,
        no_names,
        who_speaks,
    ],
)
async def test_a_dialog_looks_as_it_should(
    looks_as_before: Looks,
    tmp_path: Path,
    dialog: Callable[[Path], Screen[Any]],
    size: tuple[int, int],
) -> None:
    async with Host(dialog(tmp_path)).run_test(size=size) as pilot:
        await looks_as_before(pilot)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
async def test_what_is_wrong_with_an_answer_is_said_below_it(
    looks_as_before: Looks, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Host(asked(tmp_path)).run_test(size=size) as pilot:
        await pilot.press(*"12:99")
        await looks_as_before(pilot)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
@pytest.mark.parametrize("theme", ["light", "high-contrast"])
async def test_the_summary_is_readable_in_every_theme(
    looks_as_before: Looks, tmp_path: Path, theme: str, size: tuple[int, int]
) -> None:
    async with Host(verdict(tmp_path), theme=theme).run_test(size=size) as pilot:
        await pilot.press("end")
        await looks_as_before(pilot)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
async def test_what_was_written_stands_beside_the_key_that_opens_it(
    looks_as_before: Looks, tmp_path: Path, size: tuple[int, int]
) -> None:
    app = Host(going_out(tmp_path, "toml", "html", "form-docx"))
    async with app.run_test(size=size) as pilot:
        await pilot.press("E")
        await until(pilot, lambda: "Exported 3 markers" in "\n".join(screen_lines(app)))
        await looks_as_before(pilot)
