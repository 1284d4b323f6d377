# SPDX-License-Identifier: GPL-3.0-or-later
"""A melody in a MIDI file and a lyric, sung as given."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from musicstudio.core.errors import InputError, MediaError
from musicstudio.core.progress import Job
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Meter, Note, Tempo, TempoMap

from ..synthesis.singer import SungAudio, sing
from ..synthesis.voices import SUNG, find_voice
from ..text.lyrics import parse_lyrics
from ..text.model import Expression, Lyrics, SungNote
from .alignment import lay_on_notes
from .call_and_response import for_one_singer
from .range_fit import into_range

_DRUM_CHANNEL = 9
_DEFAULT_TEMPO_US = 500_000


class MelodyFile(msgspec.Struct, frozen=True):
    """A MIDI file's melody: the notes of its fullest melodic track, its tempo and meter, in the studio's ticks."""

    notes: tuple[Note, ...]
    tempo_map: TempoMap


def sing_file(
    melody_mid: Path, lyrics_text: str, voice: str, seed: int, expression: Expression = Expression()
) -> Job[SungAudio]:
    """Sing the words of a lyric to the notes of a MIDI file, in its tempo.

    Notes keep their time and length; the whole melody moves by octaves into the voice's range, and the result's
    notices say so, as they say what did not fit and what the lyric's reader found. Words in (parentheses) are another
    singer's and left out, unless there are no others. Raises MediaError for a file that is no MIDI file and InputError
    when it has no notes or the lyric no words.
    """
    singer = find_voice(voice)
    melody = read_melody(melody_mid)
    lyrics = parse_lyrics(lyrics_text, singer.language)
    lines = for_one_singer(lyrics.lines)
    if not lines:
        raise InputError("There are no words to sing: the lyric is empty or holds nothing that can be sung.")
    sung, left_over = lay_on_notes(lines, melody.notes, melody.tempo_map.meter_at(0), may_split=False)
    placed = into_range(sung, singer.low, singer.high) if singer.delivery == SUNG else sung
    result = yield from sing(placed, melody.tempo_map.seconds_at, voice, seed, expression)
    return replace(result, notices=(*result.notices, *_notices(lyrics, sung, placed, len(melody.notes), left_over)))


def read_melody(path: Path) -> MelodyFile:
    """The melody of a MIDI file. Raises MediaError when it cannot be read and InputError when it has no notes."""
    import mido

    try:
        file = mido.MidiFile(path, clip=True)
    except FileNotFoundError as error:
        raise MediaError(f"There is no file {path}.") from error
    except (OSError, EOFError, ValueError, IndexError, KeyError) as error:
        raise MediaError(f"{path.name} is not a MIDI file that can be read.") from error
    scale = TICKS_PER_QUARTER / max(1, file.ticks_per_beat)
    tracks = [tuple(_notes(track, scale)) for track in file.tracks]
    notes = max(tracks, key=len, default=())
    if not notes:
        raise InputError(f"{path.name} has no notes to sing.")
    return MelodyFile(notes, _tempo_map(file, scale))


def _notes(track: Any, scale: float) -> Iterator[Note]:
    """Notes of one track, drums left out."""
    open_notes: dict[int, tuple[int, int]] = {}
    now = 0
    for message in track:
        now += message.time
        if message.type not in ("note_on", "note_off") or message.channel == _DRUM_CHANNEL:
            continue
        begun = open_notes.pop(message.note, None)
        if begun and now > begun[0]:
            start, end = round(begun[0] * scale), round(now * scale)
            yield Note(start, max(1, end - start), message.note, begun[1])
        if message.type == "note_on" and message.velocity > 0:
            open_notes[message.note] = (now, message.velocity)


def _tempo_map(file: Any, scale: float) -> TempoMap:
    tempos: dict[int, Tempo] = {0: Tempo(0, 60e6 / _DEFAULT_TEMPO_US)}
    meters: dict[int, Meter] = {0: Meter(0)}
    for track in file.tracks:
        now = 0
        for message in track:
            now += message.time
            tick = round(now * scale)
            if message.type == "set_tempo" and message.tempo > 0:
                tempos[tick] = Tempo(tick, 60e6 / message.tempo)
            elif message.type == "time_signature":
                meters[tick] = Meter(tick, message.numerator, message.denominator)
    return TempoMap(tuple(tempos[tick] for tick in sorted(tempos)), tuple(meters[tick] for tick in sorted(meters)))


def _notices(
    lyrics: Lyrics, sung: tuple[SungNote, ...], placed: tuple[SungNote, ...], note_count: int, left_over: int
) -> Iterator[str]:
    if sung and placed[0].pitch != sung[0].pitch:
        octaves = (placed[0].pitch - sung[0].pitch) // 12
        direction = "up" if octaves > 0 else "down"
        yield f"The melody was moved {direction} {abs(octaves)} octave{'s' * (abs(octaves) > 1)} to suit the voice."
    if left_over:
        yield f"The melody has {note_count} notes, too few for the words: the last {left_over} syllables were not sung."
    has_answers = any(word.backing for line in lyrics.lines for word in line.words)
    if has_answers and not all(line.backing for line in lyrics.lines):
        yield "The words in parentheses are for another singer and were left out."
    yield from (issue.message for issue in lyrics.issues)
