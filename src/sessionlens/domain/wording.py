"""Correcting what an utterance says without losing when its words were said."""

from difflib import SequenceMatcher

from msgspec.structs import replace

from sessionlens.domain.transcript import Utterance, Word


def reworded(utterance: Utterance, text: str) -> Utterance:
    """The utterance with other words; words that stay keep their times.

    Words put in the place of others share the time of those; words put between take a moment
    from the gap there. Corrected words have no confidence: a person wrote them.
    """
    if not utterance.words:
        return replace(utterance, text=text)
    old, new = [word.text for word in utterance.words], text.split()
    words: list[Word] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            words += utterance.words[a:b]
        elif kind != "delete":
            start = (
                utterance.words[a].start if a < b else words[-1].end if words else utterance.start
            )
            following = utterance.words[a].start if a < len(old) else utterance.end
            end = utterance.words[b - 1].end if a < b else max(following, start)
            words += spread(new[c:d], start, end)
    return replace(utterance, text=" ".join(new), words=tuple(words))


def spread(texts: list[str], start: float, end: float) -> list[Word]:
    """Words over a stretch of time (seconds), each by its length in letters."""
    letters = sum(len(text) for text in texts)
    words: list[Word] = []
    at, passed = start, 0
    for text in texts:
        passed += len(text)
        until = end if passed == letters else round(start + (end - start) * passed / letters, 3)
        words.append(Word(start=at, end=until, text=text))
        at = until
    return words
