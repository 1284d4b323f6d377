# SPDX-License-Identifier: GPL-3.0-or-later
"""Random edits of time, takes, strips, the master and the song's versions, and the larger ones that jobs make."""

import random
from dataclasses import dataclass

from msgspec.structs import replace

from musicstudio.project.edits import (
    Edit,
    arranging,
    automation,
    chords,
    clips,
    generation,
    helpers,
    keys,
    markers,
    notes,
    pasting,
    range_content,
    ranges,
    recordings,
    ripple,
    sections,
    song,
    stems,
    strips,
    takes,
    tempo,
    tracks,
    variations,
    versions,
    words,
)
from musicstudio.project.keys import KeyChange
from musicstudio.project.model import (
    AutomationPoint,
    Clip,
    Device,
    Key,
    Note,
    Project,
    Recipe,
    Section,
    Source,
    Take,
    Track,
    Variation,
)
from tests.project.draws import Maker, clip_id, note_clip_id, row_id, section_id, some_points
from tests.project.songs import BAR, HASHES, small_song, two_tempi


@dataclass
class _Span:
    """A stretch of the song, in seconds, and the rows that it is about (none: all)."""

    start_s: float
    end_s: float
    rows: tuple[str, ...]


def _span(draw: random.Random, project: Project) -> _Span:
    start_s = draw.uniform(0, 16)
    rows = () if draw.random() < 0.5 else (row_id(draw, project),)
    return _Span(start_s, start_s + draw.uniform(-0.5, 6), rows)


def _source(draw: random.Random) -> Source:
    return Source(f"{draw.getrandbits(200):064x}", 48_000 * draw.randint(1, 9), 48_000, 2, "new")


def _device(draw: random.Random) -> Device:
    return Device(f"fx-{draw.random()}", draw.choice(["compressor", "reverb"]), {"ratio": 2.0})


def _device_on(draw: random.Random, project: Project) -> tuple[str, str]:
    pairs = [(track.id, device.id) for track in project.tracks for device in track.strip.devices]
    return draw.choice(pairs or [("none", "none")])


def _master_device(draw: random.Random, project: Project) -> str:
    return draw.choice([device.id for device in project.master.devices] or ["none"])


def _take_of(draw: random.Random, project: Project) -> tuple[str, str]:
    pairs = [(clip.id, take.id) for _, clip in project.clips() for take in clip.takes]
    return draw.choice(pairs or [("none", "none")])


def _marker(draw: random.Random, project: Project) -> str:
    return draw.choice([marker.id for marker in project.markers] or ["none"])


def _chord_start(draw: random.Random, project: Project) -> int:
    return draw.choice([chord.start_ticks for chord in project.chords] or [0])


def _variation(draw: random.Random, project: Project) -> str:
    return draw.choice([each.id for each in project.variations] or ["none"])


def _version(draw: random.Random, project: Project) -> str:
    return draw.choice([each.id for each in project.versions] or ["none"])


def _new_section(draw: random.Random) -> Section:
    return Section(f"s-{draw.random()}", "New", "bridge", draw.randint(0, 9) * BAR, draw.randint(0, 3) * BAR, 0.5)


def _new_clip(draw: random.Random) -> Clip:
    take = Take(f"take-{draw.random()}", source=draw.choice(HASHES))
    return Clip(
        f"clip-{draw.random()}", draw.uniform(-1, 20), draw.uniform(0, 5), takes=(take,), active_take_id=take.id
    )


def _paste(draw: random.Random, project: Project) -> Edit:
    placed = [each for each in project.clips() if draw.random() < 0.4]
    if not placed:
        return clips.delete_clips(["none"])
    new_ids = {clip.id: f"copy-{draw.random()}" for _, clip in placed}
    return pasting.paste_clips(pasting.copy_clips(project, placed), draw.uniform(0, 20), new_ids)


def _passes(draw: random.Random) -> list[recordings.RecordedPass]:
    start_s = draw.uniform(0, 12)
    return [recordings.RecordedPass(lead_s, start_s, draw.uniform(0.1, 2)) for lead_s in (0.0, 2.0)]


def _generated(draw: random.Random, project: Project) -> list[generation.NewTrack]:
    take = Take(f"take-{draw.random()}", notes=(Note(0, 480, 60),))
    cell = generation.NewClip(draw.randint(0, 8) * BAR, BAR, take, clip_id=draw.choice(["", clip_id(draw, project)]))
    return [generation.NewTrack((cell,), draw.choice(["", row_id(draw, project)]), "Made")]


def _other_song(draw: random.Random) -> Project:
    """A song from elsewhere. Its clips have ids of their own: differences go by identity, also where values agree."""
    made = small_song()
    rows = (replace(t, clips=tuple(replace(c, id=f"{c.id}-{draw.random()}") for c in t.clips)) for t in made.tracks)
    return replace(made, tracks=tuple(rows))


def _whole_song(draw: random.Random, project: Project) -> Edit:
    made = _other_song(draw)
    return generation.place_song(generation.NewSong(made.tracks, made.sections, made.tempo_map, Key(2, "minor")))


