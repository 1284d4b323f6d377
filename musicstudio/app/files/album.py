# SPDX-License-Identifier: GPL-3.0-or-later
"""Several songs as an album: at one level or with their levels kept, gaps and fades, one file with its cue sheet, and a
file a song.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.files import require_another_file, scratch_folder, write_file
from musicstudio.core.progress import Job, within
from musicstudio.core.units import SAMPLE_RATE, frames_from_seconds
from musicstudio.dsp.audio import Audio, silence
from musicstudio.dsp.kept import KeptSound
from musicstudio.interchange.cue_sheet import FRAMES_PER_SECOND, CueTrack, cue_sheet
from musicstudio.interchange.song_info import CuePoint, SongInfo
from musicstudio.media.spool import Spool
from musicstudio.mixing.verdict import loudness_shortfall

from .album_options import AlbumOptions, AlbumReport, AlbumSong, check_album
from .album_sound import Finished, brought_to, figures_of, finish_song
from .held_file import write_held

if TYPE_CHECKING:
    from ..session.session import Session

__all__ = ["AlbumOptions", "AlbumReport", "AlbumSong", "album", "album_job", "check_album"]

_CUE_FRAMES = SAMPLE_RATE // FRAMES_PER_SECOND
_CD_S = 80 * 60.0


class _Place(NamedTuple):
    """Where a song lies in the one file, in frames."""

    gap_start: int
    start: int
    end: int


def album(
    session: "Session", paths: Sequence[Path], options: AlbumOptions, on_done: Callable[[AlbumReport], None]
) -> str:
    """Queue an album of songs and sound files; the job's id. Raises `InputError` for what cannot be made."""
    chosen = tuple(paths)
    check_album(chosen, options)

    def finish(report: AlbumReport) -> None:
        for notice in report.notices:
            session.notify(notice, "warning")
        on_done(report)

    return session.jobs.submit(f"Album {options.title}", lambda: album_job(chosen, options), on_done=finish)


def album_job(paths: Sequence[Path], options: AlbumOptions) -> Job[AlbumReport]:
    """Make all files of an album. Raises `InputError`, `MediaError`, `StorageError`."""
    chosen = tuple(paths)
    check_album(chosen, options)
    with ExitStack() as stack:
        scratch = stack.enter_context(scratch_folder())
        songs: list[Finished] = []
        for number, path in enumerate(chosen):
            job = finish_song(path, options, stack.enter_context(Spool(scratch, f"song-{number}")))
            low, high = 0.5 * number / len(chosen), 0.5 * (number + 1) / len(chosen)
            songs.append((yield from within(job, low, high)))
            _require_own_file(options.song_file(number + 1, songs[-1].about.title), options, chosen)
        whole = stack.enter_context(Spool(scratch, "whole"))
        places = yield from within(_join(songs, options, whole, scratch), 0.5, 0.8)
        return (yield from within(_write(songs, places, whole, options), 0.8, 1.0))


def _require_own_file(song_file: Path, options: AlbumOptions, sources: Sequence[Path]) -> None:
    require_another_file(song_file, sources)
    if song_file.name.casefold() == options.whole_file.name.casefold():
        raise InputError(f"The album and one of its songs would both be “{song_file.name}”; give it another title.")


def _join(songs: Sequence[Finished], options: AlbumOptions, whole: Spool, folder: Path) -> Job[list[_Place]]:
    """All songs at their level, one after the other."""
    if not options.keeps_levels:
        places: list[_Place] = []
        for number, song in enumerate(songs):
            places.append(_lay_gap(whole, places, song, options.gap_s))
            job = brought_to(song.spool, options.target_lufs, options.ceiling_dbtp)
            blocks = yield from within(job, number / len(songs), (number + 1) / len(songs))
            _append_all(whole, blocks)
        return places
    with Spool(folder, "raw") as raw:
        places = []
        for song in songs:
            places.append(_lay_gap(raw, places, song, options.gap_s))
            _append_all(raw, song.spool.blocks())
        job = brought_to(raw, options.target_lufs, options.ceiling_dbtp)
        blocks = yield from within(job, 0.0, 1.0)
        _append_all(whole, blocks)
    return places


