# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be asked of an export, whether it can be met, and what is told afterwards."""

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.interchange.about_song import SongTags, about_song
from musicstudio.interchange.audio_file import SUFFIXES as AUDIO_SUFFIXES
from musicstudio.interchange.audio_file import AudioSpec, check_format
from musicstudio.interchange.credits_file import check_credits_path
from musicstudio.interchange.mark import mark_of, mark_text
from musicstudio.interchange.video.painting import LOOKS, SHAPES
from musicstudio.project.model import Project

from ..session.played_notes import why_silent
from ..session.release import wants_mark
from ..session.settings import Settings

AUDIO = frozenset(suffix.lstrip(".") for suffix in AUDIO_SUFFIXES)
_MAX_BEYOND_S = 60.0
"""A range may hold the end of a song and what rings on, but not silence without end."""
SUFFIXES = (
    *(suffix.lstrip(".") for suffix in AUDIO_SUFFIXES),
    "mid",
    "musicxml",
    "pdf",
    "lrc",
    "dawproject",
    "rpp",
    "otio",
    "html",
    "mp4",
)


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What to write. The kind follows from the path's ending, one of `SUFFIXES`.

    stems_folder: also write every track, unmastered; has_common_gain: all raised alike, as far as their
    sum allows; are_stems_dry: before effects and faders. is_signed:
    all sound carries Content Credentials, of the identity in a folder or of this machine's. is_marked: a mix that a
    machine helped to make carries the inaudible mark; are_stems_marked: so do its stems, which then no longer sum to
    the mix exactly. has_loop_points: a WAV that repeats from end to beginning, without a tail, in a sampler, too.
    A path that is the stems' folder asks for stems alone.
    sections_folder: also write every section as a file of the main file's kind. range_s: (start, end); None: the whole
    song and its last tail. target_lufs: None takes the song's own. bit_depth: 16, 24, or 32 (float). kbps: 0 for the
    usual. is_lossless: ALAC in M4A. credits: files (HTML, JSON or text) to write the credits to. is_exact: a session
    for another DAW holds stems as they are, not rows that can still be mixed.
    """

    path: Path
    stems_folder: Path | None = None
    range_s: tuple[float, float] | None = None
    target_lufs: float | None = None
    bit_depth: int = 24
    is_mastered: bool = True
    credits: tuple[Path, ...] = ()
    is_exact: bool = False
    tags: SongTags = SongTags()
    sections_folder: Path | None = None
    rate: int = SAMPLE_RATE
    kbps: int = 0
    is_lossless: bool = False
    has_dither: bool = True
    has_common_gain: bool = False
    are_stems_dry: bool = False
    is_lead_sheet: bool = False
    has_word_times: bool = False
    look: str = "bars"
    shape: str = "wide"
    is_signed: bool = False
    identity: Path | None = None
    is_marked: bool = True
    are_stems_marked: bool = False
    has_loop_points: bool = False

    def with_settings(self, settings: Settings) -> "ExportOptions":
        """With the user's name as the artist, where none was named, and without marks if the user wants none."""
        tags = self.tags if self.tags.artist else replace(self.tags, artist=settings.artist_name)
        has_mark = wants_mark(settings)
        return dataclasses.replace(
            self,
            tags=tags,
            is_marked=self.is_marked and has_mark,
            are_stems_marked=self.are_stems_marked and has_mark,
        )

    def mark_for(self, project: Project) -> int | None:
        """The number that a mix of a song is marked with, or None."""
        return mark_of(project) if self.is_marked else None

    def mark_in_words(self, project: Project) -> str:
        """The same as it is written, or empty; only sound is marked."""
        mark = self.mark_for(project) if self.kind in (*AUDIO, "html", "mp4") else None
        return "" if mark is None else mark_text(mark)

    @property
    def is_stems_alone(self) -> bool:
        """Whether there is no main file."""
        return self.stems_folder is not None and self.stems_folder == self.path

    @property
    def kind(self) -> str:
        """``wav``, ``mid``..."""
        return self.path.suffix.lower().lstrip(".")

    def spec(self, length_s: float) -> AudioSpec:
        """How audio of a length is to be written."""
        return AudioSpec(
            frames=round(length_s * SAMPLE_RATE),
            rate=self.rate,
            bits=self.bit_depth,
            kbps=self.kbps,
            is_lossless=self.is_lossless,
            has_dither=self.has_dither,
        )


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written. Loudness (LUFS) and true peak (dBTP) are those of the rendered mix; None for notes.

    is_as_asked: whether nothing is clipped, silent that should sound, or off its loudness; notices say what is. mark:
    what the inaudible mark spells, empty where there is none.
    """

    files: tuple[Path, ...]
    length_s: float = 0.0
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None
    gain_db: float | None = None
    notices: tuple[str, ...] = field(default=())
    is_as_asked: bool = True
    mark: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "files": [str(path) for path in self.files],
            "length_s": round(self.length_s, 6),
            "loudness_lufs": self.loudness_lufs,
            "true_peak_dbtp": self.true_peak_dbtp,
            "notices": list(self.notices),
            "is_as_asked": self.is_as_asked,
            "mark": self.mark or None,
        }


def check_options(project: Project, options: ExportOptions) -> None:
    """Raise `InputError` with a sentence when a wish cannot be met."""
    if options.kind not in SUFFIXES and not options.is_stems_alone:
        raise InputError(f"“{options.path.name}” cannot be written: the kinds are {', '.join(SUFFIXES)}.")
    if options.kind in AUDIO:
        check_format(options.path, options.spec(0.0))
    for path in options.credits:
        check_credits_path(path)
    about_song(project, None, options.tags)
    _check_picture(options)
    _check_sound(project, options)


def _check_picture(options: ExportOptions) -> None:
    if options.look not in LOOKS or options.shape not in SHAPES:
        raise InputError(f"A film can look like {', '.join(LOOKS)} and be {', '.join(SHAPES)}.")


def _check_sound(project: Project, options: ExportOptions) -> None:
    if options.range_s and options.range_s[0] >= project.length_s:
        raise InputError(f"The range begins after the end of the song, which is {project.length_s:.1f} s long.")
    if options.range_s and options.range_s[1] > project.length_s + _MAX_BEYOND_S:
        raise InputError(f"The range ends long after the song, which is {project.length_s:.1f} s long.")
    if options.range_s and round((options.range_s[1] - options.range_s[0]) * SAMPLE_RATE) < 1:
        raise InputError("The range is shorter than one sample.")
    if options.sections_folder and options.kind not in AUDIO:
        raise InputError("Sections can be written as files of sound only.")
    if options.sections_folder and not project.sections:
        raise InputError("This song has no sections.")
    if options.has_loop_points and options.kind != "wav":
        raise InputError("Only a WAV file holds the points of a loop.")
    if (options.is_stems_alone or options.kind in (*AUDIO, "html", "mp4")) and (problem := why_silent(project)):
        raise InputError(problem)
