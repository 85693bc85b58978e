"""Every kind of document in the table can be read and described, with no further list to keep."""

from pathlib import Path

import pytest

from sessionlens.cli.facts import facts_about
from sessionlens.cli.findings import findings_in
from sessionlens.domain.errors import SessionLensError
from sessionlens.library.kinds import kind_of
from sessionlens.storage.kinds import BY_FORMAT, ENDINGS, KINDS, Kind

READ = [name for name, kind in KINDS.items() if kind.reader and kind.format]


@pytest.mark.parametrize("name", READ)
def test_a_document_is_known_by_its_format_and_described_or_named_with_what_it_lacks(
    tmp_path: Path, name: Kind
) -> None:
    if ENDINGS.get(name, "").endswith(".json"):
        pytest.skip("told by being no TOML")
    path = tmp_path / "anything.txt"
    path.write_text(f'format = "{KINDS[name].format}"\nversion = 1\n')
    assert kind_of(path) == BY_FORMAT[KINDS[name].format]
    try:
        assert facts_about(path)["kind"] == findings_in(path).what == kind_of(path)
    except SessionLensError as error:
        assert "is missing" in error.what


def test_no_two_kinds_have_names_that_end_alike() -> None:
    assert len(set(ENDINGS.values())) == len(ENDINGS)
    for longer, ending in ENDINGS.items():
        for shorter in list(ENDINGS)[list(ENDINGS).index(longer) + 1 :]:
            assert not ENDINGS[shorter].endswith(ending)
