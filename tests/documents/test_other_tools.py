"""Files for other tools, each read by its own tool or by an independent reader."""

import csv
import io
import json
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pympi
import pytest
import srt
import webvtt
from outgoing_samples import HOSTILE, MARKERS, content, hostile, options
from praatio import textgrid

from sessionlens.documents.content import Content
from sessionlens.documents.formats import FORMATS, format_for, format_named
from sessionlens.domain.errors import SessionLensError


def written(name: str, tmp_path: Path, shown: Content | None = None) -> Path:
    format = format_named(name)
    path = tmp_path / f"talk{format.ending}"
    path.write_bytes(format.render(shown or content(), options(tmp_path, target=path)).data)
    return path


def test_elan_finds_ratings_under_the_competencies_and_the_words_of_each_speaker(
    tmp_path: Path,
) -> None:
    eaf = pympi.Elan.Eaf(str(written("eaf", tmp_path)))
    assert eaf.get_annotation_data_for_tier("Asks") == [(1000, 3000, "strength")]
    assert [row[:3] for row in eaf.get_annotation_data_for_tier("Listens")] == [
        (4000, 6400, "growth")
    ]
    assert [row[2] for row in eaf.get_annotation_data_for_tier("Listens (2)")] == ["question"]
    assert [row[2] for row in eaf.get_ref_annotation_data_for_tier("Listens: comment")] == [
        "Peter says how he is."
    ]
    assert [row[2] for row in eaf.get_ref_annotation_data_for_tier("Listens: indicator")] == [
        "Reflects."
    ]
    assert len(eaf.get_annotation_data_for_tier("Client")) == 2
    assert eaf.get_linked_files()[0]["RELATIVE_MEDIA_URL"] == "./talk.wav"
    assert "rating" in eaf.get_controlled_vocabulary_names()


def test_elan_does_not_let_annotations_of_a_tier_overlap(tmp_path: Path) -> None:
    eaf = pympi.Elan.Eaf(str(written("eaf", tmp_path)))
    for tier in eaf.get_tier_names():
        if eaf.tiers[tier][0]:
            rows = sorted(eaf.get_annotation_data_for_tier(tier))
            assert all(a[1] <= b[0] for a, b in pairwise(rows)), tier


def test_praat_finds_an_interval_for_every_moment(tmp_path: Path) -> None:
    grid = textgrid.openTextgrid(str(written("textgrid", tmp_path)), includeEmptyIntervals=False)
    assert grid.tierNames[:3] == ("Listens", "Listens (2)", "Asks")
    entry = grid.getTier("Asks").entries[0]
    assert (entry.start, entry.end) == (1.0, 3.0)
    assert entry.label.startswith("Asks +: Short and open.")
    assert grid.getTier("Coach").entries[1].label == "tired"
    assert grid.maxTimestamp == 30.0


def test_players_find_a_cue_for_every_moment(tmp_path: Path) -> None:
    cues = webvtt.read(str(written("vtt", tmp_path))).captions
    assert [cue.start for cue in cues][:2] == ["00:00:01.000", "00:00:04.000"]
    assert cues[0].text.startswith("Asks +: Short and open.")
    assert len(cues) == len(MARKERS)
    subtitles = list(srt.parse(written("srt", tmp_path).read_text(encoding="utf-8")))
    assert len(subtitles) == len(MARKERS)
    assert subtitles[1].start.total_seconds() == 4.0


def test_chapters_follow_one_another_without_gap_or_overlap(tmp_path: Path) -> None:
    path = written("chapters", tmp_path)
    chapters = webvtt.read(str(path)).captions
    assert chapters[0].text == "Beginning"
    assert all(a.end == b.start for a, b in pairwise(chapters))
    assert chapters[-1].end == "00:01:25.000", "it lasts a minute where nothing follows"
    if shutil.which("ffprobe"):
        shown = subprocess.run(
            [
                *("ffprobe", "-v", "error", "-count_packets", "-of", "json"),
                *("-show_entries", "stream=codec_name,nb_read_packets", str(path)),
            ],
            capture_output=True,
            check=True,
        )
        stream = json.loads(shown.stdout)["streams"][0]
        assert stream["codec_name"] == "webvtt"
        assert int(stream["nb_read_packets"]) == len(chapters)


