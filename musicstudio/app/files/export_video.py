# SPDX-License-Identifier: GPL-3.0-or-later
"""The song as a film with the mastered mix: rendered once, listened to, painted."""

import dataclasses

from musicstudio.core.files import scratch_folder
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.interchange.song_info import SongInfo
from musicstudio.interchange.video.listening import moves_of
from musicstudio.interchange.video.painting import SHAPES, Scene, unset_texts
from musicstudio.interchange.video.writing import write_video
from musicstudio.interchange.written_audio import decoded_blocks
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Project
from musicstudio.project.sung_lines import find_sung_lines

from .export_audio import export_mix
from .export_options import ExportOptions, ExportReport


def export_video(project: Project, media: MediaStore, options: ExportOptions, about: SongInfo) -> Job[ExportReport]:
    """Write an MP4. Raises `StorageError`, `MediaError`, `InputError`."""
    with scratch_folder() as folder:
        sound = dataclasses.replace(
            options, path=folder / "mix.wav", bit_depth=32, rate=SAMPLE_RATE, kbps=0, sections_folder=None
        )
        report = yield from within(export_mix(project, media, sound, about), 0.0, 0.3)
        yield Progress(0.3, "Listening")
        moves = moves_of(decoded_blocks(sound.path))
        start_s = options.range_s[0] if options.range_s else 0.0
        scene = Scene(
            title=about.title,
            artist=about.artist,
            look=options.look,
            size=SHAPES[options.shape],
            moves=moves,
            lines=tuple(line.moved(-start_s) for line in find_sung_lines(project)),
            cover=about.cover,
        )
        painting = write_video(options.path, scene, decoded_blocks(sound.path), report.length_s, about)
        yield from within(painting, 0.35, 1.0)
    notices = (*report.notices, *_without_font(scene))
    return dataclasses.replace(report, files=(options.path,), notices=notices)


def _without_font(scene: Scene) -> list[str]:
    """A sentence where words of the film are boxes."""
    unset = unset_texts(scene)
    return (
        [f"No font on this computer has the letters of “{unset[0]}”: the film shows boxes for them."] if unset else []
    )
