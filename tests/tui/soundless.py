"""The screen is tested in silence; playing through a device has tests of its own."""

import pytest

from sessionlens.audio import portaudio


@pytest.fixture(autouse=True)
def no_sound(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without PortAudio: the transport goes on, in silence."""
    if request.path.parent.name != "tui":
        return

    def missing() -> None:
        raise portaudio.NoPortAudioError("PortAudio is not installed")

    monkeypatch.setattr(portaudio, "_module", missing)