def _landed(draw: random.Random, project: Project) -> Edit:
    clip, take = _take_of(draw, project)
    seen = next((t.notes for _, c in project.clips() if c.id == clip for t in c.takes if t.id == take), ())
    if draw.random() < 0.5:
        return generation.fill_take(take, seen, _source(draw), draw.uniform(0, 0.5))
    return takes.set_take_source(clip, take, seen, _source(draw), draw.uniform(0, 0.5))


def _separated(draw: random.Random, project: Project) -> Edit:
    parts = (stems.Stem("Drums", "drums", _source(draw)), stems.Stem("Rest", "other", _source(draw), is_residual=True))
    return stems.place_stems(clip_id(draw, project), parts, {f"recipe-{draw.random()}": Recipe("separation")})


def _two_at_once(draw: random.Random, project: Project) -> Edit:
    return helpers.compose_edits(song.set_title("Both"), clips.mute_clips([clip_id(draw, project)], True))


def _first_note(draw: random.Random, project: Project) -> Edit:
    chosen = note_clip_id(draw, project)
    played = next((c.take.notes for _, c in project.clips() if c.id == chosen and c.take), ())
    return words.change_syllable(chosen, played[0] if played else Note(0, 1, 60), draw.choice(["la", ""]))


def _kept_song(draw: random.Random) -> Variation:
    return Variation(f"v-{draw.random()}", "Other", song=_other_song(draw))


