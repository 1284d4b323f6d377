# SPDX-License-Identifier: GPL-3.0-or-later
"""What is true of every document. Only what changed is checked, so a check costs as little as the edit."""

from itertools import pairwise
from math import isfinite

from musicstudio.core.errors import EditError
from musicstudio.core.theory.chords import INTERVALS
from musicstudio.core.theory.scales import SCALES

from .clip_index import ids_of
from .diff import ChangeSet, diff
from .model import (
    AutomationLane,
    Chord,
    Clip,
    Device,
    Key,
    Master,
    Note,
    Project,
    Section,
    Source,
    Strip,
    Take,
    TempoMap,
    Track,
)
from .model.tracks import PAN_LAWS_DB, ROLES, ROW_HEIGHTS_PX, TRACK_KINDS

GAIN_RANGE_DB = (-60.0, 24.0)
INPUT_GAIN_RANGE_DB = (-24.0, 24.0)
MASTERING_GAIN_RANGE_DB = (-60.0, 36.0)
MASTER_FADER_RANGE_DB = (-60.0, 12.0)
SEND_RANGE_DB = (-1000.0, 24.0)
DELAY_RANGE_MS = (-500.0, 500.0)
BPM_RANGE = (10.0, 1000.0)
EPSILON_S = 1e-6
MAX_LENGTH_S = 48 * 3600.0
MAX_TICKS = 1 << 28


def check_change(change: ChangeSet) -> None:
    """Check the parts of ``change.after`` that differ. Raises `EditError` with a sentence for the user."""
    after = change.after
    if "tracks" in change.fields:
        _check_tracks(change)
    if change.sections:
        check_sections(after.sections)
    if change.has_chords:
        check_chords(after.chords)
    if change.has_tempo:
        check_tempo(after.tempo_map)
    if change.has_master:
        check_master(after.master)
    if change.markers:
        _check_unique([marker.id for marker in after.markers], "markers")
        is_within = all(0 <= marker.tick <= MAX_TICKS for marker in after.markers)
        _require(is_within, "A marker cannot lie before the song, or far beyond it.")
    if "key" in change.fields:
        check_key(after.key)
    if change.has_sources:
        for source in after.sources.values():
            if change.before.sources.get(source.hash) is not source:
                check_source(source)
    if "versions" in change.fields:
        _check_unique([version.id for version in after.versions], "versions")
    if "variations" in change.fields:
        _check_unique([variation.id for variation in after.variations], "variations")


def check_project(project: Project) -> None:
    """Check a whole document. Raises `EditError`."""
    check_change(diff(Project(id="", tempo_map=TempoMap(()), master=Master((), 0)), project))


def _check_tracks(change: ChangeSet) -> None:
    after = change.after
    tracks = {track.id: track for track in after.tracks}
    _check_unique([track.id for track in after.tracks], "tracks")
    if change.clips.added:
        _check_clips_are_new(change)
    for track in after.tracks:  # ids of a row are remembered, so this costs nothing where its clips are the same
        _require(len(ids_of(track.clips)) == len(track.clips), "Two clips have the same id.")
    if change.tracks:
        _check_references(after.tracks, tracks)
    for track_id in change.tracks.added | change.tracks.changed:
        check_track(tracks[track_id])
    touched = change.clips.added | change.clips.changed
    if touched or change.has_sources:
        _check_clips(change, touched)


def _check_clips(change: ChangeSet, touched: frozenset[str]) -> None:
    after, old = change.after, {track.id: track for track in change.before.tracks}
    lost = change.before.sources.keys() - after.sources.keys() if change.has_sources else frozenset()
    for track in after.tracks:
        if not lost and old.get(track.id) is track:
            continue
        _require(not track.clips or track.kind not in ("group", "bus"), f"“{track.name}” is a bus and takes no clips.")
        for clip in track.clips:
            if lost or clip.id in touched:
                check_clip(clip, after)


