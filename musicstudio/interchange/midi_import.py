# SPDX-License-Identifier: GPL-3.0-or-later
"""MIDI files as notes in the studio's ticks, with tempo map, key, markers and lyrics: the one reader of all commands.

What can be read is read, and what was left out or odd stands in the song's notices.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from msgspec.structs import replace

from musicstudio.core.errors import MediaError
from musicstudio.core.text import clean_line
from musicstudio.project.keys import KeyChange, changes_in_order
from musicstudio.project.model import Chord, Key, TempoMap

from .midi import channels as kinds
from .midi.channels import Channels
from .midi.chunks import MidiBytes, read_chunks
from .midi.clock import Clock, beat_clock, frame_clock, tempo_map_of
from .midi.events import META, Event
from .midi.lyrics import is_named_words
from .midi.melody import melody_of, melody_part_of, one_voice
from .midi.notices import notices_of
from .midi.own_facts import SEQUENCER_SPECIFIC, SectionFact, SongFacts, chords_of, sections_of, song_facts
from .midi.parts import parts_of
from .midi.song import MidiPart, MidiSong
from .midi.texts import CUE, MARKER, TRACK_NAME, Texts
from .midi.words import with_words, words_of

__all__ = ["MidiPart", "MidiSong", "import_midi", "looks_like_midi", "melody_of", "melody_part_of", "one_voice"]

MAX_BYTES = 32_000_000
MAX_LENGTH_S = 4 * 3600.0
MAX_NOTES, MAX_TEMPOS = 500_000, 50_000
_TEMPO, _METER, _KEY = 0x51, 0x58, 0x59
_FRESH_TEMPO, _FRESH_METER = b"\x07\xa1\x20", b"\x04\x02\x18\x08"


def import_midi(path: Path) -> MidiSong:
    """Read a MIDI file. Raises `MediaError` when it is missing, no MIDI file, too large, or holds no notes."""
    path = Path(path)
    data = _bytes_of(path)
    file = read_chunks(data)
    if file is None:
        raise MediaError(f"“{path.name}” is damaged or not a MIDI file.")
    tracks, file_ends = _in_a_row(file) if file.kind == 2 else _side_by_side(file)
    told = list(file.told)
    if file.kind == 2 and len(tracks) > 1:
        told.append(f"It holds {len(tracks)} pieces of music, which were put one after the other.")
    clock, tempo_map = _time_of(path, file, tracks, told)
    tracks, ends = _in_studio_time(tracks, file_ends, clock, tempo_map, told)
    return _song_of(path, tracks, ends, clock, tempo_map, file.kind, told)


def looks_like_midi(path: Path) -> bool:
    """Whether a file begins as a MIDI file does, or as one in a RIFF file."""
    try:
        with path.open("rb") as file:
            head = file.read(12) if path.is_file() else b""
    except OSError:
        return False
    return head[:4] == b"MThd" or (head[:4] == b"RIFF" and head[8:] == b"RMID")


def _song_of(
    path: Path,
    tracks: list[list[Event]],
    ends: list[int],
    clock: Clock,
    tempo_map: TempoMap,
    kind: int,
    told: list[str],
) -> MidiSong:
    texts = Texts(tracks)
    channels = Channels(tracks, are_apart=kind == 2)
    if sum(event.status & 0xF0 == kinds.NOTE_ON and event.b > 0 for track in tracks for event in track) > MAX_NOTES:
        raise MediaError(f"“{path.name}” holds more than {MAX_NOTES:,} notes, which is more than can be edited.")
    parts = parts_of(tracks, ends, channels, texts)
    if not any(parts):
        raise MediaError(f"“{path.name}” holds no notes.")
    words, karaoke_title = words_of(tracks, texts)
    title = texts.first(tracks[0], TRACK_NAME) if kind == 0 or not parts[0] else ""
    title = karaoke_title or ("" if is_named_words(title) else title)
    parts, unsung = with_words(parts, words)
    song = MidiSong(tuple(part for own in parts for part in own), tempo_map, title=title)
    facts = _own_facts(tracks)
    keys = _keys(tracks, facts, tempo_map.ticks_at(MAX_LENGTH_S), told)
    told += [*unsung, *notices_of(tracks, song.parts, channels)]
    return replace(
        song,
        key=keys[0].key if keys else None,
        key_changes=keys[1:],
        markers=_markers(tracks, texts),
        sections=_sections(facts, clock, tempo_map.ticks_at(MAX_LENGTH_S)),
        chords=_chords(facts, clock, tempo_map.ticks_at(MAX_LENGTH_S)),
        lyrics="\n".join(line for own in words for line in own.lines),
        notices=tuple(f"“{path.name}”: {sentence}" for sentence in told),
    )


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file() and path.exists():
            raise MediaError(f"“{path.name}” is not a file.")
        if path.stat().st_size > MAX_BYTES:
            raise MediaError(f"“{path.name}” is too large to be a MIDI file.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise MediaError(f"The MIDI file “{path.name}” is not there.") from error
    except (OSError, ValueError) as error:
        raise MediaError(f"“{path.name}” cannot be read.") from error


def _side_by_side(file: MidiBytes) -> tuple[list[list[Event]], list[int]]:
    return [list(track.events) for track in file.tracks], [track.end_tick for track in file.tracks]


def _in_a_row(file: MidiBytes) -> tuple[list[list[Event]], list[int]]:
    """Tracks that are pieces of their own, each beginning on a bar after the one before, in its own tempo."""
    bar = max(1, round(4 * file.ticks_per_quarter or 2 * file.ticks_per_second))
    lengths = [-(-track.end_tick // bar) * bar for track in file.tracks]
    begins = [0, *accumulate(lengths)][: len(lengths)]
    fresh = ((_TEMPO, _FRESH_TEMPO), (_METER, _FRESH_METER))
    tracks = [
        [Event(begin, META, kind, 0, content) for kind, content in fresh]
        + [event._replace(tick=event.tick + begin) for event in track.events]
        for track, begin in zip(file.tracks, begins, strict=True)
    ]
    return tracks, [begin + track.end_tick for track, begin in zip(file.tracks, begins, strict=True)]


def _time_of(path: Path, file: MidiBytes, tracks: Sequence[Sequence[Event]], told: list[str]) -> tuple[Clock, TempoMap]:
    events = sorted((e for track in tracks for e in track if e.status == META), key=lambda e: e.tick)
    tempos = [(e.tick, int.from_bytes(e.content, "big")) for e in events if e.a == _TEMPO and len(e.content) == 3]
    if len(tempos) > MAX_TEMPOS:
        raise MediaError(f"“{path.name}” changes its tempo more than {MAX_TEMPOS:,} times, which cannot be edited.")
    signatures = [e for e in events if e.a == _METER and len(e.content) >= 2]
    meters = [(e.tick, e.content[0], 1 << min(e.content[1], 30)) for e in signatures]
    per_quarter = file.ticks_per_quarter
    clock = beat_clock(tempos, per_quarter) if per_quarter else frame_clock(tempos, file.ticks_per_second)
    tempo_map, odd = tempo_map_of(clock, meters)
    if clock.is_bent:
        told.append("A tempo is slower than 10 or faster than 1000 BPM; it is written as its double or half, in time.")
    if odd:
        told.append(f"Metres that bars cannot be counted in were left out: {', '.join(dict.fromkeys(odd[:5]))}.")
    last = tempo_map.ticks_at(MAX_LENGTH_S)
    tempos_near = tuple(tempo for tempo in tempo_map.tempos if tempo.tick < last)
    return clock, TempoMap(tempos_near, tuple(meter for meter in tempo_map.meters if meter.tick < last))


def _in_studio_time(
    tracks: list[list[Event]], ends: list[int], clock: Clock, tempo_map: TempoMap, told: list[str]
) -> tuple[list[list[Event]], list[int]]:
    last = tempo_map.ticks_at(MAX_LENGTH_S)
    timed = [[event._replace(tick=clock(event.tick)) for event in track] for track in tracks]
    kept = [[event for event in track if event.tick < last] for track in timed]
    if any(len(short) < len(whole) for short, whole in zip(kept, timed, strict=True)):
        told.append(f"What comes after {MAX_LENGTH_S / 3600:g} hours was left out.")
    return kept, [min(last, clock(end)) for end in ends]


def _own_facts(tracks: Sequence[Sequence[Event]]) -> SongFacts | None:
    contents = (e.content for track in tracks[:1] for e in track if e.status == META and e.a == SEQUENCER_SPECIFIC)
    return next((facts for content in contents if (facts := song_facts(content))), None)


def _sections(facts: SongFacts | None, clock: Clock, last: int) -> tuple[SectionFact, ...]:
    if facts is None:
        return ()
    return tuple(
        replace(each, start_ticks=clock(each.start_ticks), length_ticks=clock(end) - clock(each.start_ticks))
        for each in sections_of(facts)
        if clock(end := each.start_ticks + each.length_ticks) < last
    )


def _chords(facts: SongFacts | None, clock: Clock, last: int) -> tuple[Chord, ...]:
    if facts is None:
        return ()
    return tuple(
        Chord(start, max(1, clock(end) - start), each.root, each.quality, each.bass)
        for each in chords_of(facts)
        if clock(end := each.start_ticks + each.length_ticks) < last
        for start in [clock(each.start_ticks)]
    )


def _keys(
    tracks: Sequence[Sequence[Event]], facts: SongFacts | None, last: int, told: list[str]
) -> tuple[KeyChange, ...]:
    """The keys that there are in music, each with where it begins; for the first the studio's own word where that is
    the same.
    """
    named = sorted((e for track in tracks for e in track if e.status == META and e.a == _KEY), key=lambda e: e.tick)
    found = [KeyChange(event.tick, key) for event in named if (key := _key_of(event.content))]
    if len(found) < len(named):
        told.append("A key signature that does not exist was left out.")
    if found and facts and facts.key and facts.key[0] == found[0].key.tonic:
        found = [each._replace(key=Key(*facts.key)) if each.key == found[0].key else each for each in found]
    return changes_in_order(each for each in found if each.tick < last)


def _key_of(content: bytes) -> Key | None:
    if len(content) < 2 or content[1] > 1:
        return None
    fifths = content[0] - 256 if content[0] > 127 else content[0]
    tonic = (fifths * 7 + (9 if content[1] else 0)) % 12
    return Key(tonic, "minor" if content[1] else "major") if -7 <= fifths <= 7 else None


def _markers(tracks: Sequence[Sequence[Event]], texts: Texts) -> tuple[tuple[int, str], ...]:
    return tuple(sorted(_marks(tracks, texts), key=lambda marker: marker[0]))


def _marks(tracks: Sequence[Sequence[Event]], texts: Texts) -> Iterator[tuple[int, str]]:
    for track in tracks:
        for tick, text in texts.of(track, MARKER, CUE):
            if name := clean_line(text):
                yield tick, name
