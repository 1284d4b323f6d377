# SPDX-License-Identifier: GPL-3.0-or-later
"""What is carried out of the studio by hand: clips, tracks, sections and the mix, each with all that decides its sound.

A track sounds as its exported stem does, with what its duckers listen to; a clip as it is cut and faded, before its
strip.
"""

import hashlib
from pathlib import Path

import msgspec
from msgspec.structs import replace

from musicstudio.core.files import safe_name
from musicstudio.core.paths import data_dir
from musicstudio.interchange.stems import short_key
from musicstudio.mixing.strip import key_of
from musicstudio.project.keys import key_at, key_changes_of
from musicstudio.project.model import Clip, Project, Section, Strip, Track

from .played_notes import is_unplayed

Span = tuple[float, float]
FOLDER = "Dragged"
_FROM_START = " - from bar 1"
_CRUMB_S = 0.01


class DragItem(msgspec.Struct, frozen=True):
    """One thing to be carried: a song that holds just what it needs, the span it covers, and what it is called.

    stem_id: the row whose share of the mix it is; empty for the whole mix, which is mastered. mark: the number that the
    mix is marked with.
    """

    song: Project
    span_s: Span
    name: str
    stem_id: str = ""
    mark: int | None = None

    @property
    def folder(self) -> Path:
        """Where its files are, or will be: named by all that decides how they sound."""
        parts = [self.song.tracks, self.song.tempo_map, self.span_s, self.stem_id]
        parts += [] if self.stem_id else [self.song.master]
        parts += [] if self.mark is None else [self.mark]
        content = msgspec.json.encode(parts, order="deterministic")
        return dragged_folder() / hashlib.blake2b(content, digest_size=8).hexdigest()

    @property
    def audio_path(self) -> Path:
        """Its WAV file."""
        return self.folder / f"{self.name}.wav"

    @property
    def midi_path(self) -> Path:
        """Its MIDI file; only where it has notes."""
        return self.folder / f"{self.name}.mid"

    @property
    def is_ready(self) -> bool:
        """Whether its files are complete (each appears whole or not at all; the WAV last)."""
        return self.audio_path.is_file()


def dragged_folder() -> Path:
    """Where all dragged files lie."""
    return data_dir() / FOLDER


def drag_items_of_clips(project: Project, clip_ids: set[str]) -> list[DragItem]:
    """Clips as they are cut and faded, without their strip."""
    return [
        DragItem(_bare_clip(project, track, clip), (clip.start_s, clip.end_s), _name(project, track, clip), track.id)
        for track, clip in project.clips()
        if clip.id in clip_ids and _sounds(track, (clip,))
    ]


def drag_items_of_tracks(project: Project, track_ids: set[str]) -> list[DragItem]:
    """Whole tracks as their stems, from the beginning of the song, so that they line up in a DAW."""
    span = (0.0, project.length_s)
    return [
        DragItem(_with_all_it_needs(project, track), span, _name(project, track), track.id)
        for track in project.tracks
        if track.id in track_ids and _sounds(track, track.clips)
    ]


def drag_items_of_sections(project: Project, section_ids: set[str]) -> list[DragItem]:
    """Every track of a section, all of one length."""
    items = []
    for section in project.sections:
        if section.id not in section_ids:
            continue
        span = project.section_span_s(section)
        for track in project.tracks:
            inside = tuple(c for c in track.clips if c.start_s < span[1] - 0.01 and c.end_s > span[0] + 0.01)
            if _sounds(track, inside):
                song = _with_all_it_needs(project, track)
                items.append(DragItem(song, span, _name(project, track, section=section), track.id))
    return items


def drag_item_of_mix(project: Project, *, is_mastered: bool = True, mark: int | None = None) -> DragItem:
    """The whole song as it is exported, or as it comes to the master."""
    what = "mix" if is_mastered else "mix before mastering"
    song = project if is_mastered else replace(project, master=replace(project.master, is_on=False))
    name = safe_name(f"{project.title} - {what} - {_facts(project)}", "Mix")
    return DragItem(song, (0.0, project.length_s), name, mark=mark)


