# SPDX-License-Identifier: GPL-3.0-or-later
"""The lyrics as they are sung: syllables with their times, and lines between rests."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .model import Project

_REST_S = 0.15
_TOGETHER_S = 0.06


class Sung(NamedTuple):
    """One syllable, or a held vowel (no text), and how long it sounds."""

    start_s: float
    end_s: float
    text: str


class SungLine(NamedTuple):
    """Syllables between two rests."""

    syllables: tuple[Sung, ...]
    is_backing: bool

    @property
    def start_s(self) -> float:
        """Where its first syllable begins."""
        return self.syllables[0].start_s

    @property
    def end_s(self) -> float:
        """Where its last syllable ends."""
        return self.syllables[-1].end_s

    @property
    def words(self) -> tuple[tuple[float, str], ...]:
        """Each word with the time of its first syllable."""
        found: list[tuple[float, str]] = []
        is_going_on = False
        for syllable in self.syllables:
            text = syllable.text.removesuffix("-") if syllable.text.endswith("-") else syllable.text
            if is_going_on:
                found[-1] = (found[-1][0], found[-1][1] + text)
            else:
                found.append((syllable.start_s, text))
            is_going_on = syllable.text.endswith("-")
        return tuple(found)

    def moved(self, by_s: float) -> "SungLine":
        """The same line at another time."""
        syllables = tuple(Sung(each.start_s + by_s, each.end_s + by_s, each.text) for each in self.syllables)
        return SungLine(syllables, self.is_backing)

    @property
    def text(self) -> str:
        """Its words; in parentheses, as in a lyric, where the backing sings alone."""
        joined = " ".join(word for _, word in self.words).strip()
        return f"({joined})" if self.is_backing else joined


def find_sung_lines(project: Project) -> list[SungLine]:
    """Every line as sung by the active takes, in order of time: the lead's, and the backing's where the lead rests."""
    lead = list(_lines(_syllables(project, is_backing=False), is_backing=False))
    spans = [(line.start_s, line.end_s) for line in lead]
    backing = [
        line
        for line in _lines(_syllables(project, is_backing=True), is_backing=True)
        if not any(start < line.end_s and line.start_s < end for start, end in spans)
    ]
    return sorted(lead + backing)


def _syllables(project: Project, *, is_backing: bool) -> Iterator[Sung]:
    for track, clip in project.clips():
        if track.kind != "vocal" or clip.take is None or (track.role == "backing") != is_backing:
            continue
        origin, seconds_at = project.tempo_map.ticks_at(clip.origin_s), project.tempo_map.seconds_at
        for note in clip.take.notes:
            start_s = seconds_at(origin + note.start_ticks)
            if clip.start_s - 1e-6 <= start_s < clip.end_s:
                end_s = seconds_at(origin + note.start_ticks + note.length_ticks)
                yield Sung(start_s, end_s, note.lyric.removeprefix("_"))


def _lines(syllables: Iterable[Sung], *, is_backing: bool) -> Iterator[SungLine]:
    """Cut at rests; what two voices sing together stands there once."""
    line: list[Sung] = []
    for syllable in sorted(syllables):
        if line and syllable.start_s - line[-1].start_s < _TOGETHER_S:
            continue
        if not syllable.text:
            line[-1:] = [held._replace(end_s=syllable.end_s) for held in line[-1:]]
            continue
        if line and syllable.start_s - line[-1].end_s >= _REST_S and not line[-1].text.endswith("-"):
            yield SungLine(tuple(line), is_backing)
            line = []
        line.append(syllable)
    if line:
        yield SungLine(tuple(line), is_backing)
