# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading an audio file from start to end in blocks."""

from io import RawIOBase
from pathlib import Path
from typing import Any

from musicstudio.core.files import library_path


def open_sequential(path: Path | str | RawIOBase) -> Any:
    """A `soundfile.SoundFile` whose ``read(frames, ...)`` gives block after block; ``with`` closes it.

    soundfile seeks to where it is after every read of a file that can be seeked, and libsndfile 1.2.2 decodes some
    1,500 wrong samples after a seek in an MP3 file; so the file is declared one that cannot be. Raises RuntimeError,
    as soundfile does.
    """
    import soundfile

    class Sequential(soundfile.SoundFile):  # type: ignore[misc]  # soundfile has no types
        def seekable(self) -> bool:
            return False

    return Sequential(library_path(path) if isinstance(path, Path) else path)
