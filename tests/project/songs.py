# SPDX-License-Identifier: GPL-3.0-or-later
"""Songs to test on, and random edits of them."""

import random
from collections.abc import Callable

from musicstudio.project.edits import (
    Edit,
    arranging,
    automation,
    chords,
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
    takes,
    tempo,
    tracks,
)
from musicstudio.project.edits.recorded_notes import PlayedNote
from musicstudio.project.model import (
    AutomationPoint,
    Chord,
    Clip,
    Device,
    Marker,
    Meter,
    Note,
    Project,
    Section,
    Send,
    Source,
    Strip,
    Take,
    Tempo,
    TempoMap,
    Track,
)

BAR = 3840
HASHES = [f"{index:064x}" for index in range(1, 5)]


def small_song() -> Project:
    """Two sections of four bars at 120 BPM; a bass and drums with one cell a section, a group and a reverb bus."""
    sources = {key: Source(key, 48_000 * 9, 48_000, 2, f"audio {i}") for i, key in enumerate(HASHES)}
    rows = [
        Track(
            "bass", "Bass", "instrument", "bass", clips=_cells("bass", 0), strip=Strip(sends=(Send("reverb", -12.0),))
        ),
        Track("drums", "Drums", "instrument", "drums", clips=_cells("drums", 2), group_id="group"),
        Track("vocal", "Vocal", "audio", "vocals", clips=(_audio_clip(),)),
        Track("group", "Rhythm", "group"),
        Track("reverb", "Reverb", "bus", strip=Strip(devices=(Device("room", "reverb", {"size": 0.5}),))),
    ]
    return Project(
        "song",
        "Small song",
        sections=(
            Section("verse", "Verse 1", "verse", 0, 4 * BAR, 0.4),
            Section("chorus", "Chorus 1", "chorus", 4 * BAR, 4 * BAR, 0.9),
        ),
        chords=tuple(Chord(bar * BAR, BAR, root) for bar, root in enumerate([9, 5, 0, 7] * 2)),
        tracks=tuple(rows),
        markers=(Marker("drop", "Drop", 4 * BAR),),
        sources=sources,
    )


def two_tempi() -> TempoMap:
    """120 BPM for four bars of 4/4, then 90 BPM in 3/4."""
    return TempoMap((Tempo(0, 120.0), Tempo(4 * BAR, 90.0)), (Meter(0), Meter(4 * BAR, 3, 4)))


def large_song(rows: int = 64, columns: int = 200) -> Project:
    """Many clips, each of two seconds with sixteen notes."""
    played = tuple(Note(n * 240, 200, 36 + n) for n in range(16))
    return Project(
        "large",
        tracks=tuple(
            Track(f"t{row}", f"Track {row}", "instrument", clips=tuple(_long_row(row, columns, played)))
            for row in range(rows)
        ),
    )


def _long_row(row: int, columns: int, played: tuple[Note, ...]) -> list[Clip]:
    takes_ = [Take(f"k{row}-{column}", notes=played) for column in range(columns)]
    return [
        Clip(f"c{row}-{column}", column * 2.0, 2.0, takes=(take,), active_take_id=take.id)
        for column, take in enumerate(takes_)
    ]


def _cells(name: str, first_source: int) -> tuple[Clip, ...]:
    played = tuple(Note(beat * 960, 480, 40 + beat % 3, 90) for beat in range(16))
    return tuple(
        Clip(
            f"{name}-{section}",
            column * 8.0,
            8.0,
            section,
            section,
            rings=True,
            takes=(Take(f"{name}-{section}-1", "Take 1", HASHES[first_source + column], played, 0.1),),
            active_take_id=f"{name}-{section}-1",
        )
        for column, section in enumerate(("verse", "chorus"))
    )


def _audio_clip() -> Clip:
    return Clip("vocal-1", 2.0, 6.0, takes=(Take("vocal-take", source=HASHES[0]),), active_take_id="vocal-take")


def random_edit(draw: random.Random, project: Project) -> Edit:
    """Any edit that fits a song, its arguments drawn at random. Some break an invariant and are refused."""
    return draw.choice(_MAKERS)(draw, project)


_Maker = Callable[[random.Random, Project], Edit]


def _clip_id(draw: random.Random, project: Project) -> str:
    ids = [clip.id for _, clip in project.clips()]
    return draw.choice(ids) if ids else "none"


