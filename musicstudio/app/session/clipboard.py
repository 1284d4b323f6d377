# SPDX-License-Identifier: GPL-3.0-or-later
"""The clipboard: one for all songs, so that clips and notes go from one song to another."""

from dataclasses import dataclass
from pathlib import Path

from musicstudio.project.edits.pasting import Copied
from musicstudio.project.model import Note


@dataclass(slots=True)
class Clipboard:
    """clips and the folder that holds their audio; notes of the piano roll, from tick 0. Main thread."""

    clips: Copied | None = None
    media_folder: Path | None = None
    notes: tuple[Note, ...] = ()


_clipboard = Clipboard()


def clipboard() -> Clipboard:
    """The one that all songs share."""
    return _clipboard
