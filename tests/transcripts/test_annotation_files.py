"""ELAN, Praat, Audacity and noScribe."""

from pathlib import Path

import pytest

from sessionlens.domain.errors import SessionLensError
from sessionlens.transcripts.recognise import read_transcript

DATA = Path(__file__).parent.parent / "data" / "transcripts"


def _said(path: Path) -> list[tuple[float, float, str | None, str]]:
    return [
        (entry.start, entry.end, entry.speaker, entry.text)
        for entry in read_transcript(path).transcript.utterances
    ]


def test_elan_reads_speech_once_through_slots_words_and_references() -> None:
    reading = read_transcript(DATA / "dialogue.eaf")
    assert reading.format == "eaf"
    assert _said(DATA / "dialogue.eaf") == [
        (0.5, 1.7, "Anna", "What matters, now?"),
        (2.0, 3.0, "Tomás", "To be heard."),
        (3.0, 4.0, "Tomás", "For once."),
    ]
    words = [(word.text, word.start) for word in reading.transcript.utterances[0].words]
    assert words == [("What", 0.5), ("matters,", 0.9), ("now?", 1.3)]
    assert reading.warnings == (
        "tiers that were left out: Client, Client_Tone, Phase",
        "3 times have no value in the file: placed between the neighbours",
    )


ELAN = (
    '<ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="1000"/>'
    '<TIME_SLOT TIME_SLOT_ID="t2"/></TIME_ORDER>'
    '<TIER TIER_ID="Coach"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a" '
    'TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2"><ANNOTATION_VALUE>hello there'
    "</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>{more}</TIER></ANNOTATION_DOCUMENT>"
)


def test_elan_slots_without_any_neighbour_are_estimated_and_said(tmp_path: Path) -> None:
    path = tmp_path / "talk.eaf"
    path.write_text(ELAN.format(more=""))
    reading = read_transcript(path)
    (utterance,) = reading.transcript.utterances
    assert (utterance.start, utterance.speaker) == (1.0, "Coach")
    assert 1.0 < utterance.end < 4.0
    assert "no usable end time" in reading.warnings[0]


def test_elan_slots_between_others_are_estimated_and_said(tmp_path: Path) -> None:
    path = tmp_path / "talk.eaf"
    more = (
        '<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="b" TIME_SLOT_REF1="t2" '
        'TIME_SLOT_REF2="t3"><ANNOTATION_VALUE>hi</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION>'
        '</ANNOTATION></TIER><TIER TIER_ID="Gaps"><ANNOTATION><ALIGNABLE_ANNOTATION '
        'ANNOTATION_ID="c" TIME_SLOT_REF1="t4" TIME_SLOT_REF2="t5"><ANNOTATION_VALUE/>'
        "</ALIGNABLE_ANNOTATION></ANNOTATION>"
    )
    slots = '<TIME_SLOT TIME_SLOT_ID="t3" TIME_VALUE="3000"/><TIME_SLOT TIME_SLOT_ID="t4"/>'
    path.write_text(ELAN.format(more=more).replace("</TIME_ORDER>", f"{slots}</TIME_ORDER>"))
    reading = read_transcript(path)
    assert _said(path) == [(1, 2, "Coach", "hello there"), (2, 3, "Coach", "hi")]
    assert reading.warnings == ("1 time has no value in the file: placed between the neighbours",)
    assert reading.transcript.timing == "utterance"


def test_elan_slots_that_are_not_declared_at_all_are_estimated_too(tmp_path: Path) -> None:
    path = tmp_path / "talk.eaf"
    text = ELAN.format(more="").replace('<TIME_SLOT TIME_SLOT_ID="t2"/>', "")
    end = (
        '<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="b" TIME_SLOT_REF1="t2" '
        'TIME_SLOT_REF2="t1b"><ANNOTATION_VALUE>hi</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION>'
        "</ANNOTATION></TIER>"
    )
    slot = '<TIME_SLOT TIME_SLOT_ID="t1b" TIME_VALUE="3000"/></TIME_ORDER>'
    path.write_text(text.replace("</TIER>", end).replace("</TIME_ORDER>", slot))
    assert _said(path) == [(1, 2, "Coach", "hello there"), (2, 3, "Coach", "hi")]
    assert "1 time has no value" in read_transcript(path).warnings[0]


def test_elan_annotations_that_refer_to_each_other_are_kept(tmp_path: Path) -> None:
    circle = "".join(
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{key}" ANNOTATION_REF="{other}">'
        f"<ANNOTATION_VALUE>round {key}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
        for key, other in (("x", "y"), ("y", "x"))
    )
    path = tmp_path / "talk.eaf"
    path.write_text(ELAN.format(more=circle))
    reading = read_transcript(path)
    assert {entry.text for entry in reading.transcript.utterances} >= {"round x", "round y"}
    assert any("no usable start time" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><ANNOTATION_DOCUMENT>&c;'
        "</ANNOTATION_DOCUMENT>",
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><ANNOTATION_DOCUMENT>&b;'
        "</ANNOTATION_DOCUMENT>",
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><ANNOTATION_DOCUMENT/>',
    ],
    ids=["expansion", "file", "network"],
)
def test_hostile_xml_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "talk.eaf"
    path.write_text(text)
    with pytest.raises(SessionLensError, match="entities or a document type"):
        read_transcript(path)


