# SPDX-License-Identifier: GPL-3.0-or-later
"""MusicXML in: parts with ties joined, words, chords, key, metre and tempo. Repeats are laid out once."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import MediaError
from musicstudio.core.text import clean_line
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.core.zips import DAMAGED_ZIP
from musicstudio.project.keys import KeyChange, changes_in_order
from musicstudio.project.model import Chord, Key, Note, TempoMap

from ..score.chord_signs import QUALITIES, STEPS
from .foreign import ForeignClip, ForeignRow, ForeignSong, told_once
from .values import MAX_XML_BYTES, number, parsed_xml, tempo_map_of, whole

SUFFIXES = (".musicxml", ".mxl", ".xml")
_MAX_NOTES = 500_000
_FAR = 10_000_000
_MODES = ("major", "minor", "dorian", "mixolydian", "phrygian", "lydian")
_MODE_STEPS = {"major": 0, "minor": 9, "dorian": 2, "phrygian": 4, "lydian": 5, "mixolydian": 7}


class _Facts(Struct):
    """What is said on the way through the first part that says it."""

    tempos: dict[int, float] = {}
    meters: dict[int, tuple[int, int]] = {}
    chords: list[Chord] = []
    sections: list[tuple[int, str, str, int]] = []
    keys: dict[int, Key] = {}
    notices: list[str] = []
    end: int = 0


class _Voice(Struct):
    """A part while it is read. now: the tick; bar: where its bar began; last: of the chord that a note may join."""

    divisions: float = 1.0
    now: int = 0
    bar: int = 0
    last: int = 0
    transpose: int = 0
    notes: list[Note] = []
    ties: dict[int, int] = {}


def read_musicxml(path: Path) -> ForeignSong:
    """A score, packed (``.mxl``) or not. Raises `MediaError`."""
    root = parsed_xml(_content(path), path.name)
    if root.tag != "score-partwise":
        raise MediaError(f"“{path.name}” is no MusicXML score of parts.")
    facts = _Facts({}, {}, [], [], {}, [])
    parts = {part.get("id") or "": part for part in root.iterfind("part-list/score-part")}
    read = [
        (part, _read(part, parts.get(part.get("id") or ""), facts, number_))
        for number_, part in enumerate(root.iterfind("part"))
    ]
    tempo_map = tempo_map_of(facts.tempos, facts.meters)
    keys = changes_in_order(KeyChange(tick, key) for tick, key in sorted(facts.keys.items()))
    rows = [
        _row(part, parts.get(part.get("id") or ""), notes, tempo_map, place)
        for place, (part, notes) in enumerate(read)
        if notes
    ]
    if not rows:
        raise MediaError(f"“{path.name}” holds no notes.")
    return ForeignSong(
        title=clean_line(root.findtext("work/work-title") or root.findtext("movement-title") or "") or path.stem,
        tempo_map=tempo_map,
        rows=tuple(rows),
        key=keys[0].key if keys else None,
        key_changes=keys[1:],
        sections=_to_the_end(facts),
        chords=tuple(_until_next(facts.chords, max(_end(notes) for _, notes in read if notes))),
        notices=told_once(facts.notices),
    )


def _to_the_end(facts: _Facts) -> tuple[tuple[int, str, str, int], ...]:
    """The sections, the last of which lasts as long as the bars go on; of those at one place the first."""
    sections = list({each[0]: each for each in reversed(facts.sections)}.values())[::-1]
    if sections:
        start, name, kind, _ = sections[-1]
        sections[-1] = (start, name, kind, max(0, facts.end - start))
    return tuple(sections)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_XML_BYTES:
            raise MediaError(f"“{path.name}” is too large to be a score.")
        content = path.read_bytes()
        return _unpack_score(content, path.name) if content.startswith(b"PK") else content
    except OSError as error:
        raise MediaError(f"“{path.name}” cannot be read.") from error


def _unpack_score(content: bytes, name: str) -> bytes:
    """The score inside a packed file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            container = parsed_xml(_member(archive, "META-INF/container.xml", name), name)
            files = [element.get("full-path") or "" for element in container.iter() if element.tag.endswith("rootfile")]
            return _member(archive, files[0] if files else "", name)
    except (*DAMAGED_ZIP, KeyError) as error:
        raise MediaError(f"“{name}” is damaged.") from error


