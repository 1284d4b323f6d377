# SPDX-License-Identifier: GPL-3.0-or-later
"""The second singing engine: a cast of women and men, sung at the pitch and the time of the notes."""

import numpy as np
import pytest

from musicstudio.core.errors import EngineError, InputError, ModelMissingError
from musicstudio.core.progress import run_to_end
from musicstudio.engines.voice.synthesis import kokoro_model, voices
from musicstudio.engines.voice.synthesis.kokoro_acoustic import period_marks
from musicstudio.engines.voice.synthesis.kokoro_letters import IDS, letters_of, stress_mark
from musicstudio.engines.voice.synthesis.kokoro_model import CURVE_FPS, RATE, open_kokoro, part_paths, style_of
from musicstudio.engines.voice.synthesis.phrase_cache import PhraseCache
from musicstudio.engines.voice.synthesis.psola import shift_pitch
from musicstudio.engines.voice.synthesis.singer import sing
from musicstudio.engines.voice.synthesis.voices import KOKORO, find_voice, list_voices
from musicstudio.engines.voice.text.model import SungNote
from musicstudio.engines.voice.text.phonemes import ARPABET
from musicstudio.engines.voice.text.words import syllabify
from tests.engines.voice.pitch import mean_error_cents

needs_weights = pytest.mark.skipif(len(part_paths()) < 4, reason="the weights of the Kokoro singers are not installed")


def test_the_cast_has_women_and_men_each_with_terms_and_a_range_of_its_own():
    cast = [voice for voice in list_voices() if voice.engine == KOKORO]
    assert len(cast) == 27 and len({voice.id for voice in list_voices()}) == len(list_voices())
    assert all("Apache-2.0" in voice.licence and "no person's copy" in voice.consent for voice in cast)
    assert sum(" woman" in voice.description for voice in cast) == 15
    assert all(voice.low < voice.high and style_of(voice.speakers).shape == (1, 256) for voice in cast)


@needs_weights
def test_a_blend_of_two_lies_between_them():
    heart, emma, both = (find_voice(name) for name in ("heart", "emma", "heart+emma"))
    assert both.name == "Heart and Emma" and heart.home_hz > both.home_hz > emma.home_hz
    middle = (style_of(heart.speakers) + style_of(emma.speakers)) / 2
    assert np.allclose(style_of(both.speakers), middle, atol=1e-6)


@needs_weights
def test_each_of_the_cast_raps_and_speaks_too():
    rapper, speaker = find_voice("george-rap"), find_voice("heart+emma-spoken")
    assert (rapper.delivery, rapper.name, speaker.delivery) == ("rap", "George, rapping", "spoken")
    notes = tuple(SungNote(960 * (2 + i), 960, 60, 90, s.text, s.phonemes) for i, s in enumerate(syllabify("silver")))
    said = run_to_end(sing(notes, lambda tick: tick / 1920, "heart+emma-spoken", 1, cache=PhraseCache())).audio
    assert 0.05 < np.abs(said).max() <= 0.71


@pytest.mark.parametrize(
    "name", ["heart-shouting", "joe-rapping", "heart+joe", "heart+nobody", "+", "heart+", "heart+emma+bella+sky+nova"]
)
def test_what_cannot_be_blended_is_refused_by_name(name):
    with pytest.raises(InputError, match="There is no voice called"):
        find_voice(name)


def test_every_sound_of_english_has_letters_that_the_network_knows():
    for sound in ARPABET.values():
        letters = stress_mark("ˈ" + sound) + letters_of("ˈ" + sound)
        assert letters[0] == "ˈ" and all(letter in IDS for letter in letters), sound
    assert (letters_of("ˈeɪ"), letters_of("tʃ"), letters_of("ɑː"), letters_of("ɜː")) == ("A", "ʧ", "ɑ", "ɜɹ")
    assert letters_of("ꙮ") == "ə"


def test_weights_that_are_missing_or_damaged_are_told_in_a_sentence(monkeypatch, tmp_path):
    open_kokoro.cache_clear()
    monkeypatch.setattr(kokoro_model, "part_paths", lambda: ())
    with pytest.raises(ModelMissingError, match="set-up installs them"):
        open_kokoro()
    (tmp_path / "part.bin").write_bytes(b"cut off")
    monkeypatch.setattr(kokoro_model, "part_paths", lambda: (tmp_path / "part.bin",) * 4)
    with pytest.raises(EngineError, match="damaged"):
        open_kokoro()
    monkeypatch.setattr(voices, "part_paths", lambda: ())
    heart = next(voice for voice in list_voices() if voice.id == "heart")
    assert not heart.present
    with pytest.raises(InputError, match="not installed"):
        find_voice("heart")


