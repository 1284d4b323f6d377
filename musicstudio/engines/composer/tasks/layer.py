# SPDX-License-Identifier: GPL-3.0-or-later
"""One instrument more, or another in the place of one, that fits what plays already."""

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, within
from musicstudio.core.seeds import derive_seed
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.engines.composer.arrangement import choose_part, play_part
from musicstudio.engines.composer.arrangement.chord_tones import tones
from musicstudio.engines.composer.arrangement.naming import is_named
from musicstudio.engines.composer.arrangement.registry import player_name
from musicstudio.engines.composer.arrangement.wanted import instrument_role
from musicstudio.engines.composer.form.moments import Laid, spans_of
from musicstudio.engines.composer.plan import PartPlan, PartScore, SectionPlan, SongPlan
from musicstudio.engines.composer.prompt.lexicon import ids_of, normalize, role_of
from musicstudio.engines.composer.score.assembling import chords_of, part_of
from musicstudio.engines.composer.score.rebuilding import conditioning_of, scores_of
from musicstudio.engines.composer.score.recipes import conditioning_json, recipe_of
from musicstudio.engines.composer.score.sheets import unanswered_notices
from musicstudio.engines.composer.score.turns import turn_notes
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.composer.themes.rules import chord_at
from musicstudio.engines.composer.words.asked_part import AskedPart, read_part
from musicstudio.engines.composer.words.changes import Turn
from musicstudio.engines.contract import Request, Result
from musicstudio.instruments import catalogue
from musicstudio.jobs.heartbeat import with_heartbeat
from musicstudio.project.model import Note, Project, Track

from .change_cells import as_own, taken_over
from .own_music import plan_for
from .regenerate import with_prompt
from .results import SCORE_SHARE, sound_result
from .targets import song_of
from .write_song import styles_of

_OFFERS = ("percussion", "pad", "strings", "keys", "guitar", "arp", "brass", "bass", "drums", "lead")
_QUIETEST = 0.3
_STAB = 420


def layer(request: Request) -> Job[Result]:
    """A part for the whole song (or the named sections). ``track_ids`` names the track it replaces, if any."""
    result = yield from within(with_heartbeat(lambda: add_part(request), "Listening to the song"), 0.0, SCORE_SHARE)
    return (yield from sound_result(result))


def add_part(request: Request) -> Result:
    """The new part on paper."""
    song = song_of(request)
    asked, reading = read_part(request.prompt, load_styles().styles)
    plan = with_prompt(plan_for(song), request, reading)
    scores = scores_of(song, plan)
    replaced = next((track for track in song.tracks if track.id in request.track_ids), None)
    others = tuple(score for track_id, score in scores.items() if not replaced or track_id != replaced.id)
    sections = _sections(request, plan, song, replaced, asked)
    old = scores.get(replaced.id) if replaced else None
    word = wanted_word(request, song, replaced, asked)
    if old and any(old.cells):
        score = _in_place_of(old, word, plan, song, asked, sections, request)
    elif asked.doubles is not None and (melody := _part_of(others, asked.doubled)):
        score = _double_melody(melody, word, asked.doubles, plan, song, sections)
    else:
        score = _own(request, plan, song, replaced, others, sections, asked)
    score = with_turns(score, asked.turns, plan)
    if not (old and any(old.cells)) and asked.doubles is None and asked.job != "drone":
        score = apart_from(score, _melody_of(others), plan)
    return Result(
        recipe=recipe_of(request, plan),
        parts=(part_of(score, plan, request.seed, replaced.id if replaced else ""),),
        title=song.title,
        tempo_map=song.tempo_map,
        key=song.key,
        sections=song.sections,
        chords=chords_of(plan),
        conditioning=conditioning_json(plan.conditioning),
        notices=(*unanswered_notices(asked.spans), *(misses := _unmet(score, asked, plan))),
        misses=misses,
    )


def wanted_word(request: Request, song: Project, replaced: Track | None, asked: AskedPart) -> str:
    """The instrument or role asked for; the replaced track's role, or the first role the song lacks, when none is
    named."""
    named = [normalize(word) for word in request.options.wanted] or ([asked.player.name] if asked.player else [])
    if named:
        return (ids_of(named[0]) or (role_of(named[0]) or named[0],))[0]
    if replaced:
        return replaced.role
    present = {track.role for track in song.tracks}
    usual = [part.role for part in styles_of(conditioning_of(song)).main.part]
    return next((role for role in (*usual, *_OFFERS) if role not in present and role in _OFFERS), "percussion")