def check_clip(clip: Clip, project: Project) -> None:
    """One clip and its takes."""
    name = f"The clip “{clip.name}”" if clip.name else "The clip"
    times = (clip.start_s, clip.length_s, clip.offset_s, clip.fade_in_s, clip.fade_out_s, clip.gain_db)
    _require(all(isfinite(value) for value in times), f"{name} has a time that is not a number.")
    _require(clip.start_s >= 0.0, f"{name} cannot begin before the song.")
    _require(clip.length_s > EPSILON_S, f"{name} cannot be empty.")
    _require(min(clip.fade_in_s, clip.fade_out_s) >= 0.0, f"{name} has a fade of less than nothing.")
    _require(clip.fade_in_s + clip.fade_out_s <= clip.length_s + EPSILON_S, f"{name} is shorter than its fades.")
    _require(_is_within(clip.gain_db, GAIN_RANGE_DB), f"{name} can be set from -60 to +24 dB.")
    bends = (clip.fade_in_bend, clip.fade_out_bend)
    _require(all(_is_within(bend, (-1.0, 1.0)) for bend in bends), f"{name} has a fade of no curve.")
    _require(not clip.color or clip.color in ROLES, f"{name} has a colour that there is not.")
    _check_unique([take.id for take in clip.takes], "takes")
    _require(clip.take is not None or not clip.takes, f"{name} has takes but plays none of them.")
    is_near = max(clip.end_s, abs(clip.offset_s)) <= MAX_LENGTH_S
    _require(is_near, f"{name} would end more than 48 hours after the beginning.")
    for take in clip.takes:
        check_take(take, name, project)


def check_take(take: Take, name: str, project: Project) -> None:
    """One take of a clip, which has a name."""
    _require(not take.source or take.source in project.sources, f"{name} names audio that the song does not have.")
    _require(_is_within(take.lead_s, (-MAX_LENGTH_S, MAX_LENGTH_S)), f"{name} has a time that is not a number.")
    for note in take.notes:
        check_note(note, name)


def check_note(note: Note, name: str) -> None:
    """One note of something that has a name."""
    _require(0 <= note.pitch <= 127, f"{name} has a note outside the range 0 to 127.")
    _require(1 <= note.velocity <= 127, f"{name} has a note with a velocity outside 1 to 127.")
    _require(note.length_ticks > 0, f"{name} has a note without length.")
    is_near = max(abs(note.start_ticks), note.length_ticks) <= MAX_TICKS
    _require(is_near, f"{name} has a note that lies too far away.")


def check_key(key: Key) -> None:
    """A key."""
    _require(0 <= key.tonic <= 11 and key.mode in SCALES, "The song is in a key that there is not.")


def check_source(source: Source) -> None:
    """What is known of an audio file."""
    is_known = source.frames >= 0 and source.rate > 0 and source.channels > 0
    _require(is_known, "The song names audio of no length, rate or channels.")


def check_track(track: Track) -> None:
    """A row's own values."""
    name = f"The track “{track.name}”"
    _require(track.kind in TRACK_KINDS, f"{name} is of an unknown kind: {track.kind}.")
    _require(track.color in ("", *ROLES), f"{name} has a colour of no role: {track.color}.")
    _require(track.role in ROLES, f"{name} has an unknown role: {track.role}.")
    low, high = ROW_HEIGHTS_PX
    _require(track.height_px == 0 or low <= track.height_px <= high, f"{name} is {track.height_px} pixels high.")
    _check_devices((track.instrument_plugin,) if track.instrument_plugin else ())
    check_strip(track.strip, name)


def check_strip(strip: Strip, name: str) -> None:
    """The strip of a track that has a name."""
    _require(_is_within(strip.gain_db, GAIN_RANGE_DB), f"{name} can be set from -60 to +24 dB.")
    _require(_is_within(strip.pan, (-1.0, 1.0)), f"{name} can be panned from -1 to +1.")
    _check_devices(strip.devices)
    is_sound = all(_is_within(send.gain_db, SEND_RANGE_DB) for send in strip.sends)
    _require(is_sound, f"{name} can be sent at up to +24 dB.")
    _require(_is_within(strip.input_gain_db, INPUT_GAIN_RANGE_DB), f"{name} can have an input gain of -24 to +24 dB.")
    _require(_is_within(strip.width, (0.0, 2.0)), f"{name} can have a width of 0 to 2.")
    _require(strip.pan_law_db in PAN_LAWS_DB, f"{name} can have a pan law of 0, -3, -4.5 or -6 dB.")
    _require(_is_within(strip.delay_ms, DELAY_RANGE_MS), f"{name} can be -500 to +500 ms late.")
    _check_automation(strip.automation, name)


def _check_automation(lanes: tuple[AutomationLane, ...], name: str) -> None:
    _check_unique([lane.target for lane in lanes], "automation lanes")
    for lane in lanes:
        ticks = [point.tick for point in lane.points]
        _require(ticks == sorted(ticks), f"{name} has automation points that are out of order.")
        _require(all(abs(tick) <= MAX_TICKS for tick in ticks), f"{name} has automation points far from the song.")
        is_sound = all(isfinite(point.value) and _is_within(point.bend, (-1.0, 1.0)) for point in lane.points)
        _require(is_sound, f"{name} has an automation point that is not a number.")


