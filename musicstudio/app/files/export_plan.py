# SPDX-License-Identifier: GPL-3.0-or-later
"""Several exports at once, as they are chosen in the dialog and kept as presets."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from musicstudio.core.files import safe_name
from musicstudio.interchange.about_song import SongTags
from musicstudio.interchange.encoders import FORMATS

from .export_options import ExportOptions

TILES = ("mix", "stems", "session", "page", "midi", "score", "video", "loop")
MIX_FORMATS = ("wav", "flac", "mp3", "m4a", "alac", "ogg", "opus")
SESSION_KINDS = ("dawproject", "rpp", "otio")
FILM_LOOKS = {"bars": "Bars", "wave": "Wave", "ring": "Ring"}
FILM_SHAPES = {"wide": "wide, 1920 x 1080", "tall": "tall, 1080 x 1920", "square": "square, 1080 x 1080"}
_LOSSLESS = ("wav", "flac", "alac")


class ExportPlan(Struct, frozen=True):
    """What is chosen. tiles: kinds of things, of `TILES`; formats: of the mix, of `MIX_FORMATS`. kbps: of lossy ones.

    score: ``parts`` or ``lead``. The song's own facts (title, ISRC, range, loudness) are no part of it.
    """

    tiles: tuple[str, ...] = ("mix",)
    formats: tuple[str, ...] = ("wav",)
    bit_depth: int = 24
    rate: int = 48_000
    kbps: int = 320
    has_dither: bool = True
    is_mastered: bool = True
    has_sections: bool = False
    are_stems_dry: bool = False
    has_common_gain: bool = False
    session: str = "dawproject"
    is_exact: bool = False
    score: str = "parts"
    has_pdf: bool = False
    has_lrc: bool = True
    look: str = "bars"
    shape: str = "wide"
    is_signed: bool = False
    is_marked: bool = True
    has_credits: bool = False

    def is_sensible(self) -> bool:
        """Whether every word in it is known, as of a preset that was read from a file."""
        words = (
            self.session in SESSION_KINDS,
            self.score in ("parts", "lead"),
            self.look in FILM_LOOKS,
            self.shape in FILM_SHAPES,
        )
        return all(words) and set(self.tiles) <= set(TILES) and set(self.formats) <= set(MIX_FORMATS)


class SongWish(Struct, frozen=True):
    """What is asked for this song alone. folder: where all goes; name: of the files, without ending."""

    folder: Path
    name: str
    tags: SongTags = SongTags()
    range_s: tuple[float, float] | None = None
    target_lufs: float | None = None

    @property
    def stem(self) -> str:
        """The name as every system takes it."""
        return safe_name(self.name, "Song")

    def path(self, suffix: str, addition: str = "") -> Path:
        """A file in the folder."""
        return self.folder / f"{self.stem}{addition}.{suffix}"


def exports_of(plan: ExportPlan, wish: SongWish) -> tuple[ExportOptions, ...]:
    """One export a file or folder that the plan names, in the order of the tiles."""
    makers = {
        "mix": _mixes, "stems": _stems, "session": _session, "page": _page, "midi": _midi, "score": _scores,
        "video": _video, "loop": _loop,
    }  # fmt: skip
    found = [options for tile in TILES if tile in plan.tiles for options in makers[tile](plan, wish)]
    if found and plan.has_credits:
        found[0] = _with_credits(found[0], wish)
    return tuple(found)


def _with_credits(options: ExportOptions, wish: SongWish) -> ExportOptions:
    papers = tuple(wish.path(suffix, " credits") for suffix in ("html", "pdf", "json"))
    return dataclasses.replace(options, credits=papers)


def _options(plan: ExportPlan, wish: SongWish, path: Path, **more: Any) -> ExportOptions:
    chosen: dict[str, Any] = {
        "range_s": wish.range_s, "target_lufs": wish.target_lufs, "tags": wish.tags, "is_mastered": plan.is_mastered,
        "has_dither": plan.has_dither, "is_signed": plan.is_signed, "is_marked": plan.is_marked, "rate": plan.rate,
    }  # fmt: skip
    return ExportOptions(path, **{**chosen, **more})


def _mixes(plan: ExportPlan, wish: SongWish) -> Iterator[ExportOptions]:
    taken: set[str] = set()
    for form in plan.formats:
        suffix = "m4a" if form == "alac" else form
        path = wish.path(suffix, " (lossless)" if suffix in taken else "")
        sections = wish.folder / f"{wish.stem} sections" if plan.has_sections and not taken else None
        taken.add(suffix)
        yield _options(plan, wish, path, sections_folder=sections, **_details(plan, form))


def _details(plan: ExportPlan, form: str) -> dict[str, Any]:
    """Resolution, rate and quality, as near to the plan as a format allows."""
    if form in _LOSSLESS:
        depth = plan.bit_depth if form == "wav" else min(plan.bit_depth, 24)
        return {"bit_depth": depth, "is_lossless": form == "alac"}
    kind = FORMATS[f".{form}"]
    low, high, usual = kind.kbps or (0, 0, 0)
    rate = plan.rate if plan.rate in kind.rates else 48_000
    return {"kbps": min(max(plan.kbps, low), high) or usual, "rate": rate}


def _stems(plan: ExportPlan, wish: SongWish) -> Iterator[ExportOptions]:
    folder = wish.folder / f"{wish.stem} stems"
    yield _options(
        plan, wish, folder, stems_folder=folder, bit_depth=plan.bit_depth, are_stems_dry=plan.are_stems_dry,
        has_common_gain=plan.has_common_gain,
    )  # fmt: skip


def _session(plan: ExportPlan, wish: SongWish) -> Iterator[ExportOptions]:
    yield _options(plan, wish, wish.path(plan.session), is_exact=plan.is_exact, range_s=None, rate=48_000)


def _page(plan: ExportPlan, wish: SongWish) -> Iterator[ExportOptions]:
    yield _options(plan, wish, wish.path("html"), rate=48_000)


def _midi(plan: ExportPlan, wish: SongWish) -> Iterator[ExportOptions]:
    yield _options(plan, wish, wish.path("mid"))


def _scores(plan: ExportPlan, wish: SongWish) -> Iterator[ExportOptions]:
    is_lead_sheet = plan.score == "lead"
    yield _options(plan, wish, wish.path("musicxml"), is_lead_sheet=is_lead_sheet)
    if plan.has_pdf:
        yield _options(plan, wish, wish.path("pdf"), is_lead_sheet=is_lead_sheet)
    if plan.has_lrc:
        yield _options(plan, wish, wish.path("lrc"), has_word_times=True)


def _video(plan: ExportPlan, wish: SongWish) -> Iterator[ExportOptions]:
    yield _options(plan, wish, wish.path("mp4"), look=plan.look, shape=plan.shape, rate=48_000)


def _loop(plan: ExportPlan, wish: SongWish) -> Iterator[ExportOptions]:
    yield _options(plan, wish, wish.path("wav", " loop"), has_loop_points=True, bit_depth=plan.bit_depth)
