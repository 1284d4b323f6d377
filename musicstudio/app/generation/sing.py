# SPDX-License-Identifier: GPL-3.0-or-later
"""A lyric and a melody file to a vocal track in a file."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, within
from musicstudio.core.units import SAMPLE_RATE, frames_from_seconds
from musicstudio.dsp.audio import Audio, to_stereo
from musicstudio.dsp.watermark.writing import mark_blocks
from musicstudio.engines.voice.melody.melody_file import Melody, sing_melody
from musicstudio.interchange.audio_file import AudioSpec, check_format, write_audio
from musicstudio.interchange.mark import mark_number
from musicstudio.interchange.midi_import import MidiSong, import_midi, melody_of, melody_part_of
from musicstudio.interchange.song_info import SongInfo


def sing_to_file(
    melody: Path,
    lyrics: str,
    output: Path,
    voice: str,
    seed: int = 0,
    follows_times: bool = False,
    is_marked: bool = True,
) -> Job[dict[str, Any]]:
    """Sing and write; what was done as plain values. The file begins at the melody's first tick.

    follows_times: lines of a timed lyric (LRC, SRT) are sung when they are due. is_marked: with the inaudible mark.

    Raises `InputError`, `MediaError`, `StorageError`.
    """
    check_format(output, AudioSpec(0))
    tune, told = read_melody(melody)
    sung = yield from within(sing_melody(tune, lyrics, voice, seed, follows_times=follows_times), 0.0, 0.9)
    lead = frames_from_seconds(sung.lead_s)
    audio = to_stereo(sung.audio)[:, lead:] if lead > 0 else to_stereo(sung.audio)
    if not audio.shape[1]:
        raise InputError("There was nothing to sing.")
    info = SongInfo(title=output.stem, comment=f"Sung by {voice}, a machine's voice", disclosure="AI: vocals")
    number = mark_number(f"{voice} {seed} {lyrics}")
    blocks: Iterable[Audio] = mark_blocks([audio], number) if is_marked else [audio]
    yield from within(write_audio(output, blocks, AudioSpec(audio.shape[1]), info), 0.9, 1.0)
    return {
        "output": str(output),
        "voice": voice,
        "length_s": audio.shape[1] / SAMPLE_RATE,
        "notices": [*told, *sung.notices],
    }


def read_melody(path: Path) -> tuple[Melody, tuple[str, ...]]:
    """The melody of a MIDI file as every command takes it, and what its reader left out.

    Raises `MediaError` when it cannot be read, `InputError` when all its notes are drums.
    """
    song = import_midi(path)
    notes = melody_of(song)
    if not notes:
        raise InputError(f"“{path.name}” has no notes to sing: it holds drums only.")
    return Melody(notes, song.tempo_map), (*song.notices, *_left_out(path, song, len(notes)))


def _left_out(path: Path, song: MidiSong, count: int) -> list[str]:
    """What of a MIDI file is no part of its tune, a sentence each."""
    part = melody_part_of(song)
    told = []
    if part and len(song.parts) > 1 and part.name:
        told.append(f"“{path.name}” holds {len(song.parts)} parts; the tune is {part.name}.")
    elif part and len(song.parts) > 1:
        told.append(f"“{path.name}” holds {len(song.parts)} parts; the tune is the highest of them.")
    if part and len(part.notes) > count:
        told.append(
            f"{len(part.notes) - count} notes under others were left out: of a chord, the top note is the tune."
        )
    return told
