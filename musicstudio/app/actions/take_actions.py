# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes of what is selected: step through them, compare, name, mark and delete them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from musicstudio.project.edits.clips import set_clip_gain
from musicstudio.project.edits.helpers import Edit, compose_edits
from musicstudio.project.edits.takes import choose_take, delete_take, rename_take, set_favorite_take
from musicstudio.project.invariants import GAIN_RANGE_DB
from musicstudio.project.model import Clip, Take

from ..audio.take_loudness import level_difference_db
from .action import Action
from .chosen import chosen_clips
from .question import Question

if TYPE_CHECKING:
    from ..session.session import Session


def _with_takes(session: "Session") -> list[Clip]:
    return [clip for _, clip in chosen_clips(session) if len(clip.takes) > 1]


def _why_no_takes(session: "Session") -> str:
    return "" if _with_takes(session) else "Select something that has more than one take."


def _step(direction: int) -> Callable[["Session"], None]:
    def run(session: "Session") -> None:
        chosen = {}
        for clip in _with_takes(session):
            ids = [take.id for take in clip.takes]
            chosen[clip.id] = ids[(ids.index(clip.active_take_id) + direction) % len(ids)]
        choose_takes(session, chosen)

    return run


def choose_takes(session: "Session", take_ids: dict[str, str], *, is_level: bool = False) -> None:
    """Let each clip play a take; clips that are gone are left out. What played before is kept for A/B.

    is_level: each clip's gain changes by what its two takes differ, so that they are equally loud.
    """
    clips = {clip.id: clip for _, clip in session.project.clips()}
    changing = {key: take for key, take in take_ids.items() if key in clips and clips[key].active_take_id != take}
    if changing:
        session.takes_before.update({clip_id: clips[clip_id].active_take_id for clip_id in changing})
        levels = [_leveled(session, clips[key], take) for key, take in changing.items()] if is_level else []
        edits = [*levels, *(choose_take(clip_id, take_id) for clip_id, take_id in changing.items())]
        session.document.transact(_label(clips, changing), compose_edits(*edits), merge_key="choose-take")


def _leveled(session: "Session", clip: Clip, take_id: str) -> Edit:
    gain_db = round(clip.gain_db + level_difference_db(session, clip, take_id), 2)
    return set_clip_gain({clip.id}, min(GAIN_RANGE_DB[1], max(GAIN_RANGE_DB[0], gain_db)))


def _label(clips: dict[str, Clip], take_ids: dict[str, str]) -> str:
    clip_id, take_id = next(iter(take_ids.items()))
    return f"Choose {take_name(clips[clip_id], take_id)}"


def take_name(clip: Clip, take_id: str) -> str:
    """What a take is called, or ``Take 2``."""
    number, take = next((i, each) for i, each in enumerate(clip.takes, 1) if each.id == take_id)
    return take.name or f"Take {number}"


def _other_takes(session: "Session") -> dict[str, str]:
    """For each selected clip, the take that played before the one that plays; or else the one made before it."""
    others = {}
    for clip in _with_takes(session):
        ids = [take.id for take in clip.takes]
        before = session.takes_before.get(clip.id, "")
        is_usable = before in ids and before != clip.active_take_id
        others[clip.id] = before if is_usable else ids[ids.index(clip.active_take_id) - 1]
    return others


def _swap(session: "Session") -> None:
    choose_takes(session, _other_takes(session), is_level=True)


def _one(session: "Session") -> tuple[Clip, Take] | None:
    """The take that plays of the first selected clip."""
    clips = [clip for _, clip in chosen_clips(session) if clip.take]
    return (clips[0], clips[0].take) if clips and clips[0].take else None


def _why_no_one(session: "Session") -> str:
    return "" if _one(session) else "Select a clip that has a take."


def _name(session: "Session") -> str:
    found = _one(session)
    return take_name(found[0], found[1].id) if found else ""


def _rename(session: "Session", name: str) -> None:
    if found := _one(session):
        session.document.transact("Rename take", rename_take(found[0].id, found[1].id, name))


def _favor(session: "Session") -> None:
    if found := _one(session):
        clip, take = found
        label = f"Unstar {_name(session)}" if take.is_favourite else f"Star {_name(session)}"
        session.document.transact(label, set_favorite_take(clip.id, take.id, not take.is_favourite))


def _delete(session: "Session") -> None:
    edits = [delete_take(clip.id, clip.active_take_id) for clip in _with_takes(session)]
    session.document.transact(f"Delete {_name(session)}", compose_edits(*edits))


def _keep_only(session: "Session") -> None:
    edits = [
        delete_take(clip.id, take.id)
        for clip in _with_takes(session)
        for take in clip.takes
        if take.id != clip.active_take_id
    ]
    session.document.transact(f"Keep only {_name(session)}", compose_edits(*edits))


def keep_only_takes(session: "Session", take_ids: dict[str, str]) -> None:
    """By clip, the take that stays and plays; the others go. Pieces of a comp go with the clip that they are of."""
    wanted, edits = set(take_ids.values()), list[Edit]()
    for _, clip in session.project.clips():
        for kept in (take for take in clip.takes if take.id in wanted):
            edits.append(choose_take(clip.id, kept.id))
            edits += [delete_take(clip.id, take.id) for take in clip.takes if take.id != kept.id]
    session.try_to(lambda: session.document.transact("Keep only this take", compose_edits(*edits)))


def delete_takes(session: "Session", take_ids: dict[str, str]) -> None:
    """Takes away, by clip, a take, wherever pieces of a comp have it, too."""
    wanted = set(take_ids.values())
    edits = [
        delete_take(clip.id, take.id)
        for _, clip in session.project.clips()
        for take in clip.takes
        if take.id in wanted and len(clip.takes) > 1
    ]
    session.try_to(lambda: session.document.transact("Delete take", compose_edits(*edits)))


ACTIONS = (
    Action("take.next", "Next take", "Takes", _step(+1), _why_no_takes, ("T",)),
    Action("take.previous", "Previous take", "Takes", _step(-1), _why_no_takes, ("Shift+T",)),
    Action("take.swap", "A/B: the take heard before, equally loud", "Takes", _swap, _why_no_takes, ("B",)),
    Action("take.rename", "Rename the take…", "Takes", _rename, _why_no_one, question=Question("Name", start=_name)),
    Action("take.favorite", "Star or unstar the take", "Takes", _favor, _why_no_one, icon="star"),
    Action("take.keep_only", "Keep only this take", "Takes", _keep_only, _why_no_takes),
    Action("take.delete", "Delete the take", "Takes", _delete, _why_no_takes, icon="trash-2"),
)
