# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes and variations by the numbers and names that people give them, for the command line and notebooks."""

from typing import Any

from musicstudio.core.errors import InputError
from musicstudio.dsp.integrated import integrated_lufs
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.helpers import Edit, compose_edits
from musicstudio.project.edits.takes import choose_take, delete_take
from musicstudio.project.edits.variations import choose_variation
from musicstudio.project.model import Clip, Project, Take, Track, Variation

_SAME_TICKS = 30


def clips_with_takes(project: Project, clip_ids: tuple[str, ...]) -> list[tuple[Track, Clip]]:
    """Of some clips, those with more than one take. Raises `InputError` when there are none."""
    found = [(track, clip) for track, clip in project.clips() if clip.id in clip_ids and len(clip.takes) > 1]
    if not found:
        raise InputError("Nothing there has more than one take; `regenerate` makes some.")
    return found


def take_named(clip: Clip, word: str) -> Take | None:
    """A take by its number from 1, by its name, or ``chosen``; None where the clip has no such take."""
    if word == "chosen":
        return clip.take
    if word.isdecimal():
        return next((take for number, take in enumerate(clip.takes, 1) if str(number) == word.lstrip("0")), None)
    return next((take for take in clip.takes if take.name.lower() == word.lower()), None)


def takes_of(project: Project, clip_ids: tuple[str, ...]) -> list[dict[str, Any]]:
    """Every clip with its takes, in plain values."""
    return [
        {
            "track": track.name,
            "clip": clip.id,
            "section": _section_name(project, clip),
            "start_s": round(clip.start_s, 6),
            "takes": [_take(project, clip, number, take) for number, take in enumerate(clip.takes, 1)],
        }
        for track, clip in project.clips()
        if clip.id in clip_ids and clip.takes
    ]


def _take(project: Project, clip: Clip, number: int, take: Take) -> dict[str, Any]:
    recipe = project.recipes.get(take.recipe_id)
    return {
        "number": number,
        "name": take.name or f"Take {number}",
        "is_chosen": take.id == clip.active_take_id,
        "is_favorite": take.is_favourite,
        "notes": len(take.notes),
        "media": take.source,
        "seed": recipe.seed if recipe else None,
        "prompt": recipe.prompt if recipe else "",
    }


def _section_name(project: Project, clip: Clip) -> str:
    return next((section.name for section in project.sections if section.id == clip.section_id), "")


def choosing(project: Project, clip_ids: tuple[str, ...], word: str) -> Edit:
    """The edit that lets every clip play a take. Raises `InputError` where none has it."""
    return compose_edits(*(choose_take(clip.id, take.id) for clip, take in _clips_with(project, clip_ids, word)))


def deleting(project: Project, clip_ids: tuple[str, ...], word: str) -> Edit:
    """The edit that takes a take away from every clip. Raises `InputError` where none has it."""
    return compose_edits(*(delete_take(clip.id, take.id) for clip, take in _clips_with(project, clip_ids, word)))


def _clips_with(project: Project, clip_ids: tuple[str, ...], word: str) -> list[tuple[Clip, Take]]:
    found = [(clip, take) for _, clip in clips_with_takes(project, clip_ids) if (take := take_named(clip, word))]
    if not found:
        raise InputError(f"There is no take {word!r} there; `takes SONG list` shows them.")
    return found


def compared(
    project: Project, media: MediaStore, clip_ids: tuple[str, ...], first: str, second: str
) -> list[dict[str, Any]]:
    """How two takes of each clip differ: their notes, how many of them are the same, and how loud each is.

    Raises `InputError` where no clip has both.
    """
    rows = []
    for track, clip in clips_with_takes(project, clip_ids):
        a, b = take_named(clip, first), take_named(clip, second)
        if a and b:
            rows.append(
                {
                    "track": track.name,
                    "section": _section_name(project, clip),
                    "notes": [len(a.notes), len(b.notes)],
                    "same_notes": _shared(a, b),
                    "lufs": [_loudness(a, media), _loudness(b, media)],
                }
            )
    if not rows:
        raise InputError(f"No clip there has both take {first} and take {second}.")
    return rows


def _shared(a: Take, b: Take) -> int:
    """Notes of the first that the second has, too, at the same pitch within a thirty-second of a quarter."""
    left = [(note.start_ticks, note.pitch) for note in b.notes]
    count = 0
    for note in a.notes:
        match = next((n for n in left if n[1] == note.pitch and abs(n[0] - note.start_ticks) <= _SAME_TICKS), None)
        if match:
            left.remove(match)
            count += 1
    return count


def _loudness(take: Take, media: MediaStore) -> float | None:
    """LUFS of what a take sounds like; None where it has no sound or is silent."""
    if not take.source or not media.has(take.source):
        return None
    lufs = integrated_lufs(media.read_all(take.source))
    return round(lufs, 2) if lufs > -100 else None


def variations_of(project: Project) -> list[dict[str, Any]]:
    """Every variation in plain values; a song that has none is its own only one."""
    found = project.variations or (Variation("", "Variation 1"),)
    return [
        {
            "number": number,
            "name": each.name,
            "differs": each.differs,
            "is_chosen": each.id == project.active_variation_id,
            "duration": round((each.song or project).length_s, 6),
            "bpm": round((each.song or project).tempo_map.tempos[0].bpm, 4),
            "key": (each.song or project).key.name,
        }
        for number, each in enumerate(found, 1)
    ]


def variation_named(project: Project, word: str) -> Variation:
    """A variation by its number from 1, its name, or what it differs in. Raises `InputError`."""
    for number, each in enumerate(project.variations, 1):
        if word.lower() in (str(number), each.name.lower(), each.differs.lower() or "\0"):
            return each
    have = ", ".join(f"{n} ({each.name})" for n, each in enumerate(project.variations, 1)) or "none but itself"
    raise InputError(f"There is no variation {word!r}; this song has: {have}.")


def with_variation(project: Project, word: str) -> Project:
    """The song as it would be with another variation on the timeline."""
    return choose_variation(variation_named(project, word).id)(project)
