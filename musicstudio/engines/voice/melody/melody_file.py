# SPDX-License-Identifier: GPL-3.0-or-later
"""A melody and a lyric, sung as given."""

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job
from musicstudio.project.model import Note, TempoMap

from ..synthesis.singer import SungAudio, sing
from ..synthesis.voices import SUNG, find_voice
from ..text.lyrics import parse_lyrics
from ..text.model import Expression, Lyrics, SungNote
from .alignment import lay_on_notes
from .call_and_response import for_one_singer
from .range_fit import into_range
from .timed_words import lay_in_time


class Melody(msgspec.Struct, frozen=True):
    """One voice's notes, with their tempo and metre, in the studio's ticks."""

    notes: tuple[Note, ...]
    tempo_map: TempoMap


def sing_melody(
    melody: Melody,
    lyrics_text: str,
    voice: str,
    seed: int,
    expression: Expression = Expression(),
    follows_times: bool = False,
) -> Job[SungAudio]:
    """Sing the words of a lyric to the notes of a melody, in its tempo.

    Notes keep their time and length; the whole melody moves by octaves into the voice's range, and the result's
    notices say so, as they say what did not fit and what the lyric's reader found. Words in (parentheses) are another
    singer's and left out, unless there are no others. follows_times: lines of a timed lyric are sung when they are due,
    see `lay_in_time`. Raises InputError when the lyric has no words.
    """
    singer = find_voice(voice)
    lyrics = parse_lyrics(lyrics_text, singer.language)
    lines = for_one_singer(lyrics.lines)
    if not lines:
        raise InputError("There are no words to sing: the lyric is empty or holds nothing that can be sung.")
    is_timed = follows_times and any(line.time_s is not None for line in lines)
    if is_timed:
        sung, left_over = lay_in_time(lines, melody.notes, melody.tempo_map)
    else:
        sung, left_over = lay_on_notes(lines, melody.notes, melody.tempo_map.meter_at(0), may_split=False)
    if not sung:
        raise InputError("No note of the melody sounds while the words are due.")
    placed = into_range(sung, singer.low, singer.high) if singer.delivery == SUNG else sung
    result = yield from sing(placed, melody.tempo_map.seconds_at, voice, seed, expression)
    told = _notices(lyrics, sung, placed, len(melody.notes), 0 if is_timed else left_over)
    late = (f"{left_over} syllables found no note while their line was due.",) if is_timed and left_over else ()
    untimed = ("The lyrics do not say when their lines are sung.",) if follows_times and not is_timed else ()
    return replace(result, notices=(*result.notices, *told, *late, *untimed))


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
