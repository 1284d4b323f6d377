# SPDX-License-Identifier: GPL-3.0-or-later
"""What the words of an edit would cause, in sentences, before a note changes; and, if asked, on paper."""

from collections.abc import Callable

from musicstudio.engines.composer.score.sheets import unanswered_notices
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.contract import Request, Result, Task
from musicstudio.project.model import Project
from musicstudio.project.model.sheet import ChangePlan, SongSheet

from ..words.asked_part import AskedPart, read_part
from ..words.asked_sections import AskedSections, read_sections_asked
from ..words.changes import CHORDS, MELODY, Change, Turn, read_change
from ..words.reading import read_prompt
from .extend import lengthen
from .kept_fields import HARMONIZE, RESTYLE, Kept, kept_notices
from .layer import add_part
from .regenerate import rewrite
from .write_song import plan_sheet, understand_request

_KEPT = "Everything else stays as it is."
_CHORDS = {
    "new": "new chords", "tense": "the same chords with more tension", "rich": "richer chords",
    "minor": "the chords and the tune in minor", "major": "the chords and the tune in major",
}  # fmt: skip


_WHEN = {
    "enter": "enters later",
    "in": "plays there only",
    "out": "rests there",
    "leave": "leaves",
    "only": "alone there",
}


def plan_change(request: Request, is_on_paper: bool = False) -> ChangePlan:
    """The plan of a request that changes a song. is_on_paper: also write it, unheard, and tell what each row would
    get; for a restyle or a harmonization, which make every row anew, that is left out.

    Raises `InputError` like the task itself.
    """
    plan = _PLANS[request.task](request)
    if not is_on_paper or request.task not in _WRITERS:
        return plan
    result = _WRITERS[request.task](request)
    song = request.song or Project("")
    misses = tuple(each for each in result.notices if each not in plan.answers)
    return ChangePlan(plan.does, plan.keeps, plan.spans, plan.answers, _effects(result, song), misses)


def _effects(result: Result, song: Project) -> tuple[str, ...]:
    """Each row that would change, with its notes before and after."""
    names = {track.id: track.name for track in song.tracks}
    lines = []
    for part in result.parts:
        notes = sum(len(cell.notes) for cell in part.cells)
        if part.track_id:
            before = sum(_notes_there(song, part.track_id, cell.start_ticks, cell.length_ticks) for cell in part.cells)
            lines.append(f"{names.get(part.track_id, part.name)}: {before} notes become {notes}")
        else:
            lines.append(f"{part.name}: new, {notes} notes")
    return tuple(lines)


def _notes_there(song: Project, track_id: str, start: int, length: int) -> int:
    track = song.track(track_id)
    count = 0
    for clip in track.clips if track else ():
        offset = song.tempo_map.ticks_at(clip.start_s)
        count += sum(
            start - 1 <= offset + note.start_ticks < start + length for note in (clip.take.notes if clip.take else ())
        )
    return count


def _plan_regeneration(request: Request) -> ChangePlan:
    change, reading = read_change(request.prompt, load_styles().styles)
    answers = unanswered_notices(change.spans)
    if change.is_explicit:
        return ChangePlan(tuple(_said_of_change(change)), _KEPT, change.spans, answers)
    does = [f"plays the selection again, {_difference(request.difference)}"]
    if reading.names_style:
        does.append("in the style of " + _styles(reading.sheet))
    if reading.facts.text and reading.mood.confidence > 0.3:
        does.append(
            "livelier" if reading.mood.energy > 0.55 else "calmer" if reading.mood.energy < 0.45 else "as lively"
        )
    return ChangePlan(tuple(does), "The tune's chords, the form and what is not selected stay.", change.spans, answers)


def _difference(share: float) -> str:
    return "slightly varied" if share < 0.35 else "a new idea" if share > 0.7 else "varied"


def _styles(sheet: SongSheet) -> str:
    return ", ".join(name.replace("_", " ") for name in sheet.styles.value or {})


def _list(names: tuple[str, ...]) -> str:
    return " and ".join(name.replace("_", " ") for name in dict.fromkeys(names))


def _said_of_change(change: Change) -> list[str]:
    """Each thing that a change does, in the order in which it is done."""
    said = []
    if change.chords:
        said.append(_CHORDS.get(change.chords, f"the chords {change.chords}"))
    if change.is_new_melody:
        said.append("another tune")
    if change.others_anew:
        said.append("everything that is not kept is played anew")
    if change.anew:
        said.append(f"something new from {_list(change.anew)}")
    if change.walks:
        said.append("a walking bass")
    said += [f"{_list((new,))} takes over from {_list((old,))}" for old, new in change.swaps]
    if change.leads:
        said.append(f"{_list((change.leads,))} gets the tune")
    if change.remove:
        said.append(f"without {_list(change.remove)}")
    if change.only:
        said.append(f"only {_list(change.only)} plays")
    if change.add:
        said.append(f"adds {_list(tuple(player.name for player in change.add))}")
    said += [_said_of_turn(turn) for turn in change.turns]
    if change.opens:
        said.append(f"{_list(change.opens)} alone in the first half")
    said += [f"{_list(cue.players)} {_WHEN.get(cue.verb, cue.verb)}" for cue in change.when]
    said += ["nothing"] if change.is_same else []
    kept = [name for name in change.kept if name not in (CHORDS, MELODY)]
    kept += [{CHORDS: "the chords", MELODY: "the tune"}[name] for name in change.kept if name in (CHORDS, MELODY)]
    return [*said, *([f"keeps {_list(tuple(kept))}"] if kept else [])]


