"""Share of words that a model hears wrongly: replaced, left out or added, of those spoken.

    python bench/word_errors.py [--model FOLDER --recording FILE --truth FILE --language en]

The truth is a transcript in any format, or plain text. Without options: the shipped model on the
sample conversation, whose words are all it knows.
"""

import argparse
import re
import sys
import tempfile
from itertools import zip_longest
from pathlib import Path

from jellyfish import levenshtein_distance

from _speech import MODEL, run
from sessionlens.resources import sample_folder
from sessionlens.transcripts.recognise import read_transcript


def plain(text: str) -> list[str]:
    """The words of a text in small letters, without punctuation."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower().replace("’", "'"))


def words(path: Path) -> list[list[str]]:
    """What each speaker of a transcript says, in order of appearance; a plain text has one."""
    if path.suffix == ".txt":
        return [plain(path.read_text("utf-8"))]
    by_speaker: dict[str | None, list[str]] = {}
    for utterance in read_transcript(path).transcript.utterances:
        by_speaker.setdefault(utterance.speaker, []).extend(plain(utterance.text))
    return [*by_speaker.values()]


def errors(truth: list[str], heard: list[str]) -> int:
    """The fewest words to be replaced, left out or added; each word stands for a letter."""
    letters = {word: chr(0xE000 + number) for number, word in enumerate({*truth, *heard})}
    return levenshtein_distance(
        "".join(letters[word] for word in truth), "".join(letters[word] for word in heard)
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    sample = sample_folder() / "first-session"
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--recording", type=Path, default=sample.with_suffix(".ogg"))
    parser.add_argument("--truth", type=Path, default=Path(f"{sample}.transcript.json"))
    parser.add_argument("--language", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        heard = Path(name) / "heard.transcript.json"
        command = [sys.executable, "-m", "sessionlens", "transcribe", str(options.recording)]
        command += ["--model", str(options.model), "--language", options.language]
        command += ["--speakers", "1", "--as-heard", "-o", str(heard)]
        ran = run(command, Path(name))
        none: list[str] = []
        voices = list(zip_longest(words(options.truth), words(heard), fillvalue=none))
    spoken = sum(len(truth) for truth, _ in voices)
    wrong = sum(errors(truth, recognised) for truth, recognised in voices)
    print(f"{options.recording.name}, {options.model.name}: {spoken} words")
    print(f"wrong {wrong / spoken:.1%}; {ran.work:.1f} s of the processor")


if __name__ == "__main__":
    main()
