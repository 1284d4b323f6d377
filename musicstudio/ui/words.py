# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the window in the user's language.

Everything below the window speaks English, and a song's history and recipes keep it. Where such a text is shown, `say`
looks it up whole; where values stand in it, by its template. `tr` finds the same catalogue by `CatalogueTranslator`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from musicstudio.core.languages import ENGLISH, languages, read_catalogue

_VALUE = re.compile(r"\{(\d+)[^{}]*\}")
_BETWEEN = re.compile("(, | and )")
_TITLE = re.compile(r"(.+?)(…| [-+]?[\d.]+)", re.DOTALL)  # a title that asks, or with what was set
_MIN_LETTERS = 3


class Words:
    """texts: English texts and templates (``Rename {0}``) to those of another language.

    A value is carried over as it stands, unless it is a sentence of the catalogue itself, or the translation asks for
    its translation: ``{0*}`` (of a list: of each word).
    """

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        self._texts = dict(texts or {})
        templates = [(english, text) for english, text in self._texts.items() if _VALUE.search(english)]
        templates.sort(key=lambda pair: -_letters(pair[0]))
        self._templates = [
            (_longest_piece(english), _pattern(english), text)
            for english, text in templates
            if _letters(english) >= _MIN_LETTERS
        ]
        self.find = lru_cache(maxsize=4096)(self._find)

    @property
    def has_texts(self) -> bool:
        """Whether it says anything otherwise than in English."""
        return bool(self._texts)

    def exact(self, english: str) -> str:
        """The translation of a whole text or template; empty where there is none."""
        return self._texts.get(english, "")

    def _find(self, english: str) -> str:
        if english in self._texts:
            return self._texts[english]
        for piece, pattern, text in self._templates:
            if piece in english and (found := pattern.fullmatch(english)):
                return self._fill_template(text, found)
        titled = _TITLE.fullmatch(english)
        return self._texts.get(titled[1], titled[1]) + titled[2] if titled else english

    def _fill_template(self, text: str, found: re.Match[str]) -> str:
        def value(mark: re.Match[str]) -> str:
            taken = found[f"v{mark[1]}"]
            if mark[0].endswith("*}"):
                return self._say_list(taken)
            return self.find(taken) if " " in taken and taken.endswith((".", "!", "?")) else taken

        return _VALUE.sub(value, text).replace("{{", "{").replace("}}", "}")

    def _say_list(self, taken: str) -> str:
        """A value, or each word of a list of them."""
        if (whole := self.find(taken)) != taken:
            return whole
        return "".join(self._say_piece(piece) for piece in _BETWEEN.split(taken))

    def _say_piece(self, piece: str) -> str:
        """A word of a list; titles stand in the catalogue with a capital."""
        return self.exact(piece) or self.exact(piece[:1].upper() + piece[1:]) or piece


class CatalogueTranslator(QTranslator):
    """Lets `tr` find the catalogue. A text for numbers holds one and many apart by ``|``."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        found = self._words.exact(source) if source else ""
        if not found:
            return None  # type: ignore[return-value]  # a null string: not found here. An empty one would be shown
        one, _, many = found.replace("*}", "}").partition("|")
        return many if many and n != 1 else one


_now: dict[str, Words] = {"words": Words()}
_installed: list[QTranslator] = []


def say(english: str) -> str:
    """A text of the studio in the user's language; what is not in the catalogue stays as it is."""
    return _now["words"].find(english) if english else english


def speak(words: Words, *more: QTranslator) -> None:
    """From now on, say and `tr` everything with these words. more: translators for Qt's own texts."""
    while _installed:
        QCoreApplication.removeTranslator(_installed.pop())
    _now["words"] = words
    ours = [CatalogueTranslator(words)] if words.has_texts else []
    for translator in (*more, *ours):
        QCoreApplication.installTranslator(translator)
        _installed.append(translator)


def speak_language(wish: str) -> str:
    """Speak the language of a setting (empty: the system's, where it is there, else English). Returns its code."""
    code = language_for(wish, QLocale().uiLanguages())
    qt_words = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    has_qt = qt_words.load(QLocale(code), "qtbase", "_", folder)
    speak(Words(read_catalogue(code)), *([qt_words] if has_qt else []))
    return code


def language_for(wish: str, system: list[str]) -> str:
    """The code of the language to speak. system: what the system asks for (``de-AT``), the best first."""
    known = {code for code, _ in languages()}
    wanted = [wish] if wish else [each.replace("_", "-").split("-")[0].lower() for each in system]
    return next((each for each in wanted if each in known), ENGLISH)


def _pattern(template: str) -> re.Pattern[str]:
    out, end = "", 0
    for mark in _VALUE.finditer(template):
        name = f"v{mark[1]}"
        group = f"(?P={name})" if f"(?P<{name}>" in out else f"(?P<{name}>.*?)"
        out += re.escape(_plain(template[end : mark.start()])) + group
        end = mark.end()
    return re.compile(out + re.escape(_plain(template[end:])), re.DOTALL)


def _longest_piece(template: str) -> str:
    return max((_plain(piece) for piece in re.split(r"\{\d+[^{}]*\}", template)), key=len)


def _letters(template: str) -> int:
    return sum(letter.isalpha() for letter in _VALUE.sub("", template))


def _plain(piece: str) -> str:
    return piece.replace("{{", "{").replace("}}", "}")
