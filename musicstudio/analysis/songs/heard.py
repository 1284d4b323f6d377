# SPDX-License-Identifier: GPL-3.0-or-later
"""What was found in a recording or in notes: times in seconds, and how sure each finding is."""

from enum import StrEnum

from msgspec import Struct

from ..detected import DetectedBeats, DetectedChord, DetectedKey, DetectedNote
from .sections import FormPart


class Content(StrEnum):
    """What a recording is by its sound."""

    SILENCE = "silence"
    UNPITCHED = "unpitched"
    ONE_VOICE = "one voice"
    MUSIC = "music"


class HeardSong(Struct, frozen=True):
    """bar_lines_s: one more than there are bars. tune: of a single voice only, else empty."""

    content: Content
    beats: DetectedBeats
    key: DetectedKey
    chords: tuple[DetectedChord, ...] = ()
    form: tuple[FormPart, ...] = ()
    bar_lines_s: tuple[float, ...] = ()
    tune: tuple[DetectedNote, ...] = ()
