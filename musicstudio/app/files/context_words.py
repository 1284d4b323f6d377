# SPDX-License-Identifier: GPL-3.0-or-later
"""What was found in imported music and how surely, in sentences. Pure."""

from collections.abc import Sequence

from musicstudio.analysis.detected import DetectedChord, DetectedKey
from musicstudio.analysis.songs.heard import Content, HeardSong
from musicstudio.analysis.songs.reading import ReadSong
from musicstudio.analysis.songs.sections import FormPart
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Chord, Key, Project, TempoMap

SURE, LIKELY, UNSURE_CHORD = 0.75, 0.4, 0.5
NO_BEAT = "No steady beat could be heard, so the song's own grid was kept; set its tempo by hand if it is another."
TOO_SHORT = "This recording is too short to find a beat, chords and sections in it."
DRUMS_ALONE = "Only drums are written, which leaves key and chords open; set the key by hand for what joins them."
_MOST_NAMED = 6
_UNHEARD = {
    Content.SILENCE: "The recording is silent, so there is nothing in it to play to.",
    Content.UNPITCHED: "No pitch is held in this recording (it may be noise, speech or drums alone), so no key, chords "
    "or tune could be found in it.",
}


def words_of_notes(
    project: Project, read: ReadSong, key: Key | None, tune_name: str, *, is_pitched: bool
) -> tuple[str, ...]:
    """About a song read from its notes."""
    facts = [_key_words(read.key)] if key else []
    facts += [_chord_words(read.chords)] if read.chords and not project.chords else []
    facts += [_form_words(read.form)] if read.form and not project.sections else []
    facts += [f"the tune in “{tune_name}”"] if tune_name else []
    told = [f"Read from the notes: {', '.join(facts)}."] if facts else []
    if not is_pitched:
        told.append(DRUMS_ALONE)
    elif not read.chords:
        told.append("One line is played, which leaves its chords open; “harmonise” writes some under it.")
    bars = [project.tempo_map.bar_at(round(chord.start_s * TICKS_PER_QUARTER))[0] for chord in read.chords]
    return (*told, *_unsure_words(read.chords, bars))


def words_of_sound(
    heard: HeardSong, tempo_map: TempoMap | None, key: Key | None, start_s: float, *, is_grid_new: bool
) -> tuple[str, ...]:
    """About a recording that begins at a time of the song. tempo_map: None where no beat was clear enough."""
    facts = [_tempo_words(heard, tempo_map)] if tempo_map and is_grid_new else []
    facts += [_key_words(heard.key)] if key else []
    has_form = tempo_map is not None and heard.content is not Content.UNPITCHED
    facts += [_chord_words(heard.chords)] if heard.chords and has_form else []
    facts += [_form_words(heard.form)] if heard.form and has_form else []
    facts += [f"a tune of {len(heard.tune)} notes"] if heard.tune else []
    told = [f"Heard and set: {', '.join(facts)}. Undo takes it back."] if facts else []
    if problem := why_unheard(heard):
        told.append(problem)
    elif heard.content is Content.MUSIC:
        told.append("A tune cannot be followed safely among several instruments; separate the stems to keep one.")
    if tempo_map is None:
        return tuple(told)
    bars = [tempo_map.bar_at(max(0, tempo_map.ticks_at(chord.start_s + start_s)))[0] for chord in heard.chords]
    return (*told, *_unsure_words(heard.chords, bars))


def why_unheard(heard: HeardSong) -> str:
    """Empty for a recording with pitches in it, else what it is."""
    return _UNHEARD.get(heard.content, "")


def how_sure(confidence: float) -> str:
    """``sure``, ``likely`` or ``a guess``."""
    return "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "a guess"


def _tempo_words(heard: HeardSong, tempo_map: TempoMap) -> str:
    meter, tempos = tempo_map.meters[0], [tempo.bpm for tempo in tempo_map.tempos]
    bpm = f"{tempos[0]:.4g}" if len(tempos) == 1 else f"{min(tempos):.4g} to {max(tempos):.4g}"
    other = f"; or {heard.beats.other_bpm:.3g}" if heard.beats.other_bpm else ""
    drifts = "drifting, " if len(tempos) > 1 else ""
    return f"{bpm} BPM in {meter.numerator}/{meter.denominator} ({drifts}{how_sure(heard.beats.confidence)}{other})"


def _key_words(key: DetectedKey) -> str:
    other = f"; or {key.runner_up.name}" if key.confidence < SURE else ""
    return f"{key.key.name} ({how_sure(key.confidence)}{other})"


def _chord_words(chords: Sequence[DetectedChord]) -> str:
    total = sum(chord.end_s - chord.start_s for chord in chords)
    sure = sum((chord.end_s - chord.start_s) * chord.confidence for chord in chords) / max(1e-9, total)
    return f"{len(chords)} chords ({sure:.0%} sure)"


def _form_words(form: Sequence[FormPart]) -> str:
    return f"{len(form)} section{'s' * (len(form) > 1)} ({', '.join(part.name for part in form)})"


def _unsure_words(chords: Sequence[DetectedChord], bars: Sequence[int]) -> list[str]:
    named = [
        f"{Chord(0, 1, chord.root, chord.quality).name()} in bar {bar}"
        for chord, bar in zip(chords, bars, strict=True)
        if chord.confidence < UNSURE_CHORD
    ]
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return [f"Chords that are only guesses: {', '.join(named[:_MOST_NAMED])}{more}."] if named else []
