"""What each of the two says to what the other has learned, and whether that still stands there."""

from msgspec.structs import replace

from sessionlens.domain.answer import Reflection, words_fingerprint
from sessionlens.domain.review import Summary


def reflection_fingerprint(reflection: Reflection) -> str:
    """A short mark of what a mentor reads in a reflection: it changes when that does."""
    until = reflection.until.isoformat() if reflection.until else ""
    return words_fingerprint(
        *(reflection.take_away, reflection.practise, until),
        *(reflection.helped, reflection.did_not_help),
    )


def learning_fingerprint(summary: Summary) -> str:
    """A short mark of what a coach reads of their mentor's learning."""
    return words_fingerprint(summary.reviewer_learning)


def saying_to_reflection(summary: Summary, text: str, reflection: Reflection) -> Summary:
    """The summary in which a mentor says this to the coach's reflection as it is now."""
    seen = reflection_fingerprint(reflection) if text else ""
    return replace(summary, to_reflection=text, reflection_seen=seen)


def saying_to_learning(reflection: Reflection, text: str, summary: Summary) -> Reflection:
    """The reflection in which a coach says this to their mentor's learning as it is now."""
    seen = learning_fingerprint(summary) if text else ""
    return replace(reflection, to_learning=text, learning_seen=seen)


def is_to_earlier_reflection(summary: Summary, reflection: Reflection) -> bool:
    """Whether the coach's words that the mentor wrote to are other ones now."""
    seen = summary.reflection_seen.split()
    return bool(seen) and reflection_fingerprint(reflection) not in seen


def is_to_earlier_learning(reflection: Reflection, summary: Summary) -> bool:
    """Whether the mentor's words that the coach wrote to are other ones now."""
    seen = reflection.learning_seen.split()
    return bool(seen) and learning_fingerprint(summary) not in seen


def said_in(reflection: Reflection) -> tuple[tuple[str, str], ...]:
    """What a coach says in a reflection: what each part is called, and its words."""
    until = f", until {reflection.until.isoformat()}" if reflection.until else ""
    practise = reflection.practise or ("(no words)" if until else "")
    texts = (
        ("What I take away", reflection.take_away),
        (f"What I will practise{until}", practise),
        ("What helped me in how you worked", reflection.helped),
        ("What did not", reflection.did_not_help),
    )
    return tuple((title, text) for title, text in texts if text)
