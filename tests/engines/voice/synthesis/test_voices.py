# SPDX-License-Identifier: GPL-3.0-or-later
"""Who can sing, on which terms."""

import pytest

from musicstudio.core.errors import InputError, ModelMissingError
from musicstudio.engines.voice.synthesis.piper_model import open_model
from musicstudio.engines.voice.synthesis.voices import RAP, SPOKEN, SUNG, find_voice, list_voices, user_voices_dir


def test_the_bundled_voices_cover_what_a_song_needs():
    voices = list_voices()
    assert voices[0].id == "joe" and {"ada", "pip", "choir"} <= {voice.id for voice in voices}
    assert {SUNG, RAP, SPOKEN} == {voice.delivery for voice in voices}
    assert all(voice.present and voice.licence and voice.consent and voice.low < voice.high for voice in voices)


def test_a_users_piper_voice_is_listed_with_what_it_lacks():
    folder = user_voices_dir()
    folder.mkdir(parents=True)
    (folder / "anna.onnx").write_bytes(b"")
    anna = list_voices()[-1]
    assert anna.id == "anna" and not anna.present and "anna.onnx.json is missing" in anna.why_not
    with pytest.raises(InputError, match="missing"):
        find_voice("anna")
    (folder / "anna.onnx.json").write_text("{}")
    (folder / "anna.toml").write_text('name = "Anna"\nlow = 55\nhigh = 74\n')
    assert (list_voices()[-1].name, list_voices()[-1].low, list_voices()[-1].present) == ("Anna", 55, True)


def test_a_damaged_or_missing_model_is_a_clear_error(tmp_path):
    from musicstudio.core.errors import EngineError

    with pytest.raises(ModelMissingError, match="missing"):
        open_model(tmp_path / "none.onnx")
    (tmp_path / "bad.onnx").write_bytes(b"not a model")
    (tmp_path / "bad.onnx.json").write_text("{}")
    with pytest.raises(EngineError, match="not a Piper voice"):
        open_model(tmp_path / "bad.onnx")


@pytest.mark.parametrize(
    ("description", "why"),
    [
        (b"name = [", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b'low = "deep"', "cannot be read"),
        (b"low = 80\nhigh = 40", "look at “low”"),
        (b"speech_hz = [0.0, nan]", "look at “speech_hz”"),
        (b"layers = []", "look at “layers”"),
        (b"layers = [{formant = 0.0}]", "look at “layers”"),
        (b'delivery = "shouted"', "look at “delivery”"),
        (b'engine = "kokoro"', "look at “engine”"),
    ],
)
def test_a_description_amiss_keeps_that_voice_from_singing_and_no_other(description, why):
    folder = user_voices_dir()
    folder.mkdir(parents=True)
    (folder / "anna.onnx").write_bytes(b"")
    (folder / "anna.onnx.json").write_text("{}")
    (folder / "anna.toml").write_bytes(description)
    anna = list_voices()[-1]
    assert (anna.id, anna.present) == ("anna", False) and why in anna.why_not
    assert find_voice("joe").present
    with pytest.raises(InputError, match="cannot sing now"):
        find_voice("anna")


def test_a_description_cannot_take_the_name_of_another_voice():
    folder = user_voices_dir()
    folder.mkdir(parents=True)
    (folder / "anna.onnx").write_bytes(b"")
    (folder / "anna.onnx.json").write_text("{}")
    (folder / "anna.toml").write_text('id = "joe"\n')
    assert list_voices()[-1].id == "anna" and find_voice("joe").name == "Joe"
