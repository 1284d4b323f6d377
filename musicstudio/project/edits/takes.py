# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes: the alternatives of a clip. A new one never replaces an old one."""

from collections.abc import Collection, Iterable

from msgspec.structs import replace

from musicstudio.core.errors import EditError

from ..model import Clip, Note, Project, Source, Take
from .helpers import Edit, with_clips, with_values


def add_take(clip_id: str, take: Take, sources: tuple[Source, ...] = (), is_chosen: bool = True) -> Edit:
    """Add an alternative to a clip, and play it if ``is_chosen``."""

    def add(clip: Clip) -> Clip:
        active = take.id if is_chosen or not clip.takes else clip.active_take_id
        return replace(clip, takes=(*clip.takes, take), active_take_id=active)

    return lambda project: with_sources(with_clips(project, {clip_id}, add), sources)


def choose_take(clip_id: str, take_id: str) -> Edit:
    """Play another take of a clip."""

    def choose(clip: Clip) -> Clip:
        _require(clip, take_id)
        return with_values(clip, active_take_id=take_id)

    return lambda project: with_clips(project, {clip_id}, choose)


def delete_take(clip_id: str, take_id: str) -> Edit:
    """Take an alternative away; when it was playing, the one before it plays. The last one cannot go."""

    def delete(clip: Clip) -> Clip:
        _require(clip, take_id)
        kept = tuple(take for take in clip.takes if take.id != take_id)
        if not kept:
            raise EditError("The only take of a clip cannot be deleted; delete the clip instead.")
        index = [take.id for take in clip.takes].index(take_id)
        active = kept[max(0, index - 1)].id if clip.active_take_id == take_id else clip.active_take_id
        return replace(clip, takes=kept, active_take_id=active)

    return lambda project: with_clips(project, {clip_id}, delete)


def rename_take(clip_id: str, take_id: str, name: str) -> Edit:
    """Give a take a name."""
    return _change_takes({clip_id}, take_id, name=name.strip())


def set_favorite_take(clip_id: str, take_id: str, is_favourite: bool = True) -> Edit:
    """Mark a take as a favourite, or not."""
    return _change_takes({clip_id}, take_id, is_favourite=is_favourite)


def set_take_source(
    clip_id: str, take_id: str, notes_seen: tuple[Note, ...], source: Source, lead_s: float, recipe_id: str = ""
) -> Edit:
    """Give a take the audio that was rendered from its notes.

    Nothing happens when the notes are no longer ``notes_seen``, or the take is gone: the render came too late. Other
    pieces of a clip that was cut share the take, and get the audio with it.
    """

    def edit(project: Project) -> Project:
        waiting = {
            clip.id
            for _, clip in project.clips()
            for take in clip.takes
            if take.id == take_id and take.notes == notes_seen and (clip.id == clip_id or not take.source)
        }
        if clip_id not in waiting:
            return project
        values = {"source": source.hash, "lead_s": lead_s} | ({"recipe_id": recipe_id} if recipe_id else {})
        return with_sources(_change_takes(waiting, take_id, **values)(project), (source,))

    return edit


def with_sources(project: Project, sources: Iterable[Source]) -> Project:
    """The project that also knows some audio; what it knows already stays as it was."""
    fresh = {source.hash: source for source in sources if source.hash not in project.sources}
    return replace(project, sources=project.sources | fresh) if fresh else project


def _change_takes(clip_ids: Collection[str], take_id: str, **values: object) -> Edit:
    def change(clip: Clip) -> Clip:
        _require(clip, take_id)
        takes = tuple(with_values(take, **values) if take.id == take_id else take for take in clip.takes)
        return clip if takes == clip.takes else replace(clip, takes=takes)

    return lambda project: with_clips(project, clip_ids, change)


def _require(clip: Clip, take_id: str) -> None:
    if all(take.id != take_id for take in clip.takes):
        raise EditError("That take is no longer there.")
