"""Reading 10,000 words in every format, and finding transcripts in a folder of 2,000 files.

    python bench/read_transcript.py

Prints the best of five runs of each, its ratio to json.loads of the WhisperX file, and whether the
limits are kept: 0.3 s for a file, 50 ms for the folder (yardstick: os.scandir of it).
"""

import json
import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import docx

from sessionlens.documents.subtitles import to_srt, to_webvtt
from sessionlens.domain.transcript import Transcript
from sessionlens.library.transcript import candidates
from sessionlens.transcripts import native
from sessionlens.transcripts.recognise import read_transcript

WORDS = 10_000
LIMIT = 0.3
RUNS = 5
SENTENCE = "what would it mean to you if it worked and you could say no in 2027"


def whisperx(words: int) -> str:
    sentence = SENTENCE.split()
    segments, time_ = [], 0.0
    for first in range(0, words, 14):
        speaker = f"SPEAKER_{first // 14 % 2:02d}"
        timed = []
        for index in range(min(14, words - first)):
            text = sentence[(first + index) % len(sentence)]
            word: dict[str, object] = {"word": text}
            if not text.isdigit():
                word |= {"start": round(time_, 3), "end": round(time_ + 0.21, 3)}
                word |= {"score": 0.87, "speaker": speaker}
            timed.append(word)
            time_ += 0.25
        text = " " + " ".join(str(word["word"]) for word in timed)
        start = round(time_ - 0.25 * len(timed), 3)
        segments.append(
            {
                "start": start,
                "end": round(time_, 3),
                "text": text,
                "words": timed,
                "speaker": speaker,
            }
        )
    return json.dumps({"segments": segments, "word_segments": [], "language": "en"}, indent=2)


def best(action: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return min(times)


def lines(form: str) -> str:
    """The conversation as text: 14 words a turn, one every four seconds."""
    turns = []
    for number in range(WORDS // 14):
        start, end = (
            f"{at // 3600}:{at // 60 % 60:02d}:{at % 60:02d}" for at in (number * 4, number * 4 + 3)
        )
        name = f"Speaker {number % 2 + 1}"
        turns.append(form.format(start=start, end=end, name=name, text=SENTENCE))
    return "".join(turns)


def written(folder: Path, transcript: Transcript) -> dict[str, Path]:
    """The same words in every format that text can have."""
    words = [
        {
            "word": word.text,
            "start": word.start,
            "end": word.end,
            "confidence": 0.9,
            "speaker": n % 2,
        }
        for n, utterance in enumerate(transcript.utterances)
        for word in utterance.words
    ]
    items = [
        {"type": "word", "start_time": word["start"], "end_time": word["end"],
         "alternatives": [{"content": word["word"], "confidence": 0.9, "speaker": "S1"}]}
        for word in words
    ]  # fmt: skip
    best_of = {"words": words}
    paragraphs = lines("[0{start}] {name}: {text}\n")
    script = "[Script Info]\n[Events]\nFormat: Start, End, Name, Text\n"
    texts = {
        "talk.vtt": to_webvtt(transcript),
        "talk.srt": to_srt(transcript),
        "talk.sbv": lines("{start}.000,{end}.000\n{name}: {text}\n\n"),
        "otter.txt": lines("{name}  {start}\n{text}\n\n"),
        "stamped.txt": paragraphs,
        "f4.txt": lines("{name}: {text} #0{end}-0#\n"),
        "labelled.txt": lines("{name}: {text}\n"),
        "labels.txt": "".join(
            f"{u.start:.6f}\t{u.end:.6f}\t{u.text}\n" for u in transcript.utterances
        ),
        "talk.csv": "start,end,speaker,text\n" + lines("{start},{end},{name},{text}\n"),
        "talk.ass": script + lines("Dialogue: {start}.00,{end}.00,{name},{text}\n"),
        "talk.ttml": '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
        + lines('<p begin="0{start}" end="0{end}">{name}: {text}</p>')
        + "</div></body></tt>",
        "deepgram.json": json.dumps({"results": {"channels": [{"alternatives": [best_of]}]}}),
        "speechmatics.json": json.dumps({"results": items}),
    }
    paths = {name: folder / name for name in [*texts, "talk.docx", "talk.transcript.json"]}
    for name, text in texts.items():
        paths[name].write_text(text, encoding="utf-8")
    document = docx.Document()
    for line in paragraphs.splitlines():
        document.add_paragraph(line)
    document.save(str(paths["talk.docx"]))
    paths["talk.transcript.json"].write_bytes(native.encode(transcript))
    return paths


def finding(folder: Path) -> None:
    """Look for the transcript of one recording among 2,000 files."""
    for number in range(500):
        for ending in (".m4a", ".vtt", ".review.toml", " notes.docx"):
            (folder / f"2026-11-{number % 28 + 1:02d} session {number}{ending}").touch()
    recording = folder / "2026-11-05 session 200.m4a"
    assert candidates(recording)
    taken, scan = best(lambda: candidates(recording)), best(lambda: list(os.scandir(folder)))
    print(f"finding among 2,000 files {taken * 1000:6.1f} ms   {taken / scan:5.1f} x os.scandir"
          f"  limit 50 ms: {taken <= 0.05}")  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        path = folder / "whisperx.json"
        path.write_text(whisperx(WORDS), encoding="utf-8")
        begun = time.perf_counter()
        reading = read_transcript(path)
        first = time.perf_counter() - begun
        assert reading.transcript.word_count == WORDS
        yardstick = best(lambda: json.loads(path.read_text(encoding="utf-8")))
        print(f"json.loads of {path.stat().st_size / 1e6:.1f} MB   {yardstick * 1000:7.1f} ms")
        print(f"first reading (imports)  {first * 1000:7.1f} ms")
        slowest = 0.0
        for name, file in {"whisperx.json": path, **written(folder, reading.transcript)}.items():
            taken = best(partial(read_transcript, file))
            slowest = max(slowest, taken)
            print(f"{name:24} {taken * 1000:7.1f} ms   {taken / yardstick:5.2f} x json.loads")
        print(f"limit {LIMIT} s for each: {slowest <= LIMIT}")
        (folder / "many").mkdir()
        finding(folder / "many")


if __name__ == "__main__":
    main()