def test_broken_xml_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "talk.eaf"
    path.write_text("<ANNOTATION_DOCUMENT>\n<TIER>\n")
    with pytest.raises(SessionLensError, match="line 3: This is broken XML: no element found\\. "):
        read_transcript(path)


@pytest.mark.parametrize("name", ["dialogue_long.TextGrid", "dialogue_short.TextGrid"])
def test_praat_keeps_the_last_interval_and_leaves_empty_ones(name: str) -> None:
    assert read_transcript(DATA / name).format == "textgrid"
    assert _said(DATA / name) == [
        (0.5, 2.25, "Coach", 'What did "enough" look like?'),
        (3.0, 6.5, "Client", "Smaller than I thought: 7 days."),
    ]


def test_praat_in_utf16_and_its_point_tiers_are_named() -> None:
    reading = read_transcript(DATA / "dialogue_utf16.TextGrid")
    assert reading.transcript.utterances[1].text == "Größer than I thought: 7 days."
    assert reading.warnings == ("point tiers that were left out: bell",)


def _short_textgrid(*tiers: tuple[str, list[tuple[float, float, str]]]) -> str:
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "0", "9", "<exists>"]
    lines.append(str(len(tiers)))
    for name, intervals in tiers:
        lines += ['"IntervalTier"', f'"{name}"', "0", "9", str(len(intervals))]
        for start, end, text in intervals:
            lines += [str(start), str(end), f'"{text}"']
    return "\n".join(lines) + "\n"


def test_aligned_words_and_sounds_of_praat(tmp_path: Path) -> None:
    path = tmp_path / "talk.TextGrid"
    words = [(0.0, 1.0, "what"), (1.0, 2.0, "now"), (2.0, 4.0, ""), (4.0, 5.0, "well")]
    path.write_text(_short_textgrid(("words", words), ("phones", [(0, 0.5, "w")])))
    reading = read_transcript(path)
    assert _said(path) == [(0, 2, None, "what now"), (4, 5, None, "well")]
    assert reading.transcript.timing == "word"
    assert reading.warnings == ("tiers that were left out: phones",)


def test_words_of_praat_give_their_times_to_the_utterances(tmp_path: Path) -> None:
    path = tmp_path / "talk.TextGrid"
    path.write_text(
        _short_textgrid(
            ("Ann", [(0, 3, "What, now?")]),
            ("Bob", [(3, 5, "Well.")]),
            ("Bob - words", [(3.5, 4, "well")]),
            ("Ann - words", [(0.2, 1, "what"), (1, 2, "now")]),
        )
    )
    first, second = read_transcript(path).transcript.utterances
    assert [(word.text, word.start) for word in first.words] == [("What,", 0.2), ("now?", 1.0)]
    assert [(word.text, word.start) for word in second.words] == [("Well.", 3.5)]


def test_a_textgrid_that_breaks_off_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "talk.TextGrid"
    path.write_text(_short_textgrid(("Ann", [(0, 3, "Yes."), (3, 4, "No.")]))[:-8])
    reading = read_transcript(path)
    assert [entry.text for entry in reading.transcript.utterances] == ["Yes."]
    assert "breaks off" in reading.warnings[0]


def test_audacity_labels() -> None:
    reading = read_transcript(DATA / "labels.txt")
    assert reading.format == "audacity"
    assert _said(DATA / "labels.txt") == [
        (5.5, 11.8, "Coach", "What is the real question?"),
        (12.0, 12.0, None, "long silence"),
        (13.5, 20.25, "Client", "Whether I may want it."),
    ]


def test_noscribe_html_with_a_renamed_speaker_and_overlap() -> None:
    reading = read_transcript(DATA / "noscribe.html")
    assert reading.format == "noscribe"
    assert _said(DATA / "noscribe.html") == [
        (0.5, 3.5, "S00", "Where would you like & need to begin?"),
        (4.0, 6.12, "Client", "With the hard part. (..)"),
        (6.12, 9.0, "Client", "It is my boss."),
        (8.5, 9.1, "S00", "Mhm."),
        (9.3, 12.0, "Client", "Note: he is new."),
    ]


def test_noscribe_vtt_says_no_name_twice() -> None:
    reading = read_transcript(DATA / "noscribe.vtt")
    assert reading.format == "noscribe"
    assert [(speaker, text) for _, _, speaker, text in _said(DATA / "noscribe.vtt")] == [
        ("S00", "Where would you like & need to begin?"),
        ("S01", "With the hard part."),
        ("S00", "Mhm."),
    ]


def test_elan_with_twenty_thousand_nested_tiers_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "talk.eaf"
    tiers = "".join(f'<TIER TIER_ID="t{i}" PARENT_REF="t{i - 1}"/>' for i in range(20_000))
    path.write_text(f"<ANNOTATION_DOCUMENT>{tiers}</ANNOTATION_DOCUMENT>")
    with pytest.raises(SessionLensError, match="holds no utterances"):
        read_transcript(path)


def test_names_of_tiers_are_cleaned_where_they_are_told(tmp_path: Path) -> None:
    path = tmp_path / "talk.TextGrid"
    path.write_text(_short_textgrid(("Ann", [(0, 3, "Yes.")]), ("\x1b[31mphones", [(0, 1, "j")])))
    assert read_transcript(path).warnings == ("tiers that were left out: phones",)


def test_html_of_a_megabyte_of_open_tags_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "talk.html"
    path.write_text('<a name="ts_1_2_S' * 60_000)
    with pytest.raises(SessionLensError):
        read_transcript(path)
