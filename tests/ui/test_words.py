# SPDX-License-Identifier: GPL-3.0-or-later
"""The window in another language: whole sentences, sentences with values in them, and what falls back to English."""

import ast
import re

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from musicstudio.app.actions import ACTIONS
from musicstudio.app.session.preferences import LANGUAGES
from musicstudio.core.languages import languages, read_catalogue
from musicstudio.core.paths import resources_dir
from musicstudio.ui.make_window import make_window
from musicstudio.ui.session_bridge import SessionBridge
from musicstudio.ui.words import Words, language_for, say, speak, speak_language
from scripts import translations
from scripts.translatable import ROOT, collect

VALUE = re.compile(r"\{(\d+)")


@pytest.fixture
def german():
    """Everything is said in German while the test runs."""
    speak_language("de")
    yield
    speak(Words())


def test_german_lacks_nothing_that_the_window_says():
    lacking = translations.missing("de")
    listed = "\n".join(f"{place}: {text!r}" for text, place in lacking)
    assert not lacking, f"run `make translations` and fill in the empty entries of de.json:\n{listed}"


def test_a_translation_uses_only_values_that_its_text_has():
    german = read_catalogue("de")
    assert [text for text, said in german.items() if set(VALUE.findall(said)) - set(VALUE.findall(text))] == []


def test_the_catalogue_holds_what_every_layer_says():
    found = collect()
    for text in (
        "Split at the playhead", "Select one or more clips first.", "Rename {0}", "Move clips", "Cinematic Orchestral",
        "Multiband compressor", "“{0}” is damaged or not a MIDI file.", "Lower panel", "Song sheet",
    ):  # fmt: skip
        assert text in found, text


def test_every_action_and_menu_is_said_in_german(german):
    same_in_both = {"Transport", "Automation", "Takes", "Song", "Clip", "Tempo…", "Send…"}
    titles = {title for action in ACTIONS.values() for title in (action.title, action.menu)} - same_in_both
    assert {title for title in titles if title and say(title) == title} == set()


def test_values_are_carried_over(german):
    assert say("Rename Pad 2") == "Pad 2 umbenennen"
    assert say("“a b.wav” is damaged: reading it failed.") == "„a b.wav“ ist beschädigt: das Lesen misslang."


def test_a_sentence_in_a_sentence_is_said_in_german_too(german):
    text = "Bass cannot be played, so nothing was written: There is no sound device."
    assert say(text) == "Bass kann nicht gespielt werden, daher wurde nichts geschrieben: Es gibt kein Audiogerät."


def test_a_list_of_words_is_said_in_german_where_the_translation_asks_for_it(german):
    assert say("It can write notes only and restyle a song.") == (
        "Kann: nur Noten schreiben und einen Song in anderem Stil setzen."
    )


def test_the_more_particular_template_wins():
    words = Words({"{0} of {1}": "WRONG {0} {1}", "Level of {0}": "Pegel von {0}"})
    assert words.find("Level of Bass of doom") == "Pegel von Bass of doom"


def test_what_nobody_translated_stays_english(german):
    assert say("xyzzy") == "xyzzy"


def test_braces_in_a_name_are_no_template(german):
    assert say("Rename {0} and {x}") == "{0} and {x} umbenennen"


def test_one_and_many_are_told_apart(german):
    assert QApplication.translate("Timeline", "%n clip(s)", None, 1) == "1 Clip"
    assert QApplication.translate("Timeline", "%n clip(s)", None, 3) == "3 Clips"


def test_the_language_follows_the_setting_then_the_system_then_english():
    assert language_for("de", ["fr-FR"]) == "de"
    assert language_for("", ["fr-FR", "de-AT"]) == "de"
    assert language_for("", ["fr-FR"]) == "en"
    assert language_for("xx", ["de"]) == "en"


def test_the_languages_to_choose_are_those_that_are_there():
    files = {path.stem for path in (resources_dir() / "i18n").glob("*.json")}
    assert {code for code, _ in languages()} == files | {"en"}
    assert {code for code, _ in LANGUAGES} == files | {"en", ""}


def test_a_damaged_catalogue_means_english(tmp_path, monkeypatch):
    (tmp_path / "i18n").mkdir()
    (tmp_path / "i18n" / "de.json").write_text('{"words": ["no", "pairs"]', encoding="utf-8")
    monkeypatch.setattr("musicstudio.core.languages.resources_dir", lambda: tmp_path)
    assert read_catalogue("de") == {}


def test_the_window_speaks_german_and_the_history_keeps_english(qtbot, session, german):
    bridge = SessionBridge(session)
    window = make_window(bridge)
    try:
        assert window.tab_titles[0] == "Mischpult"
        session.selection.set(track_ids={session.project.tracks[0].id})
        bridge.run("track.mute")
        assert session.document.history[-1].label == "Mute"
        shown = [each.text() for each in window.inspector.findChildren(QAbstractButton)]
        assert "Stumm" in shown
    finally:
        window.close()
        window.deleteLater()


def test_what_is_kept_in_a_song_is_never_translated():
    """No label of an undo step is made by `tr` or `say`, neither where it is given nor one function before."""
    translated = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "musicstudio").rglob("*.py"))
        for call, label in labels(ast.parse(path.read_text(encoding="utf-8")))
        if any(name_of(each) in ("tr", "say") for each in ast.walk(label) if isinstance(each, ast.Call))
    ]
    assert not translated, f"labels of the history are kept in English: {', '.join(translated)}"


def labels(tree):
    """(call, its label) of every call that makes an undo step, or hands a label on to one that does."""
    takers = dict.fromkeys(("edit", "transact", "preview", "gesture", "apply"), 0)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        names = [each.arg for each in function.args.args if each.arg != "self"]
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if name_of(call) in takers and call.args and getattr(call.args[0], "id", "") in names:
                takers.setdefault(function.name, names.index(call.args[0].id))
    for call in calls:
        place = takers.get(name_of(call), len(call.args))
        if place < len(call.args):
            yield call, call.args[place]


def name_of(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def test_a_notice_is_shown_in_german(window, german):
    window.bridge.session.notify("There is nothing to hear in this range.")
    assert "In diesem Bereich gibt es nichts zu hören." in [each.text() for each in window.toasts.findChildren(QLabel)]


def test_why_an_action_cannot_be_done_is_said_in_german(window, german):
    window.bridge.session.selection.clear()
    window.bridge.run("track.rename")
    assert "Wähle eine Spur." in [each.text() for each in window.toasts.findChildren(QLabel)]


def test_another_language_builds_the_window_anew(qtbot, song_window):
    song_window.open_first(None)
    first = song_window.window
    try:
        first.set_language("de")
        qtbot.waitUntil(lambda: song_window.window is not first)
        assert song_window.window.tab_titles[0] == "Mischpult"
        assert song_window.session.settings.values.language == "de"
    finally:
        speak(Words())
