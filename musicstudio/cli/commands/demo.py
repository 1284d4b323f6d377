# SPDX-License-Identifier: GPL-3.0-or-later
"""``demo``: a freshly made song, in the window, or rendered to files where there is no screen."""

import argparse
import shutil
import time
from pathlib import Path

from musicstudio.app.files.export import ExportOptions, export
from musicstudio.app.generation.generate import generate
from musicstudio.app.session.create_state import CreateValues
from musicstudio.core.errors import InputError
from musicstudio.project.model import Project

from .. import arguments
from ..running import SongOnTerminal, create_song
from .open_studio import has_screen

PROMPT = "warm indie pop with piano and strings, hopeful, a big last chorus"


def add_to(subparsers: arguments.Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("demo", help="make a song and open it, or render it where there is no screen")
    parser.add_argument("--output", type=arguments.file, default=Path("build/demo"), metavar="FOLDER")
    parser.add_argument("--prompt", default=PROMPT)
    parser.add_argument("--seed", type=arguments.count(0, 2**31 - 1), metavar="N")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make the song; show it where there is a screen, else render it."""
    song = options.output / "Demo.mstudio"
    _make_room(song)
    started_s = time.monotonic()
    with create_song(song, "Demo") as headless:
        values = CreateValues(prompt=options.prompt, seed=options.seed)
        headless.wait_for(generate(headless.session, values))
        _tell(headless.session.project, options.prompt, time.monotonic() - started_s)
        if not has_screen():
            _export_all(headless, options.output)
            _list_files(options.output, song)
            return 0
    from musicstudio.ui.app import run as run_window

    return int(run_window(song))


def _tell(project: Project, prompt: str, made_s: float) -> None:
    print(f'Made "{project.title}" from "{prompt}" in {made_s:.1f} s:')
    print(f"  {project.length_s:.1f} s, {project.tempo_map.tempos[0].bpm:g} BPM, {project.key.name}")
    print(f"  tracks: {', '.join(track.name for track in project.tracks if track.kind != 'bus')}")


def _list_files(folder: Path, song: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and song not in path.parents:
            print(f"  {path}  ({path.stat().st_size / 1e6:.1f} MB)")
    print(f"  {song}  (the project; open it with: musicstudio open {song})")


def _make_room(song: Path) -> None:
    """Only a demo that this command made is replaced."""
    try:
        if song.is_dir():
            shutil.rmtree(song)
        song.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{song.parent} cannot be written: {error.strerror}.") from error


def _export_all(headless: SongOnTerminal, folder: Path) -> None:
    session = headless.session
    headless.wait_for(export(session, ExportOptions(folder / "demo.wav", stems_folder=folder / "stems")))
    headless.wait_for(export(session, ExportOptions(folder / "demo.mid")))
