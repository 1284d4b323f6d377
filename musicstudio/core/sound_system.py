# SPDX-License-Identifier: GPL-3.0-or-later
"""What playing and recording share of the machine's sound system."""

import contextlib
import sys
from typing import Any, Literal

_SOUND_SERVERS = ("pipewire", "pulse")


def likely_devices(kind: Literal["input", "output"]) -> list[str]:
    """What the system takes by default, then the usual sound servers."""
    import sounddevice

    names = []
    with contextlib.suppress(sounddevice.PortAudioError, OSError, ValueError):
        names.append(str(sounddevice.query_devices(kind=kind)["name"]))
    return [*names, *_SOUND_SERVERS]


def stream_settings() -> dict[str, Any]:
    """On Windows, let the system convert to a device's own rate."""
    if sys.platform == "win32":
        import sounddevice

        if "WASAPI" in str(sounddevice.query_hostapis(sounddevice.default.hostapi)["name"]):
            return {"extra_settings": sounddevice.WasapiSettings(auto_convert=True)}
    return {}
