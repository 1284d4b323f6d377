# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command that the manual shows is run as it stands, page by page, each in a folder of its own."""

import re
import shlex
from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.cli.main import main
from scripts.manual import COPIED, GENERATED, NAVIGATION, gather, pages_of

ROOT = Path(__file__).resolve().parents[1]
MANUAL = ROOT / "resources" / "manual"
PAGES = sorted(MANUAL.glob("*.md"))
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
ENDS_WELL = (0, 3)
LOOKS_AT_THE_MACHINE = "doctor"


def commands(page):
    return [line for block in BLOCK.findall(page.read_text(encoding="utf-8")) for line in block.splitlines() if line]


def tone(path, kind, seconds=4.0, low=110.0):
    """A sung-like and a low tone, with notes that begin and end."""
    t = np.arange(int(seconds * 48_000)) / 48_000
    sound = 0.2 * np.sin(2 * np.pi * low * t) * (np.sin(2 * np.pi * t) > -0.5) + 0.1 * np.sin(2 * np.pi * 880 * t)
    path.parent.mkdir(exist_ok=True)
    soundfile.write(path, np.stack([sound, sound], axis=1).astype(np.float32), 48_000, format=kind)


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.stem)
def test_the_commands_of_a_page_do_what_it_says(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    tone(tmp_path / "recording.mp3", "MP3")
    tone(tmp_path / "melody.wav", "WAV", low=220.0)
    for name in ("drums", "bass", "vocals"):
        tone(tmp_path / "suno-stems" / f"Song ({name.title()}).wav", "WAV")
    for line in commands(page):
        if line.startswith("printf "):
            text, _, target = line.partition(" > ")
            Path(target).write_text(shlex.split(text)[1].encode().decode("unicode_escape"), encoding="utf-8")
            continue
        program, *words = shlex.split(line, comments=True)
        assert program == "musicstudio", line
        code = main(words)
        printed = capsys.readouterr()
        allowed = (*ENDS_WELL, 1) if words[0] == LOOKS_AT_THE_MACHINE else ENDS_WELL
        assert code in allowed, f"{line}\n{printed.out}{printed.err}"
        outputs = [words[index + 1] for index, word in enumerate(words) if word in ("-o", "--stems")]
        assert [each for each in outputs if not Path(each).exists()] == [], line


def test_every_page_is_in_the_contents_and_every_picture_is_there(tmp_path):
    listed = {name for _, names in NAVIGATION for name in names}
    assert {page.name for page in PAGES} | set(GENERATED) | set(COPIED.values()) == listed
    gather(tmp_path)
    for page in tmp_path.glob("*.md"):
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_reference_names_every_command_and_every_key(tmp_path):
    gather(tmp_path)
    commands_page = (tmp_path / "commands.md").read_text(encoding="utf-8")
    assert all(f"## {name}\n" in commands_page for name in ("generate", "batch", "doctor", "licences"))
    keys = (tmp_path / "keys.md").read_text(encoding="utf-8")
    assert "| Ctrl+Z | Undo" in keys and "| Space |" in keys
    assert "musicstudio.generate" in (tmp_path / "python.md").read_text(encoding="utf-8")
    assert len(pages_of(tmp_path)) > 15
