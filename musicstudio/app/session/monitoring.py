# SPDX-License-Identifier: GPL-3.0-or-later
"""How the song is listened to while it is worked on: strips alone (PFL, AFL), without mastering, dimmed, in mono.

Nothing of it is in the song: it is not saved, not undone, and no export hears it.
"""

from collections.abc import Callable, Collection

from msgspec.structs import replace

from musicstudio.core.signal import Signal
from musicstudio.playback.player.monitor import MASTER_ID, HeardBand, Monitor
from musicstudio.playback.silent import SongPlayer
from musicstudio.project.document import Document

__all__ = ["HeardBand", "Monitor", "Monitoring"]


class Monitoring:
    """changed: after every change, with what holds now. is_after_fader: what the strips' own buttons mean."""

    def __init__(self, document: Document, player: Callable[[], SongPlayer]) -> None:
        self._document, self._player = document, player
        self.changed: Signal[Monitor] = Signal()
        self.now = Monitor()
        self.is_after_fader = False
        self.mastering_gain_lu: float | None = None
        self._is_comparing = False
        self._ids_before_band: tuple[tuple[str, ...], tuple[str, ...]] | None = None
        self._unsubscribe = document.observe(lambda _: self._drop_missing())

    @property
    def is_plain(self) -> bool:
        """Whether the song is heard as it leaves."""
        return self.now == Monitor()

    def listen_before_fader(self, track_ids: Collection[str], is_on: bool) -> None:
        """Hear rows alone as they come to their faders, whoever is muted or soloed (PFL)."""
        others = tuple(each for each in self.now.before_fader if each not in track_ids)
        after = tuple(each for each in self.now.after_fader if each not in track_ids)
        self._set(replace(self.now, before_fader=(*others, *track_ids) if is_on else others, after_fader=after))

    def listen_after_fader(self, track_ids: Collection[str], is_on: bool) -> None:
        """Hear rows alone as they leave their faders (AFL)."""
        others = tuple(each for each in self.now.after_fader if each not in track_ids)
        before = tuple(each for each in self.now.before_fader if each not in track_ids)
        self._set(replace(self.now, after_fader=(*others, *track_ids) if is_on else others, before_fader=before))

    def listen(self, track_ids: Collection[str], is_on: bool) -> None:
        """Hear rows alone, before their faders or after them as `is_after_fader` says."""
        (self.listen_after_fader if self.is_after_fader else self.listen_before_fader)(track_ids, is_on)

    def choose_place(self, is_after_fader: bool) -> None:
        """Listen after the faders, or before them, from now on; rows that are listened to change over."""
        self.is_after_fader = is_after_fader
        ids = self.now.lane_ids
        if ids:
            self.listen(ids, True)
        else:
            self.changed.emit(self.now)

    def hear_band(self, owner_id: str, band: HeardBand) -> None:
        """Hear one range of the frequencies of a row alone, after its fader, or of the master for its id; until
        `end_band`.
        """
        if self._ids_before_band is None:
            self._ids_before_band = (self.now.before_fader, self.now.after_fader)
        ids = () if owner_id == MASTER_ID else (owner_id,)
        self._set(replace(self.now, before_fader=(), after_fader=ids, band=band))

    def end_band(self) -> None:
        """Hear all frequencies, as before `hear_band`; nothing happens where no range is heard alone."""
        ids, self._ids_before_band = self._ids_before_band, None
        if ids is not None and self.now.band is not None:
            self._set(replace(self.now, before_fader=ids[0], after_fader=ids[1], band=None))
            self._drop_missing()

    def dim(self, is_dimmed: bool) -> None:
        """20 dB softer, or as loud as before."""
        self._set(replace(self.now, is_dimmed=is_dimmed))

    def hear_mono(self, is_mono: bool) -> None:
        """Both sides as one, or apart."""
        self._set(replace(self.now, is_mono=is_mono))

    def compare(self, mastering_gain_lu: float) -> None:
        """From now on hear the song with and without its mastering equally loud.

        mastering_gain_lu: by how much mastering makes it louder. The louder of the two is turned down. Begins with the
        unmastered; while it is compared only the levels change.
        """
        is_unmastered = self.now.is_unmastered if self._is_comparing else True
        self.mastering_gain_lu, self._is_comparing = mastering_gain_lu, True
        self.hear_unmastered(is_unmastered)

    def hear_unmastered(self, is_unmastered: bool) -> None:
        """Hear the mix as it comes to the master, or the master."""
        louder_lu = self.mastering_gain_lu or 0.0
        gain_db = min(0.0, louder_lu) if is_unmastered else min(0.0, -louder_lu)
        self._set(replace(self.now, is_unmastered=is_unmastered, gain_db=gain_db if self._is_comparing else 0.0))

    @property
    def is_comparing(self) -> bool:
        """Whether mastered and unmastered are heard equally loud."""
        return self._is_comparing

    def end(self) -> None:
        """Hear the song as it leaves."""
        self._is_comparing, self._ids_before_band = False, None
        self._set(Monitor())

    def close(self) -> None:
        """Stop following the document."""
        self._unsubscribe()

    def _drop_missing(self) -> None:
        known = {track.id for track in self._document.project.tracks}
        if not known.issuperset(self.now.lane_ids):
            before, after = (
                tuple(each for each in ids if each in known) for ids in (self.now.before_fader, self.now.after_fader)
            )
            band = self.now.band if before or after else None
            self._set(replace(self.now, before_fader=before, after_fader=after, band=band))

    def _set(self, monitor: Monitor) -> None:
        if monitor != self.now:
            self.now = monitor
            self._player().monitor(monitor)
            self.changed.emit(monitor)
