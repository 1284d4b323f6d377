# SPDX-License-Identifier: GPL-3.0-or-later
"""What a song says about itself, as texts under the names of Vorbis comments; other formats rename them."""

from musicstudio.core.text import clean_text

from .song_info import SOFTWARE, SongInfo

_REPLAY_GAIN_LUFS = -18.0
_MINOR_LIKE = ("minor", "dorian", "phrygian")


def tag_fields(info: SongInfo) -> dict[str, str]:
    """Every field that has something to say, without what no reader could show."""
    fields = {
        "title": info.title,
        "artist": info.artist,
        "album": info.album,
        "tracknumber": f"{info.track[0]}" if info.track[0] else "",
        "tracktotal": f"{info.track[1]}" if info.track[0] else "",
        "date": info.created,
        "isrc": info.isrc,
        "bpm": f"{info.bpm:g}" if info.bpm else "",
        "initialkey": short_key_of(info.key),
        "lyrics": info.lyrics,
        "comment": comment_of(info),
        "copyright": info.copyright,
        "license": info.licence,
        "encoder": SOFTWARE,
        "ai_disclosure": info.disclosure,
        "digitalsourcetype": info.digital_source_type,
        **_loudness(info),
    }
    return {name: clean_text(value) for name, value in fields.items() if value}


def comment_of(info: SongInfo) -> str:
    """The user's own comment, and who made it, for programs that show nothing but a comment."""
    return ". ".join(part for part in (info.comment, info.disclosure) if part)


def short_key_of(key: str) -> str:
    """``Am``, ``Bb``: a key in the three letters that tags have for it; a mode is told by the nearer of the two."""
    tonic, _, mode = key.partition(" ")
    return f"{tonic}m" if mode in _MINOR_LIKE else tonic


def _loudness(info: SongInfo) -> dict[str, str]:
    """What players that level all songs go by."""
    if info.loudness_lufs is None or info.true_peak_dbtp is None:
        return {}
    return {
        "replaygain_track_gain": f"{_REPLAY_GAIN_LUFS - info.loudness_lufs:.2f} dB",
        "replaygain_track_peak": f"{10 ** (info.true_peak_dbtp / 20):.6f}",
    }
