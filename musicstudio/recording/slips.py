# SPDX-License-Identifier: GPL-3.0-or-later
"""The note beside a recording that says where in the song it belongs, so that nothing is lost if nobody is there to
place it."""

from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import StorageError
from musicstudio.core.files import write_file
from musicstudio.core.plain_files import read_plain, require_own_folder
from musicstudio.core.units import SAMPLE_RATE

from .passes import MIN_PASS_S, Anchor, Pass, split_passes
from .wave_writer import mend_length

_SUFFIX = ".json"
_MAX_BYTES = 1 << 16
_LONGEST_S, _LONGEST_DELAY_S = 7 * 86_400.0, 1.0
_LATEST_FRAME = 1e15


class Slip(Struct, frozen=True):
    """path: the WAV file. from_s: where the song was when the recording began. played_at: seconds since 1970.

    loop_s, range_s, delay_s: see `split_passes`. frames and began_at are known once it has ended.
    """

    path: str
    track_id: str
    track_name: str
    from_s: float
    channels: int = 1
    loop_s: tuple[float, float] | None = None
    range_s: tuple[float, float] | None = None
    delay_s: float = 0.0
    played_at: float = 0.0
    anchor: Anchor | None = None
    frames: int = 0
    began_at: float | None = None

    def with_anchor(self, anchor: Anchor) -> "Slip":
        """When the song was heard is known now."""
        return replace(self, anchor=anchor)

    def ended(self, frames: int, began_at: float | None) -> "Slip":
        """The recording has ended."""
        return replace(self, frames=frames, began_at=began_at)

    def passes(self) -> tuple[Pass, ...]:
        """What belongs where. Without knowing when the song was heard, all of it from where the song was."""
        anchor, began_at = self.anchor, self.began_at
        if anchor is None or began_at is None:
            anchor, began_at = Anchor(round(self.from_s * SAMPLE_RATE), 0.0), 0.0
        from_s = max(0.0, self.range_s[0] if self.range_s else self.from_s)
        to_s = self.range_s[1] if self.range_s else float("inf")
        if self.loop_s:
            from_s = min(from_s, self.loop_s[0]) if from_s >= self.loop_s[0] else from_s
        return split_passes(
            self.frames, began_at, anchor, loop_s=self.loop_s, range_s=(from_s, to_s), delay_s=self.delay_s
        )


def write_slip(slip: Slip) -> None:
    """Write the note. Raises `StorageError`."""
    write_file(Path(slip.path).with_suffix(_SUFFIX), msgspec.json.encode(slip), makes_folder=False)


def find_slips(folder: Path) -> tuple[Slip, ...]:
    """The notes of recordings in a folder that nobody has placed, with their files made whole; oldest first.

    What is damaged or foreign is left alone. Raises `StorageError` where the folder cannot be read.
    """
    try:
        require_own_folder(folder)
        notes = sorted(folder.glob(f"*{_SUFFIX}")) if folder.is_dir() else []
    except OSError as error:
        raise StorageError("The folder of the song's recordings cannot be read.") from error
    found = [slip for note in notes if (slip := _read_slip(note)) is not None]
    return tuple(sorted(found, key=lambda slip: slip.played_at))


def remove_slip(slip: Slip) -> None:
    """The recording is in the song: its file and note go. Never raises; what stays is found again."""
    for path in (Path(slip.path), Path(slip.path).with_suffix(_SUFFIX)):
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return


def _is_sound(slip: Slip) -> bool:
    """Whether its numbers can be: a song may come from anybody."""
    spans = [span for span in (slip.loop_s, slip.range_s) if span]
    clocks = [slip.began_at or 0.0, *([slip.anchor.clock_frame, slip.anchor.song_frame] if slip.anchor else [])]
    return (
        1 <= slip.channels <= 2
        and 0.0 <= slip.from_s <= _LONGEST_S
        and all(start >= 0.0 and start + MIN_PASS_S / 4 <= end <= _LONGEST_S for start, end in spans)
        and all(abs(clock) <= _LATEST_FRAME for clock in clocks)
        and abs(slip.delay_s) <= _LONGEST_DELAY_S
    )


def _read_slip(note: Path) -> Slip | None:
    """A note whose file lies beside it, whatever place the note names: the song may have been moved."""
    wave = note.with_suffix(".wav")
    try:
        content = read_plain(note)
        slip = msgspec.json.decode(content, type=Slip) if len(content) <= _MAX_BYTES else None
        if slip is None or not _is_sound(slip):
            return None
        frames = mend_length(wave, slip.channels)
    except (OSError, StorageError, ValueError, RecursionError):
        return None
    return replace(slip, path=str(wave), frames=frames)
