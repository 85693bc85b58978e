"""Times that a file leaves out: of words, and of what shares a time with others."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sessionlens.domain.transcript import Word


def speaking_time(text: str) -> float:
    """Seconds it takes to say `text`, roughly (15 characters per second)."""
    return 0.3 + len(text) / 15


def spoken_words(text: str) -> int:
    """How many words a text has, roughly also where they are written without spaces."""
    unspaced = 0 if text.isascii() else sum(1 for letter in text if _written_without_spaces(letter))
    return max(len(text.split()), unspaced // 2)


class WordDraft(Struct):
    """A word as a file has it; times are seconds, None where the file has none."""

    text: str
    start: float | None = None
    end: float | None = None
    conf: float | None = None


def timed_words(
    parts: Sequence[WordDraft], start: float | None, end: float | None
) -> tuple[list[Word], int]:
    """Return words with times, and how many of them had to be placed between their neighbours.

    `start` and `end` (seconds) are those of the utterance. Without a single timed word there is
    nothing to place between: no words are returned.
    """
    starts = [part.start for part in parts if part.start is not None]
    if not starts:
        return [], 0
    words: list[Word] = []
    reached = starts[0] if start is None else start
    missing, placed = [], 0
    for part in parts:
        if part.start is None:
            missing.append(part)
            continue
        if missing:
            placed += len(missing)
            words += spread(missing, reached, part.start)
            missing = []
        finish = part.start + speaking_time(part.text) if part.end is None else part.end
        words.append(Word(start=part.start, end=finish, text=part.text, conf=part.conf))
        reached = finish
    if missing:
        last = reached
        limit = end if end is not None and end > last else last + 0.3 * len(missing)
        placed += len(missing)
        words += spread(missing, last, limit)
    return words, placed


def spread(parts: Sequence[WordDraft], start: float, end: float) -> list[Word]:
    """Divide the time from `start` to `end` (seconds) among words by their length."""
    times = shares(start, max(start, end), [len(part.text) + 1 for part in parts])
    return [
        Word(start=begin, end=finish, text=part.text, conf=part.conf)
        for part, (begin, finish) in zip(parts, times, strict=True)
    ]


def same_letters(words: Sequence[Word], text: str) -> bool:
    """Whether the words hold all letters of the text, so that nothing of it would be lost."""
    heard = "".join("".join(word.text for word in words).split())
    return heard == "".join(text.split())


def glued(tokens: Sequence[WordDraft]) -> list[WordDraft]:
    """Join tokens to words, where a leading space is what begins a new word.

    Scripts that are written without spaces keep their tokens as words.
    """
    parts: list[WordDraft] = []
    for token in tokens:
        text = token.text
        begins = not parts or text[:1].isspace() or _written_without_spaces(text)
        if begins:
            parts.append(WordDraft(text.strip(), token.start, token.end, token.conf))
            continue
        word = parts[-1]
        word.text += text.strip()
        word.start = token.start if word.start is None else word.start
        word.end = token.end if token.end is not None else word.end
        word.conf = _lower(word.conf, token.conf)
    return parts


def readable(
    words: Sequence[Word], *, longest: float = 20.0, pause: float = 0.7
) -> list[list[Word]]:
    """Cut a long run of words at its pauses (seconds), so that a person can read it.

    A run without pauses is cut after `longest` seconds at its widest gap.
    """
    runs: list[list[Word]] = []
    for word in words:
        if not runs or word.start - runs[-1][-1].end >= pause:
            runs.append([])
        runs[-1].append(word)
    return [piece for run in runs for piece in _pieces(run, longest)]


def _pieces(run: list[Word], longest: float) -> list[list[Word]]:
    pieces, first = [], 0
    while run[-1].end - run[first].start > longest and first < len(run) - 1:
        reach = first + 1
        while reach < len(run) - 1 and run[reach].end - run[first].start <= longest:
            reach += 1
        window = range(max((first + reach) // 2, first + 1), reach + 1)
        cut = max(window, key=lambda index: run[index].start - run[index - 1].end)
        pieces.append(run[first:cut])
        first = cut
    return [*pieces, run[first:]]


def _written_without_spaces(text: str) -> bool:
    """Han, kana, Thai, Lao, Khmer and Burmese letters, by their Unicode blocks."""
    if not text:
        return False
    code = ord(text[0])
    return 0x0E00 <= code < 0x0F00 or 0x1000 <= code < 0x10A0 or 0x3040 <= code < 0xA000


def _lower(conf: float | None, other: float | None) -> float | None:
    if conf is None or other is None:
        return conf if other is None else other
    return min(conf, other)


def shares(start: float, end: float, weights: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Start and end (seconds) of each part of the time from `start` to `end`, by its weight.

    Each part begins where the one before ends, and the last ends at `end` exactly.
    """
    total = sum(weights)
    passed: float = 0
    for weight in weights:
        begin = start + (end - start) * passed / total
        passed += weight
        yield begin, start + (end - start) * min(passed / total, 1.0)
