# SPDX-License-Identifier: GPL-3.0-or-later
"""The texts of a file in one encoding: names, words, markers."""

from collections.abc import Iterator, Sequence

from musicstudio.core.encoding import decode_text, likely_encoding
from musicstudio.core.text import clean_line

from .events import META, Event

TEXT, TRACK_NAME, INSTRUMENT_NAME, LYRIC, MARKER, CUE = 1, 3, 4, 5, 6, 7
_KINDS = range(1, 10)
_JAPANESE = (b"{@JP", b"@LJPN", b"@LJAPN")


class Texts:
    """Decodes the text events of a file, judged together: a name alone may be six bytes long."""

    def __init__(self, tracks: Sequence[Sequence[Event]]) -> None:
        pieces = [e.content for track in tracks for e in track if e.status == META and e.a in _KINDS and e.content]
        is_japanese = any(piece.startswith(_JAPANESE) for piece in pieces)
        self.encoding = "cp932" if is_japanese else likely_encoding(dict.fromkeys(pieces))

    def of(self, track: Sequence[Event], *kinds: int) -> Iterator[tuple[int, str]]:
        """(tick, text) of each event of some kinds, control characters and all."""
        for event in track:
            if event.status == META and event.a in kinds:
                yield event.tick, decode_text(event.content, self.encoding)

    def first(self, track: Sequence[Event], kind: int) -> str:
        """The first text of a kind that says something, on one line; empty without one."""
        return next((line for _, text in self.of(track, kind) if (line := clean_line(text))), "")
