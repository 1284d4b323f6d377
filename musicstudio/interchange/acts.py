# SPDX-License-Identifier: GPL-3.0-or-later
"""Who did what to a song, read from its own history: each step is told by what it changed, not by what it was called.

What an engine lays down in one step (notes, sound, mix, words) is the engine's; what a step changed without an engine
is a person's. Measurements and renders that complete a step are nobody's.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.project.diff import ChangeSet, diff
from musicstudio.project.history import History
from musicstudio.project.model import Clip, Project, Recipe, Strip, Take, Track

PERSON = "a person"
ASSISTANT, ASSISTANT_PREFIX = "an assistant", "Assistant: "
"""Who did the steps whose label begins so: another program, on a person's behalf."""
PROCESSING = ("separation", "cleaning", "stretch", "transcription", "render")
KINDS = (
    "generated", "regenerated", "wrote", "composed", "sang", "played", "imported", "chose", "arranged", "cut", "mixed",
    "processed",
)  # fmt: skip
"""``wrote``: words; ``composed``: notes."""
VOCAL_ROLES = ("vocals", "backing", "choir")
_MAX_LABELS = 12


class Act(Struct, frozen=True):
    """One kind of thing that somebody did. by: `PERSON` or an engine; steps: how many; labels: what they were called,
    each once, the first few."""

    kind: str
    by: str
    steps: int
    labels: tuple[str, ...] = ()

    @property
    def is_persons(self) -> bool:
        """Whether a person did it."""
        return self.by == PERSON


def acts_of(history: History | None) -> tuple[Act, ...]:
    """What was done up to the step that stands, by kind and doer, in the order of `KINDS`."""
    if history is None:
        return ()
    found: dict[tuple[str, str], list[str]] = {}
    states, entries = history.states[: history.index + 1], history.entries[: history.index + 1]
    start = replace(states[0], tracks=(), sources={}, recipes={}, song_recipe_id="", lyrics="")
    for (before, after), entry in zip(pairwise((start, *states)), entries, strict=True):
        is_beginning = before is start
        for kind, by in dict.fromkeys(_doings(diff(before, after), is_beginning)):
            who = ASSISTANT if by == PERSON and entry.label.startswith(ASSISTANT_PREFIX) else by
            found.setdefault((kind, who), []).append(entry.label)
    return tuple(
        Act(kind, by, len(labels), tuple(dict.fromkeys(labels))[:_MAX_LABELS])
        for (kind, by), labels in sorted(found.items(), key=lambda item: KINDS.index(item[0][0]))
    )


def maker_of(recipe: Recipe) -> str:
    """An engine as it signs."""
    return f"{recipe.engine} {recipe.engine_version}".strip()


def _doings(change: ChangeSet, is_beginning: bool) -> Iterator[tuple[str, str]]:
    fresh = list(_fresh_takes(change))
    made = [each for each in fresh if each[2] is not None and _is_new(each[1], change.before)]
    yield from _of_engines(change, made)
    if any(recipe.is_ai and recipe.engine not in PROCESSING for _, _, recipe in made if recipe) or is_beginning:
        return
    yield from ((kind, PERSON) for kind in _of_person(change, fresh, bool(made)))


def _is_new(take: Take, before: Project) -> bool:
    """Whether a take was made in this step; a copy has a recipe and a sound that were there."""
    return take.recipe_id not in before.recipes or bool(take.source and take.source not in before.sources)


_Fresh = tuple[Track, Take, Recipe | None]


def _fresh_takes(change: ChangeSet) -> Iterator[_Fresh]:
    """Takes that were not there before, with their rows and recipes."""
    known = {take.id for _, clip in change.before.clips() for take in clip.takes}
    for track, clip in change.after.clips():
        for take in clip.takes:
            if take.id not in known:
                yield track, take, recipe_of(change.after, take)


def recipe_of(project: Project, take: Take) -> Recipe | None:
    """The recipe of a take, or else of its source."""
    source = project.sources.get(take.source)
    return project.recipes.get(take.recipe_id) or (project.recipes.get(source.recipe_id) if source else None)


