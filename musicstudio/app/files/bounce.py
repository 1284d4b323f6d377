# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a song rendered to files of their own."""

from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from msgspec import Struct

from musicstudio.core.files import open_new, storage_error
from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.interchange.wav import WavWriter
from musicstudio.media.store import MediaStore
from musicstudio.playback.graph.blocks import RenderedBlocks
from musicstudio.playback.graph.offline import stems_of
from musicstudio.project.model import Project, Source

_SILENT = 10 ** (-100 / 20)
_NO_PEAK_DBTP = -120.0


class Bounced(Struct, frozen=True):
    """Sources by the id of their row, and their files by the name of the source; silent rows are left out.

    peak_dbtp: of the sum of all rows of the song. damaged: sentences on audio that could not be read.
    """

    sources: dict[str, Source] = {}
    files: dict[str, Path] = {}
    peak_dbtp: float = _NO_PEAK_DBTP
    damaged: tuple[str, ...] = ()


def bounce(project: Project, media: MediaStore, row_ids: Collection[str], folder: Path) -> Job[Bounced]:
    """Render what each row adds to the mix, as 32-bit float WAV files from 0 s on. Raises `StorageError`."""
    names = {stem.id: stem.name for stem in stems_of(project) if stem.id in row_ids}
    folder.mkdir(parents=True, exist_ok=True)
    paths = {row_id: folder / f"{number}.wav" for number, row_id in enumerate(names)}
    blocks = RenderedBlocks(project, media, None, is_mastered=False)
    peaks = dict.fromkeys(names, 0.0)
    frames = 0
    try:
        with ExitStack() as stack:
            writers = [WavWriter(stack.enter_context(open_new(path)), 2, bits=32) for path in paths.values()]
            for row in blocks.stems(list(names)) if names else blocks.mix():
                frames += row[0].shape[1] if names else 0
                for row_id, writer, block in zip(names, writers, row, strict=False):
                    writer.write(block)
                    peaks[row_id] = max(peaks[row_id], float(np.abs(block).max(initial=0.0)))
                yield Progress(min(0.99, frames / SAMPLE_RATE / max(1.0, project.length_s)), "Rendering the rows")
            for writer in writers:
                writer.finish()
    except OSError as error:
        raise storage_error(error, folder) from error
    heard = [row_id for row_id, peak in peaks.items() if peak > _SILENT]
    sources = {row_id: Source(f"bounced {row_id}", frames, SAMPLE_RATE, 2, names[row_id]) for row_id in heard}
    files = {source.hash: paths[row_id] for row_id, source in sources.items()}
    if blocks.report is None:
        return Bounced(sources, files)
    return Bounced(sources, files, blocks.report.true_peak_dbtp, blocks.report.damaged)
