"""Short texts in the encodings of another age, read without anybody naming one."""

from collections.abc import Iterator

import pytest

from sessionlens.transcripts.load import decode

WESTERN = (
    "Où est-ce que ça vous mène, très concrètement ?",
    "C’est l’été, peut-être à Noël…",
    "Voilà.",
    "« Très bien », dit-elle.",
    "Was würde sich für Sie ändern?",
    "Ich weiß es nicht, vielleicht später: „Üben“.",
    "Das heißt, wir müssten darüber sprechen.",
    "¿Qué te gustaría lograr mañana?",
    "¡Qué difícil!",
    "A reunião começa às três.",
    "Perché è così difficile?",
    "Hvad ønsker du at få ud af det?",
    "Jag känner mig också trött.",
    "Dat is één idee.",
)
CENTRAL = (
    "Co to dla ciebie znaczy? Myślę, że się boję.",
    "Tak, już wiem, gdzie jest ścieżka.",
    "Co by se změnilo? Nevím, příště možná víc.",
    "Mit jelent ez önnek? Azt hiszem, félek.",
    "Što biste željeli? Žao mi je, ne znam još.",
)
CYRILLIC = (
    "Что это значит для вас?",
    "Я не знаю, может быть, завтра.",
    "Що це означає для вас? Я ще не знаю.",
    "Какво означава това за вас?",
)
TEXTS = {
    "cp1252": WESTERN,
    "latin-1": WESTERN,
    "mac-roman": WESTERN,
    "utf-16-le": WESTERN + CENTRAL + CYRILLIC,
    "utf-16-be": WESTERN + CENTRAL + CYRILLIC,
    "cp1250": CENTRAL,
    "cp1251": CYRILLIC,
}


def texts() -> Iterator[tuple[str, str]]:
    for encoding, lines in TEXTS.items():
        for line in lines:
            try:
                line.encode(encoding)
            except UnicodeEncodeError:
                continue
            yield encoding, line


@pytest.mark.parametrize(("encoding", "line"), texts())
def test_one_short_line_is_enough(encoding: str, line: str) -> None:
    text = f"1\n00:00:01,000 --> 00:00:02,000\nCoach: {line}\n"
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    ("encoding", "line"),
    [("euc_jp", "今日は何について話したいですか。"), ("gb18030", "你今天想谈些什么？我不知道。")],
)
def test_what_is_written_with_two_bytes_a_character_is_read(encoding: str, line: str) -> None:
    text = f"1\n00:00:01,000 --> 00:00:02,000\n{line * 3}\n"
    assert "�" not in decode(text.encode(encoding))[0]
