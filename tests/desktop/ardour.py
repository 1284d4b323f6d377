# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Ardour with an empty session and no sound device, and what its session file says came into it."""

import subprocess
import time
from pathlib import Path
from xml.etree import ElementTree as xml

from .screen import Screen

# 48 kHz into nothing, started unasked: so that neither its wizard nor its audio setup stands before the session.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<Ardour><Config>
<Option name="hide-dummy-backend" value="0"/><Option name="try-autostart-engine" value="1"/>
</Config><Extra><AudioMIDISetup><EngineStates>
<State backend="None (Dummy)" driver="Normal Speed" device="Silence" input-device="" output-device=""
 sample-rate="48000" buffer-size="1024" n-periods="0" input-latency="0" output-latency="0" lm-input="" lm-output=""
 active="1" use-buffered-io="0" midi-option="1 in, 1 out, Silence" lru="1"><MIDIDevices/></State>
</EngineStates></AudioMIDISetup></Extra></Ardour>
"""
NAME = "drop"


class Ardour:
    """Started on a screen; ``sources`` names the files in its session."""

    def __init__(self, screen: Screen, place: Path) -> None:
        self.screen, self.folder = screen, place / NAME
        settings = screen.home / ".config" / "ardour7"
        settings.mkdir(parents=True)
        (settings / ".a7").touch()
        (settings / "config").write_text(SETTINGS, encoding="utf-8")
        script = place / "session.lua"
        made = f'local s = create_session("{self.folder}", "{NAME}", 48000)'
        script.write_text(f'{made}\ns:save_state("")\nclose_session()\nquit()\n', encoding="utf-8")
        command = ["ardour7-lua", str(script)]
        subprocess.run(command, env=screen.environment, capture_output=True, check=True, timeout=90)
        screen.start("ardour", "-n", str(self.folder))
        self.window = screen.window(f"{NAME} - Ardour", 120.0)

    def sources(self) -> set[str]:
        """The names of sound and notes in the session, after saving it."""
        session = self.folder / f"{NAME}.ardour"
        self.screen.mouse("windowactivate", "--sync", self.window)
        self.screen.mouse("key", "ctrl+s")
        time.sleep(1.5)
        return {source.get("name", "") for source in xml.parse(session).getroot().iter("Source")}

    def take(self, start: list[int], target: tuple[int, int], keys: tuple[str, ...] = ()) -> set[str]:
        """What came by a drag from somewhere; a busy screen may miss a step, and the first may only ask for files."""
        before = self.sources()
        for _ in range(4):
            self.screen.drag((start[0], start[1]), target, keys=keys)
            end = time.monotonic() + 20.0
            while time.monotonic() < end:
                time.sleep(1.0)
                if new := self.sources() - before:
                    time.sleep(2.0)
                    return new | (self.sources() - before)
        return set()