def _lay_gap(spool: Spool, places: Sequence[_Place], song: Finished, gap_s: float) -> _Place:
    """Append the silence before a song; it begins on a frame of the cue sheet, unless the songs run on."""
    gap_start = spool.frames
    if places and gap_s > 0:
        start = -(-(gap_start + frames_from_seconds(gap_s)) // _CUE_FRAMES) * _CUE_FRAMES
        spool.append(silence(start - gap_start))
    return _Place(gap_start, spool.frames, spool.frames + song.spool.frames)


def _append_all(spool: Spool, blocks: Iterable[Audio]) -> None:
    for block in blocks:
        spool.append(block)


def _write(
    songs: Sequence[Finished], places: Sequence[_Place], whole: Spool, options: AlbumOptions
) -> Job[AlbumReport]:
    titles = [song.about.title for song in songs]
    notices = [notice for song in songs for notice in song.notices]
    cues = tuple(CuePoint(title, place.start / SAMPLE_RATE) for title, place in zip(titles, places, strict=True))
    about = SongInfo(title=options.title, artist=options.artist, album=options.title, cues=cues)
    (lufs, peak_dbtp), shortfalls = yield from within(
        _write_file(options.whole_file, whole, about, options, True), 0.0, 0.5
    )
    made: list[AlbumSong] = []
    for number, (song, place) in enumerate(zip(songs, places, strict=True)):
        part, file = whole.part(place.start, place.end), options.song_file(number + 1, song.about.title)
        own = replace(
            song.about, artist=song.about.artist or options.artist, album=options.title, track=(number + 1, len(songs))
        )
        writing = _write_file(file, part, own, options, options.keeps_levels)
        low, high = 0.5 + 0.5 * number / len(songs), 0.5 + 0.5 * (number + 1) / len(songs)
        figures, missed = yield from within(writing, low, high)
        shortfalls += missed
        made.append(
            AlbumSong(
                file,
                song.about.title,
                place.start / SAMPLE_RATE,
                part.frames / SAMPLE_RATE,
                *figures,
            )
        )
    cue_file = options.whole_file.with_suffix(".cue")
    write_file(cue_file, _sheet(titles, places, options).encode())
    if whole.frames > _CD_S * SAMPLE_RATE:
        notices.append(f"The album is {whole.frames / SAMPLE_RATE / 60:.0f} minutes long, more than a CD holds.")
    told = (*notices, *shortfalls)
    return AlbumReport(options.whole_file, cue_file, tuple(made), lufs, peak_dbtp, told, not shortfalls)


def _write_file(
    path: Path, sound: KeptSound, about: SongInfo, options: AlbumOptions, may_differ: bool
) -> Job[tuple[tuple[float, float], list[str]]]:
    """A file's loudness and true peak, and what fell short in it. may_differ: its loudness is not the target's own."""
    lufs, peak_dbtp = yield from within(figures_of(sound), 0.0, 0.2)
    named = replace(about, loudness_lufs=lufs if lufs > -100 else None, true_peak_dbtp=peak_dbtp)
    spec = options.spec(sound.frames)
    writing = write_held(path, sound.blocks(), lambda: (lufs, peak_dbtp), spec, named, options.ceiling_dbtp)
    held = yield from within(writing, 0.2, 1.0)
    is_whole = path == options.whole_file
    aim_lufs = lufs if may_differ and not (is_whole and options.keeps_levels) else options.target_lufs
    figures = held.figures(lufs, peak_dbtp)
    missed = loudness_shortfall(path.name, sound.frames, *figures, aim_lufs, moved_by=held.in_words)
    return figures, [sentence for sentence in (*held.written.shortfalls, missed, held.notice) if sentence]


def _sheet(titles: Sequence[str], places: Sequence[_Place], options: AlbumOptions) -> str:
    tracks = [
        CueTrack(title, "", place.start / SAMPLE_RATE, _gap_of(place))
        for title, place in zip(titles, places, strict=True)
    ]
    return cue_sheet(options.title, options.artist, options.whole_file.name, tracks)


def _gap_of(place: _Place) -> float | None:
    return place.gap_start / SAMPLE_RATE if place.start > place.gap_start else None
