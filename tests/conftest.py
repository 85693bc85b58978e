"""Nothing in the tests may read or write the folders of whoever runs them."""

import gc
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from textual.notifications import Notification
from textual.pilot import Pilot

from sessionlens import processor
from sessionlens.__main__ import MADE_BEFORE_A_COLLECTION
from sessionlens.audio import output, portaudio
from sessionlens.tui.footer import Footer
from sessionlens.tui.widgets.coding_prompt import CodingPrompt

_CLOSED_WITHIN = 30.0  # seconds: devices are not looked for anew while another test's is open

# Examples may take as long as they like: the machine may be busy.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# As the program has it. Else many tests wait until all that a worker holds has been looked
# through, for seconds on a busy machine.
gc.set_threshold(MADE_BEFORE_A_COLLECTION)

# A shell has what it starts in the background ignore Ctrl+C, and so would all that tests start.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two for each core: tests wait for sound and terminals longer than they work."""
    return 2 * (os.cpu_count() or 1)


pytest_plugins = (
    "device_players",
    "faulty_disks",
    "kept_reviews",
    "observing",
    "picturing",
    "quick_models",
    "soundless",
    "whisper_models_made",
)
"""Fixtures of the folders below, found through pytest's `pythonpath`."""


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    """A program keeps for good what it has loaded; a hundred of them after another must not."""
    open_before = set(portaudio._open_streams)
    yield
    gc.unfreeze()
    until = time.monotonic() + _CLOSED_WITHIN
    # A player's own thread closes its device. One that is left open holds up no later test.
    while set(portaudio._open_streams) - open_before and time.monotonic() < until:
        time.sleep(0.01)


@pytest.fixture(autouse=True)
def notices_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine looks late at what is shown for a few seconds, and keys come late."""
    monkeypatch.setattr(Footer, "SECONDS", 30.0)
    monkeypatch.setattr(CodingPrompt, "SECONDS", 3600.0)


@pytest.fixture(autouse=True)
def pilots_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a start was seen to take longer than the half minute of Textual's pilot."""
    monkeypatch.setattr(Pilot._wait_for_screen, "__defaults__", (120.0,))


@pytest.fixture(autouse=True)
def nothing_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """What leaves the processor to others would get next to nothing of a busy one."""
    monkeypatch.setattr(processor, "GENTLE", 0)


@pytest.fixture
def notices_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine opens a recording for longer than a notice in the corner stands."""
    monkeypatch.setattr(Notification, "has_expired", False)


@pytest.fixture
def clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a player plays without a device does not go on, however busy the machine is."""
    monkeypatch.setattr(output, "now", lambda: 0.0)


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds nothing yet."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for name in ("COLUMNS", "LINES"):  # a terminal is as large as a test says
        monkeypatch.delenv(name, raising=False)
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    return home
