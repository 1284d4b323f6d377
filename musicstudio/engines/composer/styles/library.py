# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading style files: the shipped ones and the user's, the user's winning; a bad file is reported and left out."""

from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from musicstudio.core.paths import data_dir, resources_dir
from musicstudio.core.plain_files import read_plain

from .checks import problems_of
from .style import Style

STYLES_FOLDER = "styles"


class StyleLibrary(Struct, frozen=True):
    """Every readable style by name, sorted, and one sentence for each file that could not be used."""

    styles: dict[str, Style]
    problems: tuple[str, ...] = ()


def style_folders() -> tuple[Path, ...]:
    """Where styles are looked for; later folders win."""
    return resources_dir() / STYLES_FOLDER, data_dir() / STYLES_FOLDER


def load_styles() -> StyleLibrary:
    """Read all styles (cached until a file changes). Never raises for a bad file."""
    files = [path for folder in style_folders() if folder.is_dir() for path in sorted(folder.glob("*.toml"))]
    return _load(tuple((str(path), path.stat().st_mtime_ns) for path in files))


def read_style(path: Path) -> Style:
    """One style from its file. Raises ValueError or OSError with what is wrong."""
    style = msgspec.toml.decode(read_plain(path.resolve()), type=Style)
    style = msgspec.structs.replace(style, name=path.stem)
    problems = problems_of(style)
    if problems:
        raise ValueError("; ".join(problems))
    return style


@lru_cache(maxsize=4)
def _load(files: tuple[tuple[str, int], ...]) -> StyleLibrary:
    styles: dict[str, Style] = {}
    problems = []
    for name, _ in files:
        path = Path(name)
        try:
            styles[path.stem] = read_style(path)
        except RecursionError:
            problems.append(f"The style file {path.name} cannot be used: it is nested too deeply.")
        except (ValueError, OSError) as error:
            problems.append(f"The style file {path.name} cannot be used: {error}.")
    return StyleLibrary(dict(sorted(styles.items())), tuple(problems))
