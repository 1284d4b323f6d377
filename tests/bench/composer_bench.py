# SPDX-License-Identifier: GPL-3.0-or-later
"""The composer's bench: 3 seeds of every style and 30 prompts, measured, as tables in ``docs/COMPOSER_BENCH.md``.

Run by hand: ``python -m tests.bench.composer_bench [--seconds 30] [--workers 2] [--out docs/COMPOSER_BENCH.md]``.
"""

import argparse
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from msgspec import Struct

from musicstudio.app.results.placing import named_sources, new_tracks_of, place_result
from musicstudio.app.results.storing import ClipStored, store_results
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.contract import GenerationOptions, Request, Result, ScoreReady, Task
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Project
from tests.whole_mix import render_mix

from .composer_measures import Measures, measure, melody_distance

SEEDS = (1, 2, 3)
PROMPTS = (
    "something for a rainy Sunday with coffee", "boss fight", "a 128 BPM house track in D minor",
    "solo cello, mournful",
    "piano and strings only, tender, in F major", "upbeat commercial for running shoes",
    "80s synthwave night drive at 104 bpm",
    "a waltz in G minor", "irish jig in 6/8", "7/8 progressive rock in E minor", "5/4 jazz at 160 bpm",
    "lo-fi hip hop, 75 bpm, no drums", "drum and bass, 174 bpm, A minor", "trap beat 140 bpm F# minor",
    "gospel choir celebrating", "beach bar in Rio", "street parade in Havana", "reggae with organ, 76 bpm",
    "campfire folk with acoustic guitar and harmonica", "sad country ballad", "12 bar blues shuffle in A",
    "epic trailer that starts quiet and builds to a huge climax", "ambient for meditation, no percussion",
    "retro platformer level 1", "punk protest song 180 bpm", "slow doom metal in C minor", "funky disco with slap bass",
    "jazz harmony with electronic production", "happy children's song", "a heist, cool and sly",
)  # fmt: skip

STYLE_COLUMNS = (
    "style", "LUFS", "dBTP", "centroid Hz", "bandwidth Hz", "climax dB", "repetition", "seed distance", "tempo", "key",
    "parts", "s",
)  # fmt: skip
PROMPT_COLUMNS = ("prompt", "style", "asked BPM", "heard", "asked key", "heard", "LUFS", "dBTP", "parts", "s")


class Song(Struct, frozen=True):
    """One line of the bench."""

    label: str
    seed: int
    style: str
    seconds: float
    score_s: float
    first_section_s: float
    measures: Measures
    result: Result


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the songs, print as they come, write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("docs/COMPOSER_BENCH.md"))
    options = parser.parse_args(arguments)
    jobs = [(name, "", seed, options.seconds) for name in load_styles().styles for seed in SEEDS]
    jobs += [(prompt, prompt, 1, options.seconds) for prompt in PROMPTS]
    songs: list[Song] = []
    with ProcessPoolExecutor(options.workers) as pool:
        for song in pool.map(_make, jobs):
            songs.append(song)
            print(
                f"{song.label:60.60} seed {song.seed} {song.seconds:5.1f} s  {song.measures.loudness_lufs} LUFS",
                flush=True,
            )
    styles, prompts = songs[: len(jobs) - len(PROMPTS)], songs[len(jobs) - len(PROMPTS) :]
    options.out.write_text(report(styles, prompts, options.seconds, options.workers), encoding="utf-8")


def _make(job: tuple[str, str, int, float]) -> Song:
    label, prompt, seed, seconds = job
    options = GenerationOptions(duration_s=seconds, styles={} if prompt else {label: 1.0})
    request = Request(Task.GENERATE, prompt=prompt, seed=seed, options=options)
    with tempfile.TemporaryDirectory() as folder:
        media = MediaStore(Path(folder))
        started = time.perf_counter()
        answer, score_s, first_s = _timed(request, media, started)
        took_s = time.perf_counter() - started
        project = place_result(answer.result, new_tracks_of(answer.result, answer.sounds), named_sources(answer))(
            Project("bench")
        )
        mix = render_mix(project, media, with_master=False)
        measures = measure(mix, answer.result, project)
    style = " + ".join(name for name, _ in answer.result.conditioning["styles"])
    bare = Result(answer.result.recipe, sections=answer.result.sections, tempo_map=answer.result.tempo_map)
    return Song(label, seed, style, took_s, score_s, first_s, measures, bare)


def _timed(request: Request, media: MediaStore, started: float):  # type: ignore[no-untyped-def]
    """(answer, seconds to the score, seconds until every cell of the first section sounds)."""
    job = store_results(Composer().run(request), media)
    score_s, first_s = 0.0, 0.0
    waiting: set[tuple[int, int]] = set()
    while True:
        try:
            step = next(job)
        except StopIteration as stop:
            return stop.value, score_s, first_s
        now = time.perf_counter() - started
        if isinstance(step.partial, ScoreReady):
            score_s = now
            result = step.partial.result
            waiting = {
                (p, c)
                for p, part in enumerate(result.parts)
                for c, cell in enumerate(part.cells)
                if cell.section_id == result.sections[0].id
            }
        if isinstance(step.partial, ClipStored):
            waiting.discard((step.partial.part_index, step.partial.cell_index))
            if not waiting and not first_s:
                first_s = now


