# SPDX-License-Identifier: GPL-3.0-or-later
"""The tune for the words, and the parts that sing it."""

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.arrangement import DELAY_BUS_ID, REVERB_BUS_ID, VOCALS_LUFS
from musicstudio.engines.composer.plan import PartPlan, PartScore, SectionPlan, SongPlan
from musicstudio.engines.voice.alignment import lay_on_notes
from musicstudio.engines.voice.dynamics import VOWEL_DBFS
from musicstudio.engines.voice.lyrics import parse_lyrics
from musicstudio.engines.voice.model import Line, SungNote
from musicstudio.engines.voice.notes import to_notes
from musicstudio.engines.voice.setting import into_range, set_words
from musicstudio.engines.voice.strip import suggest_mix
from musicstudio.engines.voice.voices import Voice, find_voice
from musicstudio.project.model import Device, Meter, Note, Send, Strip

_VOICES = {"female": "ada", "male": "joe", "child": "pip"}
_SUNG_KINDS = ("verse", "prechorus", "chorus", "bridge", "drop", "other")
_WORDLESS = ("ooh", "ah", "la")
SINGER = "singer"


class Sung(Struct, frozen=True):
    """A plan whose melodies are the sung ones, the vocal part, and what went wrong in words."""

    plan: SongPlan
    score: PartScore | None
    notices: tuple[str, ...] = ()


def set_lyric(plan: SongPlan, lines: tuple[tuple[Line, ...], ...]) -> Sung:
    """Words set section by section; sections with the same words and kind are sung alike. Nothing to sing gives no
    part."""
    voice = choose_voice(plan.conditioning.voice)
    sections, cells, notices = [], list[tuple[Note, ...] | None](), []
    for section, words in zip(plan.sections, lines, strict=True):
        try:
            sung = _section_song(section, words, plan, voice)
        except InputError as error:
            notices.append(f"{section.section.name}: {error}")
            sung = ()
        cells.append(to_notes(sung) or None)
        sections.append(_with_melody(section, cells[-1]) if sung else section)
    score = PartScore(vocal_part(voice), tuple(cells)) if any(cells) else None
    return Sung(replace(plan, sections=tuple(sections)), score, tuple(notices))


def sing_wordless(plan: SongPlan) -> Sung:
    """The lead-sheet melody on open syllables, in the sections where a singer would sing."""
    voice = choose_voice(plan.conditioning.voice)
    cells = tuple(_wordless(section, voice) for section in plan.sections)
    return Sung(plan, PartScore(vocal_part(voice), cells) if any(cells) else None)


def sing_given(plan: SongPlan, lyrics: str, melody: tuple[Note, ...]) -> Sung:
    """A melody sung as it was given, its notes moved by octaves at most: the lyric's lines laid over it in order."""
    voice = choose_voice(plan.conditioning.voice)
    parsed = parse_lyrics(lyrics)
    lines = [line for part in parsed.sections for line in part.lines]
    if not lines:
        return Sung(plan, None, ("The lyrics hold no words that can be sung.",))
    laid, left_over = lay_on_notes(lines, melody, Meter(0, *plan.conditioning.meter), may_split=True)
    notes = to_notes(into_range(laid, voice.low, voice.high))
    cells = tuple(_between(notes, part.section.start_ticks, part.section.end_ticks) or None for part in plan.sections)
    told = (f"{left_over} syllables of the lyrics found no note in the melody.",) if left_over else ()
    return Sung(plan, PartScore(vocal_part(voice), cells), told)


def choose_voice(wish: str) -> Voice:
    """The voice with an id, or one that fits "female", "male" or "child". Raises `InputError` for an unknown one."""
    return find_voice(_VOICES.get(wish, wish))


def vocal_part(voice: Voice) -> PartPlan:
    """The part of a singer, with a strip as vocals are mixed."""
    mix = suggest_mix("vocals", voice.delivery)
    devices = tuple(Device(f"{d.kind}-{number}", d.kind, dict(d.params)) for number, d in enumerate(mix.devices, 1))
    levels = ((REVERB_BUS_ID, mix.reverb_db), (DELAY_BUS_ID, mix.delay_db))
    sends = tuple(Send(bus, level) for bus, level in levels if level > -60.0)
    strip = Strip(VOCALS_LUFS - VOWEL_DBFS, devices=devices, sends=sends)
    return PartPlan("Vocals", "vocals", SINGER, voice.id, strip, "vocal")


def _between(notes: tuple[Note, ...], start: int, end: int) -> tuple[Note, ...]:
    return tuple(
        replace(note, start_ticks=note.start_ticks - start) for note in notes if start <= note.start_ticks < end
    )


def _section_song(section: SectionPlan, lines: tuple[Line, ...], plan: SongPlan, voice: Voice) -> tuple[SungNote, ...]:
    if not lines:
        return ()
    words = " / ".join(" ".join(word.text for word in line.words) for line in lines)
    return set_words(
        lines,
        section.chords,
        section.key,
        Meter(0, *section.meter),
        section.bars,
        plan.tempo_map.bpm_at(section.section.start_ticks),
        (voice.low, voice.high),
        derive_seed(plan.seed, "words", section.section.kind, words),
    )


def _wordless(section: SectionPlan, voice: Voice) -> tuple[Note, ...] | None:
    if section.section.kind not in _SUNG_KINDS or not section.melody:
        return None
    middle = sum(note.pitch for note in section.melody) / len(section.melody)
    shift = 12 * round(((voice.low + voice.high) / 2 - middle) / 12)
    syllable = _WORDLESS[section.occurrence % 2]
    return tuple(replace(note, pitch=note.pitch + shift, lyric=syllable) for note in section.melody)


def _with_melody(section: SectionPlan, notes: tuple[Note, ...] | None) -> SectionPlan:
    """The plan with the sung line as its melody, in the octave where leads play, so that the band makes room for it."""
    melody = tuple(replace(note, lyric="") for note in notes or ())
    return replace(section, melody=melody, section=replace(section.section, melody=melody))
