# SPDX-License-Identifier: GPL-3.0-or-later
"""Any edit of a song, its arguments drawn at random."""

import random

from musicstudio.project.edits import (
    Edit,
    arranging,
    automation,
    clips,
    comping,
    markers,
    notes,
    overlap,
    recorded_notes,
    section_moves,
    sections,
    song,
    strips,
    tempo,
    tracks,
)
from musicstudio.project.model import Device, Marker, Note, Project, Track
from tests.project.draws import (
    Maker,
    clip_id,
    fresh_take,
    note_clip_id,
    played_notes,
    row_id,
    section_id,
    section_start,
    short_chord,
    some_points,
    tempo_tick,
)
from tests.project.more_random_edits import MORE_MAKERS
from tests.project.songs import BAR


def random_edit(draw: random.Random, project: Project, *, is_on_disk: bool = False) -> Edit:
    """Any edit that fits a song, its arguments drawn at random. Some break an invariant and are refused.

    is_on_disk: the song's audio is looked for, so no edit brings audio that is not there.
    """
    return draw.choice(MAKERS if is_on_disk else EVERY_MAKER)(draw, project)


MAKERS: list[Maker] = [
    lambda d, p: clips.move_clips([clip_id(d, p)], d.uniform(-4, 4)),
    lambda d, p: clips.move_clips([clip_id(d, p)], 0.0, row_id(d, p)),
    lambda d, p: clips.trim_clip_start(clip_id(d, p), d.uniform(0, 20)),
    lambda d, p: clips.trim_clip_end(clip_id(d, p), d.uniform(0, 20)),
    lambda d, p: clips.split_clips([clip_id(d, p)], d.uniform(0, 16)),
    lambda d, p: clips.duplicate_clips([clip_id(d, p)]),
    lambda d, p: clips.delete_clips([clip_id(d, p)]),
    lambda d, p: clips.set_clip_gain([clip_id(d, p)], d.uniform(-70, 30)),
    lambda d, p: clips.set_fades([clip_id(d, p)], d.uniform(0, 3), d.uniform(0, 3)),
    lambda d, p: clips.mute_clips([clip_id(d, p)], d.random() < 0.5),
    lambda d, p: clips.rename_clip(clip_id(d, p), d.choice(["“Straße”", "", "a\nb"])),
    lambda d, p: clips.bend_fades([clip_id(d, p)], d.uniform(-2, 2), d.choice([None, 0.3])),
    lambda d, p: clips.color_clips([clip_id(d, p)], d.choice(["", "keys", "mauve"])),
    lambda d, p: clips.lengthen_clip(clip_id(d, p), d.uniform(0, 30)),
    lambda d, p: arranging.loop_clip(clip_id(d, p), d.uniform(0, 40)),
    lambda d, p: arranging.slip_clips([clip_id(d, p)], d.uniform(-3, 3)),
    lambda d, p: arranging.stretch_notes(note_clip_id(d, p), d.uniform(0.2, 3)),
    lambda d, p: overlap.crossfade_clips(frozenset(c.id for _, c in p.clips()), d.uniform(0, 4)),
    lambda d, p: overlap.trimming_below(clips.move_clips([clip_id(d, p)], d.uniform(-4, 4))),
    lambda d, p: recorded_notes.place_notes(row_id(d, p), [played_notes(d), played_notes(d)], d.uniform(0, 9)),
    lambda d, p: notes.shift_notes(note_clip_id(d, p), {0, 2}, d.randint(-500, 500), {60: 61, 48: 200}),
    lambda d, p: notes.set_length(note_clip_id(d, p), {0, 1}, d.randint(-9, 999)),
    lambda d, p: notes.join_up_notes(note_clip_id(d, p), range(8)),
    lambda d, p: notes.strum_notes(note_clip_id(d, p), range(8), d.randint(-60, 60)),
    lambda d, p: notes.humanize_notes(note_clip_id(d, p), range(3), 20, 9, 1),
    fresh_take,
    lambda d, p: notes.move_notes(note_clip_id(d, p), {0, 1}, d.randint(-960, 960), d.randint(-12, 12)),
    lambda d, p: notes.delete_notes(note_clip_id(d, p), {d.randint(0, 4)}),
    lambda d, p: notes.quantize_notes(note_clip_id(d, p), range(8), 240),
    lambda d, p: notes.add_notes(note_clip_id(d, p), [Note(d.randint(0, 9999), 100, d.randint(0, 140))]),
    lambda d, p: tracks.add_track(Track(f"row-{d.random()}", "New", d.choice(["audio", "group", "bus"]))),
    lambda d, p: tracks.remove_tracks([row_id(d, p)]),
    lambda d, p: tracks.move_track(row_id(d, p), d.randint(0, 5)),
    lambda d, p: tracks.rename_track(row_id(d, p), d.choice(["Keys", "Pad", ""])),
    lambda d, p: tracks.set_color(row_id(d, p), d.choice(["", "lead", "mauve"])),
    lambda d, p: tracks.set_heights([row_id(d, p)], d.choice([0, 12, 200, 9000])),
    lambda d, p: tracks.set_group([row_id(d, p)], row_id(d, p)),
    lambda d, p: strips.set_gain([row_id(d, p)], d.uniform(-60, 24)),
    lambda d, p: strips.set_pan([row_id(d, p)], d.uniform(-1, 1)),
    lambda d, p: strips.add_device(row_id(d, p), Device(f"fx-{d.random()}", "compressor", {"ratio": 2.0})),
    lambda d, p: strips.set_send(row_id(d, p), "reverb", d.choice([None, -6.0, -20.0])),
    lambda d, p: sections.rename_section(section_id(d, p), "Verse 2"),
    lambda d, p: sections.delete_section(section_id(d, p), d.random() < 0.5),
    lambda d, p: sections.duplicate_section(section_id(d, p)),
    lambda d, p: sections.set_section_energy(section_id(d, p), d.uniform(0, 1.2)),
    lambda d, p: tempo.set_tempo(d.uniform(60, 180), d.choice([0, 4 * BAR])),
    lambda d, p: tempo.ramp_tempo((at := d.randint(0, 6) * BAR), at + d.randint(0, 3) * BAR, d.uniform(40, 200)),
    lambda d, p: tempo.set_meter(d.choice([3, 4, 5]), 4),
    lambda d, p: short_chord(d.randint(0, 8) * BAR, d.randint(0, 11)),
    lambda d, p: markers.add_marker(Marker(f"m-{d.random()}", "Here", d.randint(0, 9999))),
    lambda d, p: comping.comp_take(row_id(d, p), d.randint(0, 2), (at_s := d.uniform(0, 16)), at_s + d.uniform(0, 6)),
    lambda d, p: comping.move_seam(row_id(d, p), clip_id(d, p), d.uniform(0, 16)),
    lambda d, p: section_moves.move_section(section_id(d, p), section_start(d, p)),
    lambda d, p: section_moves.resize_section(section_id(d, p), d.randint(0, 10) * BAR),
    lambda d, p: section_moves.move_boundary(section_id(d, p), d.randint(0, 10) * BAR),
    lambda d, p: tempo.move_tempo(tempo_tick(d, p), d.randint(-2, 9) * BAR, d.uniform(60, 180)),
    lambda d, p: tempo.set_meter(d.choice([3, 4, 6]), 4, d.choice([0, 4 * BAR])),
    lambda d, p: tempo.move_meter(d.choice(p.tempo_map.meters).tick, d.randint(-2, 9) * BAR),
    lambda d, p: automation.set_points(d.choice([row_id(d, p), ""]), "pan", some_points(d)),
    lambda d, p: automation.write_span(row_id(d, p), "gain_db", some_points(d), 0.0, returns=d.random() < 0.5),
    lambda d, p: automation.move_points(row_id(d, p), "pan", {d.randint(0, 9) * 240}, 480, lambda value: value / 2),
    lambda d, p: song.set_title(d.choice(["One", "Two", ""])),
    lambda d, p: song.set_loudness(d.choice([-14.0, -9.0, -40.0])),
    lambda d, p: song.set_lyrics(d.choice(["", "[Verse 1]\nla la"])),
]

EVERY_MAKER = [*MAKERS, *MORE_MAKERS]