def _in_place_of(
    old: PartScore,
    word: str,
    plan: SongPlan,
    song: Project,
    asked: AskedPart,
    sections: tuple[int, ...],
    request: Request,
) -> PartScore:
    """The very part that is replaced, by another instrument; a role alone, or a kit, is played anew."""
    is_drums = old.part.role in ("drums", "percussion")
    if asked.player is None or is_drums or not ids_of(asked.player.name):
        taken = tuple(track.name for track in song.tracks if track.name != old.part.name)
        styles = styles_of(plan.conditioning)
        part = choose_part(replace(plan.conditioning, unwanted=()), styles, word, request.seed, taken)
        others = tuple(score for score in scores_of(song, plan).values() if score.part.name != old.part.name)
        return _play_layer(part, plan, others, sections, request)
    return taken_over(old, word, set(sections), {track.name for track in song.tracks})


def _part_of(scores: tuple[PartScore, ...], name: str) -> PartScore | None:
    """Who is doubled: the part of that name, the tune where none is named."""
    named = [s for s in scores if name and is_named(name, s.part.role, s.part.instrument) and any(s.cells)]
    return named[0] if named else None if name else _melody_of(scores)


def _melody_of(scores: tuple[PartScore, ...]) -> PartScore | None:
    return next((score for score in scores if player_name(score.part.player) == "lead"), None)


def _double_melody(
    melody: PartScore, word: str, steps: int, plan: SongPlan, song: Project, sections: tuple[int, ...]
) -> PartScore:
    """The tune again, note for note, in unison or an octave away."""
    every = {i for i in range(len(plan.sections)) if i in sections or melody.cells[i]}
    score = taken_over(melody, word, every, {track.name for track in song.tracks})
    moved = tuple(
        tuple(replace(n, pitch=max(0, min(127, n.pitch + steps))) for n in cell) if cell else None
        for cell in score.cells
    )
    part = replace(score.part, player=f"double//{word}", role=instrument_role(score.part.instrument))
    return PartScore(part, moved)


def _own(
    request: Request, plan: SongPlan, song: Project, replaced: Track | None, others: tuple[PartScore, ...],
    sections: tuple[int, ...], asked: AskedPart,
) -> PartScore:  # fmt: skip
    """A line of its own, in the manner asked for."""
    part = as_own(_cast(request, plan, song, replaced, asked))
    if asked.job and part.role not in ("drums", "percussion"):
        part = replace(part, player=f"{asked.job}//{asked.job} {part.instrument}")
    score = _play_layer(part, plan, others, sections, request)
    return _held_or_cut(score, asked.job, plan)


def _held_or_cut(score: PartScore, job: str, plan: SongPlan) -> PartScore:
    """Stabs are short and a drone stays on the key's first note, whatever the player's pattern says."""
    if job == "drone":
        return replace(score, cells=tuple(_droned(cell, plan.sections[i]) for i, cell in enumerate(score.cells)))
    if job == "stabs":
        cells = tuple(
            tuple(replace(n, length_ticks=min(n.length_ticks, _STAB)) for n in cell) if cell else cell
            for cell in score.cells
        )
        return replace(score, cells=cells)
    return score


