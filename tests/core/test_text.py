# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that hold anything are written so that every reader takes them."""

from xml.etree import ElementTree as xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicstudio.core.text import clean_line, clean_text


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Bass\x01\x1b[31m\x08", "Bass"),
        ("\x1b]0;title\x07Drums", "Drums"),
        ("Lead\x00\x00", "Lead"),
        ("a\ud800b\ufffe\uffff", "ab"),
        ("\u202egnp.exe", "gnp.exe"),
        ("two\r\nlines\x0bhere", "two lines here"),
        ("ピアノ é 🎵", "ピアノ é 🎵"),
        ("fine\tname", "fine name"),
    ],
)
def test_what_no_reader_can_show_is_left_out(given_name: str, shown: str) -> None:
    assert clean_line(given_name) == shown


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_any_text_may_stand_in_xml_and_is_clean_the_second_time(text: str) -> None:
    clean = clean_text(text)
    root = xml.fromstring(xml.tostring(xml.Element("a", name=clean), encoding="UTF-8"))
    assert root.get("name") == clean == clean_text(clean)
    clean.encode()
