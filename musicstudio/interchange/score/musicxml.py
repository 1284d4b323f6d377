# SPDX-License-Identifier: GPL-3.0-or-later
"""MusicXML 4.0: a lead sheet with tune, chords and words, or every part, drums on their own staff."""

from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree as xml

from msgspec import Struct

from musicstudio.core.errors import InputError
from musicstudio.core.files import write_file
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.keys import KeyChange, key_at, key_changes_of
from musicstudio.project.model import Key, Note, Project, Track

from ..audible_notes import audible_notes
from ..dawproject_values import number, xml_bytes
from ..midi_programs import DRUM_CHANNEL, is_drums, program_of
from ..song_info import SOFTWARE
from .chord_signs import add_harmony
from .notation import DIVISIONS, Bar, bars_of, divisions_of, voices_of, written_bars
from .note_signs import add_note

_FIFTHS = {0: 0, 1: -5, 2: 2, 3: -3, 4: 4, 5: -1, 6: 6, 7: 1, 8: -4, 9: 3, 10: -2, 11: 5}
_TO_MAJOR = {"minor": 3, "dorian": 10, "mixolydian": 5, "phrygian": 8, "lydian": 7}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" '
    '"http://www.musicxml.org/dtds/partwise.dtd">\n'
)
_MIDDLE = 57


class Part(Struct, frozen=True):
    """One staff: the notes of a row in ticks of the song."""

    name: str
    notes: tuple[Note, ...]
    program: int = 0
    is_drums: bool = False


def export_musicxml(project: Project, path: Path, *, is_lead_sheet: bool = False, artist: str = "") -> None:
    """Write the score. Raises `InputError` where there is no note, `StorageError`."""
    parts = [lead_part(project)] if is_lead_sheet else parts_of(project)
    parts = [part for part in parts if part.notes]
    if not parts:
        raise InputError("There are no notes to write down.")
    write_file(Path(path), musicxml_bytes(project, parts, artist))


def parts_of(project: Project) -> list[Part]:
    """Every row that has notes."""
    rows = [(track, tuple(audible_notes(track, project.tempo_map))) for track in project.tracks]
    return [_part(track, notes) for track, notes in rows if notes]


def lead_part(project: Project) -> Part:
    """The tune: of who sings, else of the sections, else of the leading row."""
    sung = [track for track in project.tracks if track.kind == "vocal" and track.role != "backing"]
    for track in sung:
        if notes := tuple(audible_notes(track, project.tempo_map)):
            return Part("Melody", notes)
    tune = [
        Note(section.start_ticks + note.start_ticks, note.length_ticks, note.pitch, note.velocity, note.lyric)
        for section in project.sections
        for note in section.melody
    ]
    if tune:
        return Part("Melody", tuple(sorted(tune, key=lambda note: note.start_ticks)))
    parts = [part for part in parts_of(project) if not part.is_drums]
    leading = [part for part in parts if any(word in part.name.lower() for word in ("lead", "melod", "vocal", "voice"))]
    return (leading or sorted(parts, key=_mean_pitch, reverse=True) or [Part("Melody", ())])[0]


def musicxml_bytes(project: Project, parts: Sequence[Part], artist: str = "") -> bytes:
    """The document; equal songs give equal bytes."""
    root = xml.Element("score-partwise", version="4.0")
    xml.SubElement(xml.SubElement(root, "work"), "work-title").text = project.title
    about = xml.SubElement(root, "identification")
    if artist:
        xml.SubElement(about, "creator", type="composer").text = artist
    xml.SubElement(xml.SubElement(about, "encoding"), "software").text = SOFTWARE
    listing = xml.SubElement(root, "part-list")
    for place, part in enumerate(parts, 1):
        _list_part(listing, f"P{place}", part)
    end = max(note.start_ticks + note.length_ticks for part in parts for note in part.notes)
    end = max([end, *(section.end_ticks for section in project.sections)])
    bars = bars_of(project.tempo_map.meters, end)
    keys = key_changes_of(project)
    for place, part in enumerate(parts, 1):
        _add_part(root, project, f"P{place}", part, bars, keys, is_first=place == 1)
    xml.indent(root)
    return _HEAD.encode() + xml_bytes(root).partition(b"?>\n")[2]


def _part(track: Track, notes: tuple[Note, ...]) -> Part:
    return Part(track.name, notes, program_of(track), is_drums(track))


def _mean_pitch(part: Part) -> float:
    return sum(note.pitch for note in part.notes) / len(part.notes)


def _list_part(listing: xml.Element, key: str, part: Part) -> None:
    score_part = xml.SubElement(listing, "score-part", id=key)
    xml.SubElement(score_part, "part-name").text = part.name
    pitches = sorted({note.pitch for note in part.notes}) if part.is_drums else [-1]
    names = [(f"{key}-I{pitch + 1}", pitch) for pitch in pitches]
    for name, pitch in names:
        instrument = xml.SubElement(score_part, "score-instrument", id=name)
        xml.SubElement(instrument, "instrument-name").text = part.name if pitch < 0 else f"Drum {pitch}"
    for name, pitch in names:
        midi = xml.SubElement(score_part, "midi-instrument", id=name)
        xml.SubElement(midi, "midi-channel").text = str(DRUM_CHANNEL + 1 if part.is_drums else 1)
        xml.SubElement(midi, "midi-program").text = str(part.program + 1)
        if pitch >= 0:
            xml.SubElement(midi, "midi-unpitched").text = str(pitch + 1)


