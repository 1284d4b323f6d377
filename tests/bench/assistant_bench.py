# SPDX-License-Identifier: GPL-3.0-or-later
"""Balance and Match judged on songs: is the lead understood, is less of it covered, does it survive mono?

Run: ``python -m tests.bench.assistant_bench``. Four songs of the composer, two of them sung, are judged as composed
and with every fader moved by up to 6 dB (seeded) and every pan in the middle, as stems arrive.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from musicstudio.app.audio.assistant import listen_to_tracks
from musicstudio.app.generation.generate import generate
from musicstudio.app.headless.session import HeadlessSession
from musicstudio.app.session.create_state import CreateValues
from musicstudio.core.progress import run_to_end
from musicstudio.dsp.integrated import integrated_lufs
from musicstudio.engines.contract import GenerationOptions
from musicstudio.media.store import MediaStore
from musicstudio.mixing.assistant.balance import Sounds, find_lead, suggest_balance
from musicstudio.mixing.assistant.hearing import BAND_CENTERS_HZ, Ear, Heard
from musicstudio.mixing.assistant.match import distance_db, suggest_match
from musicstudio.mixing.assistant.suggestion import all_of
from musicstudio.project.model import Project
from tests.mixing.masking import covered_lead
from tests.whole_mix import render_mix

WORDS = "[Verse]\nSlowly the morning is calling your name\nSilver and silent the river of rain\n"
SONGS = {
    "sung ballad": ("piano ballad with strings, 76 BPM", WORDS),
    "sung rock": ("loud rock with two guitars and organ, 132 BPM", WORDS),
    "jazz": ("jazz quartet led by tenor sax, 120 BPM", ""),
    "synthwave": ("synthwave with a lead synth, arpeggios and pads, 105 BPM", ""),
}
LENGTH_S = 30.0


class Judged(NamedTuple):
    """lead_db: of the lead over all others in the lead's own bands; covered: 0 to 1; mono_loss_lu: of the mix."""

    lead_db: float
    covered: float
    mono_loss_lu: float
    mix: Heard


def judge(project: Project, media: MediaStore) -> Judged:
    """A song as it stands, without its master."""
    sounds = run_to_end(listen_to_tracks(project, media))
    audio = render_mix(project, media, with_master=False)
    mono = np.tile(audio.mean(axis=0, dtype=np.float32), (2, 1))
    ear = Ear()
    ear.feed(audio)
    return Judged(
        lead_over_rest_db(project, sounds), covered_lead(project, sounds),
        integrated_lufs(audio) - integrated_lufs(mono), ear.heard(),
    )  # fmt: skip


def lead_over_rest_db(project: Project, sounds: Sounds) -> float:
    """Power of the lead over that of all others while it sounds, in the bands of 300 Hz to 6 kHz that carry it."""
    tracks = [track for track in project.tracks if track.id in sounds and not sounds[track.id].is_silent]
    lead = find_lead(tracks, sounds)
    assert lead is not None
    moments, centers = sounds[lead.id].active, np.array(BAND_CENTERS_HZ)
    own = sounds[lead.id].mean_powers(moments)
    voice = (centers >= 300) & (centers <= 6000)
    bands = voice & (own > own[voice].max() / 30)
    rest = sum(sounds[track.id].mean_powers(moments)[bands].sum() for track in tracks if track is not lead)
    return float(10 * np.log10(own[bands].sum() / max(float(rest), 1e-12)))


def disarranged(project: Project, seed: int) -> Project:
    """Every fader moved by up to 6 dB, every pan in the middle."""
    moves = np.random.default_rng(seed).uniform(-6, 6, len(project.tracks))
    rows = [
        replace(track, strip=replace(track.strip, gain_db=max(-60.0, track.strip.gain_db + float(move)), pan=0.0))
        if track.clips else track
        for track, move in zip(project.tracks, moves, strict=True)
    ]  # fmt: skip
    return replace(project, tracks=tuple(rows))


def main() -> None:
    """Print a row a song and state of it."""
    print(f"{'song':26} {'edits':>5} {'lead over rest dB':>18} {'covered %':>14} {'mono loss LU':>14}")
    heard: dict[str, tuple[Project, Heard]] = {}
    for seed, (name, (prompt, lyrics)) in enumerate(SONGS.items()):
        with TemporaryDirectory() as folder, HeadlessSession.create(Path(folder) / "song.mstudio") as song:
            options = GenerationOptions(duration_s=LENGTH_S)
            wish = CreateValues(prompt=prompt, lyrics=lyrics, options=options, seed=seed + 1)
            song.wait_for(generate(song.session, wish))
            song.wait_until_played()
            project, media = song.session.document.committed, song.session.media
            for title, start in (("as composed", project), ("disarranged", disarranged(project, seed))):
                found = suggest_balance(start, run_to_end(listen_to_tracks(start, media)))
                before, after = judge(start, media), judge(all_of(found)(start), media)
                print(
                    f"{name + ', ' + title:26} {len(found):5} {before.lead_db:8.1f} ->{after.lead_db:6.1f}"
                    f" {100 * before.covered:7.0f} ->{100 * after.covered:4.0f}"
                    f" {before.mono_loss_lu:8.2f} ->{after.mono_loss_lu:5.2f}",
                    flush=True,
                )
            heard[name] = project, before.mix
    print("\nMatch: how unlike the tones are, in dB, before and after")
    names = list(heard)
    for name, reference in zip(names, [*names[1:], names[0]], strict=True):
        (project, mix), (_, theirs) = heard[name], heard[reference]
        after = matched(project, mix, theirs)
        print(f"{name} towards {reference}: {distance_db(mix, theirs):.1f} -> {after:.1f}", flush=True)


def matched(project: Project, mix: Heard, theirs: Heard) -> float:
    """The distance after Match, by the curve of its equalizer on the mix."""
    from musicstudio.mixing.equalizer import eq_curve

    device = all_of(suggest_match(project, mix, theirs))(project).master.devices[0]
    curve_db = eq_curve(device, np.array(BAND_CENTERS_HZ)) if device.kind == "eq" else np.zeros(len(BAND_CENTERS_HZ))
    return distance_db(replace(mix, powers=mix.powers * 10 ** (np.asarray(curve_db) / 10)), theirs)


if __name__ == "__main__":
    main()