def _note_clip_id(draw: random.Random, project: Project) -> str:
    ids = [clip.id for _, clip in project.clips() if clip.take and clip.take.notes]
    return draw.choice(ids) if ids else "none"


def _row_id(draw: random.Random, project: Project) -> str:
    return draw.choice([track.id for track in project.tracks] or ["none"])


def _section_id(draw: random.Random, project: Project) -> str:
    return draw.choice([section.id for section in project.sections] or ["none"])


def _fresh_take(draw: random.Random, project: Project) -> Edit:
    take = Take(f"take-{draw.random()}", source=draw.choice(HASHES))
    return takes.add_take(_clip_id(draw, project), take)


def _tempo_tick(draw: random.Random, project: Project) -> int:
    return draw.choice(project.tempo_map.tempos).tick


def _section_start(draw: random.Random, project: Project) -> int:
    return draw.choice([section.start_ticks for section in project.sections] or [0])


def _points(draw: random.Random) -> list[AutomationPoint]:
    ticks = sorted(draw.sample(range(0, 9 * BAR, 240), 4))
    return [AutomationPoint(tick, draw.uniform(-60, 6), draw.uniform(-1, 1)) for tick in ticks]


def _played(draw: random.Random) -> list[PlayedNote]:
    starts = [draw.uniform(0, 20) for _ in range(draw.randint(0, 3))]
    return [PlayedNote(at, at + draw.uniform(0, 2), draw.randint(30, 90), draw.randint(0, 140)) for at in starts]