def _said_of_turn(turn: Turn) -> str:
    whose = f"{_list(turn.names)}: " if turn.names else ""
    words: dict[str, str] = {
        "gain": f"{1 - turn.amount:.0%} softer" if turn.amount < 1 else f"{turn.amount - 1:.0%} stronger",
        "density": "fewer notes" if turn.amount < 1 else "more notes",
        "transpose": f"{turn.amount:+.0f} semitones",
        "length": "longer notes" if turn.amount > 1 else "shorter notes",
        "pace": "half-time" if turn.amount < 1 else "double-time",
        "ramp": "growing" if turn.amount > 0 else "fading",
        "contour": "the tune rises" if turn.amount > 0 else "the tune falls",
        "end": f"ends on the {turn.word}",
        "stop": "silent on the last beat",
        "offbeat": "syncopated",
        "four": "a kick on every beat",
        "swing": f"{turn.word} eighths",
        "broken": "broken chords",
        "power": "power chords",
        "pitches": "the same rhythm on other notes",
    }
    return whose + words[turn.kind]


def _plan_layer(request: Request) -> ChangePlan:
    part, _ = read_part(request.prompt, load_styles().styles)
    keeps = "The track it replaces is muted, not removed." if request.track_ids else "All that plays now stays."
    return ChangePlan((_said_of_part(part),), keeps, part.spans, unanswered_notices(part.spans))


def _said_of_part(part: AskedPart) -> str:
    who = part.player.name.replace("_", " ") if part.player else "an instrument that the song lacks"
    how = {"arp": "broken chords", "counter": "a counter-melody", "stabs": "short stabs", "pad": "long notes",
           "drone": "a drone on the key note", "sparkle": "sparkles"}.get(part.job, "")  # fmt: skip
    doubles = (
        "" if part.doubles is None else "doubles the tune" + (f" {part.doubles:+d} semitones" * bool(part.doubles))
    )
    where = _list(tuple(at.section for place in part.places if (at := place.start or place.end)))
    turns = [_said_of_turn(turn) for turn in part.turns]
    return "adds " + ", ".join(
        each for each in (who, how or doubles, *turns, f"in the {where}" if where else "") if each
    )


def _plan_extension(request: Request) -> ChangePlan:
    asked, _ = read_sections_asked(request.prompt, load_styles().styles)
    return ChangePlan(
        tuple(_said_of_sections(asked, request)), "What is there stays.", asked.spans, unanswered_notices(asked.spans)
    )


def _said_of_sections(asked: AskedSections, request: Request) -> list[str]:
    bars = sum(asked.bars) or request.extend_bars
    kinds = _list(asked.kinds) if asked.kinds else "what usually follows"
    said = [f"adds {bars} bars: {kinds}"]
    said += [f"only {_list(asked.only)} plays there"] if asked.only else []
    said += [f"without {_list(asked.without)}"] if asked.without else []
    said += [f"{_list((asked.leads,))} has the tune"] if asked.leads else []
    if asked.gain != 1.0:
        said.append("stronger than usual" if asked.gain > 1 else "softer than usual")
    return said


def _plan_whole(kept: Kept, keeps: str) -> Callable[[Request], ChangePlan]:
    def plan(request: Request) -> ChangePlan:
        found = understand_request(request)
        sheet = plan_sheet(request)
        players = [player.name for player in sheet.players]
        does = [f"style: {_styles(sheet)}", f"{found.conditioning.bpm:g} BPM", f"plays: {_list(tuple(players))}"]
        does += [f"without {_list(sheet.refused)}"] if sheet.refused else []
        spans = read_prompt(request.prompt, load_styles().styles).sheet.spans
        answers = (*unanswered_notices(spans), *kept_notices(found, kept))
        return ChangePlan(tuple(does), keeps, spans, answers)

    return plan


_PLANS: dict[Task, Callable[[Request], ChangePlan]] = {
    Task.REGENERATE: _plan_regeneration,
    Task.LAYER: _plan_layer,
    Task.EXTEND: _plan_extension,
    Task.RESTYLE: _plan_whole(RESTYLE, "The tune, its chords, key, metre and form stay."),
    Task.HARMONIZE: _plan_whole(HARMONIZE, "Every note of the melody stays."),
}
_WRITERS: dict[Task, Callable[[Request], Result]] = {
    Task.REGENERATE: rewrite,
    Task.LAYER: add_part,
    Task.EXTEND: lengthen,
}
