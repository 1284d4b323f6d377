# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the sound bench, with what records and ACE-Step 1.5 show beside them."""

import statistics
from collections.abc import Callable, Iterable
from itertools import pairwise

import numpy as np
from msgspec import Struct

from .sound_ears import MSD_TAGS
from .sound_measures import BANDS_HZ, Heard
from .sound_writing import Written, shared_instruments

# ACE-Step 1.5: medians of 16 tracks of about 31 s, measured by `sound_measures`.
ACE_TONE_DB = (-9.4, -1.4, -2.3, -3.8, -11.8, -14.2, -17.0, -23.6, -26.6)
ACE_SIDE_DB = (-21.6, -17.8, -7.9, -5.6, -5.2, -5.9, -1.8, -3.2, -7.0)
# What records show (98 human tracks of an independent judge): tone as the judge's distance from the Composer's median
# of November 2026 (2 to 4 kHz 4.9 dB less, 1 to 2 kHz 3.5 dB less, 20 to 60 Hz 3 dB more), side at 4 to 8 kHz.
HUMAN_TONE_DB = {0: -3.4, 4: -11.3, 5: -15.3}
HUMAN_SIDE_DB = {6: -10.3}


class Song(Struct, frozen=True):
    """One song of the bench. embedding and tags are empty where the listener is not installed."""

    label: str
    seed: int
    style: str
    heard: Heard
    written: Written
    embedding: list[float]
    tags: list[float]

    def line(self) -> str:
        """What is printed as the song is done."""
        best = ", ".join(self.best_tags(4))
        return f"{self.label:40.40} {self.seed}  {self.heard.lufs} LUFS  2-4k {self.heard.tone_db[5]:+}  {best}"

    def best_tags(self, count: int) -> list[str]:
        """The likeliest tags by a listener trained on records."""
        return [MSD_TAGS[place] for place in np.argsort(self.tags)[::-1][:count]]


def page(songs: list[Song]) -> str:
    """All tables as Markdown."""
    lines = [f"{len(songs)} songs.", "", *_tone_table(songs), "", *_figures(songs), "", *_style_table(songs), ""]
    return "\n".join(lines)


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _tone_table(songs: list[Song]) -> Iterable[str]:
    yield _row("band", "tone dB", "ACE-Step", "records", "side/mid dB", "ACE-Step", "records")
    yield _row(*["---"] * 7)
    for index, (low, high) in enumerate(BANDS_HZ):
        tone = statistics.median(song.heard.tone_db[index] for song in songs)
        side = statistics.median(song.heard.side_db[index] for song in songs)
        ace = (ACE_TONE_DB[index], ACE_SIDE_DB[index]) if ACE_TONE_DB else ("", "")
        human = HUMAN_TONE_DB.get(index, ""), HUMAN_SIDE_DB.get(index, "")
        yield _row(f"{low:g}-{high:g} Hz", f"{tone:.1f}", ace[0], human[0], f"{side:.1f}", ace[1], human[1])


def _figures(songs: list[Song]) -> Iterable[str]:
    def median(get: Callable[[Song], float]) -> str:
        return f"{statistics.median(map(get, songs)):.2f}"

    yield _row("measure", "median", "records")
    yield _row(*["---"] * 3)
    yield _row("rest of 2-8 kHz, dB (95th over 10th percentile)", median(lambda s: s.heard.rest_db), 19.2)
    yield _row("crest in 0.4 s, dB", median(lambda s: s.heard.crest_db), 11.4)
    yield _row("off-beat onsets of the tune", median(lambda s: s.written.offbeat), 0.37)
    yield _row("kinds of length of the tune", median(lambda s: s.written.lengths), 7)
    yield _row("different chords", median(lambda s: s.written.chords), "5.8 in 16 bars")
    yield _row("bars of a part that repeat exactly", median(lambda s: s.written.repeated), "")
    yield _row("bass notes on chord tones", median(lambda s: s.written.bass_chordal), "")
    yield _row("bass ends on the tonic", f"{statistics.mean(s.written.ends_home for s in songs):.2f}", "")
    yield _row(
        "songs with a part of 8 notes or fewer", f"{statistics.mean(s.written.sparse > 0 for s in songs):.2f}", ""
    )
    yield _row("longest intro, s", f"{max(s.written.intro_s for s in songs):.1f}", "10")
    yield _row("longest silence before, after, s", " ".join(f"{max(e):.2f}" for e in _ends(songs)), "0.4")
    yield _row("loudness, LUFS", " to ".join(f"{f(s.heard.lufs for s in songs):.1f}" for f in (min, max)), -14)
    yield _row("highest true peak, dBTP", f"{max(s.heard.peak_dbtp for s in songs):.1f}", -1)
    pairs = _pairs(songs)
    if pairs:
        yield _row(
            "instruments that two seeds share",
            f"{statistics.mean(shared_instruments(a.written, b.written) for a, b in pairs):.2f}",
            "",
        )
        yield _row(
            "two seeds at one BPM", f"{statistics.mean(a.written.bpm == b.written.bpm for a, b in pairs):.2f}", ""
        )
    if len(pairs) > 2 and songs[0].embedding:
        yield _row("heard as its own style (nearest other song, musicnn)", f"{own_share(songs):.2f}", "")


def _ends(songs: list[Song]) -> list[tuple[float, ...]]:
    return list(zip(*(song.heard.silence_s for song in songs), strict=True))


def _pairs(songs: list[Song]) -> list[tuple[Song, Song]]:
    return [(a, b) for a, b in pairwise(songs) if a.label == b.label]


def _nearest(songs: list[Song]) -> list[list[Song]]:
    """For each song all others, the most alike first, by the angle between normalised embeddings."""
    vectors = np.array([song.embedding for song in songs])
    vectors = (vectors - vectors.mean(axis=0)) / (vectors.std(axis=0) + 1e-6)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    order = np.argsort(-(vectors @ vectors.T), axis=1)
    return [[songs[other] for other in row if other != index] for index, row in enumerate(order)]


def own_share(songs: list[Song]) -> float:
    """Share of songs whose nearest other song is of their own style."""
    return statistics.mean(others[0].label == song.label for song, others in zip(songs, _nearest(songs), strict=True))


def _style_table(songs: list[Song]) -> Iterable[str]:
    yield _row(
        "style", "tone at 20 Hz .. 16 kHz", "side 4-8k", "rest", "crest", "repeat", "off-beat", "heard as", "nearest"
    )
    yield _row(*["---"] * 9)
    nearest = _nearest(songs) if len(songs) > 2 and songs[0].embedding else [[] for _ in songs]
    for name in dict.fromkeys(song.label for song in songs):
        own = [song for song in songs if song.label == name]
        tone = " ".join(f"{np.mean([s.heard.tone_db[i] for s in own]):.0f}" for i in range(len(BANDS_HZ)))
        tags = "; ".join(", ".join(song.best_tags(3)) for song in own if song.tags)
        near = ", ".join(others[0].label for song, others in zip(songs, nearest, strict=True) if song in own and others)
        means = [f"{np.mean([get(s) for s in own]):.1f}" for get in (
            lambda s: s.heard.side_db[6], lambda s: s.heard.rest_db, lambda s: s.heard.crest_db)]  # fmt: skip
        shares = [f"{np.mean([get(s) for s in own]):.2f}" for get in (
            lambda s: s.written.repeated, lambda s: s.written.offbeat)]  # fmt: skip
        yield _row(name, tone, *means, *shares, tags, near)