def _chord(start: int, root: int) -> Edit:
    return chords.put_chords(start, start + BAR // 2, [Chord(start, BAR // 2, root, "min7")])


_MAKERS: list[_Maker] = [
    lambda d, p: clips.move_clips([_clip_id(d, p)], d.uniform(-4, 4)),
    lambda d, p: clips.move_clips([_clip_id(d, p)], 0.0, _row_id(d, p)),
    lambda d, p: clips.trim_clip_start(_clip_id(d, p), d.uniform(0, 20)),
    lambda d, p: clips.trim_clip_end(_clip_id(d, p), d.uniform(0, 20)),
    lambda d, p: clips.split_clips([_clip_id(d, p)], d.uniform(0, 16)),
    lambda d, p: clips.duplicate_clips([_clip_id(d, p)]),
    lambda d, p: clips.delete_clips([_clip_id(d, p)]),
    lambda d, p: clips.set_clip_gain([_clip_id(d, p)], d.uniform(-70, 30)),
    lambda d, p: clips.set_fades([_clip_id(d, p)], d.uniform(0, 3), d.uniform(0, 3)),
    lambda d, p: clips.mute_clips([_clip_id(d, p)], d.random() < 0.5),
    lambda d, p: clips.rename_clip(_clip_id(d, p), d.choice(["“Straße”", "", "a\nb"])),
    lambda d, p: clips.bend_fades([_clip_id(d, p)], d.uniform(-2, 2), d.choice([None, 0.3])),
    lambda d, p: clips.color_clips([_clip_id(d, p)], d.choice(["", "keys", "mauve"])),
    lambda d, p: clips.lengthen_clip(_clip_id(d, p), d.uniform(0, 30)),
    lambda d, p: arranging.loop_clip(_clip_id(d, p), d.uniform(0, 40)),
    lambda d, p: arranging.slip_clips([_clip_id(d, p)], d.uniform(-3, 3)),
    lambda d, p: arranging.stretch_notes(_note_clip_id(d, p), d.uniform(0.2, 3)),
    lambda d, p: overlap.crossfade_clips(frozenset(c.id for _, c in p.clips()), d.uniform(0, 4)),
    lambda d, p: overlap.trimming_below(clips.move_clips([_clip_id(d, p)], d.uniform(-4, 4))),
    lambda d, p: recorded_notes.place_notes(_row_id(d, p), [_played(d), _played(d)], d.uniform(0, 9)),
    lambda d, p: notes.shift_notes(_note_clip_id(d, p), {0, 2}, d.randint(-500, 500), {60: 61, 48: 200}),
    lambda d, p: notes.set_length(_note_clip_id(d, p), {0, 1}, d.randint(-9, 999)),
    lambda d, p: notes.join_up_notes(_note_clip_id(d, p), range(8)),
    lambda d, p: notes.strum_notes(_note_clip_id(d, p), range(8), d.randint(-60, 60)),
    lambda d, p: notes.humanize_notes(_note_clip_id(d, p), range(3), 20, 9, 1),
    _fresh_take,
    lambda d, p: notes.move_notes(_note_clip_id(d, p), {0, 1}, d.randint(-960, 960), d.randint(-12, 12)),
    lambda d, p: notes.delete_notes(_note_clip_id(d, p), {d.randint(0, 4)}),
    lambda d, p: notes.quantize_notes(_note_clip_id(d, p), range(8), 240),
    lambda d, p: notes.add_notes(_note_clip_id(d, p), [Note(d.randint(0, 9999), 100, d.randint(0, 140))]),
    lambda d, p: tracks.add_track(Track(f"row-{d.random()}", "New", d.choice(["audio", "group", "bus"]))),
    lambda d, p: tracks.remove_tracks([_row_id(d, p)]),
    lambda d, p: tracks.move_track(_row_id(d, p), d.randint(0, 5)),
    lambda d, p: tracks.rename_track(_row_id(d, p), d.choice(["Keys", "Pad", ""])),
    lambda d, p: tracks.set_color(_row_id(d, p), d.choice(["", "lead", "mauve"])),
    lambda d, p: tracks.set_heights([_row_id(d, p)], d.choice([0, 12, 200, 9000])),
    lambda d, p: tracks.set_group([_row_id(d, p)], _row_id(d, p)),
    lambda d, p: strips.set_gain([_row_id(d, p)], d.uniform(-60, 24)),
    lambda d, p: strips.set_pan([_row_id(d, p)], d.uniform(-1, 1)),
    lambda d, p: strips.add_device(_row_id(d, p), Device(f"fx-{d.random()}", "compressor", {"ratio": 2.0})),
    lambda d, p: strips.set_send(_row_id(d, p), "reverb", d.choice([None, -6.0, -20.0])),
    lambda d, p: sections.rename_section(_section_id(d, p), "Verse 2"),
    lambda d, p: sections.delete_section(_section_id(d, p), d.random() < 0.5),
    lambda d, p: sections.duplicate_section(_section_id(d, p)),
    lambda d, p: sections.set_section_energy(_section_id(d, p), d.uniform(0, 1.2)),
    lambda d, p: tempo.set_tempo(d.uniform(60, 180), d.choice([0, 4 * BAR])),
    lambda d, p: tempo.ramp_tempo((at := d.randint(0, 6) * BAR), at + d.randint(0, 3) * BAR, d.uniform(40, 200)),
    lambda d, p: tempo.set_meter(d.choice([3, 4, 5]), 4),
    lambda d, p: _chord(d.randint(0, 8) * BAR, d.randint(0, 11)),
    lambda d, p: markers.add_marker(Marker(f"m-{d.random()}", "Here", d.randint(0, 9999))),
    lambda d, p: comping.comp_take(_row_id(d, p), d.randint(0, 2), (at_s := d.uniform(0, 16)), at_s + d.uniform(0, 6)),
    lambda d, p: comping.move_seam(_row_id(d, p), _clip_id(d, p), d.uniform(0, 16)),
    lambda d, p: section_moves.move_section(_section_id(d, p), _section_start(d, p)),
    lambda d, p: section_moves.resize_section(_section_id(d, p), d.randint(0, 10) * BAR),
    lambda d, p: section_moves.move_boundary(_section_id(d, p), d.randint(0, 10) * BAR),
    lambda d, p: tempo.move_tempo(_tempo_tick(d, p), d.randint(-2, 9) * BAR, d.uniform(60, 180)),
    lambda d, p: tempo.set_meter(d.choice([3, 4, 6]), 4, d.choice([0, 4 * BAR])),
    lambda d, p: tempo.move_meter(d.choice(p.tempo_map.meters).tick, d.randint(-2, 9) * BAR),
    lambda d, p: automation.set_points(d.choice([_row_id(d, p), ""]), "pan", _points(d)),
    lambda d, p: automation.write_span(_row_id(d, p), "gain_db", _points(d), 0.0, returns=d.random() < 0.5),
    lambda d, p: automation.move_points(_row_id(d, p), "pan", {d.randint(0, 9) * 240}, 480, lambda value: value / 2),
    lambda d, p: song.set_title(d.choice(["One", "Two", ""])),
    lambda d, p: song.set_loudness(d.choice([-14.0, -9.0, -40.0])),
    lambda d, p: song.set_lyrics(d.choice(["", "[Verse 1]\nla la"])),
]
