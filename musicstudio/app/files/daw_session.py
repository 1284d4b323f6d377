# SPDX-License-Identifier: GPL-3.0-or-later
"""A song made ready for another DAW: effects that its format lacks are bounced into the audio, so it sounds the same.

*Editable*: every row keeps its clips, faders, sends and what it has of the format's own effects. A row with any other
effect becomes audio with all its effects in it, before its fader and cut where its clips were; a bus with such an
effect becomes a row with what it returns. *Exact*: every row is its stem, as exported.
"""

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.progress import Job, Progress, within
from musicstudio.interchange.daw_session import DawSession, from_bar_one
from musicstudio.interchange.steady_end import with_steady_end
from musicstudio.media.store import MediaStore
from musicstudio.mixing.devices import DEVICES
from musicstudio.playback.graph.offline import measure_master_gain, stems_of
from musicstudio.project.model import Clip, Device, Project, Source, Strip, Take, Track

from .bounce import Bounced, bounce

IsBuiltIn = Callable[[Device, Collection[str]], bool]
"""Whether a format has an effect whose named parameters move."""
_CEILING_DBTP = -1.0
_NEUTRAL: dict[str, Any] = {
    "input_gain_db": 0.0, "is_phase_inverted": False, "width": 1.0, "pan_law_db": 0.0, "delay_ms": 0.0,
}  # fmt: skip
"""What DAWs keep in other ways, or not in their files: such rows are bounced."""
_AT_THE_FADER = ("gain_db", "pan")


class _Plan(Struct, frozen=True):
    """rows: bounced before their faders; returns: buses and groups, bounced with all that is in them."""

    rows: frozenset[str] = frozenset()
    returns: frozenset[str] = frozenset()


def daw_session(
    project: Project, media: MediaStore, folder: Path, is_built_in: IsBuiltIn, *, is_exact: bool = False
) -> Job[DawSession]:
    """The song as another DAW is to get it; audio that has to be made goes into ``folder``. Raises `StorageError`."""
    song = from_bar_one(with_steady_end(project))
    gain_db = yield from within(_master_gain(song, media), 0.0, 0.25)
    plan = _plan(song, is_built_in, is_exact)
    alone = yield from within(_rows_alone(song, media, plan, folder / "rows"), 0.25, 0.6)
    whole = yield from within(bounce(song, media, plan.returns, folder / "returns"), 0.6, 1.0)
    made = {**alone.sources, **whole.sources}
    rows = [row for track in song.tracks for row in _tracks_for(track, song, plan, made, is_exact)]
    kept = {row.id for row in rows}
    rows = [replace(row, group_id=row.group_id if row.group_id in kept else "") for row in rows]
    sources = {**song.sources, **{source.hash: source for source in made.values()}}
    return DawSession(
        project=replace(song, tracks=tuple(rows), sources=sources, master=replace(song.master, gain_db=gain_db)),
        note_rows=tuple(track for track in song.tracks if _has_notes(track)),
        files={**alone.files, **whole.files},
        ceiling_gain_db=min(max(gain_db, 0.0), _CEILING_DBTP - whole.peak_dbtp) if whole.peak_dbtp > -60 else 0.0,
        notices=(*_notices(song, plan, is_built_in), *dict.fromkeys((*alone.damaged, *whole.damaged))),
    )


def _master_gain(song: Project, media: MediaStore) -> Job[float]:
    """Measured anew, so that a song gives one session, whatever was exported before."""
    yield Progress(0.0, "Measuring")
    if not song.master.is_on:
        return 0.0
    return (yield from measure_master_gain(song, media))


def _plan(song: Project, is_built_in: IsBuiltIn, is_exact: bool) -> _Plan:
    if is_exact:
        return _Plan(returns=frozenset(stem.id for stem in stems_of(song)))
    foreign = {track.id for track in song.tracks if not _is_portable(track.strip, is_built_in)}
    mixed = {track.id for track in song.tracks if track.kind in ("group", "bus")}
    inside = {track.id for track in song.tracks if foreign & set(_groups_above(track, song))}
    return _Plan(frozenset(foreign - mixed - inside), frozenset((foreign & mixed) - inside))


def _is_portable(strip: Strip, is_built_in: IsBuiltIn) -> bool:
    """Whether a strip holds nothing but what the format has: effects of its own, fader, pan and sends."""
    moved_targets = {lane.target for lane in strip.automation if lane.points}
    if replace(strip, **_NEUTRAL) != strip or moved_targets & {"input_gain_db", "width"}:
        return False
    for device in strip.devices:
        moved = {
            lane.target.rpartition(".")[2]
            for lane in strip.automation
            if lane.points and lane.target.rpartition(".")[0] == device.id
        }
        if device.is_on and not is_built_in(device, moved):
            return False
    return True


def _groups_above(track: Track, song: Project) -> list[str]:
    found: list[str] = []
    group = song.track(track.group_id) if track.group_id else None
    while group is not None and group.id not in found:
        found.append(group.id)
        group = song.track(group.group_id) if group.group_id else None
    return found


def _rows_alone(song: Project, media: MediaStore, plan: _Plan, folder: Path) -> Job[Bounced]:
    """Each row by itself before its fader, with all that its duckers listen to as it was."""
    if not plan.rows:
        return Bounced()
    rows = tuple(_bare(track) for track in song.tracks if track.kind not in ("group", "bus"))
    return (yield from bounce(replace(song, tracks=rows), media, plan.rows, folder))


