# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be written, and the one thing that each kind lets choose, as data for the dialog."""

from typing import Any, NamedTuple

from musicstudio.interchange.audio_file import AudioSpec, format_of
from musicstudio.interchange.encoders import FORMATS

from .export_options import AUDIO


class Kind(NamedTuple):
    """A kind of file. choice: what is asked about it; options: (fields of `ExportOptions`, text), the usual first.

    rates: of sound, in Hz.
    """

    suffix: str
    title: str
    choice: str = ""
    options: tuple[tuple[dict[str, Any], str], ...] = ()

    @property
    def rates(self) -> tuple[int, ...]:
        """Which rates it takes; none where it is no sound."""
        return format_of(f".{self.suffix}", AudioSpec(0)).rates if self.suffix in AUDIO else ()


_WAV_BITS = (({"bit_depth": 24}, "24 bit"), ({"bit_depth": 16}, "16 bit"), ({"bit_depth": 32}, "32 bit float"))
_BITS = _WAV_BITS[:2]
_SESSION = (
    ({"is_exact": False}, "Editable: clips, faders, effects it has"),
    ({"is_exact": True}, "Exact: every row as its stem"),
)


def _rates(suffix: str, *kbps: int) -> tuple[tuple[dict[str, Any], str], ...]:
    usual = FORMATS[suffix].kbps
    ordered = sorted(kbps, key=lambda rate: rate != (usual[2] if usual else 0))
    return tuple(({"kbps": rate}, f"{rate} kbit/s") for rate in ordered)


KINDS = (
    Kind("wav", "WAV", "Resolution", _WAV_BITS),
    Kind("flac", "FLAC", "Resolution", _BITS),
    Kind("mp3", "MP3", "Quality", _rates(".mp3", 320, 256, 192, 128)),
    Kind("m4a", "M4A (AAC)", "Quality", (
        *_rates(".m4a", 256, 320, 192, 128), ({"is_lossless": True}, "lossless (ALAC), 24 bit"),
    )),
    Kind("ogg", "Ogg Vorbis", "Quality", _rates(".ogg", 256, 320, 192, 128)),
    Kind("opus", "Opus", "Quality", _rates(".opus", 160, 256, 128, 96)),
    Kind("mid", "MIDI"),
    Kind("musicxml", "Score (MusicXML)", "Holds", (
        ({"is_lead_sheet": False}, "every part"), ({"is_lead_sheet": True}, "lead sheet: tune, chords, words"),
    )),
    Kind("lrc", "Timed lyrics (LRC)", "Times", (
        ({"has_word_times": False}, "of every line"), ({"has_word_times": True}, "of every word"),
    )),
    Kind("dawproject", "DAWproject (Bitwig, Studio One, Cubase)", "Session", _SESSION),
    Kind("rpp", "REAPER project", "Session", _SESSION),
    Kind("otio", "OpenTimelineIO (film)"),
    Kind("mp4", "Film (MP4)", "Shape", (
        ({"shape": "wide"}, "wide, 1920 x 1080"), ({"shape": "tall"}, "tall, 1080 x 1920"),
        ({"shape": "square"}, "square, 1080 x 1080"),
    )),
    Kind("html", "Page to share (plays in any browser)"),
)  # fmt: skip
BY_SUFFIX = {kind.suffix: kind for kind in KINDS}