def _add_part(
    root: xml.Element,
    project: Project,
    key: str,
    part: Part,
    bars: Sequence[Bar],
    changes: Sequence[KeyChange],
    *,
    is_first: bool,
) -> None:
    element = xml.SubElement(root, "part", id=key)
    has_words = any(note.lyric for note in part.notes)
    is_going_on, before = False, project.key
    voices = (part.notes,) if part.is_drums or has_words else voices_of(part.notes)
    lower = written_bars(voices[1], bars) if len(voices) > 1 else [[] for _ in bars]
    for bar, signs, others in zip(bars, written_bars(voices[0], bars), lower, strict=True):
        measure = xml.SubElement(element, "measure", number=str(bar.number))
        here = _key_of_bar(bar, changes)
        _add_attributes(measure, here, part, bar, is_new_key=bar.number == 1 or here != before)
        before = here
        if is_first:
            _add_directions(measure, project, bar, here)
        for sign in signs:
            is_going_on = add_note(measure, sign, key if part.is_drums else "", here, has_words, is_going_on)
        if any(sign.notes for sign in others):
            xml.SubElement(xml.SubElement(measure, "backup"), "duration").text = str(bar.length)
            for sign in others:
                add_note(measure, sign, "", here, False, False, voice=2)
        if bar is bars[-1]:
            line = xml.SubElement(measure, "barline", location="right")
            xml.SubElement(line, "bar-style").text = "light-heavy"


def _key_of_bar(bar: Bar, changes: Sequence[KeyChange]) -> Key:
    """The key that a bar is written in: what is in force in its middle, since a signature stands before a bar."""
    middle = (bar.start + bar.length / 2) * TICKS_PER_QUARTER / DIVISIONS
    return key_at(changes, round(middle))


def _add_attributes(measure: xml.Element, key: Key, part: Part, bar: Bar, *, is_new_key: bool) -> None:
    has_key = is_new_key and (bar.number == 1 or not part.is_drums)
    if not (bar.number == 1 or bar.is_new_meter or has_key):
        return
    attributes = xml.SubElement(measure, "attributes")
    if bar.number == 1:
        xml.SubElement(attributes, "divisions").text = str(DIVISIONS)
    if has_key:
        signature = xml.SubElement(attributes, "key")
        xml.SubElement(signature, "fifths").text = str(0 if part.is_drums else fifths_of(key))
        xml.SubElement(signature, "mode").text = key.mode
    if bar.number == 1 or bar.is_new_meter:
        time = xml.SubElement(attributes, "time")
        xml.SubElement(time, "beats").text = str(bar.meter.numerator)
        xml.SubElement(time, "beat-type").text = str(bar.meter.denominator)
    if bar.number == 1:
        sign, line = ("percussion", "") if part.is_drums else ("F", "4") if _mean_pitch(part) < _MIDDLE else ("G", "2")
        clef = xml.SubElement(attributes, "clef")
        xml.SubElement(clef, "sign").text = sign
        if line:
            xml.SubElement(clef, "line").text = line


def fifths_of(key: Key) -> int:
    """Sharps, or flats below zero, of a key."""
    fifths = _FIFTHS[(key.tonic + _TO_MAJOR.get(key.mode, 0)) % 12]
    return -6 if fifths == 6 and key.has_flats else fifths


def _add_directions(measure: xml.Element, project: Project, bar: Bar, key: Key) -> None:
    """Sections, tempi and chords that begin in a bar, over the first part."""
    for section in project.sections:
        if (offset := _offset(section.start_ticks, bar)) is not None:
            direction = _direction(measure, offset)
            xml.SubElement(xml.SubElement(direction[0], "direction-type"), "rehearsal").text = section.name
            direction[1]()
    for tempo in project.tempo_map.tempos:
        if (offset := _offset(tempo.tick, bar)) is not None:
            _add_tempo(measure, tempo.bpm, offset)
    for chord in project.chords:
        if (offset := _offset(chord.start_ticks, bar)) is not None:
            add_harmony(measure, chord, offset, key.has_flats)


def _add_tempo(measure: xml.Element, bpm: float, offset: int) -> None:
    direction, close = _direction(measure, offset)
    metronome = xml.SubElement(xml.SubElement(direction, "direction-type"), "metronome")
    xml.SubElement(metronome, "beat-unit").text = "quarter"
    xml.SubElement(metronome, "per-minute").text = number(round(bpm, 2))
    close()
    xml.SubElement(direction, "sound", tempo=number(round(bpm, 4)))


def _direction(measure: xml.Element, offset: int) -> tuple[xml.Element, Callable[[], None]]:
    """A direction, and what puts its offset behind its type."""
    direction = xml.SubElement(measure, "direction", placement="above")

    def close() -> None:
        if offset:
            xml.SubElement(direction, "offset").text = str(offset)

    return direction, close


def _offset(tick: int, bar: Bar) -> int | None:
    """Where in a bar a tick lies, in divisions; None outside of it."""
    at = divisions_of(tick) - bar.start
    return at if 0 <= at < bar.length else None
