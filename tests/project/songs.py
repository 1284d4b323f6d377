# SPDX-License-Identifier: GPL-3.0-or-later
"""Songs to test on."""

from musicstudio.project.model import (
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
