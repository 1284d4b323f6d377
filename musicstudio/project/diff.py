# SPDX-License-Identifier: GPL-3.0-or-later
"""What differs between two documents, found by identity: the one description that every view updates from."""

from typing import Any, Protocol, TypeVar

from msgspec import Struct

from .model import Project, Track

NO_IDS: frozenset[str] = frozenset()


class Named(Protocol):
    """What has an id."""

    @property
    def id(self) -> str:
        """Unique among its kind."""


T = TypeVar("T", bound=Named)


class Changed(Struct, frozen=True):
    """Ids of things of one kind that came, went, or are different now."""

    added: frozenset[str] = NO_IDS
    removed: frozenset[str] = NO_IDS
    changed: frozenset[str] = NO_IDS

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


NO_CHANGE = Changed()


class ChangeSet(Struct, frozen=True):
    """The difference of two documents, the same for an edit, an undo, a redo, a drag preview and a load.

    tracks: rows whose own values differ (name, strip, folding, ...), not those where only clips do. strips: ids among
    them whose strip differs. clips: a clip that moved to another row counts as changed. fields: names of the
    project's own fields that differ ("tempo_map", "tracks", ...). is_preview: a gesture is under way and nothing is
    committed.
    """

    before: Project
    after: Project
    fields: frozenset[str] = NO_IDS
    tracks: Changed = NO_CHANGE
    strips: frozenset[str] = NO_IDS
    clips: Changed = NO_CHANGE
    sections: Changed = NO_CHANGE
    markers: Changed = NO_CHANGE
    is_track_order_changed: bool = False
    is_preview: bool = False

    def __bool__(self) -> bool:
        return bool(self.fields)

    def touches(self, *parts: str) -> bool:
        """Whether any of some parts differs: ``tracks`` (their order, too), ``strips``, ``clips``, ``sections``,
        ``markers``, or a field of the project."""
        return any(self._is_touched(part) for part in parts)

    def _is_touched(self, part: str) -> bool:
        if part == "tracks":
            return bool(self.tracks) or self.is_track_order_changed
        if part == "strips":
            return bool(self.strips or self.tracks.added or self.tracks.removed)
        return bool(self.clips) if part == "clips" else part in self.fields

    @property
    def has_tempo(self) -> bool:
        """Tempo, meter or the time of tick 0."""
        return "tempo_map" in self.fields

    @property
    def has_key(self) -> bool:
        """The key."""
        return "key" in self.fields

    @property
    def has_chords(self) -> bool:
        """The chord lane."""
        return "chords" in self.fields

    @property
    def has_lyrics(self) -> bool:
        """The lyrics."""
        return "lyrics" in self.fields

    @property
    def has_master(self) -> bool:
        """The mastering chain or its targets."""
        return "master" in self.fields

    @property
    def has_sources(self) -> bool:
        """The list of audio that the document knows."""
        return "sources" in self.fields


def diff(before: Project, after: Project, *, is_preview: bool = False) -> ChangeSet:
    """What changed from one document to another.

    Unchanged tuples are skipped by identity, so the cost follows the edit.
    """
    names = Project.__struct_fields__
    fields = frozenset(name for name in names if getattr(before, name) is not getattr(after, name))
    if "tracks" not in fields:
        tracks, strips, clips, is_reordered = NO_CHANGE, NO_IDS, NO_CHANGE, False
    else:
        tracks, strips, clips, is_reordered = _diff_tracks(before.tracks, after.tracks)
    return ChangeSet(
        before=before,
        after=after,
        fields=fields,
        tracks=tracks,
        strips=strips,
        clips=clips,
        sections=_diff_items(before.sections, after.sections),
        markers=_diff_items(before.markers, after.markers),
        is_track_order_changed=is_reordered,
        is_preview=is_preview,
    )


_Tracks = tuple[Track, ...]


def _diff_tracks(before: _Tracks, after: _Tracks) -> tuple[Changed, frozenset[str], Changed, bool]:
    pairs = changed_pairs(before, after)
    if pairs is not None:
        clips = [_diff_items(a.clips, b.clips) for a, b in pairs]
        return Changed(changed=_changed_tracks(pairs)), _changed_strips(pairs), _merge(clips), False
    old = {track.id: track for track in before}
    new = {track.id: track for track in after}
    pairs = [(old[key], track) for key, track in new.items() if key in old and old[key] is not track]
    added, removed = new.keys() - old.keys(), old.keys() - new.keys()
    clips = [_diff_items(a.clips, b.clips) for a, b in pairs]
    clips += [_diff_items((), new[key].clips) for key in added]
    clips += [_diff_items(old[key].clips, ()) for key in removed]
    is_reordered = [key for key in old if key in new] != [key for key in new if key in old]
    tracks = Changed(frozenset(added), frozenset(removed), _changed_tracks(pairs))
    return tracks, _changed_strips(pairs), _merge(clips), is_reordered


def changed_pairs(before: tuple[T, ...], after: tuple[T, ...]) -> list[tuple[T, T]] | None:
    """The items that are other objects now, when both sides hold the same ids in the same order; None otherwise."""
    if len(before) != len(after):
        return None
    pairs = [(a, b) for a, b in zip(before, after, strict=True) if a is not b]
    return pairs if all(a.id == b.id for a, b in pairs) else None


def _changed_tracks(pairs: list[tuple[Track, Track]]) -> frozenset[str]:
    return frozenset(after.id for before, after in pairs if _is_track_changed(before, after))


def _changed_strips(pairs: list[tuple[Track, Track]]) -> frozenset[str]:
    return frozenset(after.id for before, after in pairs if before.strip is not after.strip)


def _is_track_changed(before: Track, after: Track) -> bool:
    names = Track.__struct_fields__
    return any(getattr(before, name) is not getattr(after, name) for name in names if name != "clips")


def _diff_items(before: tuple[Any, ...], after: tuple[Any, ...]) -> Changed:
    if before is after:
        return NO_CHANGE
    pairs = changed_pairs(before, after)
    if pairs is not None:
        return Changed(changed=frozenset(b.id for _, b in pairs))
    old, new = {item.id: item for item in before}, {item.id: item for item in after}
    changed = frozenset(key for key, item in new.items() if key in old and old[key] is not item)
    return Changed(frozenset(new.keys() - old.keys()), frozenset(old.keys() - new.keys()), changed)


def _merge(parts: list[Changed]) -> Changed:
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return parts[0] if parts else NO_CHANGE
    added = frozenset[str]().union(*(part.added for part in parts))
    removed = frozenset[str]().union(*(part.removed for part in parts))
    moved = added & removed
    changed = moved.union(*(part.changed for part in parts))
    return Changed(added - moved, removed - moved, changed)
