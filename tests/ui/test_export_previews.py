# SPDX-License-Identifier: GPL-3.0-or-later
"""Before anything is written: a still of the film, the page in a browser, and the licence of every clip."""

from io import BytesIO
from pathlib import Path

import mutagen
from msgspec.structs import replace
from PIL import Image
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from musicstudio.app.files.papers import papers_of
from musicstudio.project.model import Recipe
from musicstudio.ui.export.licences import PapersSheet
from musicstudio.ui.export.previews import PagePreview

from .test_export_dialog import PATIENCE_MS, button, dialog, export, make_dialog, pick, press_tiles

__all__ = ["dialog", "make_dialog"]


def picture(dialog, qtbot, before=None):
    """The still as an image, once it is another than before."""
    shown = next(each for each in dialog.findChildren(QLabel) if each.accessibleName() == "A picture of the film")
    qtbot.waitUntil(lambda: not shown.pixmap().isNull() and shown.pixmap().toImage() != before, timeout=PATIENCE_MS)
    return shown.pixmap().toImage()


def test_a_film_is_seen_before_it_is_written_in_its_look_and_shape(dialog, qtbot):
    dialog.show()
    press_tiles(dialog, "Film")
    wide = picture(dialog, qtbot)
    assert wide.width() > wide.height()
    pick(dialog, "Look", "Ring")
    ring = picture(dialog, qtbot, before=wide)
    pick(dialog, "Shape", "tall, 1080 x 1920")
    tall = picture(dialog, qtbot, before=ring)
    assert tall.height() > tall.width()


def test_the_page_opens_in_the_browser_and_nothing_is_written_beside_the_song(dialog, qtbot, monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    press_tiles(dialog, "Share page")
    button(dialog, " Preview in browser").click()
    qtbot.waitUntil(lambda: bool(opened), timeout=PATIENCE_MS)
    assert opened[0].is_file() and (opened[0].parent / f"{opened[0].stem} files" / "page.js").is_file()
    assert not list((tmp_path / "out").iterdir())
    preview = dialog.findChild(PagePreview)
    qtbot.waitUntil(preview.open.isEnabled, timeout=PATIENCE_MS)


def test_every_clip_that_is_heard_is_listed_with_its_licence(dialog, qtbot):
    session = dialog.bridge.session
    bound = Recipe("import", licence="CC BY-NC 4.0: ask its author", is_commercial_use_allowed=False)

    def bind(project):
        (source,) = project.sources.values()
        known = {source.hash: replace(source, recipe_id="bound")}
        tracks = tuple(replace(t, clips=tuple(_with_recipe(clip, "bound") for clip in t.clips)) for t in project.tracks)
        return replace(project, sources=known, recipes={"bound": bound}, tracks=tracks)

    session.document.transact("Bind", bind)
    papers = papers_of(session)
    (clip,) = papers.clips
    assert clip.clips == ("tone",) and not clip.is_commercial_use_allowed and papers.clips_under(bound.licence) == 1
    sheet = PapersSheet(papers, dialog)
    qtbot.addWidget(sheet)
    texts = [each.text() for each in sheet.findChildren(QLabel)]
    assert "CC BY-NC 4" not in texts and any(text.startswith("CC BY-NC 4.0") for text in texts)
    assert "Not for commercial use" in texts


def _with_recipe(clip, recipe_id):
    return replace(clip, takes=tuple(replace(take, recipe_id=recipe_id) for take in clip.takes))


def test_a_cover_that_is_chosen_is_in_the_files_and_remembered(dialog, make_dialog, qtbot, monkeypatch, tmp_path):
    made = BytesIO()
    Image.new("RGB", (40, 40), "navy").save(made, "PNG")
    (tmp_path / "front.png").write_bytes(made.getvalue())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "front.png"), ""))
    button(dialog, "Choose…").click()
    pick(dialog, "Format", "FLAC")
    export(dialog, qtbot)
    (cover,) = mutagen.File(tmp_path / "out" / "a.flac").pictures
    assert cover.data == made.getvalue()
    names = [each.text() for each in make_dialog().findChildren(QPushButton)]
    assert "front.png" in names
