"""Reading a WhisperX file of 10,000 words, against json.loads of the same file.

    python bench/read_transcript.py

Prints the best of ten runs of each, their ratio, and whether the limit of 0.3 s is kept; then the
same for other formats of the same conversation, for comparison.
"""

import json
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sessionlens.documents.subtitles import to_srt, to_webvtt
from sessionlens.transcripts import native
from sessionlens.transcripts.recognise import read_transcript

WORDS = 10_000
LIMIT = 0.3
RUNS = 10
SENTENCE = "what would it mean to you if it worked and you could say no in 2027"


def whisperx(words: int) -> str:
    said = SENTENCE.split()
    segments, time_ = [], 0.0
    for first in range(0, words, 14):
        speaker = f"SPEAKER_{first // 14 % 2:02d}"
        timed = []
        for index in range(min(14, words - first)):
            text = said[(first + index) % len(said)]
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


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "talk.json"
        path.write_text(whisperx(WORDS), encoding="utf-8")
        begun = time.perf_counter()
        reading = read_transcript(path)
        first = time.perf_counter() - begun
        assert reading.format == "whisperx"
        assert reading.transcript.word_count == WORDS
        yardstick = best(lambda: json.loads(path.read_text(encoding="utf-8")))
        print(f"json.loads of {path.stat().st_size / 1e6:.1f} MB   {yardstick * 1000:7.1f} ms")
        print(f"first reading (imports)  {first * 1000:7.1f} ms")
        others = {
            "whisperx": path,
            "sessionlens": Path(folder) / "talk.transcript.json",
            "webvtt": Path(folder) / "talk.vtt",
            "srt": Path(folder) / "talk.srt",
        }
        others["sessionlens"].write_bytes(native.encode(reading.transcript))
        others["webvtt"].write_text(to_webvtt(reading.transcript), encoding="utf-8")
        others["srt"].write_text(to_srt(reading.transcript), encoding="utf-8")
        for name, file in others.items():
            taken = best(partial(read_transcript, file))
            kept = "" if name != "whisperx" else f"  limit {LIMIT} s: {taken <= LIMIT}"
            print(f"{name:24} {taken * 1000:7.1f} ms   {taken / yardstick:5.2f} x json.loads{kept}")


if __name__ == "__main__":
    main()
