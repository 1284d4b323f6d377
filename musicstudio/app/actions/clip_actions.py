# SPDX-License-Identifier: GPL-3.0-or-later
"""Splitting, copying, moving, naming and deleting clips; their gain, fades and mute."""

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from musicstudio.core.errors import EditError
from musicstudio.project.edits.arranging import free_step_s, join_clips, loop_clip, slip_clips
from musicstudio.project.edits.clips import (
    bend_fades,
    color_clips,
    delete_clips,
    duplicate_clips,
    move_clips,
    mute_clips,
    rename_clip,
    set_clip_gain,
    set_fades,
    split_clips,
)
from musicstudio.project.edits.overlap import crossfade_clips, is_crossfade, trimming_below
from musicstudio.project.edits.range_content import clear_range, repeat_range, split_at_edges
from musicstudio.project.model import Clip

from .action import Action
from .chosen import chosen_clips, why_no_clips, why_no_one_clip
from .clipboard_actions import chosen_pieces
from .question import Question

if TYPE_CHECKING:
    from ..session.session import Session


COLORS = (
    ("", "As its track"), ("vocals", "Orange"), ("drums", "Yellow"), ("guitar", "Green"), ("synth", "Turquoise"),
    ("keys", "Blue"), ("bass", "Violet"), ("strings", "Lilac"), ("brass", "Pink"), ("other", "Grey"),
)  # fmt: skip


def _clips(session: "Session") -> list[Clip]:
    return [clip for _, clip in session.project.clips() if clip.id in session.selection.clip_ids]


def _under_playhead(session: "Session") -> list[Clip]:
    at_s = session.player.position_s
    pool = [clip for _, clip in chosen_clips(session)] or [clip for _, clip in session.project.clips()]
    return [clip for clip in pool if clip.start_s < at_s < clip.end_s]


def _why_no_split(session: "Session") -> str:
    now = session.selection.now
    if now.range_s and not now.clip_ids:
        has_cut = split_at_edges(*now.range_s, now.track_ids)(session.project) is not session.project
        return "" if has_cut else "No clip lies across the edges of the range."
    return "" if _under_playhead(session) else "Put the playhead inside a clip first."


def _split(session: "Session") -> None:
    now = session.selection.now
    if now.range_s and not now.clip_ids:
        session.document.transact("Split at the range", split_at_edges(*now.range_s, now.track_ids))
        return
    ids = {clip.id for clip in _under_playhead(session)}
    session.document.transact("Split", split_clips(ids, session.player.position_s))


def _duplicate(session: "Session") -> None:
    before = {clip.id for _, clip in session.project.clips()}
    now = session.selection.now
    if now.range_s and not now.clip_ids:
        session.document.transact("Repeat the range", repeat_range(*now.range_s, now.track_ids))
        length_s = now.range_s[1] - now.range_s[0]
        session.selection.set(range_s=(now.range_s[1], now.range_s[1] + length_s), track_ids=now.track_ids)
        return
    step_s = free_step_s(session.project, now.clip_ids)
    session.document.transact("Duplicate", duplicate_clips(now.clip_ids, step_s))
    session.selection.set(clip_ids=[clip.id for _, clip in session.project.clips() if clip.id not in before])


def _delete(session: "Session") -> None:
    now = session.selection.now
    if now.range_s and not now.clip_ids:
        session.document.transact("Delete in the range", clear_range(*now.range_s, now.track_ids))
        return
    session.document.transact("Delete", delete_clips({clip.id for _, clip in chosen_pieces(session)[0]}))


def _why_nothing(session: "Session") -> str:
    """For what works on clips, or on what a range holds."""
    return "" if chosen_pieces(session)[0] else "Select one or more clips, or a range that holds some, first."


def _why_no_copies(session: "Session") -> str:
    now = session.selection.now
    return _why_nothing(session) if now.clip_ids or now.range_s else "Select one or more clips, or a range, first."


def _join(session: "Session") -> None:
    session.document.transact("Join", join_clips(session.selection.clip_ids))


def _why_no_join(session: "Session") -> str:
    if len(session.selection.clip_ids) < 2:
        return "Select two or more pieces that play on from each other."
    try:
        joined = join_clips(session.selection.clip_ids)(session.project)
    except EditError as error:
        return str(error)
    return "" if joined is not session.project else "These clips are on tracks of their own."


def _crossfade(session: "Session", length_ms: float) -> None:
    edit = crossfade_clips(session.selection.clip_ids, length_ms / 1000)
    session.document.transact(f"Crossfade {length_ms:g} ms", edit)


def _why_no_crossfade(session: "Session") -> str:
    ids = session.selection.clip_ids
    is_same = len(ids) < 2 or crossfade_clips(ids, 0.01)(session.project) is session.project
    return "Select clips that meet." if is_same else ""


def _slip(session: "Session", by_ms: float) -> None:
    session.document.transact(f"Slip {by_ms:+g} ms", slip_clips(session.selection.clip_ids, by_ms / 1000))


def _mute(session: "Session") -> None:
    is_muted = not _is_muted(session)
    label = "Mute clips" if is_muted else "Unmute clips"
    session.document.transact(label, mute_clips(session.selection.clip_ids, is_muted))


def _is_muted(session: "Session") -> bool:
    clips = _clips(session)
    return bool(clips) and all(clip.is_muted for clip in clips)


