# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file says about how it was made: its signed Content Credentials, and the inaudible mark in its sound."""

from pathlib import Path

from msgspec import Struct

from musicstudio.core.errors import MediaError
from musicstudio.core.progress import Job, Progress, within
from musicstudio.dsp.watermark.reading import MarkReader
from musicstudio.interchange.credentials.signing import Verdict, verify_file
from musicstudio.interchange.mark import mark_text
from musicstudio.media.decoding import DecodedFile

from .sign import trusted_anchor


class MarkVerdict(Struct, frozen=True):
    """Whether sound bears the studio's mark, which says that AI took part.

    number: of the song, as `mark_text`; empty where it cannot be read. score: how many deviations it lies above
    chance. at_s: where it is clearest.
    """

    is_marked: bool
    number: str = ""
    score: float = 0.0
    at_s: float = 0.0


class FileVerdict(Struct, frozen=True):
    """Both together. mark: None where the file holds no sound that can be read."""

    credentials: Verdict
    mark: MarkVerdict | None


def verify_job(path: Path) -> Job[FileVerdict]:
    """Check the credentials and listen for the mark. Raises `MediaError` for a file that is not there."""
    credentials = yield from within(verify_file(path, trusted_anchor()), 0.0, 0.2)
    try:
        mark = yield from within(read_mark(path), 0.2, 1.0)
    except MediaError:
        return FileVerdict(credentials, None)
    return FileVerdict(credentials, mark)


def read_mark(path: Path) -> Job[MarkVerdict]:
    """Listen to a whole file for the mark. Raises `MediaError` for what is no sound."""
    reader, frames = MarkReader(), 0
    with DecodedFile(path) as file:
        for block in file.blocks():
            yield Progress(min(1.0, frames / max(1, file.frames)), f"Listening to {path.name}")
            if block is not None:
                reader.feed(block)
                frames += block.shape[1]
    found = reader.finish()
    if found is None:
        return MarkVerdict(is_marked=False, score=round(reader.score, 1))
    number = "" if found.number is None else mark_text(found.number)
    return MarkVerdict(True, number, round(found.score, 1), round(found.at_s, 1))