def _bare(track: Track) -> Track:
    kept = {"pan"} if track.strip.pan_law_db else set()
    moved = tuple(lane for lane in track.strip.automation if lane.target in kept or lane.target not in _AT_THE_FADER)
    strip = replace(
        track.strip, gain_db=0.0, pan=track.strip.pan if kept else 0.0, is_muted=False, is_soloed=False, sends=(),
        automation=moved, is_solo_safe=False,
    )  # fmt: skip
    # A muted row is no key for a ducker; bounced it has to sound all the same.
    return replace(track, strip=strip, group_id="", role="" if track.strip.is_muted else track.role)


def _tracks_for(track: Track, song: Project, plan: _Plan, made: dict[str, Source], is_exact: bool) -> list[Track]:
    """The rows that a track becomes."""
    if is_exact:
        return _handed_exactly(track, made)
    if track.id in plan.returns:
        return _handed_return(track, song, made)
    kept_buses = {row.id for row in song.tracks if row.kind == "bus" and row.id not in plan.returns}
    sends = tuple(send for send in track.strip.sends if send.bus_id in kept_buses)
    devices = tuple(device for device in track.strip.devices if track.id not in plan.rows)
    strip = replace(track.strip, sends=sends, devices=devices)
    if track.id not in plan.rows:
        return [replace(track, strip=strip)]
    if track.strip.pan_law_db:  # then the pan is in the audio, by its own law
        strip = replace(strip, pan=0.0, automation=tuple(lane for lane in strip.automation if lane.target != "pan"))
    strip = replace(strip, **_NEUTRAL)
    source = made.get(track.id)
    clips = _cut(track, source) if source else ()
    return [replace(track, kind="audio", strip=strip, clips=clips)]


def _handed_exactly(track: Track, made: dict[str, Source]) -> list[Track]:
    source = made.get(track.id)
    if source is None:
        return [replace(track, strip=Strip())] if track.kind == "group" else []
    clips = (_clip(f"{track.id}-mixed", track.name, source, 0.0, source.length_s),)
    is_open = track.kind in ("group", "bus")
    kind = "audio" if is_open else track.kind
    return [replace(track, kind=kind, strip=Strip(), clips=clips, group_id="" if is_open else track.group_id)]


def _handed_return(track: Track, song: Project, made: dict[str, Source]) -> list[Track]:
    """A bus as the row of what it gives back; a group as its sum, beside the muted rows that it was mixed from."""
    source = made.get(track.id)
    parts = [replace(track, strip=Strip(is_muted=True))] if track.kind == "group" else []
    if source is None:
        return parts
    is_soloed = any(row.strip.is_soloed for row in song.tracks)
    name = f"{track.name} (mixed)" if track.kind == "group" else f"{track.name} return"
    row = Track(f"{track.id}-mixed", name, "audio", track.role, strip=Strip(is_soloed=is_soloed))
    return [*parts, replace(row, clips=(_clip(f"{track.id}-mix", name, source, 0.0, source.length_s),))]


def _cut(track: Track, source: Source) -> tuple[Clip, ...]:
    """The bounced audio cut where clips began, so that sections can be told and moved."""
    clips = sorted((clip for clip in track.clips if clip.take and not clip.is_muted), key=lambda clip: clip.start_s)
    places: list[tuple[float, str]] = [(0.0, clips[0].name if clips else track.name)]
    places += [(clip.start_s, clip.name) for clip in clips[1:] if places[-1][0] < clip.start_s < source.length_s]
    starts = _drop_falling(places)
    ends = [*(start for start, _ in starts[1:]), source.length_s]
    return tuple(
        _clip(f"{track.id}-mixed-{number}", name or track.name, source, start_s, end_s)
        for number, ((start_s, name), end_s) in enumerate(zip(starts, ends, strict=True))
    )


def _drop_falling(places: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    return [places[0], *(after for before, after in pairwise(places) if after[0] > before[0])]


def _clip(key: str, name: str, source: Source, start_s: float, end_s: float) -> Clip:
    take = Take(f"{key}-take", source=source.hash)
    return Clip(key, start_s, end_s - start_s, name, offset_s=start_s, takes=(take,), active_take_id=take.id)


def _has_notes(track: Track) -> bool:
    return any(clip.take and clip.take.notes and not clip.is_muted for clip in track.clips)


def _notices(song: Project, plan: _Plan, is_built_in: IsBuiltIn) -> tuple[str, ...]:
    names = [track.name for track in song.tracks if track.id in plan.rows | plan.returns]
    told = [f"Effects are in the audio of these, since the format has none such: {', '.join(names)}."] if names else []
    bent = [track.name for track in song.tracks if track.id not in plan.rows and any(map(_has_bent_fade, track.clips))]
    if bent:
        told.append(f"The curves of fades arrive as the other program draws them on these: {', '.join(bent)}.")
    missing = [_title(each) for each in song.master.devices if each.is_on and not is_built_in(each, ())]
    if song.master.is_on and missing:
        told.append(f"The mastering arrives without {', '.join(missing)}, which the format has not.")
    return tuple(told)


def _has_bent_fade(clip: Clip) -> bool:
    is_in, is_out = clip.fade_in_s and clip.fade_in_bend, clip.fade_out_s and clip.fade_out_bend
    return bool(is_in or is_out)


def _title(device: Device) -> str:
    known = DEVICES.get(device.kind)
    return device.plugin.name if device.plugin else known.title if known else device.kind
