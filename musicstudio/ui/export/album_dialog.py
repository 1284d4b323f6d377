# SPDX-License-Identifier: GPL-3.0-or-later
"""The album dialog: songs and sound files in order, at one level, with gaps and fades, as one file with its cue sheet
and a file a song.
"""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from musicstudio.app.files.album import AlbumOptions, album
from musicstudio.app.files.album_options import KINDS, MAX_FADE_S, MAX_GAP_S
from musicstudio.app.files.import_files import AUDIO_SUFFIXES
from musicstudio.app.files.song_list import list_songs
from musicstudio.app.session.release import wants_mark
from musicstudio.mixing.targets import TARGETS, find_target

from ..session_bridge import SessionBridge
from ..songs import songs_folder
from ..widgets import Choice, Heading, muted, primary_button, push_button
from ..widgets.number_field import NumberField
from ..words import say
from .album_progress import AlbumProgress
from .album_songs import AlbumSongs

_SIZE_PX = (640, 660)
_GAP_S = 2.0


class AlbumDialog(QDialog):
    """Stays open while it writes; the job goes on when it is closed."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.setWindowTitle(self.tr("Album"))
        self.resize(*_SIZE_PX)
        self.songs = AlbumSongs(self._follow)
        self._known = Choice(self.tr("Add a song of the studio"), self._add_known)
        self._title, self._artist, self._folder = QLineEdit(), QLineEdit(), QLineEdit()
        self._target, self._kind = Choice(self.tr("Loudness")), Choice(self.tr("Kind of files"))
        self._keeps = QCheckBox(self.tr("Songs keep their levels against each other"))
        self._gap, self._fade_in, self._fade_out = (
            self._seconds(self.tr("Gap between songs"), MAX_GAP_S, _GAP_S),
            self._seconds(self.tr("Fade in"), MAX_FADE_S, 0.0),
            self._seconds(self.tr("Fade out"), MAX_FADE_S, 0.0),
        )
        self.progress = AlbumProgress(bridge, self._follow)
        self._make = primary_button(self.tr("Make the album"), self._start)
        self._arrange()
        self._fill()

    def done(self, result: int) -> None:
        """The job goes on without us."""
        self.progress.close_view()
        super().done(result)

    def options(self) -> AlbumOptions:
        """What is asked."""
        target = find_target(str(self._target.currentData()))
        title = self._title.text().strip() or self.tr("Album")
        return AlbumOptions(
            Path(self._folder.text().strip() or str(self._usual_folder())).expanduser(),
            title=title,
            artist=self._artist.text().strip(),
            target_lufs=target.lufs,
            ceiling_dbtp=target.ceiling_dbtp,
            keeps_levels=self._keeps.isChecked(),
            gap_s=self._gap.value(),
            fade_in_s=self._fade_in.value(),
            fade_out_s=self._fade_out.value(),
            suffix=str(self._kind.currentData()),
            is_marked=wants_mark(self.bridge.session.settings.values),
        )

    def _fill(self) -> None:
        session = self.bridge.session
        values = session.settings.values
        self._target.set_choices([(t.name, f"{say(t.title)} · {t.lufs:.0f} LUFS".replace("-", "−")) for t in TARGETS])
        self._kind.set_choices([(suffix, suffix.lstrip(".").upper()) for suffix in KINDS], ".wav")
        self._artist.setText(values.artist_name)
        self._title.setPlaceholderText(self.tr("Album"))
        self._folder.setText(str(self._usual_folder()))
        known = [(str(song.path), song.title) for song in list_songs(values.recent, songs_folder())]
        self._known.set_choices([("", self.tr("Add a song…")), *known])
        self.songs.add(session.path)

    def _usual_folder(self) -> Path:
        return self.bridge.session.path.parent / "Album"

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(Heading(self.tr("Songs, in order")))
        column.addWidget(self.songs, 1)
        column.addLayout(self._song_tools())
        column.addLayout(self._form())
        column.addWidget(self._keeps)
        column.addWidget(self.progress)
        self._length = muted()
        foot = QHBoxLayout()
        foot.addWidget(self._length, 1)
        foot.addWidget(push_button(self.tr("Close"), self.reject))
        foot.addWidget(self._make)
        column.addLayout(foot)

    def _song_tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._known, 1)
        row.addWidget(push_button(self.tr("Add sound files…"), self._add_files))
        row.addWidget(push_button(self.tr("Up"), lambda: self.songs.move_chosen(-1)))
        row.addWidget(push_button(self.tr("Down"), lambda: self.songs.move_chosen(1)))
        row.addWidget(push_button(self.tr("Remove"), self.songs.remove_chosen))
        return row

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(12)
        folder = QHBoxLayout()
        folder.addWidget(self._folder, 1)
        folder.addWidget(push_button(self.tr("Browse…"), self._browse))
        times = QHBoxLayout()
        for row in (folder, times):
            row.setSpacing(8)
        for words, field in ((self.tr("Fade in"), self._fade_in), (self.tr("Fade out"), self._fade_out)):
            times.addWidget(muted(words))
            times.addWidget(field, 1)
        gap = QHBoxLayout()
        gap.setSpacing(8)
        gap.addWidget(self._gap, 1)
        gap.addLayout(times, 2)
        for words, widget in (
            (self.tr("Title"), self._title),
            (self.tr("Artist"), self._artist),
            (self.tr("Folder"), folder),
            (self.tr("Loudness"), self._target),
            (self.tr("Kind"), self._kind),
            (self.tr("Gap"), gap),
        ):
            form.addRow(words, widget)
        self._title.setAccessibleName(self.tr("Title"))
        self._artist.setAccessibleName(self.tr("Artist"))
        self._folder.setAccessibleName(self.tr("Folder"))
        return form

    def _seconds(self, name: str, most: float, start: float) -> NumberField:
        field = NumberField()
        field.setRange(0.0, most)
        field.setDecimals(1)
        field.setSingleStep(0.5)
        field.setSuffix(" s")
        field.setValue(start)
        field.setAccessibleName(name)
        field.setToolTip(name)
        return field

    def _follow(self) -> None:
        count = len(self.songs.paths)
        self._length.setText(self.tr("1 song") if count == 1 else self.tr("{0} songs").format(count))
        self._make.setEnabled(count > 0 and not self.progress.is_running)

    def _add_known(self, path: str) -> None:
        if path:
            self.songs.add(Path(path))
        self._known.setCurrentIndex(0)

    def _add_files(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in AUDIO_SUFFIXES)
        title = self.tr("Sound files")
        chosen, _ = QFileDialog.getOpenFileNames(self, title, "", f"{title} ({kinds})")
        self.songs.add(*map(Path, chosen))

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder of the album"), self._folder.text())
        if folder:
            self._folder.setText(folder)

    def _start(self) -> None:
        self.bridge.session.try_to(
            lambda: self.progress.watch(
                album(self.bridge.session, self.songs.paths, self.options(), self.progress.show_report)
            )
        )
