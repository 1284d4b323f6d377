# SPDX-License-Identifier: GPL-3.0-or-later
"""The song as a page to share: the mastered mix and its stems as MP3, and everything that the page shows."""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from musicstudio.core.files import new_path, safe_name, write_file
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import SAMPLE_RATE, gain_from_db
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.watermark.writing import mark_rows
from musicstudio.interchange.encoders import SndfileEncoder
from musicstudio.interchange.provenance import CreditsSheet
from musicstudio.interchange.share_page import PEAKS, PageSound, PageStem, write_page, write_player
from musicstudio.interchange.song_info import SongInfo
from musicstudio.interchange.tags import write_tags
from musicstudio.interchange.written_audio import decoded_blocks
from musicstudio.media.store import MediaStore
from musicstudio.playback.graph.blocks import RenderedBlocks
from musicstudio.playback.graph.offline import stems_of
from musicstudio.project.model import Project

from .export_audio import export_mix, stems_headroom_db
from .export_options import ExportOptions, ExportReport

_MIX_KBPS, _STEM_KBPS = 256, 160
_MAX_PAGE_STEMS = 24


def export_page(
    project: Project, media: MediaStore, options: ExportOptions, about: SongInfo, sheet: CreditsSheet
) -> Job[ExportReport]:
    """Write the page, which comes last, and the folder beside it. Raises `StorageError`, `MediaError`, `InputError`."""
    folder = options.path.with_name(f"{options.path.stem} files")
    name = safe_name(about.title, "Song")
    mix_options = _as_mp3(options, folder / f"{name}.mp3")
    report = yield from within(export_mix(project, media, mix_options, about), 0.0, 0.5)
    stems = yield from within(_stems(project, media, options, folder, about), 0.5, 0.95)
    peaks, length_s = yield from within(_peaks(mix_options.path), 0.95, 1.0)
    files = [*report.files, *(folder / stem.file for stem in stems), *write_player(folder)]
    cover = _cover(folder, about)
    sound = PageSound(
        mix=f"{folder.name}/{mix_options.path.name}",
        peaks=peaks,
        length_s=length_s,
        stems=tuple(replace(stem, file=f"{folder.name}/{stem.file}") for stem in stems),
        downloads=((f"{folder.name}/{mix_options.path.name}", f"{about.title} (MP3)"),),
        is_signed=options.is_signed,
    )
    write_page(options.path, project, about, sheet, sound, f"{folder.name}/{cover}" if cover else "")
    return dataclasses.replace(report, files=(options.path, *files))


def _as_mp3(options: ExportOptions, path: Path) -> ExportOptions:
    return dataclasses.replace(
        options, path=path, kbps=_MIX_KBPS, rate=SAMPLE_RATE, is_lossless=False, sections_folder=None
    )


def _stems(
    project: Project, media: MediaStore, options: ExportOptions, folder: Path, about: SongInfo
) -> Job[list[PageStem]]:
    """Stems as MP3, raised alike, all at once; a song of very many rows goes without."""
    listed = stems_of(project)
    if not 1 < len(listed) <= _MAX_PAGE_STEMS:
        return []
    raised = gain_from_db((yield from within(stems_headroom_db(project, media, options), 0.0, 0.4)))
    stems = [PageStem(each.name, f"{n:02d} {safe_name(each.name, 'Stem')}.mp3") for n, each in enumerate(listed, 1)]
    blocks = RenderedBlocks(project, media, options.range_s, is_mastered=False)
    mark, done = options.mark_for(project), 0
    rows: Iterable[Sequence[Audio]] = blocks.stems([each.id for each in listed])
    rows = rows if mark is None else mark_rows(rows, mark, len(listed))
    with ExitStack() as stack:
        parts = [stack.enter_context(new_path(folder / stem.file)) for stem in stems]
        encoders = [
            SndfileEncoder(part, ".mp3", 2, SAMPLE_RATE, bits=0, kbps=_STEM_KBPS, seed=0, has_dither=False)
            for part in parts
        ]
        try:
            for row in rows:
                for encoder, block in zip(encoders, row, strict=True):
                    encoder.write(block * np.float32(raised))
                done += row[0].shape[1]
                yield Progress(0.4 + 0.6 * min(1.0, done / SAMPLE_RATE / max(1.0, project.length_s)), "Writing stems")
        finally:
            for encoder in encoders:
                encoder.close()
        for stem, part in zip(stems, parts, strict=True):
            write_tags(part, ".mp3", replace(about, title=f"{about.title} - {stem.name}", lyrics="", cover=b""))
    return stems


def _peaks(path: Path) -> Job[tuple[tuple[float, ...], float]]:
    """How loud the mix is along the page's width, and how long."""
    levels: list[float] = []
    frames = 0
    for block in decoded_blocks(path):
        levels += list(_levels(block))
        frames += block.shape[1]
        yield Progress(0.5, "Drawing the waveform")
    places = np.linspace(0, len(levels), PEAKS + 1).astype(int)
    drawn = [max(levels[a : max(b, a + 1)], default=0.0) for a, b in pairwise(places)]
    return tuple(min(1.0, level) for level in drawn), frames / SAMPLE_RATE


def _levels(block: Audio) -> Iterator[float]:
    for first in range(0, block.shape[1], 1024):
        yield float(np.abs(block[:, first : first + 1024]).max(initial=0.0))


def _cover(folder: Path, about: SongInfo) -> str:
    if not about.cover:
        return ""
    name = "cover.png" if about.cover.startswith(b"\x89PNG") else "cover.jpg"
    write_file(folder / name, about.cover)
    return name