def _member(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    with archive.open(member) as file:
        content = file.read(MAX_XML_BYTES + 1)
    if len(content) > MAX_XML_BYTES:
        raise MediaError(f"“{name}” is too large to be a score.")
    return content


def _read(part: Element, about: Element | None, facts: _Facts, place: int) -> list[Note]:
    voice = _Voice(1.0, 0, 0, 0, 0, [], {})
    drums = _drums_of(about)
    for measure in part.iterfind("measure"):
        voice.bar, furthest = voice.now, voice.now
        for element in measure:
            _take(element, voice, facts, drums, is_first=place == 0)
            furthest = max(furthest, voice.now)
            if len(voice.notes) > _MAX_NOTES:
                raise MediaError("The score holds too many notes.")
        voice.now = min(furthest, _FAR)
    facts.end = max(facts.end, voice.now)
    return voice.notes


def _take(element: Element, voice: _Voice, facts: _Facts, drums: dict[str, int], *, is_first: bool) -> None:
    if element.tag == "note":
        _take_note(element, voice, drums)
    elif element.tag in ("backup", "forward"):
        step = _ticks(element.findtext("duration"), voice)
        voice.now = max(0, voice.now + (step if element.tag == "forward" else -step))
    elif element.tag == "attributes":
        _take_attributes(element, voice, facts, has_key=not drums)
    elif element.tag == "harmony":
        if (chord := _chord(element, voice)) is not None:
            facts.chords.append(chord)
    elif element.tag == "barline" and element.find("repeat") is not None:
        facts.notices.append("Repeats are laid out once.")
    if element.tag in ("direction", "sound"):
        _take_direction(element, voice, facts, is_first)


def _take_note(element: Element, voice: _Voice, drums: dict[str, int]) -> None:
    length = _ticks(element.findtext("duration"), voice)
    if element.find("grace") is not None:
        return
    start = voice.last if element.find("chord") is not None else voice.now
    if element.find("chord") is None:
        voice.last, voice.now = voice.now, min(voice.now + length, _FAR)
    pitch = _pitch(element, voice, drums)
    if pitch is None or length <= 0 or element.find("cue") is not None:
        return
    ties = {tie.get("type") for tie in element.iterfind("tie")}
    held = voice.ties.pop(pitch, None) if "stop" in ties else None
    if held is not None:
        voice.notes[held] = replace(voice.notes[held], length_ticks=start + length - voice.notes[held].start_ticks)
    else:
        voice.notes.append(Note(start, length, pitch, 90, _lyric(element)))
        held = len(voice.notes) - 1
    if "start" in ties:
        voice.ties[pitch] = held


def _pitch(element: Element, voice: _Voice, drums: dict[str, int]) -> int | None:
    pitch = element.find("pitch")
    if pitch is not None:
        step = STEPS.get(pitch.findtext("step") or "", 0)
        octave = whole(pitch.findtext("octave"), 4, -1, 9)
        sounded = 12 * (octave + 1) + step + whole(pitch.findtext("alter"), 0, -2, 2) + voice.transpose
        return min(max(sounded, 0), 127)
    if element.find("unpitched") is None:
        return None
    instrument = element.find("instrument")
    return drums.get(instrument.get("id") or "" if instrument is not None else "", 38)


def _lyric(element: Element) -> str:
    lyric = element.find("lyric")
    if lyric is None:
        return ""
    text = clean_line("".join(lyric.itertext() if lyric.find("text") is None else (lyric.findtext("text") or "")))
    return f"{text}-" if text and lyric.findtext("syllabic") in ("begin", "middle") else text


def _take_attributes(element: Element, voice: _Voice, facts: _Facts, *, has_key: bool) -> None:
    if (divisions := element.findtext("divisions")) is not None:
        voice.divisions = number(divisions, 1.0, 1e-3, 1e6)
    time = element.find("time")
    if time is not None:
        sign = (whole(time.findtext("beats"), 4), whole(time.findtext("beat-type"), 4))
        facts.meters.setdefault(voice.now, sign)
    transpose = element.find("transpose")
    if transpose is not None:
        octaves = whole(transpose.findtext("octave-change"), 0, -8, 8)
        voice.transpose = whole(transpose.findtext("chromatic"), 0, -48, 48) + 12 * octaves
    key = element.find("key")
    if key is not None and has_key:
        facts.keys.setdefault(voice.now, _key(key, voice.transpose))


def _key(element: Element, transpose: int) -> Key:
    """As it sounds; a part of a transposing instrument is written in another."""
    fifths = whole(element.findtext("fifths"), 0, -7, 7)
    mode = element.findtext("mode") or "major"
    mode = mode if mode in _MODES else "major"
    return Key((fifths * 7 + _MODE_STEPS[mode] + transpose) % 12, mode)


def _take_direction(element: Element, voice: _Voice, facts: _Facts, is_first: bool) -> None:
    sound = element if element.tag == "sound" else element.find("sound")
    at = max(0, voice.now + _ticks(element.findtext("offset"), voice))
    if sound is not None and sound.get("tempo"):
        facts.tempos.setdefault(at, number(sound.get("tempo"), 120.0, 10.0, 1000.0))
    if is_first and (name := clean_line(element.findtext("direction-type/rehearsal") or "")):
        facts.sections.append((at, name, "other", 0))


def _chord(element: Element, voice: _Voice) -> Chord | None:
    quality = QUALITIES.get(element.findtext("kind") or "", "maj")
    root, bass = (_pitch_class(element, name) for name in ("root", "bass"))
    at = max(0, voice.now + _ticks(element.findtext("offset"), voice))
    return None if root is None else Chord(at, 1, root, quality, -1 if bass is None else bass)


def _pitch_class(element: Element, name: str) -> int | None:
    step = STEPS.get(element.findtext(f"{name}/{name}-step") or "")
    alter = whole(element.findtext(f"{name}/{name}-alter"), 0, -2, 2)
    return None if step is None else (step + alter) % 12


def _until_next(chords: list[Chord], end: int) -> Iterator[Chord]:
    """Each chord up to the next."""
    ordered = sorted({chord.start_ticks: chord for chord in chords}.values(), key=lambda chord: chord.start_ticks)
    ends = [*(chord.start_ticks for chord in ordered[1:]), end][: len(ordered)]
    for chord, stop in zip(ordered, ends, strict=True):
        if stop > chord.start_ticks:
            yield replace(chord, length_ticks=stop - chord.start_ticks)


def _row(part: Element, about: Element | None, notes: list[Note], tempo_map: TempoMap, place: int) -> ForeignRow:
    name = clean_line(about.findtext("part-name") or "") if about is not None else ""
    ordered = tuple(sorted(notes, key=lambda note: (note.start_ticks, note.pitch)))
    clip = ForeignClip(name or "Part", 0.0, tempo_map.seconds_at(_end(notes)) - tempo_map.seconds_at(0), notes=ordered)
    plays_drums = part.find("measure/note/unpitched") is not None or bool(_drums_of(about))
    program = whole(about.findtext("midi-instrument/midi-program"), 0) - 1 if about is not None else -1
    return ForeignRow(
        part.get("id") or f"part-{place}",
        name or f"Part {place + 1}",
        "instrument",
        plays_drums=plays_drums,
        program=min(program, 127),
        clips=(clip,),
    )


def _end(notes: list[Note]) -> int:
    return max((note.start_ticks + note.length_ticks for note in notes), default=0)


def _drums_of(about: Element | None) -> dict[str, int]:
    """MIDI drums by the id of their instrument."""
    if about is None:
        return {}
    return {
        midi.get("id") or "": whole(midi.findtext("midi-unpitched"), 39, 1, 128) - 1
        for midi in about.iterfind("midi-instrument")
        if midi.find("midi-unpitched") is not None
    }


def _ticks(text: str | None, voice: _Voice) -> int:
    return round(number(text, 0.0, -1e7, 1e7) / voice.divisions * TICKS_PER_QUARTER)
