# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that works on a song as a user does until it is killed: edits, imports, notes played anew, exports,
cleaning up. It says before and after every edit what the song should be.

Run as ``python -m tests.faults.working_process FOLDER OUTPUTS SEED``. It prints ``try HASH`` and ``done HASH`` as
`tests.faults.editing_process` does, and ``phase NAME`` when it begins something long.
"""

import random
import sys
from pathlib import Path

from musicstudio.app.files.clean_up import clean_up, unused_audio
from musicstudio.app.files.export import ExportOptions, export
from musicstudio.app.headless.session import HeadlessSession
from musicstudio.core.errors import StudioError
from musicstudio.storage import folder as folder_module

from .editing_process import edit_once, jump_once, record_once, say


def main(path: Path, outputs: Path, seed: int) -> None:
    """Work for ever."""
    folder_module.MAX_USELESS_RECORDS = 10
    draw = random.Random(seed)
    headless = HeadlessSession.open(path)
    say("done", headless.project)
    while True:
        phase = draw.choices(["edit", "jump", "record", "export", "clean", "save", "close"], [30, 8, 8, 3, 2, 3, 1])[0]
        print("phase", phase, flush=True)
        try:
            headless = step(headless, phase, outputs, draw)
        except StudioError as error:
            print("refused", error, flush=True)
        say("done", headless.project)


def step(headless: HeadlessSession, phase: str, outputs: Path, draw: random.Random) -> HeadlessSession:
    """One thing that a user does."""
    session = headless.session
    match phase:
        case "edit":
            edit_once(session.document, draw)
        case "jump":
            jump_once(session.document, draw)
        case "record":
            record_once(session.folder, draw)
        case "export":
            name = f"{draw.choice('abc')}.{draw.choice(['wav', 'flac', 'mid'])}"
            options = ExportOptions(outputs / name, is_mastered=False, range_s=(0.0, 1.0))
            headless.wait_for(export(session, options))
        case "clean":
            clean_up(session, unused_audio(session))
        case "save":
            session.folder.checkpoint()
        case "close":
            headless.close()
            return HeadlessSession.open(session.path)
    return headless


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
