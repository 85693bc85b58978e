"""Speakers in captions, wherever their names stand; what is no speech in them."""

from pathlib import Path

import pytest

from sessionlens.domain.errors import SessionLensError
from sessionlens.transcripts.draft import TranscriptReading
from sessionlens.transcripts.recognise import read_transcript

DATA = Path(__file__).parent.parent / "data" / "transcripts"


def _read(folder: Path, bodies: list[str], head: str = "") -> TranscriptReading:
    path = folder / "talk.srt"
    blocks = [
        f"{n}\n00:00:{n * 3:02d},000 --> 00:00:{n * 3 + 2:02d},000\n{body}\n"
        for n, body in enumerate(bodies, 1)
    ]
    path.write_text(head + "\n".join(blocks), "utf-8")
    return read_transcript(path)


FORMS = [
    *("{name}:\n{text}", "[{name}] {text}", "({name}) {text}", "[{name}]: {text}"),
    *("{name}\n{text}", "- {name}: {text}"),
]


@pytest.mark.parametrize("form", FORMS)
def test_names_stand_before_above_and_in_brackets(tmp_path: Path, form: str) -> None:
    names = ["Coach Anna", "Client Ben"] * 3
    bodies = [form.format(name=name, text=f"line {n} it is") for n, name in enumerate(names)]
    transcript = _read(tmp_path, bodies).transcript
    assert [(entry.speaker, entry.text) for entry in transcript.utterances] == [
        (name, f"line {n} it is") for n, name in enumerate(names)
    ]


def test_sounds_in_brackets_name_nobody(tmp_path: Path) -> None:
    bodies = ["[music] Welcome", "[laughs] Yes", "So.", "[music] Well", "And?", "No.", "[sighs] Hm"]
    assert not _read(tmp_path, bodies).transcript.speakers


def test_webex_names_stand_in_the_line_of_the_cue() -> None:
    reading = read_transcript(DATA / "webex.vtt")
    assert reading.transcript.speakers == {"Coach Berg": 2, "Client Berg": 2}


def test_numbers_between_blank_lines_are_the_frames(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    cues = [(1, "What?"), (2, "I sleep\n\nbadly."), (3, "42")]
    path.write_text(
        "\n\n".join(f"{n}\n\n00:00:0{n},000 --> 00:00:0{n},900\n\n{text}\n\n" for n, text in cues)
    )
    reading = read_transcript(path)
    texts = [entry.text for entry in reading.transcript.utterances]
    assert (texts, reading.warnings) == (["What?", "I sleep badly.", "42"], ())


def test_a_clock_of_noscribe_is_no_speech(tmp_path: Path) -> None:
    path = tmp_path / "talk.vtt"
    path.write_text(
        "WEBVTT\n\nNOTE\nTranscribed with noScribe 0.6\n\n"
        "1\n00:00:06.000 --> 00:00:09.000\n<v S00>[00:00:06]\n\n"
        "2\n00:00:06.000 --> 00:00:09.000\n<v S00>[00:00:06] Well then\n\n"
    )
    reading = read_transcript(path)
    assert [entry.text for entry in reading.transcript.utterances] == ["Well then"]


def test_agents_lengths_and_frames_of_ttml(tmp_path: Path) -> None:
    path = tmp_path / "talk.dfxp"
    path.write_text(
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:p="http://www.w3.org/ns/ttml#parameter" '
        'p:frameRate="25" p:tickRate="10000000"><body begin="1s"><div begin="1s">'
        '<p begin="00:00:01:05" dur="2s">One<br/>and<span> more</span></p>'
        '<p><span begin="50000000t" end="60000000t">Two</span></p></div></body></tt>'
    )
    utterances = read_transcript(path).transcript.utterances
    assert [(entry.start, entry.end, entry.text) for entry in utterances] == [
        (3.2, 5.2, "One and more"),
        (7.0, 8.0, "Two"),
    ]


@pytest.mark.parametrize("name", ["talk.ttml", "talk.eaf"])
def test_xml_with_entities_is_refused(tmp_path: Path, name: str) -> None:
    root = "tt" if name.endswith("ttml") else "ANNOTATION_DOCUMENT"
    path = tmp_path / name
    path.write_text(f'<!DOCTYPE {root} [<!ENTITY a "aa">]><{root}>&a;</{root}>')
    with pytest.raises(SessionLensError, match="XML entities"):
        read_transcript(path)


def test_elans_time_origin_is_applied_and_codes_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "talk.eaf"
    slots = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="t{n}" TIME_VALUE="{n * 1000}"/>' for n in range(1, 5)
    )

    def tier(name: str, *texts: str) -> str:
        annotations = "".join(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}{n}" TIME_SLOT_REF1="t{n}" '
            f'TIME_SLOT_REF2="t{n + 1}"><ANNOTATION_VALUE>{text}</ANNOTATION_VALUE>'
            "</ALIGNABLE_ANNOTATION></ANNOTATION>"
            for n, text in enumerate(texts, 1)
        )
        return f'<TIER TIER_ID="{name}" LINGUISTIC_TYPE_REF="d">{annotations}</TIER>'

    path.write_text(
        '<ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR '
        'TIME_ORIGIN="30000"/></HEADER><TIME_ORDER>' + slots + "</TIME_ORDER>"
        + tier("Coach", "What now?", "And?") + tier("code_num", "0", "1") + "</ANNOTATION_DOCUMENT>"
    )  # fmt: skip
    reading = read_transcript(path)
    assert [entry.start for entry in reading.transcript.utterances] == [31.0, 32.0]
    assert "tiers that were left out: code_num" in reading.warnings
    assert any("moved by 30 s" in warning for warning in reading.warnings)


def test_scripts_order_their_fields_themselves(tmp_path: Path) -> None:
    path = tmp_path / "talk.ass"
    path.write_text(
        "[Script Info]\n[V4+ Styles]\nFormat: Name\nStyle: Default\n[Events]\n"
        "Format: Start, End, Name, Text\nComment: 0:00:00.00,0:00:01.00,,no speech\n"
        "Dialogue: 0:00:01.00,0:00:03.50,Coach,{\\i1}What{\\i0}, then,\\Nis it?\n"
        "Dialogue: 0:00:03.00,0:00:04.00,,{\\p1}m 0 0 l 1 1{\\p0}\n"
        "Dialogue: 0:00:04.00,0:00:06.00,Client,Sleep.\n"
    )
    utterances = read_transcript(path).transcript.utterances
    assert [(entry.start, entry.end, entry.speaker, entry.text) for entry in utterances] == [
        (1.0, 3.5, "Coach", "What, then, is it?"),
        (4.0, 6.0, "Client", "Sleep."),
    ]
