"""How questions begin in a language: shipped lists, and the user's own."""

from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.questions import QuestionWords, language_of
from sessionlens.domain.transcript import Transcript
from sessionlens.storage import document, toml
from sessionlens.storage.kinds import KINDS
from sessionlens.storage.named import named_files

FORMAT = KINDS["questions"].format


def load_question_words(path: Path) -> QuestionWords:
    """Read a list; raises SessionLensError with file, line and key."""
    source = document.read(path).require(FORMAT)
    words = toml.convert(source, QuestionWords)
    for key in ("open", "closed"):
        if not getattr(words, key):
            raise source.error(f"The list '{key}' is empty", "Write how such questions begin", key)
        if "" in getattr(words, key):
            raise source.error(f"The list '{key}' holds an empty text", "Remove it", key)
    return words


def words_for(transcript: Transcript) -> tuple[QuestionWords | None, tuple[str, ...]]:
    """The list for a transcript's language, None if there is none, and what is wrong with others.

    Where the transcript does not name its language, it is the one whose words occur in it.
    """
    lists: dict[str, QuestionWords] = {}
    faults = []
    for named in named_files("questions"):
        try:
            words = load_question_words(named.path)
        except SessionLensError as error:
            faults.append(str(error))
        else:
            lists.setdefault(words.language.casefold(), words)
    language = transcript.language.casefold().replace("_", "-")
    of_language = lists.get(language) or lists.get(language.split("-")[0])
    if language and language not in ("und", "auto"):
        return of_language, tuple(faults)
    return language_of(transcript.utterances, tuple(lists.values())), tuple(faults)
