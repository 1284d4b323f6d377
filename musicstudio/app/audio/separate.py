# SPDX-License-Identifier: GPL-3.0-or-later
"""A clip taken apart: its stems become tracks under a folded group, at the same place, in one undo step."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from musicstudio.core.progress import Job, Progress, within
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.stems import Stem, place_stems
from musicstudio.project.model import Clip, Recipe, Source

from ..results.recipe_ids import recipe_id_of
from ..results.storing import store_audio
from .clip_sound import clip_sound

if TYPE_CHECKING:
    from ..session.session import Session

ROLE_OF_STEM = {
    "vocals": "vocals", "drums": "drums", "bass": "bass", "guitar": "guitar", "piano": "keys", "other": "other",
}  # fmt: skip
RESIDUAL = "Residual"


def clip_to_separate(session: "Session") -> Clip | None:
    """The one selected clip, when it sounds."""
    clips = [clip for _, clip in session.project.clips() if clip.id in session.selection.clip_ids]
    return clips[0] if len(clips) == 1 and clips[0].take and clips[0].take.source else None


def separate_clip(
    session: "Session", clip_id: str, model: str = "", stems: int = 4, on_done: Callable[[], None] | None = None
) -> str:
    """Queue the separation of a clip's whole source and return the job's id. model: empty for the best one present.

    Raises `InputError` when the clip has no sound and `ModelMissingError` when the model's weights are not here.
    """
    from musicstudio.separation.models import present_model

    sound = clip_sound(session.document.committed, clip_id)
    name = present_model(model or session.settings.values.separation_model, stems).name

    def apply_result(parts: tuple[tuple[Stem, ...], Recipe, tuple[str, ...]]) -> None:
        stem_tracks, recipe, notices = parts
        placing = place_stems(clip_id, stem_tracks, {recipe_id_of(recipe): recipe})
        session.results.apply("Separate into stems", placing, is_shown=True)
        for notice in notices:
            session.notify(notice, "warning")
        if on_done:
            on_done()

    return session.jobs.submit(
        f"Separate {sound.name}",
        lambda: stems_job(session.media, sound.source, name, stems),
        on_done=apply_result,
    )


def stems_job(
    media: MediaStore, source: Source, model: str, count: int
) -> Job[tuple[tuple[Stem, ...], Recipe, tuple[str, ...]]]:
    """The stems of a source, stored, with their recipe and what is to be told. model: a name that is present."""
    from musicstudio.separation.separate import separate

    audio = media.read_all(source.hash)
    parted = yield from within(separate(audio, source.rate, model, count), 0.0, 0.92)
    recipe = Recipe(
        "separation",
        parted.version,
        task="separate",
        model=parted.model,
        model_hash=parted.model_hash,
        licence=parted.licence,
        is_ai=True,
        parameters={"stems": count},
        inputs=(source.hash,),
        human=("chose the clip",),
    )
    recipe_id = recipe_id_of(recipe)
    stem_tracks = []
    for index, (name, samples) in enumerate([*parted.stems.items(), (RESIDUAL, parted.residual)]):
        yield Progress(0.92 + 0.08 * index / (len(parted.stems) + 1), "Saving stems")
        stored = store_audio(media, samples, source.rate, name, recipe_id)
        is_residual = name == RESIDUAL
        title = name if is_residual else name.capitalize()
        stem_tracks.append(Stem(title, ROLE_OF_STEM.get(name, "other"), stored, is_residual=is_residual))
    return tuple(stem_tracks), recipe, parted.notices
