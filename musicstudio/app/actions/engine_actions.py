# SPDX-License-Identifier: GPL-3.0-or-later
"""What an engine is asked: a song, new takes, a part, another style, more bars, a voice."""

from dataclasses import replace
from typing import TYPE_CHECKING

from musicstudio.core.errors import StudioError
from musicstudio.engines.contract import Task
from musicstudio.project.model.sheet import ChangePlan

from ..generation.change_plan import plan_edit, plan_regeneration
from ..generation.engine_facts import why_no_input
from ..generation.extend import extend
from ..generation.extension_words import DEFAULT_BARS, bars_and_words
from ..generation.find_context import find_context_again
from ..generation.generate import generate
from ..generation.harmonize import harmonize_song
from ..generation.in_context import why_no_music
from ..generation.in_recording import recordings_of
from ..generation.layer import layer
from ..generation.regenerate import RegenerationTarget, maker_for, regenerate, why_not_regenerated
from ..generation.restyle import restyle
from ..generation.right_engine import makers_of_song, why_no_engine, why_not_this_engine
from ..generation.sing_track import sing_track
from ..session.notices import TRY_AGAIN
from .action import Action
from .chosen import chosen_clips, chosen_tracks
from .question import Question

if TYPE_CHECKING:
    from ..session.session import Session


def target_of_selection(session: "Session") -> RegenerationTarget | None:
    """What "Regenerate" would make again."""
    now = session.selection.now
    if now.clip_ids:
        return _target_of_clips(session)
    if now.range_s:
        return RegenerationTarget(range_s=now.range_s, track_ids=tuple(now.track_ids))
    if now.section_ids:
        return RegenerationTarget(tuple(now.section_ids), track_ids=tuple(now.track_ids))
    if now.track_ids:
        return RegenerationTarget(
            tuple(section.id for section in session.project.sections), track_ids=tuple(now.track_ids)
        )
    return None


def _target_of_clips(session: "Session") -> RegenerationTarget | None:
    chosen = chosen_clips(session)
    track_ids = tuple(dict.fromkeys(track.id for track, _ in chosen))
    if chosen and all(clip.section_id for _, clip in chosen):
        return RegenerationTarget(tuple(dict.fromkeys(clip.section_id for _, clip in chosen)), track_ids=track_ids)
    if not chosen:
        return None
    return RegenerationTarget(
        range_s=(min(c.start_s for _, c in chosen), max(c.end_s for _, c in chosen)), track_ids=track_ids
    )


def _generate(session: "Session") -> None:
    generate(session)


def _why_no_prompt(session: "Session") -> str:
    values = session.create_state.values
    engine = session.engines.capabilities_of(values.engine)
    if problem := why_not_this_engine(engine, Task.HARMONIZE if values.melody else Task.GENERATE):
        return problem
    if values.lyrics.strip() and not values.prompt.strip() and (problem := why_no_input(engine, "lyrics")):
        return problem
    if not (values.prompt.strip() or values.lyrics.strip() or values.melody or values.options.styles):
        return "Describe the music first."
    return ""


def _why_no_song(session: "Session", task: Task) -> str:
    problem = why_no_music(session.project)
    return problem or why_no_engine(session.engines, task, makers_of_song(session.project))


def _why_nothing_to_regenerate(session: "Session") -> str:
    if problem := why_no_music(session.project):
        return problem
    target = target_of_selection(session)
    if target is None:
        return "Select a section, some clips or a range first."
    return why_not_regenerated(session.engines, session.project, target, session.regenerate_state.values.engine)


def _regenerate(session: "Session") -> None:
    target = target_of_selection(session)
    if target:
        _make_again(session, target, session.regenerate_state.values.prompt)


def _regenerate_by_words(session: "Session", words: str) -> None:
    target = target_of_selection(session)
    if target:
        _make_again(session, target, words)


def hears_sound(session: "Session", target: RegenerationTarget) -> bool:
    """Whether what would make a target again makes sound from the sound around it."""
    try:
        maker = maker_for(session.engines, session.project, target, session.regenerate_state.values.engine)
    except StudioError:
        return False
    return maker.capabilities().hears_sound


def _make_again(session: "Session", target: RegenerationTarget, prompt: str) -> None:
    values = session.regenerate_state.values
    regenerate(
        session, target, takes=values.takes, difference=values.difference, prompt=prompt, engine=values.engine,
        context_s=values.context_s,
    )  # fmt: skip


def plan_of_regeneration(session: "Session", words: str) -> ChangePlan | None:
    """What words would do to what is selected; nothing is told where nothing is."""
    target = target_of_selection(session)
    if target is None:
        return None
    values = session.regenerate_state.values
    return plan_regeneration(session, target, words, values.difference, engine=values.engine)


def _layer(session: "Session", prompt: str) -> None:
    layer(session, prompt)


def _why_not_one_track(session: "Session") -> str:
    one = "" if len(session.selection.track_ids) == 1 else "Select one track."
    return one or _why_no_song(session, Task.LAYER)


