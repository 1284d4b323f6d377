# SPDX-License-Identifier: GPL-3.0-or-later
"""How well a hum is written down, and whether what is no hum is refused; see docs/HUMMING.md.

    python -m tests.bench.hum_bench [--seeds 100 120] [--notes]

Note F1 by mir_eval: an onset within 50 ms and a pitch within 50 cents; ends do not count. Pitches are compared as
semitones, for those go into the song; a tune sung a quarter tone off may be read either way, but all of it the same.
The tracker was tuned on seeds 0 to 39; 100 to 119 were kept apart.
"""

import argparse
import time
from collections import defaultdict

import mir_eval
import numpy as np

from musicstudio.analysis.detected import DetectedNote
from musicstudio.analysis.tune.beat import find_beat
from musicstudio.analysis.tune.listen import Tune, find_tune
from musicstudio.analysis.tune.one_voice import Heard

from .hum_others import others, played
from .hum_singer import LOWEST, RATE, Hum, Manner, TrueNote, hum_of, tune_of

INSTRUMENTS = ("alto_sax", "soprano_sax", "flute", "recorder", "clarinet", "oboe", "trumpet", "violin", "grand_piano",
               "nylon_guitar")  # fmt: skip
HELD = 0.8
"""Instruments are played detached: tongued, bowed or plucked apart."""
QUARTER_TONE = 0.25
SURE = 0.5


def note_f1(truth: tuple[TrueNote, ...], heard: tuple[DetectedNote, ...], detune: float = 0.0) -> float:
    """The share of notes found and right, by mir_eval."""
    if not heard:
        return 0.0
    shifts = (0, 1, -1) if abs(detune) > QUARTER_TONE else (0,)
    return max(_scores(truth, heard, shift)[2] for shift in shifts)


def instrument_line(name: str, seed: int) -> tuple[tuple[TrueNote, ...], np.ndarray]:
    """A tune and its sound on one of the studio's instruments."""
    rng = np.random.default_rng(seed)
    notes = tune_of(rng, float(rng.uniform(60, 140)), LOWEST["instrument"])
    return notes, played(name, notes, HELD)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs=2, default=(100, 120), metavar=("FIRST", "END"))
    parser.add_argument("--notes", action="store_true", help="each note that was missed or invented")
    arguments = parser.parse_args()
    _report_hums([hum_of(seed) for seed in range(*arguments.seeds)], arguments.notes)
    _report_instruments(arguments.seeds[0])
    _report_refusals(arguments.seeds[0])


def _report_hums(hums: list[Hum], shows_notes: bool) -> None:
    by_manner, marks, spent, seconds = defaultdict(list), [], 0.0, 0.0
    accepted, tempi = 0, []
    for hum in hums:
        began = time.process_time()
        tune = find_tune(hum.audio[None], RATE)
        spent += time.process_time() - began
        seconds += len(hum.audio) / RATE
        accepted += tune.heard is Heard.TUNE
        by_manner[_name(hum.manner)].append(note_f1(hum.notes, tune.notes, hum.manner.detune))
        marks += _marks(hum, tune, shows_notes)
        tempi.append(find_beat(tune.notes).bpm / hum.bpm)
    scores = [score for own in by_manner.values() for score in own]
    print(f"hums        {len(hums):3d}   note F1 mean {np.mean(scores):.3f}   least {min(scores):.3f}")
    for name, own in sorted(by_manner.items()):
        print(f"  {name:18s} {np.mean(own):.3f}")
    print(f"  taken as a tune: {accepted} of {len(hums)}; {20 * spent / seconds:.2f} s of processor time for 20 s")
    exact, related = _near(tempi, (1.0,)), _near(tempi, (1.0, 0.5, 2.0, 3.0, 1 / 3))
    print(f"  tempo within 4 %: {exact} of {len(hums)}; or its half, double or third: {related}")
    for is_sure, name in ((True, "sure"), (False, "unsure")):
        own = [is_right for sure, is_right in marks if sure == is_sure]
        print(f"  notes shown as {name}: {len(own)}, right {np.mean(own) if own else float('nan'):.3f}")


def _near(ratios: list[float], factors: tuple[float, ...]) -> int:
    return sum(any(abs(ratio / factor - 1.0) < 0.04 for factor in factors) for ratio in ratios)


def _marks(hum: Hum, tune: Tune, shows_notes: bool) -> list[tuple[bool, bool]]:
    """(is sure, is right) of each note heard."""
    shifts = (0, 1, -1) if abs(hum.manner.detune) > QUARTER_TONE else (0,)
    best = max(shifts, key=lambda shift: _scores(hum.notes, tune.notes, shift)[2])
    pairs = mir_eval.transcription.match_notes(*_as_arrays(hum.notes, best), *_as_arrays(tune.notes), offset_ratio=None)
    found, right = {a for a, _ in pairs}, {b for _, b in pairs}
    if shows_notes:
        for index, note in enumerate(hum.notes):
            if index not in found:
                print(f"  missed   {_name(hum.manner):12s} {note}")
        for index, heard in enumerate(tune.notes):
            if index not in right:
                print(f"  invented {_name(hum.manner):12s} {heard}")
    return [(note.confidence >= SURE, index in right) for index, note in enumerate(tune.notes)]


def _report_instruments(seed: int) -> None:
    print("instruments, detached")
    for index, name in enumerate(INSTRUMENTS):
        notes, audio = instrument_line(name, seed + index)
        tune = find_tune(audio[None], RATE)
        print(f"  {name:18s} {note_f1(notes, tune.notes):.3f}   {tune.heard}")


def _report_refusals(seed: int) -> None:
    print("what is no hum")
    refused = total = 0
    for each in range(seed, seed + 3):
        for name, audio in others(each):
            heard = find_tune(audio[None], RATE).heard
            refused, total = refused + (heard is not Heard.TUNE), total + 1
            if each == seed or heard is Heard.TUNE:
                print(f"  {name:24s} {heard}")
    print(f"  refused: {refused} of {total}")


def _name(manner: Manner) -> str:
    return manner.who if manner.who == "whistle" else f"{manner.who} {manner.consonant}{manner.vowel}"


def _scores(truth: tuple[TrueNote, ...], heard: tuple[DetectedNote, ...], shift: int) -> tuple[float, float, float]:
    measured = mir_eval.transcription.precision_recall_f1_overlap(
        *_as_arrays(truth, shift), *_as_arrays(heard), offset_ratio=None
    )
    return measured[:3]


def _as_arrays(notes, shift: int = 0) -> tuple[np.ndarray, np.ndarray]:
    spans = np.array([(note.start_s, note.end_s) for note in notes]).reshape(-1, 2)
    return spans, np.array([440.0 * 2 ** ((note.pitch + shift - 69) / 12) for note in notes])


if __name__ == "__main__":
    main()
