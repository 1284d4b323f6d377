# SPDX-License-Identifier: GPL-3.0-or-later
"""Who sings with the lead: another voice with the words in parentheses and harmony in choruses, and a double."""

import numpy as np
from msgspec.structs import replace

from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.arrangement.wanted import Wanted
from musicstudio.engines.composer.plan import PartScore, SectionPlan, SongPlan
from musicstudio.engines.composer.styles import StyleBlend
from musicstudio.engines.voice.melody.backing import double, harmonize
from musicstudio.engines.voice.melody.notes import from_notes, to_notes
from musicstudio.engines.voice.synthesis.voices import Voice, find_voice
from musicstudio.project.model import Note

from .retune import retune_notes
from .singers import BACKING_ROLE, answering_voice, backing_part, double_part, is_soloist
from .singing import Sung

Notes = tuple[Note, ...]
_HARMONY_KINDS = ("chorus", "drop")


def singers(sung: Sung, styles: StyleBlend) -> tuple[PartScore, ...]:
    """The lead and who sings with it. Where the song is to have no backing vocals only the words in parentheses are
    sung by another voice."""
    if sung.score is None:
        return ()
    voice = find_voice(sung.score.part.instrument)
    conditioning = sung.plan.conditioning
    is_welcome = Wanted(conditioning.wanted, conditioning.unwanted).allows(BACKING_ROLE, voice.id)
    has_company = is_welcome and is_soloist(voice)
    harmonized = _HARMONY_KINDS if has_company else ()
    doubled = styles.main.vocals.doubled if has_company else ()
    backing, again = _backing_scores(sung, sung.score, harmonized), _double(sung.plan, sung.score, doubled)
    return tuple(score for score in (sung.score, backing, again) if score)


def lead_and_answers(sung: Sung) -> tuple[PartScore, ...]:
    """The lead and the voice that sings the words in parentheses: all there is to sing where a melody was given."""
    if sung.score is None:
        return ()
    backing = _backing_scores(sung, sung.score, ())
    return (sung.score, backing) if backing else (sung.score,)


def harmony(lead: Notes, section: SectionPlan, voice: Voice, is_above: bool) -> Notes:
    """The second voice to one section of a lead, with its words."""
    return to_notes(harmonize(from_notes(lead), section.chords, section.key, voice.low, voice.high, is_above))


def sings_above(voice: Voice, lead: Voice) -> bool:
    """Whether a voice sings above another."""
    return voice.low + voice.high > lead.low + lead.high


def double_cell(lead: Notes, seed: int) -> Notes:
    """The lead's notes as its double sings them; equal leads are doubled alike."""
    return to_notes(double(from_notes(lead), seed))


def own_words(backing: Notes, lead: Notes) -> Notes:
    """The notes of a backing cell whose words the lead does not sing at the same time."""
    together = {(note.start_ticks, note.lyric) for note in lead}
    return tuple(note for note in backing if (note.start_ticks, note.lyric) not in together)


def join_parts(harmonized: Notes, own: Notes) -> Notes:
    """One singer's part: the harmony, which gives way to words of the singer's own."""
    spans = [(note.start_ticks, note.start_ticks + note.length_ticks) for note in own]
    free = [note for note in harmonized if not any(start <= note.start_ticks < end for start, end in spans)]
    cut = [_ended_before(note, [start for start, _ in spans]) for note in free]
    return tuple(sorted((*cut, *own), key=lambda note: note.start_ticks))


def regenerate_answers(
    own: Notes, lead: Notes, section: SectionPlan, voice: Voice, lead_voice: Voice, seed: int
) -> Notes:
    """Words in parentheses on another tune; where they repeat the lead's words they echo its tune."""
    rng = np.random.default_rng(derive_seed(seed, "answer"))
    return retune_notes(own, section, voice.id, rng, lead, sings_above(voice, lead_voice))


def _backing_scores(sung: Sung, lead: PartScore, harmonized: tuple[str, ...]) -> PartScore | None:
    lead_voice = find_voice(lead.part.instrument)
    voice = answering_voice(lead_voice)
    answers = sung.answers or (None,) * len(lead.cells)
    cells = tuple(
        join_parts(_harmony_in(section, cell or (), voice, lead_voice, harmonized), own or ()) or None
        for section, cell, own in zip(sung.plan.sections, lead.cells, answers, strict=True)
    )
    return PartScore(backing_part(voice), cells) if any(cells) else None


def _harmony_in(section: SectionPlan, lead: Notes, voice: Voice, lead_voice: Voice, kinds: tuple[str, ...]) -> Notes:
    if not lead or section.section.kind not in kinds:
        return ()
    return harmony(lead, section, voice, sings_above(voice, lead_voice))


def _double(plan: SongPlan, lead: PartScore, kinds: tuple[str, ...]) -> PartScore | None:
    seed = derive_seed(plan.seed, "double")
    cells = tuple(
        double_cell(cell, seed) if cell and section.section.kind in kinds else None
        for section, cell in zip(plan.sections, lead.cells, strict=True)
    )
    return PartScore(double_part(find_voice(lead.part.instrument)), cells) if any(cells) else None


def _ended_before(note: Note, starts: list[int]) -> Note:
    later = [start for start in starts if start > note.start_ticks]
    room = min(later, default=note.start_ticks + note.length_ticks) - note.start_ticks
    return replace(note, length_ticks=min(note.length_ticks, room))