def drag_items_of_takes(project: Project, take_ids: set[str]) -> list[DragItem]:
    """Takes as they would sound in their clip, whichever is chosen there."""
    items = []
    for track, clip in project.clips():
        for number, take in enumerate(clip.takes, 1):
            if take.id in take_ids:
                named = take.name or (f"take {number}" if len(clip.takes) > 1 else "")
                chosen = replace(clip, active_take_id=take.id, name=f"{clip.name} {named}".strip())
                if _sounds(track, (chosen,)):
                    song = _bare_clip(project, track, chosen)
                    items.append(DragItem(song, (clip.start_s, clip.end_s), _name(project, track, chosen), track.id))
    return items


def from_bar_1(item: DragItem) -> DragItem:
    """The same with silence before it, so that it lies right at the beginning of any session."""
    start_s, end_s = item.span_s
    if start_s <= 0:
        return item
    rows = (_silent_before(row, start_s) if row.id == item.stem_id else row for row in item.song.tracks)
    song = replace(item.song, tracks=tuple(rows))
    return replace(item, song=song, span_s=(0.0, end_s), name=item.name + _FROM_START)


def _silent_before(track: Track, start_s: float) -> Track:
    """Without what would sound earlier; a clip that lies across is cut."""
    kept = (clip for clip in track.clips if clip.end_s > start_s + _CRUMB_S)
    return replace(track, clips=tuple(clip if clip.start_s >= start_s else _cut(clip, start_s) for clip in kept))


def _cut(clip: Clip, start_s: float) -> Clip:
    by_s = start_s - clip.start_s
    return replace(
        clip, start_s=start_s, length_s=clip.length_s - by_s, offset_s=clip.offset_s + by_s, fade_in_s=0.0,
        is_start_cut=True,
    )  # fmt: skip


def _bare_clip(project: Project, track: Track, clip: Clip) -> Project:
    alone = replace(track, clips=(clip,), strip=Strip(), group_id="", is_hidden=False)
    return replace(project, tracks=(alone,))


def _with_all_it_needs(project: Project, track: Track) -> Project:
    """The song with a row, the groups that only scale it, and the rows that duckers on its way listen to; it is heard.

    A group with effects of its own mixes its rows for good, so a row of it is carried without them.
    """
    above = _groups_above(project, track)
    if any(device.is_on for row in project.tracks if row.id in above for device in row.strip.devices):
        above = []
    needed = {track.id, *above}
    while grown := _listened_to(project, needed) - needed:
        needed |= grown
    rows = tuple(_open_strip(row, row.id in (track.id, *above)) for row in project.tracks if row.id in needed)
    return replace(project, tracks=rows)


def _open_strip(row: Track, is_wanted: bool) -> Track:
    """Without solo and sends; what is wanted, and the groups it is in, without mute."""
    is_muted = row.strip.is_muted and not is_wanted
    return replace(row, strip=replace(row.strip, sends=(), is_soloed=False, is_muted=is_muted))


def _listened_to(project: Project, row_ids: set[str]) -> set[str]:
    """The rows that side-chains of some rows name: by id, by role, or by a group above them."""
    keys = {
        key
        for row in project.tracks
        if row.id in row_ids
        for device in row.strip.devices
        if device.is_on and (key := key_of(device))
    }
    rows = (row for row in project.tracks if row.kind not in ("group", "bus"))
    return {row.id for row in rows if keys & {row.id, row.role, *_groups_above(project, row)}}


def _groups_above(project: Project, track: Track) -> list[str]:
    found: list[str] = []
    group = project.track(track.group_id) if track.group_id else None
    while group is not None and group.kind == "group" and group.id not in found:
        found.append(group.id)
        group = project.track(group.group_id) if group.group_id else None
    return found


def _sounds(track: Track, clips: tuple[Clip, ...]) -> bool:
    """Whether anything sounds, or will when it is played."""
    return any(clip.take and (clip.take.source or is_unplayed(track, clip.take)) for clip in clips)


def _name(project: Project, track: Track, clip: Clip | None = None, section: Section | None = None) -> str:
    """``Rainy Sunday - Cello Chorus 1 - 84bpm Emin``."""
    where = section.name if section else clip.name if clip else ""
    start = project.tempo_map.ticks_at(clip.start_s) if clip else 0
    tick = max(0, section.start_ticks if section else start)
    what = track.name if where in ("", track.name) else f"{track.name} {where}"
    return safe_name(f"{project.title} - {what} - {_facts(project, tick)}", "Clip")


def _facts(project: Project, tick: int = 0) -> str:
    """Tempo and key where it begins."""
    key = key_at(key_changes_of(project), tick)
    return f"{project.tempo_map.bpm_at(tick):g}bpm {short_key(key.name)}".strip()
