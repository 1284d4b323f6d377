# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of the singing voice: tuning, onsets, intelligibility, speed and memory, over styles and voices.

Run ``python -m tests.bench.voice_report [VOICE ...]`` from the project folder; docs/VOICE.md keeps a table.
"""

import resource
import sys
import time
from dataclasses import dataclass

import numpy as np

from musicstudio.core.progress import run_to_end
from musicstudio.engines.voice.melody.line_setting import Frame
from musicstudio.engines.voice.melody.lyric_setting import write_vocal_parts
from musicstudio.engines.voice.synthesis.phrase_cache import PhraseCache
from musicstudio.engines.voice.synthesis.phrases import split_phrases
from musicstudio.engines.voice.synthesis.singer import SungAudio, sing
from musicstudio.engines.voice.synthesis.voices import KOKORO, find_voice
from musicstudio.engines.voice.text.lyrics import parse_lyrics
from musicstudio.engines.voice.text.model import SungNote
from musicstudio.engines.voice.text.words import plain
from musicstudio.project.model import Tempo, TempoMap
from tests.bench.recognizer import Recognizer
from tests.bench.voice_measures import (
    harmonics_db,
    onset_errors_s,
    phrase_cuts_s,
    pitch_errors_cents,
    word_accuracy,
)
from tests.bench.voice_songs import SONGS, Song

SEED = 1


@dataclass(frozen=True)
class Row:
    """Measures of one song by one voice; times in seconds, accuracies 0 to 1."""

    style: str
    cents: list[float]
    onsets_s: list[float]
    heard: float
    ceiling: float
    sung_s: float
    took_s: float
    cores_s: float
    harmonics_db: float


def speaking(voice: str) -> str:
    """Who speaks as the same speaker: Joe, of whom Ada and Pip are made, or one of the cast."""
    return f"{voice}-spoken" if find_voice(voice).engine == KOKORO else "joe-spoken"


def score(song: Song, voice: str) -> tuple[SungNote, ...]:
    """The song's words set for a voice."""
    singer = find_voice(voice)
    lines = parse_lyrics(song.words).lines
    reach = (singer.low, singer.high)
    frame = Frame(song.chord_lane(), song.key, song.meter, song.bpm, reach, reach)
    return write_vocal_parts(lines, frame, song.bars, SEED).lead


def perform(notes: tuple[SungNote, ...], song: Song, voice: str) -> tuple[SungAudio, TempoMap]:
    """The notes sung afresh, with the song's tempo."""
    tempo = TempoMap((Tempo(0, song.bpm),), (song.meter,))
    return run_to_end(sing(notes, tempo.seconds_at, voice, SEED, cache=PhraseCache())), tempo


def measure(song: Song, voice: str) -> Row:
    """Everything about one song by one voice."""
    notes = score(song, voice)
    began, cores = time.perf_counter(), time.process_time()
    sung, tempo = perform(notes, song, voice)
    took_s, cores_s = time.perf_counter() - began, time.process_time() - cores
    phrases = split_phrases(notes, tempo.seconds_at)
    spoken, _ = perform(notes, song, speaking(voice))
    words = [[plain(word.text) for word in line.words] for line in parse_lyrics(song.words).lines]
    wanted = [word for line in words for word in line]
    recognizer = Recognizer()
    cuts = phrase_cuts_s(sung.lead_s, phrases)
    return Row(
        song.style,
        pitch_errors_cents(sung.audio, sung.lead_s, phrases),
        onset_errors_s(sung.audio, sung.lead_s, phrases),
        word_accuracy(wanted, recognizer.hear(sung.audio, cuts)),
        word_accuracy(wanted, recognizer.hear(spoken.audio, cuts)),
        sung.audio.shape[1] / 48_000,
        took_s,
        cores_s,
        harmonics_db(sung.audio),
    )


HEADINGS = (
    "style", "notes", "mean pitch error, cents (notes judged)", "onset error: median / 95 % / within 20 ms",
    "words heard: as sung / spoken by the same", "harmonics to noise",
    "sung s", "took s (processor s)",
)  # fmt: skip


def print_rows(voice: str, rows: list[Row]) -> None:
    """A Markdown table of one voice."""
    print(f"\n### {voice}\n\n| {' | '.join(HEADINGS)} |\n|{'---|' * len(HEADINGS)}")
    for row in [*rows, _total(rows)]:
        late = np.abs(row.onsets_s) * 1000
        judged = np.isfinite(row.cents)
        cells = (
            row.style,
            f"{len(late)}",
            f"{np.nanmean(np.abs(row.cents)):.1f} ({judged.sum()} of {len(judged)})",
            f"{np.median(late):.0f} ms / {np.percentile(late, 95):.0f} ms / {np.mean(late <= 20):.0%}",
            f"{row.heard:.0%} / {row.ceiling:.0%}",
            f"{row.harmonics_db:.1f} dB",
            f"{row.sung_s:.1f}",
            f"{row.took_s:.1f} ({row.cores_s:.1f})",
        )
        print(f"| {' | '.join(cells)} |", flush=True)


def _total(rows: list[Row]) -> Row:
    return Row(
        "**all**",
        [cents for row in rows for cents in row.cents],
        [late for row in rows for late in row.onsets_s],
        float(np.mean([row.heard for row in rows])),
        float(np.mean([row.ceiling for row in rows])),
        sum(row.sung_s for row in rows),
        sum(row.took_s for row in rows),
        sum(row.cores_s for row in rows),
        float(np.mean([row.harmonics_db for row in rows])),
    )


def main(voices: list[str]) -> None:
    """Print a table for each voice, and the memory at the end."""
    for voice in voices:
        print_rows(voice, [measure(song, voice) for song in SONGS])
    print(f"\nPeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB (with the recogniser).")


if __name__ == "__main__":
    main(sys.argv[1:] or ["joe", "ada", "pip"])
