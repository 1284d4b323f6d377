# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources (audio by content), takes (alternatives) and clips (windows on the active take)."""

from msgspec import Struct

from .music import Note


class Source(Struct, frozen=True):
    """Audio in the media folder, named by the SHA-256 of its samples' file; written once, never changed."""

    hash: str
    frames: int
    rate: int
    channels: int
    name: str = ""
    recipe_id: str = ""

    @property
    def length_s(self) -> float:
        """Duration."""
        return self.frames / self.rate


class Take(Struct, frozen=True):
    """One alternative of a clip: notes, the audio made from them, or audio alone.

    Notes count from the take's origin, which lies ``lead_s`` seconds into the source (audio before it is a pickup); a
    negative ``lead_s`` means that the source begins that long after the origin.
    It is negative where the source begins after the origin, as for a take made for the second half of a clip that was
    split. ``source`` is a content hash, or empty while the notes wait to be rendered.
    """

    id: str
    name: str = ""
    source: str = ""
    notes: tuple[Note, ...] = ()
    lead_s: float = 0.0
    recipe_id: str = ""
    is_favourite: bool = False


class Clip(Struct, frozen=True):
    """A window on the active take, placed on the timeline.

    The take's origin lies at ``start_s - offset_s``. The clip sounds from ``start_s`` for ``length_s``; where ``rings``
    is true the source also sounds before the start (its lead) and past the end (its tail), so notes finish naturally.
    Fades are inside the window. gain_db: -60 to +24. fade_in_bend, fade_out_bend: of their curves, 0 equal power, up to
    +1 loud sooner, down to -1 loud later. color: a role whose colour it has instead of its track's, or empty.
    """

    id: str
    start_s: float
    length_s: float
    name: str = ""
    section_id: str = ""
    offset_s: float = 0.0
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0
    gain_db: float = 0.0
    is_muted: bool = False
    rings: bool = False
    takes: tuple[Take, ...] = ()
    active_take_id: str = ""
    is_start_cut: bool = False
    is_end_cut: bool = False
    fade_in_bend: float = 0.0
    fade_out_bend: float = 0.0
    color: str = ""

    @property
    def rings_before(self) -> bool:
        """Whether the source's lead sounds before the window opens."""
        return self.rings and not self.is_start_cut

    @property
    def rings_after(self) -> bool:
        """Whether the source's tail sounds after the window closes."""
        return self.rings and not self.is_end_cut

    @property
    def end_s(self) -> float:
        """Where the window closes (a ringing tail may go on)."""
        return self.start_s + self.length_s

    @property
    def origin_s(self) -> float:
        """Where the active take's origin lies on the timeline."""
        return self.start_s - self.offset_s

    @property
    def take(self) -> Take | None:
        """The take that is heard."""
        return next((take for take in self.takes if take.id == self.active_take_id), None)