def _check_devices(devices: tuple[Device, ...]) -> None:
    _check_unique([device.id for device in devices], "effects")
    is_sound = all(isfinite(value) for device in devices for value in device.params.values())
    _require(is_sound, "An effect has a setting that is not a number.")


def _check_references(ordered: tuple[Track, ...], tracks: dict[str, Track]) -> None:
    for track in ordered:
        if track.group_id:
            _require(_is_group_chain_sound(track, tracks), f"“{track.name}” is in a group that is not there.")
        for send in track.strip.sends:
            bus = tracks.get(send.bus_id)
            _require(bus is not None and bus.kind == "bus", f"“{track.name}” sends to a bus that is not there.")


def _is_group_chain_sound(track: Track, tracks: dict[str, Track]) -> bool:
    seen, current = {track.id}, track
    while current.group_id:
        group = tracks.get(current.group_id)
        if group is None or group.kind != "group" or group.id in seen:
            return False
        seen.add(group.id)
        current = group
    return True


def _check_clips_are_new(change: ChangeSet) -> None:
    added = change.clips.added
    count = sum(clip.id in added for _, clip in change.after.clips())
    _require(count == len(added), "Two clips have the same id.")


def check_sections(sections: tuple[Section, ...]) -> None:
    """All sections of a song."""
    _check_unique([section.id for section in sections], "sections")
    for section in sections:
        _require(section.length_ticks > 0, f"The section “{section.name}” cannot be empty.")
        _require(section.start_ticks >= 0, f"The section “{section.name}” cannot begin before the song.")
        _require(section.end_ticks <= MAX_TICKS, f"The section “{section.name}” ends too far away.")
        for note in section.melody:
            check_note(note, f"The section “{section.name}”")
        _require(0.0 <= section.energy <= 1.0, f"The energy of “{section.name}” goes from 0 to 1.")
        if section.key is not None:
            check_key(section.key)
    for left, right in pairwise(sections):
        _require(left.end_ticks <= right.start_ticks, f"“{left.name}” and “{right.name}” overlap.")


def check_chords(chords: tuple[Chord, ...]) -> None:
    """All chords of a song."""
    for chord in chords:
        _require(chord.length_ticks > 0 and 0 <= chord.root <= 11, "A chord has no length or no root.")
        _require(chord.quality in INTERVALS and -1 <= chord.bass <= 11, "A chord is of a kind that is not known.")
        is_within = abs(chord.start_ticks) <= MAX_TICKS and chord.length_ticks <= MAX_TICKS
        _require(is_within, "A chord lies too far from the song.")
    for left, right in pairwise(chords):
        _require(left.start_ticks <= right.start_ticks, "The chords are out of order.")


def check_tempo(tempo_map: TempoMap) -> None:
    """Tempi, metres and where they begin."""
    is_near = _is_within(tempo_map.offset_s, (-MAX_LENGTH_S, MAX_LENGTH_S))
    _require(is_near, "The song begins at a time that is not a number.")
    for events in (tempo_map.tempos, tempo_map.meters):
        ticks = [event.tick for event in events]
        _require(bool(ticks) and ticks[0] == 0, "The song has no tempo or metre at its beginning.")
        _require(ticks == sorted(set(ticks)), "Tempo or metre changes are out of order.")
        _require(ticks[-1] <= MAX_TICKS, "A tempo or metre change lies too far away.")
    for tempo in tempo_map.tempos:
        _require(_is_within(tempo.bpm, BPM_RANGE), "A tempo can be 10 to 1000 BPM.")
    for meter in tempo_map.meters:
        is_known = 1 <= meter.numerator <= 64 and meter.denominator in (1, 2, 4, 8, 16, 32, 64, 128)
        _require(is_known, f"{meter.numerator}/{meter.denominator} is not a metre.")


def check_master(master: Master) -> None:
    """The mastering chain and its targets."""
    _require(-30.0 <= master.target_lufs <= -5.0, "The target loudness can be -30 to -5 LUFS.")
    _require(-9.0 <= master.ceiling_dbtp <= 0.0, "The ceiling can be -9 to 0 dBTP.")
    _require(_is_within(master.gain_db, MASTERING_GAIN_RANGE_DB), "Mastering can change the level by -60 to +36 dB.")
    _require(_is_within(master.fader_db, MASTER_FADER_RANGE_DB), "The master can be set from -60 to +12 dB.")
    _check_devices(master.devices)
    _check_automation(master.automation, "The master")


def _check_unique(keys: list[str], what: str) -> None:
    _require(len(set(keys)) == len(keys), f"Two {what} have the same id.")


def _is_within(value: float, bounds: tuple[float, float]) -> bool:
    return isfinite(value) and bounds[0] <= value <= bounds[1]


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise EditError(message)
