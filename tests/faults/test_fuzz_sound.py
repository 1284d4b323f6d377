# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound files gone wrong in every place: what can be read is read, everything else is refused in a sentence; nothing
else is raised, nothing hangs, and what comes out has the shape that was announced.
"""

import math
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from musicstudio.core.errors import MediaError
from musicstudio.core.progress import run_to_end
from musicstudio.media.importing import load_audio
from tests.media.foreign import encoded, tone

from .decoding_worker import DecodingWorker
from .fuzzing import CASES, fuzzed, mutated

OURS = {
    "a.wav": ("WAV", "PCM_16"), "b.wav": ("WAV", "FLOAT"), "adpcm.wav": ("WAV", "IMA_ADPCM"),
    "a.rf64": ("RF64", "PCM_24"),
    "a.w64": ("W64", "PCM_16"), "a.aiff": ("AIFF", "PCM_16"), "a.flac": ("FLAC", "PCM_16"), "a.ogg": ("OGG", "VORBIS"),
    "a.opus": ("OGG", "OPUS"), "a.mp3": ("MP3", "MPEG_LAYER_III"), "a.caf": ("CAF", "ALAC_16"),
    "a.au": ("AU", "PCM_16"),
}  # fmt: skip
FOREIGN = {
    "a.m4a": ("aac", {}), "lossless.m4a": ("alac", {}), "a.aac": ("aac", {"container": "adts"}), "a.wma": ("wmav2", {}),
    "a.mka": ("flac", {}), "a.webm": ("libopus", {}), "film.mp4": ("aac", {"has_picture": True}),
    "film.avi": ("libmp3lame", {"has_picture": True}), "film.ts": ("aac", {"has_picture": True, "container": "mpegts"}),
    "a.mpg": ("mp2", {"container": "mpeg"}), "a.flv": ("aac", {}), "a.wv": ("wavpack", {}), "a.tta": ("tta", {}),
    "a.ac3": ("ac3", {}), "surround.wav": ("pcm_s16le", {"layout": "5.1"}),
}  # fmt: skip
EXTREMES = [b"\0\0\0\0", b"\xff" * 4, b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f"]
MAX_FRAMES_A_BYTE = 20_000
few = settings(fuzzed, max_examples=max(10, CASES // 10))


class Content(bytes):
    """Bytes too many to be printed."""

    def __repr__(self) -> str:
        return f"<{len(self)} bytes>"


@pytest.fixture(scope="module")
def worker():
    worker = DecodingWorker()
    yield worker
    worker.close()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> dict[str, bytes]:
    """A quarter of a second of every kind."""
    folder = tmp_path_factory.mktemp("corpus")
    for name, (form, subtype) in OURS.items():
        soundfile.write(folder / name, tone(440, 0.25, channels=2).T, 48_000, format=form, subtype=subtype)
    for name, (codec, options) in FOREIGN.items():
        channels = 6 if "layout" in options else 2
        encoded(folder / name, tone(440, 0.25, channels=channels), codec, **options)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", [*OURS, *FOREIGN])
def test_a_damaged_file_is_read_as_far_as_it_goes_or_refused(name, corpus, worker, tmp_path) -> None:
    sound = corpus[name]
    assert sum(frames for _, _, frames in worker.decode(_put(tmp_path / name, sound))["blocks"]) > 10_000
    head = st.integers(0, min(400, len(sound) - 1))

    @st.composite
    def damaged(draw: st.DrawFn) -> bytes:
        """Bytes gone wrong anywhere, and numbers of the header, which lie in its first bytes, at their extremes."""
        data = bytearray(draw(mutated(st.just(sound))))
        for _ in range(draw(st.integers(0, 3))):
            at = draw(head)
            data[at : at + 4] = draw(st.sampled_from(EXTREMES))
        junk = draw(st.sampled_from([b"", b"", b"\0" * 50, b"ID3\4\0\0\0\0\0\1", b"junk"]))
        return Content(junk + bytes(data))

    @few
    @given(damaged())
    def run(content: bytes) -> None:
        came = worker.decode(_put(tmp_path / name, content))
        assert "raised" not in came and "died" not in came, f"kept in {tmp_path}"
        if "refused" in came:
            assert came["refused"] and "\n" not in came["refused"]
            return
        frames = sum(frames for _, _, frames in came["blocks"])
        assert frames <= max(1, len(content)) * MAX_FRAMES_A_BYTE, f"kept in {tmp_path}"

    run()


@few
@given(st.binary(max_size=600))
def test_any_bytes_are_refused_or_read(worker, tmp_path_factory, content: bytes) -> None:
    came = worker.decode(_put(tmp_path_factory.getbasetemp() / "any", content))
    assert "raised" not in came and "died" not in came


@pytest.mark.parametrize("name", [*OURS, *FOREIGN])
def test_the_whole_way_into_the_studio_stands_the_same(name, corpus, tmp_path) -> None:
    draw = np.random.default_rng(sum(name.encode()))
    for _ in range(max(1, CASES // 150)):
        content = bytearray(corpus[name])
        for at in draw.integers(0, len(content), 20):
            content[at] = draw.integers(256)
        path = _put(tmp_path / name, bytes(content[: draw.integers(1, len(content))]))
        try:
            audio = run_to_end(load_audio(path)).audio
            assert audio.shape[0] in (1, 2) and math.isfinite(float(np.abs(audio).max()))
        except MediaError as error:
            assert name in str(error) and str(error).endswith((".", ")."))


def _put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
