# SPDX-License-Identifier: GPL-3.0-or-later
"""What was asked beside what is heard: the sound of a result, listened to where notes cannot tell.

A few seconds are read, on the job's thread; the misses are sentences for the user.
"""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from musicstudio.analysis.features import LISTEN_RATE, Floats, chroma, onset_strength, to_mono
from musicstudio.core.theory.scales import SCALES
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.engines.contract import Part, Result
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Key, Project, Section
from musicstudio.project.model.sheet import SongSheet

Sounds = Mapping[tuple[int, int], tuple[str, float]]
"""For each cell (part, cell): the content hash of its audio, and its lead in seconds."""
_EXCERPT_S, _SECTION_S = 12.0, 4.0
_SILENT_DB = -70.0
_HOP = 256
_MIN_PULSE, _KEY_MARGIN = 0.35, 0.06
_UNPITCHED = ("drums", "percussion", "fx")
_STEP_DB = 0.3


def heard_misses(result: Result, sounds: Sounds, media: MediaStore, song: Project | None = None) -> tuple[str, ...]:
    """A sentence for each thing that was asked and is not heard. song: the song that is edited, if one is."""
    found = [*_silent_parts(result, sounds, media)]
    if song is not None:
        found += _strength_beside(result, sounds, media, song)
    sheet = result.sheet
    if sheet is not None and result.sections:
        found += _tempo(sheet, result, sounds, media)
        found += _key(sheet, result, sounds, media)
        found += _levels(sheet, result, sounds, media)
    return tuple(dict.fromkeys(found))


def _silent_parts(result: Result, sounds: Sounds, media: MediaStore) -> Iterator[str]:
    """Parts that have notes and make no sound."""
    for index, part in enumerate(result.parts):
        cells = [(j, cell) for j, cell in enumerate(part.cells) if cell.notes and (index, j) in sounds]
        levels = []
        for number, cell in cells[:3]:
            first = min(note.start_ticks for note in cell.notes)
            start_s = result.tempo_map.seconds_at(cell.start_ticks + first)
            levels.append(_level_db(_cell_audio(result, index, number, sounds, media, start_s, 2.0)))
        if levels and max(levels) < _SILENT_DB:
            yield f"Asked for {part.name}; it is written but cannot be heard."


def _strength_beside(result: Result, sounds: Sounds, media: MediaStore, song: Project) -> Iterator[str]:
    """Rows that were to be softer or stronger, beside what they sounded like before."""
    for index, part in enumerate(result.parts):
        way = result.strength_asked.get(part.track_id, 0)
        track = song.track(part.track_id) if way else None
        clips = track.clips if track else ()
        for number, cell in enumerate(part.cells if track else ()):
            start_s = result.tempo_map.seconds_at(cell.start_ticks)
            old = next((c for c in clips if abs(c.start_s - start_s) < 0.01 and c.take and c.take.source), None)
            if old is None or old.take is None or (index, number) not in sounds or not media.has(old.take.source):
                continue
            before = _level_db(_read(media, old.take.source, old.take.lead_s, 0.0, _EXCERPT_S))
            after = _level_db(_cell_audio(result, index, number, sounds, media, start_s, _EXCERPT_S))
            if before > _SILENT_DB and (after - before) * way < _STEP_DB:
                word = "stronger" if way > 0 else "softer"
                yield f"Asked for {part.name} to be {word}; it sounds {after - before:+.1f} dB beside before."
                break


def _tempo(sheet: SongSheet, result: Result, sounds: Sounds, media: MediaStore) -> Iterator[str]:
    """The pulse of the sound at the tempo that was asked; only drums have one that is sure enough to be told."""
    bpm = sheet.bpm.value if sheet.bpm.is_set else None
    has_drums = any(part.role == "drums" for part in result.parts)
    if not bpm or not has_drums or len({round(tempo.bpm, 1) for tempo in result.tempo_map.tempos}) > 1:
        return
    audio = _excerpt(result, sounds, media, 0.0 if len(result.sections) < 2 else _middle_s(result), _EXCERPT_S)
    pulse = pulse_at(to_mono(audio, SAMPLE_RATE), bpm) if _level_db(audio) > _SILENT_DB else None
    if pulse is not None and pulse < _MIN_PULSE:
        yield f"Asked for {bpm:g} BPM; its pulse is not clearly heard at that tempo."


def pulse_at(mono: Floats, bpm: float) -> float | None:
    """How strongly the onsets repeat after half a beat, one or two of a tempo (within 1.5 %), beside the lag from 0.2
    to 2.2 s at which they repeat most: 1 is at the very tempo. None where there are too few onsets."""
    strength = onset_strength(mono, LISTEN_RATE, _HOP)
    longest = round(2.2 * LISTEN_RATE / _HOP)
    if len(strength) < 2 * longest or strength.max(initial=0.0) <= 1e-6:
        return None
    centred = strength - strength.mean()
    lags = np.arange(round(0.2 * LISTEN_RATE / _HOP), longest)
    values = np.array([float(np.dot(centred[:-lag], centred[lag:])) / (len(centred) - lag) for lag in lags])
    if values.max() <= 0.0:
        return None
    near = np.zeros(len(lags), dtype=bool)
    for beats in (0.5, 1.0, 2.0):
        period = beats * 60.0 / bpm * LISTEN_RATE / _HOP
        near |= np.abs(lags - period) <= max(1.0, 0.015 * period)
    return float(max(values[near].max(initial=0.0), 0.0) / values.max())


