# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of files that every system takes."""

import errno
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicstudio.core.errors import InputError
from musicstudio.core.files import require_another_file, safe_name, scratch_folder, storage_error, write_file
from musicstudio.core.zips import DAMAGED_ZIP


@pytest.mark.parametrize(("text", "expected"), [
    ("My song", "My song"),
    ("Straße & Söhne — 日本", "Straße & Söhne — 日本"),
    ("../../etc/passwd", "etc passwd"),
    ('a<b>c:d"e/f\\g|h?i*j', "a b c d e f g h i j"),
    ("CON", "CON_"),
    ("lpt1.wav", "lpt1_.wav"),
    ("  spaced   out . ", "spaced out"),
    ("right-to-left \u202e gnp.exe", "right-to-left gnp.exe"),
    ("\0\n\t", "Untitled"),
    ("...", "Untitled"),
    ("x" * 500, "x" * 100),
])  # fmt: skip
def test_names_are_made_safe(text: str, expected: str) -> None:
    assert safe_name(text) == expected


@given(st.text(max_size=300))
def test_any_text_gives_a_name_of_one_file(text: str) -> None:
    name = safe_name(text)
    assert name and name not in (".", "..") and len(name) <= 101
    assert Path(name).name == name


def test_folders_are_made_on_the_way(tmp_path: Path) -> None:
    write_file(tmp_path / "a" / "b" / "c.txt", b"here")
    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == b"here"


def test_a_full_disk_for_what_is_needed_meanwhile_names_the_folder_to_look_at() -> None:
    with scratch_folder() as folder:
        said = str(storage_error(OSError(errno.ENOSPC, "full"), folder / "finished.f32"))
        assert str(folder.parent) in said and "the disk is full" in said and "finished" not in said


def test_what_is_made_from_a_file_never_takes_its_place(tmp_path: Path) -> None:
    source, other = tmp_path / "a.wav", tmp_path / "b.wav"
    source.write_bytes(b"sound")
    link = tmp_path / "same.wav"
    link.hardlink_to(source)
    for same in (source, link, tmp_path / "x" / ".." / "a.wav"):
        (tmp_path / "x").mkdir(exist_ok=True)
        with pytest.raises(InputError, match="give the new file another name"):
            require_another_file(same, [other, source])
    require_another_file(other, [source, tmp_path / "gone.wav"])
    require_another_file(tmp_path / "new.wav", [source])


ENDINGS = {"cut off": lambda data: data[:-30], "turned around": lambda data: data[::-1], "no zip": lambda data: b"PK"}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_whatever_is_wrong_with_a_zip_file_is_known(tmp_path: Path, method: int) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as made:
        made.writestr("song.xml", b"<song/>" * 100)
    data, wrong = whole.getvalue(), 0
    damages = [change(data) for change in ENDINGS.values()]
    damages += [data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :] for at in range(0, len(data), 3)]
    for damaged in damages:
        try:
            with zipfile.ZipFile(io.BytesIO(damaged)) as archive:
                archive.read("song.xml")
        except (*DAMAGED_ZIP, KeyError, OSError):
            wrong += 1
    assert wrong > len(damages) / 3
