# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes as sound: played by their row's instrument or sung by its voice, each performance once, whoever asks for it."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator

from musicstudio.core.errors import StorageError, StudioError
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.seeds import derive_seed
from musicstudio.core.units import SAMPLE_RATE, frames_from_seconds
from musicstudio.media.store import MediaStore
from musicstudio.mixing.automation import Curve, curves_of
from musicstudio.project.edits.takes import set_take_source
from musicstudio.project.model import Clip, Device, Project, Source, Take, TempoMap, Track
from musicstudio.project.played_sound import instrument_lanes

from ..results.storing import store_audio

Rendered = tuple[Source, float]
_REMEMBERED = 512
_LOOK_AGAIN_S = 0.1


class PlayedNotes:
    """Renders takes into a song's media and remembers what it rendered. Any thread; jobs that want the same performance
    wait for the one that makes it.
    """

    def __init__(self, media: MediaStore) -> None:
        self._media = media
        self._lock = threading.Lock()
        self._done: OrderedDict[Hashable, Rendered] = OrderedDict()
        self._making: dict[Hashable, threading.Event] = {}

    def play(self, project: Project, track: Track, clip: Clip, take: Take) -> Job[Rendered]:
        """A take's sound and how long it sounds before its first note's time. Raises `StudioError`."""
        key = performance_of(project, track, clip, take)
        seed = _seed_of(project, take, track)
        while (others := self._begin(key)) is not None:
            if others.wait(_LOOK_AGAIN_S) and (known := self._recall(key)) is not None:
                return known
            yield Progress(0.0, f"Waiting for {track.name}")
        try:
            known = self._recall(key)
            if known is None:
                known = yield from _sound(self._media, track, clip, take, project.tempo_map, seed)
                self._remember(key, known)
            return known
        finally:
            with self._lock:
                self._making.pop(key).set()

    def _begin(self, key: Hashable) -> threading.Event | None:
        """The event at whose end somebody else has made it; None when it is now ours to make."""
        with self._lock:
            if key in self._making:
                return self._making[key]
            self._making[key] = threading.Event()
            return None

    def _recall(self, key: Hashable) -> Rendered | None:
        with self._lock:
            known = self._done.get(key)
        return known if known is not None and self._media.has(known[0].hash) else None

    def _remember(self, key: Hashable, rendered: Rendered) -> None:
        with self._lock:
            self._done[key] = rendered
            while len(self._done) > _REMEMBERED:
                self._done.popitem(last=False)


def performance_of(project: Project, track: Track, clip: Clip, take: Take) -> Hashable:
    """All that decides how a take's notes sound: equal values sound equal."""
    origin_tick, seed = project.tempo_map.ticks_at(clip.origin_s), _seed_of(project, take, track)
    player = track.instrument_plugin or track.instrument
    lanes = instrument_lanes(track)
    place = clip.origin_s if lanes else None
    return track.kind, _plain(player), take.notes, take.recipe_id, project.tempo_map, origin_tick, seed, lanes, place


def is_unplayed(track: Track, take: Take) -> bool:
    """Whether a take has notes to be played and no sound."""
    return bool(take.notes and not take.source and (track.instrument or track.instrument_plugin))


def unplayed_takes(project: Project) -> Iterator[tuple[Track, Clip, Take]]:
    """Every heard take that has notes to be played and no sound."""
    for track, clip in project.clips():
        take = clip.take
        if take is not None and is_unplayed(track, take):
            yield track, clip, take


def will_sound(project: Project) -> bool:
    """Whether anything sounds, or will when it is played."""
    return any(clip.take and clip.take.source for _, clip in project.clips()) or any(unplayed_takes(project))


def why_silent(project: Project) -> str:
    """Empty for a song that sounds, or will; else a sentence."""
    return "" if will_sound(project) else "There is nothing to hear in this song yet."


