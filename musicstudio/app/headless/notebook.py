# SPDX-License-Identifier: GPL-3.0-or-later
"""The studio in a handful of functions, for notebooks and scripts; they block until the work is done.

Everything raises `musicstudio.core.errors.StudioError` with one clear sentence.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from musicstudio.core.progress import run_to_end
from musicstudio.engines.contract import GenerationOptions

from ..session.create_state import CreateValues
from .session import HeadlessSession


class Song(HeadlessSession):
    """An open song. Close it, or use it in a ``with``."""

    def regenerate(
        self,
        section: str = "",
        *,
        range_s: tuple[float, float] | None = None,
        tracks: Sequence[str] = (),
        takes: int = 1,
        difference: float = 0.5,
        prompt: str = "",
        seed: int | None = None,
    ) -> None:
        """New takes of a section (by name) or a range in seconds; tracks: names or roles, empty for all.

        Parameters
        ----------
        section : str, name of a section; empty for a range or all
        range_s : (start, end) in seconds or None
        tracks : names or roles; empty for all
        takes : int
        difference : float, 0 (a slight variation) to 1 (a new idea)
        prompt : str, words for the new takes
        seed : int or None

        Raises
        ------
        StudioError : with one sentence
        """
        from ..generation.regenerate import RegenerationTarget, regenerate
        from .naming import section_ids_named, track_ids_named

        section_ids = section_ids_named(self.project, section) if section else ()
        target = RegenerationTarget(section_ids, range_s, track_ids_named(self.project, tuple(tracks)))
        self.wait_for(regenerate(self.session, target, takes=takes, difference=difference, prompt=prompt, seed=seed))

    def export(self, path: str | Path, *, stems: str | Path | None = None, **options: Any) -> dict[str, Any]:
        """Write audio or MIDI by the file's ending; the rest as in `musicstudio.app.files.export.ExportOptions`.

        Parameters
        ----------
        path : of the file; its ending decides the kind
        stems : folder for stems, or None
        **options : fields of `musicstudio.app.files.export.ExportOptions`

        Returns
        -------
        dict of what was written and measured

        Raises
        ------
        StudioError : with one sentence
        """
        from ..files.export import ExportOptions, export

        reports: list[dict[str, Any]] = []
        export_options = ExportOptions(Path(path), stems_folder=Path(stems) if stems else None, **options)
        self.wait_for(export(self.session, export_options, on_done=lambda report: reports.append(report.as_json())))
        return reports[0]


def generate(
    prompt: str, output: str | Path, *, lyrics: str = "", seed: int | None = None, variations: int = 1, **options: Any
) -> Song:
    """Compose a song into a new folder and return it open.

    options: fields of `musicstudio.engines.contract.GenerationOptions`.

    Parameters
    ----------
    prompt : str
    output : path of the new song's folder
    lyrics : str, lines of words under ``[Verse]``, ``[Chorus]``
    seed : int or None; None draws one
    variations : int, 1 to 5
    **options : fields of `musicstudio.engines.contract.GenerationOptions`, such as ``duration_s``

    Returns
    -------
    Song, open

    Raises
    ------
    StudioError : with one sentence
    """
    from ..generation.generate import generate as start

    values = CreateValues(prompt, lyrics, GenerationOptions(**options), variations=variations, seed=seed)
    song = Song.create(Path(output))
    try:
        song.wait_for(start(song.session, values))
    except BaseException:
        song.close()
        raise
    return song


def open_song(path: str | Path) -> Song:
    """Open a song's folder.

    Parameters
    ----------
    path : of a song's folder

    Returns
    -------
    Song, open

    Raises
    ------
    StorageError : with one sentence
    """
    return Song.open(Path(path))


def separate(audio: str | Path, folder: str | Path, *, model: str = "", stems: int = 4) -> dict[str, Path]:
    """Write the stems of an audio file as WAV files (32-bit float) and a residual that completes them.

    Paths by name.

    Parameters
    ----------
    audio : path of an audio file
    folder : where the stems go; made when missing
    model : str, name of a separator; empty for the best that is installed
    stems : int, 2 or 4

    Returns
    -------
    dict of paths by the name of the stem, the residual among them

    Raises
    ------
    StudioError : with one sentence
    """
    from musicstudio.separation.separate import separate_file

    return run_to_end(separate_file(Path(audio), Path(folder), model, stems))


def master(
    audio: str | Path, output: str | Path, *, loudness: float = -14.0, true_peak: float = -1.0
) -> dict[str, Any]:
    """Bring a finished mix to a loudness (LUFS) under a true-peak ceiling (dBTP).

    What was measured before and after.

    Parameters
    ----------
    audio : path of a finished mix
    output : path of the file to write
    loudness : float, LUFS
    true_peak : float, dBTP

    Returns
    -------
    dict of what was measured before and after, in LUFS, LU and dBTP

    Raises
    ------
    StudioError : with one sentence
    """
    from ..audio.master_file import master_file

    return run_to_end(master_file(Path(audio), Path(output), loudness, true_peak))
