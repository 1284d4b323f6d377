# SPDX-License-Identifier: GPL-3.0-or-later
"""Three looks, painted straight into the planes of a YUV 4:2:0 picture. Text and cover are drawn once and laid on."""

from collections.abc import Callable

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.core.errors import StorageError
from musicstudio.core.text import clean_line
from musicstudio.project.sung_lines import SungLine

from ..typesetting import coverage_of, lacking_fonts
from .cover import cover_frame
from .lettering import draw_text, is_foreign, share_of_word, wrap_words
from .listening import BANDS, FRAMES_PER_S, Moves

Bytes = NDArray[np.uint8]
Color = tuple[int, int, int]
LOOKS = ("bars", "wave", "ring")
SHAPES = {"wide": (1920, 1080), "tall": (1080, 1920), "square": (1080, 1080)}
_GROUND, _TEXT, _MUTED, _ACCENT = (22, 24, 30), (235, 235, 238), (140, 150, 170), (255, 138, 76)
_TEXTS_KEPT = 64
_MAX_FOREIGN = 2000
_DIM = 0.32


class Scene(Struct, frozen=True):
    """What is shown. size: width and height, even numbers; cover: a JPEG or PNG, or nothing."""

    title: str
    artist: str
    look: str
    size: tuple[int, int]
    moves: Moves
    lines: tuple[SungLine, ...] = ()
    cover: bytes = b""