def with_everything_played(project: Project, played: PlayedNotes) -> Job[Project]:
    """The song as it will sound: notes that have no sound yet are played now.

    Raises `StudioError` for notes that cannot be played and are not muted: silence is never written in their place.
    """
    silent = list(unplayed_takes(project))
    for index, (track, clip, take) in enumerate(silent):
        job = within(played.play(project, track, clip, take), index / len(silent), (index + 1) / len(silent))
        try:
            source, lead_s = yield from job
        except StorageError:
            raise
        except StudioError as error:
            if track.strip.is_muted or clip.is_muted:
                continue
            raise StudioError(f"{track.name} cannot be played, so nothing was written: {error}") from error
        project = set_take_source(clip.id, take.id, take.notes, source, lead_s)(project)
    return project


def _sound(media: MediaStore, track: Track, clip: Clip, take: Take, tempo_map: TempoMap, seed: int) -> Job[Rendered]:
    origin_tick = tempo_map.ticks_at(clip.origin_s)
    if track.instrument_plugin is not None:
        curves = curves_of(instrument_lanes(track), tempo_map)
        return (yield from _play_plugin(media, track.instrument_plugin, take, tempo_map, clip.origin_s, curves))
    if track.kind == "vocal":
        return (yield from _sing(media, track, take, tempo_map, clip.origin_s, seed))
    return (yield from _play(media, track.instrument, take, tempo_map, origin_tick, seed))


def _play_plugin(
    media: MediaStore, device: Device, take: Take, tempo_map: TempoMap, origin_s: float, curves: tuple[Curve, ...]
) -> Job[Rendered]:
    from musicstudio.instruments.events import lead_frames, timed_notes, trim_tail
    from musicstudio.mixing.hosting.instrument import play_notes

    origin_tick = tempo_map.ticks_at(origin_s)
    lead = lead_frames(take.notes, tempo_map, origin_tick)
    notes = timed_notes(take.notes, tempo_map, origin_tick, lead)
    begin = frames_from_seconds(origin_s) - lead
    audio = yield from within(play_notes(device, notes, curves, begin), 0.0, 0.9)
    return store_audio(media, trim_tail(audio, least_frames=1), recipe_id=take.recipe_id), lead / SAMPLE_RATE


def _plain(player: Device | str) -> Hashable:
    if isinstance(player, str):
        return player
    return player.id, player.plugin, tuple(sorted(player.params.items()))


def _play(
    media: MediaStore, instrument: str, take: Take, tempo_map: TempoMap, origin_tick: int, seed: int
) -> Job[Rendered]:
    from musicstudio.instruments.render import render_notes

    yield Progress(0.0, "Playing the notes")
    cell = render_notes(instrument, take.notes, tempo_map, origin_tick, seed)
    yield Progress(0.8, "Saving")
    return store_audio(media, cell.audio, recipe_id=take.recipe_id), cell.lead_s


def _sing(
    media: MediaStore, track: Track, take: Take, tempo_map: TempoMap, origin_s: float, seed: int
) -> Job[Rendered]:
    """Phrases that did not change come from the voice's memory, so one word costs one phrase."""
    from musicstudio.engines.voice.melody.notes import from_notes
    from musicstudio.engines.voice.synthesis.drawn import NEUTRAL, Drawn
    from musicstudio.engines.voice.synthesis.singer import sing

    origin_tick = tempo_map.ticks_at(origin_s)
    zero_s = tempo_map.seconds_at(origin_tick)
    drawn = tuple(
        Drawn(curve.param, tuple(frame / SAMPLE_RATE - zero_s for frame in curve.frames), curve.values)
        for curve in curves_of(instrument_lanes(track), tempo_map)
        if curve.param in NEUTRAL
    )
    notes = from_notes(take.notes)
    job = sing(
        notes, lambda tick: tempo_map.seconds_at(origin_tick + tick) - zero_s, track.instrument, seed, drawn=drawn
    )
    sung = yield from within(job, 0.0, 0.9)
    return store_audio(media, sung.audio, recipe_id=take.recipe_id), sung.lead_s


def _seed_of(project: Project, take: Take, track: Track) -> int:
    """The seed of the song, used as the composer uses it for voices."""
    from musicstudio.engines.voice.melody.backing import performance_seed

    recipe = project.recipes.get(take.recipe_id)
    song_seed = recipe.seed if recipe else 0
    if track.kind == "vocal":
        return performance_seed(song_seed, track.instrument, track.player)
    return derive_seed(song_seed, "render", track.instrument)
