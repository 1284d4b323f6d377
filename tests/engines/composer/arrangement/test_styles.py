# SPDX-License-Identifier: GPL-3.0-or-later
"""Style files: the shipped ones, a user's own, bad ones, and blends."""

import numpy as np
import pytest

from musicstudio.core.errors import EngineError
from musicstudio.core.paths import data_dir, resources_dir
from musicstudio.engines.composer.arrangement.registry import LISTENING_ORDER, PLAYERS
from musicstudio.engines.composer.arrangement.strips import usual_strips
from musicstudio.engines.composer.styles import blend, load_styles
from musicstudio.engines.composer.styles.checks import PLAYER_NAMES
from musicstudio.engines.composer.themes.roman import chord_of
from musicstudio.instruments import catalogue
from musicstudio.mixing.devices import DEVICES
from musicstudio.project.model import Key

ASKED_FOR = [
    "pop",
    "indie_pop",
    "rock",
    "punk",
    "metal",
    "folk",
    "country",
    "blues",
    "jazz_swing",
    "bossa_nova",
    "funk",
    "soul",
    "gospel",
    "reggae",
    "afrobeat",
    "salsa",
    "lofi_hip_hop",
    "boom_bap",
    "trap",
    "drum_and_bass",
    "house",
    "techno",
    "trance",
    "synthwave",
    "ambient",
    "cinematic",
    "epic_trailer",
    "chiptune",
    "celtic",
    "classical",
]
ALL = tuple(load_styles().styles.values())


def test_every_style_asked_for_is_there_and_readable():
    library = load_styles()
    assert library.problems == ()
    assert set(ASKED_FOR) <= set(library.styles)


@pytest.mark.parametrize("style", ALL, ids=lambda style: style.name)
def test_a_style_names_only_what_exists(style):
    instruments = catalogue.load()
    strips = [*style.mix.strips.values(), *(part.devices for part in style.part)]
    for part in style.part:
        for name in part.instruments:
            assert name in instruments, (part.name, name)
    for device in [device for devices in strips for device in devices]:
        assert all(DEVICES[device.kind].param(name) for name in device.params)
    for numerals in (*style.harmony.major, *style.harmony.minor):
        is_minor = numerals in style.harmony.minor
        assert [chord_of(numeral, Key(0, "minor" if is_minor else "major")) for numeral in numerals.split()]


@pytest.mark.parametrize("style", ALL, ids=lambda style: style.name)
def test_a_style_has_a_tune_harmony_and_several_sentences_and_forms(style):
    players = {part.player for part in style.part}
    assert "lead" in players
    assert players & {"comp", "jazz_comp", "strum", "pick", "pad", "divisi", "power", "arp"}
    assert len(style.about) >= 3
    assert len(style.song.forms) >= 2
    assert sum(part.chance >= 1 for part in style.part) >= 4


def test_strips_name_devices_that_exist():
    for devices in usual_strips().values():
        for device in devices:
            assert all(DEVICES[device.kind].param(name) for name in device.params)


def test_player_names_of_style_files_are_those_of_the_registry():
    assert PLAYER_NAMES == set(PLAYERS) == set(LISTENING_ORDER)


def test_a_users_style_is_found_and_wins_over_a_shipped_one():
    folder = data_dir() / "styles"
    folder.mkdir(parents=True)
    text = (resources_dir() / "styles" / "pop.toml").read_text(encoding="utf-8")
    (folder / "pop.toml").write_text(text.replace('title = "Pop"', 'title = "My Pop"'), encoding="utf-8")
    (folder / "sea_shanty.toml").write_text(text, encoding="utf-8")
    styles = load_styles().styles
    assert styles["pop"].title == "My Pop"
    assert styles["sea_shanty"].name == "sea_shanty"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('player = "bass"', 'player = "kazoo"', "unknown player kazoo"),
        ("bpm = [84, 128]", "bpm = [128, 84]", "bpm"),
        ('"intro 4"', '"intro four"', "intro four"),
        ("kick =", "kik =", "no drum called kik"),
        ('"R--- ---- ---- ----"', '"Q--- ---- ---- ----"', "unknown step Q"),
        ("[harmony]", "[harmonie]", "harmonie"),
        ("title =", "title", "pop.toml"),
    ],
)
def test_a_bad_style_file_is_reported_and_left_out(old, new, said):
    folder = data_dir() / "styles"
    folder.mkdir(parents=True)
    text = (resources_dir() / "styles" / "pop.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / "mine.toml").write_text(text.replace(old, new).replace("pop.toml", ""), encoding="utf-8")
    library = load_styles()
    assert "mine" not in library.styles
    assert len(library.styles) >= len(ASKED_FOR)
    assert any("mine.toml" in problem and (said in problem or said == "pop.toml") for problem in library.problems)


def test_a_blend_lies_between_its_styles():
    library = load_styles().styles
    mixed = blend(library, [("ambient", 1.0), ("metal", 1.0)])
    assert library["ambient"].mood.energy < mixed.mood.energy < library["metal"].mood.energy
    assert library["ambient"].usual_bpm < mixed.bpm[1] < library["metal"].usual_bpm
    assert sum(mixed.modes.values()) == pytest.approx(1.0)
    assert sum(weight for _, weight in mixed.styles) == pytest.approx(1.0)
    assert {mixed.draw(np.random.default_rng(seed)).name for seed in range(20)} == {"ambient", "metal"}


def test_unknown_styles_fall_away_and_an_empty_library_is_an_error():
    library = load_styles().styles
    assert blend(library, [("nonsense", 1.0), ("rock", 0.1)]).main.name == "rock"
    assert blend(library, []).main.name == "pop"
    with pytest.raises(EngineError):
        blend({}, [("pop", 1.0)])
