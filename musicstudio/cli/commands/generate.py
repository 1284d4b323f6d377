# SPDX-License-Identifier: GPL-3.0-or-later
"""``generate PROMPT -o SONG.mstudio``: a song from a sentence."""

import argparse
from pathlib import Path

from musicstudio.app.generation.generate import generate, requests_for
from musicstudio.app.session.create_state import CreateValues
from musicstudio.core.errors import InputError
from musicstudio.engines.contract import GenerationOptions

from .. import arguments
from ..running import created, print_json, song_path
from ..summary import summary


def add_to(subparsers) -> None:  # type: ignore[no-untyped-def]
    """Declare the command."""
    parser = subparsers.add_parser("generate", help="compose a song from a sentence")
    parser.add_argument("prompt", metavar="PROMPT")
    parser.add_argument("-o", "--output", type=arguments.file, required=True, metavar="SONG.mstudio")
    add_generation_options(parser)
    parser.add_argument("--lyrics", type=arguments.file, metavar="FILE", help="words to sing")
    parser.add_argument("--variations", type=arguments.count(1, 5), default=1, metavar="N")
    parser.add_argument("--engine", default="composer", metavar="NAME")
    parser.add_argument("--json", action="store_true", help="describe the song on stdout as JSON")
    parser.set_defaults(run=run)


def add_generation_options(parser: argparse.ArgumentParser) -> None:
    """The options that win over what the prompt says."""
    parser.add_argument("--duration", type=arguments.bounded(1, 1800, "seconds"), metavar="S")
    parser.add_argument("--bpm", type=arguments.bounded(30, 300), metavar="N")
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


def read_text(path: Path) -> str:
    """A text file. Raises `InputError`."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise InputError(f"{path} is not a text file in UTF-8.") from None


def run(options: argparse.Namespace) -> int:
    """Generate, save, describe."""
    values = CreateValues(
        prompt=options.prompt,
        lyrics=read_text(options.lyrics) if options.lyrics else "",
        options=generation_options_of(options),
        engine=options.engine,
        variations=options.variations,
        seed=options.seed,
    )
    requests_for(values)  # a wish that cannot be made leaves no empty folder behind
    with created(options.output) as headless:
        if options.lyrics and not values.lyrics.strip():
            headless.session.notify(f"{options.lyrics.name} holds no words, so nobody sings.")
        headless.wait_for(generate(headless.session, values))
        if options.json:
            print_json(summary(headless.session.project))
        else:
            project = headless.session.project
            print(f"{project.title}: {project.length_s:.1f} s, {project.key.name} -> {song_path(options.output)}")
    return 0
