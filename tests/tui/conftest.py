"""The screen is tested in silence; playing through a device has tests of its own."""

import pytest

from sessionlens.audio import portaudio


@pytest.fixture(autouse=True)
def no_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without PortAudio: the transport goes on, in silence."""

    def missing() -> None:
        raise portaudio.NoPortAudioError("PortAudio is not installed")

    monkeypatch.setattr(portaudio, "_module", missing)
