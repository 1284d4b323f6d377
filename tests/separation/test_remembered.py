# SPDX-License-Identifier: GPL-3.0-or-later
"""Separations kept for the next time: damage of any kind costs only the time to make them again."""

import random
from pathlib import Path

import numpy as np
import pytest

from musicstudio.core.paths import cache_dir
from musicstudio.separation.remembered import keep, recall

PARTS = {"vocals": np.full((2, 500), 0.25, np.float32), "rest": np.full((2, 400), 0.125, np.float32)}


@pytest.fixture
def folder() -> Path:
    keep("key", PARTS)
    return cache_dir() / "separation" / "key"


def test_what_was_kept_comes_back(folder: Path) -> None:
    found = recall("key")
    assert found and list(found) == list(PARTS)
    for name, part in PARTS.items():
        np.testing.assert_array_equal(found[name], part)
        found[name] *= 2.0


DAMAGES = {
    "empty": lambda content: b"",
    "cut": lambda content: content[: len(content) // 2],
    "one bit": lambda content: bytes([content[0] ^ 1]) + content[1:],
    "the last bit": lambda content: content[:-1] + bytes([content[-1] ^ 128]),
    "longer": lambda content: content + b"more",
    "a pickle": lambda content: b"cos\nsystem\n(S'touch pwned'\ntR.",
    "nested": lambda content: b"[" * 100_000,
    "zeros": lambda content: bytes(len(content)),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", ["0.f32", "1.f32", "index.json"])
def test_what_is_damaged_is_not_used_and_can_be_kept_again(folder: Path, name: str, damage: str) -> None:
    file = folder / name
    file.write_bytes(DAMAGES[damage](file.read_bytes()))
    assert recall("key") is None
    keep("key", PARTS)
    found = recall("key")
    assert found and (found["vocals"] == PARTS["vocals"]).all()


@pytest.mark.parametrize("name", ["0.f32", "1.f32", "index.json"])
def test_a_missing_file_is_no_obstacle(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert recall("key") is None
    keep("key", PARTS)
    assert recall("key")


def test_random_damage_never_gives_other_sound(folder: Path) -> None:
    draw = random.Random(5)
    sound = {file.name: file.read_bytes() for file in folder.iterdir()}
    for _ in range(300):
        folder.mkdir(exist_ok=True)
        for name, content in sound.items():
            damaged = bytearray(content)
            for _ in range(draw.randint(0, 2)):
                damaged[draw.randrange(len(damaged))] = draw.randrange(256)
            (folder / name).write_bytes(damaged)
        found = recall("key")
        assert found is None or all((part == PARTS.get(name, part)).all() for name, part in found.items())
