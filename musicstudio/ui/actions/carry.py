# SPDX-License-Identifier: GPL-3.0-or-later
"""What is selected (or the mix, where nothing is) as files: copied for other programs, shown where they lie, sent."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from musicstudio.app.actions import Action
from musicstudio.app.files.send_files import send_files
from musicstudio.app.session.drag_export import DragWish, wish_of_selection

from ..drag_out import chosen_by_keys, mime_of
from ..session_bridge import SessionBridge

_Ready = Callable[[list[Path]], None]


def carry_actions(bridge: SessionBridge, parent: QWidget) -> Iterable[Action]:
    """Parts of the File menu. parent: of the dialog."""
    selected = partial(_selected, bridge)
    copy, reveal = partial(_copy, bridge, parent), partial(_reveal, bridge, parent)
    yield _action("carry.copy", "Copy as files", bridge, parent, selected, copy, "Ctrl+Alt+C")
    yield _action("carry.reveal", "Show files in their folder", bridge, parent, selected, reveal)
    yield Action(
        "carry.send", "Send files to a folder…", "File", lambda _: _send(bridge, parent, selected()), shortcuts=()
    )
    one = lambda paths: copy(chosen_by_keys(paths, Qt.KeyboardModifier.NoModifier, is_mix=True))  # noqa: E731
    yield _action("carry.copy_mix", "Copy the mix as a file", bridge, parent, lambda: DragWish(has_mix=True), one)
    dry = lambda: DragWish(has_dry_mix=True)  # noqa: E731 - beside its fellows
    yield _action("carry.copy_dry_mix", "Copy the mix before mastering as a file", bridge, parent, dry, one)
    yield _action("carry.copy_stems", "Copy all stems as files", bridge, parent, lambda: DragWish(has_stems=True), copy)


def _action(
    action_id: str, title: str, bridge: SessionBridge, parent: QWidget, wish: Callable[[], DragWish], ready: _Ready,
    *shortcuts: str,
) -> Action:  # fmt: skip
    return Action(action_id, title, "File", lambda _: _make(bridge, parent, wish(), ready), shortcuts=shortcuts)


def _selected(bridge: SessionBridge) -> DragWish:
    return wish_of_selection(bridge.session.selection.now)


def _make(bridge: SessionBridge, parent: QWidget, wish: DragWish, ready: _Ready) -> None:
    def heed(paths: list[Path]) -> None:
        if paths:
            ready(paths)
        else:
            bridge.noticed.emit(parent.tr("There is no sound here to carry yet."), "info")

    bridge.session.drag_export.make(wish, heed)


def _copy(bridge: SessionBridge, parent: QWidget, paths: list[Path]) -> None:
    QGuiApplication.clipboard().setMimeData(mime_of(paths))
    text = parent.tr("“{0}” can be pasted into a folder or another program.").format(paths[0].name)
    many = parent.tr("{0} files can be pasted into a folder or another program.").format(len(paths))
    bridge.noticed.emit(text if len(paths) == 1 else many, "info")


def _reveal(bridge: SessionBridge, parent: QWidget, paths: list[Path]) -> None:
    for folder in dict.fromkeys(path.parent for path in paths[:1]):
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _send(bridge: SessionBridge, parent: QWidget, wish: DragWish) -> None:
    folder = QFileDialog.getExistingDirectory(parent, parent.tr("Send to"), str(bridge.session.path.parent))
    if not folder:
        return

    def send(paths: list[Path]) -> None:
        if bridge.session.try_to(lambda: send_files(paths, Path(folder))):
            text = parent.tr("{0} files were sent to “{1}”.")
            bridge.noticed.emit(text.format(len(paths), Path(folder).name), "info")

    _make(bridge, parent, wish, send)
