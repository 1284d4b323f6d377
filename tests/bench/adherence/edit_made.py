# SPDX-License-Identifier: GPL-3.0-or-later
"""One song, and an edit of it that was made: what the checks of edits look at."""

import importlib.util
from functools import lru_cache
from pathlib import Path

from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.contract import Request, Task
from musicstudio.project.model import Note

from .score import Row, Song, song_of

SONG = (
    "pop song with piano, acoustic guitar, strings, electric bass and drums, flute melody, 100 bpm, C major, 80 seconds"
)
FORM = ", form: verse, chorus, verse, chorus"
SONGS = {
    "pop": SONG + FORM,
    "funk": "funk song in E minor, 108 bpm, electric piano, muted guitar, slap bass, drums and trumpet melody,"
    " 100 seconds, form: intro, verse, chorus, verse, bridge, chorus, outro",
    "slow": "slow ballad in A minor, 76 bpm, piano, strings, upright bass and cello melody, no drums, 75 seconds,"
    " form: intro, verse, chorus, outro",
}
TUNE = tuple(
    Note(i * 960, 900, p, 90) for i, p in enumerate((60, 62, 64, 67, 69, 67, 64, 62, 60, 64, 67, 72, 71, 67, 64, 60))
)
TUNES = ("lead", "double", "riff")


@lru_cache(maxsize=4)
def base(name: str = "pop"):
    """(document, Song, result) of a song that is edited."""
    path = Path(__file__).parents[2] / "engines" / "composer" / "songs.py"
    spec = importlib.util.spec_from_file_location("adherence_songs", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    result = run_to_end(Composer().run(Request(Task.COMPOSE, prompt=SONGS[name], seed=5)))
    return module.project_from(result), song_of(result), result


class Edit:
    """An edit that was made: the song before and after, and the stretch of ticks that was meant."""

    def __init__(self, row: dict, seed: int) -> None:
        self.row = row
        document, self.before, _ = base(self.song_name(row))
        self.tracks = {f"track-{i}": r for i, r in enumerate(self.before.rows)}
        place = row["place"]
        section = next((s for s in document.sections if s.kind == place), None)
        self.span = (section.start_ticks, section.end_ticks) if section else (0, document.sections[-1].end_ticks)
        ids = tuple(
            i
            for i, r in self.tracks.items()
            if row["tracks"] and (r.player == row["tracks"] or r.is_called(row["tracks"]))
        )
        task = Task(row["task"])
        fields = {"song": document, "seed": seed, "prompt": row["words"]}
        if task == Task.REGENERATE:
            fields |= {"section_ids": (section.id,), "track_ids": ids}
        elif task == Task.LAYER:
            fields |= {"track_ids": ids[:1] if place != "all" else ()}
            ids = tuple(
                i for i, r in self.tracks.items() if place != "all" and (r.player == place or r.is_called(place))
            )
            fields |= {"track_ids": ids[:1]}
        elif task == Task.EXTEND:
            at = {"start": 0, "end": -1, "between": document.sections[1].start_ticks}[place]
            fields |= {"extend_bars": 8, "extend_at_tick": at}
        elif task == Task.HARMONIZE:
            fields = {"prompt": row["words"], "seed": seed, "melody": TUNE}
        self.ids = ids
        self.result = _written(task, Request(task, **fields))
        self.after = self._after(task)
        self.made = Song(
            song_of(self.result).rows, self.result.sections, self.result.tempo_map, self.result.key, self.result.chords
        )

    @staticmethod
    def song_name(row: dict) -> str:
        """Which of the songs is edited; a tune that is harmonized needs none."""
        return row["song"] if row["song"] in SONGS else "pop"

    @property
    def based(self):
        """(document, Song, result) before the edit."""
        return base(self.song_name(self.row))

    def _after(self, task):
        if task in (Task.RESTYLE, Task.HARMONIZE):
            return song_of(self.result)
        start, end = self.span
        rows = []
        for track_id, row in self.tracks.items():
            part = next((p for p in self.result.parts if p.track_id == track_id), None)
            notes = list(row.notes)
            if part is not None and task == Task.REGENERATE:
                fresh = [
                    (c.start_ticks + n.start_ticks, n.length_ticks, n.pitch, n.velocity)
                    for c in part.cells
                    for n in c.notes
                ]
                notes = [n for n in notes if not start <= n[0] < end] + fresh
            rows.append(Row(row.instrument, row.role, row.player, sorted(notes)))
        for part in self.result.parts:
            if not part.track_id:
                notes = [
                    (c.start_ticks + n.start_ticks, n.length_ticks, n.pitch, n.velocity)
                    for c in part.cells
                    for n in c.notes
                ]
                rows.append(Row(part.instrument, part.role, part.player.partition("/")[0], notes))
        return Song(rows, self.before.sections, self.before.tempo_map, self.before.key, self.result.chords)

    def inside(self, rows, names=None):
        """Notes in the selection."""
        start, end = self.span
        return [
            n
            for r in rows
            if names is None or r.is_called(names) or (names == "drums" and r.role == "drums")
            for n in r.notes
            if start <= n[0] < end
        ]

    def tune(self, song):
        """The tune in the selection: its lead's notes."""
        leads = [r for r in song.rows if r.player == "lead"]
        return [n for r in leads for n in r.notes if self.span[0] <= n[0] < self.span[1]]

    def pair(self):
        """Notes before and after of the tracks meant, or of all."""
        if self.ids:
            keys = [list(self.tracks).index(i) for i in self.ids]
            return self.inside([self.before.rows[k] for k in keys]), self.inside([self.after.rows[k] for k in keys])
        return self.inside(self.before.rows), self.inside(self.after.rows)


def _written(task, request):
    """Notes are enough: the audio of a partial result is not waited for."""
    job = Composer().run(request)
    try:
        while True:
            progress = next(job)
            if progress.partial is not None and hasattr(progress.partial, "result"):
                return progress.partial.result
    except StopIteration as stop:
        return stop.value
    finally:
        job.close()
