# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a whole song from a request: conditioning, form, lead sheet, band, arrangement. No audio yet."""

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, within
from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.arrangement import arrange, choose_parts
from musicstudio.engines.composer.form.intensity import FULL, LEVELS, at_intensity, at_most, joins_from
from musicstudio.engines.composer.form.layout import Block
from musicstudio.engines.composer.form.planning import bars_in, plan_form
from musicstudio.engines.composer.plan import Conditioning, PartPlan, PartScore, SongPlan
from musicstudio.engines.composer.prompt.title import make_title
from musicstudio.engines.composer.score.band_check import checked_band
from musicstudio.engines.composer.score.sheets import complete_sheet, unanswered_notices
from musicstudio.engines.composer.styles import StyleBlend, blend, load_styles
from musicstudio.engines.composer.themes.keys_of_chords import key_of_chords
from musicstudio.engines.composer.themes.song_leadsheet import write_lead_sheet
from musicstudio.engines.composer.vocals.companions import singers
from musicstudio.engines.composer.vocals.key_fit import fit_key_to_voice
from musicstudio.engines.composer.vocals.lyric_form import lyric_form
from musicstudio.engines.composer.vocals.singing import Sung, set_lyric, sing_wordless
from musicstudio.engines.composer.vocals.vocal_ducking import add_vocal_ducking
from musicstudio.engines.composer.words.by_hand import with_options
from musicstudio.engines.composer.words.understanding import Understanding, understand
from musicstudio.engines.contract import Request
from musicstudio.engines.durations import MAX_LENGTH_S
from musicstudio.jobs.heartbeat import with_heartbeat
from musicstudio.project.model.sheet import Field, SongSheet

from .asked_chords import with_asked_chords
from .lyric_chords import chords_by_line, with_lyric_chords


class WrittenSong(Struct, frozen=True):
    """A song on paper. scores are in the order of the band."""

    plan: SongPlan
    styles: StyleBlend
    band: tuple[PartPlan, ...]
    scores: tuple[PartScore, ...]
    notices: tuple[str, ...] = ()
    differs: str = ""
    sheet: SongSheet | None = None


def understand_request(request: Request) -> Understanding:
    """The request read, with a title."""
    library = load_styles()
    found = understand(request, library.styles)
    title = make_title(request, found.reading.vector)
    return replace(
        found,
        conditioning=replace(found.conditioning, title=title),
        notices=(*found.notices, *unanswered_notices(found.reading.sheet.spans), *library.problems),
    )


def plan_sheet(request: Request) -> SongSheet:
    """The sheet of a request with everything that the studio would choose, before a note is written."""
    found = understand_request(request)
    styles = styles_of(found.conditioning)
    seed = song_seed(request, found)
    form = plan_form(found.conditioning, styles, seed, is_tempo_free(request, found))
    conditioning = replace(found.conditioning, bpm=form.tempo_map.bpm_at(0))
    band = checked_band(choose_parts(conditioning, styles, seed), conditioning)
    sections = [part.section for part in form.sections]
    asked = replace(with_options(found.reading.sheet, request.options), seed=Field(request.seed, "studio"))
    return complete_sheet(asked, conditioning, sections, form.tempo_map, band)


SWING = {"swung": 0.9, "straight": 0.0}
"""How far the second eighth comes late, as it was asked: 0 even, 1 triplets."""
_NO_CHORDS = "No chords stand in the lyrics, so the studio chose them."


def styles_of(conditioning: Conditioning) -> StyleBlend:
    """The blend that a conditioning names."""
    asked = conditioning.sheet.swing.value or ""
    return replace(blend(load_styles().styles, conditioning.styles), asked_swing=SWING.get(asked))


def is_tempo_free(request: Request, found: Understanding) -> bool:
    """Whether nobody stated a tempo, so that it may be bent to fit a length."""
    facts = found.reading.facts
    return not (request.options.bpm or facts.bpm)


def is_key_free(request: Request, found: Understanding) -> bool:
    """Whether nobody stated a key, so that the song may be moved to suit a voice."""
    return not (request.options.key or found.reading.facts.key)


def write_plan(request: Request, found: Understanding, blocks: tuple[Block, ...] = ()) -> Job[SongPlan]:
    """Form and lead sheet for what was understood."""
    conditioning = found.conditioning
    styles = styles_of(conditioning)
    seed = song_seed(request, found)
    form = plan_form(conditioning, styles, seed, is_tempo_free(request, found), blocks)
    conditioning = replace(conditioning, bpm=form.tempo_map.bpm_at(0))
    sections = yield from write_lead_sheet(form, conditioning, styles, seed)
    return with_asked_chords(SongPlan(conditioning, form.tempo_map, sections, seed), styles)


def write_band(plan: SongPlan, notices: tuple[str, ...] = ()) -> Job[WrittenSong]:
    """Cast the band and let everybody play."""
    styles = styles_of(plan.conditioning)
    band = checked_band(choose_parts(plan.conditioning, styles, plan.seed), plan.conditioning)
    scores = yield from with_heartbeat(lambda: arrange(plan, band, styles, plan.seed), "Arranging")
    return WrittenSong(plan, styles, band, scores, notices)


def _has_layers(found: Understanding) -> bool:
    return found.reading.facts.shape.has_layers


