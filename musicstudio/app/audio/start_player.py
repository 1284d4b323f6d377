# SPDX-License-Identifier: GPL-3.0-or-later
"""The sound begins: the player is started, and what it needs of the song is seen to."""

from typing import TYPE_CHECKING

from ..files.missing_audio import notify_missing
from .master_gain import needs_loudness, set_loudness
from .record import keep_leftovers

if TYPE_CHECKING:
    from ..session.session import Session


def start_player(session: "Session") -> None:
    """Start the player; the user is told of missing audio, a song that was never measured is,
    and recordings whose end nobody saw come into it."""
    session.player_sync.missing.observe(lambda text: notify_missing(session, text))
    session.player_sync.start()
    keep_leftovers(session)
    if needs_loudness(session.project):
        set_loudness(session)
