"""Vosk's JSON: results one after another or in a list, and the monologues of vosk-transcriber."""

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Word
from sessionlens.transcripts.draft import ParsedTranscript, UtteranceDraft
from sessionlens.transcripts.json_values import Record, number, record, records, string
from sessionlens.transcripts.timestamps import time_or_none
from sessionlens.transcripts.words import WordDraft, readable, timed_words

_LONG = 30.0
"""Seconds; a longer result was not cut into utterances by the engine."""


def is_vosk(results: list[Record]) -> bool:
    """Whether JSON objects are results of Vosk, among them empty and partial ones."""
    return any(_is_result(entry) for entry in results) or any(
        "terms" in monologue or "text" in monologue
        for entry in results[:1]
        for monologue in records(entry.get("monologues"))[:1]
    )


def read(results: list[Record]) -> ParsedTranscript:
    """Read one utterance per result; a result that holds a whole recording is cut at pauses.

    Raises SessionLensError when words were heard but none of them has times.
    """
    entries = [whole for entry in results for whole in _results(entry)]
    parsed = ParsedTranscript("vosk", [], engine="vosk")
    untimed = 0
    for entry in entries:
        words, _ = timed_words([_part(term) for term in _terms(entry)], None, None)
        text = string(entry.get("text"))
        if words:
            parsed.drafts += _utterances(entry, words)
        elif text.strip():
            untimed += 1
            parsed.drafts.append(UtteranceDraft(None, None, text))
    if untimed and untimed == len(parsed.drafts):
        raise SessionLensError(
            "The file holds words without times",
            "Let Vosk write them: SetWords(True), or output type srt",
        )
    return parsed


def _is_result(entry: Record) -> bool:
    if "partial" in entry or _is_words(entry.get("result")):
        return True
    if "alternatives" in entry:
        return any("text" in alternative for alternative in records(entry["alternatives"]))
    return isinstance(entry.get("text"), str) and set(entry) <= {
        "text",
        "result",
        "spk",
        "spk_frames",
    }


def _is_words(value: object) -> bool:
    return any("word" in term and "start" in term for term in records(value)[:1])


def _results(entry: Record) -> list[Record]:
    if "monologues" in entry:
        return records(entry["monologues"])
    if "alternatives" in entry:
        return records(entry["alternatives"])[:1]
    return [entry]


def _terms(entry: Record) -> list[Record]:
    return records(entry.get("result") or entry.get("terms"))


def _part(term: Record) -> WordDraft:
    conf = number(term.get("conf", term.get("confidence")))
    start, end = time_or_none(number(term.get("start"))), time_or_none(number(term.get("end")))
    return WordDraft(string(term.get("word") or term.get("text")), start, end, conf)


def _utterances(entry: Record, words: list[Word]) -> list[UtteranceDraft]:
    speaker = string(record(entry.get("speaker")).get("name")) or None
    whole = words[-1].end - words[0].start <= _LONG
    runs = [words] if whole else readable(words)
    return [
        UtteranceDraft(run[0].start, run[-1].end, " ".join(word.text for word in run), speaker, run)
        for run in runs
    ]
