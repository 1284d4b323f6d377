# SPDX-License-Identifier: GPL-3.0-or-later
"""How well music is heard: the studio's own renders over styles, and labelled tracks of another generator.

    python -m tests.bench.listening_bench [--styles N] [--seconds 40] [--tracks FOLDER] [--no-renders]

Renders are kept in build/listening. FOLDER holds labels.csv (file, requested_bpm, requested_key) beside its audio; what
was asked of a generator need not be what it played. Scores are those of mir_eval: beats within 70 ms, keys weighted as
MIREX does, chords major/minor by time, boundaries within 3 s.
"""

import argparse
import csv
import itertools
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import mir_eval
import msgspec
import numpy as np
import soundfile

from musicstudio.analysis.songs.heard import HeardSong
from musicstudio.analysis.songs.hearing import hear_song
from musicstudio.app.generation.generate import generate
from musicstudio.app.headless.session import HeadlessSession
from musicstudio.app.session.create_state import CreateValues
from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.styles.library import load_styles
from musicstudio.engines.contract import GenerationOptions
from musicstudio.media.importing import load_audio
from musicstudio.project.model import Project
from tests.whole_mix import render_mix

KEPT = Path("build/listening")
Scores = dict[str, float]
_ROOTS = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")


class Truth(msgspec.Struct):
    """What a render plays. chords: start, end, Harte label; times in seconds; lines: of sections, and the end."""

    beats: list[float]
    bars: list[float]
    key: str
    chords: list[tuple[float, float, str]]
    lines: list[float]


