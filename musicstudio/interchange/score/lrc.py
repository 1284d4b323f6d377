# SPDX-License-Identifier: GPL-3.0-or-later
"""Lyrics with their times: LRC by line, or with the time of every word, as players that sing along read it."""

from pathlib import Path

from musicstudio.core.errors import InputError
from musicstudio.core.files import write_file
from musicstudio.core.text import clean_line
from musicstudio.project.model import Project
from musicstudio.project.sung_lines import SungLine, find_sung_lines

from ..song_info import SOFTWARE, SongInfo


def export_lrc(project: Project, path: Path, info: SongInfo, *, has_words: bool = False) -> None:
    """Write the lyrics as they are sung; has_words: with the time of every word.

    Raises `InputError`, `StorageError`.
    """
    write_file(Path(path), lrc_text(project, info, has_words=has_words).encode())


def lrc_text(project: Project, info: SongInfo, *, has_words: bool = False) -> str:
    """The file. Raises `InputError` where nothing is sung."""
    lines = find_sung_lines(project)
    if not lines:
        raise InputError("Nobody sings words in this song.")
    about = {
        "ti": info.title,
        "ar": info.artist,
        "al": info.album,
        "length": _stamp(project.length_s)[:5],
        "re": SOFTWARE,
    }
    head = [f"[{name}:{clean_line(value)}]" for name, value in about.items() if value]
    return "\n".join([*head, "", *(_line(line, has_words) for line in lines)]) + "\n"


def _line(line: SungLine, has_words: bool) -> str:
    stamp = f"[{_stamp(line.start_s)}]"
    if not has_words:
        return f"{stamp}{clean_line(line.text)}"
    words = " ".join(f"<{_stamp(at_s)}> {clean_line(word)}" for at_s, word in line.words)
    return f"{stamp} {words} <{_stamp(line.end_s)}>"


def _stamp(at_s: float) -> str:
    hundredths = round(max(0.0, at_s) * 100)
    return f"{hundredths // 6000:02d}:{hundredths // 100 % 60:02d}.{hundredths % 100:02d}"
