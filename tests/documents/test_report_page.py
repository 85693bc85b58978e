"""The report as a file: what is in it, what it may load, how large it is."""

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace
from outgoing_samples import FEEDBACK, HOSTILE, MARKERS, content, hostile, options, tone

from sessionlens.documents.content import Content, content_of
from sessionlens.documents.formats import Rendered, format_named
from sessionlens.domain.answer import Answer, answer_fingerprint
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.learning import saying_to_learning, saying_to_reflection
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Response
from sessionlens.domain.timecode import Timecode

Render = Callable[..., Rendered]


class Page(HTMLParser):
    """Elements with their attributes, and the text of each kind of element."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self._open = ""
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        self.inside.get(self._open, self.texts).append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def rendered(shown: Content, tmp_path: Path, **fields: object) -> Rendered:
    return format_named("html").render(shown, options(tmp_path, **fields))


def test_the_mentors_words_come_first_and_then_each_moment_with_its_evidence(
    tmp_path: Path,
) -> None:
    page = Page(rendered(content(), tmp_path).data)
    expected = [
        *("First session", "Anna", "Maria", "2 November 2026", "PCC"),
        *("Summary", "Quiet.", "To practise next", "Breathe.", "A lot.", "Silence."),
        *("Listens", "Partly observed"),
    ]
    for words in expected:
        assert words in page.text
    assert page.text.index("Breathe.") < page.text.index("I am tired says Peter Weber")
    assert "Reflects." in page.text, "the indicator is there in words"
    assert "Anna answers I will try this: Yes, next week." in page.text
    assert "Maria responds I look forward to it." in page.text
    assert "Counts here, too: 00:05 Listens" in page.text
    assert "Consent. mentor coaching, given 1 November 2026 Given aloud." in page.text


def test_a_clip_is_in_the_page_for_every_moment_and_no_more_of_the_recording(
    tmp_path: Path,
) -> None:
    recording = tone(tmp_path / "talk.wav")
    result = rendered(content(recording), tmp_path, pre_roll=1.0)
    page = Page(result.data)
    clips = page.all("audio")
    assert len(clips) == 4, "a phase has no clip"
    assert all(one["controls"] is None and one["aria-label"] for one in clips)
    assert all(str(one["src"]).startswith("data:audio/ogg; codecs=opus;base64,") for one in clips)
    # 0–4, 3–7.4, 4–13 and 24–30 s: what several hold counts once.
    assert "this file holds the marked moments only: 00:19 of 00:30" in page.text
    assert result.notices == ()


def test_the_page_may_run_and_load_nothing_but_what_is_in_it(tmp_path: Path) -> None:
    page = Page(rendered(content(tone(tmp_path / "talk.wav")), tmp_path).data)
    policy = next(
        str(attributes["content"])
        for attributes in page.all("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; media-src data:; img-src data:; ")
    assert "base-uri 'none'; form-action 'none'" in policy
    for tag in ("script", "style"):
        text = "".join(page.inside[tag])
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    addresses = [
        str(value)
        for _, attributes in page.elements
        for name, value in attributes.items()
        if name in ("src", "href", "action", "srcset", "data", "poster")
    ]
    assert addresses
    assert all(one.startswith(("data:", "#")) for one in addresses)
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert not any("style" in attributes for _, attributes in page.elements)
    assert len("".join(page.inside["script"]).encode()) <= 15_000


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_adds_no_element_and_no_attribute(tmp_path: Path, text: str) -> None:
    plain = Page(rendered(hostile("plain words"), tmp_path).data)
    page = Page(rendered(hostile(text), tmp_path).data)

    def shape(person: Page) -> list[tuple[str, ...]]:
        return [(tag, *sorted(names)) for tag, names in person.elements if tag != "p"]

    assert shape(page) == shape(plain)
    assert "{{ 7 * 7 }}" in page.text or "7 * 7" not in text, "no template in a text is filled in"


def test_without_the_recording_the_text_is_there_and_that_is_said(tmp_path: Path) -> None:
    result = rendered(content(), tmp_path)
    page = Page(result.data)
    assert not page.all("audio")
    assert "Text only: there is no sound in this file." in page.text
    assert result.notices == ("Written without sound: the recording was not found",)
    assert rendered(content(), tmp_path, audio=False).notices == ()


def test_a_recording_that_cannot_be_decoded_costs_the_sound_only(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav"
    path.write_bytes(b"RIFF" + bytes(200))
    result = rendered(content(path), tmp_path)
    assert not Page(result.data).all("audio")
    assert result.notices[0].startswith("Written without sound: ")


def test_moments_past_the_end_say_so_instead_of_playing(tmp_path: Path) -> None:
    shown = content(tone(tmp_path / "talk.wav", 10.0))
    page = Page(rendered(shown, tmp_path).data)
    assert len(page.all("audio")) == 3
    assert "The recording has no sound there." in page.text


def test_a_long_interval_does_not_take_the_session_along(tmp_path: Path) -> None:
    marker = replace(MARKERS[0], start=Timecode(0), end=Timecode(400))
    shown = content(
        tone(tmp_path / "talk.wav", 400.0),
        markers=(marker,),
        recording=replace(FEEDBACK.recording, duration=Timecode(400)),
    )
    page = Page(rendered(shown, tmp_path).data)
    assert "marked moments only: 02:00 of 06:40" in page.text


def test_a_small_size_lowers_the_sound_and_then_says_what_does_not_fit(tmp_path: Path) -> None:
    shown = content(tone(tmp_path / "talk.wav"))
    written = len(rendered(shown, tmp_path, audio=False).data)
    best = rendered(shown, tmp_path)
    coarse = rendered(shown, tmp_path, max_size=written + 58_000)
    assert len(coarse.data) <= written + 58_000 < len(best.data)
    assert "coarser than usual" in coarse.notices[0]
    least = rendered(shown, tmp_path, max_size=written + 22_000)
    assert len(least.data) <= written + 22_000
    assert re.match(r"\d moments? ha(s|ve) no sound, the last ones", least.notices[0])
    page = Page(least.data)
    assert 0 < len(page.all("audio")) < 4
    assert "Its sound did not fit into" in page.text


def every_ten_milliseconds(count: int) -> tuple[Marker, ...]:
    return tuple(
        replace(MARKERS[1], id=f"m{i}", start=Timecode(i / 100), end=Timecode(i / 100 + 3))
        for i in range(count)
    )


def test_two_thousand_moments_are_written(tmp_path: Path) -> None:
    shown = content(markers=every_ten_milliseconds(2000))
    assert len(Page(rendered(shown, tmp_path).data).all("article")) == 2000


def test_the_size_holds_however_many_moments_there_are(tmp_path: Path) -> None:
    shown = content(tone(tmp_path / "talk.wav"), markers=every_ten_milliseconds(200))
    result = rendered(shown, tmp_path, max_size=1_000_000)
    assert len(result.data) <= 1_000_000
    assert len(Page(result.data).all("article")) == 200
    assert 0 < len(Page(result.data).all("audio")) < 200
    assert "have no sound" in result.notices[0]


def test_a_template_of_ones_own_replaces_ours(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    own = folder / "report.html"
    own.write_text("<title>{{ session.title }} of {{ session.coach }}</title>", encoding="utf-8")
    session = replace(FEEDBACK.session, title="<b>A</b>")
    result = rendered(content(session=session), tmp_path, templates=folder)
    assert result.data == b"<title>&lt;b&gt;A&lt;/b&gt; of Anna</title>"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("line\n{{ nothing_like_this }}", "report.html: line 2: The template breaks: 'nothing_li"),
        ("{% for x in %}", "report.html: line 1: The template breaks: "),
        ("{{ session.__class__.__mro__ }}", "unsafe"),
        ("{{ 1 / 0 }}", "The template breaks: division by zero"),
        ("{{ content.moments.missing.more }}", "The template breaks"),
    ],
)
def test_a_template_that_breaks_says_where(tmp_path: Path, text: str, message: str) -> None:
    own = tmp_path / "report.html"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(SessionLensError) as caught:
        rendered(content(), tmp_path, template=own)
    assert message in str(caught.value)


def test_a_response_is_not_read_as_one_to_other_words_than_it_was_written_to(
    tmp_path: Path,
) -> None:
    (answer,) = (one for one in FEEDBACK.answers if one.marker == "m1")
    response = Response(marker="m1", text="Gladly.", seen=answer_fingerprint(answer))

    def text(*answers: Answer) -> str:
        feedback = replace(FEEDBACK, answers=answers, responses=(response,))
        return Page(rendered(content_of(feedback), tmp_path).data).text

    assert "Maria responds Gladly." in text(answer)
    assert "Maria responds to an earlier answer Gladly." in text(replace(answer, text="No."))
    assert "Maria responds to an earlier answer Gladly." in text()
    assert "answers" not in text()


def test_what_both_learned_stands_beside_what_the_other_says_to_it(tmp_path: Path) -> None:
    summary = saying_to_reflection(FEEDBACK.summary, "So do I.", FEEDBACK.reflection)
    reflection = saying_to_learning(FEEDBACK.reflection, "I did not mind.", summary)
    reflection = replace(reflection, helped="Calm.", did_not_help="Haste.")

    def text(feedback: Feedback) -> str:
        return Page(rendered(content_of(feedback), tmp_path).data).text

    page = text(replace(FEEDBACK, summary=summary, reflection=reflection))
    assert "to what Maria learned I did not mind." in page
    assert "What helped in how Maria worked Calm. What did not Haste." in page
    assert "Maria to an earlier version of this So do I." in page
    assert "Maria to this So do I." in text(replace(FEEDBACK, summary=summary))