def main() -> None:
    """Print a row a song and the means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--styles", type=int, default=0, help="the first N, spread over all; 0: every style")
    parser.add_argument("--seconds", type=float, default=40.0)
    parser.add_argument("--tracks", type=Path)
    parser.add_argument("--no-renders", action="store_true")
    arguments = parser.parse_args()
    if not arguments.no_renders:
        names = sorted(load_styles().styles)
        chosen = names[:: max(1, len(names) // arguments.styles)] if arguments.styles else names
        _report("renders", ((name, _render_scores(name, arguments.seconds)) for name in chosen))
    if arguments.tracks and (arguments.tracks / "labels.csv").is_file():
        rows = list(csv.DictReader((arguments.tracks / "labels.csv").open(encoding="utf-8")))
        _report("labelled tracks", ((row["file"], _track_scores(arguments.tracks, row)) for row in rows))
    else:
        print("labelled tracks: skipped, no folder with labels.csv was given")


def _report(title: str, found: Iterable[tuple[str, Scores]]) -> None:
    columns: dict[str, list[float]] = defaultdict(list)
    count = 0
    for count, (name, scores) in enumerate(found, 1):  # noqa: B007
        print(f"{name:28s}", "  ".join(f"{key} {value:.2f}" for key, value in scores.items()), flush=True)
        for key, value in scores.items():
            columns[key].append(value)
    print(f"\n{title}, {count}:", "  ".join(f"{key} {np.mean(each):.2f}" for key, each in columns.items()), "\n")


def _render_scores(style: str, seconds: float) -> Scores:
    truth, path = _rendered(style, seconds)
    audio, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return _scores(truth, run_to_end(hear_song(audio.T, rate)))


def _rendered(style: str, seconds: float) -> tuple[Truth, Path]:
    KEPT.mkdir(parents=True, exist_ok=True)
    sound, facts = KEPT / f"{style}-{seconds:g}.flac", KEPT / f"{style}-{seconds:g}.json"
    if not (sound.is_file() and facts.is_file()):
        with tempfile.TemporaryDirectory() as folder:
            song = HeadlessSession.create(Path(folder) / "song.mstudio")
            options = GenerationOptions(duration_s=seconds)
            song.wait_for(generate(song.session, CreateValues(style.replace("_", " "), options=options, seed=7)))
            project = song.session.document.committed
            soundfile.write(sound, render_mix(project, song.session.media).T, 48_000)
            facts.write_bytes(msgspec.json.encode(_truth(project)))
            song.close()
    return msgspec.json.decode(facts.read_bytes(), type=Truth), sound


def _truth(project: Project) -> Truth:
    at, meter = project.tempo_map.seconds_at, project.tempo_map.meters[0]
    end = project.tempo_map.ticks_at(project.length_s)
    return Truth(
        [at(tick) for tick in range(0, end, meter.beat_ticks)],
        [at(tick) for tick in range(0, end, meter.bar_ticks)],
        project.key.name,
        [(at(c.start_ticks), at(c.start_ticks + c.length_ticks), _harte(c.root, c.quality)) for c in project.chords],
        [*(at(section.start_ticks) for section in project.sections), project.length_s],
    )


def _scores(truth: Truth, heard: HeardSong) -> Scores:
    found = heard.beats
    downbeats = found.beats_s[found.first_downbeat :: found.beats_per_bar]
    return {
        **_tempo_scores(60.0 / float(np.median(np.diff(truth.beats))), found.bpm),
        "beats": mir_eval.beat.f_measure(np.array(truth.beats), np.array(found.beats_s)),
        "bars": mir_eval.beat.f_measure(np.array(truth.bars), np.array(downbeats)),
        "key": _key_score(truth.key, heard),
        "chords": _chord_score(truth, heard),
        "lines": _line_score(truth, heard),
    }


def _track_scores(folder: Path, row: dict[str, str]) -> Scores:
    loaded = run_to_end(load_audio(folder / row["file"]))
    heard = run_to_end(hear_song(loaded.audio, loaded.rate))
    return _tempo_scores(float(row["requested_bpm"]), heard.beats.bpm) | {
        "key": _key_score(row["requested_key"], heard)
    }


def _tempo_scores(true_bpm: float, bpm: float) -> Scores:
    factors = (1.0, 2.0, 0.5)
    near = [abs(bpm / (true_bpm * factor) - 1.0) < 0.04 for factor in factors]
    return {"tempo": float(near[0]), "octaves": float(any(near))}


def _key_score(true_name: str, heard: HeardSong) -> float:
    """0 where no key was told."""
    if heard.key.confidence <= 0.0:
        return 0.0
    return float(mir_eval.key.weighted_score(_key_text(true_name), _key_text(heard.key.key.name)))


def _key_text(name: str) -> str:
    tonic, mode = name.replace("♯", "#").replace("♭", "b").split(" ", 1)
    return f"{tonic} {'minor' if mode in ('minor', 'dorian', 'phrygian', 'aeolian') else 'major'}"


def _harte(root: int, quality: str) -> str:
    return f"{_ROOTS[root]}:{'min' if quality[:3] in ('min', 'dim') else 'maj'}"


def _chord_score(truth: Truth, heard: HeardSong) -> float:
    got = [(c.start_s, c.end_s, _harte(c.root, c.quality)) for c in heard.chords]
    if not truth.chords or not got:
        return 0.0
    spans = [np.array([each[:2] for each in rows]) for rows in (truth.chords, got)]
    names = [[each[2] for each in rows] for rows in (truth.chords, got)]
    return float(mir_eval.chord.evaluate(spans[0], names[0], spans[1], names[1])["majmin"])


def _line_score(truth: Truth, heard: HeardSong) -> float:
    if not heard.form:
        return 0.0
    got = [heard.bar_lines_s[part.first_bar] for part in heard.form] + [heard.bar_lines_s[heard.form[-1].end_bar]]
    spans = [np.array([*itertools.pairwise(each)]) for each in (truth.lines, got)]
    starts = [span - span[0, 0] for span in spans]
    if min(len(span) for span in starts) < 2:
        return float(len(starts[0]) == len(starts[1]))
    return float(mir_eval.segment.detection(*starts, window=3.0, trim=True)[2])


if __name__ == "__main__":
    main()
