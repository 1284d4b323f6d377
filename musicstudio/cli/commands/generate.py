# SPDX-License-Identifier: GPL-3.0-or-later
"""``generate PROMPT -o SONG.mstudio``: a song from a sentence."""

import argparse
import dataclasses
from pathlib import Path

from msgspec.structs import replace

from musicstudio.app.audio.assistant import keep, suggest
from musicstudio.app.files.lyrics_file import not_sung, read_lyrics_file
from musicstudio.app.generation.generate import generate, requests_for
from musicstudio.app.generation.melody import melody_job, with_melody
from musicstudio.app.generation.plan import understand
from musicstudio.app.generation.reference import (
    PROPERTIES,
    Reference,
    melody_verdict,
    not_found,
    reference_job,
    with_reference,
)
from musicstudio.app.session.create_state import CreateValues
from musicstudio.app.session.engine_list import all_engines
from musicstudio.engines.contract import GenerationOptions
from musicstudio.interchange.song_sheet import read_sheet
from musicstudio.mixing.assistant.suggestion import Suggestion

from .. import arguments
from ..running import SongOnTerminal, create_song, print_json, run_job, song_path, tell_all
from ..sheets import require_obeyed
from ..summary import summary


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("generate", help="compose a song from a sentence")
    parser.add_argument("prompt", metavar="PROMPT", nargs="?", default="")
    parser.add_argument(
        "--plan", type=arguments.file, metavar="plan.json", help="a sheet that `plan` wrote; edit it freely"
    )
    parser.add_argument("--strict", action="store_true", help="make nothing when any word cannot be obeyed")
    parser.add_argument("-o", "--output", type=arguments.file, required=True, metavar="SONG.mstudio")
    add_generation_options(parser)
    parser.add_argument("--lyrics", type=arguments.file, metavar="FILE", help="words to sing")
    parser.add_argument(
        "--melody", "--hum", type=arguments.file, metavar="FILE",
        help="a tune that is kept note for note: MIDI, or a recording of one voice",
    )  # fmt: skip
    parser.add_argument(
        "--reference", type=arguments.file, metavar="FILE", help="a recording to take properties from, never its melody"
    )
    parser.add_argument(
        "--take", type=arguments.names_among(PROPERTIES), default=PROPERTIES, metavar=",".join(PROPERTIES),
        help="what is taken from the reference; all unless said",
    )  # fmt: skip
    parser.add_argument("--follow-chords", action="store_true", help="play the chords that stand in the lyrics")
    parser.add_argument("--variations", type=arguments.count(1, 5), default=1, metavar="N")
    parser.add_argument("--engine", default="composer", metavar="NAME")
    parser.add_argument("--json", action="store_true", help="describe the song on stdout as JSON")
    parser.set_defaults(run=run)


def add_generation_options(parser: argparse.ArgumentParser) -> None:
    """The options that win over what the prompt says."""
    parser.add_argument("--duration", type=arguments.number_between(1, 1800, "seconds"), metavar="S")
    parser.add_argument("--bpm", "--tempo", type=arguments.number_between(30, 300), metavar="N")
    parser.add_argument("--key", type=arguments.key, metavar='"D minor"')
    parser.add_argument("--meter", type=arguments.meter, metavar="6/8")
    parser.add_argument("--seed", type=arguments.count(0, 2**31 - 1), metavar="N")
    parser.add_argument("--energy", type=arguments.energy_curve, default=(), metavar="0:0.2,12:0.9")
    parser.add_argument("--loop", action="store_true", help="the end runs seamlessly into the beginning")
    parser.add_argument("--voice", default="", metavar="NAME")


def generation_options_of(options: argparse.Namespace) -> GenerationOptions:
    """The wishes that the options name."""
    return GenerationOptions(
        duration_s=options.duration,
        bpm=options.bpm,
        key=options.key,
        meter=options.meter,
        energy_curve=options.energy,
        is_loop=options.loop,
        voice=options.voice,
    )


def read_lyrics(path: Path) -> str:
    """The lyrics in a file; what stands in them that is not sung is told before anything is. Raises `InputError`."""
    text = read_lyrics_file(path)
    tell_all(not_sung(text))
    return text


def run(options: argparse.Namespace) -> int:
    """Generate, save, describe."""
    sheet = read_sheet(options.plan) if options.plan else None
    lyrics = read_lyrics(options.lyrics) if options.lyrics else ""
    if options.strict:
        engine = all_engines()[0].get(options.engine)
        require_obeyed(sheet or understand(engine, options.prompt, lyrics, generation_options_of(options)))
    values = CreateValues(
        prompt=options.prompt or (sheet.prompt if sheet else ""),
        lyrics=lyrics or ((sheet.lyrics.value or "") if sheet else ""),
        sheet=sheet,
        options=replace(generation_options_of(options), follows_chords=options.follow_chords),
        engine=options.engine,
        variations=options.variations,
        seed=options.seed if options.seed is not None or sheet is None else sheet.seed.value,
    )
    if options.melody:
        found = run_job(melody_job(options.melody))
        tell_all(found.notices)
        values = with_melody(values, found)
    reference = run_job(reference_job(options.reference)) if options.reference else None
    if reference:
        tell_all(not_found(reference.facts, options.take))
        wishes = with_reference(values.options, reference.facts, options.take)
        values = dataclasses.replace(values, options=wishes)
    requests_for(values)  # a wish that cannot be made leaves no empty folder behind
    with create_song(options.output) as headless:
        if options.lyrics and not values.lyrics.strip():
            headless.session.notify(f"{options.lyrics.name} holds no words, so nobody sings.")
        headless.wait_for(generate(headless.session, values))
        if reference:
            _follow_up(headless, reference, options.take)
        if options.json:
            print_json(summary(headless.session.project))
        else:
            project = headless.session.project
            print(f"{project.title}: {project.length_s:.1f} s, {project.key.name} -> {song_path(options.output)}")
    return 0


def _follow_up(headless: SongOnTerminal, reference: Reference, taken: tuple[str, ...]) -> None:
    """Match the mix where its balance is taken, and say how near the tune comes to the reference."""
    if "balance" in taken and reference.facts["balance"]:
        found: list[Suggestion] = []
        headless.wait_for(suggest(headless.session, reference.path, found.extend))
        if found:
            keep(headless.session, f"Match {reference.path.name}", found)
    tell_all([melody_verdict(headless.session.project, reference)])
