"""Finds the transcripts that lie beside a recording, by the names that programs give them."""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

_ENDINGS = (
    ".transcript.json",  # ours: corrected by hand, so it comes first
    "RECORDING.transcript.json",
    ".vtt",
    ".transcript.vtt",
    "_transcript.vtt",
    ".cc.vtt",
    ".srt",
    ".transcript.srt",
    ".json",
    "LANGUAGE.vtt",
    "LANGUAGE.srt",
    "LANGUAGE.json",
    "RECORDING.vtt",
    "RECORDING.srt",
    "RECORDING.json",
    ".eaf",
    ".textgrid",
    ".txt",
    "_otter_ai.txt",
    ".transcript.txt",
    "_transcript.txt",
    ".labels.txt",
    ".docx",
    ".transcript.docx",
    ".html",
    "RECORDING.txt",
    "RECORDING.html",
)
_KINDS = (
    *("vtt", "srt", "json", "eaf", "textgrid", "otr", "ttml", "dfxp", "sbv", "ass", "ssa", "lrc"),
    *("tsv", "csv", "docx", "txt", "md", "html"),
)
"""Endings of files that may be transcripts, those with the most exact times first."""

_RANK = {kind: rank for rank, kind in enumerate(_KINDS)}
# Compiled when they are needed, which most recordings do not.
_LANGUAGE = r"[._-][a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}(?=\.(?:vtt|srt|json)$)"
_LANGUAGE_AT_END = r"[._][a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}$"
_OURS = frozenset({"review", "feedback", "reply", "self", "preparation", "alliance", "markers"})
_ZOOM_CLOUD = r"(gmt\d{8}-\d{6}_recording)(?:_[a-z0-9_]+)?"
_ZOOM_LOCAL = r"(?:audio|video|zoom)(?:[\d_]*|_only|_\d+)?(?: \(\d+\))?|gmt\d{8}.*"
_ZOOM_CAPTIONS = (
    r"(?:meeting_)?saved_(?:new_)?closed_captions?\.txt|closed_captions?\.(?:txt|vtt)|"
    r"audio_transcript\.vtt"
)
_COPY = (
    r"\s*\(\d{1,3}\)$|\s*[-–—]\s*(?:copy|kopie|copie|copia|kopia|kópia)(?:\s*\(\d{1,3}\))?$"
    r"|\s+copy(?:\s+\d{1,3})?$"
)
_ADDED = (
    *("meeting recording", "recording", "video", "audio", "besprechungsaufzeichnung"),
    *("aufzeichnung", "aufnahme", "enregistrement de la réunion", "enregistrement"),
    *("grabación de la reunión", "grabación", "registrazione della riunione", "registrazione"),
    *("gravação da reunião", "gravação", "vergaderopname", "opname", "nagranie spotkania"),
    *("nagranie", "mötesinspelning", "inspelning", "mødeoptagelse", "optagelse", "møteopptak"),
    *("opptak", "kokouksen tallennus", "tallenne", "záznam schůzky", "záznam", "会议录制"),
    *("会議の録画", "meeting transcript", "meeting_transcript", "transcript"),
    *("transcription de la réunion", "transcription", "besprechungstranskript", "transkript"),
    *("transkription", "transcripción de la reunión", "transcripción"),
    *("trascrizione della riunione", "trascrizione", "transcrição da reunião", "transcrição"),
    *("vergadertranscriptie", "transcriptie", "transkrypcja spotkania", "transkrypcja"),
    *("mötesavskrift", "avskrift", "mødeudskrift", "udskrift", "møteutskrift", "utskrift"),
    *("kokouksen litterointi", "litterointi", "přepis schůzky", "přepis", "转录", "文字起こし"),
    *(
        "トランスクリプト",
        "closed_captions",
        "closed_caption",
        "closed captions",
        "captions",
        "caption",
    ),
    *("cc", "subtitles", "untertitel", "sous-titres", "otter_ai", "otter.ai", "otter ai"),
    "labels",
)
"""What meeting programs write behind the title of a meeting, in their languages."""

_SEPARATING = " -–—._"
_WITH_LANGUAGE = ("vtt", "srt", "json")
_LAST = "\U0010ffff"
_SEPARATORS = r"[\s_\-–—.]+"