def _replace(session: "Session", prompt: str) -> None:
    (track_id,) = session.selection.track_ids
    layer(session, prompt, replace_track_id=track_id)


def _plan_layer(session: "Session", words: str) -> ChangePlan | None:
    return plan_edit(session, Task.LAYER, words)


def _plan_replacement(session: "Session", words: str) -> ChangePlan | None:
    return plan_edit(session, Task.LAYER, words, track_ids=tuple(session.selection.track_ids)[:1])


def _plan_restyle(session: "Session", words: str) -> ChangePlan | None:
    return plan_edit(session, Task.RESTYLE, words)


def _restyle(session: "Session", prompt: str) -> None:
    restyle(session, prompt)


def _harmonize(session: "Session", prompt: str) -> None:
    harmonize_song(session, prompt)


def _regenerate_beside(session: "Session") -> None:
    target, values = target_of_selection(session), session.regenerate_state.values
    if target:
        kept = replace(target, keeps_recordings=True)
        regenerate(session, kept, takes=1, difference=values.difference, prompt=values.prompt)


def _why_no_recording(session: "Session") -> str:
    if problem := _why_nothing_to_regenerate(session):
        return problem
    target = target_of_selection(session)
    recorded = recordings_of(session.project, target) if target else []
    return "" if recorded else "Select a range of a recording first."


def _find_context(session: "Session") -> None:
    find_context_again(session)


def _why_no_music(session: "Session") -> str:
    return why_no_music(session.project)


def _extend(session: "Session", answer: str) -> None:
    bars, words = bars_and_words(answer)
    extend(session, bars, prompt=words)


def _plan_extension(session: "Session", answer: str) -> ChangePlan | None:
    bars, words = bars_and_words(answer)
    return plan_edit(session, Task.EXTEND, words, extend_bars=bars)


def _why_not_singable(session: "Session") -> str:
    tracks = chosen_tracks(session)
    if len(tracks) != 1 or tracks[0].kind != "instrument":
        return "Select one instrument track; its tune will be sung."
    return _why_no_song(session, Task.SING)


def _sing(session: "Session", lyrics: str) -> None:
    (track,) = chosen_tracks(session)
    sing_track(session, track.id, lyrics)


ACTIONS = (
    Action("song.generate", "Generate song", "Song", _generate, _why_no_prompt, ("Ctrl+Return",), "sparkles"),
    Action(
        "song.regenerate_selection",
        "Regenerate selection",
        "Song",
        _regenerate,
        _why_nothing_to_regenerate,
        ("Ctrl+R",),
        "refresh-cw",
    ),
    Action(
        "song.regenerate_by_words",
        "Regenerate with words…",
        "Song",
        _regenerate_by_words,
        _why_nothing_to_regenerate,
        ("Ctrl+Alt+R",),
        question=Question("How? For example: softer, fewer notes", plan=plan_of_regeneration),
    ),
    Action("song.regenerate_beside", "Play over the recording", "Song", _regenerate_beside, _why_no_recording),
    Action("song.find_context", "Find key, chords and sections", "Song", _find_context, _why_no_music, icon="search"),
    Action(
        "song.harmonize",
        "Harmonise the tune…",
        "Song",
        _harmonize,
        lambda s: _why_no_song(s, Task.HARMONIZE),
        question=Question("In which style? What you brought in stays as it is"),
    ),
    Action(
        TRY_AGAIN,
        "Try again with another seed",
        "Song",
        lambda session: session.again() if session.again else None,
        lambda session: "" if session.again else "Nothing that was asked has been missed.",
        icon="refresh-cw",
    ),
    Action(
        "song.layer",
        "Add an instrument…",
        "Song",
        _layer,
        lambda s: _why_no_song(s, Task.LAYER),
        icon="plus",
        question=Question("Which instrument, and how? For example: warm string pad, long notes", plan=_plan_layer),
    ),
    Action(
        "track.replace",
        "Replace this track…",
        "Track",
        _replace,
        _why_not_one_track,
        icon="refresh-cw",
        question=Question("What instead?", plan=_plan_replacement),
    ),
    Action(
        "track.sing",
        "Sing this tune…",
        "Track",
        _sing,
        _why_not_singable,
        question=Question("Words", "lines", lambda s: s.project.lyrics),
    ),
    Action(
        "song.restyle",
        "Restyle the song…",
        "Song",
        _restyle,
        lambda s: _why_no_song(s, Task.RESTYLE),
        question=Question("Which style? The tune, the form and the chords stay", plan=_plan_restyle),
    ),
    Action(
        "song.extend",
        "Extend the song…",
        "Song",
        _extend,
        lambda s: _why_no_song(s, Task.EXTEND),
        question=Question(
            "How many bars, and how? For example: 8 bars, softer, without drums",
            start=lambda _: f"{DEFAULT_BARS} bars",
            plan=_plan_extension,
        ),
    ),
)