def test_audacity_finds_start_end_and_text_of_every_moment(tmp_path: Path) -> None:
    lines = written("labels", tmp_path).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    assert all(len(row) == 3 for row in rows)
    assert rows[0] == ["1.000000", "3.000000", "Asks +: Short and open. He takes his time."]
    assert rows[2][:2] == ["5.000000", "5.000000"], "a point has no length"


def test_a_table_holds_every_moment_with_its_codes_in_words(tmp_path: Path) -> None:
    data = written("csv", tmp_path).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "without it Excel takes UTF-8 for something else"
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["id"] for row in rows] == [marker.id for marker in MARKERS]
    assert rows[1]["competency"] == "listens"
    assert rows[1]["indicator_text"] == "Reflects."
    assert rows[0]["comment"] == "Short and open.\n\nHe takes his time."
    assert rows[0]["answer"] == "I will try this: Yes, next week."
    assert (rows[2]["start"], rows[2]["end"]) == ("5.000", "")


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-1", "@SUM(A1)", "\t=1", "  =1+1", '=HYPERLINK("http://x")']
)
def test_no_cell_is_a_formula(tmp_path: Path, text: str) -> None:
    data = written("csv", tmp_path, hostile(text)).read_text("utf-8-sig")
    for row in csv.reader(io.StringIO(data, newline="")):
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)


def test_programs_find_everything_in_one_document(tmp_path: Path) -> None:
    document = json.loads(written("json", tmp_path).read_text(encoding="utf-8"))
    assert document["format"] == "sessionlens.moments"
    moment = document["moments"][1]
    assert moment["competency"] == "listens"
    assert (moment["title"], moment["indicator_text"]) == ("Listens", "Reflects.")
    assert (moment["start"], moment["end"]) == (4.0, 6.4)
    assert [line["text"] for line in moment["context"] if line["inside"]] == [
        "I am tired says Peter Weber"
    ]
    assert document["verdicts"][1]["value_title"] == "Observed"
    assert document["recording"]["duration"] == 30.0


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text_in_every_format(tmp_path: Path, text: str) -> None:
    shown = hostile(text)
    count = len(shown.moments)
    assert len(webvtt.read(str(written("vtt", tmp_path, shown))).captions) == count
    assert len(list(srt.parse(written("srt", tmp_path, shown).read_text("utf-8")))) == count
    assert len(written("labels", tmp_path, shown).read_text("utf-8").splitlines()) == count
    assert len(json.loads(written("json", tmp_path, shown).read_text("utf-8"))["moments"]) == count
    table = written("csv", tmp_path, shown).read_text("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(table, newline="")))) == count + 1
    eaf = pympi.Elan.Eaf(str(written("eaf", tmp_path, shown)))
    rated = [
        row
        for name in eaf.get_tier_names()
        if eaf.get_parameters_for_tier(name)["LINGUISTIC_TYPE_REF"] == "competency"
        for row in eaf.get_annotation_data_for_tier(name)
    ]
    assert len(rated) == count
    textgrid.openTextgrid(str(written("textgrid", tmp_path, shown)), includeEmptyIntervals=False)


def test_two_thousand_moments_go_out_in_every_format(tmp_path: Path) -> None:
    from msgspec.structs import replace

    from sessionlens.domain.timecode import Timecode

    many = tuple(
        replace(MARKERS[1], id=f"m{i}", start=Timecode(i / 100), end=Timecode(i / 100 + 3))
        for i in range(2000)
    )
    shown = content(markers=many)
    for format in FORMATS:
        if format.name not in ("html", "form-docx"):
            path = written(format.name, tmp_path, shown)
            assert path.stat().st_size > 0


def test_an_ending_says_which_format_is_meant() -> None:
    for format in FORMATS:
        assert format_for(Path(f"talk{format.ending}")) is format
    assert format_for(Path("x.docx")).name == "form-docx"
    assert format_for(Path("x.TEXTGRID")).name == "textgrid"
    assert format_for(Path("x.vtt")).name == "vtt"
    with pytest.raises(SessionLensError, match="ending does not say"):
        format_for(Path("x.pdf"))