class FolderTranscripts:
    """The files of one folder that by their names may be transcripts, looked through once.

    `recordings` are the names of the folder's recordings: a transcript that bears the name of one
    is not given to another.
    """

    def __init__(self, names: Iterable[str], recordings: Iterable[str] = ()) -> None:
        self._by_key: defaultdict[str, list[str]] = defaultdict(list)
        self._sorted: list[tuple[str, str]] = []
        self._names: set[str] = set()
        self._captions: list[str] = []
        self._owners = {_stem(_folded(name)) for name in recordings}
        self.recordings = len(self._owners)
        """How many recordings of different names there are."""
        for name in names:
            folded = _folded(name)
            if _kind(folded) not in _RANK or _OURS.intersection(folded.split(".")):
                continue
            self._sorted.append((folded, name))
            self._names.add(name)
            self._by_key[_key(folded)].append(name)
            if re.fullmatch(_ZOOM_CAPTIONS, f"{re.sub(_COPY, '', _stem(folded))}.{_kind(folded)}"):
                self._captions.append(name)
        self._sorted.sort()

    def of(self, recording: str) -> list[str]:
        """The names that fit that of a recording, the likeliest first.

        For `talk.m4a`, first those that begin with its name and end as transcripts do:
        `talk.transcript.json`, `talk.vtt`, `talk.transcript.vtt`, `talk.en.vtt`, `talk.m4a.vtt`.
        Then those that are the same but for what meeting programs and browsers add
        (`Talk-Meeting Recording.mp4` and `Talk-Meeting Transcript.docx`, `talk (1).vtt`), then
        Zoom's captions, which have the same name in each meeting's folder. Nobody has looked into
        the files yet, and letters are equal whatever their case.
        """
        folded = _folded(recording)
        stem = _stem(folded)
        zoom = re.fullmatch(_ZOOM_CLOUD, stem)
        starts = (stem, zoom[1]) if zoom else (stem,)
        exact = sorted(
            (order, rank, name)
            for order, start in enumerate(starts)
            for name in self._beginning_with(start)
            if (rank := _rank(_folded(name), start, folded.removeprefix(stem))) is not None
        )
        key = _key(f"{starts[-1]}.")
        alike = sorted(
            (_RANK[_kind(_folded(name))], name)
            for name in self._by_key.get(key, [])
            if _stem(_folded(name)) == stem or _stem(_folded(name)) not in self._owners
        )
        captions = sorted(self._captions) if re.fullmatch(_ZOOM_LOCAL, stem) else []
        names = [*(name for *_, name in exact), *(name for _, name in alike), *captions]
        return list(dict.fromkeys(names))

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def all(self) -> list[str]:
        """Every name that may be a transcript's, those with the most exact times first."""
        return [
            name
            for _, name in sorted(self._sorted, key=lambda entry: (_RANK[_kind(entry[0])], *entry))
        ]

    def _beginning_with(self, start: str) -> list[str]:
        first = bisect_left(self._sorted, (start,))
        last = bisect_left(self._sorted, (start + _LAST,))
        return [name for _, name in self._sorted[first:last]]


def _rank(name: str, start: str, suffix: str) -> int | None:
    """Place in the order of preference, None for a file that is no transcript."""
    ending = name.removeprefix(start)
    kinds = [ending, re.sub(_LANGUAGE, "LANGUAGE", ending, count=1)]
    if suffix and ending.startswith(suffix):
        kinds.append("RECORDING" + ending.removeprefix(suffix))
    return next((_ENDINGS.index(kind) for kind in kinds if kind in _ENDINGS), None)


def _key(name: str) -> str:
    """What is left of a name without copies' numbers and the words of meeting programs."""
    kept = _stem(name)
    for _ in range(4):
        shorter = _without_addition(re.sub(_COPY, "", kept))
        if shorter == kept and _kind(name) in _WITH_LANGUAGE:
            shorter = re.sub(_LANGUAGE_AT_END, "", kept)
        if shorter == kept or not shorter.strip(_SEPARATING):
            break
        kept = shorter
    return re.sub(_SEPARATORS, " ", kept).strip()


def _without_addition(stem: str) -> str:
    if not stem.endswith(_ADDED):
        return stem
    for words in _ADDED:
        kept = stem.removesuffix(words)
        if kept != stem and kept[-1:] in tuple(_SEPARATING):
            return kept.rstrip(_SEPARATING)
    return stem


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _kind(name: str) -> str:
    return name.rpartition(".")[2]


def _folded(name: str) -> str:
    # Some systems store é as two characters.
    return (name if name.isascii() else unicodedata.normalize("NFC", name)).casefold()
