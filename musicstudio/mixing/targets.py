# SPDX-License-Identifier: GPL-3.0-or-later
"""Loudness targets by name: what services, broadcasters and clubs play at."""

from msgspec import Struct

from musicstudio.core.errors import InputError


class Target(Struct, frozen=True):
    """name: for the command line. loudness in LUFS integrated, ceiling in dBTP; from the service's own page or the
    standard, as of 2026.
    """

    name: str
    title: str
    lufs: float
    ceiling_dbtp: float


TARGETS = (
    Target("spotify", "Spotify", -14.0, -1.0),
    Target("youtube", "YouTube", -14.0, -1.0),
    Target("tidal", "Tidal", -14.0, -1.0),
    Target("apple", "Apple Music", -16.0, -1.0),
    Target("podcast", "Podcast", -16.0, -1.0),
    Target("ebu-r128", "EBU R 128 broadcast", -23.0, -1.0),
    Target("atsc-a85", "ATSC A/85 broadcast", -24.0, -2.0),
    Target("club", "Club, loud", -9.0, -1.0),
)
_ALIASES = {"ebu": "ebur128", "r128": "ebur128", "atsc": "atsca85", "yt": "youtube"}


def find_target(name: str) -> Target:
    """A target by its name, however it is written. Raises `InputError` for an unknown one."""
    plain = _plain(name)
    plain = _ALIASES.get(plain, plain)
    for target in TARGETS:
        if plain in (_plain(target.name), _plain(target.title)):
            return target
    known = ", ".join(target.name for target in TARGETS)
    raise InputError(f"There is no target called “{name[:40]}”; there are {known}.")


def targets_by_loudness() -> tuple[tuple[float, str], ...]:
    """Every loudness that is a target, and whose it is: "Spotify, YouTube, Tidal"."""
    loudnesses = dict.fromkeys(target.lufs for target in TARGETS)
    return tuple((lufs, ", ".join(t.title for t in TARGETS if t.lufs == lufs)) for lufs in loudnesses)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())