def report(styles: list[Song], prompts: list[Song], seconds: float, workers: int) -> str:
    """The whole page."""
    by_style = [[song for song in styles if song.label == name] for name in dict.fromkeys(s.label for s in styles)]
    lines = [
        "# The composer, measured",
        "",
        f"Made by `python -m tests.bench.composer_bench` ({seconds:g} s songs, {workers} at a time) on "
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}.",
        "The mix is measured before mastering: strips, sends and buses as the style sets them. Tempo and chroma are",
        "heard by librosa, loudness by pyloudnorm.",
        "",
        "## In short",
        "",
        *_summary([*styles, *prompts], by_style),
        "",
        "## Styles (mean of 3 seeds; highest true peak)",
        "",
        _row(*STYLE_COLUMNS),
        _row(*("---" for _ in STYLE_COLUMNS)),
        *map(_style_row, by_style),
        "",
        "## Prompts",
        "",
        _row(*PROMPT_COLUMNS),
        _row(*("---" for _ in PROMPT_COLUMNS)),
        *map(_prompt_row, prompts),
        "",
    ]
    return "\n".join(lines)


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _share(count: int, total: int) -> str:
    return f"{count} ({count / total:.0%})"


def _summary(songs: list[Song], by_style: list[list[Song]]) -> list[str]:
    total, measures = len(songs), [song.measures for song in songs]
    tempi = [m.tempo_match for m in measures]
    keys = [m.key_match for m in measures]
    loudness = [statistics.mean(song.measures.loudness_lufs for song in row) for row in by_style]
    contrasts = [m.contrast_db for m in measures if m.contrast_db]
    late_s = max(abs(song.measures.length_s - _asked_s(song)) for song in songs)
    silent = [m.silent_share for m in measures]
    return [
        f"- {total} songs. The asked tempo was heard in {_share(tempi.count('yes'), total)}, with half and double "
        f"{_share(sum(t in ('yes', 'half', 'double') for t in tempi), total)}, with any simple ratio "
        f"{_share(total - tempi.count('no'), total)}.",
        f"- The asked key was heard in {_share(keys.count('yes'), total)}, with the relative key "
        f"{_share(sum(k in ('yes', 'relative') for k in keys), total)}.",
        f"- The styles' means lie {max(loudness) - min(loudness):.1f} LU apart ({min(loudness):.1f} to "
        f"{max(loudness):.1f} LUFS). Highest true peak {max(m.peak_dbtp for m in measures):.1f} dBTP; clipped samples: "
        f"{sum(m.clipped_samples for m in measures)}.",
        f"- Silent frames: mean {statistics.mean(silent):.1%}, most {max(silent):.1%}.",
        f"- Loudest climax over quietest other section: median {statistics.median(contrasts):.1f} dB, least "
        f"{min(contrasts):.1f} dB.",
        f"- Every mix is as long as asked to within {1000 * late_s:.1f} ms.",
        f"- Medians: score after {statistics.median(s.score_s for s in songs):.1f} s, first section sounding after "
        f"{statistics.median(s.first_section_s for s in songs):.1f} s, whole song after "
        f"{statistics.median(s.seconds for s in songs):.1f} s.",
    ]


def _asked_s(song: Song) -> float:
    last = song.result.sections[-1]
    return song.result.tempo_map.seconds_at(last.end_ticks)


def _style_row(songs: list[Song]) -> str:
    def mean(name: str) -> float:
        return statistics.mean(getattr(song.measures, name) for song in songs)

    distance = statistics.mean(melody_distance(a.result, b.result) for i, a in enumerate(songs) for b in songs[i + 1 :])
    return _row(
        songs[0].label,
        f"{mean('loudness_lufs'):.1f}",
        f"{max(song.measures.peak_dbtp for song in songs):.1f}",
        f"{mean('centroid_hz'):.0f}",
        f"{mean('bandwidth_hz'):.0f}",
        f"{mean('contrast_db'):.1f}",
        f"{mean('repetition'):.2f}",
        f"{distance:.2f}",
        " ".join(song.measures.tempo_match for song in songs),
        " ".join(song.measures.key_match for song in songs),
        f"{mean('parts'):.1f}",
        f"{statistics.mean(song.seconds for song in songs):.1f}",
    )


def _prompt_row(song: Song) -> str:
    m = song.measures
    return _row(
        song.label,
        song.style,
        f"{m.asked_bpm:g}",
        f"{m.heard_bpm:g} ({m.tempo_match})",
        m.asked_key,
        f"{m.heard_key} ({m.key_match})",
        f"{m.loudness_lufs:.1f}",
        f"{m.peak_dbtp:.1f}",
        m.parts,
        f"{song.seconds:.1f}",
    )


if __name__ == "__main__":
    main()
