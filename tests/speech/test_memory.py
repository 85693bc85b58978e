"""No more recognisers are started than fit into memory."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionlens.speech import memory
from sessionlens.speech.engines.interface import Model
from sessionlens.speech.memory import fits_each, recognisers_for

GB = 1_000_000_000


@pytest.mark.parametrize(
    ("free", "size", "most", "fitting"),
    [
        (16 * GB, GB, 8, 8),
        (5 * GB, GB, 8, 2),
        (3 * GB, GB, 8, 1),
        (GB, 2 * GB, 8, 1),
        (None, 2 * GB, 4, 4),
        (GB, 277_000, 4, 4),
    ],
)
def test_as_many_as_fit(
    monkeypatch: pytest.MonkeyPatch, free: int | None, size: int, most: int, fitting: int
) -> None:
    monkeypatch.setattr(memory, "available", lambda: free)
    assert recognisers_for(Model("large", Path("a"), size=size), most) == fitting


@given(st.integers(0, 10 * GB), st.integers(1, 64))
def test_there_is_always_one_and_never_more_than_asked_for(size: int, most: int) -> None:
    assert 1 <= recognisers_for(Model("large", Path("a"), size=size), most) <= most


def test_where_the_system_does_not_say_nothing_is_held_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_MEMINFO", tmp_path / "gone")
    assert memory.available() is None


@pytest.mark.parametrize(
    ("free", "fitting"), [(None, False), (4 * GB, False), (14 * GB, True), (64 * GB, True)]
)
def test_each_has_a_model_of_its_own_where_half_of_the_memory_stays_free(
    monkeypatch: pytest.MonkeyPatch, free: int | None, *, fitting: bool
) -> None:
    monkeypatch.setattr(memory, "available", lambda: free)
    assert fits_each([Model("large", Path("a"), size=GB)], 2) is fitting