def test_marks_lie_a_period_apart_where_the_voice_is_voiced():
    pitch = np.concatenate([np.zeros(40), np.full(80, 200.0), np.zeros(40)]).astype(np.float32)
    audio = np.sin(2 * np.pi * 200.0 * np.arange(2 * RATE) / RATE).astype(np.float32)
    (run,) = period_marks(pitch, audio)
    assert np.allclose(np.diff(run), 1 / 200.0, atol=2e-5)
    assert 40 / CURVE_FPS <= run[0] < 0.51 and 1.49 < run[-1] <= 120 / CURVE_FPS


def test_the_mean_over_periods_takes_noise_away_and_leaves_the_tone():
    time = np.arange(48_000) / 48_000
    tone = sum(np.sin(2 * np.pi * 200.0 * number * time) / number for number in (1, 2, 3))
    noise = np.random.default_rng(3).standard_normal(time.size)
    marks = np.arange(0.1, 0.9, 1 / 200.0)
    heard = [shift_pitch((tone + 0.3 * noise).astype(np.float32), 48_000, [marks], np.full(time.size, 200.0), periods)
             for periods in (0.0, 1.0)]  # fmt: skip
    inner = slice(9_600, 38_400)
    rough, smooth = (float(np.std((audio - tone)[inner])) for audio in heard)
    assert smooth < 0.75 * rough
    assert np.corrcoef(heard[1][inner], tone[inner])[0, 1] > 0.97


@needs_weights
@pytest.mark.parametrize(("voice", "pitches"), [("heart", (67, 72, 76, 79)), ("george", (50, 55, 59, 60))])
def test_notes_are_sung_at_their_pitch_and_time_and_again_the_same(voice, pitches):
    syllables = [syllable for word in ("see", "the", "silver") for syllable in syllabify(word)]
    notes = tuple(
        SungNote(960 * (1 + i), 960, pitch, 90, syllable.text, syllable.phonemes)
        for i, (syllable, pitch) in enumerate(zip(syllables, pitches, strict=True))
    )
    first, again = (
        run_to_end(sing(notes, lambda tick: tick / 960 * 0.6, voice, 1, cache=PhraseCache())) for _ in range(2)
    )
    assert np.array_equal(first.audio, again.audio)
    assert first.audio.dtype == np.float32 and np.abs(first.audio).max() <= 0.71
    for index in range(len(pitches)):
        begin_s = first.lead_s + 0.6 * (1 + index)
        middle = first.audio[0, round((begin_s + 0.2) * 48_000) : round((begin_s + 0.5) * 48_000)]
        assert np.sqrt(np.mean(middle**2)) > 0.02
    assert len(first.pitch_report.notes) == len(pitches) and mean_error_cents(first.pitch_report) < 25.0


@pytest.mark.parametrize("damage", [None, b"", b"no tensors at all", b"\xff" * 64])
def test_styles_that_are_missing_or_damaged_are_told_in_a_sentence(damage, tmp_path, monkeypatch):
    cast = tmp_path / "voices" / "cast"
    cast.mkdir(parents=True)
    if damage is not None:
        (cast / "styles.safetensors").write_bytes(damage)
    monkeypatch.setattr(kokoro_model, "resources_dir", lambda: tmp_path)
    kokoro_model._styles.cache_clear()
    with pytest.raises(EngineError, match="missing or damaged"):
        style_of((("af_heart", 1.0),))
    kokoro_model._styles.cache_clear()


@pytest.mark.logs("The description of the Kokoro singers is missing or damaged")
@pytest.mark.parametrize("damage", [None, b"", b"voices = 3", b"[[voices]]\nid = 1", b"\xff"])
def test_without_the_description_of_the_cast_the_other_voices_still_sing(damage, tmp_path, monkeypatch):
    (tmp_path / "voices").mkdir()
    for path in (voices.resources_dir() / "voices").glob("*.toml"):
        (tmp_path / "voices" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "voices" / "cast").mkdir()
    if damage is not None:
        (tmp_path / "voices" / "cast" / "cast.toml").write_bytes(damage)
    monkeypatch.setattr(voices, "resources_dir", lambda: tmp_path)
    assert find_voice("joe").present and not [voice for voice in list_voices() if voice.engine == KOKORO]
    with pytest.raises(InputError, match="There is no voice called"):
        find_voice("heart")


def test_a_network_that_does_not_take_what_it_is_given_is_told_in_a_sentence():
    from onnx import TensorProto, helper

    from musicstudio.engines.voice.synthesis.graphs import run, session

    given = helper.make_tensor_value_info("given", TensorProto.FLOAT, [1, 4])
    back = helper.make_tensor_value_info("back", TensorProto.FLOAT, [1, 4])
    graph = helper.make_graph([helper.make_node("Neg", ["given"], ["back"])], "whole", [given], [back])
    opened = session(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8))
    assert run(opened, None, {"given": np.ones((1, 4), np.float32)})[0].tolist() == [[-1.0] * 4]
    with pytest.raises(EngineError, match="failed while singing"):
        run(opened, None, {"given": np.ones((1, 9), np.float32)})
    with pytest.raises(EngineError, match="failed while singing"):
        run(opened, None, {"tokens": np.ones((1, 4), np.float32)})
