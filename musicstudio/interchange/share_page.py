# SPDX-License-Identifier: GPL-3.0-or-later
"""A song as a page that plays from disk and from any web space, and asks no server for anything.

``NAME.html`` stands beside ``NAME files``, which holds the sound, the player (wavesurfer.js, BSD-3-Clause) and its
licence. Everything that the page shows is written into it; scripts only make it play.
"""

import json
import math
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from musicstudio.core.errors import StorageError
from musicstudio.core.files import write_file
from musicstudio.core.paths import resources_dir
from musicstudio.core.text import clean_line, clean_text
from musicstudio.project.keys import named_chords
from musicstudio.project.model import Project, Section
from musicstudio.project.sung_lines import find_sung_lines

from .credits_file import act_line
from .provenance import CreditsSheet
from .song_info import SongInfo

PLAYER_FILES = ("page.css", "page.js", "wavesurfer.min.js", "wavesurfer.LICENSE.txt")
PEAKS = 900


class PageStem(Struct, frozen=True):
    """A stem on the page. file: relative to it."""

    name: str
    file: str


class PageSound(Struct, frozen=True):
    """What plays. mix: relative to the page; peaks: `PEAKS` levels from 0 to 1; downloads: (file, text)."""

    mix: str
    peaks: tuple[float, ...]
    length_s: float
    stems: tuple[PageStem, ...] = ()
    downloads: tuple[tuple[str, str], ...] = ()
    is_signed: bool = False


def write_player(folder: Path) -> list[Path]:
    """Put the player's files into a folder. Raises `StorageError`."""
    files = []
    for name in PLAYER_FILES:
        try:
            content = (resources_dir() / "web" / name).read_bytes()
        except OSError as error:
            raise StorageError(f"The studio's own file {name} is missing.") from error
        write_file(folder / name, content)
        files.append(folder / name)
    return files


def write_page(path: Path, project: Project, info: SongInfo, sheet: CreditsSheet, sound: PageSound, cover: str) -> None:
    """Write the page. cover: the picture's file, relative to it, or nothing. Raises `StorageError`."""
    folder = quote(f"{path.stem} files")
    title = escape(clean_line(info.title))
    by = f'<p class="by">{escape(clean_line(info.artist))}</p>' if info.artist else ""
    picture = f'<img src="{quote(cover)}" alt="">' if cover else ""
    parts = [
        f"<header>{picture}<div><h1>{title}</h1>{by}</div></header>",
        _player(project, sound),
        _lyrics(project),
        _stems(sound.stems),
        _credits(sheet, sound),
        _downloads(sound.downloads),
    ]
    data = json.dumps(_data(project, sound), ensure_ascii=True).replace("</", "<\\/")
    page = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{title}</title><link rel="stylesheet" href="{folder}/page.css"></head><body><main>'
        f'{"".join(parts)}</main><script type="application/json" id="song">{data}</script>'
        f'<script src="{folder}/wavesurfer.min.js"></script><script src="{folder}/page.js"></script></body></html>\n'
    )
    write_file(path, clean_text(page).encode())


def _player(project: Project, sound: PageSound) -> str:
    named = ((escape(clean_line(section.name)), _length_s(project, section)) for section in project.sections)
    sections = "".join(f'<button type="button" style="flex:{length:.3f}">{name}</button>' for name, length in named)
    return (
        '<section class="card" aria-label="Player"><div id="wave"></div>'
        f'<nav id="sections" aria-label="Sections">{sections}</nav>'
        f'<audio id="mix" src="{quote(sound.mix)}" preload="auto"></audio>'
        '<div class="bar"><button type="button" id="play">Play</button><span id="clock" role="timer">0:00</span>'
        '<span id="chord" aria-label="Chord"></span>'
        '<span class="note">Space plays, arrows move by 5 s</span></div></section>'
    )


def _length_s(project: Project, section: Section) -> float:
    start_s, end_s = project.section_span_s(section)
    return max(0.01, end_s - start_s)


def _lyrics(project: Project) -> str:
    lines = find_sung_lines(project)
    if not lines:
        return ""
    rows = "".join(
        "<p>" + " ".join(f"<span>{escape(clean_line(word))}</span>" for _, word in line.words) + "</p>"
        for line in lines
    )
    return f'<section class="card" aria-label="Lyrics"><h2>Lyrics</h2><div id="lyrics">{rows}</div></section>'


def _stems(stems: Sequence[PageStem]) -> str:
    if not stems:
        return ""
    rows = "".join(_stem_row(number, escape(clean_line(stem.name))) for number, stem in enumerate(stems))
    note = '<p class="note">Stems are heard before the mastering.</p>'
    return f'<section class="card" aria-label="Stems"><h2>Stems</h2><table>{rows}</table>{note}</section>'


def _stem_row(number: int, name: str) -> str:
    buttons = " ".join(
        f'<button type="button" data-does="{does}" aria-pressed="false" aria-label="{label} {name}">{label[0]}</button>'
        for does, label in (("muted", "Mute"), ("solo", "Solo"))
    )
    level = f'<input type="range" min="0" max="1" step="0.01" value="1" aria-label="Volume of {name}">'
    return f'<tr data-stem="{number}"><th scope="row">{name}</th><td>{buttons}</td><td>{level}</td></tr>'


def _credits(sheet: CreditsSheet, sound: PageSound) -> str:
    pairs = [*sheet.roles.items(), *(act_line(act, sheet.artist) for act in sheet.acts)]
    pairs += [("licence", licence) for licence in sheet.licences]
    if sound.is_signed:
        pairs.append(("signature", "The sound carries Content Credentials."))
    rows = "".join(f'<tr><th scope="row">{escape(name)}</th><td>{escape(text)}</td></tr>' for name, text in pairs)
    return f'<section class="card" aria-label="Credits"><h2>Credits</h2><table>{rows}</table></section>'


def _downloads(downloads: Sequence[tuple[str, str]]) -> str:
    if not downloads:
        return ""
    links = "".join(f'<li><a href="{quote(file)}" download>{escape(text)}</a></li>' for file, text in downloads)
    return f'<section class="card" aria-label="Downloads"><h2>Downloads</h2><ul>{links}</ul></section>'


def _data(project: Project, sound: PageSound) -> dict[str, Any]:
    at = project.tempo_map.seconds_at
    spans = [project.section_span_s(section) for section in project.sections]
    return {
        "length_s": round(sound.length_s, 4),
        "peaks": [round(peak, 3) if math.isfinite(peak) else 0 for peak in sound.peaks],
        "stems": [{"name": clean_line(stem.name), "file": quote(stem.file)} for stem in sound.stems],
        "sections": [{"start_s": round(start, 3), "end_s": round(end, 3)} for start, end in spans],
        "chords": [{"at_s": round(at(chord.start_ticks), 3), "name": name} for chord, name in named_chords(project)],
        "lines": [
            {
                "start_s": round(line.start_s, 3),
                "end_s": round(line.end_s, 3),
                "words": [[round(at_s, 3), clean_line(word)] for at_s, word in line.words],
            }
            for line in find_sung_lines(project)
        ],
    }
