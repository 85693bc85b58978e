"""Makes a new review from codes that were set in another program."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.documents.codes.coded import Coded, CodesRead
from sessionlens.documents.codes.meaning import Meaning, markers_of, obvious, parse_meaning
from sessionlens.documents.codes.recognise import read_codes
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.ranges import MOST_ENTRIES
from sessionlens.domain.review import RecordingRef, Review, Session, new_review
from sessionlens.domain.text import clean
from sessionlens.domain.timeline import Timeline
from sessionlens.domain.transcript import Transcript
from sessionlens.library.naming import title_and_date
from sessionlens.library.recording import ensure_recording
from sessionlens.library.replacing import refuse_harm
from sessionlens.library.rubric import ChosenRubric, choose_rubric
from sessionlens.library.transcript import shown_transcript
from sessionlens.storage.atomic import write_bytes
from sessionlens.storage.code_maps import CodeMap, load_code_map, remember, remembered
from sessionlens.storage.paths import recording_file, review_path
from sessionlens.storage.reviews import encode_review
from sessionlens.storage.settings import Settings

_SLACK = 0.05  # seconds by which times of two programs differ


class Code(Struct, frozen=True):
    """A code whose meaning has to be asked: how often it is there, and one place of it."""

    name: str
    count: int
    example: Coded


class Import(Struct, frozen=True):
    """Codes that are about to become a review at `target`; `meanings` are those known by now."""

    source: Path
    recording: Path
    target: Path
    read: CodesRead
    chosen: ChosenRubric
    meanings: Mapping[str, Meaning]
    transcript: Transcript | None = None
    notices: tuple[str, ...] = ()

    @property
    def unknown(self) -> list[Code]:
        """The codes that nothing is known about, in the order of the file."""
        counts = Counter(coded.code for coded in self.read.codes)
        examples = {coded.code: coded for coded in reversed(self.read.codes)}
        return [
            Code(name, count, examples[name])
            for name, count in counts.items()
            if name not in self.meanings
        ]


class Imported(Struct, frozen=True):
    """The review that was written, and how many codes of each name were left out."""

    path: Path
    review: Review
    left_out: Mapping[str, int]


def prepare_import(
    source: Path,
    recording: Path,
    *,
    code_map: Path | None = None,
    rubric: str | None = None,
    target: Path | None = None,
    settings: Settings,
) -> Import:
    """Read the codes and look up what is known of them: the map, earlier answers, the rubric.

    Raises SessionLensError for what cannot be read, and where a review exists already.
    """
    recording = recording.absolute()
    ensure_recording(recording)
    read = read_codes(source)
    given = load_code_map(code_map) if code_map else CodeMap()
    target = target or review_path(recording)
    try:
        refuse_harm(target, "review", force=False, sources=[source, recording])
    except SessionLensError as error:
        error.hint = "Give the new review another name with -o"
        raise
    rubric_name = rubric or given.rubric or None
    chosen = choose_rubric(rubric_name, None, settings.rubric, target.parent)
    spoken = shown_transcript(recording)
    return Import(
        source=source,
        recording=recording,
        target=target,
        read=read,
        chosen=chosen,
        meanings=_meanings_of(read, chosen, given, code_map),
        transcript=spoken.transcript,
        notices=(*read.notices, *chosen.notices, *spoken.notices),
    )


def _meanings_of(
    read: CodesRead, chosen: ChosenRubric, given: CodeMap, code_map: Path | None
) -> dict[str, Meaning]:
    """Meanings by code: the map decides, then what the code is called, then earlier answers."""
    rubric = chosen.rubric
    earlier = {clean(code): text for code, text in remembered(rubric.id).codes.items()}
    meanings: dict[str, Meaning] = {}
    for code in dict.fromkeys(coded.code for coded in read.codes):
        if code in given.codes:
            try:
                meanings[code] = parse_meaning(given.codes[code], rubric)
            except SessionLensError as error:
                raise error.at(code_map or "") from error
        elif (meaning := obvious(code, rubric)) is not None:
            meanings[code] = meaning
        elif code in earlier:
            try:
                meanings[code] = parse_meaning(earlier[code], rubric)
            except SessionLensError:
                continue  # the rubric has changed since: it is asked anew
    return meanings


def finish_import(prepared: Import, answers: Mapping[str, str], settings: Settings) -> Imported:
    """Write the review; `answers` say what the unknown codes mean, and are remembered.

    A marker without a quote takes the words of the utterance it begins with. Raises
    SessionLensError when there is nothing to write, or when it cannot be written.
    """
    rubric = prepared.chosen.rubric
    meanings = {
        **prepared.meanings,
        **{code: parse_meaning(text, rubric) for code, text in answers.items()},
    }
    timeline = Timeline(prepared.transcript)
    markers = [
        _quoting(marker, timeline) for marker in markers_of(prepared.read.codes, meanings, rubric)
    ]
    if not markers:
        raise SessionLensError(
            "Every code was left out, so there is no review",
            "Say what one of them means",
            where=prepared.source,
        )
    if len(markers) > MOST_ENTRIES:
        raise SessionLensError(
            f"It would make {len(markers):,} markers, and a review has {MOST_ENTRIES:,} at most",
            "Leave out codes that are no moments",
            where=prepared.source,
        )
    left_out = Counter(coded.code for coded in prepared.read.codes if meanings[coded.code].left_out)
    review = _review(prepared, markers, settings)
    write_bytes(prepared.target, encode_review(review))
    if answers:
        remember(CodeMap(rubric=rubric.id, codes=dict(answers)))
    return Imported(prepared.target, review, left_out)


def _review(prepared: Import, markers: list[Marker], settings: Settings) -> Review:
    title, date = title_and_date(prepared.recording)
    session = Session(title=title, date=date, reviewer=settings.reviewer, role="mentor")
    reference = RecordingRef(file=recording_file(prepared.recording, prepared.target))
    review = new_review(reference, prepared.chosen.reference, session)
    return replace(review, markers=in_time_order(tuple(markers)), last_marker=len(markers))


def _quoting(marker: Marker, timeline: Timeline) -> Marker:
    if marker.quote or marker.phase:
        return marker
    index = timeline.begun_by(marker.start + _SLACK)
    if index is None:
        return marker
    utterance = timeline.utterances[index]
    if utterance.end <= marker.start + _SLACK:
        return marker
    return replace(marker, quote=utterance.text, speaker=marker.speaker or utterance.speaker)
