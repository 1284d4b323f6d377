# SPDX-License-Identifier: GPL-3.0-or-later
"""Notation as a picture, engraved by Verovio from the same MusicXML that is exported.

The picture is plain SVG (paths, lines, one text element a text), so that every drawing library shows it alike. Its
colour is ``currentColor``.
"""

from pathlib import Path
from xml.etree import ElementTree as xml

from msgspec import Struct

from musicstudio.core.errors import InputError
from musicstudio.core.units import TICKS_PER_QUARTER

_SVG = "http://www.w3.org/2000/svg"
_LINK = "http://www.w3.org/1999/xlink"
_STAFF_UNITS, _NARROWEST = 72, 700
_FONT = "Leland"
_OPTIONS = {
    "adjustPageHeight": True, "breaks": "auto", "font": _FONT, "footer": "none", "header": "none", "pageHeight": 60_000,
    "pageMarginBottom": 20, "pageMarginLeft": 90, "pageMarginRight": 30, "pageMarginTop": 30, "scale": 100,
    "svgViewBox": True, "xmlIdSeed": 1, "spacingSystem": 6, "mnumInterval": 4, "lyricSize": 4.6,
}  # fmt: skip
_BOLD, _ITALIC = frozenset({"reh", "tempo"}), frozenset({"mNum", "dir"})
# Signs of music fonts that other fonts do not have, and what stands for them in text (SMuFL).
_TEXT_SIGNS = {
    0xA0: " ", 0xECA3: "𝅗𝅥", 0xECA5: "♩", 0xECA7: "♪", 0xECB7: ".", 0xE260: "♭", 0xE261: "♮", 0xE262: "♯", 0xED60: "♭",
    0xED61: "♮", 0xED62: "♯", 0xEA64: "♭", 0xEA65: "♮", 0xEA66: "♯", 0xE870: "°", 0xE871: "ø", 0xE872: "+", 0xE873: "△",
}  # fmt: skip
_TEXT_SCALE = 0.84
"""Verovio leaves room for Times; the studio's own letters are that much wider."""


class EngravedNote(Struct, frozen=True):
    """A note head: the id of its group in the picture, where it begins in the song (ticks), and its MIDI pitch."""

    id: str
    tick: int
    pitch: int


class Engraving(Struct, frozen=True):
    """svg: the picture, to be scaled to the width that was asked for. notes: in the order of time."""

    svg: str
    notes: tuple[EngravedNote, ...]


def engrave(musicxml: bytes, width_px: int, staff_px: float = 28.0) -> Engraving:
    """One long page, broken into lines that fit a width when a staff is so high.

    Raises `InputError` for what cannot be engraved. A tenth of a second a minute of a tune. One thread at a time:
    Verovio keeps one log for all.
    """
    import verovio

    verovio.enableLog(verovio.LOG_OFF)
    # Verovio keeps the place of its fonts for each thread by itself, and sets it on the one that imports it only.
    verovio.setDefaultResourcePath(str(Path(verovio.__file__).parent / "data"))
    toolkit = verovio.toolkit()
    page_width = max(_NARROWEST, round(width_px * _STAFF_UNITS / staff_px))
    toolkit.setOptions({**_OPTIONS, "pageWidth": page_width})
    if not toolkit.loadData(musicxml.decode("utf-8")):
        raise InputError("These notes cannot be written as a score.")
    picture = toolkit.renderToSVG(1)
    notes = [
        EngravedNote(key, round(moment["qstamp"] * TICKS_PER_QUARTER), toolkit.getMIDIValuesForElement(key)["pitch"])
        for moment in toolkit.renderToTimemap({"includeRests": False})
        for key in moment.get("on", ())
    ]
    return Engraving(_plain(picture), tuple(notes))


def _plain(picture: str) -> str:
    """The picture without nested drawings, style sheets and nested texts."""
    xml.register_namespace("", _SVG)
    xml.register_namespace("xlink", _LINK)
    outer = xml.fromstring(picture)
    inner = outer.find(f"{{{_SVG}}}svg")
    if inner is None:
        raise InputError("These notes cannot be written as a score.")
    plain = xml.Element(
        f"{{{_SVG}}}svg",
        {"viewBox": inner.get("viewBox", ""), "fill": "currentColor", "stroke": "currentColor", "stroke-width": "1"},
    )
    plain.extend(element for element in outer if element.tag == f"{{{_SVG}}}defs")
    plain.extend(inner)
    _flatten_texts(plain, "")
    return xml.tostring(plain, encoding="unicode")


def _flatten_texts(parent: xml.Element, kind: str) -> None:
    for child in [each for each in parent if "placeholder" in each.get("class", "")]:
        parent.remove(child)
    for place, child in enumerate(list(parent)):
        if child.tag == f"{{{_SVG}}}text":
            parent[place] = _flat_text(child, kind)
        else:
            _flatten_texts(child, child.get("class", "").split(" ")[0] or kind)


def _flat_text(text: xml.Element, kind: str) -> xml.Element:
    runs = list(text.iter())
    sizes = [
        float(run.get("font-size", "0").removesuffix("px"))
        for run in runs
        if run.get("font-size") and any(letter.isalnum() and ord(letter) < 0xE000 for letter in "".join(run.itertext()))
    ]
    place = next((run for run in runs if run.get("x")), text)
    values = {
        "x": place.get("x", "0"),
        "y": place.get("y", "0"),
        "font-size": f"{_TEXT_SCALE * max(sizes, default=405.0):g}",
        "stroke": "none",
        "font-weight": "bold" if kind in _BOLD else "normal",
        "font-style": "italic" if kind in _ITALIC else "normal",
        "text-anchor": next((run.get("text-anchor", "") for run in runs if run.get("text-anchor")), "start"),
    }
    flat = xml.Element(f"{{{_SVG}}}text", values)
    parts = [run.text for run in runs if run.text and run.text.strip()]
    flat.text = "".join(parts).translate(_TEXT_SIGNS).strip()
    flat.tail = text.tail
    return flat
