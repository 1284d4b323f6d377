# SPDX-License-Identifier: GPL-3.0-or-later
"""The same prompts by ear: tempo, key, loudness and moments of the rendered sound, told by librosa and chroma."""

import librosa
import numpy as np

from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.contract import Request, Task

from .prompts_bench import Outcome, prompts

RATE = 22_050
MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])
"""Krumhansl and Kessler's key profiles (1982)."""


class Heard:
    """The sound of a song: mono at 22.05 kHz, and where its sections lie."""

    def __init__(self, result) -> None:
        frames = 0
        for part in result.parts:
            for cell in part.cells:
                if cell.audio is not None:
                    start = round((result.tempo_map.seconds_at(cell.start_ticks) - cell.lead_s) * 48_000)
                    frames = max(frames, start + cell.audio.shape[1])
        mix = np.zeros(frames + 48_000, np.float32)
        self.parts = {}
        for part in result.parts:
            gain = 10 ** (part.strip.gain_db / 20)
            for cell in part.cells:
                if cell.audio is None:
                    continue
                start = round((result.tempo_map.seconds_at(cell.start_ticks) - cell.lead_s) * 48_000)
                mono = cell.audio.mean(axis=0) * gain
                first = max(0, start)
                mono = mono[first - start :]
                mix[first : first + len(mono)] += mono
                self.parts[part.instrument] = max(
                    self.parts.get(part.instrument, 0.0), float(np.sqrt(np.mean(mono**2))) if len(mono) else 0.0
                )
        self._move_fader(result.master, result.tempo_map, mix)
        self.result = result
        self.end_s = result.tempo_map.seconds_at(result.sections[-1].end_ticks)
        self.audio = librosa.resample(mix[: round(self.end_s * 48_000)], orig_sr=48_000, target_sr=RATE)
        tail = mix[round(self.end_s * 48_000) :]
        self.tail_db = 20 * np.log10(max(float(np.abs(tail).max(initial=0.0)), 1e-6))

    def _move_fader(self, master, tempo_map, mix: np.ndarray) -> None:
        """The master's fader, where one is drawn: straight lines in dB, silent at -60."""
        lanes = [lane for lane in (master.automation if master else ()) if lane.target == "fader_db"]
        for points in (lane.points for lane in lanes):
            at = [tempo_map.seconds_at(point.tick) * 48_000 for point in points]
            gain_db = np.interp(np.arange(len(mix)), at, [point.value for point in points])
            mix *= np.where(gain_db <= -60.0, 0.0, 10 ** (gain_db / 20)).astype(np.float32)

    def between(self, start: float, end: float) -> np.ndarray:
        """A stretch in seconds."""
        return self.audio[max(0, int(start * RATE)) : max(1, int(end * RATE))]


def heard(prompt: str, seed: int = 1) -> Heard:
    """Generate a prompt and listen."""
    return Heard(run_to_end(Composer().run(Request(Task.GENERATE, prompt=prompt, seed=seed))))


def _db(audio) -> float:
    return 20 * np.log10(max(float(np.sqrt(np.mean(audio**2))) if len(audio) else 0.0, 1e-6))


def _bpm(song: Heard, value: str) -> bool:
    """Acc2 of the tempo literature: within 4 % of the tempo, its half, double, third or triple."""
    found = float(np.atleast_1d(librosa.feature.tempo(y=song.audio, sr=RATE))[0])
    return any(abs(found / (float(value) * factor) - 1) < 0.04 for factor in (1, 2, 0.5, 3, 1 / 3, 1.5, 2 / 3))


def _key(song: Heard, value: str) -> bool:
    from musicstudio.cli.arguments import key

    chroma = librosa.feature.chroma_cqt(y=librosa.effects.harmonic(song.audio), sr=RATE).mean(axis=1)
    scores = [
        (np.corrcoef(np.roll(profile, tonic), chroma)[0, 1], tonic, mode)
        for mode, profile in (("major", MAJOR), ("minor", MINOR))
        for tonic in range(12)
    ]
    wanted = key(value)
    ranked = sorted(scores, reverse=True)[:2]
    return any((tonic, mode) == (wanted.tonic, wanted.mode) for _, tonic, mode in ranked)


def _louder(song: Heard, value: str) -> bool:
    quiet, loud = value.split()
    levels = {}
    for section in song.result.sections:
        start, end = (song.result.tempo_map.seconds_at(t) for t in (section.start_ticks, section.end_ticks))
        levels.setdefault(section.kind, []).append(_db(song.between(start, end)))
    return np.mean(levels.get(loud, [-99])) - np.mean(levels.get(quiet, [99])) >= 2.0


