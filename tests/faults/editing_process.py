# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that edits a song at random until it is killed, saying before and after every step what the song should be.

Run as ``python -m tests.faults.editing_process FOLDER SEED``. It prints ``try HASH`` before and ``done HASH`` after
each step.
"""

import hashlib
import random
import sys
from pathlib import Path

import msgspec
import numpy as np

from musicstudio.core.errors import EditError
from musicstudio.project.document import Document
from musicstudio.project.edits import clips
from musicstudio.project.model import Project, Source
from musicstudio.storage import folder as folder_module
from musicstudio.storage.folder import ProjectFolder
from tests.project.random_edits import random_edit


def main(path: Path, seed: int) -> None:
    """Edit for ever."""
    folder_module.MAX_USELESS_RECORDS = 10
    draw = random.Random(seed)
    folder = ProjectFolder.open(path)
    say("done", folder.document.project)
    while True:
        action = draw.random()
        if action < 0.75:
            edit_once(folder.document, draw)
        elif action < 0.9:
            jump_once(folder.document, draw)
        elif action < 0.95:
            record_once(folder, draw)
        elif action < 0.98:
            folder.checkpoint()
        else:
            folder.close()
            folder = ProjectFolder.open(path)


def edit_once(document: Document, draw: random.Random) -> None:
    """One random edit, at times merged into the step before."""
    try:
        after = random_edit(draw, document.project, is_on_disk=True)(document.project)
        say("try", after)
        document.transact("Edit", lambda _: after, merge_key=draw.choice(["", "", "drag"]))
    except EditError:
        pass
    say("done", document.project)


def jump_once(document: Document, draw: random.Random) -> None:
    """Undo, redo or a jump."""
    steps = len(document.history)
    index = min(steps - 1, max(0, document.history_index + draw.choice([-1, -1, 1, 2, -5])))
    say("try", document._history.states[index])
    document.jump(index)
    say("done", document.project)


def record_once(folder: ProjectFolder, draw: random.Random) -> None:
    """New audio, and a clip that plays it."""
    rows = [track.id for track in folder.document.project.tracks if track.kind == "audio"]
    if not rows:
        return
    audio = np.random.default_rng(draw.randrange(2**32)).standard_normal((2, draw.randint(100, 50_000)))
    content_hash, frames = folder.media.add((audio * 0.1).astype(np.float32))
    source = Source(content_hash, frames, 48_000, 2)
    edit = clips.add_clip(rows[0], clips.audio_clip(source, draw.uniform(0, 60)), (source,))
    after = edit(folder.document.project)
    say("try", after)
    folder.document.transact("Record", lambda _: after)
    say("done", after)


def say(word: str, project: Project) -> None:
    """Print what the song is, at once."""
    print(word, fingerprint(project), flush=True)


def fingerprint(project: Project) -> str:
    """A hash of everything in a song."""
    return hashlib.sha256(msgspec.json.encode(project)).hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
