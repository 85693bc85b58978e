"""Which language each coach speaks is remembered."""

from pathlib import Path

from sessionlens.storage.languages import language_of_coach, last_language, remember_language


def test_each_coach_has_a_language_and_the_last_one_is_offered(tmp_path: Path) -> None:
    assert language_of_coach("Anna", tmp_path) == last_language(tmp_path) == ""

    remember_language("Anna", "de", tmp_path)
    remember_language("Jonas\x1b[31m ", "en", tmp_path)
    remember_language("Anna", "fr", tmp_path)
    remember_language("", "nl", tmp_path)

    assert language_of_coach("Anna", tmp_path) == "fr"
    assert language_of_coach("Jonas\x1b[31m", tmp_path) == "en"
    assert language_of_coach("", tmp_path) == ""
    assert last_language(tmp_path) == "nl"
    assert "\x1b" not in (tmp_path / "languages.toml").read_text(encoding="utf-8")


def test_what_cannot_be_read_counts_as_forgotten(tmp_path: Path) -> None:
    (tmp_path / "languages.toml").write_text("hello")

    assert last_language(tmp_path) == ""
    remember_language("Anna", "de", tmp_path)
    assert language_of_coach("Anna", tmp_path) == "de"
