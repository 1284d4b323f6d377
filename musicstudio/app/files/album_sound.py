# SPDX-License-Identifier: GPL-3.0-or-later
"""The songs of an album as sound: each as it leaves its own desk, then brought to the album's level."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import frames_from_seconds
from musicstudio.dsp.audio import Audio, to_stereo
from musicstudio.dsp.integrated import IntegratedMeter
from musicstudio.dsp.kept import KeptSound, feed_meters
from musicstudio.dsp.loudness import QUIETEST_LUFS
from musicstudio.dsp.true_peak import TruePeakMeter
from musicstudio.interchange.about_song import SongTags, about_song
from musicstudio.interchange.mark import mark_of
from musicstudio.interchange.song_info import SongInfo
from musicstudio.media.importing import read_blocks
from musicstudio.media.spool import Spool
from musicstudio.mixing.leveling import find_leveling
from musicstudio.playback.graph.blocks import RenderedBlocks
from musicstudio.playback.graph.offline import measure_master_gain
from musicstudio.storage.folder import ProjectFolder

from ..session.played_notes import PlayedNotes, will_sound, with_everything_played
from .album_options import AlbumOptions

_CLOSE_ENOUGH_LU = 0.05


class Finished(Struct, frozen=True):
    """A song's sound on disk, what it says about itself, and what was told while it was read."""

    spool: Spool
    about: SongInfo
    notices: tuple[str, ...] = ()


def finish_song(path: Path, options: AlbumOptions, spool: Spool) -> Job[Finished]:
    """A song of the studio as it is mastered, or a sound file as it is, faded, in an empty spool. Raises
    `StudioError`.
    """
    if path.is_dir():
        about, notices = yield from _render(path, options, spool)
    else:
        about, notices = yield from _decode(path, spool)
    _fade(spool, options)
    return Finished(spool, about, notices)


def _render(path: Path, options: AlbumOptions, spool: Spool) -> Job[tuple[SongInfo, tuple[str, ...]]]:
    with closing(ProjectFolder.open(path)) as folder:
        project, media = folder.document.committed, folder.media
        if not will_sound(project):
            raise InputError(f"There is nothing to hear in “{path.name}” yet.")
        project = yield from within(with_everything_played(project, PlayedNotes(media)), 0.0, 0.3)
        if project.master.is_on:
            aim = project.master.target_lufs if options.keeps_levels else options.target_lufs
            master = replace(project.master, target_lufs=aim, ceiling_dbtp=options.ceiling_dbtp)
            project = replace(project, master=master)
            gain_db = yield from within(measure_master_gain(project, media), 0.3, 0.7)
            project = replace(project, master=replace(master, gain_db=gain_db))
        mark = mark_of(project) if options.is_marked else None
        blocks = RenderedBlocks(project, media, None, is_mastered=True, mark=mark)
        length = max(1, frames_from_seconds(project.length_s))
        for block in blocks.mix():
            spool.append(block)
            yield Progress(0.7 + 0.3 * min(1.0, spool.frames / length), f"Rendering {project.title}")
        about = about_song(project, folder.document.history_states, SongTags(artist=options.artist))
        damaged = blocks.report.damaged if blocks.report else ()
    return about, tuple(f"“{path.stem}”: {sentence}" for sentence in (*folder.notices, *damaged))


def _decode(path: Path, spool: Spool) -> Job[tuple[SongInfo, tuple[str, ...]]]:
    notices = yield from read_blocks(path, lambda block: spool.append(to_stereo(block)))
    return SongInfo(title=path.stem), tuple(f"“{path.name}”: {notice}" for notice in notices)


def _fade(spool: Spool, options: AlbumOptions) -> None:
    head, tail = (frames_from_seconds(seconds) for seconds in (options.fade_in_s, options.fade_out_s))
    spool.apply_fades(head, tail)


def brought_to(sound: KeptSound, target_lufs: float, ceiling_dbtp: float) -> Job[Iterator[Audio]]:
    """Blocks of a sound at a loudness and under a ceiling; as it is where it is so already, or cannot be measured."""
    lufs, peak_dbtp = yield from within(figures_of(sound), 0.0, 0.1)
    is_level = lufs <= QUIETEST_LUFS or abs(lufs - target_lufs) <= _CLOSE_ENOUGH_LU
    if is_level and peak_dbtp <= ceiling_dbtp:
        return sound.blocks()
    leveling = yield from within(find_leveling(sound, lufs if is_level else target_lufs, ceiling_dbtp), 0.1, 1.0)
    return leveling.blocks(sound)


def figures_of(sound: KeptSound) -> Job[tuple[float, float]]:
    """Integrated loudness and true peak."""
    loudness, peak = IntegratedMeter(), TruePeakMeter()
    yield from feed_meters(sound.blocks(), sound.frames, [loudness, peak], "Measuring")
    return loudness.integrated_lufs, peak.peak_db
