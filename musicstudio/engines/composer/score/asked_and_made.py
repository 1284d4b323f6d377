# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sheet asks beside what the notes of a song are: kept, or missed and told.

Every field that words can set has its check here, or a reason why notes cannot tell it; a test holds it.
"""

from collections.abc import Callable, Iterable, Iterator

from musicstudio.project.model.sheet import Made, SongSheet

from . import course_checks, fact_checks, harmony_checks, player_checks
from .on_paper import Row, Score, score_of

__all__ = ["CHECKS", "UNCHECKED", "Row", "Score", "made_of", "misses_of", "score_of"]

CHECKS: dict[str, Callable[[SongSheet, Score], Iterator[Made]]] = {
    "bpm": fact_checks.check_tempo,
    "pace": fact_checks.check_pace,
    "key": fact_checks.check_key,
    "mode": fact_checks.check_mode,
    "meter": fact_checks.check_meter,
    "length_s": fact_checks.check_length,
    "bars": fact_checks.check_bars,
    "is_loop": fact_checks.check_loop,
    "is_stinger": fact_checks.check_stinger,
    "sings": fact_checks.check_sings,
    "energy": fact_checks.check_energy,
    "valence": fact_checks.check_valence,
    "players": player_checks.check_players,
    "refused": player_checks.check_refused,
    "is_closed": player_checks.check_closed,
    "is_small": player_checks.check_small,
    "max_players": player_checks.check_most,
    "textures": player_checks.check_textures,
    "kinds": course_checks.check_form,
    "without": course_checks.check_without,
    "sections": course_checks.check_sections,
    "cues": player_checks.check_cues,
    "events": course_checks.check_events,
    "harmony": harmony_checks.check_harmony,
    "contour": course_checks.check_contour,
    "arc": course_checks.check_arc,
    "feel": course_checks.check_feel,
    "swing": fact_checks.check_swing,
}
UNCHECKED = {
    "purpose": "it is kept with the song; what it causes stands in other fields",
    "styles": "notes do not tell a style; the band's parts are named after it",
    "tension": "no note of it can be pointed at; it moves the choice of chords",
    "complexity": "no note of it can be pointed at; it moves the choice of rhythms",
    "voice": "the singer's name stands in the recipe of each sung part",
    "has_layers": "each layer says its intensity",
    "lyrics": "the singer tells which words found no note",
    "seed": "it replays",
    "kept": "only edits keep",
}


def made_of(sheet: SongSheet, score: Score) -> tuple[Made, ...]:
    """Everything that can be told from the notes, in the order of the sheet."""
    if not score.sections:
        return ()
    return tuple(made for check in CHECKS.values() for made in check(sheet, score))


def misses_of(made: Iterable[Made]) -> tuple[str, ...]:
    """A sentence for each thing that was asked and is not so."""
    return tuple(dict.fromkeys(f"Asked for {each.asked}; made: {each.made}." for each in made if not each.is_kept))