def write_layer(plan: SongPlan, index: int, notices: tuple[str, ...]) -> Job[WrittenSong]:
    """One of the intensity layers of a piece: all have the notes of the fullest, as far as they play."""
    full = yield from within(write_band(at_intensity(plan, FULL), notices), 0.0, 0.5)
    if index % len(LEVELS) == FULL:
        return full
    own = yield from within(write_band(at_intensity(plan, index), notices), 0.5, 1.0)
    joins = joins_from([score.part.role for score in full.scores], index)
    scores = tuple(
        at_most(a, b, index) if is_in else replace(a, cells=tuple(None for _ in a.cells))
        for a, b, is_in in zip(full.scores, own.scores, joins, strict=True)
    )
    return replace(own, band=full.band, scores=scores)


def song_seed(request: Request, found: Understanding) -> int:
    """The seed of the whole song: other words or another style make another tune, and each variation has its own.

    Intensity layers are one tune.
    """
    variation = 0 if found.reading.facts.shape.has_layers else request.variation
    return derive_seed(request.seed, "song", request.prompt, found.conditioning.styles[0][0], variation)


def write_song(request: Request) -> Job[WrittenSong]:
    """Everything up to the sound; with lyrics, the form follows them and the tune is made for the words."""
    found = yield from within(with_heartbeat(lambda: understand_request(request), "Understanding the wish"), 0.0, 0.2)
    words = found.reading.sheet.lyrics.value
    if words and not request.lyrics.strip() and request.options.has_vocals is not False:
        request = replace(request, lyrics=words)
        found = understand_request(request)
    if request.options.follows_chords and is_key_free(request, found):
        key = key_of_chords([chord for line in chords_by_line(request.lyrics).values() for _, chord in line])
        request = replace(request, options=replace(request.options, key=key))
        found = understand_request(request)
    if not found.conditioning.has_vocals:
        plan = yield from within(write_plan(request, found), 0.2, 0.7)
        notices = (*found.notices, *_loop_notices(plan))
        writing = write_layer(plan, request.variation, notices) if _has_layers(found) else write_band(plan, notices)
        song = yield from within(writing, 0.7, 1.0)
        return replace(song, differs=found.differs, sheet=asked_sheet(found, request))
    sung = yield from within(_write_sung(request, found), 0.2, 0.7)
    notices = (*found.notices, *sung.notices, *_loop_notices(sung.plan))
    song = yield from within(write_band(sung.plan, notices), 0.7, 1.0)
    scores = (*add_vocal_ducking(song.scores), *singers(sung, song.styles)) if sung.score else song.scores
    return replace(song, scores=scores, differs=found.differs, sheet=asked_sheet(found, request))


def asked_sheet(found: Understanding, request: Request) -> SongSheet:
    """What was asked, as it goes into the result."""
    return replace(with_options(found.reading.sheet, request.options), seed=Field(request.seed, "studio"))


def _write_sung(request: Request, found: Understanding) -> Job[Sung]:
    """The plan of a song with a singer."""
    if not request.lyrics.strip():
        plan = yield from write_plan(request, found)
        return sing_wordless(fit_key_to_voice(plan) if is_key_free(request, found) else plan)
    conditioning = found.conditioning
    bars = None
    if conditioning.duration_s is not None:
        bars = bars_in(conditioning, is_tempo_free(request, found))
    form = lyric_form(request.lyrics, conditioning.meter, conditioning.bpm, bars)
    _check_length(sum(block.bars for block in form.blocks), conditioning)
    plan = yield from write_plan(request, found, form.blocks)
    if not form.blocks:
        return Sung(replace(plan, conditioning=replace(plan.conditioning, has_vocals=False)), None, form.notices)
    if request.options.follows_chords:
        chords = chords_by_line(request.lyrics)
        plan = yield from with_heartbeat(
            lambda: with_lyric_chords(plan, form.lines, chords, styles_of(plan.conditioning)), "Laying the chords"
        )
        form = form if chords else replace(form, notices=(*form.notices, _NO_CHORDS))
    sung = set_lyric(plan, form.lines)
    return replace(sung, notices=(*form.notices, *sung.notices))


def _loop_notices(plan: SongPlan) -> tuple[str, ...]:
    """That a loop is of another length than asked: its tempo was stated, too, and it has whole bars."""
    wished_s = plan.conditioning.duration_s
    if not plan.conditioning.is_loop or wished_s is None or not plan.sections:
        return ()
    length_s = plan.tempo_map.seconds_at(plan.sections[-1].section.end_ticks)
    if abs(length_s - wished_s) < 0.05:
        return ()
    bpm = plan.tempo_map.bpm_at(0)
    return (f"A loop has whole bars: at {bpm:g} BPM it lasts {length_s:.3f} s and not {wished_s:g} s.",)


def _check_length(bars: int, conditioning: Conditioning) -> None:
    """Raise `InputError` for lyrics that nobody could sing in half an hour."""
    beats, unit = conditioning.meter
    length_s = bars * beats * 240.0 / unit / conditioning.bpm
    if length_s > MAX_LENGTH_S:
        raise InputError(
            f"These lyrics would take about {length_s / 60:.0f} minutes to sing; {MAX_LENGTH_S / 60:.0f} is the most."
        )
