# SPDX-License-Identifier: GPL-3.0-or-later
"""Generating, regenerating, singing, exporting, playing and separating, through the same doors as the window."""

import os
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from musicstudio.app.files.export import ExportOptions, export
from musicstudio.app.generation.generate import generate
from musicstudio.app.generation.regenerate import RegenerationTarget, regenerate
from musicstudio.app.headless.session import HeadlessSession
from musicstudio.app.session.create_state import CreateValues
from musicstudio.core.errors import StudioError
from musicstudio.core.progress import run_to_end
from musicstudio.engines.contract import GenerationOptions

from .budgets import Figure

PROMPT = "indie pop with piano, strings and a big last chorus"


class _Desk:
    """A song in a folder of its own."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.song = HeadlessSession.create(Path(self.folder.name) / "song.mstudio")
        self.session, self.inbox = self.song.session, self.song.inbox

    def wait(self, job_id: str) -> None:
        self.song.wait_for(job_id)

    def close(self) -> None:
        self.song.close()
        self.folder.cleanup()


def song_figures() -> Iterable[Figure]:
    """A song of three minutes, twice (the first also loads everything), and eight bars of it again."""
    desk = _Desk()
    for title in ("first song of a session", "next song"):
        first_s, whole_s = _generate(desk, PROMPT, 180.0)
        yield Figure(f"prompt → first section sounding ({title})", first_s, "s", 4.0)
        yield Figure(f"prompt → whole 3-minute song ({title})", whole_s, "s", 15.0)
    yield Figure("tracks of that song", len([t for t in desk.session.project.tracks if t.clips]), "")
    section = max(desk.session.project.sections, key=lambda s: s.energy)
    started = time.perf_counter()
    span = desk.session.project.section_span_s(section)
    eight_bars_s = desk.session.project.tempo_map.seconds_at(section.start_ticks + 8 * 3840)
    desk.wait(regenerate(desk.session, RegenerationTarget(range_s=(span[0], min(span[1], eight_bars_s))), seed=3))
    yield Figure("regenerate 8 bars on every track", time.perf_counter() - started, "s", 3.0)
    time.sleep(1.0)  # the worker gives back what the job used
    yield Figure("memory of the process with that song open", _memory_mb(), "MB", 600.0)
    desk.close()


def singing_figures() -> Iterable[Figure]:
    """A minute of lyrics with the voice loaded, and what loading adds the first time."""
    from musicstudio.engines.voice.synthesis.phrase_cache import PhraseCache
    from musicstudio.engines.voice.synthesis.singer import sing
    from tests.bench.voice_report import SONGS, score

    spent, sung_s = [], 0.0
    for song in SONGS:
        notes = score(song, "joe")
        started = time.perf_counter()
        run_to_end(sing(notes, lambda tick, bpm=song.bpm: tick / 16.0 / bpm, "joe", 1, cache=PhraseCache()))
        spent.append(time.perf_counter() - started)
        sung_s += (notes[-1].start_ticks + notes[-1].length_ticks) / 16.0 / song.bpm if len(spent) > 1 else 0.0
    yield Figure("sing one minute of lyrics", sum(spent[1:]) * 60.0 / sung_s, "s", 10.0)
    yield Figure("first lyric of a session, voice loaded with it", spent[0], "s")


def export_figures() -> Iterable[Figure]:
    """Sixteen tracks with full strips and the master, to a file."""
    from .mixing_speed import full_song

    project, media = full_song(60.0)
    from musicstudio.playback.graph.offline import render

    for title, options in (("mix, mastered", {}), ("mix, mastered, and stems", {"with_stems": True})):
        started = time.perf_counter()
        run_to_end(render(project, media, lambda name, block: None, **options))
        speed = 60.0 / (time.perf_counter() - started)
        yield Figure(f"export of 16 tracks with full strips ({title})", speed, "x real time", 30.0, is_floor=True)
    desk = _Desk()
    _generate(desk, "calm piano", 60.0)
    started = time.perf_counter()
    desk.wait(export(desk.session, ExportOptions(Path(desk.folder.name) / "mix.wav")))
    speed = desk.session.project.length_s / (time.perf_counter() - started)
    yield Figure("export of a made song to WAV, loudness measured and checked", speed, "x real time")
    desk.close()


def play_figures() -> Iterable[Figure]:
    """From the play button to the sound server, where there is one."""
    from tests.playback import pulse

    from . import playback_latency

    if pulse.why_not():
        return
    rows: list[tuple[str, float, str]] = []
    original, playback_latency.row = playback_latency.row, lambda *cells: rows.append(cells)
    try:
        playback_latency.to_the_ear()
    finally:
        playback_latency.row = original
    for title, value, unit in rows:
        budget = 100.0 if "pressed" in title else 0.0 if "underruns" in title else None
        yield Figure(title, value, unit, budget)


def separation_figures() -> Iterable[Figure]:
    """The bundled network on half a minute of music."""
    from musicstudio.separation.separate import separate

    audio = 0.1 * np.random.default_rng(0).standard_normal((2, 44_100 * 30)).astype(np.float32)
    os.environ["MUSICSTUDIO_HOME"] = tempfile.mkdtemp()
    started = time.perf_counter()
    try:
        run_to_end(separate(audio, 44_100))
    except StudioError as error:
        print(f"separation: {error}")
        return
    yield Figure("separation with the bundled model", 30.0 / (time.perf_counter() - started), "x real time")


def _generate(desk: _Desk, prompt: str, length_s: float) -> tuple[float, float]:
    """Seconds until the first section sounds on every track that plays in it, and until all is done."""
    started = time.perf_counter()
    heard: list[float] = []

    def look(_: object) -> None:
        project = desk.session.document.committed
        first = project.sections[0].id if project.sections else ""
        cells = [clip for _, clip in project.clips() if clip.section_id == first and clip.take and clip.take.notes]
        if not heard and cells and all(clip.take.source for clip in cells):
            heard.append(time.perf_counter() - started)

    stop = desk.session.document.observe(look)
    values = CreateValues(prompt, options=GenerationOptions(duration_s=length_s), seed=int(length_s) + len(heard))
    desk.wait(generate(desk.session, values))
    stop()
    return heard[0], time.perf_counter() - started


def _memory_mb() -> float:
    """Resident memory that is this process's own (not file pages mapped from disk), where Linux tells."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return float("nan")
    values = {line.split(":")[0]: line.split(":")[1] for line in status.splitlines() if ":" in line}
    return int(values["RssAnon"].split()[0]) / 1024