def _droned(cell: tuple[Note, ...] | None, section: SectionPlan) -> tuple[Note, ...] | None:
    """One long note for every four bars, on the tonic nearest to where the part played."""
    if not cell:
        return cell
    around = sorted(note.pitch for note in cell)[len(cell) // 2]
    pitch = around + (section.key.tonic - around + 6) % 12 - 6
    step = 4 * section.section.length_ticks // max(1, section.bars)
    velocity = round(sum(note.velocity for note in cell) / len(cell))
    length = section.section.length_ticks
    return tuple(Note(start, min(step, length - start), pitch, velocity) for start in range(0, length, step))


def apart_from(score: PartScore, melody: PartScore | None, plan: SongPlan) -> PartScore:
    """A line that meets the tune on its own note takes another note of the chord: a counter-melody is its own."""
    if melody is None or score.part.role in ("drums", "percussion"):
        return score
    cells = list(score.cells)
    for index, cell in enumerate(cells):
        own = {(round(n.start_ticks / 120), n.pitch % 12) for n in melody.cells[index] or ()}
        if cell and own:
            cells[index] = tuple(
                _aside(n, plan.sections[index]) if (round(n.start_ticks / 120), n.pitch % 12) in own else n
                for n in cell
            )
    return replace(score, cells=tuple(cells))


def _aside(note: Note, section: SectionPlan) -> Note:
    """The next lower note of the chord."""
    chord = chord_at(section.chords, max(0, note.start_ticks)) if section.chords else None
    classes = [c for c in tones(chord) if c != note.pitch % 12] if chord else []
    return (
        replace(note, pitch=max(p for p in range(note.pitch - 9, note.pitch) if p % 12 in classes)) if classes else note
    )


def with_turns(score: PartScore, turns: tuple[Turn, ...], plan: SongPlan) -> PartScore:
    """The score with every turn on each of its sections."""
    cells = list(score.cells)
    for turn in turns:
        for index, cell in enumerate(cells):
            if cell:
                span = (-960, plan.sections[index].section.length_ticks)
                cells[index] = turn_notes(cell, turn, score.part, plan.sections[index], span)
    return replace(score, cells=tuple(cells))


def _unmet(score: PartScore, asked: AskedPart, plan: SongPlan) -> tuple[str, ...]:
    """A sentence for each thing that was asked of the new part and that its notes do not show."""
    name = asked.player.name.replace("_", " ") if asked.player else "the new part"
    notes = [note for cell in score.cells for note in cell or ()]
    if not notes:
        return (f"{name.capitalize()} has nothing to play in this song; ask for a counter-melody or long notes.",)
    told = []
    if asked.doubled and not score.part.player.startswith("double"):
        told.append(f"There is no {asked.doubled.replace('_', ' ')} here to double; {name} plays a line of its own.")
    if asked.player and not is_named(asked.player.name, score.part.role, score.part.instrument):
        told.append(f"Asked for {name}; {score.part.instrument.replace('_', ' ')} plays in its place.")
    beats = sorted(note.length_ticks for note in notes)[len(notes) // 2] / TICKS_PER_QUARTER
    if asked.job in ("pad", "drone") and beats < 1.0:
        told.append(f"Asked for long notes; most last {beats:.1f} beats.")
    if asked.job == "stabs" and beats > 1.0:
        told.append(f"Asked for short notes; most last {beats:.1f} beats.")
    bars = sum(plan.sections[i].bars for i, cell in enumerate(score.cells) if cell)
    a_bar = len({(i, n.start_ticks) for i, cell in enumerate(score.cells) for n in cell or ()}) / max(1, bars)
    told += [
        f"Asked for {'few' if turn.amount < 1 else 'many'} notes; there are {a_bar:.1f} a bar."
        for turn in asked.turns
        if turn.kind == "density" and (a_bar > 5.0 if turn.amount < 1 else a_bar < 3.0)
    ]
    return tuple(told)


def _cast(request: Request, plan: SongPlan, song: Project, replaced: Track | None, asked: AskedPart) -> PartPlan:
    if request.track_ids and not replaced:
        raise InputError("The track to replace is not in the song.")
    taken = tuple(track.name for track in song.tracks if track is not replaced)
    conditioning = replace(plan.conditioning, unwanted=())
    word = wanted_word(request, song, replaced, asked)
    part = choose_part(conditioning, styles_of(conditioning), word, request.seed, taken)
    title = catalogue.load()[part.instrument].title if asked.player and ids_of(asked.player.name) else part.name
    return part if title in taken else replace(part, name=title)


def _sections(
    request: Request, plan: SongPlan, song: Project, replaced: Track | None, asked: AskedPart
) -> tuple[int, ...]:
    """The sections named by hand or in words, else those where the replaced track plays, else all but the quietest."""
    if request.section_ids:
        return tuple(i for i, section in enumerate(plan.sections) if section.section.id in request.section_ids)
    laid = [Laid(s.section.kind, s.section.start_ticks, s.section.end_ticks) for s in plan.sections]
    spans = [span for each in asked.places for span in spans_of(each.start, each.end, laid, plan.tempo_map)]
    named = tuple(i for i, each in enumerate(laid) if any(a < each.end and b > each.start for a, b in spans))
    if named:
        return named
    if replaced:
        old = scores_of(song, plan).get(replaced.id)
        played = tuple(i for i, cell in enumerate(old.cells) if cell) if old else ()
        return played or tuple(range(len(plan.sections)))
    peak = max(section.section.energy for section in plan.sections)
    return tuple(i for i, section in enumerate(plan.sections) if section.section.energy >= min(_QUIETEST, peak))


def _play_layer(
    part: PartPlan, plan: SongPlan, others: tuple[PartScore, ...], sections: tuple[int, ...], request: Request
) -> PartScore:
    band = (*(score.part for score in others), part)
    seed = derive_seed(request.seed, "layer")
    return play_part(
        plan, band, styles_of(plan.conditioning), others, len(band) - 1, sections, seed, request.difference
    )