class Painter:
    """Paints the frames of one film, any of them. Not for several threads."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._width, self._height = scene.size
        self._texts: dict[tuple[str, int], tuple[Bytes, int, int]] = {}
        self._foreign = self._set_foreign()
        self._ground = self._drawn_ground()
        looks = {"bars": self._paint_bars, "wave": self._paint_wave, "ring": self._paint_ring}
        self._paint: Callable[[Bytes, int], None] = looks[scene.look]

    def frame(self, index: int) -> Bytes:
        """The picture, as PyAV takes it: (height * 3 / 2, width)."""
        planes = self._ground.copy()
        self._paint(planes, min(index, self._scene.moves.frames - 1))
        self._paint_words(planes, index / FRAMES_PER_S)
        return planes

    def _paint_bars(self, planes: Bytes, index: int) -> None:
        levels = self._scene.moves.bands[index]
        room, low = int(self._height * 0.34), int(self._height * 0.72)
        step = self._width * 0.8 / BANDS
        for number, level in enumerate(levels):
            left = int(self._width * 0.1 + number * step)
            tall = max(4, int(room * float(level)))
            self._fill(planes, left, low - tall, left + max(2, int(step * 0.68)), low, _ACCENT)

    def _paint_wave(self, planes: Bytes, index: int) -> None:
        """The last and the next seconds, the moment in the middle."""
        loudness = self._scene.moves.loudness
        middle, room, count = int(self._height * 0.52), int(self._height * 0.2), 96
        step = self._width * 0.9 / count
        for number in range(count):
            at = index + (number - count // 2) * 2
            level = float(loudness[at]) if 0 <= at < len(loudness) else 0.0
            tall = max(2, int(room * level))
            left = int(self._width * 0.05 + number * step)
            color = _ACCENT if number <= count // 2 else _MUTED
            self._fill(planes, left, middle - tall, left + max(2, int(step * 0.6)), middle + tall, color)

    def _paint_ring(self, planes: Bytes, index: int) -> None:
        """Rays around the middle, as long as their bands are loud."""
        scene = self._scene
        inner = int(min(scene.size) * (0.15 + 0.03 * float(scene.moves.loudness[index])))
        center = (self._width // 2, int(self._height * 0.46))
        levels = np.concatenate([scene.moves.bands[index], scene.moves.bands[index][::-1]])
        reach = int(min(scene.size) * 0.12)
        for number, level in enumerate(levels):
            angle = 2 * np.pi * number / len(levels) - np.pi / 2
            for radius in range(inner, inner + 6 + int(reach * float(level)), 4):
                x, y = int(center[0] + radius * np.cos(angle)), int(center[1] + radius * np.sin(angle))
                self._fill(planes, x - 3, y - 3, x + 3, y + 3, _ACCENT)

    def _paint_words(self, planes: Bytes, at_s: float) -> None:
        """The line that is sung, with its word."""
        line = next((each for each in self._scene.lines if each.start_s - 0.3 <= at_s < each.end_s + 0.4), None)
        if line is None:
            return
        now = sum(start <= at_s for start, _ in line.words) - 1
        size, top = self._word_size, int(self._height * 0.82)
        for words in self._rows([clean_line(word) for _, word in line.words]):
            self._lay(planes, " ".join(words), size, top, _TEXT)
            if 0 <= now < len(words):
                self._light_word(planes, words, now, top)
            now, top = now - len(words), top + int(size * 1.4)

    def _light_word(self, planes: Bytes, words: list[str], now: int, top: int) -> None:
        """The word in its row; letters whose places are not known have it above the words."""
        text = " ".join(words)
        if is_foreign(text):
            self._lay(planes, words[now], int(self._word_size * 1.15), int(self._height * 0.76), _ACCENT)
        else:
            self._lay(planes, text, self._word_size, top, _ACCENT, share_of_word(words, now))

    @property
    def _title_size(self) -> int:
        return max(30, self._height // 18)

    @property
    def _word_size(self) -> int:
        return max(24, self._height // 26)

    def _rows(self, words: list[str]) -> list[list[str]]:
        """The words of a line in rows that fit."""
        return wrap_words(words, max(14, int(self._width / self._word_size * 1.7)))

    def _set_foreign(self) -> dict[tuple[str, int], Bytes]:
        """All texts in letters that the built-in font has not, set at once with the system's fonts."""
        size = self._title_size
        texts = [(clean_line(self._scene.title), size), (clean_line(self._scene.artist), int(size * 0.6))]
        for line in self._scene.lines:
            words = [clean_line(word) for _, word in line.words]
            texts += [(" ".join(row), self._word_size) for row in self._rows(words)]
            texts += [(word, int(self._word_size * 1.15)) for word in words]
        wanted = [each for each in dict.fromkeys(texts) if is_foreign(each[0])][:_MAX_FOREIGN]
        if not wanted:
            return {}
        try:
            set_texts = coverage_of([(text, size, self._width - 40) for text, size in wanted])
        except StorageError:
            return {}
        return dict(zip(wanted, set_texts, strict=True))

    def _drawn_ground(self) -> Bytes:
        """The cover, dark, or a plain ground, with title and artist on it."""
        planes = np.empty((self._height * 3 // 2, self._width), dtype=np.uint8)
        cover = self._scene.cover
        picture = cover_frame(cover, self._scene.size) if cover else None
        if picture is None:
            self._fill(planes, 0, 0, self._width, self._height, _GROUND)
        else:
            _put(planes, picture * _DIM, 0, 0)
            if self._scene.look == "ring":
                self._put_in_ring(planes, cover)
        size = self._title_size
        self._lay(planes, clean_line(self._scene.title), size, int(self._height * 0.08), _TEXT)
        self._lay(
            planes, clean_line(self._scene.artist), int(size * 0.6), int(self._height * 0.08 + size * 1.3), _MUTED
        )
        return planes

    def _put_in_ring(self, planes: Bytes, cover: bytes) -> None:
        """The cover as it is, in a square that the ring never touches."""
        side = int(min(self._scene.size) * 0.2) // 4 * 4
        picture = cover_frame(cover, (side, side))
        if picture is not None:
            left, top = (self._width - side) // 4 * 2, (int(self._height * 0.46) - side // 2) // 2 * 2
            _put(planes, picture, left, top, self._width, self._height)

    def _fill(self, planes: Bytes, left: int, top: int, right: int, bottom: int, color: Color) -> None:
        left, right = (min(max(x, 0), self._width) // 2 * 2 for x in (left, right))
        top, bottom = (min(max(y, 0), self._height) // 2 * 2 for y in (top, bottom))
        if right <= left or bottom <= top:
            return
        y, u, v = _yuv(color)
        planes[top:bottom, left:right] = y
        for plane, value in zip(_chroma(planes, self._width, self._height), (u, v), strict=True):
            plane[top // 2 : bottom // 2, left // 2 : right // 2] = value

    def _lay(
        self,
        planes: Bytes,
        text: str,
        size: int,
        top: int,
        color: Color,
        share: tuple[float, float] = (0.0, 1.0),
    ) -> None:
        """Text in the middle, mixed into the planes by its coverage; share: only from here to there, of its width."""
        if not text:
            return
        if (text, size) not in self._texts:
            while len(self._texts) >= _TEXTS_KEPT:
                self._texts.pop(next(iter(self._texts)))
            known = self._foreign.get((text, size))
            self._texts[text, size] = draw_text(text, size, self._width - 40) if known is None else _sized(known)
        mask, wide, tall = self._texts[text, size]
        left, top = (self._width - wide) // 4 * 2, top // 2 * 2
        if top < 0 or top + tall > self._height:
            return
        first, last = (min(round(edge * wide / 2) * 2, wide) for edge in share)
        covered, left, wide = mask[:, first:last].astype(np.uint16), left + first, last - first
        y, u, v = _yuv(color)
        _mix(planes[top : top + tall, left : left + wide], covered, y)
        for plane, value in zip(_chroma(planes, self._width, self._height), (u, v), strict=True):
            _mix(plane[top // 2 : (top + tall) // 2, left // 2 : (left + wide) // 2], covered[::2, ::2], value)


def _mix(plane: Bytes, share: NDArray[np.uint16], value: int) -> None:
    plane[:] = ((plane.astype(np.uint16) * (255 - share) + value * share) // 255).astype(np.uint8)


def _chroma(planes: Bytes, width: int, height: int) -> tuple[Bytes, Bytes]:
    """The two planes of color, which lie behind the plane of light."""
    flat = planes.reshape(-1)[width * height :]
    quarter = width * height // 4
    return flat[:quarter].reshape(height // 2, width // 2), flat[quarter:].reshape(height // 2, width // 2)


def _yuv(color: Color) -> tuple[int, int, int]:
    """BT.709, studio range."""
    r, g, b = color
    light = 0.2126 * r + 0.7152 * g + 0.0722 * b
    values = (16 + light * 219 / 255, 128 + (b - light) / 1.8556 * 224 / 255, 128 + (r - light) / 1.5748 * 224 / 255)
    return round(values[0]), round(values[1]), round(values[2])


def _sized(mask: Bytes) -> tuple[Bytes, int, int]:
    return mask, mask.shape[1], mask.shape[0]


def unset_texts(scene: Scene) -> list[str]:
    """What stands in a film in letters that no font here has: the title, the artist, lines of words."""
    lines = (" ".join(clean_line(word) for _, word in line.words) for line in scene.lines)
    texts = dict.fromkeys([clean_line(scene.title), clean_line(scene.artist), *lines])
    foreign = [text for text in texts if is_foreign(text)][:_MAX_FOREIGN]
    return lacking_fonts(foreign) if foreign else []


def _put(planes: Bytes, rgb: NDArray[np.float64], left: int, top: int, width: int = 0, height: int = 0) -> None:
    """A picture at a place, in even numbers; width and height: of the whole frame, where that is larger."""
    tall, wide = rgb.shape[:2]
    width, height = width or wide, height or tall
    r, g, b = (rgb[:, :, channel] for channel in range(3))
    light = 0.2126 * r + 0.7152 * g + 0.0722 * b
    planes[top : top + tall, left : left + wide] = np.round(16 + light * 219 / 255)
    u, v = _chroma(planes, width, height)
    place = np.s_[top // 2 : (top + tall) // 2, left // 2 : (left + wide) // 2]
    u[place] = np.round(128 + ((b - light) / 1.8556 * 224 / 255)[::2, ::2])
    v[place] = np.round(128 + ((r - light) / 1.5748 * 224 / 255)[::2, ::2])