def _nudge(direction: int) -> Callable[["Session"], None]:
    def run(session: "Session") -> None:
        tempo_map = session.project.tempo_map
        first_s = min(clip.start_s for clip in _clips(session))
        meter = tempo_map.meter_at(tempo_map.ticks_at(first_s))
        target_s = tempo_map.seconds_at(tempo_map.ticks_at(first_s) + direction * meter.beat_ticks)
        by_s = max(target_s, 0.0) - first_s
        edit = trimming_below(move_clips(session.selection.clip_ids, by_s))
        session.document.transact("Nudge", edit, merge_key="nudge")

    return run


def _why_no_nudge_left(session: "Session") -> str:
    is_first = min((clip.start_s for clip in _clips(session)), default=1.0) <= 0.0
    return why_no_clips(session) or ("The clip is at the beginning already." if is_first else "")


def _first(session: "Session", field: str) -> float | str:
    clips = _clips(session)
    value: float | str = getattr(clips[0], field) if clips else 0.0
    return value


def _set_gain(session: "Session", gain_db: float) -> None:
    session.document.transact(f"Clip gain {gain_db:+.1f} dB", set_clip_gain(session.selection.clip_ids, gain_db))


def _fade_in(session: "Session", seconds: float) -> None:
    session.document.transact(f"Fade in {seconds:g} s", set_fades(session.selection.clip_ids, fade_in_s=seconds))


def _fade_out(session: "Session", seconds: float) -> None:
    session.document.transact(f"Fade out {seconds:g} s", set_fades(session.selection.clip_ids, fade_out_s=seconds))


def _bend(session: "Session", percent: float) -> None:
    bends = {"fade_in_bend": percent / 100, "fade_out_bend": percent / 100}
    session.document.transact(f"Fade curve {percent:+g} %", bend_fades(session.selection.clip_ids, **bends))


def _color(session: "Session", color: str) -> None:
    name = dict(COLORS)[color]
    session.document.transact(f"Clip colour: {name}", color_clips(session.selection.clip_ids, color))


def _loop(session: "Session", times: float) -> None:
    (clip,) = _clips(session)
    edit = loop_clip(clip.id, clip.start_s + clip.length_s * round(times))
    session.document.transact(f"Loop {round(times)} times", edit)


def _crossfade_ms(session: "Session") -> float:
    """How long the selected clips cross now."""
    clips = sorted(_clips(session), key=lambda clip: clip.start_s)
    lengths_s = [a.end_s - b.start_s for a, b in pairwise(clips) if is_crossfade(a, b)]
    return round(lengths_s[0] * 1000) if lengths_s else 20


def _rename(session: "Session", name: str) -> None:
    (clip_id,) = session.selection.clip_ids
    session.document.transact("Rename clip", rename_clip(clip_id, name))


def _seconds(field: str) -> Question:
    return Question("Length", "number", lambda s: _first(s, field), 0.0, 600.0, 2, "s")


ACTIONS = (
    Action("clip.split", "Split at the playhead", "Clip", _split, _why_no_split, ("S", "Ctrl+E"), "scissors"),
    Action("clip.duplicate", "Duplicate", "Clip", _duplicate, _why_no_copies, ("Ctrl+D",), "copy"),
    Action("clip.delete", "Delete", "Clip", _delete, _why_nothing, ("Delete", "Backspace"), "trash-2"),
    Action("clip.mute", "Mute or unmute clips", "Clip", _mute, why_no_clips, ("Shift+M",), is_on=_is_muted),
    Action("clip.join", "Join", "Clip", _join, _why_no_join, ("Ctrl+J",)),
    Action(
        "clip.crossfade",
        "Crossfade…",
        "Clip",
        _crossfade,
        _why_no_crossfade,
        question=Question("Length", "number", _crossfade_ms, 1, 10_000, 0, "ms"),
    ),
    Action(
        "clip.slip",
        "Slip the content…",
        "Clip",
        _slip,
        why_no_clips,
        question=Question("Later by", "number", lambda _: 0, -60_000, 60_000, 0, "ms"),
    ),
    Action(
        "clip.rename",
        "Rename the clip…",
        "Clip",
        _rename,
        why_no_one_clip,
        question=Question("Name", start=lambda s: _first(s, "name")),
    ),
    Action(
        "clip.gain",
        "Clip gain…",
        "Clip",
        _set_gain,
        why_no_clips,
        question=Question("Gain", "number", lambda s: _first(s, "gain_db"), -60, 24, 1, "dB"),
    ),
    Action(
        "clip.fade_in",
        "Fade in…",
        "Clip",
        _fade_in,
        why_no_clips,
        question=_seconds("fade_in_s"),
    ),
    Action(
        "clip.fade_out",
        "Fade out…",
        "Clip",
        _fade_out,
        why_no_clips,
        question=_seconds("fade_out_s"),
    ),
    Action(
        "clip.bend",
        "Fade curves…",
        "Clip",
        _bend,
        why_no_clips,
        question=Question("Curve", "number", lambda s: 100 * float(_first(s, "fade_in_bend")), -100, 100, 0, "%"),
    ),
    Action(
        "clip.color",
        "Clip colour…",
        "Clip",
        _color,
        why_no_clips,
        question=Question("Colour", "choice", lambda s: _first(s, "color"), choices=lambda _: COLORS),
    ),
    Action(
        "clip.loop",
        "Loop the clip…",
        "Clip",
        _loop,
        why_no_one_clip,
        question=Question("Times", "number", lambda _: 2, 2, 64),
    ),
    Action("clip.nudge_left", "Nudge left by a beat", "Clip", _nudge(-1), _why_no_nudge_left, ("Alt+Left",)),
    Action("clip.nudge_right", "Nudge right by a beat", "Clip", _nudge(+1), why_no_clips, ("Alt+Right",)),
)
