# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts of unknown age read as they were meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicstudio.core.encoding import ENCODINGS, decode_text, likely_encoding

PROSE = {
    "cp932": "君の名前を呼ぶ。夏の夜の空に、星が光る。ﾋﾟｱﾉ",
    "euc_jp": "春の風が吹いて、花が咲く。そして歌が始まる。",
    "gb18030": "我们在月光下唱歌，你的眼睛像星星一样明亮。",
    "big5": "我們在月光下唱歌，你的眼睛像星星一樣明亮。",
    "cp949": "사랑하는 그대에게 이 노래를 부릅니다. 밤하늘의 별처럼.",
    "cp1251": "Когда мы шли домой, играла музыка и падал тихий снег.",
    "koi8_r": "Когда мы шли домой, играла музыка и падал тихий снег.",
    "cp866": "Когда мы шли домой, играла музыка и падал тихий снег.",
    "cp1252": "Über den Dächern der Stadt hört man die Glöcke läuten, später wird es Nacht.",
    "cp1250": "Zažloutlý měsíc svítí nad městem, ó řeko, žluťoučký kůň pěl ďábelské ódy.",
    "cp1253": "Η μουσική αρχίζει και η νύχτα είναι όμορφη.",
    "cp1254": "Güneş doğarken şarkı söylüyoruz, ışık dağların üstünde.",
    "cp874": "เพลงนี้เป็นเพลงที่สวยงามมาก",
}


@pytest.mark.parametrize("encoding", PROSE)
def test_prose_is_read_in_the_encoding_that_it_was_written_in(encoding) -> None:
    data = PROSE[encoding].encode(encoding)
    assert decode_text(data) == PROSE[encoding]
    assert likely_encoding([data, b"Track 1"]) == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_known_with_and_without_a_mark(encoding) -> None:
    text = "Verse 1: here we go, naïve"
    assert decode_text(text.encode(encoding)) == text


def test_a_shifted_japanese_mail_is_read() -> None:
    assert decode_text("夏の歌".encode("iso2022_jp")) == "夏の歌"


def test_what_is_known_of_other_texts_of_the_file_helps_a_short_one() -> None:
    name = "Скрипка".encode("koi8_r")
    hint = likely_encoding([PROSE["koi8_r"].encode("koi8_r"), name])
    assert decode_text(name, hint) == "Скрипка"


def test_texts_that_begin_with_a_mark_and_plain_ones_need_no_guess() -> None:
    assert likely_encoding(["Fräulein".encode("utf-8-sig")]) == "utf-8-sig"
    assert likely_encoding([b"Bass", b"Drums"]) == "utf-8"
    assert likely_encoding(["Flöte".encode(), b"Geige"]) == "utf-8"


def test_a_long_text_that_is_looked_at_in_part_is_not_cut_within_a_letter() -> None:
    assert likely_encoding([b"x" + "ü".encode() * 20_000]) == "utf-8"


def test_capitals_inside_words_and_signs_before_them_speak_against_an_encoding() -> None:
    assert decode_text("¿Dónde está mi corazón? ¡Aquí!".encode("cp1252")) == "¿Dónde está mi corazón? ¡Aquí!"
    assert decode_text("МУЗЫКА и СЛОВА".encode("cp1251")) == "МУЗЫКА и СЛОВА"


def test_letters_that_hardly_anybody_writes_speak_against_an_encoding() -> None:
    assert likely_encoding(["𠀀𠀁".encode("gb18030")]) != "gb18030"


@given(st.binary(max_size=400))
def test_no_bytes_fail(data: bytes) -> None:
    assert isinstance(decode_text(data), str)
    assert likely_encoding([data]) in {*ENCODINGS, "utf-8", "utf-8-sig", "utf-16"}