MORE_MAKERS: list[Maker] = [
    lambda d, p: arranging.join_clips([clip_id(d, p), clip_id(d, p)]),
    lambda d, p: automation.put_point(row_id(d, p), "pan", AutomationPoint(d.randint(0, 9) * 240, d.uniform(-2, 2))),
    lambda d, p: automation.delete_points(row_id(d, p), "pan", {d.randint(0, 9) * 240}),
    lambda d, p: automation.bend_line(row_id(d, p), "pan", d.randint(0, 9) * 240, d.uniform(-2, 2)),
    lambda d, p: chords.change_chord(_chord_start(d, p), d.randint(0, 13), d.choice(["min7", "maj"])),
    lambda d, p: chords.delete_chord(_chord_start(d, p)),
    lambda d, p: clips.add_clip(row_id(d, p), _new_clip(d), [_source(d)]),
    lambda d, p: keys.set_section_key(section_id(d, p), d.choice([None, Key(d.randint(0, 11), "minor")])),
    lambda d, p: keys.add_keys([KeyChange(d.randint(1, 8) * BAR, Key(d.randint(0, 11)))]),
    lambda d, p: markers.move_marker(_marker(d, p), d.randint(-99, 9999)),
    lambda d, p: markers.rename_marker(_marker(d, p), d.choice(["There", ""])),
    lambda d, p: markers.delete_marker(_marker(d, p)),
    lambda d, p: notes.set_notes(note_clip_id(d, p), [Note(0, 480, d.randint(0, 140))]),
    lambda d, p: notes.transpose_notes(note_clip_id(d, p), range(4), d.randint(-40, 40)),
    lambda d, p: notes.resize_notes(note_clip_id(d, p), range(4), d.randint(-600, 600)),
    lambda d, p: notes.set_velocity(note_clip_id(d, p), {0, 3}, d.randint(-5, 140)),
    _paste,
    lambda d, p: range_content.split_at_edges((s := _span(d, p)).start_s, s.end_s, s.rows),
    lambda d, p: range_content.clear_range((s := _span(d, p)).start_s, s.end_s, s.rows),
    lambda d, p: range_content.close_range((s := _span(d, p)).start_s, s.end_s, s.rows),
    lambda d, p: range_content.repeat_range((s := _span(d, p)).start_s, s.end_s, s.rows),
    lambda d, p: ranges.split_at_range((s := _span(d, p)).start_s, s.end_s, s.rows),
    lambda d, p: ranges.blend_recordings((s := _span(d, p)).start_s, s.end_s),
    lambda d, p: recordings.place_recording(row_id(d, p), _source(d), _passes(d), "Recording"),
    lambda d, p: ripple.insert_time(d.randint(0, 8) * BAR, d.randint(0, 2) * BAR),
    lambda d, p: ripple.remove_time((at := d.randint(0, 8) * BAR), at + d.randint(0, 2) * BAR),
    lambda d, p: generation.insert_tracks(_generated(d, p)),
    _whole_song,
    _landed,
    _separated,
    _two_at_once,
    _first_note,
    lambda d, p: sections.set_section_kind(section_id(d, p), d.choice(["bridge", "nonsense"])),
    lambda d, p: sections.set_section_bounds(section_id(d, p), d.randint(0, 8) * BAR, d.randint(0, 4) * BAR),
    lambda d, p: sections.add_section(_new_section(d)),
    lambda d, p: sections.insert_section(_new_section(d)),
    lambda d, p: song.set_key(Key(d.randint(0, 13), d.choice(["minor", "dorian"]))),
    lambda d, p: song.add_recipes({f"recipe-{d.random()}": Recipe("import")}),
    lambda d, p: song.set_master_gain(d.uniform(-40, 40)),
    lambda d, p: song.set_master_fader(d.uniform(-80, 20)),
    lambda d, p: song.set_master_automation("fader_db", some_points(d)),
    lambda d, p: song.switch_master(d.random() < 0.5),
    lambda d, p: song.set_master_devices((_device(d), _device(d))),
    lambda d, p: song.add_master_device(_device(d), d.choice([None, 0])),
    lambda d, p: song.remove_master_device(_master_device(d, p)),
    lambda d, p: song.move_master_device(_master_device(d, p), d.randint(0, 3)),
    lambda d, p: song.toggle_master_device(_master_device(d, p), d.random() < 0.5),
    lambda d, p: song.set_master_param(_master_device(d, p), "ratio", d.uniform(1, 8)),
    lambda d, p: song.set_master_device_settings(Device(_master_device(d, p), "compressor", {"ratio": 3.0})),
    lambda d, p: strips.set_input_gain([row_id(d, p)], d.uniform(-40, 40)),
    lambda d, p: strips.invert_phase([row_id(d, p)], d.random() < 0.5),
    lambda d, p: strips.set_width([row_id(d, p)], d.uniform(-1, 3)),
    lambda d, p: strips.set_pan_law([row_id(d, p)], d.choice([-3.0, -4.5, -50.0])),
    lambda d, p: strips.delay_track([row_id(d, p)], d.uniform(-200, 200)),
    lambda d, p: strips.keep_in_solo([row_id(d, p)], d.random() < 0.5),
    lambda d, p: strips.set_mute([row_id(d, p)], d.random() < 0.5),
    lambda d, p: strips.set_solo([row_id(d, p)], d.random() < 0.5, d.random() < 0.5),
    lambda d, p: strips.remove_device(*_device_on(d, p)),
    lambda d, p: strips.set_devices(row_id(d, p), (_device(d),)),
    lambda d, p: strips.move_device(*_device_on(d, p), d.randint(0, 3)),
    lambda d, p: strips.toggle_device(*_device_on(d, p), d.random() < 0.5),
    lambda d, p: strips.set_device_param(*_device_on(d, p), "ratio", d.uniform(1, 8)),
    lambda d, p: strips.set_device_settings(
        (pair := _device_on(d, p))[0], Device(pair[1], "compressor", {"ratio": 3.0})
    ),
    lambda d, p: strips.follow_track(*_device_on(d, p), row_id(d, p)),
    lambda d, p: strips.set_automation(row_id(d, p), "gain_db", some_points(d)),
    lambda d, p: strips.set_automation_point(row_id(d, p), "gain_db", AutomationPoint(d.randint(0, 9) * 240, -3.0)),
    lambda d, p: strips.delete_automation_point(row_id(d, p), "gain_db", d.randint(0, 9) * 240),
    lambda d, p: takes.choose_take(*_take_of(d, p)),
    lambda d, p: takes.delete_take(*_take_of(d, p)),
    lambda d, p: takes.rename_take(*_take_of(d, p), d.choice(["Softer", ""])),
    lambda d, p: takes.set_favorite_take(*_take_of(d, p), d.random() < 0.5),
    lambda d, p: tempo.delete_tempo(d.choice(p.tempo_map.tempos).tick),
    lambda d, p: tempo.delete_meter(d.choice(p.tempo_map.meters).tick),
    lambda d, p: tempo.set_tempo_map(two_tempi()),
    lambda d, p: tracks.duplicate_track(row_id(d, p), f"row-{d.random()}"),
    lambda d, p: tracks.fold_track(row_id(d, p), d.random() < 0.5),
    lambda d, p: tracks.set_hidden(row_id(d, p), d.random() < 0.5),
    lambda d, p: tracks.freeze_track(row_id(d, p), _source(d), "mark"),
    lambda d, p: tracks.thaw_track(row_id(d, p)),
    lambda d, p: tracks.set_role(row_id(d, p), d.choice(["keys", "nonsense"])),
    lambda d, p: tracks.set_instrument(row_id(d, p), d.choice(["bass", ""])),
    lambda d, p: tracks.set_instrument_plugin(row_id(d, p), d.choice([None, Device("synth", "plugin")])),
    lambda d, p: tracks.turn_instrument(row_id(d, p), {"cutoff": d.uniform(-1, 2)}),
    lambda d, p: tracks.group_tracks([row_id(d, p)], Track(f"group-{d.random()}", "Group", "group")),
    lambda d, p: tracks.ungroup(row_id(d, p)),
    lambda d, p: variations.add_variation(_kept_song(d)),
    lambda d, p: variations.choose_variation(_variation(d, p)),
    lambda d, p: variations.delete_variation(_variation(d, p)),
    lambda d, p: versions.keep_version(f"kept-{d.random()}", "Kept", 0.0),
    lambda d, p: versions.restore_version(_version(d, p)),
    lambda d, p: versions.delete_version(_version(d, p)),
]