def _of_engines(change: ChangeSet, made: Sequence[_Fresh]) -> Iterator[tuple[str, str]]:
    old_clips = {clip.id for _, clip in change.before.clips()}
    takes_of_old = {take.id for _, clip in change.after.clips() if clip.id in old_clips for take in clip.takes}
    for track, take, recipe in made:
        if recipe is None:
            continue
        if recipe.engine in PROCESSING:
            yield "processed", maker_of(recipe)
        elif recipe.is_ai:
            is_again = take.id in takes_of_old and bool(change.before.song_recipe_id)
            yield "regenerated" if is_again else "generated", maker_of(recipe)
            if any("lyrics" in did for did in recipe.human):
                yield "wrote", PERSON
            if any("melody" in did for did in recipe.human):
                yield "composed", PERSON
        elif recipe.engine == "recording":
            yield "sang" if track.role in VOCAL_ROLES else "played", PERSON
        elif recipe.engine == "import":
            yield "imported", PERSON


def _of_person(change: ChangeSet, fresh: Sequence[_Fresh], has_made: bool) -> Iterator[str]:
    pairs = list(_kept_clips(change))
    if change.has_lyrics or any(_differ(_words_of(a), _words_of(b)) for a, b in pairs):
        yield "wrote"
    is_drawn = any(recipe is None and take.notes for _, take, recipe in fresh)
    if is_drawn or any(_differ(_notes_of(a), _notes_of(b)) for a, b in pairs):
        yield "composed"
    if any(_choice(a) != _choice(b) for a, b in pairs) or "active_variation_id" in change.fields:
        yield "chose"
    is_arranged = change.has_tempo or change.has_key or change.has_chords or bool(change.sections)
    if is_arranged:
        yield "arranged"
    is_copied = bool(change.clips.added) and any(recipe for _, _, recipe in fresh) and not has_made
    is_cut = is_copied or bool(change.clips.removed) or any(_window(a) != _window(b) for a, b in pairs)
    if is_cut and not is_arranged:
        yield "cut"
    if _is_mixed(change):
        yield "mixed"


def _kept_clips(change: ChangeSet) -> Iterator[tuple[Clip, Clip]]:
    if not change.clips.changed:
        return
    old = {clip.id: clip for _, clip in change.before.clips()}
    yield from ((old[clip.id], clip) for _, clip in change.after.clips() if clip.id in change.clips.changed)


def _notes_of(clip: Clip) -> dict[str, object]:
    """The notes of each take, without their words."""
    return {
        take.id: [(note.start_ticks, note.length_ticks, note.pitch, note.velocity) for note in take.notes]
        for take in clip.takes
    }


def _words_of(clip: Clip) -> dict[str, object]:
    return {take.id: [note.lyric for note in take.notes if note.lyric not in ("", "_")] for take in clip.takes}


def _differ(before: dict[str, object], after: dict[str, object]) -> bool:
    """Whether a take that both have holds something else now."""
    return any(after[key] != value for key, value in before.items() if key in after)


def _choice(clip: Clip) -> tuple[str, frozenset[str]]:
    return clip.active_take_id, frozenset(take.id for take in clip.takes if take.is_favourite)


def _window(clip: Clip) -> tuple[object, ...]:
    return (
        clip.start_s, clip.length_s, clip.offset_s, clip.fade_in_s, clip.fade_out_s, clip.gain_db, clip.is_muted,
    )  # fmt: skip


def _is_mixed(change: ChangeSet) -> bool:
    """Faders, effects, sends, mutes and the master; a measured loudness and a solo are no mix."""
    if replace(change.before.master, gain_db=0.0) != replace(change.after.master, gain_db=0.0):
        return True
    before = {track.id: track.strip for track in change.before.tracks}
    after = {track.id: track.strip for track in change.after.tracks}
    return any(_mix_of(before[key]) != _mix_of(after[key]) for key in change.strips if key in before and key in after)


def _mix_of(strip: Strip) -> Strip:
    return replace(strip, is_soloed=False)


def has_act(acts: Iterable[Act], *kinds: str) -> bool:
    """Whether a person did a thing of one of these kinds."""
    return any(act.is_persons and act.kind in kinds for act in acts)
