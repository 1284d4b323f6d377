# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be asked of an album, and what is told afterwards."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from musicstudio.core.errors import InputError
from musicstudio.core.files import require_another_file, safe_name
from musicstudio.interchange.audio_file import SUFFIXES, AudioSpec, check_format
from musicstudio.interchange.cue_sheet import MAX_TRACKS

MAX_GAP_S, MAX_FADE_S = 30.0, 30.0
KINDS = SUFFIXES
"""Endings of the files that an album may have."""


@dataclass(frozen=True, slots=True)
class AlbumOptions:
    """folder: where all files go. keeps_levels: one gain for all, so that soft songs stay softer; else every song is
    as loud as the target. gap_s: of silence between songs; fades are of equal power. suffix: kind of the files.
    is_marked: songs of the studio that AI took part in carry the inaudible mark.
    """

    folder: Path
    title: str = "Album"
    artist: str = ""
    target_lufs: float = -14.0
    ceiling_dbtp: float = -1.0
    keeps_levels: bool = False
    gap_s: float = 2.0
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0
    suffix: str = ".wav"
    bit_depth: int = 24
    rate: int = 48_000
    kbps: int = 0
    is_marked: bool = True

    def spec(self, frames: int) -> AudioSpec:
        """How so many frames are written."""
        return AudioSpec(frames, rate=self.rate, bits=self.bit_depth, kbps=self.kbps)

    @property
    def whole_file(self) -> Path:
        """The album in one file."""
        return self.folder / f"{safe_name(self.title, 'Album')}{self.suffix}"

    def song_file(self, number: int, title: str) -> Path:
        """A song of its own, by its number from 1."""
        return self.folder / f"{number:02d} {safe_name(title)}{self.suffix}"


@dataclass(frozen=True, slots=True)
class AlbumSong:
    """A song as it stands on the album. start_s: in the one file."""

    file: Path
    title: str
    start_s: float
    length_s: float
    loudness_lufs: float
    true_peak_dbtp: float


@dataclass(frozen=True, slots=True)
class AlbumReport:
    """What was written. notices: what fell short, in sentences."""

    whole_file: Path
    cue_file: Path
    songs: tuple[AlbumSong, ...]
    loudness_lufs: float
    true_peak_dbtp: float
    notices: tuple[str, ...] = ()
    is_as_asked: bool = True

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        songs = [
            {
                "file": str(song.file), "title": song.title, "start_s": round(song.start_s, 6),
                "length_s": round(song.length_s, 6), "loudness_lufs": round(song.loudness_lufs, 3),
                "true_peak_dbtp": round(song.true_peak_dbtp, 3),
            }
            for song in self.songs
        ]  # fmt: skip
        return {
            "album": str(self.whole_file), "cue": str(self.cue_file), "songs": songs,
            "loudness_lufs": round(self.loudness_lufs, 3), "true_peak_dbtp": round(self.true_peak_dbtp, 3),
            "notices": list(self.notices), "is_as_asked": self.is_as_asked,
        }  # fmt: skip


def check_album(paths: tuple[Path, ...], options: AlbumOptions) -> None:
    """Raise `InputError` with a sentence for what cannot be made."""
    if not 1 <= len(paths) <= MAX_TRACKS:
        raise InputError(f"An album holds 1 to {MAX_TRACKS} songs, not {len(paths)}.")
    for path in paths:
        if not path.exists():
            raise InputError(f"There is no song or sound at {path}.")
    if options.folder.exists() and not options.folder.is_dir():
        raise InputError(f"An album goes into a folder, and “{options.folder.name}” is a file.")
    if not 0 <= options.gap_s <= MAX_GAP_S:
        raise InputError(f"A gap can be 0 to {MAX_GAP_S:.0f} s, not {options.gap_s:g}.")
    if not (0 <= options.fade_in_s <= MAX_FADE_S and 0 <= options.fade_out_s <= MAX_FADE_S):
        raise InputError(f"A fade can be 0 to {MAX_FADE_S:.0f} s.")
    check_format(options.whole_file, options.spec(0))
    require_another_file(options.whole_file, paths)
