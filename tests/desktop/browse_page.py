# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a page in Chromium (Qt WebEngine), plays it, solos its first stem, and prints what it then finds as JSON."""

import json
import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--no-sandbox --autoplay-policy=no-user-gesture-required"

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineSettings
from PySide6.QtWidgets import QApplication

STATE = """JSON.stringify({now: mix.currentTime, error: mix.error && mix.error.message, isMuted: mix.muted,
chord: chord.textContent, wave: document.querySelectorAll('#wave *').length,
stems: songPage.stems.map(s => ({isMuted: s.muted, isPaused: s.paused, late: s.currentTime - mix.currentTime}))})"""


class Page(QWebEnginePage):
    """Prints what the console says."""

    def javaScriptConsoleMessage(self, level, message, line, source):
        said.append(message)


app, said = QApplication(sys.argv), []
page = Page()
page.settings().setAttribute(QWebEngineSettings.WebAttribute.PlaybackRequiresUserGesture, False)


def run(script, then=lambda _: None):
    page.runJavaScript(script, then)


def finish(state):
    print(json.dumps({"state": json.loads(state), "console": said}))
    app.quit()


def loaded(is_loaded):
    run("document.getElementById('play').click()")
    solo = "document.querySelector('button[data-does=solo]').click()"
    QTimer.singleShot(2500, lambda: run(solo))
    QTimer.singleShot(6000, lambda: run(STATE, finish))


page.loadFinished.connect(loaded)
page.load(QUrl.fromLocalFile(sys.argv[1]))
QTimer.singleShot(50_000, app.quit)
app.exec()
