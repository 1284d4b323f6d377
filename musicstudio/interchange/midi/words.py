# SPDX-License-Identifier: GPL-3.0-or-later
"""Which part sings a track's words: its own notes, or those of the part that moves as the words do."""

from collections.abc import Sequence

from msgspec.structs import replace

from .events import Event
from .lyrics import Syllables, laid_on, read_karaoke, read_lyrics
from .melody import is_named_melody
from .song import MidiPart
from .texts import LYRIC, TEXT, TRACK_NAME, Texts

_MIN_SHARE = 0.3
"""Words of which fewer find a note are not those of the part."""


def words_of(tracks: Sequence[Sequence[Event]], texts: Texts) -> tuple[list[Syllables], str]:
    """(the words of each track, the title that karaoke gives). Text events are words only without lyric events."""
    lyrics = [read_lyrics(list(texts.of(track, LYRIC))) for track in tracks]
    if any(words.sung for words in lyrics):
        return lyrics, ""
    found = [read_karaoke(list(texts.of(track, TEXT)), texts.first(track, TRACK_NAME)) for track in tracks]
    return [words for words, _ in found], next((title for _, title in found if title), "")


def with_words(parts: list[list[MidiPart]], words: Sequence[Syllables]) -> tuple[list[list[MidiPart]], list[str]]:
    """The parts with the words of all tracks on their notes, and what found no note."""
    told = []
    for index, syllables in enumerate(words):
        if not syllables.sung:
            continue
        place = _singer(parts, index, syllables)
        if place is None:
            told.append(f"Its words ({len(syllables.sung)} syllables) fall on no part's notes and are kept as text.")
            continue
        part = parts[place[0]][place[1]]
        notes, count = laid_on(part.notes, syllables.sung)
        parts[place[0]][place[1]] = replace(part, notes=notes)
        if count < len(syllables.sung):
            told.append(f"{len(syllables.sung) - count} of its {len(syllables.sung)} syllables found no note.")
    return parts, told


def _singer(parts: Sequence[Sequence[MidiPart]], own: int, syllables: Syllables) -> tuple[int, int] | None:
    """(track, part) of the notes that fit best; those of the words' own track where they fit at all."""
    places = [(track, index) for track, inside in enumerate(parts) for index in range(len(inside))]
    free = [place for place in places if not _is_unfit(parts[place[0]][place[1]])]
    scores = {place: _fit(parts[place[0]][place[1]], syllables) for place in free}
    good = {place: score for place, score in scores.items() if score >= _MIN_SHARE}
    mine = {place: score for place, score in good.items() if place[0] == own} or good
    return max(mine, key=lambda place: mine[place], default=None)


def _is_unfit(part: MidiPart) -> bool:
    return part.is_drums or any(note.lyric not in ("", "_") for note in part.notes)


def _fit(part: MidiPart, syllables: Syllables) -> float:
    """How many words find a note and how many notes a word (0 to 1), and a little for the name."""
    _, count = laid_on(part.notes, syllables.sung)
    share = count / len(syllables.sung)
    onsets = len({note.start_ticks for note in part.notes})
    if share < _MIN_SHARE:
        return 0.0
    return 2 * count / (len(syllables.sung) + onsets) * 0.7 + share * 0.3 + 0.15 * is_named_melody(part.name)
