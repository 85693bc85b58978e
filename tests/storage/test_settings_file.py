"""config.toml: documented, checked, and its owner's lines left alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.storage.settings import DOCUMENTATION, Settings, load_settings, save_settings


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_a_file_those_of_the_first_start(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "nowhere") == Settings()


@pytest.mark.parametrize("nothing", [b"", b"\n \n"])
def test_an_empty_file_is_like_none(tmp_path: Path, config: Path, nothing: bytes) -> None:
    config.write_bytes(nothing)
    assert load_settings(tmp_path) == Settings()
    save_settings(Settings(volume=0.5), tmp_path)
    assert load_settings(tmp_path).volume == 0.5


def test_every_setting_is_explained_and_written(tmp_path: Path, config: Path) -> None:
    save_settings(Settings(reviewer="Maria"), tmp_path)
    text = config.read_text("utf-8")
    for field in fields(Settings):
        assert f"# {DOCUMENTATION[field.name].splitlines()[0]}\n" in text
        assert f"\n{field.name} = " in text
    assert load_settings(tmp_path) == Settings(reviewer="Maria")


def test_saving_changes_only_the_lines_that_differ(tmp_path: Path, config: Path) -> None:
    config.write_text(
        'format = "sessionlens.config"\nversion = 1\n'
        "# I am slow in the morning\nreaction_lag = 3 # so there\n\nvolume = 0.5"
    )
    save_settings(Settings(reaction_lag=3.0, volume=0.8, keymap="vim"), tmp_path)
    text = config.read_text("utf-8")
    assert "# I am slow in the morning\nreaction_lag = 3 # so there\n\nvolume = 0.8\n" in text
    assert text.endswith('keymap = "vim"\n')
    assert "theme" not in text
    assert load_settings(tmp_path) == Settings(reaction_lag=3.0, volume=0.8, keymap="vim")


def test_a_value_over_several_lines_is_replaced_whole(tmp_path: Path, config: Path) -> None:
    config.write_text(
        'format = "sessionlens.config"\nversion = 1\nreviewer = """\nMaria\n"""\nvolume = 0.5\n'
    )
    save_settings(Settings(reviewer="Anna"), tmp_path)
    assert load_settings(tmp_path) == Settings(reviewer="Anna")


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85"])
def test_comments_survive_whatever_they_hold(tmp_path: Path, config: Path, odd: str) -> None:
    text = (
        f'format = "sessionlens.config"\nversion = 1\n# pasted{odd} from a page\n# and this\n'
        '{volume}\n# and this\nreviewer = "Maria"\n'
    )
    config.write_text(text.replace("{volume}", "volume = 0.5"), "utf-8")
    save_settings(Settings(reviewer="Maria", volume=0.7), tmp_path)
    assert config.read_text("utf-8") == text.replace("{volume}", "volume = 0.7")


def test_a_comment_behind_a_changed_value_stays_there(tmp_path: Path, config: Path) -> None:
    text = 'format = "sessionlens.config"\nversion = 1\n'
    config.write_text(f'{text}reviewer = "# 1" \t# the "first"\nvolume = 0.5 # my headphones')
    save_settings(Settings(reviewer="Anna", volume=0.7), tmp_path)
    kept = f'{text}reviewer = "Anna" \t# the "first"\nvolume = 0.7 # my headphones\n'
    assert config.read_text() == kept


NAMES = st.text(max_size=20).map(clean)


@given(NAMES, NAMES, st.floats(0, 10), st.sampled_from(["dark", "light", "high-contrast"]))
def test_any_settings_read_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, name: str, device: str, lag: float, theme: str
) -> None:
    folder = tmp_path_factory.mktemp("config")
    settings = Settings(reviewer=name, output_device=device, reaction_lag=lag, theme=theme)  # type: ignore[arg-type]
    save_settings(Settings(reviewer="before"), folder)
    save_settings(settings, folder)
    assert load_settings(folder) == settings


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("reaction_lag = 11", "'reaction_lag' is 11, not between 0 and 10"),
        ("reaction_lag = -1", "'reaction_lag' is -1"),
        ("reaction_lag = nan", "'reaction_lag' is no number"),
        ("volume = 70", "'volume' is 70, not between 0 and 1"),
        ('volume = "loud"', "'volume' should be a number"),
        ('theme = "pink"', "'dark', 'light', 'high-contrast'"),
        ("pre_rol = 2", "Did you mean 'pre_roll'"),
        ("theme", "not valid TOML"),
    ],
)
def test_a_broken_file_is_said_and_left_alone(
    tmp_path: Path, config: Path, line: str, words: str
) -> None:
    content = f'format = "sessionlens.config"\nversion = 1\n{line}\n'
    config.write_text(content)
    for attempt in (lambda: load_settings(tmp_path), lambda: save_settings(Settings(), tmp_path)):
        with pytest.raises(SessionLensError) as caught:
            attempt()
        assert words in str(caught.value)
        assert (caught.value.where, caught.value.line) == (config, 3)
    assert config.read_text() == content


@pytest.mark.parametrize(
    "garbage", [b"\0\1\2", b"\x80\x81", b"a = " + b"[" * 5000], ids=["binary", "bytes", "deep"]
)
def test_what_is_no_settings_at_all_may_be_deleted(
    tmp_path: Path, config: Path, garbage: bytes
) -> None:
    config.write_bytes(garbage)
    with pytest.raises(SessionLensError) as caught:
        load_settings(tmp_path)
    assert "elete it" in caught.value.hint
    assert caught.value.where == config


def test_values_out_of_range_are_not_saved(tmp_path: Path, config: Path) -> None:
    with pytest.raises(SessionLensError, match="'pre_roll' is 99"):
        save_settings(Settings(pre_roll=99), tmp_path)
    assert not config.exists()


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SessionLensError):
        save_settings(Settings(), tmp_path / "file" / "sessionlens")