def _hit(song: Heard, value: str) -> bool:
    """An onset within 50 ms that is among the strongest third of those around it."""
    envelope = librosa.onset.onset_strength(y=song.audio, sr=RATE, hop_length=256)
    times = librosa.times_like(envelope, sr=RATE, hop_length=256)
    near = envelope[np.abs(times - float(value)) < 0.05]
    around = envelope[np.abs(times - float(value)) < 3.0]
    return bool(len(near)) and near.max() >= np.quantile(around, 0.85)


def _quiet(song: Heard, value: str) -> bool:
    time = float(value)
    return _db(song.between(time + 0.45, time + 1.0)) < _db(song.between(time - 2.5, time - 0.2)) - 10


def _trend(song: Heard) -> float:
    """How much louder the song is near its end than at its beginning, in dB."""
    return _db(song.between(song.end_s * 0.7, song.end_s * 0.9)) - _db(song.between(0.0, song.end_s * 0.2))


def _fades(song: Heard, value: str) -> bool:
    """It dies away over its last seconds: the end lies far under what came before, and nothing is cut off."""
    before = _db(song.between(song.end_s - float(value) - 3.0, song.end_s - float(value)))
    middle = _db(song.between(song.end_s - float(value) / 2 - 1.0, song.end_s - float(value) / 2 + 1.0))
    last = _db(song.between(song.end_s - 1.5, song.end_s))
    return last < before - 12 and last < middle < before + 1


CHECKS = {
    "bpm": _bpm,
    "fades": _fades,
    "rising": lambda song, value: _trend(song) > 3.0,
    "falling": lambda song, value: _trend(song) < -3.0,
    "key": _key,
    "length": lambda song, value: abs(song.end_s - float(value)) < 0.02 and song.tail_db < -50,
    "louder": _louder,
    "hit": _hit,
    "quiet": _quiet,
    "texture": lambda song, value: any(
        name.startswith("texture") and level > 1e-3 for name, level in song.parts.items()
    ),
}


def run(rows: list | None = None, seed: int = 1):
    """One outcome for each prompt with checks on its sound."""
    for row in (row for row in (prompts() if rows is None else rows) if row["sound"]):
        song = heard(row["prompt"], seed)
        outcome = Outcome(row["prompt"])
        for words in row["sound"]:
            name, _, value = words.partition(" ")
            (outcome.kept if CHECKS[name](song, value) else outcome.missed).append(f"sound: {words}")
        yield outcome


def tempo_and_key(seeds=(1, 2)) -> dict[str, float]:
    """Tempo and key as other ears hear them, of short songs that were asked for both (shares, 0 to 1).

    acc1: within 4 % of the tempo; acc2: or of its double, half, triple or third. key: 1 the key, 0.5 a fifth off, 0.3
    the relative, 0.2 the parallel (the weights of MIREX).
    """
    asked = [
        ("pop", 104, "C major"), ("rock", 132, "E minor"), ("house", 124, "A minor"), ("folk", 96, "G major"),
        ("funk", 108, "D minor"), ("ballad", 72, "F major"), ("synthwave", 100, "B minor"),
        ("jazz swing", 140, "Bb major"),
        ("reggae", 80, "D major"), ("techno", 130, "G minor"),
    ]  # fmt: skip
    totals = {"acc1": 0.0, "acc2": 0.0, "key": 0.0}
    for seed in seeds:
        for style, bpm, name in asked:
            song = heard(f"{style}, {bpm} bpm, {name}, 24 seconds", seed)
            found = float(np.atleast_1d(librosa.feature.tempo(y=song.audio, sr=RATE))[0])
            near = [abs(found / (bpm * factor) - 1) < 0.04 for factor in (1, 2, 0.5, 3, 1 / 3)]
            totals["acc1"] += near[0]
            totals["acc2"] += any(near)
            totals["key"] += _key_score(song, name)
    return {name: value / (len(asked) * len(seeds)) for name, value in totals.items()}


def _key_score(song: Heard, name: str) -> float:
    from musicstudio.cli.arguments import key

    chroma = librosa.feature.chroma_cqt(y=librosa.effects.harmonic(song.audio), sr=RATE).mean(axis=1)
    modes = (("major", MAJOR), ("minor", MINOR))
    _, tonic, mode = max(
        (np.corrcoef(np.roll(profile, t), chroma)[0, 1], t, m) for m, profile in modes for t in range(12)
    )
    wanted = key(name)
    step = (tonic - wanted.tonic) % 12
    if mode == wanted.mode:
        return 1.0 if step == 0 else 0.5 if step in (5, 7) else 0.0
    relative = 9 if wanted.mode == "major" else 3
    return 0.3 if step == relative else 0.2 if step == 0 else 0.0
