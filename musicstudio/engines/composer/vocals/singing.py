# SPDX-License-Identifier: GPL-3.0-or-later
"""The tune for the words, and the parts that sing it."""

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.plan import PartScore, SectionPlan, SongPlan
from musicstudio.engines.voice.melody.alignment import lay_on_notes
from musicstudio.engines.voice.melody.call_and_response import Singers, as_lead, share_out
from musicstudio.engines.voice.melody.line_setting import Frame
from musicstudio.engines.voice.melody.lyric_setting import write_vocal_parts
from musicstudio.engines.voice.melody.notes import to_notes
from musicstudio.engines.voice.melody.range_fit import fold_phrases, into_range
from musicstudio.engines.voice.synthesis.voices import Voice
from musicstudio.engines.voice.text.lyrics import parse_lyrics
from musicstudio.engines.voice.text.model import Line, SungNote
from musicstudio.project.model import Meter, Note

from .singers import answering_voice, choose_voice, vocal_part

_SUNG_KINDS = ("verse", "prechorus", "chorus", "bridge", "drop", "other")
_WORDLESS = ("ooh", "ah", "la")


Cell = tuple[Note, ...] | None


class Sung(Struct, frozen=True):
    """A plan whose melodies are the sung ones, the lead's part, and what went wrong in words.

    answers: the words in parentheses, set for the voice that answers; for each section of the plan, or none at all.
    """

    plan: SongPlan
    score: PartScore | None
    notices: tuple[str, ...] = ()
    answers: tuple[Cell, ...] = ()


def set_lyric(plan: SongPlan, lines: tuple[tuple[Line, ...], ...]) -> Sung:
    """Words set section by section; sections with the same words and kind are sung alike. Nothing to sing gives no
    part."""
    voice = choose_voice(plan.conditioning.voice)
    sections, cells, answers, notices = [], list[Cell](), list[Cell](), []
    for section, words in zip(plan.sections, lines, strict=True):
        try:
            sung = _section_song(section, words, plan, voice)
        except InputError as error:
            notices.append(f"{section.section.name}: {error}")
            sung = Singers()
        cells.append(to_notes(sung.lead) or None)
        answers.append(to_notes(sung.backing) or None)
        heard = cells[-1] or answers[-1]
        sections.append(_with_melody(section, heard) if heard else section)
    score = PartScore(vocal_part(voice), tuple(cells)) if any(cells) else None
    return Sung(replace(plan, sections=tuple(sections)), score, tuple(notices), tuple(answers))


def sing_wordless(plan: SongPlan) -> Sung:
    """The lead-sheet melody on open syllables, in the sections where a singer would sing."""
    voice = choose_voice(plan.conditioning.voice)
    cells = tuple(_wordless(section, voice) for section in plan.sections)
    return Sung(plan, PartScore(vocal_part(voice), cells) if any(cells) else None)


def is_sung_wordless(section: SectionPlan) -> bool:
    """Whether a singer without words sings there."""
    return section.section.kind in _SUNG_KINDS


def sing_given(plan: SongPlan, lyrics: str, melody: tuple[Note, ...]) -> Sung:
    """A melody sung as it was given, its notes moved by octaves at most: the lyric's lines laid over it in order, the
    notes of words in parentheses by the voice that answers."""
    voice = choose_voice(plan.conditioning.voice)
    lines = [line for part in parse_lyrics(lyrics).sections for line in part.lines]
    if not lines:
        return Sung(plan, None, ("The lyrics hold no words that can be sung.",))
    lines = [as_lead(line) for line in lines] if all(line.backing for line in lines) else lines
    laid, left_over = lay_on_notes(lines, melody, Meter(0, *plan.conditioning.meter), may_split=True)
    parts = share_out(laid, lines)
    second = answering_voice(voice)
    told = (f"{left_over} syllables of the lyrics found no note in the melody.",) if left_over else ()
    score = PartScore(vocal_part(voice), _in_cells(parts.lead, voice, plan))
    return Sung(plan, score, told, _in_cells(parts.backing, second, plan))


def _in_cells(sung: tuple[SungNote, ...], voice: Voice, plan: SongPlan) -> tuple[Cell, ...]:
    notes = to_notes(into_range(sung, voice.low, voice.high))
    return tuple(
        _notes_between(notes, part.section.start_ticks, part.section.end_ticks) or None for part in plan.sections
    )


def _notes_between(notes: tuple[Note, ...], start: int, end: int) -> tuple[Note, ...]:
    return tuple(
        replace(note, start_ticks=note.start_ticks - start) for note in notes if start <= note.start_ticks < end
    )


def _section_song(section: SectionPlan, lines: tuple[Line, ...], plan: SongPlan, voice: Voice) -> Singers:
    words = " / ".join(" ".join(word.text for word in line.words) for line in lines)
    second = answering_voice(voice)
    frame = Frame(
        section.chords,
        section.key,
        Meter(0, *section.meter),
        plan.tempo_map.bpm_at(section.section.start_ticks),
        (voice.low, voice.high),
        (second.low, second.high),
    )
    return write_vocal_parts(lines, frame, section.bars, derive_seed(plan.seed, "words", section.section.kind, words))


def _wordless(section: SectionPlan, voice: Voice) -> Cell:
    if not is_sung_wordless(section) or not section.melody:
        return None
    syllable = _WORDLESS[section.occurrence % 2]
    return tuple(replace(note, lyric=syllable) for note in fold_phrases(section.melody, voice.low, voice.high))


def _with_melody(section: SectionPlan, notes: tuple[Note, ...] | None) -> SectionPlan:
    """The plan with the sung line as its melody, in the octave where leads play, so that the band makes room for it."""
    melody = tuple(replace(note, lyric="") for note in notes or ())
    return replace(section, melody=melody, section=replace(section.section, melody=melody))