def _key(sheet: SongSheet, result: Result, sounds: Sounds, media: MediaStore) -> Iterator[str]:
    """The chroma of what is pitched, on the scale of the key that was asked and on its transpositions."""
    key = sheet.key.value if sheet.key.is_set else None
    if key is None or sheet.harmony.is_set or any(event.kind == "key" for event in sheet.events):
        return
    pitched = [i for i, part in enumerate(result.parts) if part.role not in _UNPITCHED]
    audio = _excerpt(result, sounds, media, 0.0, 2 * _EXCERPT_S, pitched)
    if _level_db(audio) <= _SILENT_DB:
        return
    best, own = key_likeness(chroma(to_mono(audio, SAMPLE_RATE)).sum(axis=1), key)
    if own < best - _KEY_MARGIN:
        yield f"Asked for {key.name}; another key is heard more clearly at the beginning."


def key_likeness(weights: Floats, key: Key) -> tuple[float, float]:
    """(share of twelve weights by pitch class on the best transposition of a key's scale, share on the key's own)."""
    shares = weights / max(float(weights.sum()), 1e-9)
    scale = [(key.tonic + step) % 12 for step in SCALES[key.mode]]
    every = [float(sum(shares[(pitch + steps) % 12] for pitch in scale)) for steps in range(12)]
    return max(every), every[0]


def _levels(sheet: SongSheet, result: Result, sounds: Sounds, media: MediaStore) -> Iterator[str]:
    """Quiet sections sound quieter than the strong ones."""
    asked = {each.kind: each.energy for each in sheet.sections if each.energy is not None and each.origin != "studio"}
    kinds = [kind for kind in asked if any(section.kind == kind for section in result.sections)]
    if len(kinds) < 2:
        return
    quiet, loud = min(kinds, key=lambda k: asked[k] or 0.0), max(kinds, key=lambda k: asked[k] or 0.0)
    if (asked[loud] or 0.0) - (asked[quiet] or 0.0) < 0.3:
        return
    levels = [_section_db(kind, result, sounds, media) for kind in (quiet, loud)]
    if levels[0] >= levels[1]:
        yield f"Asked for a quiet {quiet} and a strong {loud}; they sound {levels[1] - levels[0]:+.1f} dB apart."


def _section_db(kind: str, result: Result, sounds: Sounds, media: MediaStore) -> float:
    section: Section = [each for each in result.sections if each.kind == kind][-1]
    start_s = result.tempo_map.seconds_at(section.start_ticks + section.length_ticks // 3)
    return _level_db(_excerpt(result, sounds, media, start_s, _SECTION_S))


def _middle_s(result: Result) -> float:
    return max(0.0, result.tempo_map.seconds_at(result.sections[-1].end_ticks) / 2 - _EXCERPT_S / 2)


def _excerpt(
    result: Result, sounds: Sounds, media: MediaStore, start_s: float, length_s: float, parts: list[int] | None = None
) -> NDArray[np.float32]:
    """Some seconds of all parts together, at their faders."""
    mix = np.zeros((2, round(length_s * SAMPLE_RATE)), dtype=np.float32)
    for index in range(len(result.parts)) if parts is None else parts:
        part: Part = result.parts[index]
        gain = 10 ** (part.strip.gain_db / 20)
        for number in range(len(part.cells)):
            mix += gain * _cell_audio(result, index, number, sounds, media, start_s, length_s)
    return mix


def _cell_audio(
    result: Result, part: int, cell: int, sounds: Sounds, media: MediaStore, start_s: float, length_s: float
) -> NDArray[np.float32]:
    """What a cell sounds like in a stretch of the song; silence where it does not reach."""
    silence = np.zeros((2, round(length_s * SAMPLE_RATE)), dtype=np.float32)
    if (part, cell) not in sounds:
        return silence
    content_hash, lead_s = sounds[part, cell]
    offset_s = start_s - result.tempo_map.seconds_at(result.parts[part].cells[cell].start_ticks)
    return _read(media, content_hash, lead_s, offset_s, length_s)


def _read(media: MediaStore, content_hash: str, lead_s: float, offset_s: float, length_s: float) -> NDArray[np.float32]:
    """Audio from some seconds after the tick that a lead ends on; silence outside it."""
    made = np.zeros((2, round(length_s * SAMPLE_RATE)), dtype=np.float32)
    total = media.info(content_hash).frames
    first = round((lead_s + offset_s) * SAMPLE_RATE)
    begin, end = max(0, first), min(total, first + made.shape[1])
    if end > begin:
        audio = media.read(content_hash, begin, end - begin)
        made[:, begin - first : end - first] = (
            audio if len(audio) == 2 else np.broadcast_to(audio[:1], (2, end - begin))
        )
    return made


def _level_db(audio: NDArray[np.float32]) -> float:
    power = float(np.mean(np.square(audio, dtype=np.float64))) if audio.size else 0.0
    return 10 * float(np.log10(max(power, 1e-12)))
