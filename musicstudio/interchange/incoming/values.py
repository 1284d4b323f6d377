# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers of other programs' files, within bounds whatever stands there, and XML without entities."""

import math
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from musicstudio.core.errors import MediaError
from musicstudio.core.units import db_from_gain
from musicstudio.project.model import Meter, Tempo, TempoMap

MAX_XML_BYTES = 64 << 20
MAX_LENGTH_S = 24 * 3600.0
_DEEPEST = 200


def number(text: Any, usual: float = 0.0, low: float = -1e9, high: float = 1e9) -> float:
    """A number within bounds; the usual one where there is none."""
    try:
        value = float(text)
    except (TypeError, ValueError):
        return usual
    return min(max(value, low), high) if math.isfinite(value) else usual


def whole(text: Any, usual: int = 0, low: int = -(2**31), high: int = 2**31) -> int:
    """A whole number within bounds."""
    return round(number(text, usual, low, high))


def level_db(gain: float) -> float:
    """The level of a linear gain in the range of a fader."""
    return min(max(db_from_gain(gain), -60.0), 24.0) if gain > 0 else -60.0


def pan_of(value: float) -> float:
    """A pan within -1 and 1."""
    return min(max(value, -1.0), 1.0)


def tempo_map_of(tempos: dict[int, float], meters: dict[int, tuple[int, int]]) -> TempoMap:
    """A map of what was found at ticks; 120 BPM and 4/4 where nothing was."""
    tempos = {max(0, tick): min(max(bpm, 10.0), 1000.0) for tick, bpm in sorted(tempos.items())} or {0: 120.0}
    tempos.setdefault(0, tempos[min(tempos)])
    signs = {max(0, tick): sign for tick, sign in sorted(meters.items()) if _is_meter(sign)}
    signs.setdefault(0, (4, 4))
    return TempoMap(
        tuple(Tempo(tick, round(bpm, 6)) for tick, bpm in sorted(tempos.items())),
        tuple(Meter(tick, *sign) for tick, sign in sorted(signs.items())),
    )


def _is_meter(sign: tuple[int, int]) -> bool:
    return 1 <= sign[0] <= 64 and sign[1] in (1, 2, 4, 8, 16, 32)


def parsed_xml(content: bytes, name: str) -> Element:
    """A document. Raises `MediaError` for what is none, is too large or too deep, or brings entities along."""
    import defusedxml.ElementTree
    from defusedxml.common import DefusedXmlException

    if len(content) > MAX_XML_BYTES:
        raise MediaError(f"“{name}” is too large to be read.")
    try:
        root: Element = defusedxml.ElementTree.fromstring(content, forbid_dtd=False)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise MediaError(f"“{name}” is damaged or unsafe XML.") from error
    if _depth(root) > _DEEPEST:
        raise MediaError(f"“{name}” is nested too deep.")
    return root


def _depth(root: Element) -> int:
    depth, level = 0, [root]
    while level and depth <= _DEEPEST:
        level = [child for element in level for child in element]
        depth += 1
    return depth


def inside(folder: Path, path: str) -> Path | None:
    """The file that a relative path names inside a folder, or None where it leads out of it or is not there."""
    plain = path.replace("\\", "/")
    try:
        found = (folder / plain).resolve()
        return found if found.is_relative_to(folder.resolve()) and found.is_file() else None
    except (OSError, ValueError):
        return None
