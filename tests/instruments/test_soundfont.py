# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding a SoundFont, and saying so clearly when there is none or it is damaged."""

from pathlib import Path

import pytest

from musicstudio.core.errors import MediaError, ModelMissingError
from musicstudio.instruments.soundfont import bank


@pytest.fixture(autouse=True)
def _fresh_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MUSICSTUDIO_SOUNDFONT", raising=False)
    bank._search.cache_clear()


def test_the_users_own_bank_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSICSTUDIO_HOME", str(tmp_path))
    own = tmp_path / "data" / "soundfonts" / "Mine.sf2"
    own.parent.mkdir(parents=True)
    own.write_bytes(_riff(b"sfbk", 100))
    assert bank.find_soundfont() == own


def test_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = tmp_path / "chosen.sf2"
    chosen.write_bytes(_riff(b"sfbk", 10))
    monkeypatch.setenv("MUSICSTUDIO_SOUNDFONT", str(chosen))
    assert bank.find_soundfont() == chosen


def test_none_at_all_is_a_sentence_with_a_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MUSICSTUDIO_HOME", str(tmp_path))
    monkeypatch.setattr(bank, "_FOLDERS", ())
    with pytest.raises(ModelMissingError, match="install one"):
        bank.find_soundfont()


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a bank at all", b"RIFF\xff\xff\xff\x00sfbk"])
def test_a_damaged_bank_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.sf2"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=r"broken\.sf2"):
        bank.check_soundfont(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"gone\.sf2"):
        bank.check_soundfont(tmp_path / "gone.sf2")


def _riff(kind: bytes, size: int) -> bytes:
    return b"RIFF" + (size + 4).to_bytes(4, "little") + kind + b"\0" * size
